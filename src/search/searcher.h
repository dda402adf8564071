#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "annotate/annotator.h"
#include "base/enumeration.h"
#include "corpus/corpus.h"
#include "corpus/item.h"
#include "text/utf8.h"

namespace xinglin {

class ArchiveReader;
class ArchiveWriter;
class Segment;

/// What readers can narrow a result by.
enum class FacetKind { Type, Department, Region, Level, DoctorTitle };

inline constexpr std::size_t kFacetKindCount = count_of<FacetKind>;

std::string_view name_of(FacetKind kind);  ///< "type", "department", "region", "level", "title": in URLs and JSON
std::optional<FacetKind> facet_kind_named(std::string_view name);

/// Chosen values by facet kind; of one kind a hit has at least one. Type values are names of ItemType, departments are
/// concept ids, the others are words as the records have them (福建省, 三级甲等, 主任医师).
using FacetChoice = std::array<std::vector<std::string>, kFacetKindCount>;

struct SearchRequest {
    std::string query;
    std::size_t offset = 0;
    std::size_t limit = 10;
    FacetChoice chosen{};
    bool with_facets = false;  ///< counts cost as much again for each kind that is chosen
    bool spelling = true;      ///< false: searched as typed
};

/// Why an item is a hit.
struct HitReason {
    enum class Kind {
        Name,      ///< the query is, or holds, the item's name or another name of it
        Title,     ///< words of the query stand in its title
        Text,      ///< words of the query stand in its text
        Concept,   ///< it speaks of a concept that the query names (perhaps by another name)
        Narrower,  ///< it speaks of a kind of that concept
        Relation,  ///< a sourced relation joins it to that concept
    };
    Kind kind = Kind::Title;
    std::string text;                  ///< the words of the query, or the concept's name
    std::string id;                    ///< of the concept; "" for words
    std::string field;                 ///< where it stands: a Field's name; a predicate's for Relation
    std::vector<std::string> sources;  ///< of the relation
};

std::string_view name_of(HitReason::Kind kind);  ///< "name", "title", "text", "concept", "narrower", "relation"

struct SearchHit {
    std::string id;
    ItemType type = ItemType::Article;
    std::string title;
    double score = 0;
    std::vector<HitReason> why;            ///< strongest first; never empty
    std::vector<Span> title_highlights;    ///< bytes of `title` that the query names; ascending, apart
    std::string excerpt;                   ///< the part of the text that fits best; "" when the text has none
    std::vector<Span> excerpt_highlights;  ///< bytes of `excerpt`
    std::string caution;                   ///< of a drug, when the query says for whom: why not, or whom to ask first
};

struct FacetValue {
    std::string value;  ///< as FacetChoice takes it
    std::string label;  ///< as readers see it; for types the name of ItemType
    std::size_t count = 0;
    bool chosen = false;
};

struct Facet {
    FacetKind kind = FacetKind::Type;
    std::vector<FacetValue> values;  ///< most hits first
};

/// What kind of page the query asks for.
enum class QueryIntent { Any, Condition, Symptom, Doctor, Hospital, Drug, Test, Procedure, Department, Question };
std::string_view name_of(QueryIntent intent);

/// What was understood of a query.
struct UnderstoodQuery {
    std::string text;                           ///< what was searched: simplified and corrected
    std::optional<std::string> corrected;       ///< set when that differs from what was typed by spelling
    std::vector<ConceptIndex> concepts;         ///< that it names, in the order of the query, each once
    std::vector<Span> mentions;                 ///< bytes of `text` that are names of concepts, or an everyday word
    std::vector<Span> whom;                     ///< of `mentions`, those that only say for whom (孕妇, 孩子)
    std::vector<ConceptIndex> denied_concepts;  ///< of `concepts`: the query only says that they are not there
    std::vector<Span> denied;                   ///< names that the query says are not there, beside others that are
    std::vector<Aspect> aspects;
    std::optional<ConceptIndex> drug_trouble{};  ///< what a named drug did to somebody (药物过敏): one of `concepts`
    QueryIntent intent = QueryIntent::Any;
    std::optional<ConceptIndex> subject;  ///< the one concept that the query is about: what an answer card shows
};

struct SearchResult {
    UnderstoodQuery query;
    std::vector<SearchHit> hits;
    std::size_t total = 0;  ///< hits that can be paged through; without facets no more than were looked for
    bool cut = false;       ///< there are more
    std::vector<Facet> facets;
    std::vector<std::string> not_found;  ///< parts of the query, as typed, that nothing here speaks of
};

/// At most this many hits of a query can be paged through and are counted in facets.
inline constexpr std::size_t kMaxHits = 1000;

class Speller;

/// Ranked search over one corpus. Immutable, so any number of threads may share one.
class Searcher {
  public:
    /// Indexes every record and every concept that has a page, in a temporary folder that lives as long as the
    /// Searcher. Throws IndexError when the disk refuses. `speller` may be nullptr: nothing is corrected.
    Searcher(std::shared_ptr<const Corpus> corpus, std::shared_ptr<const Speller> speller);

    /// As a new Searcher of `corpus`, but what it shares with `previous` is not read again.
    Searcher(const Searcher& previous, std::shared_ptr<const Corpus> corpus, std::shared_ptr<const Speller> speller);

    /// What was saved of a Searcher of an equal corpus. Throws IndexError when the segment is damaged. To be thrown
    /// away when the archive has failed.
    Searcher(std::shared_ptr<const Corpus> corpus, std::shared_ptr<const Speller> speller, ArchiveReader& archive,
             std::shared_ptr<const Segment> segment);

    ~Searcher();

    /// For a file that the same build of the program reads back (base/archive.h). Answers the index, to be saved
    /// beside; null, and nothing is saved, when it has parts that are not merged.
    std::shared_ptr<const Segment> save(ArchiveWriter& archive) const;

    /// An empty query finds nothing. The same request on the same corpus has the same answer; pages of one request
    /// neither repeat nor skip a hit.
    SearchResult search(const SearchRequest& request) const;

    UnderstoodQuery understand(std::string_view query, bool spelling) const;

    std::size_t index_bytes() const;

  private:
    class Ranking;
    std::shared_ptr<const Ranking> ranking_;
};

}  // namespace xinglin
