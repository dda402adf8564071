// The rules of docs/PACK.md for knowledge as a whole. Each rule has a stable id, which is the last word of a report
// line and never changes its meaning.
#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "knowledge/coded_apart.h"
#include "knowledge/consistency.h"
#include "knowledge/fitting.h"
#include "knowledge/knowledge.h"
#include "knowledge/plausibility.h"
#include "knowledge/rules.h"
#include "knowledge/text_check.h"
#include "knowledge/triage_criterion.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

std::string roles_mend(Predicate predicate) {
    std::string roles;
    for (int i = 1; i <= static_cast<int>(Role::Also); ++i) {
        if (!role_fits(static_cast<Role>(i), predicate)) continue;
        if (!roles.empty()) roles += ", ";
        roles += name_of(static_cast<Role>(i));
    }
    return roles.empty() ? "Leave the role out." : "Write one of: " + roles + ".";
}

std::string quoted(std::string_view text) {
    return "\"" + std::string(text) + "\"";
}

/// The earliest and latest years in which a source that we can cite appeared.
constexpr int kFirstYear = 1800;
constexpr int kLastYear = 2100;
constexpr int kOldestAgeYears = 130;

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\n") == std::string_view::npos;
}

/// Whether the text gives a percentage, or a rate (治愈率) with a number behind it.
bool names_a_rate(std::string_view text) {
    const std::string folded = fold(text);
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    for (auto at = folded.find('%'); at != std::string::npos; at = folded.find('%', at + 1)) {
        const auto before = at == 0 ? std::string::npos : folded.find_last_not_of(' ', at - 1);
        if (before != std::string::npos && is_digit(folded[before])) return true;
    }
    if (folded.find("百分之") != std::string::npos || folded.find("‰") != std::string::npos) return true;
    constexpr std::array<std::string_view, 12> kRates = {"治愈率", "有效率", "成功率", "复发率", "死亡率", "病死率",
                                                         "发病率", "患病率", "缓解率", "根治率", "生存率", "发生率"};
    for (const std::string_view rate : kRates) {
        const auto at = folded.find(rate);
        if (at == std::string::npos) continue;
        constexpr std::size_t kNear = 8;  // characters in which the number follows
        const std::string_view behind = first_characters(std::string_view(folded).substr(at + rate.size()), kNear);
        if (std::any_of(behind.begin(), behind.end(), is_digit) || behind.find("成") != std::string_view::npos)
            return true;
    }
    return false;
}

class Checker {
  public:
    explicit Checker(const KnowledgeData& data) : data_(data) {
        for (const Source& source : data.sources) sources_.emplace(source.id, &source);
        for (const Concept& known : data.concepts) concepts_.emplace(known.id, &known);
    }

    std::vector<Problem> run() {
        for (const Source& source : data_.sources) check_source(source);
        for (const Concept& known : data_.concepts) check_concept(known);
        check_names();
        for (const Relation& relation : data_.relations) check_relation(relation);
        check_pairs();
        check_unknown_causes();
        check_cycles(Predicate::IsA);
        check_cycles(Predicate::PartOf);
        for (const RedFlag& red_flag : data_.red_flags) check_red_flag(red_flag);
        for (const TriageRule& rule : data_.triage_rules) check_triage_rule(rule);
        for (Problem& problem : inconsistencies(data_)) problems_.push_back(std::move(problem));
        return std::move(problems_);
    }

  private:
    void report(std::string_view rule, const std::string& where, std::string message, std::string mend) {
        problems_.push_back(make_problem(rule, where, std::move(message), std::move(mend)));
    }

    void warn(std::string_view rule, const std::string& where, std::string message, std::string mend) {
        report(rule, where, std::move(message), std::move(mend));
        problems_.back().severity = Severity::Warning;
    }

