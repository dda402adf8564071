// expect: unknown_(element|attribute)
#include "html/html.h"

namespace xinglin {

void page(Html& html, const std::string& data) {
#ifdef MUST_FAIL
    html.write("<div srcdoc='{}'></div>", data);
#else
    html.write("<img src='{}' alt=''>", data);
#endif
}

}  // namespace xinglin
