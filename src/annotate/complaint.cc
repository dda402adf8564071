#include "annotate/complaint.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "text/fold.h"

namespace xinglin {

namespace {

constexpr std::size_t kMostSteps = 14;
constexpr std::uint32_t kFarthestBytes = 96;
constexpr std::size_t kLongestWord = 12;  // in characters

using Word = ComplaintWords::Word;
using Part = ComplaintWords::Part;

bool is_finding(ConceptKind kind) {
    return kind == ConceptKind::Condition || kind == ConceptKind::Symptom;
}

bool overlap(Span one, Span other) {
    return one.begin < other.end && other.begin < one.end;
}

bool is_within(Span inner, Span outer) {
    return outer.begin <= inner.begin && inner.end <= outer.end;
}

bool share_a_part(const std::vector<Part>& some, const std::vector<Part>& others) {
    return std::ranges::any_of(some, [&](Part part) { return std::ranges::find(others, part) != others.end(); });
}

/// Digits and blanks stand between words and are none.
bool is_transparent(char32_t character) {
    return character == U' ' || (character >= U'0' && character <= U'9');
}

}  // namespace

struct ComplaintReader::Step {
    const Word* word = nullptr;  ///< nullptr: no word of the vocabulary
    Span span;
};

struct ComplaintReader::Site {
    const Word* word = nullptr;
    Span span;
};

/// The text around a quality, word by word.
class ComplaintReader::Clause {
  public:
    Clause(const ComplaintWords& words, std::string_view text, std::span<const Name> names)
        : words_(words), text_(text), names_(names) {}

    std::string_view text() const { return text_; }

    /// The longest word of the vocabulary that ends at `end`; a blank or digit is a step without a word, too.
    Step before(std::uint32_t end) const {
        Characters characters;
        std::uint32_t lengths = 0;
        for (std::uint32_t begin = end; begin > 0;) {
            const Decoded decoded = decode_utf8_before(text_, begin);
            begin -= decoded.length;
            const char32_t folded = FoldTable::get().fold_single(decoded.code_point);
            if (folded == 0 || ends_sentence(folded)) break;
            characters.add(folded, begin);
            if (characters.size() == 1) lengths = words_.lengths_ending_with(folded);
            if (characters.size() == kLongestWord || lengths >> (characters.size() + 1) == 0) break;
        }
        for (std::size_t count = characters.size(); count > 0; --count) {
            if ((lengths >> count & 1U) == 0) continue;
            const Word* word = words_.find(characters.backward(count));
            if (word != nullptr) return {word, {characters.place(count), end}};
        }
        return {};
    }

    /// The longest word that begins at `begin`.
    Step after(std::uint32_t begin) const {
        Characters characters;
        std::uint32_t lengths = 0;
        for (std::uint32_t end = begin; end < text_.size();) {
            const Decoded decoded = decode_utf8(text_, end);
            end += decoded.length;
            const char32_t folded = FoldTable::get().fold_single(decoded.code_point);
            if (folded == 0 || ends_sentence(folded)) break;
            characters.add(folded, end);
            if (characters.size() == 1) lengths = words_.lengths_beginning_with(folded);
            if (characters.size() == kLongestWord || lengths >> (characters.size() + 1) == 0) break;
        }
        for (std::size_t count = characters.size(); count > 0; --count) {
            if ((lengths >> count & 1U) == 0) continue;
            const Word* word = words_.find(characters.forward(count));
            if (word != nullptr) return {word, {begin, characters.place(count)}};
        }
        return {};
    }

    /// The length of a blank or digit that ends at `end`, or 0.
    std::uint32_t transparent_before(std::uint32_t end) const {
        const Decoded decoded = decode_utf8_before(text_, end);
        return is_transparent(FoldTable::get().fold_single(decoded.code_point)) ? decoded.length : 0;
    }
    std::uint32_t transparent_after(std::uint32_t begin) const {
        const Decoded decoded = decode_utf8(text_, begin);
        return is_transparent(FoldTable::get().fold_single(decoded.code_point)) ? decoded.length : 0;
    }

