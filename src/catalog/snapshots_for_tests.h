#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "base/folder_for_tests.h"
#include "catalog/snapshot.h"
#include "records/codec.h"

// A small world, random writes to it, and what two snapshots of it must have in common.

namespace xinglin {

inline Concept concept_named(std::string id, std::string name) {
    Concept made;
    made.kind = *concept_kind_named(id.substr(0, id.find('/')));
    made.id = std::move(id);
    made.name = std::move(name);
    return made;
}

inline KnowledgeData small_knowledge() {
    KnowledgeData data;
    Source book;
    book.id = "source/book";
    book.title = "神经病学";
    book.year = 2018;
    data.sources = {book};
    data.concepts = {concept_named("condition/facial-spasm", "面肌痉挛"),
                     concept_named("condition/bowel-spasm", "肠痉挛"),
                     concept_named("department/neurology", "神经内科")};
    return data;
}

inline RedFlag small_card() {
    RedFlag card;
    card.id = "red_flag/face";
    card.of = "condition/facial-spasm";
    card.signs = {{"突然口角歪斜", "", SignUse::Beside}};
    card.action = "立即去急诊";
    card.sources = {"source/book"};
    return card;
}

inline Record article(const std::string& slug, std::string body, Status status = Status::Published) {
    Record record;
    record.head.id = "article/" + slug;
    record.head.origin = "pack";
    record.head.status = status;
    record.body = Article{"题目" + slug, std::move(body), false, "", {}};
    return record;
}

inline Record doctor(const std::string& slug, std::string specialty, Status status = Status::Published) {
    Record record;
    record.head.id = "doctor/" + slug;
    record.head.origin = "pack";
    record.head.status = status;
    Doctor body;
    body.name = "甲" + slug;
    body.department = "神经内科";
    body.specialty = std::move(specialty);
    record.body = std::move(body);
    return record;
}

/// A store of its own in a temporary folder.
class StoreForTests {
  public:
    StoreForTests() : store_(open_store((folder_.path() / "xinglin.db").string())) {}

    Store& operator*() { return *store_; }
    Store* operator->() { return store_.get(); }

    void replace(std::string origin, KnowledgeData knowledge, std::vector<Record> records) {
        Origin described;
        described.name = std::move(origin);
        ASSERT_TRUE(store_->replace_origin({described, std::move(knowledge), std::move(records), {}}));
    }
    void put(const Record& record) { ASSERT_TRUE(store_->put_record(record, {})); }

    std::vector<Record> records_of(std::string_view origin) {
        std::vector<Record> records;
        store_->for_each_record([&](const Store::StoredRecord& stored) {
            if (stored.record.head.origin == origin) records.push_back(stored.record);
        });
        return records;
    }

