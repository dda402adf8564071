// Reading a text has two steps. read() runs the automaton once and keeps, of the names and of the cue words apart, the
// leftmost longest matches; names that a longer word contests are decided by word_edges.h. mentions_of() turns names
// into mentions: what is sure stands, and together it is the context in which ambiguous forms are decided; then cues
// say what is negated, suspected, and about whom.
#include "annotate/annotator.h"

#include <algorithm>
#include <limits>
#include <string>
#include <unordered_map>

#include "annotate/context.h"
#include "annotate/data.h"
#include "annotate/figures.h"
#include "base/archive.h"
#include "base/budget.h"
#include "base/check.h"
#include "text/data_lines.h"
#include "text/fold.h"

namespace xinglin {

namespace {

constexpr std::size_t kTypedBytes = 600;  // A text of no more is taken for one that somebody typed.

/// Latin, Greek and Cyrillic letters and digits, as they are after folding.
bool is_word_character(char32_t code_point) {
    return (code_point >= U'a' && code_point <= U'z') || (code_point >= U'0' && code_point <= U'9') ||
           (code_point >= 0xC0 && code_point <= 0x24F && code_point != 0xD7 && code_point != 0xF7) ||
           (code_point >= 0x370 && code_point <= 0x52F);
}

/// The folded form of a character; `buffer` is its memory when it is a single code point.
std::u32string_view folded(const char32_t& code_point, char32_t& buffer) {
    buffer = FoldTable::get().fold_single(code_point);
    return buffer != 0 ? std::u32string_view(&buffer, 1) : FoldTable::get().expansion(code_point);
}

bool is_word_before(std::string_view text, std::size_t offset) {
    while (offset > 0) {
        const Decoded before = decode_utf8_before(text, offset);
        char32_t buffer = 0;
        const std::u32string_view character = folded(before.code_point, buffer);
        if (!character.empty()) return is_word_character(character.back());
        offset -= before.length;
    }
    return false;
}

bool is_word_after(std::string_view text, std::size_t offset) {
    while (offset < text.size()) {
        const Decoded after = decode_utf8(text, offset);
        char32_t buffer = 0;
        const std::u32string_view character = folded(after.code_point, buffer);
        if (!character.empty()) return is_word_character(character.front());
        offset += after.length;
    }
    return false;
}

/// Keeps the leftmost longest matches: of those that start first the longest, then on from its end. Fed in the order
/// of Automaton::find_all, where later matches end later. Its memory may be that of the list which it is fed from: it
/// never keeps more than it was fed.
class LongestMatches {
  public:
    explicit LongestMatches(std::vector<Automaton::Match>& memory) : matches_(memory) {}

    void add(Automaton::Match match) {
        std::size_t kept = size_;
        while (kept > 0 && matches_[kept - 1].begin >= match.begin) --kept;
        // One that starts earlier holds the place, so whatever this match covers stays too.
        if (kept > 0 && matches_[kept - 1].end > match.begin) return;
        matches_[kept] = match;
        size_ = kept + 1;
    }

    void finish() { matches_.resize(size_); }

