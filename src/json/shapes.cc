#include "json/shapes.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "base/json_fields.h"
#include "base/name_table.h"
#include "knowledge/codec.h"
#include "records/codec.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

namespace json = boost::json;

json::object ref_json(const Ref& ref) {
    return {{"id", ref.id}, {"name", ref.name}};
}

json::array refs_json(const std::vector<Ref>& refs) {
    json::array array;
    for (const Ref& ref : refs) array.push_back(ref_json(ref));
    return array;
}

json::array texts_json(const std::vector<std::string>& texts) {
    return json::array(texts.begin(), texts.end());
}

void set_text(json::object& object, std::string_view name, const std::string& text) {
    if (!text.empty()) object[name] = text;
}

json::object path_step_json(const PathStep& step) {
    json::object object{{"from", {{"id", step.from_id}, {"name", step.from_name}}},
                        {"step", step.step},
                        {"inverse", step.inverse},
                        {"to", {{"id", step.to_id}, {"name", step.to_name}}}};
    if (step.trust == Trust::Imported) object["imported"] = true;
    return object;
}

json::object why_json(const WhyView& why) {
    json::array path;
    for (const PathStep& step : why.path) path.push_back(path_step_json(step));
    return {{"path", std::move(path)},
            {"source", why.sources.empty() ? std::string{} : why.sources.front().id},
            {"sources", refs_json(why.sources)},
            {"quote", why.quote},
            {"quote_of", ref_json(why.quote_of)},
            {"verbatim", why.verbatim},
            {"reviewed", why.reviewed},
            {"trust", name_of(why.trust)}};
}

json::object card_json(const Card& card) {
    json::object object{
        {"id", card.ref.id}, {"name", card.ref.name}, {"score", card.score}, {"trust", name_of(card.trust)}};
    if (card.fictitious) object["fictitious"] = true;
    if (card.by_department_alone) object["by_department_alone"] = true;
    if (card.must_not_miss) object["must_not_miss"] = true;
    set_text(object, "text", card.text);
    if (!card.titles.empty()) object["titles"] = texts_json(card.titles);
    if (!card.hospital.name.empty()) object["hospital"] = ref_json(card.hospital);
    set_text(object, "department", card.department);
    set_text(object, "specialty", card.specialty);
    set_text(object, "source_line", card.source_line);
    set_text(object, "asked", card.asked);
    if (!card.answered_by.name.empty()) {
        object["answered_by"] = ref_json(card.answered_by);
        set_text(object, "answered_by_title", card.answered_by_title);
        set_text(object, "answered_by_hospital", card.answered_by_hospital);
    }
    if (!card.makers.empty()) object["makers"] = texts_json(card.makers);
    if (card.ref.id.starts_with("drug/")) object["classification"] = name_of(card.classification);
    if (card.role != Role::None) object["role"] = name_of(card.role);
    if (card.off_label) object["off_label"] = true;
    set_text(object, "caution", card.caution);
    set_text(object, "level", card.level);
    set_text(object, "region", card.region);
    json::array why;
    for (const WhyView& each : card.why) why.push_back(why_json(each));
    if (!why.empty()) {
        object["path_trust"] = name_of(card.path_trust);
        object["why"] = std::move(why);
    }
    return object;
}

json::array cards_json(const std::vector<Card>& cards) {
    json::array array;
    for (const Card& card : cards) array.push_back(card_json(card));
    return array;
}

json::object panels_json(const std::vector<PanelView>& panels) {
    json::object object;
    for (const PanelView& panel : panels) object[name_of(panel.panel)] = cards_json(panel.cards);
    return object;
}

json::array routes_json(Administrations routes) {
    json::array words;
    for (const Administration route : routes.listed()) words.emplace_back(name_of(route));
    return words;
}

json::object named_treatment_json(const NamedTreatmentView& named) {
    json::object object = ref_json(named.ref);
    object["of"] = ref_json(named.of);
    object["text"] = named.text;
    if (named.role != Role::None) object["role"] = name_of(named.role);
    if (!named.routes.empty()) object["route"] = routes_json(named.routes);
    if (named.setting != CareSetting::Anywhere) object["setting"] = name_of(named.setting);
    set_text(object, "statement", named.statement);
    object["source"] = named.sources.empty() ? std::string{} : named.sources.front().id;
    object["sources"] = refs_json(named.sources);
    return object;
}

