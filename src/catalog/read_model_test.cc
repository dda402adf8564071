#include "catalog/read_model.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <random>
#include <thread>

#include "base/files.h"
#include "catalog/saved_snapshot.h"
#include "catalog/snapshots_for_tests.h"
#include "relate/relate.h"

namespace xinglin {
namespace {

namespace fs = std::filesystem;

/// Every panel of every page.
std::vector<std::array<std::vector<RankedItem>, kPanelCount>> panels_of(const Snapshot& snapshot) {
    std::vector<std::array<std::vector<RankedItem>, kPanelCount>> panels;
    const Corpus& corpus = *snapshot.corpus;
    for (std::uint32_t i = 0; i < corpus.records().size(); ++i)
        panels.push_back(rankings_of(corpus, context_of(corpus, RecordIndex{i}), {}));
    for (std::uint32_t i = 0; i < corpus.knowledge().concepts().size(); ++i)
        panels.push_back(rankings_of(corpus, context_of(corpus, ConceptIndex{i}), {}));
    return panels;
}

std::vector<std::string> answers_of(const Snapshot& snapshot) {
    std::vector<std::string> answers;
    for (const char* query : {"面肌痉挛", "肠痉挛", "肚子疼", "题目a", "神经内科", "甲b", "肠子抽筋", "面机痉挛"}) {
        SearchRequest request;
        request.query = query;
        request.with_facets = true;
        for (const SearchHit& hit : snapshot.search->searcher().search(request).hits)
            answers.push_back(hit.id + ' ' + std::to_string(hit.score) + ' ' + hit.excerpt);
        for (const Suggestion& each : snapshot.search->suggester().suggest(query)) answers.push_back(each.text);
        for (const CodeCandidate& each : snapshot.search->coder().code(query)) answers.push_back(each.code);
    }
    for (const RecordHandle& held : snapshot.held) answers.push_back(held->record.head.id);
    return answers;
}

void expect_same_answers(const Snapshot& one, const Snapshot& other) {
    expect_equal(one, other);
    EXPECT_EQ(panels_of(one), panels_of(other));
    EXPECT_EQ(answers_of(one), answers_of(other));
    EXPECT_EQ(one.withdrawals.size(), other.withdrawals.size());
}

class ReadModelTest : public testing::Test {
  protected:
    ReadModelTest() {
        store_.replace("pack", small_knowledge(),
                       {article("a", "面肌痉挛。"), article("b", "没有肠痉挛"), doctor("c", "面肌痉挛的治疗")});
    }

    fs::path folder() const { return folder_.path() / "model"; }
    ReadModel model() const { return ReadModel(folder(), Audience::Readers); }

    void save() {
        ReadModel writer = model();
        const auto saved = writer.save(*writer.open(*store_), *store_);
        ASSERT_TRUE(saved) << saved.error().message;
    }

    /// The one generation.
    fs::path file() const {
        fs::path found;
        for (const auto& each : fs::directory_iterator(folder()))
            if (each.path().extension() == ".model") found = each.path();
        return found;
    }

    ModelFile::Opened opened() const { return ModelFile::open(file(), program_identity()); }

    void rewrite(const std::string& bytes) { ASSERT_TRUE(write_file(file(), bytes)); }

    /// Overwrites a number in the header and gives the header its checksum again when `is_signed`.
    void overwrite(std::size_t offset, std::string_view bytes) {
        std::string whole = *read_file(file());
        whole.replace(offset, bytes.size(), bytes);
        rewrite(whole);
    }

    void expect_opens_as_built() {
        ReadModel reader = model();
        expect_same_answers(*reader.open(*store_), *build_snapshot(*store_));
    }

