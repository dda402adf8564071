// How long the 10, 100 (looked at again by a ranking) and 1,000 (facets, paging) best documents of a query take:
// top_k() against scoring every posting into one array of scores, in the same process over the same file; both find the
// same hits, which is checked. Also how long the index takes to build and how large it is.
//
// Data: documents shaped like Chinese medical texts of 600 characters: 300 to 560 draws from a million features by a
// Zipf-Mandelbrot law (about 415 distinct ones; the commonest feature is in 4 of 10 documents), impacts by length as a
// ranking makes them, the first ten draws doubled as a title's. Queries: 6 to 12 draws of the same law, weighed by
// rarity; with `characters`, half as many very common features more that order and do not admit. Draws do not depend on
// one another, so pruning finds no clusters to skip; real texts are kinder. One thread, warm. It would be meaningless
// with features drawn evenly (no long lists), with queries of rare features only, or with a file that is not in memory.
//
//   index_bench [DOCUMENTS=100000] [QUERIES=2000] [FOLDER]      FOLDER: kept, and reused when it has the documents

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "base/check.h"
#include "index/index.h"
#include "index/score_scan.h"

namespace xinglin {
namespace {

constexpr double kFeatures = 1e6;
constexpr double kFlatness = 60;                    // Mandelbrot's shift: how many features share the top
constexpr std::size_t kCounts[] = {10, 100, 1000};  // of hits

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Numbers that are the same on every machine.
class Draw {
  public:
    explicit Draw(std::uint64_t seed) : state_(segment_format::spread(seed + 1)) {}

    std::uint64_t next() {
        state_ += 0x9e3779b97f4a7c15ULL;
        return segment_format::spread(state_);
    }
    std::uint64_t below(std::uint64_t limit) { return next() % limit; }
    double unit() { return static_cast<double>(next() >> 11) * 0x1p-53; }

    /// A rank from 0 on, of probability 1 / (rank + kFlatness).
    std::uint64_t rank() {
        return static_cast<std::uint64_t>(kFlatness * std::exp(unit() * std::log1p(kFeatures / kFlatness)) - kFlatness);
    }

