#include "annotate/word_edges.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "annotate/data.h"
#include "base/check.h"
#include "base/guarded.h"
#include "text/data_lines.h"
#include "text/fold.h"
#include "text/general_words.h"

namespace xinglin {

namespace {

constexpr std::size_t kLongestWord = 4;     // In characters; longer everyday words are idioms.
constexpr std::size_t kFarthest = 12;       // How many characters on each side a window may take in.
constexpr float kBodyWord = 9.0F;           // The most that a part of the body costs.
constexpr float kHealthWord = 8.0F;         // The most that a word of health_words.txt costs.
constexpr float kUnknownCharacter = 13.0F;  // Of a character that is no word by itself.
constexpr float kOtherCharacter = 8.0F;     // Of a letter, digit or mark.

bool is_han(char32_t code_point) {
    return (code_point >= 0x3400 && code_point <= 0x9FFF) || (code_point >= 0xF900 && code_point <= 0xFAFF) ||
           (code_point >= 0x20000 && code_point <= 0x323AF);
}

/// Which two characters stand side by side in some word: a Bloom filter with one bit for each pair.
class NeighbourFilter {
  public:
    void add(std::string_view word) {
        char32_t before = 0;
        for (std::size_t at = 0; at < word.size();) {
            const Decoded character = decode_utf8(word, at);
            if (before != 0) bits_[place_of(before, character.code_point)] |= bit_of(before, character.code_point);
            before = character.code_point;
            at += character.length;
        }
    }

    bool may_have(char32_t before, char32_t behind) const {
        return (bits_[place_of(before, behind)] & bit_of(before, behind)) != 0;
    }

  private:
    static constexpr unsigned kBits = 22;  // Some 170,000 pairs set 4 % of them: 512 kB.

    static std::uint64_t hash_of(char32_t before, char32_t behind) {
        return (static_cast<std::uint64_t>(before) << 32U | behind) * 0x9E3779B97F4A7C15ULL;
    }
    static std::size_t place_of(char32_t before, char32_t behind) {
        return hash_of(before, behind) >> (64 - kBits + 6);
    }
    static std::uint64_t bit_of(char32_t before, char32_t behind) {
        return std::uint64_t{1} << (hash_of(before, behind) >> (64 - kBits) & 63U);
    }

    std::vector<std::uint64_t> bits_ = std::vector<std::uint64_t>(std::size_t{1} << (kBits - 6));
};

/// The pairs of a model's words, made once for all that use the model at the same time; nullptr where it lists none.
std::shared_ptr<const NeighbourFilter> neighbours_in(const std::shared_ptr<const GeneralModel>& model) {
    struct Known {
        std::weak_ptr<const GeneralModel> model;
        std::shared_ptr<const NeighbourFilter> filter;
    };
    static Guarded<Known> known;
    return known.with([&](Known& last) -> std::shared_ptr<const NeighbourFilter> {
        if (!last.model.expired() && last.model.lock() == model) return last.filter;
        auto filter = std::make_shared<NeighbourFilter>();
        const std::vector<std::string> words = words_of_system_model(*model);
        for (const std::string& word : words) {
            if (count_characters(word) <= kLongestWord) filter->add(word);
        }
        last = {model, words.empty() ? nullptr : filter};
        return last.filter;
    });
}

class EverydayWordCosts final : public WordCosts {
  public:
    explicit EverydayWordCosts(std::shared_ptr<const GeneralModel> model) : model_(std::move(model)) {
        const auto add_words = [&](std::string_view file, float most) {
            for (const DataLine& line : data_lines(annotate_data(file))) {
                costs_.emplace(line.text, std::min(most, modelled(line.text)));
                listed_.add(line.text);
            }
        };
        if (model_) neighbours_ = neighbours_in(model_);
        add_words("body_words.txt", kBodyWord);
        add_words("health_words.txt", kHealthWord);
        for (const DataLine& line : data_lines(annotate_data("continuing_words.txt"))) continuing_.insert(line.text);
    }

