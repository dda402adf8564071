#include "coding/code_matcher.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "base/archive.h"
#include "knowledge/reader_condition.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

constexpr std::size_t kCategoryLength = 3;     ///< A00
constexpr std::size_t kSubcategoryLength = 5;  ///< A00.0
constexpr std::size_t kMaxNameCharacters = 64;
constexpr std::size_t kMaxPhraseCharacters = 300;
constexpr std::size_t kMaxScopes = 24;
constexpr std::size_t kPerScope = 80;  ///< candidates by each of two orders
constexpr float kSideWeight = 0.3F;
constexpr float kEmptyWeight = 0.1F;
constexpr float kSplitWeight = 0.1F;
constexpr float kStageWeight = 0.2F;
constexpr float kNumberWeight = 0.4F;
constexpr float kUnknownWeight = 0.6F;
constexpr float kUnknownRunWeight = 0.1F;
constexpr float kLeastPart = 0.15F;  ///< parts that weigh less are no parts; such tokens are not missed
constexpr float kLeadStrength = 0.75F;
constexpr float kPairShare = 1.0F;
constexpr float kSingleShare = 0.6F;
constexpr std::uint32_t kEdgeTokens = 4;
constexpr std::size_t kMaxLeadDepth = 3;
constexpr std::size_t kMaxGeneralTokens = 8;  ///< longer names are hardly part of others

Gram single(ClinicalToken token) {
    return token;
}

Gram pair_of(ClinicalToken first, ClinicalToken second) {
    return static_cast<Gram>(first) << 32U | second;
}

bool is_run_or_ascii(ClinicalToken token) {
    return token < 0x80 || token >= 0x110000;
}

bool is_digit_token(ClinicalToken token) {
    return token >= '0' && token <= '9';
}

bool is_degree_token(ClinicalToken token) {
    return token == U'型' || token == U'期' || token == U'级' || token == U'度' || token == U'孕';
}

/// What numbers count, without saying what it is.
bool is_counted_token(ClinicalToken token) {
    constexpr std::u32string_view kCounted = U"周年月日天岁次个%";
    return is_degree_token(token) ? token != U'孕'
                                  : kCounted.find(static_cast<char32_t>(token)) != std::u32string_view::npos;
}

/// The numbers that say which: of what (a word behind it, an abbreviation before it), and the number; ascending.
std::vector<CodeMatcher::Graded> numbers_in(std::span<const ClinicalToken> tokens) {
    std::vector<CodeMatcher::Graded> found;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (!ClinicalWords::is_number(tokens[i])) continue;
        if (i + 1 < tokens.size() && is_degree_token(tokens[i + 1])) {
            found.emplace_back(tokens[i + 1], tokens[i]);
        } else if (i > 0 && ClinicalWords::is_run(tokens[i - 1]) && !ClinicalWords::is_number(tokens[i - 1])) {
            found.emplace_back(tokens[i - 1], tokens[i]);
        }
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

bool is_word_character(char32_t c) {
    if (c < 0x80) return (c >= U'a' && c <= U'z') || (c >= U'0' && c <= U'9');
    const bool is_punctuation = (c >= 0x2000 && c <= 0x206F) || (c >= 0x3000 && c <= 0x303F) ||
                                (c >= 0xFE30 && c <= 0xFE4F) || (c >= 0xFF00 && c <= 0xFF0F) || c == U'\u00B7' ||
                                c == U'\uFFFD';
    return !is_punctuation;
}

/// The distinct characters of a text, folded, ascending, without punctuation.
std::u32string characters_of(std::string_view text, std::size_t most) {
    std::u32string characters;
    const std::string folded = fold(text);
    for (std::size_t at = 0; at < folded.size() && characters.size() < most;) {
        const Decoded decoded = decode_utf8(folded, at);
        at += decoded.length;
        if (is_word_character(decoded.code_point)) characters += decoded.code_point;
    }
    std::sort(characters.begin(), characters.end());
    characters.erase(std::unique(characters.begin(), characters.end()), characters.end());
    return characters;
}

bool is_wordy_name(std::string_view name) {
    constexpr std::string_view kWords[] = {",", "，", "、", "引起", "所致", "由于", "归类", "伴有", "不伴"};
    return std::any_of(std::begin(kWords), std::end(kWords),
                       [&](std::string_view word) { return name.find(word) != std::string_view::npos; });
}

/// 其他肾炎（N05.8） is 其他肾炎 for whoever compares names.
std::string without_code(std::string_view name, std::string_view code) {
    const std::string tail = "（" + std::string(code) + "）";
    if (name.size() > tail.size() && name.ends_with(tail)) name.remove_suffix(tail.size());
    return std::string(name);
}

void sort_distinct(std::vector<std::int32_t>& numbers) {
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
}

float log1(float value) {
    return std::log1p(value);
}

/// Leaves before categories, of these the last: 未特指的 stands there.
bool is_more_specific(const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() > b.size() : a > b;
}

}  // namespace

/// A phrase as the matcher reads it.
struct CodeMatcher::Phrase {
    struct Scope {
        std::uint32_t begin = 0;  ///< tokens [begin, end)
        std::uint32_t end = 0;
        float weight = 0;
        std::vector<std::pair<Gram, float>> grams;  ///< ascending, with strength

        float strength_of(Gram gram) const {
            const auto found = std::lower_bound(grams.begin(), grams.end(), gram,
                                                [](const auto& entry, Gram wanted) { return entry.first < wanted; });
            return found == grams.end() || found->first != gram ? 0 : found->second;
        }
    };
    /// Another wording for tokens [begin, end).
    struct Lead {
        std::uint32_t begin = 0;
        std::uint32_t end = 0;
        float strength = 1;
        bool is_tumour = false;
        std::vector<ClinicalToken> tokens;
    };

    /// What the phrase says is not so is read, too, or blanked as if it did not stand there.
    enum class RuledOut { Read, Blanked };

