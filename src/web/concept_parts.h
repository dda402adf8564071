#pragma once

#include <string>
#include <vector>

#include "app/views.h"
#include "html/html.h"
#include "web/care.h"
#include "web/citations.h"
#include "web/layout.h"
#include "web/sections.h"

namespace xinglin {

// Parts that the pages of concepts share. What a page of one kind says, and in which order, is that page's own file.

/// What a page of a concept is written with. Its head (name, everyday names, the answer in one sentence, how far it was
/// reviewed, the most pressing signs) is there from the start; `view` must outlive it.
struct ConceptParts {
    explicit ConceptParts(const ConceptView& shown);

    const ConceptView& view;
    CareLevels care;
    Citations citations;
    Markup head;
    Sections sections;
};

/// The everyday names that matter, at most three: "又叫面肌抽搐、半面痉挛".
std::string everyday_names(const Concept& subject);

/// The sections that pages of several kinds have. Each adds nothing when nothing is known.
void add_departments(ConceptParts& parts);
void add_when_to_seek_care(ConceptParts& parts);
void add_forbidden_for(ConceptParts& parts);  ///< to whom a drug, test or procedure must not be given
void add_kinds(ConceptParts& parts);          ///< what it includes

/// The whole page: head, contents, sections, other names with codes and sources, and the panels beside and below.
std::string render_concept_page(ConceptParts& parts, const NavigationView& navigation);

// A page for each kind of concept that has readers of its own.
std::string condition_page(const ConceptView& view, const NavigationView& navigation);
std::string symptom_page(const ConceptView& view, const NavigationView& navigation);
std::string test_concept_page(const ConceptView& view, const NavigationView& navigation);
std::string procedure_page(const ConceptView& view, const NavigationView& navigation);
std::string department_page(const ConceptView& view, const NavigationView& navigation);

/// A drug's ingredient, a class, a part of the body, a cause: what has no page kind of its own.
std::string other_concept_page(const ConceptView& view, const NavigationView& navigation);

}  // namespace xinglin