    /// Where a frame that ends at `end` begins.
    std::optional<std::uint32_t> frame_before(std::uint32_t end) const {
        constexpr std::size_t kWindow = 20;
        std::string window;
        std::uint32_t begin = end;
        for (std::size_t count = 0; count < kWindow && begin > 0; ++count) {
            const Decoded decoded = decode_utf8_before(text_, begin);
            const char32_t folded = FoldTable::get().fold_single(decoded.code_point);
            if (folded == 0 || utf8_length(folded) != decoded.length || ends_sentence(folded)) break;
            begin -= decoded.length;
        }
        window = fold(text_.substr(begin, end - begin));
        for (const ComplaintWords::Frame& frame : words_.frames()) {
            const auto ending =
                std::ranges::find_if(frame.endings, [&](const std::string& word) { return window.ends_with(word); });
            if (ending == frame.endings.end()) continue;
            const std::string_view rest = std::string_view(window).substr(0, window.size() - ending->size());
            for (const std::string& beginning : frame.beginnings) {
                const std::size_t found = rest.rfind(beginning);
                if (found == std::string_view::npos) continue;
                const std::size_t between = count_characters(rest.substr(found + beginning.size()));
                if (between > 0 && between <= frame.most_characters) return begin + static_cast<std::uint32_t>(found);
            }
        }
        return std::nullopt;
    }

    std::span<const Name> names_over(Span span) const {
        const auto first =
            std::ranges::partition_point(names_, [&](const Name& name) { return name.span.end <= span.begin; });
        const auto last =
            std::partition_point(first, names_.end(), [&](const Name& name) { return name.span.begin < span.end; });
        return {first, last};
    }

    const Name* name_before(std::uint32_t end) const {
        const std::span<const Name> over = end == 0 ? std::span<const Name>() : names_over({end - 1, end});
        return !over.empty() && over.front().span.end == end ? &over.front() : nullptr;
    }

    /// Whether a name that is neither a finding nor a site stands there: 手术, 头孢.
    bool names_a_thing(Span span) const {
        return std::ranges::any_of(names_over(span), [](const Name& name) {
            return name.is_sure && !is_finding(name.kind) && name.kind != ConceptKind::Site &&
                   name.kind != ConceptKind::Population;
        });
    }

  private:
    static bool ends_sentence(char32_t folded) {
        return std::u32string_view(U"。!?;\n\r").find(folded) != std::u32string_view::npos;
    }

    /// A few folded characters and where each stands.
    class Characters {
      public:
        void add(char32_t folded, std::uint32_t place) {
            folded_[size_] = folded;
            places_[size_++] = place;
        }
        std::size_t size() const { return size_; }
        std::uint32_t place(std::size_t count) const { return places_[count - 1]; }

        std::string forward(std::size_t count) const {
            std::string text;
            for (std::size_t index = 0; index < count; ++index) append_utf8(text, folded_[index]);
            return text;
        }
        std::string backward(std::size_t count) const {
            std::string text;
            for (std::size_t index = count; index > 0; --index) append_utf8(text, folded_[index - 1]);
            return text;
        }

      private:
        std::array<char32_t, kLongestWord> folded_{};
        std::array<std::uint32_t, kLongestWord> places_{};
        std::size_t size_ = 0;
    };

