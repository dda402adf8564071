#include "spelling/spelling.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "annotate/annotator.h"

namespace xinglin {
namespace {

Concept concept_named(std::string id, std::string name) {
    Concept made;
    made.kind = *concept_kind_named(id.substr(0, id.find('/')));
    made.id = std::move(id);
    made.name = std::move(name);
    return made;
}

const Speller& speller() {
    static const Speller made = [] {
        KnowledgeData data;
        const std::vector<std::string> names{"面肌痉挛", "三叉神经痛", "帕金森病",    "癫痫",
                                             "偏头痛",   "卡马西平",   "微血管减压术"};
        for (std::size_t i = 0; i < names.size(); ++i)
            data.concepts.push_back(concept_named("condition/c" + std::to_string(i), names[i]));
        auto annotator = std::make_shared<const Annotator>(std::make_shared<const Knowledge>(std::move(data)));
        return Speller(Corpus(std::move(annotator), std::vector<RecordHandle>()));
    }();
    return made;
}

TEST(Speller, MendsWhatSoundsOrLooksAlike) {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"面肌经挛", "面肌痉挛"},
        {"三差神经痛", "三叉神经痛"},
        {"帕金森并", "帕金森病"},
        {"癫闲", "癫痫"},
    };
    for (const auto& [typed, meant] : cases) EXPECT_EQ(speller().correct(typed), meant) << typed;
}

TEST(Speller, LeavesAloneWhatIsKnownTraditionalForeignOrNothing) {
    for (const char* query :
         {"面肌痉挛", "三叉神经痛", "卡马西平", "癲癇", "顏面神經", "MRI", "B12", "", " ", "\xFF\xFE", "面\xE8\x82"})
        EXPECT_EQ(speller().correct(query), std::nullopt) << query;
    std::string endless;
    for (int i = 0; i < 5000; ++i) endless += "面肌经挛";
    EXPECT_EQ(speller().correct(endless), std::nullopt);
}

TEST(Speller, KeepsWhatItDoesNotChange) {
    EXPECT_EQ(speller().correct("ＭＲＩ：三差神经痛？ "), "ＭＲＩ：三叉神经痛？ ");
}

}  // namespace
}  // namespace xinglin
