#include "intake/rows.h"

#include <gtest/gtest.h>

#include <random>

#include "intake/sample_input_test.h"

namespace xinglin {
namespace {

using Texts = std::vector<std::string>;

RowsRead json_lines(std::string_view bytes) {
    return read_rows(bytes, profile_for(AdapterKind::Records));
}

RowsRead table(std::string_view bytes, char separator = ',') {
    ImportProfile profile = profile_for(AdapterKind::Drugs);
    profile.separator = separator;
    return read_rows(bytes, profile);
}

RowsRead bundle(std::string_view bytes) {
    return read_rows(bytes, profile_for(AdapterKind::Fhir));
}

TEST(JsonLines, EachLineIsARowWithItsNumberAndLine) {
    const RowsRead read = json_lines("{\"a\":1}\r\n\n  {\"b\":\"面瘫\"}\n{\"c\":[]}");
    EXPECT_EQ(read.rows, (Texts{"{\"a\":1}", "{\"b\":\"面瘫\"}", "{\"c\":[]}"}));
    EXPECT_EQ(read.lines, (std::vector<std::size_t>{1, 3, 4}));
    EXPECT_TRUE(read.faults.empty());
    EXPECT_EQ(read.count, 3U);
}

TEST(JsonLines, ABadLineIsAFindingAndNotTheEnd) {
    const RowsRead read = json_lines("{\"a\":1\n[1]\n{\"a\":\"\xFF\"}\n{\"a\":\"\\u0000\"}\n{\"a\":2}\n{\"a\":1}{}\n");
    EXPECT_EQ(read.rows, (Texts{"{\"a\":2}"}));
    EXPECT_EQ(read.faults,
              (Texts{"1 broken-json", "2 unknown-record-shape", "3 invalid-utf8", "4 text-debris", "6 broken-json"}));
    EXPECT_EQ(read.count, 6U);
}

TEST(JsonLines, ACutFileSaysSo) {
    const RowsRead read = json_lines("{\"a\":1}\n{\"a\":\"面");
    EXPECT_EQ(read.faults, (Texts{"2 broken-json"}));
    EXPECT_NE(read.messages[0].find("cut off"), std::string::npos);
}

TEST(JsonLines, ACutGzipFileIsAFailure) {
    const std::string packed = gzipped("{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n");
    const RowsRead read = json_lines(std::string_view(packed).substr(0, packed.size() - 9));
    EXPECT_NE(read.failure.find("cut off"), std::string::npos);
    EXPECT_TRUE(read.faults.empty());
}

TEST(JsonLines, LongLinesAndTextsAreFindings) {
    const std::string line = "{\"a\":\"" + std::string(kMaxRowBytes, 'x') + "\"}\n";
    const std::string text = "{\"a\":{\"b\":[1,\"" + std::string(kMaxRowFieldBytes + 1, 'x') + "\"]}}\n";
    const RowsRead read = json_lines(line + "{\"a\":1}\n" + text + "{\"a\":2}\n");
    EXPECT_EQ(read.faults, (Texts{"1 line-too-long", "3 field-too-long"}));
    EXPECT_EQ(read.rows, (Texts{"{\"a\":1}", "{\"a\":2}"}));
}

TEST(JsonLines, DeepNestingIsBroken) {
    EXPECT_EQ(json_lines("{\"a\":" + std::string(1000, '[') + std::string(1000, ']') + "}\n").faults,
              (Texts{"1 broken-json"}));
}

TEST(JsonLines, ALineOfGb18030InAUtf8FileIsNamed) {
    const RowsRead read = json_lines(std::string(70000, ' ') + "\n{\"a\":\"\xC3\xE6\xCC\xB1\xD2\xA9\xC6\xB7\"}\n");
    ASSERT_EQ(read.messages.size(), 1U);
    EXPECT_NE(read.messages[0].find("gb18030"), std::string::npos);
}

TEST(Table, FieldsByTheirColumns) {
    const RowsRead read = table("药名,厂家\r\n\"甲,乙\",\"说\"\"好\"\"\"\r\n\"两\n行\", 丙 \n\n丁,\n");
    EXPECT_EQ(read.rows, (Texts{R"({"药名":"甲,乙","厂家":"说\"好\""})", R"({"药名":"两\n行","厂家":" 丙 "})",
                                R"({"药名":"丁","厂家":""})"}));
    EXPECT_EQ(read.lines, (std::vector<std::size_t>{2, 3, 6}));
}

