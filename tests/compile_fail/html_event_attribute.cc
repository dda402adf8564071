// expect: unknown_attribute
#include "html/html.h"

namespace xinglin {

void page(Html& html, const std::string& data) {
#ifdef MUST_FAIL
    html.write("<p onclick='{}'></p>", data);
#else
    html.write("<p title='{}'></p>", data);
#endif
}

}  // namespace xinglin
