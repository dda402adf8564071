#include "net/metrics.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

namespace xinglin {
namespace {

std::string written(const RequestMetrics& metrics) {
    MetricsText text;
    metrics.write(text);
    return std::move(text).text();
}

bool has_line(const std::string& text, const std::string& line) {
    return text.find("\n" + line + "\n") != std::string::npos;
}

Answered answered(const Request& request, std::string_view route, int status, std::chrono::microseconds taken) {
    return {request, "10.0.0.1", status, 10, taken, route};
}

TEST(MetricsText, EscapesLabelsAndNamesTheType) {
    MetricsText text;
    text.family("a_total", MetricsText::Type::Counter, "What it counts.");
    text.sample({{"path", "a\"b\\c\nd"}, {"x", ""}}, 1.5);
    EXPECT_EQ(std::move(text).text(),
              "# HELP a_total What it counts.\n# TYPE a_total counter\na_total{path=\"a\\\"b\\\\c\\nd\",x=\"\"} 1.5\n");
}

TEST(RequestMetrics, CountsByRouteAndStatusAndNeverByAddress) {
    RequestMetrics metrics({"/articles/{slug}", "/search"});
    Request request;
    request.path = "/articles/secret";
    for (int i = 0; i < 3; ++i)
        metrics.count(answered(request, "/articles/{slug}", 200, std::chrono::microseconds(90)));
    metrics.count(answered(request, "/articles/{slug}", 404, std::chrono::milliseconds(3)));
    metrics.count(answered(request, "", 404, std::chrono::seconds(20)));
    metrics.count(answered(request, "/search", 599, {}));
    const std::string text = written(metrics);
    EXPECT_TRUE(has_line(text, R"(xinglin_http_requests_total{route="/articles/{slug}",status="200"} 3)")) << text;
    EXPECT_TRUE(has_line(text, R"(xinglin_http_requests_total{route="/articles/{slug}",status="404"} 1)"));
    EXPECT_TRUE(has_line(text, R"(xinglin_http_requests_total{route="none",status="404"} 1)"));
    EXPECT_TRUE(has_line(text, R"(xinglin_http_requests_total{route="/search",status="other"} 1)"));
    EXPECT_TRUE(has_line(text, R"(xinglin_http_response_bytes_total{route="/articles/{slug}"} 40)"));
    EXPECT_EQ(text.find("secret"), std::string::npos);
}

TEST(RequestMetrics, BucketsOfTheHistogramAddUp) {
    RequestMetrics metrics({"/"});
    const Request request;
    metrics.count(answered(request, "/", 200, std::chrono::microseconds(100)));  // on a bound: within it
    metrics.count(answered(request, "/", 200, std::chrono::microseconds(101)));
    metrics.count(answered(request, "/", 200, std::chrono::seconds(11)));
    const std::string text = written(metrics);
    const std::string name = "xinglin_http_request_duration_seconds";
    EXPECT_TRUE(has_line(text, name + R"(_bucket{route="/",le="0.0001"} 1)")) << text;
    EXPECT_TRUE(has_line(text, name + R"(_bucket{route="/",le="0.00025"} 2)"));
    EXPECT_TRUE(has_line(text, name + R"(_bucket{route="/",le="10"} 2)"));
    EXPECT_TRUE(has_line(text, name + R"(_bucket{route="/",le="+Inf"} 3)"));
    EXPECT_TRUE(has_line(text, name + R"(_sum{route="/"} 11.000201)"));
    EXPECT_TRUE(has_line(text, name + R"(_count{route="/"} 3)"));
}

TEST(RequestMetrics, LosesNothingWhenThreadsCountAtOnce) {
    RequestMetrics metrics({"/"});
    const Request request;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 20; ++i) {
            threads.emplace_back([&] {
                for (int j = 0; j < 500; ++j) metrics.count(answered(request, "/", 200, {}));
            });
        }
    }
    EXPECT_TRUE(has_line(written(metrics), R"(xinglin_http_requests_total{route="/",status="200"} 10000)"));
}

TEST(ProcessMetrics, TellsOfThisProcess) {
    MetricsText out;
    write_process_metrics(out);
    const std::string text = std::move(out).text();
    for (const char* name : {"process_resident_memory_bytes", "process_open_fds", "process_cpu_seconds_total"}) {
        EXPECT_NE(text.find(std::string("\n") + name + " "), std::string::npos) << name;
    }
    EXPECT_EQ(text.find("\nprocess_resident_memory_bytes 0\n"), std::string::npos);
}

}  // namespace
}  // namespace xinglin
