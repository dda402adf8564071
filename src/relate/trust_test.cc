#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "relate/relate.h"
#include "relate/route.h"

// What imported relations may do beside curated ones: add marked items after all others, take unsafe ones away, and
// nothing else.

namespace xinglin {
namespace {

std::string id_of(std::string_view kind, std::size_t number) {
    return std::string(kind) + "/" + std::to_string(10 + number);
}

Concept named(const std::string& id, std::string name) {
    Concept made;
    made.kind = *concept_kind_named(id.substr(0, id.find('/')));
    made.id = id;
    made.name = std::move(name);
    return made;
}

Relation say(std::string subject, Predicate predicate, std::string object, Trust trust = Trust::Curated) {
    Relation made;
    made.subject = std::move(subject);
    made.predicate = predicate;
    made.object = std::move(object);
    made.trust = trust;
    made.sources = {trust == Trust::Curated ? "source/guideline" : "source/portal"};
    return made;
}

KnowledgeData with_sources() {
    KnowledgeData data;
    for (const auto& [id, title] : {std::pair{"source/guideline", "某病诊疗共识"}, {"source/portal", "某门户数据"}}) {
        Source source;
        source.id = id;
        source.title = title;
        data.sources.push_back(source);
    }
    return data;
}

Record doctor(const std::string& slug, std::string department, std::string specialty) {
    Record made;
    made.head.id = "doctor/" + slug;
    Doctor body;
    body.name = "医生" + slug;
    body.department = std::move(department);
    body.specialty = std::move(specialty);
    body.hospital_id = "hospital/" + slug.substr(slug.size() - 1);
    made.body = body;
    return made;
}

Record drug(const std::string& slug, std::string ingredients) {
    Record made;
    made.head.id = "drug/" + slug;
    Drug body;
    body.name = "制剂" + slug;
    body.ingredients = std::move(ingredients);
    made.body = body;
    return made;
}

Record article(const std::string& slug, std::string title, std::string text) {
    Record made;
    made.head.id = "article/" + slug;
    Article body;
    body.title = std::move(title);
    body.body = std::move(text);
    body.body_is_markdown = false;
    made.body = body;
    return made;
}

Record hospital(const std::string& slug, std::string department) {
    Record made;
    made.head.id = "hospital/" + slug;
    Hospital body;
    body.name = "医院" + slug;
    body.departments = {std::move(department)};
    made.body = body;
    return made;
}

Corpus corpus_of(const KnowledgeData& knowledge, const std::vector<Record>& records) {
    const auto annotator = std::make_shared<const Annotator>(std::make_shared<const Knowledge>(knowledge));
    std::vector<std::shared_ptr<const AnnotatedRecord>> annotated;
    for (const Record& record : records) {
        annotated.push_back(std::make_shared<const AnnotatedRecord>(annotate_record(*annotator, record)));
    }
    return Corpus(annotator, std::move(annotated));
}

Panels panels_of(const Corpus& corpus, std::string_view concept_id, PanelSet curated_only) {
    RelateOptions options;
    options.limit = 1000;
    options.withheld_limit = 1000;
    options.curated_only = curated_only;
    return relate(corpus, context_of(corpus, *corpus.knowledge().find(concept_id)), options);
}

std::vector<std::string> ids_of(const std::vector<Item>& items, std::optional<Trust> trust = {}) {
    std::vector<std::string> ids;
    for (const Item& item : items) {
        if (!trust || item.trust == *trust) ids.push_back(item.id);
    }
    return ids;
}

/// Everything of an item that a page shows, for comparing.
std::string text_of(const Item& item) {
    std::string text = item.id + " " + std::to_string(item.score) + " " + std::string(name_of(item.trust));
    for (const std::string& also : item.also) text += " =" + also;
    for (const Why& why : item.why) {
        text += "\n  " + std::string(name_of(why.trust)) + " " + why.quote + " " + join(why.sources, " ");
        for (const PathStep& step : why.path) {
            text += " " + step.from_id + (step.inverse ? "<" : ">") + step.step + ":" +
                    std::string(name_of(step.trust)) + ">" + step.to_id;
        }
    }
    return text;
}

std::string text_of(const std::vector<Item>& items) {
    std::string text;
    for (const Item& item : items) text += text_of(item) + "\n";
    return text;
}

const Withheld* find_withheld(const Panels& panels, std::string_view id) {
    const auto found = std::ranges::find(panels.withheld, id, &Withheld::id);
    return found == panels.withheld.end() ? nullptr : &*found;
}

/// A spasm with a curated and an imported thing of each sort.
struct Example {
    KnowledgeData knowledge = with_sources();
    std::vector<Record> records;

