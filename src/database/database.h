#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace xinglin {

/// A value to bind. Text is borrowed for the length of the call, is UTF-8 and holds no NUL.
using Value = std::variant<std::int64_t, std::string_view>;

/// One row of an answer; columns count from 0. Valid inside the visit only.
class Row {
  public:
    virtual ~Row() = default;
    virtual std::int64_t integer(int column) const = 0;
    virtual std::string_view text(int column) const = 0;
};

/// Called once a row. It may throw, but must not use the database that calls it.
using RowVisitor = std::function<void(const Row&)>;
inline void ignore_rows(const Row&) {}

enum class ColumnType { Integer, Text };

/// Rows for one bulk statement, kept column by column.
class Batch {
  public:
    struct Column {
        ColumnType type;
        std::vector<std::int64_t> integers;
        std::string bytes;              ///< of a text column: the texts one behind the other
        std::vector<std::size_t> ends;  ///< where each text ends in `bytes`

        std::string_view text(std::size_t row) const;
    };

    explicit Batch(std::span<const ColumnType> types);
    explicit Batch(std::initializer_list<ColumnType> types) : Batch(std::span(types.begin(), types.size())) {}

    /// One value for each column, of its type.
    void add(std::span<const Value> values);
    void add(std::initializer_list<Value> values) { add(std::span(values.begin(), values.size())); }
    void clear();

    std::size_t size() const { return size_; }
    std::size_t bytes() const;  ///< memory of the texts
    const std::vector<Column>& columns() const { return columns_; }

  private:
    std::vector<Column> columns_;
    std::size_t size_ = 0;
};

/// A transaction that only reads sees one state throughout; one that writes is alone with all others of its kind.
enum class Access { Read, Write };

/// One connection to an SQL database, used by one thread at a time. SQL is written once for all of them: parameters are
/// $1, $2, ...; statements are prepared once and kept, so SQL text is a constant, never built from data. Every function
/// but rollback() throws DatabaseError when the world fails; then the transaction is to be rolled back.
class Database {
  public:
    virtual ~Database() = default;

    virtual const std::string& name() const = 0;  ///< for messages; holds no password

    virtual void begin(Access access) = 0;
    virtual void commit() = 0;
    virtual void rollback() noexcept = 0;  ///< No-op outside a transaction.
    virtual bool in_transaction() const = 0;
    virtual bool is_read_only() const { return false; }  ///< then begin(Access::Write) throws

    virtual void run(std::string_view sql, std::initializer_list<Value> values, const RowVisitor& visit) = 0;
    void run(std::string_view sql, std::initializer_list<Value> values) { run(sql, values, ignore_rows); }

    /// Runs `sql` over all rows of the batch, in one round trip where the database is remote. In it "{rows}" stands for
    /// a table `rows` with columns c1, c2, ... The order of the answer's rows is open.
    virtual void run_each(std::string_view sql, const Batch& batch, const RowVisitor& visit) = 0;
    void run_each(std::string_view sql, const Batch& batch) { run_each(sql, batch, ignore_rows); }

    /// Runs statements that define tables. "{key}" stands for a text type that compares byte by byte, "{clustered}"
    /// after a table's columns for rows kept in the order of the primary key where the database can.
    virtual void define(std::string_view sql) = 0;

    /// Names of all tables and views where ours are or would be, in the order in which they were made.
    virtual std::vector<std::string> tables() = 0;

    struct ColumnInfo {
        std::string name;
        ColumnType type;

        friend bool operator==(const ColumnInfo&, const ColumnInfo&) = default;
    };
    /// The columns of a table of ours, in order.
    virtual std::vector<ColumnInfo> columns(std::string_view table) = 0;

    /// Like run() for one statement that answers many rows, in bounded memory. In a transaction only.
    virtual void scan(const std::string& sql, const RowVisitor& visit) = 0;

    /// Writes what the open transaction sees (it must have read something) to a new file, page by page, and answers
    /// true; false where the database is no file. Holds up neither readers nor writers.
    virtual bool copy_to_file(const std::string& path) = 0;

    /// Throws when the database's own check finds damage. O(all).
    virtual void check() = 0;

    enum class Compaction {
        FreePages,  ///< gives the room of what was deleted back to the disk where that is cheap
        Everything  ///< writes the whole anew; needs as much room again meanwhile, and other writers wait
    };
    /// Outside of a transaction.
    virtual void compact(Compaction how) = 0;
};

/// A transaction that is rolled back unless committed.
class Transaction {
  public:
    Transaction(Database& database, Access access) : database_(database) { database_.begin(access); }
    ~Transaction() { database_.rollback(); }
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    void commit() { database_.commit(); }

  private:
    Database& database_;
};

/// `text` with every `placeholder` replaced.
std::string with_placeholder(std::string_view text, std::string_view placeholder, std::string_view replacement);

/// "postgresql://…" or "postgres://…": not a path.
bool is_database_address(std::string_view location);

/// Connects; see open_store() for `location`. A call that waits for another writer longer than `lock_wait` throws.
/// Creates a missing SQLite file, writes nothing into one that is there. With Access::Read an SQLite file that this
/// user may not write is opened for reading only, and a missing one throws.
std::unique_ptr<Database> open_database(const std::string& location,
                                        std::chrono::milliseconds lock_wait = std::chrono::seconds(30),
                                        Access access = Access::Write);

std::unique_ptr<Database> open_sqlite_database(const std::string& path, std::chrono::milliseconds lock_wait,
                                               Access access = Access::Write);
std::unique_ptr<Database> open_postgres_database(const std::string& address, std::chrono::milliseconds lock_wait);

}  // namespace xinglin
