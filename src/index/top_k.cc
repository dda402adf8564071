#include "index/top_k.h"

#include <algorithm>
#include <bit>
#include <optional>
#include <unordered_map>

namespace xinglin {
namespace {

constexpr std::uint32_t kWindow = 1U << 14;  // documents: scores and bits of one stay in the first-level cache's reach
constexpr std::size_t kWindowWords = kWindow / 64;

/// The best hits so far.
class Best {
  public:
    explicit Best(std::size_t count) : count_(count) { hits_.reserve(std::min<std::size_t>(count, 1024) + 1); }

    /// The score that a document must reach to change anything; one of just this score may, by its key.
    std::uint32_t threshold() const { return hits_.size() < count_ ? 0 : hits_.front().score; }

    void offer(const Hit& hit) {
        if (hits_.size() == count_) {
            if (count_ == 0 || !ranks_before(hit, hits_.front())) return;
            std::ranges::pop_heap(hits_, ranks_before);
            hits_.back() = hit;
        } else {
            hits_.push_back(hit);
        }
        std::ranges::push_heap(hits_, ranks_before);
    }

    std::vector<Hit> sorted() && {
        std::ranges::sort(hits_, ranks_before);
        return std::move(hits_);
    }

  private:
    std::size_t count_;
    std::vector<Hit> hits_;  // a heap whose first is the last in rank
};

/// Each feature once, at most kMaxQueryFeatures.
std::vector<QueryFeature> distinct(std::vector<QueryFeature> features) {
    std::ranges::sort(features, {}, &QueryFeature::feature);
    std::vector<QueryFeature> kept;
    for (const QueryFeature& each : features) {
        if (each.weight == 0) continue;
        if (kept.empty() || kept.back().feature != each.feature) {
            kept.push_back(each);
            continue;
        }
        kept.back().weight = static_cast<std::uint16_t>(std::min(UINT16_MAX, kept.back().weight + each.weight));
        if (each.part == Part::Admits) kept.back().part = Part::Admits;
    }
    if (kept.size() > kMaxQueryFeatures) {
        std::ranges::stable_sort(kept, std::greater{}, &QueryFeature::weight);
        kept.resize(kMaxQueryFeatures);
    }
    return kept;
}

/// One list of the query in one segment, read forwards.
class Cursor {
  public:
    Cursor(const PostingList& list, const QueryFeature& feature)
        : list_(list), weight_(feature.weight), admits_(feature.part == Part::Admits) {}

    bool admits() const { return admits_; }

    /// The most that the list can add to a document before `end`. Blocks that end before `begin` are left behind:
    /// windows come in order.
    std::uint32_t bound(LocalDocument begin, LocalDocument end) {
        while (block_ < list_.block_count() && list_.last_document(block_) < begin) next_block();
        std::uint32_t impact = 0;
        for (std::size_t block = block_; block < list_.block_count(); ++block) {
            if (block > block_ && list_.last_document(block - 1) >= end - 1) break;
            impact = std::max<std::uint32_t>(impact, list_.max_impact(block));
        }
        return impact * weight_;
    }

    /// Calls visit(document, addend) for every posting before `end`.
    template <typename Visit>
    void scan(LocalDocument begin, LocalDocument end, Visit visit) {
        while (load()) {
            while (place_ < decoded_.count && decoded_.documents[place_] < begin) ++place_;
            for (; place_ < decoded_.count && decoded_.documents[place_] < end; ++place_) {
                visit(decoded_.documents[place_], decoded_.impacts[place_] * weight_);
            }
            if (place_ < decoded_.count) return;
            next_block();
        }
    }

    /// What the list adds to `document`; asked for rising documents. Blocks without one that is asked for stay packed.
    std::uint32_t addend(LocalDocument document) {
        while (block_ < list_.block_count() && list_.last_document(block_) < document) next_block();
        if (!load()) return 0;
        while (place_ < decoded_.count && decoded_.documents[place_] < document) ++place_;
        const bool is_there = place_ < decoded_.count && decoded_.documents[place_] == document;
        return is_there ? decoded_.impacts[place_] * weight_ : 0;
    }

  private:
    void next_block() {
        ++block_;
        place_ = 0;
    }

    /// Makes the current block readable; false behind the last.
    bool load() {
        if (block_ >= list_.block_count()) return false;
        if (decoded_block_ != block_) {
            list_.decode(block_, decoded_);
            decoded_block_ = block_;
        }
        return true;
    }