    void check_id(const std::string& id, std::string_view kind) {
        if (!is_valid_id(id, kind)) {
            report("bad-id", id, quoted(id) + " is not an id of this kind.",
                   "Write " + std::string(kind) + "/ and then 1 to 80 characters of a-z, 0-9 and hyphen.");
        }
        if (!ids_.emplace(id, true).second) {
            report("duplicate-id", id, quoted(id) + " is defined more than once.",
                   "Keep one of them, or give it another id.");
        }
    }

    void check_reader_text(const std::string& text, const std::string& where, std::string_view field) {
        for (Problem& problem : check_text(text, where)) {
            if (problem.rule == "text-debris") problem.severity = Severity::Error;
            problem.message = "In " + std::string(field) + ": " + problem.message;
            problems_.push_back(std::move(problem));
        }
    }

    void check_required(const std::string& text, const std::string& where, std::string_view field) {
        if (is_blank(text)) {
            const bool is_name = field == "name" || field == "title";
            report(is_name ? "missing-name" : "missing-field", where,
                   "The field " + quoted(field) + " is missing or empty.", "Write it.");
        }
        check_reader_text(text, where, field);
    }

    void check_source(const Source& source) {
        check_id(source.id, "source");
        check_required(source.title, source.id, "title");
        check_required(source.publisher, source.id, "publisher");
        check_required(source.licence, source.id, "licence");
        check_reader_text(source.edition, source.id, "edition");
        check_reader_text(source.url, source.id, "url");
        check_reader_text(source.doi, source.id, "doi");
        const bool is_web_address = source.url.starts_with("https://") || source.url.starts_with("http://");
        if (!source.url.empty() && !is_web_address) {
            report("bad-url", source.id, quoted(source.url) + " is not a web address.", "Start it with https://.");
        }
        if (source.year < kFirstYear || source.year > kLastYear) {
            report("bad-year", source.id,
                   "The year " + std::to_string(source.year) + " is not one in which this appeared.",
                   "Write the year of publication with four digits.");
        }
    }

    void check_concept(const Concept& known) {
        check_id(known.id, name_of(known.kind));
        check_required(known.name, known.id, "name");
        check_is_name(known.name, known);
        check_reader_text(known.english, known.id, "english");
        std::map<std::string_view, bool> seen;
        for (const Alias& alias : known.aliases) {
            check_required(alias.text, known.id, "aliases");
            if (alias.use != AliasUse::SearchOnly) check_is_name(alias.text, known);
            if (alias.text == known.name || !seen.emplace(alias.text, true).second) {
                warn("repeated-alias", known.id, "The alias " + quoted(alias.text) + " is there already.",
                     "Remove one.");
            }
        }
        check_reach(known);
        for (const Code& code : known.codes) check_code(code, known.id);
        check_constraints(known.constraints, known.id);
        if (!known.summary) return;
        check_required(known.summary->text, known.id, "summary.text");
        check_number(known.summary->text, known.summary->sources, known.id, "The summary");
        check_sources(known.summary->sources, known.id, "The summary");
    }

    /// An alias that is read alone must not swallow what has a code of its own: 2型糖尿病 is no way to say 糖尿病.
    void check_reach(const Concept& known) {
        for (const Alias& alias : known.aliases) {
            if (alias.use != AliasUse::Alone) continue;
            const std::optional<std::string> why = CodedApart::embedded().why_apart(known, alias.text);
            if (!why) continue;
            warn("swallowed-concept", known.id,
                 "The alias " + quoted(alias.text) + " names something narrower than this concept (" + *why + ").",
                 "Make it a concept of its own with is_a to this one, or mark the alias search_only.");
        }
    }

    /// Text that is dirty, or none, is reported as that.
    void check_is_name(const std::string& text, const Concept& known) {
        if (is_blank(text) || !check_text(text, known.id).empty()) return;
        const auto found = implausible_name(text, known.kind);
        if (found) report(found->rule, known.id, found->message, found->mend);
    }

