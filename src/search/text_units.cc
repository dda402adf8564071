#include "search/text_units.h"

#include <algorithm>
#include <array>

#include "base/check.h"
#include "base/strings.h"
#include "search/search_data.h"
#include "text/data_lines.h"
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
    for (const char16_t each : characters)
        if (!joins_runs(each)) hash = mixed(hash + each);
    return hash;
}

bool is_han(char32_t folded) {
    return (folded >= 0x3400 && folded <= 0x9FFF) || (folded >= 0xF900 && folded <= 0xFAFF) ||
           (folded >= 0x3040 && folded <= 0x30FF) || (folded >= 0xAC00 && folded <= 0xD7AF) || folded == 0x3007 ||
           (folded >= 0x20000 && folded <= 0x3FFFD);
}

bool is_high_surrogate(char16_t unit) {
    return (unit & 0xFC00U) == 0xD800U;
}

bool is_low_surrogate(char16_t unit) {
    return (unit & 0xFC00U) == 0xDC00U;
}

/// The value of a Roman numeral of small letters, at most 20; 0 when it is none.
unsigned roman_value(std::u16string_view letters) {
    static constexpr std::array<std::u16string_view, 20> kRoman{
        u"i",  u"ii",  u"iii",  u"iv",  u"v",  u"vi",  u"vii",  u"viii",  u"ix",  u"x",
        u"xi", u"xii", u"xiii", u"xiv", u"xv", u"xvi", u"xvii", u"xviii", u"xix", u"xx"};
    const auto found = std::find(kRoman.begin(), kRoman.end(), letters);
    return found == kRoman.end() ? 0 : static_cast<unsigned>(found - kRoman.begin()) + 1;
}

/// The value of one Chinese numeral, 0 for any other character.
unsigned chinese_value(char16_t folded) {
    static constexpr std::u16string_view kNumerals = u"一二三四五六七八九十";
    const std::size_t at = kNumerals.find(folded);
    return at == std::u16string_view::npos ? 0 : static_cast<unsigned>(at) + 1;
}

}  // namespace

FoldedText::FoldedText(std::string_view text) {
    characters_.reserve(text.size() / 2);
    spans_.reserve(text.size() / 2);
    fold_characters(text);
    write_numerals_as_digits();
}

