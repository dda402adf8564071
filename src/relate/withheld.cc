#include "relate/withheld.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <span>
#include <string>
#include <unordered_set>

#include "base/budget.h"
#include "relate/constraints.h"
#include "relate/route.h"
#include "relate/treatment.h"
#include "text/fold.h"
#include "text/sentences.h"

namespace xinglin {
namespace {

/// The panels that old portals fill by matching characters, and the kind of record in each.
constexpr std::array<std::pair<Panel, RecordKind>, 5> kPanels{{{Panel::Doctors, RecordKind::Doctor},
                                                               {Panel::Articles, RecordKind::Article},
                                                               {Panel::Questions, RecordKind::Question},
                                                               {Panel::Drugs, RecordKind::Drug},
                                                               {Panel::Tests, RecordKind::Test}}};

/// The distinct characters of the names of the page's subjects: what character matching would go by.
class SubjectCharacters {
  public:
    SubjectCharacters(const Knowledge& knowledge, const PageContext& page) {
        for (const MainConcept& main : page.main) add(knowledge.at(main.concept_index).name);
        if (page.main.empty()) add(page.name);
    }

    std::size_t shared_with(std::string_view text) const { return characters_in(text).size(); }

    /// The characters of the subject that `text` has too, in the order of the text, each once.
    std::vector<std::string> characters_in(std::string_view text) const {
        std::vector<std::string> shared;
        for (std::size_t i = 0; i < text.size();) {
            const Decoded each = decode_utf8(text, i);
            const std::string character(text.substr(i, each.length));
            i += each.length;
            if (characters_.contains(each.code_point) && std::ranges::find(shared, character) == shared.end()) {
                shared.push_back(character);
            }
        }
        return shared;
    }

  private:
    void add(std::string_view text) {
        for (std::size_t i = 0; i < text.size();) {
            const Decoded each = decode_utf8(text, i);
            i += each.length;
            if (each.code_point >= 0x80) characters_.insert(each.code_point);
        }
    }