TEST(Table, QuotesInsideOfAFieldStandForThemselves) {
    EXPECT_EQ(table("a\tb\n5\" tube\t1\n", '\t').rows, (Texts{R"({"a":"5\" tube","b":"1"})"}));
}

TEST(Table, FaultsHaveTheirLineAndReadingGoesOn) {
    const RowsRead read = table("a,b\n1\n1,2,3\n1,2,,\n\"x\"y,2\n3,4\n\"open,5\n6,7\n8,\xFF\n9,\0 \n1,2\n");
    EXPECT_EQ(read.rows,
              (Texts{R"({"a":"1","b":"2"})", R"({"a":"3","b":"4"})", R"({"a":"6","b":"7"})", R"({"a":"9","b":""})"}))
        << "a C string ends at its NUL";
    EXPECT_EQ(read.faults,
              (Texts{"2 broken-table", "3 broken-table", "5 broken-table", "7 broken-table", "9 invalid-utf8"}));
    EXPECT_NE(read.messages[3].find("never closed"), std::string::npos);
    EXPECT_EQ(table(std::string("a,b\n1,\0x\n2,3\n", 13)).faults, (Texts{"2 text-debris"}));
}

TEST(Table, AQuoteThatIsNeverClosedCostsOneLine) {
    std::string text = "a,b\n\"open,1\n";
    for (int i = 0; i < 100000; ++i) text += "field,value\n";
    const RowsRead read = table(text);
    EXPECT_EQ(read.faults, (Texts{"2 field-too-long"}));
    EXPECT_EQ(read.rows.size(), 100000U);
    EXPECT_EQ(read.lines.back(), 100002U);
}

TEST(Table, HugeFieldsAreFindings) {
    const std::string huge(5 * kMaxRowBytes, 'x');
    const RowsRead read = table("a,b\n" + huge + ",1\n2,3\n4," + huge + "\n5,6\n");
    EXPECT_EQ(read.faults, (Texts{"2 field-too-long", "4 field-too-long"}));
    EXPECT_EQ(read.rows, (Texts{R"({"a":"2","b":"3"})", R"({"a":"5","b":"6"})"}));
    EXPECT_EQ(table("a,b\n" + std::string(3 * kMaxRowBytes, ',') + "\n1,2\n").rows.size(), 1U);
}

TEST(Table, TheHeaderMustHaveTheProfilesColumns) {
    ImportProfile profile = profile_for(AdapterKind::Drugs);
    profile.columns = {{"name", "药名"}, {"maker", "生产厂"}};
    EXPECT_EQ(read_rows("药名,厂家\n甲,乙\n", profile).failure,
              "The profile says \"maker=生产厂\", but the table has no such column. Its columns are: \"药名\", "
              "\"厂家\".");
    EXPECT_NE(read_rows("药名,生产厂,药名\n", profile).failure.find("several columns"), std::string::npos);
    EXPECT_NE(read_rows("药名\t生产厂\n", profile).failure.find("separator = \"tab\""), std::string::npos);
    EXPECT_NE(read_rows("", profile).failure.find("empty"), std::string::npos);
    EXPECT_EQ(read_rows("\xEF\xBB\xBF药名,生产厂\n甲,乙\n", profile).rows, (Texts{R"({"药名":"甲","生产厂":"乙"})"}));
}

TEST(Table, WithoutHeaderColumnsAreNumbers) {
    ImportProfile profile = profile_for(AdapterKind::Codes);
    profile.has_header = false;
    profile.columns = {{"code", "1"}, {"name", "2"}};
    const RowsRead read = read_rows("G51.0,贝尔面瘫\nG51.3,面肌痉挛\n", profile);
    EXPECT_EQ(read.rows, (Texts{R"({"1":"G51.0","2":"贝尔面瘫"})", R"({"1":"G51.3","2":"面肌痉挛"})"}));
    profile.columns = {{"code", "3"}};
    EXPECT_NE(read_rows("G51.0,贝尔面瘫\n", profile).failure.find("no such column"), std::string::npos);
}

/// The same as the table reader, for text that is all in memory and has no fault but quotes: character by character.
std::vector<Texts> cut_slowly(std::string_view text) {
    std::vector<Texts> records;
    Texts fields{""};
    bool quoted = false;
    bool any = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted) {
            if (c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
                fields.back() += '"';
                ++i;
            } else if (c == '"') {
                quoted = false;
            } else {
                fields.back() += c;
            }
        } else if (c == '"' && fields.back().empty()) {
            quoted = any = true;
        } else if (c == ',') {
            fields.emplace_back();
            any = true;
        } else if (c == '\n') {
            if (any || !fields.back().empty()) records.push_back(fields);
            fields.assign(1, "");
            any = false;
        } else {
            fields.back() += c;
        }
    }
    if (any || !fields.back().empty()) records.push_back(fields);
    return records;
}

