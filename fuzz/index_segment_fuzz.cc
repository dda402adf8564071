// Any bytes are refused as a segment or can be searched: no read outside of them, hits in order and each once, no more
// than asked for. The version and the checksum of the header are made true first,
// or nothing behind them would ever be looked at.
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "index/index_error.h"
#include "index/top_k.h"

namespace {

using namespace xinglin;

void require(bool holds) {
    if (!holds) std::abort();
}

std::string with_true_header(const std::uint8_t* data, std::size_t size) {
    std::string bytes(reinterpret_cast<const char*>(data), size);
    if (size < sizeof(segment_format::Header)) return bytes;
    segment_format::Header header;
    std::memcpy(&header, bytes.data(), sizeof header);
    header.version = segment_format::kVersion;
    header.file_bytes = size;
    header.checksum = 0;
    header.checksum =
        static_cast<std::uint32_t>(crc32_z(0, reinterpret_cast<const unsigned char*>(&header), sizeof header));
    std::memcpy(bytes.data(), &header, sizeof header);
    return bytes;
}

/// A file in memory.
class MemoryFile {
  public:
    explicit MemoryFile(const std::string& bytes) : descriptor_(::memfd_create("segment", MFD_CLOEXEC)) {
        require(descriptor_ >= 0);
        require(::write(descriptor_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
    }
    ~MemoryFile() { ::close(descriptor_); }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

  private:
    int descriptor_;
};

std::shared_ptr<const Segment> open(const std::string& path) {
    try {
        return Segment::open(path, Verify::Structure);
    } catch (const IndexError& error) {
        require(std::strlen(error.what()) > 0);
        return nullptr;
    }
}

/// The first features, up to where the lists are damaged.
std::vector<Feature> some_features(const Segment& segment) {
    std::vector<Feature> features;
    std::uint64_t before = 0;
    try {
        for (SegmentLists lists(segment); !lists.at_end() && features.size() < 20; lists.next()) {
            require(features.empty() || lists.spread_feature() > before);
            before = lists.spread_feature();
            features.push_back(segment_format::feature_of(before));
        }
    } catch (const IndexError& error) {
        require(std::strlen(error.what()) > 0);
    }
    return features;
}

void check_hits(const std::vector<Hit>& hits, const Segment& segment, std::size_t count) {
    require(hits.size() <= std::min<std::size_t>(count, segment.document_count()));
    require(std::is_sorted(hits.begin(), hits.end(), ranks_before));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const MemoryFile file(with_true_header(data, size));
    const auto segment = open(file.path());
    if (!segment) return 0;
    IndexSnapshot snapshot{{{segment, nullptr}}};
    IndexQuery query;
    const auto features = some_features(*segment);
    for (std::size_t i = 0; i < features.size(); ++i) {
        const Part part = i % 3 == 2 ? Part::Orders : Part::Admits;
        query.features.push_back({features[i], static_cast<std::uint16_t>(1 + i * 50), part});
    }
    for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{10}})
        check_hits(top_k(snapshot, query, count), *segment, count);
    check_hits(top_k_by_scoring_all(snapshot, query, 10), *segment, 10);
    for (const auto& label : segment->labels().first(std::min<std::size_t>(segment->labels().size(), 8))) {
        query.filters = {{label.feature}};
        check_hits(top_k(snapshot, query, 10), *segment, 10);
    }
    snapshot.segments[0].deleted = std::make_shared<std::vector<std::uint64_t>>(
        segment_format::words_for(segment->document_count()), 0x5555555555555555U);
    check_hits(top_k(snapshot, query, 10), *segment, 10);
    return 0;
}
