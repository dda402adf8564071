#pragma once

#include "app/ask.h"
#include "net/http.h"

namespace xinglin {

/// Reads the form of /ask from the body of a POST: text, reply ("key=value", of one key the last one counts, since a
/// later answer corrects an earlier one), and age with unit ("years", "months"). What cannot be read is left out: the
/// reader gets an answer to the rest. O(body).
AskRequest read_ask_form(const Request& request);

}  // namespace xinglin
