#include "knowledge/codec.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "base/json_fields.h"

namespace xinglin {
namespace {

namespace json = boost::json;

void put(json::object& object, std::string_view name, std::string_view text) {
    if (!text.empty()) object.emplace(name, text);
}

json::array array_of(const std::vector<std::string>& texts) {
    json::array array;
    array.reserve(texts.size());
    for (const std::string& text : texts) array.emplace_back(text);
    return array;
}

void put(json::object& object, std::string_view name, const std::vector<std::string>& texts) {
    if (!texts.empty()) object.emplace(name, array_of(texts));
}

void put(json::object& object, std::string_view name, std::optional<int> number) {
    if (number) object.emplace(name, *number);
}

/// A word that must be there; `unread` stands in for one that is not.
template <typename Enum>
Enum required_word(JsonFields& fields, std::string_view name, std::optional<Enum> (*parse)(std::string_view),
                   Enum unread) {
    static_cast<void>(fields.required_text(name));
    return fields.word(name, parse, unread);
}

std::optional<int> small_integer(JsonFields& fields, std::string_view name) {
    const auto number = fields.integer(name);
    if (!number) return std::nullopt;
    if (*number < std::numeric_limits<int>::min() || *number > std::numeric_limits<int>::max()) {
        fields.fail(name, "This number is out of range.");
        return std::nullopt;
    }
    return static_cast<int>(*number);
}

std::string indexed(std::string_view name, std::size_t index) {
    return std::string(name) + "[" + std::to_string(index) + "]";
}

/// Reads each entry of a list with `read(inner)`; an entry that is plain text goes to `read_text`.
template <typename Item, typename Read, typename ReadText>
std::vector<Item> list_of(JsonFields& fields, std::string_view name, Read read, ReadText read_text) {
    std::vector<Item> items;
    const json::array* array = fields.array(name);
    if (array == nullptr) return items;
    for (std::size_t i = 0; i < array->size(); ++i) {
        const json::value& entry = (*array)[i];
        if (const json::string* text = entry.if_string()) {
            if (!read_text(items, std::string(text->data(), text->size()))) {
                fields.fail(indexed(name, i), "This entry must be an object in braces.");
            }
            continue;
        }
        const json::object* object = entry.if_object();
        if (object == nullptr) {
            fields.fail(indexed(name, i), "This entry is of the wrong type (docs/PACK.md).");
            continue;
        }
        JsonFields inner(*object, fields.path(indexed(name, i)) + ".");
        items.push_back(read(inner));
        fields.keep_failure_of(inner);
    }
    return items;
}

json::object to_json(const Constraints& constraints) {
    json::object object;
    if (constraints.sex) object.emplace("sex", name_of(*constraints.sex));
    put(object, "min_age_years", constraints.min_age_years);
    put(object, "max_age_years", constraints.max_age_years);
    if (constraints.pregnancy) object.emplace("pregnancy", name_of(*constraints.pregnancy));
    return object;
}

Constraints constraints_of(JsonFields& fields) {
    Constraints constraints;
    if (fields.find("sex") != nullptr) constraints.sex = fields.word("sex", sex_named, Sex::Female);
    constraints.min_age_years = small_integer(fields, "min_age_years");
    constraints.max_age_years = small_integer(fields, "max_age_years");
    if (fields.find("pregnancy") != nullptr) {
        constraints.pregnancy = fields.word("pregnancy", pregnancy_rule_named, PregnancyRule::Only);
    }
    return constraints;
}

json::value to_json(const Alias& alias) {
    if (alias.use == AliasUse::Alone) return json::value(alias.text);
    return json::object{{"text", alias.text}, {"use", name_of(alias.use)}};
}

std::vector<Alias> aliases_of(JsonFields& fields) {
    return list_of<Alias>(
        fields, "aliases",
        [](JsonFields& inner) {
            return Alias{inner.required_text("text"), inner.word("use", alias_use_named, AliasUse::Alone)};
        },
        [](std::vector<Alias>& aliases, std::string text) {
            aliases.push_back({std::move(text), AliasUse::Alone});
            return true;
        });
}

std::vector<Code> codes_of(JsonFields& fields) {
    return list_of<Code>(
        fields, "codes",
        [](JsonFields& inner) {
            return Code{inner.required_text("system"), inner.required_text("code")};
        },
        [](std::vector<Code>&, const std::string&) { return false; });
}

std::vector<Sign> signs_of(JsonFields& fields) {
    return list_of<Sign>(
        fields, "signs",
        [](JsonFields& inner) {
            return Sign{inner.required_text("text"), inner.text("concept"),
                        inner.word("use", sign_use_named, SignUse::Beside)};
        },
        [](std::vector<Sign>& signs, std::string text) {
            signs.push_back({std::move(text), {}, SignUse::Beside});
            return true;
        });
}

std::optional<SourcedText> sourced_text_of(JsonFields& fields, std::string_view name) {
    const json::object* object = fields.object(name);
    if (object == nullptr) return std::nullopt;
    JsonFields inner(*object, fields.path(name) + ".");
    SourcedText text{inner.required_text("text"), inner.texts("sources")};
    fields.keep_failure_of(inner);
    return text;
}

std::optional<Review> review_of(JsonFields& fields) {
    const json::object* object = fields.object("review");
    if (object == nullptr) return std::nullopt;
    JsonFields inner(*object, fields.path("review") + ".");
    Review review{inner.text("by"), inner.date("on"), inner.text("how")};
    fields.keep_failure_of(inner);
    return review;
}

json::object to_json(const Review& review) {
    json::object object;
    put(object, "by", review.by);
    put(object, "on", review.on.iso());
    put(object, "how", review.how);
    return object;
}

std::uint32_t character_offset(JsonFields& fields, std::string_view name) {
    const auto number = fields.integer(name).value_or(0);
    if (number < 0 || number > std::numeric_limits<std::uint32_t>::max()) {
        fields.fail(name, "This number is out of range.");
        return 0;
    }
    return static_cast<std::uint32_t>(number);
}

std::optional<TextEvidence> mined_from_of(JsonFields& fields) {
    const json::object* object = fields.object("mined_from");
    if (object == nullptr) return std::nullopt;
    JsonFields inner(*object, fields.path("mined_from") + ".");
    TextEvidence evidence{inner.text("record"),           inner.text("field"), character_offset(inner, "begin"),
                          character_offset(inner, "end"), inner.text("quote"), inner.text("rule")};
    fields.keep_failure_of(inner);
    return evidence;
}

json::object to_json(const TextEvidence& evidence) {
    json::object object;
    put(object, "record", evidence.record);
    put(object, "field", evidence.field);
    object.emplace("begin", evidence.begin_character);
    object.emplace("end", evidence.end_character);
    put(object, "quote", evidence.quote);
    put(object, "rule", evidence.rule);
    return object;
}

/// A list of words for routes.
Administrations routes_of(JsonFields& fields) {
    Administrations routes;
    const auto words = fields.texts("route");
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (const auto route = administration_named(words[i])) {
            routes.add(*route);
        } else {
            fields.fail(indexed("route", i), "\"" + words[i] + "\" is not one of the routes in docs/PACK.md.");
        }
    }
    return routes;
}

void put(json::object& object, Administrations routes) {
    if (routes.empty()) return;
    json::array& words = object.emplace("route", json::array()).first->value().as_array();
    for (const Administration route : routes.listed()) words.emplace_back(name_of(route));
}

/// The value when every field was read well, otherwise the first failure.
template <typename T>
Result<T> finished(const JsonFields& fields, T value) {
    const auto done = fields.finish();
    if (!done) return done.error();
    return value;
}

using ConditionKind = TriageCondition::Kind;

json::array array_of(const std::vector<TriageCondition>& conditions);

json::value json_of(const TriageCondition& condition) {
    switch (condition.kind) {
        case ConditionKind::Criterion:
            return json::value(condition.criterion);
        case ConditionKind::All:
            return json::object{{"all", array_of(condition.parts)}};
        case ConditionKind::Any:
            return json::object{{"any", array_of(condition.parts)}};
        case ConditionKind::None:
            return json::object{{"none", array_of(condition.parts)}};
        case ConditionKind::AtLeast:
            return json::object{{"at_least", condition.count}, {"of", array_of(condition.parts)}};
    }
    return {};
}

json::array array_of(const std::vector<TriageCondition>& conditions) {
    json::array array;
    for (const TriageCondition& condition : conditions) array.push_back(json_of(condition));
    return array;
}

void put(json::object& object, std::string_view name, const std::vector<TriageCondition>& conditions) {
    if (!conditions.empty()) object.emplace(name, array_of(conditions));
}

std::vector<TriageCondition> conditions_in(JsonFields& fields, std::string_view name, std::size_t depth);

/// { all = [...] } and the like.
TriageCondition combined_condition(JsonFields& inner, std::size_t depth) {
    if (inner.find("at_least") != nullptr) {
        TriageCondition condition{ConditionKind::AtLeast, {}, 0, conditions_in(inner, "of", depth)};
        const int count = small_integer(inner, "at_least").value_or(0);
        if (count < 1 || static_cast<std::size_t>(count) > condition.parts.size())
            inner.fail("at_least", "This is a number from 1 to as many as stand in \"of\".");
        condition.count = static_cast<std::size_t>(std::max(count, 0));
        return condition;
    }
    constexpr std::array<std::pair<std::string_view, ConditionKind>, 3> kKinds{
        {{"all", ConditionKind::All}, {"any", ConditionKind::Any}, {"none", ConditionKind::None}}};
    for (const auto& [name, kind] : kKinds)
        if (inner.find(name) != nullptr) return {kind, {}, 0, conditions_in(inner, name, depth)};
    inner.fail("", "A condition in braces has one of all, any, none, or at_least and of.");
    return {};
}

std::vector<TriageCondition> conditions_in(JsonFields& fields, std::string_view name, std::size_t depth) {
    const auto read = [depth](JsonFields& inner) { return combined_condition(inner, depth + 1); };
    const auto read_text = [](std::vector<TriageCondition>& conditions, std::string text) {
        conditions.push_back({ConditionKind::Criterion, std::move(text), 0, {}});
        return true;
    };
    if (depth > kMaxTriageDepth) {
        fields.fail(name, "Conditions stand within conditions too deeply.");
        return {};
    }
    return list_of<TriageCondition>(fields, name, read, read_text);
}

std::vector<TriageCondition> conditions_of(JsonFields& fields, std::string_view name) {
    return conditions_in(fields, name, 0);
}

std::vector<TriageAsk> asks_of(JsonFields& fields) {
    std::vector<TriageAsk> asks;
    const json::object* object = fields.object("ask");
    if (object == nullptr) return asks;
    for (const auto& [criterion, question] : *object) {
        if (!question.is_string()) fields.fail("ask", "A question is text.");
        if (question.is_string()) asks.push_back({std::string(criterion), std::string(question.get_string())});
    }
    return asks;
}

}  // namespace

