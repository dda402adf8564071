#include "web/statements.h"

#include <algorithm>
#include <string>

#include "text/sentences.h"
#include "text/utf8.h"
#include "web/blocks.h"

namespace xinglin {
namespace {

constexpr std::size_t kShownNames = 16;
constexpr std::size_t kCitedTogether = 3;  // with more sources, each name says its own
constexpr std::size_t kShownImported = 20;
constexpr std::size_t kFolded = 60;
constexpr std::size_t kQuoteCharacters = 160;
constexpr std::size_t kTellingBytes = 30;  // ten characters beside the name; fewer only repeat the label
constexpr std::size_t kSureNameBytes = 9;  // a shorter name inside a sentence may be a part of a longer word

/// What is said of the relation, or what stands in the text that it was read from.
std::string told_of(const RelationView& relation) {
    if (!relation.statement.empty()) return relation.statement;
    if (!relation.mined_from) return {};
    return "原文：“" + excerpt_of(relation.mined_from->quote, kQuoteCharacters) + "”";
}

/// Whether the sentence says more than that the two belong together.
bool is_telling(const RelationView& relation) {
    const std::string told = told_of(relation);
    const bool names_it = told.find(relation.other.name) != std::string::npos;
    return told.size() > kTellingBytes + (names_it ? relation.other.name.size() : 0);
}

void write_marks(Html& html, const RelationView& relation) {
    for (const Administration route : relation.routes.listed())
        html.write(" <span class='mark route'>{}</span>", chinese_name_of(route));
    if (relation.setting == CareSetting::Hospital) html.write(" <span class='mark route'>在医院内使用</span>");
    if (relation.curative) html.write(" <span class='mark curative'>有望治愈</span>");
}

/// The sentence with the name in it as a link, or the name before it.
void write_told(Html& html, const RelationView& relation) {
    const std::string told = told_of(relation);
    const std::string& name = relation.other.name;
    const std::size_t place = told.find(name);
    const bool is_inside = place == 0 || (place != std::string::npos && name.size() >= kSureNameBytes);
    if (is_inside) {
        html.write("{}<strong>{}</strong>{}", std::string_view(told).substr(0, place), ref_link(relation.other),
                   std::string_view(told).substr(place + name.size()));
    } else {
        html.write("<strong>{}</strong>{}{}", ref_link(relation.other), std::string_view(told.empty() ? "" : "："),
                   told);
    }
}

void write_point(Html& html, const RelationView& relation, Citations& citations) {
    html.write(
        "<li>{}{}{}</li>", [&](Html& out) { write_told(out, relation); },
        [&](Html& out) { citations.cite(out, relation.sources); }, [&](Html& out) { write_marks(out, relation); });
}

void write_points(Html& html, const std::vector<RelationView>& relations, Citations& citations) {
    if (relations.empty()) return;
    html.write("<ul class='points'>{}</ul>", each(relations, [&](Html& out, const RelationView& relation) {
                   write_point(out, relation, citations);
               }));
}

/// The tier's relations, by how they are shown.
struct Parted {
    std::vector<RelationView> sentences;
    std::vector<RelationView> names;
};

Parted parted(const Tier& tier) {
    Parted parts;
    for (const RelationView& relation : tier.relations) {
        if (relation.trust == Trust::Imported) continue;
        const bool as_sentence = parts.sentences.size() < tier.full && is_telling(relation);
        (as_sentence ? parts.sentences : parts.names).push_back(relation);
    }
    return parts;
}

void append_sources(std::vector<Ref>& sources, const RelationView& relation) {
    for (const Ref& source : relation.sources) {
        if (std::ranges::find(sources, source.id, &Ref::id) == sources.end()) sources.push_back(source);
    }
}

/// Sources of what stands there by its name alone; none when they are so many that each name must say its own.
std::vector<Ref> sources_of_names(const std::vector<RelationView>& names) {
    std::vector<Ref> sources;
    for (const RelationView& relation : names) {
        if (!is_telling(relation)) append_sources(sources, relation);
    }
    return sources.size() > kCitedTogether ? std::vector<Ref>() : sources;
}

void write_name_list(Html& html, const std::vector<RelationView>& relations, std::size_t limit) {
    for (std::size_t i = 0; i < std::min(limit, relations.size()); ++i) {
        if (i > 0) html.text("、");
        write_link(html, relations[i].other);
    }
    if (relations.size() > limit) html.text("等" + std::to_string(relations.size()) + "项");
}

void write_tier(Html& html, const Tier& tier, Citations& citations, std::vector<RelationView>& folded) {
    const Parted parts = parted(tier);
    if (!parts.sentences.empty() && !tier.label.empty()) html.write("<p class='tier'>{}</p>", tier.label);
    write_points(html, parts.sentences, citations);
    if (parts.names.empty()) return;
    const std::string_view label = parts.sentences.empty() ? tier.label : std::string_view("还有");
    const std::vector<Ref> cited = sources_of_names(parts.names);
    html.write(
        "<p class='names'>{}{}{}</p>",
        when(!label.empty(), [&](Html& out) { out.write("<span class='tier'>{}：</span>", label); }),
        [&](Html& out) { write_name_list(out, parts.names, kShownNames); },
        [&](Html& out) { citations.cite(out, cited); });
    std::ranges::copy_if(parts.names, std::back_inserter(folded),
                         [&](const RelationView& each) { return cited.empty() || is_telling(each); });
}

void write_folded(Html& html, std::vector<RelationView> folded, Citations& citations) {
    if (folded.empty()) return;
    if (folded.size() == 1) return write_points(html, folded, citations);
    if (folded.size() > kFolded) folded.resize(kFolded);
    html.write("<details class='fold'><summary>逐项说明（{}项）</summary>{}</details>", folded.size(),
               [&](Html& out) { write_points(out, folded, citations); });
}

void write_imported(Html& html, const std::vector<Tier>& tiers, bool is_alone) {
    std::vector<RelationView> imported;
    for (const Tier& tier : tiers) {
        std::ranges::copy_if(tier.relations, std::back_inserter(imported),
                             [](const RelationView& each) { return each.trust == Trust::Imported; });
    }
    if (imported.empty()) return;
    const auto names = [&](Html& out) { write_name_list(out, imported, kShownImported); };
    if (is_alone) {
        html.write("<p class='names'>{} <span class='mark imported'>转载资料，未经审核</span></p>", names);
    } else {
        html.write("<details class='fold'><summary>未经审核的转载资料还提到（{}项）</summary><p>{}</p></details>",
                   imported.size(), names);
    }
}

}  // namespace

std::vector<RelationView> relations_in(const std::vector<RelationGroup>& groups, Predicate predicate,
                                       StepDirection direction) {
    const bool inverse = direction == StepDirection::Inverse;
    for (const RelationGroup& group : groups) {
        if (group.predicate == predicate && group.inverse == inverse) return group.relations;
    }
    return {};
}

std::vector<RelationView> in_roles(const std::vector<RelationView>& relations, std::initializer_list<Role> roles) {
    std::vector<RelationView> chosen;
    std::ranges::copy_if(relations, std::back_inserter(chosen), [&](const RelationView& each) {
        return std::find(roles.begin(), roles.end(), each.role) != roles.end();
    });
    return chosen;
}

std::vector<RelationView> of_kinds(const std::vector<RelationView>& relations,
                                   std::initializer_list<ConceptKind> kinds) {
    std::vector<RelationView> chosen;
    std::ranges::copy_if(relations, std::back_inserter(chosen), [&](const RelationView& each) {
        return std::find(kinds.begin(), kinds.end(), each.kind) != kinds.end();
    });
    return chosen;
}

void write_tiers(Html& html, const std::vector<Tier>& tiers, Citations& citations) {
    std::vector<RelationView> folded;
    const std::size_t before = html.view().size();
    for (const Tier& tier : tiers) write_tier(html, tier, citations, folded);
    write_folded(html, std::move(folded), citations);
    write_imported(html, tiers, html.view().size() == before);
}

void write_names(Html& html, std::string_view label, const std::vector<RelationView>& relations) {
    if (relations.empty()) return;
    html.write("<p class='names'><span class='tier'>{}：</span>{}</p>", label,
               [&](Html& out) { write_name_list(out, relations, kShownNames); });
}

}  // namespace xinglin
