#include "intake/disease_adapter.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/strings.h"
#include "intake/disease_row.h"
#include "intake/disease_survey.h"
#include "intake/disease_text.h"
#include "intake/generic_name.h"
#include "intake/imported_ids.h"
#include "knowledge/fitting.h"
#include "knowledge/plausibility.h"
#include "knowledge/text_check.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

/// A list that stands in so many rows is a template, whatever its rows have in common.
constexpr std::size_t kTemplateRows = 3;
/// What so many diseases have as a symptom is one itself: what is given as its complication may be its cause.
constexpr std::size_t kSymptomRows = 3;
/// A drug that more rows have is the template's, not theirs.
constexpr std::size_t kSpecificDrugRows = 12;
/// A drug that so few rows have was chosen for them.
constexpr std::size_t kRareDrugRows = 2;
constexpr int kAdultAge = 18;
/// The same text in so many rows says nothing about any of them.
constexpr std::size_t kTemplateTextRows = 5;
/// Kin have it so many times as often as all rows.
constexpr DiseaseSurvey::KinTest kKin = {.lift = 4};
/// Departments share their templates of tests.
constexpr DiseaseSurvey::KinTest kKinByName = {.by_name_only = true, .lift = 6, .share_of_kin = 0.1};
/// A drug of one group of diseases, which most of them have.
constexpr DiseaseSurvey::KinTest kKinOfDrug = {
    .by_name_only = true, .lift = 4, .share_of_users = 0.8, .share_of_kin = 0.5};

/// What stands among the tests and is what one looks at, not a test.
constexpr auto kNoTests = std::to_array<std::string_view>({"皮损", "皮疹", "中耳", "乳突", "鼓膜", "外耳道", "体位",
                                                           "浆细胞", "毛发", "缓冲液", "浊度", "性别观察", "羊水量",
                                                           "皮肤颜色", "超级影像", "癌症普查", "鼻中隔", "腹部包块"});

/// What causes a disease: a test that names it is no test for a disease whose row does not.
constexpr auto kGerms =
    std::to_array<std::string_view>({"真菌", "结核", "梅毒", "寄生虫", "艾滋", "血吸虫", "疟", "淋球菌", "衣原体",
                                     "支原体", "幽门螺", "流感", "肝炎病毒", "麻风"});

struct Step {
    DiseaseList list;
    Predicate predicate;
    ConceptKind kind;
};

constexpr auto kSteps =
    std::to_array<Step>({{DiseaseList::Symptoms, Predicate::HasSymptom, ConceptKind::Symptom},
                         {DiseaseList::Complications, Predicate::ComplicatedBy, ConceptKind::Condition},
                         {DiseaseList::Departments, Predicate::ManagedIn, ConceptKind::Department},
                         {DiseaseList::Tests, Predicate::DiagnosedBy, ConceptKind::Test},
                         {DiseaseList::Drugs, Predicate::TreatedBy, ConceptKind::Substance}});
static_assert(kSteps.size() == count_of<DiseaseList>, "one step for each list");

/// "癌胚抗原（CEA）" is called 癌胚抗原; the abbreviation may mean something else elsewhere.
std::string without_abbreviation(const std::string& name) {
    for (const std::string_view open : {"（", "("}) {
        const auto at = name.find(open);
        if (at == std::string::npos || at == 0) continue;
        if (!name.ends_with("）") && !name.ends_with(")")) continue;
        const std::string_view rest = trimmed(std::string_view(name).substr(0, at));
        if (count_characters(rest) >= 2) return std::string(rest);
    }
    return name;
}

class DiseaseAdapter final : public Adapter {
  public:
    DiseaseAdapter(const ImportProfile& profile, const IntakeContext& context)
        : origin_(profile.origin), source_(profile.source().id), source_line_(profile.publisher), context_(context) {}

    void survey(const InputRow& row) override;

    void convert(const InputRow& row, IntakePart& out) override;

