#include "app/portal.h"

#include <algorithm>
#include <array>
#include <functional>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "app/cards.h"
#include "app/facet_table.h"
#include "app/home.h"
#include "app/listing.h"
#include "app/moved.h"
#include "app/reader_notes.h"
#include "base/name_table.h"
#include "base/strings.h"
#include "catalog/snapshot.h"
#include "records/validity.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

constexpr std::size_t kPanelCards = 8;
constexpr std::size_t kPageItems = 20;
constexpr std::size_t kFeedCandidates = 2000;  // the list begins with the newest
constexpr std::size_t kPageNames = 60;         // where a line is little more than a name
constexpr std::size_t kFacetValues = 12;
constexpr std::size_t kHomeItems = 6;
constexpr std::size_t kSourceStatements = 200;
constexpr std::size_t kMaxPage = 100'000;

using Shared = std::shared_ptr<const Snapshot>;

Error not_here(std::string_view id) {
    return {ErrorCode::NotFound, "没有找到这个页面：它可能已下线，或地址有误。", std::string(id)};
}

Error bad_page() {
    return {ErrorCode::InvalidInput, "页码超出范围。", "page"};
}

/// The published record kind/slug and its body as `Body`.
template <typename Body>
struct Found {
    RecordIndex index;
    const AnnotatedRecord* record;
    const Body* body;
};

template <typename Body>
std::optional<Found<Body>> find_record(const Snapshot& snapshot, std::string_view kind, std::string_view slug) {
    const auto index = snapshot.corpus->find(std::string(kind) + "/" + std::string(slug));
    if (!index) return {};
    const AnnotatedRecord& record = snapshot.corpus->at(*index);
    return Found<Body>{*index, &record, &std::get<Body>(record.record.body)};
}

Ref ref_of_record(const AnnotatedRecord& record) {
    return {record.record.head.id, name_of(record.record)};
}

/// A department by its id or by a name that a hospital or an old breadcrumb gives it; id "" when it is none of ours.
Ref department_ref(const Snapshot& snapshot, const std::string& written) {
    const Knowledge& knowledge = snapshot.knowledge();
    if (const auto found = knowledge.find(written)) return ref_of(knowledge.at(*found));
    for (const ConceptIndex named : knowledge.named(written)) {
        if (knowledge.at(named).kind == ConceptKind::Department) return {knowledge.at(named).id, written};
    }
    return {"", written};
}

/// Departments as the article gives them (an id with those above it, or an old breadcrumb as it was), otherwise those
/// of its subject.
std::vector<Ref> breadcrumb_of_article(const Snapshot& snapshot, const Article& article,
                                       const std::vector<MainConcept>& main) {
    if (article.departments.empty()) return breadcrumb_of(snapshot, main);
    if (const auto first = snapshot.knowledge().find(article.departments.front()))
        return department_path(snapshot, *first);
    std::vector<Ref> breadcrumb;
    for (const std::string& department : article.departments)
        breadcrumb.push_back(department_ref(snapshot, department));
    return breadcrumb;
}

std::vector<Source> citations_of(const Snapshot& snapshot, const Article& article) {
    std::vector<Source> citations;
    if (!article.body_is_markdown) return citations;
    for (const std::string& slug : cited_sources(article.body)) {
        if (const Source* source = snapshot.knowledge().find_source("source/" + slug)) citations.push_back(*source);
    }
    return citations;
}

/// Relations of a drug's substances that a reader of its page looks for.
std::vector<RelationGroup> drug_groups(const Snapshot& snapshot, const std::vector<MainConcept>& substances) {
    std::vector<RelationGroup> groups;
    for (const MainConcept& substance : substances) {
        for (RelationGroup& group : relation_groups_of(snapshot, substance.concept_index)) {
            const auto same = [&](const RelationGroup& other) {
                return other.predicate == group.predicate && other.inverse == group.inverse;
            };
            const auto known = std::ranges::find_if(groups, same);
            if (known == groups.end()) {
                groups.push_back(std::move(group));
            } else {
                std::ranges::move(group.relations, std::back_inserter(known->relations));
                std::ranges::stable_sort(known->relations, {}, &RelationView::trust);
            }
        }
    }
    return groups;
}

