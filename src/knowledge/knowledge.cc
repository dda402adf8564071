#include "knowledge/knowledge.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "base/name_table.h"
#include "knowledge/name_variants.h"
#include "knowledge/reader_condition.h"
#include "text/fold.h"

namespace xinglin {
namespace {

constexpr NameTable<Severity> kSeverities("note", "warning", "error");

/// Where a relation without a role stands: after all that have one.
int rank_of(Role role) {
    return role == Role::None ? 1000 : static_cast<int>(role);
}

/// Keeps the first of each id.
template <typename Entity>
void drop_later_duplicates(std::vector<Entity>& entities) {
    std::unordered_set<std::string> seen;
    std::erase_if(entities, [&seen](const Entity& entity) { return !seen.insert(entity.id).second; });
}

std::size_t row_of(ConceptIndex index, Predicate predicate) {
    return std::size_t{index.value} * kPredicateCount + static_cast<std::size_t>(predicate);
}

struct PlacedLink {
    std::size_t row = 0;
    Knowledge::Link link;
};

}  // namespace

std::string_view name_of(Severity severity) {
    return kSeverities.name_of(severity);
}

Knowledge::Knowledge(KnowledgeData data) : data_(std::move(data)) {
    index_concepts();
    derive_names();
    index_relations();
    index_ancestors();
    index_red_flags();
}

void Knowledge::index_concepts() {
    drop_later_duplicates(data_.sources);
    drop_later_duplicates(data_.concepts);
    drop_later_duplicates(data_.red_flags);
    drop_later_duplicates(data_.triage_rules);
    for (std::uint32_t i = 0; i < data_.sources.size(); ++i) source_by_id_.emplace(data_.sources[i].id, i);
    for (std::uint32_t i = 0; i < data_.concepts.size(); ++i) {
        Concept& known = data_.concepts[i];
        concept_by_id_.emplace(known.id, i);
        for_readers_.push_back(xinglin::is_for_readers(known));
        if (known.summary && !keep_in_force(known.summary->sources)) known.summary.reset();
    }
    std::erase_if(data_.triage_rules, [this](TriageRule& rule) { return !keep_in_force(rule.sources); });

    const auto by_id = [this](ConceptIndex a, ConceptIndex b) { return at(a).id < at(b).id; };
    const auto add_all = [&](const auto& names_of) {
        StringMap<std::vector<ConceptIndex>> found;
        for (std::uint32_t i = 0; i < data_.concepts.size(); ++i) {
            for (const std::string& name : names_of(data_.concepts[i])) found[fold(name)].push_back({i});
        }
        for (auto& [name, concepts] : found) {
            std::sort(concepts.begin(), concepts.end(), by_id);
            auto& all = concepts_by_name_[name];
            for (const ConceptIndex index : concepts) {
                if (std::find(all.begin(), all.end(), index) == all.end()) all.push_back(index);
            }
        }
    };
    add_all([](const Concept& known) { return std::vector<std::string>{known.name}; });
    add_all([](const Concept& known) {
        std::vector<std::string> names;
        for (const Alias& alias : known.aliases) names.push_back(alias.text);
        return names;
    });
    add_all([](const Concept& known) {
        return known.english.empty() ? std::vector<std::string>() : std::vector<std::string>{known.english};
    });
}

bool Knowledge::keep_in_force(std::vector<std::string>& sources) const {
    const auto is_withdrawn = [this](const std::string& id) {
        const Source* source = find_source(id);
        return source != nullptr && source->status == SourceStatus::Withdrawn;
    };
    const auto is_standing = [&](const std::string& id) { return find_source(id) != nullptr && !is_withdrawn(id); };
    if (std::none_of(sources.begin(), sources.end(), is_withdrawn)) return true;
    if (std::none_of(sources.begin(), sources.end(), is_standing)) return false;
    std::erase_if(sources, is_withdrawn);
    return true;
}

void Knowledge::index_relations() {
    std::unordered_set<std::string> seen;
    std::erase_if(data_.relations, [&](Relation& relation) {
        return !find(relation.subject) || !find(relation.object) || relation.subject == relation.object ||
               !seen.insert(key_of(relation)).second || !keep_in_force(relation.sources);
    });

    std::vector<PlacedLink> outgoing;
    std::vector<PlacedLink> incoming;
    for (std::uint32_t i = 0; i < data_.relations.size(); ++i) {
        const Relation& relation = data_.relations[i];
        const ConceptIndex subject = *find(relation.subject);
        const ConceptIndex object = *find(relation.object);
        if (!is_for_readers(subject) || !is_for_readers(object)) continue;
        const PlacedLink forward{row_of(subject, relation.predicate), {{i}, object}};
        const PlacedLink backward{row_of(object, relation.predicate), {{i}, subject}};
        outgoing.push_back(forward);
        incoming.push_back(backward);
        if (is_symmetric(relation.predicate)) {
            outgoing.push_back(backward);
            incoming.push_back(forward);
        }
    }
    const auto pack_rows = [this](std::vector<PlacedLink>& placed, std::vector<Link>& links,
                                  std::vector<std::uint32_t>& begins) {
        std::sort(placed.begin(), placed.end(), [this](const PlacedLink& a, const PlacedLink& b) {
            const auto order = [this](const PlacedLink& p) {
                const Relation& relation = at(p.link.relation);
                return std::tuple(p.row, relation.trust, rank_of(relation.role), std::string_view(at(p.link.other).id),
                                  p.link.relation.value);
            };
            return order(a) < order(b);
        });
        begins.assign(data_.concepts.size() * kPredicateCount + 1, 0);
        links.reserve(placed.size());
        std::size_t row = 0;
        for (const PlacedLink& p : placed) {
            while (row < p.row) begins[++row] = static_cast<std::uint32_t>(links.size());
            // A symmetric relation stated from both ends is one link; the stronger statement stands.
            const bool is_twice = is_symmetric(at(p.link.relation).predicate) &&
                                  std::any_of(links.begin() + begins[row], links.end(),
                                              [&p](const Link& known) { return known.other == p.link.other; });
            if (!is_twice) links.push_back(p.link);
        }
        while (row + 1 < begins.size()) begins[++row] = static_cast<std::uint32_t>(links.size());
    };
    pack_rows(outgoing, outgoing_, outgoing_begins_);
    pack_rows(incoming, incoming_, incoming_begins_);
}

void Knowledge::index_ancestors() {
    ancestors_.resize(data_.concepts.size());
    for (std::uint32_t i = 0; i < data_.concepts.size(); ++i) {
        std::vector<Ancestor>& found = ancestors_[i];
        const auto climb = [&](ConceptIndex from, const std::vector<RelationIndex>& path, Trust weakest) {
            for (const Link& link : outgoing(from, Predicate::IsA)) {
                if (at(link.relation).trust > weakest) continue;
                const auto is_same = [&link](const Ancestor& a) { return a.concept_index == link.other; };
                if (link.other.value == i || std::any_of(found.begin(), found.end(), is_same)) continue;
                found.push_back({link.other, path});
                found.back().path.push_back(link.relation);
            }
        };
        // What curated relations reach is reached by them, however short the way over an imported one would be.
        for (const Trust weakest : {Trust::Curated, Trust::Imported}) {
            climb({i}, {}, weakest);
            for (std::size_t next = 0; next < found.size(); ++next) {
                if (found[next].path.size() >= kMaxDepth) continue;
                climb(found[next].concept_index, std::vector<RelationIndex>(found[next].path), weakest);
            }
        }
    }
}

void Knowledge::index_red_flags() {
    std::erase_if(data_.red_flags,
                  [this](RedFlag& red_flag) { return !find(red_flag.of) || !keep_in_force(red_flag.sources); });
    red_flags_by_concept_.resize(data_.concepts.size());
    for (std::uint32_t i = 0; i < data_.red_flags.size(); ++i) {
        red_flags_by_concept_[find(data_.red_flags[i].of)->value].push_back(i);
    }
    sign_places_.resize(data_.concepts.size());
    for (std::uint32_t i = 0; i < data_.red_flags.size(); ++i) {
        for (std::uint32_t sign = 0; sign < data_.red_flags[i].signs.size(); ++sign) {
            if (const auto named = find(data_.red_flags[i].signs[sign].concept_id))
                sign_places_[named->value].push_back({i, sign});
        }
    }
    for (auto& places : red_flags_by_concept_) {
        std::sort(places.begin(), places.end(), [this](std::uint32_t a, std::uint32_t b) {
            const RedFlag& x = data_.red_flags[a];
            const RedFlag& y = data_.red_flags[b];
            return std::tie(x.level, x.id) < std::tie(y.level, y.id);
        });
    }
}

std::optional<ConceptIndex> Knowledge::find(std::string_view concept_id) const {
    const auto found = concept_by_id_.find(concept_id);
    if (found == concept_by_id_.end()) return std::nullopt;
    return ConceptIndex{found->second};
}

const Source* Knowledge::find_source(std::string_view source_id) const {
    const auto found = source_by_id_.find(source_id);
    return found == source_by_id_.end() ? nullptr : &data_.sources[found->second];
}

std::vector<ConceptIndex> Knowledge::named(std::string_view name) const {
    const std::string folded = fold(name);
    const auto found = concepts_by_name_.find(folded);
    if (found != concepts_by_name_.end()) return found->second;
    if (folded.empty()) return {};
    const NameVariants& variants = NameVariants::embedded();
    std::vector<ConceptIndex> one = only_one_named(variants.written(folded), true);
    return one.empty() ? only_one_named(variants.meant(folded), false) : one;
}

std::vector<ConceptIndex> Knowledge::only_one_named(std::span<const std::string> texts, bool any_kind) const {
    std::vector<ConceptIndex> all;
    for (const std::string& text : texts) {
        const auto found = concepts_by_name_.find(text);
        if (found == concepts_by_name_.end()) continue;
        for (const ConceptIndex index : found->second) {
            const ConceptKind kind = at(index).kind;
            const bool fits = any_kind || kind == ConceptKind::Condition || kind == ConceptKind::Symptom;
            if (fits && std::find(all.begin(), all.end(), index) == all.end()) all.push_back(index);
        }
    }
    return all.size() == 1 ? all : std::vector<ConceptIndex>();
}

void Knowledge::derive_names() {
    std::map<std::string, std::optional<ConceptIndex>, std::less<>> derived;  // None: several concepts would fit.
    const auto derive = [&](const std::string& text, ConceptIndex index) {
        if (concepts_by_name_.contains(text)) return;
        const auto [place, is_new] = derived.try_emplace(text, index);
        if (!is_new && place->second != index) place->second = std::nullopt;
    };
    const auto derive_all = [&](std::string_view name, ConceptIndex index) {
        const std::string folded = fold(name);
        for (const std::string& part : names_in_brackets(folded)) derive(part, index);
        if (at(index).trust != Trust::Curated) return;
        for (const std::string& variant : NameVariants::embedded().written(folded)) derive(variant, index);
    };
    for (std::uint32_t value = 0; value < data_.concepts.size(); ++value) {
        const Concept& entry = data_.concepts[value];
        derive_all(entry.name, {value});
        for (const Alias& alias : entry.aliases) {
            if (alias.use == AliasUse::Alone) derive_all(alias.text, {value});
        }
    }
    for (const auto& [text, index] : derived) {
        if (!index) continue;
        concepts_by_name_[text] = {*index};
        derived_names_.push_back({text, *index});
    }
}

std::span<const Knowledge::Link> Knowledge::outgoing(ConceptIndex subject, Predicate predicate) const {
    const std::size_t row = row_of(subject, predicate);
    return std::span(outgoing_).subspan(outgoing_begins_[row], outgoing_begins_[row + 1] - outgoing_begins_[row]);
}

std::span<const Knowledge::Link> Knowledge::incoming(ConceptIndex object, Predicate predicate) const {
    const std::size_t row = row_of(object, predicate);
    return std::span(incoming_).subspan(incoming_begins_[row], incoming_begins_[row + 1] - incoming_begins_[row]);
}

const std::vector<Knowledge::Ancestor>& Knowledge::ancestors(ConceptIndex index) const {
    return ancestors_[index.value];
}

std::vector<ConceptIndex> Knowledge::descendants(ConceptIndex index) const {
    std::vector<ConceptIndex> found = {index};
    std::unordered_set<std::uint32_t> seen = {index.value};
    for (std::size_t next = 0; next < found.size(); ++next) {
        for (const Link& link : incoming(found[next], Predicate::IsA)) {
            if (seen.insert(link.other.value).second) found.push_back(link.other);
        }
    }
    found.erase(found.begin());
    return found;
}

bool Knowledge::is_kind_of(ConceptIndex index, ConceptIndex ancestor) const {
    if (index == ancestor) return true;
    const auto& above = ancestors(index);
    return std::any_of(above.begin(), above.end(),
                       [ancestor](const Ancestor& a) { return a.concept_index == ancestor; });
}

bool Knowledge::directly_related(ConceptIndex a, ConceptIndex b) const {
    const auto joins = [this](ConceptIndex from, ConceptIndex to) {
        const auto begin = outgoing_.begin() + outgoing_begins_[row_of(from, Predicate::IsA)];
        const auto end = outgoing_.begin() + outgoing_begins_[row_of({from.value + 1}, Predicate::IsA)];
        return std::any_of(begin, end, [this, to](const Link& link) {
            return link.other == to && !is_negative(at(link.relation).predicate);
        });
    };
    return joins(a, b) || joins(b, a);
}

std::vector<const RedFlag*> Knowledge::red_flags_of(ConceptIndex index) const {
    std::vector<const RedFlag*> cards;
    for (const std::uint32_t place : red_flags_by_concept_[index.value]) cards.push_back(&data_.red_flags[place]);
    return cards;
}

}  // namespace xinglin
