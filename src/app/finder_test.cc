#include "app/finder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <set>
#include <thread>

#include "app/example_for_tests.h"
#include "store/store.h"

namespace xinglin {
namespace {

using Ids = std::vector<std::string>;

Ids ids_of(const SearchView& view) {
    Ids ids;
    for (const FoundItem& item : view.items) ids.push_back(item.hit.id);
    return ids;
}

SearchRequest request_for(std::string query) {
    SearchRequest request;
    request.query = std::move(query);
    return request;
}

SearchRequest narrowed(std::string query, FacetKind kind, std::string value) {
    SearchRequest request = request_for(std::move(query));
    request.chosen[static_cast<std::size_t>(kind)] = {std::move(value)};
    return request;
}

class FinderTest : public testing::Test {
  protected:
    FinderTest() : workspace_(example_workspace(folder_)) {}

    const Finder& finder() const { return workspace_->finder(); }

    SearchView found(const SearchRequest& request) const {
        auto view = finder().search(request);
        EXPECT_TRUE(view) << request.query;
        return view ? *std::move(view) : SearchView{};
    }
    SearchView found(std::string query) const { return found(request_for(std::move(query))); }

    /// Publishes an article.
    void publish(const std::string& slug, const std::string& title, const std::string& body) {
        Record record;
        record.head.id = "article/" + slug;
        record.head.origin = "demo-zh";
        record.body = Article{title, body, false, "", {}};
        ASSERT_TRUE(workspace_->store().put_record(record, {}));
        ASSERT_TRUE(workspace_->refresh(Workspace::Prepare::Search));
    }

