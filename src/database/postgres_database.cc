// PostgreSQL behind Database, over libpq. A statement with {rows} gets one array parameter a column, in binary form,
// and reads them with unnest: one round trip for the whole batch. Arrays on the wire (big-endian 32-bit numbers):
//
//   dimensions = 1 | has nulls = 0 | element type | length | first index = 1 | { bytes of element | element }*
#include <libpq-fe.h>

#include <charconv>
#include <cstring>
#include <limits>

#include "base/check.h"
#include "base/strings.h"
#include "database/database.h"
#include "database/database_error.h"

namespace xinglin {
namespace {

// Numbers of built-in types, fixed in PostgreSQL's catalogue.
constexpr Oid kInt8 = 20;
constexpr Oid kText = 25;
constexpr Oid kInt8Array = 1016;
constexpr Oid kTextArray = 1009;
constexpr int kBinary = 1;

/// Serialises the writers of one schema. Any number does; no other program should use the same by chance.
constexpr const char* kTakeWriterLock = "SELECT pg_advisory_xact_lock(1482187876, hashtext(current_schema()))";

// A statement that publishes a million staged rows takes a minute; one that waits for more is stuck.
constexpr const char* kStatementTimeout = "15min";
constexpr const char* kIdleTimeout = "15min";

struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
};
struct Clear {
    void operator()(PGresult* answer) const { PQclear(answer); }
};
using Answer = std::unique_ptr<PGresult, Clear>;

void append_big_endian(std::string& out, std::uint64_t value, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) out += static_cast<char>((value >> shift) & 0xff);
}

std::string big_endian(std::int64_t value) {
    std::string out;
    append_big_endian(out, static_cast<std::uint64_t>(value), 8);
    return out;
}

std::string array_of(const Batch::Column& column, std::size_t rows) {
    std::string out;
    out.reserve(20 + rows * 12 + column.bytes.size());
    const bool integers = column.type == ColumnType::Integer;
    append_big_endian(out, 1, 4);
    append_big_endian(out, 0, 4);
    append_big_endian(out, integers ? kInt8 : kText, 4);
    append_big_endian(out, rows, 4);
    append_big_endian(out, 1, 4);
    for (std::size_t row = 0; row < rows; ++row) {
        if (integers) {
            append_big_endian(out, 8, 4);
            append_big_endian(out, static_cast<std::uint64_t>(column.integers[row]), 8);
        } else {
            const std::string_view text = column.text(row);
            append_big_endian(out, text.size(), 4);
            out += text;
        }
    }
    return out;
}

/// The parameters of one call, all of them in binary form.
class Parameters {
  public:
    void add(Oid type, std::string bytes) {
        types_.push_back(type);
        bytes_.push_back(std::move(bytes));
    }

    const std::vector<Oid>& types() const { return types_; }
    int size() const { return static_cast<int>(bytes_.size()); }

    Answer execute(PGconn* connection, const std::string& statement) const {
        std::vector<const char*> values;
        std::vector<int> lengths;
        for (const std::string& bytes : bytes_) {
            CHECK(bytes.size() < static_cast<std::size_t>(std::numeric_limits<int>::max()));
            values.push_back(bytes.data());
            lengths.push_back(static_cast<int>(bytes.size()));
        }
        const std::vector<int> formats(bytes_.size(), kBinary);
        return Answer(
            PQexecPrepared(connection, statement.c_str(), size(), values.data(), lengths.data(), formats.data(), 0));
    }

  private:
    std::vector<Oid> types_;
    std::vector<std::string> bytes_;
};

Parameters parameters_of(std::initializer_list<Value> values) {
    Parameters parameters;
    for (const Value& value : values) {
        if (const auto* integer = std::get_if<std::int64_t>(&value)) {
            parameters.add(kInt8, big_endian(*integer));
        } else {
            parameters.add(kText, std::string(std::get<std::string_view>(value)));
        }
    }
    return parameters;
}

Parameters parameters_of(const Batch& batch) {
    Parameters parameters;
    for (const Batch::Column& column : batch.columns()) {
        parameters.add(column.type == ColumnType::Integer ? kInt8Array : kTextArray, array_of(column, batch.size()));
    }
    return parameters;
}

/// "unnest($1, $2) AS rows(c1, c2)"
std::string unnested_rows(std::size_t columns) {
    std::string parameters;
    std::string names;
    for (std::size_t i = 1; i <= columns; ++i) {
        if (i > 1) parameters += ", ", names += ", ";
        parameters += "$" + std::to_string(i);
        names += "c" + std::to_string(i);
    }
    return "unnest(" + parameters + ") AS rows(" + names + ")";
}

class PostgresRow final : public Row {
  public:
    PostgresRow(const PGresult* answer, int row) : answer_(answer), row_(row) {}

    std::int64_t integer(int column) const override {
        const std::string_view digits = text(column);
        std::int64_t value = 0;
        std::from_chars(digits.data(), digits.data() + digits.size(), value);
        return value;
    }
    std::string_view text(int column) const override {
        return {PQgetvalue(answer_, row_, column), static_cast<std::size_t>(PQgetlength(answer_, row_, column))};
    }