    Example() {
        for (const auto& [id, name] : {std::pair{"condition/spasm", "面肌痉挛"},
                                       {"condition/movement", "运动障碍病"},
                                       {"condition/curated", "眼睑痉挛"},
                                       {"condition/imported", "肠痉挛病"},
                                       {"substance/good", "卡马西平"},
                                       {"substance/other", "奥美拉唑"},
                                       {"class/gastric", "胃药大类"},
                                       {"test/good", "肌电图"},
                                       {"test/other", "胃镜检查"},
                                       {"department/neurology", "神经内科"},
                                       {"department/skin", "皮肤科"},
                                       {"population/pregnant", "孕妇"}}) {
            knowledge.concepts.push_back(named(id, name));
        }
        for (const auto& [predicate, curated, imported] :
             {std::tuple{Predicate::TreatedBy, "substance/good", "substance/other"},
              {Predicate::DiagnosedBy, "test/good", "test/other"},
              {Predicate::DiffersFrom, "condition/curated", "condition/imported"},
              {Predicate::ManagedIn, "department/neurology", "department/skin"}}) {
            add("condition/spasm", predicate, curated, Trust::Curated);
            add("condition/spasm", predicate, imported, Trust::Imported);
        }
        // The strongest role that there is does not help what nobody has reviewed.
        for (Relation& each : knowledge.relations) {
            if (each.trust == Trust::Imported && each.predicate == Predicate::DiagnosedBy) each.role = Role::Core;
        }
        records = {drug("good", "卡马西平"),   drug("other", "奥美拉唑"), doctor("n1", "神经内科", ""),
                   doctor("s2", "皮肤科", ""), hospital("1", "外科"),     hospital("2", "外科")};
    }

    void add(const char* subject, Predicate predicate, const char* object, Trust trust) {
        knowledge.relations.push_back(say(subject, predicate, object, trust));
    }

