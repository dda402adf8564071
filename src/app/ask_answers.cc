#include "app/ask_answers.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/cards.h"
#include "app/reference_ranges.h"
#include "base/strings.h"
#include "catalog/snapshot.h"
#include "intent/intent_reader.h"
#include "relate/person.h"
#include "relate/relate.h"
#include "text/sentences.h"

namespace xinglin {
namespace {

constexpr std::size_t kCandidates = 8;  // records looked at of each kind
constexpr std::size_t kMostPassages = 4;
constexpr std::size_t kMostOfArticles = 2;
constexpr std::size_t kMostStatements = 2;
constexpr std::size_t kMostSimilar = 4;
constexpr std::size_t kQuoteCharacters = 140;
constexpr std::size_t kLeastQuoteCharacters = 8;

std::uint32_t bits_of(const std::vector<Aspect>& aspects) {
    std::uint32_t bits = 0;
    for (const Aspect each : aspects) bits |= aspect_bit(each);
    return bits;
}

/// The relations whose statements answer a question of this kind; nothing for kinds that relations say nothing of.
std::vector<Predicate> predicates_of(IntentKind kind) {
    switch (kind) {
        case IntentKind::Cause:
            return {Predicate::CausedBy};
        case IntentKind::Symptom:
            return {Predicate::HasSymptom};
        case IntentKind::Diagnosis:
            return {Predicate::CausedBy};
        case IntentKind::Treatment:
        case IntentKind::Drug:
            return {Predicate::TreatedBy};
        case IntentKind::Test:
            return {Predicate::DiagnosedBy};
        case IntentKind::Department:
            return {Predicate::ManagedIn};
        case IntentKind::Prognosis:
            return {Predicate::ComplicatedBy};
        case IntentKind::Prevention:
        case IntentKind::Diet:
        case IntentKind::Cost:
        case IntentKind::Result:
        case IntentKind::Usage:
        case IntentKind::WhatIs:
        case IntentKind::DailyLife:
        case IntentKind::Other:
            return {};
    }
    return {};
}

/// The first sentences of `line` as they stand there, at most kQuoteCharacters; "" where they only lead to a list, or
/// are items of one or cells of a table.
std::string quote_from(std::string_view line) {
    Span quote{0, 0};
    for (const Sentence& sentence : sentences_of(line)) {
        const Span with{quote.end == 0 ? sentence.span.begin : quote.begin, sentence.span.end};
        if (quote.end != 0 && count_characters(slice(line, with)) > kQuoteCharacters) break;
        if (sentence.cut) break;
        quote = with;
    }
    std::string_view text = slice(line, quote);
    constexpr std::string_view kEnds[] = {"。", "！", "？"};
    const bool is_whole =
        std::any_of(std::begin(kEnds), std::end(kEnds), [&](std::string_view end) { return text.ends_with(end); });
    return is_whole && count_characters(text) >= kLeastQuoteCharacters ? std::string(text) : std::string();
}

/// An article's text by its headings: what is asked for stands under one that names it.
class SectionFinder {
  public:
    SectionFinder(std::string_view markdown, std::string_view plain) : plain_(plain) {
        for (const std::string_view line : split(markdown, '\n')) {
            if (!line.starts_with('#')) continue;
            const auto begin = line.find_first_not_of("# ");
            if (begin != std::string_view::npos) headings_.push_back(trimmed(line.substr(begin)));
        }
    }

    /// The first sentences under the first heading that asks for one of `aspects`; "" when there is none.
    std::string quote_on(std::uint32_t aspects) const {
        bool is_in_section = false;
        for (const std::string_view line : split(plain_, '\n')) {
            const std::string_view text = trimmed(line);
            if (text.empty()) continue;
            if (std::find(headings_.begin(), headings_.end(), text) != headings_.end()) {
                is_in_section = (bits_of(aspects_of(text)) & aspects) != 0;
            } else if (is_in_section) {
                if (std::string quote = quote_from(text); !quote.empty()) return quote;
            }
        }
        return {};
    }

    /// The first sentences of the text itself.
    std::string first_quote() const {
        for (const std::string_view line : split(plain_, '\n')) {
            const std::string_view text = trimmed(line);
            if (text.empty() || std::find(headings_.begin(), headings_.end(), text) != headings_.end()) continue;
            if (std::string quote = quote_from(text); !quote.empty()) return quote;
        }
        return {};
    }

  private:
    std::string_view plain_;
    std::vector<std::string_view> headings_;
};

/// Whom a text speaks of, as far as answers differ by it.
struct Person {
    std::vector<ConceptIndex> populations;
    std::vector<ConceptIndex> conditions;
};

class AnswerFinder {
  public:
    AnswerFinder(const Snapshot& snapshot, const ReadingSettings& settings, AskAnswer& answer)
        : snapshot_(snapshot), settings_(settings), answer_(answer) {}