    Phrase(std::string_view text, const CodeMatcher& matcher, RuledOut what) {
        cut(ClinicalWords::get().standard(text, kMaxPhraseCharacters));
        written = characters_of(text, kMaxPhraseCharacters);
        find_denied();
        if (what == RuledOut::Blanked) blank_denied();
        weigh(matcher);
        lead_on();
        for (std::size_t i = 0; i < tokens.size(); ++i) places[tokens[i]].set(i);
        find_contrasts();
        find_sites();
        find_scopes();
        numbers = numbers_in(tokens);
    }

    std::vector<ClinicalToken> tokens;
    std::vector<float> weights;
    std::vector<std::uint8_t> breaks;  ///< 1 where a part begins
    std::vector<Lead> leads;
    std::vector<Scope> scopes;  ///< the whole phrase first, then its parts when there are several
    std::vector<std::uint8_t>
        stops;  ///< 1 where a clause begins: behind punctuation that only parts items (、) is none
    Contrasts contrasts;
    Contrasts literal_contrasts;           ///< without those of other wordings
    std::bitset<kMaxPhraseTokens> denied;  ///< what the phrase says is not so
    std::bitset<kMaxPhraseTokens> denial;  ///< the words that say it
    bool is_blanked = false;
    std::bitset<kMaxPhraseTokens> meaningless;  ///< numbers and what is counted by them
    std::u32string written;                     ///< the distinct characters, folded, ascending
    std::vector<Graded> numbers;
    std::vector<std::int32_t> sites;
    std::vector<std::int32_t> wholes;  ///< the sites and all that they belong to
    std::unordered_map<ClinicalToken, std::bitset<kMaxPhraseTokens>> places;

  private:
    void cut(const std::u32string& standard);
    void weigh(const CodeMatcher& matcher);
    void lead_on();
    void find_contrasts();
    void find_denied();
    void blank_denied();
    void find_sites();
    void find_scopes();
    void fill(Scope& scope) const;
};

void CodeMatcher::Phrase::cut(const std::u32string& standard) {
    bool begins = false;
    bool stops_here = false;
    std::u32string run;
    const auto flush = [&] {
        for (const ClinicalToken token : ClinicalWords::tokens_of(run)) {
            if (tokens.size() == kMaxPhraseTokens) break;
            tokens.push_back(token);
            breaks.push_back(begins ? 1 : 0);
            stops.push_back(stops_here ? 1 : 0);
            meaningless[tokens.size() - 1] = ClinicalWords::is_number(token) || is_counted_token(token);
            begins = stops_here = false;
        }
        run.clear();
    };
    for (const char32_t c : standard) {
        if (is_word_character(c)) {
            run += c;
            continue;
        }
        if (!run.empty()) {
            flush();
            begins = true;
        }
        stops_here |= begins && c != U'、';
    }
    flush();
}

void CodeMatcher::Phrase::weigh(const CodeMatcher& matcher) {
    const ClinicalWords& words = ClinicalWords::get();
    for (const ClinicalToken token : tokens) weights.push_back(matcher.weight_of(token));
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (!is_run_or_ascii(tokens[i])) continue;
        // iiib期: how far it is, not what it is. 2型 is.
        const ClinicalToken next = i + 1 < tokens.size() ? tokens[i + 1] : 0;
        if (next == U'期' || next == U'级') weights[i + 1] *= kStageWeight;
        if (next != U'型') weights[i] *= kNumberWeight;
    }
    for (std::size_t i = 0; is_blanked && i < tokens.size(); ++i)
        if (denied[i] || denial[i]) weights[i] = 0;
    for (const auto& found : words.weak_in(tokens)) {
        const float share = words.word(found.word).is_empty ? kEmptyWeight : kSideWeight;
        for (std::uint32_t i = found.begin; i < found.end; ++i) weights[i] *= share;
    }
    for (const auto& found : words.splits_in(tokens)) {
        if (!words.word(found.word).splits) continue;
        for (std::uint32_t i = found.begin; i < found.end; ++i) weights[i] *= kSplitWeight;
        if (found.begin > 0) breaks[found.begin] = 1;
        if (found.end < tokens.size()) breaks[found.end] = 1;
    }
}

/// Other wordings, and those that they lead to.
void CodeMatcher::Phrase::lead_on() {
    const ClinicalWords& words = ClinicalWords::get();
    const auto add = [&](const ClinicalWords::Found& found, std::uint32_t begin, std::uint32_t end, float strength) {
        const ClinicalWords::Leads& known = words.leads(words.word(found.word).leads);
        for (const auto& to : known.to) leads.push_back({begin, end, strength * kLeadStrength, known.is_tumour, to});
    };
    for (const auto& found : words.leads_in(tokens)) add(found, found.begin, found.end, 1);
    std::size_t from = 0;
    for (std::size_t depth = 1; depth < kMaxLeadDepth; ++depth) {
        const std::size_t end = leads.size();
        for (; from < end; ++from) {
            const Lead lead = leads[from];  // A copy: the list grows.
            for (const auto& found : words.leads_in(lead.tokens)) add(found, lead.begin, lead.end, lead.strength);
        }
    }
}

void CodeMatcher::Phrase::find_contrasts() {
    const ClinicalWords& words = ClinicalWords::get();
    for (const auto& found : words.contrasts_in(tokens)) literal_contrasts |= words.word(found.word).contrast;
    contrasts = literal_contrasts;
    for (const Lead& lead : leads)
        for (const auto& found : words.contrasts_in(lead.tokens)) contrasts |= words.word(found.word).contrast;
}

