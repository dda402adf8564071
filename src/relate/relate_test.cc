#include "relate/relate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "corpus/hospital_field.h"
#include "relate/constraints.h"
#include "relate/route.h"
#include "relate/treatment.h"

namespace xinglin {
namespace {

Source guideline() {
    Source source;
    source.id = "source/guideline";
    source.title = "某病诊疗共识";
    source.year = 2014;
    return source;
}

Concept concept_named(std::string id, std::string name, std::vector<std::string> aliases = {}) {
    Concept made;
    made.kind = *concept_kind_named(id.substr(0, id.find('/')));
    made.id = std::move(id);
    made.name = std::move(name);
    for (std::string& alias : aliases) made.aliases.push_back({std::move(alias), AliasUse::Alone});
    return made;
}

Relation relation(std::string subject, Predicate predicate, std::string object, Role role = Role::None) {
    Relation made;
    made.subject = std::move(subject);
    made.predicate = predicate;
    made.object = std::move(object);
    made.sources = {"source/guideline"};
    made.role = role;
    return made;
}

RecordHead head(std::string id, Trust trust = Trust::Curated) {
    RecordHead made;
    made.id = std::move(id);
    made.origin = "test";
    made.trust = trust;
    return made;
}

/// A facial-spasm portal in small, with the near-misses of a real one.
class World {
  public:
    World() {
        knowledge.sources.push_back(guideline());
        knowledge.concepts = {
            concept_named("condition/hfs", "面肌痉挛", {"面肌抽搐"}),
            concept_named("condition/movement", "运动障碍疾病", {"锥外系统疾病"}),
            concept_named("condition/intestinal-spasm", "肠痉挛"),
            concept_named("condition/ulcer", "溃疡病"),
            concept_named("condition/blepharospasm", "眼睑痉挛"),
            concept_named("condition/prostatitis", "前列腺炎"),
            concept_named("substance/carbamazepine", "卡马西平"),
            concept_named("substance/placebo", "安慰剂甲"),
            concept_named("substance/zanthoxylum", "两面针"),
            concept_named("procedure/mvd", "微血管减压术"),
            concept_named("test/amr", "异常肌反应"),
            concept_named("department/neurology", "神经内科", {"神经科"}),
            concept_named("department/orthopaedics", "骨科"),
            concept_named("department/gynaecology", "妇科"),
            concept_named("population/pregnant", "孕妇"),
        };
        for (Concept& each : knowledge.concepts) {
            if (each.id == "condition/prostatitis") each.constraints.sex = Sex::Male;
            if (each.id == "department/gynaecology") each.constraints.sex = Sex::Female;
        }
        knowledge.relations = {
            relation("condition/hfs", Predicate::IsA, "condition/movement"),
            relation("condition/hfs", Predicate::ManagedIn, "department/neurology", Role::First),
            relation("condition/hfs", Predicate::TreatedBy, "substance/carbamazepine", Role::FirstLine),
            relation("condition/hfs", Predicate::NotTreatedBy, "substance/placebo"),
            relation("condition/hfs", Predicate::TreatedBy, "procedure/mvd", Role::FirstLine),
            relation("condition/hfs", Predicate::DiagnosedBy, "test/amr", Role::Core),
            relation("condition/hfs", Predicate::DiffersFrom, "condition/blepharospasm"),
            relation("substance/carbamazepine", Predicate::ContraindicatedIn, "population/pregnant"),
            relation("condition/prostatitis", Predicate::ManagedIn, "department/gynaecology", Role::First),
        };
        knowledge.relations[4].curative = true;
    }

    void add(Record record) { records.push_back(std::move(record)); }

    void add_doctor(const std::string& slug, std::string department, std::string specialty) {
        Doctor doctor;
        doctor.name = slug;
        doctor.department = std::move(department);
        doctor.specialty = std::move(specialty);
        add({head("doctor/" + slug), doctor});
    }

    void add_drug(const std::string& slug, std::string name, std::string maker, std::string indications,
                  Trust trust = Trust::Curated) {
        Drug drug;
        drug.name = std::move(name);
        drug.manufacturer = std::move(maker);
        drug.indications = std::move(indications);
        add({head("drug/" + slug, trust), drug});
    }

    void add_article(const std::string& slug, std::string title, std::string body) {
        Article article;
        article.title = std::move(title);
        article.body = std::move(body);
        article.body_is_markdown = false;
        add({head("article/" + slug), article});
    }

    Corpus corpus() const {
        const auto annotator = std::make_shared<const Annotator>(std::make_shared<const Knowledge>(knowledge));
        std::vector<std::shared_ptr<const AnnotatedRecord>> annotated;
        for (const Record& record : records) {
            annotated.push_back(std::make_shared<const AnnotatedRecord>(annotate_record(*annotator, record)));
        }
        return Corpus(annotator, std::move(annotated));
    }

