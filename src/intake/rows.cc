#include "intake/rows.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>
#include <utility>

#include "intake/bundle.h"
#include "intake/csv.h"
#include "intake/json_lines.h"
#include "intake/spreadsheet.h"
#include "intake/wxr.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

namespace json = boost::json;

/// How much of a row is kept with a finding.
constexpr std::size_t kFindingTextBytes = 4096;

constexpr std::size_t kMaxJsonDepth = 32;

/// The name of the first text in `value` that is too long or holds a NUL, and what is wrong.
struct TextFinding {
    std::string field;
    std::string_view rule;
    std::string message;
};

std::optional<TextFinding> find_bad_text(const json::value& value, const std::string& path) {
    if (const auto* text = value.if_string()) {
        if (text->size() > kMaxRowFieldBytes) {
            return TextFinding{path, "field-too-long",
                               "This text has " + std::to_string(text->size()) + " bytes; the limit is " +
                                   std::to_string(kMaxRowFieldBytes) + ". Is a quotation mark missing?"};
        }
        if (std::string_view(*text).find('\0') != std::string_view::npos) {
            return TextFinding{path, "text-debris", "This text holds a NUL character; remove it."};
        }
    } else if (const auto* array = value.if_array()) {
        for (std::size_t i = 0; i < array->size(); ++i) {
            if (auto bad = find_bad_text((*array)[i], path + "[" + std::to_string(i) + "]")) return bad;
        }
    } else if (const auto* object = value.if_object()) {
        for (const auto& member : *object) {
            const std::string name(member.key());
            if (name.find('\0') != std::string::npos) {
                return TextFinding{path, "text-debris", "A field's name holds a NUL character; remove it."};
            }
            if (auto bad = find_bad_text(member.value(), path.empty() ? name : path + "." + name)) return bad;
        }
    }
    return {};
}

/// Whether a text of the row could be one that find_bad_text() finds: most rows are shorter than the limit for a text.
bool may_hold_bad_text(std::string_view text) {
    return text.size() > kMaxRowFieldBytes || text.find("\\u0000") != std::string_view::npos;
}

}  // namespace

std::string as_utf8(std::string_view text, std::size_t limit_bytes) {
    std::string clean;
    for (std::size_t at = 0; at < text.size() && clean.size() < limit_bytes;) {
        const Decoded decoded = decode_utf8(text, at);
        if (clean.size() + utf8_length(decoded.code_point) > limit_bytes) break;
        append_utf8(clean, decoded.code_point == 0 ? U'\uFFFD' : decoded.code_point);
        at += decoded.length;
    }
    return clean;
}

RowReader::Step RowReader::faulty(std::size_t line, std::string_view rule, std::string message, std::string_view text) {
    ++row_.number;
    fault_ = {line, {}, std::string(rule), std::move(message), as_utf8(text, kFindingTextBytes)};
    return Step::Fault;
}

std::optional<GateFinding> RowReader::begin_row(std::string_view text, std::size_t line) {
    if (const auto offset = first_invalid_utf8(text)) {
        std::string message;
        switch (input_->encoding()) {
            case TextEncoding::Utf8:
                message = "Byte " + std::to_string(*offset + 1) + " of this row is not valid UTF-8. ";
                message += reads_as_gb18030(text)
                               ? "This reads as GB18030: say encoding = \"gb18030\" in the profile, or save the file "
                                 "as UTF-8."
                               : "Save the file as UTF-8.";
                break;
            case TextEncoding::Gb18030:
                message = "This row holds bytes that are no GB18030 character; look at it in the original.";
                break;
        }
        return GateFinding{line, {}, "invalid-utf8", std::move(message), as_utf8(text, kFindingTextBytes)};
    }
    if (text.find('\0') != std::string_view::npos) {
        return GateFinding{
            line, {}, "text-debris", "This row holds a NUL character; remove it.", as_utf8(text, kFindingTextBytes)};
    }
    row_.line = line;
    row_.text = text;
    row_.fields.clear();
    return {};
}

RowReader::Step RowReader::json_row(std::string_view text, std::size_t line) {
    if (auto bad = begin_row(text, line)) {
        return faulty(line, bad->rule, std::move(bad->message), text);
    }
    json::parse_options options;
    options.max_depth = kMaxJsonDepth;
    json::error_code error;
    json::value value = json::parse(text, error, json::storage_ptr(), options);
    if (error) {
        return faulty(line, "broken-json",
                      "This is not one JSON object (" + error.message() +
                          "). Write one complete object on each line, with quoted field names and commas between.",
                      text);
    }
    if (!value.is_object()) {
        return faulty(line, "unknown-record-shape", "This is JSON, but not an object in braces.", text);
    }
    if (may_hold_bad_text(text)) {
        if (auto bad = find_bad_text(value, {})) {
            const Step step = faulty(line, bad->rule, std::move(bad->message), text);
            fault_.field = std::move(bad->field);
            return step;
        }
    }
    ++row_.number;
    row_.fields = std::move(value.as_object());
    return Step::Row;
}

bool is_workbook(const std::filesystem::path& file) {
    std::array<char, 4> first{};
    std::ifstream stream(file, std::ios::binary);
    return stream.read(first.data(), first.size()) && begins_zip({first.data(), first.size()});
}

Result<std::unique_ptr<RowReader>> open_rows(const std::filesystem::path& file, const ImportProfile& profile) {
    if (reads_table(profile.adapter) && is_workbook(file)) {
        auto table = read_spreadsheet(file, profile.sheet);
        if (!table) return table.error();
        const std::size_t bytes = table->size();
        auto input = Input::over(std::make_unique<std::istringstream>(*std::move(table)), bytes, TextEncoding::Utf8,
                                 file.string());
        if (!input) return input.error();
        ImportProfile as_written = profile;
        as_written.separator = ',';
        return rows_of(std::move(*input), as_written, file.string());
    }
    auto input = Input::open(file, profile.encoding);
    if (!input) return input.error();
    return rows_of(std::move(*input), profile, file.string());
}

Result<std::unique_ptr<RowReader>> rows_of(std::unique_ptr<Input> input, const ImportProfile& profile,
                                           const std::string& name) {
    switch (profile.adapter) {
        case AdapterKind::Records: {
            const std::string_view first = input->next();
            if (begins_xml(first)) return open_wxr(std::move(input), first);
            return std::unique_ptr<RowReader>(std::make_unique<JsonLinesReader>(std::move(input), first));
        }
        case AdapterKind::Diseases:
            return std::unique_ptr<RowReader>(std::make_unique<JsonLinesReader>(std::move(input)));
        case AdapterKind::Drugs:
        case AdapterKind::Hospitals:
        case AdapterKind::Codes:
        case AdapterKind::DrugClasses:
        case AdapterKind::Terminology:
        case AdapterKind::Doctors:
        case AdapterKind::Articles:
        case AdapterKind::Questions:
        case AdapterKind::Tests:
            return open_table(std::move(input), profile, name);
        case AdapterKind::Fhir:
            return open_bundle(std::move(input));
    }
    return Error{ErrorCode::InvalidInput, "This adapter reads nothing.", name};
}

}  // namespace xinglin
