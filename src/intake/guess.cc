// The header is the row, among the first, in which most cells are names that headers have; the kind of row is the one
// most of whose fields it names, with what the kind needs counting more.
#include "intake/guess.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <optional>
#include <span>
#include <utility>

#include "base/check.h"
#include "base/strings.h"
#include "intake/data.h"
#include "intake/rows.h"
#include "intake/spreadsheet.h"
#include "intake/table_columns.h"
#include "pack/dump.h"
#include "text/data_lines.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

constexpr std::size_t kReadBytes = std::size_t{256} << 10;
constexpr std::size_t kHeaderRows = 6;
constexpr std::size_t kSampleCharacters = 30;

using TableRow = std::vector<std::string>;

/// A column's name as names are compared.
std::string compared(std::string_view written) {
    std::string out;
    int depth = 0;
    const std::string folded = fold(tidied(written));
    for (std::size_t at = 0; at < folded.size();) {
        const Decoded decoded = decode_utf8(folded, at);
        const char32_t c = decoded.code_point;
        const bool opens = c == U'(' || c == U'[' || c == U'【';
        const bool closes = c == U')' || c == U']' || c == U'】';
        if (opens) ++depth;
        const bool is_mark = c == U' ' || c == U'_' || c == U'-' || c == U':' || c == U'*' || c == U'/' || c == U'\n';
        if (depth == 0 && !closes && !is_mark) out.append(folded, at, decoded.length);
        if (closes && depth > 0) --depth;
        at += decoded.length;
    }
    return out;
}

struct KnownField {
    std::string name;
    std::vector<std::string> columns;  ///< compared(), the likeliest first
};

struct KnownKind {
    AdapterKind adapter = AdapterKind::Records;
    std::vector<KnownField> fields;
};

std::vector<std::string_view> needed_fields(AdapterKind kind) {
    switch (kind) {
        case AdapterKind::Doctors:
            return {"name", "hospital"};
        case AdapterKind::Articles:
            return {"title", "body"};
        case AdapterKind::Questions:
            return {"question", "answer"};
        case AdapterKind::Tests:
            return {"name", "description"};
        case AdapterKind::Codes:
            return {"code", "name"};
        case AdapterKind::Drugs:
        case AdapterKind::Hospitals:
        case AdapterKind::Diseases:
        case AdapterKind::Records:
        case AdapterKind::DrugClasses:
        case AdapterKind::Terminology:
        case AdapterKind::Fhir:
            break;
    }
    return {"name"};
}

const std::vector<KnownKind>& known_kinds() {
    static const std::vector<KnownKind> all = [] {
        std::vector<KnownKind> kinds;
        for (const DataLine& line : data_lines(intake_data("column_names.txt"))) {
            const auto fields = data_fields(line.text);
            const auto adapter = adapter_kind_named(fields.front());
            CHECK(adapter && fields.size() > 2);
            if (kinds.empty() || kinds.back().adapter != *adapter) kinds.push_back({*adapter, {}});
            KnownField field{std::string(fields[1]), {}};
            for (const std::string_view name : std::span(fields).subspan(2)) field.columns.push_back(compared(name));
            kinds.back().fields.push_back(std::move(field));
        }
        return kinds;
    }();
    return all;
}

/// Which column each field of the kind is, by the field's place in the kind; each column is taken once.
std::vector<std::optional<std::size_t>> matched(const KnownKind& kind, const std::vector<std::string>& names) {
    std::vector<bool> is_taken(names.size(), false);
    std::vector<std::optional<std::size_t>> found;
    for (const KnownField& field : kind.fields) {
        std::optional<std::size_t> column;
        for (const std::string& known : field.columns) {
            for (std::size_t i = 0; i < names.size() && !column; ++i) {
                if (!is_taken[i] && names[i] == known) column = i;
            }
            if (column) break;
        }
        if (column) is_taken[*column] = true;
        found.push_back(column);
    }
    return found;
}

/// How well the kind explains a header: fields found, those that it needs four times.
std::size_t score_of(const KnownKind& kind, const std::vector<std::optional<std::size_t>>& found) {
    constexpr std::size_t kNeededWeight = 4;
    const auto needed = needed_fields(kind.adapter);
    std::size_t score = 0;
    for (std::size_t i = 0; i < found.size(); ++i) {
        if (!found[i]) continue;
        score += std::ranges::find(needed, kind.fields[i].name) != needed.end() ? kNeededWeight : 1;
    }
    return score;
}

