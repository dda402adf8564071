#include "search/explanation.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

#include "base/strings.h"
#include "relate/constraints.h"
#include "search/features.h"
#include "search/text_units.h"
#include "text/clusters.h"
#include "text/sentences.h"

namespace xinglin {
namespace {

constexpr std::size_t kExcerptCharacters = 90;
constexpr std::size_t kCharactersBefore = 20;
constexpr std::size_t kMostReasons = 6;

/// Where words of the query stand in a text.
struct FoundWords {
    std::vector<bool> covered;           // By character of the folded text.
    std::vector<double> weights;         // What begins there.
    std::vector<bool> query_characters;  // Of the folded query: which were found.
    bool any = false;
};

class Explanation {
  public:
    Explanation(const ItemCollection& items, const QueryReading& query, const Candidate& candidate)
        : items_(items), query_(query), candidate_(candidate), knowledge_(items.corpus().knowledge()) {
        for (const WeightedUnit& each : query.units) {
            if (!each.admits && !each.weak) continue;
            units_.emplace(each.unit.feature, &each);
            beginnings_.set(query.folded.characters()[each.unit.first]);
        }
    }

    SearchHit make() {
        const ItemText text = items_.text_of(candidate_.slot);
        hit_.id = text.id;
        hit_.type = text.type;
        hit_.title = text.title;
        hit_.score = candidate_.score;
        hit_.caution = caution();
        std::vector<Span> mentioned_in_title;
        explain_names(text);
        explain_concepts(text, mentioned_in_title);
        explain_words(text, mentioned_in_title);
        explain_relations(text);
        if (hit_.why.empty()) explain_characters(text);
        if (hit_.why.size() > kMostReasons) hit_.why.resize(kMostReasons);
        return std::move(hit_);
    }

  private:
    const std::vector<ConceptIndex>& asked() const { return query_.understood.concepts; }

    bool asks_for(ConceptIndex index) const { return std::ranges::find(asked(), index) != asked().end(); }

    void add(HitReason::Kind kind, std::string text, std::string id, std::string_view field,
             std::vector<std::string> sources = {}) {
        hit_.why.push_back({kind, std::move(text), std::move(id), std::string(field), std::move(sources)});
    }

    /// Why a drug, test or treatment that the query names is not for whom it speaks of, or with what care it is.
    std::string caution() const {
        const auto trouble = query_.understood.drug_trouble;
        if (trouble && items_.type_of(candidate_.slot) == ItemType::Drug)
            return knowledge_.at(*trouble).name + "：不要自行服用，先问医生或药师。";
        const PageContext page = context_of_query(knowledge_, query_.understood);
        const auto record = items_.record_of(candidate_.slot);
        if (record && items_.type_of(candidate_.slot) == ItemType::Drug) {
            if (page.main.empty() && page.populations.empty()) return "";
            const auto objection = objection_to(items_.corpus(), page, *record);
            if (objection && objection->rule == "contraindicated") return objection->reason;
            return page.populations.empty() ? "" : caution_on(items_.corpus(), page, *record);
        }
        const auto itself = record ? items_.corpus().at(*record).concept_index : items_.concept_of(candidate_.slot);
        if (!itself || page.populations.empty()) return "";
        const ConceptKind kind = knowledge_.at(*itself).kind;
        if (kind != ConceptKind::Test && kind != ConceptKind::Procedure) return "";
        const auto objection = objection_to(knowledge_, page, *itself);
        return objection ? objection->reason : caution_on(knowledge_, page, *itself);
    }

    void explain_names(const ItemText& text) {
        for (const ConceptIndex each : text.targets) {
            if (!asks_for(each)) continue;
            const Concept& named = knowledge_.at(each);
            add(named.id == text.id ? HitReason::Kind::Name : HitReason::Kind::Concept, named.name, named.id,
                named.id == text.id ? name_of(Field::Title) : field_of_target(text.type));
        }
    }

    static std::string_view field_of_target(ItemType type) {
        if (type == ItemType::Drug) return name_of(Field::Ingredients);
        if (type == ItemType::Doctor || type == ItemType::Hospital) return name_of(Field::Department);
        return name_of(Field::Title);
    }

    void explain_concepts(const ItemText& text, std::vector<Span>& mentioned_in_title) {
        const auto index = items_.record_of(candidate_.slot);
        if (!index) {
            for (const Knowledge::Ancestor& above : knowledge_.ancestors(*items_.concept_of(candidate_.slot)))
                if (asks_for(above.concept_index)) add_narrower(text.title, text.id, above.concept_index);
            return;
        }
        const AnnotatedRecord& record = items_.corpus().at(*index);
        for (const ConceptIndex each : asked()) {
            const FieldMention* first = nullptr;
            for (const FieldMention& found : record.mentions) {
                if (found.mention.concept_index != each || found.mention.negated) continue;
                if (text.type == ItemType::Drug && found.field == Field::Contraindications) continue;
                if (first == nullptr) first = &found;
                if (found.field == Field::Title) mentioned_in_title.push_back(found.mention.span);
            }
            if (first == nullptr || is_explained(knowledge_.at(each).id)) continue;
            const std::string_view written = slice(record.text_of(first->field), first->mention.span);
            add(HitReason::Kind::Concept, std::string(written), knowledge_.at(each).id, name_of(first->field));
        }
        for (const ConceptIndex main : text.about)
            for (const Knowledge::Ancestor& above : knowledge_.ancestors(main))
                if (asks_for(above.concept_index) && !is_explained(knowledge_.at(above.concept_index).id))
                    add_narrower(knowledge_.at(main).name, knowledge_.at(main).id, above.concept_index);
    }

