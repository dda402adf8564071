#include "cli/gate_report.h"

#include <gtest/gtest.h>

#include "knowledge/rules.h"

namespace xinglin {
namespace {

GateReport sample_report() {
    GateReport report;
    report.import.origin = "labels";
    report.import.stored = true;
    report.import.records = 1200;
    report.import.quarantined = 2;
    report.import.added = 1200;
    report.source.id = "source/labels";
    report.source.title = "药品<b>说明书</b>";
    report.source.publisher = "某平台";
    report.source.year = 2018;
    report.source.licence = "研究用途";
    report.source.url = "javascript:alert(1)";
    report.source.edition = "2026-11-01";
    report.adapter = "drugs";
    report.file = "labels.csv.gz";
    report.file_bytes = 1234567;
    report.file_hash = 255;
    report.imported_on = *Date::parse("2026-11-23");
    report.steps = {"gunzip", "drugs adapter 1"};
    report.rows = 1202;
    report.records = {{"drug", 1200}};
    report.rules = {{"dirty-text", 1, {{"labels.csv.gz:7 (适应症)", "Write plain text.", "<script>alert(1)</script>"}}},
                    {"of-tomorrow", 1, {{"labels.csv.gz:9", "\"quoted\" & more", ""}}}};
    return report;
}

TEST(GateReport, AsJsonSaysEverything) {
    const auto report = gate_report_json(sample_report());
    EXPECT_EQ(report.at("origin"), "labels");
    EXPECT_EQ(report.at("source").at("licence"), "研究用途");
    EXPECT_EQ(report.at("input").at("fnv1a"), "00000000000000ff");
    EXPECT_EQ(report.at("imported_on"), "2026-11-23");
    EXPECT_EQ(report.at("steps").at(0), "gunzip");
    EXPECT_EQ(report.at("records").at("drug"), 1200);
    EXPECT_EQ(report.at("quarantined"), 2);
    const auto& rule = report.at("rules").at(0);
    EXPECT_EQ(rule.at("rule"), "dirty-text");
    EXPECT_EQ(rule.at("severity"), "error");
    EXPECT_EQ(std::string(rule.at("explanation").as_string()), find_rule("dirty-text")->explanation);
    EXPECT_EQ(rule.at("examples").at(0).at("place"), "labels.csv.gz:7 (适应症)");
}

TEST(GateReport, ThePageEscapesWhatTheFileSays) {
    const std::string page = gate_report_page(sample_report());
    EXPECT_TRUE(page.starts_with("<!doctype html>"));
    EXPECT_EQ(page.find("<script"), std::string::npos);
    EXPECT_EQ(page.find("<b>"), std::string::npos);
    EXPECT_EQ(page.find("href='javascript"), std::string::npos);
    EXPECT_NE(page.find("&lt;script&gt;alert(1)&lt;/script&gt;"), std::string::npos);
    EXPECT_NE(page.find("1,234,567"), std::string::npos);
    EXPECT_NE(page.find("含标记或脚本"), std::string::npos);
    EXPECT_NE(page.find("of-tomorrow"), std::string::npos) << "a rule without words of its own";
    EXPECT_NE(page.find("研究用途"), std::string::npos);
    EXPECT_NE(page.find("gunzip → drugs adapter 1"), std::string::npos);
    for (const char* outside : {"http://", "https://", " src=", "url("}) {
        EXPECT_EQ(page.find(outside), std::string::npos) << outside << ": the page stands alone";
    }
}

TEST(GateReport, AnImportWithoutFindingsSaysSo) {
    GateReport report = sample_report();
    report.rules.clear();
    report.import.stored = false;
    report.resumed_rows = 600;
    const std::string page = gate_report_page(report);
    EXPECT_NE(page.find("没有。"), std::string::npos);
    EXPECT_NE(page.find("没有导入"), std::string::npos);
    EXPECT_NE(page.find("600"), std::string::npos);
}

}  // namespace
}  // namespace xinglin
