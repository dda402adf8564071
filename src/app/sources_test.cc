#include "app/sources.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "app/example_for_tests.h"
#include "store/store.h"

namespace xinglin {
namespace {

Date day(std::string_view iso) {
    return *Date::parse(iso);
}

Relation say(std::string subject, Predicate predicate, std::string object, std::string source = "source/old-list") {
    Relation made;
    made.subject = std::move(subject);
    made.predicate = predicate;
    made.object = std::move(object);
    made.sources = {std::move(source)};
    return made;
}

/// A dirty list of an old portal: 面肌痉挛 with a wrong complication, a wrong drug and another department, and a
/// disease that nobody else has.
Collection old_list() {
    Collection made;
    made.origin = {"old-list", "", "旧病种表", "unknown", "zh-CN", Trust::Imported, false, "source/old-list"};
    Source source;
    source.id = "source/old-list";
    source.title = "旧病种表";
    source.publisher = "某旧站";
    source.kind = SourceKind::Portal;
    source.licence = "unknown";
    made.knowledge.sources.push_back(source);
    const auto add = [&](const std::string& id, const std::string& name) {
        Concept named;
        named.id = id;
        named.kind = *concept_kind_named(id.substr(0, id.find('/')));
        named.name = name;
        made.knowledge.concepts.push_back(named);
    };
    add("condition/old-list-000000000001", "面肌痉挛");
    add("condition/old-list-000000000002", "宫颈糜烂病");
    add("substance/old-list-000000000003", "山莨菪碱");
    add("department/old-list-000000000004", "骨科");
    add("symptom/old-list-000000000005", "耳鸣");
    const std::string spasm = "condition/old-list-000000000001";
    made.knowledge.relations = {
        say(spasm, Predicate::ComplicatedBy, "condition/old-list-000000000002"),
        say(spasm, Predicate::TreatedBy, "substance/old-list-000000000003"),
        say(spasm, Predicate::ManagedIn, "department/old-list-000000000004"),
        say(spasm, Predicate::HasSymptom, "symptom/old-list-000000000005"),
        say("condition/old-list-000000000002", Predicate::ManagedIn, "department/old-list-000000000004")};
    Article article;
    article.title = "宫颈糜烂病的治疗";
    article.body = "宫颈糜烂病要到骨科看。";
    article.body_is_markdown = false;
    Record record;
    record.head.id = "article/old-list-1";
    record.head.sources = {"source/old-list"};
    record.body = article;
    made.records.push_back(record);
    return made;
}

class SourcesTest : public testing::Test {
  protected:
    SourcesTest() : workspace_(example_workspace(folder_)) {
        CHECK(store().replace_origin(old_list()));
        workspace_->refresh();
    }

    Store& store() { return workspace_->store(); }
    const Portal& portal() const { return workspace_->portal(); }

    WithdrawOptions options(WithdrawOptions::Run run = WithdrawOptions::Run::Write) const {
        WithdrawOptions made;
        made.run = run;
        made.reason = "错误过多";
        made.today = day("2026-11-23");
        made.curated_only = PanelSet();
        return made;
    }

    /// Everything that the panels of all pages show.
    std::string all_panels() {
        workspace_->refresh();
        RelateOptions everything;
        everything.limit = 100;
        everything.withheld_limit = 20;
        std::string text;
        std::set<std::string> ids;
        for (const Concept& each : store().knowledge().concepts) ids.insert(each.id);
        store().for_each_record([&](const Store::StoredRecord& stored) { ids.insert(stored.record.head.id); });
        for (const std::string& id : ids) {
            const auto related = workspace_->queries().relate({id, "", ""}, everything);
            if (!related) continue;
            text += "# " + id + "\n";
            for (const PanelView& panel : related->panels) {
                for (const Card& card : panel.cards) text += std::string(name_of(panel.panel)) + text_of(card) + "\n";
            }
            for (const Withheld& each : related->withheld) text += each.id + each.rule + each.reason + "\n";
        }
        return text;
    }

