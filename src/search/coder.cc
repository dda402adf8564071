#include "search/coder.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "base/strings.h"
#include "search/code_matcher.h"
#include "search/code_ranking.h"
#include "text/fold.h"

namespace xinglin {
namespace {

constexpr std::size_t kMaxTextBytes = 1200;  ///< more is no phrase
constexpr double kLeastFirst = 5e-4;         ///< a phrase whose best name fits less means nothing that is known
constexpr double kHeldByWritten = 0.99;      ///< codes of a category that is written as a code
constexpr double kBelowWritten = 0.98;       ///< the most that a name can fit when a code is written, too
constexpr double kLeastScore = 1e-4;         ///< of those after it

bool is_ascii_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_ascii_letter(char c) {
    return c >= 'a' && c <= 'z';
}

/// How codes are compared: folded, so g51.3 is G51.3.
std::string key_of(std::string_view code) {
    return fold(code);
}

/// What is written like a code in folded text: a letter, two digits, and what may follow: (k74.608), b03xx01. Blanks
/// take its place.
std::vector<std::string> take_codes_out_of(std::string& folded) {
    std::vector<std::string> found;
    for (std::size_t at = 0; at + 3 <= folded.size(); ++at) {
        const bool begins = at == 0 || (!is_ascii_letter(folded[at - 1]) && !is_ascii_digit(folded[at - 1]));
        if (!begins || !is_ascii_letter(folded[at]) || !is_ascii_digit(folded[at + 1]) ||
            !is_ascii_digit(folded[at + 2]))
            continue;
        std::size_t end = at + 3;
        const auto continues = [](char c) {
            return is_ascii_letter(c) || is_ascii_digit(c) || c == '.' || c == '+' || c == '*' || c == '/';
        };
        while (end < folded.size() && continues(folded[end])) ++end;
        std::string code = folded.substr(at, end - at);
        while (code.back() == '.' || code.back() == '+' || code.back() == '/') code.pop_back();
        // T12 is a vertebra and B12 a vitamin, but for a text that is nothing else.
        const bool is_all = trimmed(folded).size() == end - at;
        if (code.find_first_of(".x/") == std::string::npos && !is_all) {
            at = end - 1;
            continue;
        }
        std::fill(folded.begin() + static_cast<std::ptrdiff_t>(at), folded.begin() + static_cast<std::ptrdiff_t>(end),
                  ' ');
        found.push_back(std::move(code));
        at = end - 1;
    }
    return found;
}

}  // namespace

class Coder::Table {
  public:
    Table(const Knowledge& knowledge, std::string_view system) : system_(system), matcher_(knowledge, system) {
        const auto& entries = matcher_.entries();
        for (std::uint32_t entry = 0; entry < entries.size(); ++entry) {
            ids_.push_back(knowledge.concepts()[entries[entry].concept_index].id);
            for (std::uint32_t i = 0; i < entries[entry].codes.size(); ++i)
                codes_.push_back({key_of(entries[entry].codes[i]), entry, i});
        }
        std::sort(codes_.begin(), codes_.end());
    }

    std::vector<CodeCandidate> code(std::string_view text, std::size_t limit) const {
        std::vector<CodeCandidate> answer;
        text = text.substr(0, kMaxTextBytes);
        std::string phrase = fold(text);
        for (const std::string& written : take_codes_out_of(phrase)) add_written(written, answer, limit);
        const auto matches = matcher_.match(phrase);
        const auto weights = matcher_.token_weights(phrase);
        const CodeWeights& learned = learned_code_weights();
        const double most = answer.empty() ? 1 : kBelowWritten;
        double least = answer.empty() ? kLeastFirst : kLeastScore;
        for (const RankedCode& ranked : rank_codes(matcher_, matches, weights, learned, limit)) {
            const double score = 1 / (1 + std::exp(-(ranked.score + static_cast<double>(learned.shift))));
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
        friend bool operator<(const Written& a, const Written& b) {
            return std::tie(a.key, a.entry, a.number) < std::tie(b.key, b.entry, b.number);
        }
    };

    void add_written(const std::string& written, std::vector<CodeCandidate>& answer, std::size_t limit) const {
        auto at = std::lower_bound(codes_.begin(), codes_.end(), written,
                                   [](const Written& code, std::string_view key) { return code.key < key; });
        // Of a category, all that it holds.
        for (; at != codes_.end() && at->key.starts_with(written) && answer.size() < limit; ++at)
            add(at->entry, at->number, at->key == written ? 1 : kHeldByWritten, answer, limit);
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
    : table_(std::make_unique<const Table>(knowledge, system)) {}
Coder::~Coder() = default;

std::vector<CodeCandidate> Coder::code(std::string_view text, std::size_t limit) const {
    return table_->code(text, limit);
}

std::size_t Coder::memory_bytes() const {
    return table_->memory_bytes();
}

}  // namespace xinglin
