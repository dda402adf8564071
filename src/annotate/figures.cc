#include "annotate/figures.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "annotate/clause.h"
#include "annotate/data.h"
#include "annotate/word_lines.h"
#include "base/check.h"
#include "base/strings.h"
#include "text/automaton.h"
#include "text/fold.h"
#include "text/sentences.h"

namespace xinglin {

namespace {

constexpr std::uint32_t kSimile = 14;       // characters between a beginning and its ending
constexpr std::uint32_t kOpen = 12;         // characters of an open figure
constexpr std::uint32_t kTopicBefore = 12;  // characters from a topic to the name behind it
constexpr std::uint32_t kBytes = 4;         // of a character at most
constexpr std::uint32_t kFarthest = 96;     // bytes: no figure reaches farther

bool contains(const std::vector<std::string>& words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

/// The words that stand around those that are looked for.
struct FigureData {
    std::vector<FigureWord> words;
    std::vector<std::vector<std::string>> beginnings;  // of each simile
    std::vector<std::vector<std::string>> besides;     // names of each line
    std::vector<std::string> events;
    std::vector<std::string> seems;
    std::vector<std::string> figurative;
    std::vector<std::string> persons;

    static const FigureData& get() {
        static const FigureData data(annotate_data("figures.txt"));
        return data;
    }

  private:
    explicit FigureData(std::string_view file) {
        for (const WordLine& line : word_lines(file)) {
            CHECK(!line.fields.empty());
            const bool has_group = line.fields.front() == "simile" || line.fields.front() == "beside";
            CHECK(line.fields.size() == (has_group ? 2U : 1U));
            read(line.fields.front(), line);
        }
        for (auto& [text, word] : by_text_) words.push_back(std::move(word));
        by_text_.clear();
    }

    void read(std::string_view kind, const WordLine& line) {
        if (kind == "idiom") return add(line, FigureKind::Idiom, 0);
        if (kind == "open") return add(line, FigureKind::Open, 0);
        if (kind == "topic") return add(line, FigureKind::Topic, 0);
        if (kind == "event") return keep(line, events);
        if (kind == "seems") return keep(line, seems);
        if (kind == "figurative") return keep(line, figurative);
        if (kind == "person") return keep(line, persons);
        if (kind == "simile") return add_group(line, FigureKind::SimileEnd, beginnings);
        CHECK(kind == "beside");
        add_group(line, FigureKind::Beside, besides);
    }

    void add(const WordLine& line, FigureKind kind, std::size_t place) {
        for (const std::string& word : line.words) {
            const std::string text = fold(word);
            FigureWord& entry = by_text_[text];
            entry.text = text;
            entry.kinds.push_back(kind);
            entry.lines.push_back(static_cast<std::uint16_t>(place));
        }
    }

    void add_group(const WordLine& line, FigureKind kind, std::vector<std::vector<std::string>>& groups) {
        add(line, kind, groups.size());
        std::vector<std::string>& group = groups.emplace_back();
        for (const std::string_view word : split(line.fields[1], ' ')) group.push_back(fold(word));
    }

    static void keep(const WordLine& line, std::vector<std::string>& list) {
        for (const std::string& word : line.words) list.push_back(fold(word));
    }

    std::map<std::string, FigureWord> by_text_;
};

/// The stretch of at most `limit` characters before `end` that lies within one clause.
std::string_view clause_before(std::string_view text, std::uint32_t end, std::uint32_t limit) {
    const std::size_t begin = clause_begin(text, end, limit);
    return text.substr(begin, end - begin);
}

/// The same behind `begin`.
std::string_view clause_behind(std::string_view text, std::uint32_t begin, std::uint32_t limit) {
    std::size_t end = begin;
    for (std::uint32_t count = 0; count < limit && end < text.size() && !ends_clause(text, end); ++count) {
        end += decode_utf8(text, end).length;
    }
    return text.substr(begin, end - begin);
}

/// Of spans by begin, those that begin within reach before `end`.
template <typename Item, typename Begin>
std::span<const Item> within_reach(const std::vector<Item>& items, Span name, Begin begin_of) {
    const std::uint32_t from = name.begin > kFarthest ? name.begin - kFarthest : 0;
    const auto first = std::ranges::lower_bound(items, from, {}, begin_of);
    const auto last = std::ranges::upper_bound(items, name.end + kBytes, {}, begin_of);
    return {first, last};
}

/// The words of a product behind an illness.
class ProductEndings {
  public:
    static const ProductEndings& get() {
        static const ProductEndings endings(annotate_data("product_endings.txt"));
        return endings;
    }

    bool begin(std::string_view rest) const {
        if (rest.empty()) return false;
        const Decoded first = decode_utf8(rest, 0);
        if (!std::ranges::binary_search(firsts_, first.code_point)) return false;
        const std::string behind = fold(first_characters(rest, kMost));
        const auto starts = [&](const std::string& word) { return std::string_view(behind).starts_with(word); };
        if (std::ranges::any_of(exceptions_, starts)) return false;
        if (std::ranges::any_of(forms_, starts)) return true;
        return std::ranges::any_of(endings_, [&](const Ending& ending) {
            return starts(ending.word) && fits(ending, std::string_view(behind).substr(ending.word.size()));
        });
    }

  private:
    static constexpr std::size_t kMost = 10;

    struct Ending {
        std::string word;
        bool needs_taking = false;
        std::vector<std::string> unless;
    };

    explicit ProductEndings(std::string_view file) {
        for (const WordLine& line : word_lines(file)) {
            const std::string_view kind = line.fields.front();
            if (kind == "form") forms_ = line.words;
            if (kind == "taken") taken_ = line.words;
            if (kind == "except") exceptions_ = line.words;
            if (kind != "ending") continue;
            CHECK(line.fields.size() == 2);
            Ending ending{std::string(line.fields[1]), line.words.front() == "=", {}};
            if (!ending.needs_taking) ending.unless = line.words;
            endings_.push_back(std::move(ending));
        }
        for (const std::string& form : forms_) firsts_.push_back(decode_utf8(form, 0).code_point);
        for (const Ending& ending : endings_) firsts_.push_back(decode_utf8(ending.word, 0).code_point);
        std::ranges::sort(firsts_);
    }

    bool fits(const Ending& ending, std::string_view behind) const {
        const auto starts = [&](const std::string& word) { return behind.starts_with(word); };
        if (!ending.needs_taking) return std::ranges::none_of(ending.unless, starts);
        return std::ranges::any_of(forms_, starts) || std::ranges::any_of(taken_, starts);
    }

    std::vector<std::string> forms_;
    std::vector<std::string> taken_;
    std::vector<std::string> exceptions_;
    std::vector<Ending> endings_;
    std::vector<char32_t> firsts_;
};

}  // namespace

const std::vector<FigureWord>& figure_words() {
    return FigureData::get().words;
}

Figures::Figures(std::string_view text, std::span<const FoundFigure> found) : text_(text) {
    std::optional<std::vector<Sentence>> sentences;
    for (const FoundFigure& figure : found) {
        for (std::size_t place = 0; place < figure.word->kinds.size(); ++place) {
            const std::uint16_t line = figure.word->lines[place];
            switch (figure.word->kinds[place]) {
                case FigureKind::Idiom:
                    idioms_.push_back(figure.span);
                    break;
                case FigureKind::SimileEnd:
                    add_simile(figure.span, line);
                    break;
                case FigureKind::Open:
                    add_open(figure.span);
                    break;
                case FigureKind::Topic:
                    topics_.push_back(figure.span);
                    break;
                case FigureKind::Beside:
                    if (!sentences) sentences = sentences_of(text);
                    besides_.push_back({sentence_at(*sentences, figure.span.begin).span, line});
                    break;
            }
        }
    }
    sort();
}

void Figures::sort() {
    std::ranges::sort(idioms_, {}, &Span::begin);
    std::ranges::sort(topics_, {}, &Span::begin);
    std::ranges::sort(likenings_, {}, [](const Likening& likening) { return likening.span.begin; });
    const auto place = [](const Beside& beside) { return std::pair(beside.sentence.begin, beside.line); };
    std::ranges::sort(besides_, {}, place);
    const auto are_same = [&](const Beside& one, const Beside& other) { return place(one) == place(other); };
    besides_.erase(std::unique(besides_.begin(), besides_.end(), are_same), besides_.end());
}

/// From an ending back to the nearest of its beginnings.
void Figures::add_simile(Span ending, std::uint16_t line) {
    const std::string_view before = clause_before(text_, ending.begin, kSimile + 2);
    const std::uint32_t first = ending.begin - static_cast<std::uint32_t>(before.size());
    std::size_t nearest = std::string_view::npos;
    std::size_t length = 0;
    for (const std::string& beginning : FigureData::get().beginnings[line]) {
        const std::size_t at = before.rfind(beginning);
        if (at == std::string_view::npos || at + beginning.size() == before.size()) continue;
        if (nearest == std::string_view::npos || at + beginning.size() > nearest + length) {
            nearest = at;
            length = beginning.size();
        }
    }
    if (nearest == std::string_view::npos) return;
    const auto begin = first + static_cast<std::uint32_t>(nearest);
    add_likening({begin + static_cast<std::uint32_t>(length), ending.begin}, begin);
}

/// 疼得像被针扎: the figure goes on to the end of the clause. Without 得 it may be what seems to have happened.
void Figures::add_open(Span beginning) {
    if (clause_before(text_, beginning.begin, 1) != "得") return;
    const std::string_view behind = clause_behind(text_, beginning.end, kOpen);
    likenings_.push_back(
        {{beginning.begin + 1, beginning.end + static_cast<std::uint32_t>(behind.size())}, /*is_event=*/true});
}

void Figures::add_likening(Span inside, std::uint32_t beginning) {
    const FigureData& data = FigureData::get();
    const std::string words = fold(slice(text_, inside));
    // 像高血压、糖尿病一样 gives examples.
    if (words.find("、") != std::string::npos || words.find("和") != std::string::npos) return;
    const auto begins_it = [&](const std::string& word) { return std::string_view(words).starts_with(word); };
    const bool may_seem = contains(data.seems, fold(slice(text_, {beginning, inside.begin})));
    const bool is_event =
        clause_before(text_, beginning, 1) == "得" || (!may_seem && std::ranges::any_of(data.events, begins_it));
    likenings_.push_back({inside, is_event});
}

bool Figures::is_of_topic(Span name, std::string_view folded) const {
    if (topics_.empty() || !contains(FigureData::get().figurative, folded)) return false;
    const auto names_a_person = [](std::string_view gap) {
        return std::ranges::any_of(FigureData::get().persons, [&](const std::string& person) {
            return gap.find(person) != std::string_view::npos;
        });
    };
    return std::ranges::any_of(within_reach(topics_, name, &Span::begin), [&](Span topic) {
        if (topic.end <= name.begin) {
            return Gap(text_, topic.end, name.begin).is_within(kTopicBefore) &&
                   !names_a_person(text_.substr(topic.end, name.begin - topic.end));
        }
        return topic.begin >= name.end && text_.substr(name.end, topic.begin - name.end) == "的";
    });
}

/// Whether a word of the same sentence makes the name a figure.
bool Figures::is_beside(Span name, std::string_view folded) const {
    const auto sentence_of = [](const Beside& beside) { return beside.sentence.begin; };
    const auto behind = std::ranges::upper_bound(besides_, name.begin, {}, sentence_of);
    for (auto beside = behind; beside != besides_.begin();) {
        --beside;
        if (beside->sentence.end < name.end) return false;
        if (contains(FigureData::get().besides[beside->line], folded)) return true;
    }
    return false;
}

NameUse Figures::use_of(Span name, ConceptKind kind) const {
    const auto touches = [&](Span idiom) { return idiom.begin < name.end && name.begin < idiom.end; };
    if (std::ranges::any_of(within_reach(idioms_, name, &Span::begin), touches)) return NameUse::Figure;
    if (!topics_.empty() || !besides_.empty()) {
        const std::string folded = fold(slice(text_, name));
        if (is_beside(name, folded) || is_of_topic(name, folded)) return NameUse::Figure;
    }
    if (kind == ConceptKind::Symptom || kind == ConceptKind::Site) return NameUse::Itself;
    NameUse use = NameUse::Itself;
    const auto begin_of = [](const Likening& likening) { return likening.span.begin; };
    for (const Likening& likening : within_reach(likenings_, name, begin_of)) {
        if (name.begin < likening.span.begin || name.end > likening.span.end) continue;
        if (likening.is_event) return NameUse::Figure;
        use = NameUse::Likened;
    }
    return use;
}

std::vector<Span> Figures::unreal() const {
    std::vector<Span> spans = idioms_;
    for (const Likening& likening : likenings_) {
        if (likening.is_event) spans.push_back(likening.span);
    }
    std::ranges::sort(spans, {}, &Span::begin);
    return spans;
}

std::vector<Span> unreal_spans(std::string_view text) {
    static const Automaton automaton = [] {
        std::vector<std::string> forms;
        for (const FigureWord& word : figure_words()) forms.push_back(word.text);
        return Automaton::build(forms);
    }();
    std::vector<FoundFigure> found;
    for (const Automaton::Match& match : automaton.find_all(text)) {
        found.push_back({{match.begin, match.end}, &figure_words()[match.form]});
    }
    return Figures(text, found).unreal();
}

bool makes_a_product(std::string_view text, std::uint32_t end) {
    return ProductEndings::get().begin(text.substr(end));
}

}  // namespace xinglin
