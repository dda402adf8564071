// Facts are stated by words (怀孕, 突然), and by numbers whose meaning the words around them tell: the word before
// (血压 180), the unit behind (39.5度), and for a stretch of time what stands on either side of it (宝宝两个月, 孕12周,
// 咳了两 周). Who is meant is the person that was named last.
#include "annotate/patient_facts.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "annotate/clause.h"
#include "annotate/patient_numbers.h"
#include "annotate/patient_words.h"
#include "text/fold.h"

namespace xinglin {
namespace {

using Match = PatientWords::Match;
using Kind = PatientWordKind;

constexpr double kHoursInDay = 24;
constexpr double kHoursInWeek = 168;
constexpr double kHoursInMonth = 730.5;
constexpr double kHoursInYear = 8766;
constexpr double kDaysInYear = 365.25;
constexpr double kOldestYears = 120;
constexpr double kOldestInMonths = 48;  // a child's age in months
constexpr double kMostWeeksOfPregnancy = 43;
constexpr double kMostDaysPostpartum = 400;
constexpr double kMgPerMmol = 18;
constexpr int kMostLinks = 6;

/// What a number of that fact can be in somebody alive.
struct Bounds {
    PatientFact fact;
    double low;
    double high;
};
constexpr auto kBounds = std::to_array<Bounds>({{PatientFact::Temperature, 25, 45},
                                                {PatientFact::Systolic, 30, 320},
                                                {PatientFact::Diastolic, 10, 220},
                                                {PatientFact::Glucose, 0.3, 80},
                                                {PatientFact::HeartRate, 15, 350},
                                                {PatientFact::Oxygen, 20, 100},
                                                {PatientFact::BreathingRate, 2, 150}});

bool can_be(PatientFact fact, double value) {
    const auto* const bounds = std::ranges::find(kBounds, fact, &Bounds::fact);
    return bounds == kBounds.end() || (value >= bounds->low && value <= bounds->high);
}

bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

/// A stretch of time: 两个月, 三天, 半小时.
struct Stretch {
    double low = 0;  // hours
    double high = 0;
    double unit = 0;
    std::uint32_t end = 0;
};

class FactReader {
  public:
    FactReader(const Knowledge& knowledge, std::string_view text, std::span<const Mention> mentions)
        : knowledge_(knowledge),
          text_(text),
          mentions_(mentions),
          words_(PatientWords::get()),
          by_end_(words_.find(text)),
          by_begin_(by_end_),
          numbers_(numbers_in(text)) {
        std::ranges::sort(by_begin_, [](const Match& a, const Match& b) {
            return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
        });
    }

    PatientFacts read() {
        choose();
        read_persons();
        for (const Match& match : chosen_) read_said(match);
        for (std::size_t i = 0; i < numbers_.size(); ++i) read_number(i);
        for (const Mention& mention : mentions_) read_mention(mention);
        facts_.subject = patient();
        for (const Match& match : chosen_) read_kin(match);
        finish();
        return std::move(facts_);
    }

  private:
    struct Person {
        std::uint32_t at = 0;
        Subject subject = Subject::Self;
    };

    bool says(const Match& match, Kind kind) const {
        return std::ranges::any_of(words_.said_by(match), [&](const PatientWord& said) { return said.kind == kind; });
    }

    /// Whether the word means something where no number stands beside it.
    bool stands_alone(const Match& match) const {
        return std::ranges::any_of(words_.said_by(match), [](const PatientWord& said) {
            return said.kind == Kind::Say || said.kind == Kind::Kin || said.kind == Kind::Spouse ||
                   said.kind == Kind::Hides || said.kind == Kind::Person;
        });
    }

    /// The words that count: where they overlap the first, of these the longest.
    void choose() {
        std::uint32_t end = 0;
        for (const Match& match : by_begin_) {
            if (match.begin < end || !stands_alone(match)) continue;
            chosen_.push_back(match);
            end = match.end;
        }
    }

    void read_persons() {
        Subject last_other = Subject::Self;
        for (const Match& match : chosen_) {
            for (const PatientWord& said : words_.said_by(match)) {
                if (said.kind != Kind::Person || (said.at_start && !starts_clause(text_, match.begin))) continue;
                const Subject subject = said.is_again && last_other != Subject::Self ? last_other : said.subject;
                if (subject != Subject::Self) last_other = subject;
                persons_.push_back({match.begin, subject});
            }
        }
    }

