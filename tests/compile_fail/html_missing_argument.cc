// expect: number_of_arguments_is_not_number_of_placeholders
#include "html/html.h"

namespace xinglin {

void page(Html& html, const std::string& data) {
#ifdef MUST_FAIL
    html.write("<p>{}{}</p>", data);
#else
    html.write("<p>{}</p>", data);
#endif
}

}  // namespace xinglin
