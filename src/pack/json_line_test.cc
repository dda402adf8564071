#include "pack/json_line.h"

#include <gtest/gtest.h>

namespace xinglin {
namespace {

TEST(JsonLine, NotesWhereEveryFieldStands) {
    const FieldText text = parse_json_line(R"( {"id": "x", "a\"b":[1, {"c":"}"}],"面":{"d":[]}})", 7);
    ASSERT_FALSE(text.fault);
    EXPECT_EQ(text.places.of("id"), (Place{7, 3}));
    EXPECT_EQ(text.places.of("a\"b"), (Place{7, 14}));
    EXPECT_EQ(text.places.of("a\"b[1]"), (Place{7, 25}));
    EXPECT_EQ(text.places.of("a\"b[1].c"), (Place{7, 26}));
    EXPECT_EQ(text.places.of("面.d"), (Place{7, 43}));
    EXPECT_EQ(text.places.of("a\"b[1].none"), (Place{7, 25})) << "the nearest thing around it";
    EXPECT_EQ(text.places.of("none"), (Place{7, 1}));
}

struct Fault {
    std::string_view line;
    std::string_view rule;
    std::size_t column;
};

TEST(JsonLine, NamesTheFaultAndItsColumn) {
    for (const Fault& fault : {
             Fault{R"({"a":1,})", "broken-json", 8},
             Fault{R"({"a": tru})", "broken-json", 7},
             Fault{R"({"a":1)", "broken-json", 7},
             Fault{R"({"a":1} x)", "broken-json", 9},
             Fault{R"({'a':1})", "broken-json", 2},
             Fault{R"({"a":"\ud800"})", "broken-json", 13},
             Fault{"{\"a\":\"\xFF\"}", "invalid-utf8", 7},
             Fault{"\xEF\xBB\xBF{}", "byte-order-mark", 1},
             Fault{R"([{"a":1}])", "not-an-object", 1},
             Fault{R"("x")", "not-an-object", 1},
             Fault{R"({"a":1,"b":2,"a":3})", "duplicate-field", 14},
             Fault{R"({"a":1,"\u0061":3})", "duplicate-field", 8},
             Fault{R"({"x":[{"a":1,"a":3}]})", "duplicate-field", 14},
         }) {
        const FieldText text = parse_json_line(fault.line, 1);
        ASSERT_TRUE(text.fault) << fault.line;
        EXPECT_EQ(text.fault->rule, fault.rule) << fault.line;
        EXPECT_EQ(text.fault->place, (Place{1, fault.column})) << fault.line;
        EXPECT_TRUE(text.object.empty());
    }
}

TEST(JsonLine, RefusesNestingThatIsTooDeep) {
    const FieldText text = parse_json_line("{\"a\":" + std::string(100000, '[') + std::string(100000, ']') + "}", 1);
    ASSERT_TRUE(text.fault);
    EXPECT_EQ(text.fault->rule, "broken-json");
}

}  // namespace
}  // namespace xinglin
