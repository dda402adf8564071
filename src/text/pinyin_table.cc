#include "text/pinyin_table.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "base/check.h"
#include "text/data_lines.h"
#include "text/text_data.h"

namespace xinglin {
namespace {

/// Reads data/tables/pinyin.txt, word by word.
class TableReader {
  public:
    explicit TableReader(std::string_view text) {
        for (const DataLine& line : data_lines(text)) {
            std::string_view rest = line.text;
            while (!rest.empty()) {
                const std::size_t end = std::min(rest.find(' '), rest.size());
                words_.push_back(rest.substr(0, end));
                rest.remove_prefix(std::min(end + 1, rest.size()));
            }
        }
    }

    /// Passes the beginning of the section `name`; how many entries it has.
    std::size_t section(std::string_view name) {
        CHECK(next() == name);
        return number(next());
    }

    std::string_view next() {
        CHECK(at_ < words_.size());
        return words_[at_++];
    }

    /// The next entry, made of as many numbers as it has fields.
    template <std::size_t kFields>
    std::array<std::uint16_t, kFields> entry() {
        std::array<std::uint16_t, kFields> fields{};
        std::string_view rest = next();
        for (std::uint16_t& field : fields) {
            const std::size_t end = std::min(rest.find(','), rest.size());
            field = number(rest.substr(0, end));
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        return fields;
    }

  private:
    static std::uint16_t number(std::string_view digits) {
        std::uint16_t value = 0;
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        CHECK(read.ec == std::errc() && read.ptr == digits.data() + digits.size());
        return value;
    }

    std::vector<std::string_view> words_;
    std::size_t at_ = 0;
};

struct ReadTable {
    std::vector<std::string_view> syllables{""};
    std::vector<PinyinCharacter> characters;
    std::vector<std::array<std::uint16_t, 4>> groups;
    std::vector<PinyinNode> nodes;
    std::vector<std::uint16_t> stated;
};

ReadTable read_table() {
    TableReader reader(text_data("pinyin.txt"));
    ReadTable table;
    const std::size_t syllables = reader.section("syllables");
    while (table.syllables.size() < syllables) table.syllables.push_back(reader.next());
    table.characters.resize(reader.section("characters"));
    for (PinyinCharacter& character : table.characters) {
        const auto fields = reader.entry<2>();
        character = {fields[0], fields[1]};
    }
    table.groups.resize(reader.section("groups"));
    for (auto& group : table.groups) group = reader.entry<4>();
    table.nodes.resize(reader.section("nodes"));
    for (PinyinNode& node : table.nodes) {
        const auto fields = reader.entry<4>();
        node = {static_cast<char16_t>(fields[0]), fields[1], fields[2], fields[3]};
    }
    table.stated.resize(reader.section("stated"));
    for (std::uint16_t& syllable : table.stated) syllable = reader.entry<1>()[0];
    return table;
}

}  // namespace

PinyinTable pinyin_table() {
    static const ReadTable table = read_table();
    return {table.syllables, table.characters, table.groups, table.nodes, table.stated};
}

}  // namespace xinglin
