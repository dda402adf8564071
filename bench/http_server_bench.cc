// Serves one fixed 20 KB page from a Content, for bench/http_server.py, which compares it with nginx. Usage:
// http_server_bench FOLDER: writes the page and its forms into FOLDER as page.html, page.html.gz and page.html.br,
// prints the port, and serves on one thread until it gets SIGTERM.

#include <array>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>

#include "base/files.h"
#include "net/server.h"

namespace {

constexpr std::size_t kPageBytes = 20'480;

/// Paragraphs that compress about as well as those of a real page: to a quarter.
std::string fixed_page() {
    constexpr std::array<const char*, 8> kWords{
        "面肌痉挛", "神经内科", "<strong>卡马西平</strong>", "磁共振成像", "血管减压术", "眼睑", "患者", "检查"};
    std::string page = "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>page</title>";
    unsigned state = 2026;
    while (page.size() < kPageBytes) {
        state = state * 1'103'515'245 + 12'345;
        page += (state >> 16) % 16 == 0 ? "</p>\n<p>" : kWords[(state >> 16) % kWords.size()];
        page += std::to_string((state >> 20) % 97);
    }
    page.resize(kPageBytes, ' ');
    return page;
}

int serve(const std::filesystem::path& folder, const sigset_t& signals) {
    const auto content = xinglin::make_content("text/html; charset=utf-8", fixed_page(), xinglin::Packing::Smallest);
    xinglin::Router router;
    router.add(xinglin::Method::Get, "/page.html", [&](const xinglin::Request&, const xinglin::RouteValues&) {
        xinglin::Response response;
        response.content = content;
        return response;
    });
    const bool written = xinglin::write_file(folder / "page.html", content->identity) &&
                         xinglin::write_file(folder / "page.html.gz", content->gzip) &&
                         xinglin::write_file(folder / "page.html.br", content->brotli);
    const auto listening = xinglin::Server::listen({.port = 0, .threads = 1}, router);
    if (!written || !listening) return 1;
    const auto& server = *listening;
    const std::jthread stopper([&] {
        int signal = 0;
        sigwait(&signals, &signal);
        server->stop();
    });
    std::printf("%u\n", static_cast<unsigned>(server->port()));
    std::fflush(stdout);
    server->run();
    return 0;
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) {
        std::fprintf(stderr, "usage: http_server_bench FOLDER\n");
        return 2;
    }
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return serve(arguments[1], signals);
}
