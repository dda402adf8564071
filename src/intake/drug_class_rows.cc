#include "intake/drug_class_rows.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "base/strings.h"
#include "intake/distinct_texts.h"
#include "intake/row_gate.h"
#include "intake/row_register.h"
#include "intake/table_columns.h"
#include "knowledge/plausibility.h"
#include "knowledge/reader_condition.h"
#include "pack/dump_line.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

constexpr std::array<std::string_view, 5> kLevels = {"class1", "class2", "class3", "class4", "class5"};
constexpr std::size_t kShortName = 2;

bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// A, A01, A01A, A01AA, A01AA01
bool is_atc_code(std::string_view code) {
    constexpr std::string_view kShape = "A00AA00";
    if (code.empty() || code.size() == 2 || code.size() == 6 || code.size() > kShape.size()) return false;
    for (std::size_t i = 0; i < code.size(); ++i) {
        if (kShape[i] == 'A' ? !is_capital(code[i]) : !is_digit(code[i])) return false;
    }
    return code[0] <= 'V';
}

/// The classes of the national insurance catalogue: X (western) or Z (Chinese patent medicines) before a code like ATC.
bool is_national_code(std::string_view code) {
    if (code.size() < 2 || (code[0] != 'X' && code[0] != 'Z')) return false;
    return std::all_of(code.begin(), code.end(), [](char c) { return is_capital(c) || is_digit(c); });
}

std::optional<Code> code_of(std::string_view written) {
    if (is_atc_code(written)) return Code{"ATC", std::string(written)};
    if (is_national_code(written)) return Code{"NHSA-DRUG", std::string(written)};
    return std::nullopt;
}

/// Whether a class's name says that it is of drugs.
bool names_drugs(std::string_view name) {
    constexpr std::array<std::string_view, 12> kEnds = {"药",   "药物", "剂",     "类", "疫苗", "激素",
                                                        "血清", "抗体", "球蛋白", "苷", "毒素", "衍生物"};
    return count_characters(name) > kShortName &&
           std::any_of(kEnds.begin(), kEnds.end(), [name](std::string_view end) { return name.ends_with(end); });
}

class DrugClassRows : public Adapter {
  public:
    DrugClassRows(const ImportProfile& profile, TableColumns columns)
        : profile_(profile), columns_(std::move(columns)) {}

    void survey(const InputRow& row) override {
        const Reading reading = read(row);
        if (reading.fault) return;
        for (const ClassStep& step : reading.classes) {
            const std::uint64_t key = fnv1a(step.key);
            classes_.add(key, fnv1a(step.name), row);
            auto [name, is_new] = class_of_name_.emplace(fnv1a(fold(step.name)), key);
            if (!is_new && name->second != key) name->second = kSeveralClasses;
            auto& codes = class_codes_[key];
            for (const std::string& code : step.codes) codes.add(code);
        }
        substances_.add(fnv1a(fold(reading.name)), content_hash(reading), row);
        // Two forms of one drug share everything that this table is read for, so a row repeats another as a whole only.
        rows_.add(row_hash(row), 0, row);
    }

    void convert(const InputRow& row, IntakePart& out) override {
        Reading reading = read(row);
        if (reading.fault) {
            out.findings.push_back(std::move(*reading.fault));
            return;
        }
        const auto entry = rows_.find(row_hash(row), 0, row);
        if (entry.standing != RowRegister::Standing::First) {
            out.findings.push_back(duplicate_finding(row, entry, columns_.column("name"), reading.name));
            return;
        }
        if (auto clash = clash_of(row, reading)) {
            out.findings.push_back(std::move(*clash));
            return;
        }
        std::string above;
        for (const ClassStep& step : reading.classes) {
            Concept known = class_concept(step);
            if (!above.empty()) {
                out.knowledge.relations.push_back(imported_relation(known.id, Predicate::IsA, above, profile_));
            }
            above = known.id;
            out.knowledge.concepts.push_back(std::move(known));
        }
        Concept substance = substance_concept(reading);
        out.knowledge.relations.push_back(imported_relation(substance.id, Predicate::IsA, above, profile_));
        // Rows that spell the name or its code in another way add what it is, not what it is called.
        const auto first = substances_.first_content(fnv1a(fold(reading.name)));
        if (first != content_hash(reading)) return;
        substance.english = gated_english(row, columns_.column("english"), std::move(substance.english), out);
        out.knowledge.concepts.push_back(std::move(substance));
    }

  private:
    /// A class of the row's chain. Classes of one name below one another are one.
    struct ClassStep {
        std::string key;  ///< its code, or its name under the names above it
        std::string name;
        std::vector<std::string> codes;  ///< the widest first
    };

    struct Reading {
        std::string name;
        std::string code;
        std::string english;
        std::vector<ClassStep> classes;  ///< the widest first, never empty without a fault
        std::optional<GateFinding> fault;
    };

    static constexpr std::uint64_t kSeveralClasses = 0;

