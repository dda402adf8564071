#include "coding/clinical_words.h"

#include <algorithm>

#include "base/check.h"
#include "base/strings.h"
#include "coding/coding_data.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

constexpr ClinicalToken kLetterRuns = 0x80000000U;
constexpr ClinicalToken kDigitRuns = 0xC0000000U;
constexpr ClinicalToken kRunHash = 0x3FFFFFFFU;
constexpr std::size_t kMaxSiteDepth = 8;

bool is_letter(char32_t c) {
    return c >= U'a' && c <= U'z';
}

bool is_digit(char32_t c) {
    return c >= U'0' && c <= U'9';
}

std::u32string folded(std::string_view text, std::size_t max_characters) {
    std::u32string out;
    const FoldTable& table = FoldTable::get();
    for (std::size_t at = 0; at < text.size() && out.size() < max_characters;) {
        const Decoded decoded = decode_utf8(text, at);
        at += decoded.length;
        if (const char32_t single = table.fold_single(decoded.code_point)) {
            out += single;
        } else {
            out += table.expansion(decoded.code_point);
        }
    }
    return out;
}

/// Whether a match of Latin letters at [begin, end) is a whole run of letters.
bool is_whole_run(std::u32string_view text, std::size_t begin, std::size_t end) {
    const bool cuts_before = is_letter(text[begin]) && begin > 0 && is_letter(text[begin - 1]);
    const bool cuts_after = is_letter(text[end - 1]) && end < text.size() && is_letter(text[end]);
    return !cuts_before && !cuts_after;
}

/// Numbers of degrees, stages and types are written in three ways: ii型, 二型, 2型.
char32_t plain_digit(std::u32string_view number) {
    constexpr std::u32string_view kRoman[] = {U"i", U"ii", U"iii", U"iv", U"v", U"vi"};
    constexpr std::u32string_view kChinese = U"一二三四五六";
    for (std::size_t i = 0; i < std::size(kRoman); ++i) {
        if (number == kRoman[i] || (number.size() == 1 && number[0] == kChinese[i]))
            return U'1' + static_cast<char32_t>(i);
    }
    return 0;
}

/// Where in a run of letters the roman number begins that follows one of the abbreviations which are graded; 0: none.
std::size_t grade_at_end(std::u32string_view letters) {
    constexpr std::u32string_view kGraded[] = {U"cin", U"vin", U"ain", U"pin", U"killip", U"nyha", U"who"};
    for (const std::u32string_view graded : kGraded) {
        if (letters.starts_with(graded) && plain_digit(letters.substr(graded.size()))) return graded.size();
    }
    return 0;
}

bool is_graded(std::u32string_view letters) {
    return !letters.empty() && grade_at_end(std::u32string(letters) + U"i") == letters.size();
}

/// The roman number that follows an abbreviation which is graded, over blanks and hyphens: CIN II, CIN-III. 0: none.
/// `at` is moved behind it.
char32_t grade_behind(std::u32string_view text, std::size_t& at) {
    std::size_t begin = at;
    while (begin < text.size() && (text[begin] == U' ' || text[begin] == U'-')) ++begin;
    std::size_t end = begin;
    while (end < text.size() && is_letter(text[end])) ++end;
    if (begin == end && begin < text.size() && is_digit(text[begin])) {
        at = begin + 1;
        return text[begin];
    }
    const char32_t digit = plain_digit(text.substr(begin, end - begin));
    if (digit) at = end;
    return digit;
}

bool is_degree_word(char32_t c) {
    return c == U'度' || c == U'级' || c == U'期' || c == U'型' || c == U'°';
}

std::u32string with_plain_degrees(const std::u32string& text) {
    std::u32string out;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at + 1;
        if (is_letter(text[at]))
            while (end < text.size() && is_letter(text[end])) ++end;
        // CaIIa, casq: what follows the abbreviation of cancer is its stage.
        if (is_letter(text[at]) && end - at > 2 && text.compare(at, 2, U"ca") == 0 &&
            text.find_first_not_of(U"ivabc", at + 2) >= end) {
            out += U"癌";
            at += 2;
            continue;
        }
        // ciniii: the grade of a lesion stands at the end of its abbreviation.
        if (const std::size_t grade = grade_at_end(std::u32string_view(text).substr(at, end - at))) {
            out.append(text, at, grade);
            out += plain_digit(std::u32string_view(text).substr(at + grade, end - at - grade));
            at = end;
            continue;
        }
        if (is_graded(std::u32string_view(text).substr(at, end - at))) {
            out.append(text, at, end - at);
            at = end;
            if (const char32_t digit = grade_behind(text, at)) out += digit;
            continue;
        }
        const bool is_degree = end < text.size() && is_degree_word(text[end]);
        const char32_t digit = is_degree ? plain_digit(std::u32string_view(text).substr(at, end - at)) : 0;
        if (digit) {
            out += digit;
        } else {
            out.append(text, at, end - at);
        }
        at = end;
    }
    std::replace(out.begin(), out.end(), U'°', U'度');
    return out;
}

