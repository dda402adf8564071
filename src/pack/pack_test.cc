#include "pack/pack.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>

#include "base/folder_for_tests.h"
#include "pack/line_reader.h"

namespace xinglin {
namespace {

constexpr std::string_view kInfo =
    "name = \"sample\"\nversion = \"1.0.0\"\nformat = 1\ntitle = \"样例\"\nlicence = \"CC-BY-4.0\"\n"
    "language = \"zh-CN\"\nfictitious = true\n";

/// A small pack without a fault; tests plant theirs.
void write_good_pack(const FolderForTests& folder) {
    folder.write("pack.toml", kInfo);
    folder.write("README.md", "# 样例\n");
    folder.write(".gitignore", "*.bak\n");
    folder.write("sources.jsonl",
                 "{\"id\": \"source/book\", \"title\": \"教科书\", \"publisher\": \"出版社\", \"year\": 2020, "
                 "\"kind\": \"textbook\", \"licence\": \"facts cited\"}\n");
    folder.write("concepts/all.jsonl",
                 "{\"id\": \"condition/hfs\", \"name\": \"面肌痉挛\", \"aliases\": [\"面肌抽搐\"]}\n\n"
                 "{\"id\": \"condition/facial\", \"name\": \"面神经疾病\"}\n"
                 "{\"id\": \"department/neurology\", \"name\": \"神经内科\"}\n");
    folder.write(
        "relations/all.jsonl",
        "{\"subject\": \"condition/hfs\", \"predicate\": \"is_a\", \"object\": \"condition/facial\", "
        "\"sources\": [\"source/book\"]}\n"
        "{\"subject\": \"condition/hfs\", \"predicate\": \"managed_in\", \"object\": \"department/neurology\", "
        "\"sources\": [\"source/book\"], \"role\": \"first\"}\n");
    folder.write("red_flags.jsonl",
                 "{\"id\": \"red_flag/hfs\", \"of\": \"condition/hfs\", \"level\": \"emergency\", \"match\": \"any\", "
                 "\"signs\": [\"突然口角歪斜\"], \"action\": \"立即去急诊。\", \"sources\": [\"source/book\"]}\n");
    folder.write("articles/hfs.md",
                 "+++\nid = \"article/hfs\"\ntitle = \"面肌痉挛\"\ndepartments = [\"department/neurology\"]\n+++\n\n"
                 "血管压迫[@book]。\n");
    folder.write("doctors.jsonl",
                 "{\"id\": \"doctor/jia\", \"name\": \"甲（虚构）\", \"hospital\": \"hospital/yi\"}\n");
    folder.write("hospitals.jsonl", "{\"id\": \"hospital/yi\", \"name\": \"乙医院（虚构）\"}\n");
    folder.write("drugs.jsonl", "{\"id\": \"drug/bing\", \"name\": \"丙片\"}\n");
    folder.write("tests.jsonl", "{\"id\": \"test/emg\", \"name\": \"肌电图\", \"sources\": [\"source/book\"]}\n");
    folder.write("questions.jsonl",
                 "{\"id\": \"question/why\", \"title\": \"为什么？\", \"answers\": [{\"text\": \"因为。\", \"doctor\": "
                 "\"doctor/jia\"}]}\n");
}

/// Each problem as "file:line:column: rule".
std::string shown(const PackReading& reading) {
    std::string lines;
    for (const PackProblem& p : reading.problems) {
        lines += (lines.empty() ? "" : "\n") + p.file + ":" + std::to_string(p.line) + ":" + std::to_string(p.column) +
                 ": " + p.problem.rule;
        EXPECT_FALSE(p.problem.message.empty());
        EXPECT_FALSE(p.problem.mend.empty());
    }
    return lines;
}

/// A pack that refers to what the good one, beside it, defines.
void write_own_pack(const FolderForTests& folder, std::string_view requirement) {
    std::string info = "name = \"own\"\nversion = \"1\"\nformat = 1\ntitle = \"自己的包\"\nlicence = \"own\"\n";
    folder.write("pack.toml", info + "language = \"zh-CN\"\nrequires = [\"" + std::string(requirement) + "\"]\n");
    folder.write("relations/all.jsonl",
                 "{\"subject\": \"condition/facial\", \"predicate\": \"managed_in\", \"object\": "
                 "\"department/neurology\", \"sources\": [\"source/book\"]}\n");
    folder.write("articles/own.md",
                 "+++\nid = \"article/own\"\ntitle = \"我院怎么治面肌痉挛\"\ndepartments = [\"department/neurology\"]\n"
                 "+++\n\n血管压迫[@book]。\n");
    folder.write("doctors.jsonl", "{\"id\": \"doctor/ding\", \"name\": \"丁\", \"hospital\": \"hospital/yi\"}\n");
}

TEST(ReadPack, RefersToWhatARequiredPackDefines) {
    const FolderForTests base;
    const FolderForTests own;
    write_good_pack(base);
    write_own_pack(own, "sample >= 1.0");
    const PackReading reading = read_pack(own.path(), packs_in({base.path()}));
    EXPECT_EQ(shown(reading), "");
    ASSERT_TRUE(reading.pack);
    EXPECT_EQ(reading.pack->info.requirements, (std::vector<PackRequirement>{{"sample", "1.0"}}));
    EXPECT_EQ(reading.pack->knowledge.concepts.size(), 0U) << "what is required is not this pack's own";
    EXPECT_EQ(reading.pack->records.size(), 2U);
}

TEST(ReadPack, SaysWhichPackIsMissingAndNothingElse) {
    const FolderForTests base;
    const FolderForTests own;
    write_good_pack(base);
    write_own_pack(own, "sample >= 1.0.1");
    EXPECT_EQ(shown(read_pack(own.path())), "pack.toml:7:1: missing-requirement");
    EXPECT_EQ(shown(read_pack(own.path(), packs_in({base.path()}))), "pack.toml:7:1: missing-requirement");
    write_own_pack(own, "sample = 1");
    EXPECT_EQ(shown(read_pack(own.path(), packs_in({base.path()}))), "pack.toml:7:1: bad-field");
}

TEST(ReadPack, TellsWhatNeitherDefines) {
    const FolderForTests base;
    const FolderForTests own;
    write_good_pack(base);
    write_own_pack(own, "sample");
    own.write("doctors.jsonl", "{\"id\": \"doctor/ding\", \"name\": \"丁\", \"hospital\": \"hospital/none\"}\n");
    own.write("concepts/all.jsonl", "{\"id\": \"condition/hfs\", \"name\": \"面肌痉挛\"}\n");
    const std::string problems = shown(read_pack(own.path(), packs_in({base.path()})));
    EXPECT_NE(problems.find("concepts/all.jsonl:1:8: duplicate-id"), std::string::npos) << problems;
    EXPECT_NE(problems.find("doctors.jsonl:1:"), std::string::npos) << problems;
    EXPECT_NE(problems.find("unknown-record"), std::string::npos) << problems;
}

TEST(ReadPack, ReadsCorrectionsOfOthers) {
    const FolderForTests folder;
    write_good_pack(folder);
    folder.write(
        "overrides.jsonl",
        "{\"of\": \"condition/x treated_by substance/y @kb\", \"action\": \"retract\", \"by\": \"李编辑\", \"on\": "
        "\"2026-12-01\", \"why\": \"无依据\"}\n"
        "{\"of\": \"doctor/other\", \"action\": \"replace\", \"by\": \"李编辑\", \"on\": \"2026-12-01\", \"why\": "
        "\"改名\", \"with\": {\"id\": \"doctor/other\", \"name\": \"戊（虚构）\"}}\n");
    const PackReading reading = read_pack(folder.path());
    EXPECT_EQ(shown(reading), "");
    ASSERT_TRUE(reading.pack);
    ASSERT_EQ(reading.pack->overlays.size(), 2U);
    EXPECT_EQ(reading.pack->overlays[0].body, "");
    EXPECT_EQ(reading.pack->overlays[1].by, "李编辑");
    EXPECT_NE(reading.pack->overlays[1].body.find("戊（虚构）"), std::string::npos);
}

TEST(ReadPack, TellsWhatIsWrongWithACorrection) {
    const std::string end = "\"by\": \"x\", \"on\": \"2026-12-01\", \"why\": \"y\"}\n";
    for (const std::string& bad :
         {"{\"of\": \"nonsense\", \"action\": \"retract\", " + end,
          "{\"of\": \"a b c\", \"action\": \"retract\", " + end,
          "{\"of\": \"doctor/a\", \"action\": \"delete\", " + end,
          "{\"of\": \"doctor/a\", \"action\": \"replace\", " + end,
          "{\"of\": \"doctor/a\", \"action\": \"replace\", \"with\": {\"id\": \"doctor/b\", \"name\": \"乙\"}, " + end,
          std::string("{\"of\": \"doctor/a\", \"action\": \"retract\", \"by\": \"x\", \"why\": \"y\"}\n")}) {
        const FolderForTests folder;
        write_good_pack(folder);
        folder.write("overrides.jsonl", bad);
        const PackReading reading = read_pack(folder.path());
        EXPECT_FALSE(reading.pack) << bad;
        ASSERT_EQ(reading.problems.size(), 1U) << bad;
        EXPECT_EQ(reading.problems[0].file, "overrides.jsonl");
    }
}

TEST(PackVersion, ComparesPartByPart) {
    EXPECT_TRUE(is_older_version("1.9", "1.10"));
    EXPECT_TRUE(is_older_version("1", "1.0.1"));
    EXPECT_FALSE(is_older_version("1.0", "1"));
    EXPECT_FALSE(is_older_version("2.0", "1.9.9"));
    EXPECT_FALSE(is_older_version("1.0", ""));
}

TEST(ReadPack, ReadsAGoodPack) {
    const FolderForTests folder;
    write_good_pack(folder);
    const PackReading reading = read_pack(folder.path());
    EXPECT_EQ(shown(reading), "");
    ASSERT_TRUE(reading.pack);
    const Pack& pack = *reading.pack;
    EXPECT_EQ(pack.info.name, "sample");
    EXPECT_EQ(pack.knowledge.concepts.size(), 3U);
    EXPECT_EQ(pack.knowledge.concepts[0].id, "condition/facial") << "sorted by id";
    EXPECT_EQ(pack.knowledge.relations.size(), 2U);
    ASSERT_EQ(pack.records.size(), 6U);
    for (const Record& record : pack.records) {
        EXPECT_EQ(record.head.origin, "sample");
        EXPECT_EQ(record.head.trust, Trust::Curated);
        const bool is_real = record.kind() == RecordKind::Article || record.kind() == RecordKind::Test;
        EXPECT_EQ(record.head.fictitious, !is_real) << record.head.id;
    }
    EXPECT_TRUE(is_pack(folder.path()));
}

TEST(ReadPack, NeedsOnlyPackToml) {
    const FolderForTests folder;
    folder.write("pack.toml", kInfo);
    EXPECT_TRUE(read_pack(folder.path()).pack);
}

struct Planted {
    std::string file;
    std::string text;
    std::string expected;
};

TEST(ReadPack, PlacesEveryFaultOfALine) {
    for (const Planted& planted : {
             Planted{"doctors.jsonl", "{\"id\": \"doctor/a\", \"name\": \"a\"\n", "doctors.jsonl:1:31: broken-json"},
             Planted{"doctors.jsonl", "\n\n{\"id\": \"doctor/a\",, \"name\": \"a\"}\n",
                     "doctors.jsonl:3:19: broken-json"},
             Planted{"drugs.jsonl", "{\"id\": \"drug/a\"}\n", "drugs.jsonl:1:1: missing-field"},
             Planted{"drugs.jsonl", "{\"id\": \"drug/a\", \"name\": \"a\", \"maker\": \"b\"}\n",
                     "drugs.jsonl:1:31: unknown-field"},
             Planted{"drugs.jsonl", "{\"id\": \"drug/a\", \"name\": \"a\", \"name\": \"b\"}\n",
                     "drugs.jsonl:1:31: duplicate-field"},
             Planted{"drugs.jsonl", "{\"id\": \"drug/a\", \"name\": 7}\n", "drugs.jsonl:1:18: bad-field"},
             Planted{"drugs.jsonl", "{\"id\": \"drug/a\", \"name\": \"a\", \"origin\": \"b\"}\n",
                     "drugs.jsonl:1:31: unknown-field"},
             Planted{"drugs.jsonl", "[]\n", "drugs.jsonl:1:1: not-an-object"},
             Planted{"drugs.jsonl", "{\"id\": \"drug/a\", \"name\": \"\xFF\"}\n", "drugs.jsonl:1:27: invalid-utf8"},
             Planted{"drugs.jsonl", "\xEF\xBB\xBF{\"id\": \"drug/a\", \"name\": \"a\"}\n",
                     "drugs.jsonl:1:1: byte-order-mark"},
             Planted{"drugs.jsonl", "{\"id\": \"drug/a\", \"name\": \"a\", \"cautions\": \"<script>x</script>\"}\n",
                     "drugs.jsonl:1:31: dirty-text"},
             Planted{"drugs.jsonl", "{\"id\": \"drug/a\", \"name\": \"a\", \"cautions\": \"a\\u0000b\"}\n",
                     "drugs.jsonl:1:31: dirty-text"},
             Planted{"drugs.jsonl", "{\"id\": \"drug/A\", \"name\": \"a\"}\n", "drugs.jsonl:1:2: bad-id"},
             Planted{"drugs.jsonl", "{\"id\": \"test/emg-2\", \"name\": \"a\"}\n", "drugs.jsonl:1:2: wrong-file"},
             Planted{"questions.jsonl",
                     "{\"id\": \"question/a\", \"title\": \"a\", \"answers\": [{\"text\": \"a\", \"doctor_name\": "
                     "\"b\"}]}\n",
                     "questions.jsonl:1:62: unknown-field"},
             Planted{"questions.jsonl",
                     "{\"id\": \"question/a\", \"title\": \"a\", \"answers\": [{\"text\": \"a\", \"doctor\": "
                     "\"doctor/none\"}]}\n",
                     "questions.jsonl:1:62: unknown-record"},
             Planted{"doctors.jsonl", "{\"id\": \"doctor/jia\", \"name\": \"a\", \"hospital\": \"hospital/none\"}\n",
                     "doctors.jsonl:1:35: unknown-record"},
             Planted{"tests.jsonl",
                     "{\"id\": \"test/a\", \"name\": \"a\", \"sources\": [\"source/book\", \"source/none\"]}\n",
                     "tests.jsonl:1:58: unknown-source"},
             Planted{"articles/b.md",
                     "+++\nid = \"article/b\"\ntitle = \"b\"\ndepartments = [\"department/none\"]\n+++\n",
                     "articles/b.md:4:16: unknown-concept"},
             Planted{"articles/b.md",
                     "+++\nid = \"article/b\"\ntitle = \"b\"\ndepartments = [\"condition/hfs\"]\n+++\n",
                     "articles/b.md:4:16: wrong-kind"},
             Planted{"articles/b.md", "+++\nid = \"article/b\"\ntitle = \"b\"\n+++\n\n见[@none]。\n",
                     "articles/b.md:6:4: unknown-source"},
             Planted{"articles/b.md", "没有开头\n", "articles/b.md:1:1: no-front-matter"},
             Planted{"concepts/b.jsonl", "{\"id\": \"illness/a\", \"name\": \"a\"}\n",
                     "concepts/b.jsonl:1:2: bad-field"},
             Planted{"concepts/b.jsonl", "{\"id\": \"condition/b\", \"name\": \"面肌抽搐\"}\n",
                     "concepts/all.jsonl:1:61: name-claimed-twice"},
             Planted{"relations/b.jsonl",
                     "{\"subject\": \"condition/hfs\", \"predicate\": \"is_a\", \"object\": \"condition/none\", "
                     "\"sources\": [\"source/book\"]}\n",
                     "relations/b.jsonl:1:61: unknown-concept"},
             Planted{"relations/b.jsonl",
                     "{\"subject\": \"condition/hfs\", \"predicate\": \"treated_by\", \"object\": "
                     "\"department/neurology\", \"sources\": [\"source/book\"]}\n",
                     "relations/b.jsonl:1:2: wrong-kind"},
             Planted{"relations/b.jsonl",
                     "{\"subject\": \"condition/facial\", \"predicate\": \"is_a\", \"object\": \"condition/hfs\", "
                     "\"sources\": [\"source/book\"]}\n",
                     "relations/b.jsonl:1:2: cycle"},
             Planted{"relations/b.jsonl",
                     "{\"subject\": \"condition/facial\", \"predicate\": \"managed_in\", \"object\": "
                     "\"department/neurology\"}\n",
                     "relations/b.jsonl:1:2: no-source"},
             Planted{"red_flags.jsonl",
                     "{\"id\": \"red_flag/a\", \"of\": \"condition/hfs\", \"level\": \"now\", \"match\": \"any\", "
                     "\"signs\": [\"a\"], \"action\": \"a\", \"sources\": [\"source/book\"]}\n",
                     "red_flags.jsonl:1:45: bad-field"},
             Planted{"sources.jsonl",
                     "{\"id\": \"source/book\", \"title\": \"a\", \"publisher\": \"a\", \"year\": 20, \"kind\": "
                     "\"label\", \"licence\": \"a\"}\n",
                     "sources.jsonl:1:2: bad-year"},
         }) {
        const FolderForTests folder;
        write_good_pack(folder);
        // What the replaced line defined is not needed by the others.
        if (planted.file == "doctors.jsonl") folder.write("questions.jsonl", "");
        folder.write(planted.file, planted.text);
        const PackReading reading = read_pack(folder.path());
        EXPECT_EQ(shown(reading), planted.expected) << planted.text;
        EXPECT_FALSE(reading.pack);
    }
}

TEST(ReadPack, GoesOnAfterAnErrorAndReportsAll) {
    const FolderForTests folder;
    write_good_pack(folder);
    folder.write("drugs.jsonl", "{\n{\"id\": \"drug/a\", \"name\": \"a\"}\n{\"id\": \"drug/b\"}\n");
    folder.write("tests.jsonl", "x\n");
    folder.write("articles/b.md", "x");
    EXPECT_EQ(shown(read_pack(folder.path())),
              "articles/b.md:1:1: no-front-matter\ndrugs.jsonl:1:2: broken-json\ndrugs.jsonl:3:1: missing-field\n"
              "tests.jsonl:1:1: broken-json");
}

TEST(ReadPack, ReportsOneFaultOnceAndNotWhatFollowsFromIt) {
    const FolderForTests folder;
    write_good_pack(folder);
    folder.write("hospitals.jsonl", "{\"id\": \"hospital/yi\", \"name\": \"乙\", \"citty\": \"x\"}\n");
    folder.write(
        "concepts/all.jsonl",
        "{\"id\": \"condition/hfs\", \"name\": \"面肌痉挛\", }\n{\"id\": \"condition/facial\", \"name\": \"面病\"}\n"
        "{\"id\": \"department/neurology\", \"name\": \"神经内科\"}\n");
    EXPECT_EQ(shown(read_pack(folder.path())),
              "concepts/all.jsonl:1:49: broken-json\nhospitals.jsonl:1:38: unknown-field");
}

TEST(ReadPack, NamesBothPlacesOfADuplicate) {
    const FolderForTests folder;
    write_good_pack(folder);
    folder.write("concepts/b.jsonl", "\n{\"name\": \"b\", \"id\": \"condition/hfs\"}\n");
    folder.write("relations/b.jsonl",
                 "{\"subject\": \"condition/hfs\", \"predicate\": \"is_a\", \"object\": \"condition/facial\", "
                 "\"sources\": [\"source/book\"]}\n");
    folder.write("articles/b.md", "+++\nid = \"article/hfs\"\ntitle = \"b\"\n+++\n");
    const PackReading reading = read_pack(folder.path());
    EXPECT_EQ(shown(reading),
              "articles/hfs.md:2:1: duplicate-id\nconcepts/b.jsonl:2:15: duplicate-id\nrelations/b.jsonl:1:2: "
              "duplicate-relation");
    ASSERT_EQ(reading.problems.size(), 3U);
    EXPECT_EQ(reading.problems[0].problem.message, "\"article/hfs\" is defined already at articles/b.md:2.");
    EXPECT_EQ(reading.problems[1].problem.message, "\"condition/hfs\" is defined already at concepts/all.jsonl:1.");
}

TEST(ReadPack, LetsATestAndItsConceptShareAnId) {
    const FolderForTests folder;
    write_good_pack(folder);
    folder.write("concepts/b.jsonl", "{\"id\": \"test/emg\", \"name\": \"肌电图\"}\n");
    EXPECT_EQ(shown(read_pack(folder.path())), "");
}

TEST(ReadPack, WarnsAndLoads) {
    const FolderForTests folder;
    write_good_pack(folder);
    folder.write("drugs.jsonl", "{\"id\": \"drug/a\", \"name\": \"a\", \"cautions\": \"a&nbsp;b\"}\n");
    const PackReading reading = read_pack(folder.path());
    EXPECT_EQ(shown(reading), "drugs.jsonl:1:31: html-entity");
    EXPECT_TRUE(reading.pack);
}

TEST(ReadPack, ChecksPackToml) {
    const std::string info(kInfo);
    const auto replaced = [&info](const std::string& from, const std::string& to) {
        std::string text = info;
        text.replace(text.find(from), from.size(), to);
        return text;
    };
    for (const Planted& planted : {
             Planted{"", replaced("format = 1", "format = 2"), "pack.toml:3:1: newer-format"},
             Planted{"", replaced("format = 1", "format = 0"), "pack.toml:3:1: bad-field"},
             Planted{"", replaced("format = 1\n", ""), "pack.toml:1:1: missing-field"},
             Planted{"", replaced("\"sample\"", "\"Sample Pack\""), "pack.toml:1:1: bad-field"},
             Planted{"", replaced("title = \"样例\"\n", ""), "pack.toml:1:1: missing-field"},
             Planted{"", replaced("title", "titel"), "pack.toml:1:1: missing-field"},
             Planted{"", replaced("\"zh-CN\"", "\"中文\""), "pack.toml:6:1: bad-field"},
             Planted{"", replaced("true", "\"yes\""), "pack.toml:7:1: bad-field"},
             Planted{"", info + "colour = \"red\"\n", "pack.toml:8:1: unknown-field"},
             Planted{"", replaced("样例", "<b>样例</b>"), "pack.toml:4:1: dirty-text"},
             Planted{"", "name = \n", "pack.toml:1:8: broken-toml"},
             Planted{"", "name = \"\xFF\"\n", "pack.toml:1:9: invalid-utf8"},
         }) {
        const FolderForTests folder;
        write_good_pack(folder);
        folder.write("pack.toml", planted.text);
        const PackReading reading = read_pack(folder.path());
        EXPECT_EQ(shown(reading), planted.expected) << planted.text;
        EXPECT_FALSE(reading.pack);
    }
}

TEST(ReadPack, RefusesAFolderThatIsNoPackOrNotThere) {
    const FolderForTests folder;
    folder.write("doctors.jsonl", "");
    EXPECT_EQ(shown(read_pack(folder.path())), "pack.toml:0:0: missing-file");
    EXPECT_FALSE(is_pack(folder.path()));
    EXPECT_EQ(shown(read_pack(folder.path() / "none")), ":0:0: not-a-folder");
    EXPECT_EQ(shown(read_pack(folder.path() / "doctors.jsonl")), ":0:0: not-a-folder");
}

TEST(ReadPack, NamesFilesThatHaveNoBusinessThere) {
    const FolderForTests folder;
    write_good_pack(folder);
    folder.write("Doctors.jsonl", "");
    folder.write("concepts/more.json", "");
    folder.write("articles/deep/x.md", "");
    folder.write("drugs.csv", "");
    EXPECT_EQ(shown(read_pack(folder.path())),
              "Doctors.jsonl:0:0: unknown-file\narticles/deep:0:0: unknown-file\nconcepts/more.json:0:0: unknown-file\n"
              "drugs.csv:0:0: unknown-file");
}

TEST(ReadPack, FollowsNoLinkOutOfTheFolder) {
    const FolderForTests outside;
    outside.write("secret.jsonl", "{\"id\": \"drug/a\", \"name\": \"a\"}\n");
    outside.write("more/x.jsonl", "{\"id\": \"condition/a\", \"name\": \"a\"}\n");
    const FolderForTests folder;
    folder.write("pack.toml", kInfo);
    folder.write("drugs.jsonl", "{\"id\": \"drug/b\", \"name\": \"b\"}\n");
    std::filesystem::create_directory(folder.path() / "articles");
    namespace fs = std::filesystem;
    fs::create_symlink(outside.path() / "secret.jsonl", folder.path() / "doctors.jsonl");
    fs::create_symlink(outside.path() / "more", folder.path() / "concepts");
    fs::create_symlink("nowhere", folder.path() / "questions.jsonl");
    fs::create_symlink("tests.jsonl", folder.path() / "tests.jsonl");
    fs::create_symlink("../../etc/passwd", folder.path() / "articles" / "x.md");
    EXPECT_EQ(shown(read_pack(folder.path())),
              "articles/x.md:0:0: outside-folder\nconcepts:0:0: outside-folder\ndoctors.jsonl:0:0: outside-folder\n"
              "questions.jsonl:0:0: outside-folder\ntests.jsonl:0:0: outside-folder");
    for (const char* name : {"doctors.jsonl", "concepts", "questions.jsonl", "tests.jsonl", "articles/x.md"}) {
        fs::remove(folder.path() / name);
    }
    fs::create_symlink("drugs.jsonl", folder.path() / "tests.jsonl");
    EXPECT_EQ(shown(read_pack(folder.path())), "tests.jsonl:1:2: wrong-file") << "a link inside is followed";
}

TEST(ReadPack, ReadsOnlyRegularFilesThatItMayRead) {
    const FolderForTests folder;
    folder.write("pack.toml", kInfo);
    ASSERT_EQ(::mkfifo((folder.path() / "drugs.jsonl").c_str(), 0600), 0);
    std::filesystem::create_directory(folder.path() / "tests.jsonl");
    folder.write("concepts", "not a folder");
    EXPECT_EQ(shown(read_pack(folder.path())),
              "concepts:0:0: not-a-folder\ndrugs.jsonl:0:0: not-a-file\ntests.jsonl:0:0: not-a-file");
}

TEST(ReadPack, RefusesAFileThatMayNotBeRead) {
    if (::geteuid() == 0) GTEST_SKIP() << "root may read everything";
    const FolderForTests folder;
    folder.write("pack.toml", kInfo);
    folder.write("drugs.jsonl", "");
    ASSERT_EQ(::chmod((folder.path() / "drugs.jsonl").c_str(), 0), 0);
    EXPECT_EQ(shown(read_pack(folder.path())), "drugs.jsonl:0:0: unreadable-file");
}

TEST(ReadPack, RefusesLinesAndFilesThatAreTooLong) {
    const FolderForTests folder;
    folder.write("pack.toml", kInfo);
    folder.write("drugs.jsonl", "\n" + std::string(kMaxLineBytes + 1, 'x') + "\n{}\n");
    folder.write("tests.jsonl", "");
    std::filesystem::resize_file(folder.path() / "tests.jsonl", std::uintmax_t{100} << 20);
    folder.write("questions.jsonl", "");
    std::filesystem::resize_file(folder.path() / "questions.jsonl", kMaxFileBytes);
    EXPECT_EQ(shown(read_pack(folder.path())),
              "drugs.jsonl:2:1048577: line-too-long\ndrugs.jsonl:3:1: missing-field\n"
              "questions.jsonl:1:1048577: line-too-long\ntests.jsonl:0:0: file-too-large");
}

TEST(ReadPack, StopsAfterAThousandProblems) {
    const FolderForTests folder;
    folder.write("pack.toml", kInfo);
    std::string lines;
    for (std::size_t i = 0; i < 2 * kMaxPackProblems; ++i) lines += "x\n";
    folder.write("drugs.jsonl", lines);
    const PackReading reading = read_pack(folder.path());
    ASSERT_EQ(reading.problems.size(), kMaxPackProblems + 1);
    EXPECT_EQ(reading.problems.back().problem.rule, "too-many-problems");
    EXPECT_FALSE(reading.pack);
}

TEST(Format, LooksLikeACompilersReport) {
    PackProblem problem{
        {Severity::Error, "bad-id", {}, "\"x\x1b[31m\" is not an id.", "Write one."}, "drugs.jsonl", 3, 7};
    EXPECT_EQ(format(problem), "drugs.jsonl:3:7: error: \"x\\x1b[31m\" is not an id. [bad-id]\n  mend: Write one.");
    problem.line = 0;
    problem.problem.severity = Severity::Warning;
    EXPECT_EQ(format(problem, "packs/a").substr(0, 30), "packs/a/drugs.jsonl: warning: ");
    problem.file.clear();
    EXPECT_EQ(format(problem).substr(0, 6), "pack: ");
}

TEST(ReadPack, ReadsThePacksOfThisProject) {
    const char* root = std::getenv("XINGLIN_SOURCE_DIR");
    if (root == nullptr) GTEST_SKIP() << "XINGLIN_SOURCE_DIR is not set";
    const auto folder = std::filesystem::path(root) / "packs" / "neurology-zh";
    if (!std::filesystem::exists(folder)) GTEST_SKIP() << "there is no " << folder;
    const PackReading reading = read_pack(folder);
    for (const PackProblem& problem : reading.problems) {
        if (problem.problem.severity != Severity::Note) ADD_FAILURE() << format(problem, folder);
    }
    EXPECT_TRUE(reading.pack);
}

}  // namespace
}  // namespace xinglin
