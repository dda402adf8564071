#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/enumeration.h"
#include "base/result.h"
#include "corpus/corpus.h"

namespace xinglin {

/// The blocks around a page.
enum class Panel { Doctors, Articles, Questions, Drugs, Tests, Procedures, Conditions, Hospitals, Departments };

inline constexpr int kPanelCount = static_cast<int>(count_of<Panel>);

std::string_view name_of(Panel panel);  ///< "doctors", ...: the key in JSON and the word in URLs.
std::optional<Panel> panel_named(std::string_view name);

/// Some of the panels.
class PanelSet {
  public:
    template <typename... Each>
    constexpr explicit PanelSet(Each... each) : bits_((0U | ... | bit(each))) {}

    constexpr bool contains(Panel panel) const { return (bits_ & bit(panel)) != 0; }
    constexpr void add(Panel panel) { bits_ |= bit(panel); }

    friend constexpr bool operator==(PanelSet, PanelSet) = default;

  private:
    static constexpr std::uint32_t bit(Panel panel) { return 1U << static_cast<std::uint32_t>(panel); }
    std::uint32_t bits_;
};

/// Reads "drugs,tests", "none" or "all". InvalidInput that names the word at fault.
Result<PanelSet> panel_set_from(std::string_view text);

/// Where a wrong item does most harm: what nobody has reviewed admits nothing there unless the operator says so.
inline constexpr PanelSet kCuratedOnlyByDefault(Panel::Drugs, Panel::Tests);

/// The kind of record that fills a panel; nothing for the panels of concepts (tests, procedures, conditions,
/// departments).
std::optional<RecordKind> record_kind_of(Panel panel);

/// One step of a path: a relation read forwards, or backwards (`inverse`), or a record that mentions a concept
/// ("mentions", "title", "department", "specialty", "ingredient", "indication", "works_at",
/// "answered_by").
struct PathStep {
    std::string from_id;
    std::string from_name;
    std::string step;  ///< a predicate's or field's name
    bool inverse = false;
    std::string to_id;
    std::string to_name;
    Trust trust = Trust::Curated;  ///< of the relation; a record's own words count as curated
};

/// Why an item belongs on a page: the path that leads to it, what the path rests on, and the sentence that says so.
struct Why {
    std::vector<PathStep> path;
    std::vector<std::string> sources;  ///< source ids of the relations, record ids of the texts read; never empty
    std::string quote;                 ///< a relation's statement, or the sentence of the record; never empty
    std::string quote_of;              ///< the id of the source or record that the quote stands in or paraphrases
    bool verbatim = false;  ///< the quote stands so in the record; otherwise it says in our words what the source says
    bool reviewed = false;  ///< the path has relations, and a clinician has reviewed each
    Trust trust = Trust::Curated;  ///< Imported: it needs an imported relation
};

/// A related thing: a record, or a concept that is a page of its own.
struct Item {
    std::string id;
    std::string name;
    double score = 0;
    std::vector<Why> why;           ///< curated ones first, of these the strongest; never empty
    std::vector<std::string> also;  ///< near-duplicates folded into this one (the same drug by another maker)
    Trust trust = Trust::Curated;   ///< Imported: only paths over imported relations lead to it
    bool by_department_alone =
        false;                   ///< a doctor whose department treats the subject, and whose own words do not name it
    bool must_not_miss = false;  ///< a condition that a source warns not to miss behind the page's symptom
    Role role = Role::None;      ///< of a drug: its place in the treatment
    bool off_label = false;      ///< of a drug: a relation names the use, the product's label does not
    std::string caution = {};    ///< a sentence on what care the page's people need with it; "" when none
};

/// A treatment that stands in the drugs panel as text, because there is no product of it: the first line must be named.
struct NamedTreatment {
    std::string id;  ///< substance, class or procedure
    std::string name;
    std::string subject_id;  ///< what it treats
    Role role = Role::None;
    Administrations routes;
    CareSetting setting = CareSetting::Anywhere;
    std::vector<std::string> sources;  ///< never empty
    std::string statement;             ///< what the sources say
    std::string text;                  ///< for readers: "首选 X：本站没有收录产品"
    bool is_drug = true;
    bool has_other_product = false;  ///< there are products, of another route
};

/// Something that a character-matching portal would have shown, and why it is not here. For editors.
struct Withheld {
    std::string id;
    std::string name;
    Panel panel = Panel::Drugs;
    std::vector<std::string> also;  ///< near-duplicates folded into this one
    std::string rule;    ///< "no-path", "negative-relation", "constraint", "contradicts-knowledge", "cut-text",
                         ///< "not-reviewed", "route", "compound", "caution", ...
    std::string reason;  ///< a sentence for editors, with what the item does speak of
};

struct Panels {
    std::array<std::vector<Item>, kPanelCount> items;  ///< by Panel
    std::vector<NamedTreatment> without_product;       ///< stands before the drugs
    std::vector<Withheld> withheld;