  private:
    struct Conversion {
        const InputRow& row;
        const DiseaseRow& disease;
        const DiseaseSurvey::Kin& kin;
        IntakePart& out;
        Concept subject;
        std::vector<std::string> departments;
    };

    void report(Conversion& now, const RowItem& item, std::string_view rule, std::string message) const {
        now.out.findings.push_back({now.row.line, item.field, std::string(rule), std::move(message), item.text});
    }
    void report(Conversion& now, const RowItem& item, const Problem& problem) const {
        report(now, item, problem.rule, problem.message + " " + problem.mend);
    }

    bool takes_name(Conversion& now) const;
    void note_what_is_left(Conversion& now) const;
    void convert_item(Conversion& now, const Step& step, const RowItem& item) const;
    std::optional<Problem> name_problem(const Step& step, const RowItem& item) const;
    std::optional<Problem> relation_problem(const Concept& subject, const Step& step, const Concept& object) const;
    std::optional<Problem> curated_problem(const Concept& subject, const Step& step, const Concept& object) const;
    std::optional<Problem> evidence_problem(const Conversion& now, const Step& step, const RowItem& item) const;
    std::optional<Problem> drug_problem(const Conversion& now, const RowItem& item) const;
    std::optional<Problem> complication_problem(const Conversion& now, const RowItem& item) const;
    Concept object_of(const Step& step, const RowItem& item) const;
    void add_article(Conversion& now) const;
    void add_section(Conversion& now, std::string_view heading, const RowItem& text, std::string& body) const;

    /// What the curated knowledge calls by this name, when a concept of `kind` could be that.
    std::vector<ConceptIndex> curated(const Concept& imported) const;
    bool is_illness(std::string_view name) const;

    /// Names that fold alike are one concept, which is called as it was first written.
    Concept concept_of(ConceptKind kind, std::string name) const {
        const auto first = spellings_.find(fold(name));
        if (first != spellings_.end()) name = first->second;
        Concept known;
        known.id = imported_id(name_of(kind), origin_, name);
        known.kind = kind;
        known.constraints = constraints_of_name(name);
        known.name = std::move(name);
        known.trust = Trust::Imported;
        return known;
    }

    std::string origin_;
    std::string source_;
    std::string source_line_;
    IntakeContext context_;
    DiseaseSurvey survey_;
    StringMap<std::string> spellings_;  ///< by folded name
};

Problem problem(std::string_view rule, std::string message, std::string mend) {
    return {Severity::Error, std::string(rule), {}, std::move(message), std::move(mend)};
}

bool mentions(const RowItem& text, const RowItem& item) {
    return !item.text.empty() && text.text.find(item.text) != std::string::npos;
}

bool mentions_anywhere(const DiseaseRow& disease, const RowItem& item);

/// Whether the test looks for a germ of which neither the disease's name nor its texts speak.
bool looks_for_another_germ(const DiseaseRow& disease, const RowItem& test) {
    return std::any_of(kGerms.begin(), kGerms.end(), [&](std::string_view germ) {
        return test.text.find(germ) != std::string::npos && disease.name.find(germ) == std::string::npos &&
               !mentions_anywhere(disease, {{}, std::string(germ)});
    });
}

/// How the names of two diseases may tell that one is a kind of the other, or both are kinds of one thing: they end
/// alike (劳力性心绞痛 and 心绞痛, 霉菌性阴道炎 and 滴虫性阴道炎). The acute form may become the chronic one.
bool are_kinds_of_one(std::string_view one, std::string_view other) {
    constexpr std::size_t kSharedCharacters = 3;
    if (one.ends_with(other) || other.ends_with(one)) return true;
    if (one.starts_with("急性") || other.starts_with("慢性")) return false;
    std::size_t shared = 0;
    while (!one.empty() && !other.empty()) {
        const Decoded a = decode_utf8_before(one, one.size());
        const Decoded b = decode_utf8_before(other, other.size());
        if (a.code_point != b.code_point) break;
        ++shared;
        one.remove_suffix(a.length);
        other.remove_suffix(b.length);
    }
    return shared >= kSharedCharacters;
}

