#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pack/field_text.h"
#include "records/record.h"

namespace xinglin {

/// A source cited in a body as [@slug].
struct Citation {
    std::string source;  ///< "source/slug"
    Place place;
};

/// An article file, read: TOML between two lines of +++, an empty line, the Markdown body.
struct ArticleReading {
    std::optional<Record> record;  ///< There when no problem is an error.
    std::string id;                ///< Also when the rest is wrong; "" when it cannot be told.
    FieldPlaces places;
    std::vector<Citation> citations;
    std::vector<PlacedProblem> problems;
};

/// Reads an article file. The record's origin, language and fictitious mark are left unset. Rules: no-front-matter,
/// those of parse_toml(), of the record codec and of check(Record), bad-citation.
ArticleReading read_article(std::string_view text);

/// The reverse: read_article(write_article(record)) gives the record, but for what only a store keeps.
std::string write_article(const Record& record);

}  // namespace xinglin
