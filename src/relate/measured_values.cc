#include "relate/measured_values.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "base/check.h"
#include "base/strings.h"
#include "relate/relate_data.h"
#include "text/automaton.h"
#include "text/data_lines.h"
#include "text/sentences.h"
#include "text/utf8.h"

namespace xinglin {

namespace {

constexpr std::size_t kBetween = 10;  // characters between a measure and its number

/// A value or a range of values.
struct Value {
    double least = 0;
    double most = 0;
};

enum class WordKind { Measure, Other, Less, More };

struct Measure {
    double least = 0;
    double most = 0;
};

struct Limit {
    std::size_t measure = 0;
    bool is_below = false;
    double value = 0;
    std::string_view concept_id;
    bool is_new = false;
    std::vector<std::string_view> unless;
};

double number_in(std::string_view text) {
    double number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    CHECK(problem == std::errc() && end == text.data() + text.size());
    return number;
}

std::vector<std::string_view> words_in(std::string_view field) {
    std::vector<std::string_view> words;
    for (const std::string_view word : split(field, ' ')) {
        if (!word.empty() && word != "-") words.push_back(word);
    }
    return words;
}

/// The data file, ready to be used.
class MeasureData {
  public:
    struct Word {
        WordKind kind;
        std::size_t measure = 0;
    };
    struct Found {
        Word word;
        Span span;
    };

    static const MeasureData& get() {
        static const MeasureData data(relate_data("measured-values.txt"));
        return data;
    }

    const std::vector<Limit>& limits() const { return limits_; }
    const Measure& measure(std::size_t place) const { return measures_[place]; }
    std::size_t systolic() const { return place_of("systolic"); }
    std::size_t diastolic() const { return place_of("diastolic"); }
    bool starts_with_unit(std::string_view text) const {
        return std::ranges::any_of(units_, [&](std::string_view unit) { return text.starts_with(unit); });
    }

    /// The words in `text`, the leftmost longest, in order.
    std::vector<Found> find(std::string_view text) const {
        std::vector<Found> found;
        for (const Automaton::Match& match : automaton_.find_all(text)) {
            while (!found.empty() && found.back().span.begin >= match.begin) found.pop_back();
            if (!found.empty() && found.back().span.end > match.begin) continue;
            found.push_back({words_[match.form], {match.begin, match.end}});
        }
        return found;
    }

  private:
    explicit MeasureData(std::string_view file) {
        std::vector<std::string> forms;
        const auto add = [&](std::string_view field, Word word) {
            for (const std::string_view each : words_in(field)) {
                forms.emplace_back(each);
                words_.push_back(word);
            }
        };
        for (const DataLine& line : data_lines(file)) {
            const std::vector<std::string_view> fields = data_fields(line.text);
            const std::string_view kind = fields.front();
            if (kind == "measure") {
                CHECK(fields.size() == 5);
                places_[fields[1]] = measures_.size();
                add(fields[4], {WordKind::Measure, measures_.size()});
                measures_.push_back({number_in(fields[2]), number_in(fields[3])});
            } else if (kind == "danger") {
                limits_.push_back(limit_of(fields));
            } else {
                CHECK(fields.size() == 2);
                if (kind == "other") add(fields[1], {WordKind::Other});
                if (kind == "less") add(fields[1], {WordKind::Less});
                if (kind == "more") add(fields[1], {WordKind::More});
                if (kind == "units") units_ = words_in(fields[1]);
            }
        }
        automaton_ = Automaton::build(forms);
    }

    Limit limit_of(const std::vector<std::string_view>& fields) const {
        CHECK(fields.size() == 6);
        Limit limit{place_of(fields[1]), fields[2] == "<", number_in(fields[3]), fields[4], false, {}};
        limit.is_new = limit.concept_id.ends_with('*');
        if (limit.is_new) limit.concept_id.remove_suffix(1);
        limit.unless = words_in(fields[5]);
        return limit;
    }

    std::size_t place_of(std::string_view measure) const {
        const auto found = places_.find(measure);
        CHECK(found != places_.end());
        return found->second;
    }

    std::map<std::string_view, std::size_t> places_;
    std::vector<Measure> measures_;
    std::vector<Limit> limits_;
    std::vector<Word> words_;  // by form
    std::vector<std::string_view> units_;
    Automaton automaton_;
};

/// Reads numbers from a text, character by character.
class NumberReader {
  public:
    NumberReader(std::string_view text, std::size_t at) : text_(text), at_(at) {}

    std::size_t at() const { return at_; }
    bool is_done() const { return at_ >= text_.size(); }
    std::string_view rest() const { return text_.substr(at_); }
    void skip_character() { at_ += decode_utf8(text_, at_).length; }
    bool take(std::string_view word) {
        if (!rest().starts_with(word)) return false;
        at_ += word.size();
        return true;
    }

