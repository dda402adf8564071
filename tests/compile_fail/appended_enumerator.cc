// An enumerator that is appended needs a word in every table over its enumeration.
// expect: one word for each enumerator
#include "base/name_table.h"

namespace {

enum class Season {
    Spring,
    Summer,
    Autumn,
    Winter,
#ifdef MUST_FAIL
    Monsoon,
#endif
};

constexpr xinglin::NameTable<Season> kSeasons("spring", "summer", "autumn", "winter");

}  // namespace

static_assert(kSeasons.name_of(Season::Winter) == "winter");
static_assert(kSeasons.named("autumn") == Season::Autumn);