    Panels panels(PanelSet curated_only = PanelSet()) const {
        return panels_of(corpus_of(knowledge, records), "condition/spasm", curated_only);
    }
};

TEST(RelateTrust, ImportedItemsComeLastAndAreMarked) {
    const Panels panels = Example().panels();
    for (const Panel panel :
         {Panel::Drugs, Panel::Tests, Panel::Conditions, Panel::Departments, Panel::Doctors, Panel::Hospitals}) {
        SCOPED_TRACE(name_of(panel));
        const auto& items = panels.of(panel);
        ASSERT_EQ(items.size(), 2U);
        EXPECT_EQ(items[0].trust, Trust::Curated);
        EXPECT_EQ(items[0].why.front().trust, Trust::Curated);
        EXPECT_EQ(items[1].trust, Trust::Imported);
        const Why& why = items[1].why.front();
        EXPECT_EQ(why.trust, Trust::Imported);
        EXPECT_TRUE(std::ranges::any_of(why.path, [](const auto& step) { return step.trust == Trust::Imported; }));
        EXPECT_EQ(why.path.front().trust, Trust::Curated) << "what the page is about is read from itself";
    }
}

TEST(RelateTrust, InCuratedOnlyPanelsImportedRelationsAdmitNothingAndSaySo) {
    const Panels panels = Example().panels(kCuratedOnlyByDefault);
    EXPECT_EQ(ids_of(panels.of(Panel::Drugs)), std::vector<std::string>{"drug/good"});
    EXPECT_EQ(ids_of(panels.of(Panel::Tests)), std::vector<std::string>{"test/good"});
    EXPECT_EQ(panels.of(Panel::Conditions).size(), 2U) << "a panel that is not in the set";
    for (const char* id : {"drug/other", "test/other"}) {
        const Withheld* withheld = find_withheld(panels, id);
        ASSERT_NE(withheld, nullptr) << id;
        EXPECT_EQ(withheld->rule, "not-reviewed");
        EXPECT_NE(withheld->reason.find("“某门户数据”"), std::string::npos) << withheld->reason;
        EXPECT_EQ(std::ranges::count(panels.withheld, id, &Withheld::id), 1);
    }
    EXPECT_EQ(find_withheld(panels, "condition/imported"), nullptr);
    PanelSet all(Panel::Doctors, Panel::Hospitals, Panel::Conditions, Panel::Departments);
    const Panels strict = Example().panels(all);
    EXPECT_EQ(ids_of(strict.of(Panel::Hospitals)), std::vector<std::string>{"hospital/1"});
    ASSERT_NE(find_withheld(strict, "condition/imported"), nullptr);
    ASSERT_NE(find_withheld(strict, "doctor/s2"), nullptr);
    EXPECT_EQ(find_withheld(strict, "doctor/s2")->rule, "not-reviewed");
}

TEST(RelateTrust, AnImportedShortCutDoesNotHideACuratedPath) {
    Example example;
    example.knowledge.concepts.push_back(named("condition/nerve", "神经系统病"));
    example.add("condition/spasm", Predicate::IsA, "condition/movement", Trust::Curated);
    example.add("condition/movement", Predicate::IsA, "condition/nerve", Trust::Curated);
    example.add("condition/spasm", Predicate::IsA, "condition/nerve", Trust::Imported);
    example.records = {doctor("n1", "", "神经系统病")};
    const Panels panels = example.panels();
    ASSERT_EQ(panels.of(Panel::Doctors).size(), 1U);
    EXPECT_EQ(panels.of(Panel::Doctors).front().trust, Trust::Curated);
}

TEST(RelateTrust, AnImportedDepartmentDoesNotHideThatOfTheKind) {
    Example example;
    std::erase_if(example.knowledge.relations, [](const Relation& each) {
        return each.predicate == Predicate::ManagedIn && each.trust == Trust::Curated;
    });
    example.add("condition/spasm", Predicate::IsA, "condition/movement", Trust::Curated);
    example.add("condition/movement", Predicate::ManagedIn, "department/neurology", Trust::Curated);
    const Panels panels = example.panels();
    EXPECT_EQ(ids_of(panels.of(Panel::Departments)),
              (std::vector<std::string>{"department/neurology", "department/skin"}));
}

TEST(RelateTrust, ImportedKindsDoNotMakeACuratedKindBroad) {
    Example example;
    example.add("condition/spasm", Predicate::IsA, "condition/movement", Trust::Curated);
    for (std::size_t i = 0; i < 100; ++i) {
        example.knowledge.concepts.push_back(named(id_of("condition", i), "导入病" + std::to_string(i)));
        example.knowledge.relations.push_back(
            say(id_of("condition", i), Predicate::IsA, "condition/movement", Trust::Imported));
    }
    example.records = {doctor("n1", "", "运动障碍病")};
    EXPECT_EQ(example.panels().of(Panel::Doctors).size(), 1U);
}

TEST(RelateTrust, ImportedObjectionsRemoveUnlessCuratedKnowledgeSaysTheOpposite) {
    Example example;
    example.add("condition/spasm", Predicate::NotTreatedBy, "substance/good", Trust::Imported);
    example.add("substance/good", Predicate::ContraindicatedIn, "condition/spasm", Trust::Imported);
    example.add("substance/other", Predicate::ContraindicatedIn, "condition/spasm", Trust::Imported);
    EXPECT_EQ(ids_of(example.panels().of(Panel::Drugs)), std::vector<std::string>{"drug/good"});

    // A curated objection to a class does not reach a curated treatment that only an import counts to the class.
    example.add("condition/spasm", Predicate::NotTreatedBy, "class/gastric", Trust::Curated);
    example.add("substance/good", Predicate::IsA, "class/gastric", Trust::Imported);
    EXPECT_EQ(ids_of(example.panels().of(Panel::Drugs)), std::vector<std::string>{"drug/good"});

    // Whom a drug is forbidden to is another question than what it is for.
    example.add("substance/good", Predicate::ContraindicatedIn, "population/pregnant", Trust::Imported);
    const Corpus corpus = corpus_of(example.knowledge, example.records);
    EXPECT_TRUE(relate(corpus, context_of(corpus, "孕妇面肌痉挛怎么办", ""), {}).of(Panel::Drugs).empty());
}

TEST(RelateTrust, LintIsDeafToImports) {
    Example example;
    example.knowledge.relations.push_back(
        say("condition/spasm", Predicate::CausedBy, "condition/imported", Trust::Imported));
    example.knowledge.relations.back().role = Role::Main;
    for (Relation& each : example.knowledge.relations) {
        if (each.trust == Trust::Imported && each.predicate == Predicate::TreatedBy) each.curative = true;
    }
    example.add("condition/spasm", Predicate::NotTreatedBy, "substance/other", Trust::Imported);
    const Corpus corpus = corpus_of(example.knowledge, {});
    EXPECT_TRUE(lint(corpus.annotator(), "面肌痉挛的病因", "面肌痉挛的原因不明。面肌痉挛无法治愈。").empty());
    EXPECT_TRUE(lint(corpus.annotator(), "面肌痉挛的治疗", "面肌痉挛可以用奥美拉唑治疗。").empty());
}

TEST(PanelSets, AreReadFromWords) {
    EXPECT_EQ(*panel_set_from("drugs,tests"), kCuratedOnlyByDefault);
    EXPECT_EQ(*panel_set_from("tests"), PanelSet(Panel::Tests));
    EXPECT_EQ(*panel_set_from("none"), PanelSet());
    const auto all = panel_set_from("all");
    for (int i = 0; i < kPanelCount; ++i) EXPECT_TRUE(all->contains(static_cast<Panel>(i)));
    for (const char* bad : {"", "drug", "drugs,,tests", "drugs,", "none,drugs", "Drugs"}) {
        EXPECT_FALSE(panel_set_from(bad)) << bad;
    }
}

/// Random knowledge over few concepts, so that paths of both sorts meet all the time.
class RandomWorld {
  public:
    explicit RandomWorld(std::uint32_t seed) : random_(seed) {
        for (const auto& [kind, count] : kKinds) {
            for (std::size_t i = 0; i < count; ++i) {
                knowledge.concepts.push_back(named(id_of(kind, i), std::string(kind) + "词" + std::to_string(10 + i)));
            }
        }
        for (int i = 0; i < 90; ++i) add_relation();
        for (int i = 0; i < 25; ++i) {
            const std::string slug = std::to_string(100 + i);
            records.push_back(doctor(slug, name("department"), name("condition") + "、" + name("substance")));
            records.push_back(drug(slug, name("substance")));
            records.push_back(article(slug, name("condition") + "的" + (i % 2 ? "病因" : "治疗"), name("symptom")));
        }
        for (int i = 0; i < 10; ++i) records.push_back(hospital(std::to_string(i), name("department")));
    }

