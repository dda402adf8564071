#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "annotate/complaint_words.h"
#include "knowledge/concept.h"
#include "text/utf8.h"

namespace xinglin {

/// Reads complaints in everyday words by composition: 脖子今天早上有点硬 is a site, words that say nothing of their
/// own, and a quality, which together are 颈项强直. From each quality it goes back, word by word, to the sites before
/// it in the clause or the one before; from a function (抬不起) also on to the site behind. What it does not know ends
/// the search, so that nothing is put together over words with a meaning. Immutable, thread-safe.
class ComplaintReader {
  public:
    /// A word of the vocabulary that stands in the text.
    struct Quality {
        Span span;
        const ComplaintWords::Word* word = nullptr;
    };

    /// A name of a concept in the text.
    struct Name {
        Span span;
        ConceptKind kind = ConceptKind::Condition;
        bool is_sure = false;
    };

    struct Reading {
        Span span;
        std::uint16_t complaint = 0;  ///< its place in the vocabulary's complaints()
        bool is_denied = false;       ///< 脖子不硬, 眼睛闭得上

        friend bool operator==(const Reading&, const Reading&) = default;
    };

    /// `words` must outlive the reader. Only complaints whose place in `is_known` is true are read.
    ComplaintReader(const ComplaintWords& words, std::vector<bool> is_known);

    /// The complaints in `text`, by begin, none overlapping. `qualities` and `names` are those of the text, by begin,
    /// none overlapping its own kind. A reading takes the place of the names that it covers; of a name that says more,
    /// it keeps clear. O(text): each search is bounded.
    std::vector<Reading> read(std::string_view text, std::span<const Quality> qualities,
                              std::span<const Name> names) const;

  private:
    struct Step;
    struct Site;
    class Clause;
    class Before;

    std::optional<std::uint16_t> composed(const ComplaintWords::Word& site, const ComplaintWords::Word& quality) const;
    std::optional<std::uint16_t> alone(const ComplaintWords::Word& quality) const;
    void read_quality(const Clause& clause, const Quality& quality, std::vector<Reading>& readings) const;
    bool add_sites(const Clause& clause, const Quality& quality, std::span<const Site> sites, bool is_denied,
                   std::vector<Reading>& readings) const;
    void add_alone(const Clause& clause, const Quality& quality, bool is_denied, std::vector<Reading>& readings) const;
    bool add_topic(const Clause& clause, const Quality& quality, const Before& before,
                   std::vector<Reading>& readings) const;
    static bool add_bare(const Clause& clause, const Quality& quality, const Reading& reading,
                         std::vector<Reading>& readings);
    static std::optional<Site> site_behind(const Clause& clause, const Quality& quality);

    const ComplaintWords& words_;
    std::vector<bool> is_known_;
};

}  // namespace xinglin