    /// A number with its 度 and 点: 38.5, 三十八度五, 一百二十, 百分之八十五. Nothing, and no step, when none begins
    /// here.
    std::optional<double> number() {
        const std::size_t begin = at_;
        take("百分之");
        std::optional<double> whole = digits();
        if (!whole) whole = chinese();
        if (!whole) {
            at_ = begin;
            return std::nullopt;
        }
        const std::size_t behind = at_;
        if (take("度") || take("点")) {
            const std::optional<double> part = digits() ? std::optional(last_) : small();
            if (part && *part < 10) return *whole + *part / 10;
            at_ = behind;
        }
        return whole;
    }

  private:
    std::optional<double> digits() {
        std::size_t end = at_;
        while (end < text_.size() && text_[end] >= '0' && text_[end] <= '9') ++end;
        if (end == at_ || end - at_ > 4) return std::nullopt;
        if (end + 1 < text_.size() && text_[end] == '.' && text_[end + 1] >= '0' && text_[end + 1] <= '9') {
            for (++end; end < text_.size() && text_[end] >= '0' && text_[end] <= '9';) ++end;
        }
        const auto [stop, problem] = std::from_chars(text_.data() + at_, text_.data() + end, last_);
        if (problem != std::errc()) return std::nullopt;
        at_ = static_cast<std::size_t>(stop - text_.data());
        return last_;
    }

    /// One of 〇 to 九 and 两.
    std::optional<double> small() {
        constexpr std::pair<std::string_view, double> kDigits[] = {{"零", 0}, {"〇", 0}, {"一", 1}, {"二", 2},
                                                                   {"两", 2}, {"三", 3}, {"四", 4}, {"五", 5},
                                                                   {"六", 6}, {"七", 7}, {"八", 8}, {"九", 9}};
        for (const auto& [character, value] : kDigits) {
            if (take(character)) return value;
        }
        return std::nullopt;
    }

    /// Up to 999: 三十八, 一百二 (120), 二百二十, 八十.
    std::optional<double> chinese() {
        const std::size_t begin = at_;
        std::optional<double> first = small();
        double total = 0;
        if (first && take("百")) {
            total = *first * 100;
            const bool has_gap = take("零");
            first = small();
            if (!first) return total;
            if (!take("十")) return total + (has_gap ? *first : *first * 10);
            total += *first * 10;
        } else if (take("十")) {
            total = first.value_or(1) * 10;
        } else {
            // 一分钟, 两次: a lone character is no value.
            at_ = begin;
            return std::nullopt;
        }
        return total + small().value_or(0);
    }

    std::string_view text_;
    std::size_t at_;
    double last_ = 0;
};

/// What is said of a measure: the value and where it ends.
struct Reading {
    Value value;
    std::optional<double> second;  // behind a stroke: 120/80
    std::size_t end = 0;
};

bool ends_here(std::string_view rest) {
    constexpr std::string_view kMarks[] = {",", "。", ";", "!", "?", "\n", "、", "没量", "没测"};
    return std::ranges::any_of(kMarks, [&](std::string_view mark) { return rest.starts_with(mark); });
}

/// The number that follows a measure, passing over few characters and over numbers that count something else.
std::optional<Reading> value_behind(std::string_view text, std::size_t begin, std::size_t limit) {
    NumberReader reader(text.substr(0, limit), begin);
    for (std::size_t passed = 0; passed <= kBetween && !reader.is_done();) {
        const std::optional<double> number = reader.number();
        if (!number) {
            if (ends_here(reader.rest())) return std::nullopt;
            reader.skip_character();
            ++passed;
            continue;
        }
        if (MeasureData::get().starts_with_unit(reader.rest())) continue;
        Reading reading{{*number, *number}, std::nullopt, reader.at()};
        NumberReader next = reader;
        if (next.take("/") || next.take("比") || next.take(",") || next.take(" ")) {
            if (const auto second = next.number()) return Reading{reading.value, second, next.at()};
        }
        next = reader;
        if (next.take("到") || next.take("至") || next.take("-") || next.take("~") || next.take("–")) {
            if (const auto second = next.number()) {
                return Reading{{std::min(*number, *second), std::max(*number, *second)}, std::nullopt, next.at()};
            }
        }
        return reading;
    }
    return std::nullopt;
}

bool is_within(const Limit& limit, const Value& value) {
    return limit.is_below ? value.most < limit.value : value.least >= limit.value;
}

/// 低于90 is anything below, 超过180 anything above.
Value bounded(Value value, bool is_less, bool is_more) {
    constexpr double kStep = 1e-6;
    if (is_less) return {0, value.least - kStep};
    if (is_more) return {value.most, std::max(value.most, 1e6)};
    return value;
}

/// Reads the values of one message.
class ValueReader {
  public:
    ValueReader(const Knowledge& knowledge, std::string_view text)
        : knowledge_(knowledge), text_(text), words_(MeasureData::get().find(text)) {}