  private:
    FolderForTests folder_;
    std::unique_ptr<Store> store_;
};

/// All that a snapshot says of a record, as text.
inline std::string text_of(const Snapshot& snapshot, const AnnotatedRecord& annotated) {
    std::ostringstream text;
    text << to_json(annotated.record) << "\nkey " << annotated.duplicate_key << "\nmentions";
    for (const FieldMention& found : annotated.mentions) {
        const Mention& mention = found.mention;
        text << ' ' << name_of(found.field) << mention.begin_character << '-' << mention.end_character
             << snapshot.knowledge().at(mention.concept_index).id << (mention.negated ? "!" : "");
    }
    text << "\nmain";
    for (const auto& main : annotated.main)
        text << ' ' << snapshot.knowledge().at(main.concept_index).id << main.weight;
    return text.str();
}

inline std::vector<std::string> texts_of(const Snapshot& snapshot) {
    std::vector<std::string> texts;
    for (const auto& record : snapshot.corpus->records()) texts.push_back(text_of(snapshot, *record));
    return texts;
}

/// Where each concept is mentioned, so that the indexes are compared as well as the records.
inline std::vector<std::string> postings_of(const Snapshot& snapshot) {
    std::vector<std::string> lines;
    for (std::uint32_t i = 0; i < snapshot.knowledge().concepts().size(); ++i) {
        for (int kind = 0; kind < kRecordKindCount; ++kind) {
            for (const auto& posting : snapshot.corpus->mentioning(static_cast<RecordKind>(kind), ConceptIndex{i})) {
                lines.push_back(snapshot.knowledge().at(ConceptIndex{i}).id + " " +
                                snapshot.corpus->at(posting.record).record.head.id + " " +
                                std::string(name_of(posting.field)));
            }
        }
    }
    return lines;
}

inline void expect_equal(const Snapshot& updated, const Snapshot& built) {
    EXPECT_EQ(updated.revision, built.revision);
    EXPECT_EQ(updated.origins, built.origins);
    EXPECT_TRUE(std::ranges::equal(updated.knowledge().concepts(), built.knowledge().concepts()));
    EXPECT_TRUE(std::ranges::equal(updated.knowledge().sources(), built.knowledge().sources()));
    EXPECT_TRUE(std::ranges::equal(updated.knowledge().relations(), built.knowledge().relations()));
    EXPECT_TRUE(std::ranges::equal(updated.knowledge().red_flags(), built.knowledge().red_flags()));
    EXPECT_EQ(texts_of(updated), texts_of(built));
    EXPECT_EQ(postings_of(updated), postings_of(built));
}

/// One write of any sort that a store takes.
class RandomWriter {
  public:
    RandomWriter(StoreForTests& store, std::uint32_t seed) : store_(store), random_(seed) {}

    void write() {
        switch (below(10)) {
            case 8:
                (void)store_->withdraw_source({"source/book", {}, "旧"});
                break;
            case 9:
                (void)store_->restore_source("source/book");
                break;
            case 0:
                (void)store_->delete_record(any_id());
                break;
            case 1:
                store_.replace("other", {}, {any_record("other")});
                break;
            case 2:
                (void)store_->remove_origin("other");
                break;
            case 3: {
                store_.replace("pack", any_knowledge(), store_.records_of("pack"));
                break;
            }
            default:
                store_.put(any_record("pack"));
        }
    }

  private:
    std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(random_()) % limit; }

    KnowledgeData any_knowledge() {
        KnowledgeData knowledge = small_knowledge();
        if (below(2) == 0) knowledge.concepts[1].aliases = {{below(2) == 0 ? "肠子抽筋" : "肚子", AliasUse::Alone}};
        if (below(2) == 0) knowledge.concepts[0].summary = SourcedText{"一侧面部抽动。", {"source/book"}};
        if (below(2) == 0) knowledge.red_flags = {small_card()};
        if (below(2) == 0) {
            Relation& managed = knowledge.relations.emplace_back();
            managed.subject = "condition/facial-spasm";
            managed.predicate = Predicate::ManagedIn;
            managed.object = "department/neurology";
            managed.sources = {"source/book"};
            managed.statement = below(2) == 0 ? "看神经内科。" : "";
        }
        return knowledge;
    }

    std::string any_slug() { return std::string(1, static_cast<char>('a' + below(4))); }
    std::string any_id() { return (below(2) == 0 ? "article/" : "doctor/") + any_slug(); }

    Record any_record(const std::string& origin) {
        static const std::vector<std::string> kTexts = {"面肌痉挛。", "没有肠痉挛，有面肌痉挛", "肚子疼，肠子抽筋", ""};
        static const std::vector<Status> kStatuses = {Status::Published, Status::Published, Status::Draft,
                                                      Status::Retired};
        const std::string slug = origin == "pack" ? any_slug() : "other-" + any_slug();
        const std::string& text = kTexts[below(4)];
        const Status status = kStatuses[below(4)];
        Record record = below(2) == 0 ? article(slug, text, status) : doctor(slug, text, status);
        record.head.origin = origin;
        if (below(3) == 0) record.head.sources = {"source/book"};
        return record;
    }

    StoreForTests& store_;
    std::mt19937 random_;
};

}  // namespace xinglin