/// A word that denies holds for the rest of its clause (未见骨折、脱位) up to a word that asserts again
/// (除外骨折考虑挫伤), or, where nothing follows, for what stands before it (头痛：无).
void CodeMatcher::Phrase::find_denied() {
    const ClinicalWords& words = ClinicalWords::get();
    std::bitset<kMaxPhraseTokens> asserts;
    for (const auto& found : words.assertions_in(tokens)) asserts.set(found.begin);
    for (const auto& found : words.denials_in(tokens)) {
        if (!words.word(found.word).denies) continue;
        for (std::uint32_t i = found.begin; i < found.end; ++i) denial.set(i);
        std::uint32_t end = found.end;
        while (end < tokens.size() && !stops[end] && !(asserts[end] && end > found.end)) denied.set(end++);
        if (end > found.end) continue;
        std::uint32_t begin = found.begin;
        if (stops[begin] && begin > 0) denied.set(--begin);
        while (begin > 0 && !stops[begin]) denied.set(--begin);
    }
    denied &= ~denial;
}

/// Puts a token that is in no name in the place of what is denied and of the words that deny it.
void CodeMatcher::Phrase::blank_denied() {
    constexpr ClinicalToken kBlank = 0xE000;
    is_blanked = true;
    const auto ruled_out = denied | denial;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (i > 0 && ruled_out[i] != ruled_out[i - 1]) breaks[i] = 1;
        if (ruled_out[i]) tokens[i] = kBlank;
    }
}

void CodeMatcher::Phrase::find_sites() {
    const ClinicalWords& words = ClinicalWords::get();
    for (const auto& found : words.sites_in(tokens)) {
        const std::int32_t site = words.word(found.word).site;
        sites.push_back(site);
        const auto& above = words.wholes_of(site);
        wholes.insert(wholes.end(), above.begin(), above.end());
    }
    sort_distinct(sites);
    sort_distinct(wholes);
}

void CodeMatcher::Phrase::find_scopes() {
    const auto count = static_cast<std::uint32_t>(tokens.size());
    scopes.push_back({0, count, 0, {}});
    std::uint32_t begin = 0;
    for (std::uint32_t i = 1; i <= count; ++i) {
        if (i < count && !breaks[i]) continue;
        float weight = 0;
        for (std::uint32_t at = begin; at < i; ++at) weight += weights[at];
        const bool is_all = begin == 0 && i == count;
        if (!is_all && weight > kLeastPart && scopes.size() < kMaxScopes) scopes.push_back({begin, i, 0, {}});
        begin = i;
    }
    for (Scope& scope : scopes) fill(scope);
}

void CodeMatcher::Phrase::fill(Scope& scope) const {
    auto& grams = scope.grams;
    for (std::uint32_t i = scope.begin; i < scope.end; ++i) {
        scope.weight += weights[i];
        grams.emplace_back(single(tokens[i]), 1.0F);
        if (i > scope.begin) grams.emplace_back(pair_of(tokens[i - 1], tokens[i]), 1.0F);
    }
    for (const Lead& lead : leads) {
        if (lead.begin < scope.begin || lead.end > scope.end) continue;
        for (std::size_t i = 0; i < lead.tokens.size(); ++i) {
            grams.emplace_back(single(lead.tokens[i]), lead.strength);
            if (i > 0) grams.emplace_back(pair_of(lead.tokens[i - 1], lead.tokens[i]), lead.strength);
        }
        // Where the other wording stands instead, it has the neighbours.
        if (lead.begin > scope.begin)
            grams.emplace_back(pair_of(tokens[lead.begin - 1], lead.tokens.front()), lead.strength);
        if (lead.end < scope.end) grams.emplace_back(pair_of(lead.tokens.back(), tokens[lead.end]), lead.strength);
    }
    // Of each gram the strongest.
    std::sort(grams.begin(), grams.end(), [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first < b.first : a.second > b.second;
    });
    const auto same = [](const auto& a, const auto& b) { return a.first == b.first; };
    grams.erase(std::unique(grams.begin(), grams.end(), same), grams.end());
}

CodeMatcher::CodeMatcher(const Knowledge& knowledge, std::string_view system) {
    const auto concepts = knowledge.concepts();
    for (std::size_t i = 0; i < concepts.size(); ++i) add_concept(static_cast<std::uint32_t>(i), concepts[i], system);
    find_categories();
    weigh();
    index_names();
    count_general();
}

void CodeMatcher::add_concept(std::uint32_t concept_index, const Concept& known, std::string_view system) {
    Entry entry;
    entry.concept_index = concept_index;
    for (const Code& code : known.codes)
        if (code.system == system) entry.codes.push_back(code.code);
    if (entry.codes.empty()) return;
    entry.is_curated = known.trust == Trust::Curated;
    entry.name = known.name;
    for (const std::string& code : entry.codes) entry.name = without_code(entry.name, code);
    entry.written = characters_of(entry.name, kMaxNameCharacters);
    std::sort(entry.codes.begin(), entry.codes.end(), is_more_specific);
    const auto number = static_cast<std::uint32_t>(entries_.size());
    entries_.push_back(std::move(entry));
    add_name(number, entries_[number].name, false);
    for (const Alias& alias : known.aliases)
        if (alias.text != entries_[number].name) add_name(number, alias.text, true);
    if (!known.english.empty()) add_name(number, known.english, true);
}

void CodeMatcher::add_name(std::uint32_t entry, std::string_view text, bool is_alias) {
    const std::u32string standard = ClinicalWords::get().standard(text, kMaxNameCharacters);
    std::u32string plain, inside;
    bool is_inside = false;
    for (const char32_t c : standard) {
        if (c == U'[' || c == U'(') {
            is_inside = true;
            if (!inside.empty()) inside += U'/';
        } else if (c == U']' || c == U')') {
            is_inside = false;
        } else {
            (is_inside ? inside : plain) += c;
        }
    }
    add_surface(entry, standard, is_alias, false);
    // What is not specified is the plain thing.
    constexpr std::u32string_view kUnspecified = U"未特指的";
    if (plain.starts_with(kUnspecified)) add_surface(entry, plain.substr(kUnspecified.size()), is_alias, false);
    if (inside.empty()) return;
    add_surface(entry, plain, is_alias, true);
    std::u32string other;
    for (const char32_t c : inside + U"/") {
        if (c != U'/') {
            other += c;
            continue;
        }
        if (other.size() > 2) add_surface(entry, other, true, true);
        other.clear();
    }
}

