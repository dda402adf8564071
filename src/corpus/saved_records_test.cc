#include "corpus/saved_records.h"

#include <gtest/gtest.h>

#include <random>

#include "corpus/saved.h"

namespace xinglin {
namespace {

AnnotatedRecord record(std::uint32_t number) {
    AnnotatedRecord made;
    made.record.head.id = "article/" + std::to_string(number);
    made.record.head.published_on = *Date::parse("2026-03-01");
    made.record.body = Article{"头痛怎么办", std::string(number % 500, 'x'), true, "", {"神经内科"}};
    made.derived_text = "头痛";
    made.mentions.push_back(
        {Field::Title, {{0, 6}, 0, 2, {number % 7}, true, false, false, true, Subject::Self}, LabelUse::Treats});
    made.main.push_back({{number % 7}, 0.25});
    made.concepts = {{1}, {3}};
    made.aspects = {Aspect::Treatment};
    made.concept_index = ConceptIndex{2};
    made.constraints.min_age_years = 18;
    made.routes.add(Administration::Oral);
    made.findings.push_back({"absolute-claim", Severity::Error, 1, 2, "不可信", {"source/book"}, true});
    made.duplicate_key = "key";
    return made;
}

std::string bytes_of(const AnnotatedRecord& each) {
    ArchiveWriter archive;
    archive(each);
    return std::move(archive).take();
}

std::string section_of(std::uint32_t count) {
    SavedRecordsWriter writer;
    for (std::uint32_t i = 0; i < count; ++i) writer.add(record(i));
    return std::move(writer).finish();
}

TEST(SavedRecords, GivesBackEachRecord) {
    for (const std::uint32_t count : {0U, 1U, 700U}) {
        const std::string section = section_of(count);
        const auto saved = SavedRecords::open(section, nullptr, 7);
        ASSERT_TRUE(saved);
        ASSERT_EQ(saved->size(), count);
        for (std::uint32_t i = count; i-- > 0;) {
            EXPECT_EQ(bytes_of(*saved->read_once(i)), bytes_of(record(i)));
            EXPECT_EQ(bytes_of(saved->at(i)), bytes_of(record(i)));
            EXPECT_EQ(&saved->at(i), saved->read_once(i).get()) << "what was read is kept";
        }
    }
}

TEST(SavedRecords, AHandleIsTheSameOnlyAsItself) {
    const std::string section = section_of(2);
    const auto saved = SavedRecords::open(section, nullptr, 7);
    const RecordHandle first(saved, 0);
    EXPECT_TRUE(first == RecordHandle(saved, 0));
    EXPECT_FALSE(first == RecordHandle(saved, 1));
    EXPECT_FALSE(first == RecordHandle(std::make_shared<const AnnotatedRecord>(record(0))));
    EXPECT_EQ(first->record.head.id, "article/0");
}

TEST(SavedRecords, RefusesConceptsThatAreNotThere) {
    const std::string section = section_of(7);
    const auto saved = SavedRecords::open(section, nullptr, 4);
    ASSERT_TRUE(saved);
    EXPECT_NO_THROW(saved->at(3));
    EXPECT_THROW(saved->at(6), SavedModelError);
}

/// Without the checksum of the file around it, nothing that stands there leads out of it.
TEST(SavedRecords, SurvivesAnyChange) {
    const std::string section = section_of(60);
    std::mt19937 random(3);
    for (int round = 0; round < 3000; ++round) {
        std::string changed = section;
        for (auto changes = 1 + random() % 3; changes > 0; --changes)
            changed[random() % changed.size()] = static_cast<char>(random());
        if (random() % 4 == 0) changed.resize(random() % changed.size());
        const auto saved = SavedRecords::open(changed, nullptr, 7);
        for (std::uint32_t i = 0; saved && i < saved->size() && i < 60; ++i) {
            try {
                (void)saved->read_once(i);
            } catch (const SavedModelError&) {
            }
        }
    }
}

}  // namespace
}  // namespace xinglin
