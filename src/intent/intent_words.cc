#include "intent/intent_words.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "annotate/word_lines.h"
#include "base/strings.h"
#include "intent/data.h"
#include "text/fold.h"

namespace xinglin {
namespace {

constexpr double kAtEnd = 1.15;
constexpr std::size_t kOneCharacter = 3;  // bytes: a particle that is no list's may still follow
constexpr std::size_t kMostBetween = 8;   // characters that ~ stands for

// Marks are of Unicode's private use, so that no text of a reader holds them once it is folded by mark_free().
struct MarkName {
    std::string_view name;
    std::string_view mark;
};
constexpr MarkName kMarks[] = {
    {"<病>", "\uE000"}, {"<症>", "\uE001"}, {"<药>", "\uE002"}, {"<检>", "\uE003"}, {"<治>", "\uE004"},
    {"<科>", "\uE005"}, {"<人>", "\uE006"}, {"<部>", "\uE007"}, {"<数>", "\uE008"},
};
constexpr std::string_view kNumberMark = "\uE008";

/// "" for a kind that is read as it is written.
std::string_view mark_of(ConceptKind kind) {
    switch (kind) {
        case ConceptKind::Condition:
            return "\uE000";
        case ConceptKind::Symptom:
            return "\uE001";
        case ConceptKind::Substance:
        case ConceptKind::Class:
            return "\uE002";
        case ConceptKind::Test:
            return "\uE003";
        case ConceptKind::Procedure:
            return "\uE004";
        case ConceptKind::Department:
            return "\uE005";
        case ConceptKind::Population:
            return "\uE006";
        case ConceptKind::Site:
            return "\uE007";
        case ConceptKind::Cause:
            return "";
    }
    return "";
}

std::string with_marks(std::string pattern) {
    for (const MarkName& each : kMarks) {
        for (auto at = pattern.find(each.name); at != std::string::npos; at = pattern.find(each.name)) {
            pattern.replace(at, each.name.size(), each.mark);
        }
    }
    return pattern;
}

bool is_private_use(char32_t character) {
    return character >= 0xE000 && character <= 0xF8FF;
}

bool is_digit(char32_t character) {
    return character >= U'0' && character <= U'9';
}

/// `text` folded, without characters that could be taken for marks, each number as one mark.
void append_folded(std::string& out, std::string_view text) {
    const std::string folded = fold(text);
    bool in_number = false;
    for (std::size_t at = 0; at < folded.size();) {
        const Decoded each = decode_utf8(folded, at);
        at += each.length;
        const bool goes_on = in_number && (each.code_point == U'.' || each.code_point == U'%') && at < folded.size();
        if (is_digit(each.code_point)) {
            if (!in_number) out += kNumberMark;
            in_number = true;
        } else if (!goes_on) {
            in_number = false;
            if (!is_private_use(each.code_point)) append_utf8(out, each.code_point);
        }
    }
}

/// What parts or ends sentences, and white space. The text is folded, so wide forms are narrow.
bool is_separator(char32_t character) {
    static constexpr std::u32string_view kSeparators = U" \t\r\n。.,?!:;、~_…\"'“”‘’()[]《》<>-—·";
    return kSeparators.find(character) != std::u32string_view::npos;
}

bool ends_sentence(char32_t character) {
    return character == U'。' || character == U',' || character == U'?' || character == U'!' || character == U';';
}

/// At most kMostBetween characters of one sentence.
bool is_gap(std::string_view between) {
    std::size_t characters = 0;
    for (std::size_t at = 0; at < between.size();) {
        const Decoded each = decode_utf8(between, at);
        if (++characters > kMostBetween || ends_sentence(each.code_point)) return false;
        at += each.length;
    }
    return true;
}

std::optional<double> number_in(std::string_view text) {
    double number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size() || std::fabs(number) > 10) return std::nullopt;
    return number;
}

}  // namespace

/// Reads the file's lines into the tables of an IntentWords.
class IntentWords::Builder {
  public:
    explicit Builder(IntentWords& words) : words_(words) {}

