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
};

/// The character that starts at text[offset]; offset < text.size(). A byte that starts no valid character (truncated,
/// overlong, surrogate, above U+10FFFF) decodes as U+FFFD of length 1.
Decoded decode_utf8(std::string_view text, std::size_t offset);

/// Appends the UTF-8 form of a Unicode scalar value.
void append_utf8(std::string& out, char32_t code_point);

/// The offset of the first byte that is not valid UTF-8, or nothing.
std::optional<std::size_t> first_invalid_utf8(std::string_view text);

/// How many characters (code points; an invalid byte counts as one).
std::size_t count_characters(std::string_view text);

/// The first `limit` characters of valid UTF-8, all of them when there are fewer.
std::string_view first_characters(std::string_view text, std::size_t limit);

/// Turns byte offsets into character offsets. Offsets must be asked in ascending order, which makes a whole text O(n).
class CharacterCounter {
  public:
    /// `text` must outlive the counter.
    explicit CharacterCounter(std::string_view text) : text_(text) {}
    std::uint32_t at(std::uint32_t byte_offset);

  private:
    std::string_view text_;
    std::uint32_t byte_ = 0;
    std::uint32_t character_ = 0;
};

}  // namespace xinglin
