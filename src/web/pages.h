#pragma once

#include <string>
#include <string_view>

#include "app/finder.h"
#include "app/views.h"

namespace xinglin {

// Pages: views in, whole HTML documents out. Pure functions; what is in a view is data and may hold anything.

std::string home_page(const HomeView& view, const NavigationView& navigation);
std::string article_page(const ArticleView& view, const NavigationView& navigation);
std::string concept_page(const ConceptView& view, const NavigationView& navigation);
std::string doctor_page(const DoctorView& view, const NavigationView& navigation);
std::string hospital_page(const HospitalView& view, const NavigationView& navigation);
std::string drug_page(const DrugView& view, const NavigationView& navigation);
std::string test_page(const TestView& view, const NavigationView& navigation);
std::string question_page(const QuestionView& view, const NavigationView& navigation);
std::string source_page(const SourceView& view, const NavigationView& navigation);
std::string list_page(const BrowseView& view, const NavigationView& navigation);
std::string panel_page(const PanelPageView& view, const NavigationView& navigation);
std::string departments_page(const std::vector<NavigationView::Department>& departments,
                             const NavigationView& navigation);

/// What a search found. When its page lies past the last one, it says so and leads back.
std::string search_page(const SearchView& view, const NavigationView& navigation);

/// /search without a query: the box and where else to begin.
std::string search_start_page(const HomeView& home, const NavigationView& navigation);

/// A query that cannot be searched for, kept in the box, with what is wrong.
std::string refused_search_page(std::string_view query, std::string_view message, const NavigationView& navigation);

/// What went wrong, for its page.
struct Failure {
    int status = 404;
    std::string message;            ///< a sentence for the reader; "" takes the one of the status
    std::string log_id;             ///< names the line of the log; "" when there is none
    std::vector<Ref> similar = {};  ///< pages that may have been meant
};
std::string error_page(const Failure& failure, const NavigationView& navigation);

}  // namespace xinglin