    void read(const WordLine& line) {
        if (line.fields.size() == 2 && line.fields[1] == "-" && read_ends(line)) return;
        const auto kind = line.fields.empty() ? std::nullopt : intent_kind_named(line.fields[0]);
        const auto weight = line.fields.size() == 2 ? number_in(line.fields[1]) : std::nullopt;
        if (!kind || !weight) {
            fault(line, "not kind, weight, patterns", line.words.empty() ? "" : line.words.front());
            return;
        }
        words_.lines_.push_back({*kind, *weight});
        for (const std::string& pattern : line.words) read_pattern(line, pattern);
    }

    void finish() {
        words_.pieces_ = Automaton::build(pieces_);
        const auto longest_first = [](const std::string& a, const std::string& b) { return a.size() > b.size(); };
        std::stable_sort(words_.begins_.begin(), words_.begins_.end(), longest_first);
        std::stable_sort(words_.ends_.begin(), words_.ends_.end(), longest_first);
    }

  private:
    bool read_ends(const WordLine& line) {
        std::vector<std::string>* ends = nullptr;
        if (line.fields[0] == "begins") ends = &words_.begins_;
        if (line.fields[0] == "ends") ends = &words_.ends_;
        if (ends != nullptr) ends->insert(ends->end(), line.words.begin(), line.words.end());
        return ends != nullptr;
    }

    void read_pattern(const WordLine& line, const std::string& written) {
        const Line& said = words_.lines_.back();
        if (!known_.insert({said.kind, said.weight < 0, words_.lines_.size(), written}).second) {
            return fault(line, "stands there twice", written);
        }
        if (written == "*") {
            words_.prior_[static_cast<std::size_t>(said.kind)] += said.weight;
            return;
        }
        std::string_view body = written;
        Pattern pattern;
        pattern.id = fnv1a(std::string(name_of(said.kind)) + ' ' + written);
        pattern.line = static_cast<std::uint32_t>(words_.lines_.size() - 1);
        pattern.at_begin = body.starts_with('^');
        if (pattern.at_begin) body.remove_prefix(1);
        pattern.at_end = body.ends_with('$');
        if (pattern.at_end) body.remove_suffix(1);
        pattern.is_gapped = body.find('~') != std::string_view::npos;
        const std::string marked = with_marks(std::string(body));
        if (fold(marked) != marked) return fault(line, "not in folded form", written);
        add(line, written, marked, pattern);
    }

    void add(const WordLine& line, const std::string& written, std::string_view marked, Pattern pattern) {
        const auto number = static_cast<std::uint32_t>(words_.patterns_.size());
        while (!marked.empty()) {
            const std::string_view piece = marked.substr(0, marked.find('~'));
            marked.remove_prefix(std::min(marked.size(), piece.size() + 1));
            if (!piece.empty()) words_.uses_[number_of(piece)].push_back({number, pattern.pieces++});
        }
        if (pattern.pieces == 0) return fault(line, "says nothing", written);
        words_.patterns_.push_back(pattern);
    }

    std::uint32_t number_of(std::string_view piece) {
        const auto [at, is_new] = numbers_.try_emplace(std::string(piece), static_cast<std::uint32_t>(pieces_.size()));
        if (is_new) {
            pieces_.emplace_back(piece);
            words_.uses_.emplace_back();
        }
        return at->second;
    }

    void fault(const WordLine& line, std::string_view what, std::string_view word) {
        words_.faults_.push_back(fault_in_line(line, what, word));
    }

    IntentWords& words_;
    std::vector<std::string> pieces_;
    std::map<std::string, std::uint32_t> numbers_;
    std::set<std::tuple<IntentKind, bool, std::size_t, std::string>> known_;
};

IntentWords::IntentWords(std::string_view file) {
    Builder builder(*this);
    for (const WordLine& line : word_lines(file)) builder.read(line);
    builder.finish();
}

const IntentWords& IntentWords::shipped() {
    static const IntentWords words(intent_data("intent_words.txt"));
    return words;
}

std::string_view IntentWords::without_ends(std::string_view text) const {
    const auto drop_separators = [&] {
        while (!text.empty() && is_separator(decode_utf8(text, 0).code_point))
            text.remove_prefix(decode_utf8(text, 0).length);
        while (!text.empty()) {
            const Decoded last = decode_utf8_before(text, text.size());
            if (!is_separator(last.code_point)) break;
            text.remove_suffix(last.length);
        }
    };
    for (std::size_t before = text.size() + 1; before != text.size();) {
        before = text.size();
        drop_separators();
        for (const std::string& word : begins_) {
            if (text.starts_with(word)) text.remove_prefix(word.size());
        }
        for (const std::string& word : ends_) {
            if (text.ends_with(word)) text.remove_suffix(word.size());
        }
    }
    return text;
}

