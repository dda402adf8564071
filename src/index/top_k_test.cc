#include "index/top_k.h"

#include <gtest/gtest.h>

#include <bit>
#include <fstream>
#include <map>
#include <random>
#include <vector>

#include "base/folder_for_tests.h"
#include "index/random_documents_test.h"
#include "index/segment_writer.h"

namespace xinglin {

void PrintTo(const Hit& hit, std::ostream* out) {
    *out << "{" << hit.score << ", key " << hit.key << "}";
}

namespace {

constexpr std::size_t kAll = 1'000'000;

/// Documents over some segments; dead copies of others lie among them, marked deleted.
class Collection {
  public:
    Collection(std::vector<IndexDocument> documents, std::size_t segments, TestRandom& random) {
        std::vector<std::vector<IndexDocument>> parts(segments);
        for (IndexDocument& document : documents) parts[random() % segments].push_back(std::move(document));
        for (auto& part : parts) add(std::move(part), {});
    }

    /// Adds a segment of which the documents with these keys are deleted.
    void add(std::vector<IndexDocument> documents, const std::vector<DocumentKey>& deleted) {
        std::vector<const IndexDocument*> pointers;
        for (const IndexDocument& document : documents) pointers.push_back(&document);
        const auto path = folder_.path() / std::to_string(snapshot_.segments.size());
        write_segment(path, pointers);
        LiveSegment live{Segment::open(path, Verify::Everything), nullptr};
        if (!deleted.empty()) {
            auto bits =
                std::make_shared<std::vector<std::uint64_t>>(segment_format::words_for(live.segment->document_count()));
            for (const DocumentKey key : deleted) {
                const LocalDocument document = *live.segment->find(key);
                (*bits)[document / 64] |= std::uint64_t{1} << (document % 64);
            }
            live.deleted = bits;
        }
        snapshot_.segments.push_back(std::move(live));
    }

    const IndexSnapshot& snapshot() const { return snapshot_; }

