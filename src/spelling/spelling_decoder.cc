#include "spelling/spelling_decoder.h"

#include <algorithm>
#include <limits>

#include "text/fold.h"

namespace xinglin {
namespace {

using Token = CharacterModel::Token;

constexpr char16_t kFirst = 0x4E00;
constexpr char16_t kEnd = 0x9FA6;

bool may_change(char32_t c) {
    return c >= kFirst && c < kEnd;
}

/// A word in UTF-8 of which single characters are set: three bytes each, for what may change and what may be meant are
/// Chinese characters of the BMP.
class WordBytes {
  public:
    void set(std::size_t place, char16_t c) {
        bytes_[3 * place] = static_cast<char>(0xE0 | c >> 12);
        bytes_[3 * place + 1] = static_cast<char>(0x80 | (c >> 6 & 0x3F));
        bytes_[3 * place + 2] = static_cast<char>(0x80 | (c & 0x3F));
    }
    std::string_view first(std::size_t length) const { return std::string_view(bytes_).substr(0, 3 * length); }

  private:
    std::string bytes_ = std::string(15, '\0');
};

}  // namespace

/// A beginning of a reading.
struct SpellingDecoder::Step {
    CharacterModel::Context context;
    GeneralModel::State state{};
    double total = 0;
    double characters = 0;
    double words = 0;
    double cost = 0;
    std::uint64_t text_hash = 0;
    std::uint32_t parent = 0;  // Among the steps that end where the edge begins.
    std::uint32_t edge = 0;
    std::uint32_t begin = 0;
    Token last = CharacterModel::kBoundary;
};

class SpellingDecoder::Lattice {
  public:
    Lattice(const SpellingDecoder& decoder, std::span<const SpellingCharacter> query)
        : decoder_(decoder),
          weights_(decoder.weights_),
          query_(query),
          edges_(query.size()),
          steps_(query.size() + 1) {}

    void add_typed() {
        for (std::size_t i = 0; i < query_.size(); ++i) {
            if (!changeable(i)) {
                Edge edge;
                edge.breaks = true;
                edges_[i].push_back(edge);
                continue;
            }
            WordBytes bytes;
            for (std::size_t length = 1; length <= kLongestWord && changeable(i + length - 1); ++length) {
                bytes.set(length - 1, typed(i + length - 1));
                const GeneralModel::Word word = find(bytes.first(length));
                if (length == 1 || word != GeneralModel::kUnknown) edges_[i].push_back(edge_of(i, length, word));
            }
        }
    }

    /// Adds what may have been meant where the typed text surprises. False when it does nowhere.
    bool add_changed() {
        candidates_.resize(query_.size());
        bool any = false;
        const std::vector<double> surprises = surprises_of_typed();
        for (std::size_t i = 0; i < query_.size(); ++i) {
            if (!changeable(i) || surprises[i] < weights_.suspicious) continue;
            any = true;
            decoder_.confusables_.of(query_[i].folded, candidates_[i]);
            // Likely ones first.
            std::ranges::sort(candidates_[i], [&](const Confusable& a, const Confusable& b) {
                const double x = prior(a);
                const double y = prior(b);
                return x != y ? x > y : a.meant < b.meant;
            });
        }
        if (!any) return false;
        for (std::size_t i = 0; i < query_.size(); ++i) {
            if (!changeable(i)) continue;
            add_singles(i);
            add_words(i);
        }
        return true;
    }

    SpellingReading search() {
        for (std::vector<Step>& steps : steps_) steps.clear();
        steps_[0].push_back({});
        if (decoder_.general_) steps_[0][0].state = decoder_.general_->start();
        for (std::size_t i = 0; i < query_.size(); ++i) {
            prune(steps_[i]);
            for (std::uint32_t e = 0; e < edges_[i].size(); ++e) {
                for (std::uint32_t s = 0; s < steps_[i].size(); ++s) extend(i, e, s);
            }
        }
        return finish();
    }

