#include "intake/drug_labels.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "base/strings.h"
#include "intake/row_gate.h"
#include "intake/row_register.h"
#include "intake/rows.h"
#include "intake/table_columns.h"
#include "knowledge/plausibility.h"
#include "pack/dump_line.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

constexpr std::size_t kFindingTextBytes = 1024;
constexpr std::size_t kMaxAliasCharacters = 30;

DrugClassification classification_of(std::string_view written) {
    if (const auto known = drug_classification_named(written)) return *known;
    const std::string folded = fold(written);
    const auto has = [&folded](std::string_view word) { return folded.find(word) != std::string::npos; };
    const bool is_over_the_counter = has("非处方") || has("otc");
    if (is_over_the_counter && (has("甲") || has("(a)") || has("a类"))) return DrugClassification::OtcA;
    if (is_over_the_counter && (has("乙") || has("(b)") || has("b类"))) return DrugClassification::OtcB;
    if (is_over_the_counter) return DrugClassification::Unknown;
    return has("处方") || folded == "rx" ? DrugClassification::Prescription : DrugClassification::Unknown;
}

bool is_english(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x20 && byte < 0x7F;
    }) && std::any_of(text.begin(), text.end(), [](char c) {
        return std::isalpha(static_cast<unsigned char>(c)) != 0;
    });
}

/// Whether a number of cured people is claimed: "治疗101例,显效60例".
bool claims_cases(std::string_view sentence) {
    constexpr std::array<std::string_view, 6> kOutcomes = {"治愈", "痊愈", "显效", "有效", "好转", "无效"};
    constexpr std::string_view kCase = "例";
    const bool has_outcome = std::any_of(kOutcomes.begin(), kOutcomes.end(), [sentence](std::string_view outcome) {
        return sentence.find(outcome) != std::string_view::npos;
    });
    if (!has_outcome) return false;
    for (auto at = sentence.find(kCase); at != std::string_view::npos; at = sentence.find(kCase, at + kCase.size())) {
        if (at > 0 && sentence[at - 1] >= '0' && sentence[at - 1] <= '9') return true;
    }
    return false;
}

/// Whether a rate of cure or success is claimed: "治愈率达95%".
bool claims_rate(std::string_view text) {
    constexpr std::array<std::string_view, 5> kRates = {"治愈率", "有效率", "显效率", "根治率", "康复率"};
    constexpr std::size_t kReach = 30;
    for (const std::string_view rate : kRates) {
        for (auto at = text.find(rate); at != std::string_view::npos; at = text.find(rate, at + rate.size())) {
            const std::string_view after = text.substr(at + rate.size(), kReach);
            const auto digit = after.find_first_of("0123456789");
            if (digit == std::string_view::npos) continue;
            if (after.find('%', digit) != std::string_view::npos || after.find("％", digit) != std::string_view::npos)
                return true;
        }
    }
    return false;
}

/// The text without the sentences that claim rates.
std::string without_claims(std::string_view text, std::string& claims) {
    constexpr std::string_view kFullStop = "。";
    std::string kept;
    while (!text.empty()) {
        const auto stop = text.find(kFullStop);
        const std::string_view sentence =
            text.substr(0, stop == std::string_view::npos ? stop : stop + kFullStop.size());
        (claims_rate(sentence) || claims_cases(sentence) ? claims : kept) += sentence;
        text.remove_prefix(sentence.size());
    }
    return kept;
}

/// H20059999, HJ20160123: one or two of the letters for kinds of medicine and eight digits.
bool is_bare_approval_number(std::string_view text) {
    constexpr std::size_t kDigits = 8;
    const std::size_t letters = text.find_first_of("0123456789");
    if (letters == 0 || letters > 2 || text.size() != letters + kDigits) return false;
    return text.substr(0, letters).find_first_not_of("HZSBTFJC") == std::string_view::npos &&
           text.substr(letters).find_first_not_of("0123456789") == std::string_view::npos;
}

class DrugLabels : public Adapter {
  public:
    DrugLabels(const ImportProfile& profile, TableColumns columns)
        : profile_(profile),
          columns_(std::move(columns)),
          has_substances_(columns_.has("english") || columns_.has("aliases")) {}

    void survey(const InputRow& row) override {
        const Record record = record_of(row);
        if (fault_of(row, record)) return;
        drugs_.add(fnv1a(record.head.id), content_hash(row, record), row);
        substances_.add(fnv1a(fold(name_of(record))), 0, row);
    }

    void convert(const InputRow& row, IntakePart& out) override {
        Record record = record_of(row);
        if (auto fault = fault_of(row, record)) {
            out.findings.push_back(std::move(*fault));
            return;
        }
        const auto entry = drugs_.find(fnv1a(record.head.id), content_hash(row, record), row);
        if (entry.standing != RowRegister::Standing::First) {
            out.findings.push_back(duplicate_finding(row, entry, columns_.column("name"), name_of(record)));
            return;
        }
        drop_claimed_rate(row, std::get<Drug>(record.body), out);
        if (has_substances_) add_substance(row, std::get<Drug>(record.body).name, out);
        out.records.push_back(std::move(record));
    }