bool mentions_anywhere(const DiseaseRow& disease, const RowItem& item) {
    const auto has_it = [&](const RowItem* text) { return mentions(*text, item); };
    const std::array<const RowItem*, 5> texts = {&disease.symptoms, &disease.description, &disease.causes,
                                                 &disease.prevention, &disease.nursing};
    return std::any_of(texts.begin(), texts.end(), has_it);
}

Problem uncorroborated(const DiseaseRow& disease, const RowItem& item) {
    return problem("uncorroborated",
                   "The list of \"" + disease.name + "\" says \"" + item.text +
                       "\"; its own texts and the diseases like it do not bear it out.",
                   "Take it over by hand when a source says so.");
}

void DiseaseAdapter::survey(const InputRow& row) {
    const DiseaseRow disease = read_disease_row(row, nullptr);
    survey_.add(row, disease);
    const auto spell = [this](std::string name) {
        std::string folded = fold(name);
        if (spellings_.contains(folded) || !check_text(name, {}).empty()) return;
        spellings_.emplace(std::move(folded), std::move(name));
    };
    spell(disease.name);
    for (const Step& step : kSteps) {
        for (const RowItem& item : disease.list(step.list)) {
            spell(item.text);
            if (step.list == DiseaseList::Tests) spell(without_abbreviation(item.text));
            if (step.list == DiseaseList::Drugs) spell(generic_name_of(item.text));
        }
    }
}

bool DiseaseAdapter::takes_name(Conversion& now) const {
    const RowItem name{"gaishu_info.name", now.disease.name};
    if (name.text.empty()) {
        now.out.findings.push_back({now.row.line, name.field, "missing-field",
                                    "The row has no disease's name; nothing of it is taken over.",
                                    std::string(now.row.text)});
        return false;
    }
    if (const auto found = implausible_name(name.text, ConceptKind::Condition)) {
        report(now, name, *found);
        return false;
    }
    const auto first = survey_.disease_row(fold(name.text));
    if (first && *first != now.row.number) {
        report(now, name, "duplicate-row",
               "This disease stands in row " + std::to_string(*first) + " already, which was taken over.");
        return false;
    }
    return true;
}

void DiseaseAdapter::note_what_is_left(Conversion& now) const {
    for (const RowItem& number : now.disease.numbers) {
        report(now, number, "unsourced-number", "Nobody says who counted this and where; it is not taken over.");
    }
    if (now.disease.has_food && !survey_.has_food_before(now.row.number)) {
        report(now, {"food_info", {}}, "not-taken-over",
               "What to eat, recipes and ways of treatment of this dump are not taken over; said once for all rows.");
    }
}

bool DiseaseAdapter::is_illness(std::string_view name) const {
    const std::string folded = fold(name);
    return survey_.disease_row(folded) || survey_.uses(DiseaseList::Symptoms, folded) > 0 ||
           survey_.uses(DiseaseList::Complications, folded) > 0;
}

Concept DiseaseAdapter::object_of(const Step& step, const RowItem& item) const {
    switch (step.list) {
        case DiseaseList::Symptoms:
            return concept_of(survey_.disease_row(fold(item.text)) ? ConceptKind::Condition : ConceptKind::Symptom,
                              item.text);
        case DiseaseList::Tests:
            return concept_of(ConceptKind::Test, without_abbreviation(item.text));
        case DiseaseList::Drugs: {
            std::string generic = generic_name_of(item.text);
            const bool is_name = !implausible_name(generic, ConceptKind::Substance) && !is_illness(generic);
            return concept_of(ConceptKind::Substance, is_name ? std::move(generic) : item.text);
        }
        case DiseaseList::Complications:
        case DiseaseList::Departments:
            return concept_of(step.kind, item.text);
    }
    return {};
}

