#include "intake/disease_survey.h"

#include <algorithm>
#include <utility>

#include "text/fold.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

/// Fewer rows than this are too few to compare with.
constexpr std::size_t kKinNeeded = 3;

std::uint64_t hash_of_list(const std::vector<RowItem>& items) {
    std::vector<std::string> names;
    names.reserve(items.size());
    for (const RowItem& item : items) names.push_back(fold(item.text));
    std::sort(names.begin(), names.end());
    return fnv1a(join(names, "\n"));
}

std::uint64_t hash_of_pair(std::string_view subject, std::string_view object) {
    return fnv1a(std::string(subject) + "\n" + std::string(object));
}

std::size_t count_common(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
    const std::vector<std::uint32_t>& few = a.size() < b.size() ? a : b;
    const std::vector<std::uint32_t>& many = a.size() < b.size() ? b : a;
    std::size_t common = 0;
    auto at = many.begin();
    for (const std::uint32_t row : few) {
        at = std::lower_bound(at, many.end(), row);
        if (at == many.end()) break;
        if (*at == row) ++common;
    }
    return common;
}

bool is_department(const std::string& piece) {
    return piece.front() == '@';
}

}  // namespace

std::vector<std::string> DiseaseSurvey::pieces_of(const DiseaseRow& disease) const {
    std::vector<std::string> pieces;
    const std::string name = fold(disease.name);
    std::size_t previous = std::string::npos;
    for (std::size_t at = 0; at < name.size();) {
        const std::size_t length = decode_utf8(name, at).length;
        if (previous != std::string::npos) pieces.push_back(name.substr(previous, at + length - previous));
        previous = at;
        at += length;
    }
    for (const RowItem& item : disease.list(DiseaseList::Departments)) pieces.push_back("@" + fold(item.text));
    std::sort(pieces.begin(), pieces.end());
    pieces.erase(std::unique(pieces.begin(), pieces.end()), pieces.end());
    return pieces;
}

void DiseaseSurvey::add(const InputRow& row, const DiseaseRow& disease) {
    ++row_count_;
    const auto number = static_cast<std::uint32_t>(row.number);
    if (disease.has_food && first_food_ == 0) first_food_ = row.number;
    const std::string name = fold(disease.name);
    if (name.empty() || !diseases_.emplace(name, row.number).second) return;
    for (const std::string& piece : pieces_of(disease)) kin_[piece].push_back(number);
    for (int i = 0; i < kDiseaseListCount; ++i) {
        const std::vector<RowItem>& items = disease.lists[i];
        for (const RowItem& item : items) {
            Rows& rows = uses_[i][fold(item.text)];
            if (rows.empty() || rows.back() != number) rows.push_back(number);
        }
        if (!items.empty()) ++lists_[i][hash_of_list(items)];
    }
    for (const RowItem& item : disease.list(DiseaseList::Complications)) {
        complications_.insert(hash_of_pair(name, fold(item.text)));
    }
    for (const RowItem* text : {&disease.causes, &disease.prevention, &disease.nursing}) {
        if (!text->text.empty()) ++texts_[fnv1a(text->text)];
    }
}

std::optional<std::size_t> DiseaseSurvey::disease_row(std::string_view folded_name) const {
    const auto found = diseases_.find(folded_name);
    if (found == diseases_.end()) return std::nullopt;
    return found->second;
}

const DiseaseSurvey::Rows* DiseaseSurvey::rows_of(DiseaseList list, std::string_view folded_name) const {
    const auto& uses = uses_[static_cast<int>(list)];
    const auto found = uses.find(folded_name);
    return found == uses.end() ? nullptr : &found->second;
}

std::size_t DiseaseSurvey::uses(DiseaseList list, std::string_view folded_name) const {
    const Rows* rows = rows_of(list, folded_name);
    return rows == nullptr ? 0 : rows->size();
}

std::size_t DiseaseSurvey::first_use(DiseaseList list, std::string_view folded_name) const {
    const Rows* rows = rows_of(list, folded_name);
    return rows == nullptr ? 0 : rows->front();
}

std::size_t DiseaseSurvey::repetitions(DiseaseList list, const DiseaseRow& disease) const {
    const auto& lists = lists_[static_cast<int>(list)];
    const auto found = lists.find(hash_of_list(disease.list(list)));
    return found == lists.end() ? 0 : found->second;
}

std::size_t DiseaseSurvey::repetitions(std::string_view text) const {
    const auto found = texts_.find(fnv1a(text));
    return found == texts_.end() ? 0 : found->second;
}

DiseaseSurvey::Kin DiseaseSurvey::kin_of(const DiseaseRow& disease) const {
    Kin kin;
    for (const std::string& piece : pieces_of(disease)) {
        const auto found = kin_.find(piece);
        if (found == kin_.end() || found->second.size() < kKinNeeded) continue;
        kin.groups.push_back({&found->second, !is_department(piece)});
    }
    return kin;
}

bool DiseaseSurvey::has_kin(DiseaseList list, std::string_view folded_name, const Kin& kin, const KinTest& test) const {
    const Rows* users = rows_of(list, folded_name);
    if (users == nullptr || users->size() < kKinNeeded) return false;
    const auto user_count = static_cast<double>(users->size());
    return std::any_of(kin.groups.begin(), kin.groups.end(), [&](const Kin::Group& group) {
        if (!group.by_name && test.by_name_only) return false;
        const std::size_t common = count_common(*users, *group.rows);
        if (common < kKinNeeded) return false;
        const auto kin_count = static_cast<double>(group.rows->size());
        const auto both = static_cast<double>(common);
        return both - 1 >= test.lift * user_count * kin_count / row_count_ &&
               both >= test.share_of_users * user_count && both >= test.share_of_kin * kin_count;
    });
}

bool DiseaseSurvey::is_complicated(std::string_view subject, std::string_view object) const {
    return complications_.contains(hash_of_pair(subject, object));
}

}  // namespace xinglin