    static std::string text_of(const Card& card) {
        std::string text = " " + card.ref.id + " " + std::to_string(card.score) + " " +
                           std::string(name_of(card.trust)) + " " + std::string(name_of(card.path_trust)) + card.text;
        for (const WhyView& why : card.why) {
            text += "\n  " + why.quote + why.quote_of.name;
            for (const Ref& source : why.sources) text += " " + source.id;
            for (const PathStep& step : why.path) text += " " + step.step + ">" + step.to_id + step.to_name;
        }
        return text;
    }

    FolderForTests folder_;
    std::unique_ptr<Workspace> workspace_;
};

const PageChange* find_page(const WithdrawReport& report, std::string_view id) {
    const auto found = std::ranges::find_if(report.pages, [&](const PageChange& each) { return each.page.id == id; });
    return found == report.pages.end() ? nullptr : &*found;
}

const PanelChange* find_panel(const PageChange& page, Panel panel) {
    const auto found = std::ranges::find(page.panels, panel, &PanelChange::panel);
    return found == page.panels.end() ? nullptr : &*found;
}

std::string lines_of(const std::vector<PageChange>& pages) {
    std::string text;
    for (const PageChange& page : pages) {
        text += page.page.id + page.page.name + std::to_string(static_cast<int>(page.kind)) + "\n";
        for (const PanelChange& panel : page.panels) {
            text += std::string(name_of(panel.panel)) + (panel.reordered ? "~" : "");
            for (const Ref& each : panel.left) text += " -" + each.id;
            for (const Ref& each : panel.came) text += " +" + each.id;
            text += "\n";
        }
    }
    return text;
}

TEST_F(SourcesTest, CountsWhatRestsOnASource) {
    const auto sources = sources_of(store());
    ASSERT_EQ(sources.size(), 3U);
    EXPECT_TRUE(std::ranges::is_sorted(sources, {}, [](const SourceSummary& each) { return each.source.id; }));
    const auto& list = sources[1];
    EXPECT_EQ(list.source.id, "source/old-list");
    EXPECT_EQ(list.relations, 5U);
    EXPECT_EQ(list.relations_alone, 5U);
    EXPECT_EQ(list.records, 1U);
    EXPECT_FALSE(list.withdrawn);
}

TEST_F(SourcesTest, AWithdrawalListsThePagesWhosePanelsChange) {
    const std::string page = "condition/facial-spasm";
    ASSERT_EQ(portal().concept_page(page)->panels.empty(), false);
    const auto report = withdraw(store(), "source/old-list", options());
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->written);
    EXPECT_TRUE(std::ranges::is_sorted(report->pages, {}, [](const PageChange& each) { return each.page.id; }));

    const PageChange* spasm = find_page(*report, page);
    ASSERT_NE(spasm, nullptr) << lines_of(report->pages);
    ASSERT_NE(find_panel(*spasm, Panel::Conditions), nullptr);
    EXPECT_EQ(find_panel(*spasm, Panel::Conditions)->left.size(), 1U);
    EXPECT_EQ(find_panel(*spasm, Panel::Conditions)->left.front().name, "宫颈糜烂病");
    ASSERT_NE(find_panel(*spasm, Panel::Drugs), nullptr);
    EXPECT_EQ(find_panel(*spasm, Panel::Drugs)->left.front().id, "drug/anisodamine");
    EXPECT_TRUE(find_panel(*spasm, Panel::Drugs)->came.empty());
    EXPECT_EQ(find_panel(*spasm, Panel::Tests), nullptr) << "nothing changed there";

    const PageChange* gone = find_page(*report, "condition/old-list-000000000002");
    ASSERT_NE(gone, nullptr) << "a concept that only this source brought";
    EXPECT_EQ(gone->kind, PageChange::Kind::Gone);
    ASSERT_NE(find_page(*report, "article/old-list-1"), nullptr);
    EXPECT_EQ(find_page(*report, "article/old-list-1")->kind, PageChange::Kind::Gone);
    EXPECT_EQ(find_page(*report, "doctor/gu-yun"), nullptr) << "people's pages have no panels";

