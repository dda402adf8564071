#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/enumeration.h"
#include "base/result.h"
#include "base/strings.h"
#include "knowledge/audience.h"
#include "knowledge/relation.h"

namespace xinglin {

/// What the rows of an input are.
enum class AdapterKind {
    Diseases,     ///< consumer-portal dump: one disease an object, with lists of names
    Records,      ///< JSON lines of articles, questions, doctors, drugs, tests, told apart by their fields
    Drugs,        ///< table: drug labels
    Hospitals,    ///< table: hospitals
    Codes,        ///< table: code and name of a classification (ICD-10)
    DrugClasses,  ///< table: drugs and the classes above them (ATC)
    Terminology,  ///< table: names of phenotypes or diseases in two languages (HPO)
    Fhir,         ///< FHIR R4 bundle of Practitioner, PractitionerRole, Organization
    Doctors,      ///< table: doctors
    Articles,     ///< table: articles, also in HTML
    Questions,    ///< table: questions and their answers
    Tests,        ///< table: examinations
};

inline constexpr int kAdapterKindCount = static_cast<int>(count_of<AdapterKind>);
std::string_view name_of(AdapterKind kind);  ///< "diseases", "records", ...
std::optional<AdapterKind> adapter_kind_named(std::string_view name);

bool reads_table(AdapterKind kind);  ///< CSV and the like, and workbooks

enum class TextEncoding { Utf8, Gb18030 };
std::string_view name_of(TextEncoding encoding);  ///< "utf-8", "gb18030"
std::optional<TextEncoding> text_encoding_named(std::string_view name);

/// How to read an input and what everything in it rests on. A small TOML file beside the data (docs/IMPORT.md).
struct ImportProfile {
    AdapterKind adapter = AdapterKind::Records;
    std::string origin;  ///< slug; names the imported collection, and its source is "source/<origin>"
    std::string title;   ///< of the source
    std::string publisher;
    int year = 0;
    std::string licence;
    std::string url;
    Date retrieved_on;
    Audience show = Audience::Readers;
    TextEncoding encoding = TextEncoding::Utf8;
    char separator = ',';            ///< of tables; '\t' for TSV
    std::string sheet;               ///< of workbooks; "": the first one that holds something
    bool has_header = true;          ///< of tables; false: columns are named "1", "2", ...
    StringMap<std::string> columns;  ///< of tables: our field name -> the file's column name
    StringMap<std::string> values;   ///< of tables: our field name -> what every row says

    /// The source that the whole collection rests on: kind portal, in force, its edition the day it was retrieved.
    Source source() const;
};

/// Reads the text of a profile; `file` is for `where`. InvalidInput with "file:line:column" of the first field at
/// fault.
Result<ImportProfile> parse_profile(std::string_view text, const std::filesystem::path& file);

/// Reads a profile. InvalidInput with "file:line:column" in `where`; NotFound when there is no such file.
Result<ImportProfile> read_profile(const std::filesystem::path& file);

}  // namespace xinglin