  private:
    const PGresult* answer_;
    int row_;
};

class PostgresDatabase final : public Database {
  public:
    PostgresDatabase(const std::string& address, std::chrono::milliseconds lock_wait);

    const std::string& name() const override { return name_; }
    void begin(Access access) override;
    void commit() override;
    void rollback() noexcept override;
    bool in_transaction() const override { return in_transaction_; }
    using Database::run;
    void run(std::string_view sql, std::initializer_list<Value> values, const RowVisitor& visit) override;
    using Database::run_each;
    void run_each(std::string_view sql, const Batch& batch, const RowVisitor& visit) override;
    void define(std::string_view sql) override;
    std::vector<std::string> tables() override;
    std::vector<ColumnInfo> columns(std::string_view table) override;
    void scan(const std::string& sql, const RowVisitor& visit) override;
    bool copy_to_file(const std::string&) override { return false; }
    void check() override {}  // the server checks its own pages
    void compact(Compaction how) override;

  private:
    [[noreturn]] void fail(const PGresult* answer) const;
    Answer checked(Answer answer) const;
    Answer execute(std::string_view sql);
    void start_session();
    void set_unless_given(const std::string& setting, const std::string& value);
    void reconnect_if_lost();
    const std::string& statement(std::string_view sql, const Parameters& parameters, std::size_t row_columns);
    void run_prepared(std::string_view sql, const Parameters& parameters, std::size_t row_columns,
                      const RowVisitor& visit);

    std::string name_ = "PostgreSQL database";
    std::chrono::milliseconds lock_wait_;
    std::unique_ptr<PGconn, Finish> connection_;
    StringMap<std::string> statements_;  // SQL to the name it is prepared under
    bool in_transaction_ = false;
};

PostgresDatabase::PostgresDatabase(const std::string& address, std::chrono::milliseconds lock_wait)
    : lock_wait_(lock_wait) {
    // What stands before dbname is a default that the address may change: a server that is gone is noticed in a minute.
    const char* const names[] = {"connect_timeout",  "keepalives_idle",           "keepalives_interval",
                                 "keepalives_count", "tcp_user_timeout",          "dbname",
                                 "client_encoding",  "fallback_application_name", nullptr};
    const char* const values[] = {"10", "30", "10", "3", "60000", address.c_str(), "UTF8", "xinglin", nullptr};
    connection_.reset(PQconnectdbParams(names, values, 1));
    // Only parts of the address are shown: it may hold a password.
    if (const char* database = PQdb(connection_.get()); database != nullptr) name_ += std::string(" ") + database;
    if (const char* host = PQhost(connection_.get()); host != nullptr) name_ += std::string(" on ") + host;
    if (PQstatus(connection_.get()) != CONNECTION_OK) fail(nullptr);
    start_session();
}

void PostgresDatabase::fail(const PGresult* answer) const {
    std::string message = answer != nullptr ? PQresultErrorMessage(answer) : "";
    if (message.empty()) message = PQerrorMessage(connection_.get());
    const char* state = answer != nullptr ? PQresultErrorField(answer, PG_DIAG_SQLSTATE) : nullptr;
    const bool locked = state != nullptr && std::strcmp(state, "55P03") == 0;
    throw DatabaseError(name_ + ": " + std::string(trimmed(message)) +
                        (locked ? "; another program is writing to it." : ""));
}

