#include "app/finder.h"

#include <algorithm>
#include <utility>

#include "app/cards.h"
#include "catalog/snapshot.h"
#include "relate/measured_values.h"
#include "search/query_reading.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

constexpr std::size_t kAnswerDepartments = 3;
constexpr std::size_t kAlternatives = 5;
/// Of a query that found nothing, this much of each run of Chinese characters is tried in parts.
constexpr std::size_t kTriedCharacters = 16;
/// What is shorter is shared by chance.
constexpr std::size_t kShortestPart = 2;

Error too_long(std::string_view what, std::string where) {
    return {ErrorCode::InvalidInput,
            std::string(what) + "太长了：最多" + std::to_string(kMaxQueryCharacters) + "个字。请只写关键的词。",
            std::move(where)};
}

std::optional<Error> fault_of(const SearchRequest& request) {
    if (count_characters(request.query) > kMaxQueryCharacters) return too_long("要查的话", "query");
    if (request.limit < 1 || request.limit > kMaxPageHits) {
        return Error{ErrorCode::InvalidInput, "每页的条数应为1到" + std::to_string(kMaxPageHits) + "。", "limit"};
    }
    if (request.offset > kMaxHits) {
        return Error{ErrorCode::InvalidInput, "只能翻看前" + std::to_string(kMaxHits) + "条结果。", "offset"};
    }
    for (const std::string& type : request.chosen[static_cast<std::size_t>(FacetKind::Type)]) {
        if (!item_type_named(type)) return Error{ErrorCode::InvalidInput, "没有这种类型：" + type + "。", "type"};
    }
    return {};
}

bool is_unfiltered(const SearchRequest& request) {
    return std::ranges::all_of(request.chosen, [](const auto& values) { return values.empty(); });
}

Card card_of_id(const Snapshot& snapshot, const std::string& id) {
    if (const auto named = snapshot.knowledge().find(id)) return card_of(snapshot, *named);
    const auto record = snapshot.corpus->find(id);
    if (!record) return {};
    Card card = card_of(snapshot, *record);
    add_makers_of_duplicates(snapshot, *record, card);
    return card;
}

FoundItem found_item(const Snapshot& snapshot, SearchHit hit) {
    FoundItem item{std::move(hit), {}, {}};
    item.card = card_of_id(snapshot, item.hit.id);
    item.card.score = item.hit.score;
    for (const HitReason& reason : item.hit.why) item.why_sources.push_back(refs_of(snapshot, reason.sources));
    return item;
}

/// Departments are found by their ids and read by their names.
void name_departments(const Snapshot& snapshot, std::vector<Facet>& facets) {
    for (Facet& facet : facets) {
        if (facet.kind != FacetKind::Department) continue;
        for (FacetValue& value : facet.values) value.label = ref_of(snapshot, value.value).name;
    }
}

std::vector<Ref> curated_departments(const Snapshot& snapshot, const PageContext& page) {
    RelateOptions options;
    options.only = Panel::Departments;
    options.limit = kAnswerDepartments;
    options.curated_only = PanelSet(Panel::Departments);
    std::vector<Ref> departments;
    const Panels panels = relate(*snapshot.corpus, page, options);
    for (const Item& item : panels.of(Panel::Departments)) departments.push_back({item.id, item.name});
    return departments;
}

/// Whether the query speaks of something else than for whom it is.
bool names_something(const Knowledge& knowledge, const UnderstoodQuery& query) {
    return std::ranges::any_of(query.concepts,
                               [&](ConceptIndex each) { return knowledge.at(each).kind != ConceptKind::Population; });
}

/// The condition or symptom whose page is the first hit for its name.
std::optional<ConceptIndex> first_page(const Knowledge& knowledge, const std::vector<FoundItem>& items) {
    if (items.empty()) return std::nullopt;
    const SearchHit& first = items.front().hit;
    if (first.type != ItemType::Condition && first.type != ItemType::Symptom) return std::nullopt;
    const bool by_name = std::ranges::any_of(first.why, [](const HitReason& why) {
        return why.kind == HitReason::Kind::Name || why.kind == HitReason::Kind::Title;
    });
    return by_name ? knowledge.find(first.id) : std::nullopt;
}

/// The cards of every danger that the query names, as it was typed and as it was corrected; without a subject, those of
/// each condition and symptom too. Where no name was read, those of the first hit that cannot wait: words that lead to
/// the page of an emergency are words for it. Not so for what is measured: its value says whether it is a danger.
std::vector<CareCard> cards_of(const Snapshot& snapshot, const SearchRequest& request, const UnderstoodQuery& query,
                               const std::vector<FoundItem>& items) {
    std::vector<CareCard> cards = care_cards_of_query(snapshot, query.text, query.subject);
    const auto add = [&](const std::vector<CareCard>& more) {
        for (const CareCard& each : more)
            if (std::ranges::none_of(cards, [&](const CareCard& card) { return card.red_flag.id == each.red_flag.id; }))
                cards.push_back(each);
    };
    if (query.corrected) add(care_cards_of_query(snapshot, request.query, std::nullopt));
    if (!query.subject)
        for (const ConceptIndex each : query.concepts)
            if (std::ranges::find(query.denied_concepts, each) == query.denied_concepts.end())
                add(care_cards_of(snapshot, {{each, 1}}));
    if (!names_something(snapshot.knowledge(), query) && !names_a_measure(query.text))
        if (const auto page = first_page(snapshot.knowledge(), items)) {
            std::vector<CareCard> of_page = care_cards_of(snapshot, {{*page, 1}});
            std::erase_if(of_page, [](const CareCard& card) { return card.red_flag.level == CareLevel::Routine; });
            add(of_page);
        }
    std::ranges::stable_sort(cards, &CareCard::comes_before);
    return cards;
}

