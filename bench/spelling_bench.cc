// How well and how fast Speller mends queries. Data: DATA is a folder that `xinglin import` filled; what it holds is
// what the speller learns from. TYPOS is a file of JSON lines {"typed", "meant"} (also .gz), half of them equal.
// Queries near what was imported flatter the figures; so does tuning on the pairs that are reported, which is why
// --tune reads the even lines and the report the odd ones.
//
//   spelling_bench DATA TYPOS [LIMIT=20000]
//   spelling_bench --tune TYPOS DATA...     searches the weights of SpellingJudgement, one set for all DATA
#include <time.h>
#include <zlib.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdio>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "catalog/snapshot.h"
#include "spelling/spelling.h"
#include "store/store.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

double thread_microseconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

struct Pair {
    std::string typed;
    std::string meant;
};

/// Every second line, from `first` on.
std::vector<Pair> read_pairs(const std::string& path, std::size_t first, std::size_t limit) {
    std::vector<Pair> pairs;
    gzFile file = gzopen(path.c_str(), "rb");
    CHECK(file != nullptr);
    std::string line(1U << 16U, '\0');
    for (std::size_t i = 0; i < limit && gzgets(file, line.data(), static_cast<int>(line.size())); ++i) {
        if (i % 2 != first) continue;
        const auto value = boost::json::parse(line.c_str());
        pairs.push_back({value.at("typed").as_string().c_str(), value.at("meant").as_string().c_str()});
    }
    gzclose(file);
    return pairs;
}

std::unique_ptr<const Speller> learn(const std::string& data) {
    const auto snapshot = build_snapshot(*open_store(data + "/xinglin.db"));
    const double start = thread_microseconds();
    auto speller = std::make_unique<const Speller>(*snapshot->corpus);
    std::printf("%s: learnt in %.2f s, %.1f MB\n", data.c_str(), (thread_microseconds() - start) / 1e6,
                static_cast<double>(speller->memory_bytes()) / 1e6);
    return speller;
}

void print_times(const char* what, std::vector<double> times) {
    if (times.empty()) return;
    std::ranges::sort(times);
    std::printf("  %-14s %6zu  p50 %5.0f us  p99 %5.0f us\n", what, times.size(), times[times.size() / 2],
                times[times.size() * 99 / 100]);
}

int report(const std::string& data, const std::string& typos, std::size_t limit) {
    const auto speller = learn(data);
    std::vector<double> right_times;
    std::vector<double> wrong_times;
    double touched = 0;  // Right ones.
    double mended = 0;
    double mischanged = 0;
    for (const Pair& pair : read_pairs(typos, 1, limit)) {
        const double start = thread_microseconds();
        const auto corrected = speller->correct(pair.typed);
        const bool right = pair.typed == pair.meant;
        (right ? right_times : wrong_times).push_back(thread_microseconds() - start);
        if (!corrected) continue;
        if (right) {
            ++touched;
        } else {
            ++(*corrected == pair.meant ? mended : mischanged);
        }
    }
    print_times("right queries", right_times);
    print_times("wrong queries", wrong_times);
    const auto right = static_cast<double>(right_times.size());
    const auto wrong = static_cast<double>(wrong_times.size());
    std::printf(
        "  right left alone %.2f%%; wrong mended wholly %.2f%%, changed otherwise %.2f%%; detection precision %.2f%%\n",
        100 - 100 * touched / right, 100 * mended / wrong, 100 * mischanged / wrong,
        100 * (mended + mischanged) / std::max(1.0, touched + mended + mischanged));
    return 0;
}

/// What tuning reads of one pair that the speller would change.
struct Case {
    SpellingProposal proposal;
    bool wrong = false;
    bool mended = false;
};

struct Cases {
    std::vector<Case> cases;
    std::size_t right = 0;
    std::size_t wrong = 0;
};

Cases cases_of(const std::string& data, const std::vector<Pair>& pairs) {
    const auto speller = learn(data);
    Cases made;
    for (const Pair& pair : pairs) {
        const bool wrong = pair.typed != pair.meant;
        ++(wrong ? made.wrong : made.right);
        auto proposal = speller->propose(pair.typed);
        if (!proposal) continue;
        const bool mended = proposal->text == pair.meant;
        made.cases.push_back({std::move(*proposal), wrong, mended});
    }
    return made;
}

constexpr double kLeftAlone = 0.996;

/// The lowest bar that leaves enough right queries alone.
double bar_of(const Cases& cases, const SpellingJudgement& judgement) {
    std::vector<double> right;
    for (const Case& each : cases.cases) {
        if (!each.wrong) right.push_back(judgement.of(each.proposal));
    }
    std::ranges::sort(right, std::ranges::greater());
    const auto allowed = static_cast<std::size_t>(static_cast<double>(cases.right) * (1 - kLeftAlone));
    return right.size() > allowed ? right[allowed] + 1e-9 : 0;
}

double mended_share(const Cases& cases, const SpellingJudgement& judgement) {
    const auto mended = std::ranges::count_if(
        cases.cases, [&](const Case& each) { return each.mended && judgement.of(each.proposal) >= judgement.sure; });
    return static_cast<double>(mended) / static_cast<double>(cases.wrong);
}

int tune(const std::string& typos, const std::vector<std::string>& folders) {
    const auto pairs = read_pairs(typos, 0, 20'000);
    std::vector<Cases> all;
    for (const std::string& folder : folders) all.push_back(cases_of(folder, pairs));
    const auto value_of = [&](SpellingJudgement& judgement) {
        judgement.sure = 0;
        for (const Cases& cases : all) judgement.sure = std::max(judgement.sure, bar_of(cases, judgement));
        double sum = 0;
        for (const Cases& cases : all) sum += mended_share(cases, judgement);
        return sum / static_cast<double>(all.size());
    };
    SpellingJudgement best;
    double best_value = value_of(best);
    std::mt19937 random(1);
    std::uniform_real_distribution<double> factor(0.7, 1.4);
    std::uniform_real_distribution<double> shift(-0.2, 0.2);
    for (int round = 0; round < 500; ++round) {
        SpellingJudgement tried = best;
        for (double* weight : {&tried.characters, &tried.words, &tried.confusion}) *weight *= factor(random);
        for (double* weight : {&tried.change, &tried.commoner, &tried.named})
            *weight = *weight * factor(random) + shift(random);
        const double value = value_of(tried);
        if (value <= best_value) continue;
        best_value = value;
        best = tried;
        std::printf(
            "mended %.2f%%: characters %.3f words %.3f confusion %.3f change %.3f commoner %.3f named %.3f sure %.3f\n",
            100 * value, best.characters, best.words, best.confusion, best.change, best.commoner, best.named,
            best.sure);
    }
    return 0;
}

}  // namespace
}  // namespace xinglin

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    if (arguments.size() < 2) {
        std::fprintf(stderr, "spelling_bench DATA TYPOS [LIMIT], or spelling_bench --tune TYPOS DATA...\n");
        return 2;
    }
    if (arguments[0] == "--tune") return xinglin::tune(arguments[1], {arguments.begin() + 2, arguments.end()});
    return xinglin::report(arguments[0], arguments[1], arguments.size() > 2 ? std::stoul(arguments[2]) : 20'000);
}