void CodeMatcher::add_surface(std::uint32_t entry, const std::u32string& standard, bool is_alias, bool is_bracket) {
    const ClinicalWords& words = ClinicalWords::get();
    std::u32string text;
    for (const char32_t c : standard)
        if (is_word_character(c)) text += c;
    const std::vector<ClinicalToken> tokens = ClinicalWords::tokens_of(text);
    if (tokens.empty()) return;
    Name name;
    name.entry = entry;
    name.first_token = static_cast<std::uint32_t>(tokens_.size());
    name.token_count = static_cast<std::uint16_t>(tokens.size());
    name.is_alias = is_alias;
    name.is_bracket = is_bracket;
    name.is_residual = is_residual_name(entries_[entry].name);
    name.is_wordy = is_wordy_name(entries_[entry].name);
    for (const auto& found : words.contrasts_in(tokens)) name.contrasts |= words.word(found.word).contrast;
    for (const auto& found : words.splits_in(tokens))
        if (words.word(found.word).splits) name.joins = tokens[found.begin];
    for (const auto& found : words.sites_in(tokens)) name.sites.push_back(words.word(found.word).site);
    sort_distinct(name.sites);
    name.numbers = numbers_in(tokens);
    tokens_.insert(tokens_.end(), tokens.begin(), tokens.end());
    names_.push_back(std::move(name));
}

void CodeMatcher::find_categories() {
    std::unordered_map<std::string, std::int32_t> name_by_code;
    for (std::size_t number = names_.size(); number-- > 0;)
        for (const std::string& code : entries_[names_[number].entry].codes)
            name_by_code[code] = static_cast<std::int32_t>(number);
    for (Entry& entry : entries_) {
        const std::string& code = entry.codes.front();
        if (code.find('/') != std::string::npos) continue;
        const auto name_of = [&](std::size_t length) {
            const auto found = code.size() > length ? name_by_code.find(code.substr(0, length)) : name_by_code.end();
            return found == name_by_code.end() ? -1 : found->second;
        };
        entry.category = name_of(kCategoryLength);
        entry.subcategory = name_of(kSubcategoryLength);
        int number = 0;
        for (std::size_t i = kSubcategoryLength; i < code.size() && is_digit_token(static_cast<unsigned char>(code[i]));
             ++i)
            number = number * 10 + (code[i] - '0');
        entry.extension = log1(static_cast<float>(number));
    }
}

void CodeMatcher::weigh() {
    std::unordered_map<ClinicalToken, std::uint32_t> holders;
    for (const Name& name : names_) {
        const auto tokens = tokens_of(name);
        std::vector<ClinicalToken> distinct(tokens.begin(), tokens.end());
        std::sort(distinct.begin(), distinct.end());
        distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
        for (const ClinicalToken token : distinct) ++holders[token];
    }
    const float all = static_cast<float>(names_.size()) + 1;
    for (const auto& [token, count] : holders) {
        const float weight = std::log(all / (static_cast<float>(count) + 0.5F)) / std::log(all * 2);
        weights_[token] = std::max(weight, 0.1F);
    }
    token_weights_.resize(tokens_.size());
    const ClinicalWords& words = ClinicalWords::get();
    for (Name& name : names_) {
        const auto tokens = tokens_of(name);
        float* weight = token_weights_.data() + name.first_token;
        for (std::size_t i = 0; i < tokens.size(); ++i) weight[i] = weight_of(tokens[i]);
        for (const auto& found : words.weak_in({tokens.begin(), tokens.end()})) {
            if (!words.word(found.word).is_side) continue;
            for (std::uint32_t i = found.begin; i < found.end; ++i) weight[i] *= kSideWeight;
        }
        for (std::size_t i = 0; i < tokens.size(); ++i) name.weight += weight[i];
    }
}

float CodeMatcher::weight_of(ClinicalToken token) const {
    const auto found = weights_.find(token);
    if (found == weights_.end()) return is_run_or_ascii(token) ? kUnknownRunWeight : kUnknownWeight;
    return found->second;
}

void CodeMatcher::index_names() {
    std::vector<Gram> grams;
    for (Name& name : names_) {
        const auto tokens = tokens_of(name);
        const float* weight = token_weights_.data() + name.first_token;
        grams.clear();
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            grams.push_back(single(tokens[i]));
            name.gram_weight += kSingleShare * weight[i];
            if (i == 0) continue;
            grams.push_back(pair_of(tokens[i - 1], tokens[i]));
            name.gram_weight += kPairShare * (weight[i - 1] + weight[i]) / 2;
        }
        index_.add(grams, name.gram_weight);
    }
    index_.finish();
}

void CodeMatcher::count_general() {
    std::unordered_map<std::u32string, std::uint32_t> short_names;
    for (const Name& name : names_) {
        const auto tokens = tokens_of(name);
        if (tokens.size() <= kMaxGeneralTokens) short_names.try_emplace({tokens.begin(), tokens.end()}, 0);
    }
    for (const Name& name : names_) {
        const auto tokens = tokens_of(name);
        for (std::size_t begin = 0; begin < tokens.size(); ++begin) {
            std::u32string run;
            for (std::size_t i = begin; i < std::min(tokens.size(), begin + kMaxGeneralTokens); ++i) {
                run += static_cast<char32_t>(tokens[i]);
                const auto found = short_names.find(run);
                if (found != short_names.end()) ++found->second;
            }
        }
    }
    for (Name& name : names_) {
        const auto tokens = tokens_of(name);
        const auto found = short_names.find({tokens.begin(), tokens.end()});
        if (found != short_names.end()) name.general = log1(static_cast<float>(std::min(found->second, 500U)));
    }
}

