// SQLite behind Database. A statement with {rows} is run once a row: that costs microseconds here, a round trip
// elsewhere.
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <thread>

#include "base/check.h"
#include "base/strings.h"
#include "database/database.h"
#include "database/database_error.h"

namespace xinglin {
namespace {

constexpr const char* kGivesPagesBack = "PRAGMA auto_vacuum = INCREMENTAL";

struct CloseConnection {
    void operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
};
struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

/// "(SELECT ?1 AS c1, ?2 AS c2) AS rows"
std::string one_row(std::size_t columns) {
    std::string select = "(SELECT ";
    for (std::size_t i = 1; i <= columns; ++i) {
        if (i > 1) select += ", ";
        select += "?" + std::to_string(i) + " AS c" + std::to_string(i);
    }
    return select + ") AS rows";
}

class SqliteRow final : public Row {
  public:
    explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}

    std::int64_t integer(int column) const override { return sqlite3_column_int64(statement_, column); }
    std::string_view text(int column) const override {
        const unsigned char* bytes = sqlite3_column_text(statement_, column);
        if (bytes == nullptr) return {};
        return {reinterpret_cast<const char*>(bytes),
                static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
    }

  private:
    sqlite3_stmt* statement_;
};

/// Makes a kept statement ready for its next use, also when a visitor throws.
class StatementUse {
  public:
    explicit StatementUse(sqlite3_stmt* statement) : statement_(statement) {}
    ~StatementUse() {
        sqlite3_reset(statement_);
        sqlite3_clear_bindings(statement_);
    }
    StatementUse(const StatementUse&) = delete;
    StatementUse& operator=(const StatementUse&) = delete;

  private:
    sqlite3_stmt* statement_;
};

class SqliteDatabase final : public Database {
  public:
    SqliteDatabase(const std::string& path, std::chrono::milliseconds lock_wait, Access access);

    const std::string& name() const override { return name_; }
    void begin(Access access) override;
    void commit() override { execute("COMMIT"); }
    void rollback() noexcept override;
    bool in_transaction() const override { return sqlite3_get_autocommit(connection_.get()) == 0; }
    bool is_read_only() const override { return is_read_only_; }
    using Database::run;
    void run(std::string_view sql, std::initializer_list<Value> values, const RowVisitor& visit) override;
    using Database::run_each;
    void run_each(std::string_view sql, const Batch& batch, const RowVisitor& visit) override;
    void define(std::string_view sql) override;
    std::vector<std::string> tables() override;
    std::vector<ColumnInfo> columns(std::string_view table) override;
    void scan(const std::string& sql, const RowVisitor& visit) override { run(sql, {}, visit); }
    bool copy_to_file(const std::string& path) override;
    void check() override;
    void compact(Compaction how) override;

  private:
    void open(const std::string& path, Access access);
    [[noreturn]] void fail(int code) const;
    void execute(const std::string& sql);
    sqlite3_stmt* statement(std::string_view sql, std::size_t row_columns);
    void bind(sqlite3_stmt* statement, int index, std::int64_t value);
    void bind(sqlite3_stmt* statement, int index, std::string_view text);
    void step_through(sqlite3_stmt* statement, const RowVisitor& visit);
    std::string set_write_ahead_log();
    void ensure_write_ahead_log();

