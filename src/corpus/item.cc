#include "corpus/item.h"

#include "base/name_table.h"

namespace xinglin {

constexpr NameTable<ItemType> kItemTypeNames("condition", "symptom", "article", "question", "doctor", "hospital",
                                             "drug", "test", "procedure", "department");

std::string_view name_of(ItemType type) {
    return kItemTypeNames.name_of(type);
}

std::optional<ItemType> item_type_named(std::string_view name) {
    return kItemTypeNames.named(name);
}

ItemType item_type_of(RecordKind kind) {
    switch (kind) {
        case RecordKind::Article:
            return ItemType::Article;
        case RecordKind::Doctor:
            return ItemType::Doctor;
        case RecordKind::Hospital:
            return ItemType::Hospital;
        case RecordKind::Drug:
            return ItemType::Drug;
        case RecordKind::Test:
            return ItemType::Test;
        case RecordKind::Question:
            return ItemType::Question;
    }
    return ItemType::Article;
}

std::optional<ItemType> item_type_of(ConceptKind kind) {
    switch (kind) {
        case ConceptKind::Condition:
            return ItemType::Condition;
        case ConceptKind::Symptom:
            return ItemType::Symptom;
        case ConceptKind::Test:
            return ItemType::Test;
        case ConceptKind::Procedure:
            return ItemType::Procedure;
        case ConceptKind::Department:
            return ItemType::Department;
        case ConceptKind::Substance:
        case ConceptKind::Class:
        case ConceptKind::Site:
        case ConceptKind::Population:
        case ConceptKind::Cause:
            return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace xinglin