void add_subject(const Snapshot& snapshot, const UnderstoodQuery& query, PanelSet curated_only, AnswerCard& answer) {
    const ConceptIndex subject = *query.subject;
    const Concept& named = snapshot.knowledge().at(subject);
    answer.ref = ref_of(named);
    answer.trust = named.trust;
    if (named.summary) {
        answer.summary = named.summary->text;
        answer.summary_sources = refs_of(snapshot, named.summary->sources);
    }
    PageContext page = context_of(*snapshot.corpus, subject);
    page.populations = context_of_query(snapshot.knowledge(), query).populations;
    answer.departments = curated_departments(snapshot, page);
    for (const PanelView& panel : panels_of(snapshot, page, 1, curated_only)) {
        if (panel.panel == Panel::Departments) continue;
        if (panel.cards.empty()) continue;  // A first line without a product is text, nothing to lead to.
        const Card& first = panel.cards.front();
        answer.entries.push_back({panel.panel, first.ref, std::max(first.trust, first.path_trust)});
    }
}

/// Nothing where there is nothing to say.
std::optional<AnswerCard> answer_of(const Snapshot& snapshot, const SearchRequest& request,
                                    const UnderstoodQuery& query, const std::vector<FoundItem>& items,
                                    PanelSet curated_only) {
    AnswerCard answer;
    answer.care_cards = cards_of(snapshot, request, query, items);
    if (query.subject) add_subject(snapshot, query, curated_only, answer);
    const bool says_nothing =
        answer.summary.empty() && answer.care_cards.empty() && answer.departments.empty() && answer.entries.empty();
    return says_nothing ? std::nullopt : std::optional(std::move(answer));
}

/// Whether it writes the item's name, and does not only sound like it.
bool is_literal(SuggestedBy by) {
    switch (by) {
        case SuggestedBy::Prefix:
        case SuggestedBy::AliasPrefix:
        case SuggestedBy::Inside:
            return true;
        case SuggestedBy::Pinyin:
        case SuggestedBy::Corrected:
            return false;
    }
    return false;
}

/// The runs of characters beyond ASCII, each as the offsets at which its characters begin and the last one ends.
std::vector<std::vector<std::size_t>> runs_of(std::string_view text) {
    std::vector<std::vector<std::size_t>> runs;
    bool inside = false;
    for (std::size_t offset = 0; offset < text.size();) {
        const Decoded character = decode_utf8(text, offset);
        const bool belongs = character.code_point >= 0x80 && !character.invalid();
        if (belongs && !inside) runs.push_back({offset});
        offset += character.length;
        if (belongs && runs.back().size() <= kTriedCharacters) runs.back().push_back(offset);
        inside = belongs;
    }
    return runs;
}

/// What there is that is near a query that found nothing: completions of the whole, otherwise of its longest parts
/// that something is called by, each item once.
std::vector<Suggestion> alternatives_of(const Suggester& suggester, std::string_view query) {
    auto found = suggester.suggest(query, kAlternatives);
    if (!found.empty()) return found;
    const auto runs = runs_of(query);
    for (std::size_t length = kTriedCharacters; length >= kShortestPart && found.empty(); --length) {
        for (const auto& run : runs) {
            for (std::size_t begin = 0; begin + length < run.size(); ++begin) {
                const auto part = query.substr(run[begin], run[begin + length] - run[begin]);
                for (Suggestion& each : suggester.suggest(part, kAlternatives)) {
                    const bool is_new = std::ranges::find(found, each.id, &Suggestion::id) == found.end();
                    if (is_new && is_literal(each.by)) found.push_back(std::move(each));
                }
            }
        }
    }
    if (found.size() > kAlternatives) found.resize(kAlternatives);
    return found;
}

}  // namespace

Result<SearchView> Finder::search(const SearchRequest& request) const {
    if (const auto fault = fault_of(request)) return *fault;
    const auto snapshot = live_.current();
    SearchResult result = snapshot->search->searcher().search(request);
    SearchView view;
    view.request = request;
    view.total = result.total;
    view.cut = result.cut;
    for (SearchHit& hit : result.hits) view.items.push_back(found_item(*snapshot, std::move(hit)));
    view.facets = std::move(result.facets);
    name_departments(*snapshot, view.facets);
    for (const ConceptIndex each : result.query.concepts)
        view.concepts.push_back(ref_of(snapshot->knowledge().at(each)));
    if (result.query.subject) view.subject = ref_of(snapshot->knowledge().at(*result.query.subject));
    if (is_unfiltered(request) && request.offset == 0) {
        view.answer = answer_of(*snapshot, request, result.query, view.items, settings_.curated_only);
        if (result.total == 0) view.alternatives = alternatives_of(snapshot->search->suggester(), result.query.text);
    }
    view.not_found = std::move(result.not_found);
    view.query = std::move(result.query);
    return view;
}

std::vector<Suggestion> Finder::suggest(std::string_view typed, std::size_t limit) const {
    if (count_characters(typed) > kMaxQueryCharacters) return {};
    return live_.current()->search->suggester().suggest(typed, limit);
}

Result<std::vector<CodeCandidate>> Finder::code(std::string_view text, std::size_t limit) const {
    if (count_characters(text) > kMaxQueryCharacters) return too_long("要编码的话", "text");
    return live_.current()->search->coder().code(text, limit);
}

}  // namespace xinglin
