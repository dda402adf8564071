#pragma once

#include <string_view>
#include <vector>

#include "app/views.h"
#include "html/html.h"
#include "web/citations.h"

namespace xinglin {

/// The care cards of one level as one: each says whose signs it lists, whether any or all of them count, and what to
/// do. `subject` is what the page is about, which no card repeats.
class CareLevels {
  public:
    CareLevels(std::vector<CareCard> cards, Ref subject);

    bool empty() const { return cards_.empty(); }

    /// The most pressing level as one card. Nothing without cards.
    void write_first(Html& html, Citations& citations) const;

    /// The other levels, a card each; nothing when there are none.
    void write_others(Html& html, Citations& citations) const;

    /// All levels with what they rest on, behind one line that says the most pressing one: for pages whose text comes
    /// first.
    void write_line(Html& html) const;

  private:
    void write_level(Html& html, CareLevel level, Citations& citations) const;
    void write_card(Html& html, const CareCard& card, Citations& citations) const;

    std::vector<CareCard> cards_;  // by level, the subject's own before those of its treatment
    Ref subject_;
};

}  // namespace xinglin