void FoldedText::fold_characters(std::string_view text) {
    const FoldTable& table = FoldTable::get();
    const auto add = [&](char32_t folded, Span span) {
        if (folded > 0xFFFF && !is_han(folded)) folded = U' ';
        if (folded > 0xFFFF) {
            characters_.push_back(static_cast<char16_t>(0xD800U + ((folded - 0x10000U) >> 10U)));
            spans_.push_back(span);
            folded = 0xDC00U + ((folded - 0x10000U) & 0x3FFU);
        }
        characters_.push_back(static_cast<char16_t>(folded));
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

/// Roman numerals before a type word (II型, V期), behind a name of letters (CIN I), or of more than one letter wherever
/// they are no other word (VIII因子);
/// single Chinese numerals before a type word (二型, 三度).
void FoldedText::write_numerals_as_digits() {
    const auto is_letter = [&](std::size_t at) {
        return at < characters_.size() && class_of(characters_[at]) == CharacterClass::Letter;
    };
    std::size_t kept = 0;
    const auto keep = [&](char16_t character, Span span) {
        characters_[kept] = character;
        spans_[kept++] = span;
    };
    for (std::size_t at = 0; at < characters_.size();) {
        std::size_t end = at + 1;
        if (is_letter(at))
            while (is_letter(end)) ++end;
        const auto run = std::u16string_view(characters_).substr(at, end - at);
        const bool before_type = end < characters_.size() && is_type_word(characters_[end]);
        const bool after_name = kept > 2 && characters_[kept - 1] == u' ' && is_letter(kept - 2) && is_letter(kept - 3);
        unsigned value = 0;
        if (is_letter(at) &&
            (before_type || after_name || (run.size() > 1 && run != u"iv" && run != u"vi" && run != u"xi")))
            value = roman_value(run);
        if (before_type && (at == 0 || chinese_value(characters_[at - 1]) == 0) && chinese_value(run.front()) < 10)
            value = std::max(value, chinese_value(run.front()));
        if (value > 9 && run.size() < 2) value = 0;  // In place: no more characters than there were.
        if (value > 0) {
            const Span whole{spans_[at].begin, spans_[end - 1].end};
            if (value > 9) keep(static_cast<char16_t>(u'0' + value / 10), whole);
            keep(static_cast<char16_t>(u'0' + value % 10), whole);
        } else {
            for (std::size_t i = at; i < end; ++i) keep(characters_[i], spans_[i]);
        }
        at = end;
    }
    characters_.resize(kept);
    spans_.resize(kept);
}

CharacterClass class_of(char16_t folded) {
    if (folded < 0x80) {
        if (folded >= u'0' && folded <= u'9') return CharacterClass::Digit;
        return folded >= u'a' && folded <= u'z' ? CharacterClass::Letter : CharacterClass::Separator;
    }
    if (is_han(folded) || is_high_surrogate(folded) || is_low_surrogate(folded)) return CharacterClass::Han;
    const bool latin_or_greek = (folded >= 0xDF && folded <= 0x24F && folded != 0xF7) ||
                                (folded >= 0x370 && folded <= 0x52F) || (folded >= 0x1E00 && folded <= 0x1EFF);
    return latin_or_greek ? CharacterClass::Letter : CharacterClass::Separator;
}

bool is_type_word(char16_t folded) {
    static const std::u16string words = [] {
        std::u16string read;
        for (const DataLine& line : data_lines(search_data("type_words.txt"))) {
            const Decoded character = decode_utf8(line.text, 0);
            CHECK(character.length == line.text.size() && character.code_point <= 0xFFFF);
            read += static_cast<char16_t>(character.code_point);
        }
        return read;
    }();
    return words.find(folded) != std::u16string::npos;
}

bool joins_runs(char16_t folded) {
    return folded == u'-' || folded == u'.' || folded == u'\u2010' || folded == u'\u2011' || folded == u'\u2013';
}

std::u16string name_of_unit(std::u16string_view characters) {
    std::u16string name(characters);
    std::erase_if(name, joins_runs);
    return name;
}

namespace {

/// Where the run of a character's class that begins at `first` ends; a Chinese character is one by itself.
std::size_t end_of_run(std::u16string_view characters, std::size_t first, CharacterClass here) {
    std::size_t end = first + 1;
    if (here == CharacterClass::Han)
        return end +
               (is_high_surrogate(characters[first]) && end < characters.size() && is_low_surrogate(characters[end])
                    ? 1
                    : 0);
    while (end < characters.size() && class_of(characters[end]) == here) ++end;
    return end;
}

bool is_letter_or_digit(std::u16string_view characters, std::size_t at) {
    if (at >= characters.size()) return false;
    const CharacterClass here = class_of(characters[at]);
    return here == CharacterClass::Letter || here == CharacterClass::Digit;
}

}  // namespace

std::vector<TextUnit> units_of(const FoldedText& text, const CharacterSet* beginnings) {
    const std::u16string_view characters = text.characters();
    std::vector<TextUnit> units;
    if (beginnings == nullptr) units.reserve(characters.size() * 2);
    const auto add = [&](TextUnit::Kind kind, std::size_t first, std::size_t last) {
        if (beginnings != nullptr && !beginnings->test(characters[first])) return;
        units.push_back({kind, static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last),
                         hash_of(kind, characters.substr(first, last - first + 1))});
    };
    constexpr std::size_t kLongestPair = 5;  // No pair holds a Chinese character and a long English word.
    constexpr std::size_t kLongestName = 24;
    constexpr std::size_t kNone = static_cast<std::size_t>(-1);
    std::size_t previous = kNone;  // Where the run begins that ends just before this place.
    std::size_t name = kNone;      // Where the name of letters and digits begins that goes on here,
    std::size_t runs = 0;          // and of how many runs it is so far.
    for (std::size_t at = 0; at < characters.size();) {
        const CharacterClass here = class_of(characters[at]);
        const std::size_t first = at++;
        if (here == CharacterClass::Separator) {
            const bool joins = name != kNone && joins_runs(characters[first]) && is_letter_or_digit(characters, at);
            if (joins) continue;
            previous = kNone;
            name = kNone;
            continue;
        }
        at = end_of_run(characters, first, here);
        const std::size_t last = at - 1;
        const bool is_word = here != CharacterClass::Han;
        if (!is_word) name = kNone;
        const bool of_name = is_word && name != kNone;
        const std::size_t longest = of_name ? kLongestName : kLongestPair;
        if (previous != kNone && last - previous < longest) add(TextUnit::Kind::Pair, previous, last);
        add(is_word ? TextUnit::Kind::Word : TextUnit::Kind::Character, first, last);
        if (is_word) {
            if (!of_name) {
                name = first;
                runs = 0;
            }
            const bool goes_on =
                is_letter_or_digit(characters, at) ||
                (at < characters.size() && joins_runs(characters[at]) && is_letter_or_digit(characters, at + 1));
            if (++runs > 2 && !goes_on && last - name < kLongestName) add(TextUnit::Kind::Word, name, last);
        }
        previous = first;
    }
    return units;
}

std::size_t word_count(std::u16string_view folded) {
    std::size_t count = 0;
    CharacterClass before = CharacterClass::Separator;
    for (const char16_t each : folded) {
        const CharacterClass here = class_of(each);
        if (is_low_surrogate(each)) continue;
        if (here == CharacterClass::Han || (here != CharacterClass::Separator && here != before)) ++count;
        before = here;
    }
    return count;
}

std::uint64_t feature_of(std::string_view sort, std::string_view name) {
    return mixed(fnv1a(sort) ^ mixed(fnv1a(name)));
}

}  // namespace xinglin
