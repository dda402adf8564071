// Any bytes: folding gives valid UTF-8, folding it again changes nothing, and folding the parts is folding the whole.
// Simplifying keeps bytes that are no UTF-8 where they were.
#include "text/fold.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "text/utf8.h"

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

/// The bytes that are part of no character.
std::string invalid_bytes(std::string_view text) {
    std::string bytes;
    for (std::size_t offset = 0; offset < text.size();) {
        const xinglin::Decoded decoded = xinglin::decode_utf8(text, offset);
        if (decoded.invalid()) bytes += text[offset];
        offset += decoded.length;
    }
    return bytes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::string folded = xinglin::fold(text);
    require(!xinglin::first_invalid_utf8(folded));
    require(xinglin::fold(folded) == folded);
    const std::string_view head = xinglin::first_characters(text, xinglin::count_characters(text) / 2);
    require(xinglin::fold(head) + xinglin::fold(text.substr(head.size())) == folded);

    require(invalid_bytes(xinglin::to_simplified(text)) == invalid_bytes(text));
    return 0;
}