/// One name against one part of a phrase.
class CodeMatcher::Measurement {
  public:
    Measurement(const CodeMatcher& matcher, const Phrase& phrase, std::uint32_t scope, std::uint32_t name)
        : matcher_(matcher),
          phrase_(phrase),
          scope_(phrase.scopes[scope]),
          whole_(phrase.scopes[0]),
          name_(matcher.names_[name]),
          entry_(matcher.entries_[name_.entry]),
          tokens_(matcher.tokens_of(name_)),
          weights_(matcher.token_weights_.data() + name_.first_token) {
        match_.name = name;
        for (std::uint32_t i = scope_.begin; i < scope_.end; ++i) in_part_.set(i);
        set(CodeFeature::WholePhrase, scope == 0 && phrase.scopes.size() > 1);
        measure_name();
        cover();
        measure_part();
        measure_pairs();
        measure_runs();
        measure_contrasts();
        measure_sites();
        measure_numbers();
        measure_code();
        measure_categories();
    }

    /// Whether the name stands there as a whole with a denial of its own: 无脑儿.
    bool denies_by_itself() const {
        const bool is_all_there = match_.features[static_cast<std::size_t>(CodeFeature::AllFound)] > 0;
        return is_all_there && (match_.covered & phrase_.denial).any();
    }

    /// Whether more than numbers is shared.
    bool has_meaning() const { return (match_.covered & ~phrase_.meaningless).any(); }

    CodeMatch take() { return match_; }

  private:
    void set(CodeFeature feature, float value) { match_.features[static_cast<std::size_t>(feature)] = value; }
    void set(CodeFeature feature, bool holds) { set(feature, holds ? 1.0F : 0.0F); }

    /// Weight of the tokens [from, to) of the phrase that `chosen` has.
    float weight_of(const std::bitset<kMaxPhraseTokens>& chosen, std::size_t from, std::size_t to) const {
        float sum = 0;
        for (std::size_t i = from; i < to; ++i)
            if (chosen[i]) sum += phrase_.weights[i];
        return sum;
    }
    float share_covered(std::uint32_t from, std::uint32_t to) const {
        float all = 0;
        for (std::uint32_t i = from; i < to; ++i) all += phrase_.weights[i];
        return all > 0 ? weight_of(match_.covered, from, to) / all : 0;
    }

    /// How much of the name the phrase has.
    void measure_name() {
        float in_scope = 0, in_whole = 0, literal = 0, worst = 0, missing_weight = 0;
        bool lacks_number = false;
        for (std::size_t i = 0; i < tokens_.size(); ++i) {
            const float near = scope_.strength_of(single(tokens_[i]));
            const float any = std::max(near, whole_.strength_of(single(tokens_[i])));
            in_scope += weights_[i] * near;
            in_whole += weights_[i] * any;
            if (near == 1) literal += weights_[i];
            if (any > 0) continue;
            worst = std::max(worst, weights_[i]);
            missing_weight += weights_[i];
            ++missing_;
            lacks_number = lacks_number || is_digit_token(tokens_[i]);
        }
        name_covered_ = in_scope / name_.weight;
        set(CodeFeature::NameCovered, name_covered_);
        set(CodeFeature::NameCoveredSquare, name_covered_ * name_covered_);
        set(CodeFeature::NameInPhrase, in_whole / name_.weight);
        set(CodeFeature::NameLiteral, literal / name_.weight);
        set(CodeFeature::WorstMissing, worst);
        set(CodeFeature::MissingWeight, missing_weight);
        set(CodeFeature::Missing, log1(static_cast<float>(missing_)));
        set(CodeFeature::AllFound, missing_ == 0);
        set(CodeFeature::Numbers, lacks_number);
        set(CodeFeature::Length, log1(static_cast<float>(tokens_.size())));
        set(CodeFeature::General, name_.general);
        set(CodeFeature::Residual, name_.is_residual);
        set(CodeFeature::Wordy, name_.is_wordy);
        set(CodeFeature::Bracket, name_.is_bracket);
        set(CodeFeature::Alias, name_.is_alias);
        set(CodeFeature::AddedSplit, name_.joins != 0 && !phrase_.places.contains(name_.joins));
    }

    /// Which tokens of the phrase the name accounts for: its own, and those whose other wording it has.
    void cover() {
        for (const ClinicalToken token : tokens_) {
            const auto place = phrase_.places.find(token);
            if (place != phrase_.places.end()) match_.covered |= place->second;
        }
        bool by_tumour = false;
        for (const Phrase::Lead& lead : phrase_.leads) {
            const auto at = std::search(tokens_.begin(), tokens_.end(), lead.tokens.begin(), lead.tokens.end());
            if (at == tokens_.end()) continue;
            for (std::uint32_t i = lead.begin; i < lead.end; ++i) match_.covered.set(i);
            by_tumour = by_tumour || lead.is_tumour;
        }
        set(CodeFeature::TumourWord, by_tumour);
        const std::size_t count = phrase_.tokens.size();
        const float covered = weight_of(match_.covered, 0, count);
        set(CodeFeature::PhraseInName, whole_.weight > 0 ? covered / whole_.weight : 0);
        std::size_t first = 0;
        while (first < count && !match_.covered[first]) ++first;
        set(CodeFeature::Place, static_cast<float>(first) / static_cast<float>(count));
        match_.covered &= in_part_;
    }

