#include "search/query_vocabulary.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/check.h"
#include "base/enumeration.h"
#include "search/search_data.h"
#include "search/text_units.h"
#include "text/data_lines.h"

namespace xinglin {
namespace {

/// An intent that a word can have; "any" is none.
std::optional<QueryIntent> intent_named(std::string_view name) {
    for (const QueryIntent intent : all_of<QueryIntent>)
        if (intent != QueryIntent::Any && name_of(intent) == name) return intent;
    return std::nullopt;
}

Error fault(std::string_view file, std::size_t line, std::string_view what) {
    return {ErrorCode::InvalidInput, std::string(what), std::string(file) + ":" + std::to_string(line)};
}

std::u16string folded(std::string_view word) {
    return std::u16string(FoldedText(word).characters());
}

/// Adds one line of query_words.txt; false when it is none.
bool add_line(const std::vector<std::string_view>& fields, QueryVocabulary& into) {
    const std::string_view kind = fields.front();
    if (kind == "page" || kind == "ending") {
        const auto intent = fields.size() == 3 ? intent_named(fields[2]) : std::nullopt;
        if (!intent) return false;
        (kind == "page" ? into.pages : into.endings).emplace_back(folded(fields[1]), *intent);
        return true;
    }
    if (kind == "of-drug") {
        if (fields.size() == 3) into.of_drugs.emplace_back(folded(fields[1]), fields[2]);
        return fields.size() == 3;
    }
    if (fields.size() != 2) return false;
    std::u16string word = folded(fields[1]);
    if ((kind == "little") != (word.size() == 1 && kind != "measure" && kind != "question" && kind != "product"))
        return false;
    for (const auto& [name, list] :
         {std::pair("asks", &into.asks), std::pair("fills", &into.fills), std::pair("little", &into.littles),
          std::pair("measure", &into.measures), std::pair("unit", &into.units), std::pair("question", &into.questions),
          std::pair("product", &into.products)}) {
        if (kind != name) continue;
        list->push_back(std::move(word));
        return true;
    }
    return false;
}

}  // namespace

bool QueryVocabulary::is_unit(std::u16string_view word) const {
    return std::ranges::find(units, word) != units.end();
}

Result<QueryVocabulary> read_query_vocabulary(std::string_view query_words, std::string_view generic_nouns) {
    QueryVocabulary made;
    for (const DataLine& line : data_lines(query_words))
        if (!add_line(data_fields(line.text), made))
            return fault("query_words.txt", line.number,
                         "A line is a kind, a word and, for page and ending, a page, for of-drug, a name.");
    for (const DataLine& line : data_lines(generic_nouns)) {
        made.generic_nouns.push_back(folded(line.text));
        if (made.generic_nouns.back().size() < 2)
            return fault("generic_nouns.txt", line.number, "A noun has two characters or more.");
    }
    return made;
}

const QueryVocabulary& QueryVocabulary::get() {
    static const QueryVocabulary vocabulary = [] {
        auto read = read_query_vocabulary(search_data("query_words.txt"), search_data("generic_nouns.txt"));
        CHECK(read);
        return *std::move(read);
    }();
    return vocabulary;
}

}  // namespace xinglin
