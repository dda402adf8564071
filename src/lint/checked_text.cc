#include "lint/checked_text.h"

#include <algorithm>

namespace xinglin {

std::span<const Mention> CheckedText::mentions_in(Span span) const {
    const auto begins = [](const Mention& mention) { return mention.span.begin; };
    const auto first = std::ranges::lower_bound(read.text, span.begin, {}, begins);
    const auto last = std::ranges::lower_bound(read.text, span.end, {}, begins);
    return {first, std::max(first, last)};
}

std::string CheckedText::basis(const std::vector<std::string>& source_ids) const {
    std::string titles;
    for (const std::string& id : source_ids) {
        const Source* source = knowledge.find_source(id);
        if (!source) continue;
        if (!titles.empty()) titles += "；";
        titles += source->title;
    }
    return titles.empty() ? titles : "（依据：" + titles + "）";
}

bool is_curated(const Knowledge& knowledge, const Knowledge::Ancestor& ancestor) {
    return std::ranges::all_of(ancestor.path,
                               [&](RelationIndex each) { return knowledge.at(each).trust == Trust::Curated; });
}

}  // namespace xinglin
