#include "text/utf8.h"

namespace xinglin {

void append_utf8(std::string& out, char32_t code_point) {
    const auto put = [&](char32_t byte) { out.push_back(static_cast<char>(static_cast<unsigned char>(byte))); };
    const auto put_tail = [&](unsigned shift) { put(0x80U | (code_point >> shift & 0x3FU)); };
    switch (utf8_length(code_point)) {
        case 1:
            put(code_point);
            break;
        case 2:
            put(0xC0U | code_point >> 6U);
            put_tail(0);
            break;
        case 3:
            put(0xE0U | code_point >> 12U);
            put_tail(6);
            put_tail(0);
            break;
        case 4:
            put(0xF0U | code_point >> 18U);
            put_tail(12);
            put_tail(6);
            put_tail(0);
            break;
    }
}

std::optional<std::size_t> first_invalid_utf8(std::string_view text) {
    for (std::size_t offset = 0; offset < text.size();) {
        const Decoded decoded = decode_utf8(text, offset);
        if (decoded.invalid()) return offset;
        offset += decoded.length;
    }
    return std::nullopt;
}

std::size_t count_characters(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t offset = 0; offset < text.size(); ++count) offset += decode_utf8(text, offset).length;
    return count;
}

std::string_view first_characters(std::string_view text, std::size_t limit) {
    std::size_t offset = 0;
    for (std::size_t count = 0; count < limit && offset < text.size(); ++count) {
        offset += decode_utf8(text, offset).length;
    }
    return text.substr(0, offset);
}

Decoded decode_utf8_before(std::string_view text, std::size_t offset) {
    for (std::size_t length = 1; length <= 4 && length <= offset; ++length) {
        const Decoded decoded = decode_utf8(text.substr(0, offset), offset - length);
        if (decoded.length == length && !decoded.invalid()) return decoded;
    }
    return {U'\uFFFD', 1};
}

std::uint32_t CharacterCounter::at(std::uint32_t byte_offset) {
    while (byte_ < byte_offset) {
        byte_ += decode_utf8(text_, byte_).length;
        ++character_;
    }
    return character_;
}

}  // namespace xinglin