    std::vector<DangerPhrase> dangers() {
        for (std::size_t place = 0; place < words_.size(); ++place) {
            if (words_[place].word.kind == WordKind::Measure) read(place);
        }
        return std::move(dangers_);
    }

  private:
    void read(std::size_t place) {
        const MeasureData& data = MeasureData::get();
        std::size_t limit = text_.size();
        bool is_less = false;
        bool is_more = false;
        for (std::size_t next = place + 1; next < words_.size(); ++next) {
            const MeasureData::Found& found = words_[next];
            if (found.word.kind == WordKind::Measure || found.word.kind == WordKind::Other) {
                limit = found.span.begin;
                break;
            }
            if (found.span.begin > words_[place].span.end + 3 * kBetween) break;
            is_less |= found.word.kind == WordKind::Less;
            is_more |= found.word.kind == WordKind::More;
        }
        const auto reading = value_behind(text_, words_[place].span.end, limit);
        if (!reading) return;
        const std::string_view behind = text_.substr(reading->end);
        is_less |= behind.starts_with("以下") || behind.starts_with("%以下");
        is_more |= behind.starts_with("以上") || behind.starts_with("%以上");
        const Span span{words_[place].span.begin, static_cast<std::uint32_t>(reading->end)};
        const std::size_t measure = words_[place].word.measure;
        add(measure, bounded(reading->value, is_less, is_more), reading->value, span);
        if (reading->second && measure == data.systolic()) {
            const Value second{*reading->second, *reading->second};
            add(data.diastolic(), second, second, span);
        }
    }

    void add(std::size_t measure, const Value& value, const Value& said, Span span) {
        const MeasureData& data = MeasureData::get();
        if (said.least < data.measure(measure).least || said.most > data.measure(measure).most) return;
        for (const Limit& limit : data.limits()) {
            if (limit.measure != measure || !is_within(limit, value) || is_excused(limit, span)) continue;
            const auto named = knowledge_.find(limit.concept_id);
            if (!named) continue;
            DangerPhrase danger;
            danger.mention.span = span;
            danger.mention.concept_index = *named;
            danger.is_new = limit.is_new;
            dangers_.push_back(danger);
        }
    }

    bool is_excused(const Limit& limit, Span span) {
        if (limit.unless.empty()) return false;
        if (!sentences_) sentences_ = sentences_of(text_);
        const std::string_view sentence = slice(text_, sentence_at(*sentences_, span.begin).span);
        return std::ranges::any_of(limit.unless, [&](std::string_view word) {
            return sentence.substr(0, kFarthest).find(word) != std::string_view::npos;
        });
    }

    static constexpr std::size_t kFarthest = 1000;  // bytes of a sentence that are looked at

    const Knowledge& knowledge_;
    std::string_view text_;
    std::vector<MeasureData::Found> words_;
    std::vector<DangerPhrase> dangers_;
    std::optional<std::vector<Sentence>> sentences_;
};

/// A text with its full-width digits and marks as plain ones, and where each of its bytes stood.
struct Plain {
    std::string text;
    std::vector<std::uint32_t> places;  // one more than the text has bytes

    explicit Plain(std::string_view original) {
        for (std::size_t at = 0; at < original.size();) {
            const Decoded character = decode_utf8(original, at);
            const bool is_wide = character.code_point >= 0xFF01 && character.code_point <= 0xFF5E;
            if (is_wide) {
                add(static_cast<char>(character.code_point - 0xFEE0), at);
            } else {
                for (std::size_t byte = 0; byte < character.length; ++byte) add(original[at + byte], at + byte);
            }
            at += character.length;
        }
        places.push_back(static_cast<std::uint32_t>(original.size()));
    }

  private:
    void add(char byte, std::size_t place) {
        text += byte;
        places.push_back(static_cast<std::uint32_t>(place));
    }
};

}  // namespace

std::vector<DangerPhrase> dangerous_values(const Knowledge& knowledge, std::string_view text) {
    const Plain plain(text);
    std::vector<DangerPhrase> dangers = ValueReader(knowledge, plain.text).dangers();
    for (DangerPhrase& danger : dangers) {
        Span& span = danger.mention.span;
        span = {plain.places[span.begin], plain.places[span.end]};
    }
    return dangers;
}

bool names_a_measure(std::string_view text) {
    return std::ranges::any_of(MeasureData::get().find(text),
                               [](const MeasureData::Found& found) { return found.word.kind == WordKind::Measure; });
}

std::vector<std::string_view> measured_concepts() {
    std::vector<std::string_view> ids;
    for (const Limit& limit : MeasureData::get().limits()) ids.push_back(limit.concept_id);
    return ids;
}

}  // namespace xinglin