    void run() {
        const auto mentions = snapshot_.annotator->annotate(answer_.text);
        read_intents(mentions);
        asker_ = person_of(answer_.text, mentions);
        add_numbers();
        page_ = context_of(*snapshot_.corpus, "", answer_.text);
        if (page_.main.empty()) return;
        add_summary();
        add_articles();
        add_statements();
        add_questions();
        if (answer_.answers.size() > kMostPassages + numbers_) answer_.answers.resize(kMostPassages + numbers_);
    }

  private:
    const Knowledge& knowledge() const { return snapshot_.knowledge(); }

    void read_intents(std::span<const Mention> mentions) {
        const IntentReader shipped;
        const IntentReader& reader = settings_.intents == nullptr ? shipped : *settings_.intents;
        intents_ = reader.read(answer_.text, mentions, knowledge());
        for (const Intent& each : intents_) {
            answer_.intents.push_back({std::string(name_of(each.kind)), each.probability});
            for (const Aspect aspect : aspects_of(each.kind)) asked_ |= aspect_bit(aspect);
        }
    }

    bool asks_for(IntentKind kind) const {
        return std::any_of(intents_.begin(), intents_.end(), [&](const Intent& each) { return each.kind == kind; });
    }

    /// What is given depends on who is given it.
    bool is_about_drugs() const { return asks_for(IntentKind::Drug) || asks_for(IntentKind::Usage); }

    Person person_of(std::string_view text, std::span<const Mention> mentions) const {
        return {populations_in(knowledge(), text, mentions), conditions_in(knowledge(), mentions)};
    }

    std::string names_without(const std::vector<ConceptIndex>& of, const std::vector<ConceptIndex>& others) const {
        std::vector<std::string> names;
        for (const ConceptIndex each : of) {
            const auto is_or_holds = [&](ConceptIndex other) {
                return knowledge().is_kind_of(other, each) || knowledge().is_kind_of(each, other);
            };
            if (std::none_of(others.begin(), others.end(), is_or_holds)) names.push_back(knowledge().at(each).name);
        }
        return join(names, "、");
    }

    bool is_subject(ConceptIndex index) const {
        return std::any_of(page_.main.begin(), page_.main.end(),
                           [&](const MainConcept& main) { return main.concept_index == index; });
    }

    /// How the person that a question speaks of differs from the one who asks; "" when as far as both say they do not.
    std::string difference_to(const AnnotatedRecord& record) const {
        const std::string whole =
            std::string(record.text_of(Field::Title)) + "\n" + std::string(record.text_of(Field::Body));
        const auto read = snapshot_.annotator->annotate(whole);
        const Person other = person_of(whole, read);
        if (const std::string names = names_without(other.populations, asker_.populations); !names.empty()) {
            return "说的是" + names + "，与您说的不同。";
        }
        if (const std::string names = names_without(asker_.populations, other.populations); !names.empty()) {
            return "没有说到" + names + "。";
        }
        const std::string names = names_without(besides_subject(), record.concepts);
        return names.empty() ? std::string() : "没有考虑您的" + names + "。";
    }

    void add(AskPassage passage) {
        const auto same = [&](const AskPassage& each) { return each.quote == passage.quote; };
        if (passage.quote.empty()) return;
        if (std::any_of(answer_.answers.begin(), answer_.answers.end(), same)) return;
        answer_.answers.push_back(std::move(passage));
    }

    void add_numbers() {
        for (ExplainedNumber& each : explain_numbers(answer_.text)) {
            add({{}, std::move(each.text), {{}, std::move(each.source)}, {}, false, {}});
        }
        numbers_ = answer_.answers.size();
    }

    void add_summary() {
        if (!asks_for(IntentKind::WhatIs) && !asks_for(IntentKind::Diagnosis)) return;
        const Concept& subject = knowledge().at(page_.main.front().concept_index);
        if (!subject.summary || subject.trust != Trust::Curated || subject.summary->sources.empty()) return;
        add({ref_of(subject),
             subject.summary->text,
             ref_of(snapshot_, subject.summary->sources.front()),
             {},
             true,
             {}});
    }

    std::vector<RecordIndex> records_of(Panel panel) const {
        RelateOptions options;
        options.limit = kCandidates;
        options.curated_only = settings_.curated_only;
        options.only = panel;
        std::vector<RecordIndex> records;
        const Panels panels = relate(*snapshot_.corpus, page_, options);
        for (const Item& item : panels.of(panel)) {
            if (const auto record = snapshot_.corpus->find(item.id)) records.push_back(*record);
        }
        return records;
    }

