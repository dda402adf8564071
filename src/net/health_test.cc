#include "net/health.h"

#include <gtest/gtest.h>

namespace xinglin {
namespace {

class HealthTest : public testing::Test {
  protected:
    HealthTest() {
        monitoring_->health = health_;
        monitoring_->requests = std::make_shared<const RequestMetrics>(std::vector<std::string>{"/"});
        monitoring_->metrics_for = loopback_ranges();
        monitoring_->write_more = [](MetricsText& out) {
            out.family("more", MetricsText::Type::Gauge, "More.");
            out.sample({}, 7);
        };
        add_monitoring(router_, monitoring_);
    }

    Response get(std::string path, std::string client = "127.0.0.1") {
        Request request;
        request.path = std::move(path);
        request.client = std::move(client);
        return router_.dispatch(request);
    }

    std::optional<Refusal> filtered(std::string path) {
        Request request;
        request.path = std::move(path);
        Exchange exchange{request, "127.0.0.1", 1, true};
        return starting_filter(health_)(exchange);
    }

    std::shared_ptr<Health> health_ = std::make_shared<Health>();
    std::shared_ptr<Monitoring> monitoring_ = std::make_shared<Monitoring>();
    Router router_;
};

TEST_F(HealthTest, IsLiveAndNotReadyWhileItStarts) {
    EXPECT_EQ(get("/healthz").status, 503);
    EXPECT_EQ(get("/healthz").body, "{\"live\":true,\"ready\":false,\"state\":\"starting\"}\n");
    EXPECT_EQ(get("/healthz/live").status, 200);
    ASSERT_TRUE(filtered("/articles"));
    EXPECT_EQ(filtered("/articles")->status, 503);
    EXPECT_FALSE(filtered("/healthz"));
    EXPECT_FALSE(filtered("/healthz/live"));
    EXPECT_FALSE(filtered("/metrics"));
}

TEST_F(HealthTest, IsReadyWithItsRevision) {
    health_->published(42);
    const Response response = get("/healthz");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, "{\"live\":true,\"ready\":true,\"state\":\"ready\",\"revision\":42}\n");
    EXPECT_FALSE(filtered("/articles"));
}

TEST_F(HealthTest, IsNotReadyWhileTheStoreCannotBeReadAndServesOn) {
    health_->published(42);
    health_->store_failed();
    EXPECT_EQ(get("/healthz").status, 503);
    EXPECT_NE(get("/healthz").body.find("\"store_failing\",\"revision\":42"), std::string::npos);
    EXPECT_FALSE(filtered("/articles")) << "what was published is still served";
    health_->store_answered();
    EXPECT_EQ(get("/healthz").status, 200);
}

TEST_F(HealthTest, ShowsMetricsToThoseTheyAreFor) {
    health_->published(42);
    health_->store_failed();
    const Response response = get("/metrics");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.type, "text/plain; version=0.0.4; charset=utf-8");
    for (const char* line :
         {"xinglin_snapshot_revision 42", "xinglin_store_errors_total 1", "xinglin_ready 0", "more 7"}) {
        EXPECT_NE(response.body.find("\n" + std::string(line) + "\n"), std::string::npos) << line << response.body;
    }
    EXPECT_EQ(get("/metrics", "192.0.2.1").status, 403);
    EXPECT_EQ(get("/metrics", "").status, 403);
}

}  // namespace
}  // namespace xinglin
