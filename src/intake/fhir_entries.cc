// A doctor stands in two or three resources that may come in any order: who it is (Practitioner), where and as what
// (PractitionerRole), and the place (Organization, department part of hospital). The survey keeps of each what others
// refer to: names, titles and links. Then each resource is converted where it stands: a hospital with the departments
// that point to it, a role with the name that it points to, a practitioner alone only when no role does.
#include "intake/fhir_entries.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/strings.h"
#include "intake/row_gate.h"
#include "intake/row_register.h"
#include "intake/rows.h"
#include "intake/table_columns.h"
#include "knowledge/plausibility.h"
#include "pack/dump_line.h"
#include "records/validity.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

namespace json = boost::json;

constexpr std::size_t kFindingTextBytes = 1024;
constexpr std::size_t kMaxSteps = 16;  ///< from a department up to its hospital

/// A place in the survey's tables; nothing when a reference leads nowhere.
using Index = std::optional<std::uint32_t>;

const json::value* member(const json::value* value, std::string_view name) {
    const json::object* object = value == nullptr ? nullptr : value->if_object();
    return object == nullptr ? nullptr : object->if_contains(name);
}

std::string text_of(const json::value* value) {
    const json::string* text = value == nullptr ? nullptr : value->if_string();
    return text == nullptr ? std::string() : tidied(*text);
}

std::string text_of(const json::value* value, std::string_view name) {
    return text_of(member(value, name));
}

/// The elements of an array; a single value counts as an array of one, as careless servers write it.
std::vector<const json::value*> elements(const json::value* value) {
    std::vector<const json::value*> all;
    if (value == nullptr || value->is_null()) return all;
    const json::array* array = value->if_array();
    if (array == nullptr) return {value};
    for (const json::value& element : *array) all.push_back(&element);
    return all;
}

/// The text of a CodeableConcept, or what its first coding displays.
std::string concept_text(const json::value* codeable) {
    if (std::string text = text_of(codeable, "text"); !text.empty()) return text;
    for (const json::value* coding : elements(member(codeable, "coding"))) {
        if (std::string display = text_of(coding, "display"); !display.empty()) return display;
    }
    return {};
}

bool has_code(const json::value* codeable, std::string_view code) {
    const auto codings = elements(member(codeable, "coding"));
    return std::any_of(codings.begin(), codings.end(),
                       [code](const json::value* coding) { return text_of(coding, "code") == code; });
}

bool is_active(const json::value* resource) {
    const json::value* active = member(resource, "active");
    return active == nullptr || !active->is_bool() || active->get_bool();
}

bool has_han(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const Decoded decoded = decode_utf8(text, at);
        if (decoded.code_point >= 0x3400 && decoded.code_point <= 0x9FFF) return true;
        at += decoded.length;
    }
    return false;
}

std::string identifier_key(std::string_view type, const json::value* identifier) {
    const std::string value = text_of(identifier, "value");
    if (value.empty()) return {};
    return std::string(type) + "?" + text_of(identifier, "system") + "|" + value;
}

/// "Practitioner/7" of "http://host/fhir/Practitioner/7/_history/2"; other references as they are.
std::string reference_key(std::string_view reference) {
    reference = reference.substr(0, reference.find("/_history/"));
    const auto last = reference.rfind('/');
    if (last == std::string_view::npos || last == 0) return std::string(reference);
    const auto before = reference.rfind('/', last - 1);
    const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
    const bool is_type = reference[begin] >= 'A' && reference[begin] <= 'Z';
    return std::string(is_type ? reference.substr(begin) : reference);
}

/// One resource with what it is called by others.
struct Resource {
    const json::value* body = nullptr;
    std::string type;
    std::string own_key;            ///< type and id, or the fullUrl; the content when it has neither
    std::vector<std::string> keys;  ///< all by which references may mean it
};

Resource resource_of(const InputRow& row) {
    Resource resource;
    resource.body = row.fields.if_contains("resource");
    resource.type = text_of(resource.body, "resourceType");
    const json::value* url = row.fields.if_contains("fullUrl");
    const std::string full_url = text_of(url);
    if (const std::string id = text_of(resource.body, "id"); !id.empty()) {
        resource.keys.push_back(resource.type + "/" + id);
    }
    if (!full_url.empty()) {
        resource.keys.push_back(full_url);
        resource.keys.push_back(reference_key(full_url));
    }
    for (const json::value* identifier : elements(member(resource.body, "identifier"))) {
        if (std::string key = identifier_key(resource.type, identifier); !key.empty()) {
            resource.keys.push_back(std::move(key));
        }
    }
    resource.own_key = resource.keys.empty() ? json::serialize(row.fields) : resource.keys.front();
    return resource;
}

