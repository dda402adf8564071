#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "text/automaton.h"
#include "text/general_model.h"
#include "text/utf8.h"

namespace xinglin {

/// What words cost in a cut of a sentence: the negative natural logarithm of how likely each is in everyday text.
class WordCosts {
  public:
    static constexpr float kNoWord = 1e9F;

    virtual ~WordCosts() = default;

    /// Of a folded word of Chinese characters; kNoWord where it is none. Any thread may call it.
    virtual float cost(std::string_view word) const = 0;

    /// Whether a name that ends in the first character of `word` goes on meaning the same with all of it: 疼痛 in
    /// 胸疼痛.
    virtual bool continues(std::string_view word) const = 0;

    /// Whether some word that has a cost, of no more characters than a cut looks at, may have these two folded
    /// characters side by side; true where nobody knows. Asked for most names of a text.
    virtual bool may_stand_side_by_side(char32_t /*before*/, char32_t /*behind*/) const { return true; }
};

/// The general model's words; those of data/language/body_words.txt and health_words.txt, which texts about health use
/// more often, cost less. Without a model (nullptr) only the latter. Immutable.
std::unique_ptr<const WordCosts> everyday_word_costs(std::shared_ptr<const GeneralModel> model);

/// Tells names from pieces of longer words by the likeliest cut of the characters around them into words: 头痛 is a
/// name in 老头头痛 and a piece in 骨头痛. A name is contested where another word, a name or an everyday one, begins
/// before one of its ends and ends after it. What contests it, and in turn what contests that, makes a window; of all
/// ways to cut the window into names, words and single characters the cheapest counts, and only the names in it. A name
/// that nothing contests stays: most do, and cost a few look-ups. Immutable, thread-safe.
class WordEdges {
  public:
    /// `form_costs[form]` is what the name `form` of the automaton costs as a word.
    WordEdges(std::unique_ptr<const WordCosts> words, std::vector<float> form_costs);
    ~WordEdges();

    /// The most that a name costs: everyday text rarely says what texts about health often do, and a longer name is
    /// less likely to stand there by chance.
    enum class NameKind { Sure, Site, Unsure };
    static float most_for(NameKind kind, std::size_t characters);

    /// `names`: all that stand in text, by ascending end (Automaton's order). `kept`: of those the leftmost longest, in
    /// order; replaced by those that the likeliest cut has. O(names + contested names).
    void choose(std::string_view text, std::span<const Automaton::Match> names,
                std::vector<Automaton::Match>& kept) const;

    /// Whether a common word of two characters or more has the character at `character` as one of its own. O(1).
    bool is_in_a_word(std::string_view text, Span character) const;

    const WordCosts& words() const { return *words_; }
    const std::vector<float>& form_costs() const { return form_costs_; }

  private:
    class CostMemory;
    class Window;

    bool is_contested(std::string_view text, const Automaton::Match& name) const;
    bool is_crossed_at(std::string_view text, std::uint32_t from, std::uint32_t place, std::uint32_t to) const;
    template <typename Characters>
    bool has_word_across(const Characters& characters) const;

    std::unique_ptr<const WordCosts> words_;
    std::unique_ptr<const CostMemory> memory_;
    std::vector<float> form_costs_;
};

}  // namespace xinglin