    void add_narrower(const std::string& name, const std::string& id, ConceptIndex above) {
        add(HitReason::Kind::Narrower, name, id, name_of(Predicate::IsA));
        hit_.why.back().text += " → " + knowledge_.at(above).name;
        for (const Knowledge::Ancestor& step : knowledge_.ancestors(*knowledge_.find(id)))
            if (step.concept_index == above && !step.path.empty())
                hit_.why.back().sources = knowledge_.at(step.path.front()).sources;
    }

    bool is_explained(std::string_view concept_id) const {
        return std::ranges::any_of(hit_.why, [&](const HitReason& each) { return each.id == concept_id; });
    }

    FoundWords find_words(const FoldedText& folded) const {
        FoundWords found;
        found.covered.assign(folded.size(), false);
        found.weights.assign(folded.size(), 0);
        found.query_characters.assign(query_.folded.size(), false);
        std::vector<std::pair<TextUnit, const WeightedUnit*>> shared;
        for (const TextUnit& unit : units_of(folded, &beginnings_)) {
            const auto asked = units_.find(unit.feature);
            if (asked == units_.end()) continue;
            shared.emplace_back(unit, asked->second);
            for (std::size_t i = unit.first; i <= unit.last; ++i) found.covered[i] = true;
        }
        for (const auto& [unit, asked] : shared) {
            if (is_torn(unit, asked->unit, found.covered)) {
                for (std::size_t i = unit.first; i <= unit.last; ++i) found.covered[i] = false;
                continue;
            }
            found.any = true;
            found.weights[unit.first] += asked->weight;
            for (std::size_t i = asked->unit.first; i <= asked->unit.last; ++i) found.query_characters[i] = true;
        }
        return found;
    }

    /// Whether a pair stands alone in the text though the query has it within a longer name: 西平 of 卡马西平 in
    /// 奥卡西平.
    bool is_torn(const TextUnit& unit, const TextUnit& asked, const std::vector<bool>& covered) const {
        const bool runs_on =
            (unit.first > 0 && covered[unit.first - 1]) || (unit.last + 1 < covered.size() && covered[unit.last + 1]);
        if (runs_on || unit.kind != TextUnit::Kind::Pair) return false;
        const Span span = query_.folded.span(asked.first, asked.last);
        return std::ranges::any_of(query_.understood.mentions, [&](Span name) {
            const bool inside = span.begin >= name.begin && span.end <= name.end;
            return inside && name.end - name.begin > span.end - span.begin;
        });
    }

    /// The runs of the query that were found: 面肌痉挛、怎样治疗.
    std::string words_of(const FoundWords& found) const {
        std::vector<std::string> runs;
        for (std::size_t i = 0; i < found.query_characters.size(); ++i) {
            if (!found.query_characters[i]) continue;
            const std::size_t first = i;
            while (i + 1 < found.query_characters.size() && found.query_characters[i + 1]) ++i;
            runs.emplace_back(slice(query_.understood.text, query_.folded.span(first, i)));
        }
        return join(runs, "、");
    }

    /// A span with the whole of what a reader sees as one character at its ends.
    static Span whole_characters(std::string_view text, Span span) {
        return {static_cast<std::uint32_t>(cluster_begin(text, span.begin)),
                static_cast<std::uint32_t>(cluster_end(text, span.end))};
    }

    static std::vector<Span> spans_of(std::string_view text, const FoldedText& folded,
                                      const std::vector<bool>& covered) {
        std::vector<Span> spans;
        const auto add = [&](Span span) {
            span = whole_characters(text, span);
            if (!spans.empty() && span.begin <= spans.back().end) {
                spans.back().end = std::max(spans.back().end, span.end);
            } else {
                spans.push_back(span);
            }
        };
        for (std::size_t i = 0; i < covered.size(); ++i) {
            if (!covered[i]) continue;
            const std::size_t first = i;
            while (i + 1 < covered.size() && covered[i + 1]) ++i;
            add(folded.span(first, i));
        }
        return spans;
    }

    static void cover(const FoldedText& folded, Span span, std::vector<bool>& covered) {
        for (std::size_t i = 0; i < folded.size(); ++i)
            if (folded.span(i).begin >= span.begin && folded.span(i).end <= span.end) covered[i] = true;
    }

