#include "cli/jsonl.h"

#include <istream>
#include <ostream>
#include <string>

#include "base/strings.h"
#include "json/shapes.h"

namespace xinglin {
namespace {

namespace json = boost::json;

struct Line {
    std::string text;
    bool too_long = false;
};

/// The next line; what is over the limit is read and dropped.
bool read_line(std::istream& in, Line& line) {
    line.text.clear();
    line.too_long = false;
    std::streambuf& buffer = *in.rdbuf();
    constexpr auto kEnd = std::char_traits<char>::eof();
    for (int c = buffer.sbumpc();; c = buffer.sbumpc()) {
        if (c == kEnd) return !line.text.empty() || line.too_long;
        if (c == '\n') return true;
        if (line.text.size() < kMaxLineBytes) {
            line.text += static_cast<char>(c);
        } else {
            line.too_long = true;
        }
    }
}

struct Answered {
    json::value id;
    Result<json::object> result;
};

Answered answered(const Line& line, std::size_t number, const AnswerLine& answer) {
    const std::string where = "line " + std::to_string(number);
    if (line.too_long) {
        return {nullptr,
                Error{ErrorCode::TooLarge, "A line has at most " + std::to_string(kMaxLineBytes) + " bytes.", where}};
    }
    auto object = parse_object(line.text);
    if (!object) {
        Error error = object.error();
        error.where = where + ", " + error.where;
        return {nullptr, std::move(error)};
    }
    json::value id = nullptr;
    if (const json::value* given = object->if_contains("id")) id = *given;
    return {std::move(id), answer(*object)};
}

}  // namespace

int run_jsonl(const Streams& streams, const AnswerLine& answer) {
    int status = 0;
    Line line;
    for (std::size_t number = 1; read_line(streams.in, line); ++number) {
        if (trimmed(line.text).empty()) continue;
        Answered each = answered(line, number, answer);
        json::object out{{"id", std::move(each.id)}};
        if (each.result) {
            for (auto& member : *each.result) {
                if (member.key() == "id") continue;
                out[member.key()] = std::move(member.value());
            }
        } else {
            out["error"] = to_json(each.result.error());
            status = 1;
        }
        streams.out << out << '\n';
    }
    streams.out.flush();
    return status;
}

}  // namespace xinglin
