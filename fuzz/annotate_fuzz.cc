// Any bytes as the text of a document: mentions come in order, none overlaps, each names its concept by a folded name
// or alias, character offsets are those of the bytes, and the weights of the main concepts sum to one.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "annotate/annotator.h"
#include "text/fold.h"

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

xinglin::Concept make_concept(std::string id, std::string name, std::vector<xinglin::Alias> aliases) {
    xinglin::Concept made;
    made.kind = *xinglin::concept_kind_named(id.substr(0, id.find('/')));
    made.id = std::move(id);
    made.name = std::move(name);
    made.aliases = std::move(aliases);
    return made;
}

xinglin::Annotator small_annotator() {
    using enum xinglin::AliasUse;
    xinglin::KnowledgeData data;
    data.concepts = {
        make_concept("condition/hemifacial-spasm", "面肌痉挛", {{"HFS", NeedsContext}, {"面肌抽搐", Alone}}),
        make_concept("condition/hand-foot-syndrome", "手足综合征", {{"HFS", NeedsContext}}),
        make_concept("condition/multiple-sclerosis", "多发性硬化", {{"MS", Alone}}),
        make_concept("condition/intestinal-spasm", "肠痉挛", {}),
        make_concept("symptom/spasm", "痉挛", {{"抽", NeedsContext}}),
        make_concept("symptom/headache", "头痛", {{"痛", Alone}}),
        make_concept("site/face", "面", {{"面部", Alone}}),
        make_concept("population/child", "儿童", {{"孩子", Alone}}),
    };
    return xinglin::Annotator(std::make_shared<const xinglin::Knowledge>(std::move(data)));
}

bool has_name(const xinglin::Concept& entry, const std::string& folded) {
    bool found = xinglin::fold(entry.name) == folded;
    for (const xinglin::Alias& alias : entry.aliases) found |= xinglin::fold(alias.text) == folded;
    return found;
}

void check(const xinglin::Annotator& annotator, std::string_view text, const std::vector<xinglin::Mention>& mentions) {
    std::uint32_t previous = 0;
    for (const xinglin::Mention& mention : mentions) {
        require(previous <= mention.span.begin && mention.span.begin < mention.span.end);
        require(mention.span.end <= text.size());
        require(mention.begin_character == xinglin::count_characters(text.substr(0, mention.span.begin)));
        require(mention.end_character == xinglin::count_characters(text.substr(0, mention.span.end)));
        require(has_name(annotator.knowledge().at(mention.concept_index), xinglin::fold(slice(text, mention.span))));
        previous = mention.span.end;
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const xinglin::Annotator annotator = small_annotator();
    const std::string_view whole(reinterpret_cast<const char*>(data), size);
    const std::size_t line_end = std::min(whole.find('\n'), whole.size());
    const std::string_view title = whole.substr(0, line_end);
    const std::string_view text = whole.substr(line_end);
    const xinglin::Annotation document = xinglin::annotate_document(annotator, title, text);
    check(annotator, title, document.title);
    check(annotator, text, document.text);
    check(annotator, whole, annotator.annotate(whole));
    double total = 0;
    for (const xinglin::MainConcept& main : document.main) {
        require(main.weight > 0 && main.weight <= 1);
        total += main.weight;
    }
    require(document.main.empty() || std::abs(total - 1) < 1e-9);
    return 0;
}
