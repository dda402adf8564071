#include "app/reference_ranges.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "app/data.h"
#include "base/strings.h"
#include "text/automaton.h"
#include "text/data_lines.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

constexpr std::size_t kMostBetween = 6;  // characters between a name and its number

struct Bounds {
    std::optional<double> low;
    std::optional<double> high;
    std::string written;

    bool is_below(double number) const { return low && number < *low; }
    bool is_above(double number) const { return high && number > *high; }
    bool hold(double number) const { return !is_below(number) && !is_above(number); }
};

struct Range {
    std::vector<std::string> names;
    std::string unit;
    Bounds possible;
    Bounds reference;
    bool differs_by_sex = false;  ///< `reference` holds what is so for either: inside, no side can be told
    std::string whom;
    std::string source;
};

struct Pair {
    std::vector<std::string> names;
    std::size_t first = 0;  // ranges
    std::size_t second = 0;
};

std::optional<double> number_in(std::string_view text) {
    double number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
    return number;
}

/// "a-b", "<b", "<=b", ">=a"; "<b" holds b no more, which a number of so few digits shows by the words alone.
std::optional<Bounds> bounds_in(std::string_view text) {
    Bounds bounds;
    bounds.written = text;
    if (text.starts_with("<=") || text.starts_with(">=")) {
        const auto number = number_in(text.substr(2));
        (text[0] == '<' ? bounds.high : bounds.low) = number;
        bounds.written = (text[0] == '<' ? "不超过" : "不低于") + std::string(text.substr(2));
        return number ? std::optional(bounds) : std::nullopt;
    }
    if (text.starts_with("<")) {
        const auto number = number_in(text.substr(1));
        if (!number) return std::nullopt;
        bounds.high = *number - 1e-9;
        bounds.written = "低于" + std::string(text.substr(1));
        return bounds;
    }
    const auto dash = text.find('-');
    if (dash == std::string_view::npos) return std::nullopt;
    bounds.low = number_in(text.substr(0, dash));
    bounds.high = number_in(text.substr(dash + 1));
    bounds.written = std::string(text.substr(0, dash)) + "–" + std::string(text.substr(dash + 1));
    return bounds.low && bounds.high && *bounds.low < *bounds.high ? std::optional(bounds) : std::nullopt;
}

std::vector<std::string> words_in(std::string_view field) {
    std::vector<std::string> words;
    for (const std::string_view word : split(field, ' ')) {
        if (!word.empty()) words.emplace_back(word);
    }
    return words;
}

/// The file's lines, and the names that lead to them.
struct Ranges {
    std::vector<Range> ranges;
    std::vector<Pair> pairs;
    std::vector<std::string> names;  // by form of `automaton`: of ranges, then of pairs
    std::vector<std::size_t> places;
    Automaton automaton;
    std::vector<std::string> faults;

    explicit Ranges(std::string_view file) {
        for (const DataLine& line : data_lines(file)) read(line);
        for (std::size_t i = 0; i < ranges.size() + pairs.size(); ++i) {
            for (const std::string& name : i < ranges.size() ? ranges[i].names : pairs[i - ranges.size()].names) {
                names.push_back(name);
                places.push_back(i);
            }
        }
        automaton = Automaton::build(names);
    }

    void read(const DataLine& line) {
        const auto fields = data_fields(line.text);
        if (fields.size() == 7 && fields[0] == "range") {
            const auto possible = bounds_in(fields[3]);
            const bool differs = fields[4].starts_with('~');
            const auto reference = bounds_in(fields[4].substr(differs ? 1 : 0));
            if (possible && reference) {
                ranges.push_back({words_in(fields[1]), std::string(fields[2]), *possible, *reference, differs,
                                  std::string(fields[5]), std::string(fields[6])});
                return;
            }
        }
        if (fields.size() == 4 && fields[0] == "pair") {
            const auto first = range_named(fields[2]);
            const auto second = range_named(fields[3]);
            if (first && second) {
                pairs.push_back({words_in(fields[1]), *first, *second});
                return;
            }
        }
        faults.push_back("line " + std::to_string(line.number) + ": neither a range nor a pair of ranges");
    }

    std::optional<std::size_t> range_named(std::string_view name) const {
        for (std::size_t i = 0; i < ranges.size(); ++i) {
            if (ranges[i].names.front() == name) return i;
        }
        return std::nullopt;
    }
};

