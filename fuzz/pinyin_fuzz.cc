// Any bytes, as a text and as something typed: readings cover the text, keys are fixed points, each segmentation covers
// what was typed and is one that spells() knows of, and the key of a text spells it.
#include "text/pinyin.h"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "text/fold.h"

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

constexpr std::size_t kSegmentations = 8;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using Extent = xinglin::TypedPinyin::Extent;
    const std::string_view text(reinterpret_cast<const char*>(data), size < 2000 ? size : 2000);

    const auto readings = xinglin::pinyin_of(text);
    std::string folded;
    std::uint32_t last = 0;
    for (const auto& entry : readings) {
        require(entry.span.begin >= last && entry.span.end > entry.span.begin && entry.span.end <= text.size());
        last = entry.span.begin;
        xinglin::append_utf8(folded, entry.character);
    }
    require(folded == xinglin::fold(text));

    const std::string key = xinglin::pinyin_key(text);
    require(xinglin::pinyin_key(folded) == key);
    require(xinglin::pinyin_key(key) == key);
    require(xinglin::TypedPinyin(key).spells(readings, Extent::Whole, xinglin::Hearing::Exact));
    require(xinglin::TypedPinyin(xinglin::initials_key(text)).spells(readings, Extent::Whole, xinglin::Hearing::Exact));

    const xinglin::TypedPinyin typed(text);
    const auto ways = typed.segmentations(kSegmentations);
    require(ways.empty() == typed.empty() && ways.size() <= kSegmentations);
    for (const auto& units : ways) {
        std::uint32_t end = 0;
        for (const auto& unit : units) {
            require(unit.span.begin < unit.span.end && unit.span.end <= text.size());
            require(unit.span.end >= end && (unit.literal || unit.first));
            require(unit.first <= unit.last);
            end = unit.span.end;
        }
    }
    return 0;
}