    KnowledgeData knowledge;
    std::vector<Record> records;
};

std::vector<std::string> ids(const std::vector<Item>& items) {
    std::vector<std::string> out;
    for (const Item& item : items) out.push_back(item.id);
    return out;
}

const Withheld* find_withheld(const Panels& panels, std::string_view id) {
    const auto found = std::ranges::find(panels.withheld, id, &Withheld::id);
    return found == panels.withheld.end() ? nullptr : &*found;
}

Panels related(const Corpus& corpus, std::string_view title, std::string_view text = "") {
    RelateOptions options;
    options.withheld_limit = 50;
    return relate(corpus, context_of(corpus, title, text), options);
}

TEST(Relate, OffersTheDrugWhoseIngredientTreatsTheCondition) {
    World world;
    world.add_drug("cbz", "卡马西平片", "甲厂", "癫痫");
    const Corpus corpus = world.corpus();
    const Panels panels = related(corpus, "面肌痉挛怎么治");
    ASSERT_EQ(ids(panels.of(Panel::Drugs)), std::vector<std::string>{"drug/cbz"});
    const Why& why = panels.of(Panel::Drugs).front().why.front();
    EXPECT_EQ(why.path.size(), 3U);
    EXPECT_EQ(why.path[1].step, "treated_by");
    EXPECT_EQ(why.sources.front(), "source/guideline");
    EXPECT_FALSE(why.quote.empty());
}

TEST(Relate, NeverOffersADrugForSharedCharacters) {
    World world;
    world.add_drug("lmz-a", "两面针镇痛片", "甲厂", "用于溃疡病、肠痉挛、胆...");
    world.add_drug("lmz-b", "两面针镇痛片", "乙厂", "用于溃疡病、肠痉挛、胆...");
    const Panels panels = related(world.corpus(), "面肌痉挛怎么治");
    EXPECT_TRUE(panels.of(Panel::Drugs).empty());
    const Withheld* withheld = find_withheld(panels, "drug/lmz-a");
    ASSERT_NE(withheld, nullptr);
    EXPECT_EQ(withheld->rule, "no-path");
    EXPECT_NE(withheld->reason.find("溃疡病、肠痉挛"), std::string::npos) << withheld->reason;
    EXPECT_NE(withheld->reason.find("截断"), std::string::npos) << withheld->reason;
    EXPECT_EQ(withheld->also, std::vector<std::string>{"drug/lmz-b"}) << "one drug by two makers";
}

TEST(Relate, OneDrugByTwoMakersIsOneItem) {
    World world;
    world.add_drug("cbz-a", "卡马西平片", "甲厂", "");
    world.add_drug("cbz-b", "卡马西平片", "乙厂", "");
    const Panels panels = related(world.corpus(), "面肌痉挛");
    ASSERT_EQ(ids(panels.of(Panel::Drugs)), std::vector<std::string>{"drug/cbz-a"});
    EXPECT_EQ(panels.of(Panel::Drugs).front().also, std::vector<std::string>{"drug/cbz-b"});
}

TEST(Relate, ALabelAdmitsOnlyWhenCuratedAndNotCut) {
    World world;
    world.add_drug("curated", "甲药", "厂", "用于面肌痉挛、眼睑痉挛。");
    world.add_drug("imported", "乙药", "厂", "用于面肌痉挛、眼睑痉挛。", Trust::Imported);
    world.add_drug("cut", "丙药", "厂", "用于眼睑痉挛、面肌痉挛...");
    const Panels panels = related(world.corpus(), "面肌痉挛");
    EXPECT_EQ(ids(panels.of(Panel::Drugs)), std::vector<std::string>{"drug/curated"});
    ASSERT_NE(find_withheld(panels, "drug/cut"), nullptr);
    EXPECT_EQ(find_withheld(panels, "drug/cut")->rule, "cut-text");
}

TEST(Relate, ImportedRecordsComeAfterAllCuratedOnes) {
    World world;
    world.knowledge.concepts.push_back(concept_named("substance/baclofen", "巴氯芬"));
    world.knowledge.relations.push_back(
        relation("condition/hfs", Predicate::TreatedBy, "substance/baclofen", Role::Alternative));
    world.add_drug("a-imported", "卡马西平片", "甲厂", "", Trust::Imported);
    world.add_drug("b-curated", "巴氯芬片", "乙厂", "");
    EXPECT_EQ(ids(related(world.corpus(), "面肌痉挛").of(Panel::Drugs)),
              (std::vector<std::string>{"drug/b-curated", "drug/a-imported"}))
        << "although the imported one is of the first line";
}

TEST(Relate, WhatOnlyAClassificationCountsIsNoCondition) {
    World world;
    const auto add = [&](const std::string& id, const std::string& name, const std::string& code) {
        Concept made = concept_named(id, name);
        made.trust = Trust::Imported;
        made.codes = {{"ICD-10", code}};
        world.knowledge.concepts.push_back(made);
        Relation joined = relation("condition/hfs", Predicate::CausedBy, id);
        joined.trust = Trust::Imported;
        world.knowledge.relations.push_back(joined);
    };
    add("condition/bell", "贝尔面瘫", "G51.0");
    add("condition/fall", "从树上跌落", "W14");
    add("condition/rest", "面神经的其他疾患", "G51.8");
    EXPECT_EQ(ids(related(world.corpus(), "面肌痉挛").of(Panel::Conditions)),
              (std::vector<std::string>{"condition/blepharospasm", "condition/movement", "condition/bell"}));
}

TEST(Relate, NegativeRelationsAndContraindicationsRemove) {
    World world;
    world.add_drug("no", "安慰剂甲片", "厂", "用于面肌痉挛。");
    world.add_drug("cbz", "卡马西平片", "厂", "");
    const Corpus corpus = world.corpus();
    const Panels panels = related(corpus, "面肌痉挛");
    EXPECT_EQ(ids(panels.of(Panel::Drugs)), std::vector<std::string>{"drug/cbz"});
    ASSERT_NE(find_withheld(panels, "drug/no"), nullptr);
    EXPECT_EQ(find_withheld(panels, "drug/no")->rule, "negative-relation");

    const Panels in_pregnancy = related(corpus, "孕妇面肌痉挛怎么办");
    EXPECT_TRUE(in_pregnancy.of(Panel::Drugs).empty());
    ASSERT_NE(find_withheld(in_pregnancy, "drug/cbz"), nullptr);
    EXPECT_EQ(find_withheld(in_pregnancy, "drug/cbz")->rule, "contraindicated");
}

TEST(Relate, DoctorsComeByTheirOwnWordsOrTheirDepartmentBestFirst) {
    World world;
    world.add_doctor("a-department", "神经内科", "擅长各种胃病");
    world.add_doctor("b-class", "神经科", "擅长锥外系统疾病...");
    world.add_doctor("c-names-it", "神经内科", "擅长面肌痉挛");
    world.add_doctor("aa-other-expertise", "神经内科", "擅长肠痉挛");
    world.add_doctor("d-bones", "骨科", "脊柱疾病,髋、膝...");
    const Panels panels = related(world.corpus(), "面肌痉挛是怎样引起的");
    EXPECT_EQ(ids(panels.of(Panel::Doctors)),
              (std::vector<std::string>{"doctor/c-names-it", "doctor/b-class", "doctor/a-department"}));
    ASSERT_NE(find_withheld(panels, "doctor/aa-other-expertise"), nullptr);
    EXPECT_EQ(find_withheld(panels, "doctor/aa-other-expertise")->rule, "other-expertise");
    const Withheld* withheld = find_withheld(panels, "doctor/d-bones");
    ASSERT_NE(withheld, nullptr);
    EXPECT_NE(withheld->reason.find("神经内科"), std::string::npos) << withheld->reason;
    const auto& by_class = panels.of(Panel::Doctors)[1].why;
    EXPECT_TRUE(std::ranges::any_of(by_class, [](const Why& why) { return why.quote == "擅长锥外系统疾病..."; }));
}

TEST(Relate, ATreatmentInTheirWordsCountsOnlyInADepartmentThatTreats) {
    World world;
    world.add_doctor("beauty", "骨科", "微血管减压术");
    world.add_doctor("nerve", "神经内科", "微血管减压术");
    const Panels panels = related(world.corpus(), "面肌痉挛");
    EXPECT_EQ(ids(panels.of(Panel::Doctors)), std::vector<std::string>{"doctor/nerve"});
}

TEST(Relate, ArticlesNeedASharedMainConcept) {
    World world;
    world.add_article("same", "面肌痉挛的表现", "面肌痉挛表现为一侧面肌抽搐。");
    world.add_article("other", "肠痉挛怎么办", "肠痉挛时腹痛。面肌痉挛与此不同。");
    const Panels panels = related(world.corpus(), "面肌痉挛是怎样引起的");
    EXPECT_EQ(ids(panels.of(Panel::Articles)), std::vector<std::string>{"article/same"});
}

TEST(Relate, ACopyOfThePageIsNotRelatedToIt) {
    World world;
    world.add_article("copy", "面肌痉挛的表现", "面肌痉挛表现为一侧面肌抽搐。");
    const Panels panels = related(world.corpus(), "面肌痉挛的表现", "面肌痉挛表现为一侧面肌抽搐。");
    EXPECT_TRUE(panels.of(Panel::Articles).empty());
    EXPECT_EQ(find_withheld(panels, "article/copy"), nullptr) << "it is the page, not a candidate";
}

TEST(Relate, AnArticleThatContradictsTheKnowledgeIsWithheld) {
    World world;
    world.add_article("wrong", "面肌痉挛的症状", "面肌痉挛病因不明确，也没有什么可以治愈的方法。");
    const Panels panels = related(world.corpus(), "面肌痉挛是怎样引起的");
    EXPECT_TRUE(panels.of(Panel::Articles).empty());
    ASSERT_NE(find_withheld(panels, "article/wrong"), nullptr);
    EXPECT_EQ(find_withheld(panels, "article/wrong")->rule, "contradicts-knowledge");
}

TEST(Relate, PanelsOfConceptsFollowTheRelations) {
    const Corpus corpus = World().corpus();
    const Panels panels = related(corpus, "面肌痉挛");
    EXPECT_EQ(ids(panels.of(Panel::Tests)), std::vector<std::string>{"test/amr"});
    EXPECT_EQ(ids(panels.of(Panel::Procedures)), std::vector<std::string>{"procedure/mvd"});
    EXPECT_EQ(ids(panels.of(Panel::Departments)), std::vector<std::string>{"department/neurology"});
    EXPECT_EQ(ids(panels.of(Panel::Conditions)).front(), "condition/blepharospasm");
}

/// A cough with causes of every rank. The ids run against the ranks.
World world_of_a_cough() {
    World world;
    world.knowledge.concepts.push_back(concept_named("symptom/cough", "咳嗽"));
    const auto add = [&](const std::string& id, std::string name) {
        world.knowledge.concepts.push_back(concept_named(id, std::move(name)));
    };
    add("condition/a-listed", "肺尘埃沉着病");
    add("condition/b-rare", "气管软化症");
    add("condition/c-less-common", "过敏性鼻炎");
    add("condition/d-dangerous", "肺癌");
    add("condition/e-common", "急性支气管炎");
    add("condition/f-named-by-its-sign", "气胸");
    world.knowledge.relations = {
        relation("condition/a-listed", Predicate::HasSymptom, "symptom/cough", Role::Core),
        relation("symptom/cough", Predicate::CausedBy, "condition/b-rare", Role::Rare),
        relation("condition/b-rare", Predicate::HasSymptom, "symptom/cough", Role::Core),
        relation("symptom/cough", Predicate::CausedBy, "condition/c-less-common", Role::Contributing),
        relation("condition/c-less-common", Predicate::HasSymptom, "symptom/cough", Role::Core),
        relation("condition/d-dangerous", Predicate::RedFlagOf, "symptom/cough"),
        relation("symptom/cough", Predicate::CausedBy, "condition/d-dangerous", Role::Contributing),
        relation("condition/d-dangerous", Predicate::HasSymptom, "symptom/cough", Role::Core),
        relation("symptom/cough", Predicate::CausedBy, "condition/e-common", Role::Main),
        relation("symptom/cough", Predicate::RedFlagOf, "condition/f-named-by-its-sign"),
    };
    return world;
}

TEST(Relate, ASymptomBeginsWithItsCommonCausesThenWhatMustNotBeMissed) {
    const Corpus corpus = world_of_a_cough().corpus();
    const Panels panels = relate(corpus, context_of(corpus, "咳嗽", ""), {});
    EXPECT_EQ(ids(panels.of(Panel::Conditions)),
              (std::vector<std::string>{"condition/e-common", "condition/d-dangerous", "condition/f-named-by-its-sign",
                                        "condition/c-less-common", "condition/b-rare", "condition/a-listed"}));
    for (const Item& item : panels.of(Panel::Conditions)) {
        const bool is_dangerous = item.id == "condition/d-dangerous" || item.id == "condition/f-named-by-its-sign";
        EXPECT_EQ(item.must_not_miss, is_dangerous) << item.id;
        EXPECT_GT(item.score, 0) << item.id;
    }
}

TEST(Relate, AnUnreviewedImportMarksNothingAsNotToBeMissed) {
    World world = world_of_a_cough();
    for (Relation& each : world.knowledge.relations) {
        if (each.subject == "condition/d-dangerous" && each.predicate == Predicate::RedFlagOf)
            each.trust = Trust::Imported;
    }
    const Corpus corpus = world.corpus();
    const Panels panels = relate(corpus, context_of(corpus, "咳嗽", ""), {});
    const auto& conditions = panels.of(Panel::Conditions);
    const auto lung = std::ranges::find(conditions, "condition/d-dangerous", &Item::id);
    ASSERT_NE(lung, conditions.end());
    EXPECT_FALSE(lung->must_not_miss);
}

TEST(Relate, WhyADangerousConditionIsThereReadsAsAWarning) {
    const Corpus corpus = world_of_a_cough().corpus();
    const Panels panels = relate(corpus, context_of(corpus, "咳嗽", ""), {});
    const auto& conditions = panels.of(Panel::Conditions);
    const auto lung = std::ranges::find(conditions, "condition/d-dangerous", &Item::id);
    ASSERT_NE(lung, conditions.end());
    EXPECT_TRUE(lung->why.front().quote.starts_with("肺癌是下列症状背后不能漏诊的病：咳嗽")) << lung->why.front().quote;
}

TEST(Relate, APageOfACauseLeadsToWhatItCausesAndBringsNothingElse) {
    World world;
    world.knowledge.concepts.push_back(concept_named("cause/germ", "某种细菌"));
    world.knowledge.relations.push_back(
        relation("condition/prostatitis", Predicate::CausedBy, "cause/germ", Role::Main));
    const Corpus corpus = world.corpus();
    const Panels panels = related(corpus, "某种细菌");
    EXPECT_TRUE(panels.of(Panel::Drugs).empty());
    EXPECT_TRUE(panels.of(Panel::Conditions).empty()) << "a text that names a cause is not about it";
    EXPECT_EQ(ids(relate(corpus, context_of(corpus, *corpus.knowledge().find("cause/germ")), {}).of(Panel::Conditions)),
              std::vector<std::string>{"condition/prostatitis"});
}

TEST(Relate, PeopleWhoCannotBeTheSameRemove) {
    World world;
    world.add_doctor("women", "妇科", "前列腺炎");
    const Panels panels = related(world.corpus(), "前列腺炎");
    EXPECT_TRUE(panels.of(Panel::Doctors).empty());
    ASSERT_NE(find_withheld(panels, "doctor/women"), nullptr);
    EXPECT_EQ(find_withheld(panels, "doctor/women")->rule, "constraint");
}

TEST(Relate, PagesOfAPanelNeitherRepeatNorSkip) {
    World world;
    for (int i = 0; i < 25; ++i) world.add_doctor("d" + std::to_string(100 + i), "神经内科", i % 3 ? "" : "面肌痉挛");
    const Corpus corpus = world.corpus();
    const PageContext page = context_of(corpus, "面肌痉挛", "");
    RelateOptions all;
    all.limit = 100;
    const auto whole = ids(relate(corpus, page, all).of(Panel::Doctors));
    ASSERT_EQ(whole.size(), 25U);
    std::vector<std::string> paged;
    for (std::size_t offset = 0; offset < 30; offset += 7) {
        RelateOptions options;
        options.limit = 7;
        options.offset = offset;
        options.only = Panel::Doctors;
        for (const std::string& id : ids(relate(corpus, page, options).of(Panel::Doctors))) paged.push_back(id);
    }
    EXPECT_EQ(paged, whole);
}

/// What the admission rule says of one record, read from its mentions one by one: the slow twin of following postings.
bool admits(const Corpus& corpus, const PageContext& page, Panel panel, RecordIndex record) {
    const AnnotatedRecord& item = corpus.at(record);
    if (panel == Panel::Articles && item.duplicate_key == page.duplicate_key) return false;  // a copy of the page
    bool admitted = false;
    bool in_department = false;
    bool needing_department = false;
    bool by_department = false;
    bool by_own_words = false;
    const bool is_of_drugs = panel == Panel::Drugs;
    for (const MainConcept& main : page.main) {
        const auto same = [&](const PageSubject& subject) { return subject.concept_index == main.concept_index; };
        if (is_of_drugs && std::ranges::none_of(drug_subjects_of(corpus.knowledge(), page), same)) continue;
        for (const Gate& gate : gates_of(corpus.knowledge(), panel, main.concept_index)) {
            if (gate.treatment && !agrees(item.routes, corpus.knowledge().at(*gate.treatment))) continue;
            if (gate.curated_only && item.record.head.trust != Trust::Curated) continue;
            bool passes = false;
            if (gate.entry == Gate::Entry::About) {
                const auto contained = std::ranges::find(item.main, gate.route.to, &MainConcept::concept_index);
                passes = contained != item.main.end();
                if (passes && gate.treatment && contained->weight < 1)
                    passes = lets_compound_in(corpus, record, gate.route.from);
            }
            for (const FieldMention& found : item.mentions) {
                passes = passes || (gate.entry == Gate::Entry::Mentions && gate.fields.contain(found.field) &&
                                    found.mention.concept_index == gate.route.to && !found.mention.negated &&
                                    (gate.accepts_cut || !found.mention.at_cut) &&
                                    (!is_of_drugs || (found.use <= LabelUse::Adjunct &&
                                                      !has_foreign_route(corpus, record, gate.route.from))));
            }
            if (!passes) continue;
            (gate.needs_department ? needing_department : admitted) = true;
            const bool through_disease = corpus.knowledge().at(gate.route.from).kind != ConceptKind::Department;
            (gate.fields.contain(Field::Department) && through_disease ? by_department : by_own_words) = true;
            in_department = in_department || gate.fields.contain(Field::Department);
        }
    }
    const bool is_by_department_alone = by_department && !by_own_words && panel == Panel::Doctors;
    if (is_by_department_alone && !DoctorField(corpus, page).other_expertise(record).empty()) return false;
    return (admitted || (needing_department && in_department)) && !objection_to(corpus, page, record);
}

TEST(Relate, AdmitsExactlyWhatTheRuleSaysOnRandomCorpora) {
    const std::vector<std::string> words{"面肌痉挛",     "肠痉挛",       "眼睑痉挛", "卡马西平", "两面针", "安慰剂甲",
                                         "微血管减压术", "锥外系统疾病", "神经内科", "骨科",     "妇科",   "孕妇",
                                         "前列腺炎",     "无面肌痉挛",   "其他",     "..."};
    for (std::uint32_t seed = 0; seed < 60; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        std::mt19937 random(seed);
        const auto text = [&] {
            std::string made;
            for (auto n = random() % 4; n > 0; --n)
                made += words[random() % words.size()] + (random() % 2 ? "、" : "。");
            return made;
        };
        World world;
        for (int i = 0; i < 30; ++i) {
            const std::string slug = std::to_string(100 + i);
            world.add_doctor(slug, text(), text());
            world.add_drug(slug, text() + slug, "厂", text(), random() % 2 ? Trust::Curated : Trust::Imported);
            world.add_article(slug, text() + slug, text());
        }
        const Corpus corpus = world.corpus();
        const PageContext page = context_of(corpus, words[random() % words.size()], text());
        RelateOptions options;
        options.limit = 1000;
        const Panels panels = relate(corpus, page, options);
        // A page's lightest concepts are asides that admit nothing; the twin needs the same ones.
        PageContext heavy = page;
        std::erase_if(heavy.main,
                      [&](const MainConcept& main) { return main.weight < 0.4 * page.main.front().weight; });
        for (const auto& [panel, kind] : {std::pair{Panel::Doctors, RecordKind::Doctor},
                                          {Panel::Drugs, RecordKind::Drug},
                                          {Panel::Articles, RecordKind::Article}}) {
            std::set<std::string> expected;
            for (const RecordIndex record : corpus.of_kind(kind)) {
                if (admits(corpus, heavy, panel, record)) expected.insert(corpus.at(record).record.head.id);
            }
            std::set<std::string> actual;
            for (const Item& item : panels.of(panel)) {
                EXPECT_FALSE(item.why.empty()) << item.id;
                for (const Why& why : item.why) {
                    EXPECT_FALSE(why.sources.empty()) << item.id;
                    EXPECT_FALSE(why.quote.empty()) << item.id;
                }
                actual.insert(item.id);
                actual.insert(item.also.begin(), item.also.end());
            }
            EXPECT_EQ(actual, expected) << name_of(panel);
        }
    }
}

/// Treatments as a pharmacist has them: by route, in combination, in addition, and against the label.
class Pharmacy : public World {
  public:
    Pharmacy() {
        knowledge.concepts.push_back(concept_named("condition/seizures", "癫痫"));
        knowledge.concepts.push_back(concept_named("condition/status", "癫痫持续状态"));
        knowledge.concepts.push_back(concept_named("condition/neuritis", "多发性神经炎"));
        knowledge.concepts.push_back(concept_named("condition/colitis", "结肠炎"));
        knowledge.concepts.push_back(concept_named("symptom/belly-ache", "腹痛"));
        knowledge.concepts.push_back(concept_named("substance/fast", "速安定"));
        knowledge.concepts.push_back(concept_named("substance/slow", "慢安定"));
        knowledge.concepts.push_back(concept_named("substance/vitamin", "维他命甲"));
        knowledge.concepts.push_back(concept_named("substance/herb", "三月草"));
        knowledge.concepts.push_back(concept_named("population/pregnancy", "妊娠期妇女", {"怀孕"}));
        knowledge.concepts.back().constraints = {Sex::Female, {}, {}, PregnancyRule::Only};
        knowledge.concepts.push_back(concept_named("population/children", "儿童"));
        knowledge.concepts.back().constraints.max_age_years = 17;
        knowledge.relations.push_back(relation("condition/status", Predicate::IsA, "condition/seizures"));
        treat("condition/status", "substance/fast", Role::FirstLine, Administrations(Administration::Intravenous));
        treat("condition/seizures", "substance/slow", Role::FirstLine, Administrations(Administration::Oral));
        treat("condition/neuritis", "substance/vitamin", Role::Adjunct, Administrations(Administration::Oral));
        treat("symptom/belly-ache", "substance/herb", Role::Alternative, Administrations(Administration::Oral));
    }

