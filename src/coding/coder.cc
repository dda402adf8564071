#include "coding/coder.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "base/archive.h"
#include "base/strings.h"
#include "coding/code_matcher.h"
#include "coding/code_ranking.h"
#include "text/fold.h"

namespace xinglin {
namespace {

constexpr std::size_t kMaxTextBytes = 1200;  ///< more is no phrase
constexpr double kLeastFirst = 5e-4;         ///< a phrase whose best name fits less means nothing that is known
constexpr double kHeldByWritten = 0.99;      ///< codes of a category that is written as a code
constexpr double kLongerWritten = 0.95;      ///< codes of the category of a longer one that is not in the table
constexpr std::size_t kCategoryLength = 3;
constexpr double kBelowWritten = 0.98;  ///< the most that a name can fit when a code is written, too
constexpr double kInside = 0.01;        ///< at least, for a name that stands in the phrase as it is
constexpr double kLeastScore = 1e-4;    ///< of those after it

bool is_ascii_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_ascii_letter(char c) {
    return c >= 'a' && c <= 'z';
}

/// What of a code counts when codes are compared: folded, without dots, asterisks and the x that fills empty places, so
/// that e119 is E11.9 and I10.x05 is I10xx05. The tissue codes of ICD-O are as long as the national ones: M8140/3 is
/// M814000/3.
std::string key_of(std::string_view code) {
    constexpr std::size_t kOfTissue = 5;
    std::string key;
    for (const char c : fold(code)) {
        const bool fills = c == 'x' && key.size() >= kCategoryLength;
        const bool is_zero = c == 'o' && (key.size() == 1 || key.size() == 2);
        if (c != '.' && c != '*' && c != ' ' && !fills) key += is_zero ? '0' : c;
    }
    if (key.size() > kOfTissue && key[0] == 'm' && key[kOfTissue] == '/') key.insert(kOfTissue, "00");
    return key;
}

/// Daggers are written as such and as plus signs.
std::string with_plus_signs(std::string text) {
    constexpr std::string_view kDagger = "†";
    for (std::size_t at = text.find(kDagger); at != std::string::npos; at = text.find(kDagger, at))
        text.replace(at, kDagger.size(), "+");
    return text;
}

bool is_zero_or_digit(char c) {
    return is_ascii_digit(c) || c == 'o';
}

/// Something that is written like a code, in folded text.
struct WrittenCode {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string text;
    bool is_plain = false;  ///< has no mark of a code: T12 is a vertebra and B12 a vitamin
};

/// Whether it is written as only codes are: g51.3, i10xx05, g02.0*, m8140/3.
bool has_code_mark(std::string_view text) {
    const bool is_tissue = text[0] == 'm' && text.find('/') != std::string_view::npos;
    const bool has_point =
        text.size() > kCategoryLength && (text[kCategoryLength] == '.' || text[kCategoryLength] == 'x');
    return has_point || is_tissue || text.find_first_of("+*") != std::string_view::npos;
}

/// A letter, two digits (or the letter O for a zero), and what may follow: (k74.608), b03xx01, e119.
std::vector<WrittenCode> written_codes_in(const std::string& folded) {
    std::vector<WrittenCode> found;
    const auto continues = [](char c) {
        return is_ascii_letter(c) || is_ascii_digit(c) || c == '.' || c == '+' || c == '*' || c == '/';
    };
    for (std::size_t at = 0; at + kCategoryLength <= folded.size(); ++at) {
        const bool begins = at == 0 || (!is_ascii_letter(folded[at - 1]) && !is_ascii_digit(folded[at - 1]));
        if (!begins || !is_ascii_letter(folded[at]) || !is_zero_or_digit(folded[at + 1]) ||
            !is_zero_or_digit(folded[at + 2]) || !(is_ascii_digit(folded[at + 1]) || is_ascii_digit(folded[at + 2])))
            continue;
        std::size_t end = at + kCategoryLength;
        while (end < folded.size() && continues(folded[end])) ++end;
        WrittenCode code{at, end, folded.substr(at, end - at), false};
        while (code.text.back() == '.' || code.text.back() == '+' || code.text.back() == '/') code.text.pop_back();
        code.is_plain = !has_code_mark(code.text);
        found.push_back(std::move(code));
        at = end - 1;
    }
    return found;
}

}  // namespace

class Coder::Table {
  public:
    Table(const Knowledge& knowledge, std::string_view system, CodeMatcher matcher)
        : system_(system), matcher_(std::move(matcher)) {
        const auto& entries = matcher_.entries();
        for (std::uint32_t entry = 0; entry < entries.size(); ++entry) {
            ids_.push_back(knowledge.concepts()[entries[entry].concept_index].id);
            for (std::uint32_t i = 0; i < entries[entry].codes.size(); ++i) {
                const std::string& code = entries[entry].codes[i];
                codes_.push_back({key_of(code), entry, i, false});
                // A double code is found by its second one, too.
                if (const std::size_t plus = code.find('+'); plus != std::string::npos && plus + 1 < code.size())
                    codes_.push_back({key_of(std::string_view(code).substr(plus + 1)), entry, i, true});
            }
        }
        std::sort(codes_.begin(), codes_.end());
    }

    void save(ArchiveWriter& archive) const { matcher_.save(archive); }

