// How fast a large collection of plain records gets into an SQLite store: staged part by part and published, against
// replace_origin() of the whole collection in memory, which is the baseline. Three imports each: into an empty store,
// the same again, and again with every tenth record changed. Only the calls of the store are timed, with their fsyncs.
//
// Data: RECORDS generated hospitals (fixed seed) of about 330 bytes of JSON, with ids made of random hexadecimal digits
// as an import makes them, so that they arrive in another order than the keys'. Ids in key order would flatter the
// figures, as would a database in memory: the folder is on the disk that TMPDIR names.
//
//   import_bench [RECORDS=200000] [ROWS_A_PART=2000] [ROUNDS=3]

#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "base/check.h"
#include "base/strings.h"
#include "store/store.h"

namespace xinglin {
namespace {

struct Options {
    std::size_t records = 200'000;
    std::size_t rows_a_part = 2000;
    std::size_t rounds = 3;
};

Origin hospitals_origin() {
    Origin origin;
    origin.name = "hospitals";
    origin.title = "Generated hospitals";
    origin.licence = "none";
    origin.language = "zh-CN";
    origin.trust = Trust::Imported;
    origin.source = "source/hospitals";
    return origin;
}

/// The record at `place`; `edition` changes every tenth.
Record hospital(std::size_t place, int edition) {
    const std::string number = std::to_string(place);
    Record record;
    record.head.id = "hospital/" + hex16(fnv1a("hospital " + number)).substr(0, 12) + "-" + number;
    record.head.origin = "hospitals";
    record.head.trust = Trust::Imported;
    record.head.sources = {"source/hospitals"};
    std::mt19937 random(static_cast<std::uint32_t>(place));
    Hospital body;
    body.name = "示范第" + number + "人民医院";
    body.level = random() % 3 == 0 ? "三级甲等" : "二级甲等";
    body.province = "云溪省";
    body.city = "示范" + std::to_string(random() % 300) + "市";
    body.address = body.city + "中心区解放路" + std::to_string(random() % 2000) + "号";
    body.departments = {"神经内科", "神经外科", "急诊科", "康复医学科"};
    if (place % 10 == 0 && edition > 0) body.level = "三级乙等";
    record.body = std::move(body);
    return record;
}

struct Times {
    double wall_seconds = 0;
    double cpu_seconds = 0;
};

double cpu_seconds() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

template <typename Function>
auto timed(Times& times, Function function) {
    const auto wall = std::chrono::steady_clock::now();
    const double cpu = cpu_seconds();
    auto result = function();
    times.cpu_seconds += cpu_seconds() - cpu;
    times.wall_seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - wall).count();
    return result;
}

struct Outcome {
    Times times;
    Times publishing;  ///< the part of it that is one transaction
    WriteReport report;
};

Outcome import_staged(Store& store, const Options& options, int edition) {
    Outcome outcome;
    const Origin origin = hospitals_origin();
    CHECK(timed(outcome.times, [&] { return store.begin_staging(origin, std::to_string(edition)); }));
    for (std::size_t begin = 0; begin < options.records; begin += options.rows_a_part) {
        StagedPart part;
        part.rows = std::min(options.records, begin + options.rows_a_part);
        for (std::size_t place = begin; place < part.rows; ++place) part.records.push_back(hospital(place, edition));
        CHECK(timed(outcome.times, [&] { return store.stage(origin.name, part); }));
    }
    const auto report = timed(outcome.publishing, [&] { return store.publish_staged(origin.name); });
    CHECK(report);
    outcome.report = *report;
    outcome.times.wall_seconds += outcome.publishing.wall_seconds;
    outcome.times.cpu_seconds += outcome.publishing.cpu_seconds;
    return outcome;
}

Outcome import_whole(Store& store, const Options& options, int edition) {
    Collection collection;
    collection.origin = hospitals_origin();
    for (std::size_t place = 0; place < options.records; ++place) {
        collection.records.push_back(hospital(place, edition));
    }
    Outcome outcome;
    const auto report = timed(outcome.times, [&] { return store.replace_origin(collection); });
    CHECK(report);
    outcome.report = *report;
    return outcome;
}

using Import = std::function<Outcome(Store&, const Options&, int)>;

/// New, equal, changed, each into the same fresh database.
std::vector<Outcome> one_round(const Import& import, const Options& options) {
    const auto folder = std::filesystem::temp_directory_path() / ("import_bench." + std::to_string(::getpid()));
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    std::vector<Outcome> outcomes;
    {
        const auto store = open_store((folder / "xinglin.db").string());
        for (const int edition : {0, 0, 1}) outcomes.push_back(import(*store, options, edition));
    }
    std::filesystem::remove_all(folder);
    return outcomes;
}

double megabytes_at_most() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

void print(const char* name, std::size_t which, const Options& options,
           const std::vector<std::vector<Outcome>>& rounds) {
    std::vector<double> wall;
    std::vector<double> cpu;
    std::vector<double> publishing;
    for (const auto& round : rounds) {
        wall.push_back(round[which].times.wall_seconds);
        cpu.push_back(round[which].times.cpu_seconds);
        publishing.push_back(round[which].publishing.wall_seconds);
    }
    const WriteReport& report = rounds.front()[which].report;
    const auto count = static_cast<double>(options.records);
    std::printf("  %-16s %8.0f records/s  (%.2f s, publishing %.2f s; CPU %.2f s)  +%zu ~%zu -%zu =%zu\n", name,
                count / median(wall), median(wall), median(publishing), median(cpu), report.added, report.changed,
                report.deleted, report.unchanged);
}

void run(const Options& options) {
    (void)one_round(import_staged, options);
    const double staged_megabytes = megabytes_at_most();
    (void)one_round(import_whole, options);
    const double whole_megabytes = megabytes_at_most();
    std::vector<std::vector<Outcome>> staged;
    std::vector<std::vector<Outcome>> whole;
    for (std::size_t round = 0; round < options.rounds; ++round) {
        staged.push_back(one_round(import_staged, options));
        whole.push_back(one_round(import_whole, options));
    }
    std::printf("%zu records, parts of %zu rows, median of %zu rounds after one dropped\n", options.records,
                options.rows_a_part, options.rounds);
    constexpr const char* kNames[] = {"new", "the same again", "a tenth changed"};
    std::printf("staged and published, at most %.0f MB of memory:\n", staged_megabytes);
    for (std::size_t i = 0; i < 3; ++i) print(kNames[i], i, options, staged);
    std::printf("replace_origin (baseline), at most %.0f MB of memory:\n", whole_megabytes);
    for (std::size_t i = 0; i < 3; ++i) print(kNames[i], i, options, whole);
}

}  // namespace
}  // namespace xinglin

int main(int argc, char** argv) {
    xinglin::Options options;
    if (argc > 1) options.records = std::strtoul(argv[1], nullptr, 10);
    if (argc > 2) options.rows_a_part = std::strtoul(argv[2], nullptr, 10);
    if (argc > 3) options.rounds = std::strtoul(argv[3], nullptr, 10);
    if (options.records == 0 || options.rows_a_part == 0 || options.rounds == 0) {
        std::fprintf(stderr, "import_bench [RECORDS] [ROWS_A_PART] [ROUNDS], each at least 1\n");
        return 2;
    }
    xinglin::run(options);
    return 0;
}
