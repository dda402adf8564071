#include "search/spelling.h"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "knowledge/knowledge.h"
#include "text/automaton.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

constexpr std::size_t kLongestQuery = 120;
constexpr double kSureGain = 8;

Automaton known_names(const Corpus& corpus) {
    std::vector<std::string> names;
    const auto add = [&](std::string_view name) {
        if (count_characters(name) > 1) names.emplace_back(name);
    };
    for (const Concept& each : corpus.knowledge().concepts()) {
        add(each.name);
        for (const Alias& alias : each.aliases) add(alias.text);
    }
    for (const auto& each : corpus.records()) add(each->text_of(Field::Title));
    return Automaton::build(names);
}

CharacterModel learn(const Corpus& corpus) {
    CharacterModel::Builder builder;
    for (const Concept& each : corpus.knowledge().concepts()) {
        builder.add(each.name, 3);
        for (const Alias& alias : each.aliases) builder.add(alias.text, 2);
        if (each.summary) builder.add(each.summary->text);
    }
    for (const Relation& each : corpus.knowledge().relations()) builder.add(each.statement);
    for (const auto& each : corpus.records()) {
        builder.add(each->text_of(Field::Title), 3);
        for (const Field field : {Field::Body, Field::Specialty, Field::Biography, Field::Ingredients,
                                  Field::Indications, Field::Contraindications, Field::Description})
            builder.add(each->text_of(field));
    }
    return builder.build();
}

std::u16string meant_characters(const CharacterModel& characters, const GeneralModel* general) {
    std::u16string found;
    std::string text;
    for (char16_t c = 0x4E00; c < 0x9FA6; ++c) {
        text.clear();
        append_utf8(text, c);
        if (characters.token(c) != CharacterModel::kUnknown ||
            (general && general->find(text) != GeneralModel::kUnknown))
            found += c;
    }
    return found;
}

}  // namespace

class Speller::Model {
  public:
    Model(const Corpus& corpus, const SpellingWeights& weights)
        : names(known_names(corpus)),
          characters(learn(corpus)),
          general(GeneralModel::system()),
          confusables(meant_characters(characters, general.get())),
          decoder(characters, general.get(), confusables, weights) {}

    /// Whether there is anything that may be wrong: not where all is traditional, or known names.
    bool may_correct(std::string_view query, std::span<const SpellingCharacter> query_characters) const {
        if (query_characters.size() > kLongestQuery) return false;
        std::vector<bool> named(query.size());
        for (const Automaton::Match& match : names.find_all(query))
            std::fill(named.begin() + match.begin, named.begin() + match.end, true);
        bool may = false;
        for (const SpellingCharacter& each : query_characters) {
            if (each.traditional) return false;
            may = may || (each.changeable && !named[each.span.begin]);
        }
        return may;
    }

    Automaton names;
    CharacterModel characters;
    std::shared_ptr<const GeneralModel> general;
    Confusables confusables;
    SpellingDecoder decoder;
};

Speller::Speller(const Corpus& corpus) : Speller(corpus, SpellingWeights()) {}
Speller::Speller(const Corpus& corpus, const SpellingWeights& weights)
    : model_(std::make_unique<const Model>(corpus, weights)) {}
Speller::~Speller() = default;

std::optional<std::string> Speller::correct(std::string_view query) const {
    const auto characters = SpellingDecoder::characters_of(query);
    if (!model_->may_correct(query, characters)) return std::nullopt;
    const SpellingReading best = model_->decoder.best(characters);
    if (best.changes.empty() || best.changes.size() > characters.size() / 4 + 2) return std::nullopt;
    if (best.score - model_->decoder.as_typed(characters).score < kSureGain) return std::nullopt;
    std::string corrected(query.substr(0, characters[best.changes.front()].span.begin));
    for (std::size_t i = best.changes.front(); i < characters.size(); ++i) {
        if (best.text[i] == characters[i].folded) {
            corrected += slice(query, characters[i].span);
        } else {
            append_utf8(corrected, best.text[i]);
        }
    }
    return corrected;
}

const SpellingDecoder& Speller::decoder() const {
    return model_->decoder;
}

std::size_t Speller::memory_bytes() const {
    return sizeof(Model) + model_->characters.memory_bytes() + model_->confusables.memory_bytes();
}

}  // namespace xinglin
