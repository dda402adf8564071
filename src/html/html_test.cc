#include "html/html.h"

#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace xinglin {
namespace {

/// What an HTML parser reads in text or in an attribute value; nothing where the bytes would end either.
std::optional<std::string> parsed_back(std::string_view html) {
    static constexpr std::pair<std::string_view, std::string_view> kReferences[] = {
        {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&#13;", "\r"}};
    std::string data;
    while (!html.empty()) {
        if (std::string_view("<>\"'").find(html[0]) != std::string_view::npos) return std::nullopt;
        if (html[0] != '&') {
            data += html[0];
            html.remove_prefix(1);
            continue;
        }
        bool known = false;
        for (const auto& [reference, character] : kReferences) {
            if (!html.starts_with(reference)) continue;
            data += character;
            html.remove_prefix(reference.size());
            known = true;
            break;
        }
        if (!known) return std::nullopt;
    }
    return data;
}

/// Calls `use` with every string over `alphabet` of at most `length` characters.
void for_each_string(std::string_view alphabet, std::size_t length,
                     const std::function<void(const std::string&)>& use) {
    std::vector<std::string> strings = {""};
    for (std::size_t i = 0; i < strings.size(); ++i) {
        const std::string current = strings[i];
        use(current);
        if (current.size() == length) continue;
        for (const char c : alphabet) strings.push_back(current + c);
    }
}

std::string_view between(std::string_view text, std::string_view before, std::string_view after) {
    EXPECT_TRUE(text.starts_with(before) && text.ends_with(after)) << text;
    return text.substr(before.size(), text.size() - before.size() - after.size());
}

TEST(Html, AScriptIsAPathOfThisSite) {
    EXPECT_EQ(Html().script("/assets/search.js").view(), "<script type='module' src='/assets/search.js'></script>");
    for (const char* path : {"", "//host/x.js", "https://host/x.js", "javascript:x", "/\\host/x.js"}) {
        EXPECT_DEATH(Html().script(path), "") << path;
    }
    EXPECT_EQ(Html().script("/a'><b>").view().find("'><b>"), std::string_view::npos);
}

TEST(Html, DataIsReadBackAsItWasInTextAndInAttributes) {
    for_each_string("<>\"'&;a#\r\n", 5, [](const std::string& data) {
        const std::string text(Html().write("<p>{}</p>", data).view());
        ASSERT_EQ(parsed_back(between(text, "<p>", "</p>")), data);
    });
    for_each_string("<>\"'&;a#= \n", 4, [](const std::string& data) {
        const std::string single(Html().write("<p title='{}'></p>", data).view());
        ASSERT_EQ(parsed_back(between(single, "<p title='", "'></p>")), data);
        const std::string twice(Html().write("<p title=\"{}\"></p>", data).view());
        ASSERT_EQ(parsed_back(between(twice, "<p title=\"", "\"></p>")), data);
    });
}

TEST(Html, ControlCharactersThatHtmlForbidsAreReplaced) {
    const std::string data("a\0b\x01\x7f\tc", 7);
    EXPECT_EQ(Html().write("<p>{}</p>", data).view(), "<p>a\uFFFDb\uFFFD\uFFFD\tc</p>");
}

/// The scheme and the leading slashes as the URL standard reads them, after what browsers drop and convert.
bool leaves_site_or_runs_script(std::string url) {
    while (!url.empty() && static_cast<unsigned char>(url.front()) <= 0x20) url.erase(0, 1);
    std::erase_if(url, [](char c) { return c == '\t' || c == '\n' || c == '\r'; });
    for (char& c : url) {
        if (c == '\\') c = '/';
    }
    if (url.starts_with("//")) return true;
    std::size_t end = 0;
    while (end < url.size() && (std::isalnum(static_cast<unsigned char>(url[end])) || url[end] == '+')) ++end;
    return end > 0 && end < url.size() && url[end] == ':' && std::isalpha(static_cast<unsigned char>(url[0]));
}

TEST(Html, NoShortUrlIsReadAsAnotherSchemeOrHost) {
    std::size_t accepted = 0;
    for_each_string("j:/\\ ?#\ta.%", 6, [&](const std::string& url) {
        if (!is_safe_url(url)) return;
        ++accepted;
        ASSERT_FALSE(leaves_site_or_runs_script(url)) << url;
    });
    EXPECT_GT(accepted, 1000U);
}

TEST(Html, UrlsOfOtherSitesNeedHttpAndAHost) {
    for (const std::string_view url : {"https://example.org/a?b=1#c", "HTTP://example.org", "/articles/x", "x",
                                       "?page=2", "#top", "./a:b", "https://[::1]/"}) {
        EXPECT_TRUE(is_safe_url(url)) << url;
    }
    for (const std::string_view url : {"",
                                       " ",
                                       "javascript:alert(1)",
                                       "JaVaScRiPt:alert(1)",
                                       " javascript:alert(1)",
                                       "java\tscript:alert(1)",
                                       "\x01javascript:alert(1)",
                                       "vbscript:x",
                                       "data:text/html,x",
                                       "//example.org",
                                       "/\\example.org",
                                       "\\\\example.org",
                                       "https:example.org",
                                       "https:/example.org",
                                       "https://",
                                       "https:///x",
                                       "https://user@example.org",
                                       "mailto:a@b.c",
                                       "file:///etc/passwd",
                                       "a:b",
                                       "https://example.org\\@x"}) {
        EXPECT_FALSE(is_safe_url(url)) << url;
    }
}

TEST(Html, OnlyNumbersForPeopleInNeedAreCalled) {
    EXPECT_EQ(Html().call(HelpNumber::Ambulance, "拨打<120>").view(), "<a href='tel:120'>拨打&lt;120&gt;</a>");
    EXPECT_EQ(Html().call(HelpNumber::Crisis, "x").view(), "<a href='tel:12356'>x</a>");
    EXPECT_FALSE(is_safe_url("tel:120"));
}

TEST(Html, WhatAReaderTypedStaysInItsBox) {
    const std::string typed = "</textarea><b>&amp;";
    EXPECT_EQ(Html().write("<textarea name='text' rows='4'>{}</textarea>", typed).view(),
              "<textarea name='text' rows='4'>&lt;/textarea&gt;&lt;b&gt;&amp;amp;</textarea>");
}

TEST(Html, WholeUrlsAreBlockedOrEncoded) {
    const auto link = [](std::string_view url) { return std::string(Html().write("<a href='{}'>x</a>", url).view()); };
    EXPECT_EQ(link("javascript:alert(1)"), "<a href='#blocked'>x</a>");
    EXPECT_EQ(link("/a b"), "<a href='#blocked'>x</a>");
    EXPECT_EQ(link("/a'\"<>?x=1&y=%41%4"), "<a href='/a%27%22%3C%3E?x=1&amp;y=%41%254'>x</a>");
    EXPECT_EQ(link("/面"), "<a href='/%E9%9D%A2'>x</a>");
}

TEST(Html, PartsOfUrlsStayOneSegmentOrOneValue) {
    const std::string hostile = "../a?b#c&d='\"<";
    EXPECT_EQ(Html().write("<a href='/articles/{}?q={}'>x</a>", hostile, hostile).view(),
              "<a href='/articles/..%2Fa%3Fb%23c%26d%3D%27%22%3C?q=..%2Fa%3Fb%23c%26d%3D%27%22%3C'>x</a>");
    for_each_string("./?#&%'\"<\\:", 4, [](const std::string& data) {
        const std::string html(Html().write("<a href='/x?q={}'>x</a>", data).view());
        const std::string_view value = between(html, "<a href='/x?q=", "'>x</a>");
        ASSERT_EQ(value.find_first_of("/?#&'\"<\\:"), std::string_view::npos) << data;
    });
}

TEST(Html, NumbersMarkupAndWritersAreWrittenInPlace) {
    Html inner;
    inner.write("<em>{}</em>", std::string_view("a<b"));
    const Markup markup = std::move(inner).markup();
    const std::vector<std::string> names = {"<1>", "2"};
    Html page;
    page.write("<div data-n='{}'>{}{}<ul>{}</ul>{}</div>", -5, std::size_t{7}, markup,
               each(names, [](Html& html, const std::string& name) { html.write("<li>{}</li>", name); }),
               when(names.empty(), [](Html& html) { html.write("<p>none</p>"); }));
    EXPECT_EQ(page.view(), "<div data-n='-5'>7<em>a&lt;b</em><ul><li>&lt;1&gt;</li><li>2</li></ul></div>");
}

struct Refusal {
    std::string_view source;
    FragmentError error;
};

TEST(Fragment, WhatCannotBeEscapedForSureIsRefused) {
    using enum FragmentError;
    static constexpr Refusal kRefusals[] = {
        {"<script>{}</script>", UnknownElement},
        {"<style>{}</style>", UnknownElement},
        {"<iframe src='{}'></iframe>", UnknownElement},
        {"<object data='{}'></object>", UnknownElement},
        {"<base href='{}'>", UnknownElement},
        {"<canvas></canvas>", UnknownElement},
        {"<P>x</P>", UnknownElement},
        {"<!-- {} -->", UnknownElement},
        {"<p onclick='{}'>x</p>", UnknownAttribute},
        {"<p onclick='x()'>x</p>", UnknownAttribute},
        {"<p style='{}'>x</p>", UnknownAttribute},
        {"<img srcset='{}'>", UnknownAttribute},
        {"<a xlink:href='{}'>x</a>", UnknownAttribute},
        {"<p srcdoc='{}'>x</p>", UnknownAttribute},
        {"<meta http-equiv='refresh' content='{}'>", UnknownAttribute},
        {"<p class='a' class='{}'>x</p>", RepeatedAttribute},
        {"<p class={}>x</p>", UnquotedAttribute},
        {"<p class=a>x</p>", UnquotedAttribute},
        {"<{}>x</p>", PlaceholderInTag},
        {"<p {}>x</p>", PlaceholderInTag},
        {"<p class='a'{}>x</p>", PlaceholderInTag},
        {"<a rel='{}'>x</a>", PlaceholderInFixedAttribute},
        {"<meta name='{}' content='x'>", PlaceholderInFixedAttribute},
        {"<a href='java{}'>x</a>", PlaceholderDecidesHost},
        {"<a href='https://{}'>x</a>", PlaceholderDecidesHost},
        {"<a href='//{}'>x</a>", PlaceholderDecidesHost},
        {"<p>x", UnbalancedElements},
        {"x</p>", UnbalancedElements},
        {"<p><b>x</p></b>", UnbalancedElements},
        {"<p class='a", UnfinishedTag},
        {"<p", UnfinishedTag},
        {"<br/>", UnfinishedTag},
        {"<p>{</p>", StrayBrace},
        {"<p>{0}</p>", StrayBrace},
        {"<p class='}'>x</p>", StrayBrace},
        {"{}{}{}{}{}{}{}{}{}{}{}{}{}", TooManyPlaceholders},
    };
    for (const Refusal& refusal : kRefusals) {
        EXPECT_EQ(FragmentParser(refusal.source).parse().error, refusal.error) << refusal.source;
    }
}

TEST(Fragment, EachPlaceholderKnowsItsContext) {
    constexpr FragmentPlan plan =
        FragmentParser("<title>{}</title><a class='x {}' href='{}?p={}' aria-label=\"{}\">{}</a>").parse();
    ASSERT_EQ(plan.error, FragmentError::None);
    ASSERT_EQ(plan.count, 6);
    using enum HtmlContext;
    const HtmlContext expected[] = {PlainText, Attribute, Url, UrlPart, Attribute, Text};
    for (std::size_t i = 0; i < 6; ++i) EXPECT_EQ(plan.placeholders[i].context, expected[i]) << i;
}

TEST(Fragment, EveryShortFragmentThatIsAcceptedIsBalancedAndQuoted) {
    // Each accepted fragment, filled with hostile data, must hold exactly the tags that it holds when filled with "x".
    const auto tags = [](std::string_view html) {
        std::size_t count = 0;
        for (const char c : html) count += c == '<' || c == '>' ? 1U : 0U;
        return count;
    };
    for_each_string("<>p/{} ='", 6, [&](const std::string& source) {
        const FragmentPlan plan = FragmentParser(source).parse();
        if (plan.error != FragmentError::None) return;
        std::string filled;
        std::size_t from = 0;
        for (std::size_t i = 0; i < plan.count; ++i) {
            filled.append(source, from, plan.placeholders[i].offset - from);
            append_escaped(filled, "'><b \"");
            from = plan.placeholders[i].offset + std::size_t{2};
        }
        filled.append(source, from);
        ASSERT_EQ(tags(filled), tags(source)) << source;
        ASSERT_EQ(filled.find("<b"), std::string::npos) << source;
    });
}

TEST(Html, FactsForMachinesCannotEndTheirBlock) {
    Html html;
    html.json_ld(R"({"name":"</script><b> & <!--"})");
    EXPECT_EQ(html.view(),
              "<script type='application/ld+json'>{\"name\":\"\\u003c/script\\u003e\\u003cb\\u003e \\u0026 "
              "\\u003c!--\"}</script>");
}

TEST(Html, LinksMayNameTheirLanguage) {
    Html html;
    html.write("<a hreflang='{}' href='{}'>x</a>", std::string("en"), std::string("/en"));
    EXPECT_EQ(html.view(), "<a hreflang='en' href='/en'>x</a>");
}

}  // namespace
}  // namespace xinglin
