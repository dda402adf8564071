#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/enumeration.h"

namespace xinglin {

/// How a drug gets into or onto the body: the routes of administration that a relation or a product can have.
enum class Administration {
    Oral,
    Sublingual,
    Oromucosal,  ///< stays in the mouth or throat: rinses, lozenges, sprays for the throat
    Intravenous,
    Intramuscular,
    Subcutaneous,
    LocalInjection,  ///< into the muscle, joint or tissue that is to be treated
    Intrathecal,
    Intravitreal,
    Inhaled,
    Nasal,
    Rectal,
    Vaginal,
    Topical,
    Transdermal,
    Ophthalmic,
    Otic,
};

inline constexpr int kAdministrationCount = static_cast<int>(count_of<Administration>);

std::string_view name_of(Administration route);                             ///< "oral", "intravenous", ...
std::optional<Administration> administration_named(std::string_view name);  ///< The reverse of name_of.
std::string_view chinese_name_of(Administration route);  ///< "口服", "静脉", ... as labels write it

/// A set of routes. Empty means that nothing is said.
class Administrations {
  public:
    Administrations() = default;
    template <typename... Rest>
    constexpr explicit Administrations(Administration first, Rest... rest) : bits_((bit(first) | ... | bit(rest))) {}

    constexpr bool empty() const { return bits_ == 0; }
    constexpr bool contain(Administration route) const { return (bits_ & bit(route)) != 0; }
    constexpr void add(Administration route) { bits_ |= bit(route); }
    constexpr Administrations operator&(Administrations other) const { return from(bits_ & other.bits_); }
    constexpr Administrations operator|(Administrations other) const { return from(bits_ | other.bits_); }
    std::vector<Administration> listed() const;  ///< in the order of the enumeration

    friend constexpr auto operator<=>(const Administrations&, const Administrations&) = default;

  private:
    static constexpr std::uint32_t bit(Administration route) { return 1U << static_cast<std::uint32_t>(route); }
    static constexpr Administrations from(std::uint32_t bits) {
        Administrations made;
        made.bits_ = bits;
        return made;
    }
    std::uint32_t bits_ = 0;
};

/// Routes by which a drug works on the whole body, when nothing else is said of a use.
inline constexpr Administrations kSystemic(Administration::Oral, Administration::Sublingual,
                                           Administration::Intravenous, Administration::Intramuscular,
                                           Administration::Subcutaneous);

/// Where a drug is given.
enum class CareSetting {
    Anywhere,
    Hospital,  ///< only by professionals in a hospital
};

std::string_view name_of(CareSetting setting);  ///< "hospital"; "" for Anywhere
std::optional<CareSetting> care_setting_named(std::string_view name);

}  // namespace xinglin
