#include "knowledge/coded_apart.h"

#include <gtest/gtest.h>

#include "knowledge/knowledge_data.h"

namespace xinglin {
namespace {

Concept coded(std::string name, std::string code, std::vector<Alias> aliases = {}) {
    Concept made;
    made.name = std::move(name);
    if (!code.empty()) made.codes = {{"ICD-10", std::move(code)}};
    made.aliases = std::move(aliases);
    return made;
}

std::string why(const Concept& known, std::string_view alias) {
    return CodedApart::embedded().why_apart(known, alias).value_or("");
}

TEST(CodedApart, TheEmbeddedFileIsWhole) {
    const auto read = CodedApart::parse(knowledge_data("coded_apart.txt"));
    EXPECT_TRUE(read) << read.error().where << read.error().message;
}

TEST(CodedApart, NamesTheLineThatIsWrong) {
    EXPECT_EQ(CodedApart::parse("K25  胃溃疡\nX  胃炎\n").error().where, "line 2");
    EXPECT_EQ(CodedApart::parse("K25  胃溃疡\nK26  胃溃疡\n").error().message, "coded twice: 胃溃疡");
    EXPECT_EQ(CodedApart::parse("K25\n").error().where, "line 1");
}

TEST(CodedApart, ANameWithACodeOfItsOwnIsNoAlias) {
    EXPECT_EQ(why(coded("阑尾炎", "K37"), "慢性阑尾炎"), "K36");
    EXPECT_EQ(why(coded("阑尾炎", "K36"), "慢性阑尾炎"), "");
    EXPECT_EQ(why(coded("胃溃疡", "K25.9"), "胃潰瘍"), "") << "its category";
    EXPECT_EQ(why(coded("阑尾炎", ""), "慢性阑尾炎"), "") << "no code to differ from";
    EXPECT_EQ(why(coded("阑尾炎", "K37"), "盲肠炎"), "");
}

TEST(CodedApart, SomeWordsAlwaysMakeAnotherName) {
    const Concept rickets = coded("佝偻病", "E55.0", {{"软骨病", AliasUse::Alone}});
    EXPECT_EQ(why(rickets, "佝偻病后遗症"), "后遗症");
    EXPECT_EQ(why(rickets, "先天性软骨病"), "先天性");
    EXPECT_EQ(why(coded("先天性白内障", "Q12.0"), "先天性晶状体混浊"), "");
}

}  // namespace
}  // namespace xinglin
