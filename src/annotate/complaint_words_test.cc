#include "annotate/complaint_words.h"

#include <gtest/gtest.h>

#include <string>

#include "annotate/data.h"

namespace xinglin {
namespace {

std::string problem_of(std::string_view file) {
    const Result<ComplaintWords> words = ComplaintWords::parse(file);
    return words ? "" : words.error().where + ": " + words.error().message;
}

TEST(ComplaintWords, TheEmbeddedFileIsWhole) {
    EXPECT_EQ(problem_of(annotate_data("complaints.txt")), "");
}

TEST(ComplaintWords, AFunctionSaysWhatCannotBeDoneInEveryWay) {
    const auto words =
        ComplaintWords::parse("site  膝  膝盖\nfunction  蹲不下  蹲  下 下去\ncomplaint  蹲起困难  膝  蹲不下\n");
    ASSERT_TRUE(words);
    for (const char* cannot : {"蹲不下", "蹲不下去", "蹲不太下", "蹲都蹲不下", "蹲不了"}) {
        ASSERT_NE(words->find(cannot), nullptr) << cannot;
        EXPECT_EQ(words->find(cannot)->role, ComplaintRole::Function) << cannot;
    }
    ASSERT_NE(words->find("蹲得下"), nullptr);
    EXPECT_EQ(words->find("蹲得下")->role, ComplaintRole::Able);
    EXPECT_EQ(words->find("蹲"), nullptr);
}

TEST(ComplaintWords, APartTakesInTheWordsOfAnother) {
    const auto words =
        ComplaintWords::parse("site  膝  膝盖\nsite  腿  @膝 腿\nquality  酸  酸\ncomplaint  腿酸  腿  酸\n");
    ASSERT_TRUE(words);
    EXPECT_EQ(words->find("膝盖")->parts.size(), 2U);
    EXPECT_EQ(words->lengths_ending_with(U'盖'), 1U << 2U);
    EXPECT_EQ(words->lengths_beginning_with(U'腿'), 1U << 1U);
    EXPECT_EQ(words->lengths_beginning_with(U'盖'), 0U);
}

TEST(ComplaintWords, NamesTheLineThatIsWrong) {
    EXPECT_EQ(problem_of("site  膝  膝盖\nplace  腿  腿\n"), "line 2: unknown kind of line: place");
    EXPECT_EQ(problem_of("site  膝\n"), "line 1: 3 fields are needed");
    EXPECT_EQ(problem_of("quality  酸  酸\ncomplaint  腿酸  腿  酸\n"), "line 2: unknown part: 腿");
    EXPECT_EQ(problem_of("site  腿  @膝\n"), "line 1: unknown part: 膝");
    EXPECT_EQ(problem_of("site  膝  膝盖\nfiller  膝盖\n"), "line 2: a word with two roles: 膝盖");
    EXPECT_EQ(problem_of("frame  像  一样  many\n"), "line 1: not a number up to 12: many");
    EXPECT_EQ(problem_of("site  膝  膝盖\n"), "line 1: no complaint uses the part 膝");
}

}  // namespace
}  // namespace xinglin
