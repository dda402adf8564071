#include "search/searcher.h"

namespace xinglin {

class Searcher::Ranking {};

Searcher::Searcher(std::shared_ptr<const Corpus> /*corpus*/, std::shared_ptr<const Speller> /*speller*/) {}
Searcher::Searcher(const Searcher& /*previous*/, std::shared_ptr<const Corpus> corpus,
                   std::shared_ptr<const Speller> speller)
    : Searcher(std::move(corpus), std::move(speller)) {}
Searcher::~Searcher() = default;

SearchResult Searcher::search(const SearchRequest& request) const {
    return {understand(request.query, request.spelling), {}, 0, false, {}};
}

UnderstoodQuery Searcher::understand(std::string_view query, bool /*spelling*/) const {
    return {std::string(query), std::nullopt, {}, {}, QueryIntent::Any, std::nullopt};
}

std::size_t Searcher::index_bytes() const {
    return 0;
}

std::string_view name_of(FacetKind kind) {
    switch (kind) {
        case FacetKind::Type:
            return "type";
        case FacetKind::Department:
            return "department";
        case FacetKind::Region:
            return "region";
        case FacetKind::Level:
            return "level";
        case FacetKind::DoctorTitle:
            return "title";
    }
    return "";
}

std::optional<FacetKind> facet_kind_named(std::string_view name) {
    for (std::size_t kind = 0; kind < kFacetKindCount; ++kind)
        if (name_of(static_cast<FacetKind>(kind)) == name) return static_cast<FacetKind>(kind);
    return std::nullopt;
}

std::string_view name_of(HitReason::Kind kind) {
    switch (kind) {
        case HitReason::Kind::Name:
            return "name";
        case HitReason::Kind::Title:
            return "title";
        case HitReason::Kind::Text:
            return "text";
        case HitReason::Kind::Concept:
            return "concept";
        case HitReason::Kind::Narrower:
            return "narrower";
        case HitReason::Kind::Relation:
            return "relation";
    }
    return "";
}

std::string_view name_of(QueryIntent intent) {
    switch (intent) {
        case QueryIntent::Any:
            return "any";
        case QueryIntent::Condition:
            return "condition";
        case QueryIntent::Symptom:
            return "symptom";
        case QueryIntent::Doctor:
            return "doctor";
        case QueryIntent::Hospital:
            return "hospital";
        case QueryIntent::Drug:
            return "drug";
        case QueryIntent::Test:
            return "test";
        case QueryIntent::Procedure:
            return "procedure";
        case QueryIntent::Department:
            return "department";
        case QueryIntent::Question:
            return "question";
    }
    return "";
}

}  // namespace xinglin
