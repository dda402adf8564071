#include "app/reader.h"

#include <gtest/gtest.h>

#include "app/example_for_tests.h"
#include "ingest/imports.h"

namespace xinglin {
namespace {

TEST(Reader, SeesOneRevisionWhateverIsPublishedMeanwhile) {
    const FolderForTests folder;
    const auto workspace = example_workspace(folder);
    const Reader before = workspace->readers().reader();
    const auto menu = before.portal().navigation();
    ASSERT_TRUE(before.portal().article("spasm-causes"));
    ASSERT_TRUE(before.queries().show_id("article/spasm-causes"));

    ASSERT_TRUE(remove_origin(workspace->store(), "demo-zh"));
    workspace->refresh();
    const Reader after = workspace->readers().reader();
    ASSERT_GT(after.revision(), before.revision());
    EXPECT_FALSE(after.portal().article("spasm-causes"));
    EXPECT_NE(after.portal().navigation().kinds, menu.kinds);

    EXPECT_EQ(before.portal().revision(), before.revision());
    EXPECT_TRUE(before.portal().article("spasm-causes"));
    EXPECT_TRUE(before.queries().show_id("article/spasm-causes"));
    EXPECT_EQ(before.portal().navigation().kinds, menu.kinds);
    SearchRequest wanted;
    wanted.query = "面肌痉挛";
    const auto found = before.finder().search(wanted);
    ASSERT_TRUE(found);
    EXPECT_GT(found->total, 0u);
}

}  // namespace
}  // namespace xinglin
