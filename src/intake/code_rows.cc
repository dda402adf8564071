#include "intake/code_rows.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/strings.h"
#include "intake/data.h"
#include "intake/row_gate.h"
#include "intake/row_register.h"
#include "intake/table_columns.h"
#include "knowledge/reader_condition.h"
#include "pack/dump_line.h"
#include "text/data_lines.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

constexpr std::string_view kSystem = "ICD-10";
constexpr std::size_t kCategoryLength = 3;  ///< A00
constexpr std::size_t kMaxCodeLength = 24;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}

/// M814000/3: what a tumour's tissue is. Its digits are no part of the chapter M.
bool is_morphology(std::string_view code) {
    return code[0] == 'M' && code.find('/') != std::string_view::npos;
}

bool ends_like_a_disease(const std::string& name) {
    static const std::vector<std::string> endings = [] {
        std::vector<std::string> all;
        for (const DataLine& line : data_lines(intake_data("disease_endings.txt"))) all.push_back(fold(line.text));
        return all;
    }();
    const std::string folded = fold(name);
    return std::any_of(endings.begin(), endings.end(),
                       [&](const std::string& ending) { return folded.ends_with(ending); });
}

/// The two names of "X[Y]" or "X【Y】", with the brackets at the end; none when the name is not written so.
std::vector<std::string> bracketed_names(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kBrackets = {
        {{"[", "]"}, {"【", "】"}, {"［", "］"}}};
    for (const auto& [opening, closing] : kBrackets) {
        const auto open = name.find(opening);
        if (open == std::string_view::npos || open == 0 || !name.ends_with(closing)) continue;
        const auto inner_begin = open + opening.size();
        if (inner_begin >= name.size() - closing.size()) continue;
        const std::string inner = tidied(name.substr(inner_begin, name.size() - closing.size() - inner_begin));
        const std::string outer = tidied(name.substr(0, open));
        if (inner.find_first_of("[]") != std::string::npos || inner.empty() || outer.empty()) continue;
        return {outer, inner};
    }
    return {};
}

class CodeRows : public Adapter {
  public:
    CodeRows(const ImportProfile& profile, TableColumns columns) : profile_(profile), columns_(std::move(columns)) {}

    void survey(const InputRow& row) override {
        const CodedName coded = read(row);
        if (!coded.fault) codes_.add(fnv1a(coded.code), coded.name_hash, row);
    }

    void convert(const InputRow& row, IntakePart& out) override {
        CodedName coded = read(row);
        if (coded.fault) {
            out.findings.push_back(std::move(*coded.fault));
            return;
        }
        const auto entry = codes_.find(fnv1a(coded.code), coded.name_hash, row);
        if (entry.standing != RowRegister::Standing::First) {
            out.findings.push_back(duplicate_finding(row, entry, columns_.column("code"), coded.code));
            return;
        }
        Concept condition;
        condition.id = id_of(coded.code);
        condition.kind = ConceptKind::Condition;
        condition.trust = Trust::Imported;
        condition.name = coded.name;
        condition.codes = {{std::string(kSystem), coded.code}};
        const bool is_read = coded.is_readable && !is_outside_illness(coded.code);
        add_other_name(row, coded, is_read ? AliasUse::Alone : AliasUse::SearchOnly, condition);
        if (!is_read) keep_out_of_texts(condition, coded.code);
        if (const std::string category = category_of(coded); !category.empty()) {
            out.knowledge.relations.push_back(
                imported_relation(condition.id, Predicate::IsA, id_of(category), profile_));
        }
        out.knowledge.concepts.push_back(std::move(condition));
    }

  private:
    struct CodedName {
        std::string code;
        std::string name;
        std::string other_name;  ///< Y of "X[Y]"
        std::uint64_t name_hash = 0;
        bool is_readable = true;
        std::optional<GateFinding> fault;
    };

    CodedName read(const InputRow& row) const {
        CodedName coded;
        coded.code = normal_icd_code(columns_.text(row, "code"));
        coded.name = columns_.text(row, "name");
        constexpr std::string_view kFullStop = "。";
        if (coded.name.ends_with(kFullStop)) coded.name.resize(coded.name.size() - kFullStop.size());
        if (std::vector<std::string> names = bracketed_names(coded.name); !names.empty()) {
            coded.name = std::move(names[0]);
            coded.other_name = std::move(names[1]);
        }
        coded.name_hash = fnv1a(fold(coded.name));
        const std::string column = columns_.column("code");
        if (coded.code.empty()) {
            coded.fault = missing_field(row, column);
        } else if (!is_icd_code(coded.code)) {
            coded.fault = GateFinding{
                row.line, column, "bad-code",
                "\"" + coded.code + "\" is not written as a code of ICD-10. Correct it, such as G51.3.", coded.code};
        } else {
            coded.fault =
                gate_coded_name(row, columns_.column("name"), coded.name, ConceptKind::Condition, coded.is_readable);
        }
        return coded;
    }

