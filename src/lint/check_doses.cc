#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "base/budget.h"
#include "lint/amounts.h"
#include "lint/checked_text.h"
#include "text/fold.h"

namespace xinglin {
namespace {

constexpr std::uint32_t kReach = 300;  // bytes behind a drug's name that may speak of its dose
constexpr std::uint32_t kBefore = 90;  // and before it

/// What a stretch of text says of a dose; 0 where it does not.
struct Dose {
    double day_mg = 0;
    double single_mg = 0;
    double piece_mg = 0;
    double pieces = 0;
    double pieces_a_day = 0;
    double times_a_day = 0;
    bool every_day = false;  ///< it speaks of every day, or of several times on one

    double whole_single_mg() const { return std::max(single_mg, pieces * piece_mg); }
    double whole_day_mg() const {
        return std::max({day_mg, whole_single_mg() * std::max(times_a_day, 1.0), pieces_a_day * piece_mg});
    }
};

/// Reads amounts out of folded text, one token after the other.
class DoseReader {
  public:
    DoseReader(const Wording& wording, std::string_view text) : wording_(wording), text_(text) {}

    Dose read() {
        while (at_ < text_.size()) {
            if (take_mode()) continue;
            if (const auto number = take_number()) {
                take_unit(*number);
                continue;
            }
            at_ += at_ < text_.size() ? decode_utf8(text_, at_).length : 0;
        }
        return dose_;
    }

  private:
    enum class Mode { Unknown, Single, Day, Piece };

    bool take(DoseWord kind) {
        for (const std::string& word : wording_.dose_words(kind)) {
            if (!text_.substr(at_).starts_with(word)) continue;
            at_ += word.size();
            return true;
        }
        return false;
    }

    void skip_blank() { at_ += text_.substr(at_).starts_with(" ") ? 1 : 0; }

    bool take_mode() {
        if (take_interval() || take_meals()) return true;
        if (take(DoseWord::EveryDay)) {
            dose_.every_day = true;
            return set(Mode::Day);
        }
        if (take(DoseWord::Day)) return set(Mode::Day);
        if (take(DoseWord::Single)) return set(Mode::Single);
        return take(DoseWord::PieceHolds) && set(Mode::Piece);
    }

    bool set(Mode mode) {
        mode_ = mode;
        return true;
    }

    /// 每4小时, 每隔两个小时: so many times a day.
    bool take_interval() {
        const std::size_t begin = at_;
        const double hours = take(DoseWord::Every) ? take_number().value_or(0) : 0;
        skip_blank();
        if (hours >= 1 && take(DoseWord::Hours)) {
            constexpr double kHoursOfDay = 24;
            if (hours >= kHoursOfDay) return set(Mode::Day);
            dose_.times_a_day = std::max(dose_.times_a_day, std::floor(kHoursOfDay / hours));
            return set(Mode::Single);
        }
        at_ = begin;
        return false;
    }

    /// 早中晚各…: three times a day, so much each time.
    bool take_meals() {
        double times = 0;
        if (take(DoseWord::ThreeMeals)) times = 3;
        if (times == 0 && take(DoseWord::TwoMeals)) times = 2;
        if (times == 0) return false;
        dose_.times_a_day = std::max(dose_.times_a_day, times);
        dose_.every_day = true;
        return set(Mode::Single);
    }

    std::optional<double> take_number() {
        auto number = take_amount_number(text_, at_);
        if (!number) return {};
        const std::size_t after = at_;
        if (take(DoseWord::To)) {
            if (const auto upper = take_amount_number(text_, at_)) return upper;
            at_ = after;
        }
        return number;
    }

    void take_unit(double number) {
        const std::size_t before = at_;
        skip_blank();
        if (take(DoseWord::Milligram)) return take_amount(number);
        if (take(DoseWord::Microgram)) return;
        if (take(DoseWord::Gram)) return take_amount(number * 1000);
        if (take(DoseWord::Piece)) {
            const std::size_t after = at_;
            const bool and_half = take_amount_number(text_, at_).value_or(0) == 0.5;  // 一片半
            if (!and_half) at_ = after;
            return take_pieces(and_half ? number + 0.5 : number);
        }
        if (take(DoseWord::Times)) {
            if (mode_ == Mode::Day) dose_.times_a_day = std::max(dose_.times_a_day, number);
            return;
        }
        at_ = before;
    }