    KnowledgeData knowledge = with_sources();
    std::vector<Record> records;

  private:
    static constexpr std::array<std::pair<std::string_view, std::size_t>, 7> kKinds{{{"condition", 8},
                                                                                     {"symptom", 4},
                                                                                     {"substance", 5},
                                                                                     {"class", 2},
                                                                                     {"procedure", 3},
                                                                                     {"test", 4},
                                                                                     {"department", 4}}};

    std::string any(std::string_view kind) {
        const auto found = std::ranges::find(kKinds, kind, [](const auto& each) { return each.first; });
        return id_of(kind, random_() % found->second);
    }
    std::string name(std::string_view kind) {
        const std::string id = any(kind);
        return std::string(kind) + "词" + id.substr(id.find('/') + 1);
    }

    void add_relation() {
        struct Shape {
            std::string_view subject;
            Predicate predicate;
            std::string_view object;
        };
        static constexpr std::array kShapes{Shape{"condition", Predicate::IsA, "condition"},
                                            Shape{"condition", Predicate::ManagedIn, "department"},
                                            Shape{"condition", Predicate::TreatedBy, "substance"},
                                            Shape{"condition", Predicate::TreatedBy, "class"},
                                            Shape{"condition", Predicate::TreatedBy, "procedure"},
                                            Shape{"substance", Predicate::IsA, "class"},
                                            Shape{"condition", Predicate::DiagnosedBy, "test"},
                                            Shape{"condition", Predicate::HasSymptom, "symptom"},
                                            Shape{"condition", Predicate::ComplicatedBy, "condition"},
                                            Shape{"condition", Predicate::CausedBy, "condition"},
                                            Shape{"condition", Predicate::DiffersFrom, "condition"},
                                            Shape{"department", Predicate::PartOf, "department"}};
        const Shape& shape = kShapes[random_() % kShapes.size()];
        Relation relation = say(any(shape.subject), shape.predicate, any(shape.object),
                                random_() % 2 ? Trust::Curated : Trust::Imported);
        relation.role = shape.predicate == Predicate::DiagnosedBy && random_() % 2 ? Role::Core : Role::None;
        const auto same = [&](const Relation& other) { return key_of(other) == key_of(relation); };
        if (std::ranges::none_of(knowledge.relations, same)) knowledge.relations.push_back(std::move(relation));
    }