    std::string name_;
    std::chrono::milliseconds lock_wait_;
    std::unique_ptr<sqlite3, CloseConnection> connection_;
    StringMap<Statement> statements_;  // after connection_: finalised before it closes
    bool has_write_ahead_log_ = false;
    bool is_read_only_ = false;
};

/// Percent-encodes what ends or escapes the path of SQLite's file: addresses.
std::string file_address(const std::string& path) {
    std::string address = "file:";
    for (const char c : path) {
        if (c == '%') {
            address += "%25";
        } else if (c == '?') {
            address += "%3f";
        } else if (c == '#') {
            address += "%23";
        } else {
            address += c;
        }
    }
    return address;
}

bool may_write(const std::filesystem::path& file) {
    return ::access(file.c_str(), W_OK) == 0 && ::access(file.parent_path().c_str(), W_OK) == 0;
}

void SqliteDatabase::open(const std::string& path, Access access) {
    // An absolute path keeps ":memory:" and the like from meaning anything but a file.
    std::error_code error;
    const auto file = std::filesystem::absolute(path, error);
    is_read_only_ = access == Access::Read && !may_write(file);
    std::string address = file.string();
    int flags = SQLITE_OPEN_NOMUTEX;
    flags |= is_read_only_ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    // Readers of a write-ahead log share a file beside it, which cannot be made here. Without a log nobody is writing.
    if (is_read_only_ && !std::filesystem::exists(address + "-wal", error)) {
        address = file_address(address) + "?immutable=1";
        flags |= SQLITE_OPEN_URI;
    }
    sqlite3* connection = nullptr;
    const int code = sqlite3_open_v2(address.c_str(), &connection, flags, nullptr);
    connection_.reset(connection);
    if (code != SQLITE_OK) fail(code);
}

SqliteDatabase::SqliteDatabase(const std::string& path, std::chrono::milliseconds lock_wait, Access access)
    : name_("SQLite database " + path), lock_wait_(lock_wait) {
    if (path.empty()) throw DatabaseError("The path of the SQLite database is empty.");
    std::error_code error;
    const auto bytes = std::filesystem::file_size(path, error);
    const bool is_new = error || bytes == 0;
    open(path, access);
    sqlite3_extended_result_codes(connection_.get(), 1);
    sqlite3_busy_timeout(connection_.get(), static_cast<int>(lock_wait.count()));
    if (!is_read_only_ && sqlite3_db_readonly(connection_.get(), "main") == 1) {
        throw DatabaseError(name_ + ": the file is read-only; give its user the right to write it and its folder.");
    }
    // FULL: a committed write also survives a power cut. The cache keeps the index pages of a large import in memory.
    execute(
        "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536;"
        "PRAGMA journal_size_limit = 67108864; PRAGMA trusted_schema = OFF;");
    // Says how a new file is laid out; of one that is there it would ask for the right to write.
    if (is_new && access == Access::Write) execute(kGivesPagesBack);
}

void SqliteDatabase::fail(int code) const {
    std::string message = name_ + ": ";
    message += connection_ != nullptr ? sqlite3_errmsg(connection_.get()) : sqlite3_errstr(code);
    const int primary = code & 0xff;
    if (primary == SQLITE_BUSY || primary == SQLITE_LOCKED) message += "; another program is writing to it";
    if (primary == SQLITE_CANTOPEN) message += "; its folder must exist and be writable";
    if (primary == SQLITE_NOTADB) message += "; choose another path for Xinglin's data";
    throw DatabaseError(message + ".");
}

void SqliteDatabase::execute(const std::string& sql) {
    const int code = sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) fail(code);
}

std::string SqliteDatabase::set_write_ahead_log() {
    std::string mode;
    const auto keep = [](void* out, int, char** values, char**) {
        *static_cast<std::string*>(out) = values[0];
        return 0;
    };
    const int code = sqlite3_exec(connection_.get(), "PRAGMA journal_mode = WAL", keep, &mode, nullptr);
    if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY) fail(code);
    return mode;
}

/// Done at the first write, not on opening, so that a database that we refuse is left as it was. SQLite does not wait
/// for other connections here by itself.
void SqliteDatabase::ensure_write_ahead_log() {
    if (has_write_ahead_log_) return;
    const auto deadline = std::chrono::steady_clock::now() + lock_wait_;
    std::string mode = set_write_ahead_log();
    while (mode.empty() && std::chrono::steady_clock::now() < deadline) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        mode = set_write_ahead_log();
    }
    if (mode.empty()) fail(SQLITE_BUSY);
    if (mode != "wal") {
        throw DatabaseError(name_ + ": write-ahead logging does not work here; use a folder on a local disk.");
    }
    has_write_ahead_log_ = true;
}

void SqliteDatabase::begin(Access access) {
    CHECK(!in_transaction());
    if (access == Access::Write && is_read_only_) {
        throw DatabaseError(name_ + ": it was opened for reading; its user may not write the file or its folder.");
    }
    if (access == Access::Write) ensure_write_ahead_log();
    execute(access == Access::Write ? "BEGIN IMMEDIATE" : "BEGIN");
}

