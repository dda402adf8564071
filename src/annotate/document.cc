// What a whole document is about. The title decides when it can: an article 面肌痉挛是怎样引起的 names 焦虑 and 抑郁 in
// its body and is still about one disease. Only without such a title do counts in the body speak.
#include <algorithm>
#include <map>
#include <span>
#include <string>

#include "annotate/annotator.h"

namespace xinglin {

namespace {

/// How much one mention in the body says about what the body is about; 0: nothing.
double weight_of(ConceptKind kind) {
    switch (kind) {
        case ConceptKind::Condition:
            return 1.0;
        case ConceptKind::Symptom:
            return 0.6;
        case ConceptKind::Procedure:
            return 0.5;
        case ConceptKind::Substance:
            return 0.5;
        case ConceptKind::Test:
            return 0.4;
        case ConceptKind::Class:
            return 0.3;
        case ConceptKind::Site:
        case ConceptKind::Department:
        case ConceptKind::Population:
        case ConceptKind::Cause:
            return 0;
    }
    return 0;
}

class MainConcepts {
  public:
    explicit MainConcepts(const Knowledge& knowledge) : knowledge_(knowledge) {}

    std::vector<MainConcept> of(const Annotation& document, std::string_view title, std::string_view text) const {
        const std::span<const Mention> heading =
            title.empty() ? std::span(document.text).first(mentions_in_heading(document.text, text)) : document.title;
        for (const auto& is_wanted :
             {&MainConcepts::is_condition, &MainConcepts::is_symptom, &MainConcepts::is_eligible}) {
            Weights named;
            for (const Mention& mention : heading) {
                if ((this->*is_wanted)(mention)) named[mention.concept_index] += kTitle;
            }
            if (!named.empty()) return ranked(with_body(named, document, text));
        }
        Weights counted;
        for (const Mention& mention : document.text) {
            if (is_eligible(mention)) counted[mention.concept_index] += body_weight(mention, text);
        }
        return ranked(most_spoken_of(counted));
    }

  private:
    using Weights = std::map<ConceptIndex, double>;

    static constexpr double kTitle = 4;  // A mention in the title, when one in the body is at most 1 together.
    static constexpr double kShareOfHeaviest = 0.3;   // Below it a concept of the body is beside the point.
    static constexpr double kShareOfExplained = 0.5;  // As above, for a symptom or cause of the heaviest.
    static constexpr std::size_t kMostFromBody = 5;

    ConceptKind kind_of(const Mention& mention) const { return knowledge_.at(mention.concept_index).kind; }
    bool is_eligible(const Mention& mention) const { return !mention.negated && weight_of(kind_of(mention)) > 0; }
    bool is_condition(const Mention& mention) const {
        return !mention.negated && kind_of(mention) == ConceptKind::Condition;
    }
    bool is_symptom(const Mention& mention) const {
        return !mention.negated && kind_of(mention) == ConceptKind::Symptom;
    }

    /// Earlier mentions weigh more: from 1 at the start down to a half at the end.
    double body_weight(const Mention& mention, std::string_view text) const {
        const double place = static_cast<double>(mention.span.begin) / static_cast<double>(text.size());
        return weight_of(kind_of(mention)) * (1 - place / 2);
    }

    /// Among what the title names, the share of the body that each has breaks the tie.
    Weights with_body(Weights named, const Annotation& document, std::string_view text) const {
        Weights spoken;
        double total = 0;
        for (const Mention& mention : document.text) {
            if (!is_eligible(mention) || !named.contains(mention.concept_index)) continue;
            spoken[mention.concept_index] += body_weight(mention, text);
            total += body_weight(mention, text);
        }
        for (const auto& [index, weight] : spoken) named[index] += weight / total;
        return named;
    }

    Weights most_spoken_of(const Weights& counted) const {
        if (counted.empty()) return {};
        const auto heaviest = *std::max_element(counted.begin(), counted.end(),
                                                [](const auto& a, const auto& b) { return a.second < b.second; });
        Weights kept;
        for (const auto& [index, weight] : counted) {
            const bool is_explained = knowledge_.directly_related(heaviest.first, index);
            const double share = is_explained ? kShareOfExplained : kShareOfHeaviest;
            if (weight >= heaviest.second * share) kept.emplace(index, weight);
        }
        return kept;
    }

    /// How many of the first mentions of a text without a title stand in its first line, when that is a short one above
    /// more text and so serves as the title.
    static std::size_t mentions_in_heading(const std::vector<Mention>& mentions, std::string_view text) {
        constexpr std::size_t kLongestHeading = 40;
        const std::size_t end = text.find('\n');
        if (end == std::string_view::npos || count_characters(text.substr(0, end)) > kLongestHeading) return 0;
        const auto after = std::find_if(mentions.begin(), mentions.end(),
                                        [&](const Mention& mention) { return mention.span.begin >= end; });
        return static_cast<std::size_t>(after - mentions.begin());
    }

    std::vector<MainConcept> ranked(const Weights& weights) const {
        std::vector<MainConcept> ranking;
        for (const auto& [index, weight] : weights) ranking.push_back({index, weight});
        std::sort(ranking.begin(), ranking.end(), [&](const MainConcept& a, const MainConcept& b) {
            if (a.weight != b.weight) return a.weight > b.weight;
            return knowledge_.at(a.concept_index).id < knowledge_.at(b.concept_index).id;
        });
        if (ranking.size() > kMostFromBody) ranking.resize(kMostFromBody);
        double total = 0;
        for (const MainConcept& entry : ranking) total += entry.weight;
        for (MainConcept& entry : ranking) entry.weight /= total;
        return ranking;
    }

    const Knowledge& knowledge_;
};

/// The title with its conditions, symptoms and drugs blanked: the 药 of 药物性肝炎 does not ask for medication.
std::string without_names(const Knowledge& knowledge, std::string_view title, const std::vector<Mention>& mentions) {
    std::string blanked(title);
    for (const Mention& mention : mentions) {
        const ConceptKind kind = knowledge.at(mention.concept_index).kind;
        if (kind != ConceptKind::Condition && kind != ConceptKind::Symptom && kind != ConceptKind::Substance) continue;
        std::fill(blanked.begin() + mention.span.begin, blanked.begin() + mention.span.end, ' ');
    }
    return blanked;
}

}  // namespace

Annotation annotate_document(const Annotator& annotator, std::string_view title, std::string_view text) {
    const std::string_view texts[] = {title, text};
    auto mentions = annotator.annotate_together(texts);
    Annotation document;
    document.title = std::move(mentions[0]);
    document.text = std::move(mentions[1]);
    document.main = MainConcepts(annotator.knowledge()).of(document, title, text);
    document.aspects = aspects_of(without_names(annotator.knowledge(), title, document.title));
    return document;
}

}  // namespace xinglin
