#include "search/text_units.h"

#include "base/strings.h"
#include "text/fold.h"

namespace xinglin {
namespace {

/// A one-to-one mix of the bits: the finaliser of SplitMix64 (Steele, Lea and Flood 2014).
std::uint64_t mixed(std::uint64_t value) {
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EBULL;
    return value ^ (value >> 31U);
}

std::uint64_t hash_of(TextUnit::Kind kind, std::u16string_view characters) {
    std::uint64_t hash = static_cast<std::uint64_t>(kind) + 1;
    for (const char16_t each : characters) hash = mixed(hash + each);
    return hash;
}

bool is_han(char32_t folded) {
    return (folded >= 0x3400 && folded <= 0x9FFF) || (folded >= 0xF900 && folded <= 0xFAFF) ||
           (folded >= 0x3040 && folded <= 0x30FF) || (folded >= 0xAC00 && folded <= 0xD7AF) || folded == 0x3007;
}

}  // namespace

FoldedText::FoldedText(std::string_view text) {
    const FoldTable& table = FoldTable::get();
    characters_.reserve(text.size() / 2);
    spans_.reserve(text.size() / 2);
    const auto add = [&](char32_t folded, Span span) {
        characters_.push_back(static_cast<char16_t>(folded & 0xFFFFU));
        spans_.push_back(span);
    };
    for (std::size_t at = 0; at < text.size();) {
        const Decoded decoded = decode_utf8(text, at);
        const Span span{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + decoded.length)};
        at += decoded.length;
        if (decoded.invalid()) {
            add(U' ', span);
        } else if (const char32_t folded = table.fold_single(decoded.code_point)) {
            add(folded, span);
        } else {
            for (const char32_t each : table.expansion(decoded.code_point)) add(each, span);
        }
    }
}

CharacterClass class_of(char16_t folded) {
    if (folded < 0x80) {
        if (folded >= u'0' && folded <= u'9') return CharacterClass::Digit;
        return folded >= u'a' && folded <= u'z' ? CharacterClass::Letter : CharacterClass::Separator;
    }
    if (is_han(folded)) return CharacterClass::Han;
    const bool latin_or_greek = (folded >= 0xDF && folded <= 0x24F && folded != 0xF7) ||
                                (folded >= 0x370 && folded <= 0x52F) || (folded >= 0x1E00 && folded <= 0x1EFF);
    return latin_or_greek ? CharacterClass::Letter : CharacterClass::Separator;
}

std::vector<TextUnit> units_of(const FoldedText& text, const CharacterSet* beginnings) {
    const std::u16string_view characters = text.characters();
    std::vector<TextUnit> units;
    if (beginnings == nullptr) units.reserve(characters.size() * 2);
    const auto add = [&](TextUnit::Kind kind, std::size_t first, std::size_t last) {
        if (beginnings != nullptr && !beginnings->test(characters[first])) return;
        units.push_back({kind, static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last),
                         hash_of(kind, characters.substr(first, last - first + 1))});
    };
    constexpr std::size_t kLongestPair = 5;  // 维生素b12 has 素b and b12, but no pair holds a long English word
    constexpr std::size_t kNone = static_cast<std::size_t>(-1);
    std::size_t previous = kNone;  // Where the run begins that ends just before this place.
    for (std::size_t at = 0; at < characters.size();) {
        const CharacterClass here = class_of(characters[at]);
        const std::size_t first = at++;
        if (here == CharacterClass::Separator) {
            previous = kNone;
            continue;
        }
        const bool is_word = here != CharacterClass::Han;
        while (is_word && at < characters.size() && class_of(characters[at]) == here) ++at;
        const std::size_t last = at - 1;
        if (previous != kNone && last - previous < kLongestPair) add(TextUnit::Kind::Pair, previous, last);
        add(is_word ? TextUnit::Kind::Word : TextUnit::Kind::Character, first, last);
        previous = first;
    }
    return units;
}

std::size_t word_count(std::u16string_view folded) {
    std::size_t count = 0;
    CharacterClass before = CharacterClass::Separator;
    for (const char16_t each : folded) {
        const CharacterClass here = class_of(each);
        if (here == CharacterClass::Han || (here != CharacterClass::Separator && here != before)) ++count;
        before = here;
    }
    return count;
}

std::uint64_t feature_of(std::string_view sort, std::string_view name) {
    return mixed(fnv1a(sort) ^ mixed(fnv1a(name)));
}

}  // namespace xinglin
