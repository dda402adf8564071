#pragma once

#include <boost/json.hpp>
#include <functional>

#include "base/result.h"
#include "cli/cli.h"

namespace xinglin {

/// Answers one line's object with the object to print; the line's id is put in front of it.
using AnswerLine = std::function<Result<boost::json::object>(const boost::json::object&)>;

inline constexpr std::size_t kMaxLineBytes = 16U << 20U;

/// Reads one JSON object a line from `in`, prints one answer a line to `out` in the same order, with the same "id". A
/// bad line gives {"id": ..., "error": {...}} and the run goes on. Blank lines are passed over. Answers 1 when any line
/// was bad, otherwise 0. Memory is bounded by the longest line, of which at most kMaxLineBytes are kept.
int run_jsonl(const Streams& streams, const AnswerLine& answer);

}  // namespace xinglin