/// The same product by other makers.
std::vector<Card> same_products(const Snapshot& snapshot, RecordIndex drug) {
    std::vector<Card> cards;
    const std::string& key = snapshot.corpus->at(drug).duplicate_key;
    for (const RecordIndex other : snapshot.corpus->maybe_duplicates(key)) {
        const AnnotatedRecord& record = snapshot.corpus->at(other);
        if (other == drug || record.record.kind() != RecordKind::Drug || record.duplicate_key != key) continue;
        cards.push_back(card_of(snapshot, other));
    }
    return cards;
}

/// What the given fields name, of the kinds that `wanted` accepts.
template <typename Wanted>
std::vector<Ref> named_in(const Snapshot& snapshot, const AnnotatedRecord& record, Fields fields, Wanted wanted) {
    std::vector<Ref> refs;
    for (const FieldMention& found : record.mentions) {
        const Concept& named = snapshot.knowledge().at(found.mention.concept_index);
        if (!fields.contain(found.field) || found.mention.negated || !wanted(named.kind)) continue;
        if (std::ranges::find(refs, named.id, &Ref::id) == refs.end()) refs.push_back(ref_of(named));
    }
    return refs;
}

bool is_department(ConceptKind kind) {
    return kind == ConceptKind::Department;
}

bool is_clinical(ConceptKind kind) {
    return kind == ConceptKind::Condition || kind == ConceptKind::Symptom || kind == ConceptKind::Procedure;
}

std::vector<Card> answers_of(const Snapshot& snapshot, std::string_view doctor_id) {
    std::vector<Card> cards;
    for (const RecordIndex index : snapshot.corpus->of_kind(RecordKind::Question)) {
        auto card = answer_card_of(snapshot, index, doctor_id);
        if (!card) continue;
        cards.push_back(std::move(*card));
        if (cards.size() == kPageItems) break;
    }
    return cards;
}

/// Where a department stands in the official catalogue; those that are not in it come last.
std::string catalogue_code(const Knowledge& knowledge, const Ref& department) {
    const auto found = knowledge.find(department.id);
    if (!found) return "~";
    const auto& codes = knowledge.at(*found).codes;
    const auto code = std::ranges::find(codes, "NHC-DEPT", &Code::system);
    return code == codes.end() ? "~" : code->code;
}

/// The departments that treat something, have doctors, or have such parts; in the order of the official catalogue.
std::vector<NavigationView::Department> department_tree(const Snapshot& snapshot) {
    const Knowledge& knowledge = snapshot.knowledge();
    const auto leads_somewhere = [&](ConceptIndex department) {
        return !knowledge.incoming(department, Predicate::ManagedIn).empty() ||
               !snapshot.corpus->mentioning(RecordKind::Doctor, department).empty();
    };
    std::vector<NavigationView::Department> tree;
    for (std::uint32_t i = 0; i < knowledge.concepts().size(); ++i) {
        const ConceptIndex top{i};
        const Concept& named = knowledge.at(top);
        const bool is_department = named.kind == ConceptKind::Department && named.trust == Trust::Curated;
        if (!is_department || !knowledge.outgoing(top, Predicate::PartOf).empty()) continue;
        NavigationView::Department department{ref_of(knowledge.at(top)), {}};
        for (const auto& part : knowledge.incoming(top, Predicate::PartOf)) {
            if (leads_somewhere(part.other)) department.children.push_back(ref_of(knowledge.at(part.other)));
        }
        const auto code_of = [&](const Ref& each) { return catalogue_code(knowledge, each); };
        std::ranges::stable_sort(department.children, {}, code_of);
        if (!department.children.empty() || leads_somewhere(top)) tree.push_back(std::move(department));
    }
    std::ranges::stable_sort(tree, {}, [&](const auto& each) { return catalogue_code(knowledge, each.ref); });
    return tree;
}