json::object to_json(const Source& source) {
    json::object object;
    object.emplace("id", source.id);
    object.emplace("title", source.title);
    put(object, "publisher", source.publisher);
    object.emplace("year", source.year);
    object.emplace("kind", name_of(source.kind));
    put(object, "licence", source.licence);
    if (source.status != SourceStatus::InForce) object.emplace("status", name_of(source.status));
    put(object, "edition", source.edition);
    put(object, "url", source.url);
    put(object, "doi", source.doi);
    return object;
}

Result<Source> source_from_json(const json::object& object) {
    JsonFields fields(object);
    Source source;
    source.id = fields.required_text("id");
    source.title = fields.required_text("title");
    source.publisher = fields.text("publisher");
    if (fields.find("year") == nullptr) fields.fail_missing("year");
    source.year = small_integer(fields, "year").value_or(0);
    source.kind = required_word(fields, "kind", source_kind_named, SourceKind::Guideline);
    source.licence = fields.text("licence");
    source.status = fields.word("status", source_status_named, SourceStatus::InForce);
    source.edition = fields.text("edition");
    source.url = fields.text("url");
    source.doi = fields.text("doi");
    return finished(fields, std::move(source));
}

json::object to_json(const Concept& value) {
    json::object object;
    object.emplace("id", value.id);
    object.emplace("name", value.name);
    put(object, "english", value.english);
    if (!value.aliases.empty()) {
        json::array& aliases = object.emplace("aliases", json::array()).first->value().as_array();
        for (const Alias& alias : value.aliases) aliases.push_back(to_json(alias));
    }
    if (!value.codes.empty()) {
        json::array& codes = object.emplace("codes", json::array()).first->value().as_array();
        for (const Code& code : value.codes) {
            codes.push_back(json::object{{"system", code.system}, {"code", code.code}});
        }
    }
    if (!value.constraints.empty()) object.emplace("constraints", to_json(value.constraints));
    if (value.summary) {
        json::object& summary = object.emplace("summary", json::object()).first->value().as_object();
        summary.emplace("text", value.summary->text);
        put(summary, "sources", value.summary->sources);
    }
    return object;
}

