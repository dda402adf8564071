#include "search/search.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace xinglin {
namespace {

Record article(std::string id, std::string title, std::string body) {
    Record made;
    made.head.id = std::move(id);
    made.head.origin = "test";
    made.body = Article{std::move(title), std::move(body), false, "", {}};
    return made;
}

class SearchTest : public testing::Test {
  protected:
    std::shared_ptr<const AnnotatedRecord> read(Record record) const {
        return std::make_shared<const AnnotatedRecord>(annotate_record(*annotator_, std::move(record)));
    }

    std::shared_ptr<const Corpus> corpus_of(std::vector<std::shared_ptr<const AnnotatedRecord>> records) const {
        return std::make_shared<const Corpus>(annotator_, std::move(records));
    }

    std::shared_ptr<const Annotator> annotator_ =
        std::make_shared<const Annotator>(std::make_shared<const Knowledge>(KnowledgeData{}));
};

TEST_F(SearchTest, SuggestionsAreSharedWhileNamesStay) {
    const auto kept = read(article("article/a", "头痛怎么办", "先休息。"));
    Search first(corpus_of({kept, read(article("article/b", "牙痛怎么办", "看牙科。"))}));
    first.prepare();
    const Search edited(corpus_of({kept, read(article("article/b", "牙痛怎么办", "先看牙科。"))}), first);
    EXPECT_EQ(&edited.suggester(), &first.suggester());
    const Search renamed(corpus_of({kept, read(article("article/b", "牙痛看什么科", "看牙科。"))}), first);
    ASSERT_NE(&renamed.suggester(), &first.suggester());
    EXPECT_EQ(renamed.suggester().suggest("牙痛").at(0).text, "牙痛看什么科");
    const Search fewer(corpus_of({kept}), first);
    EXPECT_TRUE(fewer.suggester().suggest("牙痛").empty());
}

TEST_F(SearchTest, SharedSuggestionsOutliveWhereTheyCameFrom) {
    const auto kept = read(article("article/a", "头痛怎么办", "先休息。"));
    auto first = std::make_unique<Search>(corpus_of({kept, read(article("article/b", "牙痛怎么办", "看牙科。"))}));
    first->prepare();
    const Search edited(corpus_of({kept, read(article("article/b", "牙痛怎么办", "先看牙科。"))}), *first);
    first.reset();
    EXPECT_EQ(edited.suggester().suggest("牙痛").at(0).id, "article/b");
    EXPECT_FALSE(edited.searcher().search({"看牙科", 0, 10, {}, false, false}).hits.empty());
}

}  // namespace
}  // namespace xinglin
