#include "lint/lint.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "lint/checked_text.h"

namespace xinglin {
namespace {

using Found = CheckedText::Found;

/// By place, each once; where a rule speaks twice of one stretch, the first stands.
void sort_and_merge(std::vector<Found>& found) {
    std::ranges::stable_sort(found, [](const Found& a, const Found& b) {
        return std::tie(a.span.begin, a.span.end) < std::tie(b.span.begin, b.span.end);
    });
    std::vector<Found> kept;
    for (Found& each : found) {
        const bool said = std::ranges::any_of(kept, [&](const Found& other) {
            const bool overlap = other.rule == each.rule && each.span.begin < other.span.end;
            return overlap && (other.message == each.message || each.severity == Severity::Warning);
        });
        if (!said) kept.push_back(std::move(each));
    }
    found = std::move(kept);
}

/// The mentions that the slots of patterns stand for.
class SlotReader {
  public:
    SlotReader(const Wording& wording, const Knowledge& knowledge) : knowledge_(knowledge) {
        for (const ConceptSlot& slot : wording.slots()) {
            for (const ConceptKind kind : slot.kinds)
                words_of_kind_[static_cast<std::size_t>(kind)].push_back(slot.word);
            for (const std::string& id : slot.concepts) {
                if (const auto index = knowledge.find(id)) words_of_[index->value].push_back(slot.word);
            }
        }
    }

    std::vector<Automaton::Match> read(std::span<const Mention> mentions) {
        std::vector<Automaton::Match> matches;
        for (const Mention& mention : mentions) {
            for (const std::uint32_t word : words_of(mention.concept_index))
                matches.push_back({word, mention.span.begin, mention.span.end});
        }
        return matches;
    }

  private:
    /// Those of the concept and of what curated knowledge says it is a kind of; looked up once each.
    const std::vector<std::uint32_t>& words_of(ConceptIndex index) {
        const auto [at, is_new] = known_.try_emplace(index.value);
        if (!is_new) return at->second;
        std::vector<std::uint32_t> words = words_of_kind_[static_cast<std::size_t>(knowledge_.at(index).kind)];
        const auto add = [&](ConceptIndex each) {
            if (const auto found = words_of_.find(each.value); found != words_of_.end())
                words.insert(words.end(), found->second.begin(), found->second.end());
        };
        add(index);
        for (const Knowledge::Ancestor& ancestor : knowledge_.ancestors(index)) {
            if (is_curated(knowledge_, ancestor)) add(ancestor.concept_index);
        }
        std::ranges::sort(words);
        words.erase(std::unique(words.begin(), words.end()), words.end());
        return at->second = std::move(words);
    }

    const Knowledge& knowledge_;
    std::vector<std::uint32_t> words_of_kind_[kConceptKindCount];
    std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> words_of_;
    std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> known_;
};

/// Offsets in characters, counted once along the text.
std::vector<Finding> in_characters(std::string_view text, std::vector<Found> found) {
    std::vector<std::uint32_t> offsets;
    for (const Found& each : found) offsets.insert(offsets.end(), {each.span.begin, each.span.end});
    std::ranges::sort(offsets);
    std::vector<std::uint32_t> counted;
    std::uint32_t last = 0;
    std::uint32_t characters = 0;
    for (const std::uint32_t offset : offsets) {
        characters += static_cast<std::uint32_t>(count_characters(text.substr(last, offset - last)));
        counted.push_back(characters);
        last = offset;
    }
    const auto character_at = [&](std::uint32_t offset) {
        return counted[static_cast<std::size_t>(std::ranges::lower_bound(offsets, offset) - offsets.begin())];
    };
    std::vector<Finding> findings;
    for (Found& each : found) {
        findings.push_back({std::move(each.rule), each.severity, character_at(each.span.begin),
                            character_at(each.span.end), std::move(each.message), std::move(each.sources), false});
    }
    return findings;
}

void check_what_is_said(CheckedText& checked) {
    if (checked.reading.clauses().empty()) return;
    check_recommendations(checked);
    check_doses(checked);
    check_wording(checked);
    check_rates(checked);
}

/// Whether the text that follows takes back what its title says.
bool is_disowned(const Found& found, const ClauseReading& text) {
    const bool remedy = found.severity == Severity::Error && found.rule != "absolute-claim";
    return text.disowns_title(remedy ? Strictness::Remedy : Strictness::Promise);
}

/// The title read by itself: it is what readers see first, and often all that they see.
std::vector<Finding> lint_title(const CheckedText& text, SlotReader& slots) {
    CheckedText checked{text.knowledge,
                        {},
                        text.title,
                        text.wording,
                        {{}, text.read.title, text.read.main, {}},
                        ClauseReading(text.wording, {}, text.title, {}, slots.read(text.read.title)),
                        {}};
    if (text.reading.title_warns()) return {};
    check_what_is_said(checked);
    std::erase_if(checked.found, [&](const Found& found) { return is_disowned(found, text.reading); });
    sort_and_merge(checked.found);
    auto findings = in_characters(text.title, std::move(checked.found));
    for (Finding& finding : findings) {
        finding.in_title = true;
        finding.message = "标题中：" + finding.message;
    }
    return findings;
}

}  // namespace

std::vector<Finding> lint(const Annotator& annotator, std::string_view title, std::string_view text,
                          std::size_t* steps) {
    const Wording& wording = Wording::get();
    SlotReader slots(wording, annotator.knowledge());
    Annotation read = annotate_document(annotator, title, text);
    ClauseReading reading(wording, title, text, slots.read(read.title), slots.read(read.text));
    CheckedText checked{annotator.knowledge(), title, text, wording, std::move(read), std::move(reading), {}};
    auto findings = lint_title(checked, slots);
    check_causes(checked);
    check_what_is_said(checked);
    if (steps) *steps = checked.reading.steps();
    sort_and_merge(checked.found);
    for (Finding& finding : in_characters(text, std::move(checked.found))) {
        if (findings.size() < kMostFindings) findings.push_back(std::move(finding));
    }
    return findings;
}

bool has_error(const std::vector<Finding>& findings) {
    return std::ranges::any_of(findings, [](const Finding& finding) { return finding.severity == Severity::Error; });
}

const Finding* harmful_finding(const std::vector<Finding>& findings) {
    const auto harmful = std::ranges::find_if(findings, [](const Finding& finding) {
        return finding.rule == "harmful-remedy" || finding.rule == "danger-at-home";
    });
    return harmful == findings.end() ? nullptr : &*harmful;
}

}  // namespace xinglin