/// 糖尿病(1型) is 糖尿病1型: a type, stage or grade in brackets belongs to what stands before them.
std::u32string without_grade_brackets(const std::u32string& text) {
    std::u32string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        std::size_t end = at + 1;
        while (end < text.size() && is_digit(text[end])) ++end;
        const bool is_grade = text[at] == U'(' && end > at + 1 && end + 1 < text.size() && is_degree_word(text[end]) &&
                              text[end + 1] == U')';
        if (is_grade) {
            out.append(text, at + 1, end - at);
            at = end + 1;
        } else {
            out += text[at];
        }
    }
    return out;
}

}  // namespace

void ClinicalWords::Trie::add(const std::vector<ClinicalToken>& word, std::uint32_t value) {
    std::uint32_t node = 0;
    for (const ClinicalToken token : word) {
        const auto [it, added] = next_.try_emplace(static_cast<std::uint64_t>(node) << 32U | token,
                                                   static_cast<std::uint32_t>(values_.size()));
        if (added) values_.push_back(-1);
        node = it->second;
    }
    if (node != 0) values_[node] = value;
}

std::uint32_t ClinicalWords::Trie::step(std::uint32_t node, ClinicalToken token) const {
    const auto found = next_.find(static_cast<std::uint64_t>(node) << 32U | token);
    return found == next_.end() ? 0 : found->second;
}

const ClinicalWords& ClinicalWords::get() {
    static const ClinicalWords words;
    return words;
}

ClinicalWords::ClinicalWords() {
    for (const std::string_view line : split(coding_data("clinical_words.txt"), '\n')) {
        if (!line.empty() && line[0] != '#') read(line);
    }
    close_sites();
}

void ClinicalWords::read(std::string_view line) {
    const auto fields = split(line, ' ');
    const std::string_view kind = fields[0];
    CHECK(fields.size() >= 2);
    if (kind == "spine") {
        for (std::size_t i = 1; i < fields.size(); ++i) spine_words_.push_back(folded(fields[i], fields[i].size()));
        return;
    }
    if (kind == "level") {
        CHECK(fields.size() == 4);
        const std::u32string last = folded(fields[3], fields[3].size());
        std::uint32_t count = 0;
        for (const char32_t digit : last) count = count * 10 + (digit - U'0');
        levels_.push_back({folded(fields[1], fields[1].size())[0], folded(fields[2], fields[2].size()), count});
        return;
    }
    if (kind == "same") {
        const std::u32string from = folded(fields[1], fields[1].size());
        standards_[from] = folded(fields[2], fields[2].size());
        std::size_t& longest = longest_standard_[from[0]];
        longest = std::max(longest, from.size());
        return;
    }
    read_pair(kind, fields);
}