  private:
    FolderForTests folder_;
    IndexSnapshot snapshot_;
};

std::vector<IndexDocument> random_documents(std::size_t count, const SmallWorld& world, TestRandom& random) {
    std::vector<IndexDocument> documents;
    for (DocumentKey key = 0; key < count; ++key) documents.push_back(random_document(key * 3, world, random));
    return documents;
}

/// By the definition, over the documents themselves: no segment, no list.
std::vector<Hit> top_k_by_definition(const std::vector<IndexDocument>& documents, const IndexQuery& query,
                                     std::size_t count) {
    std::map<Feature, QueryFeature> features;
    for (const QueryFeature& each : query.features) {
        if (each.weight == 0) continue;
        auto [known, is_new] = features.emplace(each.feature, each);
        if (is_new) continue;
        known->second.weight = static_cast<std::uint16_t>(known->second.weight + each.weight);
        if (each.part == Part::Admits) known->second.part = Part::Admits;
    }
    std::vector<Hit> hits;
    for (const IndexDocument& document : documents) {
        std::map<Feature, std::uint32_t> impacts;
        for (const Impact& each : document.impacts) {
            impacts[each.feature] = std::max<std::uint32_t>(impacts[each.feature], each.impact);
        }
        const auto has = [&](Feature label) {
            return std::ranges::find(document.labels, label) != document.labels.end();
        };
        const bool passes =
            std::ranges::all_of(query.filters, [&](const auto& any_of) { return std::ranges::any_of(any_of, has); });
        bool admitted = false;
        Hit hit{0, document.key};
        for (const auto& [feature, each] : features) {
            if (!impacts.contains(feature)) continue;
            hit.score += impacts[feature] * each.weight;
            admitted = admitted || each.part == Part::Admits;
        }
        if (admitted && passes) hits.push_back(hit);
    }
    std::ranges::sort(hits, ranks_before);
    hits.resize(std::min(hits.size(), count));
    return hits;
}

std::size_t random_count(TestRandom& random) {
    constexpr std::size_t kCounts[] = {0, 1, 2, 3, 10, 50, kAll};
    return kCounts[random() % std::size(kCounts)];
}

TEST(TopK, EqualsScoringAllAndTheDefinitionOnSmallCollectionsFullOfTies) {
    for (std::uint32_t seed = 0; seed < 60; ++seed) {
        TestRandom random(seed);
        const SmallWorld world{3 + random() % 20, 4, 1 + random() % 4, 8};
        const auto documents = random_documents(random() % 400, world, random);
        const Collection one(documents, 1, random);
        const Collection ten(documents, 10, random);
        for (int i = 0; i < 40; ++i) {
            SCOPED_TRACE(testing::Message() << "seed " << seed << ", query " << i);
            const IndexQuery query = random_query(world, random);
            const std::size_t count = random_count(random);
            const auto expected = top_k_by_definition(documents, query, count);
            ASSERT_EQ(top_k_by_scoring_all(one.snapshot(), query, count), expected);
            ASSERT_EQ(top_k(one.snapshot(), query, count), expected);
            ASSERT_EQ(top_k(ten.snapshot(), query, count), expected);
        }
    }
}

TEST(TopK, EqualsScoringAllOverManyWindowsAndBlocks) {
    for (std::uint32_t seed = 0; seed < 2; ++seed) {
        TestRandom random(seed);
        const SmallWorld world{400, 60, 9, 12};
        const auto documents = random_documents(40'000, world, random);
        const Collection one(documents, 1, random);
        const Collection three(documents, 3, random);
        for (int i = 0; i < 60; ++i) {
            SCOPED_TRACE(testing::Message() << "seed " << seed << ", query " << i);
            const IndexQuery query = random_query(world, random);
            const std::size_t count = random_count(random);
            const auto expected = top_k_by_scoring_all(one.snapshot(), query, count);
            ASSERT_EQ(top_k(one.snapshot(), query, count), expected);
            ASSERT_EQ(top_k(three.snapshot(), query, count), expected);
        }
    }
}

TEST(TopK, LeavesOutDeletedDocuments) {
    for (std::uint32_t seed = 0; seed < 60; ++seed) {
        TestRandom random(seed);
        const SmallWorld world;
        const auto documents = random_documents(300, world, random);
        std::vector<IndexDocument> live;
        std::vector<DocumentKey> deleted;
        for (const IndexDocument& document : documents) {
            if (random() % 3 == 0)
                deleted.push_back(document.key);
            else
                live.push_back(document);
        }
        Collection collection({}, 1, random);
        collection.add(documents, deleted);
        for (int i = 0; i < 20; ++i) {
            SCOPED_TRACE(testing::Message() << "seed " << seed << ", query " << i);
            const IndexQuery query = random_query(world, random);
            const std::size_t count = random_count(random);
            const auto expected = top_k_by_definition(live, query, count);
            ASSERT_EQ(top_k(collection.snapshot(), query, count), expected);
            ASSERT_EQ(top_k_by_scoring_all(collection.snapshot(), query, count), expected);
        }
    }
}

TEST(TopK, AFeatureThatOnlyOrdersMovesHitsAndMakesNone) {
    TestRandom random(1);
    const Collection collection({{1, {{100, 1}}, {}}, {2, {{100, 1}, {200, 5}}, {}}, {3, {{200, 9}}, {}}}, 1, random);
    const IndexQuery query{{{100, 2, Part::Admits}, {200, 1, Part::Orders}}, {}};
    EXPECT_EQ(top_k(collection.snapshot(), query, 10), (std::vector<Hit>{{7, 2}, {2, 1}}));
    const IndexQuery only_orders{{{200, 1, Part::Orders}}, {}};
    EXPECT_EQ(top_k(collection.snapshot(), only_orders, 10), std::vector<Hit>{});
}

TEST(TopK, KeepsTheHeaviestFeaturesOfALongQuery) {
    TestRandom random(1);
    std::vector<IndexDocument> documents;
    for (DocumentKey key = 0; key < 400; ++key) documents.push_back({key, {{key, 1}}, {}});
    const Collection collection(documents, 2, random);
    IndexQuery query;
    for (Feature feature = 0; feature < 400; ++feature) {
        query.features.push_back({feature, static_cast<std::uint16_t>(1 + feature % 2), Part::Admits});
    }
    const auto hits = top_k(collection.snapshot(), query, 1000);
    ASSERT_EQ(hits.size(), kMaxQueryFeatures);
    EXPECT_EQ(hits, top_k_by_scoring_all(collection.snapshot(), query, 1000));
    EXPECT_EQ(hits.front(), (Hit{2, 1}));
    EXPECT_EQ(hits.back(), (Hit{1, 110}));
}

TEST(TopK, ScoresOfTheHeaviestQueryFitTheirType) {
    TestRandom random(1);
    IndexDocument document;
    IndexQuery query;
    for (Feature feature = 0; feature < kMaxQueryFeatures; ++feature) {
        document.impacts.push_back({feature, 255});
        query.features.push_back({feature, UINT16_MAX, Part::Admits});
        query.features.push_back({feature, UINT16_MAX, Part::Admits});
    }
    const Collection collection({document}, 1, random);
    const std::vector<Hit> expected = {{256U * 255U * 65535U, 0}};
    EXPECT_EQ(top_k(collection.snapshot(), query, 3), expected);
    EXPECT_EQ(top_k_by_scoring_all(collection.snapshot(), query, 3), expected);
}

TEST(TopK, TheComparisonFindsABlockMaximumThatIsTooSmall) {
    // Two blocks of one list in two windows; the best document is in the second.
    const FolderForTests folder;
    std::vector<IndexDocument> documents(2 * 65536);
    for (DocumentKey key = 0; key < documents.size(); ++key) documents[key].key = key;
    for (DocumentKey key = 0; key < 128; ++key) {
        documents[key].impacts = {{100, key == 0 ? std::uint8_t{150} : std::uint8_t{73}}};
        documents[65536 + key].impacts = {{100, key == 0 ? std::uint8_t{200} : std::uint8_t{73}}};
    }
    std::vector<const IndexDocument*> pointers;
    for (const IndexDocument& document : documents) pointers.push_back(&document);
    const auto path = folder.path() / "segment";
    write_segment(path, pointers);
    const IndexQuery query{{{100, 1, Part::Admits}}, {}};
    const auto agree = [&] {
        const IndexSnapshot snapshot{{{Segment::open(path, Verify::Structure), nullptr}}};
        return top_k(snapshot, query, 1) == top_k_by_scoring_all(snapshot, query, 1);
    };
    EXPECT_TRUE(agree());
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    // The first row ends with the largest impact of its block, the second behind the same number of bytes.
    const std::size_t first_row = bytes.find('\x96', bytes.find('\x96') + 1);
    const std::size_t maximum = bytes.find('\xC8', first_row);
    ASSERT_LT(maximum, bytes.size());
    file.seekp(static_cast<std::streamoff>(maximum));
    file.put(static_cast<char>(140));  // takes as many bits above 73
    file.close();
    EXPECT_FALSE(agree());
}

TEST(TopK, FiltersTheFirstAndLastDocumentOfEachWindow) {
    TestRandom random(1);
    std::vector<IndexDocument> documents;
    std::vector<Hit> expected;
    for (DocumentKey key = 0; key < 20'000; ++key) {
        IndexDocument& document = documents.emplace_back(IndexDocument{key, {{100, 1}}, {}});
        const bool is_edge = std::has_single_bit(key) || std::has_single_bit(key + 1) || key == 0;
        if (!is_edge) continue;
        document.labels = {7};
        expected.push_back({1, key});
    }
    const Collection collection(documents, 1, random);
    const IndexQuery query{{{100, 1, Part::Admits}}, {{7}}};
    EXPECT_TRUE(collection.snapshot().segments[0].segment->labelled(7).bits.empty());
    EXPECT_EQ(top_k(collection.snapshot(), query, kAll), expected);
}

TEST(TopK, TakesACountWithoutBound) {
    TestRandom random(1);
    const Collection collection({{1, {{100, 1}}, {}}}, 1, random);
    EXPECT_EQ(top_k(collection.snapshot(), {{{100, 1, Part::Admits}}, {}}, SIZE_MAX), (std::vector<Hit>{{1, 1}}));
}

}  // namespace
}  // namespace xinglin