/// The hashes of what a Reference may mean, surest first.
std::vector<std::uint64_t> targets_of(const json::value* reference, std::string_view type) {
    std::vector<std::uint64_t> targets;
    const std::string written = text_of(reference, "reference");
    if (!written.empty()) {
        targets.push_back(fnv1a(written));
        targets.push_back(fnv1a(reference_key(written)));
        constexpr std::string_view kIdentifier = "identifier=";
        const auto identifier = written.find(kIdentifier);
        if (identifier != std::string::npos) {
            targets.push_back(fnv1a(std::string(type) + "?" + written.substr(identifier + kIdentifier.size())));
        }
    }
    if (std::string key = identifier_key(type, member(reference, "identifier")); !key.empty()) {
        targets.push_back(fnv1a(key));
    }
    return targets;
}

/// Things that references point to.
class Targets {
  public:
    void add(const Resource& resource, std::uint32_t index) {
        for (const std::string& key : resource.keys) places_.emplace(fnv1a(key), index);
    }

    Index find(const std::vector<std::uint64_t>& targets) const {
        for (const std::uint64_t target : targets) {
            const auto found = places_.find(target);
            if (found != places_.end()) return found->second;
        }
        return std::nullopt;
    }

  private:
    std::unordered_map<std::uint64_t, std::uint32_t> places_;
};

struct Organization {
    std::string name;
    std::uint64_t key = 0;
    std::vector<std::uint64_t> part_of;
    bool is_department = false;
    std::vector<std::uint32_t> departments;  ///< of a hospital
};

struct Practitioner {
    std::string name;
    std::vector<std::string> titles;
    std::uint64_t key = 0;
    bool is_active = true;
    bool has_role = false;
};

struct RoleLink {
    std::vector<std::uint64_t> practitioner;
    std::vector<std::uint64_t> organization;
    std::uint64_t key = 0;
    std::size_t line = 0;
};

class FhirEntries : public Adapter {
  public:
    explicit FhirEntries(const ImportProfile& profile) : profile_(profile) {}

    void survey(const InputRow& row) override {
        const Resource resource = resource_of(row);
        if (fault_of(row, resource)) return;
        const std::uint64_t key = fnv1a(resource.own_key);
        const bool is_first = !resources_.first_content(key).has_value();
        resources_.add(key, content_hash(row), row);
        if (!is_first) return;
        if (resource.type == "Organization") {
            own_places_.emplace(key, static_cast<std::uint32_t>(organizations_.size()));
            organization_of_.add(resource, static_cast<std::uint32_t>(organizations_.size()));
            organizations_.push_back(organization_from(resource));
        } else if (resource.type == "Practitioner") {
            own_places_.emplace(key, static_cast<std::uint32_t>(practitioners_.size()));
            practitioner_of_.add(resource, static_cast<std::uint32_t>(practitioners_.size()));
            practitioners_.push_back(practitioner_from(resource));
        } else {
            roles_.push_back({targets_of(member(resource.body, "practitioner"), "Practitioner"),
                              targets_of(member(resource.body, "organization"), "Organization"), key, row.line});
        }
    }

    void convert(const InputRow& row, IntakePart& out) override {
        if (!is_linked_) link();
        const Resource resource = resource_of(row);
        if (auto fault = fault_of(row, resource)) {
            out.findings.push_back(std::move(*fault));
            return;
        }
        const auto entry = resources_.find(fnv1a(resource.own_key), content_hash(row), row);
        if (entry.standing != RowRegister::Standing::First) {
            out.findings.push_back(duplicate_finding(row, entry, "resource.id", resource.own_key));
            return;
        }
        if (resource.type == "Organization") {
            convert_organization(row, resource, out);
        } else if (resource.type == "Practitioner") {
            convert_practitioner(row, resource, out);
        } else {
            convert_role(row, resource, out);
        }
    }

  private:
    static GateFinding finding(const InputRow& row, std::string field, std::string_view rule, std::string message) {
        return {row.line, std::move(field), std::string(rule), std::move(message),
                as_utf8(row.text, kFindingTextBytes)};
    }

