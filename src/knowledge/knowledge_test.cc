#include "knowledge/knowledge.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

namespace xinglin {
namespace {

Concept made(const std::string& id, const std::string& name) {
    Concept known;
    known.id = id;
    known.kind = *concept_kind_named(id.substr(0, id.find('/')));
    known.name = name;
    return known;
}

Relation joined(const std::string& subject, Predicate predicate, const std::string& object, Role role = Role::None) {
    Relation relation;
    relation.subject = subject;
    relation.predicate = predicate;
    relation.object = object;
    relation.sources = {"source/book"};
    relation.role = role;
    return relation;
}

Source made_source(const std::string& id, SourceStatus status = SourceStatus::InForce) {
    Source source;
    source.id = id;
    source.title = "教科书";
    source.publisher = "出版社";
    source.year = 2020;
    source.kind = SourceKind::Textbook;
    source.licence = "facts cited";
    source.status = status;
    return source;
}

RedFlag made_red_flag(const std::string& id, const std::string& of, CareLevel level) {
    return {id, of, level, SignMatch::Any, {{"突然口角歪斜", ""}}, "立即去急诊。", {"source/book"}};
}

/// A small world without a fault.
KnowledgeData world() {
    KnowledgeData data;
    data.sources = {made_source("source/book"), made_source("source/old", SourceStatus::Withdrawn)};
    data.concepts = {made("condition/hfs", "面肌痉挛"),
                     made("condition/facial", "面神经疾病"),
                     made("condition/nerve", "神经系统疾病"),
                     made("symptom/twitch", "面部抽搐"),
                     made("substance/botulinum", "肉毒毒素"),
                     made("class/toxin", "神经毒素"),
                     made("procedure/mvd", "微血管减压术"),
                     made("test/emg", "肌电图"),
                     made("site/face", "面部"),
                     made("site/head", "头部"),
                     made("department/neurology", "神经内科"),
                     made("population/elderly", "老年人")};
    data.concepts[0].aliases = {{"面肌抽搐", AliasUse::Alone}, {"HFS", AliasUse::NeedsContext}};
    data.concepts[0].codes = {{"ICD-10", "G51.3"}};
    data.concepts[0].summary = SourcedText{"一侧面部不自主抽动。", {"source/book"}};
    data.relations = {joined("condition/hfs", Predicate::IsA, "condition/facial"),
                      joined("condition/facial", Predicate::IsA, "condition/nerve"),
                      joined("condition/hfs", Predicate::HasSymptom, "symptom/twitch", Role::Core),
                      joined("condition/hfs", Predicate::TreatedBy, "substance/botulinum", Role::FirstLine),
                      joined("condition/hfs", Predicate::TreatedBy, "procedure/mvd", Role::Alternative),
                      joined("substance/botulinum", Predicate::IsA, "class/toxin"),
                      joined("condition/hfs", Predicate::DiagnosedBy, "test/emg", Role::Core),
                      joined("site/face", Predicate::PartOf, "site/head"),
                      joined("condition/hfs", Predicate::ManagedIn, "department/neurology", Role::First)};
    data.red_flags = {made_red_flag("red_flag/b", "condition/hfs", CareLevel::Urgent),
                      made_red_flag("red_flag/a", "condition/hfs", CareLevel::Emergency)};
    return data;
}

bool has_problem(const KnowledgeData& data, std::string_view rule, std::string_view where) {
    const auto problems = check(data);
    return std::any_of(problems.begin(), problems.end(), [&](const Problem& problem) {
        return problem.rule == rule && problem.where == where && !problem.message.empty() && !problem.mend.empty();
    });
}

TEST(Check, FindsNothingInAGoodWorld) {
    for (const Problem& problem : check(world())) ADD_FAILURE() << problem.rule << " " << problem.message;
}

TEST(Check, FindsABadId) {
    for (const std::string id : {"condition/", "condition/Upper", "condition/a_b", "condition", "symptom/x",
                                 "condition/面肌", "condition/a/b"}) {
        auto data = world();
        data.concepts.push_back(made("condition/x", "某病"));
        data.concepts.back().id = id;
        EXPECT_TRUE(has_problem(data, "bad-id", id)) << id;
    }
    auto data = world();
    data.concepts.push_back(made("condition/" + std::string(81, 'a'), "某病"));
    EXPECT_TRUE(has_problem(data, "bad-id", data.concepts.back().id));
    data.concepts.back().id = "condition/" + std::string(80, 'a');
    EXPECT_TRUE(check(data).empty());
}

TEST(Check, FindsADuplicateId) {
    auto data = world();
    data.concepts.push_back(made("condition/hfs", "另一个病"));
    EXPECT_TRUE(has_problem(data, "duplicate-id", "condition/hfs"));
    data = world();
    data.sources.push_back(data.sources.front());
    EXPECT_TRUE(has_problem(data, "duplicate-id", "source/book"));
}

TEST(Check, FindsUnknownConceptsAndSources) {
    auto data = world();
    data.relations.push_back(joined("condition/none", Predicate::IsA, "condition/hfs"));
    data.relations.push_back(joined("condition/hfs", Predicate::HasSymptom, "symptom/none"));
    data.relations.push_back(joined("condition/hfs", Predicate::LocatedIn, "site/face"));
    data.relations.back().sources = {"source/none"};
    data.red_flags[0].of = "condition/none";
    data.red_flags[1].signs[0].concept_id = "symptom/none";
    EXPECT_TRUE(has_problem(data, "unknown-concept", "condition/none is_a condition/hfs"));
    EXPECT_TRUE(has_problem(data, "unknown-concept", "condition/hfs has_symptom symptom/none"));
    EXPECT_TRUE(has_problem(data, "unknown-source", "condition/hfs located_in site/face"));
    EXPECT_TRUE(has_problem(data, "unknown-concept", "red_flag/b"));
    EXPECT_TRUE(has_problem(data, "unknown-concept", "red_flag/a"));
}

TEST(Check, FindsWhatHasNoSource) {
    auto data = world();
    data.relations[0].sources.clear();
    data.red_flags[0].sources.clear();
    data.concepts[0].summary->sources.clear();
    EXPECT_TRUE(has_problem(data, "no-source", "condition/hfs is_a condition/facial"));
    EXPECT_TRUE(has_problem(data, "no-source", "red_flag/b"));
    EXPECT_TRUE(has_problem(data, "no-source", "condition/hfs"));
}

TEST(Check, WarnsOfWhatRestsOnWithdrawnSourcesAlone) {
    auto data = world();
    data.relations[0].sources = {"source/old"};
    EXPECT_TRUE(has_problem(data, "withdrawn-source", "condition/hfs is_a condition/facial"));
    data.relations[0].sources = {"source/old", "source/book"};
    EXPECT_TRUE(check(data).empty());
}

TEST(Check, FindsKindsThatDoNotFitThePredicate) {
    struct Wrong {
        const char* subject;
        Predicate predicate;
        const char* object;
    };
    for (const Wrong& wrong : {
             Wrong{"condition/hfs", Predicate::IsA, "symptom/twitch"},
             Wrong{"class/toxin", Predicate::IsA, "substance/botulinum"},
             Wrong{"site/face", Predicate::PartOf, "department/neurology"},
             Wrong{"condition/hfs", Predicate::PartOf, "condition/facial"},
             Wrong{"condition/hfs", Predicate::LocatedIn, "department/neurology"},
             Wrong{"condition/hfs", Predicate::CausedBy, "test/emg"},
             Wrong{"symptom/twitch", Predicate::HasSymptom, "symptom/twitch"},
             Wrong{"condition/hfs", Predicate::DiagnosedBy, "procedure/mvd"},
             Wrong{"condition/hfs", Predicate::TreatedBy, "test/emg"},
             Wrong{"test/emg", Predicate::ManagedIn, "department/neurology"},
             Wrong{"substance/botulinum", Predicate::HasIngredient, "class/toxin"},
             Wrong{"substance/botulinum", Predicate::ComplicatedBy, "condition/hfs"},
             Wrong{"condition/hfs", Predicate::DiffersFrom, "test/emg"},
             Wrong{"condition/hfs", Predicate::NotTreatedBy, "condition/facial"},
             Wrong{"substance/botulinum", Predicate::ContraindicatedIn, "department/neurology"},
             Wrong{"substance/botulinum", Predicate::InteractsWith, "procedure/mvd"},
             Wrong{"procedure/mvd", Predicate::RedFlagOf, "condition/hfs"},
         }) {
        auto data = world();
        data.relations.push_back(joined(wrong.subject, wrong.predicate, wrong.object));
        EXPECT_TRUE(has_problem(data, "wrong-kind", key_of(data.relations.back()))) << key_of(data.relations.back());
    }
    auto data = world();
    data.relations.push_back(joined("department/neurology", Predicate::OftenConfusedWith, "condition/facial"));
    data.relations.push_back(joined("condition/hfs", Predicate::CausedBy, "population/elderly", Role::Rare));
    data.relations.push_back(joined("substance/botulinum", Predicate::ContraindicatedIn, "symptom/twitch"));
    data.relations.push_back(joined("test/emg", Predicate::ContraindicatedIn, "population/elderly", Role::Occasional));
    EXPECT_FALSE(has_problem(data, "wrong-kind", key_of(data.relations.back())));
    data.relations.resize(data.relations.size() - 2);
    EXPECT_TRUE(check(data).empty());
    data.red_flags[0].of = "site/face";
    EXPECT_TRUE(has_problem(data, "wrong-kind", "red_flag/b"));
}

TEST(Check, FindsRolesThatDoNotFitThePredicate) {
    auto data = world();
    data.relations[2].role = Role::FirstLine;
    data.relations[0].curative = true;
    EXPECT_TRUE(has_problem(data, "wrong-role", "condition/hfs has_symptom symptom/twitch"));
    EXPECT_TRUE(has_problem(data, "wrong-role", "condition/hfs is_a condition/facial"));
}

TEST(Check, ShowsACycle) {
    auto data = world();
    data.relations.push_back(joined("condition/nerve", Predicate::IsA, "condition/hfs"));
    const auto problems = check(data);
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_EQ(problems[0].rule, "cycle");
    EXPECT_EQ(problems[0].where, "condition/nerve is_a condition/hfs");
    EXPECT_EQ(problems[0].message,
              "is_a goes in a circle: condition/hfs → condition/facial → condition/nerve → condition/hfs.");
    data = world();
    data.relations.push_back(joined("site/head", Predicate::PartOf, "site/face"));
    EXPECT_TRUE(has_problem(data, "cycle", "site/head part_of site/face"));
}

TEST(Check, FindsACycleExactlyWhenThereIsOne) {
    for (unsigned seed = 0; seed < 300; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        std::mt19937 random(seed);
        constexpr std::size_t kConcepts = 6;
        KnowledgeData data;
        data.sources = {made_source("source/book")};
        for (std::size_t i = 0; i < kConcepts; ++i) {
            data.concepts.push_back(made("condition/" + std::to_string(i), "病" + std::to_string(i)));
        }
        bool reaches[kConcepts][kConcepts] = {};
        for (auto i = random() % 8; i > 0; --i) {
            const std::size_t from = random() % kConcepts;
            const std::size_t to = random() % kConcepts;
            if (from == to || reaches[from][to]) continue;
            reaches[from][to] = true;
            data.relations.push_back(joined(data.concepts[from].id, Predicate::IsA, data.concepts[to].id));
        }
        for (std::size_t via = 0; via < kConcepts; ++via) {
            for (std::size_t from = 0; from < kConcepts; ++from) {
                for (std::size_t to = 0; to < kConcepts; ++to) {
                    reaches[from][to] = reaches[from][to] || (reaches[from][via] && reaches[via][to]);
                }
            }
        }
        bool has_cycle = false;
        for (std::size_t i = 0; i < kConcepts; ++i) has_cycle = has_cycle || reaches[i][i];
        const auto problems = check(data);
        ASSERT_EQ(!problems.empty(), has_cycle);
        for (const Problem& problem : problems) ASSERT_EQ(problem.rule, "cycle");
    }
}

TEST(Check, RefusesChainsThatAreTooDeep) {
    KnowledgeData data;
    data.sources = {made_source("source/book")};
    for (std::size_t i = 0; i <= kMaxDepth + 1; ++i) {
        data.concepts.push_back(made("condition/" + std::to_string(i), "病" + std::to_string(i)));
        if (i > 0) {
            data.relations.push_back(joined(data.concepts[i - 1].id, Predicate::IsA, data.concepts[i].id));
        }
    }
    ASSERT_EQ(check(data).size(), 1U);
    EXPECT_EQ(check(data)[0].rule, "too-deep");
    data.relations.pop_back();
    EXPECT_TRUE(check(data).empty());
}

TEST(Check, FindsRelationsSaidTwice) {
    auto data = world();
    data.relations.push_back(data.relations[0]);
    EXPECT_TRUE(has_problem(data, "duplicate-relation", "condition/hfs is_a condition/facial"));
    data = world();
    data.relations.push_back(joined("condition/hfs", Predicate::DiffersFrom, "condition/nerve"));
    data.relations.push_back(joined("condition/nerve", Predicate::DiffersFrom, "condition/hfs"));
    const auto problems = check(data);
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_EQ(problems[0].severity, Severity::Warning);
}

TEST(Check, FindsARelationOfAConceptToItself) {
    auto data = world();
    data.relations.push_back(joined("condition/hfs", Predicate::DiffersFrom, "condition/hfs"));
    EXPECT_TRUE(has_problem(data, "self-relation", "condition/hfs differs_from condition/hfs"));
}

TEST(Check, FindsANameThatTwoConceptsClaim) {
    auto data = world();
    data.concepts[1].aliases = {{"面肌抽搐", AliasUse::Alone}};
    EXPECT_TRUE(has_problem(data, "name-claimed-twice", "condition/facial"));
    data.concepts[1].aliases = {{"面肌痙攣", AliasUse::Alone}};
    EXPECT_TRUE(has_problem(data, "name-claimed-twice", "condition/facial")) << "compared folded";
    data.concepts[1].aliases = {{"HFS", AliasUse::NeedsContext}, {"面肌痉挛", AliasUse::SearchOnly}};
    EXPECT_TRUE(check(data).empty());
}

TEST(Check, FindsAContradiction) {
    auto data = world();
    data.relations.push_back(joined("condition/hfs", Predicate::NotTreatedBy, "procedure/mvd"));
    EXPECT_TRUE(has_problem(data, "contradiction", "condition/hfs not_treated_by procedure/mvd"));
}

TEST(Check, WarnsWhenATreatmentIsAlsoContraindicated) {
    auto data = world();
    data.relations.push_back(joined("substance/botulinum", Predicate::ContraindicatedIn, "condition/hfs"));
    EXPECT_TRUE(
        has_problem(data, "treats-and-contraindicated", "substance/botulinum contraindicated_in condition/hfs"));
}

TEST(Check, FindsMissingNamesAndFields) {
    auto data = world();
    data.concepts[1].name = " ";
    data.sources[0].title.clear();
    data.sources[1].licence.clear();
    data.red_flags[0].signs.clear();
    data.red_flags[1].action.clear();
    EXPECT_TRUE(has_problem(data, "missing-name", "condition/facial"));
    EXPECT_TRUE(has_problem(data, "missing-name", "source/book"));
    EXPECT_TRUE(has_problem(data, "missing-field", "source/old"));
    EXPECT_TRUE(has_problem(data, "missing-field", "red_flag/b"));
    EXPECT_TRUE(has_problem(data, "missing-field", "red_flag/a"));
}

TEST(Check, FindsDirtyTextWhereverReadersSeeIt) {
    const std::string dirt = "<script>x</script>";
    std::vector<KnowledgeData> worlds(8, world());
    worlds[0].concepts[0].name = dirt;
    worlds[1].concepts[0].aliases[0].text = dirt;
    worlds[2].concepts[0].summary->text = dirt;
    worlds[3].relations[0].statement = dirt;
    worlds[4].sources[0].title = dirt;
    worlds[5].red_flags[0].action = dirt;
    worlds[6].red_flags[0].signs[0].text = dirt;
    worlds[7].relations[0].review = Review{"x\x07", {}, ""};
    for (std::size_t i = 0; i < worlds.size(); ++i) {
        const auto problems = check(worlds[i]);
        ASSERT_EQ(problems.size(), 1U) << i;
        EXPECT_EQ(problems[0].rule, "dirty-text") << i;
    }
}

TEST(Check, FindsAYearACodeAWebAddressAndAgesThatCannotBe) {
    auto data = world();
    data.sources[0].year = 20;
    data.sources[1].url = "javascript:alert(1)";
    data.concepts[0].codes = {{"ICD10", "G51.3"}};
    data.concepts[1].constraints.min_age_years = 60;
    data.concepts[1].constraints.max_age_years = 6;
    data.concepts[2].constraints.sex = Sex::Male;
    data.concepts[2].constraints.pregnancy = PregnancyRule::Only;
    data.concepts[3].constraints.min_age_years = -1;
    EXPECT_TRUE(has_problem(data, "bad-year", "source/book"));
    EXPECT_TRUE(has_problem(data, "bad-url", "source/old"));
    EXPECT_TRUE(has_problem(data, "bad-code", "condition/hfs"));
    EXPECT_TRUE(has_problem(data, "bad-constraints", "condition/facial"));
    EXPECT_TRUE(has_problem(data, "bad-constraints", "condition/nerve"));
    EXPECT_TRUE(has_problem(data, "bad-constraints", "symptom/twitch"));
}

TEST(Check, WarnsOfAnAliasThatIsThereAlready) {
    auto data = world();
    data.concepts[0].aliases.push_back({"面肌痉挛", AliasUse::Alone});
    EXPECT_TRUE(has_problem(data, "repeated-alias", "condition/hfs"));
}

std::vector<std::string> ids(const Knowledge& knowledge, std::span<const Knowledge::Link> links) {
    std::vector<std::string> ids;
    for (const auto& link : links) ids.push_back(knowledge.at(link.other).id);
    return ids;
}

using Ids = std::vector<std::string>;

TEST(Knowledge, FindsConceptsByIdAndByFoldedName) {
    const Knowledge knowledge(world());
    const auto hfs = knowledge.find("condition/hfs");
    ASSERT_TRUE(hfs);
    EXPECT_EQ(knowledge.at(*hfs).name, "面肌痉挛");
    EXPECT_FALSE(knowledge.find("condition/none"));
    EXPECT_EQ(knowledge.named("ＨＦＳ"), std::vector<ConceptIndex>{*hfs});
    EXPECT_EQ(knowledge.named("面肌痙攣"), std::vector<ConceptIndex>{*hfs});
    auto with_english = world();
    with_english.concepts[0].english = "Hemifacial spasm";
    EXPECT_EQ(Knowledge(with_english).named("hemifacial SPASM"), std::vector<ConceptIndex>{*hfs});
    EXPECT_TRUE(knowledge.named("胃溃疡").empty());
    EXPECT_NE(knowledge.find_source("source/book"), nullptr);
    EXPECT_EQ(knowledge.find_source("source/none"), nullptr);
}

TEST(Knowledge, NamesPreferredNamesBeforeAliasesThenById) {
    KnowledgeData data;
    data.concepts = {made("condition/z", "抽搐"), made("condition/b", "乙"), made("condition/a", "甲")};
    data.concepts[1].aliases = {{"抽搐", AliasUse::NeedsContext}};
    data.concepts[2].aliases = {{"抽搐", AliasUse::NeedsContext}};
    const Knowledge knowledge(data);
    EXPECT_EQ(knowledge.named("抽搐"), (std::vector<ConceptIndex>{{0}, {2}, {1}}));
}

TEST(Knowledge, OrdersLinksByRoleThenById) {
    auto data = world();
    data.relations.push_back(joined("condition/hfs", Predicate::TreatedBy, "class/toxin"));
    const Knowledge knowledge(data);
    EXPECT_EQ(ids(knowledge, knowledge.outgoing(*knowledge.find("condition/hfs"), Predicate::TreatedBy)),
              (Ids{"substance/botulinum", "procedure/mvd", "class/toxin"}));
    EXPECT_EQ(ids(knowledge, knowledge.incoming(*knowledge.find("test/emg"), Predicate::DiagnosedBy)),
              (Ids{"condition/hfs"}));
    EXPECT_TRUE(knowledge.outgoing(*knowledge.find("population/elderly"), Predicate::RedFlagOf).empty());
}

TEST(Knowledge, ReadsASymmetricRelationFromBothEndsOnce) {
    auto data = world();
    data.relations.push_back(joined("condition/hfs", Predicate::DiffersFrom, "condition/facial"));
    data.relations.push_back(joined("condition/facial", Predicate::DiffersFrom, "condition/hfs"));
    const Knowledge knowledge(data);
    for (const char* id : {"condition/hfs", "condition/facial"}) {
        const auto index = *knowledge.find(id);
        EXPECT_EQ(knowledge.outgoing(index, Predicate::DiffersFrom).size(), 1U);
        EXPECT_EQ(ids(knowledge, knowledge.outgoing(index, Predicate::DiffersFrom)),
                  ids(knowledge, knowledge.incoming(index, Predicate::DiffersFrom)));
    }
}

TEST(Knowledge, LinksAreThoseThatAScanOfTheRelationsFinds) {
    for (unsigned seed = 0; seed < 100; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        std::mt19937 random(seed);
        KnowledgeData data;
        for (int i = 0; i < 5; ++i)
            data.concepts.push_back(made("symptom/" + std::to_string(i), "症" + std::to_string(i)));
        for (auto i = random() % 40; i > 0; --i) {
            data.relations.push_back(
                joined("symptom/" + std::to_string(random() % 6), static_cast<Predicate>(random() % kPredicateCount),
                       "symptom/" + std::to_string(random() % 6), static_cast<Role>(random() % 3)));
        }
        const Knowledge knowledge(data);
        for (std::uint32_t c = 0; c < 5; ++c) {
            for (int p = 0; p < kPredicateCount; ++p) {
                const auto predicate = static_cast<Predicate>(p);
                std::set<std::string> expected_out;
                std::set<std::string> expected_in;
                const std::string& id = knowledge.at(ConceptIndex{c}).id;
                for (const Relation& r : data.relations) {
                    const bool is_dropped =
                        r.subject == r.object || r.subject == "symptom/5" || r.object == "symptom/5";
                    if (is_dropped || r.predicate != predicate) continue;
                    if (r.subject == id) expected_out.insert(r.object);
                    if (r.object == id) expected_in.insert(r.subject);
                }
                if (is_symmetric(predicate)) {
                    expected_out.insert(expected_in.begin(), expected_in.end());
                    expected_in = expected_out;
                }
                const Ids out = ids(knowledge, knowledge.outgoing({c}, predicate));
                const Ids in = ids(knowledge, knowledge.incoming({c}, predicate));
                ASSERT_EQ(std::set<std::string>(out.begin(), out.end()), expected_out);
                ASSERT_EQ(std::set<std::string>(in.begin(), in.end()), expected_in);
            }
        }
    }
}

TEST(Knowledge, ClimbsToAncestorsNearestFirstWithThePath) {
    const Knowledge knowledge(world());
    const auto hfs = *knowledge.find("condition/hfs");
    const auto& above = knowledge.ancestors(hfs);
    ASSERT_EQ(above.size(), 2U);
    EXPECT_EQ(knowledge.at(above[0].concept_index).id, "condition/facial");
    EXPECT_EQ(knowledge.at(above[1].concept_index).id, "condition/nerve");
    ASSERT_EQ(above[1].path.size(), 2U);
    EXPECT_EQ(knowledge.at(above[1].path[0]).subject, "condition/hfs");
    EXPECT_EQ(knowledge.at(above[1].path[1]).subject, "condition/facial");
    EXPECT_TRUE(knowledge.is_kind_of(hfs, *knowledge.find("condition/nerve")));
    EXPECT_TRUE(knowledge.is_kind_of(hfs, hfs));
    EXPECT_FALSE(knowledge.is_kind_of(*knowledge.find("condition/nerve"), hfs));
    EXPECT_EQ(knowledge.descendants(*knowledge.find("condition/nerve")),
              (std::vector<ConceptIndex>{*knowledge.find("condition/facial"), hfs}));
    EXPECT_TRUE(knowledge.descendants(hfs).empty());
}

TEST(Knowledge, SurvivesACycleThatNobodyChecked) {
    auto data = world();
    data.relations.push_back(joined("condition/nerve", Predicate::IsA, "condition/hfs"));
    const Knowledge knowledge(data);
    EXPECT_EQ(knowledge.ancestors(*knowledge.find("condition/hfs")).size(), 2U);
    EXPECT_EQ(knowledge.descendants(*knowledge.find("condition/hfs")).size(), 2U);
}

TEST(Knowledge, KnowsWhatIsDirectlyRelatedButNotByNegativeRelations) {
    auto data = world();
    data.relations.push_back(joined("condition/nerve", Predicate::OftenConfusedWith, "condition/hfs"));
    const Knowledge knowledge(data);
    const auto at = [&](const char* id) { return *knowledge.find(id); };
    EXPECT_TRUE(knowledge.directly_related(at("condition/hfs"), at("symptom/twitch")));
    EXPECT_TRUE(knowledge.directly_related(at("symptom/twitch"), at("condition/hfs")));
    EXPECT_FALSE(knowledge.directly_related(at("symptom/twitch"), at("test/emg")));
    EXPECT_FALSE(knowledge.directly_related(at("condition/hfs"), at("condition/nerve")));
    EXPECT_FALSE(knowledge.directly_related(at("population/elderly"), at("population/elderly")));
}

TEST(Knowledge, HoldsOnlyWhatIsInForce) {
    auto data = world();
    data.relations[0].sources = {"source/old"};
    data.relations[1].sources = {"source/old", "source/book"};
    data.concepts[0].summary->sources = {"source/old"};
    data.red_flags[0].sources = {"source/old"};
    const Knowledge knowledge(data);
    const auto hfs = *knowledge.find("condition/hfs");
    EXPECT_TRUE(knowledge.outgoing(hfs, Predicate::IsA).empty());
    EXPECT_TRUE(knowledge.ancestors(hfs).empty());
    EXPECT_FALSE(knowledge.at(hfs).summary);
    ASSERT_EQ(knowledge.red_flags_of(hfs).size(), 1U);
    EXPECT_EQ(knowledge.red_flags_of(hfs)[0]->id, "red_flag/a");
    const auto facial = knowledge.outgoing(*knowledge.find("condition/facial"), Predicate::IsA);
    ASSERT_EQ(facial.size(), 1U);
    EXPECT_EQ(knowledge.at(facial[0].relation).sources, Ids{"source/book"});
    EXPECT_EQ(knowledge.sources().size(), 2U);
}

TEST(Knowledge, ShowsTheMostPressingCareCardFirst) {
    const Knowledge knowledge(world());
    const auto cards = knowledge.red_flags_of(*knowledge.find("condition/hfs"));
    ASSERT_EQ(cards.size(), 2U);
    EXPECT_EQ(cards[0]->level, CareLevel::Emergency);
    EXPECT_TRUE(knowledge.red_flags_of(*knowledge.find("site/face")).empty());
}

TEST(Knowledge, LeavesOutWhatNamesUnknownConceptsAndLaterDuplicates) {
    auto data = world();
    data.relations.push_back(joined("condition/hfs", Predicate::HasSymptom, "symptom/none"));
    data.relations.push_back(joined("condition/hfs", Predicate::HasSymptom, "symptom/twitch", Role::Occasional));
    data.concepts.push_back(made("condition/hfs", "后来者"));
    data.red_flags.push_back(made_red_flag("red_flag/c", "condition/none", CareLevel::Urgent));
    const Knowledge knowledge(data);
    const auto hfs = *knowledge.find("condition/hfs");
    EXPECT_EQ(knowledge.at(hfs).name, "面肌痉挛");
    const auto symptoms = knowledge.outgoing(hfs, Predicate::HasSymptom);
    ASSERT_EQ(symptoms.size(), 1U);
    EXPECT_EQ(knowledge.at(symptoms[0].relation).role, Role::Core);
    EXPECT_EQ(knowledge.red_flags().size(), 2U);
    EXPECT_TRUE(Knowledge().concepts().empty());
}

}  // namespace
}  // namespace xinglin
