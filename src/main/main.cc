#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <filesystem>
#include <functional>
#include <future>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "api/api.h"
#include "app/reports.h"
#include "app/workspace.h"
#include "base/date.h"
#include "base/guarded.h"
#include "base/log.h"
#include "cli/cli.h"
#include "net/access_log.h"
#include "net/address_range.h"
#include "net/health.h"
#include "net/metrics.h"
#include "net/rate_limit.h"
#include "net/server.h"
#include "web/site.h"

// The only reader of arguments and environment; builds the objects, starts the threads, and is where failures of the
// world end.

namespace xinglin {
namespace {

constexpr std::chrono::milliseconds kRefreshInterval{100};

// The read model is saved when nothing has changed for so many intervals: not once for each of many edits.
constexpr int kQuietIntervals = 300;

// After run() has ended, a store that stalls is waited for so long.
constexpr std::chrono::seconds kStallTime{2};
constexpr std::chrono::milliseconds kWatchInterval{100};

/// Blocked in every thread, so that only the one that waits for them sees them.
sigset_t block_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    for (const int each : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals, each);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return signals;
}

/// Ends the process without waiting for anything: the store is safe against that, as against a loss of power.
[[noreturn]] void end_now(std::string_view why) {
    log(LogLevel::Info, why);
    std::_Exit(0);
}

/// What a thread of its own does with signals from the first moment on. SIGTERM and SIGINT: while nothing is served yet
/// the process ends at once; later the server ends in order, and the process with it, whatever a handler or the store
/// waits for. A second one ends at once. SIGHUP: reload.
class Signals {
  public:
    Signals() : signals_(block_signals()), thread_([this] { watch(); }) {}
    ~Signals() {
        is_ended_ = true;
        pthread_kill(thread_.native_handle(), SIGTERM);
        thread_.join();
    }
    Signals(const Signals&) = delete;
    Signals& operator=(const Signals&) = delete;

    struct Actions {
        std::function<void()> stop;
        std::function<void()> reload;
        std::chrono::milliseconds stop_time;  ///< what stop needs at most
    };
    void set(Actions actions) {
        actions_.with([&](auto& current) { current = std::move(actions); });
    }
    /// Nothing but leaving is left to do.
    void expect_end() {
        actions_.with([](auto& current) { current->reload = [] {}; });
        end_by_.store((Clock::now() + kStallTime).time_since_epoch().count());
    }

  private:
    using Clock = std::chrono::steady_clock;

    void watch() {
        while (!is_ended_) {
            constexpr timespec kInterval{0, std::chrono::nanoseconds(kWatchInterval).count()};
            const bool is_timed = end_by_ != 0;
            const int signal =
                is_timed ? sigtimedwait(&signals_, nullptr, &kInterval) : sigwaitinfo(&signals_, nullptr);
            if (is_ended_) return;
            const auto actions = actions_.with([](const auto& current) { return current; });
            if (signal == SIGHUP && actions) actions->reload();
            if (signal == SIGTERM || signal == SIGINT) stop(actions);
            const auto end_by = end_by_.load();
            if (end_by != 0 && Clock::now().time_since_epoch().count() > end_by) {
                end_now("ended while something did not answer");
            }
        }
    }

    void stop(const std::optional<Actions>& actions) {
        if (!actions) end_now("ended before anything was served");
        if (end_by_ != 0) end_now("ended at once");
        end_by_.store((Clock::now() + actions->stop_time + kStallTime).time_since_epoch().count());
        actions->stop();
    }

