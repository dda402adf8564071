#include <gtest/gtest.h>

#include <algorithm>

#include "app/example_for_tests.h"
#include "app/home.h"
#include "app/listing.h"

namespace xinglin {
namespace {

class BrowseTest : public testing::Test {
  protected:
    BrowseTest() : workspace_(example_workspace(folder_)) {}

    BrowseView browse(const BrowseRequest& request) const {
        auto view = workspace_->portal().browse(request);
        CHECK(view);
        return *std::move(view);
    }
    static std::vector<std::string> names_of(const BrowseView& view) {
        std::vector<std::string> names;
        for (const Card& card : view.cards) names.push_back(card.ref.name);
        return names;
    }

    FolderForTests folder_;
    std::unique_ptr<Workspace> workspace_;
};

TEST_F(BrowseTest, NamesStandAsTheyAreSpoken) {
    BrowseRequest request;
    request.kind = ListKind::Conditions;
    const BrowseView view = browse(request);
    EXPECT_EQ(names_of(view),
              (std::vector<std::string>{"肠痉挛", "二尖瓣疾病", "颈椎病", "面肌痉挛", "面神经麻痹", "血管压迫面神经"}));
    ASSERT_EQ(view.letters.size(), 27U);
    EXPECT_EQ(view.letters['m' - 'a'].count, 2U);
    EXPECT_EQ(view.letters['z' - 'a'].count, 0U);
    request.letter = 'm';
    EXPECT_EQ(names_of(browse(request)), (std::vector<std::string>{"面肌痉挛", "面神经麻痹"}));
}

TEST_F(BrowseTest, DoctorsAreNarrowedByAllThatIsChosenAndCounted) {
    BrowseRequest request;
    request.kind = ListKind::Doctors;
    const BrowseView all = browse(request);
    EXPECT_EQ(all.total, 2U);
    EXPECT_TRUE(all.letters.empty());
    const auto& departments = all.facets[static_cast<std::size_t>(PeopleFacet::Department)];
    ASSERT_EQ(departments.size(), 2U);
    EXPECT_EQ(departments[0].count, 1U);
    request.chosen[static_cast<std::size_t>(PeopleFacet::Title)] = "主任医师";
    request.chosen[static_cast<std::size_t>(PeopleFacet::Level)] = "三级甲等";
    const BrowseView chosen = browse(request);
    EXPECT_EQ(names_of(chosen), std::vector<std::string>{"顾云"});
    EXPECT_EQ(chosen.facets[static_cast<std::size_t>(PeopleFacet::Title)].size(), 3U)
        << "what else could be chosen in its place";
    request.chosen[static_cast<std::size_t>(PeopleFacet::Department)] = "orthopaedics";
    EXPECT_TRUE(browse(request).cards.empty());
    request.chosen = {};
    request.chosen[static_cast<std::size_t>(PeopleFacet::Condition)] = "facial-spasm";
    const BrowseView treating = browse(request);
    EXPECT_EQ(names_of(treating), std::vector<std::string>{"顾云"});
    EXPECT_EQ(treating.chosen_names[static_cast<std::size_t>(PeopleFacet::Condition)], "面肌痉挛");
    request.chosen[static_cast<std::size_t>(PeopleFacet::Condition)] = "no-such";
    EXPECT_EQ(browse(request).total, 0U);
}

TEST_F(BrowseTest, APagePastTheEndIsRefused) {
    BrowseRequest request;
    request.page = 2;
    EXPECT_EQ(workspace_->portal().browse(request).error().code, ErrorCode::InvalidInput);
}

TEST_F(BrowseTest, SimilarAddressesAreThoseOfTheSameKind) {
    const auto similar = workspace_->portal().similar_pages("condition/facial-spasms", 6);
    ASSERT_EQ(similar.size(), 1U);
    EXPECT_EQ(similar[0].id, "condition/facial-spasm");
    EXPECT_TRUE(workspace_->portal().similar_pages("symptom/facial-spasms", 6).empty());
    EXPECT_TRUE(workspace_->portal().similar_pages("condition/" + std::string(5000, 'a'), 6).empty());
    EXPECT_TRUE(workspace_->portal().similar_pages("", 6).empty());
}

TEST_F(BrowseTest, TheBodyLeadsToItsSymptoms) {
    const auto regions = workspace_->portal().home().regions;
    const auto face = std::ranges::find(regions, "面部和口腔", &BodyRegion::name);
    ASSERT_NE(face, regions.end());
    EXPECT_EQ(face->symptoms.front().id, "symptom/face-twitch");
}

}  // namespace
}  // namespace xinglin
