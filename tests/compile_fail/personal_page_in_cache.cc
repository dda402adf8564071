// expect: PersonalPage
#include "web/page_cache.h"

namespace xinglin {

void keep(PageCache& cache, const std::string& html) {
#ifdef MUST_FAIL
    const auto kept = cache.get(1, "/me", [&]() -> Result<PersonalPage> { return PersonalPage(html); });
#else
    const auto kept = cache.get(1, "/", [&]() -> Result<PublicPage> { return PublicPage(html); });
#endif
    CHECK(kept);
}

}  // namespace xinglin
