// Every adapter against what real files do: cut anywhere, in another encoding than declared, damaged bytes, huge
// fields, markup, rows twice. Either the import is refused and the store is as it was, or what it stored is clean and
// every lost row has a finding of a registered rule.
#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "base/folder_for_tests.h"
#include "ingest/file_import.h"
#include "knowledge/codec.h"
#include "knowledge/rules.h"
#include "records/codec.h"
#include "store/store.h"

namespace xinglin {
namespace {

/// A small collection of one kind: what comes before the rows, the rows, what comes after.
struct SampleCollection {
    const char* adapter;
    const char* fields;  ///< more of the profile
    std::string head;
    std::vector<std::string> rows;
    std::string joint;
    std::string tail;

    std::string text(const std::vector<std::string>& some_rows) const {
        std::string all = head;
        for (std::size_t i = 0; i < some_rows.size(); ++i) all += (i == 0 ? "" : joint) + some_rows[i];
        return all + tail;
    }
    std::string text() const { return text(rows); }
};

std::vector<SampleCollection> samples() {
    const std::string disease_head = R"({"gaishu_info":{"name":")";
    const auto disease = [&](const std::string& name, const std::string& symptom) {
        return disease_head + name + R"(","desc":")" + name + "的人有" + symptom +
               R"(。","has_complication":["肺炎"],"belongs_to_department":["内科","神经内科"],"cure_prob":"98%"},)" +
               R"("symptom_data":{"symptoms":[")" + symptom + R"("],"symptom_detail":[]},"inspect_info":["头颅CT"]})";
    };
    return {
        {"diseases",
         "",
         "",
         {disease("三叉神经痛", "面部疼痛"), disease("面肌痉挛", "面部抽动"), disease("偏头痛", "头痛")},
         "\n",
         "\n"},
        {"records",
         "",
         "",
         {R"({"title":"面肌痉挛的原因","body":"多数由血管压迫面神经引起。","source":"某站"})",
          R"({"question":"面肌痉挛能治好吗？","answer":"多数人可以缓解。","answered_by":"某医生"})",
          R"({"name":"林某","hospital":"示范医院","department":"神经内科","titles":["主任医师"],"specialty":"面肌痉挛"})"},
         "\n",
         "\n"},
        {"drugs",
         R"(columns = ["name=药名", "manufacturer=厂家", "indications=适应症"])",
         "药名,厂家,适应症\n",
         {"卡马西平片,示范药厂,三叉神经痛。", "\"巴氯芬片\",示范药厂,\"痉挛,强直\"",
          "普瑞巴林胶囊,另一药厂,带状疱疹后神经痛。"},
         "\n",
         "\n"},
        {"hospitals",
         R"(columns = ["name=医院", "level=等级", "city=城市"])",
         "医院,等级,城市\n",
         {"示范第一医院,三甲,示范市", "示范第二医院,二甲,示范市", "示范脑科医院,三级,另一市"},
         "\n",
         "\n"},
        {"codes",
         R"(columns = ["code=编码", "name=名称"])",
         "编码,名称\n",
         {"G51,面神经疾患", "G51.0,贝尔面瘫", "G51.3,阵挛性半面痉挛"},
         "\n",
         "\n"},
        {"drug-classes",
         R"(columns = ["name=药品", "class1=大类", "class1_code=大类码"])",
         "药品,大类,大类码\n",
         {"卡马西平,神经系统药物,N", "巴氯芬,肌肉骨骼系统药物,M", "布洛芬,肌肉骨骼系统药物,M"},
         "\n",
         "\n"},
        {"terminology",
         "separator = \"tab\"\ncolumns = [\"code=id\", \"name=zh\", \"english=en\"]",
         "id\tzh\ten\n",
         {"HP:0002315\t头痛\tHeadache", "HP:0010628\t面神经麻痹\tFacial palsy", "HP:0000360\t耳鸣\tTinnitus"},
         "\n",
         "\n"},
        {"fhir",
         "",
         "{\"resourceType\":\"Bundle\",\"entry\":[\n",
         {R"({"fullUrl":"urn:o","resource":{"resourceType":"Organization","id":"o","name":"示范医院"}})",
          R"({"fullUrl":"urn:p","resource":{"resourceType":"Practitioner","id":"p","name":[{"text":"林某"}]}})",
          R"({"resource":{"resourceType":"PractitionerRole","practitioner":{"reference":"urn:p"},)"
          R"("organization":{"reference":"urn:o"},"specialty":[{"text":"神经内科"}]}})"},
         ",\n",
         "\n]}\n"},
    };
}

/// Everything that readers could see of a store.
struct StoreContents {
    std::string text;
    std::size_t entities = 0;
    std::map<std::string, std::size_t> rules;
};

StoreContents contents_of(Store& store) {
    StoreContents contents;
    const auto add = [&](const boost::json::object& entity) {
        contents.text += boost::json::serialize(entity) + "\n";
        ++contents.entities;
    };
    const KnowledgeData knowledge = store.knowledge();
    for (const auto& source : knowledge.sources) add(to_json(source));
    for (const auto& each : knowledge.concepts) add(to_json(each));
    for (const auto& relation : knowledge.relations) add(to_json(relation));
    store.for_each_record([&](const Store::StoredRecord& stored) { add(to_json(stored.record)); });
    for (const RuleCount& rule : store.quarantine_counts("sample")) contents.rules[rule.rule] = rule.count;
    return contents;
}

