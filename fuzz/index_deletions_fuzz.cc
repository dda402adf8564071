// A file of deletions is refused, or it holds a bit for each document and none behind the last one, and writing what
// was read gives the same bytes. Inputs get a true checksum too, so that what it protects is looked at.
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>

#include "index/deletions.h"
#include "index/index_error.h"

namespace {

using namespace xinglin;

void require(bool holds) {
    if (!holds) std::abort();
}

void check(const std::string& bytes, std::uint32_t documents) {
    const int file = ::memfd_create("deletions", MFD_CLOEXEC);
    require(file >= 0);
    require(::write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
    try {
        const auto bits = read_deletions("/proc/self/fd/" + std::to_string(file), documents);
        require(bits->size() == (documents + 63) / 64);
        require(count_deletions(*bits) <= documents);
        if (documents % 64 != 0) require(bits->back() >> (documents % 64) == 0);
    } catch (const IndexError&) {
    }
    ::close(file);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::uint32_t documents = data[0];
    std::string bytes(reinterpret_cast<const char*>(data + 1), size - 1);
    check(bytes, documents);
    constexpr std::size_t kHeader = 24;
    constexpr std::size_t kChecksumAt = 12;
    bytes.resize(kHeader + 8 * ((documents + 63) / 64));
    std::memcpy(bytes.data(), "XLDELETE\1\0\0\0\0\0\0\0", 16);
    std::memcpy(bytes.data() + 16, &documents, sizeof documents);
    const auto checksum =
        static_cast<std::uint32_t>(crc32_z(0, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()));
    std::memcpy(bytes.data() + kChecksumAt, &checksum, sizeof checksum);
    check(bytes, documents);
    return 0;
}
