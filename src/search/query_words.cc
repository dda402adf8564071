#include "search/query_words.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace xinglin {
namespace {

// Longer ones first where one begins another.
constexpr auto kAsking = std::to_array<std::u16string_view>({
    u"怎么回事", u"怎么办",   u"怎么样",   u"怎么治",   u"怎么",   u"怎样",   u"咋回事", u"咋办", u"咋样",   u"咋",
    u"如何",     u"什么意思", u"是什么",   u"什么是",   u"为什么", u"有什么", u"什么",   u"为何", u"有哪些", u"哪些",
    u"有没有",   u"会不会",   u"能不能",   u"可不可以", u"要不要", u"是不是", u"多少",   u"多久", u"几天",   u"请问",
    u"你好",     u"您好",     u"医生您好", u"谢谢",     u"求助",   u"急",     u"可以",   u"需要", u"应该",   u"一般",
    u"知道",     u"一下",     u"还是",     u"但是",     u"因为",   u"所以",   u"然后",   u"最近", u"这个",   u"这种",
    u"那种",     u"情况",     u"问题",     u"感觉",     u"的",     u"了",     u"吗",     u"呢",   u"吧",     u"啊",
    u"呀",       u"么",       u"哪",       u"是",       u"有",     u"和",     u"与",     u"及",   u"或",     u"在",
    u"会",       u"能",       u"要",       u"我",       u"你",     u"他",     u"她",     u"它",   u"就",     u"都",
    u"也",       u"很",       u"还",       u"又",
});

struct IntentWord {
    std::u16string_view text;
    QueryIntent intent;
};

// The first that the query holds decides.
constexpr auto kIntentWords = std::to_array<IntentWord>({
    {u"挂什么科", QueryIntent::Department},
    {u"挂哪个科", QueryIntent::Department},
    {u"看什么科", QueryIntent::Department},
    {u"看哪个科", QueryIntent::Department},
    {u"哪个科室", QueryIntent::Department},
    {u"什么科室", QueryIntent::Department},
    {u"属于什么科", QueryIntent::Department},
    {u"哪家医院", QueryIntent::Hospital},
    {u"什么医院", QueryIntent::Hospital},
    {u"哪个医院", QueryIntent::Hospital},
    {u"医院", QueryIntent::Hospital},
    {u"专家", QueryIntent::Doctor},
    {u"大夫", QueryIntent::Doctor},
    {u"哪个医生", QueryIntent::Doctor},
    {u"找医生", QueryIntent::Doctor},
    {u"主任医师", QueryIntent::Doctor},
    {u"吃什么药", QueryIntent::Drug},
    {u"用什么药", QueryIntent::Drug},
    {u"吃啥药", QueryIntent::Drug},
    {u"什么药", QueryIntent::Drug},
    {u"特效药", QueryIntent::Drug},
    {u"药品", QueryIntent::Drug},
    {u"药物", QueryIntent::Drug},
    {u"说明书", QueryIntent::Drug},
    {u"做什么检查", QueryIntent::Test},
    {u"查什么", QueryIntent::Test},
    {u"检查项目", QueryIntent::Test},
    {u"化验", QueryIntent::Test},
    {u"检查", QueryIntent::Test},
    {u"手术", QueryIntent::Procedure},
});

// Endings of whole questions.
constexpr auto kQuestionWords = std::to_array<std::u16string_view>(
    {u"吗", u"呢", u"怎么办", u"怎么回事", u"为什么", u"?", u"咋办", u"能不能", u"会不会", u"是不是", u"要不要"});

}  // namespace

std::vector<Asking> asking_characters(std::u16string_view folded_query) {
    std::vector<Asking> asking(folded_query.size(), Asking::No);
    for (const std::u16string_view word : kAsking) {
        const Asking says = word.size() > 1 ? Asking::Yes : Asking::Perhaps;
        for (std::size_t at = folded_query.find(word); at != std::u16string_view::npos;
             at = folded_query.find(word, at + word.size()))
            for (std::size_t i = at; i < at + word.size(); ++i) asking[i] = std::max(asking[i], says);
    }
    return asking;
}

AskedKind asked_kind(std::u16string_view folded_query) {
    for (const IntentWord& word : kIntentWords)
        if (const std::size_t at = folded_query.find(word.text); at != std::u16string_view::npos)
            return {word.intent, at, at + word.text.size()};
    for (const std::u16string_view ending : {std::u16string_view(u"医生"), std::u16string_view(u"医师")})
        if (folded_query.ends_with(ending))
            return {QueryIntent::Doctor, folded_query.size() - ending.size(), folded_query.size()};
    for (const std::u16string_view word : kQuestionWords)
        if (folded_query.find(word) != std::u16string_view::npos) return {QueryIntent::Question, 0, 0};
    return {};
}

}  // namespace xinglin