Card card_of_listed(const Snapshot& snapshot, const Listed& listed) {
    return card_of(snapshot, Item{listed.id, {}, 0, {}, listed.also});
}

struct FeedCandidate {
    Date day;
    std::string_view id;
    RecordIndex index;
};

/// Whether an article stands in a department's part of the tree.
bool is_below(const Snapshot& snapshot, const AnnotatedRecord& article, std::string_view department_id) {
    const auto breadcrumb = breadcrumb_of_article(snapshot, std::get<Article>(article.record.body), article.main);
    return std::ranges::find(breadcrumb, department_id, &Ref::id) != breadcrumb.end();
}

FeedEntry feed_entry(const Snapshot& snapshot, const AnnotatedRecord& article) {
    const RecordHead& head = article.record.head;
    const Card card = card_of(snapshot, Item{head.id, {}, 0, {}, {}});
    return {card.ref, head.author, card.text, head.published_on, std::max(head.published_on, head.reviewed_on)};
}

/// A page's items from number `begin` on.
void fill(ListView& view, const Snapshot& snapshot, const std::vector<Listed>& listed, std::size_t begin) {
    const std::size_t end = std::min(begin + kPageItems, listed.size());
    for (std::size_t i = begin; i < end; ++i) view.cards.push_back(card_of_listed(snapshot, listed[i]));
    if (end < listed.size()) view.next_after = listed[end - 1].id;
}

std::vector<Card> first_cards(const Snapshot& snapshot, const std::vector<Listed>& listed, std::size_t limit) {
    std::vector<Card> cards;
    for (const Listed& each : listed) {
        if (cards.size() == limit) break;
        cards.push_back(card_of_listed(snapshot, each));
    }
    return cards;
}

/// The sources that an imported concept comes from: those of its relations. Nothing for a curated one.
std::vector<Source> imported_from(const Snapshot& snapshot, ConceptIndex index) {
    constexpr std::size_t kNamed = 3;
    const Knowledge& knowledge = snapshot.knowledge();
    std::vector<Source> sources;
    if (knowledge.at(index).trust == Trust::Curated) return sources;
    const auto add = [&](const Relation& relation) {
        for (const std::string& id : relation.sources) {
            const Source* source = knowledge.find_source(id);
            const bool is_known = std::ranges::find(sources, id, &Source::id) != sources.end();
            if (source && !is_known && sources.size() < kNamed) sources.push_back(*source);
        }
    };
    for (int i = 0; i < kPredicateCount; ++i) {
        const auto predicate = static_cast<Predicate>(i);
        for (const auto& link : knowledge.outgoing(index, predicate)) add(knowledge.at(link.relation));
        for (const auto& link : knowledge.incoming(index, predicate)) add(knowledge.at(link.relation));
    }
    return sources;
}

/// The context of the page of a record or concept id.
std::optional<PageContext> context_of_id(const Snapshot& snapshot, std::string_view id) {
    if (const auto named = snapshot.knowledge().find(id)) return context_of(*snapshot.corpus, *named);
    if (const auto record = snapshot.corpus->find(id)) return context_of(*snapshot.corpus, *record);
    return {};
}

/// The relations that cite the source: first those of the subjects that it says most about, so that a list which is
/// cut begins with what it is used for.
std::vector<const Relation*> resting_on(const Knowledge& knowledge, std::string_view source) {
    std::vector<const Relation*> resting;
    std::unordered_map<std::string_view, std::size_t> of_subject;
    for (const Relation& relation : knowledge.relations()) {
        if (std::ranges::find(relation.sources, source) == relation.sources.end()) continue;
        resting.push_back(&relation);
        ++of_subject[relation.subject];
    }
    std::ranges::stable_sort(resting, [&](const Relation* a, const Relation* b) {
        const std::size_t more = of_subject[a->subject];
        const std::size_t less = of_subject[b->subject];
        return more != less ? more > less : a->subject < b->subject;
    });
    return resting;
}

}  // namespace