    static std::uint64_t content_hash(const InputRow& row) { return fnv1a(json::serialize(row.fields)); }

    /// Why the resource cannot be taken by itself, wherever its references lead.
    static std::optional<GateFinding> fault_of(const InputRow& row, const Resource& resource) {
        if (resource.type == "Organization") {
            for (const json::value* type : elements(member(resource.body, "type"))) {
                constexpr std::array<std::string_view, 7> kOthers = {"ins", "pay", "govt", "edu", "reli", "crs", "bus"};
                for (const std::string_view code : kOthers) {
                    if (!has_code(type, code)) continue;
                    return finding(row, "resource.type", "unknown-record-shape",
                                   "This organization is no place of care (type " + std::string(code) +
                                       "). Only hospitals and departments are imported.");
                }
            }
            return gate_name(row, "resource.name", text_of(resource.body, "name"), ConceptKind::Population);
        }
        if (resource.type == "Practitioner") {
            return gate_name(row, "resource.name", human_name(member(resource.body, "name")), ConceptKind::Population);
        }
        if (resource.type == "PractitionerRole") return std::nullopt;
        if (resource.type.empty()) {
            return finding(row, "resource.resourceType", "unknown-record-shape",
                           "This is no FHIR resource. Write \"resourceType\" with one of Organization, Practitioner, "
                           "PractitionerRole.");
        }
        return finding(row, "resource.resourceType", "unknown-record-shape",
                       "Resources of type " + as_utf8(resource.type, 64) +
                           " are not imported; Organization, Practitioner and PractitionerRole are.");
    }

    static Organization organization_from(const Resource& resource) {
        Organization organization;
        organization.name = text_of(resource.body, "name");
        organization.key = fnv1a(resource.own_key);
        organization.part_of = targets_of(member(resource.body, "partOf"), "Organization");
        bool is_provider = false;
        for (const json::value* type : elements(member(resource.body, "type"))) {
            organization.is_department = organization.is_department || has_code(type, "dept");
            is_provider = is_provider || has_code(type, "prov");
        }
        if (!organization.is_department && !is_provider && !organization.part_of.empty()) {
            organization.is_department = !implausible_name(organization.name, ConceptKind::Department);
        }
        return organization;
    }

    static Practitioner practitioner_from(const Resource& resource) {
        Practitioner practitioner;
        practitioner.name = human_name(member(resource.body, "name"));
        practitioner.key = fnv1a(resource.own_key);
        practitioner.is_active = is_active(resource.body);
        for (const json::value* qualification : elements(member(resource.body, "qualification"))) {
            add_title(practitioner.titles, concept_text(member(qualification, "code")));
        }
        return practitioner;
    }

    static void add_title(std::vector<std::string>& titles, std::string title) {
        constexpr std::array<std::string_view, 3> kEverybody = {"doctor", "practitioner", "physician"};
        const std::string folded = fold(title);
        const bool says_nothing = std::find(kEverybody.begin(), kEverybody.end(), folded) != kEverybody.end();
        if (title.empty() || says_nothing || std::find(titles.begin(), titles.end(), title) != titles.end()) return;
        titles.push_back(std::move(title));
    }

    /// After the survey: what points to what.
    void link() {
        is_linked_ = true;
        for (std::uint32_t i = 0; i < organizations_.size(); ++i) {
            if (!organizations_[i].is_department) continue;
            const Index hospital = hospital_of(i);
            if (hospital) organizations_[*hospital].departments.push_back(i);
        }
        for (const RoleLink& role : roles_) {
            const Index practitioner = practitioner_of_.find(role.practitioner);
            if (!practitioner) continue;
            practitioners_[*practitioner].has_role = true;
            const Index organization = organization_of_.find(role.organization);
            const Index hospital = organization ? hospital_of(*organization) : std::nullopt;
            const std::uint64_t work = work_key(*practitioner, hospital);
            first_roles_.emplace(work, std::pair(role.key, role.line));
        }
    }

    static std::uint64_t work_key(std::uint32_t practitioner, Index hospital) {
        constexpr std::uint64_t kNoHospital = 0xFFFFFFFF;
        return (std::uint64_t{practitioner} << 32U) | (hospital ? std::uint64_t{*hospital} : kNoHospital);
    }

    /// The organization itself or the nearest above it that is no department.
    Index hospital_of(std::uint32_t organization) const {
        Index at = organization;
        for (std::size_t step = 0; at && step < kMaxSteps; ++step) {
            if (!organizations_[*at].is_department) return at;
            at = organization_of_.find(organizations_[*at].part_of);
        }
        return std::nullopt;
    }