const Ranges& shipped() {
    static const Ranges ranges(app_data("reference_ranges.txt"));
    return ranges;
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// A number at the begin of `text`, which it is taken from.
std::optional<double> take_number(std::string_view& text) {
    std::size_t length = 0;
    while (length < text.size() && (is_digit(text[length]) || (length > 0 && text[length] == '.'))) ++length;
    while (length > 0 && text[length - 1] == '.') --length;
    const auto number = number_in(text.substr(0, length));
    if (number) text.remove_prefix(length);
    return number;
}

/// `text` from its first digit on, when that stands near enough and in the same sentence; "" otherwise.
std::string_view from_number(std::string_view text) {
    for (std::size_t between = 0, at = 0; at < text.size() && between <= kMostBetween; ++between) {
        if (is_digit(text[at])) return text.substr(at);
        const Decoded each = decode_utf8(text, at);
        if (each.code_point == U',' || each.code_point == U'。' || each.code_point == U';') return {};
        at += each.length;
    }
    return {};
}

std::string written(double number) {
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, number).ptr;
    return {text, end};
}

void explain(const Range& range, double number, std::vector<ExplainedNumber>& explained) {
    const std::string& name = range.names.front();
    const auto same = [&](const ExplainedNumber& each) { return each.name == name; };
    if (!range.possible.hold(number) || std::any_of(explained.begin(), explained.end(), same)) return;
    const std::string unit = range.unit == "-" ? "" : " " + range.unit;
    const std::string which = range.differs_by_sex ? "男女两个范围都" : "参考范围";
    const std::string inside = range.differs_by_sex ? "要对照您那一项" : "在参考范围里";
    const std::string place = range.reference.is_above(number)   ? "比" + which + "高"
                              : range.reference.is_below(number) ? "比" + which + "低"
                                                                 : inside;
    const std::string reference = range.differs_by_sex ? "男女不同" : "是" + range.reference.written + unit;
    explained.push_back({name,
                         name + " " + written(number) + unit + "：" + range.whom + "的参考范围" + reference +
                             "，这个数" + place +
                             "。各医院的方法不同，以化验单上的范围为准；只凭一次的数字不能下结论，请把单子给医生看。",
                         range.source});
}

bool is_latin(char c) {
    return c >= 'a' && c <= 'z';
}

/// The names that `folded` holds as words of their own, by begin, at each the longest first.
std::vector<Automaton::Match> names_in(std::string_view folded) {
    std::vector<Automaton::Match> matches = shipped().automaton.find_all(folded);
    std::erase_if(matches, [&](const Automaton::Match& match) {
        const bool begins_inside = match.begin > 0 && is_latin(folded[match.begin - 1]);
        const bool ends_inside = match.end < folded.size() && is_latin(folded[match.end]);
        return (is_latin(folded[match.begin]) && begins_inside) || (is_latin(folded[match.end - 1]) && ends_inside);
    });
    std::sort(matches.begin(), matches.end(), [](const Automaton::Match& a, const Automaton::Match& b) {
        return std::pair(a.begin, b.end) < std::pair(b.begin, a.end);
    });
    return matches;
}

}  // namespace

std::vector<ExplainedNumber> explain_numbers(std::string_view text) {
    const Ranges& all = shipped();
    const std::string folded = fold(text);
    std::vector<ExplainedNumber> explained;
    std::uint32_t done = 0;  // A name inside a longer one that was read is none.
    for (const Automaton::Match& match : names_in(folded)) {
        if (explained.size() >= kMostExplainedNumbers) break;
        if (match.begin < done) continue;
        std::string_view rest = from_number(std::string_view(folded).substr(match.end));
        const auto number = take_number(rest);
        if (!number) continue;
        done = match.end;
        const std::size_t place = all.places[match.form];
        if (place < all.ranges.size()) {
            explain(all.ranges[place], *number, explained);
            continue;
        }
        const Pair& pair = all.pairs[place - all.ranges.size()];
        if (!rest.starts_with('/')) continue;
        rest.remove_prefix(1);
        const auto second = take_number(rest);
        if (!second) continue;
        explain(all.ranges[pair.first], *number, explained);
        explain(all.ranges[pair.second], *second, explained);
    }
    return explained;
}

std::vector<std::string> faults_in_reference_ranges(std::string_view file) {
    return Ranges(file).faults;
}

}  // namespace xinglin
