#pragma once

#include <string>
#include <string_view>

#include "app/views.h"

namespace xinglin {

/// The form in which a reader tells what is wrong on the page at `page` ("/articles/x"), with what they wrote already
/// and what was wrong with that.
struct ReportForm {
    std::string page;
    std::string text;
    std::string problem;      ///< a sentence, or ""
    bool is_accepted = true;  ///< false: this site has no place to keep reports
};
std::string report_form_page(const ReportForm& form, const NavigationView& navigation);

/// Thanks, and the way back.
std::string report_thanks_page(std::string_view page, const NavigationView& navigation);

}  // namespace xinglin
