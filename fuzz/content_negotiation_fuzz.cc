// Accept-Encoding and If-None-Match as anybody may send them: a form is chosen that there is, the choice does not
// depend on the case of names, and a tag is named by itself and by the star.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "net/content.h"

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using xinglin::Encoding;
    const std::string_view field(reinterpret_cast<const char*>(data), size);
    std::string upper(field);
    for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    for (const bool gzip : {false, true}) {
        for (const bool brotli : {false, true}) {
            const Encoding chosen = xinglin::negotiate(field, {gzip, brotli});
            require(chosen != Encoding::Gzip || gzip);
            require(chosen != Encoding::Brotli || brotli);
            if (upper.find("Q=") == std::string::npos) require(xinglin::negotiate(upper, {gzip, brotli}) == chosen);
        }
    }
    (void)xinglin::names_etag(field, "\"tag\"");
    require(xinglin::names_etag("*", "\"tag\"") && xinglin::names_etag("W/\"x\", W/\"tag\"", "\"tag\""));
    (void)xinglin::is_compressible(field);
    return 0;
}
