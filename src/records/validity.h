#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "knowledge/knowledge.h"
#include "records/record.h"

namespace xinglin {

/// What is wrong with one text of a reader-facing field: control characters, HTML or script, invalid UTF-8.
/// `where` becomes the problem's `where`. Empty when nothing is.
std::vector<Problem> check_text(std::string_view text, std::string_view where);

/// Whether `id` is "kind/slug" with a slug of 1 to 80 characters of a-z 0-9 and hyphen.
bool is_valid_id(std::string_view id, std::string_view kind);

/// What is wrong with a record taken alone: a bad id, a missing name, dirty text, a review date before publication.
std::vector<Problem> check(const Record& record);

/// The source slugs that a Markdown body cites as [@slug], in order, each once.
std::vector<std::string> cited_sources(std::string_view markdown);

}  // namespace xinglin