IntentForm IntentWords::form_of(std::string_view text, std::span<const Mention> mentions,
                                const Knowledge& knowledge) const {
    std::uint32_t done = 0;
    if (text.size() > kMostBytes) {
        done = static_cast<std::uint32_t>(text.size() - kMostBytes);
        while (done < text.size() && (static_cast<unsigned char>(text[done]) & 0xC0U) == 0x80U) ++done;
    }
    std::string form;
    for (const Mention& mention : mentions) {
        const std::string_view mark = mark_of(knowledge.at(mention.concept_index).kind);
        if (mark.empty() || mention.span.begin < done) continue;
        append_folded(form, slice(text, {done, mention.span.begin}));
        form += mark;
        done = mention.span.end;
    }
    append_folded(form, text.substr(done));
    return {std::string(without_ends(form))};
}

std::vector<IntentWords::Hit> IntentWords::hits_in(std::string_view text) const {
    struct Reached {
        std::uint32_t begin = 0;
        std::uint32_t end = 0;
    };
    std::map<std::pair<std::uint32_t, std::uint16_t>, Reached> reached;  // by pattern and number of the piece
    std::vector<Hit> hits;
    for (const Automaton::Match& match : pieces_.find_all(text)) {
        for (const Use& use : uses_[match.form]) {
            Reached whole{match.begin, match.end};
            if (use.place > 0) {
                const auto before = reached.find({use.pattern, static_cast<std::uint16_t>(use.place - 1)});
                if (before == reached.end() || before->second.end > match.begin) continue;
                if (!is_gap(text.substr(before->second.end, match.begin - before->second.end))) continue;
                whole.begin = before->second.begin;
            }
            const Pattern& pattern = patterns_[use.pattern];
            if (use.place + 1 < pattern.pieces) {
                reached[{use.pattern, use.place}] = whole;
            } else if ((!pattern.at_begin || whole.begin == 0) && (!pattern.at_end || whole.end == text.size())) {
                hits.push_back({use.pattern, whole.begin, whole.end});
            }
        }
    }
    return hits;
}

void IntentWords::drop_hidden(std::vector<Hit>& hits) const {
    std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) {
        return std::tuple(a.begin, b.end, a.pattern) < std::tuple(b.begin, a.end, b.pattern);
    });
    Hit longest;  // Of those so far the one that ends last, and of these the one that begins first.
    const auto is_hidden = [&](const Hit& hit) {
        if (patterns_[hit.pattern].is_gapped) return false;
        if (longest.end > hit.end || (longest.end == hit.end && longest.begin < hit.begin)) return true;
        longest = hit;
        return false;
    };
    hits.erase(std::remove_if(hits.begin(), hits.end(), is_hidden), hits.end());
}

std::vector<IntentEvidence> IntentWords::evidence_in(const IntentForm& form) const {
    std::vector<Hit> hits = hits_in(form.text);
    drop_hidden(hits);
    std::map<std::uint32_t, IntentEvidence> by_line;
    for (const Hit& hit : hits) {
        const std::uint32_t number = patterns_[hit.pattern].line;
        const Line& line = lines_[number];
        const bool at_end = hit.end + kOneCharacter >= form.text.size();
        const IntentEvidence evidence{patterns_[hit.pattern].id, number, line.kind,
                                      line.weight * (at_end ? kAtEnd : 1)};
        const auto [best, is_new] = by_line.try_emplace(number, evidence);
        if (!is_new && std::fabs(evidence.weight) > std::fabs(best->second.weight)) best->second = evidence;
    }
    std::vector<IntentEvidence> all;
    for (const auto& [line, evidence] : by_line) all.push_back(evidence);
    return all;
}

IntentNumbers IntentWords::scores_of(std::span<const IntentEvidence> evidence) const {
    IntentNumbers scores = prior_;
    for (const IntentEvidence& each : evidence) scores[static_cast<std::size_t>(each.kind)] += each.weight;
    return scores;
}

}  // namespace xinglin
