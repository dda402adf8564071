// Sequences of sounds, sorted, are a trie: the names that begin with some sounds are a range, and its best name is the
// least number in it. What was typed may stand for many sequences (m is ma, mai, man, …), so the trie is walked best
// first: a branch waits with its best name as a bound, and is opened only when no name found so far is better.
#include "suggest/sound_index.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "base/archive.h"
#include "suggest/one_error.h"
#include "text/pinyin.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

constexpr std::size_t kLongestSounded = 24;   // characters
constexpr std::size_t kLongestOtherwise = 8;  // characters whose other readings count

/// The characters of a key that sound, read.
std::vector<SyllableReadings> sounded(std::string_view key) {
    std::vector<SyllableReadings> characters = pinyin_of(key);
    const auto is_space = [](const SyllableReadings& each) { return each.character == U' '; };
    characters.erase(std::remove_if(characters.begin(), characters.end(), is_space), characters.end());
    if (characters.size() > kLongestSounded) characters.resize(kLongestSounded);
    return characters;
}

/// The character of a key, spaces not counted.
char32_t character_at(std::string_view key, std::size_t wanted) {
    std::size_t at = 0;
    for (std::size_t offset = 0; offset < key.size();) {
        const Decoded decoded = decode_utf8(key, offset);
        offset += decoded.length;
        if (decoded.code_point != U' ' && at++ == wanted) return decoded.code_point;
    }
    return 0;
}

constexpr std::size_t kLatinLetters = 26;

/// The syllables that begin with each letter; from > to when there are none.
std::array<std::pair<Sound, Sound>, kLatinLetters> syllables_by_letter() {
    std::array<std::pair<Sound, Sound>, kLatinLetters> ranges;
    ranges.fill({1, 0});
    const Sound last_of_all = Syllable::of("zuo").number;
    for (Sound each = 1; each <= last_of_all; ++each) {
        auto& [first, last] = ranges[static_cast<std::size_t>(Syllable{each}.letters().front() - 'a')];
        if (first > last) first = each;
        last = each;
    }
    return ranges;
}

}  // namespace

SoundIndex::SoundIndex(const NameKeys& keys, Readings readings) : keys_(keys) {
    std::vector<std::uint32_t> begins;
    std::vector<std::uint32_t> names;
    std::vector<Sound> sequence;
    const auto add = [&](std::uint32_t name) {
        begins.push_back(static_cast<std::uint32_t>(sounds_.size()));
        names.push_back(name);
        sounds_.insert(sounds_.end(), sequence.begin(), sequence.end());
        sounds_.push_back(0);
    };
    for (std::uint32_t name = 0; name < keys.size(); ++name) {
        const std::vector<SyllableReadings> characters = sounded(keys.key(name));
        const auto is_chinese = [](const SyllableReadings& each) { return static_cast<bool>(each.likely()); };
        if (std::none_of(characters.begin(), characters.end(), is_chinese)) continue;
        sequence.clear();
        for (const SyllableReadings& each : characters) sequence.push_back(sound_of(each));
        if (readings == Readings::Likely) {
            add(name);
            continue;
        }
        for (std::size_t at = 0; at < std::min(characters.size(), kLongestOtherwise); ++at) {
            const SyllableReadings& character = characters[at];
            for (std::size_t other = 1; other < character.readings.size() && character.readings[other]; ++other) {
                sequence[at] = character.readings[other].number;
                add(name);
            }
            sequence[at] = sound_of(character);
        }
    }
    std::vector<std::uint32_t> order(names.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [&](std::uint32_t left, std::uint32_t right) {
        const Sound* one = sounds_.data() + begins[left];
        const Sound* other = sounds_.data() + begins[right];
        for (; *one == *other; ++one, ++other)
            if (*one == 0) return left < right;
        return *one < *other;
    });
    std::vector<std::uint32_t> sorted;
    sorted.reserve(order.size());
    begins_.reserve(order.size());
    for (const std::uint32_t each : order) {
        begins_.push_back(begins[each]);
        sorted.push_back(names[each]);
    }
    names_ = RangeLeast(std::move(sorted));
    sounds_.shrink_to_fit();
}