  private:
    std::vector<Automaton::Match>& matches_;
    std::size_t size_ = 0;
};

/// What each complaint of the vocabulary means here: the finding that has its name.
std::vector<std::optional<ConceptIndex>> concepts_of_complaints(const Knowledge& knowledge) {
    std::vector<std::optional<ConceptIndex>> concepts;
    for (const ComplaintWords::Complaint& complaint : ComplaintWords::embedded().complaints()) {
        const std::vector<ConceptIndex> named = knowledge.named(complaint.concept_name);
        const auto finding = std::ranges::find_if(named, [&](ConceptIndex index) {
            const ConceptKind kind = knowledge.at(index).kind;
            return kind == ConceptKind::Symptom || kind == ConceptKind::Condition;
        });
        concepts.push_back(finding == named.end() ? std::nullopt : std::optional(*finding));
    }
    return concepts;
}

/// The words from which a search for a complaint starts, and the longer ones in which they are not read.
std::vector<std::size_t> words_of_complaints(std::span<const std::optional<ConceptIndex>> concepts) {
    std::vector<std::size_t> found;
    std::vector<ComplaintWords::Part> parts;  // What is wrong in a complaint that is known.
    for (std::size_t place = 0; place < concepts.size(); ++place) {
        const auto& qualities = ComplaintWords::embedded().complaints()[place].qualities;
        if (concepts[place]) parts.insert(parts.end(), qualities.begin(), qualities.end());
    }
    if (parts.empty()) return found;
    const std::vector<ComplaintWords::Word>& words = ComplaintWords::embedded().words();
    for (std::size_t place = 0; place < words.size(); ++place) {
        const bool is_start = std::ranges::find_first_of(words[place].parts, parts) != words[place].parts.end();
        if (is_start || words[place].role == ComplaintRole::Hidden) found.push_back(place);
    }
    return found;
}

}  // namespace

struct Annotator::Reading {
    std::string_view text;
    std::vector<Automaton::Match> names;
    std::vector<Automaton::Match> cues;  // All that were found, in the automaton's order.
    std::vector<FoundFigure> figures;
    bool is_sure = true;  // Every name is.
};

/// Gathers the forms of all names, aliases and cue words, those that fold alike in one.
class Annotator::FormCollector {
  public:
    explicit FormCollector(const Knowledge& knowledge) {
        for (std::uint32_t value = 0; value < knowledge.concepts().size(); ++value) {
            if (!knowledge.is_for_readers({value})) continue;
            const Concept& entry = knowledge.concepts()[value];
            if (entry.trust == Trust::Imported && joins_curated(knowledge, entry.name)) continue;
            claim(entry.name, {value}, Strength::Sure);
            for (const Alias& alias : entry.aliases) claim_alias(alias, {value});
        }
        for (std::uint32_t value = 0; value < knowledge.concepts().size(); ++value) {
            if (!knowledge.is_for_readers({value})) continue;
            claim(knowledge.concepts()[value].english, {value}, Strength::Unclaimed);
        }
        for (const DerivedName& derived : knowledge.derived_names()) {
            claim(derived.text, derived.concept_index, Strength::Unclaimed);
        }
        for (std::size_t cue = 0; cue < cue_words().size(); ++cue) {
            if (Entry* entry = entry_of(cue_words()[cue].text)) entry->form.cue = static_cast<std::uint16_t>(cue + 1);
        }
        for (std::size_t figure = 0; figure < figure_words().size(); ++figure) {
            Entry* entry = entry_of(figure_words()[figure].text);
            if (entry != nullptr) entry->form.figure = static_cast<std::uint16_t>(figure + 1);
        }
        complaints_ = concepts_of_complaints(knowledge);
        for (const std::size_t word : words_of_complaints(complaints_)) {
            const std::string& text = ComplaintWords::embedded().words()[word].text;
            if (Entry* entry = entry_of(text)) entry->form.complaint = static_cast<std::uint16_t>(word + 1);
        }
    }

    void finish(Annotator& annotator) && {
        annotator.forms_.reserve(entries_.size());
        for (Entry& entry : entries_) annotator.forms_.push_back(placed(entry, annotator));
        annotator.automaton_ = Automaton::build(texts_);
        auto words = everyday_word_costs(GeneralModel::system());
        auto costs = annotator.form_costs(texts_, *words);
        annotator.edges_ = std::make_shared<const WordEdges>(std::move(words), std::move(costs));
        annotator.add_complaint_forms(complaints_);
        add_levels(annotator);
        add_open_words(annotator);
        add_misspelled(annotator);
    }

  private:
    enum class Strength { Sure, NeedsContext, Unclaimed };

    /// Whether a name is two names of curated concepts and a word that joins them. In a text it stands for these two:
    /// what was imported does not hide what is curated.
    static bool joins_curated(const Knowledge& knowledge, std::string_view name) {
        static const std::vector<std::string> joins = [] {
            std::vector<std::string> read;
            for (const DataLine& line : data_lines(annotate_data("joining_words.txt"))) read.emplace_back(line.text);
            return read;
        }();
        const auto is_curated = [&](std::string_view part) {
            return std::ranges::any_of(knowledge.named(part), [&](ConceptIndex each) {
                return knowledge.at(each).trust == Trust::Curated && knowledge.is_for_readers(each);
            });
        };
        return std::ranges::any_of(joins, [&](const std::string& join) {
            const std::size_t at = name.find(join);
            return at != std::string_view::npos && is_curated(name.substr(0, at)) &&
                   is_curated(name.substr(at + join.size()));
        });
    }
    struct Meaning {
        ConceptIndex concept_index;
        Strength strength;
    };
    struct Entry {
        Form form;
        std::vector<Meaning> meanings;
    };

