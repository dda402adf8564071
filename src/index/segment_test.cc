#include "index/segment.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <cstring>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "base/folder_for_tests.h"
#include "index/index_error.h"
#include "index/random_documents_test.h"
#include "index/segment_writer.h"

namespace xinglin {
namespace {

namespace format = segment_format;

void write(const std::filesystem::path& path, const std::vector<IndexDocument>& documents) {
    std::vector<const IndexDocument*> pointers;
    for (const IndexDocument& document : documents) pointers.push_back(&document);
    write_segment(path, pointers);
}

std::vector<IndexDocument> random_documents(std::size_t count, const SmallWorld& world, TestRandom& random) {
    std::set<DocumentKey> keys;
    while (keys.size() < count) keys.insert(random() % (count * 3));
    std::vector<IndexDocument> documents;
    for (const DocumentKey key : keys) documents.push_back(random_document(key, world, random));
    std::ranges::shuffle(documents, random);
    return documents;
}

std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// What open() says against the file, or "" when it opens.
std::string refusal(const std::filesystem::path& path, Verify verify) {
    try {
        Segment::open(path, verify);
        return "";
    } catch (const IndexError& error) {
        return error.what();
    }
}

std::map<DocumentKey, std::uint32_t> impacts_of(const Segment& segment, Feature feature) {
    std::map<DocumentKey, std::uint32_t> impacts;
    const auto list = segment.postings(feature);
    if (!list) return impacts;
    PostingList::Block block;
    for (std::size_t i = 0; i < list->block_count(); ++i) {
        list->decode(i, block);
        for (std::size_t place = 0; place < block.count; ++place) {
            impacts[segment.key(block.documents[place])] = block.impacts[place];
        }
    }
    return impacts;
}

std::set<DocumentKey> keys_with_label(const Segment& segment, Feature label) {
    std::set<DocumentKey> keys;
    const auto labelled = segment.labelled(label);
    for (const LocalDocument document : labelled.list) keys.insert(segment.key(document));
    for (LocalDocument document = 0; !labelled.bits.empty() && document < segment.document_count(); ++document) {
        if ((labelled.bits[document / 64] >> (document % 64) & 1) != 0) keys.insert(segment.key(document));
    }
    return keys;
}

TEST(Segment, HoldsWhatWasWritten) {
    for (std::uint32_t seed = 0; seed < 60; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        TestRandom random(seed);
        const SmallWorld world{1 + random() % 300, 1 + random() % 80, 255, 30};
        const auto documents = random_documents(random() % 700, world, random);
        const FolderForTests folder;
        write(folder.path() / "segment", documents);
        const auto segment = Segment::open(folder.path() / "segment", Verify::Everything);

        std::map<Feature, std::map<DocumentKey, std::uint32_t>> impacts;
        std::map<Feature, std::set<DocumentKey>> labels;
        std::set<DocumentKey> keys;
        for (const IndexDocument& document : documents) {
            keys.insert(document.key);
            for (const Impact& each : document.impacts) {
                auto& most = impacts[each.feature][document.key];
                most = std::max<std::uint32_t>(most, each.impact);
            }
            for (const Feature label : document.labels) labels[label].insert(document.key);
        }
        ASSERT_EQ(segment->document_count(), keys.size());
        LocalDocument place = 0;
        for (const DocumentKey key : keys) ASSERT_EQ(segment->key(place++), key);
        for (DocumentKey key = 0; key < documents.size() * 3; ++key) {
            const auto found = segment->find(key);
            ASSERT_EQ(found.has_value(), keys.contains(key));
            ASSERT_TRUE(!found || segment->key(*found) == key);
        }
        ASSERT_EQ(segment->feature_count(), impacts.size());
        for (Feature feature = 0; feature <= world.features; ++feature) {
            ASSERT_EQ(impacts_of(*segment, feature), impacts[feature]) << "feature " << feature;
        }
        for (Feature label = 0; label <= world.labels; ++label) {
            ASSERT_EQ(keys_with_label(*segment, label), labels[label]) << "label " << label;
        }
    }
}

TEST(Segment, OfTheSameDocumentsInAnyOrderHasTheSameBytes) {
    TestRandom random(7);
    auto documents = random_documents(300, {}, random);
    const FolderForTests folder;
    write(folder.path() / "a", documents);
    std::ranges::shuffle(documents, random);
    write(folder.path() / "b", documents);
    EXPECT_EQ(bytes_of(folder.path() / "a"), bytes_of(folder.path() / "b"));
}

TEST(SegmentFormat, FindsTheFeatureOfASpreadOne) {
    std::mt19937_64 random(3);
    for (int i = 0; i < 10'000; ++i) {
        const Feature feature = random() >> (random() % 64);
        ASSERT_EQ(format::feature_of(format::spread(feature)), feature);
    }
}

class DamagedSegment : public testing::Test {
  protected:
    void SetUp() override {
        TestRandom random(11);
        write(path_, random_documents(200, {}, random));
        bytes_ = bytes_of(path_);
    }

