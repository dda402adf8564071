// HTML as Markdown and as text: what comes out is UTF-8 without control characters that did not go in, has no markup
// that pages would take for HTML, and text without HTML stays as it is.
#include "pack/html_text.h"

#include <cstdint>
#include <cstdlib>
#include <string>

#include "text/utf8.h"

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    if (xinglin::first_invalid_utf8(text) || text.find('\0') != std::string::npos) return 0;
    const auto markdown = xinglin::markdown_of_html(text);
    const auto plain = xinglin::text_of_html(text);
    require(markdown.has_value() == plain.has_value());
    if (markdown) {
        require(!xinglin::first_invalid_utf8(*markdown) && !xinglin::first_invalid_utf8(*plain));
        require(markdown->find("\n\n\n") == std::string::npos);
    }
    if (!xinglin::has_html(text)) require(xinglin::without_simple_markup(text) == text);
    return 0;
}
