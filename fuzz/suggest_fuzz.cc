// Any bytes as what is typed (and the first line as a further name): no more than asked for, nothing twice, literal
// before heard, what is literal holds what was typed, and the same list twice.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "suggest/name_keys.h"
#include "suggest/suggester.h"

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

xinglin::Concept make_concept(std::string id, std::string name, std::vector<std::string> aliases) {
    xinglin::Concept made;
    made.kind = *xinglin::concept_kind_named(id.substr(0, id.find('/')));
    made.id = std::move(id);
    made.name = std::move(name);
    for (std::string& alias : aliases) made.aliases.push_back({std::move(alias), xinglin::AliasUse::SearchOnly});
    return made;
}

std::shared_ptr<const xinglin::Corpus> small_corpus(std::string_view further_name) {
    xinglin::KnowledgeData data;
    data.concepts = {
        make_concept("condition/hemifacial-spasm", "面肌痉挛", {"HFS", "面肌抽搐", "Hemifacial spasm"}),
        make_concept("condition/myasthenia-gravis", "重症肌无力", {std::string(further_name)}),
        make_concept("condition/meniere", "Ménière病", {"梅尼埃病", "β型"}),
        make_concept("symptom/adhesion", "血管粘连", {}),
        make_concept("test/ct", "CT检查", {"3D-TOF-MRA"}),
        make_concept("condition/further", std::string(further_name), {"长期失眠"}),
    };
    auto annotator = std::make_shared<const xinglin::Annotator>(std::make_shared<const xinglin::Knowledge>(data));
    std::vector<std::shared_ptr<const xinglin::AnnotatedRecord>> records;
    for (const std::string title : {"面肌痉挛怎么办", "血管"}) {
        xinglin::Record record;
        record.head.id = "article/" + std::to_string(records.size());
        xinglin::Article article;
        article.title = title;
        record.body = article;
        records.push_back(std::make_shared<const xinglin::AnnotatedRecord>(annotate_record(*annotator, record)));
    }
    return std::make_shared<const xinglin::Corpus>(annotator, std::move(records));
}

void check(const xinglin::Suggester& suggester, std::string_view typed, std::size_t limit) {
    using xinglin::SuggestedBy;
    const std::string key = xinglin::name_key(typed, std::string::npos);
    const auto list = suggester.suggest(typed, limit);
    require(list.size() <= limit && (!key.empty() || list.empty()));
    std::set<std::string> ids;
    bool heard = false;
    for (const xinglin::Suggestion& each : list) {
        require(ids.insert(each.id).second);
        const bool is_heard = each.by == SuggestedBy::Pinyin || each.by == SuggestedBy::Corrected;
        require(is_heard || !heard);
        heard = is_heard;
        const std::string name = xinglin::name_key(each.via.empty() ? each.text : each.via, std::string::npos);
        require(is_heard || name.find(key) != std::string::npos);
    }
    const auto again = suggester.suggest(typed, limit);
    require(std::equal(list.begin(), list.end(), again.begin(), again.end(),
                       [](const auto& one, const auto& other) { return one.id == other.id && one.via == other.via; }));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto corpus = small_corpus("帕金森");
    static const xinglin::Suggester suggester(*corpus);
    const std::string_view whole(reinterpret_cast<const char*>(data), size);
    const std::size_t line_end = whole.find('\n');
    check(suggester, whole.substr(0, line_end), 3);
    if (line_end == std::string_view::npos) return 0;
    const auto other = small_corpus(whole.substr(0, std::min<std::size_t>(line_end, 300)));
    check(xinglin::Suggester(*other), whole.substr(line_end + 1), 10);
    return 0;
}