    FolderForTests folder_;
    std::unique_ptr<Workspace> workspace_;
};

TEST_F(FinderTest, EveryHitHasItsCardAndSaysWhy) {
    const SearchView view = found("面肌痉挛");
    ASSERT_FALSE(view.items.empty());
    EXPECT_EQ(view.items.front().hit.id, "condition/facial-spasm");
    EXPECT_GE(view.total, view.items.size());
    for (const FoundItem& item : view.items) {
        EXPECT_EQ(item.card.ref.id, item.hit.id);
        EXPECT_EQ(item.card.ref.name, item.hit.title);
        EXPECT_EQ(item.card.score, item.hit.score);
        EXPECT_FALSE(item.hit.why.empty()) << item.hit.id;
        ASSERT_EQ(item.why_sources.size(), item.hit.why.size());
        for (const auto& sources : item.why_sources) {
            for (const Ref& source : sources) EXPECT_NE(source.name, source.id) << "a source has a name";
        }
    }
    const Ids ids = ids_of(view);
    EXPECT_NE(std::ranges::find(ids, "article/spasm-causes"), ids.end());
    EXPECT_EQ(std::ranges::find(ids, "article/draft"), ids.end()) << "a draft is nobody's";
}

TEST_F(FinderTest, NamesWhatWasUnderstood) {
    const SearchView view = found("面肌抽搐");
    ASSERT_TRUE(view.subject);
    EXPECT_EQ(view.subject->id, "condition/facial-spasm");
    EXPECT_EQ(view.subject->name, "面肌痉挛");
    ASSERT_EQ(view.concepts.size(), view.query.concepts.size());
    EXPECT_EQ(view.concepts.front().name, "面肌痉挛");
}

TEST_F(FinderTest, TheAnswerHasSummaryCareCardsDepartmentsAndLinks) {
    const auto answer = found("面肌抽搐").answer;
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->ref->id, "condition/facial-spasm");
    EXPECT_EQ(answer->trust, Trust::Curated);
    EXPECT_EQ(answer->summary, "一侧面部肌肉不自主地反复抽动。");
    ASSERT_EQ(answer->summary_sources.size(), 1U);
    EXPECT_EQ(answer->summary_sources[0].name, "面肌痉挛诊疗中国专家共识");
    ASSERT_EQ(answer->care_cards.size(), 1U);
    EXPECT_EQ(answer->care_cards[0].red_flag.id, "red_flag/spasm-stroke");
    ASSERT_EQ(answer->departments.size(), 2U);
    EXPECT_EQ(answer->departments[0].id, "department/neurology");
    EXPECT_EQ(answer->departments[1].id, "department/neurosurgery");
    std::set<Panel> panels;
    for (const AnswerCard::Entry& entry : answer->entries) {
        EXPECT_TRUE(panels.insert(entry.panel).second);
        EXPECT_NE(entry.panel, Panel::Departments);
        EXPECT_FALSE(entry.first.name.empty());
        EXPECT_EQ(entry.trust, Trust::Curated);
    }
    for (const Panel panel : {Panel::Doctors, Panel::Articles, Panel::Drugs, Panel::Tests, Panel::Procedures}) {
        EXPECT_TRUE(panels.contains(panel)) << name_of(panel);
    }
}

TEST_F(FinderTest, ADangerIsAnsweredWithoutOneSubject) {
    const SearchView view = found("面肌痉挛 颈椎病");
    EXPECT_FALSE(view.subject);
    ASSERT_TRUE(view.answer);
    EXPECT_FALSE(view.answer->ref);
    ASSERT_FALSE(view.answer->care_cards.empty());
    EXPECT_EQ(view.answer->care_cards[0].red_flag.id, "red_flag/spasm-stroke");
}

TEST_F(FinderTest, SaysWhichSignTheQueryNames) {
    const SearchView about = found("面肌痉挛");
    ASSERT_FALSE(about.answer->care_cards.empty());
    EXPECT_TRUE(about.answer->care_cards[0].named.empty()) << "the subject's own card";
    const SearchView named = found("面肌痉挛，面部抽动");
    ASSERT_TRUE(named.answer && !named.answer->care_cards.empty());
    ASSERT_FALSE(named.answer->care_cards[0].named.empty());
}

TEST_F(FinderTest, SaysWhatWasNotFound) {
    EXPECT_EQ(found("QZX检查").not_found, std::vector<std::string>{"QZX"});
    EXPECT_TRUE(found("QZX检查").items.empty());
    const SearchView part = found("面肌痉挛 QZX");
    EXPECT_EQ(part.not_found, std::vector<std::string>{"QZX"});
    EXPECT_FALSE(part.items.empty());
    EXPECT_TRUE(found("面肌痉挛").not_found.empty());
}

TEST_F(FinderTest, OnlyTheFirstPageOfAnUnfilteredSearchHasAnAnswer) {
    SearchRequest later = request_for("面肌痉挛");
    later.offset = 1;
    EXPECT_FALSE(found(later).answer);
    EXPECT_FALSE(found(narrowed("面肌痉挛", FacetKind::Type, "article")).answer);
    EXPECT_FALSE(found("梧桐医院").answer) << "a hospital is its own answer";
}

TEST_F(FinderTest, FacetsAreReadByName) {
    SearchRequest request = request_for("面肌痉挛");
    request.with_facets = true;
    const SearchView view = found(request);
    const auto departments = std::ranges::find(view.facets, FacetKind::Department, &Facet::kind);
    ASSERT_NE(departments, view.facets.end());
    const auto neurology =
        std::ranges::find(departments->values, std::string("department/neurology"), &FacetValue::value);
    ASSERT_NE(neurology, departments->values.end());
    EXPECT_EQ(neurology->label, "神经内科");
}

TEST_F(FinderTest, NarrowsToWhatWasChosen) {
    const SearchView articles = found(narrowed("面肌痉挛", FacetKind::Type, "article"));
    ASSERT_FALSE(articles.items.empty());
    for (const FoundItem& item : articles.items) EXPECT_EQ(item.hit.type, ItemType::Article);
    const SearchView nowhere = found(narrowed("面肌痉挛", FacetKind::Department, "department/nothing"));
    EXPECT_EQ(nowhere.total, 0U) << "a department that there is not is no error";
    EXPECT_TRUE(nowhere.alternatives.empty()) << "what was chosen is what is wrong, not the words";
}

TEST_F(FinderTest, PagesNeitherRepeatNorSkip) {
    SearchRequest all = request_for("面肌痉挛");
    all.limit = kMaxPageHits;
    const Ids expected = ids_of(found(all));
    ASSERT_GT(expected.size(), 3U);
    Ids paged;
    SearchRequest page = all;
    page.limit = 2;
    for (page.offset = 0; page.offset < expected.size(); page.offset += page.limit) {
        for (std::string& id : ids_of(found(page))) paged.push_back(std::move(id));
    }
    EXPECT_EQ(paged, expected);
    page.offset = kMaxHits;
    EXPECT_TRUE(found(page).items.empty());
}

TEST_F(FinderTest, RefusesWhatIsNoQuery) {
    std::string longest;
    for (std::size_t i = 0; i < kMaxQueryCharacters; ++i) longest += "面";
    EXPECT_TRUE(finder().search(request_for(longest))) << "characters count, not bytes";
    SearchRequest no_hits = request_for("面肌痉挛");
    no_hits.limit = 0;
    SearchRequest many_hits = no_hits;
    many_hits.limit = kMaxPageHits + 1;
    SearchRequest far = request_for("面肌痉挛");
    far.offset = kMaxHits + 1;
    const std::vector<std::pair<SearchRequest, std::string>> bad = {
        {request_for(longest + "肌"), "query"},
        {no_hits, "limit"},
        {many_hits, "limit"},
        {far, "offset"},
        {narrowed("面肌痉挛", FacetKind::Type, "seller"), "type"},
    };
    for (const auto& [request, where] : bad) {
        const auto refused = finder().search(request);
        ASSERT_FALSE(refused) << where;
        EXPECT_EQ(refused.error().code, ErrorCode::InvalidInput);
        EXPECT_EQ(refused.error().where, where);
    }
    EXPECT_TRUE(finder().suggest(longest + "肌", 10).empty());
    EXPECT_EQ(finder().code(longest + "肌", 10).error().where, "text");
}

TEST_F(FinderTest, AnyBytesAreAnswered) {
    for (const char* query : {"", " ", "\xFF", "\xE9\x9D", "a", "面", "？！", "面\xFF肌痉挛"}) {
        const auto view = finder().search(request_for(query));
        ASSERT_TRUE(view) << query;
        for (const FoundItem& item : view->items) EXPECT_FALSE(item.hit.why.empty());
        (void)finder().suggest(query, 10);
        EXPECT_TRUE(finder().code(query, 10));
    }
    EXPECT_EQ(found("").total, 0U);
}

TEST_F(FinderTest, WhatFindsNothingOffersWhatIsNear) {
    for (const char* query : {"mianjijl", "肌电图谱仪厂"}) {
        const SearchView view = found(query);
        if (view.total > 0) continue;
        EXPECT_FALSE(view.alternatives.empty()) << query;
    }
    EXPECT_TRUE(found("面肌痉挛").alternatives.empty());
    EXPECT_TRUE(found("qqqqqqqqqq").alternatives.empty());
}

TEST_F(FinderTest, SuggestsAndCodes) {
    const auto suggestions = finder().suggest("面肌", 10);
    ASSERT_FALSE(suggestions.empty());
    EXPECT_EQ(suggestions.front().id, "condition/facial-spasm");
    EXPECT_EQ(finder().suggest("面", 1).size(), 1U);
    const auto codes = finder().code("面肌抽搐", 10);
    ASSERT_TRUE(codes);
    ASSERT_FALSE(codes->empty());
    EXPECT_EQ(codes->front().code, "G51.3");
    EXPECT_EQ(codes->front().id, "condition/facial-spasm");
}

TEST_F(FinderTest, FindsWhatIsPublishedAndNoLongerWhatIsNot) {
    EXPECT_EQ(found("冬青叶").total, 0U);
    publish("holly", "冬青叶能不能泡水", "冬青叶的说法没有依据。");
    ASSERT_FALSE(found("冬青叶").items.empty());
    EXPECT_EQ(found("冬青叶").items.front().hit.id, "article/holly");
    EXPECT_FALSE(finder().suggest("冬青", 10).empty());
    publish("holly", "柳树叶能不能泡水", "没有依据。");
    const SearchView gone = found("冬青叶");
    EXPECT_TRUE(std::ranges::none_of(
        gone.items, [](const FoundItem& item) { return item.hit.title.find("冬青") != std::string::npos; }));
    EXPECT_TRUE(finder().suggest("冬青", 10).empty());
}

/// Readers see whole states while a writer publishes: what a hit is called is what the record of the same state says.
TEST_F(FinderTest, ManyReadWhileOnePublishes) {
    constexpr int kReaders = 32;
    constexpr int kStates = 10;
    publish("state", "第零版的白蜡树", "白蜡树与面肌痉挛无关。");
    std::atomic<bool> done = false;
    std::atomic<int> faults = 0;
    std::atomic<int> answered = 0;
    const auto read = [&](int reader) {
        while (!done) {
            const auto view = finder().search(request_for(reader % 2 == 0 ? "白蜡树" : "面肌痉挛"));
            if (!view || view->items.empty()) ++faults;
            const auto disagrees = [](const FoundItem& item) { return item.hit.title != item.card.ref.name; };
            if (view && std::ranges::any_of(view->items, disagrees)) ++faults;
            if (finder().suggest(reader % 3 == 0 ? "白蜡" : "mianji", 5).size() > 5) ++faults;
            if (!finder().code("面肌抽搐", 3)) ++faults;
            ++answered;
            std::this_thread::yield();
        }
    };
    {
        std::vector<std::jthread> readers;
        for (int i = 0; i < kReaders; ++i) readers.emplace_back(read, i);
        for (int state = 1; state <= kStates; ++state) {
            publish("state", "第" + std::to_string(state) + "版的白蜡树", "白蜡树与面肌痉挛无关。");
        }
        while (answered < kReaders) std::this_thread::yield();
        done = true;
    }
    EXPECT_EQ(faults, 0);
    EXPECT_EQ(found("白蜡树").items.front().hit.title, "第10版的白蜡树");
}

}  // namespace
}  // namespace xinglin
