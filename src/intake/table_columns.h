#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "intake/adapter.h"
#include "intake/profile.h"

namespace xinglin {

/// A table's columns by our names for them.
class TableColumns {
  public:
    /// InvalidInput when the profile does not say where a required field stands, or says it of a field that the adapter
    /// does not know; `where` is "columns".
    static Result<TableColumns> choose(const ImportProfile& profile, std::span<const std::string_view> required,
                                       std::span<const std::string_view> optional);
    static Result<TableColumns> choose(const ImportProfile& profile, std::initializer_list<std::string_view> required,
                                       std::initializer_list<std::string_view> optional) {
        return choose(profile, std::span(required.begin(), required.size()),
                      std::span(optional.begin(), optional.size()));
    }

    bool has(std::string_view field) const { return columns_.contains(field) || values_.contains(field); }

    /// The row's text as it stands in the field's column, or what the profile says of every row; "" without either.
    std::string_view raw(const InputRow& row, std::string_view field) const;

    /// The row's text in the field's column, tidied and without simple markup; "" when the profile or the row does not
    /// have it, and for a placeholder.
    std::string text(const InputRow& row, std::string_view field) const;

    /// What the file calls the field, for findings; our own name when the profile does not have it.
    std::string column(std::string_view field) const;

  private:
    StringMap<std::string> columns_;
    StringMap<std::string> values_;
};

/// `text` with LF for CR LF, CR and the line ends of Unicode, and without white space (no-break, ideographic,
/// zero-width) or byte order marks around it.
std::string tidied(std::string_view text);

/// Whether `text` only says that nothing is said (NULL, N/A, —, 暂无): data/language/placeholders.txt, and marks alone.
bool is_placeholder(std::string_view text);

/// The parts of a list that a table keeps in one field, parted by ; ； 、 | or line ends; tidied, none empty and none a
/// placeholder.
std::vector<std::string> listed(std::string_view text);

}  // namespace xinglin
