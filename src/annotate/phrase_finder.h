#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/automaton.h"
#include "text/utf8.h"

namespace xinglin {

/// What is said in words that do not stand together: 吐了一大口血 is 吐|呕 and, not far behind, 血.
struct Phrase {
    /// Slots in order, parted by blanks; a slot is words joined by |, of which %drug is the name of any drug. Slots
    /// that begin with ! exclude: where one of their words stands in the sentence, the phrase is not read.
    std::string slots;
    std::uint32_t gap = 8;  ///< how many characters may stand between two slots
};

/// Finds phrases in texts, each within one sentence. A phrase is not read where 没, 不, 无 or 未 stands before or
/// between its words. Immutable, so any number of threads may share one.
class PhraseFinder {
  public:
    struct Found {
        std::uint32_t phrase = 0;  ///< its place in the list that the finder was made of
        Span span;
    };

    PhraseFinder() = default;
    explicit PhraseFinder(std::span<const Phrase> phrases);

    /// What `text` says; `drugs` are the spans of the names of drugs in it, by begin. O(text) for the words of the
    /// list.
    std::vector<Found> find(std::string_view text, std::span<const Span> drugs) const;

  private:
    struct Shape {
        std::uint32_t gap = 0;
        std::uint32_t slots = 0;
        std::uint32_t first_slot = 0;  // among the slots of all phrases
    };
    struct Place {
        std::uint32_t phrase = 0;
        std::uint32_t slot = 0;
        bool excludes = false;
    };
    struct Match {
        std::uint32_t word = 0;
        Span span;
    };

    std::vector<Match> matches_in(std::string_view text, std::span<const Span> drugs) const;
    void step(std::string_view text, Span word, const Place& place, std::vector<std::optional<Span>>& reached,
              std::vector<Found>& found) const;

    std::vector<Shape> shapes_;
    std::uint32_t slot_count_ = 0;
    Automaton automaton_;
    std::vector<std::vector<Place>> places_;  // by form
    std::optional<std::uint32_t> any_drug_;
};

}  // namespace xinglin
