#include "web/sections.h"

namespace xinglin {
namespace {

constexpr std::size_t kContentsFrom = 3;

}  // namespace

void Sections::write_contents(Html& html) const {
    if (sections_.size() < kContentsFrom) return;
    html.write("<nav class='jumps' aria-label='本页目录'><ul>{}</ul></nav>",
               each(sections_, [](Html& out, const Section& section) {
                   out.write("<li><a href='#{}'>{}</a></li>", section.id, section.heading);
               }));
}

void Sections::write(Html& html) const {
    for (const Section& section : sections_) {
        html.write("<section class='part' aria-labelledby='{}'><h2 id='{}'>{}</h2>{}</section>", section.id, section.id,
                   section.heading, section.body);
    }
}

}  // namespace xinglin
