// Readings: every word of the table that covers a character votes for the reading that it states, and the longest word
// wins (the leftmost of equally long ones). No segmentation into words is needed, so a word cannot be missed because an
// overlapping one was cut out first.
//
// Typed pinyin is a lattice: from each letter, edges to where a syllable or the beginning of one may end.
// segmentations() keeps the k best paths to the end from each letter, going backwards; spells() walks the lattice and a
// word side by side.
#include "text/pinyin.h"

#include <algorithm>
#include <tuple>

#include "text/fold.h"
#include "text/pinyin_table.h"

namespace xinglin {

namespace {

constexpr char32_t kFirstCharacter = 0x3400;
constexpr std::uint16_t kGroupBit = 0x8000;
constexpr std::size_t kLongestSyllable = 6;  // zhuang

const PinyinTable& data() {
    static const PinyinTable table = pinyin_table();
    return table;
}

const PinyinCharacter* character_entry(char32_t character) {
    if (character == U'〇') character = U'零';
    const std::span<const PinyinCharacter> characters = data().characters;
    if (character < kFirstCharacter || character - kFirstCharacter >= characters.size()) return nullptr;
    return &characters[character - kFirstCharacter];
}

void read_alone(SyllableReadings& entry) {
    const PinyinCharacter* found = character_entry(entry.character);
    if (found == nullptr || found->reading == 0) return;
    if ((found->reading & kGroupBit) == 0) {
        entry.readings[0] = {found->reading};
        return;
    }
    const auto& group = data().groups[found->reading & ~unsigned{kGroupBit}];
    for (std::size_t index = 0; index < group.size(); ++index) entry.readings[index] = {group[index]};
    entry.settled = false;
}

const PinyinNode* child_of(const PinyinNode& node, char32_t label) {
    const auto children = data().nodes.subspan(node.first_child, node.child_count);
    const auto found = std::lower_bound(children.begin(), children.end(), label,
                                        [](const PinyinNode& child, char32_t wanted) { return child.label < wanted; });
    return found != children.end() && found->label == label ? &*found : nullptr;
}

/// Makes `syllable` the likely one of the readings.
void settle(SyllableReadings& entry, Syllable syllable) {
    const auto found = std::find(entry.readings.begin(), entry.readings.end(), syllable);
    if (found != entry.readings.end()) std::rotate(entry.readings.begin(), found, found + 1);
    entry.settled = true;
}

void read_words(std::vector<SyllableReadings>& entries) {
    struct Vote {
        std::size_t length = 0;
        Syllable syllable;
    };
    std::vector<Vote> votes(entries.size());
    for (std::size_t begin = 0; begin < entries.size(); ++begin) {
        const PinyinCharacter* first = character_entry(entries[begin].character);
        if (first == nullptr || first->root == 0) continue;
        const PinyinNode* node = &data().nodes[first->root];
        for (std::size_t end = begin + 1; end < entries.size(); ++end) {
            node = child_of(*node, entries[end].character);
            if (node == nullptr) break;
            if (node->stated == 0) continue;
            const std::size_t length = end + 1 - begin;
            for (std::size_t index = 0; index < length; ++index) {
                const Syllable says{data().stated[node->stated + index]};
                Vote& vote = votes[begin + index];
                if (says && length > vote.length) vote = {length, says};
            }
        }
    }
    for (std::size_t index = 0; index < entries.size(); ++index) {
        if (votes[index].syllable) settle(entries[index], votes[index].syllable);
    }
}

bool is_digit(char32_t character) {
    return character >= U'0' && character <= U'9';
}

bool is_latin_letter(char32_t character) {
    return character >= U'a' && character <= U'z';
}

bool starts_with_one_of(std::string_view letters, std::string_view any) {
    return !letters.empty() && any.find(letters.front()) != std::string_view::npos;
}

/// Letters as the table spells them: jv → ju, lue → lve.
std::string spelled(std::string_view letters) {
    std::string result(letters);
    if (result.size() >= 2 && starts_with_one_of(result, "jqxy") && result[1] == 'v') result[1] = 'u';
    if (result == "lue" || result == "nue") result[1] = 'v';
    return result;
}

struct SyllableRange {
    Syllable first;
    Syllable last;
    bool complete = false;  // Whether `first` is exactly the letters.
};

/// The syllables that begin with `letters`; none when there are none.
SyllableRange syllables_from(std::string_view letters) {
    const std::string wanted = spelled(letters);
    const auto all = data().syllables.subspan(1);
    const auto begin = std::lower_bound(all.begin(), all.end(), std::string_view(wanted));
    const auto end = std::find_if_not(begin, all.end(), [&](std::string_view one) { return one.starts_with(wanted); });
    if (begin == end || wanted.empty()) return {};
    const auto number = [&](auto at) { return Syllable{static_cast<std::uint16_t>(at - all.begin() + 1)}; };
    return {number(begin), number(end - 1), *begin == wanted};
}

bool is_initial(std::string_view letters) {
    return letters.size() == 1 ? !starts_with_one_of(letters, "iuv")
                               : letters == "zh" || letters == "ch" || letters == "sh";
}

constexpr FuzzyPair kFuzzyPairs[] = {
    {FuzzyPair::Part::Initial, "zh", "z"},   {FuzzyPair::Part::Initial, "ch", "c"},
    {FuzzyPair::Part::Initial, "sh", "s"},   {FuzzyPair::Part::Initial, "n", "l"},
    {FuzzyPair::Part::Initial, "f", "h"},    {FuzzyPair::Part::Final, "an", "ang"},
    {FuzzyPair::Part::Final, "en", "eng"},   {FuzzyPair::Part::Final, "in", "ing"},
    {FuzzyPair::Part::Final, "ian", "iang"}, {FuzzyPair::Part::Final, "uan", "uang"},
    {FuzzyPair::Part::Final, "v", "u"},      {FuzzyPair::Part::Final, "ve", "ue"},
};

std::size_t initial_length(std::string_view letters) {
    if (letters.starts_with("zh") || letters.starts_with("ch") || letters.starts_with("sh")) return 2;
    return letters.empty() || starts_with_one_of(letters, "aeo") ? 0 : 1;
}

/// `spelling` and what fuzzy pairs of that part make of it.
std::vector<std::string_view> variants(FuzzyPair::Part part, std::string_view spelling) {
    std::vector<std::string_view> all{spelling};
    for (const FuzzyPair& pair : kFuzzyPairs) {
        if (pair.part != part) continue;
        if (pair.one == spelling) all.push_back(pair.other);
        if (pair.other == spelling) all.push_back(pair.one);
    }
    return all;
}

std::vector<Syllable> fuzzy_neighbours(std::string_view letters) {
    const std::size_t split = initial_length(letters);
    std::vector<Syllable> neighbours;
    for (const std::string_view initial : variants(FuzzyPair::Part::Initial, letters.substr(0, split))) {
        for (const std::string_view rest : variants(FuzzyPair::Part::Final, letters.substr(split))) {
            const SyllableRange range = syllables_from(std::string(initial).append(rest));
            if (range.complete) neighbours.push_back(range.first);
        }
    }
    std::sort(neighbours.begin(), neighbours.end());
    neighbours.erase(std::unique(neighbours.begin(), neighbours.end()), neighbours.end());
    return neighbours;
}

/// ü in its five tones, both cases: folding would make it u.
bool is_u_umlaut(char32_t character) {
    return character == 0xFC || character == 0xDC || (character >= 0x1D5 && character <= 0x1DC);
}

/// How unlikely it is that a piece was meant. A syllable that is still being typed, at the end, is as likely as two
/// whole ones; an incomplete one within the text weighs as much as five.
std::uint32_t cost(const TypedUnit& unit, bool is_last) {
    if (unit.complete) return 1;
    return is_last ? 2 : 5;
}

}  // namespace

std::string_view Syllable::letters() const {
    return data().syllables[number];
}

Syllable Syllable::of(std::string_view letters) {
    const SyllableRange range = syllables_from(letters);
    return range.complete ? range.first : Syllable{};
}

bool SyllableReadings::may_read(Syllable syllable) const {
    return syllable && std::find(readings.begin(), readings.end(), syllable) != readings.end();
}

std::vector<SyllableReadings> pinyin_of(std::string_view text) {
    const FoldTable& folding = FoldTable::get();
    std::vector<SyllableReadings> entries;
    entries.reserve(text.size() / 3 + 1);
    bool has_several = false;
    const auto add = [&](char32_t character, Span span) {
        SyllableReadings& entry = entries.emplace_back();
        entry.span = span;
        entry.character = character;
        read_alone(entry);
        has_several = has_several || !entry.settled;
    };
    for (std::size_t offset = 0; offset < text.size();) {
        const Decoded decoded = decode_utf8(text, offset);
        const Span span{static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(offset + decoded.length)};
        offset += decoded.length;
        if (const char32_t single = folding.fold_single(decoded.code_point)) {
            add(single, span);
        } else {
            for (const char32_t part : folding.expansion(decoded.code_point)) add(part, span);
        }
    }
    if (has_several) read_words(entries);
    return entries;
}

// Told from marks and symbols by their blocks: folded text has no other capital or full-width forms left. (A few
// symbols among the letters of small scripts pass; that harms nobody.)
bool is_spoken(char32_t character) {
    if (character < 0x80) return is_digit(character) || is_latin_letter(character);
    if (character < 0xC0) return character == 0xB5;
    if (character < 0x2000) return character != 0xD7 && character != 0xF7;
    if (character == 0x3007) return true;
    if (character < 0x3041) return character >= 0x2C00 && character < 0x2E00;
    if (character >= 0xE000 && character < 0xF900) return false;
    return character < 0xFE10 || (character >= 0x10000 && character < 0x1F000) ||
           (character >= 0x20000 && character < 0xE0000);
}

std::string pinyin_key(std::string_view text) {
    std::string key;
    for (const SyllableReadings& entry : pinyin_of(text)) {
        if (entry.likely()) {
            key += entry.likely().letters();
        } else if (is_spoken(entry.character)) {
            append_utf8(key, entry.character);
        }
    }
    return key;
}

std::string initials_key(std::string_view text) {
    std::string key;
    for (const SyllableReadings& entry : pinyin_of(text)) {
        if (entry.likely()) {
            key += entry.likely().letters().front();
        } else if (is_spoken(entry.character)) {
            append_utf8(key, entry.character);
        }
    }
    return key;
}

std::span<const FuzzyPair> fuzzy_pairs() {
    return kFuzzyPairs;
}

std::span<const Syllable> sounds_like(Syllable syllable) {
    static const std::vector<std::vector<Syllable>> all = [] {
        std::vector<std::vector<Syllable>> neighbours;
        for (const std::string_view letters : data().syllables) neighbours.push_back(fuzzy_neighbours(letters));
        return neighbours;
    }();
    return all[syllable.number];
}

bool TypedUnit::may_stand_for(const SyllableReadings& character, Hearing hearing) const {
    if (literal && *literal == character.character) return true;
    if (!first) return false;
    const auto begins = [&](Syllable read) { return first <= read && read <= last; };
    for (const Syllable reading : character.readings) {
        if (!reading) break;
        if (begins(reading)) return true;
        if (hearing == Hearing::Exact) continue;
        const std::span<const Syllable> alike = sounds_like(reading);
        if (std::any_of(alike.begin(), alike.end(), begins)) return true;
    }
    return false;
}

TypedPinyin::TypedPinyin(std::string_view text) {
    const FoldTable& folding = FoldTable::get();
    bool parted = false;
    const auto add = [&](char32_t character, Span span) {
        const bool is_diaeresis =
            character == U':' && !parted && !letters_.empty() && letters_.back().character == U'u';
        if (is_diaeresis) {
            letters_.back().character = U'v';
            letters_.back().span.end = span.end;
        } else if (is_spoken(character)) {
            letters_.push_back({character, span, parted});
            parted = false;
        } else {
            parted = true;
        }
    };
    for (std::size_t offset = 0; offset < text.size();) {
        const Decoded decoded = decode_utf8(text, offset);
        const Span span{static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(offset + decoded.length)};
        offset += decoded.length;
        if (is_u_umlaut(decoded.code_point)) {
            add(U'v', span);
        } else if (decoded.code_point == 0x308 && !letters_.empty() && letters_.back().character == U'u') {
            letters_.back().character = U'v';
            letters_.back().span.end = span.end;
        } else if (const char32_t single = folding.fold_single(decoded.code_point)) {
            add(single, span);
        } else {
            for (const char32_t part : folding.expansion(decoded.code_point)) add(part, span);
        }
    }
    edges_.reserve(letters_.size());
    for (std::size_t begin = 0; begin < letters_.size(); ++begin) edges_.push_back(edges_from(begin));
}

std::vector<TypedPinyin::Edge> TypedPinyin::edges_from(std::size_t begin) const {
    std::vector<Edge> edges;
    std::string letters;
    for (std::size_t end = begin; end < letters_.size() && letters.size() < kLongestSyllable; ++end) {
        const Letter& letter = letters_[end];
        if (!is_latin_letter(letter.character) || (end > begin && letter.parted)) break;
        letters += static_cast<char>(letter.character);
        const SyllableRange range = syllables_from(letters);
        if (!range.first) break;
        const bool is_last = end + 1 == letters_.size();
        if (!range.complete && !is_last && !is_initial(letters)) continue;
        Edge edge{{{letters_[begin].span.begin, letter.span.end}, {}, range.first, range.last, range.complete},
                  end + 1};
        // Within the text a syllable is whole, except that a single letter may be an initial: a for an, ai, ….
        if (range.complete && !is_last && letters.size() > 1) edge.unit.last = edge.unit.first;
        if (letters.size() == 1) edge.unit.literal = letter.character;
        edges.push_back(edge);
        if (!range.complete || letters.size() == 1 || is_last) continue;
        const Letter& next = letters_[end + 1];
        if (next.parted || next.character < U'1' || next.character > U'5') continue;
        edge.unit.span.end = next.span.end;
        edge.end = end + 2;
        edges.push_back(edge);
    }
    if (edges.empty() || !edges.front().unit.literal) {
        const Letter& letter = letters_[begin];
        const bool complete = !is_latin_letter(letter.character);
        edges.insert(edges.begin(), Edge{{letter.span, letter.character, {}, {}, complete}, begin + 1});
    }
    return edges;
}

std::vector<std::vector<TypedUnit>> TypedPinyin::segmentations(std::size_t limit) const {
    // The way to the end that takes `edge` first and then the `rest`-th best way from where that ends.
    struct Way {
        std::uint32_t cost;
        std::size_t edge;
        std::size_t rest;
    };
    std::vector<std::vector<TypedUnit>> found;
    if (limit == 0 || letters_.empty()) return found;
    std::vector<std::vector<Way>> ways(letters_.size() + 1);
    ways.back().push_back({0, 0, 0});
    for (std::size_t begin = letters_.size(); begin-- > 0;) {
        std::vector<Way>& here = ways[begin];
        for (std::size_t edge = 0; edge < edges_[begin].size(); ++edge) {
            const std::size_t end = edges_[begin][edge].end;
            const std::vector<Way>& rests = ways[end];
            const std::uint32_t price = cost(edges_[begin][edge].unit, end == letters_.size());
            for (std::size_t rest = 0; rest < rests.size(); ++rest)
                here.push_back({price + rests[rest].cost, edge, rest});
        }
        // Edges ascend by length, so the higher one is the longer one.
        std::sort(here.begin(), here.end(), [](const Way& left, const Way& right) {
            return std::tie(left.cost, right.edge, left.rest) < std::tie(right.cost, left.edge, right.rest);
        });
        if (here.size() > limit) here.resize(limit);
    }
    for (const Way& best : ways.front()) {
        std::vector<TypedUnit>& units = found.emplace_back();
        std::size_t at = 0;
        for (Way way = best; at < letters_.size(); way = ways[at][way.rest]) {
            const Edge& edge = edges_[at][way.edge];
            units.push_back(edge.unit);
            at = edge.end;
        }
    }
    return found;
}

bool TypedPinyin::spells(std::span<const SyllableReadings> word, Extent extent, Hearing hearing) const {
    std::vector<bool> reached(letters_.size() + 1, false);  // Letters typed when the characters so far were.
    reached.front() = true;
    for (const SyllableReadings& character : word) {
        if (extent == Extent::Beginning && reached.back()) return true;
        if (!character.likely() && !is_spoken(character.character)) continue;
        std::vector<bool> next(reached.size(), false);
        for (std::size_t begin = 0; begin < edges_.size(); ++begin) {
            if (!reached[begin]) continue;
            for (const Edge& edge : edges_[begin]) {
                if (edge.unit.may_stand_for(character, hearing)) next[edge.end] = true;
            }
        }
        reached = std::move(next);
    }
    return reached.back();
}

std::vector<std::vector<TypedUnit>> segment_pinyin(std::string_view typed, std::size_t limit) {
    return TypedPinyin(typed).segmentations(limit);
}

}  // namespace xinglin
