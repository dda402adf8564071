#include "spelling/character_model.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/archive.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

constexpr float kScale = 2048;
constexpr std::uint16_t kNoEntry = 0xFFFF;
constexpr double kDiscount = 0.75;
constexpr std::uint64_t kNone = 0xFFFF;
constexpr std::size_t kCodePoints = 0x10000;
// Above this many tokens, what was seen only once among three or four is not kept.
constexpr std::size_t kManyTokens = 2'000'000;

bool is_chinese(char32_t c) {
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF);
}

std::uint64_t hash_of(std::uint64_t tokens, unsigned order) {
    std::uint64_t h = tokens * 0x9E37'79B9'7F4A'7C15U + order * 0xD6E8'FEB8'6659'FD93U;
    h = (h ^ (h >> 29U)) * 0xBF58'476D'1CE4'E5B9U;
    return h ^ (h >> 32U);
}

std::uint64_t low(std::uint64_t tokens, unsigned count) {
    return count == 4 ? tokens : tokens & ((std::uint64_t{1} << (16U * count)) - 1);
}

std::uint16_t packed(double probability) {
    const double cost = -std::log(probability) * kScale;
    return static_cast<std::uint16_t>(std::clamp(cost, 0.0, kNoEntry - 1.0));
}

struct Counted {
    std::uint64_t tokens;
    std::uint32_t count;
};

/// Adds up equal neighbours.
void merge(std::vector<Counted>& sorted) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        if (kept > 0 && sorted[kept - 1].tokens == sorted[i].tokens) {
            sorted[kept - 1].count += sorted[i].count;
        } else {
            sorted[kept++] = sorted[i];
        }
    }
    sorted.resize(kept);
}

}  // namespace

CharacterModel::Builder::Builder() : tokens_(kCodePoints) {}

CharacterModel::Token CharacterModel::Builder::token_of(char32_t folded) {
    if (folded >= U'0' && folded <= U'9') return kDigits;
    if (folded >= U'a' && folded <= U'z') return kLetters;
    if (!is_chinese(folded)) return kBoundary;
    Token& token = tokens_[folded];
    if (token == 0) token = static_cast<Token>(token_count_++);
    return token;
}

void CharacterModel::Builder::add(std::string_view text, unsigned times) {
    const FoldTable& folds = FoldTable::get();
    const std::size_t first = windows_.size();
    std::uint64_t window = Context().tokens;
    const auto push = [&](Token token) {
        const auto last = static_cast<Token>(window & kNone);
        if (token == last && token <= kLetters) return;  // A run.
        window = window << 16U | token;
        windows_.push_back(window);
        if (token == kBoundary) window = Context().tokens;
    };
    for (std::size_t offset = 0; offset < text.size();) {
        const Decoded decoded = decode_utf8(text, offset);
        offset += decoded.length;
        push(token_of(folds.fold_single(decoded.code_point)));
    }
    push(kBoundary);
    const std::size_t count = windows_.size() - first;
    for (unsigned i = 1; i < times; ++i) {
        for (std::size_t j = 0; j < count; ++j) windows_.push_back(std::uint64_t{windows_[first + j]});
    }
}

CharacterModel CharacterModel::Builder::build() {
    CharacterModel model;
    model.tokens_ = tokens_;
    model.single_.resize(token_count_);
    model.learn(std::exchange(windows_, {}));
    return model;
}

CharacterModel::CharacterModel() : tokens_(kCodePoints), single_(kUnknown + 1U) {
    learn({});
}

