#include "pack/triage_text.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "base/strings.h"
#include "knowledge/codec.h"
#include "knowledge/rules.h"
#include "pack/toml_text.h"

namespace xinglin {
namespace {

namespace json = boost::json;

// A rule holds its words itself; a file cannot make them grow beyond this.
constexpr std::size_t kMostBytesOfCondition = std::size_t{64} << 10;

enum class SectionKind { Start, Words, Ask, Rule };

struct Section {
    SectionKind kind = SectionKind::Start;
    std::string_view text;
    std::size_t first_line = 1;
};

std::optional<SectionKind> header_in(std::string_view line) {
    line = trimmed(line.substr(0, line.find('#')));
    if (line == "[words]") return SectionKind::Words;
    if (line == "[ask]") return SectionKind::Ask;
    if (line == "[[rule]]") return SectionKind::Rule;
    return std::nullopt;
}

std::vector<Section> sections_of(std::string_view text) {
    std::vector<Section> sections{{}};
    std::size_t begin = 0;  // of the section
    std::size_t at = 0;
    for (std::size_t line_number = 1; at < text.size(); ++line_number) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        if (const auto header = header_in(text.substr(at, end - at))) {
            sections.back().text = text.substr(begin, at - begin);
            begin = std::min(end + 1, text.size());
            sections.push_back({*header, {}, line_number + 1});
        }
        at = end + 1;
    }
    sections.back().text = text.substr(std::min(begin, text.size()));
    return sections;
}

class TriageFile {
  public:
    TriageFileReading run(std::string_view text) {
        const std::vector<Section> sections = sections_of(text);
        for (const Section& section : sections)
            if (section.kind != SectionKind::Rule) read_table(section);
        for (const Section& section : sections)
            if (section.kind == SectionKind::Rule) read_rule(section);
        for (const auto& [criterion, ask] : asks_) {
            if (!ask.is_used)
                report("bad-condition", ask.place, "No rule of this file asks for \"" + criterion + "\".",
                       "Write the condition as the rule has it, or remove the question.");
        }
        return std::move(reading_);
    }

  private:
    struct Ask {
        std::string question;
        Place place;
        bool is_used = false;
    };

    void report(std::string_view rule, Place place, std::string message, std::string mend) {
        reading_.problems.push_back({make_problem(rule, {}, std::move(message), std::move(mend)), place});
    }

    void read_table(const Section& section) {
        const FieldText fields = parse_toml(section.text, section.first_line);
        if (fields.fault) reading_.problems.push_back(problem_of(*fields.fault));
        for (const auto& [key, value] : fields.object) {
            const std::string name(key);
            const Place place = fields.places.of(name);
            if (section.kind == SectionKind::Start) {
                report("unknown-field", place, "The field \"" + name + "\" stands outside of [words], [ask], [[rule]].",
                       "Move it below one of these.");
            } else if (!value.is_string() || value.get_string().empty()) {
                report("bad-field", place, "The value of \"" + name + "\" must be text.", "Write it between quotes.");
            } else if (section.kind == SectionKind::Words) {
                words_[name] = expanded_alternatives(std::string_view(value.get_string()), place);
            } else {
                asks_[expanded(name, place)] = {std::string(value.get_string()), place, false};
            }
        }
    }

    void read_rule(const Section& section) {
        FieldText fields = parse_toml(section.text, section.first_line, InlineTables::Read);
        if (fields.fault) {
            reading_.problems.push_back(problem_of(*fields.fault));
            return;
        }
        for (const std::string_view name : {"all", "any", "none"})
            if (json::value* conditions = fields.object.if_contains(name)) expand(*conditions, fields.places.of(name));
        if (fields.object.contains("source") && !fields.object.contains("sources")) {
            const json::value source = fields.object.at("source");
            fields.object.erase("source");
            fields.object.emplace("sources", json::array{source});
        }
        auto rule = triage_rule_from_json(fields.object);
        if (!rule) {
            reading_.problems.push_back(problem_of(rule.error(), fields.places));
            return;
        }
        add_asks(*rule);
        reading_.rules.push_back({*std::move(rule), fields.places.of("id")});
    }

