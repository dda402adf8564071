#include "corpus/hospital_field.h"

#include <algorithm>
#include <limits>
#include <string>

#include "base/check.h"
#include "corpus/corpus_data.h"
#include "text/data_lines.h"

namespace xinglin {
namespace {

struct Entry {
    std::string_view word;
    std::vector<std::string_view> departments;
};

/// The words between blanks.
std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.size(), text.find(' ', begin));
        if (end > begin) words.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return words;
}

const std::vector<Entry>& entries() {
    static const std::vector<Entry> all = [] {
        std::vector<Entry> made;
        for (const DataLine& line : data_lines(corpus_data("hospital_fields.txt"))) {
            const auto fields = data_fields(line.text);
            CHECK(fields.size() == 2);
            made.push_back({fields[0], words_of(fields[1])});
        }
        CHECK(made.size() < std::numeric_limits<std::uint8_t>::max());
        return made;
    }();
    return all;
}

}  // namespace

std::uint8_t hospital_field_of(std::string_view hospital_name) {
    // Of two words the longer says more: 心脑血管 holds 血管, 妇幼 and 妇女儿童 are apart.
    std::size_t best = 0;
    for (std::size_t i = 0; i < entries().size(); ++i) {
        const std::string_view word = entries()[i].word;
        if (hospital_name.find(word) == std::string_view::npos) continue;
        if (best == 0 || word.size() > entries()[best - 1].word.size()) best = i + 1;
    }
    return static_cast<std::uint8_t>(best);
}

std::vector<std::string_view> departments_of_hospital_fields() {
    std::vector<std::string_view> all;
    for (const Entry& entry : entries()) all.insert(all.end(), entry.departments.begin(), entry.departments.end());
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

bool HospitalField::holds(std::uint8_t field, ConceptIndex department) const {
    if (field == 0) return true;
    const std::uint64_t key = (std::uint64_t{department.value} << 8U) | field;
    const auto [known, is_new] = known_.try_emplace(key, false);
    if (!is_new) return known->second;
    const auto& named = entries()[field - 1U].departments;
    std::vector<ConceptIndex> wholes{department};
    for (std::size_t next = 0; next < wholes.size() && !known->second; ++next) {
        known->second = std::ranges::find(named, knowledge_.at(wholes[next]).id) != named.end();
        for (const auto& link : knowledge_.outgoing(wholes[next], Predicate::PartOf)) {
            if (std::ranges::find(wholes, link.other) == wholes.end()) wholes.push_back(link.other);
        }
    }
    return known->second;
}

}  // namespace xinglin
