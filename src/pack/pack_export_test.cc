#include "pack/pack_export.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <sstream>

#include "base/folder_for_tests.h"

namespace xinglin {
namespace {

namespace fs = std::filesystem;

/// Random packs that keep the rules of the format: every id that is named is there, texts hold what JSON, TOML and
/// Markdown must carry over unchanged.
class Generator {
  public:
    explicit Generator(unsigned seed) : random_(seed) {}

    Pack pack() {
        Pack pack;
        pack.info = {"sample", text(), text(), "CC-BY-4.0", coin() ? "zh-CN" : "zh-TW", coin()};
        for (std::size_t i = 0; i < 3; ++i) pack.knowledge.sources.push_back(source(i));
        for (std::size_t i = 0; i < 4; ++i) pack.knowledge.concepts.push_back(known(ConceptKind::Condition, i));
        for (std::size_t i = 0; i < 2; ++i) pack.knowledge.concepts.push_back(known(ConceptKind::Department, i));
        add_relations(pack.knowledge);
        for (std::size_t i = below(3); i > 0; --i) pack.knowledge.red_flags.push_back(red_flag(i));
        for (std::size_t i = 0; i < 2; ++i)
            pack.records.push_back(record(Hospital{text(), maybe(), maybe(), maybe(), maybe(), texts(), maybe()}, i));
        for (std::size_t i = 0; i < 2; ++i)
            pack.records.push_back(
                record(Doctor{text(), texts(), coin() ? "hospital/1" : "", "", maybe(), maybe(), maybe()}, i));
        for (std::size_t i = below(3); i > 0; --i) {
            pack.records.push_back(record(
                Drug{text(), maybe(), maybe(), maybe(), maybe(), maybe(), static_cast<DrugClassification>(below(4)),
                     maybe(), maybe(), maybe(), maybe(), maybe(), maybe()},
                i));
        }
        for (std::size_t i = below(3); i > 0; --i)
            pack.records.push_back(record(xinglin::Test{text(), maybe(), maybe()}, i));
        for (std::size_t i = below(3); i > 0; --i) {
            Question question{text(), maybe(), Date(), {}};
            for (std::size_t j = below(3); j > 0; --j)
                question.answers.push_back({text(), coin() ? "doctor/0" : "", "", "", "", date()});
            pack.records.push_back(record(question, i));
        }
        for (std::size_t i = below(4); i > 0; --i) {
            Article article{text(), maybe() + (coin() ? "[@s0]" : "") + maybe(), true, maybe(), {}};
            if (coin()) article.departments = {"department/1", "department/0"};
            pack.records.push_back(record(article, i));
        }
        std::shuffle(pack.records.begin(), pack.records.end(), random_);
        std::shuffle(pack.knowledge.concepts.begin(), pack.knowledge.concepts.end(), random_);
        return pack;
    }

  private:
    std::size_t below(std::size_t limit) { return random_() % limit; }
    bool coin() { return below(2) == 0; }
    std::string text() {
        static const std::vector<std::string> pieces = {"面", "肌", "a", "\"", "\\", "\n", "\n+++\n", "𠮷",
                                                        "/",  " ",  "#", "'",  "\t", "=",  "é"};
        std::string text = "x";
        for (std::size_t i = below(8); i > 0; --i) text += pieces[below(pieces.size())];
        return text;
    }
    std::string maybe() { return coin() ? text() : ""; }
    std::vector<std::string> texts() {
        std::vector<std::string> texts;
        for (std::size_t i = below(3); i > 0; --i) texts.push_back(text());
        return texts;
    }
    Date date() { return coin() ? *Date::parse("20" + std::to_string(10 + below(80)) + "-02-28") : Date(); }
    std::vector<std::string> sources() { return {"source/s" + std::to_string(below(3))}; }
    /// A name that no other concept has.
    std::string unique(std::size_t i, std::string_view prefix) {
        return std::string(prefix) + std::to_string(i) + text();
    }

    Source source(std::size_t i) {
        return {"source/s" + std::to_string(i),
                text(),
                text(),
                static_cast<int>(1990 + below(40)),
                static_cast<SourceKind>(below(7)),
                text(),
                SourceStatus::InForce,
                maybe(),
                coin() ? "https://example.org/" : "",
                maybe()};
    }

    Concept known(ConceptKind kind, std::size_t i) {
        Concept value;
        value.kind = kind;
        value.id = std::string(name_of(kind)) + "/" + std::to_string(i);
        value.name = unique(i, name_of(kind));
        value.english = maybe();
        for (std::size_t j = below(3); j > 0; --j)
            value.aliases.push_back({unique(10 * i + j, value.id), static_cast<AliasUse>(below(3))});
        if (coin()) value.codes.push_back({"ICD-10", "G51.3"});
        if (coin()) value.constraints.min_age_years = static_cast<int>(below(18));
        if (coin()) value.summary = SourcedText{text(), sources()};
        return value;
    }

