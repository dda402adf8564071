#include "intake/csv.h"

#include <algorithm>
#include <utility>

#include "base/strings.h"

namespace xinglin {
namespace {

/// How much of the buffer is behind the reader before it is given back.
constexpr std::size_t kDropBytes = std::size_t{1} << 20;

constexpr std::string_view kSeparators = ",;\t|";

/// How many rows of a title may stand above the header.
constexpr std::size_t kMaxTitleRows = 5;

/// What keeps a record from being cut into fields.
struct TableFault {
    std::string_view rule;
    std::string message;
};

std::string name_of_separator(char separator) {
    return separator == '\t' ? "tab" : std::string(1, separator);
}

std::string listed(const std::vector<std::string>& columns) {
    constexpr std::size_t kMost = 60;
    std::vector<std::string> shown(columns.begin(),
                                   columns.begin() + static_cast<std::ptrdiff_t>(std::min(columns.size(), kMost)));
    for (std::string& name : shown) name = "\"" + as_utf8(name, 120) + "\"";
    if (columns.size() > kMost) shown.emplace_back("...");
    return join(shown, ", ");
}

class TableReader : public RowReader {
  public:
    TableReader(std::unique_ptr<Input> input, char separator) : RowReader(std::move(input)), separator_(separator) {}

    /// Takes the names of the columns from the first record, or numbers them by it.
    Result<Done> read_columns(const ImportProfile& profile, const std::string& file);

    Step next() override;

  private:
    /// Whether buffer_[at] is there, after reading on if need be.
    bool has(std::size_t at) {
        while (at >= buffer_.size()) {
            const std::string_view block = source().next();
            if (block.empty()) return false;
            buffer_ += block;
        }
        return true;
    }

    bool sees(std::size_t at, char c) { return has(at) && buffer_[at] == c; }

    bool is_too_long(std::size_t at) const { return at - begin_ > kMaxRowBytes; }

    bool skip_blank_lines();
    std::optional<TableFault> read_record();
    std::optional<TableFault> read_field(std::size_t& at);
    std::optional<TableFault> read_quoted(std::size_t& at);
    void end_at_line();
    void end_record(std::size_t at);
    bool has_right_count();
    Result<Done> read_names(const ImportProfile& profile, const std::string& file);
    std::size_t count_mapped(const ImportProfile& profile) const;
    std::string_view record() const;
    Error refused(const std::string& file, std::string message) const;
    Result<Done> check_columns(const ImportProfile& profile, const std::string& file) const;

