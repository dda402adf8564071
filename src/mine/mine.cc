#include "mine/mine.h"

#include "base/name_table.h"
#include "mine/harvest.h"

namespace xinglin {
namespace {

constexpr NameTable<DeclineReason> kReasons("negated", "suspected", "asked", "conditional", "somebody-else", "cut",
                                            "taken-back", "caution", "prevention", "assessment", "qualified",
                                            "other-subject", "no-pattern", "combination", "no-subject", "implausible",
                                            "other-department", "dirty-text");

struct MineBody {
    const Record& record;
    Harvest& harvest;

    void operator()(const Article& article) const { mine_article(article, harvest); }
    void operator()(const Doctor& doctor) const { mine_doctor(doctor, harvest); }
    void operator()(const Drug& drug) const { mine_drug(drug, harvest); }
    void operator()(const Test& test) const { mine_test(record, test, harvest); }
    void operator()(const Hospital&) const {}
    void operator()(const Question&) const {}  // What a stranger answered in a chat is no evidence.
};

}  // namespace

std::string_view name_of(DeclineReason reason) {
    return kReasons.name_of(reason);
}

const std::vector<MiningRule>& mining_rules() {
    static const std::vector<MiningRule> rules = {
        {"drug-label-indication", Predicate::TreatedBy,
         "A condition or symptom that a label's indications list is treated by the drug's ingredient, when it has only "
         "one. Not: what is prevented or diagnosed, what the sentence takes back, a name that is part of a longer one "
         "or only the cause of what is treated."},
        {"drug-label-contraindication", Predicate::ContraindicatedIn,
         "The only ingredient of a drug is contraindicated in a condition or population that the label's "
         "contraindications forbid (禁用, or a plain list). Not: 慎用, 不宜, 严重…者, allergies."},
        {"drug-label-interaction", Predicate::InteractsWith,
         "The only ingredient of a drug interacts with a substance or class of which the label says 与…合用 (同用, "
         "联用, "
         "同时服用) and what comes of it, or forbids it. Not: 可与…合用, 未见相互作用."},
        {"test-description", Predicate::DiagnosedBy,
         "A condition or symptom that a test's description says it serves to diagnose, find or tell apart is diagnosed "
         "by the test; with the role exclusion where it serves to exclude (排除). Not: 除外, what the test measures in "
         "a "
         "known illness, 不能诊断."},
        {"doctor-specialty", Predicate::ManagedIn,
         "A condition, symptom or procedure in a doctor's own list of what they treat (擅长) is managed in the "
         "doctor's "
         "department. Not: research, posts, studies, a department that is not one of ours; for imported doctors, what "
         "is known to "
         "be managed elsewhere."},
        {"article-cause", Predicate::CausedBy,
         "In an article mainly about one condition or symptom: 病因包括…, 由…引起, …可导致本病. Not: triggers, what "
         "something else is caused by, 可能, 假说."},
        {"article-symptom", Predicate::HasSymptom,
         "In an article mainly about one condition, in its section about symptoms: 表现为…, 出现…, 以…为主要症状, "
         "plain "
         "lists. Not: another disease's symptoms, 如果出现…就医."},
        {"article-test", Predicate::DiagnosedBy,
         "In an article mainly about one condition or symptom, in its section about tests: 检查包括…, …可明确诊断. "
         "Not: "
         "不需要, follow-up, monitoring of a treatment."},
        {"article-treatment", Predicate::TreatedBy,
         "In an article mainly about one condition or symptom, in its section about treatment: 可用…, 药物有…, "
         "…是首选. Not: 避免, 慎用, adverse effects, what treats something else that the sentence names."},
        {"article-complication", Predicate::ComplicatedBy,
         "In an article mainly about one condition: 可并发…, 并发症有…; in its section about complications also "
         "可引起… and "
         "plain lists."},
        {"article-differential", Predicate::DiffersFrom,
         "In an article mainly about one condition or symptom: 与…鉴别, 与…区别; in its section about the differential "
         "diagnosis also the names that head a paragraph."},
    };
    return rules;
}

MinedText mine(const Annotator& annotator, const Record& record, std::string_view own_source) {
    Harvest harvest(annotator, record, own_source);
    std::visit(MineBody{record, harvest}, record.body);
    return std::move(harvest).finish();
}

}  // namespace xinglin