    bool is_trusted(RecordIndex index) const {
        const auto& traits = snapshot_.corpus->traits(index);
        return traits.trust == Trust::Curated && !traits.contradicts;
    }

    void add_articles() {
        std::size_t added = 0;
        for (const RecordIndex index : records_of(Panel::Articles)) {
            if (added == kMostOfArticles || asked_ == 0) return;
            if (!is_trusted(index)) continue;
            const AnnotatedRecord& record = snapshot_.corpus->at(index);
            const auto& article = std::get<Article>(record.record.body);
            const SectionFinder sections(article.body, record.derived_text);
            std::string quote = sections.quote_on(asked_);
            if (quote.empty() && (bits_of(record.aspects) & asked_) != 0) quote = sections.first_quote();
            if (quote.empty()) continue;
            add({ref_of(snapshot_, record.record.head.id),
                 std::move(quote),
                 source_of(record),
                 date_of(record),
                 true,
                 {}});
            ++added;
        }
    }

    Ref source_of(const AnnotatedRecord& record) const {
        const RecordHead& head = record.record.head;
        if (!head.sources.empty()) return ref_of(snapshot_, head.sources.front());
        const auto& article = std::get<Article>(record.record.body);
        return {"", article.source_line.empty() ? head.author : article.source_line};
    }

    static std::string date_of(const AnnotatedRecord& record) {
        const RecordHead& head = record.record.head;
        return (head.reviewed_on.known() ? head.reviewed_on : head.published_on).iso();
    }

    std::vector<ConceptIndex> besides_subject() const {
        std::vector<ConceptIndex> besides;
        for (const ConceptIndex each : asker_.conditions) {
            if (!is_subject(each)) besides.push_back(each);
        }
        return besides;
    }

    /// Who asks for a drug is told of drugs; no drug is named to somebody of whom more has to be weighed.
    bool may_be_said(IntentKind kind, Predicate predicate, ConceptIndex other) const {
        if (predicate != Predicate::TreatedBy) return true;
        const ConceptKind what = knowledge().at(other).kind;
        const bool is_drug = what == ConceptKind::Substance || what == ConceptKind::Class;
        if (is_drug) return asker_.populations.empty() && besides_subject().empty();
        return kind != IntentKind::Drug;
    }

    /// Curated statements on the heaviest subject, strongest roles first.
    void add_statements() {
        const ConceptIndex subject = page_.main.front().concept_index;
        std::size_t added = 0;
        for (const Intent& intent : intents_) {
            for (const Predicate predicate : predicates_of(intent.kind)) {
                for (const auto& link : knowledge().outgoing(subject, predicate)) {
                    const Relation& relation = knowledge().at(link.relation);
                    if (added == kMostStatements) return;
                    if (relation.trust != Trust::Curated || relation.statement.empty()) continue;
                    if (!may_be_said(intent.kind, predicate, link.other)) continue;
                    add({ref_of(knowledge().at(subject)),
                         relation.statement,
                         ref_of(snapshot_, relation.sources.front()),
                         {},
                         false,
                         {}});
                    ++added;
                }
            }
        }
    }

    void add_questions() {
        for (const RecordIndex index : records_of(Panel::Questions)) {
            const AnnotatedRecord& record = snapshot_.corpus->at(index);
            const auto& question = std::get<Question>(record.record.body);
            if (question.answers.empty()) continue;
            const std::string difference = difference_to(record);
            if (answer_.similar.size() < kMostSimilar) {
                answer_.similar.push_back(card_of(snapshot_, index));
                answer_.similar.back().caution = difference;
            }
            const bool is_answer = (snapshot_.corpus->traits(index).aspects & asked_) != 0 && is_trusted(index);
            if (!is_answer || (is_about_drugs() && !difference.empty())) continue;
            const Answer& first = question.answers.front();
            add({ref_of(snapshot_, record.record.head.id), quote_from(first.text), answerer_of(first),
                 first.answered_on.iso(), true, difference});
        }
    }

    static Ref answerer_of(const Answer& answer) {
        std::string name = answer.doctor_name;
        if (!answer.doctor_title.empty()) name += " " + answer.doctor_title;
        return {answer.doctor_id, std::move(name)};
    }

    const Snapshot& snapshot_;
    const ReadingSettings& settings_;
    AskAnswer& answer_;
    std::vector<Intent> intents_;
    std::uint32_t asked_ = 0;
    Person asker_;
    PageContext page_;
    std::size_t numbers_ = 0;
};

}  // namespace

void add_answers(const Snapshot& snapshot, const ReadingSettings& settings, AskAnswer& answer) {
    AnswerFinder(snapshot, settings, answer).run();
}

}  // namespace xinglin
