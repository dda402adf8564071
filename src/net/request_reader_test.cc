#include "net/request_reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace xinglin {
namespace {

using State = RequestReader::State;

void give(RequestReader& reader, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto space = reader.space();
        const std::size_t size = std::min(space.size(), bytes.size());
        std::copy_n(bytes.begin(), size, space.begin());
        reader.commit(size);
        bytes.remove_prefix(size);
    }
}

/// What comes of `bytes` given in pieces: "GET /path [body]" per request, then the refusal if there is one.
std::string outcome(std::string_view bytes, std::size_t piece, RequestReader::Limits limits = {}) {
    RequestReader reader(limits);
    std::string told;
    while (true) {
        const State state = reader.parse();
        if (state == State::Refused) return told + std::to_string(reader.refusal());
        if (state == State::Ready) {
            told += reader.request().path + "?" + reader.request().query + " [" + reader.request().body + "] ";
            reader.next();
            continue;
        }
        if (bytes.empty()) return told + (state == State::Partial ? "partial" : "end");
        const std::string_view first = bytes.substr(0, piece);
        give(reader, first);
        bytes.remove_prefix(first.size());
    }
}

std::string whole(std::string_view bytes, RequestReader::Limits limits = {}) {
    return outcome(bytes, bytes.size(), limits);
}

TEST(RequestReader, ReadsARequestInPiecesOfAnySize) {
    const std::string bytes =
        "\r\nPOST /a/%E9%9D%A2?q=1 HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello"
        "GET /b HTTP/1.1\r\nHost: x\r\n\r\n"
        "PUT /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: "
        "chunked\r\n\r\n3;x=y\r\nabc\r\n10\r\n0123456789abcdef\r\n0\r\nT: v\r\n\r\n"
        "PUT /d HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
    for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
        EXPECT_EQ(outcome(bytes, piece), "/a/面?q=1 [hello] /b? [] /c? [abc0123456789abcdef] /d? [] end") << piece;
    }
}

TEST(RequestReader, GivesFieldNamesInLowerCaseAndNoStaleOnes) {
    RequestReader reader({});
    give(reader,
         "GET / HTTP/1.1\r\nHOST: x\r\nAccept-Language:  zh-CN \r\nX: 1\r\nX: 2\r\n\r\n"
         "HEAD / HTTP/1.1\r\nHost: y\r\n\r\n");
    ASSERT_EQ(reader.parse(), State::Ready);
    EXPECT_EQ(reader.request().method, Method::Get);
    EXPECT_EQ(reader.request().header("host"), "x");
    EXPECT_EQ(reader.request().header("accept-language"), "zh-CN");
    EXPECT_EQ(reader.request().header("x"), "1");
    EXPECT_EQ(reader.request().headers.size(), 4u);
    reader.next();
    ASSERT_EQ(reader.parse(), State::Ready);
    EXPECT_EQ(reader.request().method, Method::Head);
    EXPECT_EQ(reader.request().headers.size(), 1u);
    reader.next();
    EXPECT_EQ(reader.request().headers.size(), 0u);
    EXPECT_EQ(reader.parse(), State::Empty);
}

