#include "knowledge/rules.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

namespace xinglin {
namespace {

namespace fs = std::filesystem;

TEST(Rules, AreNamedOnceInKebabCaseAndSayWhatAndHow) {
    std::set<std::string_view> ids;
    const std::regex kebab("[a-z]+[0-9]*(-[a-z0-9]+)*");
    for (const Rule& rule : rules()) {
        EXPECT_TRUE(ids.insert(rule.id).second) << rule.id;
        EXPECT_TRUE(std::regex_match(std::string(rule.id), kebab)) << rule.id;
        for (const std::string_view line : {rule.explanation, rule.mend}) {
            EXPECT_FALSE(line.empty()) << rule.id;
            EXPECT_EQ(line.find('\n'), std::string_view::npos) << rule.id;
            EXPECT_TRUE(line.ends_with('.')) << rule.id;
        }
        EXPECT_EQ(find_rule(rule.id), &rule);
    }
    EXPECT_EQ(find_rule("no-such-rule"), nullptr);
    EXPECT_EQ(find_rule(""), nullptr);
}

TEST(Rules, GiveAProblemItsSeverity) {
    const Problem problem = make_problem("html-entity", "concept/x", "message", "mend");
    EXPECT_EQ(problem, (Problem{Severity::Warning, "html-entity", "concept/x", "message", "mend"}));
    EXPECT_DEATH(make_problem("no-such-rule", "", "", ""), "CHECK failed");
}

std::string text_of(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

/// The sources of the layers that report rules.
std::vector<fs::path> reporting_sources() {
    const char* root = std::getenv("XINGLIN_SOURCE_DIR");
    std::vector<fs::path> files;
    if (root == nullptr) return files;
    for (const char* layer : {"knowledge", "records", "pack", "intake"}) {
        for (const auto& entry : fs::directory_iterator(fs::path(root) / "src" / layer)) {
            const std::string name = entry.path().filename().string();
            if (name.ends_with(".cc") && !name.ends_with("_test.cc") && name != "rules.cc") files.push_back(entry);
        }
    }
    return files;
}

TEST(Rules, KnowEveryIdThatIsReportedAnywhere) {
    const auto files = reporting_sources();
    if (files.empty()) GTEST_SKIP() << "XINGLIN_SOURCE_DIR is not set; ctest sets it";
    // Words with a hyphen that are no rules: encodings, kinds of adapters, lists of words, elements of spreadsheets.
    constexpr std::array<std::string_view, 12> kOtherWords = {
        "utf-8",      "drug-classes", "after-menopause",      "table-row",
        "table-cell", "value-type",   "covered-table-cell",   "number-columns-repeated",
        "date-value", "line-break",   "number-rows-repeated", "number-rows-spanned"};
    const std::regex literal("\"([a-z]+(-[a-z0-9]+)+)\"(?!\\s*,\\s*\"[a-z])");
    std::size_t found = 0;
    for (const fs::path& file : files) {
        const std::string text = text_of(file);
        for (std::sregex_iterator at(text.begin(), text.end(), literal), end; at != end; ++at) {
            const std::string word = (*at)[1];
            if (std::find(kOtherWords.begin(), kOtherWords.end(), word) != kOtherWords.end()) continue;
            ++found;
            EXPECT_NE(find_rule(word), nullptr) << word << " in " << file.string();
        }
    }
    EXPECT_GT(found, 50U);
}

TEST(Rules, StandInTheTableOfTheDocument) {
    const char* root = std::getenv("XINGLIN_SOURCE_DIR");
    if (root == nullptr) GTEST_SKIP() << "XINGLIN_SOURCE_DIR is not set; ctest sets it";
    const std::string document = text_of(fs::path(root) / "docs" / "PACK.md");
    for (const Rule& rule : rules()) {
        EXPECT_NE(document.find("`" + std::string(rule.id) + "`"), std::string::npos) << rule.id;
    }
}

}  // namespace
}  // namespace xinglin
