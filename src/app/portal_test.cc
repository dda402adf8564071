#include "app/portal.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "app/example_for_tests.h"
#include "store/store.h"

namespace xinglin {
namespace {

std::vector<std::string> ids_of(const std::vector<Ref>& refs) {
    std::vector<std::string> ids;
    for (const Ref& ref : refs) ids.push_back(ref.id);
    return ids;
}

std::vector<std::string> ids_of(const std::vector<Card>& cards) {
    std::vector<std::string> ids;
    for (const Card& card : cards) ids.push_back(card.ref.id);
    return ids;
}

using Ids = std::vector<std::string>;

const PanelView* panel_of(const std::vector<PanelView>& panels, Panel panel) {
    const auto found = std::ranges::find(panels, panel, &PanelView::panel);
    return found == panels.end() ? nullptr : &*found;
}

Ids ids_in(const std::vector<PanelView>& panels, Panel panel) {
    const PanelView* found = panel_of(panels, panel);
    return found == nullptr ? Ids{} : ids_of(found->cards);
}

void expect_every_card_says_why(const std::vector<PanelView>& panels) {
    for (const PanelView& panel : panels) {
        EXPECT_FALSE(panel.cards.empty()) << name_of(panel.panel) << ": empty panels are left out";
        for (const Card& card : panel.cards) {
            ASSERT_FALSE(card.why.empty()) << card.ref.id;
            for (const WhyView& why : card.why) {
                EXPECT_FALSE(why.path.empty()) << card.ref.id;
                EXPECT_FALSE(why.sources.empty()) << card.ref.id;
                EXPECT_FALSE(why.quote.empty()) << card.ref.id;
                EXPECT_NE(why.quote_of.name, why.quote_of.id) << card.ref.id << ": the source has a name";
            }
        }
    }
}

class PortalTest : public testing::Test {
  protected:
    PortalTest() : workspace_(example_workspace(folder_)) {}

    const Portal& portal() const { return workspace_->portal(); }

    /// Imports what was written over the example, and publishes it.
    void import_again() {
        const auto report = import_folder(workspace_->store(), folder_.path() / "demo-zh", BadLines::Refuse);
        ASSERT_TRUE(report && report->stored) << (report ? report->problems.front() : report.error().message);
        workspace_->refresh();
    }

