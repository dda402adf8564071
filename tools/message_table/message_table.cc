// message_table OUTPUT-FOLDER SOURCE-FOLDER TRANSLATION-FOLDER...: reads the catalogue of sentences (data/messages, one
// folder a locale) and writes message_rows.h (ids with the kinds of their arguments) and message_texts.cc (the
// sentences). Prints file:line: what, how to mend it, and exits with 1, when an id is given twice, a translation
// is missing or has no source, a pattern is no ICU MessageFormat, or its arguments differ from the source's.

#include <unicode/messagepattern.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

constexpr std::size_t kMaxArguments = 8;
bool has_finding = false;

struct Place {
    std::string file;
    std::size_t line = 0;
};

void report(const Place& place, const std::string& what, const std::string& mend) {
    std::cerr << place.file << ':' << place.line << ": " << what << "; " << mend << '\n';
    has_finding = true;
}

struct Message {
    std::string text;
    std::string arguments;  // by number: 't' takes text or a number, 'n' a number
    Place place;
};

using Catalogue = std::map<std::string, Message>;

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \r");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \r") + 1 - begin);
}

bool is_id(std::string_view id) {
    return id.find('.') != std::string_view::npos &&
           id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_.") == std::string_view::npos;
}

bool takes_number(UMessagePatternArgType type) {
    return type == UMSGPAT_ARG_TYPE_PLURAL || type == UMSGPAT_ARG_TYPE_SELECTORDINAL || type == UMSGPAT_ARG_TYPE_CHOICE;
}

/// What the pattern takes, by number.
std::string arguments_of(const icu::MessagePattern& pattern, const Message& message) {
    std::string arguments;
    for (int32_t i = 0; i + 1 < pattern.countParts(); ++i) {
        if (pattern.getPartType(i) != UMSGPAT_PART_TYPE_ARG_START) continue;
        const UMessagePatternArgType type = pattern.getPart(i).getArgType();
        const icu::MessagePattern::Part& name = pattern.getPart(i + 1);
        if (name.getType() != UMSGPAT_PART_TYPE_ARG_NUMBER) {
            report(message.place, "an argument has a name", "number it: {0}, {1}, …");
            continue;
        }
        const auto number = static_cast<std::size_t>(name.getValue());
        if (number >= kMaxArguments) {
            report(message.place, "an argument has a number above 7", "a sentence takes at most eight");
            continue;
        }
        if (arguments.size() <= number) arguments.resize(number + 1, ' ');
        const bool is_number = takes_number(type) || type == UMSGPAT_ARG_TYPE_SIMPLE;
        if (arguments[number] != 'n') arguments[number] = is_number ? 'n' : 't';
    }
    return arguments;
}

void read_pattern(Message& message) {
    UErrorCode status = U_ZERO_ERROR;
    UParseError where;
    const icu::MessagePattern pattern(icu::UnicodeString::fromUTF8(message.text), &where, status);
    if (U_FAILURE(status)) {
        report(message.place, "this is no ICU MessageFormat", "see {0} and {0, plural, one{# x} other{# xs}}");
        return;
    }
    message.arguments = arguments_of(pattern, message);
}

void read_line(std::string_view line, const Place& place, Catalogue& catalogue) {
    if (trimmed(line).empty() || line.front() == '#') return;
    const std::size_t equals = line.find(" = ");
    const std::string id(trimmed(line.substr(0, equals)));
    if (equals == std::string_view::npos || !is_id(id)) {
        report(place, "a line is no \"area.name = sentence\"", "ids are small letters, digits, _ and .");
        return;
    }
    Message message{std::string(trimmed(line.substr(equals + 3))), {}, place};
    if (message.text.empty()) report(place, id + " says nothing", "write the sentence");
    read_pattern(message);
    if (!catalogue.emplace(id, message).second) report(place, id + " is there twice", "delete one");
}

Catalogue read_folder(const std::filesystem::path& folder) {
    std::set<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".txt") files.insert(entry.path());
    }
    Catalogue catalogue;
    for (const auto& file : files) {
        std::ifstream in(file);
        Place place{file.string(), 0};
        for (std::string line; std::getline(in, line);) {
            ++place.line;
            read_line(line, place, catalogue);
        }
    }
    return catalogue;
}

