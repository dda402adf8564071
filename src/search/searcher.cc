#include "search/searcher.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "base/budget.h"
#include "base/name_table.h"
#include "search/explanation.h"
#include "search/features.h"
#include "search/item_collection.h"
#include "search/query_reading.h"
#include "search/ranking.h"
#include "spelling/spelling.h"
#include "text/fold.h"
#include "text/general_model.h"

namespace xinglin {
namespace {

constexpr std::size_t kMostFacetValues = 12;

using Filters = std::vector<std::vector<Feature>>;

/// What a choice asks of the index, but for one facet.
Filters filters_of(const FacetChoice& chosen, std::optional<FacetKind> without = std::nullopt) {
    Filters filters;
    for (std::size_t kind = 0; kind < kFacetKindCount; ++kind) {
        if (chosen[kind].empty() || without == static_cast<FacetKind>(kind)) continue;
        std::vector<Feature> labels;
        for (const std::string& value : chosen[kind])
            labels.push_back(facet_label(static_cast<FacetKind>(kind), value));
        filters.push_back(std::move(labels));
    }
    return filters;
}

/// Counts the values of one facet over hits.
Facet count_values(const ItemCollection& items, const std::vector<Candidate>& hits, FacetKind kind,
                   const std::vector<std::string>& chosen) {
    std::unordered_map<std::string_view, std::size_t> counts;
    for (const Candidate& hit : hits) {
        if (kind == FacetKind::Type) ++counts[name_of(items.type_of(hit.slot))];
        for (const std::uint32_t number : items.facets_of(hit.slot))
            if (items.facet_value(number).first == kind) ++counts[items.facet_value(number).second];
    }
    for (const std::string& value : chosen) counts.try_emplace(value, 0);
    Facet facet{kind, {}};
    for (const auto& [value, count] : counts) {
        const bool is_chosen = std::ranges::find(chosen, value) != chosen.end();
        facet.values.push_back({std::string(value), std::string(value), count, is_chosen});
    }
    std::ranges::sort(facet.values, [](const FacetValue& a, const FacetValue& b) {
        return std::tuple(b.chosen, b.count, a.value) < std::tuple(a.chosen, a.count, b.value);
    });
    if (facet.values.size() > kMostFacetValues) facet.values.resize(kMostFacetValues);
    return facet;
}

}  // namespace

class Searcher::Ranking {
  public:
    Ranking(std::shared_ptr<const Corpus> corpus, std::shared_ptr<const Speller> speller)
        : items_(std::move(corpus)), speller_(std::move(speller)) {}
    Ranking(const Ranking& previous, std::shared_ptr<const Corpus> corpus, std::shared_ptr<const Speller> speller)
        : items_(previous.items_, std::move(corpus)), speller_(std::move(speller)) {}

    Ranking(std::shared_ptr<const Corpus> corpus, std::shared_ptr<const Speller> speller, ArchiveReader& archive,
            std::shared_ptr<const Segment> segment)
        : items_(std::move(corpus), archive, std::move(segment)), speller_(std::move(speller)) {}

    std::shared_ptr<const Segment> save(ArchiveWriter& archive) const {
        if (!items_.is_whole()) return nullptr;
        items_.save(archive);
        return items_.index().segments.front().segment;
    }

    UnderstoodQuery understand(std::string_view query, bool spelling) const {
        const std::string simplified = to_simplified(trimmed(query));
        std::optional<std::string> corrected;
        if (spelling && speller_) corrected = speller_->correct(simplified);
        UnderstoodQuery understood =
            understand_query(items_.corpus(), everyday_.get(), corrected ? *corrected : simplified);
        understood.corrected = std::move(corrected);
        return understood;
    }

