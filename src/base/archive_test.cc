#include "base/archive.h"

#include <gtest/gtest.h>

namespace xinglin {
namespace {

enum class Colour { Red, Green };

struct Leaf {
    std::string name;
    std::optional<int> age;
    friend bool operator==(const Leaf&, const Leaf&) = default;
};

struct Tree {
    Colour colour = Colour::Red;
    bool old = false;
    double height = 0;
    std::int64_t below = 0;
    Date planted;
    std::vector<Leaf> leaves;
    std::variant<std::string, Leaf> more;
    friend bool operator==(const Tree&, const Tree&) = default;
};

template <typename Archive>
void fields(Archive& archive, IsOf<Leaf> auto& leaf) {
    auto& [name, age] = leaf;
    archive(name, age);
}

template <typename Archive>
void fields(Archive& archive, IsOf<Tree> auto& tree) {
    auto& [colour, old, height, below, planted, leaves, more] = tree;
    archive(colour, old, height, below, planted, leaves, more);
}

Tree sample() {
    return {Colour::Green, true, 1.5, -300, *Date::parse("2026-02-28"), {{"银杏", -1}, {"", {}}}, Leaf{"x", 7}};
}

std::string written(const Tree& tree) {
    ArchiveWriter out;
    out(tree);
    out.raw(std::vector<std::uint32_t>{1, 2, 3});
    return std::move(out).take();
}

TEST(Archive, GivesBackWhatItWasGiven) {
    const std::string bytes = written(sample());
    ArchiveReader in(bytes);
    Tree read;
    std::vector<std::uint32_t> numbers;
    in(read);
    in.raw(numbers);
    EXPECT_TRUE(in.ok());
    EXPECT_TRUE(in.at_end());
    EXPECT_EQ(read, sample());
    EXPECT_EQ(numbers, (std::vector<std::uint32_t>{1, 2, 3}));
}

TEST(Archive, FailsOnEveryCut) {
    const std::string bytes = written(sample());
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        ArchiveReader in(std::string_view(bytes).substr(0, size));
        Tree read;
        std::vector<std::uint32_t> numbers;
        in(read);
        in.raw(numbers);
        EXPECT_FALSE(in.ok()) << size;
    }
}

TEST(Archive, RefusesWhatIsNoValue) {
    const auto fails = [](std::string_view bytes, auto value) {
        ArchiveReader in(bytes);
        in(value);
        return !in.ok();
    };
    EXPECT_TRUE(fails("\x02", Colour::Red));
    EXPECT_TRUE(fails("\x02", false));
    EXPECT_TRUE(fails("\x80\x80\x04", std::uint16_t{0}));
    EXPECT_TRUE(fails(std::string(10, '\xFF'), std::uint64_t{0}));
    EXPECT_TRUE(fails("\x7F", std::vector<std::string>{}));
    EXPECT_TRUE(fails("\x02", std::variant<std::string, Leaf>{}));
    EXPECT_TRUE(
        fails("\x0A"
              "2026-02-30",
              Date()));
}

}  // namespace
}  // namespace xinglin
