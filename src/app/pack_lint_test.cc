#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "corpus/corpus.h"
#include "lint/lint.h"
#include "pack/pack.h"

namespace xinglin {
namespace {

std::filesystem::path project() {
    const char* root = std::getenv("XINGLIN_SOURCE_DIR");
    return root ? root : ".";
}

PackReading& reading() {
    static PackReading read = read_pack(project() / "packs/neurology-zh");
    return read;
}

const Annotator& annotator() {
    static const Annotator made(std::make_shared<const Knowledge>(reading().pack->knowledge));
    return made;
}

std::string errors_in(const std::vector<Finding>& findings) {
    std::string told;
    for (const Finding& finding : findings) {
        if (finding.severity == Severity::Error) told += finding.message + " [" + finding.rule + "]";
    }
    return told;
}

TEST(PackLint, NoTextOfTheDemoPackHasAnError) {
    ASSERT_TRUE(reading().pack);
    for (const Record& each : reading().pack->records) {
        EXPECT_EQ(errors_in(annotate_record(annotator(), each).findings), "") << each.head.id;
    }
}

/// tests/data/lint: no false alarm on what is right, and at least nineteen of twenty of what is wrong.
TEST(PackLint, JudgesTextsAsAnEditorWould) {
    ASSERT_TRUE(reading().pack);
    for (const auto& file : std::filesystem::directory_iterator(project() / "tests/data/lint")) {
        std::ifstream lines(file.path());
        std::size_t faulty = 0;
        std::string missed;
        std::size_t missed_count = 0;
        for (std::string line; std::getline(lines, line);) {
            const auto text = boost::json::parse(line).as_object();
            const auto findings =
                lint(annotator(), std::string(text.at("title").as_string()), std::string(text.at("text").as_string()));
            if (text.at("expect").as_string() == "clean") {
                EXPECT_EQ(errors_in(findings), "") << line;
                continue;
            }
            ++faulty;
            if (!findings.empty()) continue;
            ++missed_count;
            missed += line + "\n";
        }
        EXPECT_LE(missed_count * 20, faulty) << missed;
    }
}

}  // namespace
}  // namespace xinglin
