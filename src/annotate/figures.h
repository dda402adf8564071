#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/concept.h"
#include "text/utf8.h"

namespace xinglin {

/// What a word of data/language/figures.txt does; the file says what each means.
enum class FigureKind : std::uint8_t { Idiom, SimileEnd, Open, Topic, Beside };

/// A word that an annotator looks for because it can make a name a figure of speech.
struct FigureWord {
    std::string text;
    std::vector<FigureKind> kinds;
    std::vector<std::uint16_t> lines;  ///< of the kinds that have one: which simile, which names beside it
};

/// All words, the same for every caller and never changed.
const std::vector<FigureWord>& figure_words();

struct FoundFigure {
    Span span;
    const FigureWord* word = nullptr;
};

/// How a text uses a name.
enum class NameUse : std::uint8_t {
    Itself,
    Likened,  ///< it is not said to be there, only that something is like it: 像中风一样
    Figure,   ///< it names nothing: 头痛医头, 像被雷劈了一样, 股市高烧
};

/// The figures of speech of one text. Threads do not share one.
class Figures {
  public:
    /// `found` are the words of figure_words() in `text`, in any order; `text` must outlive it. O(text + found).
    Figures(std::string_view text, std::span<const FoundFigure> found);

    /// How the text uses the name at `name`, whose concept is of `kind`. O(log found).
    NameUse use_of(Span name, ConceptKind kind) const;

    /// The fixed figures, and what something is likened to that would be an event; by begin.
    std::vector<Span> unreal() const;

  private:
    struct Likening {
        Span span;  // what stands between the beginning and the ending
        bool is_event = false;
    };
    struct Beside {
        Span sentence;
        std::uint16_t line = 0;
    };

    void add_simile(Span ending, std::uint16_t line);
    void add_open(Span beginning);
    void add_likening(Span inside, std::uint32_t beginning);
    void sort();
    bool is_of_topic(Span name, std::string_view folded) const;
    bool is_beside(Span name, std::string_view folded) const;

    // Each by begin.
    std::string_view text_;
    std::vector<Span> idioms_;
    std::vector<Likening> likenings_;
    std::vector<Span> topics_;
    std::vector<Beside> besides_;
};

/// Where a text only likens something to an event, or uses a fixed figure, so that no phrase there tells of what
/// happened; by begin. O(text).
std::vector<Span> unreal_spans(std::string_view text);

/// Whether a word of data/medicine/product_endings.txt behind the name of an illness that ends at `end` makes the two
/// the name of a product: 感冒灵. O(1).
bool makes_a_product(std::string_view text, std::uint32_t end);

}  // namespace xinglin