    PostingList list_;
    std::uint32_t weight_;
    bool admits_;
    std::size_t block_ = 0;
    std::size_t place_ = 0;
    std::size_t decoded_block_ = SIZE_MAX;
    PostingList::Block decoded_;
};

/// The documents of a window that a query's filters allow, as bits.
class WindowFilter {
  public:
    WindowFilter(const LiveSegment& live, const IndexQuery& query) : live_(live) {
        for (const auto& any_of : query.filters) {
            std::vector<Set>& sets = filters_.emplace_back();
            for (const Feature label : any_of) sets.push_back({live.segment->labelled(label), 0});
        }
    }

    /// Clears the bits of what the window beginning at `begin` may not show. Windows come in order.
    void apply(LocalDocument begin, std::span<std::uint64_t> bits) {
        const std::size_t first_word = begin / 64;
        for (std::vector<Set>& sets : filters_) {
            std::array<std::uint64_t, kWindowWords> allowed{};
            for (Set& set : sets) add(set, begin, bits.size(), allowed);
            for (std::size_t word = 0; word < bits.size(); ++word) bits[word] &= allowed[word];
        }
        if (!live_.deleted) return;
        for (std::size_t word = 0; word < bits.size(); ++word) bits[word] &= ~(*live_.deleted)[first_word + word];
    }

  private:
    struct Set {
        Segment::Labelled labelled;
        std::size_t next = 0;  // in the list
    };

    static void add(Set& set, LocalDocument begin, std::size_t words,
                    std::array<std::uint64_t, kWindowWords>& allowed) {
        const auto& bits = set.labelled.bits;
        for (std::size_t word = 0; word < words && begin / 64 + word < bits.size(); ++word) {
            allowed[word] |= bits[begin / 64 + word];
        }
        const auto& list = set.labelled.list;
        for (; set.next < list.size() && list[set.next] < begin + words * 64; ++set.next) {
            const std::size_t place = list[set.next] - begin;
            if (list[set.next] >= begin) allowed[place / 64] |= std::uint64_t{1} << (place % 64);
        }
    }

    const LiveSegment& live_;
    std::vector<std::vector<Set>> filters_;
};

/// A query over one segment, window by window.
class SegmentSearch {
  public:
    SegmentSearch(const LiveSegment& live, const IndexQuery& query, const std::vector<QueryFeature>& features,
                  Best& best)
        : segment_(*live.segment), filter_(live, query), best_(best) {
        cursors_.reserve(features.size());
        for (const QueryFeature& feature : features) {
            if (const auto list = segment_.postings(feature.feature)) cursors_.emplace_back(*list, feature);
        }
        lists_.reserve(cursors_.size());
    }

    void run() {
        for (std::uint32_t begin = 0; begin < segment_.document_count(); begin += kWindow) {
            search(begin, std::min(segment_.document_count(), begin + kWindow));
        }
    }

  private:
    struct List {
        Cursor* cursor;
        std::uint32_t bound;
    };

    void search(LocalDocument begin, LocalDocument end) {
        const std::size_t essential = order_lists(begin, end);
        if (essential == 0) return;
        const std::span<std::uint64_t> bits(touched_.data(), (end - begin + 63) / 64);
        std::ranges::fill(bits, 0);
        for (std::size_t i = 0; i < essential; ++i) accumulate(*lists_[i].cursor, begin, end);
        filter_.apply(begin, bits);
        gather(begin, bits);
        for (std::size_t i = essential; i < lists_.size(); ++i) look_up(i, begin);
        for (const LocalDocument place : candidates_) {
            best_.offer({scores_[place], segment_.key(begin + place)});
        }
    }

    /// The window's lists: first those whose documents must all be looked at (their number is the answer), then the
    /// others, those that can add most first.
    std::size_t order_lists(LocalDocument begin, LocalDocument end) {
        lists_.clear();
        rest_ = 0;
        for (Cursor& cursor : cursors_) {
            const std::uint32_t bound = cursor.bound(begin, end);
            if (bound == 0) continue;
            lists_.push_back({&cursor, bound});
            if (!cursor.admits()) rest_ += bound;
        }
        std::ranges::stable_sort(lists_, [](const List& a, const List& b) {
            return a.cursor->admits() != b.cursor->admits() ? a.cursor->admits() : a.bound > b.bound;
        });
        auto essential = static_cast<std::size_t>(
            std::ranges::count_if(lists_, [](const List& list) { return list.cursor->admits(); }));
        // rest_ is what all lists that are not essential can add together; alone they must not reach the threshold.
        while (essential > 0 && rest_ + lists_[essential - 1].bound < best_.threshold()) {
            rest_ += lists_[--essential].bound;
        }
        std::ranges::sort(lists_.begin() + static_cast<std::ptrdiff_t>(essential), lists_.end(), std::greater{},
                          &List::bound);
        return essential;
    }

