// Speller promises: what is corrected has as many characters as what was typed, differs from it, and only where a
// simplified Chinese character stood; the same query has the same answer.
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "annotate/annotator.h"
#include "corpus/corpus.h"
#include "spelling/spelling.h"
#include "text/utf8.h"

namespace {

using namespace xinglin;

void require(bool holds) {
    if (!holds) std::abort();
}

Speller small_speller() {
    KnowledgeData data;
    for (const char* name : {"面肌痉挛", "三叉神经痛", "帕金森病", "癫痫", "偏头痛"}) {
        Concept made;
        made.kind = ConceptKind::Condition;
        made.id = "condition/c" + std::to_string(data.concepts.size());
        made.name = name;
        data.concepts.push_back(made);
    }
    auto annotator = std::make_shared<const Annotator>(std::make_shared<const Knowledge>(std::move(data)));
    return Speller(Corpus(std::move(annotator), std::vector<RecordHandle>()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Speller speller = small_speller();
    const std::string_view query(reinterpret_cast<const char*>(data), size < 2000 ? size : 2000);
    const auto corrected = speller.correct(query);
    require(corrected == speller.correct(query));
    if (!corrected) return 0;
    require(*corrected != query);
    std::size_t there = 0;
    for (std::size_t here = 0; here < query.size();) {
        const Decoded typed = decode_utf8(query, here);
        require(there < corrected->size());
        const Decoded meant = decode_utf8(*corrected, there);
        const bool chinese = typed.code_point >= 0x4E00 && typed.code_point <= 0x9FA5;
        require(typed == meant || (chinese && meant.code_point >= 0x4E00 && meant.code_point <= 0x9FA5));
        here += typed.length;
        there += meant.length;
    }
    require(there == corrected->size());
    return 0;
}