/// What the drugs panel names as text.
json::array without_product_json(const std::vector<PanelView>& panels) {
    json::array array;
    for (const PanelView& panel : panels) {
        for (const NamedTreatmentView& named : panel.without_product) array.push_back(named_treatment_json(named));
    }
    return array;
}

json::object withheld_json(const Withheld& withheld) {
    json::object object{{"id", withheld.id},
                        {"name", withheld.name},
                        {"panel", name_of(withheld.panel)},
                        {"rule", withheld.rule},
                        {"reason", withheld.reason}};
    if (!withheld.also.empty()) object["also"] = texts_json(withheld.also);
    return object;
}

json::object finding_json(const Finding& finding) {
    json::object object{{"rule", finding.rule},
                        {"severity", name_of(finding.severity)},
                        {"where", finding.in_title ? "title" : "text"},
                        {"begin", finding.begin},
                        {"end", finding.end},
                        {"message", finding.message}};
    object["source"] = finding.sources.empty() ? std::string{} : finding.sources.front();
    object["sources"] = texts_json(finding.sources);
    return object;
}

json::array care_cards_json(const std::vector<CareCard>& cards) {
    json::array array;
    for (const CareCard& card : cards) {
        json::object object = to_json(card.red_flag);
        object["of"] = ref_json(card.of);
        if (card.kind) object["kind"] = ref_json(*card.kind);
        object["sources"] = refs_json(card.sources);
        if (!card.named.empty()) object["named"] = refs_json(card.named);
        array.push_back(std::move(object));
    }
    return array;
}

json::object mined_from_json(const TextEvidence& evidence) {
    return {{"record", evidence.record},     {"field", evidence.field}, {"begin", evidence.begin_character},
            {"end", evidence.end_character}, {"quote", evidence.quote}, {"rule", evidence.rule}};
}

json::object relation_json(const RelationView& relation) {
    json::object object{{"id", relation.other.id}, {"name", relation.other.name}};
    object["source"] = relation.sources.empty() ? std::string{} : relation.sources.front().id;
    object["sources"] = refs_json(relation.sources);
    object["evidence"] = name_of(relation.evidence);
    json::object review{{"state", relation.review ? "reviewed" : "unreviewed"}};
    if (relation.review) {
        review["by"] = relation.review->by;
        review["on"] = relation.review->on.iso();
        review["how"] = relation.review->how;
    }
    object["review"] = std::move(review);
    object["trust"] = name_of(relation.trust);
    if (relation.role != Role::None) object["role"] = name_of(relation.role);
    if (relation.curative) object["curative"] = true;
    if (!relation.routes.empty()) object["route"] = routes_json(relation.routes);
    if (relation.setting != CareSetting::Anywhere) object["setting"] = name_of(relation.setting);
    set_text(object, "statement", relation.statement);
    if (relation.mined_from) object["mined_from"] = mined_from_json(*relation.mined_from);
    return object;
}

json::object groups_json(const std::vector<RelationGroup>& groups, bool inverse) {
    json::object object;
    for (const RelationGroup& group : groups) {
        if (group.inverse != inverse) continue;
        json::array relations;
        for (const RelationView& relation : group.relations) relations.push_back(relation_json(relation));
        object[name_of(group.predicate)] = std::move(relations);
    }
    return object;
}

void set_withdrawn(json::object& object, const std::optional<WithdrawnSource>& withdrawn) {
    if (!withdrawn) return;
    json::object said;
    set_text(said, "on", withdrawn->on.iso());
    set_text(said, "reason", withdrawn->reason);
    object["withdrawn"] = std::move(said);
}

constexpr NameTable<PageChange::Kind> kPageChangeNames("changed", "gone", "new");

std::string_view name_of(PageChange::Kind kind) {
    return kPageChangeNames.name_of(kind);
}

void set_page(json::object& object, const std::vector<Ref>& breadcrumb, const std::vector<CareCard>& care_cards,
              const std::vector<PanelView>& panels) {
    object["breadcrumb"] = refs_json(breadcrumb);
    object["care_cards"] = care_cards_json(care_cards);
    object["panels"] = panels_json(panels);
    if (auto named = without_product_json(panels); !named.empty()) object["without_product"] = std::move(named);
}

