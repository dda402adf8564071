#include "search/code_matcher.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "text/utf8.h"

namespace xinglin {
namespace {

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

bool is_word_character(char32_t c) {
    if (c < 0x80) return (c >= U'a' && c <= U'z') || (c >= U'0' && c <= U'9');
    const bool is_punctuation = (c >= 0x2000 && c <= 0x206F) || (c >= 0x3000 && c <= 0x303F) ||
                                (c >= 0xFE30 && c <= 0xFE4F) || (c >= 0xFF00 && c <= 0xFF0F) || c == U'\u00B7' ||
                                c == U'\uFFFD';
    return !is_punctuation;
}

bool is_residual_name(std::string_view name) {
    constexpr std::string_view kWords[] = {"其他", "其它", "未特指", "特指", "未指明", "不可归类", "未归类"};
    return std::any_of(std::begin(kWords), std::end(kWords),
                       [&](std::string_view word) { return name.find(word) != std::string_view::npos; });
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

    std::vector<ClinicalToken> tokens;
    std::vector<float> weights;
    std::vector<std::uint32_t> breaks;  ///< 1 where a part ends before the token
    std::vector<Lead> leads;
    std::vector<Scope> scopes;  ///< the whole phrase first, then its parts when there are several
    std::uint64_t contrasts = 0;
    std::uint64_t literal_contrasts = 0;
    std::vector<std::int32_t> sites;
    std::vector<std::int32_t> wholes;  ///< the sites and all that they belong to
    std::unordered_map<ClinicalToken, std::bitset<kMaxPhraseTokens>> places;
};

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
    entry.name = known.name;
    for (const std::string& code : entry.codes) entry.name = without_code(entry.name, code);
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
    std::sort(name.sites.begin(), name.sites.end());
    name.sites.erase(std::unique(name.sites.begin(), name.sites.end()), name.sites.end());
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
        entry.category = name_of(3);
        entry.subcategory = name_of(5);
        int number = 0;
        for (std::size_t i = 5; i < code.size() && is_digit_token(static_cast<unsigned char>(code[i])); ++i)
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

CodeMatcher::Phrase CodeMatcher::read(std::string_view text) const {
    const ClinicalWords& words = ClinicalWords::get();
    Phrase phrase;
    const std::u32string standard = words.standard(text, kMaxPhraseCharacters);
    bool breaks = false;
    std::u32string run;
    const auto flush = [&] {
        for (const ClinicalToken token : ClinicalWords::tokens_of(run)) {
            if (phrase.tokens.size() == kMaxPhraseTokens) break;
            phrase.tokens.push_back(token);
            phrase.breaks.push_back(breaks);
            breaks = false;
        }
        run.clear();
    };
    for (const char32_t c : standard) {
        if (is_word_character(c)) {
            run += c;
        } else if (!run.empty()) {
            flush();
            breaks = true;
        }
    }
    flush();

    const std::size_t count = phrase.tokens.size();
    phrase.weights.resize(count);
    for (std::size_t i = 0; i < count; ++i) phrase.weights[i] = weight_of(phrase.tokens[i]);
    for (std::size_t i = 0; i < count; ++i) {
        if (!is_run_or_ascii(phrase.tokens[i])) continue;
        // iiib期: how far it is, not what it is. 2型 is.
        const ClinicalToken next = i + 1 < count ? phrase.tokens[i + 1] : 0;
        if (next == U'期' || next == U'级') phrase.weights[i + 1] *= kStageWeight;
        if (next != U'型') phrase.weights[i] *= kNumberWeight;
    }
    for (const auto& found : words.weak_in(phrase.tokens)) {
        const float share = words.word(found.word).is_empty ? kEmptyWeight : kSideWeight;
        for (std::uint32_t i = found.begin; i < found.end; ++i) phrase.weights[i] *= share;
    }
    for (const auto& found : words.splits_in(phrase.tokens)) {
        if (!words.word(found.word).splits) continue;
        for (std::uint32_t i = found.begin; i < found.end; ++i) phrase.weights[i] *= kSplitWeight;
        if (found.begin > 0) phrase.breaks[found.begin] = 1;
        if (found.end < count) phrase.breaks[found.end] = 1;
    }

    for (std::size_t i = 0; i < count; ++i) phrase.places[phrase.tokens[i]].set(i);
    for (const auto& found : words.contrasts_in(phrase.tokens)) phrase.contrasts |= words.word(found.word).contrast;
    phrase.literal_contrasts = phrase.contrasts;

    // Other wordings, and those that they lead to.
    const auto lead_on = [&](const std::vector<ClinicalToken>& tokens, std::uint32_t offset, bool is_own,
                             const Phrase::Lead& from) {
        for (const auto& found : words.leads_in(tokens)) {
            const ClinicalWords::Leads& leads = words.leads(words.word(found.word).leads);
            for (const auto& to : leads.to) {
                Phrase::Lead lead;
                lead.begin = is_own ? offset + found.begin : from.begin;
                lead.end = is_own ? offset + found.end : from.end;
                lead.strength = from.strength * kLeadStrength;
                lead.is_tumour = leads.is_tumour;
                lead.tokens = to;
                phrase.leads.push_back(std::move(lead));
            }
        }
    };
    lead_on(phrase.tokens, 0, true, Phrase::Lead{});
    std::size_t from = 0;
    for (std::size_t depth = 1; depth < kMaxLeadDepth; ++depth) {
        const std::size_t end = phrase.leads.size();
        for (; from < end; ++from) {
            const Phrase::Lead lead = phrase.leads[from];
            lead_on(lead.tokens, 0, false, lead);
        }
    }
    for (const Phrase::Lead& lead : phrase.leads) {
        for (const auto& found : words.contrasts_in(lead.tokens)) phrase.contrasts |= words.word(found.word).contrast;
    }

    for (const auto& found : words.sites_in(phrase.tokens)) {
        const std::int32_t site = words.word(found.word).site;
        phrase.sites.push_back(site);
        const auto& wholes = words.wholes_of(site);
        phrase.wholes.insert(phrase.wholes.end(), wholes.begin(), wholes.end());
    }
    std::sort(phrase.sites.begin(), phrase.sites.end());
    phrase.sites.erase(std::unique(phrase.sites.begin(), phrase.sites.end()), phrase.sites.end());
    std::sort(phrase.wholes.begin(), phrase.wholes.end());
    phrase.wholes.erase(std::unique(phrase.wholes.begin(), phrase.wholes.end()), phrase.wholes.end());

    phrase.scopes.push_back({0, static_cast<std::uint32_t>(count), 0, {}});
    std::uint32_t begin = 0;
    for (std::uint32_t i = 1; i <= count; ++i) {
        if (i < count && !phrase.breaks[i]) continue;
        float weight = 0;
        for (std::uint32_t at = begin; at < i; ++at) weight += phrase.weights[at];
        const bool is_all = begin == 0 && i == count;
        if (!is_all && weight > 0.15F && phrase.scopes.size() < kMaxScopes) phrase.scopes.push_back({begin, i, 0, {}});
        begin = i;
    }
    for (Phrase::Scope& scope : phrase.scopes) {
        const auto add = [&](Gram gram, float strength) { scope.grams.emplace_back(gram, strength); };
        for (std::uint32_t i = scope.begin; i < scope.end; ++i) {
            scope.weight += phrase.weights[i];
            add(single(phrase.tokens[i]), 1);
            if (i > scope.begin) add(pair_of(phrase.tokens[i - 1], phrase.tokens[i]), 1);
        }
        for (const Phrase::Lead& lead : phrase.leads) {
            if (lead.begin < scope.begin || lead.end > scope.end) continue;
            for (std::size_t i = 0; i < lead.tokens.size(); ++i) {
                add(single(lead.tokens[i]), lead.strength);
                if (i > 0) add(pair_of(lead.tokens[i - 1], lead.tokens[i]), lead.strength);
            }
            // Where the other wording stands instead, it has the neighbours.
            if (lead.begin > scope.begin)
                add(pair_of(phrase.tokens[lead.begin - 1], lead.tokens.front()), lead.strength);
            if (lead.end < scope.end) add(pair_of(lead.tokens.back(), phrase.tokens[lead.end]), lead.strength);
        }
        // Of each gram the strongest.
        std::sort(scope.grams.begin(), scope.grams.end(), [](const auto& a, const auto& b) {
            return a.first != b.first ? a.first < b.first : a.second > b.second;
        });
        const auto same = [](const auto& a, const auto& b) { return a.first == b.first; };
        scope.grams.erase(std::unique(scope.grams.begin(), scope.grams.end(), same), scope.grams.end());
    }
    return phrase;
}

CodeMatch CodeMatcher::measure(const Phrase& phrase, std::uint32_t scope_number, std::uint32_t number) const {
    const Name& name = names_[number];
    const auto tokens = tokens_of(name);
    const float* weights = token_weights_.data() + name.first_token;
    const Phrase::Scope& scope = phrase.scopes[scope_number];
    const Phrase::Scope& whole = phrase.scopes[0];
    CodeMatch match;
    match.name = number;
    const auto set = [&](CodeFeature feature, float value) {
        match.features[static_cast<std::size_t>(feature)] = value;
    };

    float missing_weight = 0;
    float in_scope = 0, in_whole = 0, literal = 0, worst_missing = 0, pairs = 0, pairs_found = 0, numbers = 0;
    std::size_t missing = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const float near = scope.strength_of(single(tokens[i]));
        const float any = std::max(near, whole.strength_of(single(tokens[i])));
        in_scope += weights[i] * near;
        in_whole += weights[i] * any;
        if (any == 0) {
            worst_missing = std::max(worst_missing, weights[i]);
            missing_weight += weights[i];
            ++missing;
            if (is_digit_token(tokens[i])) numbers = 1;
        }
        const auto place = phrase.places.find(tokens[i]);
        if (place != phrase.places.end()) {
            match.covered |= place->second;
            literal += near == 1 ? weights[i] : 0;
        }
        if (i == 0) continue;
        const float weight = (weights[i - 1] + weights[i]) / 2;
        pairs += weight;
        pairs_found += weight * whole.strength_of(pair_of(tokens[i - 1], tokens[i]));
    }
    bool by_tumour = false;
    for (const Phrase::Lead& lead : phrase.leads) {
        const bool is_there =
            std::search(tokens.begin(), tokens.end(), lead.tokens.begin(), lead.tokens.end()) != tokens.end();
        if (!is_there) continue;
        for (std::uint32_t i = lead.begin; i < lead.end; ++i) match.covered.set(i);
        by_tumour = by_tumour || lead.is_tumour;
    }
    // Tokens of other parts count as covered only when the part's own are not where they could come from.
    std::bitset<kMaxPhraseTokens> in_part;
    for (std::uint32_t i = scope.begin; i < scope.end; ++i) in_part.set(i);

