// Any bytes as a clinical phrase, against a small table: answers are distinct codes of the table, ordered, within the
// limit, with scores in (0, 1], and the same when asked again.
#include "coding/coder.h"

#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

xinglin::Knowledge small_table() {
    const struct {
        const char* code;
        const char* name;
    } kRows[] = {
        {"G51.301", "面肌痉挛"},        {"E14.901", "糖尿病"},       {"E14.301+H36.0*", "糖尿病性视网膜病"},
        {"I10xx02", "高血压"},          {"C34.905", "右肺恶性肿瘤"}, {"M814000/3", "腺癌"},
        {"K29.6", "其他胃炎（K29.6）"}, {"S62.601", "指骨骨折"},     {"N18.916", "慢性肾脏病,3期"},
        {"I77.605", "血管炎[脉管炎]"},
    };
    xinglin::KnowledgeData data;
    for (const auto& row : kRows) {
        xinglin::Concept known;
        known.id = std::string("condition/c") + std::to_string(data.concepts.size());
        known.name = row.name;
        known.codes = {{"ICD-10", row.code}};
        data.concepts.push_back(known);
    }
    return xinglin::Knowledge(std::move(data));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const xinglin::Coder coder(small_table(), "ICD-10");
    if (size == 0) return 0;
    const std::size_t limit = data[0] % 12;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto found = coder.code(text, limit);
    require(found.size() <= limit);
    std::set<std::string> seen;
    for (std::size_t i = 0; i < found.size(); ++i) {
        require(seen.insert(found[i].code).second);
        require(found[i].score > 0 && found[i].score <= 1);
        if (i > 0)
            require(found[i - 1].score > found[i].score ||
                    (found[i - 1].score == found[i].score && found[i - 1].code < found[i].code));
    }
    const auto again = coder.code(text, limit);
    require(again.size() == found.size());
    for (std::size_t i = 0; i < found.size(); ++i) require(again[i].code == found[i].code);
    return 0;
}