/// Whether a number was too large for a double: it would be written back as another one.
bool has_infinity(const json::value& value) {
    if (const auto* object = value.if_object()) {
        return std::ranges::any_of(*object, [](const auto& member) { return has_infinity(member.value()); });
    }
    if (const auto* array = value.if_array()) return std::ranges::any_of(*array, has_infinity);
    return value.is_double() && std::isinf(value.get_double());
}

/// Bytes of `text` as characters of it; `spans` are ascending.
json::array highlights_json(std::string_view text, const std::vector<Span>& spans) {
    CharacterCounter counter(text);
    json::array array;
    for (const Span& span : spans) {
        const std::uint32_t begin = counter.at(span.begin);
        array.push_back({{"begin", begin}, {"end", counter.at(span.end)}});
    }
    return array;
}

json::object reason_json(const HitReason& reason, const std::vector<Ref>& sources) {
    json::object object{{"kind", name_of(reason.kind)}, {"text", reason.text}};
    set_text(object, "id", reason.id);
    set_text(object, "field", reason.field);
    if (sources.empty()) return object;
    object["source"] = sources.front().id;
    object["sources"] = refs_json(sources);
    return object;
}

/// A card with what makes it a hit in front.
json::object hit_json(const FoundItem& item) {
    const SearchHit& hit = item.hit;
    json::array why;
    for (std::size_t i = 0; i < hit.why.size(); ++i) why.push_back(reason_json(hit.why[i], item.why_sources[i]));
    json::object object{
        {"id", hit.id},          {"type", name_of(hit.type)},
        {"title", hit.title},    {"score", hit.score},
        {"why", std::move(why)}, {"title_highlights", highlights_json(hit.title, hit.title_highlights)}};
    if (!hit.excerpt.empty()) {
        object["excerpt"] = hit.excerpt;
        object["excerpt_highlights"] = highlights_json(hit.excerpt, hit.excerpt_highlights);
    }
    set_text(object, "caution", hit.caution);
    for (auto& member : card_json(item.card)) {
        if (member.key() != "name" && !object.contains(member.key())) object[member.key()] = std::move(member.value());
    }
    return object;
}

json::object facets_json(const std::vector<Facet>& facets) {
    json::object object;
    for (const Facet& facet : facets) {
        json::array values;
        for (const FacetValue& each : facet.values) {
            json::object value{{"value", each.value}, {"label", each.label}, {"count", each.count}};
            if (each.chosen) value["chosen"] = true;
            values.push_back(std::move(value));
        }
        object[name_of(facet.kind)] = std::move(values);
    }
    return object;
}

json::object answer_json(const AnswerCard& answer) {
    json::object object;
    if (answer.ref) {
        object = ref_json(*answer.ref);
        object["trust"] = name_of(answer.trust);
    }
    if (!answer.summary.empty())
        object["summary"] = {{"text", answer.summary}, {"sources", refs_json(answer.summary_sources)}};
    object["care_cards"] = care_cards_json(answer.care_cards);
    object["departments"] = refs_json(answer.departments);
    json::object panels;
    for (const AnswerCard::Entry& entry : answer.entries) {
        json::object first = ref_json(entry.first);
        first["trust"] = name_of(entry.trust);
        panels[name_of(entry.panel)] = std::move(first);
    }
    object["panels"] = std::move(panels);
    return object;
}

/// A whole number from `least` to `most`; `fallback` when absent.
std::size_t count_from(JsonFields& fields, std::string_view name, std::size_t fallback, std::size_t least,
                       std::size_t most) {
    const auto given = fields.integer(name);
    if (!given) return fallback;
    if (*given < static_cast<std::int64_t>(least) || *given > static_cast<std::int64_t>(most)) {
        fields.fail(name,
                    "This takes a whole number from " + std::to_string(least) + " to " + std::to_string(most) + ".");
        return fallback;
    }
    return static_cast<std::size_t>(*given);
}

/// The chosen values of a facet; as they were when the field is absent.
void read_choice(JsonFields& fields, FacetKind kind, std::vector<std::string>& chosen) {
    const std::string_view name = field_of(kind);
    if (fields.find(name) == nullptr) return;
    chosen = fields.texts(name);
    if (kind != FacetKind::Type) return;
    for (const std::string& type : chosen) {
        if (!item_type_named(type)) fields.fail(name, "There is no type \"" + type + "\".");
    }
}

