#include "net/access_log.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/files.h"
#include "base/folder_for_tests.h"

namespace xinglin {
namespace {

constexpr std::chrono::system_clock::time_point kMoment{std::chrono::milliseconds(1'796'130'000'123)};

TEST(AccessLog, ALineSaysWhoAskedForWhatAndNothingThatWasTyped) {
    Request request;
    request.path = "/search";
    request.query = "q=secret";
    request.headers = {{"user-agent", "Test/1"}, {"referer", "http://x/search?q=secret"}};
    request.body = "secret";
    const std::string line =
        access_log_line({request, "10.0.0.1", 200, 5120, std::chrono::microseconds(1204)}, kMoment);
    EXPECT_EQ(line, R"({"time":"2026-12-01T13:00:00.123Z","client":"10.0.0.1","method":"GET","path":"/search",)"
                    R"("status":200,"bytes":5120,"ms":1.204,"agent":"Test/1"})");
}

TEST(AccessLog, NoClientCanBreakALine) {
    Request request;
    request.path = "/a\"b\\c\n\x7f面";
    request.headers = {{"user-agent", std::string(1000, '"')}};
    const std::string line = access_log_line({request, "", 404, 0, {}}, kMoment);
    EXPECT_NE(line.find(R"("path":"/a\"b\\c%0A%7F%E9%9D%A2")"), std::string::npos) << line;
    EXPECT_LT(line.size(), 800u);
}

TEST(AccessLog, AppendsToItsFileAndWritesWhatWaitsAtItsEnd) {
    const FolderForTests folder;
    const std::string path = (folder.path() / "access.jsonl").string();
    const Request request;
    for (int round = 0; round < 2; ++round) {
        const auto log = AccessLog::open(path);
        ASSERT_TRUE(log);
        for (int i = 0; i < 100; ++i) (*log)->write({request, "10.0.0.1", 200, 1, {}});
    }
    const auto text = read_file(path);
    ASSERT_TRUE(text);
    EXPECT_EQ(std::count(text->begin(), text->end(), '\n'), 200);
}

TEST(AccessLog, SaysWhereItCannotBeOpened) {
    const FolderForTests folder;
    const std::string path = (folder.path() / "none" / "access.jsonl").string();
    const auto log = AccessLog::open(path);
    ASSERT_FALSE(log);
    EXPECT_EQ(log.error().code, ErrorCode::Unavailable);
    EXPECT_EQ(log.error().where, path);
}

}  // namespace
}  // namespace xinglin
