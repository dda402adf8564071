#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "html/html.h"

namespace xinglin {

/// The parts of a page under headings of level 2, in reading order, and the list of contents made of them.
class Sections {
  public:
    /// Takes what `write` writes. A part of which nothing is known writes nothing, and is left out with its heading.
    template <HtmlWriter Writer>
    void add(std::string_view id, std::string_view heading, const Writer& write) {
        Html body;
        write(body);
        if (!body.view().empty())
            sections_.push_back({std::string(id), std::string(heading), std::move(body).markup()});
    }

    bool empty() const { return sections_.empty(); }

    /// Links to the parts; nothing when there are so few that the eye finds them.
    void write_contents(Html& html) const;

    void write(Html& html) const;

  private:
    struct Section {
        std::string id;
        std::string heading;
        Markup body;
    };
    std::vector<Section> sections_;
};

}  // namespace xinglin