/// A number in one language may be text in the other: only how many there are must agree.
void compare(const Catalogue& source, const Catalogue& translation, const std::string& folder) {
    for (const auto& [id, message] : source) {
        const auto translated = translation.find(id);
        if (translated == translation.end()) {
            report(message.place, id + " is not in " + folder, "translate it there");
        } else if (translated->second.arguments.size() != message.arguments.size()) {
            report(translated->second.place, id + " takes other arguments than its source", "use the same {numbers}");
        }
    }
    for (const auto& [id, message] : translation) {
        if (!source.contains(id)) report(message.place, id + " translates nothing", "delete it, or add the source");
    }
}

void check_gaps(const Catalogue& source) {
    for (const auto& [id, message] : source) {
        if (message.arguments.find(' ') != std::string::npos) {
            report(message.place, id + " leaves out an argument", "number them from 0 without a gap");
        }
    }
}

/// An argument that is a number for one language must be given as one.
std::string joined_arguments(const std::string& id, const std::vector<Catalogue>& catalogues) {
    std::string joined = catalogues.front().at(id).arguments;
    for (const Catalogue& catalogue : catalogues) {
        const std::string& own = catalogue.at(id).arguments;
        for (std::size_t i = 0; i < joined.size(); ++i) {
            if (own[i] == 'n') joined[i] = 'n';
        }
    }
    return joined;
}

std::string literal_of(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

std::string rows_of(const std::vector<Catalogue>& catalogues) {
    std::ostringstream out;
    out << "#pragma once\n\n#include <array>\n#include <string_view>\n\nnamespace xinglin {\n\n"
        << "/// An id of the catalogue (data/messages) and what its sentence takes: 't' text or a number, 'n' a "
           "number.\n"
        << "struct MessageRow {\n    std::string_view id;\n    std::string_view arguments;\n};\n\n"
        << "/// By id.\ninline constexpr std::array<MessageRow, " << catalogues.front().size()
        << "> kMessageRows = {{\n";
    for (const auto& [id, message] : catalogues.front()) {
        out << "    {" << literal_of(id) << ", " << literal_of(joined_arguments(id, catalogues)) << "},\n";
    }
    out << "}};\n\n}  // namespace xinglin\n";
    return out.str();
}

std::string texts_of(const std::vector<Catalogue>& catalogues) {
    std::ostringstream out;
    out << "#include \"messages/message_texts.h\"\n\nnamespace xinglin {\n\n";
    out << "const std::array<MessageTexts, " << catalogues.size() << "> kMessageTexts = {{\n";
    for (const Catalogue& catalogue : catalogues) {
        out << "    {{\n";
        for (const auto& [id, message] : catalogue) out << "        " << literal_of(message.text) << ",\n";
        out << "    }},\n";
    }
    out << "}};\n\n}  // namespace xinglin\n";
    return out.str();
}

/// Only when it differs, so that a corrected sentence compiles one file.
void write(const std::filesystem::path& file, const std::string& text) {
    std::ifstream in(file);
    std::ostringstream before;
    before << in.rdbuf();
    if (before.str() == text) return;
    std::ofstream(file) << text;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 4) {
        std::cerr << "message_table OUTPUT-FOLDER SOURCE-FOLDER TRANSLATION-FOLDER...\n";
        return EXIT_FAILURE;
    }
    const std::vector<std::string> folders(argv + 2, argv + argc);
    std::vector<Catalogue> catalogues;
    for (const std::string& folder : folders) catalogues.push_back(read_folder(folder));
    check_gaps(catalogues.front());
    for (std::size_t i = 1; i < catalogues.size(); ++i) compare(catalogues.front(), catalogues[i], folders[i]);
    if (has_finding) return EXIT_FAILURE;
    const std::filesystem::path output = argv[1];
    std::filesystem::create_directories(output);
    write(output / "message_rows.h", rows_of(catalogues));
    write(output / "message_texts.cc", texts_of(catalogues));
    std::ofstream(output / "messages.stamp") << "made\n";
    return EXIT_SUCCESS;
}
