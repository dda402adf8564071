#include "intake/terminology_rows.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/strings.h"
#include "intake/code_rows.h"
#include "intake/row_gate.h"
#include "intake/row_register.h"
#include "intake/table_columns.h"
#include "pack/dump_line.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

constexpr std::size_t kShortName = 2;  ///< characters

/// Terms that stand for the branches of a terminology which hold no signs, and single adjectives; folded.
constexpr std::array<std::string_view, 101> kQualifierWords = {"all",
                                                               "mode of inheritance",
                                                               "clinical modifier",
                                                               "clinical course",
                                                               "frequency",
                                                               "blood group",
                                                               "onset",
                                                               "progressive",
                                                               "nonprogressive",
                                                               "sporadic",
                                                               "acute",
                                                               "chronic",
                                                               "subacute",
                                                               "severity",
                                                               "mild",
                                                               "moderate",
                                                               "borderline",
                                                               "severe",
                                                               "profound",
                                                               "laterality",
                                                               "bilateral",
                                                               "unilateral",
                                                               "right",
                                                               "left",
                                                               "generalized",
                                                               "localized",
                                                               "distal",
                                                               "proximal",
                                                               "diffuse",
                                                               "transient",
                                                               "lateral",
                                                               "medial",
                                                               "migratory",
                                                               "sharp",
                                                               "dull",
                                                               "tender",
                                                               "axial",
                                                               "acral",
                                                               "dermatomal",
                                                               "herpetiform",
                                                               "morbilliform",
                                                               "prolonged",
                                                               "nocturnal",
                                                               "diurnal",
                                                               "episodic",
                                                               "periodic",
                                                               "quotidian",
                                                               "radiolucent",
                                                               "radiodense",
                                                               "central",
                                                               "peripheral",
                                                               "paracentral",
                                                               "midperipheral",
                                                               "pericentral",
                                                               "focal",
                                                               "multifocal",
                                                               "refractory",
                                                               "polycyclic",
                                                               "recurrent",
                                                               "fluctuating",
                                                               "stable",
                                                               "affected",
                                                               "unaffected",
                                                               "healthy",
                                                               "perilobular",
                                                               "paraseptal",
                                                               "bronchocentric",
                                                               "centrilobular",
                                                               "miliary",
                                                               "reticular",
                                                               "perilymphatic",
                                                               "apical",
                                                               "imprinted",
                                                               "perineal",
                                                               "periumbilical",
                                                               "mortality/aging",
                                                               "obligate",
                                                               "frequent",
                                                               "very frequent",
                                                               "very rare",
                                                               "occasional",
                                                               "excluded",
                                                               "perimenopausal",
                                                               "monoarticular",
                                                               "polyarticular",
                                                               "oligoarticular",
                                                               "circumscribed",
                                                               "lobulated",
                                                               "spiculated",
                                                               "whorled",
                                                               "position",
                                                               "temporal pattern",
                                                               "spatial pattern",
                                                               "age of death",
                                                               "forearm",
                                                               "cervical (neck)",
                                                               "sleep-interrupting",
                                                               "isomerism",
                                                               "phenotypic variability",
                                                               "variable expressivity",
                                                               "vegan diet"};
constexpr std::array<std::string_view, 10> kQualifierBegins = {
    "triggered by", "triggering by", "ameliorated by", "aggravated by",     "exacerbated by",
    "typified by",  "blood group ",  "family history", "recent history of", "worsened by"};
constexpr std::array<std::string_view, 10> kQualifierEnds = {" onset",
                                                             " inheritance",
                                                             " modifier",
                                                             " history",
                                                             " by histology",
                                                             " by anatomical site",
                                                             " by anatomical location",
                                                             " by histological location",
                                                             " penetrance",
                                                             " device"};
constexpr std::array<std::string_view, 6> kQualifierNameEnds = {"的", "发病", "起病", "触发", "缓解", "遗传"};

template <std::size_t kCount>
bool is_one_of(std::string_view text, const std::array<std::string_view, kCount>& words) {
    return std::find(words.begin(), words.end(), text) != words.end();
}

template <std::size_t kCount>
bool ends_with_any(std::string_view text, const std::array<std::string_view, kCount>& ends) {
    return std::any_of(ends.begin(), ends.end(), [text](std::string_view end) { return text.ends_with(end); });
}

/// Whether one of the characters of a short name belongs to illness.
bool sounds_like_illness(std::string_view name) {
    constexpr std::u32string_view kCharacters =
        U"痛疼炎病症瘫癌瘤痒疹热咳喘晕吐泻血肿秘悸麻瘘疝痔癣疮疖痈疣昏厥颤痉挛聋盲视鸣汗尿衰裂溢癫痫瘀斑瘢痂疸绀渴萎痴"
        U"幻妄"
        U"焦郁眠鼾臭胀塞涎秃恶乏弱失克泄痿驼睾茎衄闷噎呃哕瘦疲癔痹痿疽疡脓痰唾障哮喘癜紫哑颏痨蛔虱疟疥痘麻膝肋疯抽搐惊";
    for (std::size_t at = 0; at < name.size();) {
        const Decoded decoded = decode_utf8(name, at);
        if (kCharacters.find(decoded.code_point) != std::u32string_view::npos) return true;
        at += decoded.length;
    }
    return false;
}

