// Names are numbered best first and lie in that order in one text. A suffix array over it (Manber and Myers 1990) has
// the places where a typed text stands in one range; the least position in the range belongs to the best name, so
// "the ten best names that hold it" is ten times the least of a range, and never a walk over all matches.
#include "suggest/text_index.h"

#include <algorithm>
#include <cstring>
#include <span>
#include <utility>
#include <vector>

#include "base/archive.h"
#include "suggest/one_error.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

bool is_word_byte(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
}

bool continues_character(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

std::uint32_t first_length(const char* text) {
    std::uint32_t length = *text == '\0' ? 0 : 1;
    while (length > 0 && continues_character(text[length])) ++length;
    return length;
}

/// The first eight bytes as a number that sorts as they do; zeros after the end.
std::uint64_t head_of(const char* text) {
    std::uint64_t head = 0;
    bool is_over = false;
    for (int byte = 0; byte < 8; ++byte) {
        is_over = is_over || text[byte] == '\0';
        head = head << 8U | (is_over ? 0U : static_cast<unsigned char>(text[byte]));
    }
    return head;
}

std::size_t bucket_of(const char* text) {
    const auto first = static_cast<unsigned char>(text[0]);
    return first == 0 ? 0 : static_cast<std::size_t>(first) << 8U | static_cast<unsigned char>(text[1]);
}

struct Headed {
    std::uint64_t head;
    std::uint32_t position;
};

/// Sorts by the texts from `depth` on, before which they are alike; equal ones by position. Eight bytes at a time, so
/// that a comparison is one of numbers that lie side by side.
void sort_from(const NameKeys& keys, std::span<Headed> texts, std::uint32_t depth) {
    for (Headed& each : texts) each.head = head_of(keys.tail(each.position + depth));
    std::sort(texts.begin(), texts.end(), [](const Headed& left, const Headed& right) {
        return left.head != right.head ? left.head < right.head : left.position < right.position;
    });
    for (std::size_t begin = 0; begin < texts.size();) {
        std::size_t end = begin + 1;
        while (end < texts.size() && texts[end].head == texts[begin].head) ++end;
        const bool goes_on = (texts[begin].head & 0xFFU) != 0;
        if (goes_on && end - begin > 1) sort_from(keys, texts.subspan(begin, end - begin), depth + 8);
        begin = end;
    }
}

/// Positions in the order of the texts that begin there, equal ones by position. Buckets by two bytes first, so that
/// what is sorted at once fits into the cache.
std::vector<std::uint32_t> sorted_by_text(const NameKeys& keys, const std::vector<std::uint32_t>& positions) {
    constexpr std::size_t kBuckets = 1U << 16U;
    std::vector<std::size_t> begins(kBuckets + 1, 0);
    for (const std::uint32_t each : positions) ++begins[bucket_of(keys.tail(each)) + 1];
    for (std::size_t bucket = 0; bucket < kBuckets; ++bucket) begins[bucket + 1] += begins[bucket];
    std::vector<std::size_t> next(begins.begin(), begins.end() - 1);
    std::vector<std::uint32_t> sorted(positions.size());
    for (const std::uint32_t each : positions) sorted[next[bucket_of(keys.tail(each))]++] = each;
    std::vector<Headed> headed;
    for (std::size_t bucket = 0; bucket < kBuckets; ++bucket) {
        headed.clear();
        for (std::size_t at = begins[bucket]; at < begins[bucket + 1]; ++at) headed.push_back({0, sorted[at]});
        sort_from(keys, headed, 0);
        for (std::size_t at = 0; at < headed.size(); ++at) sorted[begins[bucket] + at] = headed[at].position;
    }
    return sorted;
}

/// Where looking inside names may begin.
std::vector<std::uint32_t> starts_inside(const NameKeys& keys) {
    std::vector<std::uint32_t> starts;
    for (std::uint32_t name = 0; name < keys.size(); ++name) {
        const std::string_view key = keys.key(name);
        for (std::uint32_t at = 0; at < key.size(); ++at) {
            if (continues_character(key[at]) || key[at] == ' ') continue;
            if (at > 0 && is_word_byte(key[at]) && is_word_byte(key[at - 1])) continue;
            starts.push_back(keys.begin_of(name) + at);
        }
    }
    return starts;
}

enum class From { First, Second };

/// The names of a role by their keys, or by their keys without the first character.
RangeLeast names_by_text(const NameKeys& keys, NameRole role, From from) {
    std::vector<std::uint32_t> positions;
    for (std::uint32_t name = 0; name < keys.size(); ++name) {
        if (keys.is_alias(name) != (role == NameRole::Alias)) continue;
        const std::uint32_t begin = keys.begin_of(name);
        const std::uint32_t skipped = from == From::First ? 0 : first_length(keys.tail(begin));
        positions.push_back(begin + skipped);
    }
    std::vector<std::uint32_t> sorted = sorted_by_text(keys, positions);
    for (std::uint32_t& each : sorted) each = keys.name_at(each);
    return RangeLeast(std::move(sorted));
}

struct Range {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// Where, in an ascending array of texts, those that begin with `wanted` stand.
template <typename TextAt>
Range beginning_with(Range range, std::string_view wanted, const TextAt& text_at) {
    const auto bound = [&](std::size_t from, int least_order) {
        std::size_t low = from;
        std::size_t high = range.end;
        while (low < high) {
            const std::size_t middle = low + (high - low) / 2;
            const int order = std::strncmp(text_at(middle), wanted.data(), wanted.size());
            if (order < least_order) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    };
    const std::size_t begin = bound(range.begin, 0);
    return {begin, bound(begin, 1)};
}

/// Of those that begin with `length` bytes alike, where those stand that end there.
template <typename TextAt>
Range ending_at(Range range, std::size_t length, const TextAt& text_at) {
    std::size_t low = range.begin;
    std::size_t high = range.end;
    while (low < high) {
        const std::size_t middle = low + (high - low) / 2;
        if (text_at(middle)[length] == '\0') {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return {range.begin, low};
}

}  // namespace

/// The trie of the characters of all names of a role, as ranges of the sorted array.
class TextIndex::Walker {
  public:
    struct Node {
        Range range;
        std::size_t depth = 0;  // in bytes
    };

    Walker(const NameKeys& keys, const RangeLeast& names) : keys_(keys), names_(names) {}

    Node root() const { return {{0, names_.size()}, 0}; }

    void child(const Node& node, char32_t symbol, std::vector<Node>& out) const {
        std::string character;
        append_utf8(character, symbol);
        const Range range = beginning_with(node.range, character, [&](std::size_t place) { return text(node, place); });
        if (range.begin < range.end) out.push_back({range, node.depth + character.size()});
    }

    void children(const Node& node, std::vector<std::pair<char32_t, Node>>& out) const {
        const auto text_at = [&](std::size_t place) { return text(node, place); };
        Range rest = node.range;
        rest.begin = ending_at(rest, 0, text_at).end;
        while (rest.begin < rest.end) {
            const char* next = text_at(rest.begin);
            const std::string_view character(next, first_length(next));
            const Range range = beginning_with(rest, character, text_at);
            out.push_back({decode_utf8(character, 0).code_point, {range, node.depth + character.size()}});
            rest.begin = range.end;
        }
    }

  private:
    const char* text(const Node& node, std::size_t place) const {
        return keys_.tail(keys_.begin_of(names_[place])) + node.depth;
    }

    const NameKeys& keys_;
    const RangeLeast& names_;
};

TextIndex::TextIndex(const NameKeys& keys, Errors errors)
    : keys_(keys),
      own_(names_by_text(keys, NameRole::Own, From::First)),
      aliases_(names_by_text(keys, NameRole::Alias, From::First)),
      suffixes_(sorted_by_text(keys, starts_inside(keys))) {
    if (errors == Errors::NotMended) return;
    own_from_second_ = names_by_text(keys, NameRole::Own, From::Second);
    aliases_from_second_ = names_by_text(keys, NameRole::Alias, From::Second);
}

LeastFirst TextIndex::whole(NameRole role, const std::string& key) const {
    const RangeLeast& names = of(role);
    const auto text_at = [&](std::size_t place) { return keys_.tail(keys_.begin_of(names[place])); };
    const Range range = ending_at(beginning_with({0, names.size()}, key, text_at), key.size(), text_at);
    LeastFirst found(names);
    found.add(range.begin, range.end);
    return found;
}

LeastFirst TextIndex::beginning(NameRole role, const std::string& key) const {
    const RangeLeast& names = of(role);
    const Range range = beginning_with({0, names.size()}, key,
                                       [&](std::size_t place) { return keys_.tail(keys_.begin_of(names[place])); });
    LeastFirst found(names);
    found.add(range.begin, range.end);
    return found;
}

LeastFirst TextIndex::inside(const std::string& key) const {
    const Range range =
        beginning_with({0, suffixes_.size()}, key, [&](std::size_t place) { return keys_.tail(suffixes_[place]); });
    LeastFirst found(suffixes_);
    found.add(range.begin, range.end);
    return found;
}

LeastFirst TextIndex::with_one_error(NameRole role, const std::u32string& typed) const {
    const RangeLeast& names = of(role);
    LeastFirst found(names);
    walk_with_one_error(Walker(keys_, names), typed, 1,
                        [&](const Walker::Node& node) { found.add(node.range.begin, node.range.end); });
    return found;
}

LeastFirst TextIndex::with_wrong_first(NameRole role, const std::string& key) const {
    const RangeLeast& names = role == NameRole::Own ? own_from_second_ : aliases_from_second_;
    const auto text_at = [&](std::size_t place) {
        const char* text = keys_.tail(keys_.begin_of(names[place]));
        return text + first_length(text);
    };
    const std::string_view rest = std::string_view(key).substr(first_length(key.c_str()));
    const Range range = beginning_with({0, names.size()}, rest, text_at);
    LeastFirst found(names);
    found.add(range.begin, range.end);
    return found;
}

std::size_t TextIndex::memory_bytes() const {
    std::size_t bytes = 0;
    for (const RangeLeast* each : {&own_, &aliases_, &suffixes_, &own_from_second_, &aliases_from_second_})
        bytes += each->memory_bytes();
    return bytes;
}

void TextIndex::save(ArchiveWriter& archive) const {
    for (const RangeLeast* each : {&own_, &aliases_, &suffixes_, &own_from_second_, &aliases_from_second_})
        each->save(archive);
}

TextIndex::TextIndex(const NameKeys& keys, ArchiveReader& archive) : keys_(keys) {
    for (RangeLeast* each : {&own_, &aliases_, &suffixes_, &own_from_second_, &aliases_from_second_})
        *each = RangeLeast::load(archive);
}

}  // namespace xinglin
