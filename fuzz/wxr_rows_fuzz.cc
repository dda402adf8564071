// A WordPress export: each row is an article's fields, faults have a mend, the same input gives the same rows, and what
// is no XML ends in a failure.
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <sstream>
#include <string>

#include "intake/rows.h"
#include "text/utf8.h"

namespace {

using xinglin::RowReader;

void require(bool holds) {
    if (!holds) std::abort();
}

std::string read(const std::string& text) {
    xinglin::ImportProfile profile;
    profile.adapter = xinglin::AdapterKind::Records;
    auto input = xinglin::Input::over(std::make_unique<std::istringstream>(text), text.size(), profile.encoding, "x");
    if (!input || (*input)->facts().is_gzip) return {};
    const auto reader = xinglin::rows_of(std::move(*input), profile, "x");
    require(static_cast<bool>(reader));
    RowReader& rows = **reader;
    std::string all;
    std::size_t count = 0;
    for (auto step = rows.next(); step != RowReader::Step::End; step = rows.next()) {
        require(rows.rows() == ++count);
        if (step == RowReader::Step::Row) {
            all += boost::json::serialize(rows.row().fields) + "\n";
        } else {
            require(!rows.fault().message.empty() && !xinglin::first_invalid_utf8(rows.fault().text));
        }
    }
    require(rows.next() == RowReader::Step::End);
    if (rows.failure()) require(!rows.failure()->message.empty());
    return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text = "<rss" + std::string(reinterpret_cast<const char*>(data), size);
    require(read(text) == read(text));
    read(std::string(reinterpret_cast<const char*>(data), size));
    return 0;
}