bool is_hpo_code(std::string_view code) {
    constexpr std::string_view kPrefix = "HP:";
    constexpr std::size_t kDigits = 7;
    return code.starts_with(kPrefix) && code.size() == kPrefix.size() + kDigits &&
           std::all_of(code.begin() + static_cast<std::ptrdiff_t>(kPrefix.size()), code.end(),
                       [](char c) { return c >= '0' && c <= '9'; });
}

class TerminologyRows : public Adapter {
  public:
    TerminologyRows(const ImportProfile& profile, TableColumns columns)
        : profile_(profile), columns_(std::move(columns)) {}

    void survey(const InputRow& row) override {
        const Term term = read(row);
        if (!fault_of(row, term)) terms_.add(fnv1a(term.code), content_hash(term), row);
    }

    void convert(const InputRow& row, IntakePart& out) override {
        const Term term = read(row);
        if (auto fault = fault_of(row, term)) {
            out.findings.push_back(std::move(*fault));
            return;
        }
        const auto entry = terms_.find(fnv1a(term.code), content_hash(term), row);
        if (entry.standing != RowRegister::Standing::First) {
            out.findings.push_back(duplicate_finding(row, entry, columns_.column("code"), term.code));
            return;
        }
        Concept known;
        known.kind = kind_of(term);
        known.id = content_id(name_of(known.kind), profile_.origin, term.code);
        known.trust = Trust::Imported;
        known.name = term.name;
        known.english = gated_english(row, columns_.column("english"), term.english, out);
        known.codes = {{is_hpo_code(term.code) ? "HPO" : "ICD-10", term.code}};
        add_aliases(row, term, known, out);
        const bool is_short = count_characters(term.name) <= kShortName && !sounds_like_illness(term.name);
        bool is_readable = true;
        static_cast<void>(gate_coded_name(row, {}, term.name, known.kind, is_readable));
        if (is_short || !is_readable) keep_out_of_texts(known, term.code);
        out.knowledge.concepts.push_back(std::move(known));
    }

  private:
    struct Term {
        std::string code;
        std::string name;
        std::string english;
        std::string aliases;
    };

    Term read(const InputRow& row) const {
        Term term{columns_.text(row, "code"), columns_.text(row, "name"), columns_.text(row, "english"),
                  columns_.text(row, "aliases")};
        constexpr std::string_view kFullStop = "。";
        if (term.name.ends_with(kFullStop)) term.name.resize(term.name.size() - kFullStop.size());
        return term;
    }

    static ConceptKind kind_of(const Term& term) {
        return is_hpo_code(term.code) ? ConceptKind::Symptom : ConceptKind::Condition;
    }

    static std::uint64_t content_hash(const Term& term) {
        return fnv1a(term.name + '\x1f' + term.english + '\x1f' + term.aliases);
    }

    std::optional<GateFinding> fault_of(const InputRow& row, const Term& term) const {
        const std::string column = columns_.column("code");
        if (term.code.empty()) return missing_field(row, column);
        if (!is_hpo_code(term.code) && !is_icd_code(term.code)) {
            return GateFinding{row.line, column, "bad-code",
                               "\"" + term.code + "\" is neither a code of HPO (HP:0002315) nor of ICD-10. Correct it.",
                               term.code};
        }
        bool is_readable = true;
        if (auto fault = gate_coded_name(row, columns_.column("name"), term.name, kind_of(term), is_readable)) {
            return fault;
        }
        if (!is_qualifier(term.name, term.english)) return std::nullopt;
        return GateFinding{row.line, columns_.column("name"), "not-a-name",
                           "\"" + term.name + "\" only qualifies a sign; it is none. Leave it out.", term.name};
    }

    void add_aliases(const InputRow& row, const Term& term, Concept& known, IntakePart& out) const {
        const std::vector<std::string> aliases = listed(term.aliases);
        for (std::size_t i = 0; i < aliases.size(); ++i) {
            const std::string field = columns_.column("aliases") + "[" + std::to_string(i) + "]";
            if (auto fault = gate_name(row, field, aliases[i], known.kind)) {
                out.findings.push_back(std::move(*fault));
                continue;
            }
            const bool is_known = std::any_of(known.aliases.begin(), known.aliases.end(),
                                              [&](const Alias& alias) { return alias.text == aliases[i]; });
            if (is_known || aliases[i] == known.name) continue;
            known.aliases.push_back({aliases[i], AliasUse::SearchOnly});
        }
    }

    ImportProfile profile_;
    TableColumns columns_;
    RowRegister terms_;
};

}  // namespace

bool is_qualifier(std::string_view name, std::string_view english) {
    const std::string folded = fold(english);
    const bool begins = std::any_of(kQualifierBegins.begin(), kQualifierBegins.end(),
                                    [&folded](std::string_view begin) { return folded.starts_with(begin); });
    if (begins || is_one_of(folded, kQualifierWords) || ends_with_any(folded, kQualifierEnds)) return true;
    return ends_with_any(name, kQualifierNameEnds);
}

Result<std::unique_ptr<Adapter>> make_terminology_rows_adapter(const ImportProfile& profile) {
    auto columns = TableColumns::choose(profile, {"code", "name"}, {"english", "aliases"});
    if (!columns) return columns.error();
    return std::unique_ptr<Adapter>(std::make_unique<TerminologyRows>(profile, std::move(*columns)));
}

}  // namespace xinglin
