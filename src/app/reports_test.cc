#include "app/reports.h"

#include <gtest/gtest.h>

#include <thread>

#include "base/folder_for_tests.h"

namespace xinglin {
namespace {

Report report_on(const std::string& page, const std::string& text) {
    return {page, 7, *Date::parse("2026-05-01"), text};
}

TEST(ReportBox, KeepsWhatReadersWrote) {
    const FolderForTests folder;
    ReportBox box(folder.path() / "reports.jsonl");
    EXPECT_TRUE(box.read()->empty());
    const Report first = report_on("/conditions/x", "剂量写错了\n应为“半片”");
    ASSERT_TRUE(box.add(first));
    ASSERT_TRUE(box.add(report_on("/articles/y", "错字")));
    const auto reports = ReportBox(folder.path() / "reports.jsonl").read();
    ASSERT_EQ(reports->size(), 2U);
    EXPECT_EQ(reports->front(), first);
}

TEST(ReportBox, RefusesWhatIsNoReport) {
    const FolderForTests folder;
    ReportBox box(folder.path() / "reports.jsonl");
    for (const char* page : {"", "conditions/x", "//other.example/x", "/a b", "/a\n"})
        EXPECT_EQ(box.add(report_on(page, "错")).error().code, ErrorCode::InvalidInput) << page;
    EXPECT_EQ(box.add(report_on("/a", " \n")).error().code, ErrorCode::InvalidInput);
    std::string longest;
    for (std::size_t i = 0; i < ReportBox::kMostCharacters; ++i) longest += "字";
    EXPECT_TRUE(box.add(report_on("/a", longest)));
    EXPECT_EQ(box.add(report_on("/a", longest + "多")).error().code, ErrorCode::InvalidInput);
    EXPECT_EQ(box.read()->size(), 1U);
}

TEST(ReportBox, IsNotWrittenWhereItCannotBe) {
    const FolderForTests folder;
    ReportBox box(folder.path() / "none" / "reports.jsonl");
    EXPECT_EQ(box.add(report_on("/a", "错")).error().code, ErrorCode::Unavailable);
}

TEST(ReportBox, TakesReportsOfManyThreadsAtOnce) {
    const FolderForTests folder;
    ReportBox box(folder.path() / "reports.jsonl");
    {
        std::vector<std::jthread> readers;
        for (int i = 0; i < 4; ++i) {
            readers.emplace_back([&] {
                for (int j = 0; j < 25; ++j) EXPECT_TRUE(box.add(report_on("/a", "错在这里")));
            });
        }
    }
    EXPECT_EQ(box.read()->size(), 100U);
}

TEST(ReportBox, LeavesOutALineThatWasCut) {
    const FolderForTests folder;
    folder.write("reports.jsonl",
                 "{\"page\":\"/a\",\"text\":\"一\",\"on\":\"2026-05-01\",\"revision\":1}\n{\"page\":\"/b\",\"te");
    const auto reports = ReportBox(folder.path() / "reports.jsonl").read();
    ASSERT_EQ(reports->size(), 1U);
    EXPECT_EQ(reports->front().text, "一");
}

}  // namespace
}  // namespace xinglin
