// Any bytes as a query, and as the JSON line that asks for one: what is found says why, highlights stand inside what
// they highlight, pages neither repeat nor skip, and the answer is JSON that can be read back.
#include <boost/json.hpp>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/finder.h"
#include "catalog/snapshot.h"
#include "json/shapes.h"
#include "text/utf8.h"

namespace {

using namespace xinglin;

void require(bool holds) {
    if (!holds) std::abort();
}

Concept make_concept(std::string id, std::string name, std::vector<std::string> aliases) {
    Concept made;
    made.kind = *concept_kind_named(id.substr(0, id.find('/')));
    made.id = std::move(id);
    made.name = std::move(name);
    for (std::string& alias : aliases) made.aliases.push_back({std::move(alias), AliasUse::Alone});
    made.codes = {{"ICD-10", "G51.3"}};
    return made;
}

std::shared_ptr<const Snapshot> small_snapshot() {
    KnowledgeData data;
    data.concepts = {
        make_concept("condition/hemifacial-spasm", "面肌痉挛", {"HFS", "面肌抽搐"}),
        make_concept("symptom/headache", "头痛", {"头疼"}),
        make_concept("test/ct", "CT检查", {"3D-TOF-MRA"}),
        make_concept("department/neurology", "神经内科", {}),
    };
    auto annotator = std::make_shared<const Annotator>(std::make_shared<const Knowledge>(data));
    std::vector<std::shared_ptr<const AnnotatedRecord>> records;
    const std::vector<std::pair<std::string, std::string>> texts = {
        {"面肌痉挛怎么办", "面肌痉挛先看神经内科。不要自己停药。"},
        {"头痛的原因", "头痛很常见\n\n突然的剧烈头痛要立即就医，做CT检查。"},
        {"😀 β型 Ménière", "ＡＢＣ abc １２３"},
        {"", "无题"},
    };
    for (const auto& [title, body] : texts) {
        Record record;
        record.head.id = "article/" + std::to_string(records.size());
        record.body = Article{title, body, false, "", {}};
        records.push_back(std::make_shared<const AnnotatedRecord>(annotate_record(*annotator, record)));
    }
    auto corpus = std::make_shared<const Corpus>(annotator, std::move(records));
    auto search = std::make_shared<const Search>(corpus);
    return std::make_shared<const Snapshot>(
        Snapshot{1, {}, std::move(annotator), std::move(corpus), {}, std::move(search)});
}

void check_spans(std::string_view text, const std::vector<Span>& spans) {
    std::uint32_t end = 0;
    for (const Span& span : spans) {
        require(span.begin >= end && span.begin < span.end && span.end <= text.size());
        require(!first_invalid_utf8(slice(text, span)));
        end = span.end;
    }
}

void check_hits(const SearchView& view) {
    require(view.items.size() <= view.request.limit);
    std::set<std::string> ids;
    for (const FoundItem& item : view.items) {
        require(ids.insert(item.hit.id).second && item.hit.id == item.card.ref.id);
        require(!item.hit.why.empty() && item.why_sources.size() == item.hit.why.size());
        check_spans(item.hit.title, item.hit.title_highlights);
        check_spans(item.hit.excerpt, item.hit.excerpt_highlights);
    }
}

void check_search(const Finder& finder, const SearchRequest& request) {
    const auto view = finder.search(request);
    if (!view) return;
    check_hits(*view);
    if (!first_invalid_utf8(request.query)) require(bool(parse_object(boost::json::serialize(to_json(*view)))));
    SearchRequest page = request;
    page.limit = 1;
    for (std::size_t i = 0; i < view->items.size() && request.offset + i <= kMaxHits; ++i) {
        page.offset = request.offset + i;
        const auto one = finder.search(page);
        require(one && one->items.size() == 1 && one->items[0].hit.id == view->items[i].hit.id);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Live live(small_snapshot());
    static const Finder finder(live);
    const std::string text(reinterpret_cast<const char*>(data), size);
    SearchRequest request;
    request.query = text;
    request.with_facets = size % 2 == 0;
    check_search(finder, request);
    require(finder.suggest(text, 5).size() <= 5);
    (void)finder.code(text, 5);
    const auto object = parse_object(text);
    if (!object) return 0;
    const auto asked = search_from(*object, {});
    if (asked) check_search(finder, *asked);
    (void)limited_text_from(*object, "prefix", 10, 20);
    return 0;
}