    Subject subject_at(std::uint32_t offset) const {
        const auto next = std::ranges::upper_bound(persons_, offset, {}, &Person::at);
        return next == persons_.begin() ? Subject::Self : std::prev(next)->subject;
    }

    // ---- Looking around

    std::uint32_t after_blanks(std::uint32_t offset) const {
        while (offset < text_.size() && is_blank(text_[offset])) ++offset;
        return offset;
    }

    std::uint32_t before_blanks(std::uint32_t offset) const {
        while (offset > 0 && is_blank(text_[offset - 1])) --offset;
        return offset;
    }

    /// The longest word that ends at `offset`, blanks aside.
    const Match* ending_at(std::uint32_t offset) const {
        const auto found = std::ranges::lower_bound(by_end_, before_blanks(offset), {}, &Match::end);
        return found != by_end_.end() && found->end == before_blanks(offset) ? &*found : nullptr;
    }

    /// The longest word that begins at `offset`, blanks aside, and is of that kind.
    template <typename Fits>
    const PatientWord* beginning_at(std::uint32_t offset, const Fits& fits, std::uint32_t* end = nullptr) const {
        const std::uint32_t begin = after_blanks(offset);
        for (auto found = std::ranges::lower_bound(by_begin_, begin, {}, &Match::begin);
             found != by_begin_.end() && found->begin == begin; ++found) {
            for (const PatientWord& said : words_.said_by(*found)) {
                if (!fits(said)) continue;
                if (end != nullptr) *end = found->end;
                return &said;
            }
        }
        return nullptr;
    }

    bool has_tail(std::uint32_t offset, TimeUse use) const {
        return beginning_at(offset,
                            [use](const PatientWord& said) { return said.kind == Kind::Tail && said.use == use; });
    }

    /// The word before `offset` that tells what a number there is, over words that say nothing.
    const Match* leading_to(std::uint32_t offset) const {
        for (int links = 0; links < kMostLinks; ++links) {
            const Match* const match = ending_at(offset);
            if (match == nullptr) return nullptr;
            const bool is_only_link =
                says(*match, Kind::Link) && !says(*match, Kind::Before) && !says(*match, Kind::Lead);
            if (!is_only_link) return match;
            offset = match->begin;
        }
        return nullptr;
    }

    bool is_denied(std::uint32_t begin) const {
        const Match* const before = ending_at(begin);
        return before != nullptr && says(*before, Kind::Denies);
    }

    // ---- Stating

    StatedFact& state(PatientFact fact, std::uint32_t begin, std::uint32_t end, double low = 0, double high = 0) {
        StatedFact& stated = facts_.stated.emplace_back();
        stated.fact = fact;
        stated.span = {begin, end};
        stated.low = low;
        stated.high = high;
        stated.subject = subject_at(begin);
        return stated;
    }

    void read_said(const Match& match) {
        for (const PatientWord& said : words_.said_by(match)) {
            if (said.kind != Kind::Say) continue;
            std::optional<ConceptIndex> named;
            if (!said.concept_id.empty()) {
                named = knowledge_.find(said.concept_id);
                if (!named) continue;
            }
            StatedFact& stated = state(said.fact, match.begin, match.end, said.low, said.high);
            stated.word = said.word;
            stated.concept_index = named;
            stated.is_denied = is_denied(match.begin);
            says_pregnancy_ = says_pregnancy_ || (said.fact == PatientFact::Pregnancy && !stated.is_denied);
        }
    }

    /// 我妈 names a person, and the 妈 in it her sex.
    void read_kin(const Match& match) {
        for (auto inner = std::ranges::lower_bound(by_end_, match.end, {}, &Match::end);
             inner != by_end_.end() && inner->end == match.end; ++inner) {
            if (inner->begin >= match.begin && state_kin(*inner)) return;
        }
    }

    bool state_kin(const Match& match) {
        for (const PatientWord& said : words_.said_by(match)) {
            const bool is_kin = said.kind == Kind::Kin || said.kind == Kind::Spouse;
            if (!is_kin) continue;
            const bool is_partner = said.kind == Kind::Spouse && facts_.subject == Subject::Self;
            const Subject whom = subject_at(match.begin);
            if (!is_partner && (facts_.subject == Subject::Self || whom != facts_.subject)) continue;
            const bool is_male = (said.sex == Sex::Male) != is_partner;
            StatedFact& stated = state(PatientFact::Sex, match.begin, match.end);
            stated.word = is_male ? "male" : "female";
            stated.subject = facts_.subject;
            return true;
        }
        return false;
    }