    /// A number that claims something needs a source that counts; an expert's opinion, a portal and what was read from
    /// texts do not.
    void check_number(const std::string& text, const std::vector<std::string>& ids, const std::string& where,
                      std::string_view what) {
        if (!names_a_rate(text) || ids.empty()) return;
        const auto counts = [this](const std::string& id) {
            const auto found = sources_.find(id);
            if (found == sources_.end()) return true;
            const SourceKind kind = found->second->kind;
            return kind != SourceKind::Expert && kind != SourceKind::Mined && kind != SourceKind::Portal;
        };
        if (std::any_of(ids.begin(), ids.end(), counts)) return;
        report("unsourced-number", where,
               std::string(what) + " states a percentage or rate and rests on no guideline, label, textbook or review.",
               "Cite where the number comes from, or leave it out.");
    }

    void check_code(const Code& code, const std::string& where) {
        constexpr std::array<std::string_view, 5> kSystems = {"ICD-10", "ATC", "NHC-DEPT", "HPO", "NHSA-DRUG"};
        if (std::find(kSystems.begin(), kSystems.end(), code.system) == kSystems.end()) {
            report("bad-code", where, quoted(code.system) + " is not a code system known here.",
                   "Write ICD-10, ATC, NHC-DEPT, HPO or NHSA-DRUG.");
        }
        check_required(code.code, where, "code");
    }

    void check_constraints(const Constraints& constraints, const std::string& where) {
        const auto is_age = [](std::optional<int> age) { return !age || (*age >= 0 && *age <= kOldestAgeYears); };
        if (!is_age(constraints.min_age_years) || !is_age(constraints.max_age_years)) {
            report("bad-constraints", where, "An age is outside 0 to " + std::to_string(kOldestAgeYears) + " years.",
                   "Write the age in years.");
        }
        if (constraints.min_age_years && constraints.max_age_years &&
            *constraints.min_age_years > *constraints.max_age_years) {
            report("bad-constraints", where, "min_age_years is above max_age_years; nobody fits.", "Exchange them.");
        }
        if (constraints.sex == Sex::Male && constraints.pregnancy == PregnancyRule::Only) {
            report("bad-constraints", where, "Male and only in pregnancy; nobody fits.", "Remove one of the two.");
        }
    }

    void check_sources(const std::vector<std::string>& ids, const std::string& where, std::string_view what) {
        if (ids.empty()) {
            report("no-source", where, std::string(what) + " has no source; what has no source is not shown.",
                   "Name at least one source id in \"sources\".");
        }
        bool is_withdrawn = !ids.empty();
        for (const std::string& id : ids) {
            const auto found = sources_.find(id);
            if (found == sources_.end()) {
                report("unknown-source", where, "The source " + quoted(id) + " is not defined.",
                       "Add it to sources.jsonl, or correct the id.");
            }
            if (found == sources_.end() || found->second->status != SourceStatus::Withdrawn) is_withdrawn = false;
        }
        if (is_withdrawn) {
            warn("withdrawn-source", where,
                 std::string(what) + " rests on withdrawn sources alone and will not be shown.",
                 "Name a source that is in force, or remove it.");
        }
    }

    /// A folded name or alias that is read alone must mean one concept.
    void check_names() {
        std::unordered_map<std::string, const Concept*> claims;
        const auto claim = [&](const Concept& known, const std::string& text) {
            const auto [found, is_new] = claims.emplace(fold(text), &known);
            if (is_new || found->second->id == known.id) return;
            report("name-claimed-twice", known.id,
                   quoted(text) + " means " + known.id + " and also " + found->second->id + " (" + found->second->name +
                       ").",
                   "Give it to one of them, or mark it needs_context on both.");
        };
        for (const Concept& known : data_.concepts) {
            if (!known.name.empty()) claim(known, known.name);
        }
        for (const Concept& known : data_.concepts) {
            for (const Alias& alias : known.aliases) {
                if (alias.use == AliasUse::Alone && !alias.text.empty()) claim(known, alias.text);
            }
        }
    }

    const Concept* concept_named(const std::string& id, const std::string& where, std::string_view field) {
        const auto found = concepts_.find(id);
        if (found != concepts_.end()) return found->second;
        report("unknown-concept", where, "The " + std::string(field) + " " + quoted(id) + " is not defined.",
               "Define the concept, or correct the id.");
        return nullptr;
    }