class HostileImport : public testing::TestWithParam<SampleCollection> {
  protected:
    HostileImport() : store_(open_store((folder_.path() / "xinglin.db").string())) {}

    /// Imports these bytes; checks what must hold whatever they are.
    Result<GateReport> import(std::string_view bytes, const std::string& encoding = "utf-8") {
        folder_.write("input", bytes);
        folder_.write("p.toml", std::string("adapter = \"") + GetParam().adapter +
                                    "\"\norigin = \"sample\"\ntitle = \"样例\"\npublisher = \"某平台\"\nyear = 2018\n"
                                    "licence = \"仅供测试\"\nretrieved_on = 2026-11-01\nencoding = \"" +
                                    encoding + "\"\n" + GetParam().fields + "\n");
        const StoreContents before = contents_of(*store_);
        FileImportOptions options;
        options.today = *Date::parse("2026-11-23");
        const auto report = import_file(*store_, folder_.path() / "input", folder_.path() / "p.toml", options);
        const StoreContents after = contents_of(*store_);
        if (!report) {
            EXPECT_FALSE(report.error().message.empty());
            EXPECT_EQ(after.text, before.text) << "refused: " << report.error().message;
            return report;
        }
        for (const char* markup : {"<script", "<img", "onerror="}) {
            EXPECT_EQ(after.text.find(markup), std::string::npos) << after.text;
        }
        for (const auto& rule : after.rules) EXPECT_NE(find_rule(rule.first), nullptr) << rule.first;
        std::size_t findings = 0;
        for (const RuleFindings& rule : report->rules) findings += rule.count;
        EXPECT_EQ(findings, report->import.quarantined);
        return report;
    }

    std::string text() const { return GetParam().text(); }

    FolderForTests folder_;
    std::unique_ptr<Store> store_;
};

std::string gzip(std::string_view text) {
    z_stream stream{};
    deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY);
    std::string packed(deflateBound(&stream, static_cast<uLong>(text.size())) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

TEST_P(HostileImport, TheSampleItselfIsTakenOver) {
    const auto report = import(text());
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->rows, 3U);
    EXPECT_GE(report->import.concepts + report->import.records, 2U);
    const StoreContents plain = contents_of(*store_);
    ASSERT_TRUE(import(gzip(text())));
    EXPECT_EQ(contents_of(*store_).text, plain.text) << "packed, it is the same";
}

TEST_P(HostileImport, CutAnywhere) {
    ASSERT_TRUE(import(text()));
    const std::string whole = text();
    const std::string packed = gzip(whole);
    std::mt19937 random(1);
    for (int i = 0; i < 12; ++i) {
        static_cast<void>(import(whole.substr(0, random() % whole.size())));
        const auto cut = import(packed.substr(0, 2 + random() % (packed.size() - 2)));
        ASSERT_FALSE(cut);
        EXPECT_EQ(cut.error().code, ErrorCode::InvalidInput);
    }
}

TEST_P(HostileImport, DamagedBytes) {
    std::mt19937 random(2);
    for (int i = 0; i < 25; ++i) {
        std::string damaged = text();
        for (int change = 0; change < 3; ++change) {
            damaged[random() % damaged.size()] = "\0\xFF\"\n{]\x01\xE9,"[random() % 9];
        }
        static_cast<void>(import(damaged));
    }
}

TEST_P(HostileImport, AnotherEncodingThanDeclared) {
    const auto wrong = import(text(), "gb18030");
    ASSERT_FALSE(wrong);
    EXPECT_NE(wrong.error().message.find("utf-8"), std::string::npos);
    // 面肌痉挛 in GB18030, as any table of Chinese text would begin.
    std::string gb;
    for (int i = 0; i < 40; ++i) gb += "\xC3\xE6\xBC\xA1\xBE\xB7\xC2\xCE\n";
    const auto undeclared = import(gb);
    ASSERT_FALSE(undeclared);
    EXPECT_NE(undeclared.error().message.find("gb18030"), std::string::npos);
}

TEST_P(HostileImport, HugeFieldsAndMarkup) {
    for (const std::string& evil :
         {std::string(std::size_t{3} << 20, 'x'), std::string("<script>alert(1)</script>"),
          std::string("<img src=x onerror=alert(1)>"), std::string("头痛\\u0000"), std::string(100000, '[')}) {
        for (std::size_t row = 0; row < 3; ++row) {
            std::vector<std::string> rows = GetParam().rows;
            // Behind the first Chinese character, which is inside of some name or text.
            const auto inside = std::find_if(rows[row].begin(), rows[row].end(),
                                             [](char c) { return static_cast<unsigned char>(c) >= 0xE0; });
            rows[row].insert(static_cast<std::size_t>(inside - rows[row].begin()) + 3, evil);
            const auto report = import(GetParam().text(rows));
            if (report) {
                EXPECT_GE(report->rows, 3U);
            }
        }
    }
}

TEST_P(HostileImport, RowsTwiceAreTakenOverOnce) {
    ASSERT_TRUE(import(text()));
    const StoreContents once = contents_of(*store_);
    std::vector<std::string> rows = GetParam().rows;
    rows.insert(rows.end(), GetParam().rows.begin(), GetParam().rows.end());
    const auto report = import(GetParam().text(rows));
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(contents_of(*store_).entities, once.entities);
}

INSTANTIATE_TEST_SUITE_P(EveryAdapter, HostileImport, testing::ValuesIn(samples()), [](const auto& sample) {
    std::string name = sample.param.adapter;
    std::erase(name, '-');
    return name;
});

}  // namespace
}  // namespace xinglin
