// expect: attribute_value_without_quotes
#include "html/html.h"

namespace xinglin {

void page(Html& html, const std::string& data) {
#ifdef MUST_FAIL
    html.write("<p class={}></p>", data);
#else
    html.write("<p class='{}'></p>", data);
#endif
}

}  // namespace xinglin