    FolderForTests folder_;
    std::unique_ptr<Workspace> workspace_;
};

TEST_F(PortalTest, AnArticleHasItsDepartmentsSourcesCareCardsAndPanels) {
    const auto view = portal().article("spasm-causes");
    ASSERT_TRUE(view);
    EXPECT_EQ(view->ref.name, "面肌痉挛是怎样引起的");
    EXPECT_EQ(ids_of(view->breadcrumb), (Ids{"department/internal-medicine", "department/neurology"}));
    ASSERT_EQ(view->citations.size(), 2U);
    EXPECT_EQ(view->citations[0].id, "source/spasm-consensus");
    EXPECT_EQ(view->citations[1].id, "source/neurology-book");
    ASSERT_FALSE(view->about.empty());
    EXPECT_EQ(view->about.front().id, "condition/facial-spasm");

    ASSERT_EQ(view->care_cards.size(), 1U);
    EXPECT_EQ(view->care_cards[0].red_flag.id, "red_flag/spasm-stroke");
    EXPECT_EQ(view->care_cards[0].of.name, "面肌痉挛");
    EXPECT_EQ(view->care_cards[0].sources.front().name, "神经病学（第8版）");

    expect_every_card_says_why(view->panels);
    EXPECT_EQ(ids_in(view->panels, Panel::Doctors), Ids{"doctor/gu-yun"});
    EXPECT_EQ(ids_in(view->panels, Panel::Tests), Ids{"test/electromyography"});
    EXPECT_EQ(ids_in(view->panels, Panel::Procedures), Ids{"procedure/decompression"});
    EXPECT_EQ(ids_in(view->panels, Panel::Hospitals), Ids{"hospital/wutong"});
    EXPECT_EQ(ids_in(view->panels, Panel::Questions).size(), 2U);
}

TEST_F(PortalTest, APanelThatTheSiteHidesIsOnNoPage) {
    ASSERT_NE(panel_of(portal().article("spasm-causes")->panels, Panel::Doctors), nullptr);
    const std::int64_t edition = portal().edition();
    SiteSettings site;
    site.hidden_panels.add(Panel::Doctors);
    workspace_->set_site(site);
    EXPECT_GT(portal().edition(), edition) << "kept pages are made anew";
    EXPECT_EQ(panel_of(portal().article("spasm-causes")->panels, Panel::Doctors), nullptr);
    EXPECT_NE(panel_of(portal().article("spasm-causes")->panels, Panel::Conditions), nullptr);
    EXPECT_FALSE(portal().panel_page("condition/facial-spasm", Panel::Doctors, 1));
}

TEST_F(PortalTest, OneDrugByTwoMakersIsOneCardWithTwoMakers) {
    const auto view = portal().article("spasm-causes");
    ASSERT_TRUE(view);
    const PanelView* drugs = panel_of(view->panels, Panel::Drugs);
    ASSERT_NE(drugs, nullptr);
    ASSERT_EQ(drugs->cards.size(), 1U) << "the bowel's drug has no path to the face";
    EXPECT_EQ(std::set<std::string>(drugs->cards[0].makers.begin(), drugs->cards[0].makers.end()),
              (std::set<std::string>{"甲地制药厂", "乙地制药厂"}));

    const auto list = portal().list(ListKind::Drugs, 1);
    ASSERT_TRUE(list);
    EXPECT_EQ(list->total, 2U);
    const auto folded =
        std::ranges::find(list->cards, std::string("卡马西平片"), [](const Card& c) { return c.ref.name; });
    ASSERT_NE(folded, list->cards.end());
    EXPECT_EQ(folded->makers.size(), 2U);

    const auto drug = portal().drug("carbamazepine-jia");
    ASSERT_TRUE(drug);
    EXPECT_EQ(ids_of(drug->same_product), Ids{"drug/carbamazepine-yi"});
    EXPECT_EQ(ids_of(drug->substances), Ids{"substance/carbamazepine"});
}

TEST_F(PortalTest, FindingsOfAnArticleReachItsEditors) {
    folder_.write(
        "demo-zh/articles/claims.md",
        "+++\nid = \"article/claims\"\ntitle = \"面肌痉挛能根治吗\"\n+++\n\n本法包治面肌痉挛，治愈率100%。\n");
    import_again();
    const auto view = portal().article("claims");
    ASSERT_TRUE(view);
    EXPECT_FALSE(view->findings.empty());
}

TEST_F(PortalTest, AGuardWithoutASourceIsForTheEngineAlone) {
    folder_.write("demo-zh/relations/guards.jsonl",
                  R"({"subject":"condition/facial-spasm","predicate":"often_confused_with",)"
                  R"("object":"condition/cervical-spondylosis"}
)");
    import_again();
    const auto view = portal().concept_page("condition/cervical-spondylosis");
    ASSERT_TRUE(view);
    const auto shown = std::ranges::find(view->groups, Predicate::OftenConfusedWith, &RelationGroup::predicate);
    EXPECT_EQ(shown, view->groups.end());
}

TEST_F(PortalTest, AConditionShowsItsRelationsBothWays) {
    const auto view = portal().concept_page("condition/facial-spasm");
    ASSERT_TRUE(view);
    EXPECT_EQ(ids_of(view->breadcrumb), (Ids{"department/internal-medicine", "department/neurology"}));
    EXPECT_EQ(ids_of(view->summary_sources), Ids{"source/spasm-consensus"});
    const auto group = std::ranges::find(view->groups, Predicate::CausedBy, &RelationGroup::predicate);
    ASSERT_NE(group, view->groups.end());
    ASSERT_EQ(group->relations.size(), 1U);
    EXPECT_EQ(group->relations[0].other.name, "血管压迫面神经");
    EXPECT_EQ(group->relations[0].evidence, Evidence::High);
    ASSERT_TRUE(group->relations[0].review);
    EXPECT_EQ(group->relations[0].review->by, "顾云");
    expect_every_card_says_why(view->panels);

    const auto cause = portal().concept_page("condition/nerve-compression");
    ASSERT_TRUE(cause);
    ASSERT_EQ(cause->groups.size(), 1U);
    EXPECT_TRUE(cause->groups[0].inverse);
}

TEST_F(PortalTest, ADepartmentShowsWhatIsAboveAndBelow) {
    const auto top = portal().concept_page("department/internal-medicine");
    ASSERT_TRUE(top);
    EXPECT_TRUE(top->breadcrumb.empty());
    EXPECT_EQ(ids_of(top->children), Ids{"department/neurology"});
    const auto below = portal().concept_page("department/neurology");
    ASSERT_TRUE(below);
    EXPECT_EQ(ids_of(below->breadcrumb), Ids{"department/internal-medicine"});
}

TEST_F(PortalTest, ACircleOfDepartmentsEndsSomewhere) {
    KnowledgeData knowledge = workspace_->store().knowledge();
    Relation back = knowledge.relations.front();
    back.subject = "department/internal-medicine";
    back.predicate = Predicate::PartOf;
    back.object = "department/neurology";
    back.role = Role::None;
    knowledge.relations.push_back(back);
    Origin origin = workspace_->store().origins().front();
    ASSERT_TRUE(workspace_->store().replace_origin({origin, std::move(knowledge), {}, {}}));
    workspace_->refresh();
    EXPECT_TRUE(portal().concept_page("department/neurology"));
    EXPECT_TRUE(portal().concept_page("condition/facial-spasm"));
}

TEST_F(PortalTest, ATestConceptCarriesItsRecord) {
    const auto as_concept = portal().concept_page("test/electromyography");
    ASSERT_TRUE(as_concept);
    ASSERT_TRUE(as_concept->test_record);
    EXPECT_EQ(std::get<xinglin::Test>(as_concept->test_record->body).description, "记录肌肉的电活动。");
    const auto alone = portal().test("grip");
    ASSERT_TRUE(alone);
    EXPECT_EQ(alone->test.name, "握力测试");
}

TEST_F(PortalTest, PeopleAndHospitalsPointAtEachOther) {
    const auto doctor = portal().doctor("gu-yun");
    ASSERT_TRUE(doctor);
    EXPECT_EQ(doctor->hospital.name, "梧桐医院");
    EXPECT_EQ(ids_of(doctor->departments), Ids{"department/neurology"});
    EXPECT_EQ(ids_of(doctor->concepts), Ids{"condition/facial-spasm"});
    EXPECT_EQ(ids_of(doctor->answers), Ids{"question/which-department"});
    EXPECT_EQ(doctor->answers.front().answered_by.id, "doctor/gu-yun") << "not whoever answered first";
    EXPECT_EQ(doctor->answers.front().text, "先到神经内科看。");
    const auto hospital = portal().hospital("wutong");
    ASSERT_TRUE(hospital);
    EXPECT_EQ(ids_of(hospital->doctors), (Ids{"doctor/gu-yun", "doctor/qin-gu"}));
    EXPECT_EQ(ids_of(hospital->departments), (Ids{"department/neurology", ""}))
        << "a name that we do not know has no page";
    EXPECT_EQ(hospital->departments[1].name, "打鼾门诊");
    const auto question = portal().question("which-department");
    ASSERT_TRUE(question);
    EXPECT_EQ(ids_of(question->answer_doctors), (Ids{"", "doctor/gu-yun"}));
    EXPECT_EQ(portal().question("twitch-again")->answer_doctors[0].id, "");
}

TEST_F(PortalTest, ASourceListsWhatRestsOnIt) {
    const auto view = portal().source("spasm-consensus");
    ASSERT_TRUE(view);
    EXPECT_EQ(view->statement_count, 7U);
    EXPECT_EQ(view->statements.size(), 7U);
    EXPECT_EQ(view->statements[0].subject.id, "condition/facial-spasm") << "what it says most about comes first";
}

TEST_F(PortalTest, ListsNeverRepeatOrSkip) {
    std::string doctors;
    for (int i = 0; i < 47; ++i) {
        const std::string slug = std::to_string(100 + i);
        doctors += R"({"id":"doctor/d)" + slug +
                   R"(","name":"同名","hospital":"hospital/wutong","department":"骨科"})"
                   "\n";
    }
    folder_.write("demo-zh/questions.jsonl", "");
    folder_.write("demo-zh/doctors.jsonl", doctors);
    import_again();

    std::set<std::string> seen;
    std::size_t shown = 0;
    for (std::size_t page = 1; page <= 3; ++page) {
        const auto list = portal().list(ListKind::Doctors, page);
        ASSERT_TRUE(list);
        EXPECT_EQ(list->page, page);
        EXPECT_EQ(list->page_count, 3U);
        EXPECT_EQ(list->total, 47U);
        shown += list->cards.size();
        for (const Card& card : list->cards) seen.insert(card.ref.id);
    }
    EXPECT_EQ(shown, 47U);
    EXPECT_EQ(seen.size(), 47U);
    EXPECT_EQ(portal().list(ListKind::Doctors, 4).error().code, ErrorCode::InvalidInput);
    EXPECT_EQ(portal().list(ListKind::Doctors, 0).error().code, ErrorCode::InvalidInput);

    seen.clear();
    shown = 0;
    for (std::size_t page = 1; page <= 3; ++page) {
        const auto panel = portal().panel_page("condition/cervical-spondylosis", Panel::Doctors, page);
        ASSERT_TRUE(panel);
        EXPECT_EQ(panel->has_next, page < 3);
        shown += panel->panel.cards.size();
        for (const Card& card : panel->panel.cards) seen.insert(card.ref.id);
    }
    EXPECT_EQ(shown, 47U);
    EXPECT_EQ(seen.size(), 47U);
    EXPECT_EQ(portal().panel_page("condition/cervical-spondylosis", Panel::Doctors, 4).error().code,
              ErrorCode::InvalidInput);
}

