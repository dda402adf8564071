// docs/HTTP.md against the router: every route is documented, and every documented route is there.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "api/api.h"
#include "app/workspace.h"
#include "base/folder_for_tests.h"
#include "net/health.h"
#include "web/site.h"

namespace xinglin {
namespace {

/// The routes of the tables: lines that begin with "| `GET /..." or "| `POST /...".
std::set<std::string> documented_routes(std::istream& document) {
    std::set<std::string> routes;
    for (std::string line; std::getline(document, line);) {
        if (!line.starts_with("| `GET /") && !line.starts_with("| `POST /")) continue;
        const std::string route = line.substr(3, line.find('`', 3) - 3);
        EXPECT_TRUE(routes.insert(route).second) << route << " is documented twice";
    }
    return routes;
}

TEST(HttpDocument, ListsTheRoutesOfTheRouter) {
    const char* root = std::getenv("XINGLIN_SOURCE_DIR");
    ASSERT_NE(root, nullptr) << "run this test with ctest, or set XINGLIN_SOURCE_DIR";
    std::ifstream document(std::filesystem::path(root) / "docs/HTTP.md");
    ASSERT_TRUE(document.is_open());

    const FolderForTests folder;
    const auto workspace = Workspace::open((folder.path() / "data").string(), Workspace::Missing::Create);
    ASSERT_TRUE(workspace);
    Router router;
    add_pages(router, (*workspace)->readers());
    add_api(router, (*workspace)->readers());
    add_monitoring(router, std::make_shared<const Monitoring>());
    const auto table = router.table();
    const std::set<std::string> served(table.begin(), table.end());
    const std::set<std::string> documented = documented_routes(document);
    for (const std::string& route : served) EXPECT_TRUE(documented.contains(route)) << route << " is not documented";
    for (const std::string& route : documented) EXPECT_TRUE(served.contains(route)) << route << " is not served";
}

/// The reader of the document must see what is missing and what is too much.
TEST(HttpDocument, ReadsItsTables) {
    std::istringstream document("text `GET /no`\n| `GET /a/{slug}` | a page |\n| `POST /b` | |\n| `GET` | |\n");
    EXPECT_EQ(documented_routes(document), (std::set<std::string>{"GET /a/{slug}", "POST /b"}));
}

}  // namespace
}  // namespace xinglin
