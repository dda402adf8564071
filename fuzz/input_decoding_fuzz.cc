// An input's bytes, plain or gzip, in either encoding: what comes out is UTF-8 but for bytes that stand for unknown
// ones, a plain UTF-8 file comes out as it is, blocks are bounded, and every failure says where.
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>

#include "base/strings.h"
#include "intake/input.h"
#include "text/utf8.h"

namespace {

constexpr std::size_t kMostBlockBytes = std::size_t{1} << 20;
constexpr std::size_t kMostBytes = std::size_t{8} << 20;

void require(bool holds) {
    if (!holds) std::abort();
}

/// What is read of `bytes`, and whether reading came to its end.
struct Decoding {
    std::string text;
    bool is_whole = false;
    bool is_gzip = false;
};

Decoding decode(const std::string& bytes, xinglin::TextEncoding encoding) {
    auto stream = std::make_unique<std::istringstream>(bytes);
    const auto input = xinglin::Input::over(std::move(stream), bytes.size(), encoding, "input");
    Decoding decoding;
    if (!input) {
        require(!input.error().message.empty() && input.error().where.starts_with("input"));
        return decoding;
    }
    for (auto block = (*input)->next(); !block.empty(); block = (*input)->next()) {
        require(block.size() <= kMostBlockBytes);
        decoding.text += block;
        if (decoding.text.size() > kMostBytes) return decoding;
    }
    require((*input)->next().empty());
    decoding.is_gzip = (*input)->facts().is_gzip;
    decoding.is_whole = !(*input)->failure();
    if (!decoding.is_whole) {
        require(!(*input)->failure()->message.empty() && (*input)->failure()->where.starts_with("input"));
        return decoding;
    }
    require((*input)->facts().file_bytes == bytes.size());
    require((*input)->facts().file_hash == xinglin::fnv1a(bytes));
    require((*input)->facts().decoded_bytes == decoding.text.size());
    return decoding;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    const Decoding utf8 = decode(bytes, xinglin::TextEncoding::Utf8);
    if (utf8.is_whole && !utf8.is_gzip) {
        require(utf8.text == bytes.substr(bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0));
    }
    const Decoding gb18030 = decode(bytes, xinglin::TextEncoding::Gb18030);
    std::string_view text = gb18030.text;
    for (auto at = xinglin::first_invalid_utf8(text); at; at = xinglin::first_invalid_utf8(text)) {
        require(text[*at] == '\xFF');
        text.remove_prefix(*at + 1);
    }
    require(decode(bytes, xinglin::TextEncoding::Gb18030).text == gb18030.text);
    xinglin::reads_as_gb18030(bytes);
    return 0;
}
