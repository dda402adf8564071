#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "intake/adapter.h"
#include "intake/input.h"
#include "intake/profile.h"

namespace xinglin {

/// The most bytes that a row may have (one line of JSON, one record of a table, one entry of a bundle), and one of its
/// texts.
inline constexpr std::size_t kMaxRowBytes = std::size_t{1} << 20;
inline constexpr std::size_t kMaxRowFieldBytes = std::size_t{256} << 10;

/// Cuts an input into rows. A row that cannot be read is a finding and not the end. Memory is bounded by kMaxRowBytes,
/// whatever the input is. The same input gives the same rows, and numbers, each time.
class RowReader {
  public:
    enum class Step {
        Row,    ///< row() is the next one
        Fault,  ///< a row that cannot be read: fault() says why
        End,    ///< no more rows; failure() tells whether that is the input's end
    };

    explicit RowReader(std::unique_ptr<Input> input) : input_(std::move(input)) {}
    virtual ~RowReader() = default;
    RowReader(const RowReader&) = delete;
    RowReader& operator=(const RowReader&) = delete;

    virtual Step next() = 0;

    const InputRow& row() const { return row_; }         ///< valid until the next call
    const GateFinding& fault() const { return fault_; }  ///< valid until the next call
    std::size_t rows() const { return row_.number; }     ///< rows and faults so far

    /// Why reading ended before the input did; after this nothing of it should be taken.
    const std::optional<Error>& failure() const { return failure_ ? failure_ : input_->failure(); }

    const Input& input() const { return *input_; }

  protected:
    Input& source() { return *input_; }

    /// Makes `text` the next row, its fields empty; or answers the fault when it holds bytes that are no text.
    std::optional<GateFinding> begin_row(std::string_view text, std::size_t line);

    /// Makes `text` (at most kMaxRowBytes of JSON that must be one object) the next row or fault.
    Step json_row(std::string_view text, std::size_t line);

    /// Counts a row that cannot be read. `text` may hold any bytes.
    Step faulty(std::size_t line, std::string_view rule, std::string message, std::string_view text);

    void fail(Error error) { failure_ = std::move(error); }

    InputRow row_;

  private:
    std::unique_ptr<Input> input_;
    GateFinding fault_;
    std::optional<Error> failure_;
};

/// Whether the file is a workbook (.xlsx, .ods), told by its first bytes.
bool is_workbook(const std::filesystem::path& file);

/// Opens an input as the rows that the profile's adapter reads; of a workbook its sheet, in memory. Errors as
/// Input::open(); InvalidInput when a table's header does not have the columns that the profile names.
Result<std::unique_ptr<RowReader>> open_rows(const std::filesystem::path& file, const ImportProfile& profile);

/// The same over an input that is open; `name` is for errors.
Result<std::unique_ptr<RowReader>> rows_of(std::unique_ptr<Input> input, const ImportProfile& profile,
                                           const std::string& name);

/// `text` as valid UTF-8 without NUL, whatever its bytes are; at most `limit_bytes` of it.
std::string as_utf8(std::string_view text, std::size_t limit_bytes);

}  // namespace xinglin
