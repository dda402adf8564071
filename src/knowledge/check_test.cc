// For each rule of knowledge a small pack that breaks it, and the same pack mended.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "knowledge/knowledge.h"
#include "knowledge/rules.h"

namespace xinglin {
namespace {

using enum Predicate;

Concept named(const std::string& id, const std::string& name) {
    Concept known;
    known.id = id;
    known.kind = *concept_kind_named(id.substr(0, id.find('/')));
    known.name = name;
    return known;
}

Relation stated(const std::string& subject, Predicate predicate, const std::string& object) {
    Relation relation;
    relation.subject = subject;
    relation.predicate = predicate;
    relation.object = object;
    relation.sources = {"source/book"};
    return relation;
}

Source published(const std::string& id, SourceKind kind) {
    return {id, "书名", "出版社", 2020, kind, "facts cited", SourceStatus::InForce, "", "", ""};
}

/// A pack without a fault.
KnowledgeData sound_pack() {
    KnowledgeData data;
    data.sources = {published("source/book", SourceKind::Textbook), published("source/portal", SourceKind::Portal),
                    published("source/expert", SourceKind::Expert)};
    data.concepts = {named("condition/hfs", "面肌痉挛"),
                     named("condition/palsy", "面瘫"),
                     named("condition/prostatitis", "慢性前列腺炎"),
                     named("condition/erosion", "宫颈糜烂"),
                     named("condition/fever-fit", "热性惊厥"),
                     named("condition/dementia", "血管性痴呆"),
                     named("condition/eclampsia", "子痫"),
                     named("condition/diabetes", "糖尿病"),
                     named("condition/neuropathy", "周围神经病"),
                     named("condition/pelvic", "某部位慢性炎症"),
                     named("symptom/twitch", "面部抽搐"),
                     named("symptom/numb", "麻木"),
                     named("substance/carbamazepine", "卡马西平"),
                     named("substance/phenytoin", "苯妥英钠"),
                     named("class/anticonvulsants", "抗癫痫药"),
                     named("test/emg", "肌电图"),
                     named("site/prostate", "前列腺"),
                     named("site/face", "面部"),
                     named("department/neurology", "神经内科"),
                     named("department/paediatrics", "儿科"),
                     named("population/men", "成年男性")};
    const auto limit = [&data](std::string_view id) -> Constraints& {
        const auto found = std::find_if(data.concepts.begin(), data.concepts.end(),
                                        [id](const Concept& known) { return known.id == id; });
        return found->constraints;
    };
    limit("condition/prostatitis").sex = Sex::Male;
    limit("condition/erosion").sex = Sex::Female;
    limit("condition/fever-fit").max_age_years = 6;
    limit("condition/dementia").min_age_years = 50;
    limit("condition/eclampsia").pregnancy = PregnancyRule::Only;
    limit("department/paediatrics").max_age_years = 17;
    limit("population/men").pregnancy = PregnancyRule::Never;
    data.relations = {stated("condition/hfs", HasSymptom, "symptom/twitch"),
                      stated("condition/hfs", LocatedIn, "site/face"),
                      stated("condition/hfs", TreatedBy, "substance/carbamazepine"),
                      stated("condition/prostatitis", LocatedIn, "site/prostate"),
                      stated("substance/carbamazepine", IsA, "class/anticonvulsants"),
                      stated("substance/phenytoin", IsA, "class/anticonvulsants"),
                      stated("condition/diabetes", ComplicatedBy, "condition/neuropathy"),
                      stated("condition/hfs", ManagedIn, "department/neurology")};
    data.red_flags = {{"red_flag/a",
                       "condition/hfs",
                       CareLevel::Emergency,
                       SignMatch::Any,
                       {{"突然口角歪斜", ""}},
                       "立即去急诊。",
                       {"source/book"}}};
    return data;
}

using Change = void (*)(KnowledgeData&);

/// How to break a rule, how grave that is, and how to mend what was broken.
struct PlantedFault {
    const char* rule;
    Severity severity;
    Change spoil;
    Change mend;
};

void join(KnowledgeData& data, const char* subject, Predicate predicate, const char* object) {
    data.relations.push_back(stated(subject, predicate, object));
}

void drop_last_relation(KnowledgeData& data) {
    data.relations.pop_back();
}

/// The same five tests under `count` diseases that have nothing in common.
void repeat_list(KnowledgeData& data, int count) {
    for (int test = 0; test < 5; ++test) {
        data.concepts.push_back(named("test/t-" + std::to_string(test), "第" + std::to_string(test) + "项化验"));
    }
    for (int i = 0; i < count; ++i) {
        const std::string id = "condition/c-" + std::to_string(i);
        data.concepts.push_back(named(id, "第" + std::to_string(i) + "型肌病"));
        for (int test = 0; test < 5; ++test) {
            data.relations.push_back(stated(id, DiagnosedBy, "test/t-" + std::to_string(test)));
        }
    }
}

constexpr auto kError = Severity::Error;
constexpr auto kWarning = Severity::Warning;
constexpr auto kNote = Severity::Note;

const PlantedFault kFaults[] = {
    {"bad-id", kError, [](KnowledgeData& d) { d.sources[2].id = "source/Expert"; },
     [](KnowledgeData& d) { d.sources[2].id = "source/expert"; }},
    {"duplicate-id", kError, [](KnowledgeData& d) { d.sources[2].id = "source/book"; },
     [](KnowledgeData& d) { d.sources[2].id = "source/another"; }},
    {"missing-name", kError, [](KnowledgeData& d) { d.concepts[0].name = " "; },
     [](KnowledgeData& d) { d.concepts[0].name = "面肌痉挛"; }},
    {"missing-field", kError, [](KnowledgeData& d) { d.red_flags[0].action = ""; },
     [](KnowledgeData& d) { d.red_flags[0].action = "就医。"; }},
    {"bad-year", kError, [](KnowledgeData& d) { d.sources[0].year = 20; },
     [](KnowledgeData& d) { d.sources[0].year = 2020; }},
    {"bad-url", kError, [](KnowledgeData& d) { d.sources[0].url = "ftp://a.example"; },
     [](KnowledgeData& d) { d.sources[0].url = "https://a.example"; }},
    {"bad-code", kError,
     [](KnowledgeData& d) {
         d.concepts[0].codes = {{"ICD-9", "351.8"}};
     },
     [](KnowledgeData& d) {
         d.concepts[0].codes = {{"ICD-10", "G51.3"}};
     }},
    {"bad-constraints", kError,
     [](KnowledgeData& d) {
         d.concepts[0].constraints = {{}, 40, 20, {}};
     },
     [](KnowledgeData& d) {
         d.concepts[0].constraints = {{}, 20, 40, {}};
     }},
    {"dirty-text", kError, [](KnowledgeData& d) { d.relations[0].statement = "<b>抽</b>"; },
     [](KnowledgeData& d) { d.relations[0].statement = "抽"; }},
    {"invalid-utf8", kError, [](KnowledgeData& d) { d.relations[0].statement = "\xC3\xE6"; },
     [](KnowledgeData& d) { d.relations[0].statement = "面"; }},
    {"html-entity", kWarning, [](KnowledgeData& d) { d.relations[0].statement = "抽&nbsp;动"; },
     [](KnowledgeData& d) { d.relations[0].statement = "抽动"; }},
    {"lost-character", kWarning, [](KnowledgeData& d) { d.relations[0].statement = "抽\xEF\xBF\xBD"; },
     [](KnowledgeData& d) { d.relations[0].statement = "抽动"; }},
    {"text-debris", kError, [](KnowledgeData& d) { d.relations[0].statement = "{{name}}会抽动。"; },
     [](KnowledgeData& d) { d.relations[0].statement = "面部会抽动。"; }},
    {"text-debris", kError, [](KnowledgeData& d) { d.red_flags[0].action = "马上就医[详细]"; },
     [](KnowledgeData& d) { d.red_flags[0].action = "马上就医。"; }},
    {"text-debris", kError,
     [](KnowledgeData& d) {
         d.concepts[0].aliases = {{"(1)面抽", AliasUse::Alone}};
     },
     [](KnowledgeData& d) {
         d.concepts[0].aliases = {{"面抽", AliasUse::Alone}};
     }},
    {"unknown-concept", kError, [](KnowledgeData& d) { join(d, "condition/hfs", DiagnosedBy, "test/none"); },
     [](KnowledgeData& d) { d.relations.back().object = "test/emg"; }},
    {"unknown-source", kError, [](KnowledgeData& d) { d.relations[0].sources = {"source/none"}; },
     [](KnowledgeData& d) { d.relations[0].sources = {"source/book"}; }},
    {"no-source", kError, [](KnowledgeData& d) { d.relations[0].sources.clear(); },
     [](KnowledgeData& d) { d.relations[0].sources = {"source/book"}; }},
    {"withdrawn-source", kWarning,
     [](KnowledgeData& d) {
         d.sources[1].status = SourceStatus::Withdrawn;
         d.relations[0].sources = {"source/portal"};
     },
     [](KnowledgeData& d) { d.relations[0].sources.push_back("source/book"); }},
    {"wrong-kind", kError, [](KnowledgeData& d) { join(d, "test/emg", DiagnosedBy, "condition/hfs"); },
     [](KnowledgeData& d) { std::swap(d.relations.back().subject, d.relations.back().object); }},
    {"wrong-role", kError, [](KnowledgeData& d) { d.relations[0].role = Role::FirstLine; },
     [](KnowledgeData& d) { d.relations[0].role = Role::Core; }},
    {"wrong-route", kError, [](KnowledgeData& d) { d.relations[0].routes.add(Administration::Oral); },
     [](KnowledgeData& d) { d.relations[0].routes = Administrations(); }},
    {"self-relation", kError, [](KnowledgeData& d) { join(d, "condition/hfs", DiffersFrom, "condition/hfs"); },
     [](KnowledgeData& d) { d.relations.back().object = "condition/palsy"; }},
    {"duplicate-relation", kError, [](KnowledgeData& d) { d.relations.push_back(d.relations[0]); }, drop_last_relation},
    {"duplicate-relation", kWarning,
     [](KnowledgeData& d) {
         join(d, "condition/hfs", DiffersFrom, "condition/palsy");
         join(d, "condition/palsy", DiffersFrom, "condition/hfs");
     },
     drop_last_relation},
    {"asymmetric-edge", kNote,
     [](KnowledgeData& d) {
         join(d, "condition/hfs", DiffersFrom, "condition/palsy");
         join(d, "condition/palsy", DiffersFrom, "condition/hfs");
         d.relations.back().statement = "一个抽，一个瘫。";
     },
     drop_last_relation},
    {"asymmetric-edge", kNote,
     [](KnowledgeData& d) {
         join(d, "substance/phenytoin", InteractsWith, "substance/carbamazepine");
         join(d, "substance/carbamazepine", InteractsWith, "substance/phenytoin");
         d.relations.back().evidence = Evidence::High;
     },
     drop_last_relation},
    {"cycle", kError,
     [](KnowledgeData& d) {
         join(d, "condition/hfs", IsA, "condition/palsy");
         join(d, "condition/palsy", IsA, "condition/hfs");
     },
     drop_last_relation},
    {"too-deep", kError,
     [](KnowledgeData& d) {
         for (std::size_t i = 0; i <= kMaxDepth + 1; ++i) {
             const std::string number = std::to_string(i);
             d.concepts.push_back(named("condition/c-" + number, "第" + number + "层病"));
             if (i > 0)
                 d.relations.push_back(stated("condition/c-" + std::to_string(i - 1), IsA, d.concepts.back().id));
         }
     },
     drop_last_relation},
    {"cycle", kError,
     [](KnowledgeData& d) {
         for (std::size_t i = 0; i < 20; ++i) {
             d.concepts.push_back(named("condition/r-" + std::to_string(i), "第" + std::to_string(i) + "环病"));
             const std::size_t next = (i + 1) % 20;
             d.relations.push_back(stated(d.concepts.back().id, IsA, "condition/r-" + std::to_string(next)));
         }
     },
     drop_last_relation},
    {"swallowed-concept", kWarning,
     [](KnowledgeData& d) {
         d.concepts[0].codes = {{"ICD-10", "K37"}};
         d.concepts[0].aliases = {{"慢性阑尾炎", AliasUse::Alone}};
     },
     [](KnowledgeData& d) { d.concepts[0].aliases[0].use = AliasUse::SearchOnly; }},
    {"name-claimed-twice", kError,
     [](KnowledgeData& d) {
         d.concepts[0].aliases = {{"面癱", AliasUse::Alone}};
     },
     [](KnowledgeData& d) { d.concepts[0].aliases[0].use = AliasUse::NeedsContext; }},
    {"repeated-alias", kWarning,
     [](KnowledgeData& d) {
         d.concepts[0].aliases = {{"面抽", AliasUse::Alone}, {"面抽", AliasUse::Alone}};
     },
     [](KnowledgeData& d) { d.concepts[0].aliases.pop_back(); }},
    {"contradiction", kError,
     [](KnowledgeData& d) { join(d, "condition/hfs", NotTreatedBy, "substance/carbamazepine"); },
     [](KnowledgeData& d) { d.relations.back().object = "substance/phenytoin"; }},
    {"contradiction", kWarning,
     [](KnowledgeData& d) { join(d, "condition/hfs", NotTreatedBy, "class/anticonvulsants"); }, drop_last_relation},
    {"contradiction", kWarning, [](KnowledgeData& d) { join(d, "symptom/twitch", OftenConfusedWith, "condition/hfs"); },
     [](KnowledgeData& d) { d.relations.back().subject = "symptom/numb"; }},
    {"contradiction", kWarning,
     [](KnowledgeData& d) {
         d.concepts.push_back(named("cause/unknown", "病因尚不明确"));
         join(d, "condition/hfs", CausedBy, "cause/unknown");
         d.relations.back().role = Role::Main;
         join(d, "condition/hfs", CausedBy, "condition/palsy");
         d.relations.back().role = Role::Main;
     },
     [](KnowledgeData& d) { d.relations.back().role = Role::Contributing; }},
    {"wrong-kind", kError,
     [](KnowledgeData& d) {
         d.concepts.push_back(named("cause/gene", "某基因突变"));
         join(d, "condition/hfs", HasSymptom, "cause/gene");
     },
     [](KnowledgeData& d) { d.relations.back().predicate = CausedBy; }},
    {"treats-and-contraindicated", kWarning,
     [](KnowledgeData& d) { join(d, "substance/carbamazepine", ContraindicatedIn, "condition/hfs"); },
     [](KnowledgeData& d) { d.relations.back().object = "condition/palsy"; }},

    // Whom both ends concern.
    {"sex-conflict", kError,
     [](KnowledgeData& d) { join(d, "condition/prostatitis", ComplicatedBy, "condition/erosion"); },
     drop_last_relation},
    {"sex-conflict", kWarning,
     [](KnowledgeData& d) { join(d, "condition/prostatitis", DiffersFrom, "condition/erosion"); }, drop_last_relation},
    {"sex-conflict", kError,  // 某部位慢性炎症 has no constraint, but it is in the prostate.
     [](KnowledgeData& d) {
         join(d, "condition/pelvic", LocatedIn, "site/prostate");
         join(d, "condition/erosion", ComplicatedBy, "condition/pelvic");
     },
     [](KnowledgeData& d) { d.relations[d.relations.size() - 2].object = "site/face"; }},
    {"sex-conflict", kError,  // a kind of what concerns men only
     [](KnowledgeData& d) {
         join(d, "condition/pelvic", IsA, "condition/prostatitis");
         join(d, "condition/pelvic", ComplicatedBy, "condition/erosion");
     },
     drop_last_relation},
    {"sex-conflict", kWarning,  // by the names alone
     [](KnowledgeData& d) {
         d.concepts[2].constraints = d.concepts[3].constraints = {};
         d.relations[3].object = "site/face";
         d.relations[3].subject = "condition/palsy";
         join(d, "condition/prostatitis", HasSymptom, "condition/erosion");
         d.concepts[3].kind = ConceptKind::Symptom;
         d.concepts[3].id = d.relations.back().object = "symptom/erosion";
     },
     drop_last_relation},
    {"age-conflict", kError,
     [](KnowledgeData& d) { join(d, "condition/dementia", ManagedIn, "department/paediatrics"); },
     [](KnowledgeData& d) { d.relations.back().subject = "condition/fever-fit"; }},
    {"age-conflict", kError,  // what follows comes later, not earlier
     [](KnowledgeData& d) { join(d, "condition/dementia", ComplicatedBy, "condition/fever-fit"); }, drop_last_relation},
    {"pregnancy-conflict", kError,
     [](KnowledgeData& d) { join(d, "condition/eclampsia", ComplicatedBy, "condition/prostatitis"); },
     drop_last_relation},
    {"pregnancy-conflict", kWarning,
     [](KnowledgeData& d) { join(d, "condition/eclampsia", CausedBy, "population/men"); },
     [](KnowledgeData& d) { d.relations.back().subject = "condition/hfs"; }},
    {"site-conflict", kWarning,
     [](KnowledgeData& d) { join(d, "condition/palsy", ComplicatedBy, "condition/erosion"); },
     [](KnowledgeData& d) { d.relations.back().object = "condition/hfs"; }},
    {"site-conflict", kWarning,  // by the site that is stated, not by the name
     [](KnowledgeData& d) {
         join(d, "condition/pelvic", LocatedIn, "site/prostate");
         join(d, "condition/palsy", CausedBy, "condition/pelvic");
     },
     [](KnowledgeData& d) { d.relations[d.relations.size() - 2].object = "site/face"; }},

    // Directions.
    {"direction", kWarning,
     [](KnowledgeData& d) { join(d, "condition/neuropathy", ComplicatedBy, "condition/diabetes"); },
     [](KnowledgeData& d) { d.relations.back().predicate = CausedBy; }},
    {"direction", kWarning,
     [](KnowledgeData& d) {
         join(d, "condition/hfs", CausedBy, "condition/palsy");
         join(d, "condition/palsy", CausedBy, "condition/hfs");
     },
     drop_last_relation},
    {"direction", kWarning, [](KnowledgeData& d) { join(d, "condition/diabetes", CausedBy, "condition/neuropathy"); },
     [](KnowledgeData& d) { std::swap(d.relations.back().subject, d.relations.back().object); }},
    {"direction", kWarning,
     [](KnowledgeData& d) {
         join(d, "condition/hfs", IsA, "condition/neuropathy");
         join(d, "condition/neuropathy", DiffersFrom, "condition/hfs");
     },
     drop_last_relation},
    {"direction", kError,
     [](KnowledgeData& d) {
         join(d, "substance/phenytoin", HasIngredient, "substance/carbamazepine");
         join(d, "substance/carbamazepine", HasIngredient, "substance/phenytoin");
     },
     drop_last_relation},
    {"disease-as-symptom", kNote,
     [](KnowledgeData& d) { join(d, "condition/neuropathy", HasSymptom, "condition/palsy"); },
     [](KnowledgeData& d) { d.relations.back().object = "symptom/numb"; }},

    // Names and texts.
    {"question-as-name", kError, [](KnowledgeData& d) { d.concepts[0].name = "面肌痉挛怎么办"; },
     [](KnowledgeData& d) { d.concepts[0].name = "面肌痉挛"; }},
    {"question-as-name", kError,
     [](KnowledgeData& d) {
         d.concepts[0].aliases = {{"脸抽是什么病", AliasUse::Alone}};
     },
     [](KnowledgeData& d) { d.concepts[0].aliases[0].use = AliasUse::SearchOnly; }},
    {"sentence-as-name", kWarning, [](KnowledgeData& d) { d.concepts[0].name = "患者的面部会不自主抽动。"; },
     [](KnowledgeData& d) { d.concepts[0].name = "面肌痉挛"; }},
    {"cut-name", kError, [](KnowledgeData& d) { d.concepts[0].name = "面肌痉..."; },
     [](KnowledgeData& d) { d.concepts[0].name = "面肌痉挛"; }},
    {"not-a-name", kError, [](KnowledgeData& d) { d.concepts[0].name = "其他"; },
     [](KnowledgeData& d) { d.concepts[0].name = "面肌痉挛"; }},
    {"unknown-department", kWarning, [](KnowledgeData& d) { d.concepts[18].name = "神经病人"; },
     [](KnowledgeData& d) { d.concepts[18].name = "神经内科"; }},
    {"unsourced-number", kWarning,
     [](KnowledgeData& d) {
         d.relations[2].statement = "治愈率约９５％。";
         d.relations[2].sources = {"source/portal", "source/expert"};
     },
     [](KnowledgeData& d) { d.relations[2].sources.push_back("source/book"); }},
    {"unsourced-number", kWarning,
     [](KnowledgeData& d) {
         d.concepts[0].summary = SourcedText{"手术的治愈率高达九成。", {"source/portal"}};
     },
     [](KnowledgeData& d) { d.concepts[0].summary->text = "手术多半有效。"; }},
    {"repeated-list", kWarning, [](KnowledgeData& d) { repeat_list(d, 5); },
     [](KnowledgeData& d) {
         for (int i = 0; i < 5; ++i) {
             d.relations.push_back(stated("condition/c-" + std::to_string(i), IsA, "condition/neuropathy"));
         }
     }},
    {"repeated-list", kWarning, [](KnowledgeData& d) { repeat_list(d, 5); }, drop_last_relation},
};

std::string rules_in(const std::vector<Problem>& problems) {
    std::string all;
    for (const Problem& problem : problems) {
        all += std::string(name_of(problem.severity)) + " " + problem.rule + " " + problem.where + ": " +
               problem.message + "\n";
    }
    return all;
}

TEST(CheckRules, FindNothingInASoundPack) {
    EXPECT_EQ(rules_in(check(sound_pack())), "");
}

TEST(CheckRules, CatchEachPlantedFaultAndLetItsMendedTwinPass) {
    for (std::size_t i = 0; i < std::size(kFaults); ++i) {
        const PlantedFault& fault = kFaults[i];
        SCOPED_TRACE(testing::Message() << i << " " << fault.rule);
        KnowledgeData data = sound_pack();
        fault.spoil(data);
        const auto problems = check(data);
        const auto is_planted = [&fault](const Problem& problem) {
            return problem.rule == fault.rule && problem.severity == fault.severity;
        };
        EXPECT_TRUE(!problems.empty() && std::all_of(problems.begin(), problems.end(), is_planted))
            << rules_in(problems);
        for (const Problem& problem : problems) {
            EXPECT_LE(problem.severity, find_rule(problem.rule)->severity);
            EXPECT_FALSE(problem.mend.empty());
        }
        fault.mend(data);
        EXPECT_EQ(rules_in(check(data)), "");
    }
}

/// Rules that other layers report: of files, lines and fields, of records, and at the gate of an import.
constexpr std::array kElsewhere = {
    "not-a-folder",   "missing-file",         "newer-format",        "missing-requirement",
    "unknown-file",   "not-a-file",           "unreadable-file",     "outside-folder",
    "file-too-large", "wrong-file",           "too-many-problems",   "byte-order-mark",
    "line-too-long",  "broken-json",          "not-an-object",       "broken-toml",
    "broken-table",   "no-front-matter",      "unknown-field",       "duplicate-field",
    "bad-field",      "field-too-long",       "date-order",          "bad-citation",
    "unknown-record", "unknown-record-shape", "id-collision",        "duplicate-row",
    "not-taken-over", "uncorroborated",       "contradicts-curated", "bad-condition",
    "broken-example"};

TEST(CheckRules, AllHaveAPlantedFault) {
    std::set<std::string_view> planted;
    for (const PlantedFault& fault : kFaults) planted.insert(fault.rule);
    for (const Rule& rule : rules()) {
        const bool is_elsewhere = std::find(kElsewhere.begin(), kElsewhere.end(), rule.id) != kElsewhere.end();
        EXPECT_NE(planted.contains(rule.id), is_elsewhere) << rule.id;
    }
}

TEST(CheckRules, LetPassWhatIsLegitimate) {
    KnowledgeData data = sound_pack();
    join(data, "condition/neuropathy", CausedBy, "condition/diabetes");  // the same thing from the other end
    join(data, "condition/dementia", CausedBy, "condition/fever-fit");   // years later
    join(data, "condition/fever-fit", CausedBy, "condition/eclampsia");  // of the mother
    join(data, "condition/fever-fit", CausedBy, "symptom/twitch");
    join(data, "condition/fever-fit", HasSymptom, "symptom/twitch");  // both the cause and seen
    join(data, "substance/carbamazepine", ContraindicatedIn, "population/men");
    join(data, "condition/hfs", NotTreatedBy, "substance/phenytoin");
    join(data, "condition/erosion", OftenConfusedWith, "condition/prostatitis");
    data.relations[0].statement = "约80%的人先从眼睑开始。";
    data.relations[2].statement = "复发率的高低没有数字。";
    data.relations[2].sources = {"source/expert"};
    EXPECT_EQ(rules_in(check(data)), "");
}

}  // namespace
}  // namespace xinglin
