#include "index/merge.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <utility>

#include "index/index_error.h"
#include "index/segment_format.h"
#include "index/segment_writer.h"

namespace xinglin {
namespace {

/// Segments smaller than this are of one tier.
constexpr std::uint64_t kSmallBytes = std::uint64_t{1} << 20;
constexpr LocalDocument kDeleted = UINT32_MAX;

/// 0 for segments that are small, one more for each power of `width`.
std::size_t tier_of(std::uint64_t bytes, std::size_t width) {
    std::size_t tier = 0;
    for (; bytes > kSmallBytes; bytes /= width) ++tier;
    return tier;
}

/// A segment on its way into another.
class Source {
  public:
    explicit Source(const LiveSegment& live)
        : live_(live), places_(live.segment->document_count(), kDeleted), lists_(*live.segment) {}

    /// The key of the next live document; nothing behind the last.
    std::optional<DocumentKey> next_key() {
        while (document_ < places_.size() && live_.is_deleted(document_)) ++document_;
        if (document_ == places_.size()) return {};
        return live_.segment->key(document_);
    }

    /// Gives the document of next_key() its place in the merged segment.
    void place_next(LocalDocument place) { places_[document_++] = place; }

    /// The feature whose list comes next, spread; nothing behind the last.
    std::optional<std::uint64_t> next_feature() const {
        if (lists_.at_end()) return {};
        return lists_.spread_feature();
    }

    /// Whether a live document has it.
    bool has_live_posting() {
        if (!live_.deleted) return true;
        const PostingList& list = lists_.list();
        for (std::size_t block = 0; block < list.block_count(); ++block) {
            list.decode(block, block_);
            for (std::size_t i = 0; i < block_.count; ++i) {
                if (!live_.is_deleted(block_.documents[i])) return true;
            }
        }
        return false;
    }

    void skip_feature() { lists_.next(); }

    /// Starts the features from the first again.
    void rewind() { lists_ = SegmentLists(*live_.segment); }

    /// Appends the live postings of next_feature() by their new places, and goes on.
    void take_postings(std::vector<Posting>& out) {
        const PostingList& list = lists_.list();
        for (std::size_t block = 0; block < list.block_count(); ++block) {
            list.decode(block, block_);
            for (std::size_t i = 0; i < block_.count; ++i) {
                const LocalDocument place = places_[block_.documents[i]];
                if (place != kDeleted) out.push_back({place, static_cast<std::uint8_t>(block_.impacts[i])});
            }
        }
        lists_.next();
    }

    /// Appends the live documents that have the label.
    void take_label(Feature label, std::vector<LocalDocument>& out) const {
        const Segment::Labelled labelled = live_.segment->labelled(label);
        const auto take = [&](LocalDocument document) {
            if (document < places_.size() && places_[document] != kDeleted) out.push_back(places_[document]);
        };
        for (const LocalDocument document : labelled.list) take(document);
        if (labelled.bits.empty()) return;
        for (LocalDocument document = 0; document < places_.size(); ++document) {
            if ((labelled.bits[document / 64] >> (document % 64) & 1) != 0) take(document);
        }
    }

    const Segment& segment() const { return *live_.segment; }

