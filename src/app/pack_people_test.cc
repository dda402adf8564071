#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "corpus/hospital_field.h"
#include "pack/pack.h"
#include "relate/relate.h"

namespace xinglin {
namespace {

/// The demo pack's panels for texts about people for whom care is due.
class PackPeople : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        const char* root = std::getenv("XINGLIN_SOURCE_DIR");
        PackReading reading = read_pack(std::filesystem::path(root ? root : ".") / "packs/neurology-zh");
        ASSERT_TRUE(reading.pack);
        const auto annotator =
            std::make_shared<const Annotator>(std::make_shared<const Knowledge>(std::move(reading.pack->knowledge)));
        std::vector<std::shared_ptr<const AnnotatedRecord>> records;
        for (const Record& record : reading.pack->records) {
            if (record.kind() == RecordKind::Article || record.kind() == RecordKind::Question) continue;
            records.push_back(std::make_shared<const AnnotatedRecord>(annotate_record(*annotator, record)));
        }
        corpus_ = new Corpus(annotator, std::move(records));
    }
    static void TearDownTestSuite() { delete corpus_; }

    static Panels panels_of(std::string_view title, std::string_view text) {
        RelateOptions options;
        options.limit = 50;
        return relate(*corpus_, context_of(*corpus_, title, text), options);
    }

    /// The item of a panel by its name's beginning; nullptr when it is not there.
    static const Item* find(const Panels& panels, Panel panel, std::string_view name) {
        const auto& items = panels.of(panel);
        const auto found = std::ranges::find_if(items, [&](const Item& item) { return item.name.starts_with(name); });
        return found == items.end() ? nullptr : &*found;
    }

    static inline const Corpus* corpus_ = nullptr;
};

TEST_F(PackPeople, HospitalFieldsNameDepartmentsOfThePack) {
    for (const std::string_view id : departments_of_hospital_fields()) EXPECT_TRUE(corpus_->knowledge().find(id)) << id;
}

TEST_F(PackPeople, WhoNursesIsShownWhatIsKnownToBeFit) {
    const Panels panels = panels_of("哺乳期女性癫痫的用药", "孩子三个月，正在哺乳，癫痫要继续吃药。");
    EXPECT_EQ(find(panels, Panel::Drugs, "丙戊酸"), nullptr);
    ASSERT_NE(find(panels, Panel::Drugs, "左乙拉西坦"), nullptr);
    EXPECT_NE(find(panels, Panel::Drugs, "左乙拉西坦")->caution, "");
    EXPECT_EQ(find(panels, Panel::Procedures, "生酮饮食"), nullptr);
}

TEST_F(PackPeople, IsotopesAndElectiveSurgeryAreNotForThePregnant) {
    const Panels panels = panels_of("怀孕后手抖是帕金森病吗", "怀孕六个月，怀疑帕金森病。");
    EXPECT_EQ(find(panels, Panel::Tests, "多巴胺转运体显像"), nullptr);
    EXPECT_EQ(find(panels, Panel::Tests, "心肌MIBG显像"), nullptr);
    EXPECT_EQ(find(panels, Panel::Procedures, "脑深部电刺激"), nullptr);
}

TEST_F(PackPeople, WhoFallsIsNotShownSleepingPills) {
    const Panels panels = panels_of("老年人失眠", "七十六岁，失眠，去年摔过两次，经常摔倒。");
    EXPECT_EQ(find(panels, Panel::Drugs, "酒石酸唑吡坦"), nullptr);
    const Panels steady = panels_of("老年人失眠", "七十六岁，失眠。");
    const Item* pill = find(steady, Panel::Drugs, "酒石酸唑吡坦");
    EXPECT_TRUE(!pill || !pill->caution.empty());
}

TEST_F(PackPeople, KidneyDiseaseTakesByItsDegree) {
    const Panels severe = panels_of("慢性肾脏病5期合并带状疱疹后神经痛", "");
    EXPECT_EQ(find(severe, Panel::Drugs, "盐酸度洛西汀"), nullptr);
    ASSERT_NE(find(severe, Panel::Drugs, "普瑞巴林"), nullptr);
    EXPECT_NE(find(severe, Panel::Drugs, "普瑞巴林")->caution, "");
}

}  // namespace
}  // namespace xinglin