void CharacterModel::learn(std::vector<std::uint64_t> windows) {
    const std::size_t total = windows.size();
    std::vector<double> counts(single_.size());
    for (const std::uint64_t window : windows) ++counts[window & kNone];
    constexpr double kPrior = 0.2;
    for (std::size_t i = 0; i < single_.size(); ++i) {
        const double all = static_cast<double>(total) + kPrior * 8000;
        single_[i] = static_cast<float>(std::log((counts[i] + kPrior) / all));
    }
    entries_.assign(1, {0, kNoEntry, 0});

    std::ranges::sort(windows);
    std::vector<Counted> ngrams[5];
    for (const std::uint64_t window : windows) {
        if (ngrams[4].empty() || ngrams[4].back().tokens != window) ngrams[4].push_back({window, 0});
        ++ngrams[4].back().count;
    }
    windows = {};
    for (unsigned order = 3; order >= 2; --order) {
        for (const Counted& longer : ngrams[order + 1])
            ngrams[order].push_back({low(longer.tokens, order), longer.count});
        std::ranges::sort(ngrams[order], {}, &Counted::tokens);
        merge(ngrams[order]);
    }
    std::size_t kept = 0;
    const auto keep = [&](const Counted& each, unsigned order) {
        if (each.tokens >> (16U * (order - 1)) == kNone) return false;  // Is shorter than that.
        return order == 2 || each.count > 1 || total < kManyTokens;
    };
    for (unsigned order = 2; order <= 4; ++order) {
        kept += static_cast<std::size_t>(
            std::ranges::count_if(ngrams[order], [&](const Counted& each) { return keep(each, order); }));
    }
    entries_.assign(kept + kept / 2 + single_.size() * 2 + 8, {0, kNoEntry, 0});

    for (unsigned order = 2; order <= 4; ++order) {
        const std::vector<Counted>& all = ngrams[order];
        for (std::size_t begin = 0; begin < all.size();) {
            const std::uint64_t context = all[begin].tokens >> 16U;
            std::size_t end = begin;
            double count = 0;
            double left = 0;  // What is taken from the kept ones and from those that are not kept.
            for (; end < all.size() && all[end].tokens >> 16U == context; ++end) {
                count += all[end].count;
                left += keep(all[end], order) ? kDiscount : all[end].count;
            }
            const bool shorter = context >> (16U * (order - 2)) == kNone;
            if (!shorter) {
                const double backoff = left / count;
                insert(hash_of(context, order - 1)).backoff = packed(backoff);
                for (std::size_t i = begin; i < end; ++i) {
                    if (!keep(all[i], order)) continue;
                    Context lower;
                    lower.tokens = order == 2 ? Context().tokens | kNone
                                              : (~std::uint64_t{0} << (16U * (order - 2))) | low(context, order - 2);
                    const double below = order == 2 ? single_[all[i].tokens & kNone]
                                                    : score(lower, static_cast<Token>(all[i].tokens & kNone));
                    const double probability = (all[i].count - kDiscount) / count + backoff * std::exp(below);
                    insert(hash_of(all[i].tokens, order)).cost = packed(probability);
                }
            }
            begin = end;
        }
    }
}

CharacterModel::Token CharacterModel::token(char32_t folded) const {
    if (folded >= U'0' && folded <= U'9') return kDigits;
    if (folded >= U'a' && folded <= U'z') return kLetters;
    if (!is_chinese(folded)) return kBoundary;
    const Token known = tokens_[folded];
    return known == 0 ? kUnknown : known;
}

float CharacterModel::score(Context& context, Token next) const {
    const std::uint64_t tokens = context.tokens;
    context = {};
    float cost = 0;
    for (unsigned order = 4; order >= 2; --order) {
        const std::uint64_t before = low(tokens, order - 1);
        if (before >> (16U * (order - 2)) == kNone) continue;
        const Entry* whole = find(hash_of(before << 16U | next, order));
        if (whole && whole->cost != kNoEntry) {
            if (next != kBoundary) {
                const std::uint64_t none = order == 4 ? kNone << 48U : ~std::uint64_t{0} << (16U * order);
                context.tokens = none | low(before << 16U | next, std::min(order, 3U));
            }
            return -(cost + static_cast<float>(whole->cost)) / kScale;
        }
        if (const Entry* alone = find(hash_of(before, order - 1))) cost += static_cast<float>(alone->backoff);
    }
    if (next != kBoundary) context.tokens = ~std::uint64_t{0xFFFF} | next;
    return single_[next] - cost / kScale;
}

const CharacterModel::Entry* CharacterModel::find(std::uint64_t hash) const {
    const auto check = static_cast<std::uint32_t>(hash) | 1U;
    for (std::size_t at = ((hash >> 32U) * entries_.size()) >> 32U;; at = at + 1 == entries_.size() ? 0 : at + 1) {
        if (entries_[at].check == check) return &entries_[at];
        if (entries_[at].check == 0) return nullptr;
    }
}

CharacterModel::Entry& CharacterModel::insert(std::uint64_t hash) {
    const auto check = static_cast<std::uint32_t>(hash) | 1U;
    for (std::size_t at = ((hash >> 32U) * entries_.size()) >> 32U;; at = at + 1 == entries_.size() ? 0 : at + 1) {
        if (entries_[at].check == check) return entries_[at];
        if (entries_[at].check == 0) {
            entries_[at].check = check;
            return entries_[at];
        }
    }
}

std::size_t CharacterModel::memory_bytes() const {
    return sizeof *this + tokens_.capacity() * sizeof(Token) + single_.capacity() * sizeof(float) +
           entries_.capacity() * sizeof(Entry);
}

void CharacterModel::save(ArchiveWriter& archive) const {
    archive.raw(tokens_);
    archive.raw(single_);
    archive.raw(entries_);
}

CharacterModel CharacterModel::load(ArchiveReader& archive) {
    CharacterModel loaded;
    archive.raw(loaded.tokens_);
    archive.raw(loaded.single_);
    archive.raw(loaded.entries_);
    return archive.ok() ? std::move(loaded) : CharacterModel();
}

}  // namespace xinglin