  private:
    std::uint64_t state_;
};

IndexDocument generated(DocumentKey key) {
    Draw draw(key);
    const std::uint64_t length = 300 + draw.below(261);
    const double norm = std::sqrt(0.5 + 0.5 * static_cast<double>(length) / 430);
    const auto impact = static_cast<std::uint8_t>(std::lround(16 / norm));
    IndexDocument document;
    document.key = key;
    document.impacts.reserve(length);
    for (std::uint64_t i = 0; i < length; ++i) {
        document.impacts.push_back({draw.rank(), i < 10 ? static_cast<std::uint8_t>(2 * impact) : impact});
    }
    return document;
}

std::size_t documents_with(const IndexSnapshot& snapshot, Feature feature) {
    std::size_t count = 0;
    for (const LiveSegment& live : snapshot.segments) {
        if (const auto list = live.segment->postings(feature)) count += list->size();
    }
    return count;
}

std::uint16_t weight_of(std::size_t documents, std::size_t having) {
    const double rarity = std::log(1 + static_cast<double>(documents) / (static_cast<double>(having) + 1));
    return static_cast<std::uint16_t>(1 + std::lround(8 * std::pow(rarity, 1.5)));
}

enum class Characters { Without, With };

std::vector<IndexQuery> generated_queries(const IndexSnapshot& snapshot, std::size_t documents, std::size_t count,
                                          Characters characters) {
    std::vector<IndexQuery> queries(count);
    for (std::size_t i = 0; i < count; ++i) {
        Draw draw(1'000'000'000 + i);
        const std::uint64_t length = 6 + draw.below(7);
        for (std::uint64_t left = length; left > 0; --left) {
            const Feature feature = draw.rank();
            queries[i].features.push_back(
                {feature, weight_of(documents, documents_with(snapshot, feature)), Part::Admits});
        }
        if (characters == Characters::Without) continue;
        for (std::uint64_t left = length / 2; left > 0; --left) {
            const Feature feature = draw.below(300);
            const auto weight = weight_of(documents, documents_with(snapshot, feature));
            queries[i].features.push_back({feature, static_cast<std::uint16_t>(weight * 4), Part::Orders});
        }
    }
    return queries;
}

/// The baseline: adds every posting into an array of one score a document, then reads that once.
class ScoringAll {
  public:
    explicit ScoringAll(std::size_t count) : count_(count) {}

    std::vector<Hit> operator()(const IndexSnapshot& snapshot, const IndexQuery& query) {
        std::vector<Hit> best;
        for (const LiveSegment& live : snapshot.segments) {
            scores_.assign(live.segment->document_count(), 0);
            add(*live.segment, query, Part::Orders);
            if (has_orders(query)) {
                for (std::uint32_t& score : scores_) score <<= 1;
            }
            add(*live.segment, query, Part::Admits);
            read(*live.segment, query, best);
        }
        std::ranges::sort(best, ranks_before);
        return best;
    }

    std::uint64_t postings() const { return postings_; }

  private:
    static bool has_orders(const IndexQuery& query) {
        return std::ranges::any_of(query.features, [](const auto& each) { return each.part == Part::Orders; });
    }

    /// With features that only order, scores are doubled and their lowest bit says that one admitted.
    void add(const Segment& segment, const IndexQuery& query, Part part) {
        const bool doubled = has_orders(query) && part == Part::Admits;
        for (std::size_t i = 0; i < query.features.size(); ++i) {
            const QueryFeature& feature = query.features[i];
            if (feature.part != part) continue;
            const auto list = segment.postings(feature.feature);
            if (!list) continue;
            postings_ += list->size();
            for (std::size_t block = 0; block < list->block_count(); ++block) {
                list->decode(block, block_);
                for (std::size_t place = 0; place < block_.count; ++place) {
                    std::uint32_t& score = scores_[block_.documents[place]];
                    if (doubled)
                        score = (score + 2 * block_.impacts[place] * feature.weight) | 1;
                    else
                        score += block_.impacts[place] * feature.weight;
                }
            }
        }
    }

    void read(const Segment& segment, const IndexQuery& query, std::vector<Hit>& best) {
        constexpr std::size_t kPart = 8192;
        const unsigned doubled = has_orders(query) ? 1 : 0;
        scores_.resize((scores_.size() + kScanGroup - 1) / kScanGroup * kScanGroup, 0);
        places_.resize(kPart + kScanGroup);
        for (std::size_t begin = 0; begin < scores_.size(); begin += kPart) {
            const std::uint32_t least = best.size() < count_ ? 1 : best.front().score << doubled;
            const std::size_t found = scan_scores(scores_.data() + begin, std::min(kPart, scores_.size() - begin),
                                                  least, static_cast<std::uint32_t>(begin), places_.data());
            for (std::size_t i = 0; i < found; ++i) {
                const std::uint32_t score = scores_[places_[i]];
                const bool is_admitted = doubled == 0 || (score & 1) != 0;
                if (is_admitted) offer({score >> doubled, segment.key(places_[i])}, best);
            }
        }
    }

    void offer(const Hit& hit, std::vector<Hit>& best) const {
        if (best.size() == count_) {
            if (!ranks_before(hit, best.front())) return;
            std::ranges::pop_heap(best, ranks_before);
            best.pop_back();
        }
        best.push_back(hit);
        std::ranges::push_heap(best, ranks_before);
    }

    std::size_t count_;
    std::vector<std::uint32_t> places_;
    std::vector<std::uint32_t> scores_;
    PostingList::Block block_;
    std::uint64_t postings_ = 0;
};

struct Times {
    double p50 = 0;
    double p90 = 0;
    double p99 = 0;
    double mean = 0;
};

Times times_of(std::vector<double> milliseconds) {
    std::ranges::sort(milliseconds);
    const auto at = [&](double part) {
        return milliseconds[static_cast<std::size_t>(part * static_cast<double>(milliseconds.size() - 1))];
    };
    double sum = 0;
    for (const double each : milliseconds) sum += each;
    return {at(0.5), at(0.9), at(0.99), sum / static_cast<double>(milliseconds.size())};
}

/// The best of three runs of each query, so that neighbours on the machine do not count.
template <typename Search>
Times measure(const std::vector<IndexQuery>& queries, Search search) {
    std::vector<double> milliseconds(queries.size(), 1e9);
    for (int round = 0; round < 3; ++round) {
        for (std::size_t i = 0; i < queries.size(); ++i) {
            const auto start = Clock::now();
            search(queries[i]);
            milliseconds[i] = std::min(milliseconds[i], seconds_since(start) * 1e3);
        }
    }
    return times_of(std::move(milliseconds));
}

void print(const char* name, const Times& times, const Times& baseline) {
    std::printf("    %-12s p50 %7.3f ms  p90 %7.3f ms  p99 %7.3f ms  mean %7.3f ms  %.2f of the baseline's mean\n",
                name, times.p50, times.p90, times.p99, times.mean, times.mean / baseline.mean);
}

void measure_queries(const IndexSnapshot& snapshot, std::size_t documents, std::size_t count, Characters characters) {
    const auto queries = generated_queries(snapshot, documents, count, characters);
    std::printf("%s\n", characters == Characters::With ? "with characters" : "queries");
    for (const std::size_t hits : kCounts) {
        ScoringAll scoring_all(hits);
        for (const IndexQuery& query : queries) {
            const bool agree = scoring_all(snapshot, query) == top_k(snapshot, query, hits);
            CHECK(agree);
        }
        std::printf("  %zu hits, %.0f postings a query\n", hits,
                    static_cast<double>(scoring_all.postings()) / static_cast<double>(count));
        const Times all = measure(queries, [&](const IndexQuery& each) { return scoring_all(snapshot, each).size(); });
        const Times pruned =
            measure(queries, [&](const IndexQuery& each) { return top_k(snapshot, each, hits).size(); });
        print("scoring all", all, all);
        print("top_k", pruned, all);
    }
}

double peak_memory_mb() {
    struct rusage usage {};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

void build(const std::filesystem::path& folder, std::size_t documents) {
    const auto index = Index::open(folder);
    if (index->current()->mark == documents) return;
    double generating = 0;
    const auto start = Clock::now();
    for (DocumentKey key = 0; key < documents; ++key) {
        const auto begin = Clock::now();
        // Odd multipliers permute: keys do not come in their order.
        IndexDocument document = generated(key);
        generating += seconds_since(begin);
        document.key = key * 0x9e3779b1ULL % (1ULL << 32);
        index->put(std::move(document));
    }
    index->commit(documents);
    const double built = seconds_since(start) - generating;
    const std::size_t segments = index->current()->segments.size();
    std::printf("built in %.1f s (%.0f documents/s) into %zu segments, peak memory %.0f MB\n", built,
                static_cast<double>(documents) / built, segments, peak_memory_mb());
}

void merge(const std::filesystem::path& folder) {
    IndexOptions options;
    options.max_segment_bytes = UINT64_MAX / 2;
    const auto index = Index::open(folder, options);
    const auto start = Clock::now();
    if (!index->merge_all()) return;
    std::printf("merged in %.1f s, peak memory with mapped files %.0f MB\n", seconds_since(start), peak_memory_mb());
}

void describe(const IndexSnapshot& snapshot, std::size_t documents) {
    std::uint64_t bytes = 0;
    std::uint64_t postings = 0;
    std::uint64_t features = 0;
    for (const LiveSegment& live : snapshot.segments) {
        bytes += live.segment->file_bytes();
        features += live.segment->feature_count();
        for (SegmentLists lists(*live.segment); !lists.at_end(); lists.next()) postings += lists.list().size();
    }
    std::printf("%zu documents, %.1f million postings, %llu features in %zu segments: %.1f MB, %.2f bits a posting\n",
                documents, static_cast<double>(postings) / 1e6, static_cast<unsigned long long>(features),
                snapshot.segments.size(), static_cast<double>(bytes) / 1e6,
                static_cast<double>(bytes) * 8 / static_cast<double>(postings));
}

int run(std::size_t documents, std::size_t queries, const std::filesystem::path& folder) {
    build(folder, documents);
    describe(*Index::read(folder), documents);
    measure_queries(*Index::read(folder), documents, queries, Characters::Without);
    merge(folder);
    const auto snapshot = Index::read(folder);
    describe(*snapshot, documents);
    measure_queries(*snapshot, documents, queries, Characters::Without);
    measure_queries(*snapshot, documents, queries, Characters::With);
    return 0;
}

}  // namespace
}  // namespace xinglin

int main(int argc, char** argv) {
    const std::size_t documents = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 100'000;
    const std::size_t queries = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 2000;
    if (argc > 3) return xinglin::run(documents, queries, argv[3]);
    std::string name = (std::filesystem::temp_directory_path() / "index-bench-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) return 2;
    const int status = xinglin::run(documents, queries, name);
    std::filesystem::remove_all(name);
    return status;
}
