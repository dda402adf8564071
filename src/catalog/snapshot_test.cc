#include "catalog/snapshot.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <sstream>
#include <thread>

#include "catalog/snapshots_for_tests.h"

namespace xinglin {
namespace {

TEST(Snapshot, UpdatingEqualsBuildingAfterAnyWrites) {
    for (std::uint32_t seed = 0; seed < 8; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        StoreForTests store;
        store.replace("pack", small_knowledge(), {});
        auto current = build_snapshot(*store);
        RandomWriter writer(store, seed);
        std::mt19937 random(seed);
        for (int step = 0; step < 12; ++step) {
            for (auto writes = 1 + random() % 3; writes > 0; --writes) writer.write();
            current = update_snapshot(current, *store);
            expect_equal(*current, *build_snapshot(*store));
            if (HasFailure()) return;
        }
    }
}

TEST(Snapshot, AnswersItselfWhenNothingChanged) {
    StoreForTests store;
    store.replace("pack", small_knowledge(), {article("a", "面肌痉挛")});
    const auto first = build_snapshot(*store);
    EXPECT_EQ(update_snapshot(first, *store), first);
    store.replace("pack", small_knowledge(), {article("a", "面肌痉挛")});
    EXPECT_EQ(update_snapshot(first, *store), first) << "an import that says the same is no change";
}

TEST(Snapshot, SharesWhatDidNotChange) {
    StoreForTests store;
    store.replace("pack", small_knowledge(), {article("a", "面肌痉挛"), article("b", "肠痉挛"), doctor("c", "肠痉挛")});
    const auto before = build_snapshot(*store);
    store.put(article("b", "面肌痉挛"));
    const auto after = update_snapshot(before, *store);
    ASSERT_NE(after, before);
    EXPECT_EQ(after->annotator, before->annotator);
    const auto pointer = [](const Snapshot& snapshot, std::string_view id) {
        return &snapshot.corpus->at(*snapshot.corpus->find(id));
    };
    EXPECT_EQ(pointer(*after, "article/a"), pointer(*before, "article/a"));
    EXPECT_EQ(pointer(*after, "doctor/c"), pointer(*before, "doctor/c"));
    EXPECT_NE(pointer(*after, "article/b"), pointer(*before, "article/b"));
}

TEST(Snapshot, ACareCardAndASummaryAreNewAndNoRecordIsReadAgain) {
    StoreForTests store;
    const std::vector<Record> records = {article("a", "面肌痉挛"), doctor("c", "肠痉挛")};
    store.replace("pack", small_knowledge(), records);
    const auto before = build_snapshot(*store);
    KnowledgeData knowledge = small_knowledge();
    knowledge.red_flags = {small_card()};
    knowledge.concepts[0].summary = SourcedText{"一侧面部抽动。", {"source/book"}};
    store.replace("pack", knowledge, records);
    store.put(article("d", "肠痉挛"));
    const auto after = update_snapshot(before, *store);
    expect_equal(*after, *build_snapshot(*store));
    EXPECT_EQ(after->knowledge().red_flags().size(), 1U);
    EXPECT_EQ(&after->annotator->knowledge(), &after->knowledge());
    EXPECT_TRUE(std::ranges::find(after->corpus->records(), before->corpus->records()[0]) !=
                after->corpus->records().end());
}

Record titled(const std::string& slug, const std::string& title) {
    Record record = article(slug, "没有说明。");
    std::get<Article>(record.body).title = title;
    return record;
}

std::vector<std::string> found_ids(const Snapshot& snapshot, std::string query) {
    SearchRequest request;
    request.query = std::move(query);
    request.limit = 100;
    std::vector<std::string> ids;
    const SearchResult result = snapshot.search->searcher().search(request);
    for (const SearchHit& hit : result.hits) ids.push_back(hit.id);
    return ids;
}

bool finds(const Snapshot& snapshot, std::string query, const std::string& id) {
    const auto ids = found_ids(snapshot, std::move(query));
    return std::ranges::find(ids, id) != ids.end();
}

TEST(Snapshot, TheNextOneFindsWhatChangedAndTheOldOneAnswersAsBefore) {
    StoreForTests store;
    store.replace("pack", small_knowledge(),
                  {titled("a", "冬青叶泡水的说法"), article("b", "面肌痉挛"), titled("c", "柳树叶")});
    const auto before = build_snapshot(*store);
    before->search->prepare();
    const auto old_ids = found_ids(*before, "冬青叶");
    EXPECT_TRUE(finds(*before, "冬青叶", "article/a"));
    store.put(titled("a", "白蜡树皮"));
    store.put(titled("d", "冬青叶不是药"));
    ASSERT_TRUE(store->delete_record("article/c"));
    const auto after = update_snapshot(before, *store);
    EXPECT_TRUE(finds(*after, "冬青叶", "article/d"));
    EXPECT_FALSE(finds(*after, "冬青叶", "article/a"));
    EXPECT_TRUE(finds(*after, "白蜡树皮", "article/a"));
    EXPECT_FALSE(finds(*after, "柳树叶", "article/c"));
    EXPECT_TRUE(finds(*after, "面肌痉挛", "article/b"));
    EXPECT_EQ(found_ids(*before, "冬青叶"), old_ids);
    EXPECT_TRUE(finds(*before, "柳树叶", "article/c"));
}

/// Spelling may not know the words of a few new records yet: it must not take them for mistakes.
TEST(Snapshot, FindsTheNewWordsOfSmallChangesAmongMany) {
    StoreForTests store;
    std::vector<Record> records;
    for (int i = 0; i < 400; ++i) records.push_back(titled("old-" + std::to_string(i), "面肌痉挛与肠痉挛的说法"));
    store.replace("pack", small_knowledge(), records);
    auto current = build_snapshot(*store);
    int number = 0;
    for (const char* title : {"白蜡树皮泡水", "冬青叶泡茶", "柳树叶的传说", "银杏果能吃吗", "石榴皮煮水"}) {
        current->search->prepare();
        const std::string id = "new-" + std::to_string(number++);
        store.put(titled(id, title));
        current = update_snapshot(current, *store);
        EXPECT_EQ(found_ids(*current, title), std::vector<std::string>{"article/" + id}) << title;
    }
}

TEST(Snapshot, SearchingAnUpdatedOneEqualsSearchingABuiltOne) {
    StoreForTests store;
    store.replace("pack", small_knowledge(), {});
    auto current = build_snapshot(*store);
    RandomWriter writer(store, 7);
    for (int step = 0; step < 8; ++step) {
        writer.write();
        current->search->prepare();
        current = update_snapshot(current, *store);
        const auto built = build_snapshot(*store);
        for (const char* query : {"面肌痉挛", "肠痉挛", "肚子疼", "题目a", "神经内科", "甲b"}) {
            EXPECT_EQ(found_ids(*current, query), found_ids(*built, query)) << query << " after step " << step;
        }
    }
}

TEST(Snapshot, ReadsEveryTextAnewWhenTheKnowledgeChanged) {
    StoreForTests store;
    store.replace("pack", small_knowledge(), {article("a", "肚子抽筋")});
    const auto before = build_snapshot(*store);
    EXPECT_TRUE(before->corpus->records()[0]->mentions.empty());
    KnowledgeData knowledge = small_knowledge();
    knowledge.concepts[1].aliases = {{"肚子抽筋", AliasUse::Alone}};
    store.replace("pack", knowledge, {article("a", "肚子抽筋")});
    const auto after = update_snapshot(before, *store);
    EXPECT_NE(after->annotator, before->annotator);
    ASSERT_EQ(after->corpus->records()[0]->mentions.size(), 1U);
}

TEST(Snapshot, HoldsWhatIsPublishedAndNothingElse) {
    StoreForTests store;
    store.replace("pack", small_knowledge(),
                  {article("draft", "面肌痉挛", Status::Draft), article("review", "面肌痉挛", Status::InReview),
                   article("retired", "面肌痉挛", Status::Retired), article("published", "面肌痉挛")});
    auto current = build_snapshot(*store);
    ASSERT_EQ(current->corpus->records().size(), 1U);
    EXPECT_EQ(current->corpus->records()[0]->record.head.id, "article/published");

    store.put(article("published", "面肌痉挛", Status::Retired));
    store.put(article("draft", "面肌痉挛"));
    current = update_snapshot(current, *store);
    ASSERT_EQ(current->corpus->records().size(), 1U);
    EXPECT_EQ(current->corpus->records()[0]->record.head.id, "article/draft");
}

TEST(Snapshot, HoldsBackImportedTextsThatCouldHurt) {
    StoreForTests store;
    store.replace("pack", small_knowledge(), {article("ours", "抽搐时马上掐人中。")});
    Record theirs = article("theirs", "烫伤后抹上牙膏就不疼了。");
    Record good = article("good", "烫伤后不要抹牙膏。");
    for (Record* each : {&theirs, &good}) {
        each->head.origin = "dump";
        each->head.trust = Trust::Imported;
    }
    store.replace("dump", {}, {theirs, good});
    const auto built = build_snapshot(*store);
    EXPECT_FALSE(built->corpus->find("article/theirs"));
    EXPECT_TRUE(built->corpus->find("article/good"));
    EXPECT_TRUE(built->corpus->find("article/ours")) << "its editors are told";
    ASSERT_EQ(built->held.size(), 1U);
    EXPECT_EQ(built->held[0]->record.head.id, "article/theirs");

    store.put(article("other", "面肌痉挛。"));
    const auto updated = update_snapshot(built, *store);
    EXPECT_TRUE(updated->corpus->find("article/other"));
    EXPECT_EQ(updated->held.size(), 1U);

    theirs.body = Article{"题目", "烫伤后用流动的凉水冲洗。", false, "", {}};
    store.put(theirs);
    const auto mended = update_snapshot(updated, *store);
    EXPECT_TRUE(mended->corpus->find("article/theirs"));
    EXPECT_TRUE(mended->held.empty());
}

TEST(Snapshot, SeesADeletionAndANewOrigin) {
    StoreForTests store;
    store.replace("pack", small_knowledge(), {article("a", "面肌痉挛"), article("b", "面肌痉挛")});
    auto current = build_snapshot(*store);
    ASSERT_TRUE(store->delete_record("article/a"));
    current = update_snapshot(current, *store);
    EXPECT_FALSE(current->corpus->find("article/a"));
    Record other = article("c", "面肌痉挛");
    other.head.origin = "other";
    store.replace("other", {}, {other});
    current = update_snapshot(current, *store);
    EXPECT_TRUE(current->corpus->find("article/c"));
    ASSERT_EQ(current->origins.size(), 2U);
}

Source portal_source() {
    Source source;
    source.id = "source/portal";
    source.title = "某门户";
    source.kind = SourceKind::Portal;
    source.year = 2020;
    return source;
}

Relation relation_of(std::string subject, Predicate predicate, std::string object, std::vector<std::string> sources) {
    Relation relation;
    relation.subject = std::move(subject);
    relation.predicate = predicate;
    relation.object = std::move(object);
    relation.sources = std::move(sources);
    return relation;
}

/// What a portal brings: its source, a concept of its own, one that the pack has, a relation, records.
Collection portal_collection() {
    Collection collection;
    collection.origin.name = "portal";
    collection.origin.trust = Trust::Imported;
    collection.origin.source = "source/portal";
    collection.knowledge.sources = {portal_source()};
    collection.knowledge.concepts = {concept_named("condition/portal-1", "面肌痉挛"),
                                     concept_named("condition/portal-2", "口角歪斜病")};
    collection.knowledge.relations = {
        relation_of("condition/portal-1", Predicate::ComplicatedBy, "condition/portal-2", {"source/portal"})};
    Record silent = article("silent", "面肌痉挛");
    Record cites_both = article("both", "面肌痉挛");
    cites_both.head.sources = {"source/portal", "source/book"};
    Record cites_portal = article("cites", "面肌痉挛");
    cites_portal.head.sources = {"source/portal"};
    collection.records = {silent, cites_both, cites_portal};
    return collection;
}

std::vector<std::string> ids_of(const Snapshot& snapshot) {
    std::vector<std::string> ids;
    for (const Concept& each : snapshot.knowledge().concepts()) ids.push_back(each.id);
    for (const Relation& each : snapshot.knowledge().relations()) ids.push_back(key_of(each));
    for (const auto& record : snapshot.corpus->records()) ids.push_back(record->record.head.id);
    return ids;
}

TEST(Snapshot, JoinsWhatWasImportedWithTheCurated) {
    StoreForTests store;
    ASSERT_TRUE(store->replace_origin(portal_collection()));
    store.replace("pack", small_knowledge(), {});
    const std::vector<std::string> expected = {
        "condition/bowel-spasm",
        "condition/facial-spasm",
        "department/neurology",
        "condition/portal-2",
        "condition/facial-spasm complicated_by condition/portal-2",
        "article/both",
        "article/cites",
        "article/silent",
    };
    EXPECT_EQ(ids_of(*build_snapshot(*store)), expected);
}

TEST(Snapshot, AWithdrawnSourceTakesAllThatRestsOnItAloneAndGivesItBack) {
    StoreForTests store;
    ASSERT_TRUE(store->replace_origin(portal_collection()));
    store.replace("pack", small_knowledge(), {article("own", "面肌痉挛")});
    const auto before = build_snapshot(*store);
    const auto supposed = build_snapshot_without(*store, "source/portal");
    ASSERT_TRUE(store->withdraw_source({"source/portal", *Date::parse("2026-11-24"), "错误太多"}));
    const auto without = update_snapshot(before, *store);
    const std::vector<std::string> expected = {"condition/bowel-spasm", "condition/facial-spasm",
                                               "department/neurology", "article/both", "article/own"};
    EXPECT_EQ(ids_of(*without), expected);
    EXPECT_EQ(ids_of(*supposed), expected);
    expect_equal(*without, *build_snapshot(*store));

    store.put([] {
        Record late = article("late", "面肌痉挛");
        late.head.origin = "portal";
        return late;
    }());
    const auto later = update_snapshot(without, *store);
    EXPECT_EQ(later->annotator, without->annotator);
    EXPECT_EQ(ids_of(*later), expected) << "what comes later rests on it too";

    ASSERT_TRUE(store->delete_record("article/late"));
    ASSERT_TRUE(store->restore_source("source/portal"));
    EXPECT_EQ(ids_of(*update_snapshot(later, *store)), ids_of(*before));
}

TEST(Snapshot, AnOriginForEditorsLendsItsRelationsAndNotItsTexts) {
    StoreForTests store;
    Collection portal = portal_collection();
    portal.origin.audience = Audience::Editors;
    portal.knowledge.concepts[1].summary = SourcedText{"一敷就好。", {"source/portal"}};
    ASSERT_TRUE(store->replace_origin(portal));
    store.replace("pack", small_knowledge(), {article("own", "面肌痉挛")});

    const auto readers = build_snapshot(*store);
    const auto relation = "condition/facial-spasm complicated_by condition/portal-2";
    const auto ids = ids_of(*readers);
    EXPECT_NE(std::ranges::find(ids, relation), ids.end());
    EXPECT_FALSE(readers->knowledge().at(*readers->knowledge().find("condition/portal-2")).summary);
    ASSERT_EQ(readers->corpus->records().size(), 1U);
    EXPECT_EQ(readers->corpus->records()[0]->record.head.id, "article/own");

    const auto editors = build_snapshot(*store, Audience::Editors);
    EXPECT_TRUE(editors->knowledge().at(*editors->knowledge().find("condition/portal-2")).summary);
    EXPECT_EQ(editors->corpus->records().size(), 4U);

    Record late = article("late", "面肌痉挛");
    late.head.origin = "portal";
    store.put(late);
    EXPECT_EQ(update_snapshot(readers, *store)->corpus->records().size(), 1U) << "what comes later is no more for them";
    EXPECT_EQ(update_snapshot(editors, *store)->corpus->records().size(), 5U);

    portal.origin.audience = Audience::Readers;
    ASSERT_TRUE(store->replace_origin(portal));
    EXPECT_EQ(update_snapshot(readers, *store)->corpus->records().size(), 4U) << "once it is released";
}

TEST(Snapshot, AWithdrawnRelationNeitherStandsForAnEqualOneNorObjects) {
    StoreForTests store;
    KnowledgeData data = small_knowledge();
    Source old = portal_source();
    old.id = "source/old";
    data.sources.push_back(old);
    data.concepts.push_back(concept_named("condition/other", "别的病"));
    data.relations = {
        relation_of("condition/facial-spasm", Predicate::OftenConfusedWith, "condition/bowel-spasm", {"source/old"}),
        relation_of("condition/facial-spasm", Predicate::ComplicatedBy, "condition/other", {"source/old"})};
    store.replace("pack", data, {});
    Collection portal = portal_collection();
    portal.knowledge.concepts = {concept_named("condition/portal-1", "面肌痉挛"),
                                 concept_named("condition/portal-2", "肠痉挛"),
                                 concept_named("condition/portal-3", "别的病")};
    portal.knowledge.relations.push_back(
        relation_of("condition/portal-1", Predicate::ComplicatedBy, "condition/portal-3", {"source/portal"}));
    portal.records.clear();
    ASSERT_TRUE(store->replace_origin(portal));
    EXPECT_EQ(build_snapshot(*store)->knowledge().relations().size(), 2U) << "the pack's alone";
    ASSERT_TRUE(store->withdraw_source({"source/old", {}, ""}));
    const auto after = build_snapshot(*store);
    ASSERT_EQ(after->knowledge().relations().size(), 2U) << "the portal's alone";
    for (const Relation& relation : after->knowledge().relations()) {
        EXPECT_EQ(relation.predicate, Predicate::ComplicatedBy);
        EXPECT_EQ(relation.trust, Trust::Imported);
    }
}

/// A snapshot of `count` articles whose revision says so.
std::shared_ptr<const Snapshot> snapshot_of(const std::shared_ptr<const Annotator>& annotator, Revision count) {
    std::vector<std::shared_ptr<const AnnotatedRecord>> records;
    for (Revision i = 0; i < count; ++i) {
        records.push_back(std::make_shared<const AnnotatedRecord>(
            annotate_record(*annotator, article(std::to_string(i), "面肌痉挛"))));
    }
    auto corpus = std::make_shared<const Corpus>(annotator, std::move(records));
    return std::make_shared<const Snapshot>(Snapshot{count, {}, annotator, std::move(corpus)});
}

TEST(Live, ReadersSeeWholeStatesInOrderWhileOthersArePublished) {
    constexpr Revision kLast = 40;
    const auto annotator =
        std::make_shared<const Annotator>(std::make_shared<const Knowledge>(Knowledge(small_knowledge())));
    Live live(snapshot_of(annotator, 0));
    std::atomic<int> faults = 0;
    const auto read = [&] {
        for (Revision previous = 0; previous < kLast;) {
            const auto seen = live.current();
            const bool is_whole = static_cast<Revision>(seen->corpus->records().size()) == seen->revision;
            if (!is_whole || seen->revision < previous) ++faults;
            previous = seen->revision;
            std::this_thread::yield();
        }
    };
    {
        std::vector<std::jthread> readers;
        for (int i = 0; i < 3; ++i) readers.emplace_back(read);
        for (Revision revision = 1; revision <= kLast; ++revision) live.publish(snapshot_of(annotator, revision));
    }
    EXPECT_EQ(faults, 0);
    EXPECT_EQ(live.current()->revision, kLast);
}

}  // namespace
}  // namespace xinglin
