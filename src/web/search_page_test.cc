#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "web/pages.h"
#include "web/search_hits.h"
#include "web/search_view_for_tests.h"
#include "web/urls.h"

namespace xinglin {
namespace {

std::string as_given(std::string_view text) {
    return std::string(text);
}

bool holds(std::string_view page, std::string_view part) {
    return page.find(part) != std::string_view::npos;
}

std::string highlighted(std::string_view text, const std::vector<Span>& spans) {
    Html html;
    write_highlighted(html, text, spans);
    return std::move(html).take();
}

std::string results() {
    return search_page(search_view_with(as_given), {});
}

std::string encoded(std::string_view text) {
    SearchRequest request;
    request.query = text;
    return search_url(request).substr(std::string_view("/search?q=").size());
}

TEST(SearchUrl, HoldsWhatDiffersFromTheDefaultInOneOrder) {
    SearchRequest request;
    request.query = "头 痛&x=1";
    EXPECT_EQ(search_url(request), "/search?q=%E5%A4%B4%20%E7%97%9B%26x%3D1");
    request.chosen = {{{"doctor", "drug"}, {"department/neurology"}, {"北京市"}, {"三级甲等"}, {"教授"}}};
    request.offset = 20;
    request.spelling = false;
    EXPECT_EQ(search_url(request),
              "/search?q=%E5%A4%B4%20%E7%97%9B%26x%3D1&type=doctor&type=drug"
              "&department=department/neurology&region=%E5%8C%97%E4%BA%AC%E5%B8%82"
              "&level=%E4%B8%89%E7%BA%A7%E7%94%B2%E7%AD%89&title=%E6%95%99%E6%8E%88&page=3"
              "&spelling=off");
}

TEST(Highlights, MarkTheirBytesAndEscapeAllOfThem) {
    EXPECT_EQ(highlighted("面肌<痉挛>", {{0, 6}, {7, 10}}), "<mark>面肌</mark>&lt;<mark>痉</mark>挛&gt;");
    EXPECT_EQ(highlighted("<b>", {{0, 3}}), "<mark>&lt;b&gt;</mark>");
    EXPECT_EQ(highlighted("abc", {}), "abc");
}

TEST(Highlights, ThatOverlapOrReachTooFarLoseNoByteOfTheText) {
    EXPECT_EQ(highlighted("abcdef", {{1, 3}, {2, 5}}), "a<mark>bc</mark><mark>de</mark>f");
    EXPECT_EQ(highlighted("abc", {{1, 9}}), "a<mark>bc</mark>");
    EXPECT_EQ(highlighted("abc", {{7, 9}, {0, 1}}), "<mark>a</mark>bc");
    EXPECT_EQ(highlighted("abc", {{2, 2}}), "abc");
}

TEST(SearchPage, KeepsTheQueryInTheBox) {
    EXPECT_TRUE(holds(results(), "name='q' type='search' value='面肌经挛'"));
}

TEST(SearchPage, SaysWhatWasCorrectedAndHowToUndoIt) {
    const std::string page = results();
    EXPECT_TRUE(holds(page, "已按“<strong>面肌痉挛</strong>”搜索；仍然搜索“<a rel='nofollow' href='/search?q="));
    EXPECT_TRUE(holds(page, "spelling=off'>面肌经挛</a>”"));
    SearchView right = search_view_with(as_given);
    right.query.corrected.reset();
    EXPECT_FALSE(holds(search_page(right, {}), "仍然搜索"));
}

TEST(SearchPage, ChosenFiltersCanBeTakenAwayOneByOne) {
    const std::string page = results();
    const std::string query = encoded("面肌经挛");
    const std::string region = encoded("示例省");
    EXPECT_TRUE(holds(page, "class='remove' href='/search?q=" + query +
                                "&amp;department=department/neurology&amp;region=" + region + "'>类型：医生"));
    EXPECT_TRUE(holds(page, "class='remove' href='/search?q=" + query + "&amp;type=doctor&amp;region=" + region +
                                "'>科室：神经内科"));
    EXPECT_TRUE(holds(page, "<a rel='nofollow' href='/search?q=" + query + "'>全部去掉</a>"));
}

TEST(SearchPage, TabsChooseOneTypeAndKeepTheOtherFilters) {
    const std::string page = results();
    EXPECT_TRUE(holds(page, "&amp;region=" + encoded("示例省") + "'>全部 <span class='count'>96</span>"));
    EXPECT_TRUE(holds(page, "&amp;type=article&amp;department=department/neurology"));
    EXPECT_TRUE(holds(page, "aria-current='true' href='/search?q=" + encoded("面肌经挛") + "&amp;type=doctor"));
}

TEST(SearchPage, FacetsThatNarrowNothingAreLeftOut) {
    const std::string page = results();
    EXPECT_TRUE(holds(page, "<summary>科室</summary>"));
    EXPECT_TRUE(holds(page, "<summary>地区</summary>")) << "its value is chosen";
    EXPECT_FALSE(holds(page, "<summary>医院等级</summary>")) << "one value for all hits";
    EXPECT_TRUE(holds(page, ">主任医师 <span class='count'>20</span>")) << "a value without a label is its own";
}

TEST(SearchPage, PageLinksKeepTheRequest) {
    const std::string page = results();
    const std::string common = "/search?q=" + encoded("面肌经挛") +
                               "&amp;type=doctor&amp;department=department/neurology&amp;region=" + encoded("示例省");
    EXPECT_TRUE(holds(page, "<a rel='prev' href='" + common + "'>上一页</a>"));
    EXPECT_TRUE(holds(page, "<a rel='next' href='" + common + "&amp;page=3'>下一页</a>"));
    EXPECT_TRUE(holds(page, "<a href='" + common + "&amp;page=10'>"));
    EXPECT_TRUE(holds(page, "<span aria-current='page'>"));
    EXPECT_TRUE(holds(page, "<ol class='hits' start='11'>"));
}

TEST(SearchPage, APagePastTheLastLeadsBack) {
    SearchView view = search_view_with(as_given);
    view.items.clear();
    view.request.offset = 500;
    const std::string page = search_page(view, {});
    EXPECT_TRUE(holds(page, "没有第 51 页"));
    EXPECT_TRUE(holds(page, "&amp;page=10'>最后一页</a>"));
    EXPECT_FALSE(holds(page, "<ol class='hits'"));
}

TEST(SearchPage, EachHitSaysWhatItIsAndWhy) {
    const std::string page = results();
    for (const char* part :
         {"<span class='type'>疾病</span> <a href='/conditions/hfs'><mark>面</mark>肌<mark>痉</mark>挛</a>",
          "<span class='type'>医生</span> <a href='/doctors/lin'>", "主任医师", "<a href='/hospitals/brain'>",
          "三级甲等 · 示例省", ">处方药</span> 甲地制药厂、乙地制药厂", "处方药须凭处方在药师指导下购买和使用",
          "来源：医联媒体", "转载资料，未经审核", "回答：<a href='/doctors/lin'>", "名称是“面肌痉挛”", "又称“面肌抽搐”",
          "标题里有“面肌”", "正文里有“痉挛”", "擅长写到“<a href='/conditions/hfs'>面肌痉挛</a>”",
          "正文写到“半边脸抽”，即“<a href='/conditions/hfs'>面肌痉挛</a>”", "属于所搜的一类：面肌痉挛 → 运动障碍",
          "有依据的关系（治疗）：面肌痉挛 → 卡马西平",
          "来源：<a href='/sources/consensus'>面肌痉挛诊疗中国专家共识</a>"}) {
        EXPECT_TRUE(holds(page, part)) << part;
    }
    EXPECT_FALSE(holds(page, "卡片自己的摘要")) << "the excerpt that fits the query stands in its place";
}

TEST(SearchPage, WordsOfAConceptThatIsToldAreNotToldAgain) {
    SearchView view = search_view_with(as_given);
    view.items.resize(1);
    view.items[0].hit.why = {{HitReason::Kind::Concept, "头痛", "symptom/headache", "body", {}},
                             {HitReason::Kind::Title, "头痛", "", "title", {}},
                             {HitReason::Kind::Text, "头痛", "", "body", {}}};
    const std::string page = search_page(view, {});
    EXPECT_TRUE(holds(page, "标题里有“头痛”"));
    EXPECT_TRUE(holds(page, "正文写到“<a href='/symptoms/headache'>头痛</a>”"));
    EXPECT_FALSE(holds(page, "正文里有“头痛”"));
}

TEST(SearchPage, TheAnswerCardHasSourcesCareAndWays) {
    const std::string page = results();
    for (const char* part : {"<h2 id='answer'><a href='/conditions/hfs'>面肌痉挛</a> <span class='type'>疾病</span>",
                             "一侧面部肌肉不自主地反复抽动", "<ol><li><a href='/sources/consensus'>",
                             "class='care care-emergency'", "看什么科</span><a href='/departments/neurology'>",
                             "<a href='/conditions/hfs/related/drugs'>相关药品</a>", "列出的依据未经审核"}) {
        EXPECT_TRUE(holds(page, part)) << part;
    }
}

TEST(SearchPage, SaysHowManyThereAre) {
    EXPECT_TRUE(holds(results(), "<p class='total'>共 96 条，第 2 页</p>"));
    SearchView cut = search_view_with(as_given);
    cut.cut = true;
    cut.total = 1000;
    cut.request.offset = 0;
    EXPECT_TRUE(holds(search_page(cut, {}), "<p class='total'>最相关的前 1000 条</p>"));
}

TEST(SearchPage, NothingFoundHelpsOn) {
    const std::string page = search_page(nothing_found_with(as_given), {});
    EXPECT_TRUE(holds(page, "<h1>没有找到“面几痉挛症”</h1>"));
    EXPECT_TRUE(holds(page, "<a href='/conditions/hfs'>面肌痉挛</a> <span class='where'>又称面肌抽搐</span>"));
    EXPECT_TRUE(holds(page, "<a href='/departments'>科室</a>"));
    SearchView narrowed = search_view_with(as_given);
    narrowed.items.clear();
    narrowed.total = 0;
    const std::string empty = search_page(narrowed, {});
    EXPECT_TRUE(holds(empty, "在所选条件内没有内容"));
    EXPECT_TRUE(holds(empty, "全部去掉"));
}

TEST(SearchPage, AnOnlyPageHasNoPaging) {
    SearchView view = search_view_with(as_given);
    view.request.offset = 0;
    view.total = 6;
    EXPECT_FALSE(holds(search_page(view, {}), "aria-label='分页'"));
}

}  // namespace
}  // namespace xinglin