    const std::vector<Item>& of(Panel panel) const { return items[static_cast<std::size_t>(panel)]; }
    std::vector<Item>& of(Panel panel) { return items[static_cast<std::size_t>(panel)]; }
};

/// What a page is about: the input of relating.
struct PageContext {
    std::string record_id;  ///< left out of its own panels; "" for a text or a concept's page
    std::string name;       ///< the page's title, for the first step of a path
    std::vector<MainConcept> main;
    /// Whom the title, or a question or other short text, speaks of (孕妇, 5岁): they constrain what is offered.
    std::vector<ConceptIndex> populations;
    /// What such a person has besides: what is contraindicated there is not offered.
    std::vector<ConceptIndex> conditions;
    std::vector<ConceptIndex>
        concepts;  ///< everything that the page mentions, ascending: orders articles, admits nothing
    std::vector<Aspect> aspects;
    std::string duplicate_key;  ///< of the page itself: a copy of it is not related to it
    bool in_danger = false;     ///< a message that names signs that need care now: no drug eases a symptom meanwhile
};

struct RelateOptions {
    std::size_t limit = 12;          ///< items per panel
    std::size_t offset = 0;          ///< the first `offset` items of each panel are skipped (paging of 更多 pages)
    std::size_t withheld_limit = 0;  ///< withheld items per panel; 0 does not look for any
    std::optional<Panel> only;       ///< fills this panel alone
    PanelSet curated_only = kCuratedOnlyByDefault;  ///< in these panels imported relations admit nothing
};

/// The context of a stored record, of a concept's own page, of any text.
PageContext context_of(const Corpus& corpus, RecordIndex record);
PageContext context_of(const Corpus& corpus, ConceptIndex concept_index);
PageContext context_of(const Corpus& corpus, std::string_view title, std::string_view text);

/// The panels of a page. An item is admitted only over a typed path page → concept → relations → concept → item
/// (docs/ARCHITECTURE.md has the paths of each panel); constraints and negative relations then remove; text similarity
/// only orders articles and questions that share a main concept. Order: curated records before imported ones; items
/// that curated relations lead to, then those that only imported ones lead to; score; id. The same call gives the same
/// list. Imported relations neither add to the score of what curated ones lead to nor change its place. Cost grows with
/// what mentions the page's concepts, not with the corpus (but for withheld).
Panels relate(const Corpus& corpus, const PageContext& page, const RelateOptions& options);

/// An admitted item without its whys.
struct RankedItem {
    std::string id;
    Trust trust = Trust::Curated;
    double score = 0;

    friend bool operator==(const RankedItem&, const RankedItem&) = default;
};

/// Everything that each panel of a page admits, in the panel's order, near-duplicates each for itself; by Panel. Of the
/// options `only` and `curated_only` count. For comparing whole panels.
std::array<std::vector<RankedItem>, kPanelCount> rankings_of(const Corpus& corpus, const PageContext& page,
                                                             const RelateOptions& options);

}  // namespace xinglin