    bool continues(std::string_view word) const override { return continuing_.contains(word); }

    bool may_stand_side_by_side(char32_t before, char32_t behind) const override {
        if (model_ && !neighbours_) return true;
        return (neighbours_ && neighbours_->may_have(before, behind)) || listed_.may_have(before, behind);
    }

    float cost(std::string_view word) const override {
        const auto listed = costs_.find(word);
        return listed != costs_.end() ? listed->second : modelled(word);
    }

  private:
    float modelled(std::string_view word) const {
        if (!model_) return kNoWord;
        const GeneralModel::Word found = model_->find(word);
        return found == GeneralModel::kUnknown ? kNoWord : -model_->score(found);
    }

    std::shared_ptr<const GeneralModel> model_;
    std::shared_ptr<const NeighbourFilter> neighbours_;  // None where the model does not list its words.
    NeighbourFilter listed_;
    std::unordered_map<std::string_view, float> costs_;
    std::unordered_set<std::string_view> continuing_;
};

/// The folded form of a character; the character itself where it folds to several or none.
char32_t folded(char32_t code_point) {
    const char32_t single = FoldTable::get().fold_single(code_point);
    return single != 0 ? single : code_point;
}

/// The Chinese characters beside a place of the text, folded: a few before it and a few behind.
class Beside {
  public:
    static constexpr std::size_t kMost = kLongestWord - 1;

    Beside(std::string_view text, std::uint32_t from, std::uint32_t place, std::uint32_t to) {
        std::array<char32_t, kMost> before{};
        for (std::uint32_t offset = place; edge_ < kMost && offset > from;) {
            const Decoded character = decode_utf8_before(text, offset);
            if (!is_han(character.code_point)) break;
            before[edge_++] = folded(character.code_point);
            offset -= character.length;
        }
        size_ = edge_;
        std::reverse_copy(before.begin(), before.begin() + static_cast<std::ptrdiff_t>(edge_), characters_.begin());
        if (edge_ == 0) return;
        for (std::uint32_t offset = place; size_ < edge_ + kMost && offset < to;) {
            const Decoded character = decode_utf8(text, offset);
            if (!is_han(character.code_point)) break;
            characters_[size_++] = folded(character.code_point);
            offset += character.length;
        }
    }

    std::size_t edge() const { return edge_; }
    std::size_t size() const { return size_; }
    std::span<const char32_t> word(std::size_t begin, std::size_t end) const {
        return std::span(characters_).subspan(begin, end - begin);
    }

  private:
    std::array<char32_t, 2 * kMost> characters_{};
    std::size_t edge_ = 0;  // How many stand before the place.
    std::size_t size_ = 0;
};

/// Some neighbouring characters, folded, with the offsets that they have in the text.
class Characters {
  public:
    /// Takes text[begin, end) in place of what was there.
    void assign(std::string_view text, std::uint32_t begin, std::uint32_t end) {
        characters_.clear();
        offsets_.clear();
        while (begin < end) {
            const Decoded character = decode_utf8(text, begin);
            offsets_.push_back(begin);
            characters_.push_back(folded(character.code_point));
            begin += character.length;
        }
        end_ = begin;
    }

    std::size_t size() const { return offsets_.size(); }
    std::uint32_t offset(std::size_t index) const { return index < offsets_.size() ? offsets_[index] : end_; }
    bool is_chinese(std::size_t index) const { return is_han(characters_[index]); }

    /// The place of the character at this offset of the text; size() for the end; nothing where none begins.
    std::size_t index_of(std::uint32_t wanted) const {
        return static_cast<std::size_t>(std::lower_bound(offsets_.begin(), offsets_.end(), wanted) - offsets_.begin());
    }

    std::span<const char32_t> word(std::size_t begin, std::size_t end) const {
        return std::span(characters_).subspan(begin, end - begin);
    }

