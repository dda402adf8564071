#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/strings.h"
#include "intake/disease_row.h"

namespace xinglin {

/// What only a whole dump of diseases shows: which names are diseases, which lists and texts come again and again,
/// and which diseases are kin. Two rows are kin when their names share two neighbouring characters or when they share a
/// department; a thing that is named far more often among the kin of a row than elsewhere is no accident of that row.
/// Keeps names and row numbers, no texts.
class DiseaseSurvey {
  public:
    void add(const InputRow& row, const DiseaseRow& disease);

    /// The number of the row that is this disease, the first when there are several.
    std::optional<std::size_t> disease_row(std::string_view folded_name) const;

    /// How often the name stands in this list, over all rows.
    std::size_t uses(DiseaseList list, std::string_view folded_name) const;
    /// The first row in whose list it stands; 0 when there is none.
    std::size_t first_use(DiseaseList list, std::string_view folded_name) const;

    /// In how many rows this list, in any order, stands whole.
    std::size_t repetitions(DiseaseList list, const DiseaseRow& disease) const;
    /// In how many rows this text stands.
    std::size_t repetitions(std::string_view text) const;

    /// The rows with which a row shares a piece of its name or a department.
    struct Kin {
        struct Group {
            const std::vector<std::uint32_t>* rows = nullptr;
            bool by_name = false;
        };
        std::vector<Group> groups;
    };
    /// What the kin of a row must show.
    struct KinTest {
        bool by_name_only = false;  ///< departments do not count
        double lift = 1;            ///< how many times as often as all rows they have the name
        double share_of_users = 0;  ///< which share of the rows with the name one group holds
        double share_of_kin = 0;    ///< which share of that group has the name
    };

    /// Valid until the next add().
    Kin kin_of(const DiseaseRow& disease) const;

    /// Whether one group of kin passes the test: at least two other rows of it have the name in the list.
    bool has_kin(DiseaseList list, std::string_view folded_name, const Kin& kin, const KinTest& test) const;

    /// Whether the dump says that `subject` is complicated by `object`, both folded.
    bool is_complicated(std::string_view subject, std::string_view object) const;

    bool has_food_before(std::size_t row_number) const { return first_food_ != 0 && first_food_ < row_number; }
    std::size_t rows() const { return row_count_; }

  private:
    using Rows = std::vector<std::uint32_t>;  ///< ascending

    const Rows* rows_of(DiseaseList list, std::string_view folded_name) const;
    std::vector<std::string> pieces_of(const DiseaseRow& disease) const;

    std::uint32_t row_count_ = 0;
    std::size_t first_food_ = 0;
    StringMap<std::size_t> diseases_;
    StringMap<Rows> uses_[kDiseaseListCount];
    StringMap<Rows> kin_;
    std::unordered_map<std::uint64_t, std::uint32_t> lists_[kDiseaseListCount];
    std::unordered_map<std::uint64_t, std::uint32_t> texts_;
    std::unordered_set<std::uint64_t> complications_;
};

}  // namespace xinglin
