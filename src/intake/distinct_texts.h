#pragma once

#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

namespace xinglin {

/// A list of texts, each once and in the order in which they came: one row of a table, or all rows of one hospital, may
/// hold a hundred thousand of them.
class DistinctTexts {
  public:
    DistinctTexts() = default;
    explicit DistinctTexts(std::vector<std::string> texts) {
        for (std::string& text : texts) add(std::move(text));
    }

    /// An empty text is none. O(text).
    void add(std::string text) {
        if (!text.empty() && known_.insert(text).second) texts_.push_back(std::move(text));
    }
    bool contains(const std::string& text) const { return known_.contains(text); }

    const std::vector<std::string>& texts() const { return texts_; }
    std::vector<std::string> take() && { return std::move(texts_); }

  private:
    std::vector<std::string> texts_;
    std::unordered_set<std::string> known_;
};

}  // namespace xinglin
