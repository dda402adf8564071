#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "annotate/annotator.h"
#include "app/site_settings.h"
#include "base/enumeration.h"
#include "knowledge/concept.h"
#include "knowledge/relation.h"
#include "lint/lint.h"
#include "messages/locale.h"
#include "records/record.h"
#include "relate/relate.h"

namespace xinglin {

// What pages and the API show: plain structs, filled by Portal, rendered by `web` and serialised by `api`. They own all
// their memory. Ids are record, concept or source ids; turning one into a URL is `web`'s business.

/// Something that has a page of its own (or, with an empty id, only a name).
struct Ref {
    std::string id;
    std::string name;
};

/// Why an item is shown, with names for everything that it rests on.
struct WhyView {
    std::vector<PathStep> path;
    std::vector<Ref> sources;  ///< sources ("source/…") and records whose own text is the evidence
    std::string quote;
    Ref quote_of;
    bool reviewed = false;
    Trust trust = Trust::Curated;  ///< Imported: the path needs a relation that was imported and not reviewed
    bool verbatim = false;  ///< the quote stands so in `quote_of`, a record; otherwise it is a source's in our words
};

/// One item of a panel or list. Which fields are set depends on the kind of `ref.id`.
struct Card {
    Ref ref;
    double score = 0;
    Trust trust = Trust::Curated;       ///< of the record or concept itself
    Trust path_trust = Trust::Curated;  ///< in panels: Imported when only imported relations lead to it
    bool fictitious = false;
    std::string text;                 ///< excerpt (article, question's answer), indication, what a test is for, summary
    std::vector<std::string> titles;  ///< doctor: 主任医师
    Ref hospital;                     ///< doctor
    std::string department;           ///< doctor
    std::string specialty;            ///< doctor: 擅长
    std::string source_line;          ///< article
    std::string asked;                ///< question: what was asked, under its title
    Ref answered_by;  ///< question: the doctor of the first answer, or of the one shown; id "" when not in the store
    std::string answered_by_title;
    std::string answered_by_hospital;
    std::vector<std::string> makers;                                  ///< drug: one per folded near-duplicate
    DrugClassification classification = DrugClassification::Unknown;  ///< drug
    std::string level;                                                ///< hospital: 三级甲等
    std::string region;                                               ///< hospital: province and city
    bool curative = false;                                            ///< procedure: a source on its path says so
    bool by_department_alone = false;  ///< doctor, in panels: the department treats the subject, no own words name it
    bool must_not_miss = false;        ///< condition, in panels: dangerous behind the page's symptom
    Role role = Role::None;            ///< drug in a panel: its place in the treatment
    bool off_label = false;            ///< drug in a panel: its label does not name the use
    std::string caution;               ///< in a panel: what care the page's people need with it
    std::vector<WhyView> why;          ///< empty in plain lists, never in panels
};

/// A treatment that the drugs panel names as text, because there is no product of it.
struct NamedTreatmentView {
    Ref ref;
    Ref of;            ///< what it treats
    std::string text;  ///< "首选 X：本站没有收录产品"
    Role role = Role::None;
    Administrations routes;
    CareSetting setting = CareSetting::Anywhere;
    std::string statement;
    std::vector<Ref> sources;
};

struct PanelView {
    Panel panel = Panel::Doctors;
    std::vector<Card> cards;
    bool has_more = false;
    std::vector<NamedTreatmentView> without_product;  ///< drugs only; stands before the cards
};

/// A care card with its sources by name.
struct CareCard {
    RedFlag red_flag;
    Ref of;
    std::optional<Ref> kind;  ///< the page's subject, when the card is of something that it is a kind of
    std::vector<Ref> sources;
    std::vector<Ref> named = {};   ///< the signs that the text itself names; none where the card belongs to the subject
    bool after_treatment = false;  ///< every sign comes after a treatment that it names

