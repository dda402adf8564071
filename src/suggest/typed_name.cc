#include "suggest/typed_name.h"

#include <algorithm>
#include <bitset>

#include "suggest/name_keys.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

constexpr Sound kFirstLiteral = 512;  // above all syllables
constexpr std::size_t kSyllables = kFirstLiteral;

std::vector<SyllableReadings> read_alone(char32_t character) {
    std::string text;
    append_utf8(text, character);
    return pinyin_of(text);
}

bool is_syllable(char32_t character) {
    const std::vector<SyllableReadings> read = read_alone(character);
    return !read.empty() && read.front().likely();
}

void add_character(SoundPiece& piece, char32_t character, Listening listening) {
    const std::vector<SyllableReadings> read = read_alone(character);
    if (read.empty() || !read.front().likely()) {
        piece.sounds.emplace_back(literal_sound(character), literal_sound(character));
        return;
    }
    for (const Syllable reading : read.front().readings)
        if (reading) piece.sounds.emplace_back(reading.number, reading.number);
    if (listening == Listening::Whole || listening == Listening::Exact) piece.literal = character;
}

void add_unlike(SoundPiece& piece) {
    std::bitset<kSyllables> alike;
    std::vector<std::pair<Sound, Sound>> sounds;
    for (const auto& [first, last] : piece.sounds) {
        if (first >= kSyllables) sounds.emplace_back(first, last);
        for (Sound each = first; each <= last && each < kSyllables; ++each)
            for (const Syllable other : sounds_like(Syllable{each})) alike.set(other.number);
    }
    for (Sound each = 1; each < kSyllables; ++each) {
        if (!alike.test(each)) continue;
        if (!sounds.empty() && sounds.back().second + 1 == each) {
            sounds.back().second = each;
        } else {
            sounds.emplace_back(each, each);
        }
    }
    piece.sounds = std::move(sounds);
}

SoundPiece piece_of(const TypedPinyin::Edge& edge, Listening listening) {
    SoundPiece piece;
    piece.end = edge.end;
    const TypedUnit& unit = edge.unit;
    if (unit.first && (listening != Listening::Whole || unit.complete)) {
        const Syllable last = listening == Listening::Whole ? unit.first : unit.last;
        piece.sounds.emplace_back(unit.first.number, last.number);
    }
    if (unit.literal) add_character(piece, *unit.literal, listening);
    if (listening == Listening::Fuzzy) add_unlike(piece);
    std::sort(piece.sounds.begin(), piece.sounds.end());
    return piece;
}

}  // namespace

Sound literal_sound(char32_t character) {
    constexpr char32_t kLast = 0xFFFF - kFirstLiteral;
    return static_cast<Sound>(kFirstLiteral + std::min(character, kLast));
}

Sound sound_of(const SyllableReadings& character) {
    return character.likely() ? character.likely().number : literal_sound(character.character);
}

TypedName::TypedName(std::string_view typed)
    : key_(name_key(typed, kLongestNameKey + 1)),
      is_hopeless_(key_.empty() || count_characters(key_) > kLongestNameKey),
      pinyin_(is_hopeless_ ? std::string_view() : typed) {
    if (is_hopeless_) return;
    bool has_other = false;
    for (std::size_t offset = 0; offset < key_.size();) {
        const Decoded decoded = decode_utf8(key_, offset);
        offset += decoded.length;
        characters_ += decoded.code_point;
        if (decoded.code_point >= U'a' && decoded.code_point <= U'z') {
            has_latin_ = true;
            letters_ += static_cast<char>(decoded.code_point);
        } else if (decoded.code_point != U' ') {
            has_other = true;
            has_chinese_ = has_chinese_ || is_syllable(decoded.code_point);
        }
    }
    if (has_other) letters_.clear();
}

SoundPattern TypedName::pattern(Listening listening) const {
    SoundPattern pattern(pinyin_.letter_count());
    for (std::size_t letter = 0; letter < pattern.size(); ++letter) {
        for (const TypedPinyin::Edge& edge : pinyin_.edges_at(letter)) {
            SoundPiece piece = piece_of(edge, listening);
            if (!piece.sounds.empty()) pattern[letter].push_back(std::move(piece));
        }
    }
    return pattern;
}

}  // namespace xinglin