TEST_F(PortalTest, AnEmptyListAndAnEmptyPanelHaveOnePage) {
    folder_.write("demo-zh/questions.jsonl", "");
    import_again();
    const auto list = portal().list(ListKind::Questions, 1);
    ASSERT_TRUE(list);
    EXPECT_EQ(list->page_count, 1U);
    EXPECT_TRUE(list->cards.empty());
    const auto panel = portal().panel_page("condition/bowel-spasm", Panel::Doctors, 1);
    ASSERT_TRUE(panel);
    EXPECT_TRUE(panel->panel.cards.empty());
    EXPECT_FALSE(panel->has_next);
}

TEST_F(PortalTest, AllListsAreThere) {
    for (int i = 0; i < kListKindCount; ++i) {
        const auto kind = static_cast<ListKind>(i);
        const auto list = portal().list(kind, 1);
        ASSERT_TRUE(list) << name_of(kind);
        EXPECT_FALSE(list->cards.empty()) << name_of(kind);
        EXPECT_EQ(list_kind_named(name_of(kind)), kind);
        for (const Card& card : list->cards) EXPECT_TRUE(card.why.empty());
    }
    EXPECT_EQ(ids_of(portal().list(ListKind::Tests, 1)->cards), (Ids{"test/electromyography", "test/grip"}))
        << "the record of a test concept is not listed beside it";
}