    /// Drugs that are taken, and what one is allergic to.
    void read_mention(const Mention& mention) {
        const ConceptKind kind = knowledge_.at(mention.concept_index).kind;
        if (kind != ConceptKind::Substance && kind != ConceptKind::Class) return;
        constexpr std::string_view kAllergic = "过敏";
        constexpr std::size_t kReach = 4;
        const std::string_view behind = characters_from(text_, mention.span.end, kReach);
        const bool is_allergic = behind.find(kAllergic) != std::string_view::npos && !mention.suspected;
        const PatientFact fact = is_allergic ? PatientFact::Allergic : PatientFact::Takes;
        StatedFact& stated = state(fact, mention.span.begin, mention.span.end);
        stated.concept_index = mention.concept_index;
        stated.is_denied = mention.negated || mention.stopped;
        stated.subject = mention.subject;
    }

    // ---- Numbers

    void read_number(std::size_t place) {
        const WrittenNumber& number = numbers_[place];
        if (number.begin < consumed_ || is_in_word(number)) return;
        if (read_blood_pressure(place) || read_age(number) || read_stretch(number)) return;
        read_measure(number);
    }

    /// 血糖一直二十几: the 一 of 一直 is no number.
    bool is_in_word(const WrittenNumber& number) const {
        std::uint32_t end = number.end;
        const bool is_link =
            nullptr != beginning_at(
                           number.begin, [](const PatientWord& said) { return said.kind == Kind::Link; }, &end);
        return is_link && !number.is_arabic && end > number.end;
    }

    /// 180/110
    bool read_blood_pressure(std::size_t place) {
        if (place + 1 >= numbers_.size()) return false;
        const WrittenNumber& upper = numbers_[place];
        const WrittenNumber& lower = numbers_[place + 1];
        const std::string_view between = text_.substr(upper.end, lower.begin - upper.end);
        if (between != "/" && between != "／" && between != "比" && between != "-") return false;
        const Match* const lead = leading_to(upper.begin);
        const bool is_led = lead != nullptr && leads_to(*lead, PatientFact::Systolic);
        const bool looks_so = upper.low >= 70 && upper.low <= 300 && lower.low >= 30 && lower.low <= 200 &&
                              upper.low >= lower.low + 10 && between == "/";
        if (!is_led && !looks_so) return false;
        const double factor = factor_behind(lower.end, PatientFact::Systolic);
        const std::uint32_t begin = is_led ? lead->begin : upper.begin;
        state_measure(PatientFact::Systolic, begin, lower.end, upper.low * factor, upper.high * factor);
        state_measure(PatientFact::Diastolic, begin, lower.end, lower.low * factor, lower.high * factor);
        consumed_ = lower.end;
        return true;
    }

    bool leads_to(const Match& match, PatientFact fact) const {
        return std::ranges::any_of(words_.said_by(match), [&](const PatientWord& said) {
            return said.kind == Kind::Before && said.fact == fact;
        });
    }

    double factor_behind(std::uint32_t offset, PatientFact fact) const {
        const PatientWord* const unit = beginning_at(
            offset, [fact](const PatientWord& said) { return said.kind == Kind::Unit && said.fact == fact; });
        return unit != nullptr ? unit->high : 1;
    }

    void state_measure(PatientFact fact, std::uint32_t begin, std::uint32_t end, double low, double high) {
        state(fact, begin, end, low, high).is_impossible = !can_be(fact, low) || !can_be(fact, high);
    }

    bool read_age(const WrittenNumber& number) {
        std::uint32_t end = 0;
        const PatientWord* const unit = beginning_at(
            number.end,
            [](const PatientWord& said) { return said.kind == Kind::Unit && said.fact == PatientFact::Age; }, &end);
        if (unit == nullptr) return read_bare_age(number);
        const double half = take_half(end);
        if (has_tail(end, TimeUse::Limit) || has_tail(end, TimeUse::Later)) return true;
        const double low = (number.low + half) * unit->high;
        // 三岁 is from three to four.
        const double high = (number.high + (half > 0 ? half : 1)) * unit->high - 1;
        StatedFact& stated = state(PatientFact::Age, number.begin, end, low, high);
        stated.is_impossible = number.high > kOldestYears;
        return true;
    }

