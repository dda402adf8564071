// A name is read with a dictionary of words that tell whom or which part of the body it concerns, and of longer words
// that contain such a word and do not mean it (前列腺素 is no word of men). At each place the longest word counts and
// what it covers is not read again.
#include "knowledge/name_traits.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/name_table.h"
#include "base/result.h"
#include "base/strings.h"
#include "knowledge/knowledge_data.h"
#include "text/automaton.h"
#include "text/data_lines.h"

namespace xinglin {
namespace {

/// What one word tells; a word that tells nothing keeps the words inside it from being read.
struct Meaning {
    bool female = false;
    bool male = false;
    bool pregnancy = false;  ///< only in pregnancy
    bool after_menopause = false;
    bool newborn = false;
    bool spread = false;
    std::optional<int> min_age;
    std::optional<int> max_age;
    BodyParts parts = 0;
};

constexpr NameTable<BodyPart> kBodyPartNames("eye", "ear", "nose-and-throat", "mouth", "facial-nerves", "brain",
                                             "heart", "lungs", "belly", "anus", "urinary", "male-genitals",
                                             "female-genitals", "breast", "skin", "limbs");

std::optional<int> age_in(std::string_view digits) {
    int age = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), age);
    return error == std::errc() && end == digits.data() + digits.size() ? std::optional(age) : std::nullopt;
}

/// Adds what one word of data/medicine/name_traits.txt tells; false when it is none.
bool add_trait(std::string_view trait, Meaning& meaning) {
    for (const auto& [name, flag] :
         {std::pair("female", &Meaning::female), std::pair("male", &Meaning::male),
          std::pair("pregnancy", &Meaning::pregnancy), std::pair("newborn", &Meaning::newborn),
          std::pair("after-menopause", &Meaning::after_menopause), std::pair("spread", &Meaning::spread)}) {
        if (trait != name) continue;
        meaning.*flag = true;
        return true;
    }
    if (trait.starts_with("from=")) return (meaning.min_age = age_in(trait.substr(5))).has_value();
    if (trait.starts_with("to=")) return (meaning.max_age = age_in(trait.substr(3))).has_value();
    const auto part = kBodyPartNames.named(trait);
    if (part) meaning.parts |= bit_of(*part);
    return part || trait == "nothing";
}

void join(Meaning& known, const Meaning& more) {
    known.female |= more.female;
    known.male |= more.male;
    known.pregnancy |= more.pregnancy;
    known.spread |= more.spread;
    known.parts |= more.parts;
}

using Meanings = std::map<std::string, Meaning, std::less<>>;

Result<Meanings> read_meanings(std::string_view text) {
    Meanings meanings;
    for (const DataLine& line : data_lines(text)) {
        const auto fault = [&](std::string message) {
            return Error{ErrorCode::InvalidInput, std::move(message), "name_traits.txt:" + std::to_string(line.number)};
        };
        const std::vector<std::string_view> fields = data_fields(line.text);
        if (fields.size() != 2) return fault("A line is what words tell, two blanks, and the words.");
        Meaning meaning;
        for (const std::string_view trait : split(fields[0], '+')) {
            if (!add_trait(trait, meaning)) return fault("\"" + std::string(trait) + "\" is nothing that words tell.");
        }
        for (const std::string_view word : split(fields[1], ' ')) {
            const auto [place, is_new] = meanings.try_emplace(std::string(word), meaning);
            if (!is_new) join(place->second, meaning);
        }
    }
    return meanings;
}

class WordTable {
  public:
    static const WordTable& get() {
        static const WordTable table;
        return table;
    }

    template <typename Visit>
    void read(std::string_view name, Visit visit) const {
        std::vector<Automaton::Match> matches = automaton_.find_all(name);
        std::sort(matches.begin(), matches.end(), [](const Automaton::Match& a, const Automaton::Match& b) {
            return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
        });
        std::uint32_t read_to = 0;
        for (const Automaton::Match& match : matches) {
            if (match.begin < read_to) continue;
            visit(meanings_[match.form]);
            read_to = match.end;
        }
    }

  private:
    WordTable() {
        const auto read = read_meanings(knowledge_data("name_traits.txt"));
        CHECK(read);
        std::vector<std::string> forms;
        for (const auto& [word, meaning] : *read) {
            forms.push_back(word);
            meanings_.push_back(meaning);
        }
        automaton_ = Automaton::build(forms);
    }

    Automaton automaton_;
    std::vector<Meaning> meanings_;
};

