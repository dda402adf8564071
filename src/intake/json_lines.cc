#include "intake/json_lines.h"

#include <algorithm>

#include "base/strings.h"

namespace xinglin {

std::optional<InputLines::Line> InputLines::next() {
    line_.clear();
    bool is_too_long = false;
    bool has_begun = false;
    bool is_open = true;
    while (is_open) {
        if (block_.empty()) block_ = input_.next();
        if (block_.empty()) break;
        has_begun = true;
        const std::size_t length = std::min(block_.find('\n'), block_.size());
        is_open = length == block_.size();
        const std::size_t room = kMaxRowBytes - line_.size();
        if (length > room) is_too_long = true;
        line_.append(block_.substr(0, std::min(length, room)));
        block_.remove_prefix(is_open ? length : length + 1);
    }
    if (!has_begun) return std::nullopt;
    if (line_.ends_with('\r')) line_.pop_back();
    return Line{++number_, line_, is_too_long, is_open};
}

RowReader::Step JsonLinesReader::next() {
    for (;;) {
        const auto line = lines_.next();
        // What an input that failed ends with is no row.
        if (!line || (line->is_open && source().failure())) return Step::End;
        if (line->is_too_long) {
            return faulty(line->number, "line-too-long",
                          "This line has more than " + std::to_string(kMaxRowBytes) +
                              " bytes. Write one object on each line, none of them longer.",
                          line->text);
        }
        if (trimmed(line->text).empty()) continue;
        const Step step = json_row(line->text, line->number);
        if (step == Step::Fault && line->is_open && fault().rule == "broken-json") {
            --row_.number;
            return faulty(line->number, "broken-json",
                          "The file ends in the middle of this line: it was cut off. Get it whole and import it again.",
                          line->text);
        }
        return step;
    }
}

}  // namespace xinglin