    /// 我妈80, 男 32
    bool read_bare_age(const WrittenNumber& number) {
        constexpr double kLeast = 14;
        constexpr double kMost = 110;
        const bool is_whole = number.low == number.high && number.low == static_cast<int>(number.low);
        if (!is_whole || number.low < kLeast || number.low > kMost || has_unit(number.end)) return false;
        const Match* const lead = leading_to(number.begin);
        if (lead == nullptr) return false;
        const bool is_sex = std::ranges::any_of(words_.said_by(*lead), [](const PatientWord& said) {
            return said.kind == Kind::Say && said.fact == PatientFact::Sex;
        });
        const bool is_other = std::ranges::any_of(words_.said_by(*lead), [](const PatientWord& said) {
            return said.kind == Kind::Person && said.subject != Subject::Self;
        });
        if (!is_other && !says(*lead, Kind::Kin) && !says(*lead, Kind::Spouse) && !is_sex) return false;
        if (says(*lead, Kind::Before) || says(*lead, Kind::Lead)) return false;
        state(PatientFact::Age, number.begin, number.end, number.low * kDaysInYear, (number.low + 1) * kDaysInYear - 1);
        return true;
    }

    bool has_unit(std::uint32_t offset) const {
        if (text_.substr(offset).starts_with("个") || text_.substr(offset).starts_with("%")) return true;
        return beginning_at(offset, [](const PatientWord& said) {
                   return said.kind == Kind::Unit || said.kind == Kind::Time;
               }) != nullptr;
    }

    /// 半 right behind a unit: 三岁半.
    double take_half(std::uint32_t& offset) const {
        constexpr std::string_view kHalf = "半";
        if (!text_.substr(offset).starts_with(kHalf)) return 0;
        offset += static_cast<std::uint32_t>(kHalf.size());
        return 0.5;
    }

    std::optional<Stretch> stretch_at(const WrittenNumber& number) const {
        std::uint32_t offset = number.end;
        double more_low = 0;
        double more_high = 0;
        for (const auto& [word, low, high] : {std::tuple("个半", 0.5, 0.5), std::tuple("个多", 0.1, 0.9)}) {
            if (!text_.substr(offset).starts_with(word)) continue;
            offset += static_cast<std::uint32_t>(std::string_view(word).size());
            more_low = low;
            more_high = high;
        }
        Stretch stretch;
        const PatientWord* const unit = beginning_at(
            offset, [](const PatientWord& said) { return said.kind == Kind::Time; }, &stretch.end);
        if (unit == nullptr) return std::nullopt;
        // 3月 is a date, 3月大 an age.
        const bool is_bare_month = slice(text_, {after_blanks(offset), stretch.end}) == "月" && offset == number.end;
        if (is_bare_month && !has_tail(stretch.end, TimeUse::Age)) return std::nullopt;
        const double half = take_half(stretch.end);
        stretch.unit = unit->high;
        stretch.low = (number.low + more_low + half) * unit->high;
        stretch.high = (number.high + more_high + half) * unit->high;
        return stretch;
    }

    bool read_stretch(const WrittenNumber& number) {
        const auto stretch = stretch_at(number);
        if (!stretch) return false;
        const Match* const lead = leading_to(number.begin);
        const auto is_led = [&](TimeUse use) {
            return lead != nullptr && std::ranges::any_of(words_.said_by(*lead), [use](const PatientWord& said) {
                       return said.kind == Kind::Lead && said.use == use;
                   });
        };
        consumed_ = stretch->end;
        if (is_led(TimeUse::Each) || has_tail(stretch->end, TimeUse::Each)) return true;
        if (is_led(TimeUse::Postpartum)) return state_postpartum(number, *stretch);
        if (is_led(TimeUse::Pregnancy) || looks_pregnant(number, *stretch)) return state_pregnancy(number, *stretch);
        if (is_age(number, *stretch, is_led(TimeUse::Age))) return state_age(number, *stretch);
        if (is_led(TimeUse::Taking) || has_tail(stretch->end, TimeUse::Later)) return true;
        if (stretch->low >= kHoursInYear && is_of_disease(number.begin)) return true;
        state(PatientFact::Since, number.begin, stretch->end, stretch->low, stretch->high);
        return true;
    }

    /// 糖尿病十年: of a disease that is known, not of what ails somebody now.
    bool is_of_disease(std::uint32_t offset) const {
        constexpr std::uint32_t kReach = 9;  // three Chinese characters
        return std::ranges::any_of(mentions_, [&](const Mention& mention) {
            return mention.span.end <= offset && mention.span.end + kReach >= offset &&
                   knowledge_.at(mention.concept_index).kind == ConceptKind::Condition;
        });
    }