Answer PostgresDatabase::checked(Answer answer) const {
    const ExecStatusType status = PQresultStatus(answer.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail(answer.get());
    return answer;
}

Answer PostgresDatabase::execute(std::string_view sql) {
    return checked(Answer(PQexec(connection_.get(), std::string(sql).c_str())));
}

void PostgresDatabase::start_session() {
    PQsetNoticeProcessor(
        connection_.get(), [](void*, const char*) {}, nullptr);
    statements_.clear();
    execute("SET lock_timeout = " + std::to_string(lock_wait_.count()));
    set_unless_given("statement_timeout", kStatementTimeout);
    set_unless_given("idle_in_transaction_session_timeout", kIdleTimeout);
    const Answer encoding = execute("SHOW server_encoding");
    if (std::string_view(PQgetvalue(encoding.get(), 0, 0)) != "UTF8") {
        throw DatabaseError(name_ + " does not keep text as UTF-8; create it with ENCODING 'UTF8'.");
    }
}

/// A limit that the address, the role or the server may have set already (0 is none).
void PostgresDatabase::set_unless_given(const std::string& setting, const std::string& value) {
    const Answer known = execute("SHOW " + setting);
    if (std::string_view(PQgetvalue(known.get(), 0, 0)) == "0") execute("SET " + setting + " = '" + value + "'");
}

/// After a restart of the server the next call works again; the one that noticed has thrown.
void PostgresDatabase::reconnect_if_lost() {
    if (in_transaction_ || PQstatus(connection_.get()) == CONNECTION_OK) return;
    PQreset(connection_.get());
    if (PQstatus(connection_.get()) != CONNECTION_OK) fail(nullptr);
    start_session();
}

void PostgresDatabase::begin(Access access) {
    CHECK(!in_transaction_);
    reconnect_if_lost();
    const bool writes = access == Access::Write;
    execute(writes ? "BEGIN ISOLATION LEVEL READ COMMITTED" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    in_transaction_ = true;
    if (!writes) return;
    const Answer locked(PQexec(connection_.get(), kTakeWriterLock));
    if (PQresultStatus(locked.get()) == PGRES_TUPLES_OK) return;
    rollback();
    fail(locked.get());
}

void PostgresDatabase::commit() {
    CHECK(in_transaction_);
    const Answer answer = execute("COMMIT");
    in_transaction_ = false;
    // A transaction in which a statement failed ends so, without an error.
    if (std::string_view(PQcmdStatus(answer.get())) != "COMMIT")
        throw DatabaseError(name_ + ": the write was rolled back.");
}

void PostgresDatabase::rollback() noexcept {
    if (in_transaction_) Answer(PQexec(connection_.get(), "ROLLBACK"));
    in_transaction_ = false;
}

const std::string& PostgresDatabase::statement(std::string_view sql, const Parameters& parameters,
                                               std::size_t row_columns) {
    const auto kept = statements_.find(sql);
    if (kept != statements_.end()) return kept->second;
    const std::string text = with_placeholder(sql, "{rows}", unnested_rows(row_columns));
    const std::string statement_name = "s" + std::to_string(statements_.size());
    checked(Answer(PQprepare(connection_.get(), statement_name.c_str(), text.c_str(), parameters.size(),
                             parameters.types().data())));
    return statements_.emplace(std::string(sql), statement_name).first->second;
}

void PostgresDatabase::run_prepared(std::string_view sql, const Parameters& parameters, std::size_t row_columns,
                                    const RowVisitor& visit) {
    reconnect_if_lost();
    const std::string& statement_name = statement(sql, parameters, row_columns);
    const Answer answer = checked(parameters.execute(connection_.get(), statement_name));
    for (int row = 0; row < PQntuples(answer.get()); ++row) visit(PostgresRow(answer.get(), row));
}

void PostgresDatabase::run(std::string_view sql, std::initializer_list<Value> values, const RowVisitor& visit) {
    run_prepared(sql, parameters_of(values), 0, visit);
}

void PostgresDatabase::run_each(std::string_view sql, const Batch& batch, const RowVisitor& visit) {
    if (batch.size() > 0) run_prepared(sql, parameters_of(batch), batch.columns().size(), visit);
}

void PostgresDatabase::define(std::string_view sql) {
    execute(with_placeholder(with_placeholder(sql, "{key}", "TEXT COLLATE \"C\""), "{clustered}", ""));
}

std::vector<std::string> PostgresDatabase::tables() {
    std::vector<std::string> names;
    bool has_schema = false;
    run("SELECT current_schema() IS NOT NULL", {}, [&](const Row& row) { has_schema = row.text(0) == "t"; });
    if (!has_schema) throw DatabaseError(name_ + ": the schema of its search_path does not exist; create it first.");
    run("SELECT relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
        "WHERE n.nspname = current_schema() AND relkind IN ('r', 'v', 'm', 'f', 'p') ORDER BY c.oid",
        {}, [&](const Row& row) { names.emplace_back(row.text(0)); });
    return names;
}

std::vector<Database::ColumnInfo> PostgresDatabase::columns(std::string_view table) {
    std::vector<ColumnInfo> found;
    run("SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = current_schema() AND "
        "table_name = $1 ORDER BY ordinal_position",
        {table}, [&](const Row& row) {
            found.push_back(
                {std::string(row.text(0)), row.text(1) == "bigint" ? ColumnType::Integer : ColumnType::Text});
        });
    return found;
}

void PostgresDatabase::scan(const std::string& sql, const RowVisitor& visit) {
    CHECK(in_transaction_);
    execute("DECLARE scanned NO SCROLL CURSOR FOR " + sql);
    for (bool more = true; more;) {
        const Answer answer = execute("FETCH 1000 FROM scanned");
        for (int row = 0; row < PQntuples(answer.get()); ++row) visit(PostgresRow(answer.get(), row));
        more = PQntuples(answer.get()) > 0;
    }
    execute("CLOSE scanned");
}

void PostgresDatabase::compact(Compaction how) {
    CHECK(!in_transaction_);
    // What was deleted is used again by the server itself; only the whole gives room back to the disk.
    if (how == Compaction::FreePages) return;
    for (const std::string& table : tables()) execute("VACUUM (FULL, ANALYZE) " + table);
}

}  // namespace

std::unique_ptr<Database> open_postgres_database(const std::string& address, std::chrono::milliseconds lock_wait) {
    return std::make_unique<PostgresDatabase>(address, lock_wait);
}

}  // namespace xinglin