    SearchResult search(const SearchRequest& request) const {
        SearchResult result;
        const QueryReading query =
            read_query(items_.corpus(), items_.index(), understand(request.query, request.spelling));
        const std::size_t count = request.with_facets ? kMaxHits : std::min(kMaxHits, request.offset + request.limit);
        const std::vector<Candidate> hits = rank(items_, query, filters_of(request.chosen), count);
        result.query = query.understood;
        result.not_found = query.not_found;
        if (hits.empty())
            result.not_found.insert(result.not_found.end(), query.unknown_words.begin(), query.unknown_words.end());
        result.total = hits.size();
        result.cut = hits.size() >= count;
        const std::size_t last = std::min(hits.size(), request.offset + request.limit);
        for (std::size_t i = request.offset; i < last; ++i) {
            check_budget();
            result.hits.push_back(explain(items_, query, hits[i]));
        }
        if (request.with_facets) add_facets(query, request.chosen, hits, result.facets);
        return result;
    }

    std::size_t index_bytes() const { return items_.index_bytes(); }

  private:
    void add_facets(const QueryReading& query, const FacetChoice& chosen, const std::vector<Candidate>& hits,
                    std::vector<Facet>& facets) const {
        for (std::size_t i = 0; i < kFacetKindCount; ++i) {
            const auto kind = static_cast<FacetKind>(i);
            // A reader who chose one value sees what the others of its kind would bring.
            const std::vector<Candidate> widened =
                chosen[i].empty() ? std::vector<Candidate>{} : rank(items_, query, filters_of(chosen, kind), kMaxHits);
            Facet facet = count_values(items_, chosen[i].empty() ? hits : widened, kind, chosen[i]);
            if (!facet.values.empty()) facets.push_back(std::move(facet));
        }
    }

    ItemCollection items_;
    std::shared_ptr<const Speller> speller_;
    std::shared_ptr<const GeneralModel> everyday_ = GeneralModel::system();  // May be nullptr.
};

Searcher::Searcher(std::shared_ptr<const Corpus> corpus, std::shared_ptr<const Speller> speller)
    : ranking_(std::make_shared<const Ranking>(std::move(corpus), std::move(speller))) {}

Searcher::Searcher(const Searcher& previous, std::shared_ptr<const Corpus> corpus,
                   std::shared_ptr<const Speller> speller)
    : ranking_(std::make_shared<const Ranking>(*previous.ranking_, std::move(corpus), std::move(speller))) {}

Searcher::Searcher(std::shared_ptr<const Corpus> corpus, std::shared_ptr<const Speller> speller, ArchiveReader& archive,
                   std::shared_ptr<const Segment> segment)
    : ranking_(std::make_shared<const Ranking>(std::move(corpus), std::move(speller), archive, std::move(segment))) {}

Searcher::~Searcher() = default;

std::shared_ptr<const Segment> Searcher::save(ArchiveWriter& archive) const {
    return ranking_->save(archive);
}

SearchResult Searcher::search(const SearchRequest& request) const {
    return ranking_->search(request);
}

UnderstoodQuery Searcher::understand(std::string_view query, bool spelling) const {
    return ranking_->understand(query, spelling);
}

std::size_t Searcher::index_bytes() const {
    return ranking_->index_bytes();
}

constexpr NameTable<FacetKind> kFacetKindNames("type", "department", "region", "level", "title");

std::string_view name_of(FacetKind kind) {
    return kFacetKindNames.name_of(kind);
}

std::optional<FacetKind> facet_kind_named(std::string_view name) {
    return kFacetKindNames.named(name);
}

constexpr NameTable<HitReason::Kind> kHitReasonNames("name", "title", "text", "concept", "narrower", "relation");

std::string_view name_of(HitReason::Kind kind) {
    return kHitReasonNames.name_of(kind);
}

constexpr NameTable<QueryIntent> kIntentNames("any", "condition", "symptom", "doctor", "hospital", "drug", "test",
                                              "procedure", "department", "question");

std::string_view name_of(QueryIntent intent) {
    return kIntentNames.name_of(intent);
}

}  // namespace xinglin