    Reading read(const InputRow& row) const {
        Reading reading;
        reading.name = columns_.text(row, "name");
        reading.code = columns_.text(row, "code");
        reading.english = columns_.text(row, "english");
        reading.fault = gate_name(row, columns_.column("name"), reading.name, ConceptKind::Substance);
        std::string names_above;
        for (const std::string_view level : kLevels) {
            if (reading.fault) return reading;
            const std::string name = columns_.text(row, level);
            if (name.empty()) continue;
            const std::string column = columns_.column(level);
            const std::string code = columns_.text(row, std::string(level) + "_code");
            reading.fault = class_fault(row, level, name, code);
            if (!reading.classes.empty() && reading.classes.back().name == name) {
                if (!code.empty()) reading.classes.back().codes.push_back(code);
                continue;
            }
            names_above += "\x1f" + fold(name);
            ClassStep step{code.empty() ? names_above : code, name, {}};
            if (!code.empty()) step.codes.push_back(code);
            reading.classes.push_back(std::move(step));
        }
        if (reading.fault) return reading;
        if (reading.classes.empty()) reading.fault = missing_field(row, columns_.column("class1"));
        if (!reading.code.empty() && !code_of(reading.code)) {
            reading.fault = bad_code(row, columns_.column("code"), reading.code);
        }
        return reading;
    }

    std::optional<GateFinding> class_fault(const InputRow& row, std::string_view level, const std::string& name,
                                           const std::string& code) const {
        if (!code.empty() && !code_of(code)) return bad_code(row, columns_.column(std::string(level) + "_code"), code);
        if (code.empty()) return gate_name(row, columns_.column(level), name, ConceptKind::Class);
        bool is_readable = true;
        return gate_coded_name(row, columns_.column(level), name, ConceptKind::Class, is_readable);
    }

    static GateFinding bad_code(const InputRow& row, const std::string& column, const std::string& code) {
        return {row.line, column, "bad-code",
                "\"" + code +
                    "\" is not written as a code of ATC (N02BA01) or of the national catalogue (XN02BA). Correct it.",
                code};
    }

    /// A class's code that an earlier row gave to a class of another name.
    std::optional<GateFinding> clash_of(const InputRow& row, const Reading& reading) const {
        for (const ClassStep& step : reading.classes) {
            const auto entry = classes_.find(fnv1a(step.key), fnv1a(step.name), row);
            if (classes_.first_content(fnv1a(step.key)) == fnv1a(step.name)) continue;
            RowRegister::Entry clash = entry;
            clash.standing = RowRegister::Standing::Clashing;
            return duplicate_finding(row, clash, columns_.column("class1"),
                                     step.codes.empty() ? step.name : step.codes[0]);
        }
        return std::nullopt;
    }

    std::uint64_t content_hash(const Reading& reading) const {
        return fnv1a(reading.name + '\x1f' + reading.code + '\x1f' + reading.english);
    }

    static std::uint64_t row_hash(const InputRow& row) { return fnv1a(boost::json::serialize(row.fields)); }

    Concept class_concept(const ClassStep& step) const {
        Concept known;
        known.kind = ConceptKind::Class;
        known.id = content_id(name_of(known.kind), profile_.origin, step.key);
        known.trust = Trust::Imported;
        known.name = step.name;
        const auto codes = class_codes_.find(fnv1a(step.key));
        if (codes != class_codes_.end()) {
            for (const std::string& code : codes->second.texts()) known.codes.push_back(*code_of(code));
        }
        const auto shared = class_of_name_.find(fnv1a(fold(step.name)));
        const bool is_shared = shared != class_of_name_.end() && shared->second == kSeveralClasses;
        const bool is_plain = !is_residual_name(step.name) && !implausible_name(step.name, ConceptKind::Class);
        const bool is_readable = !is_shared && is_plain && names_drugs(step.name);
        if (!is_readable) keep_out_of_texts(known, label_of(step));
        return known;
    }

    /// What tells the class from others of its name.
    static std::string label_of(const ClassStep& step) {
        if (!step.codes.empty()) return step.codes.front();
        std::string names = step.key.substr(1);
        std::replace(names.begin(), names.end(), '\x1f', '/');
        return names;
    }

    Concept substance_concept(const Reading& reading) const {
        Concept substance;
        substance.kind = ConceptKind::Substance;
        substance.id = content_id(name_of(substance.kind), profile_.origin, fold(reading.name));
        substance.trust = Trust::Imported;
        substance.name = reading.name;
        substance.english = reading.english;
        if (const auto code = code_of(reading.code)) substance.codes.push_back(*code);
        if (may_mean_something_else(reading.name)) keep_out_of_texts(substance, "药品");
        return substance;
    }

    ImportProfile profile_;
    TableColumns columns_;
    RowRegister rows_;
    RowRegister classes_;
    RowRegister substances_;
    std::unordered_map<std::uint64_t, std::uint64_t> class_of_name_;
    std::unordered_map<std::uint64_t, DistinctTexts> class_codes_;
};

}  // namespace

Result<std::unique_ptr<Adapter>> make_drug_class_rows_adapter(const ImportProfile& profile) {
    auto columns = TableColumns::choose(profile, {"name", "class1"},
                                        {"class2", "class3", "class4", "class5", "class1_code", "class2_code",
                                         "class3_code", "class4_code", "class5_code", "code", "english"});
    if (!columns) return columns.error();
    return std::unique_ptr<Adapter>(std::make_unique<DrugClassRows>(profile, std::move(*columns)));
}

}  // namespace xinglin