    /// Whether the relation may say how the drug is given, or does not say it.
    static bool is_about_a_drug(const Relation& relation, const Concept* object) {
        if (relation.routes.empty() && relation.setting == CareSetting::Anywhere) return true;
        const bool is_drug =
            object == nullptr || object->kind == ConceptKind::Substance || object->kind == ConceptKind::Class;
        return relation.predicate == Predicate::TreatedBy && is_drug;
    }

    void check_relation(const Relation& relation) {
        const std::string key = key_of(relation);
        const Concept* subject = concept_named(relation.subject, key, "subject");
        const Concept* object = concept_named(relation.object, key, "object");
        if (subject != nullptr && object != nullptr) {
            if (!kinds_fit(subject->kind, relation.predicate, object->kind)) {
                report("wrong-kind", key,
                       std::string(name_of(relation.predicate)) + " does not go from " +
                           std::string(name_of(subject->kind)) + " to " + std::string(name_of(object->kind)) + ".",
                       kinds_mend(relation.predicate));
            }
            if (subject == object)
                report("self-relation", key, "A concept is related to itself.", "Remove the relation.");
        }
        if (!role_fits(relation.role, relation.predicate)) {
            report("wrong-role", key,
                   "The role " + quoted(name_of(relation.role)) + " does not go with " +
                       std::string(name_of(relation.predicate)) + ".",
                   roles_mend(relation.predicate));
        }
        if (relation.curative && relation.predicate != Predicate::TreatedBy) {
            report("wrong-role", key, "Only treated_by can be \"curative\".", "Remove \"curative\".");
        }
        if (!is_about_a_drug(relation, object)) {
            report("wrong-route", key, "Only treated_by a substance or class has a \"route\" or \"setting\".",
                   "Remove \"route\" and \"setting\".");
        }
        // Two names that must never join are a guard of the engine, no statement about the world.
        if (relation.predicate != Predicate::OftenConfusedWith || !relation.sources.empty())
            check_sources(relation.sources, key, "The relation");
        check_reader_text(relation.statement, key, "statement");
        check_number(relation.statement, relation.sources, key, "The statement");
        if (relation.review) {
            check_reader_text(relation.review->by, key, "review.by");
            check_reader_text(relation.review->how, key, "review.how");
        }
        if (relation.mined_from) check_reader_text(relation.mined_from->quote, key, "mined_from.quote");
    }

    /// What no single relation shows: said twice, or said and denied.
    void check_pairs() {
        using Triple = std::tuple<std::string_view, Predicate, std::string_view>;
        std::map<Triple, const Relation*> seen;
        for (const Relation& relation : data_.relations) {
            const std::string_view subject = relation.subject;
            const std::string_view object = relation.object;
            if (!seen.emplace(Triple{subject, relation.predicate, object}, &relation).second) {
                report("duplicate-relation", key_of(relation), "This relation is stated more than once.",
                       "Keep one, with all its sources.");
                continue;
            }
            if (!is_symmetric(relation.predicate) || subject == object) continue;
            const auto other_end = seen.find(Triple{object, relation.predicate, subject});
            if (other_end != seen.end() && say_the_same(*other_end->second, relation)) {
                warn("duplicate-relation", key_of(relation), "This relation is stated from the other end already.",
                     "Keep one; " + std::string(name_of(relation.predicate)) + " is read in both directions.");
            }
        }
        for (const Relation& relation : data_.relations) {
            const std::string_view subject = relation.subject;
            const std::string_view object = relation.object;
            if (relation.predicate == Predicate::NotTreatedBy &&
                seen.contains(Triple{subject, Predicate::TreatedBy, object})) {
                report("contradiction", key_of(relation), "The same pair has treated_by and not_treated_by.",
                       "Keep the one that its sources support.");
            }
            if (relation.predicate == Predicate::ContraindicatedIn && relation.role != Role::Occasional &&
                seen.contains(Triple{object, Predicate::TreatedBy, subject})) {
                warn("treats-and-contraindicated", key_of(relation), "What is contraindicated here also treats it.",
                     "Say in both statements for whom each holds.");
            }
        }
    }