    void add_relations(KnowledgeData& knowledge) {
        std::set<std::string> keys;
        for (std::size_t i = below(6); i > 0; --i) {
            Relation relation;
            relation.subject = "condition/" + std::to_string(below(4));
            relation.predicate = coin() ? Predicate::ManagedIn : Predicate::HasSymptom;
            const bool is_managed = relation.predicate == Predicate::ManagedIn;
            relation.object =
                is_managed ? "department/" + std::to_string(below(2)) : "condition/" + std::to_string(below(4));
            relation.role = coin() ? Role::None : is_managed ? Role::First : Role::Core;
            relation.sources = sources();
            relation.evidence = static_cast<Evidence>(below(5));
            relation.statement = maybe();
            if (coin()) relation.review = Review{maybe(), date(), maybe()};
            if (relation.subject != relation.object && keys.insert(key_of(relation)).second)
                knowledge.relations.push_back(relation);
        }
    }

    RedFlag red_flag(std::size_t i) {
        return {"red_flag/" + std::to_string(i),
                "condition/0",
                static_cast<CareLevel>(below(4)),
                static_cast<SignMatch>(below(2)),
                {{text(), ""}, {text(), "condition/1"}},
                text(),
                sources()};
    }

    Record record(decltype(Record::body) body, std::size_t i) {
        Record record;
        record.body = std::move(body);
        record.head.id = std::string(name_of(record.kind())) + "/" + std::to_string(i);
        record.head.status = static_cast<Status>(below(4));
        record.head.author = maybe();
        record.head.reviewer = maybe();
        if (coin()) record.head.published_on = *Date::parse("2020-01-01");
        record.head.reviewed_on = coin() ? *Date::parse("2021-01-01") : Date();
        record.head.next_review_on = coin() ? *Date::parse("2022-01-01") : Date();
        if (coin()) record.head.sources = sources();
        record.head.machine_written = coin();
        return record;
    }

    std::mt19937 random_;
};

std::map<std::string, std::string> bytes_of(const fs::path& folder) {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        std::ostringstream text;
        text << std::ifstream(entry.path(), std::ios::binary).rdbuf();
        files[entry.path().lexically_relative(folder).generic_string()] = text.str();
    }
    return files;
}

TEST(WritePack, GivesBackWhatItWasGiven) {
    for (unsigned seed = 0; seed < 20; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        const FolderForTests folder;
        Pack pack = Generator(seed).pack();
        const auto written = write_pack(folder.path() / "first", pack);
        ASSERT_TRUE(written) << written.error().where << " " << written.error().message;
        const PackReading reading = read_pack(folder.path() / "first");
        ASSERT_TRUE(reading.pack);
        normalise(pack);
        ASSERT_EQ(*reading.pack, pack);
        ASSERT_TRUE(write_pack(folder.path() / "second", *reading.pack));
        ASSERT_EQ(bytes_of(folder.path() / "first"), bytes_of(folder.path() / "second"));
    }
}

Pack small_pack() {
    Pack pack;
    pack.info = {"sample", "1", "样例", "CC-BY-4.0", "zh-CN", false};
    Record record;
    record.head.id = "article/x";
    record.body = Article{"x", "正文", true, "", {}};
    pack.records.push_back(record);
    return pack;
}

/// Nothing is left beside the folder either.
std::size_t entries_in(const fs::path& folder) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

TEST(WritePack, RefusesWhatAPackCannotSay) {
    std::vector<Pack> packs(6, small_pack());
    std::get<Article>(packs[0].records[0].body).body = "<b>x</b>";
    std::get<Article>(packs[1].records[0].body).body_is_markdown = false;
    packs[2].records[0].head.sources = {"source/none"};
    packs[3].records[0].head.id = "article/../../x";
    packs[4].info.name = "Not a slug";
    packs[5].records[0].body = Doctor{"甲", {}, "", "某医院", "", "", ""};
    packs[5].records[0].head.id = "doctor/x";
    for (std::size_t i = 0; i < packs.size(); ++i) {
        const FolderForTests folder;
        const auto written = write_pack(folder.path() / "out", packs[i]);
        ASSERT_FALSE(written) << i;
        EXPECT_EQ(written.error().code, ErrorCode::InvalidInput) << i;
        EXPECT_EQ(entries_in(folder.path()), 0U) << i;
    }
}

TEST(WritePack, NamesTheRecordThatWouldLoseSomething) {
    const FolderForTests folder;
    Pack pack = small_pack();
    std::get<Article>(pack.records[0].body).body_is_markdown = false;
    EXPECT_EQ(write_pack(folder.path() / "out", pack).error().where, "article/x");
}

TEST(WritePack, OverwritesNothing) {
    const FolderForTests folder;
    folder.write("out/mine.txt", "x");
    EXPECT_EQ(write_pack(folder.path() / "out", small_pack()).error().code, ErrorCode::Conflict);
    EXPECT_EQ(bytes_of(folder.path()).size(), 1U);
    fs::create_directory(folder.path() / "empty");
    EXPECT_TRUE(write_pack(folder.path() / "empty" / "", small_pack()));
    EXPECT_TRUE(read_pack(folder.path() / "empty").pack);
    EXPECT_EQ(write_pack(folder.path() / "none" / "out", small_pack()).error().code, ErrorCode::Unavailable);
}

}  // namespace
}  // namespace xinglin