template <typename Body>
json::object record_json(const RecordHead& head, const Body& body) {
    return to_json(Record{head, body});
}

}  // namespace

json::object to_json(const Error& error) {
    return {{"code", name_of(error.code)}, {"message", error.message}, {"where", error.where}};
}

json::object to_json(const AnnotatedText& annotated) {
    json::array mentions;
    for (const auto& each : annotated.mentions) {
        mentions.push_back({{"begin", each.mention.begin_character},
                            {"end", each.mention.end_character},
                            {"text", each.text},
                            {"concept", each.named.id},
                            {"kind", name_of(each.named.kind)},
                            {"name", each.named.name},
                            {"negated", each.mention.negated},
                            {"suspected", each.mention.suspected},
                            {"stopped", each.mention.stopped},
                            {"at_cut", each.mention.at_cut},
                            {"subject", name_of(each.mention.subject)}});
    }
    json::array main;
    for (const auto& each : annotated.main) {
        main.push_back({{"concept", each.concept_ref.id}, {"name", each.concept_ref.name}, {"weight", each.weight}});
    }
    return {{"mentions", std::move(mentions)}, {"main", std::move(main)}};
}

json::array to_json(const std::vector<Finding>& findings) {
    json::array array;
    for (const Finding& finding : findings) array.push_back(finding_json(finding));
    return array;
}

json::object to_json(const RelatedPanels& related) {
    json::array withheld;
    for (const Withheld& each : related.withheld) withheld.push_back(withheld_json(each));
    return {{"panels", panels_json(related.panels)},
            {"without_product", without_product_json(related.panels)},
            {"withheld", std::move(withheld)}};
}

json::object to_json(const Shown& shown) {
    return shown.record ? to_json(*shown.record) : to_json(*shown.concept_view);
}

json::object to_json(const ArticleView& view) {
    json::object object = record_json(view.head, view.article);
    set_page(object, view.breadcrumb, view.care_cards, view.panels);
    json::array citations;
    for (const Source& source : view.citations) citations.push_back(to_json(source));
    object["citations"] = std::move(citations);
    object["about"] = refs_json(view.about);
    return object;
}

json::object to_json(const ConceptView& view) {
    const Concept& subject = view.subject;
    json::object object{
        {"id", subject.id}, {"kind", name_of(subject.kind)}, {"name", subject.name}, {"trust", name_of(subject.trust)}};
    if (!view.imported_from.empty()) {
        json::array sources;
        for (const Source& source : view.imported_from) sources.push_back(to_json(source));
        object["imported_from"] = std::move(sources);
    }
    set_text(object, "english", subject.english);
    json::array aliases;
    json::array alias_uses;
    for (const Alias& alias : subject.aliases) {
        aliases.emplace_back(alias.text);
        alias_uses.push_back({{"text", alias.text}, {"use", name_of(alias.use)}});
    }
    object["aliases"] = std::move(aliases);
    object["alias_uses"] = std::move(alias_uses);
    json::array codes;
    for (const Code& code : subject.codes) codes.push_back({{"system", code.system}, {"code", code.code}});
    object["codes"] = std::move(codes);
    if (!subject.constraints.empty()) object["constraints"] = to_json(subject).at("constraints");
    if (subject.summary) {
        object["summary"] = {{"text", subject.summary->text}, {"sources", refs_json(view.summary_sources)}};
    }
    object["relations"] = groups_json(view.groups, false);
    object["inverse_relations"] = groups_json(view.groups, true);
    set_page(object, view.breadcrumb, view.care_cards, view.panels);
    if (!view.children.empty()) object["children"] = refs_json(view.children);
    if (view.test_record) object["test_record"] = to_json(*view.test_record);
    return object;
}

json::object to_json(const DoctorView& view) {
    json::object object = record_json(view.head, view.doctor);
    object["hospital"] = ref_json(view.hospital);
    object["departments"] = refs_json(view.departments);
    object["concepts"] = refs_json(view.concepts);
    object["answers"] = cards_json(view.answers);
    return object;
}