    /// What stands in brackets is a name of its own where it can be read as one, otherwise it only finds the code.
    void add_other_name(const InputRow& row, const CodedName& coded, AliasUse use, Concept& condition) const {
        const std::string& other = coded.other_name;
        if (other.empty() || other == coded.name) return;
        constexpr std::size_t kFewestCharacters = 3;
        const bool is_disease = ends_like_a_disease(other);
        if (!is_disease && count_characters(other) < kFewestCharacters) return;
        bool is_readable = false;
        const bool is_name =
            is_disease && !gate_coded_name(row, columns_.column("name"), other, ConceptKind::Condition, is_readable) &&
            is_readable && count_characters(other) >= kFewestCharacters;
        condition.aliases.push_back({other, is_name ? use : AliasUse::SearchOnly});
    }

    std::string id_of(std::string_view code) const {
        return content_id(name_of(ConceptKind::Condition), profile_.origin, code);
    }

    /// The nearest code above that the table holds; "" when there is none. A code named like one of those above it is
    /// that one over again (A00.901 霍乱 under A00 霍乱), and would stand below itself.
    std::string category_of(const CodedName& coded) const {
        if (is_morphology(coded.code)) return {};
        const std::string_view own = std::string_view(coded.code).substr(0, coded.code.find('+'));
        std::string nearest =
            own.size() < coded.code.size() && codes_.first_content(fnv1a(own)) ? std::string(own) : "";
        for (std::size_t length = own.size() - 1; length >= kCategoryLength; --length) {
            const std::string_view above = own.substr(0, length);
            const auto name = codes_.first_content(fnv1a(above));
            if (!name) continue;
            if (*name == coded.name_hash) return {};
            if (nearest.empty()) nearest = above;
        }
        return nearest;
    }

    ImportProfile profile_;
    TableColumns columns_;
    RowRegister codes_;
};

}  // namespace

std::string normal_icd_code(std::string_view written) {
    std::string code;
    for (std::size_t at = 0; at < written.size();) {
        const Decoded decoded = decode_utf8(written, at);
        at += decoded.length;
        char32_t c = decoded.code_point;
        if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;  // full width
        if (c == U'†') c = U'+';
        if (c == U'＊' || c == U'∗') c = U'*';
        if (c == U'。' || c == U'·') c = U'.';
        if (c == U' ' || c == U'\t' || c == U'\u3000' || c == U'\u00A0') continue;
        const bool is_extension_mark = c == U'x' && code.size() >= kCategoryLength;
        if (c >= U'a' && c <= U'z' && !is_extension_mark) c -= U'a' - U'A';
        append_utf8(code, c);
    }
    // A letter O stands for a zero behind a digit, a point, another zero or the chapter's letter.
    for (std::size_t i = 1; i < code.size(); ++i) {
        const char before = code[i - 1];
        const bool is_chapter = is_capital(before) && (i == 1 || code[i - 2] == '+');
        if (code[i] == 'O' && (is_digit(before) || before == '.' || before == 'x' || is_chapter)) code[i] = '0';
    }
    return code;
}

bool is_icd_code(std::string_view code) {
    if (code.size() < kCategoryLength || code.size() > kMaxCodeLength) return false;
    if (!is_capital(code[0]) || !is_digit(code[1]) || !is_digit(code[2])) return false;
    if (is_morphology(code)) {
        const std::size_t slash = code.find('/');
        const std::string_view digits = code.substr(1, slash - 1);
        return digits.size() >= 4 && digits.size() <= 6 && std::all_of(digits.begin(), digits.end(), is_digit) &&
               slash + 2 == code.size() && is_digit(code[slash + 1]);
    }
    const std::size_t second = code.find('+');
    const std::string_view own = code.substr(0, second).substr(kCategoryLength);
    if (own.ends_with('.')) return false;
    for (std::size_t i = 0; i < own.size(); ++i) {
        const bool is_mark = own[i] == '.' || own[i] == 'x' || own[i] == 'X';
        const bool is_last_star = own[i] == '*' && i + 1 == own.size();
        // Extensions of one hospital's rows: L90.505G6.
        const bool is_letter = is_capital(own[i]) && own.starts_with('.');
        if (!is_digit(own[i]) && !is_mark && !is_last_star && !is_letter) return false;
    }
    if (second == std::string_view::npos || second + 1 == code.size()) return true;
    const std::string_view other = code.substr(second + 1);
    return other.find('+') == std::string_view::npos && is_icd_code(other);
}

Result<std::unique_ptr<Adapter>> make_code_rows_adapter(const ImportProfile& profile) {
    auto columns = TableColumns::choose(profile, {"code", "name"}, {});
    if (!columns) return columns.error();
    return std::unique_ptr<Adapter>(std::make_unique<CodeRows>(profile, std::move(*columns)));
}

}  // namespace xinglin