constexpr NameTable<PeopleFacet> kPeopleFacetNames("department", "condition", "region", "level", "title");

std::string_view name_of(PeopleFacet facet) {
    return kPeopleFacetNames.name_of(facet);
}

constexpr NameTable<ListKind> kListKindNames("articles", "doctors", "hospitals", "drugs", "tests", "questions",
                                             "conditions", "symptoms", "procedures");

std::string_view name_of(ListKind kind) {
    return kListKindNames.name_of(kind);
}

std::optional<ListKind> list_kind_named(std::string_view name) {
    return kListKindNames.named(name);
}

std::int64_t Portal::revision() const {
    return live_.current()->revision;
}

/// Filled once for a snapshot, because it reads every record.
struct Portal::Directory {
    std::int64_t revision = 0;
    std::array<std::vector<Listed>, kListKindCount> lists;  // by ListKind
    FacetTable doctors;
    FacetTable hospitals;
    std::vector<BodyRegion> regions;
    NavigationView navigation;
    StringMap<std::string> moved;  // old path to record id

    const std::vector<Listed>& list(ListKind kind) const { return lists[static_cast<std::size_t>(kind)]; }
    const FacetTable* table(ListKind kind) const {
        return kind == ListKind::Doctors ? &doctors : kind == ListKind::Hospitals ? &hospitals : nullptr;
    }
};

Portal::Portal(const PublishedState& published, const ReadingSettings& settings)
    : Portal(published, settings, std::make_shared<SharedDirectory::element_type>()) {}

Portal::Portal(const PublishedState& published, const ReadingSettings& settings, SharedDirectory directory)
    : live_(published), settings_(settings), directory_(std::move(directory)) {}

Portal Portal::pinned(std::shared_ptr<const Snapshot> snapshot, Locale locale) const {
    Portal portal(PublishedState(std::move(snapshot)), settings_, directory_);
    portal.pinned_site_ = site_edition();
    portal.locale_ = locale;
    return portal;
}

std::shared_ptr<const Portal::Directory> Portal::directory_of(const Snapshot& snapshot) const {
    auto known = directory_->with([](const auto& directory) { return directory; });
    if (known && known->revision == snapshot.revision) return known;
    auto made = std::make_shared<Directory>();
    made->revision = snapshot.revision;
    made->navigation.departments = department_tree(snapshot);
    made->moved = moved_records(snapshot);
    made->navigation.fictitious = std::ranges::any_of(snapshot.origins, &Origin::fictitious);
    for (int i = 0; i < kListKindCount; ++i) {
        auto& list = made->lists[static_cast<std::size_t>(i)];
        list = listed_of(snapshot, static_cast<ListKind>(i));
        if (!list.empty()) made->navigation.kinds.emplace_back(static_cast<ListKind>(i), list.size());
    }
    made->doctors = facet_table_of(snapshot, made->list(ListKind::Doctors));
    made->hospitals = facet_table_of(snapshot, made->list(ListKind::Hospitals));
    made->regions = body_regions_of(snapshot.knowledge());
    directory_->with([&](auto& directory) {
        if (!directory || directory->revision < made->revision) directory = made;
    });
    return made;
}

HomeView Portal::home() const {
    const Shared snapshot = live_.current();
    const auto directory = directory_of(*snapshot);
    const auto first = [&](ListKind kind) { return first_cards(*snapshot, directory->list(kind), kHomeItems); };
    HomeView view;
    view.regions = directory->regions;
    view.conditions = conditions_told_most(*snapshot);
    view.articles = first(ListKind::Articles);
    view.reviewed = last_reviewed(*snapshot, kHomeItems);
    view.questions = first(ListKind::Questions);
    view.doctors = first(ListKind::Doctors);
    return view;
}