    format::Header header() const {
        format::Header header;
        std::memcpy(&header, bytes_.data(), sizeof header);
        return header;
    }

    /// Writes the file with this header, its checksum made true.
    void write_header(format::Header header) {
        header.checksum = 0;
        header.checksum =
            static_cast<std::uint32_t>(crc32_z(0, reinterpret_cast<const unsigned char*>(&header), sizeof header));
        std::string bytes = bytes_;
        std::memcpy(bytes.data(), &header, sizeof header);
        folder_.write("segment", bytes);
    }

    FolderForTests folder_;
    std::filesystem::path path_ = folder_.path() / "segment";
    std::string bytes_;
};

TEST_F(DamagedSegment, CutAnywhereIsRefused) {
    for (std::size_t size = 0; size < bytes_.size(); size += size < 400 ? 1 : 97) {
        folder_.write("segment", bytes_.substr(0, size));
        EXPECT_NE(refusal(path_, Verify::Structure), "") << "cut to " << size;
    }
    folder_.write("segment", bytes_ + "x");
    EXPECT_NE(refusal(path_, Verify::Structure).find("it was cut or grew"), std::string::npos);
}

TEST_F(DamagedSegment, FromElsewhereOrAnotherVersionIsRefusedWithTheMend) {
    folder_.write("segment", std::string(4096, 'x'));
    EXPECT_NE(refusal(path_, Verify::Structure).find("is not a segment of Xinglin"), std::string::npos);
    format::Header newer = header();
    newer.version = format::kVersion + 1;
    write_header(newer);
    EXPECT_NE(refusal(path_, Verify::Structure).find("newer Xinglin"), std::string::npos);
    format::Header older = header();
    older.version = 1;
    write_header(older);
    EXPECT_NE(refusal(path_, Verify::Structure).find("has format 1 of an older Xinglin"), std::string::npos);
    EXPECT_NE(refusal(folder_.path() / "absent", Verify::Structure).find("cannot be opened"), std::string::npos);
}

TEST_F(DamagedSegment, AFlippedBitAnywhereInASectionIsFoundByVerifyingEverything) {
    const format::Header known = header();
    TestRandom random(5);
    for (std::size_t section = 0; section < format::kSectionCount; ++section) {
        const auto& place = known.sections[section];
        ASSERT_GT(place.size, 0U);
        for (int i = 0; i < 20; ++i) {
            std::string bytes = bytes_;
            const std::size_t at = place.offset + random() % place.size;
            bytes[at] = static_cast<char>(bytes[at] ^ (1 << random() % 8));
            folder_.write("segment", bytes);
            EXPECT_NE(refusal(path_, Verify::Everything).find("checksum"), std::string::npos) << "byte " << at;
        }
    }
    for (std::size_t at = 16; at < sizeof(format::Header); ++at) {
        std::string bytes = bytes_;
        bytes[at] = static_cast<char>(bytes[at] ^ 1);
        folder_.write("segment", bytes);
        EXPECT_NE(refusal(path_, Verify::Structure).find("header"), std::string::npos) << "byte " << at;
    }
}

TEST_F(DamagedSegment, AHeaderThatLiesAboutItsSectionsIsRefusedOrSafeToRead) {
    for (std::uint32_t seed = 0; seed < 400; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        std::mt19937_64 random(seed);
        format::Header lying = header();
        for (std::uint64_t changes = 1 + random() % 3; changes > 0; --changes) {
            auto& place = lying.sections[random() % format::kSectionCount];
            const std::uint64_t value = random() % 4 == 0 ? random() : random() % (bytes_.size() + 100);
            switch (random() % 5) {
                case 0:
                    place.offset = value / 64 * 64;
                    break;
                case 1:
                    place.size = value;
                    break;
                case 2:
                    lying.document_count = static_cast<std::uint32_t>(value);
                    break;
                case 3:
                    lying.bucket_bits = static_cast<std::uint32_t>(value % 40);
                    break;
                case 4:
                    lying.label_count = static_cast<std::uint32_t>(value);
                    break;
            }
        }
        write_header(lying);
        if (!refusal(path_, Verify::Structure).empty()) continue;
        const IndexSnapshot snapshot{{{Segment::open(path_, Verify::Structure), nullptr}}};
        IndexQuery query;
        for (Feature feature = 0; feature < 12; ++feature) query.features.push_back({feature, 1, Part::Admits});
        top_k(snapshot, query, 10);
        query.filters = {{0, 1, 2}};
        top_k(snapshot, query, 10);
        snapshot.segments[0].segment->find(random());
    }
}

}  // namespace
}  // namespace xinglin