    void treat(std::string condition, std::string substance, Role role, Administrations routes) {
        knowledge.relations.push_back(relation(std::move(condition), Predicate::TreatedBy, std::move(substance), role));
        knowledge.relations.back().routes = routes;
    }

    Drug& add_product(const std::string& slug, std::string name, std::string ingredients, std::string indications) {
        Drug drug;
        drug.name = std::move(name);
        drug.ingredients = std::move(ingredients);
        drug.indications = std::move(indications);
        add({head("drug/" + slug), drug});
        return std::get<Drug>(records.back().body);
    }
};

TEST(Relate, AProductOfAnotherRouteIsWithheldAndTheFirstLineNamed) {
    Pharmacy world;
    world.add_product("tablet", "速安定片", "速安定", "用于癫痫。");
    const Panels panels = related(world.corpus(), "癫痫持续状态怎么办");
    EXPECT_TRUE(panels.of(Panel::Drugs).empty());
    ASSERT_NE(find_withheld(panels, "drug/tablet"), nullptr);
    EXPECT_EQ(find_withheld(panels, "drug/tablet")->rule, "route");
    EXPECT_NE(find_withheld(panels, "drug/tablet")->reason.find("静脉"), std::string::npos);
    ASSERT_EQ(panels.without_product.size(), 1U);
    EXPECT_EQ(panels.without_product.front().id, "substance/fast");
    EXPECT_EQ(panels.without_product.front().text, "首选 速安定（静脉给药）：本站没有收录这种给药途径的产品");

    world.add_product("injection", "速安定注射液", "速安定", "用于癫痫持续状态。");
    const Panels with_injection = related(world.corpus(), "癫痫持续状态怎么办");
    EXPECT_EQ(ids(with_injection.of(Panel::Drugs)), std::vector<std::string>{"drug/injection"});
    EXPECT_TRUE(with_injection.without_product.empty());
}

TEST(Relate, ALabelDoesNotBringAnotherRouteIn) {
    Pharmacy world;
    world.add_product("tablet", "某甲片", "某甲", "用于癫痫持续状态。");
    EXPECT_TRUE(related(world.corpus(), "癫痫持续状态").of(Panel::Drugs).empty());
}

TEST(Relate, DrugsOfTheKindAreNotOfferedBesideTheHeavierCondition) {
    Pharmacy world;
    world.add_product("slow", "慢安定片", "慢安定", "用于癫痫。");
    const Corpus corpus = world.corpus();
    PageContext page = context_of(corpus, "癫痫持续状态", "");
    page.main = {{*corpus.knowledge().find("condition/status"), 0.6},
                 {*corpus.knowledge().find("condition/seizures"), 0.4}};
    EXPECT_TRUE(relate(corpus, page, {}).of(Panel::Drugs).empty());
    std::ranges::reverse(page.main);
    EXPECT_EQ(ids(relate(corpus, page, {}).of(Panel::Drugs)), std::vector<std::string>{"drug/slow"});
}

TEST(Relate, NoIngredientIsReadOutOfACompoundsName) {
    Pharmacy world;
    world.add_product("rinse", "三月草漱口水", "", "用于牙龈出血。");
    world.add_product("pain", "三月草镇痛片", "", "用于跌打损伤。");
    world.add_product("compound", "复方三月草片", "三月草、川芎", "用于跌打损伤。");
    world.add_product("named", "三月草安胃片", "三月草、川芎", "用于腹痛。");
    world.add_product("single", "三月草片", "", "用于跌打损伤。");
    const Panels panels = related(world.corpus(), "腹痛");
    const auto shown = ids(panels.of(Panel::Drugs));
    EXPECT_EQ(std::set<std::string>(shown.begin(), shown.end()), (std::set<std::string>{"drug/named", "drug/single"}));
    ASSERT_NE(find_withheld(panels, "drug/compound"), nullptr);
    EXPECT_EQ(find_withheld(panels, "drug/compound")->rule, "compound");
}

TEST(Relate, AUseThatTheLabelDoesNotListIsMarked) {
    Pharmacy world;
    world.add_product("off", "慢安定片", "慢安定", "用于失眠。");
    world.add_product("on", "慢安定胶囊", "慢安定", "用于癫痫。");
    world.add_product("cut", "慢安定颗粒", "慢安定", "用于失眠、...");
    const Panels panels = related(world.corpus(), "癫痫");
    ASSERT_EQ(panels.of(Panel::Drugs).size(), 3U);
    for (const Item& item : panels.of(Panel::Drugs)) EXPECT_EQ(item.off_label, item.id == "drug/off") << item.id;
}

TEST(Relate, PreventionAndBackgroundOnALabelAreNoTreatment) {
    Pharmacy world;
    world.add_product("prevents", "某甲片", "某甲", "预防结肠炎。");
    world.add_product("after", "某乙片", "某乙", "用于结肠炎后的便秘。");
    world.add_product("treats", "某丙片", "某丙", "用于结肠炎。");
    EXPECT_EQ(ids(related(world.corpus(), "结肠炎").of(Panel::Drugs)), std::vector<std::string>{"drug/treats"});
}

TEST(Relate, AdjunctsStandBehindWhatComesFirst) {
    Pharmacy world;
    world.add_product("vitamin", "维他命甲片", "维他命甲", "用于多发性神经炎。");
    world.knowledge.concepts.push_back(concept_named("procedure/splint", "夹板固定"));
    world.knowledge.relations.push_back(
        relation("condition/neuritis", Predicate::TreatedBy, "procedure/splint", Role::FirstLine));
    const Panels panels = related(world.corpus(), "多发性神经炎");
    ASSERT_EQ(ids(panels.of(Panel::Drugs)), std::vector<std::string>{"drug/vitamin"});
    EXPECT_EQ(panels.of(Panel::Drugs).front().role, Role::Adjunct);
    EXPECT_LE(panels.of(Panel::Drugs).front().score, 0.45);
    ASSERT_EQ(panels.without_product.size(), 1U);
    EXPECT_EQ(panels.without_product.front().text, "首选 夹板固定（不是药物）");
}

TEST(Relate, WhomTheTextTellsOfDecidesWhatIsOffered) {
    Pharmacy world;
    world.add_product("slow", "慢安定片", "慢安定", "用于癫痫。").cautions = "妊娠期妇女慎用。";
    world.add_product("adult", "慢安定胶囊", "慢安定", "用于成人癫痫。").contraindications = "结肠炎患者禁用。";
    const Corpus corpus = world.corpus();
    const auto drugs = [&](std::string_view title, std::string_view text) {
        const auto shown = ids(related(corpus, title, text).of(Panel::Drugs));
        return std::set<std::string>(shown.begin(), shown.end());
    };
    const std::string slow = "drug/slow";
    const std::string adult = "drug/adult";
    EXPECT_EQ(drugs("癫痫用药", ""), (std::set{slow, adult}));
    EXPECT_EQ(drugs("癫痫用药", "我怀孕了。"), (std::set<std::string>{})) << "a silent label permits nothing";
    EXPECT_EQ(drugs("癫痫用药", "孕12周了。"), (std::set<std::string>{}));
    EXPECT_EQ(drugs("癫痫用药", "没有怀孕。"), (std::set{slow, adult}));
    EXPECT_EQ(drugs("癫痫用药", "男，6岁。"), (std::set{slow}));
    EXPECT_EQ(drugs("癫痫用药", "八个月大的宝宝。"), (std::set{slow}));
    EXPECT_EQ(drugs("癫痫用药", "男，四十六岁。"), (std::set{slow, adult}));
    EXPECT_EQ(drugs("癫痫用药", "我还有结肠炎。"), (std::set{slow}));
    const Panels panels = related(corpus, "癫痫用药", "我怀孕了。");
    ASSERT_NE(find_withheld(panels, slow), nullptr);
    EXPECT_EQ(find_withheld(panels, slow)->rule, "caution");
    ASSERT_NE(find_withheld(panels, adult), nullptr);
    EXPECT_EQ(find_withheld(panels, adult)->rule, "caution");
}

TEST(Relate, WhatIsToBeUsedWithCareIsShownBehindAndSaysSo) {
    Pharmacy world;
    world.add_product("slow", "慢安定片", "慢安定", "用于癫痫。").cautions = "妊娠期妇女慎用。";
    world.add_product("other", "缓安定片", "缓安定", "用于癫痫。");
    auto& knowledge = world.knowledge;
    knowledge.concepts.push_back(concept_named("substance/other", "缓安定"));
    knowledge.concepts.push_back(concept_named("population/old", "老年人"));
    knowledge.concepts.push_back(concept_named("population/oldest", "高龄老人"));
    knowledge.relations.push_back(relation("population/oldest", Predicate::IsA, "population/old"));
    Relation care = relation("substance/slow", Predicate::ContraindicatedIn, "population/old", Role::Occasional);
    care.statement = "从小剂量开始。";
    knowledge.relations.push_back(care);
    care.object = "population/pregnancy";
    knowledge.relations.push_back(care);
    const Corpus corpus = world.corpus();
    const auto drugs = related(corpus, "癫痫用药", "高龄老人。").of(Panel::Drugs);
    ASSERT_EQ(drugs.size(), 2U);
    EXPECT_EQ(drugs[0].id, "drug/other");
    EXPECT_EQ(drugs[0].caution, "");
    EXPECT_EQ(drugs[1].caution, "老年人：从小剂量开始。");
    // Where curated knowledge says with what care, the label's warning does not remove.
    EXPECT_EQ(ids(related(corpus, "癫痫用药", "我怀孕了。").of(Panel::Drugs)), std::vector<std::string>{"drug/slow"});
}

TEST(Relate, ADegreeOnTheLabelIsNotSaidOfMilderForms) {
    Pharmacy world;
    auto& knowledge = world.knowledge;
    knowledge.concepts.push_back(concept_named("condition/kidney", "肾功能不全"));
    knowledge.concepts.push_back(concept_named("condition/severe-kidney", "重度肾病", {"严重肾功能不全"}));
    knowledge.relations.push_back(relation("condition/severe-kidney", Predicate::IsA, "condition/kidney"));
    world.add_product("slow", "慢安定片", "慢安定", "用于癫痫。").contraindications = "严重肝、肾功能不全者禁用。";
    const Corpus corpus = world.corpus();
    const auto mild = related(corpus, "癫痫用药", "我还有肾功能不全。").of(Panel::Drugs);
    ASSERT_EQ(mild.size(), 1U);
    EXPECT_NE(mild[0].caution.find("严重肝、肾功能不全者禁用"), std::string::npos) << mild[0].caution;
    const Panels severe = related(corpus, "癫痫用药", "我还有重度肾病。");
    EXPECT_TRUE(severe.of(Panel::Drugs).empty());
    ASSERT_NE(find_withheld(severe, "drug/slow"), nullptr);
    EXPECT_NE(find_withheld(severe, "drug/slow")->reason.find("严重肝、肾功能不全者禁用"), std::string::npos);
}

TEST(Relate, ADiseaseOfAPregnantWomanIsItsFormInPregnancy) {
    Pharmacy world;
    auto& knowledge = world.knowledge;
    knowledge.concepts.push_back(concept_named("condition/pressure", "高血压"));
    knowledge.concepts.push_back(concept_named("condition/pressure-in-pregnancy", "妊娠期高血压疾病"));
    knowledge.concepts.back().constraints.pregnancy = PregnancyRule::Only;
    knowledge.concepts.push_back(concept_named("test/protein", "尿蛋白测定"));
    knowledge.relations.push_back(relation("condition/pressure-in-pregnancy", Predicate::IsA, "condition/pressure"));
    knowledge.relations.push_back(
        relation("condition/pressure-in-pregnancy", Predicate::DiagnosedBy, "test/protein", Role::Core));
    world.treat("condition/pressure-in-pregnancy", "substance/fast", Role::FirstLine,
                Administrations(Administration::Intravenous));
    world.add_doctor("pressure", "神经内科", "高血压");
    const Corpus corpus = world.corpus();
    const Panels pregnant = related(corpus, "高血压怎么办", "怀孕七个月。");
    EXPECT_EQ(pregnant.of(Panel::Tests).size(), 1U);
    ASSERT_EQ(pregnant.without_product.size(), 1U)
        << "what is first in a disease of pregnancy is named to the pregnant";
    EXPECT_EQ(pregnant.without_product.front().id, "substance/fast");
    EXPECT_TRUE(pregnant.of(Panel::Doctors).empty()) << "高血压 of others is not what they treat";
    EXPECT_TRUE(related(corpus, "高血压怎么办", "").of(Panel::Tests).empty());
}

TEST(Relate, AnImportedDiseaseOfSomePeopleDoesNotHideTheCuratedOne) {
    Pharmacy world;
    auto& knowledge = world.knowledge;
    knowledge.concepts.push_back(concept_named("condition/x-children-seizures", "儿童癫痫"));
    knowledge.concepts.back().trust = Trust::Imported;
    world.add_product("slow", "慢安定片", "慢安定", "用于癫痫。");
    const Corpus corpus = world.corpus();
    EXPECT_EQ(ids(related(corpus, "儿童癫痫怎么办").of(Panel::Drugs)), std::vector<std::string>{"drug/slow"});
    const PageContext page = context_of(corpus, "儿童癫痫怎么办", "");
    ASSERT_EQ(page.main.size(), 2U);
    EXPECT_EQ(corpus.knowledge().at(page.main[0].concept_index).id, "condition/seizures");
    EXPECT_EQ(page.populations, std::vector{*corpus.knowledge().find("population/children")});
}

TEST(Relate, AnImportedRubricIsNoItem) {
    World world;
    auto& knowledge = world.knowledge;
    for (Concept& each : knowledge.concepts)
        if (each.id == "condition/hfs") each.codes = {{"ICD-10", "G51.3"}};
    const auto import = [&](std::string id, std::string name, std::string code) {
        knowledge.concepts.push_back(concept_named(id, std::move(name)));
        knowledge.concepts.back().trust = Trust::Imported;
        knowledge.concepts.back().codes = {{"ICD-10", std::move(code)}};
        knowledge.relations.push_back(relation("condition/hfs", Predicate::DiffersFrom, std::move(id)));
        knowledge.relations.back().trust = Trust::Imported;
    };
    import("condition/x-rubric", "面肌痉挛不伴有并发症", "G51.9");
    import("condition/x-itself", "面部阵发痉挛", "G51.301");
    import("condition/x-other", "面部多动", "F95.0");
    const Corpus corpus = world.corpus();
    const auto found = ids(related(corpus, "面肌痉挛").of(Panel::Conditions));
    EXPECT_EQ(std::ranges::count(found, "condition/x-rubric"), 0);
    EXPECT_EQ(std::ranges::count(found, "condition/x-itself"), 0);
    EXPECT_EQ(std::ranges::count(found, "condition/x-other"), 1);
}

TEST(Relate, TestsCanBeForbiddenToPeopleToo) {
    World world;
    world.knowledge.relations.push_back(relation("test/amr", Predicate::ContraindicatedIn, "population/pregnant"));
    const Corpus corpus = world.corpus();
    EXPECT_EQ(related(corpus, "面肌痉挛").of(Panel::Tests).size(), 1U);
    EXPECT_TRUE(related(corpus, "孕妇面肌痉挛").of(Panel::Tests).empty());
}

TEST(Relate, WhatAConditionsPageWithholdsThePageOfTheDrugDoesNotClaim) {
    World world;
    auto& knowledge = world.knowledge;
    knowledge.concepts.push_back(concept_named("class/blockers", "阻滞剂类"));
    knowledge.concepts.push_back(concept_named("condition/weak-heart", "心力衰竭"));
    knowledge.relations.push_back(relation("substance/carbamazepine", Predicate::IsA, "class/blockers"));
    knowledge.relations.push_back(
        relation("condition/weak-heart", Predicate::TreatedBy, "class/blockers", Role::FirstLine));
    world.add_drug("cbz", "卡马西平", "厂", "用于面肌痉挛。");
    std::get<Drug>(world.records.back().body).contraindications = "心力衰竭患者禁用。";
    const Corpus corpus = world.corpus();
    const auto conditions = ids(relate(corpus, context_of(corpus, *corpus.find("drug/cbz")), {}).of(Panel::Conditions));
    EXPECT_EQ(conditions, std::vector<std::string>{"condition/hfs"});
}

TEST(Relate, ALabelThatExcludesOneFormDoesNotTakeACuratedTreatmentAway) {
    Pharmacy world;
    world.add_product("slow", "慢安定片", "慢安定", "用于癫痫。").contraindications = "失神型癫痫不用。";
    EXPECT_EQ(ids(related(world.corpus(), "癫痫").of(Panel::Drugs)), std::vector<std::string>{"drug/slow"});
}

TEST(Relate, NoDrugEasesASymptomInDanger) {
    Pharmacy world;
    world.add_product("herb", "三月草片", "三月草", "用于腹痛。");
    world.knowledge.concepts.push_back(concept_named("symptom/black-stool", "黑便"));
    RedFlag bleeding;
    bleeding.id = "red_flag/bleeding";
    bleeding.of = "symptom/belly-ache";
    bleeding.signs = {{"黑便", "symptom/black-stool", SignUse::Alone}};
    bleeding.action = "去急诊。";
    bleeding.sources = {"source/guideline"};
    world.knowledge.red_flags.push_back(bleeding);
    const Corpus corpus = world.corpus();
    EXPECT_FALSE(related(corpus, "腹痛").of(Panel::Drugs).empty());
    EXPECT_TRUE(related(corpus, "腹痛，还有黑便").of(Panel::Drugs).empty());
}

TEST(Relate, NothingIsNamedOrGivenBeyondTheLabelToMothersAndChildren) {
    Pharmacy world;
    world.add_product("off", "慢安定片", "慢安定", "用于失眠。");
    const Corpus corpus = world.corpus();
    EXPECT_TRUE(related(corpus, "儿童癫痫用药").of(Panel::Drugs).empty());
    EXPECT_FALSE(related(corpus, "癫痫持续状态").without_product.empty());
    EXPECT_TRUE(related(corpus, "儿童癫痫持续状态").without_product.empty());
}

TEST(Relate, TheFirstLineIsNamedWithTheCareThatThePagesPeopleNeed) {
    Pharmacy world;
    Relation care = relation("substance/fast", Predicate::ContraindicatedIn, "population/children", Role::Occasional);
    care.statement = "按体重减量。";
    world.knowledge.relations.push_back(std::move(care));
    const Panels child = related(world.corpus(), "儿童癫痫持续状态");
    ASSERT_EQ(child.without_product.size(), 1U);
    EXPECT_EQ(child.without_product.front().text, "首选 速安定（静脉给药）：本站没有收录产品。儿童：按体重减量。");
    EXPECT_EQ(related(world.corpus(), "癫痫持续状态").without_product.front().text,
              "首选 速安定（静脉给药）：本站没有收录产品");
}

TEST(Relate, IsTheSameEveryTime) {
    World world;
    for (int i = 0; i < 40; ++i)
        world.add_article(std::to_string(100 + i), "面肌痉挛", "第" + std::to_string(i % 7) + "篇");
    const Corpus corpus = world.corpus();
    EXPECT_EQ(ids(related(corpus, "面肌痉挛").of(Panel::Articles)),
              ids(related(corpus, "面肌痉挛").of(Panel::Articles)));
}

TEST(Constraints, ConflictIsSymmetric) {
    std::vector<Constraints> all;
    for (const std::optional<Sex> sex : {std::optional<Sex>{}, std::optional{Sex::Male}, std::optional{Sex::Female}}) {
        for (const std::optional<int> low : {std::optional<int>{}, std::optional{18}}) {
            for (const std::optional<int> high : {std::optional<int>{}, std::optional{14}}) {
                for (const std::optional<PregnancyRule> rule :
                     {std::optional<PregnancyRule>{}, std::optional{PregnancyRule::Only},
                      std::optional{PregnancyRule::Never}}) {
                    all.push_back({sex, low, high, rule});
                }
            }
        }
    }
    for (const Constraints& one : all) {
        for (const Constraints& other : all)
            EXPECT_EQ(conflict(one, other).has_value(), conflict(other, one).has_value());
    }
    Constraints man;
    man.sex = Sex::Male;
    Constraints woman;
    woman.sex = Sex::Female;
    Constraints adult;
    adult.min_age_years = 18;
    Constraints pupil;
    pupil.min_age_years = 10;
    Constraints child;
    child.max_age_years = 14;
    EXPECT_TRUE(conflict(man, woman));
    EXPECT_TRUE(conflict(adult, child));
    EXPECT_FALSE(conflict(pupil, child));
}

/// Doctors of one department who say different things of themselves.
World world_of_doctors() {
    World world;
    world.knowledge.concepts.push_back(concept_named("department/nephrology", "肾内科"));
    world.knowledge.concepts.push_back(concept_named("condition/nephritis", "肾炎"));
    world.knowledge.concepts.push_back(concept_named("condition/migraine", "偏头痛"));
    world.knowledge.relations.push_back(
        relation("condition/nephritis", Predicate::ManagedIn, "department/nephrology", Role::First));
    world.knowledge.relations.push_back(
        relation("condition/migraine", Predicate::ManagedIn, "department/neurology", Role::First));
    world.add_doctor("spasm", "神经内科", "面肌痉挛的肉毒毒素治疗");
    world.add_doctor("silent", "神经内科", "");
    world.add_doctor("migraine", "神经内科", "偏头痛");
    world.add_doctor("kidney", "神经内科", "肾炎");
    world.add_doctor("renal", "神经内科", "肾内科常见病");
    world.add_doctor("both", "神经内科", "肾炎、面肌痉挛");
    return world;
}

TEST(Relate, DoctorsWhoseOwnWordsSpeakOfOtherFieldsAreWithheld) {
    const Corpus corpus = world_of_doctors().corpus();
    RelateOptions options;
    options.withheld_limit = 20;
    const Panels panels = relate(corpus, context_of(corpus, "面肌痉挛", ""), options);
    std::set<std::string> shown;
    for (const Item& item : panels.of(Panel::Doctors)) shown.insert(item.id);
    EXPECT_EQ(shown, (std::set<std::string>{"doctor/spasm", "doctor/silent", "doctor/both"}));
    const auto migraine = std::ranges::find(panels.withheld, "doctor/migraine", &Withheld::id);
    ASSERT_NE(migraine, panels.withheld.end()) << "of the department, but for something else in it";
    EXPECT_EQ(migraine->rule, "other-expertise");
    const auto kidney = std::ranges::find(panels.withheld, "doctor/kidney", &Withheld::id);
    ASSERT_NE(kidney, panels.withheld.end());
    EXPECT_EQ(kidney->rule, "other-field");
    EXPECT_NE(kidney->reason.find("肾炎"), std::string::npos);
    EXPECT_NE(std::ranges::find(panels.withheld, "doctor/renal", &Withheld::id), panels.withheld.end());
}

TEST(Relate, DoctorsByTheirDepartmentAloneComeBehindThoseWhoNameTheSubject) {
    const Corpus corpus = world_of_doctors().corpus();
    const Panels panels = relate(corpus, context_of(corpus, "面肌痉挛", ""), {});
    std::vector<bool> alone;
    for (const Item& item : panels.of(Panel::Doctors)) alone.push_back(item.by_department_alone);
    EXPECT_EQ(alone, (std::vector<bool>{false, false, true}));
}

TEST(Relate, OfADepartmentThoseStayWhoseWordsAreGeneralOrNextToTheSubject) {
    World world;
    auto& knowledge = world.knowledge;
    knowledge.concepts.push_back(concept_named("condition/sciatica", "坐骨神经痛"));
    knowledge.concepts.push_back(concept_named("condition/disc", "椎间盘突出症"));
    knowledge.concepts.push_back(concept_named("condition/knee", "膝关节炎"));
    knowledge.concepts.push_back(concept_named("procedure/training", "康复锻炼"));
    for (const auto* each : {"condition/sciatica", "condition/disc", "condition/knee"})
        knowledge.relations.push_back(relation(each, Predicate::ManagedIn, "department/orthopaedics", Role::First));
    knowledge.relations.push_back(relation("condition/sciatica", Predicate::CausedBy, "condition/disc", Role::Main));
    knowledge.relations.push_back(
        relation("condition/sciatica", Predicate::TreatedBy, "procedure/training", Role::Adjunct));
    world.add_doctor("cause", "骨科", "椎间盘突出症");
    world.add_doctor("general", "骨科", "骨科常见病，膝关节炎");
    world.add_doctor("other", "骨科", "膝关节炎");
    world.add_doctor("addition", "骨科", "膝关节炎的康复锻炼");
    const Panels panels = related(world.corpus(), "坐骨神经痛");
    EXPECT_EQ(ids(panels.of(Panel::Doctors)), (std::vector<std::string>{"doctor/cause", "doctor/general"}));
}

TEST(Relate, ADoctorOfAdultsIsNotOfferedForADiseaseOfInfants) {
    World world;
    for (Concept& each : world.knowledge.concepts)
        if (each.id == "condition/hfs") each.constraints.max_age_years = 1;
    world.add_doctor("adults", "神经内科", "成人面肌痉挛");
    world.add_doctor("all", "神经内科", "面肌痉挛");
    EXPECT_EQ(ids(related(world.corpus(), "面肌痉挛").of(Panel::Doctors)), std::vector<std::string>{"doctor/all"});
}

Record hospital_named(const std::string& slug, std::string name, std::vector<std::string> departments) {
    Hospital hospital;
    hospital.name = std::move(name);
    hospital.departments = std::move(departments);
    return {head("hospital/" + slug), hospital};
}

TEST(Relate, AHospitalOfOneFieldIsShownForThatFieldAlone) {
    World world;
    auto& knowledge = world.knowledge;
    knowledge.concepts.push_back(concept_named("condition/bite", "蛇咬伤"));
    knowledge.concepts.push_back(concept_named("department/emergency", "急诊科"));
    knowledge.relations.push_back(
        relation("condition/bite", Predicate::ManagedIn, "department/emergency", Role::First));
    world.add(hospital_named("brain", "某市脑科医院", {"神经内科", "急诊科"}));
    world.add(hospital_named("whole", "某市人民医院", {"神经内科", "急诊科"}));
    const Corpus corpus = world.corpus();
    EXPECT_EQ(ids(related(corpus, "蛇咬伤").of(Panel::Hospitals)), std::vector<std::string>{"hospital/whole"});
    EXPECT_EQ(ids(related(corpus, "面肌痉挛").of(Panel::Hospitals)),
              (std::vector<std::string>{"hospital/brain", "hospital/whole"}));
    EXPECT_EQ(hospital_field_of("某市人民医院"), 0);
    EXPECT_NE(hospital_field_of("某市妇幼保健院"), hospital_field_of("某市眼科医院"));
}

TEST(Relate, WhatAManHasKeepsWomensDepartmentsAway) {
    World world;
    auto& knowledge = world.knowledge;
    knowledge.concepts.push_back(concept_named("symptom/leak", "漏尿"));
    knowledge.relations.push_back(
        relation("symptom/leak", Predicate::ManagedIn, "department/gynaecology", Role::First));
    world.add(hospital_named("women", "某医院", {"妇科"}));
    const Corpus corpus = world.corpus();
    EXPECT_EQ(related(corpus, "漏尿怎么办").of(Panel::Hospitals).size(), 1U);
    const Panels panels = relate(corpus, context_of(corpus, "漏尿怎么办", "我有前列腺炎，漏尿。漏尿。漏尿。"), {});
    EXPECT_TRUE(panels.of(Panel::Hospitals).empty());
}

TEST(Relate, ADoctorWhoAnsweredOfTheSubjectIsNoLongerThereByDepartmentAlone) {
    World world = world_of_doctors();
    Question question;
    question.title = "面肌痉挛怎么治";
    Answer first;
    first.text = "先做检查。";
    first.doctor_id = "doctor/kidney";
    Answer second;
    second.text = "可以打肉毒毒素。";
    second.doctor_id = "doctor/silent";
    question.answers = {first, second};
    world.add({head("question/spasm"), question});
    const Corpus corpus = world.corpus();
    const Panels panels = relate(corpus, context_of(corpus, "面肌痉挛", ""), {});
    const auto& doctors = panels.of(Panel::Doctors);
    const auto silent = std::ranges::find(doctors, "doctor/silent", &Item::id);
    ASSERT_NE(silent, doctors.end());
    EXPECT_FALSE(silent->by_department_alone);
    const Why& why = silent->why.front();
    EXPECT_EQ(why.quote, "可以打肉毒毒素。");
    EXPECT_EQ(why.quote_of, "question/spasm");
    EXPECT_EQ(why.path.back().step, "answered_by");
    EXPECT_EQ(std::ranges::find(doctors, "doctor/kidney", &Item::id), doctors.end()) << "own words of another field";
}

TEST(Relate, AnAnswerStaysSmallWhateverTheTitle) {
    World world = world_of_doctors();
    for (int i = 0; i < 40; ++i) world.add_drug(std::to_string(i), "某药片", std::to_string(i), "用于溃疡病。");
    const Corpus corpus = world.corpus();
    RelateOptions options;
    options.withheld_limit = 100;
    const auto bytes = [&](const std::string& title) {
        const Panels panels = relate(corpus, context_of(corpus, title, "面肌痉挛"), options);
        std::size_t sum = 0;
        for (const Withheld& each : panels.withheld) sum += each.reason.size();
        for (const auto& items : panels.items)
            for (const Item& item : items)
                for (const Why& why : item.why)
                    for (const PathStep& step : why.path) sum += step.from_name.size() + step.to_name.size();
        return sum;
    };
    std::string title;
    while (title.size() < (1U << 20U)) title += "某某某某某某某某";
    EXPECT_LT(bytes(title), 200'000U);
}

TEST(Relate, OnlyARecordsOwnSentenceIsVerbatim) {
    const Corpus corpus = world_of_doctors().corpus();
    const Panels panels = relate(corpus, context_of(corpus, "面肌痉挛", ""), {});
    for (const Item& item : panels.of(Panel::Doctors)) {
        for (const Why& why : item.why) EXPECT_EQ(why.verbatim, why.quote_of.starts_with("doctor/")) << item.id;
    }
    for (const Item& item : panels.of(Panel::Tests)) EXPECT_FALSE(item.why.front().verbatim);
}

}  // namespace
}  // namespace xinglin
