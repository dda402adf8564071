#include "intake/input.h"

#include <gtest/gtest.h>

#include <random>

#include "base/strings.h"
#include "intake/sample_input_test.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

// 面瘫 and 药品 in GB18030.
constexpr std::string_view kFacialPalsyGb = "\xC3\xE6\xCC\xB1";
constexpr std::string_view kDrugGb = "\xD2\xA9\xC6\xB7";

struct InputRead {
    std::string text;
    std::string failure;
    InputFacts facts;
    std::size_t largest_block = 0;
};

InputRead read_input(std::string_view bytes, TextEncoding encoding = TextEncoding::Utf8) {
    const FolderForTests folder;
    folder.write("input", bytes);
    const auto input = Input::open(folder.path() / "input", encoding);
    InputRead read;
    if (!input) {
        read.failure = input.error().message;
        return read;
    }
    for (auto block = (*input)->next(); !block.empty(); block = (*input)->next()) {
        read.text += block;
        read.largest_block = std::max(read.largest_block, block.size());
    }
    if ((*input)->failure()) read.failure = (*input)->failure()->message;
    read.facts = (*input)->facts();
    return read;
}

std::string random_text(std::mt19937& random, std::size_t characters) {
    std::string text;
    for (std::size_t i = 0; i < characters; ++i) {
        const auto letter = static_cast<char32_t>(random() % 20000);
        append_utf8(text, random() % 4 == 0 ? U'a' + letter % 26 : U'\u4E00' + letter);
    }
    return text;
}

TEST(Input, AFileComesAsItIsWithItsHash) {
    const std::string text = "面瘫\r\nline\n";
    const InputRead read = read_input(text);
    EXPECT_EQ(read.text, text);
    EXPECT_EQ(read.failure, "");
    EXPECT_EQ(read.facts.file_bytes, text.size());
    EXPECT_EQ(read.facts.file_hash, fnv1a(text));
    EXPECT_FALSE(read.facts.is_gzip);
    EXPECT_EQ(read_input("").text, "");
}

TEST(Input, GzipIsToldByItsBytesAndUnpackedInBlocks) {
    std::mt19937 random(7);
    const std::string text = random_text(random, 400000);
    const std::string packed = gzipped(text);
    const InputRead read = read_input(packed);
    EXPECT_EQ(read.text, text);
    EXPECT_EQ(read.failure, "");
    EXPECT_EQ(read.facts.file_hash, fnv1a(packed));
    EXPECT_TRUE(read.facts.is_gzip);
    EXPECT_LE(read.largest_block, std::size_t{256} << 10);
    EXPECT_EQ(read_input(gzipped("a") + gzipped("b")).text, "ab") << "members one behind the other";
    EXPECT_EQ(read_input(gzipped("a") + std::string(100, '\0')).text, "a") << "padding";
    EXPECT_EQ(read_input(gzipped("")).failure, "");
}

TEST(Input, EveryCutOfAGzipFileIsAFailure) {
    const std::string packed = gzipped("面瘫的人去神经内科。\n面肌痉挛的人也去。\n");
    for (std::size_t size = 2; size < packed.size(); ++size) {
        EXPECT_NE(read_input(packed.substr(0, size)).failure.find("cut off"), std::string::npos) << size;
    }
}

TEST(Input, DamagedGzipIsAFailure) {
    std::string packed = gzipped("面瘫的人去神经内科。\n");
    packed[packed.size() - 6] = static_cast<char>(packed[packed.size() - 6] ^ 1);
    EXPECT_NE(read_input(packed).failure.find("damaged"), std::string::npos);
    EXPECT_NE(read_input(gzipped("a") + "tail").failure.find("behind the end"), std::string::npos);
}

TEST(Input, AFileThatUnpacksToAbsurdlyMoreIsRefused) {
    const std::string bomb = gzipped(std::string(std::size_t{100} << 20, 'a'));
    ASSERT_LT(bomb.size(), std::size_t{200} << 10);
    const InputRead read = read_input(bomb);
    EXPECT_NE(read.failure.find("400 times"), std::string::npos) << read.failure;
    EXPECT_LT(read.text.size(), std::size_t{66} << 20);
}

TEST(Input, Gb18030BecomesUtf8AlsoAcrossBlocks) {
    EXPECT_EQ(read_input(kFacialPalsyGb, TextEncoding::Gb18030).text, "面瘫");
    // 𠀀 (U+20000) has four bytes.
    std::string bytes = "a";
    std::string text = "a";
    for (int i = 0; i < 50000; ++i) {
        bytes.append(kFacialPalsyGb).append("\x95\x32\x82\x36");
        text += "面瘫𠀀";
    }
    const InputRead read = read_input(gzipped(bytes), TextEncoding::Gb18030);
    EXPECT_EQ(read.text, text);
    EXPECT_EQ(read.failure, "");
}

TEST(Input, BytesThatAreNoGb18030BecomeTheByteThatNoUtf8Has) {
    const std::string gb(kFacialPalsyGb);
    EXPECT_EQ(read_input(gb + "\xFF\n" + gb, TextEncoding::Gb18030).text, "面瘫\xFF\n面瘫");
    EXPECT_EQ(read_input(gb + "\xC3", TextEncoding::Gb18030).text, "面瘫\xFF");
}

TEST(Input, AByteOrderMarkIsDropped) {
    EXPECT_EQ(read_input("\xEF\xBB\xBF面瘫").text, "面瘫");
    EXPECT_EQ(read_input("\xEF\xBB\xBF").text, "");
    EXPECT_EQ(read_input("\x84\x31\x95\x33" + std::string(kDrugGb), TextEncoding::Gb18030).text, "药品");
}

TEST(Input, AWrongEncodingIsNamed) {
    std::string table;
    for (int i = 0; i < 20; ++i) table.append(kDrugGb).append(",").append(kFacialPalsyGb).append("\n");
    EXPECT_NE(read_input(table).failure.find("encoding = \"gb18030\""), std::string::npos);
    EXPECT_NE(read_input("药品,面瘫\n", TextEncoding::Gb18030).failure.find("encoding = \"utf-8\""), std::string::npos);
    EXPECT_NE(read_input("\xFF\xFE\x62\x97").failure.find("UTF-16"), std::string::npos);
    EXPECT_NE(read_input("PK\x03\x04xxxx").failure.find("CSV"), std::string::npos);
    EXPECT_EQ(read_input("plain ascii", TextEncoding::Gb18030).failure, "");
}

TEST(Input, SingleWrongBytesDoNotMakeAFileGb18030) {
    std::mt19937 random(11);
    for (int i = 0; i < 50; ++i) {
        std::string text = random_text(random, 2000);
        text[random() % text.size()] = '\xFF';
        EXPECT_EQ(read_input(text).failure, "") << i;
        EXPECT_EQ(read_input(text).text, text);
    }
    EXPECT_FALSE(reads_as_gb18030("面瘫的人\xE9去神经内科"));
    EXPECT_FALSE(reads_as_gb18030("caf\xE9 au lait"));
}

TEST(Input, OnlyRegularFilesAreRead) {
    const FolderForTests folder;
    EXPECT_EQ(Input::open(folder.path() / "none", TextEncoding::Utf8).error().code, ErrorCode::NotFound);
    EXPECT_EQ(Input::open(folder.path(), TextEncoding::Utf8).error().code, ErrorCode::NotFound);
}

}  // namespace
}  // namespace xinglin
