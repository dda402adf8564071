#include "net/content.h"

#include <brotli/decode.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <random>

namespace xinglin {
namespace {

std::string gunzip(std::string_view bytes, std::size_t size) {
    std::string out(size + 1, '\0');
    z_stream stream{};
    EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
    out.resize(stream.total_out);
    inflateEnd(&stream);
    return out;
}

std::string unbrotli(std::string_view bytes, std::size_t size) {
    std::string out(size, '\0');
    EXPECT_EQ(BrotliDecoderDecompress(bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()), &size,
                                      reinterpret_cast<std::uint8_t*>(out.data())),
              BROTLI_DECODER_RESULT_SUCCESS);
    out.resize(size);
    return out;
}

std::string page_of(std::size_t paragraphs) {
    std::string page;
    for (std::size_t i = 0; i < paragraphs; ++i) page += "<p>面肌痉挛 " + std::to_string(i * i) + "</p>\n";
    return page;
}

TEST(MakeContent, HoldsFormsThatUnpackToTheIdentity) {
    const std::string page = page_of(300);
    const auto content = make_content("text/html; charset=utf-8", page);
    EXPECT_EQ(content->identity, page);
    ASSERT_FALSE(content->gzip.empty());
    EXPECT_LT(content->gzip.size(), page.size() / 2);
    EXPECT_EQ(gunzip(content->gzip, page.size()), page);
    EXPECT_EQ(unbrotli(content->brotli, page.size()), page);
    EXPECT_LT(content->brotli.size(), content->gzip.size());
}

TEST(MakeContent, PacksSmallerWhenGivenTheTime) {
    const std::string page = page_of(300);
    const auto quick = make_content("text/html", page, Packing::Quick);
    const auto smallest = make_content("text/html", page, Packing::Smallest);
    EXPECT_LT(smallest->brotli.size(), quick->brotli.size());
    EXPECT_EQ(unbrotli(smallest->brotli, page.size()), page);
    EXPECT_EQ(smallest->etag, quick->etag);
}

TEST(MakeContent, LeavesOutFormsThatAreNoSmaller) {
    EXPECT_TRUE(make_content("text/plain", "")->gzip.empty());
    EXPECT_TRUE(make_content("text/plain", "ab")->brotli.empty());
    const auto image = make_content("image/png", page_of(100));
    EXPECT_TRUE(image->gzip.empty());
    EXPECT_TRUE(image->brotli.empty());
}

TEST(MakeContent, TagsEqualBytesEqually) {
    EXPECT_EQ(make_content("text/plain", "a")->etag, make_content("text/plain", "a")->etag);
    EXPECT_NE(make_content("text/plain", "a")->etag, make_content("text/plain", "b")->etag);
    EXPECT_EQ(make_content("text/plain", "a")->etag.front(), '"');
}

TEST(Gzip, UnpacksToTheSameAtEveryLevelAndSize) {
    std::mt19937 random(7);
    for (const std::size_t size : {0u, 1u, 1000u, 100'000u}) {
        std::string bytes;
        for (std::size_t i = 0; i < size; ++i) bytes += static_cast<char>(random());
        for (const int level : {1, 9}) EXPECT_EQ(gunzip(gzip(bytes, level), size), bytes) << size;
    }
}

TEST(Negotiate, FollowsTheWeights) {
    const Forms both{.gzip = true, .brotli = true};
    EXPECT_EQ(negotiate("", both), Encoding::Identity);
    EXPECT_EQ(negotiate("gzip, deflate, br", both), Encoding::Brotli);
    EXPECT_EQ(negotiate("gzip, deflate", both), Encoding::Gzip);
    EXPECT_EQ(negotiate("GZIP", both), Encoding::Gzip);
    EXPECT_EQ(negotiate("x-gzip", both), Encoding::Gzip);
    EXPECT_EQ(negotiate("br;q=0.5, gzip;q=0.8", both), Encoding::Gzip);
    EXPECT_EQ(negotiate("br;q=0, gzip;q=0.001", both), Encoding::Gzip);
    EXPECT_EQ(negotiate("br;q=0, *", both), Encoding::Gzip);
    EXPECT_EQ(negotiate("*", both), Encoding::Brotli);
    EXPECT_EQ(negotiate("*;q=0", both), Encoding::Identity);
    EXPECT_EQ(negotiate("gzip;q=0.5, identity", both), Encoding::Identity);
    EXPECT_EQ(negotiate("gzip ; q=1.0 , identity;q=0.5", both), Encoding::Gzip);
    EXPECT_EQ(negotiate("br;q=x, gzip;q=-1", both), Encoding::Identity);
    EXPECT_EQ(negotiate("bro, deflate, , ;q=1", both), Encoding::Identity);
}

TEST(Negotiate, TakesOnlyFormsThereAre) {
    EXPECT_EQ(negotiate("br, gzip", {.gzip = true, .brotli = false}), Encoding::Gzip);
    EXPECT_EQ(negotiate("br, gzip", {.gzip = false, .brotli = false}), Encoding::Identity);
}

TEST(Etag, DiffersBetweenForms) {
    const auto content = make_content("text/plain", "a");
    const std::string identity = etag_of(*content, Encoding::Identity);
    EXPECT_EQ(identity, content->etag);
    EXPECT_NE(etag_of(*content, Encoding::Gzip), identity);
    EXPECT_NE(etag_of(*content, Encoding::Brotli), etag_of(*content, Encoding::Gzip));
    EXPECT_EQ(etag_of(Content(), Encoding::Brotli), "");
}

TEST(NamesEtag, ComparesWeaklyInAList) {
    EXPECT_TRUE(names_etag("\"a\"", "\"a\""));
    EXPECT_TRUE(names_etag("\"b\", W/\"a\"", "\"a\""));
    EXPECT_TRUE(names_etag(" * ", "\"a\""));
    EXPECT_FALSE(names_etag("*", ""));
    EXPECT_FALSE(names_etag("", "\"a\""));
    EXPECT_FALSE(names_etag("a", "\"a\""));
}

}  // namespace
}  // namespace xinglin
