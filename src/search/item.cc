#include "search/item.h"

namespace xinglin {

std::string_view name_of(ItemType type) {
    switch (type) {
        case ItemType::Condition:
            return "condition";
        case ItemType::Symptom:
            return "symptom";
        case ItemType::Article:
            return "article";
        case ItemType::Question:
            return "question";
        case ItemType::Doctor:
            return "doctor";
        case ItemType::Hospital:
            return "hospital";
        case ItemType::Drug:
            return "drug";
        case ItemType::Test:
            return "test";
        case ItemType::Procedure:
            return "procedure";
        case ItemType::Department:
            return "department";
    }
    return "";
}

std::optional<ItemType> item_type_named(std::string_view name) {
    for (const ItemType type : kItemTypes)
        if (name_of(type) == name) return type;
    return std::nullopt;
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
