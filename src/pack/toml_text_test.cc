#include "pack/toml_text.h"

#include <gtest/gtest.h>

namespace xinglin {
namespace {

TEST(TomlText, ReadsTextNumbersFlagsDatesAndLists) {
    const FieldText text = parse_toml(
        "a = \"甲\"\nb = 3\nc = true\nd = 2026-11-23\ne = [\"x\", \"y\"]\n\n# note\n\"f\"= -1_000 # note\r\ng =[ # "
        "note\n 1,\n [],\n]",
        2);
    ASSERT_FALSE(text.fault) << text.fault->message;
    EXPECT_EQ(boost::json::serialize(text.object),
              R"({"a":"甲","b":3,"c":true,"d":"2026-11-23","e":["x","y"],"f":-1000,"g":[1,[]]})");
    EXPECT_EQ(text.places.of("a"), (Place{2, 1}));
    EXPECT_EQ(text.places.of("e[1]"), (Place{6, 11}));
    EXPECT_EQ(text.places.of("f"), (Place{9, 1}));
    EXPECT_EQ(text.places.of("g[1]"), (Place{12, 2}));
    EXPECT_FALSE(parse_toml("", 1).fault);
    EXPECT_FALSE(parse_toml("# only a note", 1).fault);
}

TEST(TomlText, ReadsStringsOfAllFourKinds) {
    const FieldText text = parse_toml(
        "a = \"甲\\\"乙\\\\\\u4E19\\U00020BB7\\n\" # 丙\nb = '丁\\'\nc = \"\"\"\n戊\r\n\\\n  \n  己\"\"\"\"\"\nd = "
        "'''庚\n'辛''''\ne = \"\"\n"
        "f = ''\ng = \"\"\"\"\"\"\n",
        1);
    ASSERT_FALSE(text.fault) << text.fault->message << text.fault->place.line;
    EXPECT_EQ(text.object.at("a").as_string(), "甲\"乙\\丙𠮷\n");
    EXPECT_EQ(text.object.at("b").as_string(), "丁\\");
    EXPECT_EQ(text.object.at("c").as_string(), "戊\n己\"\"");
    EXPECT_EQ(text.object.at("d").as_string(), "庚\n'辛'");
    for (const char* name : {"e", "f", "g"}) EXPECT_EQ(text.object.at(name).as_string(), "") << name;
}

TEST(TomlText, NamesTheFaultAndItsPlace) {
    struct Fault {
        std::string_view text;
        std::string_view rule;
        Place place;
    };
    for (const Fault& fault : {
             Fault{"a = 1\na = 2\n", "duplicate-field", {3, 1}},
             Fault{"a = \"甲\n", "broken-toml", {2, 9}},
             Fault{"a = \"甲", "broken-toml", {2, 9}},
             Fault{"a = \"\"\"甲\n\n", "broken-toml", {4, 1}},
             Fault{"a = \"\\x41\"\n", "broken-toml", {2, 7}},
             Fault{"a = \"\\u12\"\n", "broken-toml", {2, 8}},
             Fault{"a = \"\\uD800\"\n", "broken-toml", {2, 8}},
             Fault{"a = \"x\x07\"\n", "broken-toml", {2, 7}},
             Fault{"a\n", "broken-toml", {2, 2}},
             Fault{"a =\n", "broken-toml", {2, 4}},
             Fault{"= 1\n", "broken-toml", {2, 1}},
             Fault{"a.b = 1\n", "broken-toml", {2, 2}},
             Fault{"a = 1 b = 2\n", "broken-toml", {2, 7}},
             Fault{"a = [1 2]\n", "broken-toml", {2, 8}},
             Fault{"a = [1,\n", "broken-toml", {3, 1}},
             Fault{"a = [[[[[[[[[[]]]]]]]]]]\n", "broken-toml", {2, 13}},
             Fault{"a = 2026-02-30\n", "broken-toml", {2, 5}},
             Fault{"a = 1\ntitle。= 2\n", "broken-toml", {3, 6}},
             Fault{"a = “甲”\n", "broken-toml", {2, 5}},
             Fault{"a = 1\nb = \"\xFF\"\n", "invalid-utf8", {3, 6}},
             Fault{"a = 1\nb = nan\n", "bad-field", {3, 5}},
             Fault{"a = 1.5\n", "bad-field", {2, 5}},
             Fault{"a = 007\n", "bad-field", {2, 5}},
             Fault{"a = 0x1F\n", "bad-field", {2, 5}},
             Fault{"a = 1__0\n", "bad-field", {2, 5}},
             Fault{"a = 99999999999999999999\n", "bad-field", {2, 5}},
             Fault{"a = +-1\n", "bad-field", {2, 5}},
             Fault{"a = +\n", "bad-field", {2, 5}},
             Fault{"a = True\n", "bad-field", {2, 5}},
             Fault{"a = 2026-01-01T00:00:00Z\n", "bad-field", {2, 5}},
             Fault{"[a]\n", "bad-field", {2, 1}},
             Fault{"a = {b = 1}\n", "bad-field", {2, 5}},
         }) {
        const FieldText text = parse_toml(fault.text, 2);
        ASSERT_TRUE(text.fault) << fault.text;
        EXPECT_EQ(text.fault->rule, fault.rule) << fault.text;
        EXPECT_EQ(text.fault->place, fault.place)
            << fault.text << text.fault->place.line << ":" << text.fault->place.column;
        EXPECT_TRUE(text.object.empty());
    }
}

TEST(TomlText, WritesStringsThatReadAsTheyWere) {
    for (const std::string written : {"", "甲", "a\"b\\c", "一\n二\t三\r", "\x01\x7f", "'''", "\"\"\"", "+++"}) {
        const FieldText text = parse_toml("x = " + toml_string(written) + "\n", 1);
        ASSERT_FALSE(text.fault) << written;
        EXPECT_EQ(std::string(text.object.at("x").as_string()), written);
    }
}

}  // namespace
}  // namespace xinglin
