#include "pack/line_reader.h"

#include <gtest/gtest.h>

#include <vector>

#include "base/folder_for_tests.h"
#include "base/strings.h"

namespace xinglin {
namespace {

std::vector<std::string> lines_of(const std::filesystem::path& path) {
    std::vector<std::string> lines;
    LineReader reader(path);
    while (const auto line = reader.next()) {
        lines.emplace_back(line->text);
        EXPECT_EQ(line->number, lines.size());
        EXPECT_FALSE(line->is_too_long);
    }
    EXPECT_FALSE(reader.has_failed());
    return lines;
}

TEST(LineReader, ReadsEveryKindOfLineEnd) {
    const FolderForTests folder;
    folder.write("a", "一\r\n\n三\nlast");
    EXPECT_EQ(lines_of(folder.path() / "a"), (std::vector<std::string>{"一", "", "三", "last"}));
    folder.write("b", "");
    EXPECT_TRUE(lines_of(folder.path() / "b").empty());
    folder.write("c", "x\n");
    EXPECT_EQ(lines_of(folder.path() / "c"), (std::vector<std::string>{"x"}));
}

TEST(LineReader, ReadsLinesAcrossItsBlocks) {
    const FolderForTests folder;
    std::string text;
    for (std::size_t i = 0; i < 400; ++i) text += std::string(i * 7 % 1000, static_cast<char>('a' + i % 26)) + "\n";
    folder.write("a", text);
    EXPECT_EQ(join(lines_of(folder.path() / "a"), "\n") + "\n", text);
}

TEST(LineReader, CutsALineThatIsTooLongAndGoesOn) {
    const FolderForTests folder;
    folder.write("a", std::string(kMaxLineBytes, 'x') + "\n" + std::string(5 * kMaxLineBytes, 'y') + "\nz\n");
    LineReader reader(folder.path() / "a");
    EXPECT_FALSE(reader.next()->is_too_long);
    const auto cut = reader.next();
    EXPECT_TRUE(cut->is_too_long);
    EXPECT_EQ(cut->text.size(), kMaxLineBytes);
    EXPECT_EQ(reader.next()->text, "z");
    EXPECT_FALSE(reader.next());
}

TEST(LineReader, SaysThatItCouldNotRead) {
    const FolderForTests folder;
    LineReader missing(folder.path() / "none");
    EXPECT_FALSE(missing.next());
    EXPECT_TRUE(missing.has_failed());
    LineReader a_folder(folder.path());
    EXPECT_FALSE(a_folder.next());
    EXPECT_TRUE(a_folder.has_failed());
}

}  // namespace
}  // namespace xinglin