    const sigset_t signals_;
    Guarded<std::optional<Actions>> actions_;
    std::atomic<Clock::rep> end_by_{0};
    std::atomic<bool> is_ended_{false};
    std::thread thread_;
};

Result<std::vector<AddressRange>> ranges_of(const std::vector<std::string>& written) {
    std::vector<AddressRange> ranges;
    for (const std::string& each : written) {
        auto range = AddressRange::parse(each);
        if (!range) return range.error();
        ranges.push_back(*range);
    }
    return ranges;
}

/// What is told about this process, and what counts for it.
struct Watch {
    std::shared_ptr<Health> health = std::make_shared<Health>();
    std::shared_ptr<RequestMetrics> requests;
};

/// What every request goes through, as the settings say. The limit of rate begins with full allowances.
Result<std::shared_ptr<const Chain>> chain_of(const ServeSettings& settings, const Watch& watch) {
    auto chain = std::make_shared<Chain>();
    chain->observers.push_back(metrics_observer(watch.requests));
    auto trusted = ranges_of(settings.trusted_proxies);
    if (!trusted) return trusted.error();
    auto unlimited = ranges_of(settings.unlimited);
    if (!unlimited) return unlimited.error();
    chain->filters.push_back(client_filter(*std::move(trusted), *std::move(unlimited)));
    chain->filters.push_back(starting_filter(watch.health));
    if (settings.rate_limit > 0) {
        const RateLimit::Options options{settings.rate_limit, settings.rate_burst};
        chain->filters.push_back(rate_filter(std::make_shared<RateLimit>(options)));
    }
    if (!settings.access_log.empty()) {
        auto log = AccessLog::open(settings.access_log);
        if (!log) return log.error();
        chain->observers.push_back(access_log_observer(*std::move(log)));
    }
    if (settings.verbose) {
        chain->observers.push_back([](const Answered& answered) {
            log(LogLevel::Debug, access_log_line(answered, std::chrono::system_clock::now()));
        });
    }
    return std::shared_ptr<const Chain>(std::move(chain));
}

/// The chain as the settings say now; the log file is opened anew, for whoever has moved it away.
void reload(const ServeSettings& settings, const Watch& watch, Server& server) {
    const auto again = settings.read_again();
    const auto chain = again ? chain_of(*again, watch) : Result<std::shared_ptr<const Chain>>(again.error());
    if (!chain) {
        log(LogLevel::Error, "not reloaded: " + chain.error().message + " (" + chain.error().where + ")");
        return;
    }
    set_log_level(again->verbose ? LogLevel::Debug : LogLevel::Info);
    server.use(*chain);
    log(LogLevel::Info, "reloaded");
}

/// Takes up the site's file when it was written anew; what is wrong with it is logged once.
void follow_site(Workspace& workspace, SiteFile& site) {
    const auto done = workspace.refresh_site(site);
    if (!done) log(LogLevel::Error, done.error().where + ": " + done.error().message + " The site stays as it was.");
}

void save_model(Workspace& workspace) {
    const auto done = workspace.save_model();
    if (!done)
        log(LogLevel::Info, "the read model is not saved: " + done.error().message + " (" + done.error().where + ")");
}

/// Publishes what other processes write to the store, and the site's file, until asked to stop. A failing store is
/// logged and tried again.
void follow_changes(const std::stop_token& stop, Workspace& workspace, SiteFile& site, Health& health) {
    bool failing = false;
    int quiet = kQuietIntervals;
    while (!stop.stop_requested()) {
        follow_site(workspace, site);
        try {
            if (workspace.reopen_if_exchanged())
                log(LogLevel::Warning, "another database is in the place of the one that was served: it is read anew");
            if (workspace.refresh(Workspace::Prepare::Search)) {
                log(LogLevel::Info, "published revision " + std::to_string(workspace.portal().revision()));
                health.published(workspace.portal().revision());
                quiet = 0;
            } else if (quiet < kQuietIntervals && ++quiet == kQuietIntervals) {
                save_model(workspace);
            }
            health.store_answered();
            failing = false;
        } catch (const std::exception& error) {
            health.store_failed();
            if (!failing)
                log(LogLevel::Error, std::string("what the store holds now cannot be published: ") + error.what());
            failing = true;
        }
        std::this_thread::sleep_for(kRefreshInterval);
    }
}

/// The day where the machine stands.
Date today() {
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm local{};
    localtime_r(&now, &local);
    std::array<char, 16> text{};
    const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%d", &local);
    const auto date = Date::parse({text.data(), length});
    return date ? *date : Date();
}

std::filesystem::path site_file_of(const ServeSettings& settings) {
    if (!settings.site_file.empty()) return settings.site_file;
    const bool is_address = settings.location.find("://") != std::string::npos;
    return std::filesystem::path(is_address ? "." : settings.location) / "site.toml";
}

/// Reports stand beside the content; with a database for content there is no place for them.
Reporting reporting_of(const ServeSettings& settings) {
    if (settings.location.find("://") != std::string::npos) return {nullptr, today};
    return {std::make_shared<ReportBox>(std::filesystem::path(settings.location) / kReportsFile), today};
}

int told(const Error& error, const Streams& streams) {
    streams.err << "xinglin: " << error.message;
    if (!error.where.empty()) streams.err << " (" << error.where << ')';
    streams.err << '\n';
    return 1;
}

/// The listening socket that systemd hands over (sd_listen_fds(3)), -1 when it does not.
int inherited_socket() {
    constexpr int kFirst = 3;
    const char* process = std::getenv("LISTEN_PID");
    const char* count = std::getenv("LISTEN_FDS");
    if (process == nullptr || count == nullptr) return -1;
    return std::to_string(::getpid()) == process && std::string_view(count) == "1" ? kFirst : -1;
}

ServerOptions server_options(const ServeSettings& settings) {
    ServerOptions options;
    options.inherited_socket = inherited_socket();
    options.address = settings.address;
    options.port = settings.port;
    options.threads = settings.threads;
    options.bulk_threads = std::max(settings.threads / 2, 1u);
    options.work_timeout = std::chrono::seconds(settings.work_seconds);
    return options;
}

/// How busy the server is, for the metrics.
void write_load(const ServerLoad& load, MetricsText& out) {
    using Type = MetricsText::Type;
    out.family("xinglin_connections", Type::Gauge, "Open connections.");
    out.sample({}, static_cast<double>(load.connections));
    out.family("xinglin_held_bytes", Type::Gauge, "Unfinished bodies, and answers that clients do not take.");
    out.sample({}, static_cast<double>(load.held_bytes));
    out.family("xinglin_queue_waiting", Type::Gauge, "Requests that wait for a thread.");
    out.sample({{"queue", "quick"}}, static_cast<double>(load.quick_waiting));
    out.sample({{"queue", "bulk"}}, static_cast<double>(load.bulk_waiting));
    out.family("xinglin_build_info", Type::Gauge, "The program.");
    out.sample({{"version", kVersion}}, 1);
}

std::vector<std::string> patterns_of(const Router& router) {
    std::vector<std::string> patterns;
    for (const std::string& line : router.table()) patterns.push_back(line.substr(line.find(' ') + 1));
    return patterns;
}

/// Reads everything for the first time, says that it is served, and follows what changes. False when it cannot be read.
bool publish_and_follow(const std::stop_token& stop, Workspace& workspace, SiteFile& site, Health& health,
                        const std::function<void()>& announce) {
    try {
        workspace.refresh(Workspace::Prepare::Search);
        health.published(workspace.portal().revision());
        announce();
    } catch (const std::exception& error) {
        log(LogLevel::Error, std::string("the store cannot be read: ") + error.what());
        return false;
    }
    follow_changes(stop, workspace, site, health);
    return true;
}

Result<std::unique_ptr<Workspace>> open_workspace(const ServeSettings& settings, SiteFile& site) {
    auto workspace = Workspace::open(settings.location, Workspace::Missing::Refuse, settings.reading);
    if (!workspace) return workspace;
    if (!settings.site_file.empty() && !std::filesystem::exists(settings.site_file)) {
        return Error{ErrorCode::NotFound, "There is no such file.", settings.site_file};
    }
    if (auto done = (*workspace)->refresh_site(site); !done) return done.error();
    return workspace;
}

int serve(const ServeSettings& settings, const Streams& streams) {
    if (settings.verbose) set_log_level(LogLevel::Debug);
    Signals signals;
    SiteFile site(site_file_of(settings));
    const auto workspace = open_workspace(settings, site);
    if (!workspace) return told(workspace.error(), streams);

    Router router;
    Watch watch;
    const auto monitoring = std::make_shared<Monitoring>();
    add_pages(router, (*workspace)->readers(), reporting_of(settings));
    add_api(router, (*workspace)->readers());
    add_monitoring(router, monitoring);
    watch.requests = std::make_shared<RequestMetrics>(patterns_of(router));
    const auto chain = chain_of(settings, watch);
    if (!chain) return told(chain.error(), streams);
    auto metrics_for = ranges_of(settings.metrics_for);
    if (!metrics_for) return told(metrics_for.error(), streams);
    if (settings.only_check) {
        streams.out << "A server would start with this configuration.\n";
        return 0;
    }
    const ServerOptions options = server_options(settings);
    const auto listening = Server::listen(options, router);
    if (!listening) return told(listening.error(), streams);
    Server& server = **listening;
    *monitoring = {watch.health, watch.requests, *std::move(metrics_for),
                   [&server](MetricsText& out) { write_load(server.load(), out); }};
    server.use(*chain);
    const auto end = [&] {
        if (watch.health->state() == Health::State::Starting) end_now("ended before anything was served");
        server.stop();
    };
    signals.set({end, [&] { reload(settings, watch, server); }, options.shutdown_timeout});

    std::atomic<bool> is_readable{true};
    std::promise<void> first_read;
    const auto announce = [&] {
        first_read.set_value();
        streams.out << "Xinglin is listening on http://" << settings.address << ':' << server.port()
                    << "/ (Ctrl-C ends it)" << std::endl;
    };
    const std::jthread follower([&](const std::stop_token& stop) {
        is_readable = publish_and_follow(stop, **workspace, site, *watch.health, announce);
        if (is_readable) return;
        server.stop();
        if (watch.health->state() == Health::State::Starting) first_read.set_value();
    });
    // Who comes to an inherited socket waits in its queue; to others /healthz says that it is not ready yet.
    if (options.inherited_socket >= 0) first_read.get_future().wait();
    server.run();
    signals.expect_end();
    return is_readable ? 0 : 3;
}

}  // namespace
}  // namespace xinglin

namespace {

/// Takes the password of an address out of the list of processes, where every user of the machine reads it.
void hide_password(char* argument) {
    const std::string_view text(argument);
    const auto scheme = text.find("://");
    const auto at = text.find('@');
    if (text.find("postgres") == text.npos || scheme == text.npos || at == text.npos) return;
    const auto colon = text.find(':', scheme + 3);
    if (colon < at) std::fill(argument + colon + 1, argument + at, '*');
}

}  // namespace

int main(int argc, char** argv) {
    std::ios::sync_with_stdio(false);
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    std::for_each(argv + 1, argv + argc, hide_password);
    const xinglin::Streams streams{std::cin, std::cout, std::cerr, xinglin::today(), isatty(STDERR_FILENO) == 1};
    try {
        return xinglin::run_cli(arguments, streams, xinglin::serve);
    } catch (const std::exception& error) {
        std::cerr << "xinglin: " << error.what() << '\n';
        return 3;
    }
}