Result<Concept> concept_from_json(const json::object& object) {
    JsonFields fields(object);
    Concept value;
    value.id = fields.required_text("id");
    const auto kind = concept_kind_named(std::string_view(value.id).substr(0, value.id.find('/')));
    if (!kind) fields.fail("id", "An id starts with the kind of the concept, such as condition/ or symptom/.");
    value.kind = kind.value_or(ConceptKind::Condition);
    value.name = fields.required_text("name");
    value.english = fields.text("english");
    value.aliases = aliases_of(fields);
    value.codes = codes_of(fields);
    if (const json::object* constraints = fields.object("constraints")) {
        JsonFields inner(*constraints, fields.path("constraints") + ".");
        value.constraints = constraints_of(inner);
        fields.keep_failure_of(inner);
    }
    value.summary = sourced_text_of(fields, "summary");
    return finished(fields, std::move(value));
}

json::object to_json(const Relation& relation) {
    json::object object;
    object.emplace("subject", relation.subject);
    object.emplace("predicate", name_of(relation.predicate));
    object.emplace("object", relation.object);
    put(object, "sources", relation.sources);
    put(object, "role", name_of(relation.role));
    if (relation.curative) object.emplace("curative", true);
    put(object, relation.routes);
    put(object, "setting", name_of(relation.setting));
    put(object, "evidence", name_of(relation.evidence));
    put(object, "statement", relation.statement);
    if (relation.review) object.emplace("review", to_json(*relation.review));
    if (relation.mined_from) object.emplace("mined_from", to_json(*relation.mined_from));
    return object;
}

