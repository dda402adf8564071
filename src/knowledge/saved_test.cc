#include "knowledge/saved.h"

#include <gtest/gtest.h>

#include <random>

namespace xinglin {
namespace {

KnowledgeData sample() {
    KnowledgeData data;
    for (const char* id : {"source/book", "source/old"}) {
        Source source;
        source.id = id;
        source.title = "神经病学";
        source.year = 2018;
        data.sources.push_back(source);
    }
    data.sources[1].status = SourceStatus::Withdrawn;
    const auto add = [&](const char* id, ConceptKind kind, const char* name) -> Concept& {
        Concept& made = data.concepts.emplace_back();
        made.id = id;
        made.kind = kind;
        made.name = name;
        return made;
    };
    Concept& spasm = add("condition/spasm", ConceptKind::Condition, "面肌痉挛");
    spasm.aliases = {{"面肌抽搐", AliasUse::Alone}, {"HFS", AliasUse::NeedsContext}};
    spasm.codes = {{"ICD-10", "G51.3"}};
    spasm.constraints.min_age_years = 3;
    spasm.constraints.sex = Sex::Female;
    spasm.summary = SourcedText{"一侧面部抽动。", {"source/book"}};
    add("condition/nerve", ConceptKind::Condition, "神经病（面）");
    add("symptom/twitch", ConceptKind::Symptom, "抽动").trust = Trust::Imported;
    add("substance/drug", ConceptKind::Substance, "卡马西平").english = "Carbamazepine";
    const auto relate = [&](const char* subject, Predicate predicate, const char* object, const char* source) {
        Relation& made = data.relations.emplace_back();
        made.subject = subject;
        made.predicate = predicate;
        made.object = object;
        made.sources = {source};
        return &made;
    };
    relate("condition/spasm", Predicate::IsA, "condition/nerve", "source/book");
    relate("condition/spasm", Predicate::HasSymptom, "symptom/twitch", "source/book")->role = Role::Core;
    Relation* treated = relate("condition/spasm", Predicate::TreatedBy, "substance/drug", "source/book");
    treated->routes.add(Administration::Oral);
    treated->review = Review{"顾云", *Date::parse("2026-01-05"), "对照原文"};
    treated->mined_from = TextEvidence{"article/a", "body", 1, 5, "用卡马西平", "treats"};
    relate("condition/nerve", Predicate::HasSymptom, "symptom/twitch", "source/old");
    RedFlag& flag = data.red_flags.emplace_back();
    flag.id = "red_flag/palsy";
    flag.of = "condition/spasm";
    flag.signs = {{"突然抽动", "symptom/twitch", SignUse::Sudden}};
    flag.action = "去急诊";
    flag.sources = {"source/book"};
    TriageRule& rule = data.triage_rules.emplace_back();
    rule.id = "triage/twitch";
    rule.name = "抽动";
    rule.sources = {"source/book"};
    rule.all = {{TriageCondition::Kind::Any, "", 0, {{TriageCondition::Kind::Criterion, "symptom/twitch", 0, {}}}}};
    return data;
}

std::string saved(const Knowledge& knowledge) {
    ArchiveWriter archive;
    knowledge.save(archive);
    return std::move(archive).take();
}

TEST(SavedKnowledge, AnswersAsWhatWasSaved) {
    const Knowledge built(sample());
    const std::string bytes = saved(built);
    ArchiveReader archive(bytes);
    const Knowledge loaded = Knowledge::load(archive);
    ASSERT_TRUE(archive.ok());
    EXPECT_TRUE(archive.at_end());
    EXPECT_TRUE(std::ranges::equal(loaded.sources(), built.sources()));
    EXPECT_TRUE(std::ranges::equal(loaded.concepts(), built.concepts()));
    EXPECT_TRUE(std::ranges::equal(loaded.relations(), built.relations()));
    EXPECT_TRUE(std::ranges::equal(loaded.red_flags(), built.red_flags()));
    EXPECT_TRUE(std::ranges::equal(loaded.derived_names(), built.derived_names()));
    EXPECT_EQ(saved(loaded), bytes);
    for (const char* name : {"面肌痉挛", "HFS", "carbamazepine", "神经病", "没有"})
        EXPECT_EQ(loaded.named(name), built.named(name)) << name;
    for (std::uint32_t i = 0; i < built.concepts().size(); ++i) {
        const ConceptIndex index{i};
        EXPECT_EQ(loaded.find(built.at(index).id), index);
        EXPECT_EQ(loaded.is_for_readers(index), built.is_for_readers(index));
        EXPECT_EQ(loaded.descendants(index), built.descendants(index));
        EXPECT_EQ(loaded.ancestors(index).size(), built.ancestors(index).size());
        EXPECT_EQ(loaded.red_flags_of(index).size(), built.red_flags_of(index).size());
        EXPECT_EQ(loaded.sign_places_of(index).size(), built.sign_places_of(index).size());
        for (int p = 0; p < kPredicateCount; ++p) {
            const auto predicate = static_cast<Predicate>(p);
            EXPECT_EQ(loaded.outgoing(index, predicate).size(), built.outgoing(index, predicate).size());
            EXPECT_EQ(loaded.incoming(index, predicate).size(), built.incoming(index, predicate).size());
        }
    }
}

TEST(SavedKnowledge, SurvivesAnyChange) {
    const std::string bytes = saved(Knowledge(sample()));
    std::mt19937 random(9);
    for (int round = 0; round < 5000; ++round) {
        std::string changed = bytes;
        for (auto changes = 1 + random() % 3; changes > 0; --changes)
            changed[random() % changed.size()] = static_cast<char>(random());
        if (random() % 4 == 0) changed.resize(random() % changed.size());
        ArchiveReader archive(changed);
        const Knowledge loaded = Knowledge::load(archive);
        if (!archive.ok()) {
            EXPECT_TRUE(loaded.concepts().empty());
        }
        for (std::uint32_t i = 0; i < loaded.concepts().size(); ++i) (void)loaded.ancestors({i});
    }
}

}  // namespace
}  // namespace xinglin