    const ComplaintWords& words_;
    std::string_view text_;
    std::span<const Name> names_;
};

namespace {

/// Whether words, which do not overlap, cover every byte of the span: 气喘 is in 气 and 喘不上来.
bool is_covered(Span span, std::span<const Span> words) {
    std::uint32_t covered = 0;
    for (const Span word : words) {
        if (overlap(word, span)) covered += std::min(word.end, span.end) - std::max(word.begin, span.begin);
    }
    return covered == span.end - span.begin;
}

/// Whether a complaint may stand in text[span): the names there are its own words, or mean nothing surely.
bool gives_way(std::span<const ComplaintReader::Name> names, Span span, std::span<const Span> own_words) {
    return std::ranges::all_of(names, [&](const ComplaintReader::Name& name) {
        if (!is_within(name.span, span)) return false;
        if (!name.is_sure || name.kind == ConceptKind::Site) return true;
        if (!is_finding(name.kind) || name.span == span) return name.kind == ConceptKind::Population;
        return is_covered(name.span, own_words);
    });
}

bool is_free(Span span, std::span<const ComplaintReader::Reading> readings) {
    for (auto reading = readings.rbegin(); reading != readings.rend() && reading->span.end > span.begin; ++reading) {
        if (overlap(reading->span, span)) return false;
    }
    return true;
}

}  // namespace

ComplaintReader::ComplaintReader(const ComplaintWords& words, std::vector<bool> is_known)
    : words_(words), is_known_(std::move(is_known)) {}

std::optional<std::uint16_t> ComplaintReader::composed(const Word& site, const Word& quality) const {
    for (const std::uint16_t place : quality.complaints) {
        if (is_known_[place] && share_a_part(site.parts, words_.complaints()[place].sites)) return place;
    }
    return std::nullopt;
}

std::optional<std::uint16_t> ComplaintReader::alone(const Word& quality) const {
    for (const std::uint16_t place : quality.complaints) {
        if (is_known_[place] && words_.complaints()[place].sites.empty()) return place;
    }
    return std::nullopt;
}

bool ComplaintReader::add_sites(const Clause& clause, const Quality& quality, std::span<const Site> sites,
                                bool is_denied, std::vector<Reading>& readings) const {
    std::vector<Reading> made;  // The first is what the nearest site makes; it reaches to the quality.
    std::vector<Span> own{quality.span};
    for (const Site& site : sites) {
        own.push_back(site.span);
        const std::optional<std::uint16_t> complaint = composed(*site.word, *quality.word);
        if (!complaint && made.empty()) continue;  // 膝盖走路疼: an act between the two.
        if (!complaint) break;
        if (made.empty()) made.push_back({quality.span, *complaint, is_denied});
        if (made.size() == 1 && made.front().complaint == *complaint) {
            Span& hull = made.front().span;
            hull = {std::min(hull.begin, site.span.begin), std::max(hull.end, site.span.end)};
        } else if (std::ranges::find(made, *complaint, &Reading::complaint) == made.end()) {
            made.push_back({site.span, *complaint, is_denied});
        }
    }
    const auto add = [&](const Reading& reading) {
        if (!is_free(reading.span, readings)) return false;
        if (!gives_way(clause.names_over(reading.span), reading.span, own)) return false;
        readings.push_back(reading);
        return true;
    };
    for (std::size_t place = made.size(); place > 1; --place) add(made[place - 1]);
    if (made.empty()) return false;
    const Reading bare{quality.span, made.front().complaint, is_denied};
    return add(made.front()) || add(bare);
}

/// What stands before a quality: the sites that it may belong to, the nearest first, and whether it is denied.
class ComplaintReader::Before {
  public:
    Before(const ComplaintReader& reader, const Clause& clause, const Quality& quality)
        : reader_(reader), clause_(clause), quality_(quality), place_(quality.span.begin) {
        is_denied_ = quality.word->role == ComplaintRole::Able;
        for (std::size_t steps = 0; steps < kMostSteps && place_ > 0; ++steps) {
            if (quality.span.begin - place_ > kFarthestBytes || !go_back()) break;
        }
    }

    std::span<const Site> sites() const { return sites_; }
    bool is_denied() const { return is_denied_; }
    /// 抖不抖, 闭不闭得上: one of the two is asked for.
    bool is_choice() const { return is_choice_; }
    /// The sites stand in the clause before.
    bool was_comma() const { return was_comma_; }

  private:
    bool go_back() {
        if (const std::uint32_t length = clause_.transparent_before(place_)) {
            place_ -= length;
            return true;
        }
        const Step step = clause_.before(place_);
        if (sites_.empty() && !stands_behind_its_site(step) &&
            (step.word == nullptr || step.word->role == ComplaintRole::Filler)) {
            if (const std::optional<std::uint32_t> begin = clause_.frame_before(place_)) {
                place_ = *begin;
                return true;
            }
        }
        if (const Name* name = finding_passed(step)) {
            is_adjacent_ = false;
            place_ = name->span.begin;
            return sites_.empty();
        }
        if (step.word == nullptr || clause_.names_a_thing(step.span)) return false;
        place_ = step.span.begin;
        return take(step);
    }

    /// 一激动心就慌: 就 closes a frame, and the site that the quality belongs to is nearer than what that holds.
    bool stands_behind_its_site(const Step& step) const {
        if (step.word == nullptr) return false;
        const Step before = clause_.before(step.span.begin);
        return before.word != nullptr && before.word->role == ComplaintRole::Site &&
               reader_.composed(*before.word, *quality_.word);
    }

    /// The name before, where it is a finding that is passed over as a whole: no part of it is a site of something
    /// else.
    const Name* finding_passed(const Step& step) const {
        const Name* name = clause_.name_before(place_);
        if (name == nullptr || !name->is_sure || !is_finding(name->kind)) return nullptr;
        const bool is_of_words = step.word != nullptr && step.span.begin >= name->span.begin;
        return name->kind == ConceptKind::Symptom && is_of_words ? nullptr : name;
    }

