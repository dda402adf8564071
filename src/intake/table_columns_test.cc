#include "intake/table_columns.h"

#include "intake/adapter_runs_test.h"

namespace xinglin {
namespace {

TEST(TableColumns, AsksForWhatTheAdapterNeeds) {
    const auto missing = TableColumns::choose(columns_profile(AdapterKind::Drugs, {"form"}), {"name"}, {"form"});
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().where, "columns");
    EXPECT_NE(missing.error().message.find("\"name\""), std::string::npos);
    const auto unknown =
        TableColumns::choose(columns_profile(AdapterKind::Drugs, {"name", "colour"}), {"name"}, {"form"});
    ASSERT_FALSE(unknown);
    EXPECT_NE(unknown.error().message.find("no field \"colour\"; its fields are name, form"), std::string::npos);
}

TEST(TableColumns, ReadsByOurNames) {
    ImportProfile profile;
    profile.columns = {{"name", "药名"}};
    const auto columns = TableColumns::choose(profile, {"name"}, {"form"});
    ASSERT_TRUE(columns);
    InputRow row;
    row.fields = boost::json::parse(R"({"药名": "　甲片 ", "form": "片"})").as_object();
    EXPECT_EQ(columns->text(row, "name"), "甲片");
    EXPECT_EQ(columns->text(row, "form"), "") << "the profile does not name it";
    EXPECT_EQ(columns->column("name"), "药名");
    EXPECT_EQ(columns->column("form"), "form");
    row.fields["药名"] = 7;
    EXPECT_EQ(columns->text(row, "name"), "");
}

TEST(Tidied, DropsBlanksAroundAndMendsLineEnds) {
    EXPECT_EQ(tidied("\xC2\xA0 \xE3\x80\x80甲\r\n乙\r丙\xE2\x80\xA8\xE2\x80\x8B\xEF\xBB\xBF"), "甲\n乙\n丙");
    EXPECT_EQ(tidied(""), "");
    EXPECT_EQ(tidied(" \t\r\n"), "");
}

TEST(Listed, PartsAtListMarks) {
    EXPECT_EQ(listed("甲；乙;丙、丁|戊\n己"), (Lines{"甲", "乙", "丙", "丁", "戊", "己"}));
    EXPECT_EQ(listed("；； "), Lines{});
}

TEST(Placeholders, AreNoValues) {
    for (const char* empty :
         {"NULL", "null", "\\N", "N/A", "／", "--", "——", "－", "暂无", "无", "（无）", "空", "***"}) {
        EXPECT_TRUE(is_placeholder(empty)) << empty;
    }
    for (const char* value : {"", "尚不明确", "未知", "内科", "0", "无锡", "A-1", "无糖型"}) {
        EXPECT_FALSE(is_placeholder(value)) << value;
    }
    EXPECT_EQ(listed("内科；无；—；外科"), (Lines{"内科", "外科"}));
}

TEST(TableColumns, ReadsSimpleMarkupAsText) {
    ImportProfile profile;
    profile.columns = {{"name", "name"}};
    const auto columns = TableColumns::choose(profile, {"name"}, {});
    ASSERT_TRUE(columns);
    InputRow row;
    const auto read = [&](const char* text) {
        row.fields.clear();
        row.fields.emplace("name", text);
        return columns->text(row, "name");
    };
    EXPECT_EQ(read("<p>孕妇慎用</p><p>老人&nbsp;减量</p>"), "孕妇慎用\n老人 减量");
    EXPECT_EQ(read("&lt;30&nbsp;ml"), "<30 ml");
    EXPECT_EQ(read("肌酐清除率<30"), "肌酐清除率<30");
    EXPECT_EQ(read("<script>x</script>"), "<script>x</script>") << "what acts is for the gate to refuse";
    EXPECT_EQ(read("&nbsp;"), "");
}

}  // namespace
}  // namespace xinglin