  private:
    bool changeable(std::size_t i) const { return i < query_.size() && query_[i].changeable; }
    char16_t typed(std::size_t i) const { return static_cast<char16_t>(query_[i].folded); }
    double cost_of(Confusion how) const { return weights_.confusion[static_cast<std::size_t>(how)]; }
    GeneralModel::Word find(std::string_view word) const {
        return decoder_.general_ ? decoder_.general_->find(word) : GeneralModel::kUnknown;
    }
    Token token(std::size_t i) const {
        return i < query_.size() ? decoder_.characters_.token(query_[i].folded) : CharacterModel::kBoundary;
    }

    Edge edge_of(std::size_t i, std::size_t length, GeneralModel::Word word) const {
        Edge edge;
        for (std::size_t j = 0; j < length; ++j) edge.text[j] = typed(i + j);
        edge.length = static_cast<std::uint8_t>(length);
        edge.word = word;
        return edge;
    }

    double prior(const Confusable& each) const { return decoder_.prior(each.meant) - cost_of(each.how); }

    double word_score(GeneralModel::Word word) const {
        GeneralModel::State after;
        return decoder_.general_ ? double{decoder_.general_->score(decoder_.general_->start(), word, after)} : 0.0;
    }

    /// How unlikely each character is where it stands: that it and the next one follow, and the word that it is in.
    std::vector<double> surprises_of_typed() const {
        const CharacterModel& model = decoder_.characters_;
        const std::size_t size = query_.size();
        std::vector<double> surprises(size);
        CharacterModel::Context context;
        Token last = CharacterModel::kBoundary;
        for (std::size_t i = 0; i <= size; ++i) {
            const Token next = token(i);
            const bool run = next == last && next <= CharacterModel::kLetters;
            const double surprise = run ? 0.0 : -0.5 * double{model.score(context, next)};
            if (i < size) surprises[i] += surprise;
            if (i > 0) surprises[i - 1] += surprise;
            last = next;
        }
        // The likeliest cut into words.
        struct Cut {
            double cost = std::numeric_limits<double>::max();
            double word_cost = 0;
            std::size_t begin = 0;
        };
        std::vector<Cut> cuts(size + 1);
        cuts[0].cost = 0;
        for (std::size_t i = 0; i < size; ++i) {
            for (const Edge& edge : edges_[i]) {
                const double cost = edge.breaks ? 0 : -word_score(edge.word);
                Cut& cut = cuts[i + edge.length];
                if (cuts[i].cost + cost < cut.cost) cut = {cuts[i].cost + cost, cost, i};
            }
        }
        for (std::size_t end = size; end > 0; end = cuts[end].begin) {
            const std::size_t begin = cuts[end].begin;
            const double each = weights_.word_surprise * cuts[end].word_cost / static_cast<double>(end - begin);
            for (std::size_t i = begin; i < end; ++i) surprises[i] += each;
        }
        return surprises;
    }

    /// The best changes of the one character at `i`, judged by its typed neighbours.
    void add_singles(std::size_t i) {
        const CharacterModel& model = decoder_.characters_;
        CharacterModel::Context before;
        for (std::size_t j = i < 2 ? 0 : i - 2; j < i; ++j) model.score(before, token(j));
        struct Ranked {
            double score;
            const Confusable* candidate;
        };
        std::vector<Ranked> ranked;
        const Token next = token(i + 1);
        WordBytes bytes;
        for (const Confusable& each : candidates_[i]) {
            const Token meant = model.token(each.meant);
            CharacterModel::Context context = before;
            const float joins = model.score(context, meant) + model.score(context, next);
            double score = weights_.characters * double{joins};
            score -= cost_of(each.how);
            ranked.push_back({score, &each});
        }
        const std::size_t kept = std::min(ranked.size(), weights_.single_candidates);
        std::ranges::partial_sort(ranked, ranked.begin() + static_cast<std::ptrdiff_t>(kept),
                                  [](const Ranked& a, const Ranked& b) { return a.score > b.score; });
        for (std::size_t k = 0; k < kept; ++k) {
            Edge edge = edge_of(i, 1, GeneralModel::kUnknown);
            edge.text[0] = ranked[k].candidate->meant;
            bytes.set(0, edge.text[0]);
            edge.word = find(bytes.first(1));
            edge.cost = cost_of(ranked[k].candidate->how);
            edge.changed = 1;
            edges_[i].push_back(edge);
        }
    }

