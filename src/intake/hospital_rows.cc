#include "intake/hospital_rows.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/strings.h"
#include "intake/distinct_texts.h"
#include "intake/row_gate.h"
#include "intake/row_register.h"
#include "intake/table_columns.h"
#include "pack/dump_line.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

constexpr char kFieldEnd = '\x1f';

Problem problem(std::string_view rule, std::string message, std::string mend) {
    return {Severity::Error, std::string(rule), {}, std::move(message), std::move(mend)};
}

/// Whether every closing bracket has its opening one and the other way round.
bool has_paired_brackets(std::string_view text) {
    constexpr std::u32string_view kOpening = U"([{（［｛【〔";
    constexpr std::u32string_view kClosing = U")]}）］｝】〕";
    int depth = 0;
    for (std::size_t at = 0; at < text.size();) {
        const Decoded decoded = decode_utf8(text, at);
        if (kOpening.find(decoded.code_point) != std::u32string_view::npos) ++depth;
        if (kClosing.find(decoded.code_point) != std::u32string_view::npos && --depth < 0) return false;
        at += decoded.length;
    }
    return depth == 0;
}

/// What speaks against `name` as the name of an institution.
std::optional<Problem> implausible_hospital(std::string_view name) {
    constexpr std::array<std::string_view, 22> kWords = {
        "医院",   "院区",   "医疗区", "卫生院", "中心",   "诊所",   "门诊", "诊部",   "卫生室", "卫生所", "卫生站",
        "医务室", "医务所", "疗养院", "保健院", "保健所", "保健站", "防治", "研究所", "福利院", "分院",   "总院"};
    const bool is_institution = std::any_of(kWords.begin(), kWords.end(), [name](std::string_view word) {
        return name.find(word) != std::string_view::npos;
    });
    if (name.ends_with("医") || name.ends_with("医 ") || name.ends_with("卫生")) {
        return problem("cut-name", "\"" + std::string(name) + "\" is the beginning of a name; the rest was cut off.",
                       "Write the whole name.");
    }
    if (!has_paired_brackets(name)) {
        return problem("text-debris", "A bracket in \"" + std::string(name) + "\" stands alone.", "Correct the name.");
    }
    if (is_institution || name.ends_with("院") || name.ends_with("所") || name.ends_with("站")) return std::nullopt;
    return problem("not-a-name", "\"" + std::string(name) + "\" names no hospital or other place of care.",
                   "Write the institution's name, or remove the row.");
}

class HospitalRows : public Adapter {
  public:
    HospitalRows(const ImportProfile& profile, TableColumns columns)
        : profile_(profile), columns_(std::move(columns)) {}

    void survey(const InputRow& row) override {
        const Record record = record_of(row);
        if (is_continuation(record)) {
            if (last_hospital_ != 0) continue_last(row, std::get<Hospital>(record.body));
            return;
        }
        last_hospital_ = 0;
        if (fault_of(row, record)) return;
        const std::uint64_t key = fnv1a(record.head.id);
        const bool is_first = !hospitals_.first_content(key).has_value();
        hospitals_.add(key, fnv1a(content_of(record)), row);
        if (is_first) last_hospital_ = key;
    }

    void convert(const InputRow& row, IntakePart& out) override {
        if (continuations_.contains(row.number)) return;
        Record record = record_of(row);
        if (auto fault = fault_of(row, record)) {
            out.findings.push_back(std::move(*fault));
            return;
        }
        const auto entry = hospitals_.find(fnv1a(record.head.id), fnv1a(content_of(record)), row);
        if (entry.standing != RowRegister::Standing::First) {
            out.findings.push_back(duplicate_finding(row, entry, columns_.column("name"), name_of(record)));
            return;
        }
        if (const auto more = more_departments_.find(fnv1a(record.head.id)); more != more_departments_.end()) {
            add_departments(std::get<Hospital>(record.body), more->second);
            if (auto fault = fault_of(row, record)) {
                out.findings.push_back(std::move(*fault));
                return;
            }
        }
        out.records.push_back(std::move(record));
    }