void ClinicalWords::read_pair(std::string_view kind, const std::vector<std::string_view>& fields) {
    std::vector<std::vector<ClinicalToken>> words;
    for (std::size_t i = 1; i < fields.size(); ++i) words.push_back(tokens_of(standard(fields[i], fields[i].size())));
    const auto each = [&](Trie& trie, auto mark) {
        for (const auto& text : words) {
            const std::uint32_t number = word_number(text);
            trie.add(text, number);
            mark(number);
        }
    };
    if (kind == "side") {
        each(weak_trie_, [&](std::uint32_t number) { words_[number].is_side = true; });
    } else if (kind == "drop") {
        each(weak_trie_, [&](std::uint32_t number) { words_[number].is_empty = true; });
    } else if (kind == "filler") {
        for (const auto& text : words) {
            CHECK(text.size() == 1);
            fillers_.push_back(text[0]);
        }
    } else if (kind == "deny") {
        each(deny_trie_, [&](std::uint32_t number) { words_[number].denies = true; });
    } else if (kind == "assert") {
        each(assert_trie_, [](std::uint32_t) {});
    } else if (kind == "affirm") {
        each(deny_trie_, [](std::uint32_t) {});
    } else if (kind == "split") {
        each(split_trie_, [&](std::uint32_t number) { words_[number].splits = true; });
    } else if (kind == "keep") {
        each(split_trie_, [](std::uint32_t) {});
    } else if (kind == "site") {
        each(sites_trie_, [&](std::uint32_t number) { site_number(number); });
    } else if (kind == "contrast") {
        Contrasts group;
        each(contrast_trie_, [&](std::uint32_t number) {
            CHECK(contrast_words_ < kMaxContrasts);
            if (words_[number].contrast.none()) words_[number].contrast.set(contrast_words_++);
            group |= words_[number].contrast;
        });
        contrast_groups_.push_back(group);
    } else {
        CHECK(kind == "means" || kind == "part" || kind == "tumour");
        const std::uint32_t number = word_number(words[0]);
        if (words_[number].leads < 0) {
            words_[number].leads = static_cast<std::int32_t>(leads_.size());
            leads_.emplace_back();
            leads_trie_.add(words[0], number);
        }
        Leads& leads = leads_[static_cast<std::size_t>(words_[number].leads)];
        if (kind == "tumour") leads.is_tumour = true;
        for (std::size_t i = 1; i < words.size(); ++i)
            if (words[i] != words[0]) leads.to.push_back(words[i]);
        if (kind != "part") return;
        const std::int32_t own = site_number(number);
        for (std::size_t i = 1; i < words.size(); ++i) {
            const std::int32_t whole = site_number(word_number(words[i]));
            wholes_[static_cast<std::size_t>(own)].push_back(whole);
        }
        for (const auto& text : words) sites_trie_.add(text, word_number(text));
    }
}

std::uint32_t ClinicalWords::word_number(const std::vector<ClinicalToken>& word) {
    const std::u32string key(word.begin(), word.end());
    const auto [it, added] = word_by_text_.try_emplace(key, static_cast<std::uint32_t>(words_.size()));
    if (added) words_.emplace_back();
    return it->second;
}

std::int32_t ClinicalWords::site_number(std::uint32_t word) {
    if (words_[word].site < 0) {
        words_[word].site = static_cast<std::int32_t>(wholes_.size());
        wholes_.push_back({words_[word].site});
    }
    return words_[word].site;
}

void ClinicalWords::close_sites() {
    for (std::size_t depth = 0; depth < kMaxSiteDepth; ++depth) {
        for (auto& wholes : wholes_) {
            std::vector<std::int32_t> all = wholes;
            for (const std::int32_t whole : wholes) {
                const auto& more = wholes_[static_cast<std::size_t>(whole)];
                all.insert(all.end(), more.begin(), more.end());
            }
            std::sort(all.begin(), all.end());
            all.erase(std::unique(all.begin(), all.end()), all.end());
            wholes = std::move(all);
        }
    }
}

std::u32string ClinicalWords::rewritten(const std::u32string& text) const {
    std::u32string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto longest = longest_standard_.find(text[at]);
        std::size_t taken = 0;
        if (longest != longest_standard_.end()) {
            for (std::size_t length = std::min(longest->second, text.size() - at); length > 0; --length) {
                const auto found = standards_.find(text.substr(at, length));
                if (found == standards_.end() || !is_whole_run(text, at, at + length)) continue;
                // 精神分裂 is 精神分裂症, but 精神分裂症 is that already.
                const std::u32string& standard = found->second;
                const std::size_t offset = standard.find(found->first);
                const bool is_already = offset != std::u32string::npos && offset <= at &&
                                        text.compare(at - offset, standard.size(), standard) == 0;
                if (is_already) {
                    out.append(found->first);
                } else {
                    out.append(standard);
                }
                taken = length;
                break;
            }
        }
        if (taken == 0) {
            out += text[at];
            taken = 1;
        }
        at += taken;
    }
    return out;
}

bool ClinicalWords::speaks_of_spine(const std::u32string& text) const {
    return std::any_of(spine_words_.begin(), spine_words_.end(),
                       [&](const std::u32string& word) { return text.find(word) != std::u32string::npos; });
}