    void claim_alias(const Alias& alias, ConceptIndex index) {
        switch (alias.use) {
            case AliasUse::Alone:
                claim(alias.text, index, Strength::Sure);
                break;
            case AliasUse::NeedsContext:
                claim(alias.text, index, Strength::NeedsContext);
                break;
            case AliasUse::SearchOnly:
                break;
        }
    }

    void claim(std::string_view text, ConceptIndex index, Strength strength) {
        Entry* entry = entry_of(text);
        if (entry == nullptr) return;
        const auto same = std::find_if(entry->meanings.begin(), entry->meanings.end(),
                                       [&](const Meaning& meaning) { return meaning.concept_index == index; });
        if (same != entry->meanings.end()) {
            same->strength = std::min(same->strength, strength);
        } else if (strength != Strength::Unclaimed || are_english(entry->meanings)) {
            entry->meanings.push_back({index, strength});
        }
    }

    static bool are_english(const std::vector<Meaning>& meanings) {
        return std::all_of(meanings.begin(), meanings.end(),
                           [](const Meaning& meaning) { return meaning.strength == Strength::Unclaimed; });
    }

    std::optional<std::uint32_t> form_of(std::string_view name) const {
        const auto found = entry_by_fold_.find(fold(name));
        return found == entry_by_fold_.end() ? std::nullopt : std::optional(found->second);
    }

    void add_levels(Annotator& annotator) const {
        for (const SpineLevel& level : spine_levels()) {
            const std::vector<ConceptIndex> named = annotator.knowledge_->named(level.concept_name);
            if (named.empty() && !level.concept_name.empty()) continue;
            for (const std::string& name : level.names) {
                const auto form = form_of(name);
                if (!form || annotator.forms_[*form].meaning_count == 0) continue;
                annotator.levels_[*form].push_back(
                    {level.parts, named.empty() ? std::nullopt : std::optional(named.front())});
            }
        }
    }

    /// Curated names of conditions, symptoms and drugs, and the aliases of all but symptoms.
    void add_misspelled(Annotator& annotator) const {
        std::vector<MisspelledNames::Name> names;
        const auto add = [&](std::string_view name, ConceptIndex index) {
            const auto form = form_of(name);
            if (!form || !annotator.forms_[*form].is_sure || annotator.forms_[*form].sure_meaning != index) return;
            names.push_back({texts_[*form], *form});
        };
        for (std::uint32_t value = 0; value < annotator.knowledge_->concepts().size(); ++value) {
            const Concept& entry = annotator.knowledge_->concepts()[value];
            const bool is_drug = entry.kind == ConceptKind::Substance || entry.kind == ConceptKind::Class;
            const bool is_condition = entry.kind == ConceptKind::Condition;
            if (entry.trust != Trust::Curated || !(is_drug || is_condition || entry.kind == ConceptKind::Symptom))
                continue;
            add(entry.name, {value});
            if (entry.kind == ConceptKind::Symptom) continue;
            for (const Alias& alias : entry.aliases) add(alias.text, {value});
        }
        std::ranges::sort(names, {}, &MisspelledNames::Name::form);
        names.erase(std::unique(names.begin(), names.end(),
                                [](const auto& one, const auto& other) { return one.form == other.form; }),
                    names.end());
        annotator.misspelled_ = MisspelledNames(names);
    }

    void add_open_words(Annotator& annotator) const {
        for (const OpenWord& word : open_words()) {
            const std::vector<ConceptIndex> named = annotator.knowledge_->named(word.concept_name);
            const auto form = form_of(word.text);
            if (named.empty() || !form) continue;
            annotator.open_words_.emplace(*form, &word);
            annotator.otherwise_.emplace(*form, named.front());
        }
    }

    /// The entry of a text; none when nothing of it is left after folding.
    Entry* entry_of(std::string_view text) {
        std::string key = fold(text);
        if (key.empty() || first_invalid_utf8(text)) return nullptr;
        const auto [place, is_new] = entry_by_fold_.try_emplace(key, static_cast<std::uint32_t>(entries_.size()));
        if (is_new) {
            Entry& entry = entries_.emplace_back();
            entry.form.starts_word = is_word_character(decode_utf8(key, 0).code_point);
            entry.form.ends_word = is_word_character(decode_utf8_before(key, key.size()).code_point);
            texts_.push_back(std::move(key));
        }
        return &entries_[place->second];
    }

