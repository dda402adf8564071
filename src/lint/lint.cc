#include "lint/lint.h"

#include <algorithm>
#include <unordered_set>

#include "lint/claims.h"
#include "text/sentences.h"

namespace xinglin {
namespace {

/// One text under check, with what is needed to say where a finding is.
struct Checked {
    const Knowledge& knowledge;
    std::string_view text;
    Annotation read;
    std::vector<Sentence> sentences;
    std::vector<Finding> findings;

    void find_at(std::string rule, Severity severity, Span span, std::string message,
                 std::vector<std::string> sources) {
        const auto begin = static_cast<std::uint32_t>(count_characters(text.substr(0, span.begin)));
        const auto length = static_cast<std::uint32_t>(count_characters(slice(text, span)));
        findings.push_back({std::move(rule), severity, begin, begin + length, std::move(message), std::move(sources)});
    }
};

// What a text is measured by is curated knowledge alone: nobody answers for what was imported.

/// The concept and everything that curated knowledge counts among its kinds.
std::vector<ConceptIndex> with_kinds(const Knowledge& knowledge, ConceptIndex index) {
    std::vector<ConceptIndex> all{index};
    for (std::size_t next = 0; next < all.size(); ++next) {
        for (const auto& link : knowledge.incoming(all[next], Predicate::IsA)) {
            const bool is_new = std::ranges::find(all, link.other) == all.end();
            if (knowledge.at(link.relation).trust == Trust::Curated && is_new) all.push_back(link.other);
        }
    }
    return all;
}

bool mentions_any(const Annotation& read, const std::vector<ConceptIndex>& wanted) {
    const auto named = [&](const Mention& mention) {
        return !mention.negated && std::ranges::find(wanted, mention.concept_index) != wanted.end();
    };
    return std::ranges::any_of(read.title, named) || std::ranges::any_of(read.text, named);
}

bool is_about(const Annotation& read, Aspect aspect) {
    return std::ranges::find(read.aspects, aspect) != read.aspects.end();
}

std::string source_titles(const Knowledge& knowledge, const std::vector<std::string>& ids) {
    std::string titles;
    for (const std::string& id : ids) {
        const Source* source = knowledge.find_source(id);
        if (!source) continue;
        if (!titles.empty()) titles += "；";
        titles += source->title;
    }
    return titles;
}

/// An article that says what causes a disease must not leave out the main cause.
void check_causes(Checked& checked) {
    if (!is_about(checked.read, Aspect::Cause) || checked.read.main.empty() || is_cut(checked.text)) return;
    const ConceptIndex subject = checked.read.main.front().concept_index;
    for (const auto& link : checked.knowledge.outgoing(subject, Predicate::CausedBy)) {
        const Relation& relation = checked.knowledge.at(link.relation);
        const bool is_known = checked.knowledge.at(link.other).id != kUnknownCause;
        if (!is_known || relation.trust == Trust::Imported || relation.role != Role::Main ||
            mentions_any(checked.read, with_kinds(checked.knowledge, link.other)))
            continue;
        std::string message = "所列原因中没有主要原因“" + checked.knowledge.at(link.other).name + "”。";
        if (!relation.statement.empty()) message += relation.statement;
        message += "（依据：" + source_titles(checked.knowledge, relation.sources) + "）";
        checked.findings.push_back({"cause-missing", Severity::Warning, 0, 0, std::move(message), relation.sources});
    }
}

std::vector<ConceptIndex> mentioned_in(const Checked& checked, const Sentence& sentence) {
    std::vector<ConceptIndex> concepts;
    for (const Mention& mention : checked.read.text) {
        const bool inside = mention.span.begin >= sentence.span.begin && mention.span.end <= sentence.span.end;
        if (inside && !mention.negated) concepts.push_back(mention.concept_index);
    }
    return concepts;
}

/// The conditions that a sentence speaks of: those it names, otherwise what the whole text is about.
std::vector<ConceptIndex> conditions_of(const Checked& checked, const Sentence& sentence) {
    std::vector<ConceptIndex> conditions;
    for (const ConceptIndex each : mentioned_in(checked, sentence)) {
        if (checked.knowledge.at(each).kind == ConceptKind::Condition) conditions.push_back(each);
    }
    if (conditions.empty() && !checked.read.main.empty()) conditions.push_back(checked.read.main.front().concept_index);
    return conditions;
}

/// "Nothing cures it", where a source knows a treatment that can.
void check_no_cure(Checked& checked, const Sentence& sentence) {
    const auto claims = no_cure_claims(checked.text, sentence);
    if (claims.empty()) return;
    for (const ConceptIndex condition : conditions_of(checked, sentence)) {
        for (const auto& link : checked.knowledge.outgoing(condition, Predicate::TreatedBy)) {
            const Relation& relation = checked.knowledge.at(link.relation);
            if (relation.trust == Trust::Imported || !relation.curative) continue;
            const std::string message = "“" + std::string(slice(checked.text, claims.front())) + "”与已知不符：" +
                                        checked.knowledge.at(link.other).name + "有望治愈" +
                                        checked.knowledge.at(condition).name + "（依据：" +
                                        source_titles(checked.knowledge, relation.sources) + "）。";
            checked.find_at("claim-contradicted", Severity::Error, claims.front(), message, relation.sources);
            return;
        }
    }
}

/// Recommending a treatment that a source says is not one, or to people to whom it is forbidden.
void check_recommendations(Checked& checked, const Sentence& sentence) {
    if (!recommends(slice(checked.text, sentence.span))) return;
    const auto concepts = mentioned_in(checked, sentence);
    const auto contradict = [&](ConceptIndex subject, Predicate predicate, ConceptIndex object,
                                const std::string& message) {
        for (const auto& link : checked.knowledge.outgoing(subject, predicate)) {
            const Relation& relation = checked.knowledge.at(link.relation);
            if (link.other != object || relation.trust == Trust::Imported) continue;
            checked.find_at("claim-contradicted", Severity::Error, sentence.span,
                            message + "（依据：" + source_titles(checked.knowledge, relation.sources) + "）。",
                            relation.sources);
        }
    };
    for (const ConceptIndex one : concepts) {
        for (const ConceptIndex other : concepts) {
            const std::string& name = checked.knowledge.at(one).name;
            const std::string& other_name = checked.knowledge.at(other).name;
            contradict(one, Predicate::NotTreatedBy, other, name + "不用" + other_name + "治疗");
            contradict(one, Predicate::ContraindicatedIn, other, name + "禁用于" + other_name);
        }
    }
}

void check_form(Checked& checked, const Sentence& sentence) {
    for (const Span span : absolute_claims(checked.text, sentence)) {
        checked.find_at(
            "absolute-claim", Severity::Warning, span,
            "“" + std::string(slice(checked.text, span)) + "”是绝对化的疗效或安全性表述，健康内容中不应出现。", {});
    }
    for (const Span span : unsourced_rates(checked.text, sentence)) {
        checked.find_at(
            "unsourced-cure-rate", Severity::Warning, span,
            "“" + std::string(slice(checked.text, span)) + "”给出了数字，但没有写明出处；请注明来源或删去。", {});
    }
}

}  // namespace

std::vector<Finding> lint(const Annotator& annotator, std::string_view title, std::string_view text) {
    Checked checked{annotator.knowledge(), text, annotate_document(annotator, title, text), sentences_of(text), {}};
    check_causes(checked);
    for (const Sentence& sentence : checked.sentences) {
        check_no_cure(checked, sentence);
        check_recommendations(checked, sentence);
        check_form(checked, sentence);
    }
    std::ranges::stable_sort(checked.findings, {}, [](const Finding& finding) { return finding.begin; });
    return std::move(checked.findings);
}

bool has_error(const std::vector<Finding>& findings) {
    return std::ranges::any_of(findings, [](const Finding& finding) { return finding.severity == Severity::Error; });
}

}  // namespace xinglin
