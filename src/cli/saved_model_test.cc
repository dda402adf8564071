#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "base/folder_for_tests.h"
#include "cli/cli.h"
#include "cli/jsonl.h"
#include "json/shapes.h"

namespace xinglin {
namespace {

std::string out_of(const std::vector<std::string>& arguments, const std::string& input = {}) {
    std::istringstream in(input);
    std::ostringstream out;
    std::ostringstream err;
    run_cli(arguments, {in, out, err, *Date::parse("2026-11-23")},
            [](const ServeSettings&, const Streams&) { return 0; });
    return out.str();
}

/// One field of every `step`th line of the JSONL files under a folder.
std::vector<std::string> fields_in(const std::filesystem::path& folder, const char* field, std::size_t step) {
    std::vector<std::filesystem::path> files;
    for (const auto& each : std::filesystem::directory_iterator(folder))
        if (each.path().extension() == ".jsonl") files.push_back(each.path());
    std::ranges::sort(files);
    std::vector<std::string> found;
    std::size_t number = 0;
    for (const auto& file : files) {
        std::ifstream lines(file);
        for (std::string line; std::getline(lines, line);) {
            if (line.empty() || number++ % step != 0) continue;
            const auto object = parse_object(line);
            const auto* value = object ? object->if_contains(field) : nullptr;
            if (value != nullptr) found.emplace_back(value->as_string());
        }
    }
    return found;
}

std::string lines_of(const char* field, const std::vector<std::string>& values) {
    std::string lines;
    for (const std::string& value : values)
        lines += boost::json::serialize(boost::json::object{{"id", 1}, {field, value}}) + '\n';
    return lines;
}

/// Each reading command over the starter pack, asked for every record and many names, answers the same from nothing,
/// when it has just saved the read model, and from the saved one.
TEST(SavedModel, EveryCommandAnswersTheSameByteForByte) {
    const char* root = std::getenv("XINGLIN_SOURCE_DIR");
    const auto pack = std::filesystem::path(root ? root : ".") / "packs/neurology-zh";
    const FolderForTests folder;
    const std::string data = (folder.path() / "data").string();
    out_of({"import", pack.string(), "--data", data});

    const auto named = fields_in(pack / "concepts", "name", 7);
    const std::string names = lines_of("name", named);
    const std::string texts = lines_of("text", named);
    const std::string queries = lines_of("query", named);
    const std::string prefixes = lines_of("prefix", named);
    const std::string records = lines_of("record", fields_in(pack, "id", 2));
    ASSERT_GT(named.size(), 100U);
    const std::vector<std::pair<std::string, std::string>> asked = {
        {"annotate", texts},   {"relate", records}, {"relate", texts}, {"show", names},
        {"show", records},     {"lint", records},   {"lint", texts},   {"search", queries},
        {"suggest", prefixes}, {"code", texts},     {"ask", texts}};
    folder.write("file", "where no folder can be made");
    for (const auto& [command, input] : asked) {
        const std::vector<std::string> plain = {command, "--jsonl", "--data", data};
        std::vector<std::string> unsaved = plain;
        unsaved.insert(unsaved.end(), {"--model", (folder.path() / "file").string()});
        std::vector<std::string> rebuilt = plain;
        rebuilt.emplace_back("--rebuild");
        const std::string answer = out_of(unsaved, input);
        EXPECT_FALSE(answer.empty()) << command;
        EXPECT_TRUE(out_of(rebuilt, input) == answer) << command;
        EXPECT_TRUE(std::filesystem::exists(folder.path() / "data/model/writer.lock"));
        EXPECT_TRUE(out_of(plain, input) == answer) << command;
    }
}

}  // namespace
}  // namespace xinglin
