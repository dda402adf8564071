#pragma once

#include <optional>
#include <string_view>

#include "base/enumeration.h"
#include "knowledge/concept.h"

namespace xinglin {

/// A part of the body to which a name can be local.
enum class BodyPart {
    Eye,
    Ear,
    NoseAndThroat,
    Mouth,  ///< teeth, gums, tongue, jaws
    FacialNerves,
    Brain,
    Heart,
    Lungs,
    Belly,  ///< stomach, bowel, liver, gall bladder, pancreas, spleen
    Anus,   ///< and rectum
    Urinary,
    MaleGenitals,
    FemaleGenitals,
    Breast,
    Skin,
    Limbs,  ///< bones, joints, spine
};

inline constexpr int kBodyPartCount = static_cast<int>(count_of<BodyPart>);

/// A set of BodyPart, one bit each.
using BodyParts = unsigned;

constexpr BodyParts bit_of(BodyPart part) {
    return 1U << static_cast<unsigned>(part);
}

/// What a name says by its own words.
struct NameTraits {
    Constraints constraints;
    BodyParts parts = 0;     ///< the parts that it names
    bool is_spread = false;  ///< a tumour, an infection of the whole body, a syndrome ...: local to no part
    bool is_newborn = false;
    bool is_pregnancy = false;
};

/// Reads the words of a name, longest first, none inside another. O(n) after the first call, which builds the table.
NameTraits traits_of(std::string_view name);

/// Whether nothing joins the two parts: no vessel, nerve or passage leads from one to the other, and no common local
/// disease is known. Symmetric; false for most pairs, because the judgement must be safe.
bool are_unrelated(BodyPart a, BodyPart b);

/// Whether every part of one is unrelated to every part of the other; false when either is empty.
bool are_unrelated(BodyParts a, BodyParts b);

}  // namespace xinglin
