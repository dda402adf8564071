#include "annotate/complaint_words.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "annotate/data.h"
#include "base/check.h"
#include "text/data_lines.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace xinglin {

namespace {

std::vector<std::string_view> words_in(std::string_view field) {
    std::vector<std::string_view> words;
    for (const std::string_view word : split(field, ' ')) {
        if (!word.empty()) words.push_back(word);
    }
    return words;
}

}  // namespace

/// Reads the lines one by one. A problem found is kept; the first counts.
class ComplaintWords::Parser {
  public:
    explicit Parser(ComplaintWords& made) : made_(made) {}

    std::optional<Error> read(std::string_view file) {
        for (const DataLine& line : data_lines(file)) {
            line_ = line.number;
            read_line(data_fields(line.text));
            if (problem_) return problem_;
        }
        for (Part part = 0; part < part_names_.size(); ++part) {
            if (!is_used_[part]) fail("no complaint uses the part " + part_names_[part]);
        }
        return problem_;
    }

  private:
    void read_line(const std::vector<std::string_view>& fields) {
        const std::string_view kind = fields.front();
        if (kind == "site" && has(fields, 3)) return read_part(ComplaintRole::Site, fields[1], fields[2]);
        if (kind == "quality" && has(fields, 3)) return read_part(ComplaintRole::Quality, fields[1], fields[2]);
        if (kind == "function" && has(fields, 4)) return read_function(fields[1], fields[2], fields[3]);
        if (kind == "filler" && has(fields, 2)) return read_plain(ComplaintRole::Filler, fields[1]);
        if (kind == "joint" && has(fields, 2)) return read_plain(ComplaintRole::Joint, fields[1]);
        if (kind == "negator" && has(fields, 2)) return read_plain(ComplaintRole::Negator, fields[1]);
        if (kind == "hidden" && has(fields, 2)) return read_plain(ComplaintRole::Hidden, fields[1]);
        if (kind == "frame" && has(fields, 4)) return read_frame(fields);
        if (kind == "complaint" && has(fields, 4)) return read_complaint(fields);
        fail("unknown kind of line: " + std::string(kind));
    }

    bool has(const std::vector<std::string_view>& fields, std::size_t count) {
        if (fields.size() != count) fail(std::to_string(count) + " fields are needed");
        return fields.size() == count;
    }

    void read_part(ComplaintRole role, std::string_view name, std::string_view words) {
        const Part part = part_named(name);
        for (const std::string_view word : words_in(words)) {
            if (word.front() == '@') {
                include(part, word.substr(1));
            } else {
                add(word, role, part);
            }
        }
    }

    /// Every word of another part becomes one of this, too.
    void include(Part part, std::string_view name) {
        const std::optional<Part> other = find_part(name);
        if (!other) return fail("unknown part: " + std::string(name));
        is_used_[*other] = true;
        for (Word& word : made_.words_) {
            if (std::ranges::find(word.parts, *other) != word.parts.end()) add_part(word, part);
        }
    }

    void read_function(std::string_view name, std::string_view verbs, std::string_view complements) {
        const Part part = part_named(name);
        for (const std::string_view verb_view : words_in(verbs)) {
            for (const std::string_view complement_view : words_in(complements)) {
                const std::string verb(verb_view);
                const std::string complement(complement_view);
                const std::string cannot = verb + "不" + complement;
                add(cannot, ComplaintRole::Function, part);
                add(verb + "不太" + complement, ComplaintRole::Function, part);
                add(verb + "都" + cannot, ComplaintRole::Function, part);
                add(verb + "也" + cannot, ComplaintRole::Function, part);
                add(verb + "得" + complement, ComplaintRole::Able, part);
            }
            add(std::string(verb_view) + "不了", ComplaintRole::Function, part);
        }
    }

    void read_plain(ComplaintRole role, std::string_view words) {
        for (const std::string_view word : words_in(words)) add(word, role, std::nullopt);
    }

    void read_frame(const std::vector<std::string_view>& fields) {
        Frame frame;
        for (const std::string_view word : words_in(fields[1])) frame.beginnings.push_back(fold(word));
        for (const std::string_view word : words_in(fields[2])) frame.endings.push_back(fold(word));
        constexpr std::size_t kMostCharacters = 12;
        const auto [end, problem] =
            std::from_chars(fields[3].data(), fields[3].data() + fields[3].size(), frame.most_characters);
        if (problem != std::errc() || end != fields[3].data() + fields[3].size() ||
            frame.most_characters > kMostCharacters) {
            return fail("not a number up to 12: " + std::string(fields[3]));
        }
        made_.frames_.push_back(std::move(frame));
    }

