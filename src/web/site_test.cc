#include "web/site.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "app/example_for_tests.h"
#include "web/urls.h"

namespace xinglin {
namespace {

class SiteTest : public testing::Test {
  protected:
    SiteTest() : workspace_(example_workspace(folder_)) {
        add_pages(router_, workspace_->readers(), {reports_, [] { return *Date::parse("2026-03-04"); }});
    }

    Response report(std::string body) const {
        Request request;
        request.method = Method::Post;
        request.path = "/reports";
        request.body = std::move(body);
        return router_.dispatch(request);
    }

    Response get(std::string path, std::string query = {}, std::string host = "127.0.0.1:8080") const {
        Request request;
        request.path = std::move(path);
        request.query = std::move(query);
        request.headers = {{"host", std::move(host)}};
        return router_.dispatch(request);
    }

    static std::string text_of(const Response& response) {
        return response.content ? response.content->identity : response.body;
    }

    static bool holds(const Response& response, std::string_view part) {
        return text_of(response).find(part) != std::string::npos;
    }

    static std::string header(const Response& response, std::string_view name) {
        for (const auto& [key, value] : response.headers) {
            if (key == name) return value;
        }
        return {};
    }

    FolderForTests folder_;
    std::unique_ptr<Workspace> workspace_;
    std::shared_ptr<ReportBox> reports_ = std::make_shared<ReportBox>(folder_.path() / "reports.jsonl");
    Router router_;
};

std::string query_of(std::string_view text) {
    return "q=" + percent_encode(text);
}

TEST_F(SiteTest, AnOperatorsSettingsAreOnEveryPageAtOnce) {
    EXPECT_TRUE(holds(get("/"), "<title>杏林</title>"));
    EXPECT_EQ(get("/site/logo").status, 404);
    EXPECT_EQ(get("/site/theme.css").status, 404);
    SiteSettings settings;
    settings.name = "云岭<康健>";
    settings.base_address = "https://health.yunling.example";
    settings.brand_colour = "#7a1f5c";
    settings.logo = SiteLogo{"image/png", "PNG"};
    settings.footer = {"云岭医院主办"};
    settings.filings = {{"示ICP备00000000号-1", "https://beian.miit.gov.cn/"}};
    workspace_->set_site(settings);
    const Response page = get("/conditions/facial-spasm");
    EXPECT_TRUE(holds(page, "<title>面肌痉挛 - 云岭&lt;康健&gt;</title>")) << text_of(page).substr(0, 400);
    EXPECT_TRUE(holds(page, "<link rel='canonical' href='https://health.yunling.example/conditions/facial-spasm'>"));
    EXPECT_TRUE(holds(page, "<p>云岭医院主办</p>"));
    EXPECT_TRUE(holds(page, "<a href='https://beian.miit.gov.cn/' rel='nofollow'>示ICP备00000000号-1</a>"));
    EXPECT_FALSE(holds(page, "杏林</a>"));
    EXPECT_TRUE(holds(get("/robots.txt"), "Sitemap: https://health.yunling.example/sitemap.xml"));
    EXPECT_TRUE(holds(get("/opensearch.xml"), "<ShortName>云岭&lt;康健&gt;</ShortName>"));
    EXPECT_EQ(get("/site/logo").content->type, "image/png");
    EXPECT_TRUE(holds(get("/site/theme.css"), "--brand:#7a1f5c"));
}

TEST_F(SiteTest, AReaderReportsAMistakeFromThePageThatHasIt) {
    const Response page = get("/conditions/facial-spasm");
    EXPECT_TRUE(holds(page, "href='/reports?page=/conditions/facial-spasm'"));
    const Response form = get("/reports", "page=/conditions/facial-spasm");
    EXPECT_TRUE(holds(form, "value='/conditions/facial-spasm'"));
    EXPECT_EQ(header(form, "Cache-Control"), "private, no-cache");
    const std::string sent = "page=%2Fconditions%2Ffacial-spasm&text=" + percent_encode("写错了");
    EXPECT_EQ(report(sent).status, 200);
    const auto kept = reports_->read();
    ASSERT_EQ(kept->size(), 1U);
    EXPECT_EQ(kept->front(), (Report{"/conditions/facial-spasm", workspace_->portal().revision(),
                                     *Date::parse("2026-03-04"), "写错了"}));
    const Response refused = report("page=%2Fa&text=");
    EXPECT_EQ(refused.status, 400);
    EXPECT_TRUE(holds(refused, "请写下哪里不对。"));
    EXPECT_TRUE(holds(refused, "value='/a'"));
    EXPECT_EQ(report("%zz").status, 400);
}

TEST_F(SiteTest, APageThatIsNotThereNamesOnesLikeIt) {
    const Response missing = get("/conditions/facial-spams");
    EXPECT_EQ(missing.status, 404);
    EXPECT_TRUE(holds(missing, "<a href='/conditions/facial-spasm'>面肌痉挛</a>"));
    EXPECT_FALSE(holds(get("/conditions/quite-another"), "您要找的也许是"));
}

TEST_F(SiteTest, ListsAreNarrowedByAddress) {
    EXPECT_TRUE(holds(get("/conditions", "letter=m"), "面肌痉挛"));
    EXPECT_FALSE(holds(get("/conditions", "letter=m"), "/conditions/bowel-spasm"));
    EXPECT_EQ(get("/conditions", "letter=M").status, 400);
    EXPECT_TRUE(holds(get("/doctors", "department=orthopaedics"), "秦固"));
    EXPECT_FALSE(holds(get("/doctors", "department=orthopaedics"), "/doctors/gu-yun"));
    EXPECT_EQ(get("/doctors", "region=" + std::string(500, 'a')).status, 400);
}

TEST_F(SiteTest, TellsOfItself) {
    for (const char* slug : {"site", "editorial-policy", "relations", "privacy", "accessibility", "contact"})
        EXPECT_EQ(get(std::string("/about/") + slug).status, 200) << slug;
    EXPECT_TRUE(holds(get("/about/site"), "<p>杏林是中文健康门户"));
    EXPECT_EQ(get("/about/none").status, 404);
}

TEST_F(SiteTest, SearchFindsAndMayNotBeKeptByOthers) {
    const Response response = get("/search", query_of("面肌痉挛"));
    EXPECT_EQ(response.status, 200);
    EXPECT_TRUE(holds(response, "<h1>“面肌痉挛”的搜索结果</h1>"));
    EXPECT_TRUE(holds(response, "href='/conditions/facial-spasm'"));
    EXPECT_EQ(header(response, "Cache-Control"), "private, no-cache");
    ASSERT_NE(response.content, nullptr);
    EXPECT_FALSE(response.content->etag.empty());
}

TEST_F(SiteTest, WithoutAQueryThereIsTheBox) {
    for (const char* query : {"", "q=", "q=%20%20", "q=%FF"}) {
        const Response response = get("/search", query);
        EXPECT_EQ(response.status, 200) << query;
        EXPECT_TRUE(holds(response, "<h1>搜索</h1>")) << query;
        EXPECT_TRUE(holds(response, "id='q-large'")) << query;
    }
}

TEST_F(SiteTest, OneRequestHasOneAddressWhateverItWasWrittenLike) {
    const Response response =
        get("/search", "spelling=off&type=article&title=&" + query_of(" 面肌痉挛 ") + "&type=article");
    EXPECT_EQ(response.status, 200);
    SearchRequest request;
    request.query = "面肌痉挛";
    request.spelling = false;
    EXPECT_TRUE(holds(
        response, "href='" + search_url(request).replace(search_url(request).find('&'), 1, "&amp;") + "'>类型：文章"));
}

TEST_F(SiteTest, ATooLongQueryIsRefusedAndKeptInTheBox) {
    std::string longer;
    for (int i = 0; i < 401; ++i) longer += "痛";
    const Response response = get("/search", query_of(longer));
    EXPECT_EQ(response.status, 400);
    EXPECT_TRUE(holds(response, "value='" + longer + "'"));
    EXPECT_TRUE(holds(response, "400"));
    EXPECT_EQ(header(response, "Cache-Control"), "no-store");
}

TEST_F(SiteTest, WrongParametersAreRefusedAndSayHowToGoOn) {
    std::string many = query_of("痛");
    for (int i = 0; i < 21; ++i) many += "&region=" + std::to_string(i);
    for (const std::string& query :
         {query_of("痛") + "&page=0", query_of("痛") + "&page=x", query_of("痛") + "&type=nothing", many}) {
        const Response response = get("/search", query);
        EXPECT_EQ(response.status, 400) << query;
        EXPECT_TRUE(holds(response, "href='/departments'")) << query;
    }
}

TEST_F(SiteTest, APagePastTheLastIsNotFoundAndLeadsBack) {
    for (const char* page : {"2000", "18446744073709551615", "101", "99"}) {
        const Response response = get("/search", query_of("面肌痉挛") + "&page=" + page);
        EXPECT_EQ(response.status, 404) << page;
        EXPECT_TRUE(holds(response, "最后一页")) << page;
    }
}

TEST_F(SiteTest, PagesOfResultsNeitherRepeatNorSkip) {
    std::set<std::string> seen;
    std::size_t count = 0;
    for (int page = 1;; ++page) {
        const Response response = get("/search", query_of("面肌痉挛") + "&page=" + std::to_string(page));
        if (response.status != 200) break;
        const std::string text = text_of(response);
        constexpr std::string_view kHit = "<li class='hit'><h2>";
        for (std::size_t at = text.find(kHit); at != std::string::npos; at = text.find(kHit, at + 1)) {
            const std::size_t href = text.find("href='", at);
            EXPECT_TRUE(seen.insert(text.substr(href, text.find('\'', href + 6) - href)).second);
            ++count;
        }
    }
    SearchRequest request;
    request.query = "面肌痉挛";
    request.with_facets = true;  // otherwise only what a page needs is counted
    const auto found = workspace_->finder().search(request);
    ASSERT_TRUE(found);
    EXPECT_EQ(count, found->total);
}

TEST_F(SiteTest, BrowsersAreToldHowToSearchUnderTheHostTheyAskedFor) {
    const Response response = get("/opensearch.xml");
    EXPECT_EQ(response.type, "application/opensearchdescription+xml; charset=utf-8");
    EXPECT_TRUE(holds(response, "template=\"http://127.0.0.1:8080/search?q={searchTerms}\""));
    for (const char* host : {"", "a\"b", "a/b", "a b", "<x>", "用户@host"}) {
        EXPECT_EQ(get("/opensearch.xml", {}, host).status, 404) << host;
    }
}

TEST_F(SiteTest, CrawlersFindEveryPageOfTheListsAndNoSearches) {
    const Response robots = get("/robots.txt");
    EXPECT_EQ(robots.status, 200);
    EXPECT_TRUE(holds(robots, "Disallow: /search"));
    EXPECT_TRUE(holds(robots, "Sitemap: http://127.0.0.1:8080/sitemap.xml"));
    const Response index = get("/sitemap.xml");
    EXPECT_TRUE(holds(index, "<loc>http://127.0.0.1:8080/sitemaps/articles-1.xml</loc>"));
    const Response articles = get("/sitemaps/articles-1.xml");
    EXPECT_EQ(articles.status, 200);
    EXPECT_TRUE(holds(articles, "<loc>http://127.0.0.1:8080/articles/"));
    for (const char* name : {"articles-2.xml", "articles-0.xml", "articles-x.xml", "nothing-1.xml", "articles.xml",
                             "articles-18446744073709551615.xml"}) {
        EXPECT_EQ(get(std::string("/sitemaps/") + name).status, 404) << name;
    }
    EXPECT_EQ(get("/sitemap.xml", {}, "a b").status, 404);
}

TEST_F(SiteTest, AQueryInGbkIsReadAsSuch) {
    const Response response = get("/search", "q=%C3%E6%CC%B1");  // 面瘫
    EXPECT_EQ(response.status, 200);
    EXPECT_TRUE(holds(response, "value='面瘫'"));
}

TEST_F(SiteTest, APageHasAnAddressInEachLanguage) {
    const Response chinese = get("/conditions/facial-spasm");
    const Response english = get("/en/conditions/facial-spasm");
    const Response traditional = get("/zh-hant/conditions/facial-spasm");
    EXPECT_EQ(header(chinese, "Content-Language"), "zh-Hans");
    EXPECT_EQ(header(english, "Content-Language"), "en");
    EXPECT_EQ(header(traditional, "Content-Language"), "zh-Hant");
    EXPECT_TRUE(holds(chinese, "<html lang='zh-Hans'>"));
    EXPECT_TRUE(holds(english, "<html lang='en'>"));
    EXPECT_TRUE(holds(english, "Skip to main content"));
    EXPECT_TRUE(holds(english, "href='/en/departments'"));
    EXPECT_TRUE(holds(english, "tabindex='-1' lang='zh-Hans'>")) << "the content is not English";
    EXPECT_TRUE(holds(get("/en/nothing"), "tabindex='-1' lang='en'>"));
    EXPECT_TRUE(holds(english, "面肌痉挛"));
    EXPECT_TRUE(holds(traditional, "面肌痙攣"));
    EXPECT_FALSE(holds(traditional, "面肌痉挛"));
    EXPECT_NE(chinese.content->etag, english.content->etag);
    // Kept pages stay apart when asked again.
    EXPECT_TRUE(holds(get("/en/conditions/facial-spasm"), "<html lang='en'>"));
    EXPECT_TRUE(holds(get("/conditions/facial-spasm"), "<html lang='zh-Hans'>"));
}

TEST_F(SiteTest, LanguagesLeadToEachOther) {
    SiteSettings settings;
    settings.base_address = "https://health.yunling.example";
    workspace_->set_site(settings);
    const Response page = get("/en/conditions/facial-spasm");
    const std::string here = "https://health.yunling.example";
    EXPECT_TRUE(holds(page, "<link rel='canonical' href='" + here + "/en/conditions/facial-spasm'>"));
    EXPECT_TRUE(holds(page, "hreflang='zh-Hant' href='" + here + "/zh-hant/conditions/facial-spasm'>"));
    EXPECT_TRUE(holds(page, "hreflang='x-default' href='" + here + "/conditions/facial-spasm'>"));
    EXPECT_TRUE(holds(page, "<a hreflang='zh-Hans' lang='zh-Hans' href='/conditions/facial-spasm'>简体中文</a>"));
}

TEST_F(SiteTest, ErrorsAndSearchesSpeakTheLanguageOfTheirAddress) {
    EXPECT_TRUE(holds(get("/en/articles/none"), "<h1>Page not found</h1>"));
    EXPECT_TRUE(holds(get("/en/nothing"), "<h1>Page not found</h1>"));
    EXPECT_TRUE(holds(get("/zh-hant/nothing"), "<h1>沒有找到這個頁面</h1>"));
    EXPECT_EQ(get("/en/robots.txt").status, 404);
    EXPECT_EQ(get("/en/api/v1/articles").status, 404);
    const Response found = get("/en/search", query_of("面肌痉挛"));
    EXPECT_EQ(header(found, "Content-Language"), "en");
    EXPECT_TRUE(holds(found, "action='/en/search'"));
}

TEST_F(SiteTest, FeedsAndFilesForMachinesAreThere) {
    for (const char* path : {"/feeds/articles.xml", "/feeds/changes.xml", "/feeds/departments/neurology.xml"}) {
        const Response feed = get(path);
        EXPECT_EQ(feed.status, 200) << path;
        EXPECT_EQ(feed.type, "application/atom+xml; charset=utf-8") << path;
        EXPECT_TRUE(holds(feed, std::string("href=\"http://127.0.0.1:8080") + path)) << text_of(feed);
    }
    EXPECT_EQ(get("/feeds/departments/none.xml").status, 404);
    EXPECT_EQ(get("/feeds/departments/neurology").status, 404);
    EXPECT_EQ(get("/manifest.webmanifest").content->type, "application/manifest+json; charset=utf-8");
    EXPECT_EQ(get("/favicon.ico").status, 302);
    EXPECT_EQ(get("/.well-known/security.txt").status, 404);
    SiteSettings settings;
    settings.security_contact = "mailto:safe@yunling.example";
    settings.security_expires = *Date::parse("2027-06-30");
    workspace_->set_site(settings);
    EXPECT_TRUE(holds(get("/.well-known/security.txt"), "Contact: mailto:safe@yunling.example\n"));
}

TEST_F(SiteTest, APageCanBeShared) {
    const Response page = get("/conditions/facial-spasm");
    EXPECT_TRUE(holds(page, "<meta property='og:title' content='面肌痉挛'>"));
    EXPECT_TRUE(holds(page, "<link rel='manifest' href='/manifest.webmanifest'>"));
    EXPECT_FALSE(holds(get("/articles/none"), "og:title"));
}

}  // namespace
}  // namespace xinglin
