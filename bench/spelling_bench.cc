#include <time.h>
#include <zlib.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "base/check.h"
#include "catalog/snapshot.h"
#include "search/spelling.h"
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

std::vector<Pair> read_pairs(const char* path, std::size_t limit) {
    std::vector<Pair> pairs;
    gzFile file = gzopen(path, "rb");
    CHECK(file != nullptr);
    char line[65536];
    while (pairs.size() < limit && gzgets(file, line, sizeof line)) {
        const auto value = boost::json::parse(line);
        pairs.push_back({value.at("typed").as_string().c_str(), value.at("meant").as_string().c_str()});
    }
    gzclose(file);
    return pairs;
}

int run(const std::string& data, const char* typos, std::size_t limit, const char* dump, SpellingWeights weights) {
    const auto store = open_store(data + "/xinglin.db");
    const auto snapshot = build_snapshot(*store);
    double start = thread_microseconds();
    const Speller speller(*snapshot->corpus, weights);
    std::printf("learnt in %.2f s, %.1f MB\n", (thread_microseconds() - start) / 1e6,
                static_cast<double>(speller.memory_bytes()) / 1e6);
    const auto pairs = read_pairs(typos, limit);
    struct Case {
        double gain;
        bool wrong;
        bool exact;
    };
    std::vector<Case> cases;
    std::vector<double> times;
    std::ofstream out(dump ? dump : "/dev/null");
    std::size_t argmax_right = 0, reach = 0, wrong = 0;
    for (const Pair& pair : pairs) {
        start = thread_microseconds();
        const auto query = SpellingDecoder::characters_of(pair.typed);
        const auto typed = speller.decoder().as_typed(query);
        const auto best = speller.decoder().best(query);
        times.push_back(thread_microseconds() - start);
        std::string text;
        for (std::size_t i = 0; i < query.size(); ++i) {
            if (best.text[i] == query[i].folded)
                text += slice(pair.typed, query[i].span);
            else
                append_utf8(text, best.text[i]);
        }
        const bool is_wrong = pair.typed != pair.meant;
        wrong += is_wrong;
        argmax_right += is_wrong && text == pair.meant;
        const double gain = best.changes.empty() ? 0 : best.score - typed.score;
        cases.push_back({best.changes.empty() ? -1 : gain, is_wrong, text == pair.meant});
        if (dump)
            out << is_wrong << '\t' << (text == pair.meant) << '\t' << gain << '\t' << best.changes.size() << '\t'
                << best.character_score - typed.character_score << '\t' << best.word_score - typed.word_score << '\t'
                << best.confusion_cost << '\t' << query.size() << '\t' << pair.typed << '\t' << pair.meant << '\t'
                << text << '\n';
    }
    (void)reach;
    std::ranges::sort(times);
    std::printf("%zu pairs, p50 %.0f p99 %.0f us; argmax mends %.2f%%\n", pairs.size(), times[times.size() / 2],
                times[times.size() * 99 / 100], 100.0 * static_cast<double>(argmax_right) / static_cast<double>(wrong));
    std::ranges::sort(cases, [](const Case& a, const Case& b) { return a.gain > b.gain; });
    const double right = static_cast<double>(pairs.size() - wrong);
    double touched = 0, mended = 0, changed = 0;
    for (const double limit_share : {0.002, 0.003, 0.004, 0.005, 0.01, 0.02}) {
        touched = mended = changed = 0;
        double threshold = 0;
        for (const Case& each : cases) {
            if (each.gain < 0) break;
            if (!each.wrong && (touched + 1) / right > limit_share) break;
            threshold = each.gain;
            touched += !each.wrong;
            changed += each.wrong;
            mended += each.wrong && each.exact;
        }
        std::printf("right left alone %.2f%%: threshold %.2f, mended %.2f%%, changed wrongly %.2f%%\n",
                    100 - 100 * touched / right, threshold, 100 * mended / static_cast<double>(wrong),
                    100 * (changed - mended) / static_cast<double>(wrong));
    }
    return 0;
}

}  // namespace
}  // namespace xinglin

int main(int argc, char** argv) {
    xinglin::SpellingWeights w;
    auto get = [&](int i, double& v) {
        if (argc > i) v = std::stod(argv[i]);
    };
    get(5, w.characters);
    get(6, w.words);
    for (int i = 0; i < 5; ++i) get(7 + i, w.confusion[static_cast<std::size_t>(i)]);
    double b = 12, s = 8, k = 10;
    get(12, b);
    get(13, s);
    get(14, k);
    w.beam = std::size_t(b);
    w.single_candidates = std::size_t(s);
    w.word_candidates = std::size_t(k);
    return xinglin::run(argv[1], argv[2], argc > 3 ? std::stoul(argv[3]) : 20000,
                        argc > 4 && argv[4][0] != '-' ? argv[4] : nullptr, w);
}