std::string Portal::record_moved_from(std::string_view old_path) const {
    const auto directory = directory_of(*live_.current());
    const auto found = directory->moved.find(old_path);
    return found == directory->moved.end() ? std::string() : found->second;
}

NavigationView Portal::navigation() const {
    NavigationView navigation = directory_of(*live_.current())->navigation;
    navigation.site = site();
    navigation.locale = locale_;
    return navigation;
}

std::int64_t Portal::edition() const {
    // Neither ever falls, so their sum rises with each change of either.
    return revision() + site_edition().number;
}

SiteEdition Portal::site_edition() const {
    if (pinned_site_) return *pinned_site_;
    return site_->with([](const SiteEdition& site) { return site; });
}

void Portal::set_site(std::shared_ptr<const SiteSettings> settings) {
    site_->with([&](SiteEdition& site) {
        site.settings = std::move(settings);
        ++site.number;
    });
}

std::vector<PanelView> Portal::shown_panels(const Snapshot& snapshot, const PageContext& page) const {
    std::vector<PanelView> panels = panels_of(snapshot, page, kPanelCards, settings_.curated_only);
    std::erase_if(panels,
                  [&, site = site()](const PanelView& panel) { return site->hidden_panels.contains(panel.panel); });
    return panels;
}

Result<ArticleView> Portal::article(std::string_view slug) const {
    const Shared snapshot = live_.current();
    const auto found = find_record<Article>(*snapshot, "article", slug);
    if (!found) return not_here(slug);
    const AnnotatedRecord& record = *found->record;
    ArticleView view;
    view.ref = ref_of_record(record);
    view.head = record.record.head;
    view.article = *found->body;
    view.breadcrumb = breadcrumb_of_article(*snapshot, *found->body, record.main);
    view.citations = citations_of(*snapshot, *found->body);
    view.about = main_refs(*snapshot, record.main);
    view.care_cards = care_cards_of(*snapshot, record);
    view.panels = shown_panels(*snapshot, context_of(*snapshot->corpus, found->index));
    view.findings = record.findings;
    view.notes = reader_notes_of(*snapshot, record);
    view.contradicted = is_contradicted(record);
    view.characters = count_characters(record.text_of(Field::Body));
    return view;
}

Result<DoctorView> Portal::doctor(std::string_view slug) const {
    const Shared snapshot = live_.current();
    const auto found = find_record<Doctor>(*snapshot, "doctor", slug);
    if (!found) return not_here(slug);
    const AnnotatedRecord& record = *found->record;
    const Card card = card_of(*snapshot, found->index);
    return DoctorView{ref_of_record(record),
                      record.record.head,
                      *found->body,
                      card.hospital,
                      named_in(*snapshot, record, Fields(Field::Department), is_department),
                      named_in(*snapshot, record, Fields(Field::Specialty, Field::Biography), is_clinical),
                      answers_of(*snapshot, record.record.head.id)};
}

Result<HospitalView> Portal::hospital(std::string_view slug) const {
    const Shared snapshot = live_.current();
    const auto found = find_record<Hospital>(*snapshot, "hospital", slug);
    if (!found) return not_here(slug);
    HospitalView view{ref_of_record(*found->record), found->record->record.head, *found->body, {}, {}};
    for (const std::string& department : found->body->departments) {
        view.departments.push_back(department_ref(*snapshot, department));
    }
    for (const RecordIndex doctor : snapshot->corpus->doctors_of(view.ref.id)) {
        view.doctors.push_back(card_of(*snapshot, doctor));
    }
    return view;
}

Result<DrugView> Portal::drug(std::string_view slug) const {
    const Shared snapshot = live_.current();
    const auto found = find_record<Drug>(*snapshot, "drug", slug);
    if (!found) return not_here(slug);
    const AnnotatedRecord& record = *found->record;
    return DrugView{ref_of_record(record),
                    record.record.head,
                    *found->body,
                    main_refs(*snapshot, record.main),
                    same_products(*snapshot, found->index),
                    drug_groups(*snapshot, record.main),
                    shown_panels(*snapshot, context_of(*snapshot->corpus, found->index))};
}

