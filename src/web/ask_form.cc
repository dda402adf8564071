#include "web/ask_form.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

#include "base/strings.h"

namespace xinglin {
namespace {

constexpr int kOldest = 120;  // years

void add_reply(std::string_view written, std::vector<AskReply>& replies) {
    const auto equals = written.rfind('=');  // keys are conditions too: temperature >= 39=yes
    if (equals == std::string_view::npos || equals == 0 || equals + 1 == written.size()) return;
    AskReply reply{std::string(written.substr(0, equals)), std::string(written.substr(equals + 1))};
    std::erase_if(replies, [&](const AskReply& each) { return each.key == reply.key; });
    replies.push_back(std::move(reply));
}

/// "3 years"; "" when it is no age.
std::string age_in(const Request& form) {
    const std::string typed = form.query_value("age").value_or("");
    const std::string unit = form.query_value("unit").value_or("");
    int number = 0;
    const std::string_view digits = trimmed(typed);
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (read.ec != std::errc() || read.ptr != digits.data() + digits.size() || number < 0) return {};
    if (unit == "months" && number <= 12 * kOldest) return std::to_string(number) + " months";
    if (unit == "years" && number <= kOldest) return std::to_string(number) + " years";
    return {};
}

}  // namespace

AskRequest read_ask_form(const Request& request) {
    Request form;
    form.query = request.body;
    AskRequest asked;
    asked.text = trimmed(form.query_value("text").value_or(""));
    for (const std::string& reply : form.query_values("reply")) add_reply(reply, asked.replies);
    if (const std::string age = age_in(form); !age.empty()) add_reply("age=" + age, asked.replies);
    if (asked.replies.size() > kMaxAskReplies) {
        asked.replies.erase(asked.replies.begin(), asked.replies.end() - kMaxAskReplies);
    }
    return asked;
}

}  // namespace xinglin