    void take_amount(double mg) {
        if (take(DoseWord::PerWeight)) return;
        Mode mode = mode_;
        if (take(DoseWord::ADay)) mode = Mode::Day;
        if (take(DoseWord::HoldsBehind)) mode = Mode::Piece;
        switch (mode) {
            case Mode::Day:
                dose_.day_mg = std::max(dose_.day_mg, mg);
                break;
            case Mode::Piece:
                dose_.piece_mg = std::max(dose_.piece_mg, mg);
                mode_ = Mode::Unknown;
                break;
            case Mode::Single:
            case Mode::Unknown:
                dose_.single_mg = std::max(dose_.single_mg, mg);
                break;
        }
    }

    void take_pieces(double number) {
        if (mode_ == Mode::Day) dose_.pieces_a_day = std::max(dose_.pieces_a_day, number);
        if (mode_ != Mode::Day) dose_.pieces = std::max(dose_.pieces, number);
    }

    const Wording& wording_;
    std::string_view text_;
    std::size_t at_ = 0;
    Mode mode_ = Mode::Unknown;
    Dose dose_;
};

class DoseCheck {
  public:
    explicit DoseCheck(CheckedText& checked) : checked_(checked) {
        for (const DoseLimit& limit : checked.wording.doses()) {
            if (const auto substance = checked.knowledge.find(limit.substance))
                limits_.emplace_back(*substance, &limit);
            else if (!limit.names.empty())
                unknown_.push_back(&limit);
        }
    }

    void run() {
        const auto& mentions = checked_.read.text;
        bool names_drug = false;
        for (std::size_t i = 0; i < mentions.size() && !checked_.is_full(); ++i) {
            check_budget();
            names_drug |= is_drug(mentions[i]);
            const DoseLimit* limit = limit_of(mentions[i].concept_index);
            if (!limit || mentions[i].span.begin < checked_until_) continue;
            check(stretch_of(mentions[i].span, mentions[i].concept_index), *limit,
                  usual_piece_mg(*limit, checked_.text, mentions[i].span));
        }
        for (const DoseLimit* limit : unknown_) {
            for (const std::string& name : limit->names) names_drug |= check_named(name, *limit);
        }
        if (!names_drug) check_drug_of_title();
    }

  private:
    /// A drug of which the knowledge says nothing, found by its name; whether the text has it.
    bool check_named(std::string_view name, const DoseLimit& limit) {
        checked_until_ = 0;
        bool any = false;
        for (std::size_t at = checked_.text.find(name); at != std::string_view::npos && !checked_.is_full();
             at = checked_.text.find(name, at + name.size())) {
            check_budget();
            any = true;
            const auto begin = static_cast<std::uint32_t>(at);
            const Span span{begin, begin + static_cast<std::uint32_t>(name.size())};
            if (span.begin >= checked_until_)
                check(stretch_of(span, {}), limit, usual_piece_mg(limit, checked_.text, span));
        }
        return any;
    }

    bool is_drug(const Mention& mention) const {
        const ConceptKind kind = checked_.knowledge.at(mention.concept_index).kind;
        return kind == ConceptKind::Substance || kind == ConceptKind::Class;
    }

    /// A text that names no drug at all speaks of the one of its title.
    void check_drug_of_title() {
        const auto drug = std::ranges::find_if(checked_.read.title, [&](const Mention& each) { return is_drug(each); });
        const DoseLimit* limit = drug == checked_.read.title.end() ? nullptr : limit_of(drug->concept_index);
        const std::optional<Span> name = limit ? drug->span : unknown_of_title(limit);
        if (!limit || !name) return;
        const std::uint32_t end = std::min(2 * kReach, static_cast<std::uint32_t>(checked_.text.size()));
        check({0, whole_character(end)}, *limit, usual_piece_mg(*limit, checked_.title, *name));
    }

    /// The name of a drug that the knowledge does not know, and its limit.
    std::optional<Span> unknown_of_title(const DoseLimit*& limit) const {
        for (const DoseLimit* each : unknown_) {
            for (const std::string& name : each->names) {
                const std::size_t at = checked_.title.find(name);
                if (at == std::string_view::npos) continue;
                limit = each;
                return Span{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + name.size())};
            }
        }
        return {};
    }

    void check(Span stretch, const DoseLimit& limit, double usual_piece_mg) {
        const std::string told = fold(told_of_doses(stretch));
        Dose dose = DoseReader(checked_.wording, told).read();
        if (dose.piece_mg == 0) dose.piece_mg = usual_piece_mg;
        const bool too_much = (limit.day_mg > 0 && dose.whole_day_mg() > limit.day_mg) ||
                              (limit.single_mg > 0 && dose.whole_single_mg() > limit.single_mg);
        const bool too_often =
            (limit.times_a_day > 0 && dose.times_a_day > limit.times_a_day) || (limit.weekly && dose.every_day);
        if (!too_much && !too_often) return;
        checked_until_ = stretch.end;
        const std::vector<std::string> sources{limit.source};
        checked_.add(
            {"dose-too-high", Severity::Error, stretch,
             "“" + checked_.words_at(stretch) + "”超过了说明书的用量：" + limit.says + checked_.basis(sources) + "。",
             sources});
    }