Result<TestView> Portal::test(std::string_view slug) const {
    const Shared snapshot = live_.current();
    const auto found = find_record<Test>(*snapshot, "test", slug);
    if (!found) return not_here(slug);
    return TestView{ref_of_record(*found->record), found->record->record.head, *found->body,
                    shown_panels(*snapshot, context_of(*snapshot->corpus, found->index))};
}

Result<QuestionView> Portal::question(std::string_view slug) const {
    const Shared snapshot = live_.current();
    const auto found = find_record<Question>(*snapshot, "question", slug);
    if (!found) return not_here(slug);
    const AnnotatedRecord& record = *found->record;
    QuestionView view;
    view.ref = ref_of_record(record);
    view.head = record.record.head;
    view.question = *found->body;
    for (const Answer& answer : found->body->answers) {
        const auto doctor = snapshot->corpus->find(answer.doctor_id);
        view.answer_doctors.push_back(doctor ? ref_of_record(snapshot->corpus->at(*doctor))
                                             : Ref{"", answer.doctor_name});
    }
    view.breadcrumb = breadcrumb_of(*snapshot, record.main);
    view.about = main_refs(*snapshot, record.main);
    view.care_cards = care_cards_of(*snapshot, record);
    view.panels = shown_panels(*snapshot, context_of(*snapshot->corpus, found->index));
    return view;
}

Result<SourceView> Portal::source(std::string_view slug) const {
    const Shared snapshot = live_.current();
    const Knowledge& knowledge = snapshot->knowledge();
    const Source* source = knowledge.find_source("source/" + std::string(slug));
    if (!source) return not_here(slug);
    SourceView view{*source, {}, 0, {}};
    for (const Withdrawal& withdrawal : snapshot->withdrawals) {
        if (withdrawal.source == source->id) view.withdrawn = WithdrawnSource{withdrawal.on, withdrawal.reason};
    }
    const std::vector<const Relation*> resting = resting_on(knowledge, source->id);
    view.statement_count = resting.size();
    for (const Relation* relation : resting) {
        if (view.statements.size() == kSourceStatements) break;
        view.statements.push_back({ref_of(*snapshot, relation->subject), relation->predicate,
                                   ref_of(*snapshot, relation->object), relation->statement});
    }
    return view;
}

Result<ConceptView> Portal::concept_page(std::string_view concept_id) const {
    const Shared snapshot = live_.current();
    const Knowledge& knowledge = snapshot->knowledge();
    const auto index = knowledge.find(concept_id);
    if (!index) return not_here(concept_id);
    const Concept& named = knowledge.at(*index);
    ConceptView view;
    view.subject = named;
    const std::vector<MainConcept> main{{*index, 1}};
    const bool is_department = named.kind == ConceptKind::Department;
    view.breadcrumb = is_department ? department_path(*snapshot, *index) : breadcrumb_of(*snapshot, main);
    if (is_department) view.breadcrumb.pop_back();
    if (named.summary) view.summary_sources = refs_of(*snapshot, named.summary->sources);
    view.imported_from = imported_from(*snapshot, *index);
    view.groups = relation_groups_of(*snapshot, *index);
    view.care_cards = care_cards_of(*snapshot, main);
    view.panels = shown_panels(*snapshot, context_of(*snapshot->corpus, *index));
    if (is_department) {
        for (const auto& part : knowledge.incoming(*index, Predicate::PartOf)) {
            view.children.push_back(ref_of(knowledge.at(part.other)));
        }
    }
    for (const RecordIndex page : snapshot->corpus->pages_of(*index)) {
        view.test_record = snapshot->corpus->at(page).record;
        break;
    }
    return view;
}

std::vector<NavigationView::Department> Portal::departments() const {
    return navigation().departments;
}

