#include "spelling/confusable.h"

#include <algorithm>
#include <string>

#include "text/confusable_table.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

constexpr char32_t kFirst = 0x4E00;
constexpr char32_t kEnd = 0x9FA6;

bool listed(char32_t character) {
    return character >= kFirst && character < kEnd;
}

std::array<Syllable, 4> readings_of(char32_t character) {
    std::string text;
    append_utf8(text, character);
    const auto readings = pinyin_of(text);
    return readings.empty() ? std::array<Syllable, 4>{} : readings.front().readings;
}

unsigned tones_of(std::string_view tones, char32_t character) {
    const char digit = tones[character - kFirst];
    return static_cast<unsigned>(digit <= '9' ? digit - '0' : digit - 'A' + 10);
}

}  // namespace

Confusables::Confusables(std::u16string_view characters)
    : can_be_meant_(kEnd - kFirst), readings_(kEnd - kFirst), looks_(kEnd - kFirst) {
    for (char32_t c = kFirst; c < kEnd; ++c) readings_[c - kFirst] = readings_of(c);
    const auto looks = confusable_table().looks;
    for (std::size_t row = 0; row < looks.size(); ++row)
        looks_[looks[row].front() - kFirst] = static_cast<std::uint16_t>(row + 1);
    std::size_t syllables = 0;
    for (const char16_t character : characters) {
        if (!listed(character) || can_be_meant_[character - kFirst]) continue;
        can_be_meant_[character - kFirst] = true;
        for (const Syllable reading : readings_[character - kFirst]) {
            if (!reading) break;
            sounding_.push_back({reading.number, character});
            syllables = std::max<std::size_t>(syllables, reading.number);
        }
    }
    std::ranges::sort(sounding_, [](const Sounding& a, const Sounding& b) {
        return a.syllable != b.syllable ? a.syllable < b.syllable : a.character < b.character;
    });
    begins_.assign(syllables + 2, 0);
    for (const Sounding& each : sounding_) ++begins_[each.syllable + 1U];
    for (std::size_t i = 1; i < begins_.size(); ++i) begins_[i] += begins_[i - 1];
}

std::span<const Confusables::Sounding> Confusables::sounding(Syllable syllable) const {
    if (syllable.number + 1U >= begins_.size()) return {};
    return {sounding_.data() + begins_[syllable.number], sounding_.data() + begins_[syllable.number + 1U]};
}

void Confusables::of(char32_t typed, std::vector<Confusable>& out) const {
    out.clear();
    if (!listed(typed)) return;
    const ConfusableTable table = confusable_table();
    const unsigned tones = tones_of(table.tones, typed);
    for (const Syllable reading : readings_[typed - kFirst]) {
        if (!reading) break;
        for (const Syllable like : sounds_like(reading)) {
            for (const Sounding& each : sounding(like)) {
                const bool same_tone = (tones_of(table.tones, each.character) & tones) != 0;
                out.push_back({each.character, like != reading ? Confusion::FuzzySound
                                               : same_tone     ? Confusion::Sound
                                                               : Confusion::OtherTone});
            }
        }
    }
    if (const std::uint16_t row = looks_[typed - kFirst]) {
        Confusion how = Confusion::Look;
        for (const char16_t character : std::u16string_view(table.looks[row - 1U]).substr(1)) {
            if (character == u' ') {
                how = Confusion::FarLook;
            } else if (can_be_meant_[character - kFirst]) {
                out.push_back({character, how});
            }
        }
    }
    std::ranges::sort(out, [](const Confusable& a, const Confusable& b) {
        return a.meant != b.meant ? a.meant < b.meant : a.how < b.how;
    });
    std::size_t kept = 0;
    for (const Confusable& each : out) {
        if (each.meant == typed || (kept > 0 && out[kept - 1].meant == each.meant)) continue;
        out[kept++] = each;
    }
    out.resize(kept);
}

std::size_t Confusables::memory_bytes() const {
    return sizeof *this + sounding_.capacity() * sizeof(Sounding) + begins_.capacity() * sizeof(std::uint32_t) +
           can_be_meant_.capacity() / 8 + readings_.capacity() * sizeof(readings_[0]) +
           looks_.capacity() * sizeof(std::uint16_t);
}

}  // namespace xinglin
