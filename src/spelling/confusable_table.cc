#include "spelling/confusable_table.h"

#include <vector>

#include "base/check.h"
#include "spelling/spelling_data.h"
#include "text/data_lines.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

struct ReadTable {
    std::string_view tones;
    std::vector<std::u16string> looks;
};

ReadTable read_table() {
    const std::vector<DataLine> lines = data_lines(spelling_data("confusables.txt"));
    CHECK(!lines.empty());
    ReadTable table{lines.front().text, {}};
    table.looks.reserve(lines.size() - 1);
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const std::string_view line = lines[i].text;
        std::u16string& row = table.looks.emplace_back();
        for (std::size_t at = 0; at < line.size();) {
            const Decoded character = decode_utf8(line, at);
            row += static_cast<char16_t>(character.code_point);
            at += character.length;
        }
    }
    return table;
}

}  // namespace

ConfusableTable confusable_table() {
    static const ReadTable table = read_table();
    return {table.tones, table.looks};
}

}  // namespace xinglin