TEST_F(PortalTest, WhatIsNotPublishedIsNotFound) {
    const auto code = [](const auto& result) { return result ? ErrorCode::Forbidden : result.error().code; };
    EXPECT_EQ(code(portal().article("draft")), ErrorCode::NotFound);
    EXPECT_EQ(code(portal().article("")), ErrorCode::NotFound);
    EXPECT_EQ(code(portal().article("nothing")), ErrorCode::NotFound);
    EXPECT_EQ(code(portal().doctor("nothing")), ErrorCode::NotFound);
    EXPECT_EQ(code(portal().hospital("nothing")), ErrorCode::NotFound);
    EXPECT_EQ(code(portal().drug("nothing")), ErrorCode::NotFound);
    EXPECT_EQ(code(portal().test("nothing")), ErrorCode::NotFound);
    EXPECT_EQ(code(portal().question("nothing")), ErrorCode::NotFound);
    EXPECT_EQ(code(portal().source("nothing")), ErrorCode::NotFound);
    EXPECT_EQ(code(portal().concept_page("condition/nothing")), ErrorCode::NotFound);
    EXPECT_EQ(code(portal().panel_page("article/draft", Panel::Doctors, 1)), ErrorCode::NotFound);
    EXPECT_EQ(code(portal().panel_page("article/spasm-causes", Panel::Doctors, 0)), ErrorCode::InvalidInput);
}

