#pragma once

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

#include "index/document.h"
#include "index/top_k.h"

namespace xinglin {

/// std::mt19937 as 32-bit numbers on every platform.
class TestRandom {
  public:
    using result_type = std::uint32_t;
    explicit TestRandom(std::uint32_t seed) : random_(seed) {}
    static constexpr result_type min() { return 0; }
    static constexpr result_type max() { return UINT32_MAX; }
    result_type operator()() { return static_cast<result_type>(random_()); }

  private:
    std::mt19937 random_;
};

/// What random documents and queries are made of: small numbers, so that they meet and tie.
struct SmallWorld {
    std::uint32_t features = 12;
    std::uint32_t labels = 4;
    std::uint32_t impacts = 3;
    std::uint32_t longest = 8;  ///< features of a document
};

inline IndexDocument random_document(DocumentKey key, const SmallWorld& world, TestRandom& random) {
    IndexDocument document;
    document.key = key;
    for (std::uint32_t left = random() % (world.longest + 1); left > 0; --left) {
        // Low numbers come more often, as in text.
        const Feature feature = std::min(random() % world.features, random() % world.features);
        document.impacts.push_back({feature, static_cast<std::uint8_t>(1 + random() % world.impacts)});
    }
    for (std::uint32_t left = random() % 3; left > 0; --left) document.labels.push_back(random() % world.labels);
    return document;
}

inline IndexQuery random_query(const SmallWorld& world, TestRandom& random) {
    IndexQuery query;
    for (std::uint32_t left = random() % 7; left > 0; --left) {
        query.features.push_back({random() % (world.features + 2), static_cast<std::uint16_t>(random() % 4),
                                  random() % 3 == 0 ? Part::Orders : Part::Admits});
    }
    for (std::uint32_t left = random() % 4 / 2; left > 0; --left) {
        std::vector<Feature>& any_of = query.filters.emplace_back();
        for (std::uint32_t more = random() % 3; more > 0; --more) any_of.push_back(random() % (world.labels + 1));
    }
    return query;
}

}  // namespace xinglin
