#include "net/rendered_response.h"

#include <gtest/gtest.h>

namespace xinglin {
namespace {

constexpr std::string_view kDate = "Mon, 23 Nov 2026 20:21:46 GMT";

Request request_with(std::vector<std::pair<std::string, std::string>> headers, Method method = Method::Get) {
    Request request;
    request.method = method;
    request.path = "/";
    request.headers = std::move(headers);
    return request;
}

Response page(std::shared_ptr<const Content> content) {
    Response response;
    response.content = std::move(content);
    return response;
}

bool has_line(const RenderedResponse& answer, std::string_view line) {
    return answer.head().find("\r\n" + std::string(line) + "\r\n") != std::string_view::npos;
}

std::shared_ptr<const Content> sample() {
    return make_content("text/html; charset=utf-8", std::string(5000, 'x'));
}

TEST(RenderedResponse, SendsAContentFromWhereItLies) {
    const auto content = sample();
    RenderedResponse answer;
    answer.render(request_with({}), page(content), Persistence::KeepAlive, kDate);
    EXPECT_EQ(answer.body().data(), content->identity.data());
    EXPECT_TRUE(answer.head().starts_with("HTTP/1.1 200 OK\r\n"));
    EXPECT_TRUE(has_line(answer, "Date: Mon, 23 Nov 2026 20:21:46 GMT"));
    EXPECT_TRUE(has_line(answer, "Content-Length: 5000"));
    EXPECT_TRUE(has_line(answer, "Content-Type: text/html; charset=utf-8"));
    EXPECT_TRUE(has_line(answer, "Vary: Accept-Encoding"));
    EXPECT_TRUE(has_line(answer, "ETag: " + content->etag));
    EXPECT_TRUE(has_line(answer, "X-Content-Type-Options: nosniff"));
    EXPECT_TRUE(has_line(answer, "Referrer-Policy: same-origin"));
    EXPECT_TRUE(answer.head().ends_with("\r\n\r\n"));
    EXPECT_EQ(answer.head().find("Connection"), std::string_view::npos);
    answer.render(request_with({{"accept-encoding", "gzip, br"}}), page(content), Persistence::Close, kDate);
    EXPECT_EQ(answer.body().data(), content->brotli.data());
    EXPECT_TRUE(has_line(answer, "Content-Encoding: br"));
    EXPECT_TRUE(has_line(answer, "Connection: close"));
}

TEST(RenderedResponse, PacksAContentWithoutFormsAsItGoesOut) {
    const auto content = make_content("text/html; charset=utf-8", std::string(5000, 'x'), Packing::OnTheFly);
    RenderedResponse answer;
    answer.render(request_with({{"accept-encoding", "gzip, br"}}), page(content), Persistence::KeepAlive, kDate);
    EXPECT_TRUE(has_line(answer, "Content-Encoding: gzip"));
    EXPECT_TRUE(has_line(answer, "Vary: Accept-Encoding"));
    EXPECT_LT(answer.body().size(), 500U);
    answer.render(request_with({}), page(content), Persistence::KeepAlive, kDate);
    EXPECT_EQ(answer.body().data(), content->identity.data());
}

TEST(RenderedResponse, JoinsSeveralAcceptEncodingFields) {
    const auto content = sample();
    RenderedResponse answer;
    answer.render(request_with({{"accept-encoding", "deflate"}, {"accept-encoding", "gzip"}}), page(content),
                  Persistence::KeepAlive, kDate);
    EXPECT_EQ(answer.body().data(), content->gzip.data());
}

TEST(RenderedResponse, SaysNotModifiedForTheFormThatItWouldSend) {
    const auto content = sample();
    RenderedResponse answer;
    answer.render(request_with({{"if-none-match", content->etag}}), page(content), Persistence::KeepAlive, kDate);
    EXPECT_EQ(answer.status(), 304);
    EXPECT_TRUE(answer.body().empty());
    EXPECT_TRUE(has_line(answer, "ETag: " + content->etag));
    EXPECT_TRUE(has_line(answer, "Vary: Accept-Encoding"));
    EXPECT_EQ(answer.head().find("Content-"), answer.head().find("Content-Security-Policy"));
    EXPECT_EQ(answer.head().find("Content-Length"), std::string_view::npos);
    answer.render(request_with({{"if-none-match", content->etag}, {"accept-encoding", "br"}}), page(content),
                  Persistence::KeepAlive, kDate);
    EXPECT_EQ(answer.status(), 200);
    answer.render(request_with({{"if-none-match", content->etag}}, Method::Post), page(content), Persistence::KeepAlive,
                  kDate);
    EXPECT_EQ(answer.status(), 200);
}

TEST(RenderedResponse, PacksLongDynamicTextOnlyWhenAsked) {
    Response response;
    response.body = std::string(2000, 'x');
    RenderedResponse answer;
    answer.render(request_with({{"accept-encoding", "gzip"}}), response, Persistence::KeepAlive, kDate);
    EXPECT_TRUE(has_line(answer, "Content-Encoding: gzip"));
    EXPECT_LT(answer.body().size(), 200u);
    EXPECT_TRUE(has_line(answer, "Content-Length: " + std::to_string(answer.body().size())));
    answer.render(request_with({}), response, Persistence::KeepAlive, kDate);
    EXPECT_EQ(answer.body(), response.body);
    EXPECT_TRUE(has_line(answer, "Vary: Accept-Encoding"));
    response.type = "image/png";
    answer.render(request_with({{"accept-encoding", "gzip"}}), response, Persistence::KeepAlive, kDate);
    EXPECT_EQ(answer.body(), response.body);
    response = {};
    response.body = "short";
    answer.render(request_with({{"accept-encoding", "gzip"}}), response, Persistence::KeepAlive, kDate);
    EXPECT_EQ(answer.body(), "short");
}

TEST(RenderedResponse, GivesHeadTheHeadOfGet) {
    const auto content = sample();
    RenderedResponse answer;
    answer.render(request_with({}, Method::Head), page(content), Persistence::KeepAlive, kDate);
    EXPECT_TRUE(has_line(answer, "Content-Length: 5000"));
    EXPECT_TRUE(answer.body().empty());
}

TEST(RenderedResponse, HasNoFramingWhereNoBodyMayBe) {
    Response response;
    response.status = 204;
    response.body = "ignored";
    RenderedResponse answer;
    answer.render(request_with({}), response, Persistence::KeepAlive, kDate);
    EXPECT_EQ(answer.head().find("Content-Length"), std::string_view::npos);
    EXPECT_TRUE(answer.body().empty());
}

TEST(RenderedResponse, LeavesOutHeadersThatWouldBreakIt) {
    Response response;
    response.headers = {{"Location", "/a\r\nSet-Cookie: x=1"}, {"Bad Name", "x"}, {"Cache-Control", "no-store"}};
    RenderedResponse answer;
    testing::internal::CaptureStderr();
    answer.render(request_with({}), response, Persistence::KeepAlive, kDate);
    EXPECT_NE(testing::internal::GetCapturedStderr().find("Location"), std::string::npos);
    EXPECT_EQ(answer.head().find("Set-Cookie"), std::string_view::npos);
    EXPECT_EQ(answer.head().find("Bad Name"), std::string_view::npos);
    EXPECT_TRUE(has_line(answer, "Cache-Control: no-store"));
}

TEST(RenderedResponse, AllowsNoInlineScriptOrStyle) {
    RenderedResponse answer;
    answer.render(request_with({}), Response(), Persistence::KeepAlive, kDate);
    EXPECT_TRUE(has_line(answer,
                         "Content-Security-Policy: default-src 'self'; img-src 'self' data:; base-uri 'none'; "
                         "form-action 'self'; frame-ancestors 'none'"));
    EXPECT_EQ(answer.head().find("unsafe"), std::string_view::npos);
    EXPECT_NE(answer.head().find("\r\nPermissions-Policy: "), std::string_view::npos);
}

TEST(HttpDate, IsTheFixedFormat) {
    EXPECT_EQ(http_date(0), "Thu, 01 Jan 1970 00:00:00 GMT");
    EXPECT_EQ(http_date(784111777), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(http_date(1709210096), "Thu, 29 Feb 2024 12:34:56 GMT");
}

}  // namespace
}  // namespace xinglin