    std::mt19937 random_;
};

TEST(RelateTrust, ImportsNeitherOutrankNorMoveAnythingCurated) {
    std::size_t imported_items = 0;
    for (std::uint32_t seed = 0; seed < 25; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        const RandomWorld world(seed);
        KnowledgeData curated = world.knowledge;
        std::erase_if(curated.relations, [](const Relation& each) { return each.trust == Trust::Imported; });
        const Corpus both = corpus_of(world.knowledge, world.records);
        const Corpus alone = corpus_of(curated, world.records);
        for (const Concept& page : world.knowledge.concepts) {
            const Panels mixed = panels_of(both, page.id, PanelSet());
            const Panels strict = panels_of(both, page.id, *panel_set_from("all"));
            const Panels expected = panels_of(alone, page.id, PanelSet());
            for (int i = 0; i < kPanelCount; ++i) {
                const auto panel = static_cast<Panel>(i);
                SCOPED_TRACE(testing::Message() << page.id << " " << name_of(panel));
                const auto& items = mixed.of(panel);
                EXPECT_TRUE(std::ranges::is_sorted(items, {}, &Item::trust));
                // As if nothing had been imported, and in the same order.
                EXPECT_EQ(ids_of(items, Trust::Curated), ids_of(expected.of(panel)));
                EXPECT_EQ(text_of(strict.of(panel)), text_of(expected.of(panel)));
                for (const Item& item : items) {
                    EXPECT_EQ(item.why.front().trust, item.trust) << text_of(item);
                    EXPECT_TRUE(std::ranges::is_sorted(item.why, {}, &Why::trust));
                    if (item.trust == Trust::Curated) continue;
                    ++imported_items;
                    EXPECT_EQ(find_withheld(strict, item.id)->rule, "not-reviewed");
                }
                std::vector<std::string> ranking;
                RelateOptions anything;
                anything.curated_only = PanelSet();
                const PageContext context = context_of(both, *both.knowledge().find(page.id));
                const auto rankings = rankings_of(both, context, anything);
                for (const RankedItem& each : rankings[static_cast<std::size_t>(i)]) {
                    ranking.push_back(each.id);
                }
                std::vector<std::string> unfolded;
                for (const Item& item : items) {
                    unfolded.push_back(item.id);
                    if (panel == Panel::Drugs || panel == Panel::Articles)
                        unfolded.insert(unfolded.end(), item.also.begin(), item.also.end());
                }
                EXPECT_EQ(std::set(ranking.begin(), ranking.end()), std::set(unfolded.begin(), unfolded.end()));
            }
        }
    }
    EXPECT_GT(imported_items, 1000U) << "the property must have been tried";
}

}  // namespace
}  // namespace xinglin