  private:
    LiveSegment live_;
    std::vector<LocalDocument> places_;  // in the merged segment, by the document here
    LocalDocument document_ = 0;
    SegmentLists lists_;
    PostingList::Block block_;
};

std::vector<DocumentKey> merge_keys(std::vector<Source>& sources) {
    std::vector<DocumentKey> keys;
    while (true) {
        Source* next = nullptr;
        std::optional<DocumentKey> least;
        for (Source& source : sources) {
            const auto key = source.next_key();
            if (!key || (least && *least <= *key)) continue;
            least = key;
            next = &source;
        }
        if (!least) return keys;
        next->place_next(static_cast<LocalDocument>(keys.size()));
        keys.push_back(*least);
    }
}

/// The feature that comes next of all; nothing behind the last.
std::optional<std::uint64_t> least_feature(const std::vector<Source>& sources) {
    std::optional<std::uint64_t> least;
    for (const Source& source : sources) {
        const auto feature = source.next_feature();
        if (feature && (!least || *feature < *least)) least = feature;
    }
    return least;
}

/// How many features the live documents have.
std::uint64_t count_features(std::vector<Source>& sources) {
    std::uint64_t count = 0;
    while (const auto least = least_feature(sources)) {
        bool is_live = false;
        for (Source& source : sources) {
            if (source.next_feature() != least) continue;
            is_live = is_live || source.has_live_posting();
            source.skip_feature();
        }
        count += is_live ? 1 : 0;
    }
    for (Source& source : sources) source.rewind();
    return count;
}

void merge_lists(std::vector<Source>& sources, SegmentWriter& writer) {
    std::vector<Posting> postings;
    while (const auto least = least_feature(sources)) {
        postings.clear();
        for (Source& source : sources) {
            if (source.next_feature() == least) source.take_postings(postings);
        }
        if (postings.empty()) continue;
        const auto is_rising = std::ranges::is_sorted(postings, {}, &Posting::document);
        if (!is_rising) std::ranges::sort(postings, {}, &Posting::document);
        writer.add(segment_format::feature_of(*least), postings);
    }
}

void merge_labels(const std::vector<Source>& sources, SegmentWriter& writer) {
    std::vector<Feature> labels;
    for (const Source& source : sources) {
        for (const auto& label : source.segment().labels()) labels.push_back(label.feature);
    }
    std::ranges::sort(labels);
    labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
    std::vector<LocalDocument> documents;
    for (const Feature label : labels) {
        documents.clear();
        for (const Source& source : sources) source.take_label(label, documents);
        if (documents.empty()) continue;
        std::ranges::sort(documents);
        writer.add_label(label, documents);
    }
}

}  // namespace

std::vector<std::size_t> pick_merge(std::span<const SegmentWeight> segments, std::size_t width,
                                    std::uint64_t max_bytes) {
    std::map<std::size_t, std::vector<std::size_t>> tiers;
    for (std::size_t i = 0; i < segments.size(); ++i) {
        if (segments[i].deleted * 2 > segments[i].documents) return {i};
        if (segments[i].live_bytes() <= max_bytes) tiers[tier_of(segments[i].live_bytes(), width)].push_back(i);
    }
    for (auto& [tier, places] : tiers) {
        if (places.size() < width) continue;
        std::vector<std::size_t> chosen;
        std::uint64_t sum = 0;
        for (const std::size_t place : places) {
            if (sum + segments[place].live_bytes() > max_bytes) continue;
            sum += segments[place].live_bytes();
            chosen.push_back(place);
        }
        if (chosen.size() > 1) return chosen;
    }
    return {};
}

std::vector<std::size_t> pick_everything(std::span<const SegmentWeight> segments, std::uint64_t max_bytes) {
    std::vector<std::size_t> places(segments.size());
    std::iota(places.begin(), places.end(), std::size_t{0});
    std::ranges::stable_sort(places, {}, [&](std::size_t place) { return segments[place].live_bytes(); });
    std::vector<std::size_t> chosen;
    std::uint64_t sum = 0;
    for (const std::size_t place : places) {
        if (sum + segments[place].live_bytes() > max_bytes) break;
        sum += segments[place].live_bytes();
        chosen.push_back(place);
    }
    std::ranges::sort(chosen);
    if (chosen.size() > 1) return chosen;
    for (std::size_t place = 0; place < segments.size(); ++place) {
        if (segments[place].deleted > 0) return {place};
    }
    return {};
}

void merge_segments(std::span<const LiveSegment> sources, const std::filesystem::path& path) {
    for (const LiveSegment& live : sources) live.segment->check_every_byte();
    std::vector<Source> merged(sources.begin(), sources.end());
    const std::uint64_t features = count_features(merged);
    SegmentWriter writer(path, merge_keys(merged), features);
    merge_lists(merged, writer);
    merge_labels(merged, writer);
    writer.finish();
}

}  // namespace xinglin
