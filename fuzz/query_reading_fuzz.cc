// Any bytes as a query: they are understood, ranked and explained without a crash, and what is marked lies in its text.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "base/check.h"
#include "search/searcher.h"

namespace xinglin {
namespace {

Searcher make_searcher() {
    KnowledgeData data;
    const auto add = [&](const char* id, ConceptKind kind, const char* name) {
        Concept made;
        made.id = id;
        made.kind = kind;
        made.name = name;
        data.concepts.push_back(made);
    };
    add("condition/spasm", ConceptKind::Condition, "面肌痉挛");
    add("symptom/pain", ConceptKind::Symptom, "痛");
    add("department/neurology", ConceptKind::Department, "神经内科");
    const auto annotator = std::make_shared<const Annotator>(std::make_shared<const Knowledge>(std::move(data)));
    std::vector<std::shared_ptr<const AnnotatedRecord>> records;
    for (const char* title : {"面肌痉挛怎么办", "HFS and CT", "b12 头痛"}) {
        Record record;
        record.head.id = "article/a" + std::to_string(records.size());
        Article article;
        article.title = title;
        article.body = "面肌痉挛，CT检查，B超；没有头痛。";
        article.body_is_markdown = false;
        record.body = article;
        records.push_back(std::make_shared<const AnnotatedRecord>(annotate_record(*annotator, std::move(record))));
    }
    return Searcher(std::make_shared<const Corpus>(annotator, std::move(records)), nullptr);
}

void check_spans(std::string_view text, const std::vector<Span>& spans) {
    std::uint32_t end = 0;
    for (const Span span : spans) {
        CHECK(span.begin >= end && span.begin < span.end && span.end <= text.size());
        end = span.end;
    }
}

}  // namespace
}  // namespace xinglin

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace xinglin;
    static const Searcher searcher = make_searcher();
    SearchRequest request;
    request.query.assign(reinterpret_cast<const char*>(data), size);
    request.with_facets = true;
    const SearchResult result = searcher.search(request);
    for (const SearchHit& hit : result.hits) {
        CHECK(!hit.why.empty());
        check_spans(hit.title, hit.title_highlights);
        check_spans(hit.excerpt, hit.excerpt_highlights);
    }
    return 0;
}
