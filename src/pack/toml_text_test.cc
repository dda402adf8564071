#include "pack/toml_text.h"

#include <gtest/gtest.h>

namespace xinglin {
namespace {

TEST(TomlText, ReadsTextNumbersFlagsDatesAndLists) {
    const FieldText text =
        parse_toml("a = \"甲\"\nb = 3\nc = true\nd = 2026-11-23\ne = [\"x\", \"y\"]\n[f]\ng = 1\n", 2);
    ASSERT_FALSE(text.fault);
    EXPECT_EQ(boost::json::serialize(text.object.at("d")), "\"2026-11-23\"");
    EXPECT_EQ(boost::json::serialize(text.object.at("e")), R"(["x","y"])");
    EXPECT_EQ(text.object.at("a").as_string(), "甲");
    EXPECT_EQ(text.object.at("b").as_int64(), 3);
    EXPECT_TRUE(text.object.at("c").as_bool());
    EXPECT_EQ(text.places.of("a"), (Place{2, 1}));
    EXPECT_EQ(text.places.of("e[1]"), (Place{6, 11}));
    EXPECT_EQ(text.places.of("f.g"), (Place{8, 1}));
}

TEST(TomlText, NamesTheFaultAndItsPlace) {
    struct Fault {
        std::string_view text;
        std::string_view rule;
        std::size_t line;
    };
    for (const Fault& fault : {
             Fault{"a = 1\na = 2\n", "broken-toml", 3},
             Fault{"a = \"甲\n", "broken-toml", 2},
             Fault{"a\n", "broken-toml", 2},
             Fault{"a = 2026-02-30\n", "broken-toml", 2},
             Fault{"a = 1\nb = \"\xFF\"\n", "invalid-utf8", 3},
             Fault{"a = 1\nb = nan\n", "bad-field", 3},
             Fault{"a = 2026-01-01T00:00:00Z\n", "bad-field", 2},
         }) {
        const FieldText text = parse_toml(fault.text, 2);
        ASSERT_TRUE(text.fault) << fault.text;
        EXPECT_EQ(text.fault->rule, fault.rule) << fault.text;
        EXPECT_EQ(text.fault->place.line, fault.line) << fault.text;
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