    FolderForTests folder_;
    StoreForTests store_;
};

TEST_F(ReadModelTest, WhatIsOpenedAnswersAsWhatIsBuilt) {
    save();
    ASSERT_EQ(opened().state, ModelState::Usable) << opened().why;
    expect_opens_as_built();
}

TEST_F(ReadModelTest, CatchesUpToTheSameAnswersAfterAnyWrites) {
    for (std::uint32_t seed = 0; seed < 6; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        RandomWriter writer(store_, seed);
        std::mt19937 random(seed);
        for (int step = 0; step < 6; ++step) {
            for (auto writes = 1 + random() % 3; writes > 0; --writes) writer.write();
            expect_opens_as_built();
            if (HasFailure()) return;
            if (random() % 2 == 0) save();
        }
    }
}

TEST_F(ReadModelTest, SavingWhatWasCaughtUpIsSavingWhatWasBuilt) {
    save();
    store_.put(article("d", "面肌痉挛和肠痉挛"));
    store_.put(article("a", "改过了，肠痉挛"));
    ReadModel one = model();
    const auto caught_up = sections_of(*one.open(*store_));
    const auto built = sections_of(*build_snapshot(*store_));
    for (const ModelSection section : {ModelSection::Origins, ModelSection::Knowledge, ModelSection::Records})
        EXPECT_EQ(caught_up[static_cast<std::size_t>(section)], built[static_cast<std::size_t>(section)]);
}

TEST_F(ReadModelTest, EveryChangedByteIsFoundOrChangesNothing) {
    save();
    const std::string whole = *read_file(file());
    std::mt19937 random(5);
    for (int round = 0; round < 300; ++round) {
        const std::size_t at = round < 200 ? static_cast<std::size_t>(round) : random() % whole.size();
        std::string changed = whole;
        changed[at] = static_cast<char>(changed[at] ^ (1 << (random() % 8)));
        rewrite(changed);
        const auto now = opened();
        if (now.state == ModelState::Usable) {
            EXPECT_EQ(whole[at], '\0') << "only padding may change: " << at;
        }
        if (round % 50 == 0) expect_opens_as_built();
    }
}

TEST_F(ReadModelTest, EveryCutIsFound) {
    save();
    const std::string whole = *read_file(file());
    std::mt19937 random(6);
    for (int round = 0; round < 100; ++round) {
        const std::size_t size = round < 20 ? static_cast<std::size_t>(round) : random() % whole.size();
        rewrite(whole.substr(0, size));
        EXPECT_NE(opened().state, ModelState::Usable) << size;
        if (round % 20 == 0) expect_opens_as_built();
    }
    rewrite(whole + "more");
    EXPECT_EQ(opened().state, ModelState::Damaged);
}

TEST_F(ReadModelTest, TellsApartWhatItDoesNotUse) {
    EXPECT_EQ(ModelFile::open(folder() / "readers-1.model", program_identity()).state, ModelState::Missing);
    save();
    EXPECT_EQ(ModelFile::open(file(), program_identity() + 1).state, ModelState::OtherProgram);
    overwrite(8, std::string_view("\x63\0\0\0", 4));
    EXPECT_EQ(opened().state, ModelState::Newer);
    rewrite("of another program");
    EXPECT_EQ(opened().state, ModelState::Damaged);
}

TEST_F(ReadModelTest, LeavesWhatANewerProgramSavedAlone) {
    save();
    overwrite(8, std::string_view("\x63\0\0\0", 4));
    const std::string newer = *read_file(file());
    ReadModel older = model();
    const auto snapshot = older.open(*store_);
    expect_same_answers(*snapshot, *build_snapshot(*store_));
    EXPECT_EQ(older.save(*snapshot, *store_).error().code, ErrorCode::Conflict);
    EXPECT_EQ(*read_file(file()), newer);
}

TEST_F(ReadModelTest, AnotherStoresModelIsNotUsed) {
    save();
    StoreForTests other;
    other.replace("pack", small_knowledge(), {article("z", "肠痉挛")});
    ASSERT_EQ(other->revision(), store_->revision());
    ReadModel reader = model();
    expect_same_answers(*reader.open(*other), *build_snapshot(*other));
}

TEST_F(ReadModelTest, ABackupThatWentAnotherWayIsNotTakenForTheStoreThatWasSaved) {
    const FolderForTests place;
    const auto database = place.path() / "xinglin.db";
    const auto put = [](Store& store, const char* body) {
        Origin pack;
        pack.name = "pack";
        ASSERT_TRUE(store.replace_origin({pack, small_knowledge(), {article("a", body)}, {}}));
    };
    {
        const auto store = open_store(database.string());
        put(*store, "面肌痉挛");
    }
    fs::copy_file(database, place.path() / "backup.db");
    {
        const auto store = open_store(database.string());
        put(*store, "肠痉挛");
        ReadModel writer = model();
        ASSERT_TRUE(writer.save(*writer.open(*store), *store));
    }
    fs::remove(database);
    fs::remove(place.path() / "xinglin.db-wal");
    fs::copy_file(place.path() / "backup.db", database);
    const auto store = open_store(database.string());
    put(*store, "神经内科");
    ReadModel reader = model();
    expect_same_answers(*reader.open(*store), *build_snapshot(*store));
}

TEST_F(ReadModelTest, WritesNothingWhileAnotherOneWrites) {
    save();
    const std::string before = *read_file(file());
    const int lock = ::open((folder() / "writer.lock").c_str(), O_RDWR);
    ASSERT_EQ(::flock(lock, LOCK_EX | LOCK_NB), 0);
    store_.put(article("d", "面肌痉挛"));
    save();
    EXPECT_EQ(*read_file(file()), before);
    ::close(lock);
    save();
    EXPECT_NE(*read_file(file()), before);
    expect_opens_as_built();
}

TEST_F(ReadModelTest, AFolderThatCannotBeMadeCostsOnlyTime) {
    folder_.write("model", "a file stands where the folder would");
    ReadModel writer = model();
    const auto snapshot = writer.open(*store_);
    EXPECT_FALSE(writer.save(*snapshot, *store_));
    expect_same_answers(*snapshot, *build_snapshot(*store_));
}

TEST_F(ReadModelTest, AFullDiskLeavesTheOldGeneration) {
    save();
    const std::string before = *read_file(file());
    store_.put(article("d", "面肌痉挛"));
    ReadModel writer = model();
    const auto snapshot = writer.open(*store_);
    // No file may grow beyond some kilobytes, as on a full disk.
    rlimit old{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &old), 0);
    const auto ignored = ::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{8192, old.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
    const auto saved = writer.save(*snapshot, *store_);
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &old), 0);
    ::signal(SIGXFSZ, ignored);
    ASSERT_FALSE(saved);
    EXPECT_EQ(saved.error().code, ErrorCode::Unavailable);
    EXPECT_EQ(*read_file(file()), before);
    expect_opens_as_built();
}

TEST_F(ReadModelTest, KilledAtAnyMomentItOpensAsBuilt) {
    std::mt19937 random(11);
    for (int round = 0; round < 25; ++round) {
        store_.put(article(std::string(1, static_cast<char>('a' + round % 5)), "面肌痉挛" + std::to_string(round)));
        const auto snapshot = build_snapshot(*store_);
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            ReadModel writer = model();
            for (;;) (void)writer.save(*snapshot, *store_);
        }
        std::this_thread::sleep_for(std::chrono::microseconds(random() % 20'000));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        expect_opens_as_built();
    }
}

TEST_F(ReadModelTest, KeepsOneGenerationForEachAudience) {
    save();
    store_.put(article("d", "面肌痉挛"));
    save();
    ReadModel editors(folder(), Audience::Editors);
    ASSERT_TRUE(editors.save(*editors.open(*store_), *store_));
    std::vector<std::string> names;
    for (const auto& each : fs::directory_iterator(folder())) names.push_back(each.path().filename().string());
    std::ranges::sort(names);
    EXPECT_EQ(names, (std::vector<std::string>{"editors-1.model", "readers-2.model", "writer.lock"}));
}

}  // namespace
}  // namespace xinglin