    /// Words of the general model that begin at `i` and differ by one confusion; short ones also by two.
    void add_words(std::size_t i) {
        if (!decoder_.general_) return;
        std::vector<std::pair<double, Edge>> found;
        WordBytes bytes;
        const auto consider = [&](std::size_t length, std::size_t at, const Confusable& each, double cost,
                                  std::uint8_t changed, char16_t first) {
            const GeneralModel::Word word = find(bytes.first(length));
            if (word == GeneralModel::kUnknown) return;
            Edge edge = edge_of(i, length, word);
            if (changed == 2) edge.text[0] = first;
            edge.text[at] = each.meant;
            edge.cost = cost;
            edge.changed = changed;
            found.emplace_back(weights_.words * word_score(word) - cost + kLengthBonus * static_cast<double>(length),
                               edge);
        };
        for (std::size_t length = 2; length <= kLongestWord && changeable(i + length - 1); ++length) {
            for (std::size_t j = 0; j < length; ++j) bytes.set(j, typed(i + j));
            for (std::size_t j = 0; j < length; ++j) {
                const std::size_t count = length == 2 ? candidates_[i + j].size()
                                                      : std::min(candidates_[i + j].size(), weights_.long_candidates);
                for (std::size_t k = 0; k < count; ++k) {
                    const Confusable& each = candidates_[i + j][k];
                    bytes.set(j, each.meant);
                    consider(length, j, each, cost_of(each.how), 1, 0);
                }
                bytes.set(j, typed(i + j));
            }
        }
        if (changeable(i + 1)) {
            const std::size_t firsts = std::min(candidates_[i].size(), weights_.pair_candidates);
            const std::size_t seconds = std::min(candidates_[i + 1].size(), weights_.pair_candidates);
            for (std::size_t f = 0; f < firsts; ++f) {
                const Confusable& first = candidates_[i][f];
                bytes.set(0, first.meant);
                for (std::size_t k = 0; k < seconds; ++k) {
                    const Confusable& second = candidates_[i + 1][k];
                    bytes.set(1, second.meant);
                    consider(2, 1, second, cost_of(first.how) + cost_of(second.how), 2, first.meant);
                }
            }
        }
        const std::size_t kept = std::min(found.size(), weights_.word_candidates);
        std::ranges::partial_sort(found, found.begin() + static_cast<std::ptrdiff_t>(kept),
                                  [](const auto& a, const auto& b) { return a.first > b.first; });
        for (std::size_t k = 0; k < kept; ++k) edges_[i].push_back(found[k].second);
    }

    void prune(std::vector<Step>& steps) const {
        std::ranges::sort(steps, [](const Step& a, const Step& b) { return a.total > b.total; });
        std::size_t kept = 0;
        for (std::size_t i = 0; i < steps.size() && kept < weights_.beam; ++i) {
            bool known = false;  // The same text, cut into other words.
            for (std::size_t j = 0; j < kept && !known; ++j) known = steps[j].text_hash == steps[i].text_hash;
            if (!known) steps[kept++] = steps[i];
        }
        steps.resize(kept);
    }

    void extend(std::size_t i, std::uint32_t e, std::uint32_t s) {
        const Edge& edge = edges_[i][e];
        const Step& before = steps_[i][s];
        Step step = before;
        step.parent = s;
        step.edge = e;
        step.begin = static_cast<std::uint32_t>(i);
        const CharacterModel& model = decoder_.characters_;
        for (std::size_t j = 0; j < edge.length; ++j) {
            const char32_t c = edge.breaks ? query_[i].folded : char32_t{edge.text[j]};
            const Token token = model.token(c);
            if (token != step.last || token > CharacterModel::kLetters) {
                step.characters += double{model.score(step.context, token)};
                step.last = token;
            }
            step.text_hash = (step.text_hash ^ c) * 0x9E37'79B9'7F4A'7C15U;
            step.text_hash ^= step.text_hash >> 31U;
        }
        if (decoder_.general_) {
            if (edge.breaks) {
                step.state = decoder_.general_->start();
            } else {
                step.words += double{decoder_.general_->score(before.state, edge.word, step.state)};
            }
        }
        step.cost += edge.cost;
        step.total = weights_.characters * step.characters + weights_.words * step.words - step.cost;
        steps_[i + edge.length].push_back(step);
    }

