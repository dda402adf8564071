#include "net/router.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "base/strings.h"

namespace xinglin {
namespace {

Handler says(std::string text) {
    return [text](const Request&, const RouteValues& values) {
        Response response;
        response.body = text + "(" + join(values, ",") + ")";
        return response;
    };
}

Request request_for(Method method, std::string path) {
    Request request;
    request.method = method;
    request.path = std::move(path);
    return request;
}

std::string asked(const Router& router, std::string path, Method method = Method::Get) {
    const Response response = router.dispatch(request_for(method, std::move(path)));
    return response.status == 200 ? response.body : std::to_string(response.status);
}

std::string header_of(const Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers) {
        if (key == name) return value;
    }
    return {};
}

TEST(Router, GivesTheValuesInThePatternsOrder) {
    Router router;
    router.add(Method::Get, "/", says("home"));
    router.add(Method::Get, "/{kind}/x/{slug}", says("two"));
    EXPECT_EQ(asked(router, "/"), "home()");
    EXPECT_EQ(asked(router, "/a/x/面"), "two(a,面)");
}

TEST(Router, PrefersALiteralAtTheFirstDifference) {
    Router router;
    router.add(Method::Get, "/{a}/{b}", says("any"));
    router.add(Method::Get, "/{a}/new", says("any-new"));
    router.add(Method::Get, "/articles/{slug}", says("article"));
    router.add(Method::Get, "/articles/new", says("new"));
    EXPECT_EQ(asked(router, "/articles/new"), "new()");
    EXPECT_EQ(asked(router, "/articles/other"), "article(other)");
    EXPECT_EQ(asked(router, "/doctors/new"), "any-new(doctors)");
    EXPECT_EQ(asked(router, "/doctors/x"), "any(doctors,x)");
}

TEST(Router, MatchesNoEmptySegmentAndNoOtherLength) {
    Router router;
    router.add(Method::Get, "/articles/{slug}", says("article"));
    for (const char* path : {"/articles/", "/articles", "/articles/a/b", "//a", "/"}) {
        EXPECT_EQ(asked(router, path), "404") << path;
    }
}

TEST(Router, TheLongestPrefixAnswersForAnError) {
    Router router;
    const auto saying = [](std::string body) {
        return [body = std::move(body)](const Request&, int) {
            Response response;
            response.body = body;
            return response;
        };
    };
    router.on_error("/", saying("page"));
    router.on_error("/api/", saying("json"));
    Request request;
    request.path = "/api/v1/nothing";
    EXPECT_EQ(router.error(request, 404).body, "json");
    request.path = "/nothing";
    EXPECT_EQ(router.error(request, 404).body, "page");
    request.path = "";
    EXPECT_EQ(router.error(request, 400).body, "page");
}

TEST(Router, ATrailingSlashLeadsToThePageWithoutIt) {
    Router router;
    router.add(Method::Get, "/articles/{slug}", [](const Request&, const RouteValues&) { return Response{}; });
    router.add(Method::Get, "/", [](const Request&, const RouteValues&) { return Response{}; });
    Request request;
    request.path = "/articles/面瘫/";
    request.query = "page=2";
    const Response response = router.dispatch(request);
    EXPECT_EQ(response.status, 308);
    ASSERT_EQ(response.headers.size(), 1U);
    EXPECT_EQ(response.headers[0].second, "/articles/%E9%9D%A2%E7%98%AB?page=2");
    request.path = "/nothing/";
    EXPECT_EQ(router.dispatch(request).status, 404);
    request.path = "/articles/x/";
    request.method = Method::Post;
    EXPECT_EQ(router.dispatch(request).status, 404);
}

TEST(Router, AnswersHeadByTheGetRoute) {
    Router router;
    router.add(Method::Get, "/a", says("get"));
    EXPECT_EQ(asked(router, "/a", Method::Head), "get()");
}

TEST(Router, TellsTheAllowedMethods) {
    Router router;
    router.add(Method::Get, "/a/{x}", says("get"));
    router.add(Method::Post, "/a/b", says("post"));
    const Response response = router.dispatch(request_for(Method::Delete, "/a/b"));
    EXPECT_EQ(response.status, 405);
    EXPECT_EQ(header_of(response, "Allow"), "GET, HEAD, POST");
    EXPECT_EQ(asked(router, "/a/b"), "get(b)");
    EXPECT_EQ(asked(router, "/a/b", Method::Other), "405");
}

TEST(Router, MakesOfAnExceptionA503WithTheLoggedId) {
    Router router;
    router.add(Method::Get, "/throw",
               [](const Request&, const RouteValues&) -> Response { throw std::runtime_error("the disk is gone"); });
    router.add(Method::Get, "/throw-int", [](const Request&, const RouteValues&) -> Response { throw 7; });
    testing::internal::CaptureStderr();
    const Response response = router.dispatch(request_for(Method::Get, "/throw"));
    const std::string logged = testing::internal::GetCapturedStderr();
    const std::string id = header_of(response, "X-Error-Id");
    EXPECT_EQ(response.status, 503);
    EXPECT_EQ(id.size(), 16u);
    EXPECT_NE(response.body.find(id), std::string::npos);
    EXPECT_NE(logged.find(id), std::string::npos);
    EXPECT_NE(logged.find("the disk is gone"), std::string::npos);
    EXPECT_EQ(response.body.find("disk"), std::string::npos);
    EXPECT_EQ(asked(router, "/throw-int"), "503");
}

TEST(Router, AsksTheErrorPageAndForcesItsStatus) {
    Router router;
    router.on_error("/", [](const Request& request, int status) {
        Response response;
        response.body = "page " + std::to_string(status) + " " + request.path;
        return response;
    });
    const Response response = router.dispatch(request_for(Method::Get, "/x"));
    EXPECT_EQ(response.status, 404);
    EXPECT_EQ(response.body, "page 404 /x");
}

TEST(Router, FallsBackToPlainTextWhenTheErrorPageThrows) {
    Router router;
    router.on_error("/", [](const Request&, int) -> Response { throw std::runtime_error("no template"); });
    const Response response = router.error(Request(), 404);
    EXPECT_EQ(response.status, 404);
    EXPECT_EQ(response.type, "text/plain; charset=utf-8");
    EXPECT_FALSE(response.body.empty());
}

TEST(Router, ListsItsRoutesSorted) {
    Router router;
    router.add(Method::Post, "/b", says("b"));
    router.add(Method::Get, "/c/{x}", says("c"));
    router.add(Method::Get, "/a", says("a"));
    EXPECT_EQ(router.table(), (std::vector<std::string>{"GET /a", "GET /c/{x}", "POST /b"}));
}

TEST(RouterDeathTest, RefusesTwoRoutesOfOneShape) {
    Router router;
    router.add(Method::Get, "/a/{x}", says("first"));
    router.add(Method::Post, "/a/{x}", says("other method"));
    EXPECT_DEATH(router.add(Method::Get, "/a/{y}", says("second")), "CHECK failed");
}

TEST(Router, AnswersBelowARootWhatSaysSo) {
    Router router;
    const auto says_path = [](const Request& request, const RouteValues& values) {
        Response response;
        response.body = request.path + (values.empty() ? "" : "|" + values[0]);
        return response;
    };
    router.add(Method::Get, "/", says_path, {.below_roots = true});
    router.add(Method::Get, "/articles/{slug}", says_path, {.below_roots = true});
    router.add(Method::Get, "/robots.txt", says_path);
    router.add_root("/en");
    const auto get = [&](std::string path) {
        Request request;
        request.path = std::move(path);
        return router.dispatch(request);
    };
    EXPECT_EQ(get("/en").body, "/en");
    EXPECT_EQ(get("/en/articles/x").body, "/en/articles/x|x");
    EXPECT_EQ(get("/articles/x").body, "/articles/x|x");
    EXPECT_EQ(get("/en/robots.txt").status, 404);
    EXPECT_EQ(get("/en/en").status, 404);
    EXPECT_EQ(get("/english").status, 404);
    EXPECT_EQ(get("/en/").status, 308);
    EXPECT_EQ(get("/en/articles/x/").status, 308);
}

}  // namespace
}  // namespace xinglin