    workspace_->refresh();
    EXPECT_FALSE(portal().concept_page("condition/old-list-000000000002"));
    const auto source = portal().source("old-list");
    ASSERT_TRUE(source);
    ASSERT_TRUE(source->withdrawn);
    EXPECT_EQ(source->withdrawn->on.iso(), "2026-11-23");
    EXPECT_EQ(source->withdrawn->reason, "错误过多");
    EXPECT_EQ(source->statement_count, 0U);
    EXPECT_TRUE(sources_of(store())[1].withdrawn);
}

TEST_F(SourcesTest, ADryRunSaysTheSameAndWritesNothing) {
    const std::string panels = all_panels();
    const Revision revision = store().revision();
    const auto dry = withdraw(store(), "source/old-list", options(WithdrawOptions::Run::Dry));
    ASSERT_TRUE(dry);
    EXPECT_FALSE(dry->written);
    EXPECT_EQ(store().revision(), revision);
    EXPECT_EQ(all_panels(), panels);
    const auto real = withdraw(store(), "source/old-list", options());
    ASSERT_TRUE(real);
    EXPECT_EQ(lines_of(dry->pages), lines_of(real->pages));
    EXPECT_EQ(dry->compared, real->compared);
}

TEST_F(SourcesTest, UndoneIsAsIfItHadNotBeen) {
    for (const std::string source : {"source/old-list", "source/spasm-consensus", "source/neurology-book"}) {
        SCOPED_TRACE(source);
        const std::string panels = all_panels();
        const auto there = withdraw(store(), source, options());
        ASSERT_TRUE(there);
        EXPECT_NE(all_panels(), panels);
        const auto back = restore(store(), source, options());
        ASSERT_TRUE(back);
        EXPECT_EQ(all_panels(), panels);
        ASSERT_EQ(back->pages.size(), there->pages.size());
        for (std::size_t i = 0; i < back->pages.size(); ++i) {
            EXPECT_EQ(back->pages[i].page.id, there->pages[i].page.id);
            EXPECT_EQ(back->pages[i].kind == PageChange::Kind::New, there->pages[i].kind == PageChange::Kind::Gone);
        }
    }
}

TEST_F(SourcesTest, TheListIsExact) {
    // The slow twin: every page whose panels read differently, with everything shown.
    const auto panels_by_page = [](const std::string& text) {
        std::map<std::string, std::string> pages;
        for (std::size_t at = 0; at < text.size();) {
            const auto end = std::min(text.size(), text.find("\n# ", at));
            const auto line = text.find('\n', at);
            std::string items;
            for (auto each = line; each < end;) {
                const auto next = std::min(end, text.find('\n', each + 1));
                const std::string row = text.substr(each + 1, next - each - 1);
                const auto id = row.find(' ');
                // A panel's row: its name and the item's id, without score and whys.
                if (!row.starts_with("  ") && id != std::string::npos && panel_named(row.substr(0, id)))
                    items += row.substr(0, row.find(' ', id + 1)) + "\n";
                each = next;
            }
            pages[text.substr(at + 2, line - at - 2)] = items;
            at = end + 1;
        }
        return pages;
    };
    auto settings = options();
    settings.curated_only = kCuratedOnlyByDefault;
    const auto before = panels_by_page(all_panels());
    const auto report = withdraw(store(), "source/spasm-consensus", settings);
    ASSERT_TRUE(report);
    const auto after = panels_by_page(all_panels());
    std::size_t changed = 0;
    for (const auto& [page, items] : before) {
        if (!after.contains(page) || page.starts_with("doctor/") || page.starts_with("hospital/")) continue;
        const PageChange* change = find_page(*report, page);
        changed += change ? 1U : 0U;
        EXPECT_EQ(change != nullptr, items != after.at(page)) << page << "\n" << items << "\n" << after.at(page);
    }
    EXPECT_GT(changed, 5U);
}

TEST_F(SourcesTest, RefusesWhatIsNotThere) {
    EXPECT_EQ(withdraw(store(), "source/nothing", options()).error().code, ErrorCode::NotFound);
    EXPECT_EQ(restore(store(), "source/nothing", options()).error().code, ErrorCode::NotFound);
    EXPECT_EQ(restore(store(), "source/old-list", options()).error().code, ErrorCode::NotFound) << "not withdrawn";
    EXPECT_EQ(restore(store(), "source/old-list", options(WithdrawOptions::Run::Dry)).error().code,
              ErrorCode::InvalidInput);
    ASSERT_TRUE(withdraw(store(), "source/old-list", options()));
    const auto again = withdraw(store(), "source/old-list", options());
    ASSERT_TRUE(again);
    EXPECT_FALSE(again->written);
    EXPECT_TRUE(again->pages.empty());
}

TEST_F(SourcesTest, ProgressEndsWithAllPages) {
    auto settings = options(WithdrawOptions::Run::Dry);
    std::size_t last = 0;
    std::size_t all = 0;
    settings.on_progress = [&](std::size_t done, std::size_t of) {
        EXPECT_LE(last, done);
        last = done;
        all = of;
    };
    const auto report = withdraw(store(), "source/old-list", settings);
    ASSERT_TRUE(report);
    EXPECT_EQ(last, report->compared);
    EXPECT_EQ(all, report->compared);
}

TEST_F(SourcesTest, ImportedKnowledgeIsMarkedAndListedLast) {
    const auto page = portal().concept_page("condition/facial-spasm");
    ASSERT_TRUE(page);
    EXPECT_EQ(page->subject.trust, Trust::Curated);
    EXPECT_TRUE(page->imported_from.empty());
    bool saw_imported = false;
    for (const RelationGroup& group : page->groups) {
        EXPECT_TRUE(std::ranges::is_sorted(group.relations, {}, &RelationView::trust));
        for (const RelationView& each : group.relations) saw_imported |= each.trust == Trust::Imported;
    }
    EXPECT_TRUE(saw_imported);
    for (const PanelView& panel : page->panels) {
        EXPECT_TRUE(std::ranges::is_sorted(panel.cards, {}, &Card::path_trust)) << name_of(panel.panel);
        const bool is_strict = kCuratedOnlyByDefault.contains(panel.panel);
        if (is_strict) {
            EXPECT_EQ(panel.cards.back().path_trust, Trust::Curated) << name_of(panel.panel);
        }
    }
    EXPECT_EQ(page->breadcrumb.back().id, "department/neurology") << "not what the import says";

    const auto imported = portal().concept_page("condition/old-list-000000000002");
    ASSERT_TRUE(imported);
    EXPECT_EQ(imported->subject.trust, Trust::Imported);
    ASSERT_EQ(imported->imported_from.size(), 1U);
    EXPECT_EQ(imported->imported_from.front().title, "旧病种表");

    const auto list = portal().list(ListKind::Conditions, 1);
    ASSERT_TRUE(list);
    EXPECT_TRUE(std::ranges::is_sorted(list->cards, {}, &Card::trust));
    EXPECT_EQ(list->cards.back().ref.id, "condition/old-list-000000000002");
}

TEST_F(SourcesTest, TheOperatorChoosesThePanels) {
    const auto drugs = [&](const ReadingSettings& settings) {
        auto opened = Workspace::open((folder_.path() / "data").string(), Workspace::Missing::Refuse, settings);
        CHECK(opened);
        (*opened)->refresh();
        std::vector<std::string> ids;
        const auto page = (*opened)->portal().concept_page("condition/facial-spasm");
        const auto related = (*opened)->queries().relate({"condition/facial-spasm", "", ""}, {});
        for (const Card& card : related->panels[static_cast<std::size_t>(Panel::Drugs)].cards)
            ids.push_back(card.ref.id);
        for (const PanelView& panel : page->panels) {
            if (panel.panel == Panel::Drugs) {
                EXPECT_EQ(panel.cards.size(), ids.size());
            }
        }
        return ids;
    };
    EXPECT_EQ(drugs({}), std::vector<std::string>{"drug/carbamazepine-jia"});
    EXPECT_EQ(drugs({PanelSet()}), (std::vector<std::string>{"drug/carbamazepine-jia", "drug/anisodamine"}));
}

}  // namespace
}  // namespace xinglin