    bool state_postpartum(const WrittenNumber& number, const Stretch& stretch) {
        if (stretch.high / kHoursInDay > kMostDaysPostpartum) return true;
        state(PatientFact::Postpartum, number.begin, stretch.end, stretch.low / kHoursInDay,
              stretch.high / kHoursInDay);
        return true;
    }

    /// 36周 beside a word of pregnancy.
    bool looks_pregnant(const WrittenNumber& number, const Stretch& stretch) const {
        if (stretch.unit != kHoursInWeek || number.low < 4 || number.low > kMostWeeksOfPregnancy) return false;
        return says_pregnancy_;
    }

    bool state_pregnancy(const WrittenNumber& number, const Stretch& stretch) {
        const double low = stretch.low / kHoursInWeek;
        const double high = stretch.high / kHoursInWeek;
        state(PatientFact::Pregnancy, number.begin, stretch.end, low, high).is_impossible =
            high > kMostWeeksOfPregnancy + 2;
        return true;
    }

    bool is_age(const WrittenNumber& number, const Stretch& stretch, bool is_led) const {
        if (stretch.high > kOldestInMonths * kHoursInMonth || stretch.unit < kHoursInDay) return false;
        if (has_tail(stretch.end, TimeUse::Age)) return true;
        if (has_tail(stretch.end, TimeUse::Later) || has_tail(stretch.end, TimeUse::Limit)) return false;
        // 14个月第一次发烧, at the very beginning.
        const bool begins = before_blanks(number.begin) == 0 && stretch.unit == kHoursInMonth &&
                            !text_.substr(stretch.end).starts_with("了") && number.low == number.high;
        return is_led || begins;
    }

    bool state_age(const WrittenNumber& number, const Stretch& stretch) {
        const double low = stretch.low / kHoursInDay;
        const double high = std::max(stretch.high, stretch.low + stretch.unit) / kHoursInDay;
        state(PatientFact::Age, number.begin, stretch.end, low, std::max(low, high - 1));
        return true;
    }

    void read_measure(const WrittenNumber& number) {
        const Match* const lead = leading_to(number.begin);
        if (lead != nullptr) {
            for (const PatientWord& said : words_.said_by(*lead))
                if (said.kind == Kind::Before) return state_led(said.fact, *lead, number);
        }
        const PatientWord* const unit = beginning_at(number.end, [](const PatientWord& said) {
            return said.kind == Kind::Unit && said.fact == PatientFact::Temperature;
        });
        constexpr double kColdest = 34;
        constexpr double kHottest = 43;
        if (unit != nullptr && number.low >= kColdest && number.low <= kHottest)
            state_temperature(number.begin, number);
    }

    /// A number behind a word that tells what it is.
    void state_led(PatientFact fact, const Match& lead, const WrittenNumber& number) {
        if (fact == PatientFact::Temperature) {
            constexpr double kLeastFever = 33;
            const bool is_plain = slice(text_, {lead.begin, lead.end}).starts_with("体温");
            if (number.low < kLeastFever && !is_plain) return;  // 发烧3次
            return state_temperature(lead.begin, number);
        }
        double factor = factor_behind(number.end, fact);
        constexpr double kSurelyMg = 40;
        constexpr double kMostMg = 900;
        if (fact == PatientFact::Glucose && factor == 1 && number.low > kSurelyMg && number.low < kMostMg)
            factor = 1 / kMgPerMmol;
        if (fact == PatientFact::BreathingRate && !has_unit(number.end)) return;
        const bool is_negative = number.begin > 0 && text_[number.begin - 1] == '-';
        const double sign = is_negative ? -1 : 1;
        state_measure(fact, lead.begin, number.end, number.low * factor * sign, number.high * factor * sign);
    }

    /// 39度5 is 39.5.
    void state_temperature(std::uint32_t begin, const WrittenNumber& number) {
        std::uint32_t end = number.end;
        double more = 0;
        static_cast<void>(beginning_at(
            number.end,
            [](const PatientWord& said) { return said.kind == Kind::Unit && said.fact == PatientFact::Temperature; },
            &end));
        const auto next = std::ranges::lower_bound(numbers_, end, {}, &WrittenNumber::begin);
        if (end != number.end && next != numbers_.end() && next->begin == end && next->low < 10) {
            more = next->low / 10;
            end = next->end;
            consumed_ = end;
        }
        state_measure(PatientFact::Temperature, begin, end, number.low + more, number.high + more);
    }

