// A table: each row has a number, a line and text of the file, faults have a mend, and what holds no quotation mark has
// a row for each line, but those of a title above the header. The first byte chooses separator and header.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>

#include "base/strings.h"
#include "intake/rows.h"
#include "text/utf8.h"

namespace {

using xinglin::RowReader;

void require(bool holds) {
    if (!holds) std::abort();
}

std::size_t count_lines(std::string_view text) {
    std::size_t count = 0;
    for (std::string_view line : xinglin::split(text, '\n')) {
        if (!line.empty() && line != "\r") ++count;
    }
    return count;
}

void check_row(const xinglin::InputRow& row, std::string_view text) {
    require(row.line >= 1 && text.find(row.text) != std::string_view::npos);
    require(!xinglin::first_invalid_utf8(row.text) && row.text.find('\0') == std::string_view::npos);
    for (const auto& field : row.fields) require(field.value().is_string());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    xinglin::ImportProfile profile;
    profile.adapter = xinglin::AdapterKind::Drugs;
    profile.separator = ",;\t|"[data[0] % 4];
    profile.has_header = data[0] % 8 < 4;
    if (data[0] % 3 == 0) profile.columns = {{"name", "1"}};
    const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
    auto input = xinglin::Input::over(std::make_unique<std::istringstream>(text), text.size(), profile.encoding, "t");
    if (!input || (*input)->facts().is_gzip) return 0;
    const auto reader = xinglin::rows_of(std::move(*input), profile, "t");
    if (!reader) {
        require(!reader.error().message.empty() && reader.error().where.starts_with("t"));
        return 0;
    }
    RowReader& rows = **reader;
    std::size_t count = 0;
    std::size_t line = 0;
    for (auto step = rows.next(); step != RowReader::Step::End; step = rows.next()) {
        require(rows.rows() == ++count);
        if (step == RowReader::Step::Row)
            check_row(rows.row(), text);
        else
            require(!rows.fault().message.empty() && !xinglin::first_invalid_utf8(rows.fault().text));
        const std::size_t now = step == RowReader::Step::Row ? rows.row().line : rows.fault().line;
        require(now > line);
        line = now;
    }
    require(rows.next() == RowReader::Step::End && !rows.failure());
    const std::string_view body = std::string_view(text).substr(text.starts_with("\xEF\xBB\xBF") ? 3 : 0);
    if (body.find('"') != std::string_view::npos) return 0;
    const std::size_t without_title = count + (profile.has_header ? 1 : 0);
    require(without_title <= count_lines(body) && count_lines(body) <= without_title + (profile.has_header ? 5 : 0));
    return 0;
}
