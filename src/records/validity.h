#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "knowledge/knowledge.h"
#include "knowledge/text_check.h"
#include "records/record.h"

namespace xinglin {

/// What is wrong with a record taken alone: a bad id, a missing name, dirty text, a next review before publication or
/// before the last review, an answer before its question.
std::vector<Problem> check(const Record& record);

/// The source slugs that a Markdown body cites as [@slug], in order, each once.
std::vector<std::string> cited_sources(std::string_view markdown);

}  // namespace xinglin