/// The first rows of a table; what is not closed at the end of what was read is left out.
std::vector<TableRow> first_rows(std::string_view text, char separator, bool is_whole) {
    std::vector<TableRow> rows;
    TableRow row{""};
    bool is_quoted = false;
    for (std::size_t i = 0; i < text.size() && rows.size() < 2 * kHeaderRows; ++i) {
        const char c = text[i];
        if (is_quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
            row.back() += '"';
            ++i;
        } else if (c == '"' && (is_quoted || row.back().empty())) {
            is_quoted = !is_quoted;
        } else if (is_quoted || (c != separator && c != '\n')) {
            row.back() += c;
        } else if (c == separator) {
            row.emplace_back();
        } else {
            rows.push_back(std::exchange(row, TableRow{""}));
        }
    }
    if (is_whole && (row.size() > 1 || !row.back().empty())) rows.push_back(std::move(row));
    return rows;
}

struct Beginning {
    std::string text;
    TextEncoding encoding = TextEncoding::Utf8;
    bool is_whole = true;
};

Result<Beginning> beginning_of(const std::filesystem::path& file) {
    Beginning beginning;
    if (is_workbook(file)) {
        auto table = read_spreadsheet(file);
        if (!table) return table.error();
        beginning.text = *std::move(table);
        return beginning;
    }
    std::string bytes(kReadBytes, '\0');
    std::ifstream stream(file, std::ios::binary);
    stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(stream.gcount()));
    const auto invalid = first_invalid_utf8(bytes);
    constexpr std::size_t kLongestCharacter = 4;  // which the end of what was read may cut
    const bool is_utf8 = !invalid || (bytes.size() == kReadBytes && *invalid + kLongestCharacter > bytes.size());
    beginning.encoding = !is_utf8 && reads_as_gb18030(bytes) ? TextEncoding::Gb18030 : TextEncoding::Utf8;
    auto input = Input::open(file, beginning.encoding);
    if (!input) return input.error();
    while (beginning.text.size() < kReadBytes) {
        const std::string_view block = (*input)->next();
        if (block.empty()) break;
        beginning.text += block;
    }
    beginning.is_whole = beginning.text.size() < kReadBytes;
    return beginning;
}

/// A header, its kind and how well they go together.
struct Candidate {
    std::size_t score = 0;
    char separator = ',';
    std::size_t header = 0;
    const KnownKind* kind = nullptr;
    std::vector<std::optional<std::size_t>> found;
    std::vector<TableRow> rows;
};

Candidate best_candidate(const Beginning& beginning) {
    Candidate best;
    for (const char separator : {',', '\t', ';', '|'}) {
        std::vector<TableRow> rows = first_rows(beginning.text, separator, beginning.is_whole);
        for (std::size_t i = 0; i < std::min(rows.size(), kHeaderRows); ++i) {
            std::vector<std::string> names;
            for (const std::string& cell : rows[i]) names.push_back(compared(cell));
            for (const KnownKind& kind : known_kinds()) {
                auto found = matched(kind, names);
                const std::size_t score = score_of(kind, found);
                if (score > best.score) best = {score, separator, i, &kind, std::move(found), rows};
            }
        }
    }
    return best;
}

std::string shortened(std::string_view text) {
    std::string tidy = tidied(text);
    std::replace(tidy.begin(), tidy.end(), '\n', ' ');
    if (count_characters(tidy) <= kSampleCharacters) return tidy;
    std::size_t at = 0;
    for (std::size_t i = 0; i < kSampleCharacters; ++i) at += decode_utf8(tidy, at).length;
    return tidy.substr(0, at) + "…";
}

/// The first value below the header in a column, "" when there is none among the rows that were read.
std::string sample_of(const Candidate& best, std::size_t column) {
    for (std::size_t i = best.header + 1; i < best.rows.size(); ++i) {
        if (column < best.rows[i].size() && !trimmed(best.rows[i][column]).empty()) {
            return shortened(best.rows[i][column]);
        }
    }
    return {};
}

std::string toml_quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (static_cast<unsigned char>(c) >= 0x20) out += c;
    }
    return out + '"';
}