TEST(Table, EqualsCuttingSlowlyOnWhatAWriterWrites) {
    for (std::uint32_t seed = 0; seed < 200; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        std::mt19937 random(seed);
        std::string text = "1,2,3\n";
        const std::size_t size = random() % 60 + (seed % 20 == 0 ? 20000 : 0);
        for (std::size_t row = 0; row < size; ++row) {
            for (int field = 0; field < 3; ++field) {
                std::string value;
                for (std::size_t length = random() % 6; length > 0; --length) value += ",\"\nab面"[random() % 5];
                std::string quoted = "\"";
                for (const char c : value) quoted += c == '"' ? "\"\"" : std::string(1, c);
                const bool must_quote = value.find_first_of(",\"\n") != std::string::npos;
                text += must_quote || value.empty() || random() % 3 == 0 ? quoted + "\"" : value;
                text += field == 2 ? "\n" : ",";
            }
        }
        const RowsRead read = table(text);
        const std::vector<Texts> expected = cut_slowly(text);
        ASSERT_TRUE(read.faults.empty()) << read.faults.front();
        ASSERT_EQ(read.rows.size() + 1, expected.size());
        for (std::size_t i = 0; i < read.rows.size(); ++i) {
            const boost::json::object fields = boost::json::parse(read.rows[i]).as_object();
            for (int field = 0; field < 3; ++field) {
                const auto& name = expected[0][static_cast<std::size_t>(field)];
                ASSERT_EQ(std::string(fields.at(name).as_string()), expected[i + 1][static_cast<std::size_t>(field)]);
            }
        }
    }
}

constexpr std::string_view kBundle = R"({
  "resourceType": "Bundle",
  "meta": {"tag": ["]", "\"}"]},
  "entry": [
    {"fullUrl": "urn:1", "resource": {"resourceType": "Practitioner", "id": "a"}},
    {"fullUrl": "urn:2",
     "resource": {"resourceType": "Organization", "name": "北\"京}医院"}}
  ],
  "total": 2
}
)";

const Texts kBundleRows = {R"({"fullUrl":"urn:1","resource":{"resourceType":"Practitioner","id":"a"}})",
                           R"({"fullUrl":"urn:2","resource":{"resourceType":"Organization","name":"北\"京}医院"}})"};

TEST(Bundle, EachEntryIsARow) {
    const RowsRead read = bundle(kBundle);
    EXPECT_EQ(read.rows, kBundleRows);
    EXPECT_EQ(read.lines, (std::vector<std::size_t>{5, 6}));
    EXPECT_EQ(read.failure, "");
    EXPECT_TRUE(read.faults.empty());
}

TEST(Bundle, ResourcesInOtherWrappings) {
    const Texts expected = {R"({"resource":{"resourceType":"Practitioner","id":"a"}})",
                            R"({"resource":{"resourceType":"Practitioner","id":"b"}})"};
    const std::string a = R"({"resourceType":"Practitioner","id":"a"})";
    const std::string b = R"({"resourceType":"Practitioner","id":"b"})";
    EXPECT_EQ(bundle(a + "\n" + b + "\n").rows, expected) << "a resource a line";
    EXPECT_EQ(bundle("[" + a + ",\n" + b + "]").rows, expected) << "a list";
    EXPECT_EQ(bundle("{\n\"resourceType\":\"Practitioner\",\"id\":\"a\"}\n{\n\"resourceType\":\"Practitioner\",\n"
                     "\"id\":\"b\"}")
                  .rows,
              expected)
        << "one behind the other";
    EXPECT_EQ(bundle(std::string(kBundle) + std::string(kBundle)).rows.size(), 4U);
    EXPECT_EQ(bundle(R"({"resourceType":"Bundle","type":"searchset"})").count, 0U);
    EXPECT_EQ(bundle("").count, 0U);
}

TEST(Bundle, ABadLineOfResourcesIsAFinding) {
    const RowsRead read =
        bundle("{\"resourceType\":\"Practitioner\"}\n{\"resourceType\":\"Pr\n{\"resourceType\":\"Organization\"}\n");
    EXPECT_EQ(read.rows.size(), 2U);
    EXPECT_EQ(read.faults, (Texts{"2 broken-json"}));
}

