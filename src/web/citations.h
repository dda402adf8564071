#pragma once

#include <cstddef>
#include <vector>

#include "app/views.h"
#include "html/html.h"

namespace xinglin {

/// The sources that a page cites by number, in the order in which it first cites them.
class Citations {
  public:
    /// "[1][2]" as links to the list. A source that was not cited before takes the next number.
    void cite(Html& html, const std::vector<Ref>& sources);

    /// The list; nothing when nothing was cited.
    void write_list(Html& html) const;

    /// The list folded, for the foot of a page.
    void write_folded_list(Html& html) const;

    bool empty() const { return sources_.empty(); }

  private:
    std::size_t number_of(const Ref& source);

    std::vector<Ref> sources_;
};

}  // namespace xinglin
