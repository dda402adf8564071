#include "app/ask_answers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "app/example_for_tests.h"

namespace xinglin {
namespace {

class AskAnswersTest : public testing::Test {
  protected:
    AskAnswer ask(std::string text) const {
        auto answer = workspace_->asking().ask({std::move(text), {}});
        EXPECT_TRUE(answer);
        return *std::move(answer);
    }

    FolderForTests folder_;
    std::unique_ptr<Workspace> workspace_ = example_workspace(folder_);
};

TEST_F(AskAnswersTest, APassageStandsInItsRecordAndSpeaksOfWhatIsAsked) {
    const AskAnswer answer = ask("面肌痉挛是什么原因引起的");
    ASSERT_FALSE(answer.intents.empty());
    EXPECT_EQ(answer.intents[0].name, "cause");
    const auto article = std::find_if(answer.answers.begin(), answer.answers.end(),
                                      [](const AskPassage& each) { return each.record.id == "article/spasm-causes"; });
    ASSERT_NE(article, answer.answers.end());
    EXPECT_TRUE(article->verbatim);
    EXPECT_TRUE(article->quote.starts_with("多数面肌痉挛是血管压迫面神经引起的")) << article->quote;
    EXPECT_EQ(article->quote.find("[@"), std::string::npos);
    EXPECT_FALSE(article->source.name.empty());
}

TEST_F(AskAnswersTest, TheSectionThatIsAskedForIsQuoted) {
    const AskAnswer answer = ask("面肌痉挛怎么确诊，要做什么检查");
    const auto article = std::find_if(answer.answers.begin(), answer.answers.end(),
                                      [](const AskPassage& each) { return each.record.id == "article/spasm-causes"; });
    if (article == answer.answers.end()) return;  // where nothing fits, nothing is quoted
    EXPECT_EQ(article->quote.find("多数面肌痉挛"), std::string::npos) << article->quote;
}

TEST_F(AskAnswersTest, ANumberIsExplainedFirst) {
    const AskAnswer answer = ask("面肌痉挛，体检尿酸520，要紧吗");
    ASSERT_FALSE(answer.answers.empty());
    EXPECT_TRUE(answer.answers[0].quote.starts_with("尿酸 520"));
    EXPECT_FALSE(answer.answers[0].verbatim);
}

TEST_F(AskAnswersTest, NothingIsBetterThanWhatDoesNotFit) {
    EXPECT_TRUE(ask("明天会下雨吗").answers.empty());
    EXPECT_TRUE(ask("明天会下雨吗").similar.empty());
}

}  // namespace
}  // namespace xinglin