    /// How much of the part the name has.
    void measure_part() {
        float worst = 0, ignored_weight = 0;
        std::uint32_t first = scope_.end, last = scope_.begin;
        for (std::uint32_t i = scope_.begin; i < scope_.end; ++i) {
            const float weight = phrase_.weights[i];
            if (match_.covered[i]) {
                first = std::min(first, i);
                last = i + 1;
                continue;
            }
            worst = std::max(worst, weight);
            ignored_weight += weight;
            ignored_ += weight > kLeastPart;
        }
        const float covered = weight_of(match_.covered, scope_.begin, scope_.end);
        part_covered_ = scope_.weight > 0 ? covered / scope_.weight : 0;
        set(CodeFeature::PartCovered, part_covered_);
        set(CodeFeature::PartCoveredSquare, part_covered_ * part_covered_);
        set(CodeFeature::BothCovered, name_covered_ * part_covered_);
        set(CodeFeature::AllFoundShare, missing_ == 0 ? part_covered_ : 0);
        set(CodeFeature::EqualTokens, missing_ == 0 && ignored_ == 0 && name_covered_ > 0.99F);
        set(CodeFeature::WorstIgnored, worst);
        set(CodeFeature::IgnoredWeight, ignored_weight);
        set(CodeFeature::Ignored, log1(static_cast<float>(ignored_)));
        set(CodeFeature::Compact, first < last ? share_covered(first, last) : 0);
        const std::uint32_t edge = std::min<std::uint32_t>(kEdgeTokens, scope_.end - scope_.begin);
        set(CodeFeature::PartEndCovered, share_covered(scope_.end - edge, scope_.end));
        set(CodeFeature::PartBeginCovered, share_covered(scope_.begin, scope_.begin + edge));
    }

    /// Neighbours that stay neighbours.
    void measure_pairs() {
        float pairs = 0, found = 0;
        for (std::size_t i = 1; i < tokens_.size(); ++i) {
            const float weight = (weights_[i - 1] + weights_[i]) / 2;
            pairs += weight;
            found += weight * whole_.strength_of(pair_of(tokens_[i - 1], tokens_[i]));
        }
        set(CodeFeature::NamePairs, pairs > 0 ? found / pairs : 1);
        float part_pairs = 0, part_found = 0;
        for (std::uint32_t i = scope_.begin + 1; i < scope_.end; ++i) {
            const float weight = (phrase_.weights[i - 1] + phrase_.weights[i]) / 2;
            part_pairs += weight;
            const auto pair = phrase_.tokens.begin() + i - 1;
            if (std::search(tokens_.begin(), tokens_.end(), pair, pair + 2) != tokens_.end()) part_found += weight;
        }
        set(CodeFeature::PartPairs, part_pairs > 0 ? part_found / part_pairs : 1);
        const std::size_t count = tokens_.size();
        const Gram first = count > 1 ? pair_of(tokens_[0], tokens_[1]) : single(tokens_[0]);
        const Gram last = count > 1 ? pair_of(tokens_[count - 2], tokens_[count - 1]) : single(tokens_[0]);
        set(CodeFeature::BeginFound, whole_.strength_of(first));
        set(CodeFeature::EndFound, whole_.strength_of(last));
    }

    /// The longest run of tokens that name and part have in common.
    void measure_runs() {
        const auto begin = phrase_.tokens.begin() + scope_.begin;
        const auto end = phrase_.tokens.begin() + scope_.end;
        const std::size_t part_size = scope_.end - scope_.begin;
        std::size_t longest = 0;
        std::vector<std::uint8_t> run(tokens_.size() + 1, 0);
        for (auto it = begin; it != end; ++it) {
            for (std::size_t i = tokens_.size(); i > 0; --i) {
                run[i] = tokens_[i - 1] == *it ? static_cast<std::uint8_t>(run[i - 1] + 1) : std::uint8_t{0};
                longest = std::max<std::size_t>(longest, run[i]);
            }
        }
        const bool is_inside = longest == tokens_.size();
        set(CodeFeature::Equal, is_inside && longest == part_size);
        set(CodeFeature::NameInside, is_inside);
        set(CodeFeature::InsideShare, is_inside ? part_covered_ : 0);
        set(CodeFeature::PartInside, longest == part_size);
        set(CodeFeature::LongestOfName, static_cast<float>(longest) / static_cast<float>(tokens_.size()));
        set(CodeFeature::LongestOfPart, static_cast<float>(longest) / static_cast<float>(part_size));
        set(CodeFeature::SameEnd, tokens_.back() == *(end - 1));
    }

    void measure_contrasts() {
        const auto count = [](const Contrasts& mask) { return static_cast<float>(mask.count()); };
        const Contrasts added = name_.contrasts & ~phrase_.contrasts;
        const Contrasts rivals = ClinicalWords::get().rivals_of(phrase_.literal_contrasts);
        set(CodeFeature::Conflicts, count(added & rivals));
        set(CodeFeature::AddedContrast, count(added & ~rivals));
        set(CodeFeature::LostContrast, count(phrase_.literal_contrasts & ~name_.contrasts));
    }

    void measure_sites() {
        const ClinicalWords& words = ClinicalWords::get();
        const auto is_in = [](const std::vector<std::int32_t>& sites, std::int32_t site) {
            return std::binary_search(sites.begin(), sites.end(), site);
        };
        float foreign = 0, narrower = 0, same = 0, lost = 0;
        for (const std::int32_t site : name_.sites) {
            const auto& above = words.wholes_of(site);
            if (is_in(phrase_.wholes, site)) {
                ++same;
            } else if (std::any_of(above.begin(), above.end(),
                                   [&](std::int32_t whole) { return is_in(phrase_.sites, whole); })) {
                ++narrower;
            } else {
                ++foreign;
            }
        }
        for (const std::int32_t site : phrase_.sites) {
            const auto& above = words.wholes_of(site);
            lost +=
                std::none_of(above.begin(), above.end(), [&](std::int32_t whole) { return is_in(name_.sites, whole); });
        }
        set(phrase_.sites.empty() ? CodeFeature::UnaskedSites : CodeFeature::ForeignSites, std::min(foreign, 2.0F));
        set(CodeFeature::NarrowerSites, std::min(narrower, 2.0F));
        set(CodeFeature::LostSites, std::min(lost, 3.0F));
        set(CodeFeature::SameSites, std::min(same, 2.0F));
    }

