#include "web/search_box.h"

#include <string>

#include "corpus/item.h"
#include "messages/messages.h"
#include "web/words.h"

namespace xinglin {
namespace {

/// "condition=疾病;symptom=症状;…": what search.js calls the types of suggestions.
std::string type_words(const Messages& say) {
    std::string words;
    for (const ItemType type : kItemTypes) {
        if (!words.empty()) words += ';';
        words.append(name_of(type)).append("=").append(words_for(type, say));
    }
    return words;
}

struct PlaceWords {
    std::string_view class_name;
    std::string_view label;
    std::string_view input_id;
};

PlaceWords words_of(SearchBoxPlace place, const Messages& say) {
    switch (place) {
        case SearchBoxPlace::Header:
            return {"search", say("search_box.site"), "q"};
        case SearchBoxPlace::Content:
            return {"search large", say("search_box.content"), "q-large"};
    }
    return {};
}

}  // namespace

void write_search_box(Html& html, const SearchBox& box) {
    const Messages& say = messages_in(box.locale);
    const PlaceWords words = words_of(box.place, say);
    html.write(
        "<form class='{}' role='search' aria-label='{}' action='/search' method='get' "
        "data-suggest='/api/v1/suggest?q=' data-root='{}' data-types='{}' data-label='{}' data-some='{}' "
        "data-none='{}' "
        "data-via='{}'>{}</form>",
        words.class_name, words.label, url_prefix(box.locale), type_words(say), say("search_box.suggestions"),
        say("search_box.some"), say("search_box.none"), say("search_box.via"), [&](Html& out) {
            out.write(
                "<label class='hidden-text' for='{}'>{}</label>"
                "<input id='{}' name='q' type='search' value='{}' placeholder='{}' autocomplete='off' "
                "autocapitalize='none' spellcheck='false' enterkeyhint='search'><button type='submit'>{}</button>",
                words.input_id, say("search_box.label"), words.input_id, box.query, say("search_box.hint"),
                say("search_box.button"));
        });
}

}  // namespace xinglin
