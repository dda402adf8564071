#include "web/citations.h"

#include <algorithm>

#include "web/blocks.h"

namespace xinglin {

std::size_t Citations::number_of(const Ref& source) {
    const auto known = std::ranges::find(sources_, source.id, &Ref::id);
    if (known != sources_.end()) return static_cast<std::size_t>(known - sources_.begin()) + 1;
    sources_.push_back(source);
    return sources_.size();
}

void Citations::cite(Html& html, const std::vector<Ref>& sources) {
    std::vector<std::size_t> numbers;
    for (const Ref& source : sources) numbers.push_back(number_of(source));
    std::ranges::sort(numbers);
    for (const std::size_t number : numbers) {
        html.write("<sup class='cite'><a href='#source-{}' aria-label='来源{}'>{}</a></sup>", number, number, number);
    }
}

void Citations::write_list(Html& html) const {
    if (sources_.empty()) return;
    html.write("<ol class='sources-list'>{}</ol>", [&](Html& out) {
        std::size_t number = 0;
        for (const Ref& source : sources_) out.write("<li id='source-{}'>{}</li>", ++number, ref_link(source));
    });
}

void Citations::write_folded_list(Html& html) const {
    if (sources_.empty()) return;
    html.write("<details class='fold'><summary>来源（{}）</summary>{}</details>", sources_.size(),
               [&](Html& out) { write_list(out); });
}

}  // namespace xinglin