    /// Types, stages, grades: of the same thing, and not the same number.
    void measure_numbers() {
        bool other = false, added = false, lost = false;
        const auto has_kind = [](const std::vector<Graded>& numbers, ClinicalToken kind) {
            return std::any_of(numbers.begin(), numbers.end(),
                               [kind](const Graded& each) { return each.first == kind; });
        };
        for (const Graded& each : name_.numbers) {
            if (std::binary_search(phrase_.numbers.begin(), phrase_.numbers.end(), each)) continue;
            (has_kind(phrase_.numbers, each.first) ? other : added) = true;
        }
        for (const Graded& each : phrase_.numbers) lost = lost || !has_kind(name_.numbers, each.first);
        set(CodeFeature::OtherNumber, other);
        set(CodeFeature::AddedNumber, added);
        set(CodeFeature::LostNumber, lost);
        std::size_t shared = 0;
        for (const char32_t c : entry_.written)
            shared += std::binary_search(phrase_.written.begin(), phrase_.written.end(), c) ? 1U : 0U;
        set(CodeFeature::LiteralShare,
            entry_.written.empty() ? 0.0F : static_cast<float>(shared) / static_cast<float>(entry_.written.size()));
        set(CodeFeature::EqualButFillers, equal_but_fillers());
    }

    bool equal_but_fillers() const {
        const ClinicalWords& words = ClinicalWords::get();
        std::size_t i = 0;
        std::uint32_t at = scope_.begin;
        for (;;) {
            while (i < tokens_.size() && words.is_filler(tokens_[i])) ++i;
            while (at < scope_.end && words.is_filler(phrase_.tokens[at])) ++at;
            if (i == tokens_.size() || at == scope_.end) return i == tokens_.size() && at == scope_.end;
            if (tokens_[i++] != phrase_.tokens[at++]) return false;
        }
    }

    /// What kind of code it is.
    void measure_code() {
        const std::string& code = entry_.codes.front();
        const bool is_morphology = code.find('/') != std::string::npos;
        const char chapter = is_morphology ? 'm' : code[0];
        const bool is_rubric = !entry_.is_curated;
        set(CodeFeature::Category, is_rubric && code.size() == kCategoryLength);
        set(CodeFeature::Subcategory, is_rubric && code.size() == kSubcategoryLength);
        set(CodeFeature::Unspecified, !is_morphology && code.size() >= kSubcategoryLength && code[4] == '9');
        set(CodeFeature::Paired, code.find_first_of("+*") != std::string::npos);
        set(CodeFeature::Morphology, is_morphology);
        set(CodeFeature::MorphologyCovered, is_morphology ? name_covered_ * name_covered_ : 0);
        set(CodeFeature::External, chapter >= 'V' && chapter <= 'Y');
        set(CodeFeature::Contact, chapter == 'Z');
        set(CodeFeature::Pregnancy, chapter == 'O');
        set(CodeFeature::Perinatal, chapter == 'P');
        set(CodeFeature::Congenital, chapter == 'Q');
        set(CodeFeature::Finding, chapter == 'R');
        set(CodeFeature::Injury, chapter == 'S' || chapter == 'T');
        set(CodeFeature::Tumour, chapter == 'C' || (chapter == 'D' && code.size() > 1 && code[1] <= '4'));
        set(CodeFeature::Extension, is_rubric ? entry_.extension : log1(1));
    }

    /// What the names of the categories above add.
    void measure_categories() {
        std::bitset<kMaxPhraseTokens> above;
        for (const std::int32_t category : {entry_.category, entry_.subcategory}) {
            if (category < 0) continue;
            const Name& name = matcher_.names_[static_cast<std::size_t>(category)];
            const auto tokens = matcher_.tokens_of(name);
            const float* weights = matcher_.token_weights_.data() + name.first_token;
            float found = 0;
            for (std::size_t i = 0; i < tokens.size(); ++i) {
                const auto place = phrase_.places.find(tokens[i]);
                if (place != phrase_.places.end()) above |= place->second;
                found += weights[i] * scope_.strength_of(single(tokens[i]));
            }
            if (category == entry_.category) set(CodeFeature::AboveFound, found / name.weight);
        }
        const float adds = weight_of(above & ~match_.covered, scope_.begin, scope_.end);
        set(CodeFeature::AboveAdds, scope_.weight > 0 ? adds / scope_.weight : 0);
    }

    const CodeMatcher& matcher_;
    const Phrase& phrase_;
    const Phrase::Scope& scope_;
    const Phrase::Scope& whole_;
    const Name& name_;
    const Entry& entry_;
    std::span<const ClinicalToken> tokens_;
    const float* weights_;  ///< of tokens_
    std::bitset<kMaxPhraseTokens> in_part_;
    CodeMatch match_;
    std::size_t missing_ = 0;
    std::size_t ignored_ = 0;
    float name_covered_ = 0;
    float part_covered_ = 0;
};

std::vector<CodeMatch> CodeMatcher::match(std::string_view text) const {
    const Phrase phrase(text, *this, Phrase::RuledOut::Blanked);
    std::vector<CodeMatch> matches;
    add_matches(phrase, matches, [](const Measurement& measured) { return measured.has_meaning(); });
    if (phrase.denial.none()) return matches;
    add_matches(Phrase(text, *this, Phrase::RuledOut::Read), matches,
                [](const Measurement& measured) { return measured.has_meaning() && measured.denies_by_itself(); });
    return matches;
}

