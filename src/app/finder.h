#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/portal.h"
#include "app/views.h"
#include "base/result.h"
#include "coding/coder.h"
#include "search/searcher.h"
#include "suggest/suggester.h"

namespace xinglin {

/// What stands above the hits when the query names one condition, symptom, test, procedure or drug ingredient, or a
/// danger: enough to answer, each part with its source.
struct AnswerCard {
    /// A panel of its page that is not empty.
    struct Entry {
        Panel panel = Panel::Doctors;
        Ref first;                     ///< the panel's first item
        Trust trust = Trust::Curated;  ///< Imported: it was imported, or only imported relations lead to it
    };

    std::optional<Ref> ref;        ///< the subject; nothing when the query has none and names a danger
    Trust trust = Trust::Curated;  ///< of the concept itself
    std::string summary;           ///< "" when the knowledge has none
    std::vector<Ref> summary_sources;
    std::vector<CareCard> care_cards;
    std::vector<Ref> departments;  ///< that curated knowledge sends it to, best first, at most three
    std::vector<Entry> entries;    ///< in page order; without the panel of departments
};

/// A found item as pages list it.
struct FoundItem {
    SearchHit hit;
    Card card;
    std::vector<std::vector<Ref>> why_sources;  ///< the sources of each of hit.why, by name
};

struct SearchView {
    SearchRequest request;
    UnderstoodQuery query;
    std::vector<Ref> concepts;   ///< query.concepts by name
    std::optional<Ref> subject;  ///< query.subject by name
    std::vector<FoundItem> items;
    std::size_t total = 0;
    bool cut = false;
    std::vector<Facet> facets;             ///< with readers' labels: names of departments
    std::optional<AnswerCard> answer;      ///< on the first page of an unfiltered search
    std::vector<std::string> not_found;    ///< parts of the query that nothing here speaks of (TORCH of TORCH检查)
    std::vector<Suggestion> alternatives;  ///< when an unfiltered search found nothing: what there is that is near
};

/// Searching as pages and tools use it. As Portal: one snapshot a call, no database, thread-safe.
class Finder {
  public:
    /// A Live that `published` stands for must outlive the finder.
    explicit Finder(const PublishedState& published, const ReadingSettings& settings = {})
        : live_(published), settings_(settings) {}

    /// InvalidInput (`where`: the field, with a sentence in Chinese for readers) for a query of more than
    /// kMaxQueryCharacters, a limit of 0 or more than kMaxPageHits, an offset beyond kMaxHits, a type that there is
    /// not. Other facet values that nothing has find nothing.
    Result<SearchView> search(const SearchRequest& request) const;

    /// At most `limit`, of which 1 to 20 make sense. None for what is longer than a query may be.
    std::vector<Suggestion> suggest(std::string_view typed, std::size_t limit) const;

    /// InvalidInput for a phrase of more than kMaxQueryCharacters.
    Result<std::vector<CodeCandidate>> code(std::string_view text, std::size_t limit) const;

  private:
    PublishedState live_;
    ReadingSettings settings_;
};

/// What is longer is no query; a reader who pastes an article is told so.
inline constexpr std::size_t kMaxQueryCharacters = 400;

/// Hits of one page.
inline constexpr std::size_t kMaxPageHits = 100;

}  // namespace xinglin
