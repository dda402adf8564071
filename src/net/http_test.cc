#include "net/http.h"

#include <gtest/gtest.h>

#include <random>

#include "net/target.h"

namespace xinglin {
namespace {

Request with_query(std::string query) {
    Request request;
    request.query = std::move(query);
    return request;
}

std::string random_utf8(std::mt19937& random) {
    const std::vector<std::string> letters{"a", "%", "/", "面", "é", "😀", " ", "\"", "\x7f", "+", "&", "=", "?", "#"};
    std::string text;
    for (auto left = random() % 20; left > 0; --left) text += letters[random() % letters.size()];
    return text;
}

TEST(PercentCode, GivesBackWhatWasEncoded) {
    for (std::uint32_t seed = 0; seed < 500; ++seed) {
        std::mt19937 random(seed);
        const std::string text = random_utf8(random);
        EXPECT_EQ(percent_decode(percent_encode(text)), text) << "seed " << seed;
    }
}

TEST(PercentCode, EncodesAllButUnreservedCharactersAndSlash) {
    EXPECT_EQ(percent_encode("/articles/面 a-b_c.d~e"), "/articles/%E9%9D%A2%20a-b_c.d~e");
    EXPECT_EQ(percent_encode("?&=#%+\""), "%3F%26%3D%23%25%2B%22");
}

TEST(PercentCode, RefusesBrokenEscapesNulAndInvalidUtf8) {
    for (const std::string_view bad : {"%", "%4", "%zz", "a%4gb", "%00", "%ff", "%c0%af", "%ed%a0%80", "%f4%90%80%80",
                                       "%e9%9d", "%80", "\xe9\x9d"}) {
        EXPECT_EQ(percent_decode(bad), std::nullopt) << bad;
    }
    EXPECT_EQ(percent_decode(std::string_view("a\0b", 3)), std::nullopt);
    EXPECT_EQ(percent_decode("%F0%9f%98%80+"), "😀+");
}

TEST(QueryValue, TakesTheFirstOfTheName) {
    const Request request = with_query("a=1&q=%E9%9D%A2+%2B&q=2&empty=&bare&x%79=z");
    EXPECT_EQ(request.query_value("q"), "面 +");
    EXPECT_EQ(request.query_value("a"), "1");
    EXPECT_EQ(request.query_value("empty"), "");
    EXPECT_EQ(request.query_value("bare"), "");
    EXPECT_EQ(request.query_value("xy"), "z");
    EXPECT_EQ(request.query_value("absent"), std::nullopt);
    EXPECT_EQ(request.query_values("absent"), std::vector<std::string>());
    EXPECT_EQ(with_query("a=1&b=2&a=%B6&a&a=3").query_values("a"), (std::vector<std::string>{"1", "", "3"}));
}

TEST(QueryValue, ReadsWhatIsNotUtf8AsGb18030) {
    EXPECT_EQ(with_query("q=%B6%FE").query_value("q"), "二");
    EXPECT_EQ(with_query("a=%B6&q=%C3%E6+%CC%B1").query_value("q"), "面 瘫");
}

TEST(QueryValue, IsNothingWhenNeitherUtf8NorGb18030) {
    EXPECT_EQ(with_query("q=%FF%FF").query_value("q"), std::nullopt);
    EXPECT_EQ(with_query("q=%B6%FE%00").query_value("q"), std::nullopt);
    EXPECT_EQ(with_query("").query_value("q"), std::nullopt);
    EXPECT_EQ(with_query("&&=&").query_value("q"), std::nullopt);
}

TEST(RequestHeader, IsTheFirstOfTheNameOrEmpty) {
    Request request;
    request.headers = {{"accept", "a"}, {"accept", "b"}};
    EXPECT_EQ(request.header("accept"), "a");
    EXPECT_EQ(request.header("host"), "");
}

TEST(HttpStatus, MapsEachErrorCode) {
    EXPECT_EQ(http_status(ErrorCode::InvalidInput), 400);
    EXPECT_EQ(http_status(ErrorCode::Forbidden), 403);
    EXPECT_EQ(http_status(ErrorCode::NotFound), 404);
    EXPECT_EQ(http_status(ErrorCode::Conflict), 409);
    EXPECT_EQ(http_status(ErrorCode::TooLarge), 413);
    EXPECT_EQ(http_status(ErrorCode::Unavailable), 503);
}

std::string path_of(std::string_view text) {
    const auto target = parse_target(text);
    return target ? target->path : "refused";
}

TEST(ParseTarget, SplitsAndDecodes) {
    const auto target = parse_target("/articles/%E9%9D%A2?q=%E9%9D%A2&x=?");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->path, "/articles/面");
    EXPECT_EQ(target->query, "q=%E9%9D%A2&x=?");
    EXPECT_EQ(path_of("/面"), "/面");
    EXPECT_EQ(path_of("/?"), "/");
}

TEST(ParseTarget, TakesTheAbsoluteForm) {
    EXPECT_EQ(path_of("http://example.test/a/b?c"), "/a/b");
    EXPECT_EQ(path_of("https://example.test"), "/");
    EXPECT_EQ(path_of("http://example.test?q=1"), "/");
}

TEST(ParseTarget, RemovesDotSegmentsAndKeepsEmptyOnes) {
    EXPECT_EQ(path_of("/a/./b"), "/a/b");
    EXPECT_EQ(path_of("/a/../b"), "/b");
    EXPECT_EQ(path_of("/a/b/.."), "/a/");
    EXPECT_EQ(path_of("/a/."), "/a/");
    EXPECT_EQ(path_of("/a/.."), "/");
    EXPECT_EQ(path_of("/a//b"), "/a//b");
    EXPECT_EQ(path_of("/.well-known/x"), "/.well-known/x");
    EXPECT_EQ(path_of("/a/...//b"), "/a/...//b");
}

TEST(ParseTarget, RefusesWhatLeavesTheRoot) {
    for (const std::string_view bad : {"/..", "/../a", "/a/../../b", "/%2e%2e/a", "/.%2E", "/a/..%2f..%2fetc"}) {
        EXPECT_EQ(path_of(bad), "refused") << bad;
    }
}

TEST(ParseTarget, RefusesOtherFormsAndBrokenEscapes) {
    for (const std::string_view bad :
         {"", "*", "a/b", "example.test:80", "ftp://example.test/", "http:///a", "https://?q=1", "http://", "/a#b",
          "/%", "/%00", "/%ff", "/a?q=%", "/a?q=%0", "/a?q=%00", "/a?%xy"}) {
        EXPECT_EQ(path_of(bad), "refused") << bad;
    }
    EXPECT_EQ(path_of("/a?gbk=%B6%FE"), "/a");
}

}  // namespace
}  // namespace xinglin
