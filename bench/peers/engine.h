#pragma once

#include <time.h>
#include <chrono>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

// What the programs that bench/search_peers.py compares have in common. Each understands
//
//   PROGRAM build DOCUMENTS INDEX [VARIANT]     DOCUMENTS: lines of "title<TAB>body", known by their place from 0
//   PROGRAM search INDEX QUERIES HITS [VARIANT]
//
// The second says "ready" and then, for each line on standard input, asks all QUERIES once on one thread and writes to
// the file that the line names: "microseconds<TAB>CPU microseconds<TAB>documents, best first", a line a query; then it
// says "done". So engines stay warm and take turns.

namespace xinglin::peers {

/// Calls `use(document)` with the title and the body as one text, in the order of the file.
template <typename Use>
void for_each_document(const std::string& path, Use use) {
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        if (const auto tab = line.find('\t'); tab != std::string::npos) line[tab] = '\n';
        use(std::string_view(line));
    }
}

inline std::vector<std::string> lines_of(const std::string& path) {
    std::ifstream file(path);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    return lines;
}

inline double thread_microseconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

/// Answers passes until standard input ends. `search(query)` answers places of documents; `begin(file)` is told of each
/// pass before.
template <typename Search, typename Begin>
void answer_passes(const std::vector<std::string>& queries, Search search, Begin begin) {
    using Clock = std::chrono::steady_clock;
    std::cout << "ready" << std::endl;
    for (std::string path; std::getline(std::cin, path);) {
        std::FILE* out = std::fopen(path.c_str(), "w");
        if (out == nullptr) return;
        begin(path);
        for (const std::string& query : queries) {
            const double cpu = thread_microseconds();
            const auto start = Clock::now();
            const std::vector<std::uint64_t> found = search(query);
            const double wall = std::chrono::duration<double, std::micro>(Clock::now() - start).count();
            std::fprintf(out, "%.1f\t%.1f\t", wall, thread_microseconds() - cpu);
            for (const std::uint64_t document : found)
                std::fprintf(out, "%llu ", static_cast<unsigned long long>(document));
            std::fputc('\n', out);
        }
        std::fclose(out);
        std::cout << "done" << std::endl;
    }
}

template <typename Search>
void answer_passes(const std::vector<std::string>& queries, Search search) {
    answer_passes(queries, search, [](const std::string&) {});
}

struct Arguments {
    bool builds = false;
    std::string documents;  // or queries
    std::string index;
    std::size_t hits = 10;
    std::string variant;
};

/// Nothing sensible in `index` means that the arguments are wrong.
inline Arguments arguments_of(int argc, char** argv) {
    const std::vector<std::string> given(argv + 1, argv + argc);
    if (given.size() >= 3 && given[0] == "build")
        return {true, given[1], given[2], 0, given.size() > 3 ? given[3] : ""};
    if (given.size() >= 4 && given[0] == "search")
        return {false, given[2], given[1], std::stoul(given[3]), given.size() > 4 ? given[4] : ""};
    std::fprintf(stderr, "usage: %s build DOCUMENTS INDEX [VARIANT] | search INDEX QUERIES HITS [VARIANT]\n", argv[0]);
    return {};
}

}  // namespace xinglin::peers
