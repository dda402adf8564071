#include "web/ask_page.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/example_for_tests.h"
#include "web/ask_form.h"
#include "web/site.h"

namespace xinglin {
namespace {

AskAnswer stroke() {
    AskAnswer answer;
    answer.text = "我爸突然说不清话";
    answer.care_level = CareLevel::Emergency;
    answer.care_reason = "可能是脑卒中。";
    answer.red_flags = {{"triage/stroke",
                         "疑似脑卒中",
                         CareLevel::Emergency,
                         "立即拨打120。",
                         {{"source/x", "指南"}},
                         {{2, 8, "突然说不清话"}},
                         false}};
    answer.departments = {{{"department/emergency", "急诊科"}, 1, {}}};
    answer.questions = {
        {"triage/x", "手脚有没有力气？", {{"yes", "没力气"}, {"unknown", "不知道"}}, CareLevel::Emergency}};
    answer.conditions = {
        {{"condition/stroke", "脑卒中"}, 1, {{"symptom/slurred", "说话不清"}}, {}, true, Trust::Curated}};
    answer.facts = {{"sex", "male", "性别：男", {0, 2, "我爸"}, false, false, "parent"}};
    return answer;
}

std::size_t place_of(const std::string& page, std::string_view part) {
    const auto place = page.find(part);
    EXPECT_NE(place, std::string::npos) << part;
    return place;
}

TEST(AskPage, ReadingOrderIsTheOrderOfUrgency) {
    const std::string page = ask_page(stroke(), {}, {});
    std::size_t before = 0;
    for (const std::string_view part : {"href='tel:120'", "疑似脑卒中", "急诊科", "手脚有没有力气？", "脑卒中</a>",
                                        "我们是这样理解的", "改一改再问"}) {
        const std::size_t place = place_of(page, part);
        EXPECT_GT(place, before) << part;
        before = place;
    }
}

TEST(AskPage, RepliesGoOnWithTheNextOne) {
    const std::vector<AskReply> replies = {{"age", "65 years"}};
    const std::string page = ask_page(stroke(), replies, {});
    place_of(page, "<input type='hidden' name='reply' value='age=65 years'>");
    place_of(page, "name='reply' value='triage/x=yes'");
    place_of(page, "name='reply' value='sex=unknown'");
    EXPECT_LT(place_of(page, "<button class='hidden-text'"), place_of(page, "name='reply'"));
}

TEST(AskPage, WhatIsNoEmergencyOffersNoAmbulance) {
    AskAnswer answer = stroke();
    answer.care_level = CareLevel::Routine;
    answer.red_flags.clear();
    EXPECT_EQ(ask_page(answer, {}, {}).find("tel:120"), std::string::npos);
}

TEST(AskPage, WhatIsNotUnderstoodIsSaid) {
    AskAnswer answer;
    answer.text = "<script>alert(1)</script>";
    answer.is_understood = false;
    const std::string page = ask_page(answer, {}, {});
    place_of(page, "没有看懂");
    EXPECT_EQ(page.find("<script>alert"), std::string::npos);
}

Request form(std::string body) {
    Request request;
    request.method = Method::Post;
    request.path = "/ask";
    request.body = std::move(body);
    return request;
}

TEST(AskForm, TheLastReplyToAKeyCounts) {
    const AskRequest asked =
        read_ask_form(form("text=+%E5%A4%B4%E6%99%95+&reply=sex%3Dmale&reply=sex%3Dfemale&reply=x"));
    EXPECT_EQ(asked.text, "头晕");
    EXPECT_EQ(asked.replies, (std::vector<AskReply>{{"sex", "female"}}));
}

TEST(AskForm, AConditionIsAKeyWithItsComparison) {
    EXPECT_EQ(read_ask_form(form("text=a&reply=temperature+%3E%3D+39%3Dyes")).replies,
              (std::vector<AskReply>{{"temperature >= 39", "yes"}}));
}

TEST(AskForm, AnAgeHasItsUnit) {
    EXPECT_EQ(read_ask_form(form("text=a&age=3&unit=months")).replies, (std::vector<AskReply>{{"age", "3 months"}}));
    EXPECT_EQ(read_ask_form(form("text=a&age=65&unit=years")).replies, (std::vector<AskReply>{{"age", "65 years"}}));
    for (const char* age : {"-1", "400", "", "6x"}) {
        EXPECT_TRUE(read_ask_form(form(std::string("text=a&unit=years&age=") + age)).replies.empty()) << age;
    }
}

TEST(AskForm, MoreRepliesThanAnybodyGivesAreCut) {
    std::string body = "text=a";
    for (int i = 0; i < 100; ++i) body += "&reply=key" + std::to_string(i) + "%3Dyes";
    EXPECT_EQ(read_ask_form(form(body)).replies.size(), kMaxAskReplies);
}

class AskSite : public testing::Test {
  protected:
    AskSite() : workspace_(example_workspace(folder_)) { add_pages(router_, workspace_->readers()); }

    Response post(std::string body) const { return router_.dispatch(form(std::move(body))); }

    FolderForTests folder_;
    std::unique_ptr<Workspace> workspace_;
    Router router_;
};

TEST_F(AskSite, AnAnswerIsKeptByNobody) {
    const Response answer = post("text=%E9%9D%A2%E8%82%8C%E7%97%89%E6%8C%9B%E6%8C%82%E4%BB%80%E4%B9%88%E7%A7%91");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.content, nullptr);
    const std::pair<std::string, std::string> no_store("Cache-Control", "no-store");
    EXPECT_NE(std::find(answer.headers.begin(), answer.headers.end(), no_store), answer.headers.end());
    EXPECT_NE(answer.body.find("面肌痉挛"), std::string::npos);
}

TEST_F(AskSite, AnEmptyTextIsAskedForAgain) {
    const Response answer = post("text=");
    EXPECT_EQ(answer.status, 400);
    EXPECT_NE(answer.body.find("<textarea"), std::string::npos);
}

TEST_F(AskSite, AStrangeReplyKeepsTheText) {
    const Response answer = post("text=%E5%A4%B4%E6%99%95&reply=nothing+known%3Dyes");
    EXPECT_EQ(answer.status, 400);
    EXPECT_NE(answer.body.find("头晕"), std::string::npos);
}

TEST_F(AskSite, TheBoxIsAPageForEverybody) {
    Request request;
    request.path = "/ask";
    const Response answer = router_.dispatch(request);
    EXPECT_EQ(answer.status, 200);
    ASSERT_NE(answer.content, nullptr);
    EXPECT_NE(answer.content->identity.find("action='/ask' method='post'"), std::string::npos);
}

}  // namespace
}  // namespace xinglin