SoundIndex::Range SoundIndex::part(Range range, std::size_t depth, Sound first, Sound last) const {
    const auto bound = [&](std::size_t low, auto is_before) {
        std::size_t high = range.end;
        while (low < high) {
            const std::size_t middle = low + (high - low) / 2;
            if (is_before(sound(middle, depth))) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    };
    const std::size_t begin = bound(range.begin, [&](Sound each) { return each < first; });
    return {begin, bound(begin, [&](Sound each) { return each <= last; })};
}

SoundIndex::Search SoundIndex::search(const SoundPattern& pattern, Extent extent) const {
    return Search(*this, pattern, extent);
}

std::size_t SoundIndex::memory_bytes() const {
    return sounds_.capacity() * sizeof(Sound) + begins_.capacity() * sizeof(std::uint32_t) + names_.memory_bytes();
}

SoundIndex::Search::Search(const SoundIndex& index, const SoundPattern& pattern, Extent extent)
    : index_(index), pattern_(pattern), extent_(extent) {
    if (pattern.empty()) return;
    paths_.push_back({0, 0, 0, 0});
    add({0, index.names_.size()}, 0);
}

void SoundIndex::Search::add(Range range, std::uint32_t path) {
    if (range.begin >= range.end) return;
    const std::size_t place = index_.names_.least(range.begin, range.end);
    heap_.push_back({index_.names_[place], place, range, path});
    std::push_heap(heap_.begin(), heap_.end(), is_worse);
}

std::optional<std::uint32_t> SoundIndex::Search::next() {
    while (!heap_.empty() && steps_++ < kMostSteps) {
        std::pop_heap(heap_.begin(), heap_.end(), is_worse);
        const Branch best = heap_.back();
        heap_.pop_back();
        if (!is_complete(paths_[best.path])) {
            expand(best);
            continue;
        }
        add({best.range.begin, best.place}, best.path);
        add({best.place + 1, best.range.end}, best.path);
        if (is_written_so(best.value, best.path)) return best.value;
    }
    return {};
}

void SoundIndex::Search::expand(const Branch& branch) {
    const Path from = paths_[branch.path];
    for (const SoundPiece& piece : pattern_[from.letter]) {
        const auto path = static_cast<std::uint32_t>(paths_.size());
        paths_.push_back({branch.path, static_cast<std::uint32_t>(piece.end),
                          static_cast<std::uint16_t>(from.depth + 1), piece.literal});
        for (const auto& [first, last] : piece.sounds) {
            Range rest = index_.part(branch.range, from.depth, first, last);
            if (is_complete(paths_[path])) {
                add_complete(rest, from.depth, path);
                continue;
            }
            while (rest.begin < rest.end) {
                const Sound next = index_.sound(rest.begin, from.depth);
                const Range same = index_.part(rest, from.depth, next, next);
                add(same, path);
                rest.begin = same.end;
            }
        }
    }
}

void SoundIndex::Search::add_complete(Range range, std::size_t depth, std::uint32_t path) {
    if (extent_ == Extent::Beginning) {
        add(range, path);
        return;
    }
    while (range.begin < range.end) {
        const Sound next = index_.sound(range.begin, depth);
        const Range same = index_.part(range, depth, next, next);
        add(index_.part(same, depth + 1, 0, 0), path);
        range.begin = same.end;
    }
}

bool SoundIndex::Search::is_written_so(std::uint32_t name, std::uint32_t path) const {
    for (; path != 0; path = paths_[path].parent) {
        const Path& step = paths_[path];
        if (step.literal != 0 && character_at(index_.keys_.key(name), step.depth - 1U) != step.literal) return false;
    }
    return true;
}

/// The trie of the letters of all names: a node is a range of names that agree in the first sounds and in the first
/// letters of the next one.
class SoundIndex::Walker {
  public:
    struct Node {
        Range range;
        std::size_t depth = 0;  // sounds before
        Sound first = 0;        // The next sound is one of first..last, which begin with the letters so far;
        Sound last = 0;
        std::size_t offset = 0;  // so many. None when it is 0.
    };

    explicit Walker(const SoundIndex& index) : index_(index) {}

    Node root() const { return {{0, index_.names_.size()}, 0, 0, 0, 0}; }

    void child(const Node& node, char letter, std::vector<Node>& out) const {
        if (letter < 'a' || letter > 'z') return;
        if (node.offset == 0) {
            begin_sound(node, letter, out);
            return;
        }
        if (Syllable{node.first}.letters().size() == node.offset) {
            const Range whole = index_.part(node.range, node.depth, node.first, node.first);
            begin_sound({whole, node.depth + 1, 0, 0, 0}, letter, out);
        }
        Node next = node;
        ++next.offset;
        const auto is_other = [&](Sound sound) {
            const std::string_view letters = Syllable{sound}.letters();
            return letters.size() <= node.offset || letters[node.offset] != letter;
        };
        while (next.first <= next.last && is_other(next.first)) ++next.first;
        while (next.first <= next.last && is_other(next.last)) --next.last;
        if (next.first > next.last) return;
        next.range = index_.part(node.range, node.depth, next.first, next.last);
        if (next.range.begin < next.range.end) out.push_back(next);
    }

    void children(const Node& node, std::vector<std::pair<char, Node>>& out) const {
        std::vector<Node> found;
        for (char letter = 'a'; letter <= 'z'; ++letter) {
            found.clear();
            child(node, letter, found);
            for (const Node& each : found) out.emplace_back(letter, each);
        }
    }

  private:
    void begin_sound(const Node& node, char letter, std::vector<Node>& out) const {
        static const auto by_letter = syllables_by_letter();
        if (node.range.begin >= node.range.end) return;
        const auto& [first, last] = by_letter[static_cast<std::size_t>(letter - 'a')];
        const Range syllables = index_.part(node.range, node.depth, first, last);
        if (first <= last && syllables.begin < syllables.end) out.push_back({syllables, node.depth, first, last, 1});
        const Sound literal = literal_sound(static_cast<unsigned char>(letter));
        const Range same = index_.part(node.range, node.depth, literal, literal);
        if (same.begin < same.end) out.push_back({same, node.depth + 1, 0, 0, 0});
    }

    const SoundIndex& index_;
};

LeastFirst SoundIndex::with_one_error(const std::string& letters) const {
    LeastFirst found(names_);
    walk_with_one_error(Walker(*this), letters, 0,
                        [&](const Walker::Node& node) { found.add(node.range.begin, node.range.end); });
    return found;
}

void SoundIndex::save(ArchiveWriter& archive) const {
    archive.raw(sounds_);
    archive.raw(begins_);
    names_.save(archive);
}

SoundIndex::SoundIndex(const NameKeys& keys, ArchiveReader& archive) : keys_(keys) {
    archive.raw(sounds_);
    archive.raw(begins_);
    names_ = RangeLeast::load(archive);
}

}  // namespace xinglin
