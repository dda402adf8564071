// expect: unknown_attribute
#include "html/html.h"

namespace xinglin {

void page(Html& html, const std::string& data) {
#ifdef MUST_FAIL
    html.write("<p style='{}'></p>", data);
#else
    html.write("<p class='{}'></p>", data);
#endif
}

}  // namespace xinglin
