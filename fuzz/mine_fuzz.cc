// Any bytes as the texts of records: every relation read names two known concepts whose kinds fit, and its range holds
// its quote, in characters of the field that it names.
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "knowledge/fitting.h"
#include "mine/mine.h"
#include "records/plain_text.h"
#include "text/utf8.h"

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

xinglin::Annotator small_annotator() {
    xinglin::KnowledgeData data;
    for (const auto& [id, name] :
         {std::pair{"condition/hemifacial-spasm", "面肌痉挛"}, std::pair{"condition/epilepsy", "癫痫"},
          std::pair{"condition/palsy", "面瘫"}, std::pair{"symptom/headache", "头痛"}, std::pair{"test/emg", "肌电图"},
          std::pair{"procedure/mvd", "微血管减压术"}, std::pair{"substance/carbamazepine", "卡马西平"},
          std::pair{"substance/warfarin", "华法林"}, std::pair{"population/pregnancy", "孕妇"},
          std::pair{"department/neurology", "神经内科"}}) {
        xinglin::Concept made;
        made.id = id;
        made.kind = *xinglin::concept_kind_named(made.id.substr(0, made.id.find('/')));
        made.name = name;
        data.concepts.push_back(std::move(made));
    }
    return xinglin::Annotator(std::make_shared<const xinglin::Knowledge>(std::move(data)));
}

void check_evidence(std::string_view text, const xinglin::TextEvidence& evidence) {
    require(evidence.begin_character <= evidence.end_character);
    std::uint32_t character = 0;
    std::size_t begin = text.size();
    std::size_t end = text.size();
    for (std::size_t offset = 0; offset < text.size(); ++character) {
        if (character == evidence.begin_character) begin = offset;
        if (character == evidence.end_character) end = offset;
        offset += xinglin::decode_utf8(text, offset).length;
    }
    require(evidence.end_character <= character && begin <= end);
    require(text.substr(begin, end - begin) == evidence.quote);
}

void check(const xinglin::Annotator& annotator, xinglin::Record record, std::string_view text) {
    record.head.id = "article/x";
    const auto mined = xinglin::mine(annotator, record, "source/mined-x");
    const xinglin::Knowledge& knowledge = annotator.knowledge();
    for (const xinglin::Relation& relation : mined.relations) {
        const auto subject = knowledge.find(relation.subject);
        const auto object = knowledge.find(relation.object);
        require(subject && object && *subject != *object);
        require(xinglin::kinds_fit(knowledge.at(*subject).kind, relation.predicate, knowledge.at(*object).kind));
        require(relation.sources.size() == 1 && relation.trust == xinglin::Trust::Imported);
        check_evidence(text, *relation.mined_from);
    }
    for (const xinglin::DeclinedRelation& declined : mined.declined) check_evidence(text, declined.evidence);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const xinglin::Annotator annotator = small_annotator();
    const std::string text(reinterpret_cast<const char*>(data), size);
    xinglin::Drug drug;
    drug.ingredients = "卡马西平";
    drug.indications = text;
    check(annotator, {{}, drug}, text);
    drug.indications.clear();
    drug.contraindications = text;
    check(annotator, {{}, drug}, text);
    drug.contraindications.clear();
    drug.interactions = text;
    check(annotator, {{}, drug}, text);
    check(annotator, {{}, xinglin::Test{"肌电图", text, {}}}, text);
    xinglin::Doctor doctor;
    doctor.department = "神经内科";
    doctor.specialty = text;
    check(annotator, {{}, doctor}, text);
    xinglin::Article article;
    article.title = "面肌痉挛";
    article.body = text;
    check(annotator, {{}, article}, xinglin::plain_text(text));
    article.body_is_markdown = false;
    check(annotator, {{}, article}, text);
    return 0;
}