TEST_F(PortalTest, NavigationCountsWhatIsThereAndSaysThatItIsInvented) {
    const NavigationView view = portal().navigation();
    EXPECT_TRUE(view.fictitious);
    const auto articles = std::ranges::find(view.kinds, ListKind::Articles, &std::pair<ListKind, std::size_t>::first);
    ASSERT_NE(articles, view.kinds.end());
    EXPECT_EQ(articles->second, 2U) << "the draft does not count";
    ASSERT_EQ(view.departments.size(), 3U);
    const auto home = portal().home();
    ASSERT_FALSE(home.conditions.empty());
    EXPECT_EQ(home.conditions.front().ref.id, "condition/facial-spasm");
}

TEST_F(PortalTest, ARefreshShowsAChangeAndANewRevision) {
    const auto before = portal().revision();
    EXPECT_FALSE(workspace_->refresh());
    EXPECT_EQ(portal().revision(), before);
    folder_.write("demo-zh/articles/bowel.md", "+++\nid = \"article/bowel\"\ntitle = \"改名\"\n+++\n\n肠痉挛。\n");
    import_again();
    EXPECT_GT(portal().revision(), before);
    EXPECT_EQ(portal().article("bowel")->ref.name, "改名");
}

TEST(Workspace, RefusesAFolderWithoutDataAndSaysHowToMendIt) {
    const FolderForTests folder;
    const auto location = (folder.path() / "none").string();
    const auto refused = Workspace::open(location, Workspace::Missing::Refuse);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::NotFound);
    EXPECT_NE(refused.error().message.find("xinglin import"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(location));
    const auto made = Workspace::open(location, Workspace::Missing::Create);
    ASSERT_TRUE(made);
    EXPECT_EQ((*made)->portal().list(ListKind::Articles, 1)->total, 0U);
    EXPECT_TRUE((*made)->refresh());
    EXPECT_TRUE(Workspace::open(location, Workspace::Missing::Refuse)) << "made, and empty so far";
}

TEST(Workspace, RefusesAFileThatHoldsNoDatabase) {
    const FolderForTests folder;
    const auto location = folder.path().string();
    folder.write("xinglin.db", "");
    const auto refused = Workspace::open(location, Workspace::Missing::Refuse);
    ASSERT_FALSE(refused) << "readers would be served an empty portal";
    EXPECT_EQ(refused.error().code, ErrorCode::Unavailable);
    EXPECT_NE(refused.error().message.find("backup"), std::string::npos);
    EXPECT_TRUE(Workspace::open(location, Workspace::Missing::Create)) << "an import may fill it";
}

}  // namespace
}  // namespace xinglin
