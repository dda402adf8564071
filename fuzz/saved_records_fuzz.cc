// The records of a saved read model, without the checksum that stands around them: whatever they say, reading ends with
// a record whose concepts are known and whose mentions lie in its texts, or with SavedModelError. The same bytes as
// saved knowledge.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/archive.h"
#include "corpus/saved.h"
#include "corpus/saved_records.h"

namespace {

constexpr std::size_t kConcepts = 50;
constexpr std::uint32_t kMostRecords = 200;

void check_records(std::string_view section) {
    const auto saved = xinglin::SavedRecords::open(section, nullptr, kConcepts);
    for (std::uint32_t i = 0; saved && i < saved->size() && i < kMostRecords; ++i) {
        try {
            if (!xinglin::is_sound(*saved->read_once(i), kConcepts)) std::abort();
        } catch (const xinglin::SavedModelError&) {
        }
    }
}

void check_knowledge(std::string_view section) {
    xinglin::ArchiveReader archive(section);
    const xinglin::Knowledge knowledge = xinglin::Knowledge::load(archive);
    if (!archive.ok() && !knowledge.concepts().empty()) std::abort();
    for (std::uint32_t i = 0; i < knowledge.concepts().size(); ++i) (void)knowledge.ancestors({i});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    check_records(bytes);
    check_knowledge(bytes);
    return 0;
}