  private:
    Record record_of(const InputRow& row) const {
        Drug drug;
        drug.name = columns_.text(row, "name");
        drug.generic_name = columns_.text(row, "generic_name");
        drug.ingredients = columns_.text(row, "ingredients");
        drug.manufacturer = columns_.text(row, "manufacturer");
        drug.form = columns_.text(row, "form");
        drug.strength = columns_.text(row, "strength");
        drug.classification = classification_of(columns_.text(row, "classification"));
        drug.indications = columns_.text(row, "indications");
        drug.contraindications = columns_.text(row, "contraindications");
        drug.cautions = columns_.text(row, "cautions");
        drug.interactions = columns_.text(row, "interactions");
        drug.adverse_reactions = columns_.text(row, "adverse_reactions");
        drug.approval_number = approval_number_of(row);
        Record record;
        set_origin(record, profile_);
        record.body = std::move(drug);
        record.head.id = content_id(name_of(RecordKind::Drug), profile_.origin, identity_of(record));
        return record;
    }

    /// The mapped column's, or of the first column whose value is written as one: a table that has them should not lose
    /// them because its profile is older.
    std::string approval_number_of(const InputRow& row) const {
        if (columns_.has("approval_number")) return columns_.text(row, "approval_number");
        for (const auto& field : row.fields) {
            const boost::json::string* text = field.value().if_string();
            if (text == nullptr) continue;
            if (std::string written = tidied(*text); is_approval_number(written)) return written;
        }
        return {};
    }

    std::optional<GateFinding> fault_of(const InputRow& row, const Record& record) const {
        if (auto fault = gate_name(row, columns_.column("name"), name_of(record), ConceptKind::Substance)) return fault;
        return gate_record(row, columns_, record);
    }

    /// All that the row says of the drug, also what only the substance keeps.
    std::uint64_t content_hash(const InputRow& row, const Record& record) const {
        return fnv1a(content_of(record) + '\x1f' + columns_.text(row, "english") + '\x1f' +
                     columns_.text(row, "aliases"));
    }

    void drop_claimed_rate(const InputRow& row, Drug& drug, IntakePart& out) const {
        std::string claims;
        drug.indications = without_claims(drug.indications, claims);
        if (claims.empty()) return;
        out.findings.push_back(
            {row.line, columns_.column("indications"), "unsourced-number",
             "These sentences promise a rate of success without saying where it is from; the drug is imported without "
             "them. Write what the label is approved for.",
             as_utf8(claims, kFindingTextBytes)});
    }

    void add_substance(const InputRow& row, const std::string& name, IntakePart& out) const {
        // Another maker's row may say other aliases; the first row of the name counts.
        const std::string folded = fold(name);
        if (substances_.find(fnv1a(folded), 0, row).standing != RowRegister::Standing::First) return;
        Concept substance;
        substance.kind = ConceptKind::Substance;
        substance.id = content_id(name_of(substance.kind), profile_.origin, folded);
        substance.trust = Trust::Imported;
        substance.name = name;
        const std::string english = columns_.text(row, "english");
        if (is_english(english)) substance.english = gated_english(row, columns_.column("english"), english, out);
        const std::vector<std::string> aliases = listed(columns_.text(row, "aliases"));
        for (std::size_t i = 0; i < aliases.size(); ++i) {
            const std::string field = columns_.column("aliases") + "[" + std::to_string(i) + "]";
            if (auto fault = alias_fault(row, field, aliases[i])) {
                out.findings.push_back(std::move(*fault));
            } else {
                add_alias(substance, aliases[i]);
            }
        }
        if (may_mean_something_else(name)) keep_out_of_texts(substance, "药品");
        out.knowledge.concepts.push_back(std::move(substance));
    }

    static std::optional<GateFinding> alias_fault(const InputRow& row, const std::string& field,
                                                  const std::string& alias) {
        if (count_characters(alias) > kMaxAliasCharacters && !is_english(alias)) {
            return GateFinding{row.line, field, "sentence-as-name",
                               "This alias has more than " + std::to_string(kMaxAliasCharacters) +
                                   " characters; write names only, with ； between.",
                               alias};
        }
        return gate_name(row, field, alias, ConceptKind::Substance);
    }

    static void add_alias(Concept& substance, const std::string& alias) {
        const auto is_same = [&alias](const Alias& known) { return known.text == alias; };
        if (alias == substance.name || std::any_of(substance.aliases.begin(), substance.aliases.end(), is_same)) return;
        // Brand names and old names that nobody has reviewed may be everyday words.
        substance.aliases.push_back({alias, AliasUse::SearchOnly});
    }

    ImportProfile profile_;
    TableColumns columns_;
    bool has_substances_;
    RowRegister drugs_;
    RowRegister substances_;
};

}  // namespace

bool is_approval_number(std::string_view text) {
    constexpr std::array<std::string_view, 7> kBeginnings = {"国药准字",     "国药试字",   "国药证字", "注册证号",
                                                             "进口药品注册", "药品注册证", "国妆特字"};
    constexpr std::size_t kMostBytes = 80;
    if (text.size() > kMostBytes || text.find_first_of("0123456789") == std::string_view::npos) return false;
    if (is_bare_approval_number(text)) return true;
    const std::string simplified = to_simplified(text);
    return std::any_of(kBeginnings.begin(), kBeginnings.end(),
                       [&](std::string_view beginning) { return simplified.starts_with(beginning); });
}

Result<std::unique_ptr<Adapter>> make_drug_labels_adapter(const ImportProfile& profile) {
    auto columns = TableColumns::choose(profile, {"name"},
                                        {"generic_name", "ingredients", "manufacturer", "form", "strength",
                                         "classification", "indications", "contraindications", "cautions",
                                         "interactions", "adverse_reactions", "approval_number", "english", "aliases"});
    if (!columns) return columns.error();
    return std::unique_ptr<Adapter>(std::make_unique<DrugLabels>(profile, std::move(*columns)));
}

}  // namespace xinglin
