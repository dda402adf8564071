#include "app/queries.h"

#include <algorithm>
#include <utility>

#include "app/cards.h"
#include "app/portal.h"
#include "catalog/snapshot.h"
#include "text/fold.h"

namespace xinglin {
namespace {

Error no_such_record(std::string_view id) {
    return {ErrorCode::NotFound,
            "No published record or concept has this id; `xinglin show` with a name finds concepts.", std::string(id)};
}

Error one_of_two() {
    return {ErrorCode::InvalidInput, "Give either \"record\" (an id) or \"title\" and \"text\".", "record"};
}

/// What the input is about. InvalidInput unless exactly one of record and text is given.
Result<PageContext> context_of(const Corpus& corpus, const TextOrRecord& input) {
    const bool has_text = !input.title.empty() || !input.text.empty();
    if (input.record.empty() != has_text) return one_of_two();
    if (has_text) return context_of(corpus, input.title, input.text);
    if (const auto named = corpus.knowledge().find(input.record)) return context_of(corpus, *named);
    if (const auto record = corpus.find(input.record)) return context_of(corpus, *record);
    return no_such_record(input.record);
}

}  // namespace

AnnotatedText Queries::annotate(std::string_view text) const {
    const auto snapshot = live_.current();
    const Knowledge& knowledge = snapshot->knowledge();
    const Annotation read = annotate_document(*snapshot->annotator, {}, text);
    AnnotatedText out;
    for (const Mention& mention : read.text) {
        out.mentions.push_back({mention, std::string(slice(text, mention.span)), knowledge.at(mention.concept_index)});
    }
    for (const MainConcept& main : read.main)
        out.main.push_back({ref_of(knowledge.at(main.concept_index)), main.weight});
    return out;
}

IntentFeatures Queries::read_question(std::string_view text) const {
    const auto snapshot = live_.current();
    return intent_features(IntentWords::shipped(), text, snapshot->annotator->annotate(text), snapshot->knowledge());
}

Result<RelatedPanels> Queries::relate(const TextOrRecord& input, const RelateOptions& options) const {
    const auto snapshot = live_.current();
    const auto context = context_of(*snapshot->corpus, input);
    if (!context) return context.error();
    RelateOptions allowed = options;
    allowed.curated_only = settings_.curated_only;
    Panels panels = xinglin::relate(*snapshot->corpus, *context, allowed);
    RelatedPanels related;
    for (int i = 0; i < kPanelCount; ++i) {
        PanelView view{static_cast<Panel>(i), {}, false, {}};
        for (const Item& item : panels.items[static_cast<std::size_t>(i)])
            view.cards.push_back(card_of(*snapshot, item));
        if (view.panel == Panel::Drugs) view.without_product = named_treatments_of(*snapshot, panels);
        related.panels.push_back(std::move(view));
    }
    related.withheld = std::move(panels.withheld);
    return related;
}

Result<std::vector<Finding>> Queries::lint(const TextOrRecord& input) const {
    const auto snapshot = live_.current();
    const bool has_text = !input.title.empty() || !input.text.empty();
    if (input.record.empty() != has_text) return one_of_two();
    if (has_text) return xinglin::lint(*snapshot->annotator, input.title, input.text);
    if (const auto record = snapshot->corpus->find(input.record)) return snapshot->corpus->at(*record).findings;
    const auto held = std::ranges::find(snapshot->held, input.record,
                                        [](const auto& each) -> const std::string& { return each->record.head.id; });
    if (held != snapshot->held.end()) return (*held)->findings;
    return no_such_record(input.record);
}

std::vector<HeldText> Queries::held() const {
    std::vector<HeldText> texts;
    for (const auto& each : live_.current()->held) {
        const Finding* reason = harmful_finding(each->findings);
        if (reason) texts.push_back({each->record.head.id, std::string(name_of(each->record)), *reason});
    }
    return texts;
}

Result<Shown> Queries::show_id(std::string_view id) const {
    const auto snapshot = live_.current();
    if (snapshot->knowledge().find(id)) {
        auto page = Portal(PublishedState(snapshot), settings_).concept_page(id);
        if (!page) return page.error();
        return Shown{{}, std::move(*page)};
    }
    if (const auto record = snapshot->corpus->find(id)) return Shown{snapshot->corpus->at(*record).record, {}};
    return no_such_record(id);
}

Result<Shown> Queries::show_name(std::string_view name) const {
    const auto snapshot = live_.current();
    const auto named = snapshot->knowledge().named(name);
    if (named.empty()) {
        return Error{ErrorCode::NotFound, "No concept has this name or alias.", std::string(name)};
    }
    const Concept& first = snapshot->knowledge().at(named.front());
    const bool is_preferred_name = fold(first.name) == fold(name);
    if (named.size() > 1 && !is_preferred_name) {
        std::string ids;
        for (const ConceptIndex each : named) ids += (ids.empty() ? "" : " ") + snapshot->knowledge().at(each).id;
        return Error{ErrorCode::Conflict, "Several concepts have this alias; ask for one of the ids in `where`.", ids};
    }
    return show_id(first.id);
}

}  // namespace xinglin