    std::unordered_set<char32_t> characters_;
};

// A reason quotes so much of a record at most: whatever is stored, an answer stays small.
constexpr std::size_t kNamedAtMost = 8;
constexpr std::size_t kQuotedCharacters = 40;

/// The first of the names, and whether there are more.
std::string joined_names(const std::vector<std::string>& names) {
    std::vector<std::string> first;
    for (std::size_t i = 0; i < std::min(names.size(), kNamedAtMost); ++i)
        first.push_back(excerpt_of(names[i], kQuotedCharacters));
    return join(first, "、") + (names.size() > kNamedAtMost ? "等" : "");
}

std::string quoted_list(const std::vector<std::string>& names) {
    std::vector<std::string> quoted;
    for (const std::string& name : names) quoted.push_back("“" + name + "”");
    return join(quoted, "、");
}

/// The conditions and symptoms that a label names, in its own words.
std::vector<std::string> indications_in(const Knowledge& knowledge, const AnnotatedRecord& drug) {
    std::vector<std::string> names;
    for (const FieldMention& found : drug.mentions) {
        const ConceptKind kind = knowledge.at(found.mention.concept_index).kind;
        const bool is_clinical = kind == ConceptKind::Condition || kind == ConceptKind::Symptom;
        if (found.field != Field::Indications || found.mention.negated || !is_clinical) continue;
        std::string name(slice(drug.text_of(Field::Indications), found.mention.span));
        if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
    }
    return names;
}

std::string subject_name(const Knowledge& knowledge, const PageContext& page) {
    return page.main.empty() ? page.name : knowledge.at(page.main.front().concept_index).name;
}

/// "（原文在“…胆...”处被截断，后面的内容不作推断）" when the text was cut.
std::string cut_note(std::string_view text) {
    return is_cut(text) ? "（原文被截断，未显示的部分不作推断）" : "";
}

std::string shared_note(const SubjectCharacters& subject, const AnnotatedRecord& record, std::string_view text) {
    constexpr std::size_t kCharacters = 400;
    auto shared = subject.characters_in(excerpt_of(name_of(record.record), kCharacters));
    for (std::string& character : subject.characters_in(excerpt_of(text, kCharacters))) {
        if (std::ranges::find(shared, character) == shared.end()) shared.push_back(std::move(character));
    }
    return shared.empty() ? std::string{} : "；与主题只是同有" + quoted_list(shared) + "字";
}

/// Why a label that does name the subject, or what it is a kind of, or a kind of it, is no reason; "" when it names
/// none of them.
std::string reason_of_named_use(const Knowledge& knowledge, const PageContext& page, const AnnotatedRecord& record) {
    for (const FieldMention& found : record.mentions) {
        if (found.field != Field::Indications || found.mention.negated || page.main.empty()) continue;
        const ConceptIndex named = found.mention.concept_index;
        const ConceptIndex subject = page.main.front().concept_index;
        const std::string& of = knowledge.at(subject).name;
        const std::string on_label(slice(record.text_of(Field::Indications), found.mention.span));
        if (named != subject && knowledge.is_kind_of(subject, named))
            return "说明书所列的是" + on_label + "，没有单列" + of + "；没有整理过的依据说明它适合这一类型。";
        if (named != subject && !knowledge.is_kind_of(named, subject)) continue;
        switch (found.use) {
            case LabelUse::Treats:
            case LabelUse::Adjunct:
                return "说明书列有" + on_label + "，但没有整理过的依据说明它在" + of +
                       "治疗中的位置（只凭未经审核的资料、不合适的给药途径或一长串适应证不列出）。";
            case LabelUse::Prevents:
                return "说明书写的是预防" + on_label + "，不是治疗。";
            case LabelUse::Background:
                return "说明书提到" + on_label + "，但限定了前提（如敏感菌所致，或由它引起的其他情况），不能直接用于" +
                       of + "。";
            case LabelUse::Test:
                return "说明书写的是用于检查" + on_label + "，不是治疗。";
            case LabelUse::NotUsed:
                return "说明书写明不用于" + on_label + "。";
        }
    }
    return {};
}

std::string drug_reason(const Knowledge& knowledge, const PageContext& page, const AnnotatedRecord& record,
                        const std::string& subject, const SubjectCharacters& characters) {
    if (std::string reason = reason_of_named_use(knowledge, page, record); !reason.empty()) return reason;
    const std::string_view indications = record.text_of(Field::Indications);
    const auto named = indications_in(knowledge, record);
    const std::string listed = joined_names(named);
    // 不稳定型心绞痛 is not called no 心绞痛.
    const bool holds_name = listed.find(subject) != std::string::npos;
    std::string reason = named.empty()
                             ? "说明书所列适应证（" + excerpt_of(indications, kQuotedCharacters) + "）中没有" + subject
                             : "说明书所列适应证为" + listed + (holds_name ? "，没有单列" : "，不是") + subject;
    reason += cut_note(indications) + "，所含成分也没有依据用于" + subject;
    return reason + shared_note(characters, record, indications) + "。";
}

std::string doctor_reason(const Knowledge& knowledge, const PageContext& page, const AnnotatedRecord& record,
                          const std::string& subject) {
    std::vector<std::string> departments;
    for (const MainConcept& main : page.main) {
        for (const Route& route : routes_of(knowledge, Panel::Departments, main.concept_index)) {
            const std::string& name = knowledge.at(route.to).name;
            if (std::ranges::find(departments, name) == departments.end()) departments.push_back(name);
        }
    }
    const auto& doctor = std::get<Doctor>(record.record.body);
    std::string reason = "所在科室“" + excerpt_of(doctor.department, kQuotedCharacters) + "”不诊治" + subject;
    if (!departments.empty()) reason += "（该病由" + joined_names(departments) + "诊治）";
    reason += "，擅长内容（" + excerpt_of(doctor.specialty, kQuotedCharacters) + "）也没有提到它" +
              cut_note(doctor.specialty);
    return reason + "。";
}

std::string text_reason(const Knowledge& knowledge, const AnnotatedRecord& record, const std::string& subject) {
    std::vector<std::string> about;
    for (const MainConcept& main : record.main) about.push_back(knowledge.at(main.concept_index).name);
    if (about.empty()) return "没有读出这篇内容的主题，不能确定它谈的是" + subject + "。";
    return "它的主题是" + joined_names(about) + "，不是" + subject + "。";
}

std::string test_reason(const AnnotatedRecord& record, const std::string& subject) {
    return "没有资料把“" + excerpt_of(name_of(record.record), kQuotedCharacters) + "”列为" + subject + "的检查" +
           cut_note(record.text_of(Field::Description)) + "。";
}

/// Whether a label names the page's subject only where its text was cut, so that the name may go on.
bool only_at_cut(const PageContext& page, const AnnotatedRecord& record) {
    return std::ranges::any_of(record.mentions, [&](const FieldMention& found) {
        const auto same = [&](const MainConcept& main) { return main.concept_index == found.mention.concept_index; };
        return found.field == Field::Indications && found.mention.at_cut && std::ranges::any_of(page.main, same);
    });
}

/// Whether anything speaks for the drug: a relation to what it contains, or its label.
bool may_belong(const Corpus& corpus, const PageContext& page, RecordIndex drug) {
    return std::ranges::any_of(drug_subjects_of(corpus.knowledge(), page), [&](const PageSubject& subject) {
        return fit_of(corpus, drug, subject.concept_index).fit != DrugFit::NoRelation ||
               named_on_label(corpus, drug, subject.concept_index).has_value();
    });
}

Withheld explained(const Corpus& corpus, const PageContext& page, Panel panel, RecordIndex index,
                   const SubjectCharacters& characters) {
    const Knowledge& knowledge = corpus.knowledge();
    const AnnotatedRecord& record = corpus.at(index);
    Withheld withheld{record.record.head.id, name_of(record.record), panel, {}, "no-path", {}};
    const std::string subject = subject_name(knowledge, page);
    const auto objection = objection_to(corpus, page, index);
    // That a label leaves something to the doctor is no news of a drug that does not belong here anyway.
    if (objection && (objection->rule != "caution" || may_belong(corpus, page, index))) {
        withheld.rule = objection->rule;
        withheld.reason = objection->reason;
        return withheld;
    }
    switch (record.record.kind()) {
        case RecordKind::Drug:
            if (const auto misfit = objection_to_fit(corpus, page, index)) {
                withheld.rule = misfit->rule;
                withheld.reason = misfit->reason;
                break;
            }
            if (only_at_cut(page, record)) withheld.rule = "cut-text";
            withheld.reason = drug_reason(knowledge, page, record, subject, characters);
            break;
        case RecordKind::Doctor:
            if (const auto other = objection_to_expertise(corpus, page, index)) {
                withheld.rule = other->rule;
                withheld.reason = other->reason;
                break;
            }
            withheld.reason = doctor_reason(knowledge, page, record, subject);
            break;
        case RecordKind::Article:
        case RecordKind::Question:
            withheld.reason = text_reason(knowledge, record, subject);
            break;
        case RecordKind::Test:
            withheld.reason = test_reason(record, subject);
            break;
        case RecordKind::Hospital:
            break;
    }
    return withheld;
}

/// All the text that character matching would look at; a name counts twice.
std::size_t shared_characters(const SubjectCharacters& subject, const AnnotatedRecord& record) {
    std::size_t shared = 2 * subject.shared_with(name_of(record.record));
    for (const Field field : {Field::Specialty, Field::Indications, Field::Description}) {
        shared += subject.shared_with(record.text_of(field));
    }
    return shared;
}

/// Admitted, or withheld already: not to be looked at again. Of a test concept also the records that it stands for.
std::unordered_set<std::string> ids_done_with(const Corpus& corpus, const PageContext& page, Panel panel,
                                              const RelateOptions& options, std::span<const Withheld> withheld) {
    std::unordered_set<std::string> done;
    const auto add = [&](const std::string& id) {
        done.insert(id);
        const auto named = corpus.knowledge().find(id);
        if (!named) return;
        for (const RecordIndex record : corpus.pages_of(*named)) done.insert(corpus.at(record).record.head.id);
    };
    RelateOptions this_panel = options;
    this_panel.only = panel;
    const auto rankings = rankings_of(corpus, page, this_panel);
    for (const RankedItem& each : rankings[static_cast<std::size_t>(panel)]) add(each.id);
    for (const Withheld& each : withheld) {
        add(each.id);
        for (const std::string& also : each.also) add(also);
    }
    return done;
}

/// `out` holds what of this panel is withheld already, at its end from `first` on.
void withhold(const Corpus& corpus, const PageContext& page, Panel panel, RecordKind kind, const RelateOptions& options,
              std::size_t first, std::vector<Withheld>& out) {
    const SubjectCharacters subject(corpus.knowledge(), page);
    const auto admitted = ids_done_with(corpus, page, panel, options, std::span(out).subspan(first));
    struct Candidate {
        std::size_t shared;
        RecordIndex record;
    };
    std::vector<Candidate> candidates;
    for (const RecordIndex index : corpus.of_kind(kind)) {
        check_budget();
        const AnnotatedRecord& record = corpus.at(index);
        const bool is_page = record.record.head.id == page.record_id ||
                             (!page.duplicate_key.empty() && record.duplicate_key == page.duplicate_key);
        if (is_page || admitted.contains(record.record.head.id)) continue;
        const std::size_t shared = shared_characters(subject, record);
        const bool is_text = panel == Panel::Articles || panel == Panel::Questions;
        if (shared > 0 || !is_text) candidates.push_back({shared, index});
    }
    std::ranges::sort(candidates, [](const Candidate& a, const Candidate& b) {
        return a.shared != b.shared ? a.shared > b.shared : a.record < b.record;
    });
    StringMap<std::size_t> place_of_key;
    for (const Candidate& candidate : candidates) {
        const std::string& key = corpus.at(candidate.record).duplicate_key;
        const auto known = key.empty() ? place_of_key.end() : place_of_key.find(key);
        if (known != place_of_key.end()) {
            out[known->second].also.push_back(corpus.at(candidate.record).record.head.id);
            continue;
        }
        if (out.size() - first >= options.withheld_limit) break;
        if (!key.empty()) place_of_key.emplace(key, out.size());
        out.push_back(explained(corpus, page, panel, candidate.record, subject));
    }
}

/// The same with near-duplicates folded into the first of them.
std::vector<Withheld> folded(const Corpus& corpus, std::vector<Withheld> all) {
    std::vector<Withheld> kept;
    StringMap<std::size_t> place_of_key;
    for (Withheld& each : all) {
        const std::string& key = corpus.at(*corpus.find(each.id)).duplicate_key;
        const auto [place, is_new] = place_of_key.try_emplace(key, kept.size());
        if (is_new || key.empty()) {
            kept.push_back(std::move(each));
        } else {
            kept[place->second].also.push_back(std::move(each.id));
        }
    }
    return kept;
}

}  // namespace

std::string not_reviewed_reason(const Corpus& corpus, const PageContext& page, const Why& why) {
    std::vector<std::string> titles;
    for (const std::string& id : why.sources) {
        if (const Source* source = corpus.knowledge().find_source(id)) titles.push_back("“" + source->title + "”");
    }
    return "把它与" + subject_name(corpus.knowledge(), page) + "联系起来的只有导入资料" + join(titles, "、") +
           "，未经审核；本栏只按整理过的知识列出。";
}

std::vector<Withheld> withheld_from(const Corpus& corpus, const PageContext& page, const RelateOptions& options) {
    std::vector<Withheld> withheld;
    for (int i = 0; i < kPanelCount; ++i) {
        const auto panel = static_cast<Panel>(i);
        if (options.only && *options.only != panel) continue;
        const std::size_t first = withheld.size();
        if (options.curated_only.contains(panel)) {
            auto more = not_reviewed(corpus, page, panel);
            if (more.size() > options.withheld_limit) more.resize(options.withheld_limit);
            std::ranges::move(more, std::back_inserter(withheld));
        }
        if (panel == Panel::Drugs) {
            auto more = folded(corpus, unfit(corpus, page));
            const std::size_t room = options.withheld_limit - std::min(options.withheld_limit, withheld.size() - first);
            if (more.size() > room) more.resize(room);
            std::ranges::move(more, std::back_inserter(withheld));
        }
        const auto found = std::ranges::find(kPanels, panel, [](const auto& each) { return each.first; });
        if (found != kPanels.end()) withhold(corpus, page, panel, found->second, options, first, withheld);
    }
    return withheld;
}

}  // namespace xinglin
