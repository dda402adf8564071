#include "mine/phrases.h"

#include <algorithm>

#include "text/fold.h"

namespace xinglin {

Vocabulary::Vocabulary(const std::vector<std::string>& words) {
    for (const std::string& word : words) words_.push_back(fold(word));
    std::sort(words_.begin(), words_.end());
    words_.erase(std::unique(words_.begin(), words_.end()), words_.end());
    for (const std::string& word : words_) {
        set_.insert(word);
        longest_ = std::max(longest_, word.size());
    }
}

std::vector<std::size_t> Vocabulary::word_suffixes(std::string_view text) const {
    const std::size_t first = text.size() > kLongestPhrase ? text.size() - kLongestPhrase : 0;
    std::vector<std::size_t> places = {text.size()};
    // places is the list of reached places and the queue of those to go on from: a word before each leads to another.
    std::vector<bool> reached(text.size() - first + 1, false);
    reached[text.size() - first] = true;
    for (std::size_t place = text.size(); place > first; --place) {
        if (!reached[place - first]) continue;
        for (std::size_t length = 1; length <= longest_ && length <= place - first; ++length) {
            if (!set_.contains(text.substr(place - length, length)) || reached[place - length - first]) continue;
            reached[place - length - first] = true;
            places.push_back(place - length);
        }
    }
    std::sort(places.rbegin(), places.rend());
    return places;
}

std::vector<std::size_t> Vocabulary::word_prefixes(std::string_view text) const {
    text = text.substr(0, kLongestPhrase);
    std::vector<std::size_t> places;
    std::vector<bool> reached(text.size() + 1, false);
    reached[0] = true;
    for (std::size_t place = 0; place <= text.size(); ++place) {
        if (!reached[place]) continue;
        places.push_back(place);
        for (std::size_t length = 1; length <= longest_ && place + length <= text.size(); ++length) {
            if (set_.contains(text.substr(place, length))) reached[place + length] = true;
        }
    }
    return places;
}

bool Vocabulary::makes_up(std::string_view text) const {
    return text.size() <= kLongestPhrase && word_suffixes(text).back() == 0;
}

std::size_t Vocabulary::longest_at_end(std::string_view text) const {
    for (std::size_t length = std::min(longest_, text.size()); length > 0; --length) {
        if (set_.contains(text.substr(text.size() - length))) return length;
    }
    return 0;
}

std::size_t Vocabulary::longest_at_start(std::string_view text) const {
    for (std::size_t length = std::min(longest_, text.size()); length > 0; --length) {
        if (set_.contains(text.substr(0, length))) return length;
    }
    return 0;
}

bool Vocabulary::occurs_in(std::string_view text) const {
    return begin_of_first_in(text) != std::string_view::npos;
}

std::size_t Vocabulary::end_of_last_in(std::string_view text) const {
    std::size_t last = std::string_view::npos;
    for (const std::string& word : words_) {
        const std::size_t place = text.rfind(word);
        if (place == std::string_view::npos) continue;
        if (last == std::string_view::npos || place + word.size() > last) last = place + word.size();
    }
    return last;
}

std::size_t Vocabulary::begin_of_first_in(std::string_view text) const {
    std::size_t first = std::string_view::npos;
    for (const std::string& word : words_) first = std::min(first, text.find(word));
    return first;
}

}  // namespace xinglin
