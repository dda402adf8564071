#pragma once

#include <signal.h>

#include <memory>
#include <string>

#include "database/database.h"
#include "store/sql_store.h"
#include "store/store.h"

namespace xinglin {

enum class FaultKind { ThrowBefore, ThrowAfter, KillBefore, KillAfter };

struct Fault {
    int at_call = 0;  ///< counts from 1; 0 never happens
    FaultKind kind = FaultKind::ThrowBefore;
    int calls = 0;
};

/// A database that fails once, before or after doing what it was asked.
class FaultyDatabase final : public Database {
  public:
    FaultyDatabase(std::unique_ptr<Database> inner, std::shared_ptr<Fault> fault)
        : inner_(std::move(inner)), fault_(std::move(fault)) {}

    const std::string& name() const override { return inner_->name(); }
    bool in_transaction() const override { return inner_->in_transaction(); }
    void rollback() noexcept override { inner_->rollback(); }
    void begin(Access access) override {
        call([&] { inner_->begin(access); });
    }
    void commit() override {
        call([&] { inner_->commit(); });
    }
    using Database::run;
    void run(std::string_view sql, std::initializer_list<Value> values, const RowVisitor& visit) override {
        call([&] { inner_->run(sql, values, visit); });
    }
    using Database::run_each;
    void run_each(std::string_view sql, const Batch& batch, const RowVisitor& visit) override {
        call([&] { inner_->run_each(sql, batch, visit); });
    }
    void define(std::string_view sql) override {
        call([&] { inner_->define(sql); });
    }
    std::vector<std::string> tables() override { return inner_->tables(); }
    std::vector<ColumnInfo> columns(std::string_view table) override { return inner_->columns(table); }
    void scan(const std::string& sql, const RowVisitor& visit) override {
        call([&] { inner_->scan(sql, visit); });
    }
    bool copy_to_file(const std::string& path) override { return inner_->copy_to_file(path); }
    void check() override { inner_->check(); }
    void compact(Compaction how) override {
        call([&] { inner_->compact(how); });
    }

  private:
    template <typename Function>
    void call(Function function) {
        const bool fails = ++fault_->calls == fault_->at_call;
        if (fails && fault_->kind == FaultKind::KillBefore) ::raise(SIGKILL);
        if (fails && fault_->kind == FaultKind::ThrowBefore) throw DatabaseError("planted");
        function();
        if (fails && fault_->kind == FaultKind::KillAfter) ::raise(SIGKILL);
        if (fails && fault_->kind == FaultKind::ThrowAfter) throw DatabaseError("planted");
    }

    std::unique_ptr<Database> inner_;
    std::shared_ptr<Fault> fault_;
};

inline std::unique_ptr<Store> faulty_store(const std::string& location, std::shared_ptr<Fault> fault) {
    return make_sql_store(std::make_unique<FaultyDatabase>(open_database(location), std::move(fault)));
}

}  // namespace xinglin
