// expect: unknown_element
#include "html/html.h"

namespace xinglin {

void page(Html& html, const std::string& data) {
#ifdef MUST_FAIL
    html.write("<script>{}</script>", data);
#else
    html.write("<p>{}</p>", data);
#endif
}

}  // namespace xinglin