    float part_covered = 0, phrase_covered = 0, worst_ignored = 0;
    std::size_t ignored = 0, first = phrase.tokens.size();
    for (std::size_t i = 0; i < phrase.tokens.size(); ++i) {
        const float weight = phrase.weights[i];
        if (match.covered[i]) {
            phrase_covered += weight;
            if (in_part[i]) part_covered += weight;
            first = std::min(first, i);
        } else if (in_part[i]) {
            worst_ignored = std::max(worst_ignored, weight);
            ignored += weight > 0.15F;
        }
    }
    match.covered &= in_part;
    float ignored_weight = 0, stretch = 0, inside = 0;
    std::size_t last = 0;
    for (std::size_t i = 0; i < phrase.tokens.size(); ++i) {
        if (match.covered[i]) last = i;
        if (in_part[i] && !match.covered[i]) ignored_weight += phrase.weights[i];
    }
    std::size_t begin_of_stretch = phrase.tokens.size();
    for (std::size_t i = phrase.tokens.size(); i-- > 0;)
        if (match.covered[i]) begin_of_stretch = i;
    for (std::size_t i = begin_of_stretch; i <= last && i < phrase.tokens.size(); ++i) {
        stretch += phrase.weights[i];
        if (match.covered[i]) inside += phrase.weights[i];
    }

