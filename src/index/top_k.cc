#include "index/top_k.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <unordered_map>

#include "index/score_scan.h"

namespace xinglin {
namespace {

// Documents of a window: its scores stay in the first-level cache. The first windows are smaller, so that there is a
// threshold before much is read.
constexpr std::uint32_t kWindow = 1U << 13;
constexpr std::uint32_t kFirstWindow = 1U << 10;
constexpr std::uint32_t kGroup = 64;  // documents that are looked at together
constexpr std::size_t kWindowGroups = kWindow / kGroup;

// Fewer postings than these leave most groups of a window alone.
constexpr std::size_t kSparsePostings = kWindowGroups * 4;

// Looking a document up in a list costs as much as adding this many postings.
constexpr std::size_t kLookupCost = 12;

/// The best hits so far: a few in a heap; many in any order, cut to the best after each window.
class Best {
  public:
    explicit Best(std::size_t count) : count_(count) { hits_.reserve(std::min<std::size_t>(count, 1024) + 1); }

    /// The score that a document must reach to change anything; one of just this score may, by its key.
    std::uint32_t threshold() const { return is_full_ ? last_.score : 0; }

    void offer(const Hit& hit) {
        if (is_full_ && !ranks_before(hit, last_)) return;
        hits_.push_back(hit);
        if (!are_few()) return;
        std::ranges::push_heap(hits_, ranks_before);
        if (hits_.size() > count_) {
            std::ranges::pop_heap(hits_, ranks_before);
            hits_.pop_back();
        }
        is_full_ = hits_.size() == count_;
        last_ = hits_.front();
    }

    /// Makes threshold() speak of all that was offered.
    void settle() {
        const bool is_settled = are_few() || hits_.size() < count_ || (is_full_ && hits_.size() == count_);
        if (is_settled) return;
        const auto last = hits_.begin() + static_cast<std::ptrdiff_t>(count_ - 1);
        std::nth_element(hits_.begin(), last, hits_.end(), ranks_before);
        hits_.resize(count_);
        is_full_ = true;
        last_ = hits_.back();
    }

    std::vector<Hit> sorted() && {
        settle();
        std::ranges::sort(hits_, ranks_before);
        return std::move(hits_);
    }

  private:
    static constexpr std::size_t kFewHits = 32;

    bool are_few() const { return count_ <= kFewHits; }

    std::size_t count_;
    std::vector<Hit> hits_;  // of few, a heap whose first is the last in rank
    bool is_full_ = false;
    Hit last_;  // in rank, when there are as many as asked for
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
        : list_(list), weight_(feature.weight), admits_(feature.part == Part::Admits) {
        if (list_.block_count() == 1) load();
    }

    bool admits() const { return admits_; }

    /// What the list may do to the documents of a window.
    struct Reach {
        std::uint32_t bound = 0;   ///< the most that it adds to one
        std::size_t postings = 0;  ///< at most so many
    };

    /// Blocks that end before `begin` are left behind: windows come in order.
    Reach reach(LocalDocument begin, LocalDocument end) {
        skip_to(begin);
        Reach reach;
        for (std::size_t block = block_; block < list_.block_count(); ++block) {
            if (block > block_ && list_.last_document(block - 1) >= end - 1) break;
            reach.bound = std::max<std::uint32_t>(reach.bound, list_.max_impact(block));
            reach.postings += kBlockPostings;
        }
        reach.bound *= weight_;
        return reach;
    }

    /// Calls visit(document, addend) for every posting from `begin` to before `end`.
    template <typename Visit>
    void scan(LocalDocument begin, LocalDocument end, Visit visit) {
        while (load()) {
            find(begin);
            const std::size_t first = place_;
            const bool is_whole = decoded_.count > 0 && decoded_.documents[decoded_.count - 1] < end;
            if (is_whole)
                place_ = decoded_.count;
            else
                find(end);
            for (std::size_t i = first; i < place_; ++i) visit(decoded_.documents[i], decoded_.impacts[i] * weight_);
            if (place_ < decoded_.count) return;
            next_block();
        }
    }

    /// What the list adds to `document`; asked for rising documents. Blocks without one that is asked for stay packed.
    std::uint32_t addend(LocalDocument document) {
        skip_to(document);
        if (!load()) return 0;
        find(document);
        const bool is_there = place_ < decoded_.count && decoded_.documents[place_] == document;
        return is_there ? decoded_.impacts[place_] * weight_ : 0;
    }

  private:
    void next_block() {
        ++block_;
        place_ = 0;
    }

    LocalDocument last_of_block() const {
        const bool is_known = decoded_block_ == block_ && decoded_.count > 0;
        return is_known ? decoded_.documents[decoded_.count - 1] : list_.last_document(block_);
    }

    void skip_to(LocalDocument document) {
        while (block_ < list_.block_count() && last_of_block() < document) next_block();
    }

