#include "index/deletions.h"

#include <zlib.h>

#include <array>
#include <bit>
#include <cstring>
#include <string>

#include "base/files.h"
#include "index/fresh_file.h"
#include "index/index_error.h"
#include "index/segment_format.h"

namespace xinglin {
namespace {

struct DeletionsHeader {
    std::array<char, 8> magic{'X', 'L', 'D', 'E', 'L', 'E', 'T', 'E'};
    std::uint32_t version = 1;
    std::uint32_t checksum = 0;  ///< CRC-32 of the whole file with this field 0
    std::uint32_t document_count = 0;
    std::uint32_t reserved = 0;
};
static_assert(sizeof(DeletionsHeader) == 24);

std::string bytes_of(DeletionsHeader header, const DeletionBits& bits) {
    std::string bytes(sizeof header + bits.size() * sizeof(std::uint64_t), '\0');
    header.checksum = 0;
    std::memcpy(bytes.data(), &header, sizeof header);
    if (!bits.empty()) std::memcpy(bytes.data() + sizeof header, bits.data(), bits.size() * sizeof(std::uint64_t));
    header.checksum =
        static_cast<std::uint32_t>(crc32_z(0, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()));
    std::memcpy(bytes.data(), &header, sizeof header);
    return bytes;
}

}  // namespace

void write_deletions(const std::filesystem::path& path, std::uint32_t document_count, const DeletionBits& bits) {
    DeletionsHeader header;
    header.document_count = document_count;
    publish_file(path, bytes_of(header, bits));
}

std::shared_ptr<const DeletionBits> read_deletions(const std::filesystem::path& path, std::uint32_t document_count) {
    const auto bytes = read_file(path);
    if (!bytes) throw IndexError(path.string() + ": " + bytes.error().message);
    auto bits = std::make_shared<DeletionBits>(segment_format::words_for(document_count), 0);
    DeletionsHeader header;
    const std::size_t size = bits->size() * sizeof(std::uint64_t);
    if (bytes->size() == sizeof header + size) {
        std::memcpy(&header, bytes->data(), sizeof header);
        if (size > 0) std::memcpy(bits->data(), bytes->data() + sizeof header, size);
        const DeletionsHeader expected;
        const bool is_ours = header.magic == expected.magic && header.version == expected.version &&
                             header.document_count == document_count;
        const std::uint64_t behind = document_count % 64 == 0 ? 0 : bits->back() >> (document_count % 64);
        if (is_ours && behind == 0 && bytes_of(header, *bits) == *bytes) return bits;
    }
    throw IndexError(path.string() + " is damaged; remove the index folder and build it anew.");
}

std::uint32_t count_deletions(const DeletionBits& bits) {
    std::uint32_t count = 0;
    for (const std::uint64_t word : bits) count += static_cast<std::uint32_t>(std::popcount(word));
    return count;
}

}  // namespace xinglin
