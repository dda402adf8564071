#include "api/problem.h"

#include <algorithm>
#include <optional>

namespace xinglin {
namespace {

namespace json = boost::json;

/// A kind of problem: the code by which programs know it, and what people are told.
struct ProblemKind {
    int status;
    std::string_view code;
    MessageId<> title;
    MessageId<> detail;
};

constexpr ProblemKind kKinds[] = {
    {400, "invalid_input", "api.invalid_input", "api.invalid_input_detail"},
    {403, "forbidden", "api.forbidden", "api.forbidden_detail"},
    {404, "not_found", "api.not_found", "api.not_found_detail"},
    {405, "method_not_allowed", "api.method_not_allowed", "api.method_not_allowed_detail"},
    {408, "timeout", "api.timeout", "api.timeout_detail"},
    {409, "conflict", "api.conflict", "api.conflict_detail"},
    {413, "too_large", "api.too_large", "api.too_large_detail"},
    {429, "too_many_requests", "api.too_many_requests", "api.too_many_requests_detail"},
    {503, "unavailable", "api.unavailable", "api.unavailable_detail"},
};

/// Other statuses (414, 417, 426, 431, 501) say that the request is wrong.
const ProblemKind& kind_of(int status) {
    for (const ProblemKind& kind : kKinds) {
        if (kind.status == status) return kind;
    }
    return kKinds[0];
}

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// The layers below speak Chinese to readers and English to programs.
bool is_in(Locale locale, std::string_view sentence) {
    return is_ascii(sentence) == (locale == Locale::En);
}

/// "invalid_input.page": the kind, and the parameter or field that it is about. Offsets and ids are no part of it.
std::string stable_id(std::string_view code, std::string_view where) {
    const bool is_name = !where.empty() && where.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string::npos;
    return std::string(code) + (is_name ? "." + std::string(where) : "");
}

/// The sentence under `error` is as the layers below said it; "" takes the detail.
Response answer(const Request& request, int status, const Error& error) {
    const Messages& say = messages_for(request);
    const ProblemKind& kind = kind_of(status);
    const bool is_told = !error.message.empty() && is_in(say.locale(), error.message);
    const std::string detail(is_told ? std::string_view(error.message) : say(kind.detail));
    json::object body{{"type", "urn:xinglin:problem:" + std::string(kind.code)},
                      {"title", say(kind.title)},
                      {"status", status},
                      {"detail", detail},
                      {"instance", percent_encode(request.path)},
                      {"id", stable_id(kind.code, error.where)}};
    if (!error.where.empty()) body["where"] = error.where;
    const std::string_view log_id = status == 503 ? request.header("x-error-id") : std::string_view();
    if (!log_id.empty()) body["log_id"] = log_id;
    body["error"] = {
        {"code", kind.code}, {"message", error.message.empty() ? detail : error.message}, {"where", error.where}};
    Response response;
    response.status = status;
    response.type = kProblemType;
    response.headers = {{"Content-Language", std::string(language_tag(say.locale()))},
                        {"Vary", "Accept-Language"},
                        {"Cache-Control", "no-store"},
                        {"Access-Control-Allow-Origin", "*"}};
    response.body = json::serialize(body) + "\n";
    return response;
}

}  // namespace

const Messages& messages_for(const Request& request) {
    return messages_in(preferred_locale(request.header("accept-language")));
}

Response problem(const Request& request, const Error& error) {
    return answer(request, http_status(error.code), error);
}

Response problem_of_status(const Request& request, int status) {
    return answer(request, status, {ErrorCode::InvalidInput, "", ""});
}

}  // namespace xinglin
