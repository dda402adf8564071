#include "spelling/spelling.h"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "base/archive.h"
#include "knowledge/knowledge.h"
#include "text/automaton.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

constexpr std::size_t kLongestQuery = 120;

Automaton known_names(const Corpus& corpus) {
    std::vector<std::string> names;
    const auto add = [&](std::string_view name) {
        if (count_characters(name) > 1) names.emplace_back(name);
    };
    for (const Concept& each : corpus.knowledge().concepts()) {
        add(each.name);
        for (const Alias& alias : each.aliases) add(alias.text);
    }
    for (const auto& each : corpus.records()) add(each.read_once()->text_of(Field::Title));
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
    for (const auto& handle : corpus.records()) {
        const auto each = handle.read_once();
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
    explicit Model(const Corpus& corpus) : Model(known_names(corpus), learn(corpus)) {}

    Model(Automaton known, CharacterModel learnt)
        : names(std::move(known)),
          characters(std::move(learnt)),
          general(GeneralModel::system()),
          confusables(meant_characters(characters, general.get())),
          decoder(characters, general.get(), confusables, {}) {}

    /// Which bytes of `text` stand in a known name.
    std::vector<bool> named_in(std::string_view text) const {
        std::vector<bool> named(text.size());
        for (const Automaton::Match& match : names.find_all(text))
            std::fill(named.begin() + match.begin, named.begin() + match.end, true);
        return named;
    }

    /// Whether there is anything that may be wrong: not where all is traditional, or known names.
    bool may_correct(std::string_view query, std::span<const SpellingCharacter> query_characters) const {
        if (query_characters.size() > kLongestQuery) return false;
        const std::vector<bool> named = named_in(query);
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

double SpellingJudgement::of(const SpellingProposal& proposal) const {
    const auto& [typed, best] = proposal.decoding;
    return characters * (best.character_score - typed.character_score) + words * (best.word_score - typed.word_score) -
           confusion * best.confusion_cost - change * static_cast<double>(best.changes.size()) -
           commoner * best.commoner + named * static_cast<double>(proposal.named);
}

Speller::Speller(const Corpus& corpus) : model_(std::make_unique<const Model>(corpus)) {}
Speller::Speller(std::unique_ptr<const Model> model) : model_(std::move(model)) {}
Speller::~Speller() = default;

void Speller::save(ArchiveWriter& archive) const {
    model_->names.save(archive);
    model_->characters.save(archive);
}

std::shared_ptr<const Speller> Speller::load(ArchiveReader& archive) {
    Automaton names = Automaton::load(archive);
    CharacterModel characters = CharacterModel::load(archive);
    if (!archive.ok()) return nullptr;
    return std::shared_ptr<const Speller>(
        new Speller(std::make_unique<const Model>(std::move(names), std::move(characters))));
}

std::optional<SpellingProposal> Speller::propose(std::string_view query) const {
    const auto characters = SpellingDecoder::characters_of(query);
    if (!model_->may_correct(query, characters)) return std::nullopt;
    SpellingProposal proposal;
    proposal.decoding = model_->decoder.decode(characters);
    const SpellingReading& best = proposal.decoding.best;
    if (best.changes.empty() || best.changes.size() > (characters.size() + 3) / 4 + 1) return std::nullopt;
    for (std::size_t i = 0; i < characters.size(); ++i) {
        if (best.text[i] == characters[i].folded) {
            proposal.text += slice(query, characters[i].span);
        } else {
            append_utf8(proposal.text, best.text[i]);
        }
    }
    // Characters that change have three bytes before and after, so offsets are those of the query.
    const std::vector<bool> named = model_->named_in(proposal.text);
    for (const std::size_t change : best.changes) proposal.named += named[characters[change].span.begin];
    return proposal;
}

std::optional<std::string> Speller::correct(std::string_view query) const {
    auto proposal = propose(query);
    const SpellingJudgement judgement;
    if (!proposal || judgement.of(*proposal) < judgement.sure) return std::nullopt;
    return std::move(proposal->text);
}

std::size_t Speller::memory_bytes() const {
    return sizeof(Model) + model_->names.memory_bytes() + model_->characters.memory_bytes() +
           model_->confusables.memory_bytes();
}

}  // namespace xinglin
