// expect: placeholder_outside_of_text_and_attribute_values
#include "html/html.h"

namespace xinglin {

void page(Html& html, const std::string& data) {
#ifdef MUST_FAIL
    html.write("<p {}></p>", data);
#else
    html.write("<p>{}</p>", data);
#endif
}

}  // namespace xinglin
