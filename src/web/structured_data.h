#pragma once

#include <string>
#include <vector>

#include "app/views.h"

namespace xinglin {

// What a page says to machines: schema.org as JSON-LD (https://schema.org/docs/meddocs.html), one JSON text a page. It
// says what the page says and no more: a review only where somebody has reviewed, no seller, no price, no rating, and
// that a person of the sample data is invented. Addresses are whole when the operator has told the site's (site.toml),
// otherwise they begin with "/". Pure; O(page).

std::string structured_data(const HomeView& view, const NavigationView& navigation);
std::string structured_data(const std::vector<NavigationView::Department>& view, const NavigationView& navigation);
std::string structured_data(const ArticleView& view, const NavigationView& navigation);
std::string structured_data(const ConceptView& view, const NavigationView& navigation);
std::string structured_data(const DoctorView& view, const NavigationView& navigation);
std::string structured_data(const HospitalView& view, const NavigationView& navigation);
std::string structured_data(const DrugView& view, const NavigationView& navigation);
std::string structured_data(const TestView& view, const NavigationView& navigation);
std::string structured_data(const QuestionView& view, const NavigationView& navigation);
std::string structured_data(const SourceView& view, const NavigationView& navigation);
std::string structured_data(const BrowseView& view, const NavigationView& navigation);
std::string structured_data(const PanelPageView& view, const NavigationView& navigation);

}  // namespace xinglin
