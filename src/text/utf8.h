#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace xinglin {

/// A half-open range of bytes of a text.
struct Span {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;

    friend bool operator==(const Span&, const Span&) = default;
};

/// The part of `text` that `span` names; `span` must lie inside.
inline std::string_view slice(std::string_view text, Span span) {
    return text.substr(span.begin, span.end - span.begin);
}

struct Decoded {
    char32_t code_point = 0;
    std::uint32_t length = 0;  ///< bytes read, at least 1

    /// Whether the byte started no valid character. A U+FFFD that the text really holds is three bytes long.
    bool invalid() const { return length == 1 && code_point == U'\uFFFD'; }
    friend bool operator==(const Decoded&, const Decoded&) = default;
};

/// The character that starts at text[offset]; offset < text.size(). A byte that starts no valid character (truncated,
/// overlong, surrogate, above U+10FFFF) decodes as U+FFFD of length 1.
inline Decoded decode_utf8(std::string_view text, std::size_t offset) {
    constexpr Decoded kInvalid{U'\uFFFD', 1};
    const std::size_t left = text.size() - offset;
    const auto byte = [&](std::size_t index) { return static_cast<unsigned char>(text[offset + index]); };
    const auto continues = [&](std::size_t index) { return (byte(index) & 0xC0U) == 0x80U; };
    const auto bits = [&](std::size_t index) { return static_cast<char32_t>(byte(index) & 0x3FU); };
    const char32_t lead = byte(0);
    if (lead < 0x80) return {lead, 1};
    if (lead < 0xE0) {
        if (lead < 0xC2 || left < 2 || !continues(1)) return kInvalid;
        return {(lead & 0x1FU) << 6U | bits(1), 2};
    }
    if (lead < 0xF0) {
        if (left < 3 || !continues(1) || !continues(2)) return kInvalid;
        const char32_t code_point = (lead & 0x0FU) << 12U | bits(1) << 6U | bits(2);
        if (code_point < 0x800 || (code_point >= 0xD800 && code_point < 0xE000)) return kInvalid;
        return {code_point, 3};
    }
    if (left < 4 || !continues(1) || !continues(2) || !continues(3)) return kInvalid;
    const char32_t code_point = (lead & 0x07U) << 18U | bits(1) << 12U | bits(2) << 6U | bits(3);
    if (lead > 0xF4 || code_point < 0x10000 || code_point > 0x10FFFF) return kInvalid;
    return {code_point, 4};
}

/// How many bytes append_utf8 writes.
constexpr std::uint32_t utf8_length(char32_t code_point) {
    if (code_point < 0x80) return 1;
    if (code_point < 0x800) return 2;
    return code_point < 0x10000 ? 3 : 4;
}

/// Appends the UTF-8 form of a Unicode scalar value.
void append_utf8(std::string& out, char32_t code_point);

/// The offset of the first byte that is not valid UTF-8, or nothing.
std::optional<std::size_t> first_invalid_utf8(std::string_view text);

/// How many characters (code points; an invalid byte counts as one).
std::size_t count_characters(std::string_view text);

/// The first `limit` characters of valid UTF-8, all of them when there are fewer.
std::string_view first_characters(std::string_view text, std::size_t limit);

/// The character that ends before text[offset]; 0 < offset <= text.size(). Bytes that end no valid character decode as
/// U+FFFD of length 1.
Decoded decode_utf8_before(std::string_view text, std::size_t offset);

/// Turns byte offsets into character offsets. Offsets must be asked in ascending order, which makes a whole text O(n).
class CharacterCounter {
  public:
    /// `text` must outlive the counter.
    explicit CharacterCounter(std::string_view text) : text_(text) {}

    /// How many characters start before `byte_offset`, which is at most text.size().
    std::uint32_t at(std::uint32_t byte_offset);

  private:
    std::string_view text_;
    std::uint32_t byte_ = 0;
    std::uint32_t character_ = 0;
};

}  // namespace xinglin
