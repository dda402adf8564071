#include "intake/adapter.h"

#include "intake/adapter_runs_test.h"

namespace xinglin {
namespace {

TEST(MakeAdapter, KnowsEveryKind) {
    const std::vector<std::vector<std::string>> columns = {{},
                                                           {},
                                                           {"name"},
                                                           {"name"},
                                                           {"code", "name"},
                                                           {"name", "class1"},
                                                           {"code", "name"},
                                                           {},
                                                           {"name", "hospital"},
                                                           {"title", "body"},
                                                           {"question", "answer"},
                                                           {"name", "description"}};
    ASSERT_EQ(columns.size(), static_cast<std::size_t>(kAdapterKindCount));
    for (int i = 0; i < kAdapterKindCount; ++i) {
        const auto kind = static_cast<AdapterKind>(i);
        const Knowledge curated;
        const auto adapter = make_adapter(columns_profile(kind, columns[static_cast<std::size_t>(i)]), {&curated});
        EXPECT_TRUE(adapter) << name_of(kind);
    }
}

TEST(MakeAdapter, RefusesAnOriginThatMakesNoIds) {
    ImportProfile profile = columns_profile(AdapterKind::Fhir, {});
    profile.origin = std::string(67, 'a');
    EXPECT_TRUE(make_adapter(profile, {}));
    profile.origin += "a";
    const auto refused = make_adapter(profile, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().where, "origin");
}

}  // namespace
}  // namespace xinglin
