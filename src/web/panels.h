#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/views.h"
#include "html/html.h"

namespace xinglin {

/// Where panels stand: what a path starts from and what 更多 leads to.
struct PanelPlace {
    std::string page_id;    ///< record or concept id of the page
    std::string_view noun;  ///< what the page calls itself in a path: 本文, 本页
};

/// One panel with its heading at level 2, cards, whys and 更多.
void write_panel(Html& html, const PanelPlace& place, const PanelView& panel);

/// The panels beside the text (doctors with the plain statement on consulting one, hospitals, departments) and those
/// below it, in the order of `panels`.
void write_side_panels(Html& html, const PanelPlace& place, const std::vector<PanelView>& panels);
void write_main_panels(Html& html, const PanelPlace& place, const std::vector<PanelView>& panels);

/// The treatments that the drugs panel names as text, because there is no product of them; and, where only adjuncts
/// are shown, that they are no more than that. Nothing when there is nothing to say.
void write_without_product(Html& html, const PanelView& panel);

/// What a card shows below its name, by the kind of its id: of a doctor titles, hospital and department, of a drug its
/// mark, makers and warning, ...
void write_card_details(Html& html, const Card& card);

/// What to make of a card: imported, invented; nothing when neither.
void write_card_marks(Html& html, const Card& card);

/// Cards as a list, names at level 3. Cards without whys (plain lists) need no place.
void write_cards(Html& html, const PanelPlace& place, const std::vector<Card>& cards);

}  // namespace xinglin
