#include "annotate/word_edges.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "annotate/data.h"
#include "base/check.h"
#include "text/data_lines.h"
#include "text/fold.h"

namespace xinglin {

namespace {

constexpr std::size_t kLongestWord = 4;     // In characters; longer everyday words are idioms.
constexpr std::size_t kFarthest = 12;       // How many characters on each side a window may take in.
constexpr float kBodyWord = 9.0F;           // The most that a part of the body costs.
constexpr float kHealthWord = 8.0F;         // The most that a word of health_words.txt costs.
constexpr float kUnknownCharacter = 13.0F;  // Of a character that is no word by itself.
constexpr float kOtherCharacter = 8.0F;     // Of a letter, digit or mark.

bool is_han(char32_t code_point) {
    return (code_point >= 0x3400 && code_point <= 0x9FFF) || (code_point >= 0xF900 && code_point <= 0xFAFF) ||
           (code_point >= 0x20000 && code_point <= 0x323AF);
}

class EverydayWordCosts final : public WordCosts {
  public:
    explicit EverydayWordCosts(std::shared_ptr<const GeneralModel> model) : model_(std::move(model)) {
        const auto add_words = [&](std::string_view file, float most) {
            for (const DataLine& line : data_lines(annotate_data(file))) {
                costs_.emplace(line.text, std::min(most, modelled(line.text)));
            }
        };
        add_words("body_words.txt", kBodyWord);
        add_words("health_words.txt", kHealthWord);
        for (const DataLine& line : data_lines(annotate_data("continuing_words.txt"))) continuing_.insert(line.text);
    }

    bool continues(std::string_view word) const override { return continuing_.contains(word); }

    float cost(std::string_view word) const override {
        const auto listed = costs_.find(word);
        return listed != costs_.end() ? listed->second : modelled(word);
    }

  private:
    float modelled(std::string_view word) const {
        if (!model_) return kNoWord;
        const GeneralModel::Word found = model_->find(word);
        return found == GeneralModel::kUnknown ? kNoWord : -model_->score(found);
    }

    std::shared_ptr<const GeneralModel> model_;
    std::unordered_map<std::string_view, float> costs_;
    std::unordered_set<std::string_view> continuing_;
};

/// A few neighbouring characters, folded, with the offsets that they have in the text.
class Characters {
  public:
    explicit Characters(std::string_view text) : text_(text) {}

    /// Takes in up to `limit` Chinese characters before `offset`; they stand in front of those that are in already.
    void add_before(std::uint32_t offset, std::size_t limit) {
        std::uint32_t begin = offset;
        for (std::size_t count = 0; count < limit && begin > 0; ++count) {
            const Decoded character = decode_utf8_before(text_, begin);
            if (!is_han(character.code_point)) break;
            begin -= character.length;
        }
        add(begin, offset);
    }

    /// Takes in up to `limit` Chinese characters from `offset` on.
    void add_after(std::uint32_t offset, std::size_t limit) {
        for (std::size_t count = 0; count < limit && offset < text_.size(); ++count) {
            const Decoded character = decode_utf8(text_, offset);
            if (!is_han(character.code_point)) break;
            add(offset, offset + character.length);
            offset += character.length;
        }
    }

    /// Takes in text[begin, end).
    void add(std::uint32_t begin, std::uint32_t end) {
        while (begin < end) {
            const Decoded character = decode_utf8(text_, begin);
            const char32_t single = FoldTable::get().fold_single(character.code_point);
            folded_at_.push_back(static_cast<std::uint32_t>(folded_.size()));
            offsets_.push_back(begin);
            is_han_.push_back(is_han(character.code_point));
            append_utf8(folded_, single != 0 ? single : character.code_point);
            begin += character.length;
            end_ = begin;
        }
    }

    std::size_t size() const { return offsets_.size(); }
    std::uint32_t offset(std::size_t index) const { return index < offsets_.size() ? offsets_[index] : end_; }
    bool is_chinese(std::size_t index) const { return is_han_[index]; }

    /// The place of the character at this offset of the text; size() for the end; nothing where none begins.
    std::size_t index_of(std::uint32_t wanted) const {
        return static_cast<std::size_t>(std::lower_bound(offsets_.begin(), offsets_.end(), wanted) - offsets_.begin());
    }

    std::string_view word(std::size_t begin, std::size_t end) const {
        const std::size_t from = folded_at_[begin];
        const std::size_t to = end < folded_at_.size() ? folded_at_[end] : folded_.size();
        return std::string_view(folded_).substr(from, to - from);
    }

