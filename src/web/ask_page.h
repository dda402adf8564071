#pragma once

#include <span>
#include <string>
#include <string_view>

#include "app/ask.h"
#include "app/views.h"
#include "html/html.h"

namespace xinglin {

// /ask: one box, and what the engine makes of what was written there. The order on the page is the order of urgency:
// danger, where to go, what would change the answer, what it may be, answers, what was understood.

/// The box and examples; the same for everybody.
std::string ask_start_page(const NavigationView& navigation);

/// `replies` are those that led to the answer; they go on with the next one. For one person: it holds what they wrote.
std::string ask_page(const AskAnswer& answer, std::span<const AskReply> replies, const NavigationView& navigation);

/// A text that cannot be answered, kept in the box, with what is wrong.
std::string refused_ask_page(std::string_view text, std::string_view message, const NavigationView& navigation);

/// A form of one button that takes `text` to /ask, for pages that know what a reader looked for.
void write_ask_offer(Html& html, std::string_view text);

/// A line with a link to /ask, for pages on a condition or symptom.
void write_ask_link(Html& html);

}  // namespace xinglin