Result<ListView> Portal::list(ListKind kind, std::size_t page) const {
    const Shared snapshot = live_.current();
    const auto directory = directory_of(*snapshot);
    const auto& listed = directory->lists[static_cast<std::size_t>(kind)];
    ListView view;
    view.kind = kind;
    view.page = page;
    view.total = listed.size();
    view.page_count = std::max<std::size_t>(1, (listed.size() + kPageItems - 1) / kPageItems);
    if (page < 1 || page > view.page_count) return bad_page();
    fill(view, *snapshot, listed, (page - 1) * kPageItems);
    return view;
}

Result<ListView> Portal::list_after(ListKind kind, std::string_view last_id) const {
    const Shared snapshot = live_.current();
    const auto directory = directory_of(*snapshot);
    const auto& listed = directory->lists[static_cast<std::size_t>(kind)];
    const auto last = std::ranges::find(listed, last_id, &Listed::id);
    if (last == listed.end()) return Error{ErrorCode::Conflict, "", std::string(last_id)};
    ListView view;
    view.kind = kind;
    view.total = listed.size();
    view.page_count = std::max<std::size_t>(1, (listed.size() + kPageItems - 1) / kPageItems);
    fill(view, *snapshot, listed, static_cast<std::size_t>(last - listed.begin()) + 1);
    return view;
}

namespace {

/// The numbers of the lines that the request asks for, ascending.
std::vector<std::uint32_t> lines_of(const std::vector<Listed>& listed, const FacetTable* table,
                                    const BrowseRequest& request) {
    std::vector<std::uint32_t> lines;
    if (table) {
        lines = table->rows_with(request.chosen);
    } else {
        for (std::uint32_t i = 0; i < listed.size(); ++i) lines.push_back(i);
    }
    if (request.letter != 0)
        std::erase_if(lines, [&](std::uint32_t line) { return listed[line].letter != request.letter; });
    return lines;
}

std::vector<BrowseView::Letter> letters_of(const std::vector<Listed>& listed) {
    std::vector<BrowseView::Letter> letters;
    for (char letter = 'a'; letter <= 'z'; ++letter) letters.push_back({letter, 0});
    letters.push_back({'0', 0});
    for (const Listed& each : listed) {
        ++letters[each.letter == '0' ? letters.size() - 1 : static_cast<std::size_t>(each.letter - 'a')].count;
    }
    return letters;
}

}  // namespace

Result<BrowseView> Portal::browse(const BrowseRequest& request) const {
    const Shared snapshot = live_.current();
    const auto directory = directory_of(*snapshot);
    const auto& listed = directory->list(request.kind);
    const FacetTable* table = directory->table(request.kind);
    const bool by_name = is_by_name(request.kind);
    const std::vector<std::uint32_t> lines = lines_of(listed, table, request);
    const std::size_t page_items = by_name && !table && request.kind != ListKind::Drugs ? kPageNames : kPageItems;
    BrowseView view;
    view.request = request;
    view.total = lines.size();
    view.page_count = std::max<std::size_t>(1, (lines.size() + page_items - 1) / page_items);
    if (request.page < 1 || request.page > view.page_count) return bad_page();
    for (std::size_t i = (request.page - 1) * page_items; i < std::min(request.page * page_items, lines.size()); ++i) {
        view.cards.push_back(card_of_listed(*snapshot, listed[lines[i]]));
    }
    if (by_name && !table) view.letters = letters_of(listed);
    if (!table) return view;
    view.facets = table->counts(request.chosen, kFacetValues);
    for (std::size_t i = 0; i < kPeopleFacetCount; ++i) {
        view.chosen_names[i] = table->name_of_value(static_cast<PeopleFacet>(i), request.chosen[i]);
    }
    return view;
}

std::vector<Ref> Portal::similar_pages(std::string_view id, std::size_t limit) const {
    const Shared snapshot = live_.current();
    const auto directory = directory_of(*snapshot);
    std::vector<Ref> similar;
    for (int i = 0; i < kListKindCount && similar.size() < limit; ++i) {
        for (const std::string& each : similar_ids(directory->list(static_cast<ListKind>(i)), id, limit))
            similar.push_back(ref_of(*snapshot, each));
    }
    if (similar.size() > limit) similar.resize(limit);
    return similar;
}

