#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "intake/input.h"
#include "intake/rows.h"

namespace xinglin {

/// The lines of an input, in memory bounded by kMaxRowBytes.
class InputLines {
  public:
    struct Line {
        std::size_t number = 0;    ///< from 1
        std::string_view text;     ///< without its line end (LF or CR LF); valid until the next call
        bool is_too_long = false;  ///< `text` is only the beginning
        bool is_open = false;      ///< the input ends without a line end
    };

    /// `input` must outlive the reader; `first` is what was taken of it already.
    explicit InputLines(Input& input, std::string_view first = {}) : input_(input), block_(first) {}

    std::optional<Line> next();

  private:
    Input& input_;
    std::string_view block_;
    std::string line_;
    std::size_t number_ = 0;
};

/// One JSON object a line; empty lines are passed over.
class JsonLinesReader : public RowReader {
  public:
    explicit JsonLinesReader(std::unique_ptr<Input> input, std::string_view first = {})
        : RowReader(std::move(input)), lines_(source(), first) {}

    Step next() override;

  private:
    InputLines lines_;
};

}  // namespace xinglin
