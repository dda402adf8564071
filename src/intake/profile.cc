#include "intake/profile.h"

#include <algorithm>

#include "base/files.h"
#include "base/json_fields.h"
#include "base/name_table.h"
#include "knowledge/knowledge.h"
#include "knowledge/text_check.h"
#include "pack/toml_text.h"

namespace xinglin {
namespace {

constexpr NameTable<AdapterKind> kAdapterKinds("diseases", "records", "drugs", "hospitals", "codes", "drug-classes",
                                               "terminology", "fhir", "doctors", "articles", "questions", "tests");
constexpr NameTable<TextEncoding> kTextEncodings("utf-8", "gb18030");

constexpr std::uintmax_t kMaxProfileBytes = std::uintmax_t{256} << 10;

constexpr std::string_view kAdapterMessage =
    "The adapter says what the rows are: diseases, records, drugs, hospitals, doctors, articles, questions, tests, "
    "codes, drug-classes, terminology or fhir.";

void read_adapter(JsonFields& fields, ImportProfile& profile) {
    const auto kind = adapter_kind_named(fields.required_text("adapter"));
    if (!kind) return fields.fail("adapter", std::string(kAdapterMessage));
    profile.adapter = *kind;
}

void read_origin(JsonFields& fields, ImportProfile& profile) {
    profile.origin = fields.required_text("origin");
    if (!is_valid_slug(profile.origin)) {
        fields.fail("origin", "An origin is 1 to 80 of the characters a-z 0-9 and hyphen, such as \"disease-kb\".");
    }
}

void read_source(JsonFields& fields, ImportProfile& profile) {
    profile.title = fields.required_text("title");
    profile.publisher = fields.required_text("publisher");
    const auto year = fields.integer("year");
    if (!year) fields.fail_missing("year");
    profile.year = static_cast<int>(std::clamp<std::int64_t>(year.value_or(0), -1, 99999));
    profile.licence = fields.required_text("licence");
    profile.url = fields.text("url");
    profile.retrieved_on = fields.date("retrieved_on");
    if (!profile.retrieved_on.known()) fields.fail_missing("retrieved_on");
}

/// A consumer portal's articles on diseases give advice that nobody has reviewed: for editors, unless the profile says
/// otherwise.
void read_audience(JsonFields& fields, ImportProfile& profile) {
    const std::string name = fields.text("show");
    if (name.empty()) {
        profile.show = profile.adapter == AdapterKind::Diseases ? Audience::Editors : Audience::Readers;
        return;
    }
    const auto audience = audience_named(name);
    if (!audience) return fields.fail("show", "A collection is shown to \"readers\" or to \"editors\".");
    profile.show = *audience;
}

void read_encoding(JsonFields& fields, ImportProfile& profile) {
    const std::string name = fields.text("encoding");
    if (name.empty()) return;
    const auto encoding = text_encoding_named(name);
    if (!encoding)
        return fields.fail("encoding", "The encodings are \"utf-8\" and \"gb18030\" (which GBK is part of).");
    profile.encoding = *encoding;
}

/// A list of "field=something", each field once.
void read_pairs(JsonFields& fields, std::string_view list, std::string_view form, std::string_view example,
                StringMap<std::string>& pairs) {
    const std::vector<std::string> written = fields.texts(list);
    for (std::size_t i = 0; i < written.size(); ++i) {
        const std::string where = std::string(list) + "[" + std::to_string(i) + "]";
        const std::size_t equals = written[i].find('=');
        const std::string_view name = trimmed(std::string_view(written[i]).substr(0, equals));
        const std::string_view said =
            equals == std::string::npos ? std::string_view() : trimmed(std::string_view(written[i]).substr(equals + 1));
        if (name.empty() || said.empty()) {
            return fields.fail(where, "Write \"" + std::string(form) + "\", such as \"" + std::string(example) + "\".");
        }
        if (!pairs.emplace(name, said).second) {
            return fields.fail(where, "The field \"" + std::string(name) + "\" has a " +
                                          (list == "columns" ? "column" : "value") + " already; keep one.");
        }
    }
}

void read_table(JsonFields& fields, ImportProfile& profile) {
    const std::string separator = fields.text("separator");
    if (separator == "tab" || separator == "\t") {
        profile.separator = '\t';
    } else if (separator.size() == 1 && std::string_view(",;|").find(separator[0]) != std::string_view::npos) {
        profile.separator = separator[0];
    } else if (!separator.empty()) {
        fields.fail("separator", "The separators are \",\", \";\", \"|\" and \"tab\".");
    }
    profile.sheet = fields.text("sheet");
    if (fields.find("has_header") != nullptr) profile.has_header = fields.flag("has_header");
    read_pairs(fields, "columns", "our field=the file's column", "name=药品名称", profile.columns);
    read_pairs(fields, "values", "our field=what every row says", "hospital=云溪医院", profile.values);
    const bool has_columns = !profile.columns.empty() || !profile.values.empty();
    const bool has_table_field = !separator.empty() || has_columns || fields.find("has_header") != nullptr;
    if (has_table_field && !reads_table(profile.adapter)) {
        fields.fail(profile.columns.empty() ? "separator" : "columns",
                    "The adapter \"" + std::string(name_of(profile.adapter)) + "\" reads no table; remove this.");
    }
}

/// Judges the source as that of a pack is judged.
void check_source(JsonFields& fields, const ImportProfile& profile) {
    KnowledgeData knowledge;
    knowledge.sources.push_back(profile.source());
    for (const Problem& problem : check(knowledge)) {
        if (problem.severity != Severity::Error) continue;
        const std::string_view field = problem.rule == "bad-year"  ? "year"
                                       : problem.rule == "bad-url" ? "url"
                                                                   : "title";
        fields.fail(field, problem.message + " " + problem.mend);
    }
}

/// "file:line:column"
std::string place_in(const std::filesystem::path& file, Place place) {
    return file.string() + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
}

}  // namespace

bool reads_table(AdapterKind kind) {
    switch (kind) {
        case AdapterKind::Drugs:
        case AdapterKind::Hospitals:
        case AdapterKind::Codes:
        case AdapterKind::DrugClasses:
        case AdapterKind::Terminology:
        case AdapterKind::Doctors:
        case AdapterKind::Articles:
        case AdapterKind::Questions:
        case AdapterKind::Tests:
            return true;
        case AdapterKind::Diseases:
        case AdapterKind::Records:
        case AdapterKind::Fhir:
            return false;
    }
    return false;
}

std::string_view name_of(AdapterKind kind) {
    return kAdapterKinds.name_of(kind);
}
std::optional<AdapterKind> adapter_kind_named(std::string_view name) {
    return kAdapterKinds.named(name);
}
std::string_view name_of(TextEncoding encoding) {
    return kTextEncodings.name_of(encoding);
}
std::optional<TextEncoding> text_encoding_named(std::string_view name) {
    return kTextEncodings.named(name);
}

Source ImportProfile::source() const {
    Source source;
    source.id = "source/" + origin;
    source.title = title;
    source.publisher = publisher;
    source.year = year;
    source.kind = SourceKind::Portal;
    source.licence = licence;
    source.edition = retrieved_on.iso();
    source.url = url;
    return source;
}

Result<ImportProfile> parse_profile(std::string_view text, const std::filesystem::path& file) {
    const FieldText read = parse_toml(text, 1);
    if (read.fault) {
        return Error{ErrorCode::InvalidInput, read.fault->message + " " + read.fault->mend,
                     place_in(file, read.fault->place)};
    }
    ImportProfile profile;
    JsonFields fields(read.object);
    read_adapter(fields, profile);
    read_origin(fields, profile);
    read_source(fields, profile);
    read_audience(fields, profile);
    read_encoding(fields, profile);
    read_table(fields, profile);
    check_source(fields, profile);
    const auto done = fields.finish();
    if (done) return profile;
    std::string message = done.error().where + ": " + done.error().message;
    if (done.error().message.starts_with(kUnknownFieldMessage)) message += " docs/IMPORT.md lists the fields.";
    return Error{ErrorCode::InvalidInput, std::move(message), place_in(file, read.places.of(done.error().where))};
}

Result<ImportProfile> read_profile(const std::filesystem::path& file) {
    const auto text = read_file(file, kMaxProfileBytes);
    if (!text) return text.error();
    return parse_profile(*text, file);
}

}  // namespace xinglin