std::optional<Problem> DiseaseAdapter::name_problem(const Step& step, const RowItem& item) const {
    if (auto found = implausible_name(item.text, step.kind)) return found;
    const bool no_test = std::find(kNoTests.begin(), kNoTests.end(), item.text) != kNoTests.end();
    if (step.list == DiseaseList::Tests && (no_test || survey_.disease_row(fold(item.text)))) {
        return problem("not-a-name", "\"" + item.text + "\" is what a test may find or look at, not a test.",
                       "Name the test that shows it.");
    }
    return std::nullopt;
}

std::vector<ConceptIndex> DiseaseAdapter::curated(const Concept& imported) const {
    std::vector<ConceptIndex> found;
    if (context_.curated == nullptr) return found;
    for (const ConceptIndex index : context_.curated->named(imported.name)) {
        if (are_compatible(context_.curated->at(index).kind, imported.kind)) found.push_back(index);
    }
    return found;
}

std::optional<Problem> DiseaseAdapter::curated_problem(const Concept& subject, const Step& step,
                                                       const Concept& object) const {
    const auto contradiction = [&](std::string_view what) {
        return problem("contradicts-curated",
                       "\"" + subject.name + "\" " + std::string(name_of(step.predicate)) + " \"" + object.name +
                           "\": the curated knowledge says " + std::string(what) + ".",
                       "Correct whichever is wrong.");
    };
    for (const ConceptIndex from : curated(subject)) {
        for (const ConceptIndex to : curated(object)) {
            const Knowledge& known = *context_.curated;
            const auto joins = [&](ConceptIndex a, Predicate predicate, ConceptIndex b) {
                const auto links = known.outgoing(a, predicate);
                return std::any_of(links.begin(), links.end(),
                                   [b](const Knowledge::Link& link) { return link.other == b; });
            };
            if (joins(from, Predicate::OftenConfusedWith, to)) return contradiction("that the two are confused");
            if (step.predicate == Predicate::TreatedBy && joins(from, Predicate::NotTreatedBy, to))
                return contradiction("that it does not treat it");
            if (step.predicate == Predicate::TreatedBy && joins(to, Predicate::ContraindicatedIn, from))
                return contradiction("that it is contraindicated");
            if (implausible_relation(known.at(from), step.predicate, known.at(to)))
                return contradiction("that they concern different people");
        }
        Concept as_known = subject;
        as_known.constraints = context_.curated->at(from).constraints;
        if (!as_known.constraints.empty() && implausible_relation(as_known, step.predicate, object))
            return contradiction("whom the first concerns, and the second does not");
    }
    return std::nullopt;
}

std::optional<Problem> DiseaseAdapter::relation_problem(const Concept& subject, const Step& step,
                                                        const Concept& object) const {
    if (auto found = implausible_relation(subject, step.predicate, object)) return found;
    return curated_problem(subject, step, object);
}

/// Only the text about the disease's course speaks of complications (others name causes, and what the disease is told
/// from), and what it names must be usual among kin, too.
std::optional<Problem> DiseaseAdapter::complication_problem(const Conversion& now, const RowItem& item) const {
    const DiseaseRow& disease = now.disease;
    const std::string folded = fold(item.text);
    const std::string subject = fold(disease.name);
    if (survey_.is_complicated(folded, subject)) {
        return problem("direction",
                       "\"" + disease.name + "\" and \"" + item.text +
                           "\" are each given as a complication of the other; which comes first is open.",
                       "Keep the direction that a source supports.");
    }
    if (are_kinds_of_one(disease.name, item.text)) {
        return problem("direction",
                       "\"" + disease.name + "\" and \"" + item.text +
                           "\" end alike: one seems to be a kind of the other, or both of one thing.",
                       "Keep it as is_a when one is a kind of the other.");
    }
    if (survey_.uses(DiseaseList::Symptoms, subject) >= kSymptomRows) {
        return problem("direction",
                       "\"" + disease.name + "\" is a symptom of other diseases; \"" + item.text +
                           "\" may be its cause instead of its complication.",
                       "Keep the direction that a source supports.");
    }
    const bool is_of_course = mentions(disease.symptoms, item);
    if (is_of_course && survey_.has_kin(DiseaseList::Complications, folded, now.kin, kKin)) return std::nullopt;
    if (!is_of_course && mentions(disease.causes, item)) {
        return problem(
            "direction",
            "\"" + item.text + "\" is named among the causes of \"" + disease.name + "\"; it may be one of them.",
            "Keep it as caused_by when a source says so.");
    }
    if (survey_.repetitions(DiseaseList::Complications, disease) >= kTemplateTextRows) {
        return problem("repeated-list", "The same complications stand in many rows, and no text speaks of them.",
                       "Take them over by hand where a source says so.");
    }
    return uncorroborated(disease, item);
}

