#include "records/record.h"

#include "base/name_table.h"

namespace xinglin {
namespace {

constexpr NameTable<RecordKind> kRecordKinds("article", "doctor", "hospital", "drug", "test", "question");
static_assert(std::variant_size_v<decltype(Record::body)> == kRecordKindCount);

constexpr NameTable<Status> kStatuses("draft", "in_review", "published", "retired");
constexpr NameTable<DrugClassification> kDrugClassifications("unknown", "prescription", "otc_a", "otc_b");

struct NameOfBody {
    const std::string& operator()(const Article& article) const { return article.title; }
    const std::string& operator()(const Question& question) const { return question.title; }
    template <typename Named>
    const std::string& operator()(const Named& named) const {
        return named.name;
    }
};

}  // namespace

std::string_view name_of(RecordKind kind) {
    return kRecordKinds.name_of(kind);
}

std::optional<RecordKind> record_kind_named(std::string_view name) {
    return kRecordKinds.named(name);
}

std::string_view name_of(Status status) {
    return kStatuses.name_of(status);
}

std::optional<Status> status_named(std::string_view name) {
    return kStatuses.named(name);
}

std::string_view name_of(DrugClassification classification) {
    return kDrugClassifications.name_of(classification);
}

std::optional<DrugClassification> drug_classification_named(std::string_view name) {
    return kDrugClassifications.named(name);
}

const std::string& name_of(const Record& record) {
    return std::visit(NameOfBody{}, record.body);
}

std::string_view slug_of(std::string_view id) {
    const auto slash = id.find('/');
    return slash == std::string_view::npos ? id : id.substr(slash + 1);
}

}  // namespace xinglin