    const DoseLimit* limit_of(ConceptIndex index) const {
        for (const auto& [substance, limit] : limits_) {
            if (substance == index) return limit;
        }
        return nullptr;
    }

    /// By the form of the product, which stands in the name or behind it: 布洛芬缓释胶囊.
    static double usual_piece_mg(const DoseLimit& limit, std::string_view text, Span name) {
        const std::string_view product = product_at(text, name);
        for (const DoseLimit::Piece& piece : limit.pieces) {
            if (product.find(piece.form) != std::string_view::npos) return piece.mg;
        }
        return limit.piece_mg;
    }

    /// From the name to the end of the next sentence, or to the next drug.
    Span stretch_of(Span name, std::optional<ConceptIndex> drug) const {
        const auto& mentions = checked_.read.text;
        const auto first =
            std::ranges::lower_bound(mentions, name.begin, {}, [](const Mention& each) { return each.span.begin; });
        const auto& sentences = checked_.reading.sentences();
        const std::uint32_t sentence = checked_.reading.sentence_of(name.begin);
        const std::uint32_t last =
            std::min<std::uint32_t>(sentence + 1, static_cast<std::uint32_t>(sentences.size()) - 1);
        std::uint32_t end = std::min(sentences[last].span.end, name.end + kReach);
        for (auto next = first; next != mentions.end() && next->span.begin < end; ++next) {
            if (next->span.begin >= name.end && is_drug(*next) && next->concept_index != drug) end = next->span.begin;
        }
        const Span clause = checked_.reading.clauses()[checked_.reading.clause_of(name.begin)].span;
        std::uint32_t begin = name.begin > kBefore ? std::max(clause.begin, name.begin - kBefore) : clause.begin;
        if (first != mentions.begin()) begin = std::max(begin, std::min(std::prev(first)->span.end, name.begin));
        return {whole_character(begin), whole_character(end)};
    }

    std::uint32_t whole_character(std::uint32_t at) const {
        const auto inside = [&] { return (static_cast<unsigned char>(checked_.text[at]) & 0xC0U) == 0x80U; };
        while (at < checked_.text.size() && inside()) ++at;
        return at;
    }

    /// The clauses of the stretch that tell how to take it, without those that warn of too much.
    std::string told_of_doses(Span stretch) const {
        std::string told;
        const ClauseReading& reading = checked_.reading;
        for (std::uint32_t i = reading.clause_of(stretch.begin);
             i < reading.clauses().size() && reading.clauses()[i].span.begin < stretch.end; ++i) {
            const auto& clause = reading.clauses()[i];
            const Span part{std::max(clause.span.begin, stretch.begin), std::min(clause.span.end, stretch.end)};
            if (clause.framed || warns_of_excess(part) || reading.has(part, LintCues(LintCue::Asks))) continue;
            told += slice(checked_.text, part);
            told += ' ';
        }
        return told;
    }

    /// 超过4克会伤肝 warns; 不超过8克 allows.
    bool warns_of_excess(Span part) const {
        const std::string_view said = slice(checked_.text, part);
        const auto says = [&](DoseWord kind) {
            return std::ranges::any_of(checked_.wording.dose_words(kind), [&](const std::string& word) {
                return said.find(word) != std::string_view::npos;
            });
        };
        if (says(DoseWord::NoMore)) return false;
        if (says(DoseWord::More)) return true;
        return checked_.reading.has(part,
                                    LintCues(LintCue::Warns, LintCue::Doubts, LintCue::Refutes, LintCue::Unfit)) ||
               checked_.reading.has({part.begin, std::min(part.end + 60, sentence_end(part))},
                                    LintCues(LintCue::Harms));
    }

    std::uint32_t sentence_end(Span part) const {
        return checked_.reading.sentences()[checked_.reading.sentence_of(part.begin)].span.end;
    }

    CheckedText& checked_;
    std::vector<std::pair<ConceptIndex, const DoseLimit*>> limits_;
    std::vector<const DoseLimit*> unknown_;  // of drugs that the knowledge does not know
    std::uint32_t checked_until_ = 0;
};

}  // namespace

void check_doses(CheckedText& checked) {
    DoseCheck(checked).run();
}

}  // namespace xinglin
