#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/strings.h"
#include "knowledge/concept.h"
#include "knowledge/relation.h"
#include "knowledge/triage_rule.h"

namespace xinglin {

class ArchiveReader;
class ArchiveWriter;

/// A concept's place in one Knowledge; dense, from 0. Meaningless in another Knowledge.
struct ConceptIndex {
    std::uint32_t value = 0;

    friend auto operator<=>(const ConceptIndex&, const ConceptIndex&) = default;
};

/// A relation's place in one Knowledge.
struct RelationIndex {
    std::uint32_t value = 0;

    friend auto operator<=>(const RelationIndex&, const RelationIndex&) = default;
};

/// What is known, as loose parts: what a pack brings and a store keeps.
struct KnowledgeData {
    std::vector<Source> sources;
    std::vector<Concept> concepts;
    std::vector<Relation> relations;
    std::vector<RedFlag> red_flags;
    std::vector<TriageRule> triage_rules;

    friend bool operator==(const KnowledgeData&, const KnowledgeData&) = default;
};

enum class Severity { Note, Warning, Error };
std::string_view name_of(Severity severity);

/// Something wrong with knowledge or a record. `where` names the entity: a concept id, a relation's key, a field.
struct Problem {
    Severity severity = Severity::Error;
    std::string rule;  ///< stable id, such as "unknown-concept"
    std::string where;
    std::string message;
    std::string mend;

    friend bool operator==(const Problem&, const Problem&) = default;
};

/// Where a concept is a sign: red_flags()[red_flag].signs[sign].
struct SignPlace {
    std::uint32_t red_flag = 0;
    std::uint32_t sign = 0;
};

/// The most is_a or part_of steps in a row that make sense; check() refuses more.
inline constexpr std::size_t kMaxDepth = 32;

/// Everything that is wrong with `data` as a whole: duplicate ids, unknown concepts and sources, kinds and roles that
/// do not fit the predicate, cycles in is_a and part_of, one name claimed by two concepts, a relation without a source,
/// a positive and a negative relation for the same pair, bad ids, dirty text. `where` is the id of a source, concept or
/// red flag, or a relation's key_of(). Empty when nothing is. O(n log n). docs/PACK.md lists the rules.
std::vector<Problem> check(const KnowledgeData& data);

/// A way to write a name of a concept that no concept has as its own: 格林巴利症候群.
struct DerivedName {
    std::string text;  ///< folded
    ConceptIndex concept_index;

    friend bool operator==(const DerivedName&, const DerivedName&) = default;
};

/// What is known, ready to be asked. Immutable, so any number of threads may share one. Holds only what is in force: a
/// relation, summary, red flag or rule of triage whose sources are all withdrawn is not there; the others do not cite
/// it.
class Knowledge {
  public:
    /// One step of a path: the relation and the concept at its other end.
    struct Link {
        RelationIndex relation;
        ConceptIndex other;
    };

    /// A concept reached by climbing is_a, with the relations climbed, lowest first.
    struct Ancestor {
        ConceptIndex concept_index;
        std::vector<RelationIndex> path;
    };

    Knowledge() = default;

    /// Relations and red flags that name unknown concepts and relations of a concept to itself are left out (check()
    /// names them); later duplicates lose.
    explicit Knowledge(KnowledgeData data);

    std::span<const Concept> concepts() const { return data_.concepts; }
    std::span<const Relation> relations() const { return data_.relations; }
    std::span<const Source> sources() const { return data_.sources; }
    std::span<const RedFlag> red_flags() const { return data_.red_flags; }
    std::span<const TriageRule> triage_rules() const { return data_.triage_rules; }

    const Concept& at(ConceptIndex index) const { return data_.concepts[index.value]; }
    const Relation& at(RelationIndex index) const { return data_.relations[index.value]; }

    std::optional<ConceptIndex> find(std::string_view concept_id) const;
    const Source* find_source(std::string_view source_id) const;

    /// Concepts with this preferred name, alias or English name, compared folded; in that order, then by id. When there
    /// is none, the one concept that another way to write or to ask for the name fits (knowledge/name_variants.h).
    std::vector<ConceptIndex> named(std::string_view name) const;

    /// How else the names are written, where exactly one concept fits: those of curated concepts by the rules of
    /// knowledge/name_variants.h, and what stands in brackets of any. Of aliases only those that count alone. By text.
    std::span<const DerivedName> derived_names() const { return derived_names_; }

    /// Links from `subject` by `predicate`: curated ones first, of these the strongest role, then by id. A symmetric
    /// predicate is read both ways.
    std::span<const Link> outgoing(ConceptIndex subject, Predicate predicate) const;
    /// Links to `object` by `predicate`: `other` is the subject. For a symmetric predicate the same as outgoing().
    std::span<const Link> incoming(ConceptIndex object, Predicate predicate) const;

    /// Whether readers may meet the concept (is_for_readers()). What they may not has no links: nothing leads to it,
    /// and it is above and below nothing.
    bool is_for_readers(ConceptIndex index) const { return for_readers_[index.value]; }

    /// All concepts above `index` by is_a, each once, nearest first, but those that imported relations are needed for
    /// after all others; `index` itself is not among them. What lies more than kMaxDepth steps away is not climbed to.
    const std::vector<Ancestor>& ancestors(ConceptIndex index) const;
    /// All concepts below `index` by is_a, nearest first, each once, without `index`.
    std::vector<ConceptIndex> descendants(ConceptIndex index) const;
    bool is_kind_of(ConceptIndex index, ConceptIndex ancestor) const;  ///< True also when they are the same.

    /// Whether a relation joins the two, in either direction; negative ones keep apart and do not count.
    bool directly_related(ConceptIndex a, ConceptIndex b) const;

    /// Care cards of this concept, most pressing first.
    std::vector<const RedFlag*> red_flags_of(ConceptIndex index) const;
    /// Where this very concept is a sign of a care card, by card.
    std::span<const SignPlace> sign_places_of(ConceptIndex index) const { return sign_places_[index.value]; }

    /// For a file that the same build of the program reads back (base/archive.h), several times faster than building.
    /// Fails (the archive's ok()), and is empty then, when what load() is given is not what save() gives.
    void save(ArchiveWriter& archive) const;
    static Knowledge load(ArchiveReader& archive);

  private:
    bool has_sound_links() const;
    /// Takes withdrawn sources out; false when nothing is left that the text could rest on.
    bool keep_in_force(std::vector<std::string>& sources) const;
    void index_concepts();
    void derive_names();
    /// The one finding, or with `any_kind` the one concept, that the texts name.
    std::vector<ConceptIndex> only_one_named(std::span<const std::string> texts, bool any_kind) const;
    void index_relations();
    void index_ancestors();
    void index_red_flags();

    KnowledgeData data_;
    StringMap<std::uint32_t> concept_by_id_;
    StringMap<std::uint32_t> source_by_id_;
    std::vector<bool> for_readers_;  // By concept.
    StringMap<std::vector<ConceptIndex>> concepts_by_name_;
    std::vector<DerivedName> derived_names_;
    // links_[begins_[concept * kPredicateCount + predicate] .. begins_[... + 1]) in compressed-row form.
    std::vector<Link> outgoing_;
    std::vector<std::uint32_t> outgoing_begins_;
    std::vector<Link> incoming_;
    std::vector<std::uint32_t> incoming_begins_;
    std::vector<std::vector<Ancestor>> ancestors_;
    std::vector<std::vector<std::uint32_t>> red_flags_by_concept_;
    std::vector<std::vector<SignPlace>> sign_places_;
};

}  // namespace xinglin
