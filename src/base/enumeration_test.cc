#include "base/enumeration.h"

#include <gtest/gtest.h>

#include <cstdint>

#include "base/name_table.h"

namespace xinglin {
namespace {

enum class Colour { Red, Green7, Gb18030 };
enum class Narrow : std::uint8_t { Only };

struct Outer {
    enum class Inner : std::uint64_t { A, B, C, D, E, F, G, H, I, J, K, L };
};

// As the compiler writes them: in an anonymous namespace, in a class, with digits at their ends.
static_assert(count_of<Colour> == 3);
static_assert(count_of<Narrow> == 1);
static_assert(count_of<Outer::Inner> == 12);
static_assert(all_of<Colour>[2] == Colour::Gb18030);

TEST(Enumeration, CountsEnumeratorsOfAFunction) {
    enum class Local { A, B2 };
    EXPECT_EQ(count_of<Local>, 2U);
}

TEST(NameTable, ReadsItsOwnWords) {
    constexpr NameTable<Colour> kColours("red", "green", "other");
    for (const Colour each : all_of<Colour>) EXPECT_EQ(kColours.named(kColours.name_of(each)), each);
    EXPECT_EQ(kColours.named("blue"), std::nullopt);
}

}  // namespace
}  // namespace xinglin