    std::string id_of(RecordKind kind, std::uint64_t key) const {
        return content_id(name_of(kind), profile_.origin, hex16(key));
    }

    static std::optional<GateFinding> gate(const InputRow& row, const Record& record) {
        for (const Problem& problem : check(record)) {
            if (problem.severity != Severity::Error) continue;
            return finding_of(row, "resource." + problem.where, problem, name_of(record));
        }
        return std::nullopt;
    }

    static void put(const InputRow& row, Record record, IntakePart& out) {
        if (auto fault = gate(row, record)) {
            out.findings.push_back(std::move(*fault));
        } else {
            out.records.push_back(std::move(record));
        }
    }

    void convert_organization(const InputRow& row, const Resource& resource, IntakePart& out) const {
        const std::uint32_t index = own_places_.at(fnv1a(resource.own_key));
        const Organization& organization = organizations_[index];
        if (organization.is_department) {
            if (hospital_of(index)) return;
            out.findings.push_back(finding(row, "resource.partOf", "unknown-record",
                                           "The department \"" + organization.name +
                                               "\" is part of no hospital of this input. Add the hospital, or correct "
                                               "the reference."));
            return;
        }
        Hospital hospital;
        hospital.name = organization.name;
        for (const json::value* type : elements(member(resource.body, "type"))) {
            const std::string text = concept_text(type);
            if (text.find("级") != std::string::npos) hospital.level = text;
        }
        const auto addresses = elements(member(resource.body, "address"));
        if (!addresses.empty()) read_address(addresses.front(), hospital);
        for (const std::uint32_t department : organization.departments) {
            const std::string& name = organizations_[department].name;
            auto& names = hospital.departments;
            if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
        }
        Record record = record_of(RecordKind::Hospital, organization.key, is_active(resource.body));
        record.body = std::move(hospital);
        put(row, std::move(record), out);
    }

    static void read_address(const json::value* address, Hospital& hospital) {
        hospital.province = text_of(address, "state");
        hospital.city = text_of(address, "city");
        hospital.address = text_of(address, "text");
        if (!hospital.address.empty()) return;
        hospital.address = text_of(address, "district");
        for (const json::value* line : elements(member(address, "line"))) hospital.address += text_of(line);
    }

    Record record_of(RecordKind kind, std::uint64_t key, bool active) const {
        Record record;
        set_origin(record, profile_);
        record.head.id = id_of(kind, key);
        if (!active) record.head.status = Status::Retired;
        return record;
    }

    /// A practitioner whom no role places anywhere; the others come with their roles.
    void convert_practitioner(const InputRow& row, const Resource& resource, IntakePart& out) const {
        const Practitioner& practitioner = practitioners_[own_places_.at(fnv1a(resource.own_key))];
        if (practitioner.has_role) return;
        Doctor doctor;
        doctor.name = practitioner.name;
        doctor.titles = practitioner.titles;
        Record record = record_of(RecordKind::Doctor, practitioner.key, practitioner.is_active);
        record.body = std::move(doctor);
        put(row, std::move(record), out);
    }

    void convert_role(const InputRow& row, const Resource& resource, IntakePart& out) const {
        const json::value* who = member(resource.body, "practitioner");
        const json::value* where = member(resource.body, "organization");
        const Index practitioner = practitioner_of_.find(targets_of(who, "Practitioner"));
        const Index organization = organization_of_.find(targets_of(where, "Organization"));
        const Index hospital = organization ? hospital_of(*organization) : std::nullopt;
        Doctor doctor;
        std::uint64_t key = fnv1a(resource.own_key);
        bool active = is_active(resource.body);
        if (practitioner) {
            const Practitioner& known = practitioners_[*practitioner];
            const auto first = first_roles_.find(work_key(*practitioner, hospital));
            if (first != first_roles_.end() && first->second.first != key) {
                const RowRegister::Entry entry{RowRegister::Standing::Clashing, first->second.second};
                out.findings.push_back(duplicate_finding(row, entry, "resource.practitioner", known.name));
                return;
            }
            doctor.name = known.name;
            doctor.titles = known.titles;
            active = active && known.is_active;
            key = fnv1a(hex16(known.key) + (hospital ? hex16(organizations_[*hospital].key) : std::string()));
        } else {
            doctor.name = text_of(who, "display");
            if (auto fault = gate_display(row, doctor.name)) {
                out.findings.push_back(std::move(*fault));
                return;
            }
        }
        for (const json::value* code : elements(member(resource.body, "code"))) {
            add_title(doctor.titles, concept_text(code));
        }
        place(row, where, organization, hospital, doctor, out);
        read_specialties(resource.body, doctor);
        Record record = record_of(RecordKind::Doctor, key, active);
        record.body = std::move(doctor);
        put(row, std::move(record), out);
    }

