#pragma once

#include <boost/json.hpp>
#include <string>
#include <string_view>

#include "base/result.h"
#include "messages/messages.h"
#include "net/http.h"

namespace xinglin {

// Answers of the API that tell what went wrong: problem details of RFC 9457 (docs/HTTP.md, "Errors"), in the language
// of Accept-Language.

inline constexpr std::string_view kProblemType = "application/problem+json; charset=utf-8";

/// The sentences in which a request wants to be answered.
const Messages& messages_for(const Request& request);

/// The problem of an error of the layers below. Its own sentence is told where it is in the language asked for.
Response problem(const Request& request, const Error& error);

/// What a path under /api/ gets when no route answers.
Response problem_of_status(const Request& request, int status);

}  // namespace xinglin