    /// What is caused by something known has no unknown cause.
    void check_unknown_causes() {
        std::unordered_set<std::string_view> unknown;
        const auto is_main_cause = [](const Relation& relation) {
            return relation.predicate == Predicate::CausedBy && relation.role == Role::Main;
        };
        for (const Relation& relation : data_.relations) {
            if (is_main_cause(relation) && relation.object == kUnknownCause) unknown.insert(relation.subject);
        }
        for (const Relation& relation : data_.relations) {
            if (!is_main_cause(relation) || relation.object == kUnknownCause || !unknown.contains(relation.subject))
                continue;
            warn("contradiction", key_of(relation), "A main cause is named, and the cause is said to be unknown.",
                 "Keep the one that its sources support; what only adds to the risk is \"contributing\".");
        }
    }

    /// Depth-first over one predicate; a step back onto the path is a cycle. Finds also chains beyond kMaxDepth.
    void check_cycles(Predicate predicate) {
        Edges edges;
        for (const Relation& relation : data_.relations) {
            if (relation.predicate == predicate && relation.subject != relation.object) {
                edges[relation.subject].push_back(&relation);
            }
        }
        std::unordered_map<std::string_view, Visit> visits;
        for (const Relation& relation : data_.relations) {
            if (relation.predicate == predicate) walk(relation.subject, edges, visits);
        }
    }

    using Edges = std::unordered_map<std::string_view, std::vector<const Relation*>>;

    struct Visit {
        bool on_path = false;
        std::size_t height = 0;  ///< steps from here to the top
    };

    struct Step {
        std::string_view at;
        std::size_t next_edge = 0;
    };

    void walk(std::string_view start, Edges& edges, std::unordered_map<std::string_view, Visit>& visits) {
        if (!visits.emplace(start, Visit{true, 0}).second) return;
        std::vector<Step> path = {{start}};
        while (!path.empty()) {
            const std::string_view here = path.back().at;
            const std::vector<const Relation*>& out = edges[here];
            if (path.back().next_edge < out.size()) {
                const Relation& relation = *out[path.back().next_edge++];
                const auto [visit, is_new] = visits.emplace(relation.object, Visit{true, 0});
                if (is_new) {
                    path.push_back({relation.object});
                } else if (visit->second.on_path) {
                    report_cycle(relation, path);
                } else {
                    raise(visits[here], visit->second.height + 1, relation);
                }
                continue;
            }
            const std::size_t height = visits[here].height;
            visits[here].on_path = false;
            path.pop_back();
            if (!path.empty()) {
                raise(visits[path.back().at], height + 1, *edges[path.back().at][path.back().next_edge - 1]);
            }
        }
    }

    void raise(Visit& visit, std::size_t height, const Relation& relation) {
        if (visit.height < height && height == kMaxDepth + 1) {
            report("too-deep", key_of(relation),
                   "More than " + std::to_string(kMaxDepth) + " " + std::string(name_of(relation.predicate)) +
                       " steps follow one another.",
                   "Leave out steps in between.");
        }
        visit.height = std::max(visit.height, height);
    }

    void report_cycle(const Relation& closing, const std::vector<Step>& path) {
        constexpr std::size_t kMostShown = 12;  // a long circle is not written out for each relation that closes it
        std::string shown;
        std::size_t inside = 0;
        for (auto step = path.rbegin(); step != path.rend() && inside <= kMostShown; ++step, ++inside) {
            shown.insert(0, (inside == kMostShown ? "…" : std::string(step->at)) + " → ");
            if (step->at == closing.object) break;
        }
        report("cycle", key_of(closing),
               std::string(name_of(closing.predicate)) + " goes in a circle: " + shown + closing.object + ".",
               "Remove the relation that is wrong.");
    }

