#include "lint/known_causes.h"

#include <algorithm>

#include "text/utf8.h"

namespace xinglin {
namespace {

/// The concept and everything that curated knowledge counts among its kinds.
std::vector<ConceptIndex> with_kinds(const Knowledge& knowledge, ConceptIndex index) {
    std::vector<ConceptIndex> all{index};
    for (std::size_t next = 0; next < all.size(); ++next) {
        for (const auto& link : knowledge.incoming(all[next], Predicate::IsA)) {
            const bool is_new = std::ranges::find(all, link.other) == all.end();
            if (knowledge.at(link.relation).trust == Trust::Curated && is_new) all.push_back(link.other);
        }
    }
    return all;
}

bool names_one_of(std::span<const Mention> mentions, const std::vector<ConceptIndex>& accepted) {
    return std::ranges::any_of(mentions, [&](const Mention& mention) {
        return !mention.negated && std::ranges::binary_search(accepted, mention.concept_index);
    });
}

}  // namespace

KnownCauses::KnownCauses(const Knowledge& knowledge, ConceptIndex subject)
    : knowledge_(knowledge), subject_name_(knowledge.at(subject).name) {
    for (const auto& link : knowledge_.outgoing(subject, Predicate::CausedBy)) {
        const Relation& relation = knowledge_.at(link.relation);
        const bool is_known = knowledge_.at(link.other).id != kUnknownCause;
        if (!is_known || relation.trust == Trust::Imported) continue;
        const auto kinds = with_kinds(knowledge_, link.other);
        accepted_.insert(accepted_.end(), kinds.begin(), kinds.end());
        for (const Knowledge::Ancestor& above : knowledge_.ancestors(link.other))
            accepted_.push_back(above.concept_index);
        if (relation.role != Role::Main) continue;
        main_.push_back(&relation);
        main_names_.push_back(&knowledge_.at(link.other).name);
        accepted_main_.insert(accepted_main_.end(), kinds.begin(), kinds.end());
    }
    std::ranges::sort(accepted_main_);
    std::ranges::sort(accepted_);
}

bool KnownCauses::names_main(std::span<const Mention> mentions) const {
    return names_one_of(mentions, accepted_main_);
}

bool KnownCauses::names_any(std::span<const Mention> mentions) const {
    return names_one_of(mentions, accepted_);
}

bool KnownCauses::are_paraphrased(std::string_view said) const {
    constexpr std::size_t kLongest = 600;
    const std::string_view head = said.substr(0, kLongest);
    return std::ranges::any_of(main_names_, [&](const auto* name) { return has_most_characters(head, *name); });
}

/// Characters of the subject's own name say nothing: 带状疱疹后神经痛 is no telling of 带状疱疹.
bool KnownCauses::has_most_characters(std::string_view said, std::string_view name) const {
    constexpr std::size_t kFewest = 3;
    std::size_t all = 0;
    std::size_t found = 0;
    for (std::size_t at = 0; at < name.size();) {
        const std::string_view character = name.substr(at, decode_utf8(name, at).length);
        at += character.size();
        if (subject_name_.find(character) != std::string_view::npos) continue;
        ++all;
        found += said.find(character) != std::string_view::npos ? 1 : 0;
    }
    return all >= kFewest && found * 10 >= all * 7;
}

std::string KnownCauses::told() const {
    std::string names;
    for (const std::string* name : main_names_) {
        if (!names.empty()) names += "、";
        names += *name;
    }
    return "“" + names + "”。" + main_.front()->statement;
}

}  // namespace xinglin