json::object to_json(const HospitalView& view) {
    json::object object = record_json(view.head, view.hospital);
    object["departments"] = refs_json(view.departments);
    object["doctors"] = cards_json(view.doctors);
    return object;
}

json::object to_json(const DrugView& view) {
    json::object object = record_json(view.head, view.drug);
    object["substances"] = refs_json(view.substances);
    object["same_product"] = cards_json(view.same_product);
    object["relations"] = groups_json(view.groups, false);
    object["inverse_relations"] = groups_json(view.groups, true);
    object["panels"] = panels_json(view.panels);
    return object;
}

json::object to_json(const TestView& view) {
    json::object object = record_json(view.head, view.test);
    object["panels"] = panels_json(view.panels);
    return object;
}

json::object to_json(const QuestionView& view) {
    json::object object = record_json(view.head, view.question);
    set_page(object, view.breadcrumb, view.care_cards, view.panels);
    object["about"] = refs_json(view.about);
    return object;
}

json::object to_json(const SourceView& view) {
    json::object object = to_json(view.source);
    json::array statements;
    for (const auto& each : view.statements) {
        json::object statement{{"subject", ref_json(each.subject)},
                               {"predicate", name_of(each.predicate)},
                               {"object", ref_json(each.object)}};
        set_text(statement, "statement", each.statement);
        statements.push_back(std::move(statement));
    }
    object["statements"] = std::move(statements);
    object["statement_count"] = view.statement_count;
    set_withdrawn(object, view.withdrawn);
    return object;
}

json::object to_json(const SourceSummary& summary) {
    json::object object = to_json(summary.source);
    object["relations"] = summary.relations;
    object["relations_alone"] = summary.relations_alone;
    object["records"] = summary.records;
    set_withdrawn(object, summary.withdrawn);
    return object;
}

json::object to_json(const PageChange& change) {
    json::object object = ref_json(change.page);
    object["change"] = name_of(change.kind);
    json::object panels;
    for (const PanelChange& panel : change.panels) {
        panels[name_of(panel.panel)] = {
            {"left", refs_json(panel.left)}, {"came", refs_json(panel.came)}, {"reordered", panel.reordered}};
    }
    if (!panels.empty()) object["panels"] = std::move(panels);
    return object;
}

json::object to_json(const ListView& view) {
    json::object object{{"kind", name_of(view.kind)},
                        {"page", view.page},
                        {"page_count", view.page_count},
                        {"total", view.total},
                        {"items", cards_json(view.cards)}};
    set_text(object, "next", view.next_after);
    return object;
}

json::object to_json(const HomeView& view) {
    return {{"conditions", cards_json(view.conditions)},
            {"articles", cards_json(view.articles)},
            {"questions", cards_json(view.questions)},
            {"doctors", cards_json(view.doctors)}};
}

json::array to_json(const std::vector<NavigationView::Department>& departments) {
    json::array array;
    for (const auto& department : departments) {
        json::object object = ref_json(department.ref);
        object["children"] = refs_json(department.children);
        array.push_back(std::move(object));
    }
    return array;
}

json::object to_json(const PanelPageView& view) {
    return {{"page_of", ref_json(view.page_of)},
            {"panel", name_of(view.panel.panel)},
            {"page", view.page},
            {"has_next", view.has_next},
            {"items", cards_json(view.panel.cards)},
            {"without_product", without_product_json({view.panel})}};
}

json::object to_json(const SearchView& view) {
    json::object object{{"query", view.query.text}};
    if (view.query.corrected) object["corrected"] = *view.query.corrected;
    object["intent"] = name_of(view.query.intent);
    object["concepts"] = refs_json(view.concepts);
    json::array aspects;
    for (const Aspect aspect : view.query.aspects) aspects.emplace_back(name_of(aspect));
    object["aspects"] = std::move(aspects);
    if (view.subject) object["subject"] = ref_json(*view.subject);
    object["total"] = view.total;
    object["cut"] = view.cut;
    json::array hits;
    for (const FoundItem& item : view.items) hits.push_back(hit_json(item));
    object["hits"] = std::move(hits);
    if (view.request.with_facets) object["facets"] = facets_json(view.facets);
    if (view.answer) object["answer"] = answer_json(*view.answer);
    if (!view.not_found.empty()) object["not_found"] = json::array(view.not_found.begin(), view.not_found.end());
    if (!view.alternatives.empty()) object["alternatives"] = to_json(view.alternatives);
    return object;
}

