// A word too many is a mistake as well: every word behind it would stand for the wrong enumerator.
// expect: one word for each enumerator
#include "base/name_table.h"

namespace {

enum class Side { Left, Right };

#ifdef MUST_FAIL
constexpr xinglin::NameTable<Side> kSides("left", "middle", "right");
#else
constexpr xinglin::NameTable<Side> kSides("left", "right");
#endif

}  // namespace

static_assert(!kSides.named("middle"));