  private:
    std::vector<char32_t> characters_;
    std::vector<std::uint32_t> offsets_;
    std::uint32_t end_ = 0;
};

bool cross(const Automaton::Match& a, const Automaton::Match& b) {
    return (a.begin < b.begin && b.begin < a.end && a.end < b.end) ||
           (b.begin < a.begin && a.begin < b.end && b.end < a.end);
}

}  // namespace

std::unique_ptr<const WordCosts> everyday_word_costs(std::shared_ptr<const GeneralModel> model) {
    return std::make_unique<const EverydayWordCosts>(std::move(model));
}

/// What words cost, remembered: a text asks for the same few thousand again and again. A place of the table holds the
/// word asked for last of those that belong there. No lock: the two halves of a place, written by different threads at
/// once, do not fit each other, and then count as nothing.
class WordEdges::CostMemory {
  public:
    struct Known {
        float cost;
        bool continues;
    };

    explicit CostMemory(const WordCosts& words) : words_(words), places_(kPlaces) {}

    Known of(std::span<const char32_t> word) const {
        const std::uint64_t key = key_of(word);
        if (key == 0) return looked_up(word);
        Place& place = places_[(key * 0x9E3779B97F4A7C15ULL) >> (64 - kPlaceBits)];
        const std::uint64_t value = place.value.load(std::memory_order_relaxed);
        if ((place.key_and_value.load(std::memory_order_relaxed) ^ value) == key) return unpacked(value);
        const Known known = looked_up(word);
        const std::uint64_t fresh = packed(known);
        place.value.store(fresh, std::memory_order_relaxed);
        place.key_and_value.store(key ^ fresh, std::memory_order_relaxed);
        return known;
    }

    bool is_word(std::span<const char32_t> word) const { return of(word).cost < WordCosts::kNoWord; }

  private:
    static constexpr unsigned kPlaceBits = 15;
    static constexpr std::size_t kPlaces = std::size_t{1} << kPlaceBits;

    struct Place {
        std::atomic<std::uint64_t> value = 0;
        std::atomic<std::uint64_t> key_and_value = 0;
    };

    /// The word in 64 bits; 0 when it does not fit.
    static std::uint64_t key_of(std::span<const char32_t> word) {
        constexpr unsigned kBits = 16;
        std::uint64_t key = 0;
        for (const char32_t character : word) {
            if (character >> kBits != 0 || character == 0) return 0;
            key = key << kBits | character;
        }
        return key;
    }

    static std::uint64_t packed(Known known) {
        return std::uint64_t{std::bit_cast<std::uint32_t>(known.cost)} << 1U | (known.continues ? 1U : 0U);
    }
    static Known unpacked(std::uint64_t value) {
        return {std::bit_cast<float>(static_cast<std::uint32_t>(value >> 1U)), (value & 1U) != 0};
    }

    Known looked_up(std::span<const char32_t> word) const {
        std::string text;
        for (const char32_t character : word) append_utf8(text, character);
        return {words_.cost(text), words_.continues(text)};
    }

    const WordCosts& words_;
    mutable std::vector<Place> places_;
};

WordEdges::WordEdges(std::unique_ptr<const WordCosts> words, std::vector<float> form_costs)
    : words_(std::move(words)), form_costs_(std::move(form_costs)) {
    CHECK(words_ != nullptr);
    memory_ = std::make_unique<const CostMemory>(*words_);
}

WordEdges::~WordEdges() = default;

float WordEdges::most_for(NameKind kind, std::size_t characters) {
    constexpr float kPerCharacter = 0.4F;
    const float longer = kPerCharacter * static_cast<float>(characters);
    switch (kind) {
        case NameKind::Sure:
            return 11.8F - longer;
        case NameKind::Site:
            return 10.3F - longer;
        case NameKind::Unsure:
            return 14.8F - longer;
    }
    return 0;
}

/// The characters around a contested name and the ways to cut them. One serves all names of a text, one after another.
class WordEdges::Window {
  public:
    Window(const WordEdges& edges, std::string_view text) : edges_(edges), text_(text) {}

