// Tables of doctors, articles, questions and tests, as CSV and as workbooks, and the profile that is proposed for them.
#include <gtest/gtest.h>
#include <zip.h>

#include <algorithm>
#include <map>

#include "intake/adapter_runs_test.h"
#include "intake/guess.h"
#include "intake/sample_input_test.h"
#include "intake/spreadsheet.h"

namespace xinglin {
namespace {

/// A ZIP archive of these files.
void write_zip(const std::filesystem::path& file, const std::map<std::string, std::string>& contents) {
    int code = 0;
    zip_t* zip = zip_open(file.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
    ASSERT_NE(zip, nullptr);
    for (const auto& [name, text] : contents) {
        zip_file_add(zip, name.c_str(), zip_source_buffer(zip, text.data(), text.size(), 0), ZIP_FL_OVERWRITE);
    }
    ASSERT_EQ(zip_close(zip), 0);
}

/// A workbook of Excel's whose sheet has these rows, with two texts, a format for dates and one for padded numbers.
std::map<std::string, std::string> workbook(const std::string& rows, const std::string& behind = "") {
    return {{"xl/workbook.xml",
             "<workbook xmlns:r=\"r\"><sheets><sheet name=\"说明\" sheetId=\"1\" state=\"hidden\" r:id=\"rId1\"/>"
             "<sheet name=\"名单\" sheetId=\"2\" r:id=\"rId2\"/></sheets></workbook>"},
            {"xl/_rels/workbook.xml.rels",
             "<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/>"
             "<Relationship Id=\"rId2\" Target=\"/xl/worksheets/sheet2.xml\"/></Relationships>"},
            {"xl/sharedStrings.xml",
             "<sst><si><t>姓名</t></si><si><r><t>林</t></r><r><t>示例</t></r><rPh sb=\"0\" eb=\"1\"><t>lin</t></rPh>"
             "</si></sst>"},
            {"xl/styles.xml",
             "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"000000\"/><numFmt numFmtId=\"165\" "
             "formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;\"/></numFmts><cellXfs><xf numFmtId=\"0\"/>"
             "<xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/></cellXfs></styleSheet>"},
            {"xl/worksheets/sheet1.xml",
             "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData>"
             "</worksheet>"},
            {"xl/worksheets/sheet2.xml", "<worksheet><sheetData>" + rows + "</sheetData>" + behind + "</worksheet>"}};
}

std::string table_of(const std::map<std::string, std::string>& files, std::string_view sheet = {}) {
    const FolderForTests folder;
    write_zip(folder.path() / "book", files);
    const auto table = read_spreadsheet(folder.path() / "book", sheet);
    return table ? *table : "refused: " + table.error().message;
}

TEST(Spreadsheet, ReadsTextsDatesAndPaddedNumbersOfExcel) {
    EXPECT_EQ(
        table_of(workbook("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"inlineStr\"><is><t>日期</t>"
                          "</is></c><c r=\"D1\" t=\"str\"><f>1</f><v>编号, \"旧\"</v></c></row>"
                          "<row r=\"3\"><c r=\"A3\" t=\"s\"><v>1</v></c><c r=\"B3\" s=\"1\"><v>46357</v></c>"
                          "<c r=\"C3\" s=\"2\"><v>1234</v></c><c r=\"D3\"><v>0.30000000000000004</v></c></row>"
                          "<row><c t=\"b\"><v>1</v></c><c s=\"3\"><v>1</v></c><c t=\"e\"><v>#N/A</v></c></row>")),
        "姓名,日期,,\"编号, \"\"旧\"\"\"\n\n林示例,2026-12-01,001234,0.3\n是,1900-01-01,,\n");
}

TEST(Spreadsheet, MergedCellsSayTheSameDownwards) {
    EXPECT_EQ(
        table_of(workbook("<row r=\"1\"><c r=\"A1\" t=\"str\"><v>甲院</v></c><c r=\"B1\"><v>1</v></c></row>"
                          "<row r=\"2\"><c r=\"B2\"><v>2</v></c></row><row r=\"3\"><c r=\"B3\"><v>3</v></c></row>",
                          "<mergeCells><mergeCell ref=\"A1:A2\"/></mergeCells>")),
        "甲院,1\n甲院,2\n,3\n");
}

TEST(Spreadsheet, ReadsTheSheetThatIsNamed) {
    EXPECT_EQ(table_of(workbook(""), "说明"), "1\n");
    EXPECT_NE(table_of(workbook(""), "别的").find("no sheet"), std::string::npos);
    EXPECT_NE(table_of(workbook("")).find("no sheet holds anything"), std::string::npos);
}

TEST(Spreadsheet, ReadsOpenDocument) {
    const std::string content =
        "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body>"
        "<office:spreadsheet><table:table table:name=\"名单\"><table:table-row><table:table-cell>"
        "<text:p>姓名</text:p></table:table-cell><table:table-cell "
        "table:number-columns-repeated=\"2\"><text:p>注</text:p>"
        "</table:table-cell></table:table-row><table:table-row><table:table-cell table:number-rows-spanned=\"2\">"
        "<text:p>甲<text:s text:c=\"2\"/>乙</text:p><text:p>丙</text:p></table:table-cell>"
        "<table:table-cell office:value-type=\"date\" office:date-value=\"2026-12-01T08:00:00\"><text:p>12/1</text:p>"
        "</table:table-cell><table:table-cell table:number-columns-repeated=\"16000\"/></table:table-row>"
        "<table:table-row><table:covered-table-cell/><table:table-cell><text:p>7</text:p></table:table-cell>"
        "</table:table-row><table:table-row table:number-rows-repeated=\"1048570\"><table:table-cell/>"
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>";
    EXPECT_EQ(table_of({{"content.xml", content}}), "姓名,注,注\n\"甲  乙\n丙\",2026-12-01,\n\"甲  乙\n丙\",7,\n");
}

TEST(Spreadsheet, RefusesWhatIsNoWorkbook) {
    EXPECT_NE(table_of({{"word/document.xml", "<w/>"}}).find("neither an .xlsx nor an .ods"), std::string::npos);
    auto bomb = workbook("");
    bomb["xl/sharedStrings.xml"] = "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><sst><si><t>&a;</t></si></sst>";
    EXPECT_NE(table_of(bomb).find("document type"), std::string::npos);
    auto cut = workbook("");
    cut["xl/worksheets/sheet2.xml"].resize(20);
    EXPECT_NE(table_of(cut).find("sheet2.xml"), std::string::npos);
    const FolderForTests folder;
    folder.write("book", "PK\x03\x04 and then nothing");
    EXPECT_FALSE(read_spreadsheet(folder.path() / "book"));
    std::string wide;
    for (int i = 1; i <= 600; ++i) {
        wide += "<row r=\"" + std::to_string(i) + "\"><c r=\"XFD" + std::to_string(i) + "\"><v>1</v></c></row>";
    }
    EXPECT_NE(table_of(workbook(wide)).find("more cells"), std::string::npos) << "a small file of ten million cells";
}

struct Taken {
    std::vector<Record> records;
    std::vector<GateFinding> findings;
    std::string failure;
};

Taken taken(const std::filesystem::path& file, const ImportProfile& profile) {
    Taken result;
    auto adapter = make_adapter(profile, {});
    if (!adapter) return {{}, {}, adapter.error().message};
    IntakePart part;
    for (int pass = 0; pass < 2; ++pass) {
        const auto reader = open_rows(file, profile);
        if (!reader) return {{}, {}, reader.error().message};
        for (auto step = (*reader)->next(); step != RowReader::Step::End; step = (*reader)->next()) {
            if (step != RowReader::Step::Row) continue;
            if (pass == 0) (*adapter)->survey((*reader)->row());
            if (pass == 1) (*adapter)->convert((*reader)->row(), part);
        }
    }
    return {std::move(part.records), std::move(part.findings), ""};
}

Taken taken_text(std::string_view text, const ImportProfile& profile) {
    const FolderForTests folder;
    folder.write("input", text);
    return taken(folder.path() / "input", profile);
}

ImportProfile doctors() {
    ImportProfile profile = profile_for(AdapterKind::Doctors);
    profile.columns = {
        {"name", "姓名"}, {"hospital", "医院"}, {"titles", "职称"}, {"specialty", "擅长"}, {"url", "网址"}};
    return profile;
}

TEST(TablesOfRecords, DoctorsKeepTheirTitlesAndOldAddresses) {
    const Taken read = taken_text(
        "某院专家名单,,,,\n姓名,医院,职称,擅长,网址\n林示例,云溪医院,主任医师、教授,面肌痉挛,https://old.example/d/"
        "7.html\n"
        "周示例,云溪医院,—,NULL,\n",
        doctors());
    EXPECT_EQ(read.failure, "");
    EXPECT_TRUE(read.findings.empty());
    std::vector<Doctor> people;
    for (const Record& record : read.records) {
        if (const Doctor* doctor = std::get_if<Doctor>(&record.body)) people.push_back(*doctor);
    }
    ASSERT_EQ(people.size(), 2U);
    EXPECT_EQ(people[0].titles, (std::vector<std::string>{"主任医师", "教授"}));
    EXPECT_EQ(people[0].specialty, "面肌痉挛");
    EXPECT_TRUE(people[1].titles.empty());
    EXPECT_EQ(people[1].specialty, "");
    EXPECT_TRUE(std::ranges::any_of(
        read.records, [](const Record& record) { return record.head.old_address == "https://old.example/d/7.html"; }));
}

TEST(TablesOfRecords, WhatEveryRowSaysNeedsNoColumn) {
    ImportProfile profile = doctors();
    profile.columns.erase("hospital");
    EXPECT_NE(taken_text("姓名,职称,擅长,网址\n林示例,,,\n", profile).failure, "") << "a doctor works somewhere";
    profile.values.emplace("hospital", "云溪医院");
    const Taken read = taken_text("姓名,职称,擅长,网址\n林示例,,,\n", profile);
    ASSERT_EQ(read.records.size(), 2U) << "the hospital is a record";
}

TEST(TablesOfRecords, ArticlesInHtmlBecomeMarkdownWithTheirDayAndPath) {
    ImportProfile profile = profile_for(AdapterKind::Articles);
    profile.columns = {
        {"title", "标题"}, {"body", "正文"}, {"breadcrumb", "栏目"}, {"published_on", "时间"}, {"url", "网址"}};
    const Taken read = taken_text(
        "标题,正文,栏目,时间,网址\n题目,\"<p>第一段</p><h2>小标题</h2><p>第二段</p>\",首页 > 内科 > 神经内科,2020/3/1 "
        "08:00,/a/1.html\n",
        profile);
    ASSERT_EQ(read.records.size(), 1U) << read.failure;
    const Article& article = std::get<Article>(read.records[0].body);
    EXPECT_TRUE(article.body_is_markdown);
    EXPECT_NE(article.body.find("## 小标题"), std::string::npos) << article.body;
    EXPECT_EQ(article.departments, (std::vector<std::string>{"内科", "神经内科"}));
    EXPECT_EQ(read.records[0].head.published_on.iso(), "2020-03-01");
    EXPECT_EQ(read.records[0].head.old_address, "/a/1.html");
}

TEST(TablesOfRecords, QuestionsKeepWhoAnswered) {
    ImportProfile profile = profile_for(AdapterKind::Questions);
    profile.columns = {{"question", "问"}, {"answer", "答"}, {"doctor", "医生"}, {"doctor_title", "职称"}};
    const Taken read = taken_text("问,答,医生,职称\n眼皮跳怎么办？,先休息。,林示例,主任医师\n", profile);
    ASSERT_EQ(read.records.size(), 1U) << read.failure;
    const Question& question = std::get<Question>(read.records[0].body);
    ASSERT_EQ(question.answers.size(), 1U);
    EXPECT_EQ(question.answers[0].doctor_name, "林示例");
    EXPECT_EQ(question.answers[0].doctor_title, "主任医师");
}

TEST(TablesOfRecords, AWorkbookIsReadLikeATable) {
    const FolderForTests folder;
    write_zip(folder.path() / "doctors.xlsx",
              workbook("<row><c t=\"str\"><v>姓名</v></c><c t=\"str\"><v>医院</v></c><c t=\"str\"><v>职称</v></c>"
                       "<c t=\"str\"><v>擅长</v></c><c t=\"str\"><v>网址</v></c></row><row><c t=\"s\"><v>1</v></c>"
                       "<c t=\"str\"><v>云溪医院</v></c></row>"));
    const Taken read = taken(folder.path() / "doctors.xlsx", doctors());
    EXPECT_EQ(read.failure, "");
    EXPECT_EQ(read.records.size(), 2U);
}

Result<ProfileGuess> guessed(std::string_view bytes) {
    const FolderForTests folder;
    folder.write("医生 名单.csv", bytes);
    return guess_profile(folder.path() / "医生 名单.csv", *Date::parse("2026-12-01"));
}

TEST(GuessProfile, FindsTheHeaderBelowATitleAndSaysWhatIsLeft) {
    const auto guess =
        guessed("某院专家名单;;;;\n序号;医生姓名 *;所在科室;职称（技术）;出诊时间\n1;林示例;神经内科;主任医师;周一\n");
    ASSERT_TRUE(guess) << guess.error().message;
    EXPECT_EQ(guess->profile.adapter, AdapterKind::Doctors);
    EXPECT_EQ(guess->profile.separator, ';');
    EXPECT_EQ(guess->profile.columns.find("name")->second, "医生姓名 *");
    EXPECT_EQ(guess->profile.columns.find("titles")->second, "职称（技术）");
    EXPECT_EQ(guess->missing, (std::vector<std::string>{"hospital"}));
    EXPECT_EQ(guess->unused, (std::vector<std::string>{"序号", "出诊时间"}));
    EXPECT_EQ(guess->samples[0], "name = 林示例");
}

TEST(GuessProfile, WhatItProposesIsAProfileThatReadsTheFile) {
    for (const std::string table :
         {"药品名称,批准文号,生产企业,功能主治\n杏林片,国药准字H20260001,某厂（虚构）,用于示例。\n",
          "标题\t正文\t发布时间\n题目\t正文一句。\t2020-01-01\n", "问题,医生回答\n眼皮跳？,休息。\n",
          "医院名称|等级|地址\n云溪医院|三甲|一号\n"}) {
        const auto guess = guessed(table);
        ASSERT_TRUE(guess) << table << guess.error().message;
        EXPECT_TRUE(guess->missing.empty()) << table;
        const auto profile = parse_profile(profile_text(*guess), "guess.toml");
        ASSERT_TRUE(profile) << profile.error().where << profile.error().message << profile_text(*guess);
        const Taken read = taken_text(table, *profile);
        EXPECT_EQ(read.failure, "");
        EXPECT_GE(read.records.size(), 1U) << table;
    }
}

TEST(GuessProfile, ReadsGb18030AndRefusesWhatItDoesNotKnow) {
    const auto guess = guessed("\xd0\xd5\xc3\xfb,\xd2\xbd\xd4\xba\n\xc1\xd6\xca\xbe,\xd4\xc6\xcf\xaa\n");  // 姓名,医院
    ASSERT_TRUE(guess) << guess.error().message;
    EXPECT_EQ(guess->profile.encoding, TextEncoding::Gb18030);
    EXPECT_FALSE(guessed("甲,乙\n1,2\n"));
    EXPECT_FALSE(guessed(""));
}

}  // namespace
}  // namespace xinglin
