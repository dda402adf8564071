// Any bytes become well-formed HTML without scripts: every element that opens closes, in its order, attributes hold no
// address that acts, and what bounded_markdown() makes of a text is not over a limit a second time.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "html/markdown.h"
#include "html/markdown_limits.h"

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

bool is_void(std::string_view tag) {
    return tag == "br" || tag == "hr";
}

void check_elements(std::string_view html) {
    std::vector<std::string_view> open;
    for (auto at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1)) {
        const auto end = html.find('>', at);
        require(end != std::string_view::npos);
        std::string_view tag = html.substr(at + 1, end - at - 1);
        const bool closes = tag.starts_with('/');
        if (closes) tag.remove_prefix(1);
        tag = tag.substr(0, tag.find(' '));
        require(tag != "script" && tag != "style" && tag != "img");
        if (closes) {
            require(!open.empty() && open.back() == tag);
            open.pop_back();
        } else if (!is_void(tag)) {
            open.push_back(tag);
        }
    }
    require(open.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::vector<std::string> citations{"label-b", "guideline-a"};
    const auto rendered = xinglin::render_markdown(text, citations);
    const std::string html(rendered.html.html());
    check_elements(html);
    require(html.find("href='javascript:") == std::string::npos);
    require(xinglin::markdown_excerpt(text, 80).size() <= 4 * 80 + std::string_view("…").size());
    require(xinglin::bounded_markdown(text).size() <= 6 * size + size);
    check_elements(xinglin::render_plain_text(text).html());
    return 0;
}
