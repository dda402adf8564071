#include "knowledge/reader_condition.h"

#include <algorithm>
#include <vector>

#include "base/strings.h"
#include "knowledge/knowledge_data.h"

namespace xinglin {
namespace {

const std::vector<std::string_view>& residual_words() {
    static const std::vector<std::string_view> kWords = [] {
        std::vector<std::string_view> words;
        for (const std::string_view line : split(knowledge_data("residual_names.txt"), '\n'))
            if (!line.empty() && line.front() != '#') words.push_back(line);
        return words;
    }();
    return kWords;
}

}  // namespace

bool is_residual_name(std::string_view name) {
    return std::ranges::any_of(residual_words(),
                               [name](std::string_view word) { return name.find(word) != std::string_view::npos; });
}

bool is_outside_illness(std::string_view icd_code) {
    return !icd_code.empty() && ((icd_code[0] >= 'V' && icd_code[0] <= 'Z') || icd_code.starts_with("U8"));
}

bool is_for_readers(const Concept& known) {
    const bool is_clinical = known.kind == ConceptKind::Condition || known.kind == ConceptKind::Symptom;
    if (known.trust == Trust::Curated || !is_clinical) return true;
    if (is_residual_name(known.name)) return false;
    bool has_code = false;
    for (const Code& code : known.codes) {
        if (code.system != "ICD-10") continue;
        if (!is_outside_illness(code.code)) return true;
        has_code = true;
    }
    return !has_code;
}

}  // namespace xinglin
