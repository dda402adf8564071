#include "web/search_box.h"

#include <string>

#include "corpus/item.h"
#include "web/words.h"

namespace xinglin {
namespace {

/// "condition=疾病;symptom=症状;…": what search.js calls the types of suggestions.
const std::string& type_words() {
    static const std::string all = [] {
        std::string words;
        for (const ItemType type : kItemTypes) {
            if (!words.empty()) words += ';';
            words.append(name_of(type)).append("=").append(words_for(type));
        }
        return words;
    }();
    return all;
}

struct PlaceWords {
    std::string_view class_name;
    std::string_view label;
    std::string_view input_id;
};

PlaceWords words_of(SearchBoxPlace place) {
    switch (place) {
        case SearchBoxPlace::Header:
            return {"search", "站内搜索", "q"};
        case SearchBoxPlace::Content:
            return {"search large", "搜索全站内容", "q-large"};
    }
    return {};
}

}  // namespace

void write_search_box(Html& html, SearchBoxPlace place, std::string_view query) {
    const PlaceWords words = words_of(place);
    html.write(
        "<form class='{}' role='search' aria-label='{}' action='/search' method='get' "
        "data-suggest='/api/v1/suggest?q=' data-types='{}' data-label='搜索建议' "
        "data-some='共 # 条建议，用上下方向键选择' data-none='没有建议' data-via='又称#'>"
        "<label class='hidden-text' for='{}'>搜索疾病、症状、药品、检查或医生</label>"
        "<input id='{}' name='q' type='search' value='{}' placeholder='疾病、症状、药品、医生' autocomplete='off' "
        "autocapitalize='none' spellcheck='false' enterkeyhint='search'>"
        "<button type='submit'>搜索</button></form>",
        words.class_name, words.label, type_words(), words.input_id, words.input_id, query);
}

}  // namespace xinglin