/// Vertebrae by letter and number (L5/S1, C3-4) become their number and their part of the spine, so that a disc between
/// L5 and S1 is one of the lower back. Only where the text speaks of the spine: T2 is also a stage.
std::u32string ClinicalWords::with_plain_levels(const std::u32string& text) const {
    if (levels_.empty() || !speaks_of_spine(text)) return text;
    constexpr std::u32string_view kJoining = U"/-~、,+";
    std::u32string out;
    for (std::size_t at = 0; at < text.size();) {
        const bool begins = at == 0 || !(is_letter(text[at - 1]) || is_digit(text[at - 1]));
        std::u32string numbers, site;
        std::size_t end = at;
        while (begins) {
            std::size_t next = end;
            if (next > at && next < text.size() && kJoining.find(text[next]) != std::u32string_view::npos) ++next;
            const auto level = std::find_if(levels_.begin(), levels_.end(), [&](const Level& each) {
                return next < text.size() && each.letter == text[next];
            });
            if (level != levels_.end()) ++next;
            if (level == levels_.end() && end == at) break;
            std::size_t digits = next;
            std::uint32_t number = 0;
            while (digits < text.size() && is_digit(text[digits]) && digits < next + 2)
                number = number * 10 + (text[digits++] - U'0');
            const bool ends = digits == text.size() || !(is_digit(text[digits]) || (is_letter(text[digits])));
            if (digits == next || number == 0 || !ends || number > 12) break;
            if (level != levels_.end() && number > level->count) break;
            if (level != levels_.end() && site.empty()) site = level->site;
            numbers.append(text, next, digits - next);
            end = digits;
        }
        if (site.empty()) {
            out += text[at++];
            continue;
        }
        out += numbers;
        out += site;
        constexpr std::u32string_view kSpinal = U"椎脊髓神段";
        if (end == text.size() || kSpinal.find(text[end]) == std::u32string_view::npos) out += U'椎';
        at = end;
    }
    return out;
}

std::u32string ClinicalWords::standard(std::string_view text, std::size_t max_characters) const {
    const std::u32string degrees = without_grade_brackets(with_plain_degrees(folded(text, max_characters)));
    return rewritten(with_plain_levels(degrees));
}

bool ClinicalWords::is_number(ClinicalToken token) {
    return (token >= '0' && token <= '9') || (token & kDigitRuns) == kDigitRuns;
}

bool ClinicalWords::is_run(ClinicalToken token) {
    return (token & kLetterRuns) != 0;
}

std::vector<ClinicalToken> ClinicalWords::tokens_of(std::u32string_view text) {
    std::vector<ClinicalToken> tokens;
    tokens.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at + 1;
        if (is_letter(text[at]))
            while (end < text.size() && is_letter(text[end])) ++end;
        if (is_digit(text[at]))
            while (end < text.size() && is_digit(text[end])) ++end;
        if (end == at + 1) {
            tokens.push_back(text[at]);
        } else {
            std::uint32_t hash = 2166136261U;
            for (std::size_t i = at; i < end; ++i) hash = (hash ^ static_cast<std::uint32_t>(text[i])) * 16777619U;
            tokens.push_back((hash & kRunHash) | (is_digit(text[at]) ? kDigitRuns : kLetterRuns));
        }
        at = end;
    }
    return tokens;
}

std::vector<ClinicalWords::Found> ClinicalWords::find(const Trie& trie, const std::vector<ClinicalToken>& tokens) {
    std::vector<Found> found;
    for (std::size_t at = 0; at < tokens.size();) {
        Found longest;
        std::uint32_t node = 0;
        for (std::size_t end = at; end < tokens.size(); ++end) {
            node = trie.step(node, tokens[end]);
            if (node == 0) break;
            if (trie.value(node) >= 0)
                longest = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end + 1),
                           static_cast<std::uint32_t>(trie.value(node))};
        }
        if (longest.end > 0) found.push_back(longest);
        at = longest.end > 0 ? longest.end : at + 1;
    }
    return found;
}

std::vector<ClinicalWords::Found> ClinicalWords::leads_in(const std::vector<ClinicalToken>& tokens) const {
    std::vector<Found> found;
    std::uint32_t covered_to = 0;  // By a longer word that began before: 划伤 leads on, 伤 in it does not.
    for (std::uint32_t at = 0; at < tokens.size(); ++at) {
        std::uint32_t node = 0;
        Found longest;
        for (std::uint32_t end = at; end < tokens.size(); ++end) {
            node = leads_trie_.step(node, tokens[end]);
            if (node == 0) break;
            if (leads_trie_.value(node) >= 0)
                longest = {at, end + 1, static_cast<std::uint32_t>(leads_trie_.value(node))};
        }
        if (longest.end <= covered_to) continue;
        covered_to = longest.end;
        found.push_back(longest);
    }
    return found;
}

Contrasts ClinicalWords::rivals_of(const Contrasts& mask) const {
    Contrasts rivals;
    for (const Contrasts& group : contrast_groups_)
        if ((group & mask).any()) rivals |= group & ~mask;
    return rivals;
}

}  // namespace xinglin