  private:
    std::string_view text_;
    std::string folded_;
    std::vector<std::uint32_t> folded_at_;
    std::vector<std::uint32_t> offsets_;
    std::vector<bool> is_han_;
    std::uint32_t end_ = 0;
};

/// Whether a word of `characters` begins before the place `edge` and ends after it, within the places [0, size).
bool has_word_across(const WordCosts& words, const Characters& characters, std::size_t edge) {
    for (std::size_t begin = 0; begin < edge; ++begin) {
        for (std::size_t end = edge + 1; end <= characters.size() && end - begin <= kLongestWord; ++end) {
            if (words.cost(characters.word(begin, end)) < WordCosts::kNoWord) return true;
        }
    }
    return false;
}

bool cross(const Automaton::Match& a, const Automaton::Match& b) {
    return (a.begin < b.begin && b.begin < a.end && a.end < b.end) ||
           (b.begin < a.begin && a.begin < b.end && b.end < a.end);
}

}  // namespace

std::unique_ptr<const WordCosts> everyday_word_costs(std::shared_ptr<const GeneralModel> model) {
    return std::make_unique<const EverydayWordCosts>(std::move(model));
}

WordEdges::WordEdges(std::unique_ptr<const WordCosts> words, std::vector<float> form_costs)
    : words_(std::move(words)), form_costs_(std::move(form_costs)) {
    CHECK(words_ != nullptr);
}

float WordEdges::most_for(NameKind kind, std::size_t characters) {
    constexpr float kPerCharacter = 0.4F;
    const float longer = kPerCharacter * static_cast<float>(characters);
    switch (kind) {
        case NameKind::Sure:
            return 11.8F - longer;
        case NameKind::Site:
            return 10.3F - longer;
        case NameKind::Unsure:
            return 14.8F - longer;
    }
    return 0;
}

/// The characters around a contested name and the ways to cut them.
class WordEdges::Window {
  public:
    Window(const WordEdges& edges, std::string_view text, const Automaton::Match& name,
           std::span<const Automaton::Match> names)
        : edges_(edges), characters_(text), names_(names) {
        take_characters(text, name);
        list_pieces();
        begin_ = characters_.index_of(name.begin);
        end_ = characters_.index_of(name.end);
        close();
    }

    std::uint32_t begin() const { return characters_.offset(begin_); }
    std::uint32_t end() const { return characters_.offset(end_); }

    /// The names of the cheapest cut, in order; of cuts that cost the same the one whose earlier pieces are longer.
    std::vector<Automaton::Match> names_of_best_cut() const {
        std::vector<Step> best(end_ + 1);
        best[begin_].cost = 0;
        for (std::size_t at = begin_; at < end_; ++at) {
            if (best[at].cost >= WordCosts::kNoWord) continue;
            for (const Piece& piece : pieces_[at]) {
                if (piece.end > end_) continue;
                const float cost = best[at].cost + piece.cost;
                if (cost < best[piece.end].cost + kTie) best[piece.end] = {cost, at, &piece};
            }
        }
        std::vector<Automaton::Match> found;
        for (std::size_t at = end_; at > begin_; at = best[at].from) {
            const Step& step = best[at];
            if (step.piece->name != nullptr) {
                found.push_back(*step.piece->name);
            } else {
                const auto inside = names_inside(step.from, at);
                found.insert(found.end(), inside.rbegin(), inside.rend());
            }
        }
        std::reverse(found.begin(), found.end());
        return found;
    }

  private:
    struct Piece {
        std::size_t end;
        float cost;
        const Automaton::Match* name;  // nullptr for a word.
    };
    struct Step {
        float cost = WordCosts::kNoWord;
        std::size_t from = 0;
        const Piece* piece = nullptr;
    };

    /// Those of the name, some before and after it, and the whole of every name that reaches in.
    void take_characters(std::string_view text, const Automaton::Match& name) {
        std::uint32_t begin = before(text, name.begin);
        std::uint32_t end = after(text, name.end);
        for (const Automaton::Match& other : names_) {
            if (other.end <= name.begin || other.begin >= name.end) continue;
            begin = std::min(begin, other.begin);
            end = std::max(end, other.end);
        }
        for (const Automaton::Match& other : names_) {
            if (other.begin < end && end < other.end) end = other.end;
        }
        for (auto other = names_.rbegin(); other != names_.rend(); ++other) {
            if (other->begin < begin && begin < other->end) begin = other->begin;
        }
        characters_.add(begin, end);
    }

    static std::uint32_t before(std::string_view text, std::uint32_t offset) {
        for (std::size_t count = 0; count < kFarthest && offset > 0; ++count) {
            const Decoded character = decode_utf8_before(text, offset);
            if (!is_han(character.code_point)) break;
            offset -= character.length;
        }
        return offset;
    }

    static std::uint32_t after(std::string_view text, std::uint32_t offset) {
        for (std::size_t count = 0; count < kFarthest && offset < text.size(); ++count) {
            const Decoded character = decode_utf8(text, offset);
            if (!is_han(character.code_point)) break;
            offset += character.length;
        }
        return offset;
    }

    void list_pieces() {
        pieces_.resize(characters_.size());
        for (const Automaton::Match& name : names_) {
            if (name.begin < characters_.offset(0) || name.end > characters_.offset(characters_.size())) continue;
            list_name(name);
        }
        for (std::size_t begin = 0; begin < pieces_.size(); ++begin) {
            std::stable_sort(pieces_[begin].begin(), pieces_[begin].end(),
                             [](const Piece& a, const Piece& b) { return a.end > b.end; });
            for (std::size_t length = std::min(kLongestWord, pieces_.size() - begin); length > 1; --length) {
                const float cost = edges_.words_->cost(characters_.word(begin, begin + length));
                if (cost < WordCosts::kNoWord) pieces_[begin].push_back({begin + length, cost, nullptr});
            }
            pieces_[begin].push_back({begin + 1, character_cost(begin), nullptr});
        }
    }

