// The profiles that the project brings along, each over made-up rows in the shape that it is for, and over the real
// collection where that is at hand.
#include <cstdlib>
#include <filesystem>

#include "intake/adapter_runs_test.h"
#include "intake/sample_input_test.h"

namespace xinglin {
namespace {

namespace fs = std::filesystem;

/// What a whole input turned into.
struct Intake {
    IntakePart part;
    std::size_t rows = 0;
    std::string failure;
};

Intake intake_of(const fs::path& file, const ImportProfile& profile) {
    Intake intake;
    auto adapter = make_adapter(profile, {});
    if (!adapter) return {{}, 0, adapter.error().message};
    for (int pass = 0; pass < 2; ++pass) {
        auto reader = open_rows(file, profile);
        if (!reader) return {{}, 0, reader.error().message};
        for (auto step = (*reader)->next(); step != RowReader::Step::End; step = (*reader)->next()) {
            if (step == RowReader::Step::Row && pass == 0) (*adapter)->survey((*reader)->row());
            if (step == RowReader::Step::Row && pass == 1) (*adapter)->convert((*reader)->row(), intake.part);
            if (step == RowReader::Step::Fault && pass == 1) intake.part.findings.push_back((*reader)->fault());
        }
        intake.rows = (*reader)->rows();
        if ((*reader)->failure()) intake.failure = (*reader)->failure()->message;
    }
    return intake;
}

/// A profile, rows of its shape, and the real file with what it should at least give.
struct Shape {
    const char* profile;
    std::string rows;
    std::size_t concepts;
    std::size_t relations;
    std::size_t records;
    const char* real_file;      ///< "" when there is none
    double least_passed_share;  ///< of the real rows: those that are no finding
};

std::vector<Shape> shapes() {
    return {
        {"drug-labels",
         "药名,药品类型,英文名,别名,剂型,适应证,禁忌证,注意事项,不良反应,用法用量,药物相互作用\n"
         "杏林平,抗癫痫药,Xinglinpine,老药名；旧药名,片剂：0.1g,用于癫痫。,对本品过敏者。,,,口服,\n",
         1, 0, 1, "drug-labels.csv.gz", 0.95},
        {"hospitals",
         "province,city,county,name,level,address,source\n某省,杏林市,东区,杏林市第一医院,三甲,中山路1号,某局\n", 0, 0,
         1, "hospitals-2020.csv.gz", 0.98},
        {"icd10", "G51,面神经疾患,,,,\nG51.3,\"半面痉挛,阵挛性\",,,,\nG51.301,面肌抽搐\n", 3, 2, 0, "icd10-zh.csv.gz",
         0.99},
        {"drug-classes",
         "西药药品代码,ATC1,ATC1名称,ATC2,ATC2名称,ATC3,ATC3名称,药品分类,药品分类名称,西药药品名称,剂型\n"
         "X-1,XN,神经系统药物,XN03,抗癫痫药,XN03A,抗癫痫药,XN03AF,羧酰胺衍生物,卡马西平,片剂\n",
         4, 3, 0, "drugs-atc-zh.csv.gz", 0.99},
        {"patent-medicines",
         "中成药药品代码,分类1,分类1名称,分类2,分类2名称,分类3,分类3名称,中成药药品类别代码,中成药药品类别,"
         "中成药药品名称\n"
         "Z-1,ZA,内科用药,ZA01,解表剂,ZA01A,辛温解表剂,ZA01AA,辛温解表剂,杏林颗粒\n",
         4, 3, 0, "drugs-tcm-zh.csv.gz", 0.99},
        {"hpo",
         "source_language\ttranslation_language\tsubject_id\tpredicate_id\tsource_value\ttranslation_value\t"
         "translation_status\nen\tzh\tHP:0002315\trdfs:label\t\"Headache, any\"\t头痛\tOFFICIAL\n",
         1, 0, 0, "hpo-zh.tsv.gz", 0.98},
        {"records", "{\"title\": \"题目\", \"body\": \"正文\"}\n", 0, 0, 1, "", 0},
        {"fhir",
         "{\"resourceType\": \"Bundle\", \"entry\": [{\"resource\": {\"resourceType\": \"Organization\", \"id\": "
         "\"1\", "
         "\"name\": \"杏林医院\"}}]}\n",
         0, 0, 1, "", 0},
    };
}

TEST(ReadyProfiles, ReadRowsOfTheirShape) {
    const char* root = std::getenv("XINGLIN_SOURCE_DIR");
    if (root == nullptr) GTEST_SKIP() << "XINGLIN_SOURCE_DIR is not set";
    for (const Shape& shape : shapes()) {
        const auto profile = read_profile(fs::path(root) / "profiles" / (std::string(shape.profile) + ".toml"));
        ASSERT_TRUE(profile) << profile.error().where << " " << profile.error().message;
        const FolderForTests folder;
        folder.write("input", gzipped(shape.rows));
        const Intake intake = intake_of(folder.path() / "input", *profile);
        EXPECT_EQ(intake.failure, "") << shape.profile;
        EXPECT_EQ(intake.part.knowledge.concepts.size(), shape.concepts) << shape.profile;
        EXPECT_EQ(intake.part.knowledge.relations.size(), shape.relations) << shape.profile;
        EXPECT_EQ(intake.part.records.size(), shape.records) << shape.profile;
        for (const GateFinding& finding : intake.part.findings) ADD_FAILURE() << shape.profile << finding.message;
    }
}

TEST(ReadyProfiles, AreAllValid) {
    const char* root = std::getenv("XINGLIN_SOURCE_DIR");
    if (root == nullptr) GTEST_SKIP() << "XINGLIN_SOURCE_DIR is not set";
    std::size_t count = 0;
    for (const auto& file : fs::directory_iterator(fs::path(root) / "profiles")) {
        const auto profile = read_profile(file.path());
        ASSERT_TRUE(profile) << profile.error().where << " " << profile.error().message;
        EXPECT_FALSE(profile->licence.empty());
        ++count;
    }
    EXPECT_EQ(count, 9U);
}

TEST(ReadyProfiles, ReadTheRealCollections) {
    const char* root = std::getenv("XINGLIN_SOURCE_DIR");
    if (root == nullptr) GTEST_SKIP() << "XINGLIN_SOURCE_DIR is not set";
    const fs::path data = fs::path(root) / "../shared/data";
    if (!fs::exists(data)) GTEST_SKIP() << "there is no " << data;
    for (const Shape& shape : shapes()) {
        if (*shape.real_file == '\0') continue;
        const auto profile = read_profile(fs::path(root) / "profiles" / (std::string(shape.profile) + ".toml"));
        ASSERT_TRUE(profile);
        const Intake intake = intake_of(data / shape.real_file, *profile);
        EXPECT_EQ(intake.failure, "") << shape.profile;
        const auto found = static_cast<double>(intake.part.findings.size());
        EXPECT_LE(found, (1 - shape.least_passed_share) * static_cast<double>(intake.rows)) << shape.profile;
        const std::set<std::string> ids = [&intake] {
            std::set<std::string> all;
            for (const Concept& known : intake.part.knowledge.concepts) all.insert(known.id);
            return all;
        }();
        for (const Relation& relation : intake.part.knowledge.relations) {
            ASSERT_TRUE(ids.contains(relation.subject) && ids.contains(relation.object)) << key_of(relation);
        }
    }
}

}  // namespace
}  // namespace xinglin
