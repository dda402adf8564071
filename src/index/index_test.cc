#include "index/index.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "base/folder_for_tests.h"
#include "index/folder_lock.h"
#include "index/index_error.h"
#include "index/manifest.h"
#include "index/random_documents_test.h"

namespace xinglin {
namespace {

using Documents = std::map<DocumentKey, IndexDocument>;

constexpr Feature kEverywhere = 999'999;

/// A feature of every document, so that a query can list them all.
IndexDocument listed(IndexDocument document) {
    document.impacts.push_back({kEverywhere, 1});
    return document;
}

std::vector<DocumentKey> keys_of(const IndexSnapshot& snapshot) {
    std::vector<DocumentKey> keys;
    for (const Hit& hit : top_k(snapshot, {{{kEverywhere, 1, Part::Admits}}, {}}, 1'000'000)) keys.push_back(hit.key);
    return keys;
}

/// The hits of the same documents written once, into an index of their own.
class Twin {
  public:
    explicit Twin(const Documents& documents) {
        const auto index = Index::open(folder_.path());
        for (const auto& [key, document] : documents) index->put(document);
        index->commit(0);
        snapshot_ = index->current();
    }
    std::vector<Hit> search(const IndexQuery& query, std::size_t count) const {
        return top_k_by_scoring_all(*snapshot_, query, count);
    }

