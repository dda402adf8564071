// expect: private|no matching
#include "html/html.h"

namespace xinglin {

void page(Html& html, const std::string& data) {
#ifdef MUST_FAIL
    html.write("<p>{}</p>", Markup(data));
#else
    html.write("<p>{}</p>", data);
#endif
}

}  // namespace xinglin
