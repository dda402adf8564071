#include "intent/intent_features.h"

#include <algorithm>
#include <string>

#include "base/strings.h"
#include "text/fold.h"

namespace xinglin {
namespace {

constexpr std::size_t kLongestGram = 4;

bool is_letter(char32_t character) {
    return character > 0x7F ? character >= 0x3400 || (character >= 0xC0 && character < 0x2000)
                            : (character >= U'0' && character <= U'9') || (character >= U'a' && character <= U'z') ||
                                  character == U'^' || character == U'$';
}

/// The letters of `text`, folded, between marks of its begin and end.
std::string bare(std::string_view text) {
    const std::string folded = fold(text);
    std::string letters = "^";
    for (std::size_t at = 0; at < folded.size();) {
        const Decoded each = decode_utf8(folded, at);
        at += each.length;
        if (is_letter(each.code_point) && !(each.code_point >= 0xFF00 && each.code_point <= 0xFF0F)) {
            append_utf8(letters, each.code_point);
        }
    }
    return letters + "$";
}

void add_grams(std::string_view letters, std::vector<std::uint64_t>& features) {
    std::vector<std::size_t> starts;
    for (std::size_t at = 0; at < letters.size(); at += decode_utf8(letters, at).length) starts.push_back(at);
    starts.push_back(letters.size());
    const std::size_t count = starts.size() - 1;
    for (std::size_t i = count > kMostFeatureCharacters ? count - kMostFeatureCharacters : 0; i < count; ++i) {
        for (std::size_t length = 1; length <= kLongestGram && i + length <= count; ++length) {
            features.push_back(fnv1a(letters.substr(starts[i], starts[i + length] - starts[i])));
        }
    }
}

}  // namespace

IntentFeatures intent_features(const IntentWords& words, std::string_view text, std::span<const Mention> mentions,
                               const Knowledge& knowledge) {
    IntentFeatures made;
    add_grams(bare(text), made.features);
    const auto evidence = words.evidence_in(words.form_of(text, mentions, knowledge));
    for (const IntentEvidence& each : evidence) made.features.push_back(each.pattern);
    made.by_words = probabilities_of(words.scores_of(evidence));
    made.features.push_back(fnv1a("words say " + std::string(name_of(intents_of(made.by_words).front().kind))));
    std::sort(made.features.begin(), made.features.end());
    made.features.erase(std::unique(made.features.begin(), made.features.end()), made.features.end());
    return made;
}

}  // namespace xinglin
