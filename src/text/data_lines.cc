#include "text/data_lines.h"

#include <algorithm>

namespace xinglin {

namespace {

constexpr std::string_view kBlanks = " \t\r";

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(kBlanks);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

}  // namespace

std::vector<DataLine> data_lines(std::string_view text) {
    std::vector<DataLine> lines;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        const std::string_view said = trimmed(line.substr(0, line.find('#')));
        if (!said.empty()) lines.push_back({number, said});
    }
    return lines;
}

std::vector<std::string_view> data_fields(std::string_view line) {
    std::vector<std::string_view> fields;
    while (!line.empty()) {
        const std::size_t end = std::min(line.find('\t'), line.find("  "));
        fields.push_back(trimmed(line.substr(0, end)));
        if (end >= line.size()) break;
        line = trimmed(line.substr(end));
    }
    return fields;
}

}  // namespace xinglin
