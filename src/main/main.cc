#include <pthread.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <ctime>
#include <exception>
#include <filesystem>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include "api/api.h"
#include "app/workspace.h"
#include "base/date.h"
#include "base/log.h"
#include "cli/cli.h"
#include "net/server.h"
#include "web/site.h"

// The only reader of arguments and environment; builds the objects, starts the threads, and is where failures of the
// world end.

namespace xinglin {
namespace {

constexpr std::chrono::milliseconds kRefreshInterval{100};

/// Signals that end the server, blocked in every thread so that only wait_for_signal() sees them.
sigset_t block_ending_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return signals;
}

/// Takes up the site's file when it was written anew; what is wrong with it is logged once.
void follow_site(Workspace& workspace, SiteFile& site) {
    const auto done = workspace.refresh_site(site);
    if (!done) log(LogLevel::Error, done.error().where + ": " + done.error().message + " The site stays as it was.");
}

/// Publishes what other processes write to the store, and the site's file, until asked to stop. A failing store is
/// logged and tried again.
void follow_changes(const std::stop_token& stop, Workspace& workspace, SiteFile& site) {
    bool failing = false;
    while (!stop.stop_requested()) {
        follow_site(workspace, site);
        try {
            if (workspace.refresh(Workspace::Prepare::Search))
                log(LogLevel::Info, "published revision " + std::to_string(workspace.portal().revision()));
            failing = false;
        } catch (const std::exception& error) {
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

int serve(const ServeSettings& settings, const Streams& streams) {
    if (settings.verbose) set_log_level(LogLevel::Debug);
    const sigset_t signals = block_ending_signals();
    auto workspace = Workspace::open(settings.location, Workspace::Missing::Refuse, settings.reading);
    if (!workspace) {
        streams.err << "xinglin: " << workspace.error().message << '\n';
        return 1;
    }
    if (!settings.site_file.empty() && !std::filesystem::exists(settings.site_file)) {
        streams.err << "xinglin: there is no such file: " << settings.site_file << '\n';
        return 1;
    }
    SiteFile site(site_file_of(settings));
    if (const auto done = (*workspace)->refresh_site(site); !done) {
        streams.err << "xinglin: " << done.error().where << ": " << done.error().message << '\n';
        return 1;
    }
    (*workspace)->refresh(Workspace::Prepare::Search);

    Router router;
    add_pages(router, (*workspace)->readers());
    add_api(router, (*workspace)->readers());
    ServerOptions options;
    options.address = settings.address;
    options.port = settings.port;
    options.threads = settings.threads;
    auto server = Server::listen(options, router);
    if (!server) {
        streams.err << "xinglin: " << server.error().message << " (" << server.error().where << ")\n";
        return 1;
    }
    streams.out << "Xinglin is listening on http://" << settings.address << ':' << (*server)->port()
                << "/ (Ctrl-C ends it)" << std::endl;

    const std::jthread follower([&](const std::stop_token& stop) { follow_changes(stop, **workspace, site); });
    std::jthread ender([&] {
        int signal = 0;
        sigwait(&signals, &signal);
        (*server)->stop();
    });
    (*server)->run();
    pthread_kill(ender.native_handle(), SIGTERM);  // run() may have ended without a signal
    return 0;
}

}  // namespace
}  // namespace xinglin

int main(int argc, char** argv) {
    std::ios::sync_with_stdio(false);
    const xinglin::Streams streams{std::cin, std::cout, std::cerr, xinglin::today(), isatty(STDERR_FILENO) == 1};
    try {
        return xinglin::run_cli(std::vector<std::string>(argv + 1, argv + argc), streams, xinglin::serve);
    } catch (const std::exception& error) {
        std::cerr << "xinglin: " << error.what() << '\n';
        return 3;
    }
}
