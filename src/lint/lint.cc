#include "lint/lint.h"

#include <algorithm>
#include <tuple>

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
            return other.rule == each.rule && other.message == each.message && each.span.begin < other.span.end;
        });
        if (!said) kept.push_back(std::move(each));
    }
    found = std::move(kept);
}

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
                            character_at(each.span.end), std::move(each.message), std::move(each.sources)});
    }
    return findings;
}

}  // namespace

std::vector<Finding> lint(const Annotator& annotator, std::string_view title, std::string_view text,
                          std::size_t* steps) {
    const Wording& wording = Wording::get();
    CheckedText checked{annotator.knowledge(),
                        title,
                        text,
                        wording,
                        annotate_document(annotator, title, text),
                        ClauseReading(wording, title, text),
                        {}};
    check_causes(checked);
    if (!checked.reading.clauses().empty()) {
        check_recommendations(checked);
        check_doses(checked);
        check_wording(checked);
        check_rates(checked);
    }
    if (steps) *steps = checked.reading.steps();
    sort_and_merge(checked.found);
    return in_characters(text, std::move(checked.found));
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