void SqliteDatabase::rollback() noexcept {
    if (in_transaction()) sqlite3_exec(connection_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
}

sqlite3_stmt* SqliteDatabase::statement(std::string_view sql, std::size_t row_columns) {
    const auto kept = statements_.find(sql);
    if (kept != statements_.end()) return kept->second.get();
    std::string text = with_placeholder(sql, "$", "?");
    if (row_columns > 0) text = with_placeholder(text, "{rows}", one_row(row_columns));
    sqlite3_stmt* prepared = nullptr;
    const int code = sqlite3_prepare_v3(connection_.get(), text.data(), static_cast<int>(text.size()),
                                        SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
    if (code != SQLITE_OK) fail(code);
    return statements_.emplace(std::string(sql), Statement(prepared)).first->second.get();
}

void SqliteDatabase::bind(sqlite3_stmt* statement, int index, std::int64_t value) {
    const int code = sqlite3_bind_int64(statement, index, value);
    if (code != SQLITE_OK) fail(code);
}

void SqliteDatabase::bind(sqlite3_stmt* statement, int index, std::string_view text) {
    // A null pointer would bind NULL instead of the empty text.
    const char* bytes = text.data() == nullptr ? "" : text.data();
    const int code = sqlite3_bind_text64(statement, index, bytes, text.size(), SQLITE_STATIC, SQLITE_UTF8);
    if (code != SQLITE_OK) fail(code);
}

void SqliteDatabase::step_through(sqlite3_stmt* statement, const RowVisitor& visit) {
    const SqliteRow row(statement);
    int code = sqlite3_step(statement);
    for (; code == SQLITE_ROW; code = sqlite3_step(statement)) visit(row);
    if (code != SQLITE_DONE) fail(code);
}

void SqliteDatabase::run(std::string_view sql, std::initializer_list<Value> values, const RowVisitor& visit) {
    sqlite3_stmt* prepared = statement(sql, 0);
    const StatementUse use(prepared);
    int index = 0;
    for (const Value& value : values) {
        ++index;
        std::visit([&](const auto& plain) { bind(prepared, index, plain); }, value);
    }
    step_through(prepared, visit);
}

void SqliteDatabase::run_each(std::string_view sql, const Batch& batch, const RowVisitor& visit) {
    sqlite3_stmt* prepared = statement(sql, batch.columns().size());
    for (std::size_t row = 0; row < batch.size(); ++row) {
        const StatementUse use(prepared);
        int index = 0;
        for (const Batch::Column& column : batch.columns()) {
            ++index;
            if (column.type == ColumnType::Integer) {
                bind(prepared, index, column.integers[row]);
            } else {
                bind(prepared, index, column.text(row));
            }
        }
        step_through(prepared, visit);
    }
}

void SqliteDatabase::define(std::string_view sql) {
    execute(with_placeholder(with_placeholder(sql, "{key}", "TEXT"), "{clustered}", "WITHOUT ROWID"));
}

std::vector<std::string> SqliteDatabase::tables() {
    std::vector<std::string> names;
    run("SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
        "ORDER BY rowid",
        {}, [&](const Row& row) { names.emplace_back(row.text(0)); });
    return names;
}

std::vector<Database::ColumnInfo> SqliteDatabase::columns(std::string_view table) {
    std::vector<ColumnInfo> found;
    run("SELECT name, type FROM pragma_table_info($1) ORDER BY cid", {table}, [&](const Row& row) {
        found.push_back({std::string(row.text(0)), row.text(1) == "BIGINT" ? ColumnType::Integer : ColumnType::Text});
    });
    return found;
}

bool SqliteDatabase::copy_to_file(const std::string& path) {
    CHECK(in_transaction());
    sqlite3* target = nullptr;
    int code = sqlite3_open_v2(path.c_str(), &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    const std::unique_ptr<sqlite3, CloseConnection> closes(target);
    if (code != SQLITE_OK) throw DatabaseError(path + ": " + sqlite3_errstr(code) + ".");
    sqlite3_backup* copy = sqlite3_backup_init(target, "main", connection_.get(), "main");
    if (copy != nullptr) {
        sqlite3_backup_step(copy, -1);
        sqlite3_backup_finish(copy);
    }
    code = sqlite3_errcode(target);
    // One file that needs no other beside it.
    if (code == SQLITE_OK) code = sqlite3_exec(target, "PRAGMA journal_mode = DELETE", nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) throw DatabaseError(path + ": the copy failed: " + sqlite3_errmsg(target) + ".");
    return true;
}

void SqliteDatabase::check() {
    std::string finding;
    run("PRAGMA integrity_check(1)", {}, [&](const Row& row) { finding = row.text(0); });
    if (finding != "ok") throw DatabaseError(name_ + " is damaged: " + finding + ".");
}

void SqliteDatabase::compact(Compaction how) {
    CHECK(!in_transaction());
    ensure_write_ahead_log();
    if (how == Compaction::Everything) {
        execute(kGivesPagesBack);
        execute("VACUUM");
    } else {
        run("PRAGMA incremental_vacuum", {}, ignore_rows);
    }
    // The log still holds the pages; a reader that is at work keeps it, and the next one ends it.
    run("PRAGMA wal_checkpoint(TRUNCATE)", {}, ignore_rows);
}

}  // namespace

std::unique_ptr<Database> open_sqlite_database(const std::string& path, std::chrono::milliseconds lock_wait,
                                               Access access) {
    return std::make_unique<SqliteDatabase>(path, lock_wait, access);
}

}  // namespace xinglin