    void check_red_flag(const RedFlag& red_flag) {
        check_id(red_flag.id, "red_flag");
        const Concept* of = concept_named(red_flag.of, red_flag.id, "concept");
        if (of != nullptr && of->kind != ConceptKind::Condition && of->kind != ConceptKind::Symptom) {
            report("wrong-kind", red_flag.id,
                   "A care card belongs to a condition or symptom, not to a " + std::string(name_of(of->kind)) + ".",
                   "Name a condition or symptom in \"of\".");
        }
        if (red_flag.signs.empty()) {
            report("missing-field", red_flag.id, "The field \"signs\" is missing or empty.",
                   "Write at least one sign.");
        }
        for (const Sign& sign : red_flag.signs) {
            check_required(sign.text, red_flag.id, "signs");
            if (!sign.concept_id.empty()) concept_named(sign.concept_id, red_flag.id, "sign");
            if (sign.concept_id.empty() && sign.use != SignUse::Beside) {
                report("missing-field", red_flag.id, "The sign \"" + sign.text + "\" has a use and no concept.",
                       "Name its concept, or leave \"use\" out.");
            }
        }
        check_required(red_flag.action, red_flag.id, "action");
        check_number(red_flag.action, red_flag.sources, red_flag.id, "The care card");
        check_sources(red_flag.sources, red_flag.id, "The care card");
    }

    void check_triage_rule(const TriageRule& rule) {
        check_id(rule.id, "triage");
        check_required(rule.name, rule.id, "name");
        check_required(rule.advice, rule.id, "advice");
        check_number(rule.advice, rule.sources, rule.id, "The rule");
        check_sources(rule.sources, rule.id, "The rule");
        if (rule.version < 1) report("bad-field", rule.id, "The version is a number from 1.", "Write version = 1.");
        if (!rule.department.empty()) {
            const Concept* department = concept_named(rule.department, rule.id, "department");
            if (department != nullptr && department->kind != ConceptKind::Department)
                report("wrong-kind", rule.id, "\"" + rule.department + "\" is not a department.",
                       "Name the id of a department concept.");
        }
        if (rule.all.empty() && rule.any.empty())
            report("missing-field", rule.id, "A rule has conditions in \"all\" or \"any\".", "Write at least one.");
        for (const auto& [texts, field] : {std::pair{&rule.fires, "fires"}, std::pair{&rule.quiet, "quiet"}}) {
            if (texts->empty())
                report("missing-field", rule.id, "The field \"" + std::string(field) + "\" is missing or empty.",
                       "Write at least one example.");
            for (const std::string& text : *texts) check_required(text, rule.id, field);
        }
        check_criteria(rule);
    }

    void check_criteria(const TriageRule& rule) {
        const std::vector<std::string_view> criteria = criteria_of(rule);
        for (const std::string_view written : criteria) {
            const auto criterion = parse_triage_criterion(written);
            if (!criterion) {
                report("bad-condition", rule.id, criterion.error().message + " In \"" + std::string(written) + "\".",
                       "docs/TRIAGE.md lists what a condition may be.");
            } else if (!criterion->concept_id.empty()) {
                concept_named(criterion->concept_id, rule.id, "condition");
            }
        }
        for (const TriageAsk& ask : rule.asks) {
            check_required(ask.question, rule.id, "ask");
            if (std::ranges::find(criteria, ask.criterion) == criteria.end())
                report("bad-condition", rule.id, "Nothing here asks for \"" + ask.criterion + "\".",
                       "Write the condition as the rule has it, or remove the question.");
        }
    }

    const KnowledgeData& data_;
    std::unordered_map<std::string_view, const Source*> sources_;
    std::unordered_map<std::string_view, const Concept*> concepts_;
    std::unordered_map<std::string_view, bool> ids_;
    std::vector<Problem> problems_;
};

}  // namespace

std::vector<Problem> check(const KnowledgeData& data) {
    return Checker(data).run();
}

}  // namespace xinglin
