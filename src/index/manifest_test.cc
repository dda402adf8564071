#include "index/manifest.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include "base/strings.h"
#include "index/random_documents_test.h"

namespace xinglin {
namespace {

/// `lines` with a true checksum behind them.
std::string with_checksum(const std::string& lines) {
    const auto checksum = crc32_z(0, reinterpret_cast<const unsigned char*>(lines.data()), lines.size());
    return lines + "checksum " + hex16(checksum) + "\n";
}

std::string refusal(const std::string& text) {
    const auto manifest = parse_manifest(text);
    return manifest ? "" : manifest.error().message;
}

TEST(Manifest, ReadsBackWhatItPrinted) {
    const IndexManifest manifest{12, 345, {{3, 0}, {7, 11}}};
    const std::string text = print_manifest(manifest);
    EXPECT_TRUE(
        text.starts_with("xinglin-index 1\nnext 12\nmark 345\nsegment 3 deletions 0\nsegment 7 deletions 11\n"));
    const auto read = parse_manifest(text);
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, manifest);
    ASSERT_TRUE(parse_manifest(print_manifest({})));
}

TEST(Manifest, WithAnyByteChangedOrCutIsRefused) {
    const std::string text = print_manifest({12, 345, {{3, 0}, {7, 11}}});
    for (std::size_t at = 0; at < text.size(); ++at) {
        EXPECT_NE(refusal(text.substr(0, at)), "") << "cut to " << at;
        for (const char change : {'\1', '\2', '\4', '\20', '\40'}) {
            std::string other = text;
            other[at] = static_cast<char>(other[at] ^ change);
            EXPECT_NE(refusal(other), "") << "byte " << at;
        }
    }
    EXPECT_NE(refusal(text + "\n"), "");
}

TEST(Manifest, SaysWhatIsWrongAndHowToMendIt) {
    EXPECT_NE(refusal("{}").find("folder of its own"), std::string::npos);
    EXPECT_NE(refusal(with_checksum("xinglin-index 2\nnext 1\nmark 0\n")).find("Use the newer program"),
              std::string::npos);
    EXPECT_NE(refusal("xinglin-index 1\nnext 1\nmark 0\n").find("build it anew"), std::string::npos);
}

TEST(Manifest, RefusesNumbersThatDoNotFit) {
    const std::string head = "xinglin-index 1\nnext 9\nmark 0\n";
    EXPECT_EQ(refusal(with_checksum(head + "segment 1 deletions 8\n")), "");
    for (const char* line :
         {"segment 9 deletions 0\n", "segment 0 deletions 0\n", "segment 1 deletions 9\n", "segment 1 deletions 1\n",
          "segment 01 deletions 0\n", "segment 1\n", "\n", "segment 1 deletions -1\n", "segment 1 deletions 0 \n",
          "segment 1 deletions 0\nsegment 1 deletions 0\n"}) {
        EXPECT_NE(refusal(with_checksum(head + line)), "") << line;
    }
    EXPECT_NE(refusal(with_checksum("xinglin-index 1\nnext 0\nmark 0\n")), "");
    EXPECT_NE(refusal(with_checksum("xinglin-index 0\nnext 1\nmark 0\n")), "");
    EXPECT_NE(refusal(with_checksum("xinglin-index 1\nnext 1\n")), "");
    EXPECT_NE(refusal(with_checksum("xinglin-index 1\nnext 99999999999999999999\nmark 0\n")), "");
}

TEST(Manifest, KnowsItsFilesByName) {
    EXPECT_TRUE(is_index_file_name(segment_file_name(12)));
    EXPECT_TRUE(is_index_file_name(deletions_file_name(3)));
    EXPECT_TRUE(is_index_file_name("12.segment.tmp"));
    for (const char* name :
         {"manifest", "writer.lock", "notes.segment", ".segment", "12.segment.bak", "012.segment", "12"}) {
        EXPECT_FALSE(is_index_file_name(name)) << name;
    }
}

}  // namespace
}  // namespace xinglin
