// Any bytes: characters cover them without gap, the same read forwards and backwards where they are valid; what is
// valid survives being written again; counting, cutting and offsets agree with each other.
#include "text/utf8.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    xinglin::CharacterCounter counter(text);
    std::string rewritten;
    std::size_t characters = 0;
    std::size_t first_invalid = text.size();
    for (std::size_t offset = 0; offset < text.size(); ++characters) {
        require(counter.at(static_cast<std::uint32_t>(offset)) == characters);
        const xinglin::Decoded decoded = xinglin::decode_utf8(text, offset);
        require(decoded.length >= 1 && decoded.length <= 4 && decoded.length <= text.size() - offset);
        if (decoded.invalid()) {
            first_invalid = std::min(first_invalid, offset);
            rewritten += text[offset];
        } else {
            xinglin::append_utf8(rewritten, decoded.code_point);
            require(xinglin::decode_utf8_before(text, offset + decoded.length) == decoded);
        }
        offset += decoded.length;
    }
    require(rewritten == text);
    require(characters == xinglin::count_characters(text));
    require(xinglin::first_invalid_utf8(text).value_or(text.size()) == first_invalid);
    for (const std::size_t limit : {std::size_t{0}, characters / 2, characters, characters + 1}) {
        const std::string_view first = xinglin::first_characters(text, limit);
        require(text.substr(0, first.size()) == first);
        if (first_invalid == text.size()) require(xinglin::count_characters(first) == std::min(limit, characters));
    }
    return 0;
}