  private:
    /// A row below cells that were merged downwards: it says departments and nothing else.
    static bool is_continuation(const Record& record) {
        const Hospital& hospital = std::get<Hospital>(record.body);
        return hospital.name.empty() && hospital.level.empty() && hospital.province.empty() && hospital.city.empty() &&
               hospital.address.empty() && hospital.introduction.empty() && !hospital.departments.empty();
    }

    void continue_last(const InputRow& row, const Hospital& below) {
        continuations_.insert(row.number);
        std::vector<std::string>& more = more_departments_[last_hospital_];
        more.insert(more.end(), below.departments.begin(), below.departments.end());
    }

    static void add_departments(Hospital& hospital, const std::vector<std::string>& more) {
        DistinctTexts departments(std::move(hospital.departments));
        for (const std::string& department : more) departments.add(department);
        hospital.departments = std::move(departments).take();
    }

    Record record_of(const InputRow& row) const {
        Hospital hospital;
        hospital.name = columns_.text(row, "name");
        hospital.level = full_hospital_level(to_simplified(columns_.text(row, "level")));
        hospital.province = columns_.text(row, "province");
        hospital.city = columns_.text(row, "city");
        hospital.address = columns_.text(row, "address");
        hospital.introduction = columns_.text(row, "introduction");
        const std::string county = columns_.text(row, "county");
        if (hospital.address.find(county) == std::string::npos) hospital.address.insert(0, county);
        add_departments(hospital, listed(columns_.text(row, "departments")));
        const std::string identity = hospital.name + kFieldEnd + hospital.city + kFieldEnd + county;
        Record record;
        set_origin(record, profile_);
        record.head.id = content_id(name_of(RecordKind::Hospital), profile_.origin, identity);
        record.body = std::move(hospital);
        return record;
    }

    std::optional<GateFinding> fault_of(const InputRow& row, const Record& record) const {
        const std::string column = columns_.column("name");
        const std::string& name = name_of(record);
        if (auto fault = gate_name(row, column, name, ConceptKind::Population)) return fault;
        if (const auto wrong = implausible_hospital(name)) return finding_of(row, column, *wrong, name);
        return gate_record(row, columns_, record);
    }

    ImportProfile profile_;
    TableColumns columns_;
    RowRegister hospitals_;
    std::uint64_t last_hospital_ = 0;  ///< of the row above, in the survey; 0 when that was none
    std::unordered_set<std::size_t> continuations_;
    std::unordered_map<std::uint64_t, std::vector<std::string>> more_departments_;  ///< that the rows below say
};

}  // namespace

std::string full_hospital_level(std::string_view level) {
    // Two digits of the class, each one character: 三 and 甲.
    constexpr std::array<std::string_view, 3> kLevels = {"一", "二", "三"};
    if (!level.empty() && level[0] >= '1' && level[0] <= '3') {
        return full_hospital_level(std::string(kLevels[static_cast<std::size_t>(level[0] - '1')]) +
                                   std::string(level.substr(1)));
    }
    constexpr std::array<std::string_view, 4> kGrades = {"甲", "乙", "丙", "特"};
    for (const std::string_view number : kLevels) {
        if (!level.starts_with(number)) continue;
        std::string_view rest = level.substr(number.size());
        constexpr std::string_view kClass = "级";
        if (rest.starts_with(kClass)) rest.remove_prefix(kClass.size());
        for (const std::string_view grade : kGrades) {
            if (rest == grade || rest == std::string(grade) + "等" || rest == std::string(grade) + "级") {
                return std::string(number) + "级" + std::string(grade) + "等";
            }
        }
    }
    return std::string(level);
}

Result<std::unique_ptr<Adapter>> make_hospital_rows_adapter(const ImportProfile& profile) {
    auto columns = TableColumns::choose(
        profile, {"name"}, {"level", "province", "city", "county", "address", "departments", "introduction"});
    if (!columns) return columns.error();
    return std::unique_ptr<Adapter>(std::make_unique<HospitalRows>(profile, std::move(*columns)));
}

}  // namespace xinglin
