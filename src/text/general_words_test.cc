#include "text/general_words.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace xinglin {
namespace {

TEST(GeneralWords, AreThoseThatTheModelFinds) {
    const auto model = GeneralModel::system();
    if (!model) GTEST_SKIP() << "no model of everyday Chinese is installed";
    const std::vector<std::string> words = words_of_system_model(*model);
    ASSERT_GT(words.size(), 100'000U);
    for (const std::string& word : words) ASSERT_NE(model->find(word), GeneralModel::kUnknown) << word;
    EXPECT_NE(std::ranges::find(words, "骨头"), words.end());
    EXPECT_NE(std::ranges::find(words, "医生"), words.end());
}

}  // namespace
}  // namespace xinglin
