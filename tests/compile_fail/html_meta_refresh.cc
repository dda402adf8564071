// expect: unknown_attribute
#include "html/html.h"

namespace xinglin {

void page(Html& html, const std::string& data) {
#ifdef MUST_FAIL
    html.write("<meta http-equiv='refresh' content='{}'>", data);
#else
    html.write("<meta name='description' content='{}'>", data);
#endif
}

}  // namespace xinglin
