#include "intake/row_gate.h"

#include <algorithm>
#include <array>
#include <utility>

#include "intake/rows.h"
#include "knowledge/plausibility.h"
#include "knowledge/reader_condition.h"
#include "knowledge/text_check.h"
#include "records/validity.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

constexpr std::size_t kFindingTextBytes = 1024;

}  // namespace

GateFinding finding_of(const InputRow& row, std::string_view field, const Problem& problem, std::string_view text) {
    return {row.line, std::string(field), problem.rule,
            problem.mend.empty() ? problem.message : problem.message + " " + problem.mend,
            as_utf8(text, kFindingTextBytes)};
}

GateFinding missing_field(const InputRow& row, std::string_view field) {
    return {row.line, std::string(field), "missing-field",
            "\"" + std::string(field) + "\" is missing or empty. Fill it, or remove the row.",
            as_utf8(row.text, kFindingTextBytes)};
}

std::optional<GateFinding> gate_name(const InputRow& row, std::string_view field, std::string_view name,
                                     ConceptKind kind) {
    if (name.empty()) return missing_field(row, field);
    if (const auto problem = implausible_name(name, kind)) return finding_of(row, field, *problem, name);
    return std::nullopt;
}

std::optional<GateFinding> gate_coded_name(const InputRow& row, std::string_view field, std::string_view name,
                                           ConceptKind kind, bool& is_readable) {
    auto fault = gate_name(row, field, name, kind);
    is_readable = !fault && !is_residual_name(name);
    if (!fault || count_characters(name) < 2) return fault;
    const bool is_heading = fault->rule == "not-a-name" && count_characters(name) > 4;
    const bool is_inverted = fault->rule == "cut-name" && name.ends_with("的") && name.find("…") == std::string::npos;
    if (fault->rule == "sentence-as-name" || is_heading || is_inverted || is_residual_name(name)) return std::nullopt;
    return fault;
}

std::string gated_english(const InputRow& row, std::string_view field, std::string english, IntakePart& out) {
    for (const Problem& problem : check_text(english, {})) {
        out.findings.push_back(finding_of(row, field, problem, english));
        return {};
    }
    return english;
}

std::optional<GateFinding> gate_record(const InputRow& row, const TableColumns& columns, const Record& record) {
    for (const Problem& problem : check(record)) {
        if (problem.severity != Severity::Error) continue;
        const std::string field = problem.where.substr(0, problem.where.find('['));
        return finding_of(row, columns.column(field), problem, columns.text(row, field));
    }
    return std::nullopt;
}

void set_origin(Record& record, const ImportProfile& profile) {
    record.head.trust = Trust::Imported;
    record.head.origin = profile.origin;
    record.head.sources = {profile.source().id};
}

Relation imported_relation(std::string subject, Predicate predicate, std::string object, const ImportProfile& profile) {
    Relation relation;
    relation.subject = std::move(subject);
    relation.predicate = predicate;
    relation.object = std::move(object);
    relation.sources = {profile.source().id};
    relation.trust = Trust::Imported;
    return relation;
}

bool may_mean_something_else(std::string_view drug) {
    constexpr std::u32string_view kPharmacy =
        U"素酸铂碱醇醛酚酮苷啡嗪唑酶糖肽脲汀胺酊片丸散膏酯钠钾钙铁锌镁芥喹啶林宁酞脑紫茄";
    constexpr std::array<std::string_view, 5> kOrgans = {"腺", "胎盘", "垂体", "脏", "骨髓"};
    const bool is_organ =
        std::any_of(kOrgans.begin(), kOrgans.end(), [drug](std::string_view organ) { return drug.ends_with(organ); });
    if (is_organ || drug.empty() || count_characters(drug) > 2) return is_organ;
    return kPharmacy.find(decode_utf8_before(drug, drug.size()).code_point) == std::u32string_view::npos;
}

void keep_out_of_texts(Concept& known, std::string_view code) {
    const Alias alone{known.name, AliasUse::SearchOnly};
    known.name += "（" + std::string(code) + "）";
    const auto same = std::find_if(known.aliases.begin(), known.aliases.end(),
                                   [&](const Alias& alias) { return alias.text == alone.text; });
    if (same == known.aliases.end()) known.aliases.insert(known.aliases.begin(), alone);
}

}  // namespace xinglin