    static Form placed(Entry& entry, Annotator& annotator) {
        std::stable_sort(entry.meanings.begin(), entry.meanings.end(),
                         [](const Meaning& a, const Meaning& b) { return a.strength < b.strength; });
        const auto is_strong = [](const Meaning& meaning) { return meaning.strength != Strength::NeedsContext; };
        CHECK(entry.meanings.size() <= std::numeric_limits<std::uint16_t>::max());
        Form form = entry.form;
        form.first_meaning = static_cast<std::uint32_t>(annotator.meanings_.size());
        form.meaning_count = static_cast<std::uint16_t>(entry.meanings.size());
        for (const Meaning& meaning : entry.meanings) annotator.meanings_.push_back(meaning.concept_index);
        form.is_sure = std::count_if(entry.meanings.begin(), entry.meanings.end(), is_strong) == 1;
        if (form.is_sure) {
            form.sure_meaning = entry.meanings.front().concept_index;
            form.kind = static_cast<std::uint8_t>(annotator.knowledge_->at(form.sure_meaning).kind);
        }
        return form;
    }

    std::unordered_map<std::string, std::uint32_t> entry_by_fold_;
    std::vector<Entry> entries_;
    std::vector<std::string> texts_;
    std::vector<std::optional<ConceptIndex>> complaints_;
};

Annotator::Annotator(std::shared_ptr<const Knowledge> knowledge) : knowledge_(std::move(knowledge)) {
    CHECK(knowledge_ != nullptr);
    FormCollector(*knowledge_).finish(*this);
}

void Annotator::save(ArchiveWriter& archive) const {
    automaton_.save(archive);
    archive(first_complaint_form_);
    archive.raw(forms_);
    archive.raw(meanings_);
    archive.raw(edges_->form_costs());
    save_exceptions(archive);
}

/// What the texts of the build say of some forms.
void Annotator::save_exceptions(ArchiveWriter& archive) const {
    const auto forms_of = [](const auto& by_form) {
        std::vector<std::uint32_t> forms;
        for (const auto& [form, value] : by_form) forms.push_back(form);
        std::ranges::sort(forms);
        return forms;
    };
    const auto levels = forms_of(levels_);
    archive.raw(levels);
    for (const std::uint32_t form : levels) {
        archive(levels_.at(form).size());
        for (const AtLevel& level : levels_.at(form)) {
            archive.raw(std::span(level.parts.data(), level.parts.size()));
            archive(level.meaning ? level.meaning->value + 1 : 0U);
        }
    }
    const auto words = forms_of(open_words_);
    archive.raw(words);
    for (const std::uint32_t form : words)
        archive(static_cast<std::uint64_t>(open_words_.at(form) - xinglin::open_words().data()));
    const auto otherwise = forms_of(otherwise_);
    archive.raw(otherwise);
    for (const std::uint32_t form : otherwise) archive(otherwise_.at(form).value);
    const std::vector<MisspelledNames::Name> names = misspelled_.names();
    archive(names.size());
    for (const MisspelledNames::Name& name : names) archive(name.folded, name.form);
}

void Annotator::load_exceptions(ArchiveReader& archive) {
    std::vector<std::uint32_t> forms;
    archive.raw(forms);
    for (const std::uint32_t form : forms) {
        std::uint64_t size = 0;
        archive(size);
        std::vector<AtLevel>& levels = levels_[form];
        for (std::uint64_t i = 0; i < size && archive.ok(); ++i) {
            std::vector<char32_t> parts;
            std::uint32_t meaning = 0;
            archive.raw(parts);
            archive(meaning);
            AtLevel& level = levels.emplace_back();
            level.parts.assign(parts.begin(), parts.end());
            if (meaning > 0) level.meaning = ConceptIndex{meaning - 1};
        }
    }
    archive.raw(forms);
    for (const std::uint32_t form : forms) {
        std::uint64_t place = 0;
        archive(place);
        if (place >= xinglin::open_words().size()) return archive.fail();
        open_words_.emplace(form, &xinglin::open_words()[place]);
    }
    archive.raw(forms);
    for (const std::uint32_t form : forms) archive(otherwise_[form].value);
    std::uint64_t size = 0;
    archive(size);
    std::vector<MisspelledNames::Name> names;
    for (std::uint64_t i = 0; i < size && archive.ok(); ++i) {
        MisspelledNames::Name& name = names.emplace_back();
        archive(name.folded, name.form);
    }
    misspelled_ = MisspelledNames(names);
}

std::shared_ptr<const Annotator> Annotator::load(ArchiveReader& archive, std::shared_ptr<const Knowledge> knowledge) {
    CHECK(knowledge != nullptr);
    std::shared_ptr<Annotator> loaded(new Annotator(std::move(knowledge), Unbuilt{}));
    std::vector<float> costs;
    loaded->automaton_ = Automaton::load(archive);
    archive(loaded->first_complaint_form_);
    archive.raw(loaded->forms_);
    archive.raw(loaded->meanings_);
    archive.raw(costs);
    loaded->load_exceptions(archive);
    if (!archive.ok()) return nullptr;
    loaded->edges_ = std::make_shared<const WordEdges>(everyday_word_costs(GeneralModel::system()), std::move(costs));
    loaded->start_complaints();
    return loaded;
}

/// What each form costs as a word of a cut.
std::vector<float> Annotator::form_costs(std::span<const std::string> texts, const WordCosts& words) const {
    std::vector<float> costs;
    costs.reserve(forms_.size());
    for (std::size_t index = 0; index < forms_.size(); ++index) {
        const Form& form = forms_[index];
        const bool is_site = form.kind == static_cast<std::uint8_t>(ConceptKind::Site);
        const auto kind = !form.is_sure ? WordEdges::NameKind::Unsure
                          : is_site     ? WordEdges::NameKind::Site
                                        : WordEdges::NameKind::Sure;
        const float most = WordEdges::most_for(kind, count_characters(texts[index]));
        costs.push_back(std::min(most, words.cost(texts[index])));
    }
    return costs;
}

bool Annotator::stands_alone(const Form& form, std::string_view text, const Automaton::Match& match) {
    return !(form.starts_word && is_word_before(text, match.begin)) &&
           !(form.ends_word && is_word_after(text, match.end));
}

Annotator::Reading Annotator::read(std::string_view text) const {
    CHECK(text.size() < std::numeric_limits<std::uint32_t>::max());
    Reading reading;
    reading.text = text;
    std::vector<Automaton::Match> names = automaton_.find_all(text);
    std::vector<Automaton::Match> complaint_words;
    std::size_t name_count = 0;
    for (const Automaton::Match& match : names) {
        check_budget();
        const Form& form = forms_[match.form];
        if ((form.starts_word || form.ends_word) && !stands_alone(form, text, match)) continue;
        if (form.cue > 0) reading.cues.push_back(match);
        if (form.figure > 0) {
            reading.figures.push_back({{match.begin, match.end}, &figure_words()[form.figure - 1U]});
        }
        if (form.complaint > 0) complaint_words.push_back(match);
        if (form.meaning_count > 0) names[name_count++] = match;
    }
    names.resize(name_count);
    reading.names.resize(name_count);
    LongestMatches longest(reading.names);
    for (const Automaton::Match& name : names) longest.add(name);
    longest.finish();
    edges_->choose(text, names, reading.names);
    if (text.size() <= kTypedBytes) mend_spelling(reading);
    if (!complaint_words.empty()) read_complaints(complaint_words, reading);
    reading.is_sure = std::all_of(reading.names.begin(), reading.names.end(),
                                  [&](const Automaton::Match& name) { return forms_[name.form].is_sure; });
    return reading;
}

/// Reads names in which one character is wrong. Another name that has that character, or an everyday word, says that it
/// is right; two names that could be meant say nothing.
void Annotator::mend_spelling(Reading& reading) const {
    const std::vector<MisspelledNames::Found> found = misspelled_.find(reading.text);
    std::uint32_t done = 0;
    for (std::size_t place = 0; place < found.size(); ++place) {
        const Span span = found[place].span;
        const Span wrong = found[place].wrong;
        const std::uint32_t form = found[place].form;
        if (span.begin < done || edges_->is_in_a_word(reading.text, wrong)) continue;
        const bool is_unclear = std::ranges::any_of(found, [&](const MisspelledNames::Found& other) {
            return other.span == span && forms_[other.form].sure_meaning != forms_[form].sure_meaning;
        });
        const auto first = std::ranges::partition_point(
            reading.names, [&](const Automaton::Match& name) { return name.end <= span.begin; });
        const auto last = std::partition_point(first, reading.names.end(),
                                               [&](const Automaton::Match& name) { return name.begin < span.end; });
        const bool is_right = std::any_of(first, last, [&](const Automaton::Match& name) {
            const bool is_within = span.begin <= name.begin && name.end <= span.end;
            return !is_within || (name.begin <= wrong.begin && wrong.end <= name.end);
        });
        if (is_unclear || is_right) continue;
        const auto at = reading.names.erase(first, last);
        reading.names.insert(at, {form, span.begin, span.end});
        done = span.end;
    }
}

void Annotator::add_complaint_forms(std::span<const std::optional<ConceptIndex>> concepts) {
    first_complaint_form_ = static_cast<std::uint32_t>(forms_.size());
    for (const std::optional<ConceptIndex>& meaning : concepts) {
        Form form;
        form.is_sure = meaning.has_value();
        form.sure_meaning = meaning.value_or(ConceptIndex{});
        if (meaning) form.kind = static_cast<std::uint8_t>(knowledge_->at(*meaning).kind);
        forms_.push_back(form);
        form.is_denied = true;
        forms_.push_back(form);
    }
    start_complaints();
}

void Annotator::start_complaints() {
    std::vector<bool> is_known;
    for (std::size_t form = first_complaint_form_; form < forms_.size(); form += 2)
        is_known.push_back(forms_[form].is_sure);
    if (std::ranges::find(is_known, true) != is_known.end()) {
        complaints_.emplace(ComplaintWords::embedded(), std::move(is_known));
    }
}

/// Whether a name in the complaint says the same already: 头痛 in 头痛得厉害.
bool Annotator::is_named_in(const ComplaintReader::Reading& complaint, const Reading& reading) const {
    const ConceptIndex meaning = forms_[first_complaint_form_ + 2U * complaint.complaint].sure_meaning;
    auto name = std::ranges::partition_point(
        reading.names, [&](const Automaton::Match& match) { return match.end <= complaint.span.begin; });
    for (; name != reading.names.end() && name->begin < complaint.span.end; ++name) {
        const Form& form = forms_[name->form];
        if (form.is_sure && form.sure_meaning == meaning && !complaint.is_denied) return true;
    }
    return false;
}

/// Puts the complaints among the names, in the place of those that they cover.
void Annotator::read_complaints(std::vector<Automaton::Match>& words, Reading& reading) const {
    LongestMatches longest(words);
    for (const Automaton::Match& word : std::vector(words)) longest.add(word);
    longest.finish();
    std::vector<ComplaintReader::Quality> qualities;
    for (const Automaton::Match& match : words) {
        const ComplaintWords::Word& word = ComplaintWords::embedded().words()[forms_[match.form].complaint - 1U];
        if (word.role != ComplaintRole::Hidden) qualities.push_back({{match.begin, match.end}, &word});
    }
    if (qualities.empty()) return;
    std::vector<ComplaintReader::Name> names;
    for (const Automaton::Match& match : reading.names) {
        const Form& form = forms_[match.form];
        names.push_back({{match.begin, match.end}, static_cast<ConceptKind>(form.kind), form.is_sure});
    }
    std::vector<ComplaintReader::Reading> complaints = complaints_->read(reading.text, qualities, names);
    std::erase_if(complaints,
                  [&](const ComplaintReader::Reading& complaint) { return is_named_in(complaint, reading); });
    if (complaints.empty()) return;
    std::vector<Automaton::Match> merged;
    auto name = reading.names.cbegin();
    for (const ComplaintReader::Reading& complaint : complaints) {
        for (; name != reading.names.cend() && name->end <= complaint.span.begin; ++name) merged.push_back(*name);
        while (name != reading.names.cend() && name->begin < complaint.span.end) ++name;
        const std::uint32_t form = first_complaint_form_ + 2U * complaint.complaint + (complaint.is_denied ? 1U : 0U);
        merged.push_back({form, complaint.span.begin, complaint.span.end});
    }
    merged.insert(merged.end(), name, reading.names.cend());
    reading.names = std::move(merged);
}

std::optional<ConceptIndex> Annotator::meaning_in(const Form& form, std::span<const ConceptIndex> context) const {
    constexpr int kSame = 2;  // A sure mention of the concept itself says more than one of a neighbour.
    int best = 0;
    std::optional<ConceptIndex> meaning;
    for (std::uint32_t index = form.first_meaning; index < form.first_meaning + form.meaning_count; ++index) {
        int support = 0;
        for (const ConceptIndex sure : context) {
            if (sure == meanings_[index]) {
                support += kSame;
            } else if (knowledge_->directly_related(sure, meanings_[index])) {
                ++support;
            }
        }
        if (support == best) meaning.reset();
        if (support > best) {
            best = support;
            meaning = meanings_[index];
        }
    }
    return meaning;
}

/// The cues outside of names (无力 is a symptom, not an absence), leftmost longest.
std::vector<FoundCue> Annotator::cues_of(const Reading& reading) const {
    std::vector<Automaton::Match> kept(reading.cues.size());
    LongestMatches longest(kept);
    auto name = reading.names.begin();
    for (const Automaton::Match& cue : reading.cues) {
        // Cues come by their ends, so one may begin before the one before it.
        while (name != reading.names.begin() && std::prev(name)->end > cue.begin) --name;
        while (name != reading.names.end() && name->end <= cue.begin) ++name;
        const bool inside = name != reading.names.end() && name->begin < cue.end;
        if (!inside || (word_of(cue).kind == CueKind::Names && is_population(*name))) longest.add(cue);
    }
    longest.finish();
    std::vector<FoundCue> cues;
    cues.reserve(kept.size());
    for (const Automaton::Match& cue : kept) cues.push_back({{cue.begin, cue.end}, &word_of(cue)});
    return cues;
}

const CueWord& Annotator::word_of(const Automaton::Match& cue) const {
    return cue_words()[forms_[cue.form].cue - 1U];
}

bool Annotator::is_population(const Automaton::Match& name) const {
    const Form& form = forms_[name.form];
    return form.is_sure && form.kind == static_cast<std::uint8_t>(ConceptKind::Population);
}

/// What the forms of one text mean.
class Annotator::Meanings {
  public:
    Meanings(const Annotator& annotator, const Reading& reading, std::span<const ConceptIndex> context)
        : annotator_(annotator), text_(reading.text), context_(context) {}