std::size_t Portal::page_count(ListKind kind) const {
    return directory_of(*live_.current())->lists[static_cast<std::size_t>(kind)].size();
}

Result<std::vector<FeedEntry>> Portal::feed(FeedOf of, std::string_view department_id, std::size_t limit) const {
    const Shared snapshot = live_.current();
    const auto department = snapshot->knowledge().find(department_id);
    if (!department_id.empty() && !department) return not_here(department_id);
    const auto directory = directory_of(*snapshot);
    const auto& listed = directory->list(ListKind::Articles);
    std::vector<FeedCandidate> candidates;
    for (std::size_t i = 0; i < std::min(kFeedCandidates, listed.size()); ++i) {
        const auto index = snapshot->corpus->find(listed[i].id);
        if (!index) continue;
        const RecordHead& head = snapshot->corpus->at(*index).record.head;
        const Date changed = std::max(head.published_on, head.reviewed_on);
        const Date sorted_by = of == FeedOf::Articles ? head.published_on : changed;
        if (sorted_by.known()) candidates.push_back({sorted_by, head.id, *index});
    }
    std::ranges::sort(candidates, [](const FeedCandidate& left, const FeedCandidate& right) {
        return std::tie(right.day, left.id) < std::tie(left.day, right.id);
    });
    std::vector<FeedEntry> entries;
    for (const FeedCandidate& candidate : candidates) {
        if (entries.size() == limit) break;
        const AnnotatedRecord& article = snapshot->corpus->at(candidate.index);
        if (is_contradicted(article)) continue;
        if (!department_id.empty() && !is_below(*snapshot, article, department_id)) continue;
        entries.push_back(feed_entry(*snapshot, article));
    }
    return entries;
}

std::vector<MappedPage> Portal::mapped_pages(ListKind kind, std::size_t begin, std::size_t limit) const {
    const Shared snapshot = live_.current();
    const auto directory = directory_of(*snapshot);
    const auto& listed = directory->lists[static_cast<std::size_t>(kind)];
    std::vector<MappedPage> pages;
    for (std::size_t i = begin; i < std::min(begin + limit, listed.size()); ++i) {
        MappedPage page{listed[i].id, {}};
        if (const auto record = snapshot->corpus->find(page.id)) {
            // All of a list are read one after the other: none of them is to stay in memory for that.
            const auto read = snapshot->corpus->records()[record->value].read_once();
            if (is_contradicted(*read)) continue;
            page.changed_on = std::max(read->record.head.published_on, read->record.head.reviewed_on);
        }
        pages.push_back(std::move(page));
    }
    return pages;
}

Result<PanelPageView> Portal::panel_page(std::string_view id, Panel panel, std::size_t page) const {
    const Shared snapshot = live_.current();
    const auto context = context_of_id(*snapshot, id);
    if (!context || site()->hidden_panels.contains(panel)) return not_here(id);
    if (page < 1 || page > kMaxPage) return bad_page();
    RelateOptions options;
    options.limit = kPageItems + 1;
    options.offset = (page - 1) * kPageItems;
    options.only = panel;
    options.curated_only = settings_.curated_only;
    const Panels panels = relate(*snapshot->corpus, *context, options);
    const auto& items = panels.of(panel);
    if (items.empty() && page > 1) return bad_page();
    PanelPageView view{
        ref_of(*snapshot, id), {panel, {}, items.size() > kPageItems, {}}, page, items.size() > kPageItems};
    view.panel.without_product = named_treatments_of(*snapshot, panels);
    for (const Item& item : items) {
        if (view.panel.cards.size() < kPageItems) view.panel.cards.push_back(card_of(*snapshot, item));
    }
    return view;
}

}  // namespace xinglin
