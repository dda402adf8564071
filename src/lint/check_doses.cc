#include <algorithm>
#include <optional>
#include <string>

#include "base/budget.h"
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

    double whole_day_mg() const {
        const double times = std::max(times_a_day, 1.0);
        return std::max({day_mg, single_mg * times, pieces * piece_mg * times, pieces_a_day * piece_mg});
    }
};

/// Reads amounts out of folded text, one token after the other.
class DoseReader {
  public:
    explicit DoseReader(std::string_view text) : text_(text) {}

    Dose read() {
        while (at_ < text_.size()) {
            if (take_mode()) continue;
            if (const auto number = take_number()) {
                take_unit(*number);
                continue;
            }
            at_ += decode_utf8(text_, at_).length;
        }
        return dose_;
    }

  private:
    enum class Mode { Unknown, Single, Day, Piece };

    bool take(std::string_view word) {
        if (!text_.substr(at_).starts_with(word)) return false;
        at_ += word.size();
        return true;
    }

    bool take_mode() {
        for (const std::string_view word :
             {"每天", "每日", "一天", "一日", "24小时内", "24小时", "全天", "日剂量", "1天", "1日", "每24小时"}) {
            if (take(word)) return set(Mode::Day);
        }
        for (const std::string_view word : {"每次", "一次", "单次", "1次", "首次", "每回", "一顿", "一口气"}) {
            if (take(word)) return set(Mode::Single);
        }
        for (const std::string_view word : {"每片", "每粒", "一片含", "规格", "每袋", "每颗"}) {
            if (take(word)) return set(Mode::Piece);
        }
        return false;
    }

    bool set(Mode mode) {
        mode_ = mode;
        return true;
    }

    std::optional<double> take_number() {
        auto number = one_number();
        if (!number) return {};
        const std::size_t after = at_;
        for (const std::string_view to : {"~", "-", "—", "至", "到"}) {
            if (!take(to)) continue;
            if (const auto upper = one_number()) return upper;
            at_ = after;
        }
        return number;
    }

    std::optional<double> one_number() {
        std::string digits;
        while (at_ < text_.size() && ((text_[at_] >= '0' && text_[at_] <= '9') || text_[at_] == '.'))
            digits += text_[at_++];
        if (!digits.empty()) {
            constexpr std::size_t kMostDigits = 9;
            return digits.size() > kMostDigits ? std::optional<double>() : std::strtod(digits.c_str(), nullptr);
        }
        return chinese_number();
    }

    std::optional<double> chinese_number() {
        constexpr std::string_view kDigits[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
        double value = 0;
        double digit = 0;
        bool any = false;
        for (bool more = true; more;) {
            more = false;
            for (std::size_t i = 0; i < std::size(kDigits); ++i) {
                if (take(kDigits[i])) digit = static_cast<double>(i), more = any = true;
            }
            if (take("两")) digit = 2, more = any = true;
            if (take("半")) digit += 0.5, more = any = true;
            for (const auto& [word, factor] :
                 {std::pair("十", 10.0), std::pair("百", 100.0), std::pair("千", 1000.0)}) {
                if (take(word)) value += (digit == 0 ? 1 : digit) * factor, digit = 0, more = any = true;
            }
        }
        if (!any) return {};
        return value + digit;
    }

    void take_unit(double number) {
        take(" ");
        const std::size_t before = at_;
        if (take("毫克") || take("mg")) return take_amount(number);
        if (take("微克") || take("ug")) return;
        if (take("克") || take("g")) return take_amount(number * 1000);
        if (take("片") || take("粒") || take("颗")) return take_pieces(number);
        if (take("次") || take("回") || take("遍")) {
            if (mode_ == Mode::Day) dose_.times_a_day = std::max(dose_.times_a_day, number);
            return;
        }
        at_ = before;
    }

    void take_amount(double mg) {
        if (take("/kg") || take("/公斤") || take("/千克") || take("每公斤") || take("/ml")) return;
        Mode mode = mode_;
        if (take("/日") || take("/天") || take("/d")) mode = Mode::Day;
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
        }
    }

    void run() {
        const auto& mentions = checked_.read.text;
        for (std::size_t i = 0; i < mentions.size() && !checked_.is_full(); ++i) {
            check_budget();
            const DoseLimit* limit = limit_of(mentions[i].concept_index);
            if (!limit || mentions[i].span.begin < checked_until_) continue;
            const Span stretch = stretch_of(i);
            const Dose dose = DoseReader(fold(told_of_doses(stretch))).read();
            const bool too_much = limit->day_mg > 0 && dose.whole_day_mg() > limit->day_mg;
            const bool too_often = limit->times_a_day > 0 && dose.times_a_day > limit->times_a_day;
            if (!too_much && !too_often) continue;
            checked_until_ = stretch.end;
            const std::vector<std::string> sources{limit->source};
            checked_.add({"dose-too-high", Severity::Error, stretch,
                          "“" + checked_.words_at(stretch) + "”超过了说明书的用量：" + limit->says +
                              checked_.basis(sources) + "。",
                          sources});
        }
    }

  private:
    const DoseLimit* limit_of(ConceptIndex index) const {
        for (const auto& [substance, limit] : limits_) {
            if (substance == index) return limit;
        }
        return nullptr;
    }

    /// From the name to the end of the next sentence, or to the next drug.
    Span stretch_of(std::size_t index) const {
        const auto& mentions = checked_.read.text;
        const Span name = mentions[index].span;
        const auto& sentences = checked_.reading.sentences();
        const std::uint32_t sentence = checked_.reading.sentence_of(name.begin);
        const std::uint32_t last =
            std::min<std::uint32_t>(sentence + 1, static_cast<std::uint32_t>(sentences.size()) - 1);
        std::uint32_t end = std::min(sentences[last].span.end, name.end + kReach);
        for (std::size_t next = index + 1; next < mentions.size() && mentions[next].span.begin < end; ++next) {
            const ConceptKind kind = checked_.knowledge.at(mentions[next].concept_index).kind;
            const bool is_drug = kind == ConceptKind::Substance || kind == ConceptKind::Class;
            if (is_drug && mentions[next].concept_index != mentions[index].concept_index)
                end = mentions[next].span.begin;
        }
        const Span clause = checked_.reading.clauses()[checked_.reading.clause_of(name.begin)].span;
        std::uint32_t begin = name.begin > kBefore ? std::max(clause.begin, name.begin - kBefore) : clause.begin;
        if (index > 0) begin = std::max(begin, std::min(mentions[index - 1].span.end, name.begin));
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
        constexpr std::string_view kMore[] = {"超过", "大于", "高于", "多于", "过量", "超量", "中毒", "误服", "吞下"};
        constexpr std::string_view kNoMore[] = {"不超过", "不得超过", "不要超过", "不能超过", "不可超过", "不宜超过",
                                                "别超过", "不应超过", "不多于",   "勿超过",   "不大于"};
        const auto has = [&](std::string_view word) { return said.find(word) != std::string_view::npos; };
        if (std::ranges::any_of(kNoMore, has)) return false;
        if (std::ranges::any_of(kMore, has)) return true;
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
    std::uint32_t checked_until_ = 0;
};

}  // namespace

void check_doses(CheckedText& checked) {
    DoseCheck(checked).run();
}

}  // namespace xinglin