/// Drugs are filled in from templates most of all. What stays is what few rows have, and rows that are alike.
std::optional<Problem> DiseaseAdapter::drug_problem(const Conversion& now, const RowItem& item) const {
    const Constraints& whom = now.subject.constraints;
    if (whom.pregnancy == PregnancyRule::Only || (whom.max_age_years && *whom.max_age_years < kAdultAge)) {
        return problem("uncorroborated", "What may be given in pregnancy and to children, a list does not tell.",
                       "Take it over by hand when a label says so.");
    }
    if (item.text.find("疫苗") != std::string::npos) {
        return problem("uncorroborated", "A vaccine prevents; whether it also treats, a list does not tell.",
                       "Take it over by hand when a label says so.");
    }
    const std::string folded = fold(item.text);
    const std::size_t repetitions = survey_.repetitions(DiseaseList::Drugs, now.disease);
    const std::size_t uses = survey_.uses(DiseaseList::Drugs, folded);
    const bool is_specific =
        uses <= kSpecificDrugRows && survey_.has_kin(DiseaseList::Drugs, folded, now.kin, kKinOfDrug);
    const bool is_rare = uses <= kRareDrugRows && repetitions == 1;
    if (is_specific || is_rare) return std::nullopt;
    if (repetitions >= kTemplateRows) {
        return problem(
            "repeated-list",
            "The same drugs stand in " + std::to_string(repetitions) + " rows, also for diseases unlike this one.",
            "Take them over by hand where a label names the disease.");
    }
    return uncorroborated(now.disease, item);
}

std::optional<Problem> DiseaseAdapter::evidence_problem(const Conversion& now, const Step& step,
                                                        const RowItem& item) const {
    switch (step.list) {
        case DiseaseList::Complications:
            return complication_problem(now, item);
        case DiseaseList::Symptoms:
        case DiseaseList::Tests: {
            if (step.list == DiseaseList::Tests && looks_for_another_germ(now.disease, item))
                return uncorroborated(now.disease, item);
            const DiseaseSurvey::KinTest& test = step.list == DiseaseList::Tests ? kKinByName : kKin;
            if (mentions_anywhere(now.disease, item) || survey_.has_kin(step.list, fold(item.text), now.kin, test))
                return std::nullopt;
            return uncorroborated(now.disease, item);
        }
        case DiseaseList::Drugs:
            return drug_problem(now, item);
        case DiseaseList::Departments:
            return std::nullopt;
    }
    return std::nullopt;
}

void DiseaseAdapter::convert_item(Conversion& now, const Step& step, const RowItem& item) const {
    if (const auto found = name_problem(step, item)) return report(now, item, *found);
    Concept object = object_of(step, item);
    if (object.id == now.subject.id) {
        return report(now, item, "self-relation", "The disease stands in its own list.");
    }
    // The product as it is called tells where it is used, which its generic name no longer does.
    Concept as_written = object;
    as_written.name = item.text;
    if (const auto found = relation_problem(now.subject, step, as_written)) return report(now, item, *found);
    if (as_written.name != object.name) {
        if (const auto found = relation_problem(now.subject, step, object)) return report(now, item, *found);
    }
    if (step.list == DiseaseList::Symptoms && object.kind == ConceptKind::Condition &&
        survey_.first_use(DiseaseList::Symptoms, fold(item.text)) == now.row.number) {
        report(now, item, "disease-as-symptom",
               "The dump has this as a disease, too; it is taken over as a condition here and in all other rows.");
    }
    if (const auto found = evidence_problem(now, step, item)) return report(now, item, *found);
    if (step.list == DiseaseList::Departments) now.departments.push_back(object.name);

    Relation relation;
    relation.subject = now.subject.id;
    relation.predicate = step.predicate;
    relation.object = object.id;
    relation.sources = {source_};
    relation.trust = Trust::Imported;
    const auto same = [&](const Relation& known) {
        return known.predicate == relation.predicate && known.object == relation.object &&
               known.subject == relation.subject;
    };
    if (std::any_of(now.out.knowledge.relations.rbegin(), now.out.knowledge.relations.rend(), same)) return;
    now.out.knowledge.concepts.push_back(std::move(object));
    now.out.knowledge.relations.push_back(std::move(relation));
}

