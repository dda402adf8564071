#include "base/json_fields.h"

#include <gtest/gtest.h>

namespace xinglin {
namespace {

boost::json::object parsed(std::string_view text) {
    return boost::json::parse(text).as_object();
}

TEST(JsonFields, ReadsEveryType) {
    const auto object =
        parsed(R"({"name":"甲","list":["a","b"],"yes":true,"n":-7,"day":"2026-11-23","inner":{"x":1},"none":null})");
    JsonFields fields(object);
    EXPECT_EQ(fields.required_text("name"), "甲");
    EXPECT_EQ(fields.texts("list"), (std::vector<std::string>{"a", "b"}));
    EXPECT_TRUE(fields.flag("yes"));
    EXPECT_FALSE(fields.flag("no"));
    EXPECT_EQ(fields.integer("n"), -7);
    EXPECT_EQ(fields.integer("m"), std::nullopt);
    EXPECT_EQ(fields.date("day").iso(), "2026-11-23");
    EXPECT_NE(fields.object("inner"), nullptr);
    EXPECT_EQ(fields.find("none"), nullptr);
    EXPECT_EQ(fields.text("absent"), "");
    EXPECT_TRUE(fields.finish());
}

TEST(JsonFields, NamesAFieldThatNobodyAskedForAndWhatItMayBe) {
    const auto object = parsed(R"({"name":"x","hopsital":"y"})");
    JsonFields fields(object, "doctors[3].");
    fields.text("name");
    fields.text("hospital");
    const auto done = fields.finish();
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, ErrorCode::InvalidInput);
    EXPECT_EQ(done.error().where, "doctors[3].hopsital");
    EXPECT_EQ(done.error().message, "This field is not known here; did you mean \"hospital\"?");
}

TEST(JsonFields, GuessesNothingForANameThatIsFarFromAll) {
    const auto object = parsed(R"({"zzzzzz":"y"})");
    JsonFields fields(object);
    fields.text("hospital");
    EXPECT_EQ(fields.finish().error().message, "This field is not known here.");
}

TEST(JsonFields, KeepsTheFirstFailure) {
    const auto object = parsed(R"({"a":1,"b":"x"})");
    JsonFields fields(object);
    fields.text("a");
    fields.integer("b");
    fields.required_text("c");
    EXPECT_EQ(fields.finish().error().where, "a");
}

TEST(JsonFields, RefusesWrongTypes) {
    const auto object = parsed(
        R"({"t":1,"l":"x","m":["x",2],"f":"true","i":"1","r":1.5,"big":18446744073709551615,"inf":1e400,"d":"2026-13-01","o":[],"a":{}})");
    const auto failure = [&object](auto read) {
        JsonFields fields(object);
        read(fields);
        const auto done = fields.finish();
        return done ? "" : done.error().where;
    };
    EXPECT_EQ(failure([](JsonFields& f) { f.text("t"); }), "t");
    EXPECT_EQ(failure([](JsonFields& f) { f.texts("l"); }), "l");
    EXPECT_EQ(failure([](JsonFields& f) { f.texts("m"); }), "m[1]");
    EXPECT_EQ(failure([](JsonFields& f) { f.flag("f"); }), "f");
    EXPECT_EQ(failure([](JsonFields& f) { f.integer("i"); }), "i");
    EXPECT_EQ(failure([](JsonFields& f) { f.integer("r"); }), "r");
    EXPECT_EQ(failure([](JsonFields& f) { f.integer("big"); }), "big");
    EXPECT_EQ(failure([](JsonFields& f) { f.integer("inf"); }), "inf");
    EXPECT_EQ(failure([](JsonFields& f) { f.date("d"); }), "d");
    EXPECT_EQ(failure([](JsonFields& f) { f.object("o"); }), "o");
    EXPECT_EQ(failure([](JsonFields& f) { f.array("a"); }), "a");
    EXPECT_EQ(failure([](JsonFields& f) { f.required_text("absent"); }), "absent");
}

TEST(JsonFields, TakesOverTheFailureOfAnInnerObject) {
    const auto object = parsed(R"({"inner":{"x":1}})");
    JsonFields fields(object);
    JsonFields inner(*fields.object("inner"), fields.path("inner") + ".");
    inner.text("x");
    fields.keep_failure_of(inner);
    EXPECT_EQ(fields.finish().error().where, "inner.x");
}

enum class Colour { Red, Blue };

std::optional<Colour> colour_named(std::string_view name) {
    if (name == "red") return Colour::Red;
    if (name == "blue") return Colour::Blue;
    return std::nullopt;
}

TEST(JsonFields, ReadsWordsOfAClosedList) {
    const auto object = parsed(R"({"a":"blue","b":"green"})");
    JsonFields fields(object);
    EXPECT_EQ(fields.word("a", colour_named, Colour::Red), Colour::Blue);
    EXPECT_EQ(fields.word("absent", colour_named, Colour::Red), Colour::Red);
    fields.word("b", colour_named, Colour::Red);
    EXPECT_EQ(fields.finish().error().where, "b");
}

}  // namespace
}  // namespace xinglin
