#include "net/health.h"

#include <string>
#include <utility>

namespace xinglin {
namespace {

constexpr std::string_view kHealthPath = "/healthz";
constexpr std::string_view kLivePath = "/healthz/live";
constexpr std::string_view kMetricsPath = "/metrics";
constexpr unsigned kRetryAfterSeconds = 1;

double seconds_since_epoch(Health::Clock::rep moment) {
    return std::chrono::duration<double>(Health::Clock::duration(moment)).count();
}

std::string_view word_of(Health::State state) {
    switch (state) {
        case Health::State::Starting:
            return "starting";
        case Health::State::Ready:
            return "ready";
        case Health::State::StoreFailing:
            return "store_failing";
    }
    return "";
}

Response for_watchers(int status, std::string type, std::string body) {
    Response response;
    response.status = status;
    response.headers = {{"Cache-Control", "no-store"}};
    response.type = std::move(type);
    response.body = std::move(body);
    return response;
}

Response health_answer(const Health& health) {
    const Health::State state = health.state();
    const bool is_ready = state == Health::State::Ready;
    std::string body = R"({"live":true,"ready":)" + std::string(is_ready ? "true" : "false") + R"(,"state":")" +
                       std::string(word_of(state)) + '"';
    if (health.revision() >= 0) body += R"(,"revision":)" + std::to_string(health.revision());
    Response response = for_watchers(is_ready ? 200 : 503, "application/json; charset=utf-8", body + "}\n");
    if (!is_ready) response.headers.emplace_back("Retry-After", std::to_string(kRetryAfterSeconds));
    return response;
}

Response metrics_answer(const Router& router, const Monitoring& monitoring, const Request& request) {
    if (!contains(monitoring.metrics_for, request.client)) return router.error(request, 403);
    MetricsText text;
    monitoring.requests->write(text);
    monitoring.health->write(text);
    if (monitoring.write_more) monitoring.write_more(text);
    write_process_metrics(text);
    return for_watchers(200, "text/plain; version=0.0.4; charset=utf-8", std::move(text).text());
}

}  // namespace

void Health::published(std::int64_t revision) {
    published_at_ = Clock::now().time_since_epoch().count();
    revision_ = revision;
    ++publications_;
    store_answered();
}

void Health::store_answered() {
    store_answered_at_ = Clock::now().time_since_epoch().count();
    is_store_failing_ = false;
}

void Health::store_failed() {
    ++store_errors_;
    is_store_failing_ = true;
}

Health::State Health::state() const {
    if (revision_ < 0) return State::Starting;
    return is_store_failing_ ? State::StoreFailing : State::Ready;
}

void Health::write(MetricsText& out) const {
    using Type = MetricsText::Type;
    out.family("xinglin_ready", Type::Gauge, "1 when /healthz answers 200.");
    out.sample({}, state() == State::Ready ? 1 : 0);
    out.family("xinglin_snapshot_revision", Type::Gauge, "Revision of the store that pages are made of.");
    out.sample({}, static_cast<double>(revision_));
    const Clock::rep now = Clock::now().time_since_epoch().count();
    out.family("xinglin_snapshot_age_seconds", Type::Gauge, "Time since that revision was published here.");
    out.sample({}, revision_ < 0 ? 0 : seconds_since_epoch(now - published_at_));
    out.family("xinglin_snapshots_published_total", Type::Counter, "States that were published.");
    out.sample({}, static_cast<double>(publications_));
    out.family("xinglin_store_errors_total", Type::Counter, "Times that the store could not be read.");
    out.sample({}, static_cast<double>(store_errors_));
    out.family("xinglin_store_last_answer_timestamp_seconds", Type::Gauge, "When the store was last read.");
    out.sample({}, seconds_since_epoch(store_answered_at_));
    out.family("process_start_time_seconds", Type::Gauge, "When serving began.");
    out.sample({}, seconds_since_epoch(started_.time_since_epoch().count()));
}

Filter starting_filter(std::shared_ptr<const Health> health) {
    return [health = std::move(health)](Exchange& exchange) -> std::optional<Refusal> {
        if (health->state() != Health::State::Starting) return std::nullopt;
        const std::string& path = exchange.request.path;
        if (path == kHealthPath || path == kLivePath || path == kMetricsPath) return std::nullopt;
        return Refusal{503, kRetryAfterSeconds};
    };
}

void add_monitoring(Router& router, const std::shared_ptr<const Monitoring>& monitoring) {
    router.add(Method::Get, std::string(kHealthPath),
               [=](const Request&, const RouteValues&) { return health_answer(*monitoring->health); });
    router.add(Method::Get, std::string(kLivePath), [](const Request&, const RouteValues&) {
        return for_watchers(200, "application/json; charset=utf-8", "{\"live\":true}\n");
    });
    router.add(Method::Get, std::string(kMetricsPath),
               [&router, monitoring](const Request& request, const RouteValues&) {
                   return metrics_answer(router, *monitoring, request);
               });
}

}  // namespace xinglin
