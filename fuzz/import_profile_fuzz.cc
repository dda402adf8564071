// A profile: what is taken makes a source that stands up to the checks of knowledge, what is refused has a place.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "intake/profile.h"
#include "knowledge/knowledge.h"

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto profile = xinglin::parse_profile(text, "p.toml");
    if (!profile) {
        require(!profile.error().message.empty() && profile.error().where.starts_with("p.toml:"));
        return 0;
    }
    xinglin::KnowledgeData knowledge;
    knowledge.sources.push_back(profile->source());
    const auto problems = xinglin::check(knowledge);
    require(std::ranges::none_of(problems, [](const auto& problem) {
        return problem.rule == "bad-id" || problem.rule == "bad-year" || problem.rule == "bad-url";
    }));
    for (const auto& column : profile->columns) require(!column.first.empty() && !column.second.empty());
    require(xinglin::adapter_kind_named(name_of(profile->adapter)) == profile->adapter);
    return 0;
}
