// An article file: an article that reads without a fault has a valid id and a clean body, and is the same after it was
// written and read once more; every fault has a place in the file.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "pack/article_text.h"
#include "records/validity.h"

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
    const xinglin::ArticleReading reading = xinglin::read_article(text);
    for (const auto& placed : reading.problems) {
        require(placed.place.line >= 1 && placed.place.line <= lines && placed.place.column >= 1);
        require(!placed.problem.rule.empty() && !placed.problem.mend.empty());
    }
    if (!reading.record) {
        require(!reading.problems.empty());
        return 0;
    }
    require(xinglin::is_valid_id(reading.record->head.id, "article"));
    const xinglin::ArticleReading again = xinglin::read_article(xinglin::write_article(*reading.record));
    require(again.record && *again.record == *reading.record);
    require(again.citations.size() == reading.citations.size());
    return 0;
}