    const auto begin = phrase.tokens.begin() + scope.begin;
    const auto end = phrase.tokens.begin() + scope.end;
    const std::size_t part_size = scope.end - scope.begin;
    float part_pairs = 0, part_pairs_found = 0;
    for (std::uint32_t i = scope.begin + 1; i < scope.end; ++i) {
        const float weight = (phrase.weights[i - 1] + phrase.weights[i]) / 2;
        part_pairs += weight;
        const auto at =
            std::search(tokens.begin(), tokens.end(), phrase.tokens.begin() + i - 1, phrase.tokens.begin() + i + 1);
        if (at != tokens.end()) part_pairs_found += weight;
    }
    // Longest common run.
    std::size_t longest = 0;
    std::vector<std::uint8_t> run(tokens.size() + 1, 0);
    for (auto it = begin; it != end; ++it) {
        for (std::size_t i = tokens.size(); i > 0; --i) {
            run[i] = tokens[i - 1] == *it ? static_cast<std::uint8_t>(run[i - 1] + 1) : std::uint8_t{0};
            longest = std::max<std::size_t>(longest, run[i]);
        }
    }

    const float size = static_cast<float>(tokens.size());
    const float name_covered = in_scope / name.weight;
    const float part_share = scope.weight > 0 ? part_covered / scope.weight : 0;
    set(CodeFeature::NameCovered, name_covered);
    set(CodeFeature::NameCoveredSquare, name_covered * name_covered);
    set(CodeFeature::PartCovered, part_share);
    set(CodeFeature::PartCoveredSquare, part_share * part_share);
    set(CodeFeature::BothCovered, name_covered * part_share);
    set(CodeFeature::NameInPhrase, in_whole / name.weight);
    set(CodeFeature::PhraseInName, whole.weight > 0 ? phrase_covered / whole.weight : 0);
    set(CodeFeature::NamePairs, pairs > 0 ? pairs_found / pairs : 1);
    set(CodeFeature::PartPairs, part_pairs > 0 ? part_pairs_found / part_pairs : 1);
    set(CodeFeature::NameLiteral, literal / name.weight);
    const bool is_equal = part_size == tokens.size() && std::equal(begin, end, tokens.begin());
    set(CodeFeature::Equal, is_equal ? 1 : 0);
    set(CodeFeature::EqualTokens, missing == 0 && ignored == 0 && in_scope > 0.99F * name.weight ? 1 : 0);
    set(CodeFeature::NameInside, longest == tokens.size() ? 1 : 0);
    set(CodeFeature::PartInside, longest == part_size ? 1 : 0);
    set(CodeFeature::LongestOfName, static_cast<float>(longest) / size);
    set(CodeFeature::LongestOfPart, part_size > 0 ? static_cast<float>(longest) / static_cast<float>(part_size) : 0);
    set(CodeFeature::SameEnd, part_size > 0 && tokens.back() == *(end - 1) ? 1 : 0);
    const std::size_t count = tokens.size();
    set(CodeFeature::EndFound, count > 1 ? whole.strength_of(pair_of(tokens[count - 2], tokens[count - 1]))
                                         : whole.strength_of(single(tokens[0])));
    set(CodeFeature::BeginFound,
        count > 1 ? whole.strength_of(pair_of(tokens[0], tokens[1])) : whole.strength_of(single(tokens[0])));
    set(CodeFeature::WorstMissing, worst_missing);
    set(CodeFeature::WorstIgnored, worst_ignored);