    char separator_;
    std::vector<std::string> columns_;
    std::size_t min_fields_ = 0;  ///< a table without header may leave out columns at the end that nobody asks for
    std::vector<std::string> fields_;
    std::size_t field_count_ = 0;
    std::string buffer_;     ///< of the input, from some record's beginning on
    std::size_t begin_ = 0;  ///< of the record in buffer_
    std::size_t end_ = 0;    ///< of the record with its line end
    std::size_t line_ = 1;   ///< on which the record begins
    std::size_t next_line_ = 1;
    bool has_first_row_ = false;  ///< a table without header: the columns were counted on it, and it is still to come
};

/// Puts begin_ where the next record begins.
bool TableReader::skip_blank_lines() {
    begin_ = end_;
    line_ = next_line_;
    if (begin_ > kDropBytes) {
        buffer_.erase(0, begin_);
        begin_ = 0;
    }
    while (has(begin_)) {
        std::size_t at = begin_;
        if (buffer_[at] == '\r' && !has(++at)) return false;
        if (!sees(at, '\n')) return true;
        begin_ = at + 1;
        ++line_;
    }
    return false;
}

void TableReader::end_record(std::size_t at) {
    if (sees(at, '\r')) ++at;
    if (sees(at, '\n')) ++at;
    end_ = at;
    next_line_ =
        line_ + static_cast<std::size_t>(std::count(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_),
                                                    buffer_.begin() + static_cast<std::ptrdiff_t>(end_), '\n'));
}

/// Ends the record with its first line, whatever that holds.
void TableReader::end_at_line() {
    std::size_t at = begin_;
    while (has(at)) {
        const std::size_t line_end = buffer_.find('\n', at);
        if (line_end != std::string::npos) {
            end_ = line_end + 1;
            next_line_ = line_ + 1;
            return;
        }
        // A line without end is passed over in pieces, so that it is never held whole.
        if (buffer_.size() - begin_ > 2 * kMaxRowBytes) buffer_.resize(begin_ + kMaxRowBytes);
        at = buffer_.size();
    }
    end_ = buffer_.size();
    next_line_ = line_ + 1;
}

std::optional<TableFault> TableReader::read_quoted(std::size_t& at) {
    std::string& field = fields_[field_count_ - 1];
    ++at;
    for (;;) {
        if (!has(at)) {
            return TableFault{"broken-table",
                              "The quotation mark that opens field " + std::to_string(field_count_) +
                                  " is never closed. Close it, and double each quotation mark inside a quoted field."};
        }
        const std::size_t quote = std::min(buffer_.find('"', at), buffer_.size());
        if (is_too_long(quote) || field.size() + (quote - at) > kMaxRowFieldBytes) {
            return TableFault{"field-too-long", "Field " + std::to_string(field_count_) + " has more than " +
                                                    std::to_string(kMaxRowFieldBytes) +
                                                    " bytes. Is the quotation mark that opens it never closed?"};
        }
        field.append(buffer_, at, quote - at);
        at = quote;
        if (at == buffer_.size()) continue;
        ++at;
        if (!sees(at, '"')) break;
        field += '"';
        ++at;
    }
    if (!has(at) || buffer_[at] == separator_ || buffer_[at] == '\n' || (buffer_[at] == '\r' && sees(at + 1, '\n'))) {
        return {};
    }
    return TableFault{"broken-table", "Something stands behind the closing quotation mark of field " +
                                          std::to_string(field_count_) +
                                          ". Double each quotation mark inside a quoted field."};
}

std::optional<TableFault> TableReader::read_field(std::size_t& at) {
    if (++field_count_ > fields_.size()) fields_.emplace_back();
    std::string& field = fields_[field_count_ - 1];
    field.clear();
    if (sees(at, '"')) return read_quoted(at);
    const char stops[] = {separator_, '\n'};
    for (;;) {
        if (!has(at)) break;
        const std::size_t stop = std::min(buffer_.find_first_of(stops, at, sizeof stops), buffer_.size());
        if (is_too_long(stop) || field.size() + (stop - at) > kMaxRowFieldBytes) {
            return TableFault{"field-too-long", "Field " + std::to_string(field_count_) + " has more than " +
                                                    std::to_string(kMaxRowFieldBytes) +
                                                    " bytes. Is a line end missing?"};
        }
        field.append(buffer_, at, stop - at);
        at = stop;
        if (at < buffer_.size()) break;
    }
    if ((!has(at) || buffer_[at] == '\n') && field.ends_with('\r')) field.pop_back();
    return {};
}

/// Cuts one record into fields_; end_ is behind it when there is no fault.
std::optional<TableFault> TableReader::read_record() {
    field_count_ = 0;
    std::size_t at = begin_;
    for (;;) {
        if (auto fault = read_field(at)) return fault;
        if (field_count_ > columns_.size() + kMaxRowFieldBytes) {
            return TableFault{"broken-table", "This row has more fields than any table. Is a line end missing?"};
        }
        if (!sees(at, separator_)) break;
        ++at;
    }
    end_record(at);
    return {};
}

/// Whether each column has a field. Separators too many at the end of a line are common, and harmless.
bool TableReader::has_right_count() {
    while (field_count_ > columns_.size() && fields_[field_count_ - 1].empty()) --field_count_;
    return field_count_ >= min_fields_ && field_count_ <= columns_.size();
}

std::string_view TableReader::record() const {
    std::string_view text(buffer_.data() + begin_, std::min(end_, buffer_.size()) - begin_);
    if (text.ends_with('\n')) text.remove_suffix(1);
    if (text.ends_with('\r')) text.remove_suffix(1);
    return text;
}

RowReader::Step TableReader::next() {
    if (!has_first_row_) {
        if (!skip_blank_lines()) return Step::End;
        if (auto fault = read_record()) {
            if (source().failure()) return Step::End;
            // Only its first line: what follows may be longer than it is because of the fault alone.
            end_at_line();
            return faulty(line_, fault->rule, std::move(fault->message), record());
        }
    }
    has_first_row_ = false;
    if (source().failure() && end_ == buffer_.size()) return Step::End;
    const std::size_t found = field_count_;
    if (!has_right_count()) {
        return faulty(line_, "broken-table",
                      "This row has " + std::to_string(found) + " fields and the table " +
                          std::to_string(columns_.size()) +
                          " columns. Put quotation marks around fields that hold the separator, and write every column "
                          "in every row.",
                      record());
    }
    if (auto bad = begin_row(record(), line_)) return faulty(line_, bad->rule, std::move(bad->message), record());
    ++row_.number;
    for (std::size_t i = 0; i < field_count_; ++i) row_.fields.emplace(columns_[i], fields_[i]);
    return Step::Row;
}

Error TableReader::refused(const std::string& file, std::string message) const {
    return {ErrorCode::InvalidInput, std::move(message), file + ":" + std::to_string(line_)};
}

Result<Done> TableReader::check_columns(const ImportProfile& profile, const std::string& file) const {
    if (columns_.size() == 1 && profile.has_header) {
        for (const char other : kSeparators) {
            if (other == separator_ || columns_.front().find(other) == std::string::npos) continue;
            return refused(file, "With the separator \"" + name_of_separator(separator_) +
                                     "\" this table has one column; it looks as if separator = \"" +
                                     name_of_separator(other) + "\" were meant.");
        }
    }
    std::vector<std::string> mapped;
    for (const auto& entry : profile.columns) mapped.push_back(entry.first);
    std::ranges::sort(mapped);
    for (const std::string& name : mapped) {
        const std::string& column = profile.columns.find(name)->second;
        const auto count = std::ranges::count(columns_, column);
        if (count == 1) continue;
        return refused(file, "The profile says \"" + name + "=" + column + "\", but the table has " +
                                 (count == 0 ? "no such column" : "several columns of this name") +
                                 ". Its columns are: " + listed(columns_) + ".");
    }
    return Done{};
}

/// Takes the record that begins here as the names of the columns.
Result<Done> TableReader::read_names(const ImportProfile& profile, const std::string& file) {
    if (const auto fault = read_record()) {
        if (failure()) return *failure();
        return refused(file, "The first line cannot be read as a table's: " + fault->message);
    }
    if (begin_row(record(), line_)) return refused(file, "The first line of this file is no text in its encoding.");
    row_.text = {};
    columns_.clear();
    for (std::size_t i = 0; i < field_count_; ++i) {
        const std::string number = std::to_string(i + 1);
        const std::string_view name = trimmed(fields_[i]);
        columns_.emplace_back(profile.has_header && !name.empty() ? name : std::string_view(number));
    }
    if (profile.has_header) {
        // An empty name at the end is a separator too many.
        while (columns_.size() > 1 && trimmed(fields_[columns_.size() - 1]).empty()) columns_.pop_back();
    }
    return check_columns(profile, file);
}

/// How many of the profile's columns columns_ has.
std::size_t TableReader::count_mapped(const ImportProfile& profile) const {
    return static_cast<std::size_t>(std::ranges::count_if(profile.columns, [this](const auto& entry) {
        return std::ranges::find(columns_, entry.second) != columns_.end();
    }));
}

/// The header is the first row that has the profile's columns: spreadsheets put a title above it. When none has them,
/// the message speaks of the row that has the most.
Result<Done> TableReader::read_columns(const ImportProfile& profile, const std::string& file) {
    if (!skip_blank_lines()) {
        if (failure()) return *failure();
        return refused(file, profile.has_header ? "This file is empty; its first line should name the columns."
                                                : "This file is empty.");
    }
    auto checked = read_names(profile, file);
    std::size_t most = count_mapped(profile);
    for (std::size_t above = 0; !checked && profile.has_header && above < kMaxTitleRows; ++above) {
        if (failure() || !skip_blank_lines()) break;
        auto next = read_names(profile, file);
        if (!next && count_mapped(profile) <= most) continue;
        most = count_mapped(profile);
        checked = std::move(next);
    }
    if (failure()) return *failure();
    if (!checked) return checked;
    has_first_row_ = !profile.has_header;
    min_fields_ = profile.has_header ? columns_.size() : 1;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const bool is_named =
            std::ranges::any_of(profile.columns, [this, i](const auto& entry) { return entry.second == columns_[i]; });
        if (is_named) min_fields_ = std::max(min_fields_, i + 1);
    }
    return checked;
}

}  // namespace

Result<std::unique_ptr<RowReader>> open_table(std::unique_ptr<Input> input, const ImportProfile& profile,
                                              const std::string& file) {
    auto table = std::make_unique<TableReader>(std::move(input), profile.separator);
    const auto done = table->read_columns(profile, file);
    if (!done) return done.error();
    return std::unique_ptr<RowReader>(std::move(table));
}

}  // namespace xinglin
