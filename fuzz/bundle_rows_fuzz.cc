// A bundle cut by its brackets: the rows are the entries that a JSON parser finds in the whole, in order, and what is
// no JSON ends in faults or a failure, never elsewhere.
#include <boost/json.hpp>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "intake/rows.h"
#include "text/utf8.h"

namespace {

namespace json = boost::json;
using xinglin::RowReader;

void require(bool holds) {
    if (!holds) std::abort();
}

/// How often the key stands on the outermost level: the parser keeps only one of several, the reader takes each.
bool says_entry_once(const std::string& text) {
    const auto first = text.find("\"entry\"");
    return first != std::string::npos && text.find("\"entry\"", first + 1) == std::string::npos &&
           text.find("\\") == std::string::npos;
}

/// A row's fields for this entry.
json::value as_row(const json::value& entry) {
    const json::object& fields = entry.as_object();
    if (fields.contains("resource") || !fields.contains("resourceType")) return entry;
    return json::object{{"resource", entry}};
}

void compare(const std::vector<json::value>& rows, const json::array& entries) {
    std::size_t at = 0;
    for (const json::value& entry : entries) {
        if (!entry.is_object()) continue;
        require(at < rows.size() && json::serialize(rows[at]) == json::serialize(as_row(entry)));
        ++at;
    }
    require(at == rows.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    xinglin::ImportProfile profile;
    profile.adapter = xinglin::AdapterKind::Fhir;
    auto input = xinglin::Input::over(std::make_unique<std::istringstream>(text), text.size(), profile.encoding, "b");
    if (!input || (*input)->facts().is_gzip) return 0;
    const auto reader = xinglin::rows_of(std::move(*input), profile, "b");
    require(static_cast<bool>(reader));
    RowReader& reading = **reader;
    std::vector<json::value> rows;
    std::size_t count = 0;
    bool has_fault = false;
    for (auto step = reading.next(); step != RowReader::Step::End; step = reading.next()) {
        require(reading.rows() == ++count);
        if (step == RowReader::Step::Row) {
            rows.emplace_back(reading.row().fields);
            require(!xinglin::first_invalid_utf8(reading.row().text));
        } else {
            has_fault = true;
            require(!reading.fault().message.empty() && !xinglin::first_invalid_utf8(reading.fault().text));
        }
    }
    require(reading.next() == RowReader::Step::End);
    if (reading.failure()) require(!reading.failure()->message.empty());

    json::error_code error;
    const json::value whole = json::parse(text, error);
    if (error || !whole.is_object()) return 0;
    require(!reading.failure());
    const json::value* entries = whole.get_object().if_contains("entry");
    if (entries == nullptr || !entries->is_array() || !says_entry_once(text) || has_fault) return 0;
    compare(rows, entries->get_array());
    return 0;
}