void DiseaseAdapter::add_section(Conversion& now, std::string_view heading, const RowItem& text,
                                 std::string& body) const {
    if (text.text.empty()) return;
    if (survey_.repetitions(text.text) >= kTemplateTextRows) {
        return report(now, {text.field, {}}, "text-debris",
                      "This text stands in " + std::to_string(survey_.repetitions(text.text)) +
                          " rows; it is a template and says nothing about this disease.");
    }
    const CleanText clean = clean_text(text.text);
    if (clean.had_debris) {
        report(now, {text.field, {}}, "text-debris", "Markup or control characters were taken off this text.");
    }
    const std::vector<Problem> faults = check_text(clean.text, text.field);
    if (!faults.empty()) return report(now, text, "text-debris", faults.front().message);
    if (clean.text.empty()) return;
    if (!body.empty()) body += "\n\n";
    body += heading;
    body += '\n';
    body += clean.text;
}

void DiseaseAdapter::add_article(Conversion& now) const {
    std::string body;
    add_section(now, "概述", now.disease.description, body);
    add_section(now, "病因", now.disease.causes, body);
    add_section(now, "预防", now.disease.prevention, body);
    add_section(now, "症状", now.disease.symptoms, body);
    add_section(now, "护理", now.disease.nursing, body);
    if (body.empty()) return;
    Record record;
    record.head.id = imported_id("article", origin_, now.disease.name);
    record.head.origin = origin_;
    record.head.trust = Trust::Imported;
    record.head.sources = {source_};
    Article article;
    article.title = now.disease.name;
    article.body = std::move(body);
    article.body_is_markdown = false;
    article.source_line = source_line_;
    article.departments = now.departments;
    record.body = std::move(article);
    now.out.records.push_back(std::move(record));
}

void DiseaseAdapter::convert(const InputRow& row, IntakePart& out) {
    const DiseaseRow disease = read_disease_row(row, &out.findings);
    const DiseaseSurvey::Kin kin = survey_.kin_of(disease);
    Conversion now{row, disease, kin, out, {}, {}};
    if (!takes_name(now)) return;
    note_what_is_left(now);
    now.subject = concept_of(ConceptKind::Condition, disease.name);
    out.knowledge.concepts.push_back(now.subject);
    // Only this row's relations can be equal to each other, so they are collected apart.
    IntakePart own;
    Conversion inner{row, disease, kin, own, now.subject, {}};
    for (const Step& step : kSteps) {
        for (const RowItem& item : disease.list(step.list)) convert_item(inner, step, item);
    }
    add_article(inner);
    std::move(own.knowledge.concepts.begin(), own.knowledge.concepts.end(), std::back_inserter(out.knowledge.concepts));
    std::move(own.knowledge.relations.begin(), own.knowledge.relations.end(),
              std::back_inserter(out.knowledge.relations));
    std::move(own.records.begin(), own.records.end(), std::back_inserter(out.records));
    std::move(own.findings.begin(), own.findings.end(), std::back_inserter(out.findings));
}

}  // namespace

std::unique_ptr<Adapter> make_disease_adapter(const ImportProfile& profile, const IntakeContext& context) {
    return std::make_unique<DiseaseAdapter>(profile, context);
}

}  // namespace xinglin