    SpellingReading finish() {
        std::vector<Step>& last = steps_.back();
        for (Step& step : last) {
            if (step.last == CharacterModel::kBoundary) continue;
            step.characters += double{decoder_.characters_.score(step.context, CharacterModel::kBoundary)};
            step.total = weights_.characters * step.characters + weights_.words * step.words - step.cost;
        }
        prune(last);
        const Step& best = last.front();
        SpellingReading reading;
        reading.score = best.total;
        reading.character_score = best.characters;
        reading.word_score = best.words;
        reading.confusion_cost = best.cost;
        reading.text.resize(query_.size());
        const Step* step = &best;
        for (std::size_t end = query_.size(); end > 0;) {
            const std::size_t begin = step->begin;
            const Edge& edge = edges_[begin][step->edge];
            for (std::size_t j = 0; j < edge.length; ++j)
                reading.text[begin + j] = edge.breaks ? query_[begin].folded : char32_t{edge.text[j]};
            step = &steps_[begin][step->parent];
            end = begin;
        }
        for (std::size_t i = 0; i < query_.size(); ++i) {
            if (reading.text[i] == query_[i].folded) continue;
            reading.changes.push_back(i);
            reading.commoner += decoder_.prior(reading.text[i]) - decoder_.prior(query_[i].folded);
        }
        return reading;
    }

    static constexpr double kLengthBonus = 4;

    const SpellingDecoder& decoder_;
    const SpellingWeights& weights_;
    std::span<const SpellingCharacter> query_;
    std::vector<std::vector<Confusable>> candidates_;
    std::vector<std::vector<Edge>> edges_;
    std::vector<std::vector<Step>> steps_;
};

SpellingDecoder::SpellingDecoder(const CharacterModel& characters, const GeneralModel* general,
                                 const Confusables& confusables, const SpellingWeights& weights)
    : characters_(characters), general_(general), confusables_(confusables), weights_(weights), priors_(kEnd - kFirst) {
    WordBytes bytes;
    GeneralModel::State after;
    for (char16_t c = kFirst; c < kEnd; ++c) {
        bytes.set(0, c);
        const double word =
            general_ ? double{general_->score(general_->start(), general_->find(bytes.first(1)), after)} : 0.0;
        CharacterModel::Context start;
        priors_[static_cast<std::size_t>(c - kFirst)] = static_cast<float>(
            weights_.characters * double{characters_.score(start, characters_.token(c))} + weights_.words * word);
    }
}

std::vector<SpellingCharacter> SpellingDecoder::characters_of(std::string_view query) {
    const FoldTable& folds = FoldTable::get();
    std::vector<SpellingCharacter> characters;
    for (std::uint32_t offset = 0; offset < query.size();) {
        const Decoded decoded = decode_utf8(query, offset);
        SpellingCharacter character;
        character.span = {offset, offset + decoded.length};
        character.folded = folds.fold_single(decoded.code_point);
        character.changeable = character.folded == decoded.code_point && may_change(character.folded);
        character.traditional = character.folded != decoded.code_point && may_change(character.folded);
        characters.push_back(character);
        offset += decoded.length;
    }
    return characters;
}

SpellingDecoder::Decoding SpellingDecoder::decode(std::span<const SpellingCharacter> query) const {
    Lattice lattice(*this, query);
    lattice.add_typed();
    Decoding decoding;
    decoding.typed = lattice.search();
    decoding.best = lattice.add_changed() ? lattice.search() : decoding.typed;
    return decoding;
}

}  // namespace xinglin
