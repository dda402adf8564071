#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "annotate/annotator.h"
#include "knowledge/knowledge.h"

namespace xinglin {

/// What curated knowledge says of the causes of one condition. Refers to the knowledge, which must outlive it.
class KnownCauses {
  public:
    KnownCauses(const Knowledge& knowledge, ConceptIndex subject);

    /// By strength; empty when no main cause is known.
    const std::vector<const Relation*>& main() const { return main_; }
    /// Whether one names a main cause or a kind of it.
    bool names_main(std::span<const Mention> mentions) const;
    /// Whether one names any cause, a kind of it, or what it is a kind of.
    bool names_any(std::span<const Mention> mentions) const;
    /// Whether `said`, of which the first 600 bytes are looked at, has most characters of a main cause's name:
    /// 桥静脉撕裂 is told as 桥静脉被撕破.
    bool are_paraphrased(std::string_view said) const;
    /// "主要原因是“A、B”。" and what the source says in short.
    std::string told() const;

  private:
    bool has_most_characters(std::string_view said, std::string_view name) const;

    const Knowledge& knowledge_;
    std::string_view subject_name_;
    std::vector<const Relation*> main_;
    std::vector<const std::string*> main_names_;  // of the same
    std::vector<ConceptIndex> accepted_main_;     // those and their kinds, ascending
    std::vector<ConceptIndex> accepted_;          // of every cause, with what it is a kind of; ascending
};

}  // namespace xinglin