    /// The questions of the file for what the rule asks for, behind its own.
    void add_asks(TriageRule& rule) {
        std::vector<TriageAsk> added;
        for (const std::string_view criterion : criteria_of(rule)) {
            const auto ask = asks_.find(std::string(criterion));
            if (ask == asks_.end()) continue;
            ask->second.is_used = true;
            const auto is_there = [&](const TriageAsk& each) { return each.criterion == criterion; };
            if (std::ranges::none_of(rule.asks, is_there) && std::ranges::none_of(added, is_there))
                added.push_back({ask->first, ask->second.question});
        }
        std::ranges::move(added, std::back_inserter(rule.asks));
    }

    void expand(json::value& conditions, Place place) {
        if (json::string* text = conditions.if_string()) *text = expanded(std::string_view(*text), place);
        if (json::array* list = conditions.if_array())
            for (json::value& each : *list) expand(each, place);
        if (json::object* table = conditions.if_object())
            for (auto& field : *table) expand(field.value(), place);
    }

    /// A condition with the words of its classes.
    std::string expanded(std::string_view condition, Place place) {
        if (!condition.starts_with("say") || condition.find('@') == std::string_view::npos)
            return std::string(condition);
        std::string whole;
        while (!condition.empty()) {
            std::string_view slot = condition.substr(0, condition.find(' '));
            condition.remove_prefix(std::min(condition.size(), slot.size() + 1));
            if (slot.empty()) continue;
            if (!whole.empty()) whole += ' ';
            if (slot.starts_with('!')) {
                whole += '!';
                slot.remove_prefix(1);
            }
            whole += expanded_alternatives(slot, place);
        }
        return whole;
    }

    std::string expanded_alternatives(std::string_view alternatives, Place place) {
        std::string whole;
        while (!alternatives.empty()) {
            const std::string_view word = alternatives.substr(0, alternatives.find('|'));
            alternatives.remove_prefix(std::min(alternatives.size(), word.size() + 1));
            if (!whole.empty()) whole += '|';
            const auto found = word.starts_with('@') ? words_.find(word.substr(1)) : words_.end();
            if (word.starts_with('@') && found == words_.end()) {
                report("bad-condition", place, "There is no class of words \"" + std::string(word) + "\" in this file.",
                       "Define it under [words], above its use in another class.");
            }
            whole += found == words_.end() ? std::string(word) : found->second;
            if (whole.size() > kMostBytesOfCondition) {
                report("bad-condition", place, "These words are too many.", "Use fewer or smaller classes.");
                return {};
            }
        }
        return whole;
    }

    TriageFileReading reading_;
    StringMap<std::string> words_;
    std::map<std::string, Ask> asks_;
};

std::string toml_of(const json::value& value) {
    if (const json::string* text = value.if_string()) return toml_string(std::string_view(*text));
    if (const json::array* list = value.if_array()) {
        std::string items;
        for (const json::value& each : *list) items += (items.empty() ? "" : ", ") + toml_of(each);
        return "[" + items + "]";
    }
    if (const json::object* table = value.if_object()) {
        std::string items;
        for (const auto& [name, inner] : *table)
            items += (items.empty() ? "" : ", ") + toml_string(std::string_view(name)) + " = " + toml_of(inner);
        return "{ " + items + " }";
    }
    return json::serialize(value);
}

}  // namespace

TriageFileReading read_triage_rules(std::string_view text) {
    return TriageFile().run(text);
}

std::string write_triage_rules(std::span<const TriageRule> rules) {
    std::string file;
    for (const TriageRule& rule : rules) {
        file += file.empty() ? "[[rule]]\n" : "\n[[rule]]\n";
        for (const auto& [name, value] : to_json(rule)) file += std::string(name) + " = " + toml_of(value) + "\n";
    }
    return file;
}

}  // namespace xinglin
