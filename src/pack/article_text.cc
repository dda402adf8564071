#include "pack/article_text.h"

#include <algorithm>
#include <utility>

#include "knowledge/rules.h"
#include "pack/record_text.h"
#include "pack/toml_text.h"
#include "records/validity.h"

namespace xinglin {
namespace {

namespace json = boost::json;

constexpr std::string_view kFence = "+++\n";

/// The two parts of an article file and the lines on which they begin.
struct Parts {
    std::string_view front;
    std::string_view body;
    std::size_t body_line = 0;
};

std::size_t lines_in(std::string_view text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

std::optional<Parts> parts_of(std::string_view text) {
    if (!text.starts_with(kFence)) return std::nullopt;
    const std::string_view rest = text.substr(kFence.size());
    std::size_t end = 0;
    while (!rest.substr(end).starts_with(kFence) && rest.substr(end) != "+++") {
        end = rest.find('\n', end);
        if (end == std::string_view::npos) return std::nullopt;
        ++end;
    }
    Parts parts;
    parts.front = rest.substr(0, end);
    parts.body = rest.substr(std::min(end + kFence.size(), rest.size()));
    parts.body_line = lines_in(parts.front) + 3;
    if (parts.body.starts_with('\n')) {
        parts.body.remove_prefix(1);
        ++parts.body_line;
    }
    if (parts.body.ends_with('\n')) parts.body.remove_suffix(1);
    return parts;
}

/// Lines and columns of growing places in a text, in time linear in the text.
class Places {
  public:
    Places(std::string_view text, std::size_t first_line) : text_(text), line_(first_line) {}

    Place of(std::size_t offset) {
        for (; at_ < offset; ++at_) {
            if (text_[at_] != '\n') continue;
            ++line_;
            line_begin_ = at_ + 1;
        }
        return {line_, offset - line_begin_ + 1};
    }

  private:
    std::string_view text_;
    std::size_t line_;
    std::size_t at_ = 0;
    std::size_t line_begin_ = 0;
};

/// With LF for CR LF.
std::string with_plain_line_ends(std::string_view text) {
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!text.substr(i).starts_with("\r\n")) plain += text[i];
    }
    return plain;
}

void read_citations(const Parts& parts, ArticleReading& reading) {
    const std::string_view body = parts.body;
    Places places(body, parts.body_line);
    std::size_t end = 0;  // of what the last one may hold; a later one before it ends there too
    for (auto at = body.find("[@"); at != std::string_view::npos; at = body.find("[@", at + 2)) {
        const Place place = places.of(at);
        if (end <= at) end = std::min(body.find_first_of("]\n", at), body.size());
        const std::string_view slug = body.substr(at + 2, end - at - 2);
        if (end < body.size() && body[end] == ']' && is_valid_slug(slug)) {
            reading.citations.push_back({"source/" + std::string(slug), place});
            continue;
        }
        reading.problems.push_back({make_problem("bad-citation", "body", "This citation names no source.",
                                                 "Write [@slug] for the source source/slug."),
                                    place});
    }
}

void check_read(const Record& record, const Parts& parts, ArticleReading& reading) {
    for (Problem& problem : check(record)) {
        if (problem.where == "body") continue;
        const Place place = reading.places.of(problem.where);
        problem.message = problem.where + ": " + problem.message;
        reading.problems.push_back({std::move(problem), place});
    }
    for (TextFault& fault : faults_in(parts.body, "body")) {
        reading.problems.push_back({std::move(fault.problem), Places(parts.body, parts.body_line).of(fault.offset)});
    }
    read_citations(parts, reading);
}

/// Dates stand in TOML without quotes.
bool is_date_field(std::string_view name) {
    return name.ends_with("_on");
}

std::string toml_value(std::string_view name, const json::value& value) {
    if (const json::string* text = value.if_string()) {
        const std::string_view written(text->data(), text->size());
        return is_date_field(name) ? std::string(written) : toml_string(written);
    }
    if (const json::array* list = value.if_array()) {
        std::string items;
        for (const json::value& item : *list) items += (items.empty() ? "" : ", ") + toml_value({}, item);
        return "[" + items + "]";
    }
    return json::serialize(value);
}

}  // namespace

ArticleReading read_article(std::string_view written) {
    ArticleReading reading;
    const std::string text = with_plain_line_ends(written);
    const auto parts = parts_of(text);
    if (!parts) {
        reading.problems.push_back(
            {make_problem("no-front-matter", {}, "An article begins with its fields between two lines of +++.",
                          "Write +++ on the first line, then name = value lines, then +++ and the text."),
             {1, 1}});
        return reading;
    }
    FieldText front = parse_toml(parts->front, 2);
    reading.places = std::move(front.places);
    if (front.fault) {
        reading.problems.push_back(problem_of(*front.fault));
        return reading;
    }
    if (const json::value* id = front.object.if_contains("id"); id != nullptr && id->is_string()) {
        reading.id = std::string(id->get_string().data(), id->get_string().size());
    }
    if (front.object.contains("body")) {
        reading.problems.push_back(
            {make_problem("unknown-field", "body", "The body stands below the second +++.", "Move the text there."),
             reading.places.of("body")});
        return reading;
    }
    auto record = record_from_pack_json(front.object);
    if (!record) {
        reading.problems.push_back(problem_of(record.error(), reading.places));
        return reading;
    }
    Article* article = std::get_if<Article>(&record->body);
    if (article == nullptr) {
        reading.problems.push_back(
            {make_problem("wrong-file", "id", "This file holds an article, but its id does not say so.",
                          "Write article/ and a slug."),
             reading.places.of("id")});
        return reading;
    }
    article->body = parts->body;
    check_read(*record, *parts, reading);
    const bool is_good =
        std::none_of(reading.problems.begin(), reading.problems.end(),
                     [](const PlacedProblem& placed) { return placed.problem.severity == Severity::Error; });
    if (is_good) reading.record = std::move(*record);
    return reading;
}

std::string write_article(const Record& record) {
    json::object object = to_pack_json(record);
    object.stable_erase("body");
    std::string text(kFence);
    for (const auto& field : object) {
        const std::string_view name(field.key().data(), field.key().size());
        text += std::string(name) + " = " + toml_value(name, field.value()) + "\n";
    }
    text += kFence;
    const Article* article = std::get_if<Article>(&record.body);
    if (article != nullptr) text += "\n" + article->body + "\n";
    return text;
}

}  // namespace xinglin
