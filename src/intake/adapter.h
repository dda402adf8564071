#pragma once

#include <boost/json.hpp>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "intake/profile.h"
#include "knowledge/knowledge.h"
#include "records/record.h"

namespace xinglin {

/// One row of an input. `fields` is the object of a JSON line; for a table, the file's column names (or "1", "2", ...
/// when it has no header) with their texts; for FHIR an entry {"fullUrl": ..., "resource": {...}}, also when the input
/// is resources without a bundle around them (then without fullUrl).
struct InputRow {
    std::size_t number = 0;  ///< from 1; what resuming counts
    std::size_t line = 0;    ///< the line of the file on which it begins, from 1; 0 when the format has no lines
    std::string_view text;   ///< as it stands in the file, for quarantine
    boost::json::object fields;
};

/// Something of a row that was not taken over: what, where and how to mend it.
struct GateFinding {
    std::size_t line = 0;
    std::string field;    ///< "gaishu_info.has_complication[3]"; "" for the row as a whole
    std::string rule;     ///< an id of rules()
    std::string message;  ///< what is wrong and how to mend it
    std::string text;     ///< the offending text, or the row
};

/// What one or more rows turned into.
struct IntakePart {
    KnowledgeData knowledge;
    std::vector<Record> records;
    std::vector<GateFinding> findings;
};

/// Turns rows into knowledge and records, and says what it did not take over. An import reads its input twice, so that
/// what only the whole file shows (repetition, duplicates, what a name is) is known before the first row is stored; an
/// import that was interrupted surveys the whole input again and converts the rest. convert() depends on the survey and
/// on its row alone, so that rows give the same result in any grouping. Memory grows with the number of distinct names,
/// some tens of bytes each, never with the texts. One adapter is used by one thread.
class Adapter {
  public:
    virtual ~Adapter() = default;

    /// First pass, every row in order.
    virtual void survey(const InputRow& row) = 0;

    /// Second pass: appends to `out`. The same entity may come again with another row, then with equal content.
    virtual void convert(const InputRow& row, IntakePart& out) = 0;
};

/// What an adapter may compare with.
struct IntakeContext {
    const Knowledge* curated = nullptr;  ///< the curated knowledge of the store at the import's start; outlives it
};

/// Grow when an adapter, or the gate, makes something else of the same row: what an older version staged is discarded.
inline constexpr int kAdapterVersion = 2;
inline constexpr int kGateVersion = 1;

/// The adapter that the profile names. InvalidInput when the profile lacks what this adapter needs; `where` is the key.
Result<std::unique_ptr<Adapter>> make_adapter(const ImportProfile& profile, const IntakeContext& context);

}  // namespace xinglin
