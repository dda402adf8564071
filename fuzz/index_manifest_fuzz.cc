// A manifest is refused with a message, or is just what printing it gives again. Inputs with no true checksum get one,
// so that what stands before it is looked at.
#include <zlib.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/strings.h"
#include "index/manifest.h"

namespace {

void check(const std::string& text) {
    const auto manifest = xinglin::parse_manifest(text);
    if (!manifest) {
        if (manifest.error().message.empty()) std::abort();
        return;
    }
    if (xinglin::print_manifest(*manifest) != text) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    check(text);
    const std::size_t last = text.rfind("checksum ");
    std::string lines = text.substr(0, last);
    const auto checksum = crc32_z(0, reinterpret_cast<const unsigned char*>(lines.data()), lines.size());
    check(lines + "checksum " + xinglin::hex16(checksum) + "\n");
    return 0;
}
