// Percent-decoding, query values and targets: what they accept is valid UTF-8 without NUL, encodes back to itself, and
// no path leaves the root.
#include <cstdint>
#include <cstdlib>

#include "base/strings.h"
#include "net/http.h"
#include "net/target.h"
#include "text/utf8.h"

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

void check_text(const std::string& text) {
    require(!xinglin::first_invalid_utf8(text).has_value());
    require(text.find('\0') == std::string::npos);
}

void check_path(const std::string& path) {
    check_text(path);
    require(path.starts_with('/'));
    for (const std::string_view segment : xinglin::split(path, '/')) require(segment != "." && segment != "..");
    const auto again = xinglin::parse_target(xinglin::percent_encode(path));
    require(again.has_value() && again->path == path && again->query.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto decoded = xinglin::percent_decode(text)) {
        check_text(*decoded);
        require(xinglin::percent_decode(xinglin::percent_encode(*decoded)) == decoded);
    }
    if (const auto target = xinglin::parse_target(text)) check_path(target->path);
    xinglin::Request request;
    request.query = text;
    if (const auto value = request.query_value("q")) check_text(*value);
    return 0;
}