Result<Relation> relation_from_json(const json::object& object) {
    JsonFields fields(object);
    Relation relation;
    relation.subject = fields.required_text("subject");
    relation.predicate = required_word(fields, "predicate", predicate_named, Predicate::IsA);
    relation.object = fields.required_text("object");
    relation.sources = fields.texts("sources");
    relation.role = fields.word("role", role_named, Role::None);
    relation.curative = fields.flag("curative");
    relation.routes = routes_of(fields);
    relation.setting = fields.word("setting", care_setting_named, CareSetting::Anywhere);
    relation.evidence = fields.word("evidence", evidence_named, Evidence::Ungraded);
    relation.statement = fields.text("statement");
    relation.review = review_of(fields);
    relation.mined_from = mined_from_of(fields);
    return finished(fields, std::move(relation));
}

json::object to_json(const RedFlag& red_flag) {
    json::object object;
    object.emplace("id", red_flag.id);
    object.emplace("of", red_flag.of);
    object.emplace("level", name_of(red_flag.level));
    object.emplace("match", name_of(red_flag.match));
    json::array& signs = object.emplace("signs", json::array()).first->value().as_array();
    for (const Sign& sign : red_flag.signs) {
        if (sign.concept_id.empty()) {
            signs.emplace_back(sign.text);
        } else {
            json::object written{{"text", sign.text}, {"concept", sign.concept_id}};
            if (sign.use != SignUse::Beside) written.emplace("use", name_of(sign.use));
            signs.push_back(std::move(written));
        }
    }
    put(object, "action", red_flag.action);
    put(object, "sources", red_flag.sources);
    return object;
}

Result<RedFlag> red_flag_from_json(const json::object& object) {
    JsonFields fields(object);
    RedFlag red_flag;
    red_flag.id = fields.required_text("id");
    red_flag.of = fields.required_text("of");
    red_flag.level = required_word(fields, "level", care_level_named, CareLevel::Emergency);
    red_flag.match = required_word(fields, "match", sign_match_named, SignMatch::Any);
    red_flag.signs = signs_of(fields);
    red_flag.action = fields.required_text("action");
    red_flag.sources = fields.texts("sources");
    return finished(fields, std::move(red_flag));
}

json::object to_json(const TriageRule& rule) {
    json::object object;
    object.emplace("id", rule.id);
    object.emplace("name", rule.name);
    object.emplace("level", name_of(rule.level));
    object.emplace("advice", rule.advice);
    put(object, "department", rule.department);
    put(object, "sources", rule.sources);
    put(object, "reviewer", rule.reviewer);
    object.emplace("version", rule.version);
    put(object, "all", rule.all);
    put(object, "any", rule.any);
    put(object, "none", rule.none);
    if (!rule.asks.empty()) {
        json::object asks;
        for (const TriageAsk& ask : rule.asks) asks.emplace(ask.criterion, ask.question);
        object.emplace("ask", std::move(asks));
    }
    put(object, "fires", rule.fires);
    put(object, "quiet", rule.quiet);
    return object;
}

Result<TriageRule> triage_rule_from_json(const json::object& object) {
    JsonFields fields(object);
    TriageRule rule;
    rule.id = fields.required_text("id");
    rule.name = fields.required_text("name");
    rule.level = required_word(fields, "level", care_level_named, CareLevel::Emergency);
    rule.advice = fields.required_text("advice");
    rule.department = fields.text("department");
    rule.sources = fields.texts("sources");
    rule.reviewer = fields.text("reviewer");
    rule.version = small_integer(fields, "version").value_or(1);
    rule.all = conditions_of(fields, "all");
    rule.any = conditions_of(fields, "any");
    rule.none = conditions_of(fields, "none");
    rule.asks = asks_of(fields);
    rule.fires = fields.texts("fires");
    rule.quiet = fields.texts("quiet");
    return finished(fields, std::move(rule));
}

}  // namespace xinglin