std::string toml_list(const std::vector<std::string>& items) {
    std::vector<std::string> quoted;
    for (const std::string& item : items) quoted.push_back(toml_quoted(item));
    return "[" + join(quoted, ", ") + "]";
}

/// In the order of the kind's fields.
std::vector<std::string> pairs_of(const ImportProfile& profile) {
    std::vector<std::string> pairs;
    for (const KnownKind& kind : known_kinds()) {
        if (kind.adapter != profile.adapter) continue;
        for (const KnownField& field : kind.fields) {
            const auto column = profile.columns.find(field.name);
            if (column != profile.columns.end()) pairs.push_back(field.name + "=" + column->second);
        }
    }
    return pairs;
}

std::string separator_word(char separator) {
    return separator == '\t' ? "tab" : std::string(1, separator);
}

}  // namespace

Result<ProfileGuess> guess_profile(const std::filesystem::path& file, const Date& today) {
    const auto beginning = beginning_of(file);
    if (!beginning) return beginning.error();
    const Candidate best = best_candidate(*beginning);
    constexpr std::size_t kLeastScore = 4;  // a needed field
    if (best.kind == nullptr || best.score < kLeastScore) {
        return Error{ErrorCode::InvalidInput,
                     "None of the first rows names columns that are known here (docs/IMPORT.md lists what is read). "
                     "Write the profile by hand, or give the columns names such as 姓名, 医院, 科室.",
                     file.string()};
    }
    ProfileGuess guess;
    ImportProfile& profile = guess.profile;
    profile.adapter = best.kind->adapter;
    // A name that no slug can say (医生名单) would become a number.
    profile.origin = slug_from(file.stem().string());
    if (profile.origin.starts_with("dump-")) profile.origin = name_of(profile.adapter);
    profile.retrieved_on = today;
    profile.encoding = beginning->encoding;
    profile.separator = best.separator;
    const TableRow& header = best.rows[best.header];
    std::vector<bool> is_used(header.size(), false);
    for (std::size_t i = 0; i < best.found.size(); ++i) {
        if (!best.found[i]) continue;
        const std::size_t column = *best.found[i];
        is_used[column] = true;
        profile.columns.emplace(best.kind->fields[i].name, trimmed(header[column]));
        guess.samples.push_back(best.kind->fields[i].name + " = " + sample_of(best, column));
    }
    for (const std::string_view field : needed_fields(profile.adapter)) {
        if (!profile.columns.contains(field)) guess.missing.emplace_back(field);
    }
    for (std::size_t i = 0; i < header.size(); ++i) {
        if (!is_used[i] && !trimmed(header[i]).empty()) guess.unused.emplace_back(trimmed(header[i]));
    }
    return guess;
}

std::string profile_text(const ProfileGuess& guess) {
    const ImportProfile& profile = guess.profile;
    std::string text = "# A proposal: look at each line, and complete title, publisher and licence.\n";
    for (const std::string& sample : guess.samples) text += "#   " + sample + "\n";
    for (const std::string& column : guess.unused) text += "# not taken over: " + shortened(column) + "\n";
    text += "adapter = " + toml_quoted(name_of(profile.adapter)) + "\n";
    text += "origin = " + toml_quoted(profile.origin) + "\n";
    text += "title = " + toml_quoted(profile.origin) + "\n";
    text += "publisher = \"未注明\"\n";
    text += "year = " + profile.retrieved_on.iso().substr(0, 4) + "\n";
    text += "licence = \"not stated\"\n";
    text += "retrieved_on = " + profile.retrieved_on.iso() + "\n";
    if (profile.encoding != TextEncoding::Utf8) text += "encoding = " + toml_quoted(name_of(profile.encoding)) + "\n";
    if (profile.separator != ',') text += "separator = " + toml_quoted(separator_word(profile.separator)) + "\n";
    text += "columns = " + toml_list(pairs_of(profile)) + "\n";
    if (!guess.missing.empty()) {
        std::vector<std::string> values;
        for (const std::string& field : guess.missing) values.push_back(field + "=…");
        text += "# Needed, and no column was found: add it to columns, or say what every row says:\n";
        text += "# values = " + toml_list(values) + "\n";
    }
    return text;
}

}  // namespace xinglin