    void accumulate(Cursor& cursor, LocalDocument begin, LocalDocument end) {
        cursor.scan(begin, end, [&](LocalDocument document, std::uint32_t addend) {
            const std::uint32_t place = document - begin;
            std::uint64_t& word = touched_[place / 64];
            const std::uint64_t bit = std::uint64_t{1} << (place % 64);
            scores_[place] = (word & bit) != 0 ? scores_[place] + addend : addend;
            word |= bit;
        });
    }

    bool can_reach(LocalDocument place) const { return std::uint64_t{scores_[place]} + rest_ >= best_.threshold(); }

    void gather(LocalDocument begin, std::span<const std::uint64_t> bits) {
        (void)begin;
        candidates_.clear();
        for (std::size_t word = 0; word < bits.size(); ++word) {
            for (std::uint64_t left = bits[word]; left != 0; left &= left - 1) {
                const auto place =
                    static_cast<LocalDocument>(word * 64 + static_cast<std::size_t>(std::countr_zero(left)));
                if (can_reach(place)) candidates_.push_back(place);
            }
        }
    }

    void look_up(std::size_t list, LocalDocument begin) {
        rest_ -= lists_[list].bound;
        std::size_t kept = 0;
        for (const LocalDocument place : candidates_) {
            scores_[place] += lists_[list].cursor->addend(begin + place);
            if (can_reach(place)) candidates_[kept++] = place;
        }
        candidates_.resize(kept);
    }

    const Segment& segment_;
    WindowFilter filter_;
    Best& best_;
    std::vector<Cursor> cursors_;
    std::vector<List> lists_;
    std::uint64_t rest_ = 0;
    std::vector<LocalDocument> candidates_;  // places in the window, rising
    std::vector<std::uint32_t> scores_ = std::vector<std::uint32_t>(kWindow);
    std::vector<std::uint64_t> touched_ = std::vector<std::uint64_t>(kWindowWords);
};

bool passes(const Segment& segment, const IndexQuery& query, LocalDocument document) {
    const auto has = [&](Feature label) {
        const Segment::Labelled labelled = segment.labelled(label);
        if (!labelled.bits.empty()) return (labelled.bits[document / 64] >> (document % 64) & 1) != 0;
        return std::ranges::find(labelled.list, document) != labelled.list.end();
    };
    return std::ranges::all_of(query.filters, [&](const auto& any_of) { return std::ranges::any_of(any_of, has); });
}

}  // namespace

std::vector<Hit> top_k(const IndexSnapshot& snapshot, const IndexQuery& query, std::size_t count) {
    Best best(count);
    if (count == 0) return {};
    const std::vector<QueryFeature> features = distinct(query.features);
    for (const LiveSegment& live : snapshot.segments) SegmentSearch(live, query, features, best).run();
    return std::move(best).sorted();
}

std::vector<Hit> top_k_by_scoring_all(const IndexSnapshot& snapshot, const IndexQuery& query, std::size_t count) {
    std::vector<Hit> hits;
    for (const LiveSegment& live : snapshot.segments) {
        struct Score {
            std::uint32_t sum = 0;
            bool admitted = false;
        };
        std::unordered_map<LocalDocument, Score> scores;
        for (const QueryFeature& feature : distinct(query.features)) {
            const auto list = live.segment->postings(feature.feature);
            if (!list) continue;
            PostingList::Block block;
            for (std::size_t i = 0; i < list->block_count(); ++i) {
                list->decode(i, block);
                for (std::size_t place = 0; place < block.count; ++place) {
                    Score& score = scores[block.documents[place]];
                    score.sum += block.impacts[place] * feature.weight;
                    score.admitted = score.admitted || feature.part == Part::Admits;
                }
            }
        }
        for (const auto& [document, score] : scores) {
            if (!score.admitted || live.is_deleted(document) || !passes(*live.segment, query, document)) continue;
            hits.push_back({score.sum, live.segment->key(document)});
        }
    }
    std::ranges::sort(hits, ranks_before);
    hits.resize(std::min(hits.size(), count));
    return hits;
}

}  // namespace xinglin