/// Narrows the ages to those of one more word; two words without a common age say nothing together.
void narrow(Constraints& constraints, const Meaning& meaning) {
    if (meaning.min_age) constraints.min_age_years = std::max(constraints.min_age_years.value_or(0), *meaning.min_age);
    if (!meaning.max_age) return;
    constraints.max_age_years = std::min(constraints.max_age_years.value_or(*meaning.max_age), *meaning.max_age);
}

constexpr BodyParts kFarFromGenitals = bit_of(BodyPart::Eye) | bit_of(BodyPart::Ear) | bit_of(BodyPart::NoseAndThroat) |
                                       bit_of(BodyPart::Mouth) | bit_of(BodyPart::FacialNerves) |
                                       bit_of(BodyPart::Lungs) | bit_of(BodyPart::Heart) | bit_of(BodyPart::Limbs);

/// The parts that have nothing to do with `part`, as far as one can say it of every local disease there. One direction
/// is enough.
constexpr BodyParts unrelated_to(BodyPart value) {
    switch (value) {
        case BodyPart::MaleGenitals:
        case BodyPart::FemaleGenitals:
            return kFarFromGenitals;
        case BodyPart::Anus:
            return bit_of(BodyPart::Eye) | bit_of(BodyPart::Ear) | bit_of(BodyPart::NoseAndThroat) |
                   bit_of(BodyPart::Mouth) | bit_of(BodyPart::FacialNerves) | bit_of(BodyPart::Breast);
        case BodyPart::Breast:
            return bit_of(BodyPart::Eye) | bit_of(BodyPart::Ear) | bit_of(BodyPart::NoseAndThroat) |
                   bit_of(BodyPart::Mouth) | bit_of(BodyPart::FacialNerves) | bit_of(BodyPart::Urinary);
        case BodyPart::Ear:
            return bit_of(BodyPart::Belly) | bit_of(BodyPart::Urinary) | bit_of(BodyPart::Limbs);
        case BodyPart::FacialNerves:
            return bit_of(BodyPart::Belly) | bit_of(BodyPart::Urinary) | bit_of(BodyPart::Limbs) |
                   bit_of(BodyPart::Lungs) | bit_of(BodyPart::Heart);
        case BodyPart::Eye:
        case BodyPart::NoseAndThroat:
        case BodyPart::Mouth:
        case BodyPart::Brain:
        case BodyPart::Heart:
        case BodyPart::Lungs:
        case BodyPart::Belly:
        case BodyPart::Urinary:
        case BodyPart::Skin:
        case BodyPart::Limbs:
            return 0;
    }
    return 0;
}

}  // namespace

NameTraits traits_of(std::string_view name) {
    NameTraits traits;
    bool is_female = false;
    bool is_male = false;
    bool is_after_menopause = false;
    WordTable::get().read(name, [&](const Meaning& meaning) {
        is_female |= meaning.female;
        is_male |= meaning.male;
        is_after_menopause |= meaning.after_menopause;
        traits.is_pregnancy |= meaning.pregnancy;
        traits.is_newborn |= meaning.newborn;
        traits.is_spread |= meaning.spread;
        traits.parts |= meaning.parts;
        narrow(traits.constraints, meaning);
    });
    Constraints& constraints = traits.constraints;
    if (is_female != is_male) constraints.sex = is_female ? Sex::Female : Sex::Male;
    if (traits.is_newborn) {
        // Whose illness it is, the mother's or the child's, such a name leaves open: 新生儿 beside 妊娠.
        if (traits.is_pregnancy) constraints = {};
    } else if (traits.is_pregnancy && !is_male) {
        constraints.pregnancy = PregnancyRule::Only;
    } else if (is_after_menopause) {
        constraints.pregnancy = PregnancyRule::Never;
    }
    if (constraints.min_age_years && constraints.max_age_years &&
        *constraints.min_age_years > *constraints.max_age_years) {
        constraints.min_age_years.reset();
        constraints.max_age_years.reset();
    }
    return traits;
}

bool are_unrelated(BodyPart a, BodyPart b) {
    return (unrelated_to(a) & bit_of(b)) != 0 || (unrelated_to(b) & bit_of(a)) != 0;
}

bool are_unrelated(BodyParts a, BodyParts b) {
    if (a == 0 || b == 0) return false;
    for (int i = 0; i < kBodyPartCount; ++i) {
        for (int k = 0; k < kBodyPartCount; ++k) {
            const auto first = static_cast<BodyPart>(i);
            const auto second = static_cast<BodyPart>(k);
            if ((a & bit_of(first)) != 0 && (b & bit_of(second)) != 0 && !are_unrelated(first, second)) return false;
        }
    }
    return true;
}

}  // namespace xinglin