TEST(Bundle, AnEntryThatIsNoJsonIsAFinding) {
    const RowsRead read = bundle("{\"entry\":[{\"a\":1},\n{\"a\" 1},\n7,{\"b\":2}]}");
    EXPECT_EQ(read.rows, (Texts{R"({"a":1})", R"({"b":2})"}));
    EXPECT_EQ(read.faults, (Texts{"2 broken-json", "3 unknown-record-shape"}));
    EXPECT_EQ(read.count, 4U);
}

TEST(Bundle, EveryCutIsAFailure) {
    const std::size_t end = kBundle.rfind('}');
    for (std::size_t size = 1; size <= end; ++size) {
        const RowsRead read = bundle(kBundle.substr(0, size));
        EXPECT_NE(read.failure, "") << size;
        for (std::size_t i = 0; i < read.rows.size(); ++i) EXPECT_EQ(read.rows[i], kBundleRows[i]);
    }
}

TEST(Bundle, BracketsThatDoNotCloseEndReadingWithTheirLine) {
    const RowsRead read = bundle("{\"entry\":[\n{\"a\":1},\n{\"b\":[2},\n{\"c\":3}]}");
    EXPECT_EQ(read.rows, (Texts{R"({"a":1})"}));
    EXPECT_NE(read.failure.find("not closed"), std::string::npos);
    EXPECT_NE(bundle("hello").failure, "");
    EXPECT_NE(bundle("{\"entry\":[{} {}]}").failure, "");
    EXPECT_NE(bundle("{\"entry\":[" + std::string(1000, '[')).failure, "");
}

TEST(Bundle, AHugeEntryIsAFinding) {
    const std::string huge = "{\"x\":\"" + std::string(3 * kMaxRowBytes, 'x') + "\"}";
    const RowsRead read = bundle("{\"big\":" + huge + ",\"entry\":[" + huge + ",{\"a\":1}]}\n" + huge);
    EXPECT_EQ(read.faults, (Texts{"1 line-too-long", "2 line-too-long"}));
    EXPECT_EQ(read.rows, (Texts{R"({"a":1})"}));
}

TEST(Rows, TextIsMadeValidAndShort) {
    EXPECT_EQ(as_utf8("a\xFF面", 100), "a\uFFFD面");
    EXPECT_EQ(as_utf8(std::string_view("a\0b", 3), 100), "a\uFFFDb");
    EXPECT_EQ(as_utf8("面瘫", 5), "面");
}

TEST(Table, ATitleAboveTheHeaderIsPassedOver) {
    ImportProfile profile = profile_for(AdapterKind::Drugs);
    profile.columns = {{"name", "药名"}, {"form", "剂型"}};
    const RowsRead read = read_rows("目录（2025年）,,\n制表：某处\n\n药名,剂型,备注\n甲片,片,\n", profile);
    EXPECT_EQ(read.failure, "");
    ASSERT_EQ(read.rows.size(), 1U);
    EXPECT_NE(read.rows[0].find("甲片"), std::string::npos);
    EXPECT_EQ(read.lines, std::vector<std::size_t>{5});
    EXPECT_NE(read_rows("目录\n药名,规格\n甲片,片\n", profile).failure.find("Its columns are: \"药名\", \"规格\""),
              std::string::npos)
        << "the row that has the most of the columns is meant";
    EXPECT_NE(read_rows("一\n二\n三\n四\n五\n六\n药名,剂型\n", profile).failure, "") << "not beyond the first six";
}

TEST(Bundle, APageWithANextOneIsAFinding) {
    const std::string page =
        R"({"resourceType": "Bundle", "link": [{"relation": "self", "url": "a"}, {"relation": "next", "url": "b"}],
            "entry": [{"resource": {"resourceType": "Organization", "name": "甲医院"}}]})";
    const std::string last =
        R"({"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Organization", "name": "乙医院"}}],
            "link": [{"relation": "previous", "url": "a"}]})";
    const ImportProfile profile = profile_for(AdapterKind::Fhir);
    EXPECT_EQ(read_rows(page, profile).faults, std::vector<std::string>{"1 unknown-record-shape"});
    EXPECT_EQ(read_rows(page, profile).rows.size(), 1U);
    EXPECT_EQ(read_rows(page + "\n" + last, profile).faults.size(), 0U) << "all pages are here";
}

}  // namespace
}  // namespace xinglin