    static std::optional<GateFinding> gate_display(const InputRow& row, const std::string& name) {
        if (!name.empty()) return gate_name(row, "resource.practitioner.display", name, ConceptKind::Population);
        return finding(row, "resource.practitioner.reference", "unknown-record",
                       "This role's practitioner is not in this input, and the reference does not display a name. Add "
                       "the Practitioner, or correct the reference.");
    }

    void place(const InputRow& row, const json::value* where, Index organization, Index hospital, Doctor& doctor,
               IntakePart& out) const {
        if (organization && organizations_[*organization].is_department) {
            doctor.department = organizations_[*organization].name;
        }
        if (hospital) {
            doctor.hospital_name = organizations_[*hospital].name;
            doctor.hospital_id = id_of(RecordKind::Hospital, organizations_[*hospital].key);
            return;
        }
        const std::string display = text_of(where, "display");
        const bool is_department = !display.empty() && !implausible_name(display, ConceptKind::Department) &&
                                   display.find("医院") == std::string::npos;
        if (is_department && doctor.department.empty()) {
            doctor.department = display;
        } else if (!is_department && !display.empty()) {
            doctor.hospital_name = display;
        }
        if (where == nullptr || organization || !display.empty()) return;
        out.findings.push_back(finding(row, "resource.organization.reference", "unknown-record",
                                       "This role's organization is not in this input; the doctor is imported without "
                                       "it. Add the Organization, or correct the reference."));
    }

    /// A specialty that is called like a department is one, for a role that names none.
    static void read_specialties(const json::value* role, Doctor& doctor) {
        std::vector<std::string> specialties;
        for (const json::value* specialty : elements(member(role, "specialty"))) {
            std::string text = concept_text(specialty);
            if (text.empty() || text == doctor.department) continue;
            if (doctor.department.empty() && !implausible_name(text, ConceptKind::Department)) {
                doctor.department = std::move(text);
            } else {
                specialties.push_back(std::move(text));
            }
        }
        doctor.specialty = join(specialties, "、");
    }

    ImportProfile profile_;
    RowRegister resources_;
    std::unordered_map<std::uint64_t, std::uint32_t> own_places_;  ///< by own_key, in the table of the resource's type
    Targets organization_of_;
    Targets practitioner_of_;
    std::vector<Organization> organizations_;
    std::vector<Practitioner> practitioners_;
    std::vector<RoleLink> roles_;
    std::unordered_map<std::uint64_t, std::pair<std::uint64_t, std::size_t>> first_roles_;
    bool is_linked_ = false;
};

/// How much a name is to be preferred; below 0: never.
int rank_of_use(std::string_view use) {
    if (use == "official") return 3;
    if (use == "usual") return 2;
    if (use.empty()) return 1;
    return use == "temp" ? 0 : -1;
}

}  // namespace

std::string human_name(const json::value* names) {
    std::string best;
    int best_rank = -1;
    for (const json::value* name : elements(names)) {
        const int rank = rank_of_use(text_of(name, "use"));
        if (rank <= best_rank) continue;
        std::string written = text_of(name, "text");
        if (written.empty()) {
            const std::string family = text_of(name, "family");
            std::string given;
            for (const json::value* part : elements(member(name, "given"))) {
                const std::string text = text_of(part);
                if (!given.empty() && !text.empty() && !has_han(given)) given += " ";
                given += text;
            }
            const bool is_chinese = has_han(family) || has_han(given);
            written = is_chinese || given.empty() || family.empty() ? family + given : given + " " + family;
        }
        if (written.empty()) continue;
        best = std::move(written);
        best_rank = rank;
    }
    return best;
}

Result<std::unique_ptr<Adapter>> make_fhir_entries_adapter(const ImportProfile& profile) {
    return std::unique_ptr<Adapter>(std::make_unique<FhirEntries>(profile));
}

}  // namespace xinglin
