#include "annotate/misspelled.h"

#include <algorithm>
#include <optional>

#include "annotate/data.h"
#include "base/strings.h"
#include "text/confusable_table.h"
#include "text/data_lines.h"
#include "text/fold.h"

namespace xinglin {

namespace {

constexpr std::size_t kShortest = 3;
constexpr std::size_t kLongest = 10;
constexpr unsigned kFilterBits = 18;

/// Which two of the first three characters a key is of.
enum class Left : std::uint64_t { FirstTwo, FirstAndThird, LastTwo };

std::uint64_t key_of(Left left, char32_t one, char32_t other) {
    constexpr unsigned kCharacterBits = 21;
    return static_cast<std::uint64_t>(left) << (2 * kCharacterBits) |
           static_cast<std::uint64_t>(one) << kCharacterBits | other;
}

std::uint64_t bit_of(std::uint64_t key) {
    return key * 0x9E3779B97F4A7C15ULL >> (64U - kFilterBits);
}

bool is_chinese(char32_t folded) {
    return folded >= 0x4E00 && folded < 0xA000;
}

std::u32string characters_of(std::string_view text) {
    std::u32string characters;
    for (std::size_t at = 0; at < text.size();) {
        const Decoded character = decode_utf8(text, at);
        characters += character.code_point;
        at += character.length;
    }
    return characters;
}

/// Whether a character means itself, as function words and the nouns of medicine do.
bool is_settled(char32_t folded) {
    static const std::u32string settled = [] {
        std::u32string characters;
        for (const DataLine& line : data_lines(annotate_data("settled_characters.txt"))) {
            for (const std::string_view word : split(line.text, ' ')) characters += characters_of(fold(word));
        }
        std::ranges::sort(characters);
        return characters;
    }();
    return std::ranges::binary_search(settled, folded);
}

/// The one place where the two differ, where they can be confused there; texts of one length.
std::optional<std::size_t> confused_place(std::u32string_view typed, std::u32string_view meant) {
    std::optional<std::size_t> place;
    for (std::size_t at = 0; at < typed.size(); ++at) {
        if (typed[at] == meant[at]) continue;
        if (place) return std::nullopt;
        place = at;
    }
    if (!place || !is_chinese(typed[*place]) || is_settled(typed[*place])) return std::nullopt;
    if (!may_be_typed_for(typed[*place], meant[*place])) return std::nullopt;
    return place;
}

}  // namespace

MisspelledNames::MisspelledNames(const std::vector<Name>& names) : filter_((std::size_t{1} << kFilterBits) / 64) {
    for (const Name& name : names) {
        std::u32string characters = characters_of(name.folded);
        if (characters.size() < kShortest || characters.size() > kLongest) continue;
        if (!std::ranges::all_of(characters, is_chinese)) continue;
        const auto entry = static_cast<std::uint32_t>(entries_.size());
        add_key(key_of(Left::FirstTwo, characters[0], characters[1]), entry);
        add_key(key_of(Left::FirstAndThird, characters[0], characters[2]), entry);
        add_key(key_of(Left::LastTwo, characters[1], characters[2]), entry);
        entries_.push_back({std::move(characters), name.form});
    }
}

void MisspelledNames::add_key(std::uint64_t key, std::uint32_t entry) {
    entries_by_key_[key].push_back(entry);
    const std::uint64_t bit = bit_of(key);
    filter_[bit / 64] |= std::uint64_t{1} << (bit % 64);
}

bool MisspelledNames::may_have(std::uint64_t key) const {
    const std::uint64_t bit = bit_of(key);
    return (filter_[bit / 64] >> (bit % 64) & 1U) != 0;
}

std::vector<MisspelledNames::Found> MisspelledNames::find(std::string_view text) const {
    std::vector<Found> found;
    if (entries_.empty()) return found;
    std::u32string characters;
    std::vector<std::uint32_t> places;
    for (std::size_t at = 0; at < text.size();) {
        const Decoded character = decode_utf8(text, at);
        characters += FoldTable::get().fold_single(character.code_point);
        places.push_back(static_cast<std::uint32_t>(at));
        at += character.length;
    }
    places.push_back(static_cast<std::uint32_t>(text.size()));
    const std::u32string_view all = characters;
    for (std::size_t at = 0; at + kShortest <= all.size(); ++at) {
        const std::size_t first = found.size();
        for (const std::uint64_t key :
             {key_of(Left::FirstTwo, all[at], all[at + 1]), key_of(Left::FirstAndThird, all[at], all[at + 2]),
              key_of(Left::LastTwo, all[at + 1], all[at + 2])}) {
            if (!may_have(key)) continue;
            const auto entries = entries_by_key_.find(key);
            if (entries == entries_by_key_.end()) continue;
            for (const std::uint32_t index : entries->second) {
                const Entry& entry = entries_[index];
                const std::size_t size = entry.characters.size();
                if (at + size > all.size()) continue;
                const auto place = confused_place(all.substr(at, size), entry.characters);
                if (!place) continue;
                const std::size_t wrong = at + *place;
                found.push_back({{places[at], places[at + size]}, {places[wrong], places[wrong + 1]}, entry.form});
            }
        }
        std::stable_sort(found.begin() + static_cast<std::ptrdiff_t>(first), found.end(),
                         [](const Found& a, const Found& b) { return a.span.end > b.span.end; });
    }
    return found;
}

std::vector<MisspelledNames::Name> MisspelledNames::names() const {
    std::vector<Name> names;
    for (const Entry& entry : entries_) {
        Name& name = names.emplace_back();
        for (const char32_t character : entry.characters) append_utf8(name.folded, character);
        name.form = entry.form;
    }
    return names;
}

std::size_t MisspelledNames::memory_bytes() const {
    std::size_t bytes = entries_.capacity() * sizeof(Entry) + filter_.capacity() * sizeof(std::uint64_t);
    for (const auto& [key, entries] : entries_by_key_) bytes += sizeof(key) + sizeof(entries) + entries.capacity() * 4;
    return bytes;
}

}  // namespace xinglin
