#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "app/example_for_tests.h"
#include "knowledge/codec.h"
#include "pack/pack.h"

namespace xinglin {
namespace {

/// Nobody tuned the demo pack's rarer names: every one of them must have a page and an answer to a search, whatever of
/// it the portal has (no product, no doctor, no article).
TEST(PackPages, EveryNameOfTheDemoPackHasAPageAndASearch) {
    const char* root = std::getenv("XINGLIN_SOURCE_DIR");
    const std::filesystem::path pack = std::filesystem::path(root ? root : ".") / "packs/neurology-zh";
    const PackReading reading = read_pack(pack);
    ASSERT_TRUE(reading.pack);
    const FolderForTests folder;
    const auto workspace = Workspace::open((folder.path() / "data").string(), Workspace::Missing::Create);
    ASSERT_TRUE(workspace);
    const auto report = import_folder((*workspace)->store(), pack, BadLines::Refuse);
    ASSERT_TRUE(report && report->stored);
    (*workspace)->refresh();
    for (const Concept& each : reading.pack->knowledge.concepts) {
        SearchRequest request;
        request.query = each.name;
        request.limit = 1;
        EXPECT_TRUE((*workspace)->finder().search(request)) << each.name;
        EXPECT_TRUE((*workspace)->portal().concept_page(each.id)) << each.id;
    }
}

}  // namespace
}  // namespace xinglin