    std::vector<CodeCandidate> code(std::string_view text, std::size_t limit) const {
        std::vector<CodeCandidate> answer;
        text = text.substr(0, kMaxTextBytes);
        std::string phrase = with_plus_signs(fold(text));
        take_written(phrase, answer, limit);
        const auto matches = matcher_.match(phrase);
        const auto weights = matcher_.token_weights(phrase);
        const CodeWeights& learned = learned_code_weights();
        const double most = answer.empty() ? 1 : kBelowWritten;
        double least = answer.empty() ? kLeastFirst : kLeastScore;
        for (const RankedCode& ranked : rank_codes(matcher_, matches, weights, learned, limit)) {
            double score = 1 / (1 + std::exp(-(ranked.score + static_cast<double>(learned.shift))));
            if (ranked.is_inside) score = std::max(score, kInside);
            if (score < least) break;
            least = kLeastScore;
            add(ranked.entry, 0, score * most, answer, limit);
        }
        std::sort(answer.begin(), answer.end(), [](const CodeCandidate& a, const CodeCandidate& b) {
            return a.score != b.score ? a.score > b.score : a.code < b.code;
        });
        return answer;
    }

    std::size_t memory_bytes() const {
        return sizeof(*this) + matcher_.memory_bytes() + codes_.size() * (sizeof(Written) + 16) + ids_.size() * 64;
    }

  private:
    struct Written {
        std::string key;
        std::uint32_t entry = 0;
        std::uint32_t number = 0;  ///< among the entry's codes
        bool is_second = false;    ///< the key is the second one of a double code
        friend bool operator<(const Written& a, const Written& b) {
            return std::tie(a.key, a.is_second, a.entry, a.number) < std::tie(b.key, b.is_second, b.entry, b.number);
        }
    };

    std::size_t first_at(std::string_view key) const {
        const auto at =
            std::lower_bound(codes_.begin(), codes_.end(), key,
                             [](const Written& code, std::string_view wanted) { return code.key < wanted; });
        return static_cast<std::size_t>(at - codes_.begin());
    }

    /// Adds the codes that are written in the phrase, and puts blanks in their place.
    void take_written(std::string& phrase, std::vector<CodeCandidate>& answer, std::size_t limit) const {
        const std::string_view whole = trimmed(phrase);
        const std::size_t whole_begin = static_cast<std::size_t>(whole.data() - phrase.data());
        for (const WrittenCode& written : written_codes_in(phrase)) {
            const std::string key = key_of(written.text);
            const bool is_all = written.begin == whole_begin && written.end == whole_begin + whole.size();
            if (written.is_plain && !is_all && !(key.size() > kCategoryLength && is_known(key))) continue;
            std::fill(phrase.begin() + static_cast<std::ptrdiff_t>(written.begin),
                      phrase.begin() + static_cast<std::ptrdiff_t>(written.end), ' ');
            add_written(key, answer, limit);
        }
    }

    bool is_known(std::string_view key) const {
        const std::size_t at = first_at(key);
        return at < codes_.size() && codes_[at].key == key;
    }

    /// The code, and all that its category holds; of a code that is longer than those known, what its beginning holds.
    void add_written(const std::string& key, std::vector<CodeCandidate>& answer, std::size_t limit) const {
        for (std::size_t length = key.size(); length >= kCategoryLength; --length) {
            const std::string_view beginning = std::string_view(key).substr(0, length);
            const double held = length == key.size() ? kHeldByWritten : kLongerWritten;
            std::size_t at = first_at(beginning);
            const bool found = at < codes_.size() && codes_[at].key.starts_with(beginning);
            for (; at < codes_.size() && codes_[at].key.starts_with(beginning) && answer.size() < limit; ++at)
                add(codes_[at].entry, codes_[at].number, codes_[at].key == key && !codes_[at].is_second ? 1 : held,
                    answer, limit);
            if (found) return;
        }
    }

    void add(std::uint32_t entry, std::uint32_t number, double score, std::vector<CodeCandidate>& answer,
             std::size_t limit) const {
        const CodeMatcher::Entry& known = matcher_.entries()[entry];
        const std::string& code = known.codes[number];
        const bool is_there =
            std::any_of(answer.begin(), answer.end(), [&](const CodeCandidate& each) { return each.code == code; });
        if (is_there || answer.size() == limit) return;
        answer.push_back({system_, code, known.name, ids_[entry], score});
    }

    std::string system_;
    CodeMatcher matcher_;
    std::vector<std::string> ids_;  ///< by entry
    std::vector<Written> codes_;
};

Coder::Coder(const Knowledge& knowledge, std::string_view system)
    : table_(std::make_unique<const Table>(knowledge, system, CodeMatcher(knowledge, system))) {}

std::shared_ptr<const Coder> Coder::load(const Knowledge& knowledge, std::string_view system, ArchiveReader& archive) {
    CodeMatcher matcher(archive);
    const auto is_known = [&](const CodeMatcher::Entry& entry) {
        return entry.concept_index < knowledge.concepts().size();
    };
    if (!std::ranges::all_of(matcher.entries(), is_known)) archive.fail();
    if (!archive.ok()) return nullptr;
    return std::shared_ptr<const Coder>(
        new Coder(std::make_unique<const Table>(knowledge, system, std::move(matcher))));
}

Coder::Coder(std::unique_ptr<const Table> table) : table_(std::move(table)) {}
Coder::~Coder() = default;

void Coder::save(ArchiveWriter& archive) const {
    table_->save(archive);
}

std::vector<CodeCandidate> Coder::code(std::string_view text, std::size_t limit) const {
    return table_->code(text, limit);
}

std::size_t Coder::memory_bytes() const {
    return table_->memory_bytes();
}

}  // namespace xinglin