    /// Looks at `name`; `names` are those around it.
    void open(const Automaton::Match& name, std::span<const Automaton::Match> names) {
        names_ = names;
        take_characters(name);
        word_costs_.assign(characters_.size(), kNotAsked);
        list_names();
        begin_ = characters_.index_of(name.begin);
        end_ = characters_.index_of(name.end);
        close();
    }

    std::uint32_t begin() const { return characters_.offset(begin_); }
    std::uint32_t end() const { return characters_.offset(end_); }

    /// Adds the names of the cheapest cut, in order; of cuts that cost the same the one whose earlier pieces are
    /// longer.
    void add_names_of_best_cut(std::vector<Automaton::Match>& chosen) {
        best_.assign(end_ + 1, Step());
        best_[begin_].cost = 0;
        for (std::size_t at = begin_; at < end_; ++at) {
            if (best_[at].cost >= WordCosts::kNoWord) continue;
            for (const Piece& piece : names_at(at)) step(at, piece.end, piece.cost, &piece);
            const Costs& costs = words_at(at);
            for (std::size_t length = costs.size(); length > 0; --length) {
                if (costs[length - 1] < WordCosts::kNoWord) step(at, at + length, costs[length - 1], nullptr);
            }
        }
        const auto first = static_cast<std::ptrdiff_t>(chosen.size());
        for (std::size_t at = end_; at > begin_; at = best_[at].from) {
            const Step& last = best_[at];
            if (last.name != nullptr) {
                chosen.push_back(*last.name->name);
            } else {
                add_names_inside(last.from, at, chosen);
            }
        }
        std::reverse(chosen.begin() + first, chosen.end());
    }

  private:
    /// A name as a word of a cut.
    struct Piece {
        std::size_t begin;
        std::size_t end;
        float cost;
        bool is_continued;  // Its last character is spelled out by a word.
        const Automaton::Match* name;
    };
    struct Step {
        float cost = WordCosts::kNoWord;
        std::size_t from = 0;
        const Piece* name = nullptr;  // nullptr for a word.
    };
    using Costs = std::array<float, kLongestWord>;  // Of the words of one, two … characters that begin at a place.

    /// Those of the name, some before and after it, and the whole of every name that reaches in.
    void take_characters(const Automaton::Match& name) {
        std::uint32_t begin = before(name.begin);
        std::uint32_t end = after(name.end);
        for (const Automaton::Match& other : names_) {
            if (other.end <= name.begin || other.begin >= name.end) continue;
            begin = std::min(begin, other.begin);
            end = std::max(end, other.end);
        }
        for (const Automaton::Match& other : names_) {
            if (other.begin < end && end < other.end) end = other.end;
        }
        for (auto other = names_.rbegin(); other != names_.rend(); ++other) {
            if (other->begin < begin && begin < other->end) begin = other->begin;
        }
        characters_.assign(text_, begin, end);
    }

    std::uint32_t before(std::uint32_t offset) const {
        for (std::size_t count = 0; count < kFarthest && offset > 0; ++count) {
            const Decoded character = decode_utf8_before(text_, offset);
            if (!is_han(character.code_point)) break;
            offset -= character.length;
        }
        return offset;
    }

    std::uint32_t after(std::uint32_t offset) const {
        for (std::size_t count = 0; count < kFarthest && offset < text_.size(); ++count) {
            const Decoded character = decode_utf8(text_, offset);
            if (!is_han(character.code_point)) break;
            offset += character.length;
        }
        return offset;
    }

    /// By the place where they begin, the longest first.
    void list_names() {
        pieces_.clear();
        for (const Automaton::Match& name : names_) {
            if (name.begin < characters_.offset(0) || name.end > characters_.offset(characters_.size())) continue;
            list_name(name);
        }
        std::stable_sort(pieces_.begin(), pieces_.end(), [](const Piece& a, const Piece& b) {
            return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
        });
    }