    std::optional<ConceptIndex> of(const Automaton::Match& match) {
        const Form& form = annotator_.forms_[match.form];
        if (!form.is_sure) return of_unsure(match.form);
        if (!may_have_level(match)) return form.sure_meaning;
        const auto levels = annotator_.levels_.find(match.form);
        if (levels == annotator_.levels_.end()) return form.sure_meaning;
        const char32_t part = spine_part_before(text_, match.begin);
        if (part == 0) return form.sure_meaning;
        for (const AtLevel& level : levels->second) {
            if (level.parts.find(part) != std::u32string::npos) return level.meaning;
        }
        return form.sure_meaning;
    }

  private:
    /// A level ends in a digit right before the name.
    bool may_have_level(const Automaton::Match& match) const {
        return match.begin > 0 && text_[match.begin - 1] >= '0' && text_[match.begin - 1] <= '9';
    }

    std::optional<ConceptIndex> of_unsure(std::uint32_t form) {
        const auto [place, is_new] = decided_.try_emplace(form);
        if (is_new) {
            place->second = annotator_.meaning_in(annotator_.forms_[form], context_);
            if (!place->second) place->second = otherwise(form);
        }
        return place->second;
    }

    std::optional<ConceptIndex> otherwise(std::uint32_t form) const {
        const auto word = annotator_.open_words_.find(form);
        if (word == annotator_.open_words_.end()) return std::nullopt;
        const bool says_more = std::ranges::any_of(word->second->unless, [&](const std::string& other) {
            return text_.find(other) != std::string_view::npos;
        });
        return says_more ? std::nullopt : std::optional(annotator_.otherwise_.at(form));
    }

