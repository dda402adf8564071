#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "knowledge/administration.h"
#include "records/record.h"
#include "text/utf8.h"

namespace xinglin {

/// How a product is given, by the words of its form and name (data/medicine/dose_forms.txt): 注射用… is injected, a
/// 含漱液 stays in the mouth. What lists several forms has the routes of all. Empty when neither says it. O(text).
Administrations administrations_of(const Drug& drug);

/// What is left of a product's or ingredient's name when words of form, salt and packing are taken off its ends
/// (data/medicine/ingredient_words.txt), folded, longest first, the whole name among them: 盐酸多奈哌齐片 leaves
/// 多奈哌齐片, 盐酸多奈哌齐 and 多奈哌齐. Nothing inside a name is taken out, so a compound's name never leaves one of
/// its parts. A name too long to be one leaves nothing.
std::vector<std::string> bare_names(std::string_view name);

/// The entries of a product's list of ingredients, without what introduces them and what follows them (辅料, 化学名).
/// Views of `ingredients`.
std::vector<std::string_view> listed_ingredients(std::string_view ingredients);

/// What a label's indications say of a condition that they name, strongest first.
enum class LabelUse {
    Treats,
    Adjunct,     ///< treats, in addition to other drugs
    Prevents,    ///< not once it is there
    Background,  ///< names where something else comes from: 脑炎后的…, 糖尿病引起的…
    Test,        ///< helps to find it
    NotUsed,     ///< 不用于…
};

/// How the indications mean the name that stands at `name` in them. Looks a few hundred bytes around it. O(1).
LabelUse label_use_of(std::string_view indications, Span name);

/// Whether the indications name adults and no children, or ages from which on the drug is for them. O(text).
bool is_for_adults(std::string_view indications);

/// The word before the name of an illness that says how bad it must be (严重, 失代偿期), "" when there is none: what a
/// label says of it then holds for no milder form. A view of `label`. O(1).
std::string_view degree_before(std::string_view label, Span name);

/// What the contraindications and precautions of a label say of somebody whom they name.
enum class LabelVerdict { Nothing, Warns, Forbids };

/// Of the one named at `name` in a text of precautions, or of contraindications, where merely to be listed is to be
/// forbidden. Whom only an allergy is named of (对…过敏) nothing is said. O(1).
LabelVerdict precaution_for(std::string_view precautions, Span name);
LabelVerdict contraindication_for(std::string_view contraindications, Span name);

}  // namespace xinglin