    void list_name(const Automaton::Match& name) {
        const std::size_t begin = characters_.index_of(name.begin);
        const std::size_t end = characters_.index_of(name.end);
        const float cost = edges_.form_costs_[name.form];
        pieces_.push_back({begin, end, cost, false, &name});
        for (std::size_t length = 2; length <= kLongestWord && end - 1 + length <= characters_.size(); ++length) {
            if (edges_.memory_->of(characters_.word(end - 1, end - 1 + length)).continues) {
                pieces_.push_back({begin, end - 1 + length, cost + kContinued, true, &name});
            }
        }
    }

    std::span<const Piece> names_at(std::size_t begin) const {
        const auto [first, last] = std::equal_range(pieces_.begin(), pieces_.end(), Piece{begin, 0, 0, false, nullptr},
                                                    [](const Piece& a, const Piece& b) { return a.begin < b.begin; });
        return {first, last};
    }

    const Costs& words_at(std::size_t begin) {
        Costs& costs = word_costs_[begin];
        if (costs[0] >= 0) return costs;
        costs[0] = character_cost(begin);
        for (std::size_t length = 2; length <= kLongestWord; ++length) {
            const bool fits = begin + length <= characters_.size();
            costs[length - 1] =
                fits ? edges_.memory_->of(characters_.word(begin, begin + length)).cost : WordCosts::kNoWord;
        }
        return costs;
    }

    float character_cost(std::size_t index) const {
        if (!characters_.is_chinese(index)) return kOtherCharacter;
        return std::min(kUnknownCharacter, edges_.memory_->of(characters_.word(index, index + 1)).cost);
    }

    void step(std::size_t from, std::size_t to, float price, const Piece* name) {
        if (to > end_) return;
        const float cost = best_[from].cost + price;
        if (cost < best_[to].cost + kTie) best_[to] = {cost, from, name};
    }

    /// Adds, the last first, the leftmost longest names within a word that has whole names in it: 糖尿病人 says nothing
    /// against 糖尿病.
    void add_names_inside(std::size_t begin, std::size_t end, std::vector<Automaton::Match>& chosen) const {
        const auto first = static_cast<std::ptrdiff_t>(chosen.size());
        while (end - begin >= 2) {
            const std::span<const Piece> names = names_at(begin);
            const auto longest = std::ranges::find_if(names, [&](const Piece& piece) {
                return !piece.is_continued && piece.end <= end && piece.end - begin > 1;
            });
            if (longest != names.end()) chosen.push_back(*longest->name);
            begin = longest != names.end() ? longest->end : begin + 1;
        }
        std::reverse(chosen.begin() + first, chosen.end());
    }

    /// Widens the window until nothing begins outside and ends inside, or the other way round.
    void close() {
        for (bool is_closed = false; !is_closed;) {
            const std::size_t begin = begin_;
            const std::size_t end = end_;
            for (const Piece& name : pieces_) widen(name.begin, name.end);
            for (std::size_t at = begin_ - std::min(begin_, kLongestWord - 1); at < begin_; ++at) widen_by_words(at);
            for (std::size_t at = end_ - std::min(end_, kLongestWord - 1); at < end_; ++at) widen_by_words(at);
            is_closed = begin == begin_ && end == end_;
        }
    }

    void widen_by_words(std::size_t at) {
        const Costs& costs = words_at(at);
        for (std::size_t length = 2; length <= costs.size(); ++length) {
            if (costs[length - 1] < WordCosts::kNoWord) widen(at, at + length);
        }
    }

    void widen(std::size_t begin, std::size_t end) {
        const bool reaches_in = begin < begin_ && end > begin_;
        const bool reaches_out = begin < end_ && end > end_;
        if (reaches_in) begin_ = begin;
        if (reaches_out) end_ = end;
    }

