#include "json/ask_shapes.h"

#include "base/json_fields.h"
#include "json/shapes.h"

namespace xinglin {
namespace {

namespace json = boost::json;

json::object ref_json(const Ref& ref) {
    return {{"id", ref.id}, {"name", ref.name}};
}

json::array refs_json(const std::vector<Ref>& refs) {
    json::array array;
    for (const Ref& ref : refs) array.push_back(ref_json(ref));
    return array;
}

json::object words_json(const AskWords& words) {
    return {{"begin", words.begin}, {"end", words.end}, {"text", words.text}};
}

json::object flag_json(const AskFlag& flag) {
    json::array words;
    for (const AskWords& each : flag.words) words.push_back(words_json(each));
    json::object object{{"rule", flag.rule},
                        {"name", flag.name},
                        {"level", name_of(flag.level)},
                        {"source", flag.sources.empty() ? std::string() : flag.sources.front().id},
                        {"sources", refs_json(flag.sources)},
                        {"statement", flag.statement},
                        {"words", std::move(words)}};
    if (flag.is_supposed) object.emplace("supposed", true);
    return object;
}

json::object condition_json(const AskCondition& condition) {
    json::object object = ref_json(condition.ref);
    object.emplace("score", condition.score);
    object.emplace("for", refs_json(condition.speaks_for));
    object.emplace("against", refs_json(condition.speaks_against));
    object.emplace("must_not_miss", condition.must_not_miss);
    if (condition.trust == Trust::Imported) object.emplace("trust", name_of(condition.trust));
    return object;
}

json::object question_json(const AskQuestion& question) {
    json::array choices;
    for (const AskQuestion::Choice& each : question.choices)
        choices.push_back(json::object{{"value", each.value}, {"label", each.label}});
    return {{"key", question.key},
            {"text", question.text},
            {"level", name_of(question.level)},
            {"choices", std::move(choices)}};
}

json::object fact_json(const AskFact& fact) {
    json::object object{{"key", fact.key},           {"value", fact.value},   {"label", fact.label},
                        {"begin", fact.words.begin}, {"end", fact.words.end}, {"text", fact.words.text},
                        {"subject", fact.subject}};
    if (fact.is_denied) object.emplace("denied", true);
    if (fact.is_impossible) object.emplace("impossible", true);
    return object;
}

json::object passage_json(const AskPassage& passage) {
    json::object object{{"record", passage.record.id}, {"name", passage.record.name},        {"quote", passage.quote},
                        {"source", passage.source.id}, {"source_name", passage.source.name}, {"date", passage.date},
                        {"verbatim", passage.verbatim}};
    if (!passage.difference.empty()) object.emplace("difference", passage.difference);
    return object;
}

/// Cards with their reasons; the whole card is at the record's own address.
json::array cards_json(const std::vector<Card>& cards) {
    json::array array;
    for (const Card& card : cards) {
        json::object object = ref_json(card.ref);
        object.emplace("score", card.score);
        json::array why;
        for (const WhyView& each : card.why)
            why.push_back(json::object{{"quote", each.quote}, {"sources", refs_json(each.sources)}});
        object.emplace("why", std::move(why));
        array.push_back(std::move(object));
    }
    return array;
}

template <typename Items, typename ToJson>
json::array array_of(const Items& items, ToJson to_json_of) {
    json::array array;
    for (const auto& each : items) array.push_back(to_json_of(each));
    return array;
}

}  // namespace

json::object to_json(const AskAnswer& answer) {
    json::object object;
    object.emplace("intent", answer.intents.empty() ? std::string("other") : answer.intents.front().name);
    object.emplace("intents", array_of(answer.intents, [](const AskIntent& each) {
                       return json::object{{"name", each.name}, {"weight", each.weight}};
                   }));
    object.emplace("care_level", name_of(answer.care_level));
    object.emplace("care_reason", answer.care_reason);
    object.emplace("red_flags", array_of(answer.red_flags, flag_json));
    object.emplace("departments", array_of(answer.departments, [](const AskDepartment& each) {
                       json::object department = ref_json(each.ref);
                       department.emplace("score", each.score);
                       department.emplace("why", refs_json(each.why));
                       return department;
                   }));
    object.emplace("questions", array_of(answer.questions, question_json));
    object.emplace("conditions", array_of(answer.conditions, condition_json));
    object.emplace("doctors", cards_json(answer.doctors));
    object.emplace("hospitals", cards_json(answer.hospitals));
    object.emplace("answers", array_of(answer.answers, passage_json));
    object.emplace("similar", cards_json(answer.similar));
    object.emplace("facts", array_of(answer.facts, fact_json));
    object.emplace("concepts", refs_json(answer.concepts));
    object.emplace("negated", refs_json(answer.negated));
    object.emplace("subject", answer.subject);
    object.emplace("understood", answer.is_understood);
    if (answer.is_cut) object.emplace("cut", true);
    return object;
}

Result<AskRequest> ask_from(const json::object& object) {
    JsonFields fields(object);
    AskRequest request;
    request.text = fields.text("text");
    if (fields.find("text") == nullptr) fields.fail_missing("text");
    if (const json::array* replies = fields.array("replies")) {
        for (const json::value& each : *replies) {
            const json::object* reply = each.if_object();
            if (reply == nullptr) return Error{ErrorCode::InvalidInput, "A reply is an object.", "replies"};
            JsonFields inner(*reply, "replies.");
            request.replies.push_back({inner.required_text("key"), inner.required_text("value")});
            fields.keep_failure_of(inner);
        }
    }
    const auto done = fields.finish();
    if (!done && !done.error().message.starts_with(kUnknownFieldMessage)) return done.error();
    return request;
}

}  // namespace xinglin