    /// Goes on to the first posting of the block that is not before `document`.
    void find(LocalDocument document) {
        constexpr std::size_t kStride = 8;
        while (place_ + kStride <= decoded_.count && decoded_.documents[place_ + kStride - 1] < document) {
            place_ += kStride;
        }
        while (place_ < decoded_.count && decoded_.documents[place_] < document) ++place_;
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

/// The documents of a window that a query's filters and the deletions allow.
class WindowFilter {
  public:
    WindowFilter(const LiveSegment& live, const IndexQuery& query) : live_(live) {
        for (const auto& any_of : query.filters) {
            std::vector<Set>& sets = filters_.emplace_back();
            for (const Feature label : any_of) sets.push_back({live.segment->labelled(label), 0});
        }
    }

    bool allows_all() const { return filters_.empty() && !live_.deleted; }

    /// Makes allows() speak of the window that begins at `begin`, a multiple of kGroup. Windows come in order.
    void enter(LocalDocument begin, LocalDocument end) {
        if (allows_all()) return;
        const std::size_t groups = (end - begin + kGroup - 1) / kGroup;
        const std::size_t first_word = begin / kGroup;
        allowed_.fill(~std::uint64_t{0});
        for (std::vector<Set>& sets : filters_) {
            Words any_of{};
            for (Set& set : sets) add(set, begin, groups, any_of);
            for (std::size_t word = 0; word < groups; ++word) allowed_[word] &= any_of[word];
        }
        if (!live_.deleted) return;
        for (std::size_t word = 0; word < groups; ++word) allowed_[word] &= ~(*live_.deleted)[first_word + word];
    }

    bool allows(LocalDocument place) const { return (allowed_[place / kGroup] >> (place % kGroup) & 1) != 0; }

  private:
    using Words = std::array<std::uint64_t, kWindowGroups>;

    struct Set {
        Segment::Labelled labelled;
        std::size_t next = 0;  // in the list
    };

    static void add(Set& set, LocalDocument begin, std::size_t words, Words& any_of) {
        const auto& bits = set.labelled.bits;
        for (std::size_t word = 0; word < words && begin / kGroup + word < bits.size(); ++word) {
            any_of[word] |= bits[begin / kGroup + word];
        }
        const auto& list = set.labelled.list;
        for (; set.next < list.size() && list[set.next] < begin + words * kGroup; ++set.next) {
            if (list[set.next] < begin) continue;
            const std::size_t place = list[set.next] - begin;
            any_of[place / kGroup] |= std::uint64_t{1} << (place % kGroup);
        }
    }

    const LiveSegment& live_;
    std::vector<std::vector<Set>> filters_;
    Words allowed_;
};

/// A window's scores. Where few documents get one, the groups of those are noted, so that the rest is not looked at.
class WindowScores {
  public:
    /// How a window is kept.
    enum class Density { Sparse, Dense };

    std::uint32_t& operator[](LocalDocument place) { return scores_[place]; }
    std::uint32_t operator[](LocalDocument place) const { return scores_[place]; }

    /// Adds what a list says of the window's documents.
    void add(Cursor& cursor, LocalDocument begin, LocalDocument end, Density density) {
        if (density == Density::Dense) {
            cursor.scan(begin, end,
                        [&](LocalDocument document, std::uint32_t addend) { scores_[document - begin] += addend; });
            return;
        }
        cursor.scan(begin, end, [&](LocalDocument document, std::uint32_t addend) {
            scores_[document - begin] += addend;
            touched_[(document - begin) / kGroup] = 1;
        });
    }

    /// Writes the places whose score is at least `least`, which is above 0, to `places`, rising; returns how many.
    std::size_t collect(std::uint32_t least, Density density, std::uint32_t* places) const {
        if (density == Density::Dense) return scan_scores(scores_.data(), kWindow, least, 0, places);
        std::size_t found = 0;
        for (std::uint32_t group = 0; group < kWindowGroups; ++group) {
            if (touched_[group] == 0) continue;
            const std::uint32_t first = group * kGroup;
            found += scan_scores(scores_.data() + first, kGroup, least, first, places + found);
        }
        return found;
    }

    /// Makes all scores 0 again.
    void clear(Density density) {
        if (density == Density::Dense) {
            scores_.fill(0);
        } else {
            for (std::size_t group = 0; group < kWindowGroups; ++group) {
                if (touched_[group] != 0) std::fill_n(scores_.begin() + group * kGroup, kGroup, 0);
            }
        }
        touched_.fill(0);
    }

  private:
    std::array<std::uint32_t, kWindow> scores_{};
    std::array<std::uint8_t, kWindowGroups> touched_{};  // by group; a byte, so that setting one waits for no other
};

/// What a query needs in memory besides its lists, whatever the number of segments.
struct Scratch {
    WindowScores scores;  // all 0 between windows
    std::array<LocalDocument, kWindow + kScanGroup> candidates;
};

/// A query over one segment, window by window.
class SegmentSearch {
  public:
    SegmentSearch(const LiveSegment& live, const IndexQuery& query, const std::vector<QueryFeature>& features,
                  Scratch& scratch, Best& best)
        : segment_(*live.segment),
          filter_(live, query),
          scores_(scratch.scores),
          places_(scratch.candidates),
          best_(best) {
        cursors_.reserve(features.size());
        for (const QueryFeature& feature : features) {
            if (const auto list = segment_.postings(feature.feature)) cursors_.emplace_back(*list, feature);
        }
        lists_.reserve(cursors_.size());
    }

    void run() {
        if (std::ranges::none_of(cursors_, &Cursor::admits)) return;
        std::uint32_t length = kFirstWindow;
        for (LocalDocument begin = 0; begin < segment_.document_count(); begin += length) {
            // Doubling keeps each begin a multiple of its window's length.
            if (begin > 0 && length < kWindow) length = begin;
            search(begin, std::min(segment_.document_count(), begin + length));
        }
    }

  private:
    struct List {
        Cursor* cursor;
        Cursor::Reach reach;
    };

    void search(LocalDocument begin, LocalDocument end) {
        const std::size_t essential = order_lists(begin, end);
        if (essential == 0) return;
        std::size_t postings = 0;
        for (std::size_t i = 0; i < essential; ++i) postings += lists_[i].reach.postings;
        auto density = postings > kSparsePostings ? WindowScores::Density::Dense : WindowScores::Density::Sparse;
        for (std::size_t i = 0; i < essential; ++i) scores_.add(*lists_[i].cursor, begin, end, density);
        candidates_ = std::span(places_).first(scores_.collect(needed(), density, places_.data()));
        filter_.enter(begin, end);
        if (!filter_.allows_all()) keep_if([&](LocalDocument place) { return filter_.allows(place); });
        for (std::size_t i = essential; i < lists_.size() && !candidates_.empty(); ++i) {
            rest_ -= lists_[i].reach.bound;
            if (candidates_.size() * kLookupCost > lists_[i].reach.postings) {
                density = WindowScores::Density::Dense;
                scores_.add(*lists_[i].cursor, begin, end, density);
            } else {
                look_up(*lists_[i].cursor, begin);
            }
            const std::uint32_t least = needed();
            if (least > 1) keep_if([&](LocalDocument place) { return scores_[place] >= least; });
        }
        for (const LocalDocument place : candidates_) best_.offer({scores_[place], segment_.key(begin + place)});
        best_.settle();
        scores_.clear(density);
    }

    /// The window's lists: first those whose documents must all be looked at (their number is the answer), then the
    /// others, those that can add most first.
    std::size_t order_lists(LocalDocument begin, LocalDocument end) {
        lists_.clear();
        rest_ = 0;
        for (Cursor& cursor : cursors_) {
            const Cursor::Reach reach = cursor.reach(begin, end);
            if (reach.bound == 0) continue;
            lists_.push_back({&cursor, reach});
            if (!cursor.admits()) rest_ += reach.bound;
        }
        std::ranges::sort(lists_, [](const List& a, const List& b) {
            return a.cursor->admits() != b.cursor->admits() ? a.cursor->admits() : a.reach.bound > b.reach.bound;
        });
        auto essential = static_cast<std::size_t>(
            std::ranges::count_if(lists_, [](const List& list) { return list.cursor->admits(); }));
        // rest_ is what all lists that are not essential can add together; alone they must not reach the threshold.
        while (essential > 0 && rest_ + lists_[essential - 1].reach.bound < best_.threshold()) {
            rest_ += lists_[--essential].reach.bound;
        }
        std::sort(lists_.begin() + static_cast<std::ptrdiff_t>(essential), lists_.end(),
                  [](const List& a, const List& b) { return a.reach.bound > b.reach.bound; });
        return essential;
    }

    /// The score that a candidate must have by now; above 0, which is the score of those that nothing admitted.
    std::uint32_t needed() const {
        return rest_ >= best_.threshold() ? 1 : static_cast<std::uint32_t>(best_.threshold() - rest_);
    }

    void look_up(Cursor& cursor, LocalDocument begin) {
        for (const LocalDocument place : candidates_) scores_[place] += cursor.addend(begin + place);
    }

    /// Without a branch: whether a candidate stays cannot be foreseen.
    template <typename Predicate>
    void keep_if(Predicate stays) {
        std::size_t kept = 0;
        for (const LocalDocument place : candidates_) {
            candidates_[kept] = place;
            kept += stays(place) ? 1 : 0;
        }
        candidates_ = candidates_.first(kept);
    }

    const Segment& segment_;
    WindowFilter filter_;
    WindowScores& scores_;
    std::array<LocalDocument, kWindow + kScanGroup>& places_;
    std::span<LocalDocument> candidates_;  // the first of places_: places in the window, rising
    Best& best_;
    std::vector<Cursor> cursors_;
    std::vector<List> lists_;
    std::uint64_t rest_ = 0;
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
    const auto scratch = std::make_unique_for_overwrite<Scratch>();
    for (const LiveSegment& live : snapshot.segments) SegmentSearch(live, query, features, *scratch, best).run();
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