  private:
    FolderForTests folder_;
    std::shared_ptr<const IndexSnapshot> snapshot_;
};

void expect_same(const IndexSnapshot& snapshot, const Documents& documents, TestRandom& random) {
    std::vector<DocumentKey> keys;
    for (const auto& [key, document] : documents) keys.push_back(key);
    ASSERT_EQ(keys_of(snapshot), keys);
    const Twin twin(documents);
    for (int i = 0; i < 10; ++i) {
        const IndexQuery query = random_query({}, random);
        const std::size_t count = random() % 20;
        ASSERT_EQ(top_k(snapshot, query, count), twin.search(query, count));
    }
}

std::set<std::string> files_in(const std::filesystem::path& folder) {
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) names.insert(entry.path().filename());
    return names;
}

std::string refusal(const std::filesystem::path& folder) {
    try {
        Index::open(folder, {.verify = Verify::Everything});
        return "";
    } catch (const IndexError& error) {
        return error.what();
    }
}

TEST(Index, IsTheMapOfWhatWasPutAndRemoved) {
    for (std::uint32_t seed = 0; seed < 12; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        TestRandom random(seed);
        const FolderForTests folder;
        IndexOptions options;
        options.merge_width = 2 + random() % 3;
        options.buffer_bytes = random() % 2 == 0 ? 3000 : 1 << 20;
        options.verify = Verify::Everything;
        auto index = Index::open(folder.path(), options);
        Documents working;
        Documents committed;
        std::uint64_t mark = 0;
        for (int step = 0; step < 300; ++step) {
            const DocumentKey key = random() % 60;
            switch (random() % 12) {
                case 0:
                case 1:
                    index->remove(key);
                    working.erase(key);
                    break;
                case 2:
                    index->commit(++mark);
                    committed = working;
                    break;
                case 3:
                    index->merge_once();
                    break;
                case 4:
                    if (random() % 6 != 0) break;
                    index.reset();  // what waits is lost
                    index = Index::open(folder.path(), options);
                    working = committed;
                    break;
                default:
                    working[key] = listed(random_document(key, {}, random));
                    index->put(working[key]);
            }
            if (step % 25 == 0) expect_same(*index->current(), committed, random);
            ASSERT_EQ(index->current()->mark, mark);
        }
        index->commit(++mark);
        expect_same(*index->current(), working, random);
        expect_same(*Index::read(folder.path(), Verify::Everything), working, random);
        while (index->merge_once()) {
        }
        expect_same(*index->current(), working, random);
        std::size_t files = 3;  // the manifest and two locks
        for (const LiveSegment& live : index->current()->segments) files += live.deleted ? 2 : 1;
        EXPECT_EQ(files_in(folder.path()).size(), files);
    }
}

TEST(Index, ShowsNothingBeforeTheCommitAndKeepsASnapshotAsItWas) {
    const FolderForTests folder;
    const auto index = Index::open(folder.path(), {.merge_width = 2});
    index->put(listed({.key = 1}));
    EXPECT_EQ(keys_of(*index->current()), std::vector<DocumentKey>{});
    index->commit(7);
    const auto snapshot = index->current();
    index->remove(1);
    index->put(listed({.key = 2}));
    index->commit(8);
    while (index->merge_once()) {
    }
    EXPECT_EQ(keys_of(*snapshot), std::vector<DocumentKey>{1});
    EXPECT_EQ(snapshot->mark, 7U);
    EXPECT_EQ(keys_of(*index->current()), std::vector<DocumentKey>{2});
    EXPECT_EQ(index->current()->mark, 8U);
}

TEST(Index, HasOneWriterAndReadersBesideIt) {
    const FolderForTests folder;
    auto index = Index::open(folder.path());
    EXPECT_NE(refusal(folder.path()).find("written by another process"), std::string::npos);
    index->put(listed({.key = 5}));
    index->commit(1);
    EXPECT_EQ(keys_of(*Index::read(folder.path())), std::vector<DocumentKey>{5});
    index.reset();
    EXPECT_EQ(refusal(folder.path()), "");
    EXPECT_THROW(Index::read(folder.path() / "absent"), IndexError);
}

TEST(Index, KeepsWhatWaitsForTheCommitThroughAMerge) {
    const FolderForTests folder;
    const auto index = Index::open(folder.path(), {.buffer_bytes = 1, .merge_width = 2});
    for (DocumentKey key = 1; key <= 4; ++key) {
        index->put(listed({.key = key}));
        index->commit(key);
    }
    index->remove(2);
    index->put(listed({.key = 3, .labels = {77}}));  // written at once and not published
    while (index->merge_once()) {
    }
    EXPECT_EQ(keys_of(*index->current()), (std::vector<DocumentKey>{1, 2, 3, 4}));
    EXPECT_EQ(keys_of(*Index::read(folder.path())), (std::vector<DocumentKey>{1, 2, 3, 4}));
    index->commit(9);
    EXPECT_EQ(keys_of(*index->current()), (std::vector<DocumentKey>{1, 3, 4}));
    const IndexQuery labelled{{{kEverywhere, 1, Part::Admits}}, {{77}}};
    EXPECT_EQ(top_k(*index->current(), labelled, 9), (std::vector<Hit>{{1, 3}}));
}

TEST(Index, KeepsWhatIsCommittedWhileAMergeRuns) {
    const FolderForTests folder;
    const auto index = Index::open(folder.path(), {.merge_width = 2});
    constexpr DocumentKey kDocuments = 20'000;
    for (DocumentKey key = 0; key < kDocuments; ++key) {
        index->put(listed({.key = key, .impacts = {{key, 1}}}));
        if (key == kDocuments / 2) index->commit(1);
    }
    index->commit(2);
    std::atomic<bool> done = false;
    std::shared_ptr<const IndexSnapshot> merged;
    DocumentKey removed = 0;
    {
        const std::jthread merging([&] {
            index->merge_once();
            merged = index->current();
            done = true;
        });
        while (!done) {
            index->remove(removed++);
            index->commit(2 + removed);
        }
    }
    EXPECT_GT(removed, 1U);
    EXPECT_EQ(keys_of(*merged).size(), kDocuments - (merged->mark - 2)) << "what the merge itself published";
    index->remove(removed++);  // waits for a commit that does not come
    EXPECT_EQ(index->current()->segments.size(), 1U);
    EXPECT_EQ(keys_of(*index->current()).size(), kDocuments - removed + 1);
    EXPECT_EQ(keys_of(*Index::read(folder.path(), Verify::Everything)).front(), removed - 1);
}

TEST(Index, CleansWhatAnInterruptedWriteLeftAndNothingElse) {
    const FolderForTests folder;
    auto index = Index::open(folder.path());
    index->put(listed({.key = 5}));
    index->commit(1);
    index.reset();
    const auto files = files_in(folder.path());
    folder.write("77.segment", "half");
    folder.write("78.segment.tmp", "half");
    folder.write("79.deleted", "half");
    folder.write("notes.txt", "mine");
    index = Index::open(folder.path());
    auto expected = files;
    expected.insert("notes.txt");
    EXPECT_EQ(files_in(folder.path()), expected);
    EXPECT_EQ(keys_of(*index->current()), std::vector<DocumentKey>{5});
}

TEST(Index, NeverGivesANewFileTheNameOfOneThatCouldNotBeRemovedYet) {
    const FolderForTests folder;
    auto index = Index::open(folder.path(), {.merge_width = 2});
    for (DocumentKey key = 1; key <= 2; ++key) {
        index->put(listed({.key = key}));
        index->commit(key);
    }
    index.reset();
    folder.write("3.segment", "half");  // the next number
    {
        const auto reader = FolderLock::wait_for_shared(folder.path() / kReaderLockName);
        index = Index::open(folder.path(), {.buffer_bytes = 1, .merge_width = 2});
        EXPECT_TRUE(files_in(folder.path()).contains("3.segment"));
    }
    index->put(listed({.key = 3}));    // written at once
    EXPECT_TRUE(index->merge_once());  // removes what could not be before
    index->commit(3);
    EXPECT_FALSE(files_in(folder.path()).contains("3.segment"));
    EXPECT_EQ(keys_of(*Index::read(folder.path(), Verify::Everything)), (std::vector<DocumentKey>{1, 2, 3}));
}

TEST(Index, RefusesAFolderWithDamageAndSaysWhere) {
    const FolderForTests folder;
    auto index = Index::open(folder.path());
    for (DocumentKey key = 5; key <= 6; ++key) index->put(listed({.key = key}));
    index->commit(1);
    index->remove(5);
    index->commit(2);
    index.reset();
    for (const std::string& name : files_in(folder.path())) {
        if (name.ends_with(".lock")) continue;
        const auto path = folder.path() / name;
        std::ifstream file(path, std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
        std::string damaged = bytes;
        damaged[damaged.size() / 3] = static_cast<char>(damaged[damaged.size() / 3] ^ 1);
        for (const std::string& other : {damaged, bytes.substr(0, bytes.size() / 2), std::string()}) {
            folder.write(name, other);
            EXPECT_NE(refusal(folder.path()).find(name), std::string::npos);
        }
        std::filesystem::remove(path);
        EXPECT_NE(refusal(folder.path()), "") << name << " is missing";
        folder.write(name, bytes);
        EXPECT_EQ(refusal(folder.path()), "");
    }
}

/// What a writer that dies has committed at `mark`: puts, replacements and removals that follow from the number alone.
Documents documents_at(std::uint64_t mark) {
    Documents documents;
    for (std::uint64_t commit = 1; commit <= mark; ++commit) {
        TestRandom random(static_cast<std::uint32_t>(commit));
        for (int i = 0; i < 20; ++i) {
            const DocumentKey key = random() % 200;
            if (random() % 3 == 0)
                documents.erase(key);
            else
                documents[key] = listed(random_document(key, {}, random));
        }
    }
    return documents;
}

/// Commits from `mark` on and reports each to `pipe`, until it is killed.
[[noreturn]] void write_until_killed(const std::filesystem::path& folder, std::uint64_t mark, int pipe) {
    const auto index = Index::open(folder, {.buffer_bytes = 2000, .merge_width = 2});
    const std::jthread merging([&] {
        while (true) {
            if (!index->merge_once()) ::usleep(100);
        }
    });
    while (true) {
        ++mark;
        TestRandom random(static_cast<std::uint32_t>(mark));
        for (int i = 0; i < 20; ++i) {
            const DocumentKey key = random() % 200;
            if (random() % 3 == 0)
                index->remove(key);
            else
                index->put(listed(random_document(key, {}, random)));
        }
        index->commit(mark);
        if (::write(pipe, &mark, sizeof mark) != sizeof mark) ::_exit(1);
    }
}

TEST(Index, LosesNothingCommittedWhenKilledDuringCommitsAndMerges) {
    const FolderForTests folder;
    TestRandom random(4);
    std::uint64_t known = 0;
    for (int round = 0; round < 12; ++round) {
        SCOPED_TRACE(testing::Message() << "round " << round);
        int ends[2];
        ASSERT_EQ(::pipe(ends), 0);
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) write_until_killed(folder.path(), known, ends[1]);
        ::close(ends[1]);
        std::uint64_t reported = 0;
        ASSERT_EQ(::read(ends[0], &reported, sizeof reported), static_cast<ssize_t>(sizeof reported));
        ::usleep(random() % 30'000);
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        for (std::uint64_t next = 0; ::read(ends[0], &next, sizeof next) == sizeof next;) reported = next;
        ::close(ends[0]);
        const auto index = Index::open(folder.path(), {.verify = Verify::Everything});
        const std::uint64_t mark = index->current()->mark;
        ASSERT_TRUE(mark == reported || mark == reported + 1) << mark << " after a report of " << reported;
        expect_same(*index->current(), documents_at(mark), random);
        known = mark;
    }
}

TEST(Index, AnswersManyReadersWhileItPublishesAndMerges) {
    const FolderForTests folder;
    const auto index = Index::open(folder.path(), {.buffer_bytes = 4000, .merge_width = 2});
    constexpr DocumentKey kGroup = 7;  // documents that only ever change together
    std::atomic<bool> done = false;
    std::atomic<int> torn = 0;
    {
        std::vector<std::jthread> threads;
        for (int reader = 0; reader < 32; ++reader) {
            threads.emplace_back([&] {
                while (!done) {
                    const auto snapshot = index->current();
                    const auto hits = top_k(*snapshot, {{{kEverywhere, 1, Part::Admits}}, {}}, 1000);
                    // Each commit gives all documents of the group one impact, that of its mark.
                    const std::uint32_t expected = 1 + static_cast<std::uint32_t>(snapshot->mark % 100);
                    for (const Hit& hit : hits) torn += hit.score != expected;
                    torn += snapshot->mark > 0 && hits.size() != kGroup;
                }
            });
        }
        threads.emplace_back([&] {
            while (!done) index->merge_once();
        });
        for (std::uint64_t mark = 1; mark <= 60; ++mark) {
            for (DocumentKey key = 0; key < kGroup; ++key) {
                const auto impact = static_cast<std::uint8_t>(1 + mark % 100);
                index->put({.key = key, .impacts = {{kEverywhere, impact}, {mark, 1}}, .labels = {}});
            }
            index->commit(mark);
        }
        done = true;
    }
    EXPECT_EQ(torn, 0);
}

}  // namespace
}  // namespace xinglin
