// SQLite's FTS5 for bench/search_peers.py: see engine.h. VARIANT: unicode61 or trigram are its own tokenisers (of which
// the first takes a run of Chinese characters for one word and the second finds nothing in less than three); bigrams
// gives it pairs of characters as words. Any term, ranked by its bm25. The texts themselves are not kept.

#include <sqlite3.h>

#include <filesystem>
#include <set>

#include "bigrams.h"
#include "engine.h"

namespace xinglin::peers {
namespace {

class Database {
  public:
    explicit Database(const std::string& path) { check(sqlite3_open(path.c_str(), &handle_)); }
    ~Database() { sqlite3_close(handle_); }
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    void run(const std::string& sql) const { check(sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr)); }

    sqlite3_stmt* prepare(const std::string& sql) const {
        sqlite3_stmt* statement = nullptr;
        check(sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr));
        return statement;
    }

    void check(int code) const {
        if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW) return;
        std::fprintf(stderr, "SQLite: %s\n", sqlite3_errmsg(handle_));
        std::exit(1);
    }

  private:
    sqlite3* handle_ = nullptr;
};

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += word + ' ';
    return text;
}

/// Every three characters that follow one another, as the trigram tokeniser cuts.
std::vector<std::string> trigrams_of(std::string_view text) {
    std::vector<std::size_t> begins;
    for (std::size_t at = 0; at < text.size(); at += decode_utf8(text, at).length) begins.push_back(at);
    begins.push_back(text.size());
    std::vector<std::string> terms;
    for (std::size_t i = 3; i < begins.size(); ++i)
        terms.emplace_back(text.substr(begins[i - 3], begins[i] - begins[i - 3]));
    return terms;
}

/// Words between characters that are no letters, as unicode61 cuts.
std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words(1);
    for (std::size_t at = 0; at < text.size();) {
        const Decoded each = decode_utf8(text, at);
        const char32_t point = each.code_point;
        const bool splits =
            point < '0' || (point > '9' && point < 'A') || (point >= 0x2000 && point < 0x3400) || point > 0xFF00;
        if (!splits) words.back() += text.substr(at, each.length);
        if (splits && !words.back().empty()) words.emplace_back();
        at += each.length;
    }
    if (words.back().empty()) words.pop_back();
    return words;
}

std::string any_term_of(const std::string& query, const std::string& variant) {
    const auto terms = variant == "bigrams"   ? bigrams_of(query)
                       : variant == "trigram" ? trigrams_of(query)
                                              : words_of(query);
    std::string match;
    for (const std::string& term : std::set<std::string>(terms.begin(), terms.end())) {
        std::string quoted;
        for (const char each : term) quoted += each == '"' ? "\"\"" : std::string(1, each);
        match += (match.empty() ? "\"" : " OR \"") + quoted + "\"";
    }
    return match;
}

void build(const Arguments& arguments) {
    std::filesystem::remove(arguments.index);
    const Database database(arguments.index);
    const std::string tokeniser = arguments.variant == "trigram" ? "trigram" : "unicode61";
    database.run("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN");
    database.run("CREATE VIRTUAL TABLE documents USING fts5(text, content = '', tokenize = '" + tokeniser + "')");
    sqlite3_stmt* insert = database.prepare("INSERT INTO documents(rowid, text) VALUES(?, ?)");
    sqlite3_int64 row = 0;
    for_each_document(arguments.documents, [&](std::string_view text) {
        const std::string kept = arguments.variant == "bigrams" ? joined(bigrams_of(text)) : std::string(text);
        sqlite3_bind_int64(insert, 1, row++);
        sqlite3_bind_text(insert, 2, kept.data(), static_cast<int>(kept.size()), SQLITE_TRANSIENT);
        database.check(sqlite3_step(insert));
        sqlite3_reset(insert);
    });
    sqlite3_finalize(insert);
    database.run("INSERT INTO documents(documents) VALUES('optimize'); COMMIT");
}

void search(const Arguments& arguments) {
    const Database database(arguments.index);
    database.run("PRAGMA mmap_size = 8000000000");
    sqlite3_stmt* select =
        database.prepare("SELECT rowid FROM documents WHERE documents MATCH ? ORDER BY rank LIMIT ?");
    answer_passes(lines_of(arguments.documents), [&](const std::string& query) {
        const std::string match = any_term_of(query, arguments.variant);
        std::vector<std::uint64_t> found;
        if (match.empty()) return found;
        sqlite3_bind_text(select, 1, match.data(), static_cast<int>(match.size()), SQLITE_TRANSIENT);
        sqlite3_bind_int64(select, 2, static_cast<sqlite3_int64>(arguments.hits));
        int code = sqlite3_step(select);
        for (; code == SQLITE_ROW; code = sqlite3_step(select))
            found.push_back(static_cast<std::uint64_t>(sqlite3_column_int64(select, 0)));
        database.check(code);
        sqlite3_reset(select);
        return found;
    });
    sqlite3_finalize(select);
}

}  // namespace
}  // namespace xinglin::peers

int main(int argc, char** argv) {
    const auto arguments = xinglin::peers::arguments_of(argc, argv);
    if (arguments.index.empty()) return 2;
    arguments.builds ? xinglin::peers::build(arguments) : xinglin::peers::search(arguments);
    return 0;
}