    void explain_words(const ItemText& text, const std::vector<Span>& mentioned_in_title) {
        const FoldedText title(text.title);
        FoundWords in_title = find_words(title);
        if (in_title.any) add(HitReason::Kind::Title, words_of(in_title), "", name_of(Field::Title));
        for (const Span span : mentioned_in_title) cover(title, span, in_title.covered);
        const bool is_named = std::ranges::any_of(hit_.why, [&](const HitReason& each) { return each.id == text.id; });
        if (is_named) in_title.covered.assign(title.size(), true);
        hit_.title_highlights = spans_of(text.title, title, in_title.covered);
        for (const std::string& name : text.other_names) {
            const FoundWords in_name = find_words(FoldedText(name));
            if (in_title.any || !in_name.any) continue;
            add(HitReason::Kind::Name, name, text.id, "alias");
            break;
        }
        const FoldedText body(text.body);
        const FoundWords in_body = find_words(body);
        if (in_body.any) add(HitReason::Kind::Text, words_of(in_body), "", text.body_field);
        for (const auto& [field, detail] : text.details) {
            const FoundWords in_detail = find_words(FoldedText(detail));
            if (in_detail.any) add(HitReason::Kind::Text, words_of(in_detail), "", field);
        }
        take_excerpt(text, body, in_body);
    }

    /// The window of the text with the most weight of the query, begun at a sentence where one begins near.
    void take_excerpt(const ItemText& text, const FoldedText& body, const FoundWords& found) {
        if (body.size() == 0) return;
        std::size_t best = 0;
        double best_weight = -1;
        double weight = 0;
        for (std::size_t i = 0; i < body.size(); ++i) {
            weight += found.weights[i];
            if (i >= kExcerptCharacters) weight -= found.weights[i - kExcerptCharacters];
            if (weight > best_weight * 1.0001) {
                best_weight = weight;
                best = i >= kExcerptCharacters ? i - kExcerptCharacters + 1 : 0;
            }
        }
        while (best > 0 && best + 1 < body.size() && found.weights[best] == 0 && best_weight > 0) ++best;
        std::size_t begin = best > kCharactersBefore ? best - kCharactersBefore : 0;
        for (std::size_t i = best; i > begin; --i) {
            const char16_t before = body.characters()[i - 1];
            if (before == u'。' || before == u'\n' || before == u'!' || before == u'?' || before == u';') {
                begin = i;
                break;
            }
        }
        const auto in_word = [&](std::size_t i) {
            const CharacterClass here = class_of(body.characters()[i]);
            return i > 0 && here != CharacterClass::Han && here != CharacterClass::Separator &&
                   class_of(body.characters()[i - 1]) == here;
        };
        while (begin > 0 && in_word(begin)) --begin;
        const std::size_t last = std::min(begin + kExcerptCharacters, body.size()) - 1;
        const Span window = whole_characters(text.body, body.span(begin, last));
        const bool cut_before = begin > 0 && body.characters()[begin - 1] != u'\n';
        std::string excerpt = cut_before && body.characters()[begin - 1] != u'。' ? "…" : "";
        const auto shift = static_cast<std::uint32_t>(excerpt.size());
        excerpt += slice(text.body, window);
        std::replace(excerpt.begin(), excerpt.end(), '\n', ' ');
        if (last + 1 < body.size()) excerpt += "…";
        hit_.excerpt = std::move(excerpt);
        std::vector<bool> covered(body.size(), false);
        for (std::size_t i = begin; i <= last; ++i) covered[i] = found.covered[i];
        for (const Span span : spans_of(text.body, body, covered))
            hit_.excerpt_highlights.push_back({span.begin - window.begin + shift, span.end - window.begin + shift});
    }

    void explain_relations(const ItemText& text) {
        for (const RelatedConcept& each : query_.related) {
            const bool reached = std::ranges::binary_search(text.targets, each.to) || is_kind(text, each.to);
            if (!reached || is_explained(knowledge_.at(each.from).id)) continue;
            const Relation& relation = knowledge_.at(each.relation);
            add(HitReason::Kind::Relation, knowledge_.at(each.from).name + " → " + knowledge_.at(each.to).name,
                knowledge_.at(each.from).id, name_of(relation.predicate), relation.sources);
        }
    }

    bool is_kind(const ItemText& text, ConceptIndex of) const {
        return std::ranges::any_of(text.about, [&](ConceptIndex each) { return knowledge_.is_kind_of(each, of); });
    }

    /// A query of a single character.
    void explain_characters(const ItemText& text) {
        add(HitReason::Kind::Title, query_.understood.text, "", name_of(Field::Title));
        const FoldedText title(text.title);
        std::vector<bool> covered(title.size(), false);
        for (std::size_t i = 0; i < title.size(); ++i)
            covered[i] = query_.folded.characters().find(title.characters()[i]) != std::u16string_view::npos;
        hit_.title_highlights = spans_of(text.title, title, covered);
    }

    const ItemCollection& items_;
    const QueryReading& query_;
    const Candidate& candidate_;
    const Knowledge& knowledge_;
    std::unordered_map<std::uint64_t, const WeightedUnit*> units_;
    CharacterSet beginnings_;  // Of units_.
    SearchHit hit_;
};

}  // namespace

SearchHit explain(const ItemCollection& items, const QueryReading& query, const Candidate& candidate) {
    return Explanation(items, query, candidate).make();
}

}  // namespace xinglin
