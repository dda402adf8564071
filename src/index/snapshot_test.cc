#include "index/snapshot.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <vector>

#include "base/folder_for_tests.h"
#include "index/index.h"
#include "index/random_documents_test.h"

namespace xinglin {
namespace {

std::size_t documents_with(const std::map<DocumentKey, IndexDocument>& documents, Feature feature) {
    return static_cast<std::size_t>(std::ranges::count_if(documents, [&](const auto& each) {
        return std::ranges::any_of(each.second.impacts,
                                   [&](const Impact& impact) { return impact.feature == feature; });
    }));
}

bool has(const IndexDocument& document, Feature label) {
    return std::ranges::find(document.labels, label) != document.labels.end();
}

/// What the snapshot says of labels, against the documents themselves.
void expect_labels(const IndexSnapshot& snapshot, const std::map<DocumentKey, IndexDocument>& documents) {
    std::vector<DocumentKey> keys;
    for (DocumentKey key = 0; key < 320; ++key) keys.push_back(key);
    const std::vector<Feature> labels = {4, 0, 1, 2, 3, 1};
    std::vector<std::uint64_t> expected;
    for (const Feature label : labels) {
        expected.push_back(static_cast<std::uint64_t>(
            std::ranges::count_if(documents, [&](const auto& each) { return has(each.second, label); })));
        for (const DocumentKey key : keys) {
            const auto found = documents.find(key);
            EXPECT_EQ(snapshot.has_label(key, label), found != documents.end() && has(found->second, label));
        }
        EXPECT_GE(snapshot.label_frequency(label), expected.back());
    }
    EXPECT_EQ(snapshot.label_counts(keys, labels), expected);
}

TEST(IndexSnapshot, CountsDocumentsFeaturesAndLabelsOverSegmentsAndDeletions) {
    for (std::uint32_t seed = 0; seed < 5; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        const FolderForTests folder;
        TestRandom random(seed);
        const auto index = Index::open(folder.path());
        std::map<DocumentKey, IndexDocument> documents;
        for (std::uint64_t mark = 1; mark <= 6; ++mark) {
            for (int i = 0; i < 60; ++i) {
                const DocumentKey key = random() % 300;
                documents[key] = random_document(key, {}, random);
                index->put(documents[key]);
            }
            const DocumentKey gone = random() % 300;
            index->remove(gone);
            documents.erase(gone);
            index->commit(mark);
        }
        ASSERT_GT(index->current()->segments.size(), 1U);
        EXPECT_EQ(index->current()->document_count(), documents.size());
        expect_labels(*index->current(), documents);
        for (Feature feature = 0; feature < 14; ++feature) {
            EXPECT_GE(index->current()->document_frequency(feature), documents_with(documents, feature));
        }
        while (index->merge_all()) {
        }
        const auto merged = index->current();
        EXPECT_EQ(merged->document_count(), documents.size());
        expect_labels(*merged, documents);
        for (Feature feature = 0; feature < 14; ++feature) {
            EXPECT_EQ(merged->document_frequency(feature), documents_with(documents, feature)) << feature;
        }
    }
}

TEST(IndexSnapshot, OfNothingCountsNothing) {
    const IndexSnapshot empty;
    EXPECT_EQ(empty.document_count(), 0U);
    EXPECT_EQ(empty.document_frequency(1), 0U);
    EXPECT_FALSE(empty.has_label(1, 1));
    EXPECT_EQ(empty.label_counts(std::vector<DocumentKey>{1}, {}), std::vector<std::uint64_t>{});
}

}  // namespace
}  // namespace xinglin