    // ---- The whole

    /// Whom the text is about: whom most of what it names is about, otherwise who is named first.
    Subject patient() {
        std::array<int, count_of<Subject>> counts{};
        for (const Mention& mention : mentions_) {
            const ConceptKind kind = knowledge_.at(mention.concept_index).kind;
            const int weight = kind == ConceptKind::Symptom ? 3 : kind == ConceptKind::Condition ? 2 : 0;
            counts[static_cast<std::size_t>(mention.subject)] += mention.negated ? weight / 2 : weight;
        }
        const auto most = std::ranges::max_element(counts);
        const bool names_others =
            std::ranges::any_of(persons_, [](const Person& each) { return each.subject != Subject::Self; });
        facts_.is_about_somebody = !persons_.empty() || !facts_.stated.empty();
        if (*most > 0) return static_cast<Subject>(most - counts.begin());
        // 我怀孕36周，宝宝不动: she is the patient.
        if (!names_others || says_pregnancy_) return Subject::Self;
        return persons_.front().subject == Subject::Self && persons_.size() > 1 ? persons_[1].subject
                                                                                : persons_.front().subject;
    }

    void finish() {
        // 四个月的孩子: who is meant is named behind the age.
        for (StatedFact& each : facts_.stated) {
            const bool is_before_anybody = !persons_.empty() && each.span.begin < persons_.front().at;
            if (each.fact == PatientFact::Age && is_before_anybody) each.subject = facts_.subject;
        }
        std::ranges::stable_sort(facts_.stated, {}, [](const StatedFact& each) { return each.span.begin; });
        CharacterCounter begins(text_);
        for (StatedFact& each : facts_.stated) each.begin_character = begins.at(each.span.begin);
        for (StatedFact& each : facts_.stated) {
            each.end_character =
                each.begin_character + static_cast<std::uint32_t>(count_characters(slice(text_, each.span)));
        }
    }

    const Knowledge& knowledge_;
    std::string_view text_;
    std::span<const Mention> mentions_;
    const PatientWords& words_;
    std::vector<Match> by_end_;    // of one end the longest first
    std::vector<Match> by_begin_;  // of one begin the longest first
    std::vector<Match> chosen_;
    std::vector<WrittenNumber> numbers_;
    std::vector<Person> persons_;  // by place
    bool says_pregnancy_ = false;
    std::uint32_t consumed_ = 0;  // numbers before this are read
    PatientFacts facts_;
};

/// What only says something of the very person: somebody else's age is not the patient's.
bool is_personal(PatientFact fact) {
    return fact == PatientFact::Age || fact == PatientFact::Sex;
}

}  // namespace

std::vector<const StatedFact*> PatientFacts::of(PatientFact fact) const {
    std::vector<const StatedFact*> found;
    for (const StatedFact& each : stated) {
        if (each.fact != fact || each.is_denied || each.is_impossible) continue;
        const bool is_patients = each.subject == subject || (each.subject == Subject::Self && !is_personal(fact));
        if (is_patients) found.push_back(&each);
    }
    return found;
}

bool PatientFacts::denies(PatientFact fact) const {
    return std::ranges::any_of(stated, [&](const StatedFact& each) { return each.fact == fact && each.is_denied; });
}

std::optional<PatientFacts::Range> PatientFacts::age() const {
    std::optional<Range> range;
    for (const StatedFact* each : of(PatientFact::Age)) {
        if (!range) {
            range = Range{each->low, each->high};
            continue;
        }
        const double low = std::max(range->low, each->low);
        const double high = std::min(range->high, each->high);
        const bool is_narrower = each->high - each->low < range->high - range->low;
        // Two that cannot both be: the more exact one.
        if (low <= high) {
            range = Range{low, high};
        } else if (is_narrower) {
            range = Range{each->low, each->high};
        }
    }
    return range;
}

std::string_view PatientFacts::sex() const {
    std::string_view sex;
    for (const StatedFact* each : of(PatientFact::Sex)) {
        if (!sex.empty() && sex != each->word) return {};
        sex = each->word;
    }
    return sex;
}

PatientFacts read_patient_facts(const Knowledge& knowledge, std::string_view text, std::span<const Mention> mentions) {
    return FactReader(knowledge, text, mentions).read();
}

}  // namespace xinglin