    void list_name(const Automaton::Match& name) {
        const std::size_t begin = characters_.index_of(name.begin);
        const std::size_t end = characters_.index_of(name.end);
        const float cost = edges_.form_costs_[name.form];
        pieces_[begin].push_back({end, cost, &name});
        for (std::size_t length = 2; length <= kLongestWord && end - 1 + length <= characters_.size(); ++length) {
            if (edges_.words_->continues(characters_.word(end - 1, end - 1 + length))) {
                pieces_[begin].push_back({end - 1 + length, cost + kContinued, &name});
            }
        }
    }

    float character_cost(std::size_t index) const {
        if (!characters_.is_chinese(index)) return kOtherCharacter;
        return std::min(kUnknownCharacter, edges_.words_->cost(characters_.word(index, index + 1)));
    }

    /// The leftmost longest names within a word that has whole names in it: 糖尿病人 says nothing against 糖尿病.
    std::vector<Automaton::Match> names_inside(std::size_t begin, std::size_t end) const {
        std::vector<Automaton::Match> found;
        if (end - begin < 2) return found;
        while (begin < end) {
            const Piece* longest = nullptr;
            for (const Piece& piece : pieces_[begin]) {
                const bool is_name = piece.name != nullptr && piece.end == characters_.index_of(piece.name->end);
                if (is_name && piece.end <= end && piece.end - begin > 1 && longest == nullptr) longest = &piece;
            }
            if (longest != nullptr) found.push_back(*longest->name);
            begin = longest != nullptr ? longest->end : begin + 1;
        }
        return found;
    }

    /// Widens the window until nothing begins outside and ends inside, or the other way round.
    void close() {
        for (bool is_closed = false; !is_closed;) {
            is_closed = true;
            for (std::size_t begin = 0; begin < pieces_.size(); ++begin) {
                for (const Piece& piece : pieces_[begin]) {
                    const bool reaches_in = begin < begin_ && piece.end > begin_;
                    const bool reaches_out = begin < end_ && piece.end > end_;
                    if (reaches_in) begin_ = begin;
                    if (reaches_out) end_ = piece.end;
                    is_closed &= !reaches_in && !reaches_out;
                }
            }
        }
    }

    static constexpr float kContinued = 1.0F;  // What a name costs more whose last character a word spells out.
    static constexpr float kTie = 1e-3F;       // Sums of the same costs in another order differ by less.

    const WordEdges& edges_;
    Characters characters_;
    std::span<const Automaton::Match> names_;
    std::vector<std::vector<Piece>> pieces_;  // By the place where they begin: names, then words, longest first.
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

bool WordEdges::is_contested(std::string_view text, const Automaton::Match& name) const {
    // A word that reaches into a name covers at least one of its characters and leaves at least one.
    constexpr std::size_t kBeside = kLongestWord - 1;
    const std::string_view inside = text.substr(0, name.end - decode_utf8_before(text, name.end).length);
    Characters before(inside);
    before.add_before(name.begin, kBeside);
    if (const std::size_t edge = before.size(); edge > 0) {
        before.add_after(name.begin, kBeside);
        if (has_word_across(*words_, before, edge)) return true;
    }
    const std::size_t second = name.begin + decode_utf8(text, name.begin).length;
    const std::size_t shift = std::min<std::size_t>(second, name.end);
    Characters after(text.substr(shift));
    after.add_before(static_cast<std::uint32_t>(name.end - shift), kBeside);
    const std::size_t edge = after.size();
    after.add_after(static_cast<std::uint32_t>(name.end - shift), kBeside);
    return edge > 0 && has_word_across(*words_, after, edge);
}

void WordEdges::choose(std::string_view text, std::span<const Automaton::Match> names,
                       std::vector<Automaton::Match>& kept) const {
    constexpr std::uint32_t kReach = 96;  // Names that end more bytes before or behind contest nothing.
    std::vector<Automaton::Match> chosen;
    chosen.reserve(kept.size());
    std::size_t first = 0;  // Of names, the first that may touch the name at hand.
    std::uint32_t done = 0;
    for (const Automaton::Match& name : kept) {
        if (name.begin < done) continue;
        while (first < names.size() && names[first].end + kReach <= name.begin) ++first;
        std::size_t last = first;
        bool is_crossed = false;
        for (; last < names.size() && names[last].end <= name.end + kReach; ++last) {
            is_crossed |= cross(names[last], name);
        }
        if (!is_crossed && !is_contested(text, name)) {
            chosen.push_back(name);
            continue;
        }
        const Window window(*this, text, name, names.subspan(first, last - first));
        while (!chosen.empty() && chosen.back().begin >= window.begin()) chosen.pop_back();
        for (const Automaton::Match& found : window.names_of_best_cut()) chosen.push_back(found);
        done = window.end();
    }
    kept = std::move(chosen);
}

}  // namespace xinglin
