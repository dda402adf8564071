#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "corpus/corpus.h"
#include "pack/pack.h"
#include "spelling/spelling.h"

namespace xinglin {
namespace {

TEST(PackSpelling, LeavesEveryNameAndTitleOfTheDemoPackAlone) {
    const char* root = std::getenv("XINGLIN_SOURCE_DIR");
    PackReading reading = read_pack(std::filesystem::path(root ? root : ".") / "packs/neurology-zh");
    ASSERT_TRUE(reading.pack);
    auto annotator = std::make_shared<const Annotator>(std::make_shared<const Knowledge>(reading.pack->knowledge));
    std::vector<std::shared_ptr<const AnnotatedRecord>> records;
    for (Record& each : reading.pack->records)
        records.push_back(std::make_shared<const AnnotatedRecord>(annotate_record(*annotator, std::move(each))));
    const Corpus corpus(annotator, records);
    const Speller speller(corpus);
    const auto left_alone = [&](std::string_view text) { EXPECT_EQ(speller.correct(text), std::nullopt) << text; };
    for (const Concept& each : corpus.knowledge().concepts()) {
        left_alone(each.name);
        for (const Alias& alias : each.aliases) left_alone(alias.text);
    }
    for (const auto& each : records) left_alone(each->text_of(Field::Title));
    for (const Relation& each : corpus.knowledge().relations()) {
        if (each.statement.size() < 90) left_alone(each.statement);
    }
    EXPECT_EQ(speller.correct("面肌经挛怎么办"), "面肌痉挛怎么办");
    EXPECT_EQ(speller.correct("帕金深病"), "帕金森病");
    EXPECT_EQ(speller.correct("重症机无力的症状"), "重症肌无力的症状");
}

}  // namespace
}  // namespace xinglin