    void read_complaint(const std::vector<std::string_view>& fields) {
        Complaint complaint;
        complaint.concept_name = fields[1];
        if (fields[2] != "-") complaint.sites = parts_in(fields[2]);
        complaint.qualities = parts_in(fields[3]);
        made_.complaints_.push_back(std::move(complaint));
    }

    std::vector<Part> parts_in(std::string_view field) {
        std::vector<Part> parts;
        for (const std::string_view name : split(field, '|')) {
            if (const std::optional<Part> part = find_part(name)) {
                is_used_[*part] = true;
                parts.push_back(*part);
            } else {
                fail("unknown part: " + std::string(name));
            }
        }
        return parts;
    }

    std::optional<Part> find_part(std::string_view name) const {
        const auto found = std::ranges::find(part_names_, name);
        if (found == part_names_.end()) return std::nullopt;
        return static_cast<Part>(found - part_names_.begin());
    }

    Part part_named(std::string_view name) {
        if (const std::optional<Part> part = find_part(name)) return *part;
        part_names_.emplace_back(name);
        is_used_.push_back(false);
        return static_cast<Part>(part_names_.size() - 1);
    }

    void add(std::string_view text, ComplaintRole role, std::optional<Part> part) {
        std::string folded = fold(text);
        if (folded.empty()) return fail("no word: " + std::string(text));
        const auto [place, is_new] =
            made_.word_by_text_.try_emplace(folded, static_cast<std::uint32_t>(made_.words_.size()));
        if (is_new) made_.words_.push_back({std::move(folded), role, {}, {}});
        Word& word = made_.words_[place->second];
        if (!go_together(word.role, role)) return fail("a word with two roles: " + std::string(text));
        if (role == ComplaintRole::Function) word.role = role;
        if (part) add_part(word, *part);
    }

    /// What a function says may be a quality of another part: 说不清.
    static bool go_together(ComplaintRole one, ComplaintRole other) {
        const auto is_wrong = [](ComplaintRole role) {
            return role == ComplaintRole::Quality || role == ComplaintRole::Function;
        };
        return one == other || (is_wrong(one) && is_wrong(other));
    }

    static void add_part(Word& word, Part part) {
        if (std::ranges::find(word.parts, part) == word.parts.end()) word.parts.push_back(part);
    }

    void fail(std::string message) {
        if (problem_) return;
        problem_ = Error{ErrorCode::InvalidInput, std::move(message), "line " + std::to_string(line_)};
    }

    ComplaintWords& made_;
    std::vector<std::string> part_names_;
    std::vector<bool> is_used_;
    std::size_t line_ = 0;
    std::optional<Error> problem_;
};

Result<ComplaintWords> ComplaintWords::parse(std::string_view file) {
    ComplaintWords made;
    if (auto problem = Parser(made).read(file)) return *std::move(problem);
    made.measure();
    return made;
}

const ComplaintWords& ComplaintWords::embedded() {
    static const ComplaintWords words = [] {
        std::string file(annotate_data("complaints.txt"));
        const Result<ComplaintWords> alone = parse(file);
        CHECK(alone);
        // No site is read in another part of the body: 眉头 names no head.
        for (const DataLine& line : data_lines(annotate_data("body_words.txt"))) {
            if (alone->find(fold(line.text)) == nullptr) file += "\nhidden  " + std::string(line.text);
        }
        Result<ComplaintWords> whole = parse(file);
        CHECK(whole);
        return *std::move(whole);
    }();
    return words;
}

void ComplaintWords::measure() {
    constexpr std::size_t kLongest = 31;
    for (Word& word : words_) {
        const std::uint32_t length = 1U << std::min(count_characters(word.text), kLongest);
        lengths_by_last_[decode_utf8_before(word.text, word.text.size()).code_point] |= length;
        lengths_by_first_[decode_utf8(word.text, 0).code_point] |= length;
        place_in_complaints(word);
    }
}

void ComplaintWords::place_in_complaints(Word& word) const {
    for (std::size_t place = 0; place < complaints_.size(); ++place) {
        const bool is_wrong_in_it =
            std::ranges::find_first_of(word.parts, complaints_[place].qualities) != word.parts.end();
        if (is_wrong_in_it) word.complaints.push_back(static_cast<std::uint16_t>(place));
    }
}

const ComplaintWords::Word* ComplaintWords::find(std::string_view folded) const {
    const auto found = word_by_text_.find(folded);
    return found == word_by_text_.end() ? nullptr : &words_[found->second];
}

std::uint32_t ComplaintWords::lengths_ending_with(char32_t last) const {
    const auto found = lengths_by_last_.find(last);
    return found == lengths_by_last_.end() ? 0 : found->second;
}

std::uint32_t ComplaintWords::lengths_beginning_with(char32_t first) const {
    const auto found = lengths_by_first_.find(first);
    return found == lengths_by_first_.end() ? 0 : found->second;
}

}  // namespace xinglin