template <typename Wanted>
void CodeMatcher::add_matches(const Phrase& phrase, std::vector<CodeMatch>& matches, const Wanted& is_wanted) const {
    GramIndex::Scratch scratch;
    for (std::uint32_t number = 0; number < phrase.scopes.size(); ++number) {
        std::vector<GramIndex::Weighted> query;
        for (const auto& [gram, strength] : phrase.scopes[number].grams) {
            const auto first = static_cast<ClinicalToken>(gram >> 32U);
            const auto second = static_cast<ClinicalToken>(gram & 0xFFFFFFFFU);
            const float weight =
                first == 0 ? kSingleShare * weight_of(second) : kPairShare * (weight_of(first) + weight_of(second)) / 2;
            query.push_back({gram, weight * strength});
        }
        std::vector<std::uint32_t> found = index_.best(query, kPerScope, scratch);
        std::sort(found.begin(), found.end());
        found.erase(std::unique(found.begin(), found.end()), found.end());
        for (const std::uint32_t name : found) {
            Measurement measured(*this, phrase, number, name);
            if (is_wanted(measured)) matches.push_back(measured.take());
        }
    }
}

std::vector<float> CodeMatcher::token_weights(std::string_view text) const {
    return Phrase(text, *this, Phrase::RuledOut::Blanked).weights;
}

std::size_t CodeMatcher::memory_bytes() const {
    std::size_t bytes = index_.memory_bytes() + tokens_.size() * (sizeof(ClinicalToken) + 4) + weights_.size() * 24;
    for (const Name& name : names_) bytes += sizeof(name) + name.sites.size() * sizeof(std::int32_t);
    for (const Entry& entry : entries_) bytes += sizeof(entry) + entry.name.size() + entry.codes.size() * 48;
    return bytes;
}

namespace {

void fields(ArchiveWriter& archive, const std::u32string& text) {
    archive.raw(std::span(text.data(), text.size()));
}

void fields(ArchiveReader& archive, std::u32string& text) {
    std::vector<char32_t> characters;
    archive.raw(characters);
    text.assign(characters.begin(), characters.end());
}

void fields(ArchiveWriter& archive, const Contrasts& contrasts) {
    archive.raw(std::span(&contrasts, 1));
}

void fields(ArchiveReader& archive, Contrasts& contrasts) {
    std::vector<Contrasts> one;
    archive.raw(one);
    if (one.size() != 1) return archive.fail();
    contrasts = one.front();
}

template <typename Archive>
void each_field(Archive& archive, IsOf<CodeMatcher::Entry> auto& entry) {
    auto& [concept_index, codes, name, written, category, subcategory, extension, is_curated] = entry;
    archive(concept_index, codes, name);
    fields(archive, written);
    archive(category, subcategory, extension, is_curated);
}

std::vector<std::uint32_t> flat(const std::vector<CodeMatcher::Graded>& numbers) {
    std::vector<std::uint32_t> tokens;
    for (const auto& [of, number] : numbers) tokens.insert(tokens.end(), {of, number});
    return tokens;
}

void each_field(ArchiveWriter& archive, const CodeMatcher::Name& saved) {
    const auto& [entry, first_token, token_count, is_alias, is_bracket, is_residual, is_wordy, joins, weight,
                 gram_weight, general, contrasts, sites, numbers] = saved;
    archive(entry, first_token, token_count, is_alias, is_bracket, is_residual, is_wordy, joins, weight, gram_weight,
            general);
    fields(archive, contrasts);
    archive.raw(sites);
    archive.raw(flat(numbers));
}

void each_field(ArchiveReader& archive, CodeMatcher::Name& loaded) {
    auto& [entry, first_token, token_count, is_alias, is_bracket, is_residual, is_wordy, joins, weight, gram_weight,
           general, contrasts, sites, numbers] = loaded;
    archive(entry, first_token, token_count, is_alias, is_bracket, is_residual, is_wordy, joins, weight, gram_weight,
            general);
    fields(archive, contrasts);
    archive.raw(sites);
    std::vector<std::uint32_t> tokens;
    archive.raw(tokens);
    for (std::size_t i = 0; i + 1 < tokens.size(); i += 2) numbers.emplace_back(tokens[i], tokens[i + 1]);
}

template <typename Each>
void save_list(ArchiveWriter& archive, const std::vector<Each>& list) {
    archive(list.size());
    for (const Each& each : list) each_field(archive, each);
}

template <typename Each>
void load_list(ArchiveReader& archive, std::vector<Each>& list) {
    std::uint64_t size = 0;
    archive(size);
    for (std::uint64_t i = 0; i < size && archive.ok(); ++i) each_field(archive, list.emplace_back());
}

}  // namespace

void CodeMatcher::save(ArchiveWriter& archive) const {
    save_list(archive, entries_);
    save_list(archive, names_);
    archive.raw(tokens_);
    archive.raw(token_weights_);
    std::vector<std::pair<ClinicalToken, float>> weights(weights_.begin(), weights_.end());
    std::ranges::sort(weights);
    std::vector<ClinicalToken> tokens;
    std::vector<float> of_tokens;
    for (const auto& [token, weight] : weights) {
        tokens.push_back(token);
        of_tokens.push_back(weight);
    }
    archive.raw(tokens);
    archive.raw(of_tokens);
    index_.save(archive);
}

CodeMatcher::CodeMatcher(ArchiveReader& archive) {
    load_list(archive, entries_);
    load_list(archive, names_);
    archive.raw(tokens_);
    archive.raw(token_weights_);
    std::vector<ClinicalToken> tokens;
    std::vector<float> of_tokens;
    archive.raw(tokens);
    archive.raw(of_tokens);
    if (tokens.size() != of_tokens.size()) archive.fail();
    for (std::size_t i = 0; i < tokens.size() && archive.ok(); ++i) weights_.emplace(tokens[i], of_tokens[i]);
    index_ = GramIndex::load(archive);
}

}  // namespace xinglin