    /// Whether the search goes on beyond a word.
    bool take(const Step& step) {
        switch (step.word->role) {
            case ComplaintRole::Site:
                sites_.push_back({step.word, step.span});
                return true;
            case ComplaintRole::Joint:
                return true;
            case ComplaintRole::Filler:
                return sites_.empty() && !(step.word->text == "," && std::exchange(was_comma_, true));
            case ComplaintRole::Negator:
                is_denied_ |= is_adjacent_ && sites_.empty();
                return sites_.empty();
            case ComplaintRole::Quality:
            case ComplaintRole::Function:
            case ComplaintRole::Able:
                is_choice_ |= is_denied_ && is_adjacent_ && step.word == quality_.word;
                is_adjacent_ = false;
                return sites_.empty() && !is_choice_;
            case ComplaintRole::Hidden:
                return false;
        }
        return false;
    }

    const ComplaintReader& reader_;
    const Clause& clause_;
    const Quality& quality_;
    std::uint32_t place_;
    std::vector<Site> sites_;
    bool is_denied_ = false;
    bool is_choice_ = false;
    bool is_adjacent_ = true;  // Nothing but fillers since the quality.
    bool was_comma_ = false;
};

void ComplaintReader::read_quality(const Clause& clause, const Quality& quality, std::vector<Reading>& readings) const {
    const Before before(*this, clause, quality);
    if (before.is_choice()) return;
    if (before.was_comma() ? add_topic(clause, quality, before, readings)
                           : add_sites(clause, quality, before.sites(), before.is_denied(), readings)) {
        return;
    }
    if (quality.word->role == ComplaintRole::Quality) {
        add_alone(clause, quality, before.is_denied(), readings);
        return;
    }
    if (const std::optional<Site> site = site_behind(clause, quality)) {
        if (add_sites(clause, quality, {&*site, 1}, before.is_denied(), readings)) return;
    }
    add_alone(clause, quality, before.is_denied(), readings);
}

/// What the clause before is about lends its site and stays outside.
bool ComplaintReader::add_topic(const Clause& clause, const Quality& quality, const Before& before,
                                std::vector<Reading>& readings) const {
    if (before.sites().empty()) return false;
    const std::optional<std::uint16_t> complaint = composed(*before.sites().front().word, *quality.word);
    return complaint && add_bare(clause, quality, {quality.span, *complaint, before.is_denied()}, readings);
}

std::optional<ComplaintReader::Site> ComplaintReader::site_behind(const Clause& clause, const Quality& quality) {
    constexpr std::size_t kFewSteps = 4;
    std::uint32_t place = quality.span.end;
    for (std::size_t steps = 0; steps < kFewSteps && place < clause.text().size(); ++steps) {
        const Step step = clause.after(place);
        if (step.word == nullptr || clause.names_a_thing(step.span)) break;
        if (step.word->role == ComplaintRole::Site) return Site{step.word, step.span};
        if (step.word->role != ComplaintRole::Filler || step.word->text == ",") break;
        place = step.span.end;
    }
    return std::nullopt;
}

void ComplaintReader::add_alone(const Clause& clause, const Quality& quality, bool is_denied,
                                std::vector<Reading>& readings) const {
    const std::optional<std::uint16_t> complaint = alone(*quality.word);
    if (complaint) add_bare(clause, quality, {quality.span, *complaint, is_denied}, readings);
}

bool ComplaintReader::add_bare(const Clause& clause, const Quality& quality, const Reading& reading,
                               std::vector<Reading>& readings) {
    if (!is_free(quality.span, readings)) return false;
    if (!gives_way(clause.names_over(quality.span), quality.span, {&quality.span, 1})) return false;
    readings.push_back(reading);
    return true;
}

std::vector<ComplaintReader::Reading> ComplaintReader::read(std::string_view text, std::span<const Quality> qualities,
                                                            std::span<const Name> names) const {
    std::vector<Reading> readings;
    const Clause clause(words_, text, names);
    for (const Quality& quality : qualities) {
        // 头痛 is a name: its 痛 needs no site.
        const bool is_in_a_name = std::ranges::any_of(clause.names_over(quality.span), [&](const Name& name) {
            return name.is_sure && name.kind != ConceptKind::Site && is_within(quality.span, name.span) &&
                   name.span != quality.span;
        });
        if (!is_in_a_name) read_quality(clause, quality, readings);
    }
    std::ranges::sort(readings, {}, [](const Reading& reading) { return reading.span.begin; });
    return readings;
}

}  // namespace xinglin