    const ClinicalWords& words = ClinicalWords::get();
    const std::uint64_t added = name.contrasts & ~phrase.contrasts;
    const std::uint64_t rivals = words.rivals_of(phrase.literal_contrasts);
    set(CodeFeature::Conflicts, static_cast<float>(std::bitset<64>(added & rivals).count()));
    set(CodeFeature::AddedContrast, static_cast<float>(std::bitset<64>(added & ~rivals).count()));
    set(CodeFeature::LostContrast,
        static_cast<float>(std::bitset<64>(phrase.literal_contrasts & ~name.contrasts).count()));

    float foreign = 0, narrower = 0, same = 0, lost = 0;
    for (const std::int32_t site : name.sites) {
        if (std::binary_search(phrase.wholes.begin(), phrase.wholes.end(), site)) {
            ++same;
            continue;
        }
        const auto& wholes = words.wholes_of(site);
        const bool is_narrower = std::any_of(wholes.begin(), wholes.end(), [&](std::int32_t above) {
            return std::binary_search(phrase.sites.begin(), phrase.sites.end(), above);
        });
        ++(is_narrower ? narrower : foreign);
    }
    for (const std::int32_t site : phrase.sites) {
        const auto& wholes = words.wholes_of(site);
        lost += std::none_of(wholes.begin(), wholes.end(), [&](std::int32_t above) {
            return std::binary_search(name.sites.begin(), name.sites.end(), above);
        });
    }
    set(phrase.sites.empty() ? CodeFeature::UnaskedSites : CodeFeature::ForeignSites, std::min(foreign, 2.0F));
    set(CodeFeature::NarrowerSites, std::min(narrower, 2.0F));
    set(CodeFeature::LostSites, std::min(lost, 3.0F));
    set(CodeFeature::SameSites, std::min(same, 2.0F));

