#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "knowledge/knowledge.h"

namespace xinglin {

/// A problem and the byte at which it begins.
struct TextFault {
    Problem problem;
    std::size_t offset = 0;
};

/// What is wrong with one text of a reader-facing field: invalid UTF-8 ("invalid-utf8"), control characters, HTML,
/// script ("dirty-text"), and as warnings what is left of HTML (&nbsp;), of templates ({{x}}) or of lost characters
/// (U+FFFD). `where` becomes the problem's `where`. At most one problem of a sort, the first in the text. Empty when
/// nothing is. O(n).
std::vector<TextFault> faults_in(std::string_view text, std::string_view where);

/// The problems of faults_in().
std::vector<Problem> check_text(std::string_view text, std::string_view where);

/// Whether `id` is "kind/slug" with a slug of 1 to 80 characters of a-z 0-9 and hyphen.
bool is_valid_id(std::string_view id, std::string_view kind);

/// Whether `slug` is 1 to 80 characters of a-z 0-9 and hyphen.
bool is_valid_slug(std::string_view slug);

}  // namespace xinglin