    static constexpr Costs kNotAsked = {-1.0F};
    static constexpr float kContinued = 1.0F;  // What a name costs more whose last character a word spells out.
    static constexpr float kTie = 1e-3F;       // Sums of the same costs in another order differ by less.

    const WordEdges& edges_;
    std::string_view text_;
    std::span<const Automaton::Match> names_;
    Characters characters_;
    std::vector<Piece> pieces_;
    std::vector<Costs> word_costs_;  // By place; kNotAsked until somebody asks.
    std::vector<Step> best_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

bool WordEdges::is_contested(std::string_view text, const Automaton::Match& name) const {
    // A word that reaches into a name covers at least one of its characters and leaves at least one.
    const std::uint32_t last = name.end - decode_utf8_before(text, name.end).length;
    const std::uint32_t second = std::min(name.end, name.begin + decode_utf8(text, name.begin).length);
    const auto size = static_cast<std::uint32_t>(text.size());
    return is_crossed_at(text, 0, name.begin, last) || is_crossed_at(text, second, name.end, size);
}

/// Whether a word within text[from, to) begins before `place` and ends after it.
bool WordEdges::is_crossed_at(std::string_view text, std::uint32_t from, std::uint32_t place, std::uint32_t to) const {
    if (place <= from || place >= to) return false;
    const char32_t before = decode_utf8_before(text, place).code_point;
    const char32_t behind = decode_utf8(text, place).code_point;
    if (!is_han(before) || !is_han(behind)) return false;
    if (!words_->may_stand_side_by_side(folded(before), folded(behind))) return false;
    return has_word_across(Beside(text, from, place, to));
}

/// Whether a word begins before the place and ends after it.
template <typename Characters>
bool WordEdges::has_word_across(const Characters& characters) const {
    for (std::size_t begin = 0; begin < characters.edge(); ++begin) {
        const std::size_t most = std::min(characters.size(), begin + kLongestWord);
        for (std::size_t end = characters.edge() + 1; end <= most; ++end) {
            if (memory_->is_word(characters.word(begin, end))) return true;
        }
    }
    return false;
}

bool WordEdges::is_in_a_word(std::string_view text, Span character) const {
    constexpr float kCommon = 14.0F;
    const auto size = static_cast<std::uint32_t>(text.size());
    // The places around the second edge: the character itself is the last before it.
    const Beside beside(text, 0, character.end, size);
    if (beside.edge() == 0) return false;
    const std::size_t at = beside.edge() - 1;
    for (std::size_t begin = 0; begin <= at; ++begin) {
        const std::size_t most = std::min(beside.size(), begin + kLongestWord);
        for (std::size_t end = std::max(at + 1, begin + 2); end <= most; ++end) {
            if (memory_->of(beside.word(begin, end)).cost < kCommon) return true;
        }
    }
    return false;
}

void WordEdges::choose(std::string_view text, std::span<const Automaton::Match> names,
                       std::vector<Automaton::Match>& kept) const {
    constexpr std::uint32_t kReach = 96;  // Names that end more bytes before or behind contest nothing.
    std::vector<Automaton::Match> chosen;
    chosen.reserve(kept.size());
    Window window(*this, text);
    std::size_t first = 0;  // Of names, the first that may touch the name at hand.
    std::uint32_t done = 0;
    for (const Automaton::Match& name : kept) {
        if (name.begin < done) continue;
        while (first < names.size() && names[first].end + kReach <= name.begin) ++first;
        std::size_t last = first;
        bool is_crossed = false;
        for (; last < names.size() && names[last].end <= name.end + kReach; ++last) {
            is_crossed |= cross(names[last], name);
        }
        if (!is_crossed && !is_contested(text, name)) {
            chosen.push_back(name);
            continue;
        }
        window.open(name, names.subspan(first, last - first));
        while (!chosen.empty() && chosen.back().begin >= window.begin()) chosen.pop_back();
        window.add_names_of_best_cut(chosen);
        done = window.end();
    }
    kept = std::move(chosen);
}

}  // namespace xinglin