    /// What the text names comes before what its subject could bring.
    bool comes_before(const CareCard& other) const {
        return std::pair(named.empty(), red_flag.level) < std::pair(other.named.empty(), other.red_flag.level);
    }
};

/// What curated knowledge says of a subject, with what that rests on.
struct KnownFact {
    Ref about;         ///< the cause, symptom, test, treatment or department
    std::string text;  ///< one sentence; "" when the knowledge only names it
    std::vector<Ref> sources;
};

/// What the reader of a text that nobody has reviewed must be told beside it, in the page's own voice.
struct ReaderNote {
    enum class Kind {
        Contradicted,  ///< `said` is not what the knowledge says
        CauseLeftOut,  ///< the text speaks of causes and leaves out the main ones
        AlsoKnown,     ///< what the knowledge says on what the text's title asks
    };
    Kind kind = Kind::AlsoKnown;
    std::string said;     ///< the text's own words
    std::string correct;  ///< Contradicted: what the knowledge says, one sentence
    Ref subject;
    std::vector<KnownFact> facts;  ///< of a Contradicted note: none
    std::vector<Ref> sources;      ///< of `correct`
    std::optional<Aspect> aspect;  ///< AlsoKnown: what the title asks
};

/// An article as readers get it.
struct ArticleView {
    Ref ref;
    RecordHead head;
    Article article;
    std::vector<Ref> breadcrumb;    ///< departments from the top; id "" where an old breadcrumb names none of ours
    std::vector<Source> citations;  ///< in the order of [@slug] in the body: number n is citations[n - 1]
    std::vector<Ref> about;         ///< main concepts, heaviest first
    std::vector<CareCard> care_cards;
    std::vector<PanelView> panels;  ///< in page order; empty panels are left out
    std::vector<Finding> findings;  ///< for editors; never shown to readers as fact
    std::vector<ReaderNote> notes;  ///< contradictions first; none for a text of our own editors
    bool contradicted = false;      ///< by the knowledge, and nobody answers for it: not for search engines
    std::size_t characters = 0;     ///< of the text, for the time that reading it takes
};

/// What kind of treatment a reader takes something for.
enum class TreatmentGroup {
    None,       ///< no treatment
    Drug,       ///< an ingredient or a class of drugs
    Operation,  ///< surgery and what is done with instruments
    Daily,      ///< what the patient does: habits, exercise, rehabilitation
    Other,
};

/// One relation as a concept's page lists it.
struct RelationView {
    Ref other;
    ConceptKind kind = ConceptKind::Condition;        ///< of `other`
    TreatmentGroup treatment = TreatmentGroup::None;  ///< treated_by, seen from what is treated
    Role role = Role::None;
    bool curative = false;
    Administrations routes;
    CareSetting setting = CareSetting::Anywhere;
    Evidence evidence = Evidence::Ungraded;
    std::string statement;
    std::vector<Ref> sources;
    std::optional<Review> review;
    Trust trust = Trust::Curated;
    std::optional<TextEvidence> mined_from;  ///< the text that says it, when it was read from one
};

/// All relations of one predicate in one direction.
struct RelationGroup {
    Predicate predicate = Predicate::IsA;
    bool inverse = false;                 ///< the page's concept is the object
    std::vector<RelationView> relations;  ///< curated ones first
};

/// The page of a condition, symptom, procedure, test, department, substance or any other concept.
struct ConceptView {
    Concept subject;
    std::vector<Ref> breadcrumb;  ///< departments from the top; for a department its parents
    std::vector<Ref> summary_sources;
    std::vector<Source> imported_from;  ///< of an imported concept: what its relations rest on, at most three
    std::vector<RelationGroup> groups;  ///< in page order
    std::vector<CareCard> care_cards;
    std::vector<PanelView> panels;
    std::vector<Ref> children;          ///< for a department: the departments below it
    std::optional<Record> test_record;  ///< for a test concept: its record, when there is one
};

struct DoctorView {
    Ref ref;
    RecordHead head;
    Doctor doctor;
    Ref hospital;
    std::vector<Ref> departments;  ///< concepts that the department text names
    std::vector<Ref> concepts;     ///< conditions, symptoms, procedures that the doctor's own words name
    std::vector<Card> answers;     ///< questions that this doctor answered
};

struct HospitalView {
    Ref ref;
    RecordHead head;
    Hospital hospital;
    std::vector<Ref> departments;  ///< with id where the name is a department that we know
    std::vector<Card> doctors;
};

struct DrugView {
    Ref ref;
    RecordHead head;
    Drug drug;
    std::vector<Ref> substances;        ///< ingredients that we know
    std::vector<Card> same_product;     ///< the same product by other makers
    std::vector<RelationGroup> groups;  ///< of its substances: treats, contraindicated in, interacts with
    std::vector<PanelView> panels;
};

struct TestView {
    Ref ref;
    RecordHead head;
    Test test;
    std::vector<PanelView> panels;
};

struct QuestionView {
    Ref ref;
    RecordHead head;
    Question question;
    std::vector<Ref> answer_doctors;  ///< by answer; id "" when the doctor has no page
    std::vector<Ref> breadcrumb;
    std::vector<Ref> about;
    std::vector<CareCard> care_cards;
    std::vector<PanelView> panels;
};

/// When and why a source was taken back, with all that rests on it alone.
struct WithdrawnSource {
    Date on;
    std::string reason;  ///< may be empty
};

/// A source and what rests on it.
struct SourceView {
    Source source;
    struct Statement {
        Ref subject;
        Predicate predicate = Predicate::IsA;
        Ref object;
        std::string statement;
    };
    std::vector<Statement> statements;  ///< at most 200
    std::size_t statement_count = 0;
    std::optional<WithdrawnSource> withdrawn;  ///< set when it was taken back here
};

/// What can be listed: the record kinds and the concepts that have pages of their own.
enum class ListKind { Articles, Doctors, Hospitals, Drugs, Tests, Questions, Conditions, Symptoms, Procedures };
inline constexpr int kListKindCount = static_cast<int>(count_of<ListKind>);
std::string_view name_of(ListKind kind);  ///< "articles", ...: the first segment of its URLs.
std::optional<ListKind> list_kind_named(std::string_view name);

/// A page of the site as a site map names it.
struct MappedPage {
    std::string id;
    Date changed_on;  ///< The day it was reviewed, else published, last; unknown when the record does not say.
};

/// An article as a feed names it.
struct FeedEntry {
    Ref ref;
    std::string author;
    std::string summary;
    Date published_on;
    Date changed_on;  ///< published or reviewed, whichever is later
};

struct ListView {
    ListKind kind = ListKind::Articles;
    std::vector<Card> cards;
    std::size_t page = 1;  ///< from 1
    std::size_t page_count = 1;
    std::size_t total = 0;
    std::string next_after;  ///< where Portal::list_after() goes on; "" when nothing follows
};

/// One panel of one page, with paging: the 更多 page.
struct PanelPageView {
    Ref page_of;  ///< the article, condition, ... that the panel belongs to
    PanelView panel;
    std::size_t page = 1;
    bool has_next = false;
};

/// 全部导航: the department tree (only departments that lead somewhere) and how much there is of each kind.
struct NavigationView {
    struct Department {
        Ref ref;
        std::vector<Ref> children;
    };
    std::vector<Department> departments;
    std::vector<std::pair<ListKind, std::size_t>> kinds;
    bool fictitious = false;  ///< some origin is a sample with invented people: pages say so
    std::shared_ptr<const SiteSettings> site = default_site();  ///< never null
    Locale locale = Locale::ZhHans;                             ///< of all that stands around the content
    std::string structured_data;  ///< what the page says to machines, as JSON-LD; may be ""
};

/// By what readers choose doctors and hospitals.
enum class PeopleFacet { Department, Condition, Region, Level, Title };
inline constexpr std::size_t kPeopleFacetCount = count_of<PeopleFacet>;
std::string_view name_of(PeopleFacet facet);  ///< "department", ...: its parameter in addresses

/// What part of a list is asked for.
struct BrowseRequest {
    ListKind kind = ListKind::Conditions;
    char letter = 0;                                         ///< 'a' to 'z', '0' for what has none; 0 for all
    std::array<std::string, kPeopleFacetCount> chosen = {};  ///< by PeopleFacet: a key, or "" for any
    std::size_t page = 1;
};

struct BrowseView {
    struct Letter {
        char letter = '0';
        std::size_t count = 0;
    };
    /// One value of a facet, and how many there are with it and what else is chosen.
    struct Value {
        std::string key;
        std::string name;
        std::size_t count = 0;
    };
    BrowseRequest request;
    std::vector<Card> cards;
    std::size_t page_count = 1;
    std::size_t total = 0;
    std::vector<Letter> letters;                               ///< all of them, or none where letters divide nothing
    std::array<std::vector<Value>, kPeopleFacetCount> facets;  ///< of doctors and hospitals
    std::array<std::string, kPeopleFacetCount> chosen_names;   ///< of what is chosen
};

/// A part of the body with the symptoms that people have there.
struct BodyRegion {
    std::string name;
    std::string icon;  ///< of its picture in the sprite
    std::vector<Ref> symptoms;
};

struct HomeView {
    std::vector<BodyRegion> regions;
    std::vector<Card> conditions;  ///< those that the portal says most about
    std::vector<Card> articles;    ///< newest first
    std::vector<Card> reviewed;    ///< texts that a clinician has reviewed, last reviewed first
    std::vector<Card> questions;   ///< newest first
    std::vector<Card> doctors;
};

}  // namespace xinglin
