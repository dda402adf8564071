#pragma once

#include <string>
#include <vector>

#include "base/date.h"
#include "store/store.h"

namespace xinglin {

inline Origin sample_origin(std::string name) {
    return {std::move(name), "1.0.0", "神经内科入门包", "CC-BY-4.0", "zh-CN", Trust::Curated, true};
}

inline Source sample_source(std::string id, std::string title = "面肌痉挛诊疗中国专家共识") {
    Source source;
    source.id = std::move(id);
    source.title = std::move(title);
    source.publisher = "中国协和医科大学出版社";
    source.year = 2020;
    source.licence = "facts cited";
    return source;
}

inline Concept sample_concept(std::string id, std::string name = "面肌痉挛") {
    Concept value;
    value.id = std::move(id);
    value.kind = *concept_kind_named(value.id.substr(0, value.id.find('/')));
    value.name = std::move(name);
    value.english = "hemifacial spasm";
    value.aliases = {{"面肌抽搐", AliasUse::Alone}, {"HFS", AliasUse::NeedsContext}};
    value.codes = {{"ICD-10", "G51.3"}};
    value.constraints.min_age_years = 18;
    value.summary = SourcedText{"一侧面部肌肉\"不自主\"抽动。", {"source/consensus"}};
    return value;
}

inline Relation sample_relation(std::string subject, std::string object, std::string statement = "首选药物。") {
    Relation relation;
    relation.subject = std::move(subject);
    relation.predicate = Predicate::TreatedBy;
    relation.object = std::move(object);
    relation.sources = {"source/consensus"};
    relation.role = Role::FirstLine;
    relation.evidence = Evidence::Moderate;
    relation.statement = std::move(statement);
    return relation;
}

inline RedFlag sample_red_flag(std::string id, std::string action = "立即拨打120。") {
    RedFlag flag;
    flag.id = std::move(id);
    flag.of = "condition/facial-spasm";
    flag.signs = {{"突然说话不清", ""}, {"一侧肢体无力", "symptom/limb-weakness"}};
    flag.action = std::move(action);
    flag.sources = {"source/consensus"};
    return flag;
}

inline TriageRule sample_triage_rule(std::string id, std::string advice = "立即去急诊。") {
    TriageRule rule;
    rule.id = std::move(id);
    rule.name = "可能是脑卒中";
    rule.advice = std::move(advice);
    rule.sources = {"source/consensus"};
    rule.all = {{TriageCondition::Kind::Criterion, "condition/facial-spasm sudden", 0, {}},
                {TriageCondition::Kind::AtLeast, {}, 1, {{TriageCondition::Kind::Criterion, "age >= 65", 0, {}}}}};
    rule.asks = {{"age >= 65", "满65岁了吗？"}};
    rule.fires = {"突然面肌痉挛，70岁"};
    rule.quiet = {"面肌痉挛"};
    return rule;
}

inline Record sample_article(std::string slug, std::string title, std::string origin = "pack") {
    Record record;
    record.head.id = "article/" + std::move(slug);
    record.head.origin = std::move(origin);
    record.head.author = "杏林编辑部";
    record.head.published_on = *Date::parse("2026-03-01");
    record.head.sources = {"source/consensus"};
    record.body =
        Article{std::move(title), "第一行\\第二行\n\"引号\"与 😀。", true, "杏林编辑部", {"department/neurology"}};
    return record;
}

inline Record sample_doctor(std::string slug, std::string name, std::string origin = "pack") {
    Record record;
    record.head.id = "doctor/" + std::move(slug);
    record.head.origin = std::move(origin);
    Doctor doctor;
    doctor.name = std::move(name);
    doctor.titles = {"主任医师", "教授"};
    doctor.hospital_name = "云溪医院";
    doctor.department = "神经内科";
    doctor.specialty = "面肌痉挛, {\"锥外\"系统疾病}";
    record.body = doctor;
    return record;
}

/// An imported origin with all that can be said of one.
inline Origin imported_origin(std::string name) {
    Origin origin = sample_origin(std::move(name));
    origin.trust = Trust::Imported;
    origin.source = "source/" + origin.name;
    origin.input = {"kb \"1\".jsonl.gz", 12'345'678'901, 0xfedc'ba98'7654'3210};
    origin.imported_on = *Date::parse("2026-11-24");
    origin.steps = {"gunzip", "gb18030 to utf-8", "diseases adapter 1", "引号\""};
    return origin;
}

/// Some of every kind of entity.
inline Collection sample_collection(std::string origin = "pack") {
    Collection collection;
    collection.origin = sample_origin(origin);
    collection.knowledge.sources = {sample_source("source/consensus"),
                                    sample_source("source/label", "卡马西平片说明书")};
    collection.knowledge.concepts = {sample_concept("condition/facial-spasm"),
                                     sample_concept("substance/carbamazepine", "卡马西平")};
    collection.knowledge.relations = {sample_relation("condition/facial-spasm", "substance/carbamazepine")};
    collection.knowledge.red_flags = {sample_red_flag("red_flag/stroke")};
    collection.knowledge.triage_rules = {sample_triage_rule("triage/stroke")};
    collection.records = {sample_article("causes", "面肌痉挛是怎样引起的", origin),
                          sample_doctor("li", "李示例", origin)};
    collection.quarantine = {{origin, "drugs.jsonl:3", "missing-field", "这一行没有 name。", "{\"maker\":\"某厂\"}"}};
    return collection;
}

/// What an import without review brings, with lines that it could not use.
inline Collection imported_collection(const std::string& origin = "portal") {
    Collection collection = sample_collection(origin);
    collection.origin = imported_origin(origin);
    collection.knowledge.sources = {sample_source("source/" + origin)};
    collection.knowledge.concepts = {sample_concept("condition/" + origin + "-1"),
                                     sample_concept("substance/" + origin + "-2", "卡马西平")};
    for (Concept& each : collection.knowledge.concepts) each.trust = Trust::Imported;
    for (Relation& each : collection.knowledge.relations) each.trust = Trust::Imported;
    collection.knowledge.red_flags = {sample_red_flag("red_flag/" + origin)};
    collection.knowledge.triage_rules = {sample_triage_rule("triage/" + origin)};
    collection.records = {sample_article(origin + "-causes", "面肌痉挛是怎样引起的", origin),
                          sample_doctor(origin + "-li", "李示例", origin)};
    for (Record& each : collection.records) each.head.trust = Trust::Imported;
    for (int i = 0; i < 5; ++i) {
        collection.quarantine.push_back({origin, "kb.jsonl:" + std::to_string(i),
                                         i % 2 == 0 ? "cut-name" : "question-as-name", "名称不完整。", "x"});
    }
    return collection;
}

/// All that a store says, to be compared as a whole.
struct StoreState {
    Revision revision = 0;
    KnowledgeData knowledge;
    std::vector<std::pair<Record, Revision>> records;
    std::vector<Origin> origins;
    std::vector<QuarantinedLine> quarantine;
    std::vector<Withdrawal> withdrawals;
    std::vector<StagedImport> staged;
    std::vector<Change> feed;

    friend bool operator==(const StoreState&, const StoreState&) = default;
};

inline StoreState state_of(Store& store) {
    StoreState state;
    state.revision = store.revision();
    state.knowledge = store.knowledge();
    store.for_each_record(
        [&](const Store::StoredRecord& stored) { state.records.emplace_back(stored.record, stored.revision); });
    state.origins = store.origins();
    for (const Origin& origin : state.origins) {
        for (QuarantinedLine& line : store.quarantine(origin.name)) state.quarantine.push_back(std::move(line));
    }
    state.withdrawals = store.withdrawals();
    state.staged = store.staged_imports();
    state.feed = store.changes_since(0, 1'000'000);
    return state;
}

}  // namespace xinglin