    const Annotator& annotator_;
    std::string_view text_;
    std::span<const ConceptIndex> context_;
    std::unordered_map<std::uint32_t, std::optional<ConceptIndex>> decided_;
};

std::vector<Mention> Annotator::mentions_of(const Reading& reading, std::span<const ConceptIndex> context) const {
    std::vector<Mention> mentions;
    if (reading.names.empty()) return mentions;
    std::vector<ConceptKind> kinds;
    Meanings meanings(*this, reading, context);
    const Figures figures(reading.text, reading.figures);
    mentions.reserve(reading.names.size());
    kinds.reserve(reading.names.size());
    CharacterCounter characters(reading.text);
    for (const Automaton::Match& match : reading.names) {
        check_budget();
        const Form& form = forms_[match.form];
        const std::optional<ConceptIndex> meaning = meanings.of(match);
        if (!meaning) continue;
        const ConceptKind kind = knowledge_->at(*meaning).kind;
        const bool is_finding = kind == ConceptKind::Condition || kind == ConceptKind::Symptom;
        if (is_finding && makes_a_product(reading.text, match.end)) continue;
        const NameUse use = reading.figures.empty() ? NameUse::Itself : figures.use_of({match.begin, match.end}, kind);
        if (use == NameUse::Figure) continue;
        Mention& mention = mentions.emplace_back();
        mention.span = {match.begin, match.end};
        mention.begin_character = characters.at(match.begin);
        mention.end_character = characters.at(match.end);
        mention.concept_index = *meaning;
        mention.negated = form.is_denied;
        mention.suspected = use == NameUse::Likened;
        const std::string_view rest = reading.text.substr(match.end);
        mention.at_cut = rest.starts_with("...") || rest.starts_with("…");
        kinds.push_back(kind);
    }
    read_context(reading.text, cues_of(reading), kinds, mentions);
    return mentions;
}

std::vector<Mention> Annotator::annotate(std::string_view text) const {
    const Reading reading = read(text);
    return mentions_of(reading, reading.is_sure ? std::vector<ConceptIndex>() : sure_concepts({&reading, 1}));
}

std::vector<std::vector<Mention>> Annotator::annotate_together(std::span<const std::string_view> texts) const {
    std::vector<Reading> readings;
    for (const std::string_view text : texts) readings.push_back(read(text));
    const std::vector<ConceptIndex> context = sure_concepts(readings);
    std::vector<std::vector<Mention>> mentions;
    for (const Reading& reading : readings) mentions.push_back(mentions_of(reading, context));
    return mentions;
}

std::vector<ConceptIndex> Annotator::sure_concepts(std::span<const Reading> readings) const {
    std::vector<ConceptIndex> concepts;
    for (const Reading& reading : readings) {
        for (const Automaton::Match& name : reading.names) {
            const Form& form = forms_[name.form];
            if (form.is_sure) concepts.push_back(form.sure_meaning);
        }
    }
    add_company(readings, concepts);
    std::sort(concepts.begin(), concepts.end());
    concepts.erase(std::unique(concepts.begin(), concepts.end()), concepts.end());
    return concepts;
}

/// Abbreviations keep each other company: MVD and HFS each say little, but one pair of their meanings is related.
void Annotator::add_company(std::span<const Reading> readings, std::vector<ConceptIndex>& concepts) const {
    constexpr std::size_t kMostForms = 16;
    std::vector<std::uint32_t> unsure;
    for (const Reading& reading : readings) {
        for (const Automaton::Match& name : reading.names) {
            const Form& form = forms_[name.form];
            if (form.is_sure || !form.starts_word || !form.ends_word || unsure.size() == kMostForms) continue;
            if (std::ranges::find(unsure, name.form) == unsure.end()) unsure.push_back(name.form);
        }
    }
    const auto meanings_of_form = [&](std::uint32_t form) {
        return std::span(meanings_).subspan(forms_[form].first_meaning, forms_[form].meaning_count);
    };
    for (std::size_t one = 0; one < unsure.size(); ++one) {
        for (std::size_t other = one + 1; other < unsure.size(); ++other) {
            std::vector<ConceptIndex> related;
            for (const ConceptIndex a : meanings_of_form(unsure[one])) {
                for (const ConceptIndex b : meanings_of_form(unsure[other])) {
                    if (a != b && knowledge_->directly_related(a, b)) related.insert(related.end(), {a, b});
                }
            }
            if (related.size() == 2) concepts.insert(concepts.end(), related.begin(), related.end());
        }
    }
}

std::size_t Annotator::memory_bytes() const {
    return automaton_.memory_bytes() + misspelled_.memory_bytes() + forms_.capacity() * sizeof(Form) +
           meanings_.capacity() * sizeof(ConceptIndex);
}

}  // namespace xinglin