json::array to_json(const std::vector<Suggestion>& suggestions) {
    json::array array;
    for (const Suggestion& each : suggestions) {
        json::object item{{"text", each.text}, {"type", name_of(each.type)}, {"id", each.id}};
        set_text(item, "via", each.via);
        array.push_back(std::move(item));
    }
    return array;
}

json::array to_json(const std::vector<CodeCandidate>& codes) {
    json::array array;
    for (const CodeCandidate& each : codes) {
        array.push_back({{"system", each.system},
                         {"code", each.code},
                         {"name", each.name},
                         {"id", each.id},
                         {"score", each.score}});
    }
    return array;
}

constexpr NameTable<FacetKind> kFacetFields("types", "departments", "regions", "levels", "titles");

std::string_view field_of(FacetKind kind) {
    return kFacetFields.name_of(kind);
}

Result<SearchRequest> search_from(const json::object& object, const SearchRequest& defaults) {
    JsonFields fields(object);
    SearchRequest request = defaults;
    if (fields.find("query") == nullptr) fields.fail("query", "Give \"query\".");
    request.query = fields.text("query");
    request.limit = count_from(fields, "limit", defaults.limit, 1, kMaxPageHits);
    request.offset = count_from(fields, "offset", defaults.offset, 0, kMaxHits);
    for (std::size_t kind = 0; kind < kFacetKindCount; ++kind) {
        read_choice(fields, static_cast<FacetKind>(kind), request.chosen[kind]);
    }
    if (fields.find("spelling") != nullptr) request.spelling = fields.flag("spelling");
    if (fields.find("facets") != nullptr) request.with_facets = fields.flag("facets");
    for (const auto& member : object) fields.find(member.key());  // whatever else the caller keeps there
    if (const auto finished = fields.finish(); !finished) return finished.error();
    return request;
}

Result<LimitedText> limited_text_from(const json::object& object, std::string_view name, std::size_t fallback,
                                      std::size_t most) {
    JsonFields fields(object);
    if (fields.find(name) == nullptr) fields.fail(name, "Give \"" + std::string(name) + "\".");
    LimitedText limited{fields.text(name), count_from(fields, "limit", fallback, 1, most)};
    for (const auto& member : object) fields.find(member.key());  // whatever else the caller keeps there
    if (const auto finished = fields.finish(); !finished) return finished.error();
    return limited;
}

Result<TextOrRecord> text_or_record_from(const json::object& object) {
    JsonFields fields(object);
    TextOrRecord input{fields.text("record"), fields.text("title"), fields.text("text")};
    for (const auto& member : object) fields.find(member.key());  // whatever else the caller keeps there
    if (const auto finished = fields.finish(); !finished) return finished.error();
    return input;
}

Result<std::string> text_from(const json::object& object) {
    JsonFields fields(object);
    std::string text = fields.text("text");
    for (const auto& member : object) fields.find(member.key());  // whatever else the caller keeps there
    if (const auto finished = fields.finish(); !finished) return finished.error();
    if (!object.contains("text")) return Error{ErrorCode::InvalidInput, "Give \"text\".", "text"};
    return text;
}

Result<json::object> parse_object(std::string_view text) {
    json::parse_options options;
    options.max_depth = 64;
    json::stream_parser parser({}, options);
    boost::system::error_code error;
    const std::size_t read = parser.write_some(text.data(), text.size(), error);
    if (!error && parser.done() && text.find_first_not_of(" \t\r\n", read) != std::string_view::npos) {
        error = json::make_error_code(json::error::extra_data);
    }
    if (!error) parser.finish(error);
    if (error)
        return Error{ErrorCode::InvalidInput, "This is not one JSON object: " + error.message() + ".",
                     "byte " + std::to_string(read)};
    json::value value = parser.release();
    if (!value.is_object())
        return Error{ErrorCode::InvalidInput, "This is not one JSON object: it is another kind of value.", "byte 0"};
    if (has_infinity(value))
        return Error{ErrorCode::InvalidInput, "This is not one JSON object: a number in it is too large.", "byte 0"};
    return std::move(value.get_object());
}

}  // namespace xinglin
