#include "annotate/open_names.h"

#include "annotate/data.h"
#include "annotate/word_lines.h"
#include "base/check.h"
#include "base/strings.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace xinglin {

namespace {

bool is_digit(char32_t folded) {
    return folded >= U'0' && folded <= U'9';
}

/// What stands between the levels of one name: C5/6, C5-C6、C6-C7, L5椎体.
bool joins_levels(char32_t folded) {
    return std::u32string_view(U"/-~、,–— ").find(folded) != std::u32string_view::npos;
}

bool is_part(char32_t folded) {
    return std::u32string_view(U"clts颈腰胸骶").find(folded) != std::u32string_view::npos;
}

}  // namespace

const std::vector<SpineLevel>& spine_levels() {
    static const std::vector<SpineLevel> levels = [] {
        std::vector<SpineLevel> made;
        for (const WordLine& line : word_lines(annotate_data("spine_levels.txt"))) {
            CHECK(line.fields.size() == 2 && line.words.size() == 1);
            SpineLevel& level = made.emplace_back();
            for (const std::string_view name : split(line.fields[0], ' ')) level.names.emplace_back(name);
            for (const std::string_view part : split(line.fields[1], ' ')) {
                const std::string folded = fold(part);
                level.parts += decode_utf8(folded, 0).code_point;
            }
            if (line.words.front() != "-") level.concept_name = line.words.front();
        }
        return made;
    }();
    return levels;
}

char32_t spine_part_before(std::string_view text, std::uint32_t end) {
    constexpr std::size_t kFarthest = 24;
    char32_t part = 0;
    bool has_digit = false;
    for (std::size_t count = 0; count < kFarthest && end > 0; ++count) {
        const Decoded before = decode_utf8_before(text, end);
        const char32_t folded = FoldTable::get().fold_single(before.code_point);
        if (is_digit(folded)) {
            has_digit = true;
        } else if (is_part(folded)) {
            if (!has_digit) break;
            part = folded;
        } else if (!joins_levels(folded)) {
            break;
        }
        end -= before.length;
    }
    return part;
}

const std::vector<OpenWord>& open_words() {
    static const std::vector<OpenWord> words = [] {
        std::vector<OpenWord> made;
        for (const WordLine& line : word_lines(annotate_data("otherwise.txt"))) {
            CHECK(line.fields.size() == 2);
            made.push_back({std::string(line.fields[0]), std::string(line.fields[1]), line.words});
        }
        return made;
    }();
    return words;
}

}  // namespace xinglin