TEST(RequestReader, KnowsWhetherTheConnectionStays) {
    const auto stays = [](std::string_view head) {
        RequestReader reader({});
        give(reader, head);
        EXPECT_EQ(reader.parse(), State::Ready) << head;
        return reader.is_keep_alive();
    };
    EXPECT_TRUE(stays("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
    EXPECT_FALSE(stays("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
    EXPECT_FALSE(stays("GET / HTTP/1.0\r\n\r\n"));
    EXPECT_TRUE(stays("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
}

TEST(RequestReader, RefusesUnsoundHeads) {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"GET / HTTP/1.1\r\n\r\n", "400"},
        {"GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", "400"},
        {"GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n", "400"},
        {"GET / HTTP/1.1\r\nHost:\r\n\r\n", "400"},
        {"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "400"},
        {"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", "400"},
        {"GET / HTTP/1.1\r\nHost : a\r\n\r\n", "400"},
        {"GET / HTTP/1.1\nHost: a\n\n", "400"},
        {"GET / HTTP/2.0\r\nHost: a\r\n\r\n", "400"},
        {"GET  / HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
        {"GET /\r\nHost: a\r\n\r\n", "400"},
        {"GET a HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
        {"GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
        {"GET /%ff HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
        {"GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
        {"GET /../etc HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
        {"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
        {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", "400"},
        {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n", "400"},
        {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\nContent-Length: 3\r\n\r\n", "400"},
        {"POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", "400"},
        {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n", "400"},
        {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", "400"},
        {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999999\r\n\r\n", "400"},
        {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", "501"},
        {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", "501"},
        {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n", "501"},
        {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n", "501"},
        {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n\r\n", "400"},
        {"POST / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\nContent-Length: 3\r\n\r\n", "417"},
        {"\x16\x03\x01\x02\x01\x01\xfc", "400"},
    };
    for (const auto& [bytes, expected] : cases) {
        EXPECT_EQ(whole(bytes), expected) << bytes;
        const std::string in_pieces = outcome(bytes, 1);
        EXPECT_TRUE(in_pieces == expected || in_pieces == "partial") << bytes << in_pieces;
    }
}

TEST(RequestReader, TellsALongTargetFromLongFields) {
    const RequestReader::Limits limits{.head_bytes = 512, .body_bytes = 100};
    const std::string lots(600, 'a');
    for (const std::size_t piece : {1u, 7u, 511u, 512u, 5000u}) {
        EXPECT_EQ(outcome("GET /" + lots + " HTTP/1.1\r\nHost: a\r\n\r\n", piece, limits), "414") << piece;
        EXPECT_EQ(outcome("GET / HTTP/1.1\r\nHost: a\r\nX: " + lots + "\r\n\r\n", piece, limits), "431") << piece;
    }
}

TEST(RequestReader, CountsAHeadThatComesFieldByField) {
    const RequestReader::Limits limits{.head_bytes = 512, .body_bytes = 100};
    RequestReader reader(limits);
    give(reader, "GET / HTTP/1.1\r\nHost: a\r\n");
    int fields = 0;
    while (reader.parse() == State::Partial) {
        give(reader, "X-Field: 0123456789\r\n");
        ASSERT_LT(++fields, 100);
    }
    EXPECT_EQ(reader.refusal(), 431);
}

TEST(RequestReader, RefusesABodyAboveTheLimitBeforeItIsSent) {
    const RequestReader::Limits limits{.head_bytes = 512, .body_bytes = 100};
    EXPECT_EQ(whole("POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 101\r\n\r\n", limits), "413");
    EXPECT_EQ(whole("POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n65\r\nb", limits), "413");
    const std::string full(100, 'b');
    EXPECT_EQ(whole("POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n" + full, limits),
              "/p? [" + full + "] end");
}

TEST(RequestReader, BoundsChunkExtensionsAndTrailers) {
    const RequestReader::Limits limits{.head_bytes = 512, .body_bytes = 1000};
    const std::string head = "POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    const std::string lots(600, 'x');
    EXPECT_EQ(outcome(head + "1;" + lots, 10, limits), "431");
    EXPECT_EQ(outcome(head + "0\r\nT: " + lots, 10, limits), "431");
    std::string small_chunks = head;
    for (int i = 0; i < 1000; ++i) small_chunks += "1;" + std::string(100, 'x') + "\r\na\r\n";
    EXPECT_EQ(outcome(small_chunks, 100, limits), "413");
}

TEST(RequestReader, AsksOnceForABodyThatWaits) {
    RequestReader reader({});
    give(reader, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(reader.parse(), State::Partial);
    EXPECT_TRUE(reader.take_expectation());
    EXPECT_FALSE(reader.take_expectation());
    give(reader, "ok");
    EXPECT_EQ(reader.parse(), State::Ready);
}

TEST(RequestReader, KeepsThePathOfARefusedRequest) {
    RequestReader reader({.head_bytes = 512, .body_bytes = 10});
    give(reader, "POST /articles?x=1 HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n");
    EXPECT_EQ(reader.parse(), State::Refused);
    EXPECT_EQ(reader.request().path, "/articles");
    EXPECT_EQ(reader.request().method, Method::Post);
}

TEST(RequestReader, KeepsThePathOfABrokenTargetForTheErrorPage) {
    const auto path_of = [](std::string_view target) {
        RequestReader reader({});
        give(reader, "GET " + std::string(target) + " HTTP/1.1\r\nHost: x\r\n\r\n");
        EXPECT_EQ(reader.parse(), State::Refused) << target;
        return reader.request().path;
    };
    EXPECT_EQ(path_of("/api/v1/suggest?q=%"), "/api/v1/suggest");
    EXPECT_EQ(path_of("/api/%zz"), "/api/") << "answered in JSON";
    EXPECT_EQ(path_of("/api/v1/search%?q=1"), "/api/v1/");
    EXPECT_EQ(path_of("/%zz/api/"), "/");
    EXPECT_EQ(path_of("/a#b"), "/a");
}

TEST(RequestReader, AnswersTheSameForEveryCutOfRandomBytes) {
    const std::vector<std::string> words{"GET ",
                                         "POST ",
                                         "/",
                                         "a",
                                         " HTTP/1.1",
                                         "\r\n",
                                         "\r\n\r\n",
                                         "Host: x",
                                         "\r",
                                         "\n",
                                         ": ",
                                         "%",
                                         "?",
                                         "0",
                                         "5",
                                         "chunked",
                                         " ",
                                         "\t",
                                         "\0x01",
                                         "Expect: ",
                                         "Content-Length: ",
                                         "Transfer-Encoding: ",
                                         "面"};
    for (std::uint32_t seed = 0; seed < 2000; ++seed) {
        std::mt19937 random(seed);
        std::string bytes = random() % 2 == 0 ? "POST / HTTP/1.1\r\nHost: x\r\n" : "";
        for (auto left = random() % 30; left > 0; --left) bytes += words[random() % words.size()];
        const RequestReader::Limits limits{.head_bytes = 200, .body_bytes = 20};
        const std::string expected = whole(bytes + "\r\n\r\n", limits);
        const std::string in_pieces = outcome(bytes + "\r\n\r\n", 1 + random() % 5, limits);
        EXPECT_EQ(in_pieces.find("partial") == std::string::npos, expected.find("partial") == std::string::npos)
            << "seed " << seed << ": " << bytes;
    }
}

}  // namespace
}  // namespace xinglin