    const Entry& entry = entries_[name.entry];
    const std::string& code = entry.codes.front();
    const bool is_morphology = code.find('/') != std::string::npos;
    const char chapter = is_morphology ? 'm' : code[0];
    set(CodeFeature::Residual, name.is_residual ? 1 : 0);
    set(CodeFeature::Length, log1(size));
    set(CodeFeature::Missing, log1(static_cast<float>(missing)));
    set(CodeFeature::Ignored, log1(static_cast<float>(ignored)));
    set(CodeFeature::Category, code.size() == 3 ? 1 : 0);
    set(CodeFeature::Subcategory, code.size() == 5 ? 1 : 0);
    set(CodeFeature::Unspecified, !is_morphology && code.size() > 4 && code[4] == '9' ? 1 : 0);
    set(CodeFeature::Paired, code.find('+') != std::string::npos || code.find('*') != std::string::npos ? 1 : 0);
    set(CodeFeature::Morphology, is_morphology ? 1 : 0);
    set(CodeFeature::MorphologyCovered, is_morphology ? name_covered * name_covered : 0);
    set(CodeFeature::External, chapter >= 'V' && chapter <= 'Y' ? 1 : 0);
    set(CodeFeature::Contact, chapter == 'Z' ? 1 : 0);
    set(CodeFeature::Pregnancy, chapter == 'O' ? 1 : 0);
    set(CodeFeature::Perinatal, chapter == 'P' ? 1 : 0);
    set(CodeFeature::Congenital, chapter == 'Q' ? 1 : 0);
    set(CodeFeature::Finding, chapter == 'R' ? 1 : 0);
    set(CodeFeature::Injury, chapter == 'S' || chapter == 'T' ? 1 : 0);
    set(CodeFeature::Tumour, chapter == 'C' || (chapter == 'D' && code[1] <= '4') ? 1 : 0);
    set(CodeFeature::Wordy, name.is_wordy ? 1 : 0);
    set(CodeFeature::Bracket, name.is_bracket ? 1 : 0);
    set(CodeFeature::Alias, name.is_alias ? 1 : 0);
    set(CodeFeature::General, name.general);
    set(CodeFeature::Place,
        phrase.tokens.empty() ? 0 : static_cast<float>(first) / static_cast<float>(phrase.tokens.size()));
    set(CodeFeature::Numbers, numbers);
    set(CodeFeature::TumourWord, by_tumour ? 1 : 0);
    set(CodeFeature::AllFound, missing == 0 ? 1 : 0);
    set(CodeFeature::AllFoundShare, missing == 0 ? part_share : 0);
    set(CodeFeature::InsideShare, longest == tokens.size() ? part_share : 0);
    set(CodeFeature::MissingWeight, missing_weight);
    set(CodeFeature::IgnoredWeight, ignored_weight);
    set(CodeFeature::Compact, stretch > 0 ? inside / stretch : 0);
    set(CodeFeature::Extension, entry.extension);
    const auto covered_in = [&](std::uint32_t from, std::uint32_t to) {
        float all = 0, covered = 0;
        for (std::uint32_t i = from; i < to; ++i) {
            all += phrase.weights[i];
            if (match.covered[i]) covered += phrase.weights[i];
        }
        return all > 0 ? covered / all : 0;
    };
    const std::uint32_t edge = std::min<std::uint32_t>(kEdgeTokens, scope.end - scope.begin);
    set(CodeFeature::PartEndCovered, covered_in(scope.end - edge, scope.end));
    set(CodeFeature::PartBeginCovered, covered_in(scope.begin, scope.begin + edge));
    set(CodeFeature::WholePhrase, scope_number == 0 && phrase.scopes.size() > 1 ? 1 : 0);
    set(CodeFeature::AddedSplit, name.joins != 0 && !phrase.places.contains(name.joins) ? 1 : 0);
    float above_adds = 0;
    std::bitset<kMaxPhraseTokens> above;
    for (const std::int32_t category : {entry.category, entry.subcategory}) {
        if (category < 0) continue;
        const Name& category_name = names_[static_cast<std::size_t>(category)];
        const auto category_tokens = tokens_of(category_name);
        const float* category_weights = token_weights_.data() + category_name.first_token;
        float found = 0;
        for (std::size_t i = 0; i < category_tokens.size(); ++i) {
            const auto place = phrase.places.find(category_tokens[i]);
            if (place != phrase.places.end()) above |= place->second;
            found += category_weights[i] * scope.strength_of(single(category_tokens[i]));
        }
        if (category == entry.category) set(CodeFeature::AboveFound, found / category_name.weight);
    }
    above &= in_part & ~match.covered;
    for (std::size_t i = 0; i < phrase.tokens.size(); ++i)
        if (above[i]) above_adds += phrase.weights[i];
    set(CodeFeature::AboveAdds, scope.weight > 0 ? above_adds / scope.weight : 0);
    return match;
}

std::vector<CodeMatch> CodeMatcher::match(std::string_view text) const {
    const Phrase phrase = read(text);
    std::vector<CodeMatch> matches;
    if (phrase.tokens.empty()) return matches;
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
        for (const std::uint32_t name : found) matches.push_back(measure(phrase, number, name));
    }
    return matches;
}

std::vector<float> CodeMatcher::token_weights(std::string_view text) const {
    return read(text).weights;
}

std::size_t CodeMatcher::memory_bytes() const {
    std::size_t bytes = index_.memory_bytes() + tokens_.size() * (sizeof(ClinicalToken) + 4) + weights_.size() * 24;
    for (const Name& name : names_) bytes += sizeof(name) + name.sites.size() * sizeof(std::int32_t);
    for (const Entry& entry : entries_) bytes += sizeof(entry) + entry.name.size() + entry.codes.size() * 48;
    return bytes;
}

}  // namespace xinglin
