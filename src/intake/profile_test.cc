#include "intake/profile.h"

#include <gtest/gtest.h>

#include "base/folder_for_tests.h"

namespace xinglin {
namespace {

const std::string kProfile = R"(adapter = "drugs"
origin = "drug-labels"
title = "药品说明书"
publisher = "某平台"
year = 2018
licence = "研究用途"
url = "https://example.org/"
retrieved_on = 2026-11-01
encoding = "gb18030"
separator = "tab"
columns = ["name=药品名称", " indications = 适应症=主治 "]
)";

std::string without(std::string_view field) {
    std::string text = kProfile;
    const std::size_t begin = text.find(std::string(field) + " =");
    if (begin == std::string::npos) return text;
    return text.erase(begin, text.find('\n', begin) + 1 - begin);
}

std::string with(std::string_view field, std::string_view value) {
    return without(field) + std::string(field) + " = " + std::string(value) + "\n";
}

/// "line:column message" of what is wrong with a profile.
std::string fault_of(const std::string& text) {
    const auto profile = parse_profile(text, "p.toml");
    return profile ? "" : profile.error().where + " " + profile.error().message;
}

TEST(Profile, SaysEverything) {
    const auto profile = parse_profile(kProfile, "p.toml");
    ASSERT_TRUE(profile) << profile.error().where << profile.error().message;
    EXPECT_EQ(profile->adapter, AdapterKind::Drugs);
    EXPECT_EQ(profile->encoding, TextEncoding::Gb18030);
    EXPECT_EQ(profile->separator, '\t');
    EXPECT_TRUE(profile->has_header);
    EXPECT_EQ(profile->columns.at("name"), "药品名称");
    EXPECT_EQ(profile->columns.at("indications"), "适应症=主治");
    const Source source = profile->source();
    EXPECT_EQ(source.id, "source/drug-labels");
    EXPECT_EQ(source.kind, SourceKind::Portal);
    EXPECT_EQ(source.status, SourceStatus::InForce);
    EXPECT_EQ(source.edition, "2026-11-01");
    EXPECT_EQ(source.publisher, "某平台");
    EXPECT_EQ(source.year, 2018);
}

std::string of_diseases() {
    std::string text = "adapter = \"diseases\"\n";
    for (const char* field : {"origin", "title", "publisher", "year", "licence", "retrieved_on"}) {
        const std::size_t begin = kProfile.find(std::string(field) + " =");
        text += kProfile.substr(begin, kProfile.find('\n', begin) + 1 - begin);
    }
    return text;
}

TEST(Profile, SaysWhomACollectionIsShownTo) {
    EXPECT_EQ(parse_profile(kProfile, "p.toml")->show, Audience::Readers);
    EXPECT_EQ(parse_profile(with("show", "\"editors\""), "p.toml")->show, Audience::Editors);
    EXPECT_EQ(parse_profile(of_diseases(), "p.toml")->show, Audience::Editors);
    EXPECT_EQ(parse_profile(of_diseases() + "show = \"readers\"\n", "p.toml")->show, Audience::Readers);
    EXPECT_NE(fault_of(with("show", "\"everybody\"")).find("\"readers\" or to \"editors\""), std::string::npos);
}

TEST(Profile, MissingFieldsAreNamed) {
    for (const char* field : {"adapter", "origin", "title", "publisher", "year", "licence", "retrieved_on"}) {
        EXPECT_NE(fault_of(without(field)).find(std::string(field) + ": This field is missing"), std::string::npos)
            << field << ": " << fault_of(without(field));
    }
    for (const char* field : {"url", "encoding", "separator", "columns"}) EXPECT_EQ(fault_of(without(field)), "");
}

TEST(Profile, WrongValuesHaveTheirPlace) {
    const std::string last = "p.toml:11:1 ";
    EXPECT_EQ(fault_of(with("adapter", "\"drug\"")).substr(0, 29), last + "adapter: The adap");
    EXPECT_NE(fault_of(with("origin", "\"Drug Labels\"")).find("hyphen"), std::string::npos);
    EXPECT_NE(fault_of(with("year", "18")).find("year: "), std::string::npos);
    EXPECT_NE(fault_of(with("url", "\"javascript:x\"")).find("url: "), std::string::npos);
    EXPECT_NE(fault_of(with("retrieved_on", "\"2026-02-30\"")).find("YYYY-MM-DD"), std::string::npos);
    EXPECT_NE(fault_of(with("encoding", "\"latin-1\"")).find("gb18030"), std::string::npos);
    EXPECT_NE(fault_of(with("separator", "\"::\"")).find("tab"), std::string::npos);
    EXPECT_NE(fault_of(with("columns", "[\"name\"]")).find("columns[0]"), std::string::npos);
    EXPECT_NE(fault_of(with("columns", "[\"name=a\", \"name=b\"]")).find("a column already"), std::string::npos);
    EXPECT_NE(fault_of(with("adapter", "\"records\"")).find("reads no table"), std::string::npos);
    EXPECT_NE(fault_of(kProfile + "colums = 1\n").find("did you mean \"columns\""), std::string::npos);
    EXPECT_NE(fault_of(kProfile + "year = 2019\n").find("twice"), std::string::npos);
    EXPECT_EQ(fault_of("title = \"x").substr(0, 9), "p.toml:1:");
}

TEST(Profile, AMissingFileIsNotFound) {
    const FolderForTests folder;
    EXPECT_EQ(read_profile(folder.path() / "none.toml").error().code, ErrorCode::NotFound);
    folder.write("p.toml", kProfile);
    EXPECT_TRUE(read_profile(folder.path() / "p.toml"));
}

TEST(Profile, NamesReadBack) {
    for (int i = 0; i < kAdapterKindCount; ++i) {
        const auto kind = static_cast<AdapterKind>(i);
        EXPECT_EQ(adapter_kind_named(name_of(kind)), kind);
    }
    EXPECT_EQ(text_encoding_named("gb18030"), TextEncoding::Gb18030);
    EXPECT_FALSE(text_encoding_named("gbk"));
}

}  // namespace
}  // namespace xinglin
