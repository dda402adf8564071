#include "net/cookies.h"

#include <gtest/gtest.h>

namespace xinglin {
namespace {

Request with_cookies(const std::vector<std::string>& lists) {
    Request request;
    for (const std::string& list : lists) request.headers.emplace_back("cookie", list);
    return request;
}

TEST(Cookies, ReadsTheFirstOfAName) {
    const Request request = with_cookies({"a=1; __Host-session=x=y; a=2", "b=\"q\";c"});
    EXPECT_EQ(cookie_value(request, "a"), "1");
    EXPECT_EQ(cookie_value(request, host_cookie_name("session")), "x=y");
    EXPECT_EQ(cookie_value(request, "b"), "q");
    EXPECT_EQ(cookie_value(request, "c"), std::nullopt);
    EXPECT_EQ(cookie_value(request, "session"), std::nullopt) << "another name";
    EXPECT_EQ(cookie_value(with_cookies({""}), ""), std::nullopt);
}

TEST(Cookies, SetsThemForThisHostAndNoCache) {
    Response response;
    response.headers = {{"Cache-Control", "public"}};
    ASSERT_TRUE(set_cookie(response, {"session", "abc"}));
    ASSERT_TRUE(set_cookie(response, {"csrf", "x", std::chrono::seconds(0), SameSite::Strict}));
    const std::vector<std::pair<std::string, std::string>> expected = {
        {"Set-Cookie", "__Host-session=abc; Path=/; Secure; HttpOnly; SameSite=Lax"},
        {"Set-Cookie", "__Host-csrf=x; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0"},
        {"Cache-Control", "no-store"}};
    EXPECT_EQ(response.headers, expected);
}

TEST(Cookies, RefusesWhatWouldWriteAnotherAttribute) {
    Response response;
    for (const char* value : {"a;Domain=x", "a b", "a,b", "a\"", "a\\", "a\r\nX: y", "面"}) {
        EXPECT_FALSE(set_cookie(response, {"a", value})) << value;
    }
    for (const char* name : {"", "a=b", "a;", "a b"}) EXPECT_FALSE(set_cookie(response, {name, "x"})) << name;
    EXPECT_TRUE(response.headers.empty());
}

}  // namespace
}  // namespace xinglin
