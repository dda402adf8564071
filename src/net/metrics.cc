#include "net/metrics.h"

#include <dirent.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <utility>

namespace xinglin {
namespace {

constexpr std::string_view kNoRoute = "none";

std::string number_text(double value) {
    std::array<char, 340> digits{};  // the longest number without an exponent
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::fixed).ptr;
    return {digits.data(), end};
}

std::string_view name_of(MetricsText::Type type) {
    switch (type) {
        case MetricsText::Type::Counter:
            return "counter";
        case MetricsText::Type::Gauge:
            return "gauge";
        case MetricsText::Type::Histogram:
            return "histogram";
    }
    return "untyped";
}

std::string escaped_label(std::string_view value) {
    std::string out;
    for (const char c : value) {
        if (c == '\n') {
            out += "\\n";
            continue;
        }
        if (c == '\\' || c == '"') out += '\\';
        out += c;
    }
    return out;
}

std::size_t shard_of_this_thread() {
    static std::atomic<std::size_t> threads{0};
    thread_local const std::size_t shard = threads.fetch_add(1, std::memory_order_relaxed);
    return shard;
}

void add(std::atomic<std::uint64_t>& counter, std::uint64_t amount) {
    counter.fetch_add(amount, std::memory_order_relaxed);
}

std::uint64_t value_of(const std::atomic<std::uint64_t>& counter) {
    return counter.load(std::memory_order_relaxed);
}

/// The resident memory in bytes, 0 when it is not told.
double resident_bytes() {
    std::ifstream file("/proc/self/statm");
    double pages = 0;
    double resident = 0;
    if (!(file >> pages >> resident)) return 0;
    return resident * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

double open_files() {
    DIR* folder = ::opendir("/proc/self/fd");
    if (folder == nullptr) return 0;
    double count = -3;  // ".", ".." and the folder's own
    while (::readdir(folder) != nullptr) ++count;
    ::closedir(folder);
    return std::max(count, 0.0);
}

double seconds_of(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

}  // namespace

void MetricsText::family(std::string_view name, Type type, std::string_view help) {
    name_ = name;
    text_.append("# HELP ").append(name).append(" ").append(help).append("\n");
    text_.append("# TYPE ").append(name).append(" ").append(name_of(type)).append("\n");
}

void MetricsText::sample(std::string_view suffix, const std::vector<Label>& labels, double value) {
    text_.append(name_).append(suffix);
    for (std::size_t i = 0; i < labels.size(); ++i) {
        text_.append(i == 0 ? "{" : ",").append(labels[i].name).append("=\"");
        text_.append(escaped_label(labels[i].value)).append("\"");
    }
    if (!labels.empty()) text_ += '}';
    text_.append(" ").append(std::isinf(value) ? "+Inf" : number_text(value)).append("\n");
}

struct RequestMetrics::Totals {
    std::array<std::uint64_t, kStatuses.size()> by_status{};
    std::array<std::uint64_t, kBounds.size() + 1> by_time{};
    std::uint64_t microseconds = 0;
    std::uint64_t bytes = 0;
    std::uint64_t answers = 0;
};

RequestMetrics::RequestMetrics(const std::vector<std::string>& routes) : routes_(routes) {
    std::ranges::sort(routes_);
    routes_.erase(std::unique(routes_.begin(), routes_.end()), routes_.end());
    routes_.emplace_back(kNoRoute);
    for (std::size_t i = 0; i < routes_.size(); ++i) numbers_.emplace(routes_[i], i);
    counters_ = std::make_unique<RouteCounters[]>(kShards * routes_.size());
}

void RequestMetrics::count(const Answered& answered) {
    const auto known = numbers_.find(answered.route);
    const std::size_t route = known == numbers_.end() ? routes_.size() - 1 : known->second;
    RouteCounters& here = counters(shard_of_this_thread() % kShards, route);
    // The last status stands for all others.
    const auto status = std::find(kStatuses.begin(), kStatuses.end() - 1, answered.status);
    add(here.by_status[static_cast<std::size_t>(status - kStatuses.begin())], 1);
    const auto microseconds = static_cast<std::uint64_t>(std::max<std::int64_t>(answered.taken.count(), 0));
    const auto bound = std::lower_bound(kBounds.begin(), kBounds.end(), static_cast<double>(microseconds) / 1e6);
    add(here.by_time[static_cast<std::size_t>(bound - kBounds.begin())], 1);
    add(here.microseconds, microseconds);
    add(here.bytes, answered.bytes);
}

RequestMetrics::Totals RequestMetrics::totals_of(std::size_t route) const {
    Totals totals;
    for (std::size_t shard = 0; shard < kShards; ++shard) {
        const RouteCounters& part = counters(shard, route);
        for (std::size_t i = 0; i < totals.by_status.size(); ++i) totals.by_status[i] += value_of(part.by_status[i]);
        for (std::size_t i = 0; i < totals.by_time.size(); ++i) {
            const std::uint64_t answers = value_of(part.by_time[i]);
            totals.by_time[i] += answers;
            totals.answers += answers;
        }
        totals.microseconds += value_of(part.microseconds);
        totals.bytes += value_of(part.bytes);
    }
    return totals;
}

void RequestMetrics::write(MetricsText& out) const {
    std::vector<Totals> totals;
    for (std::size_t i = 0; i < routes_.size(); ++i) totals.push_back(totals_of(i));

    out.family("xinglin_http_requests_total", MetricsText::Type::Counter, "Answers by route and status.");
    for (std::size_t i = 0; i < routes_.size(); ++i) {
        for (std::size_t j = 0; j < kStatuses.size(); ++j) {
            if (totals[i].by_status[j] == 0) continue;
            const std::string status = kStatuses[j] == 0 ? "other" : std::to_string(kStatuses[j]);
            out.sample({{"route", routes_[i]}, {"status", status}}, static_cast<double>(totals[i].by_status[j]));
        }
    }
    out.family("xinglin_http_request_duration_seconds", MetricsText::Type::Histogram,
               "Time from the whole request to its answer's last byte handed to the kernel.");
    for (std::size_t i = 0; i < routes_.size(); ++i) {
        if (totals[i].answers == 0) continue;
        std::uint64_t below = 0;
        for (std::size_t j = 0; j <= kBounds.size(); ++j) {
            below += totals[i].by_time[j];
            const std::string bound = j < kBounds.size() ? number_text(kBounds[j]) : "+Inf";
            out.sample("_bucket", {{"route", routes_[i]}, {"le", bound}}, static_cast<double>(below));
        }
        out.sample("_sum", {{"route", routes_[i]}}, static_cast<double>(totals[i].microseconds) / 1e6);
        out.sample("_count", {{"route", routes_[i]}}, static_cast<double>(totals[i].answers));
    }
    out.family("xinglin_http_response_bytes_total", MetricsText::Type::Counter, "Bytes of bodies sent, by route.");
    for (std::size_t i = 0; i < routes_.size(); ++i) {
        if (totals[i].answers > 0) out.sample({{"route", routes_[i]}}, static_cast<double>(totals[i].bytes));
    }
}

Observer metrics_observer(std::shared_ptr<RequestMetrics> metrics) {
    return [metrics = std::move(metrics)](const Answered& answered) { metrics->count(answered); };
}

void write_process_metrics(MetricsText& out) {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    out.family("process_cpu_seconds_total", MetricsText::Type::Counter, "Processor time of user and system.");
    out.sample({}, seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime));
    out.family("process_resident_memory_bytes", MetricsText::Type::Gauge, "Resident memory.");
    out.sample({}, resident_bytes());
    out.family("process_open_fds", MetricsText::Type::Gauge, "Open file descriptors.");
    out.sample({}, open_files());
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    out.family("process_max_fds", MetricsText::Type::Gauge, "File descriptors that may be open.");
    out.sample({}, static_cast<double>(files.rlim_cur));
}

}  // namespace xinglin
