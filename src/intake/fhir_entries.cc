// A doctor stands in two or three resources that may come in any order: who it is (Practitioner), where and as what
// (PractitionerRole), and the place (Organization, department part of hospital). The survey keeps of each what others
// refer to: names, titles and links. Then each resource is converted where it stands: a hospital with the departments
// that point to it, the first of a person's roles in a hospital with what all of them say, a practitioner alone only
// when no role points to it.
#include "intake/fhir_entries.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/strings.h"
#include "intake/data.h"
#include "intake/distinct_texts.h"
#include "intake/row_gate.h"
#include "intake/row_register.h"
#include "intake/rows.h"
#include "intake/table_columns.h"
#include "knowledge/plausibility.h"
#include "pack/dump_line.h"
#include "records/validity.h"
#include "text/data_lines.h"
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

bool has_han(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const Decoded decoded = decode_utf8(text, at);
        if (decoded.code_point >= 0x3400 && decoded.code_point <= 0x9FFF) return true;
        at += decoded.length;
    }
    return false;
}

/// A SNOMED CT name without the tag of its hierarchy: "Otolaryngology (qualifier value)".
std::string without_semantic_tag(std::string name) {
    const auto open = name.rfind(" (");
    if (open == std::string::npos || open == 0 || !name.ends_with(")")) return name;
    const std::string_view tag = std::string_view(name).substr(open + 2, name.size() - open - 3);
    constexpr std::string_view kOfTags = "abcdefghijklmnopqrstuvwxyz /";
    if (!tag.empty() && tag.find_first_not_of(kOfTags) == std::string_view::npos) name.resize(open);
    return name;
}

/// The text of a CodeableConcept, or what its codings display: in Chinese when one does, otherwise the first.
std::string concept_text(const json::value* codeable) {
    if (std::string text = text_of(codeable, "text"); !text.empty()) return without_semantic_tag(std::move(text));
    std::string first;
    for (const json::value* coding : elements(member(codeable, "coding"))) {
        std::string display = without_semantic_tag(text_of(coding, "display"));
        if (has_han(display)) return display;
        if (first.empty()) first = std::move(display);
    }
    return first;
}

/// All that a CodeableConcept says: text, codes and displays.
std::string all_said(const json::value* codeable) {
    std::string said = text_of(codeable, "text");
    for (const json::value* coding : elements(member(codeable, "coding"))) {
        said += "\n" + text_of(coding, "code") + "\n" + text_of(coding, "display");
    }
    return fold(said);
}

/// Words of data/language/professions.txt of one sort, folded.
std::vector<std::string> profession_words(std::string_view sort) {
    std::vector<std::string> words;
    for (const DataLine& line : data_lines(intake_data("professions.txt"))) {
        const auto fields = data_fields(line.text);
        if (fields.size() == 2 && fields[0] == sort) words.push_back(fold(fields[1]));
    }
    return words;
}

bool holds_one(std::string_view folded, const std::vector<std::string>& words) {
    return std::any_of(words.begin(), words.end(),
                       [folded](const std::string& word) { return folded.find(word) != std::string_view::npos; });
}

/// Whether what is said of a person makes a nurse, pharmacist or technician of it and no doctor. `said` is folded.
bool is_other_profession(std::string_view said) {
    static const std::vector<std::string> others = profession_words("other");
    static const std::vector<std::string> doctors = profession_words("doctor");
    return holds_one(said, others) && !holds_one(said, doctors);
}

/// Whether a Period has ended before `day`, or not begun. A year or a month ends with its last day.
bool is_outside(const json::value* period, Date day) {
    if (!day.known()) return false;
    constexpr std::size_t kDayLength = 10;
    const std::string today = day.iso();
    std::string end = text_of(period, "end").substr(0, kDayLength);
    if (!end.empty() && end.size() < kDayLength) end += std::string("-12-31").substr(end.size() == 4 ? 0 : 3);
    const std::string start = text_of(period, "start").substr(0, kDayLength);
    return (!end.empty() && end < today) || (!start.empty() && start > today);
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

/// `text` with its %XX decoded.
std::string percent_decoded(std::string_view text) {
    const auto value_of = [](char c) -> int {
        if (c >= '0' && c <= '9') return c - '0';
        if (c >= 'a' && c <= 'f') return c - 'a' + 10;
        return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
    };
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_escape =
            text[i] == '%' && i + 2 < text.size() && value_of(text[i + 1]) >= 0 && value_of(text[i + 2]) >= 0;
        decoded += is_escape ? static_cast<char>(value_of(text[i + 1]) * 16 + value_of(text[i + 2])) : text[i];
        if (is_escape) i += 2;
    }
    return decoded;
}

/// The hashes of what a Reference may mean, surest first. `owner` is the key of the resource that refers, for what it
/// contains.
std::vector<std::uint64_t> targets_of(const json::value* reference, std::string_view type, std::string_view owner) {
    std::vector<std::uint64_t> targets;
    const std::string written = text_of(reference, "reference");
    if (written.starts_with('#')) return {fnv1a(std::string(owner) + written)};
    if (!written.empty()) {
        targets.push_back(fnv1a(written));
        targets.push_back(fnv1a(reference_key(written)));
        constexpr std::string_view kIdentifier = "identifier=";
        const auto identifier = written.find(kIdentifier);
        if (identifier != std::string::npos) {
            std::string_view value = std::string_view(written).substr(identifier + kIdentifier.size());
            value = value.substr(0, value.find('&'));
            targets.push_back(fnv1a(std::string(type) + "?" + percent_decoded(value)));
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
    bool is_contained = false;               ///< no row of its own: it comes with those that refer to it
    std::vector<std::uint32_t> departments;  ///< of a hospital
};

/// A FHIR Location: a part of a building that an organization runs.
struct Location {
    std::string name;
    std::vector<std::uint64_t> managed_by;
    std::vector<std::uint64_t> part_of;
};

struct Practitioner {
    std::string name;
    std::vector<std::string> titles;
    std::string said;  ///< of the profession, folded
    std::uint64_t key = 0;
    bool is_active = true;
    bool has_role = false;
};

struct Role {
    std::vector<std::uint64_t> practitioner;
    std::vector<std::uint64_t> organization;
    std::vector<std::vector<std::uint64_t>> locations;
    std::string display;  ///< of the organization, or of the location
    std::vector<std::string> titles;
    std::vector<std::string> specialties;
    std::string said;  ///< of the profession, folded
    std::uint64_t key = 0;
    bool is_active = true;
};

/// Where a role is played.
struct Workplace {
    Index organization;
    Index hospital;
    Index location;
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
        } else if (resource.type == "Location") {
            location_of_.add(resource, static_cast<std::uint32_t>(locations_.size()));
            locations_.push_back(location_from(resource));
        } else {
            own_places_.emplace(key, static_cast<std::uint32_t>(roles_.size()));
            roles_.push_back(role_from(resource));
            survey_contained(row, resource);
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
        } else if (resource.type == "PractitionerRole") {
            convert_role(row, resource, out);
        }
    }

  private:
    /// What a role brings along instead of referring to it.
    void survey_contained(const InputRow& row, const Resource& owner) {
        for (const json::value* body : elements(member(owner.body, "contained"))) {
            Resource inner;
            inner.body = body;
            inner.type = text_of(body, "resourceType");
            inner.own_key = owner.own_key + "#" + text_of(body, "id");
            inner.keys = {inner.own_key};
            const bool is_known =
                inner.type == "Practitioner" || inner.type == "Organization" || inner.type == "Location";
            if (!is_known || fault_of(row, inner)) continue;
            if (inner.type == "Practitioner") {
                practitioner_of_.add(inner, static_cast<std::uint32_t>(practitioners_.size()));
                practitioners_.push_back(practitioner_from(inner));
            } else if (inner.type == "Location") {
                location_of_.add(inner, static_cast<std::uint32_t>(locations_.size()));
                locations_.push_back(location_from(inner));
            } else {
                organization_of_.add(inner, static_cast<std::uint32_t>(organizations_.size()));
                Organization organization = organization_from(inner);
                organization.is_contained = true;
                organization.key = fnv1a("#" + organization.name);
                organizations_.push_back(std::move(organization));
            }
        }
    }

    static GateFinding finding(const InputRow& row, std::string field, std::string_view rule, std::string message) {
        return {row.line, std::move(field), std::string(rule), std::move(message),
                as_utf8(row.text, kFindingTextBytes)};
    }

    static std::uint64_t content_hash(const InputRow& row) { return fnv1a(json::serialize(row.fields)); }

    /// Why the resource cannot be taken by itself, wherever its references lead.
    std::optional<GateFinding> fault_of(const InputRow& row, const Resource& resource) const {
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
            const std::string name = practitioner_from(resource).name;
            return gate_name(row, "resource.name", name, ConceptKind::Population);
        }
        if (resource.type == "PractitionerRole" || resource.type == "Location") return std::nullopt;
        if (resource.type.empty()) {
            return finding(row, "resource.resourceType", "unknown-record-shape",
                           "This is no FHIR resource. Write \"resourceType\" with one of Organization, Practitioner, "
                           "PractitionerRole, Location.");
        }
        return finding(row, "resource.resourceType", "unknown-record-shape",
                       "Resources of type " + as_utf8(resource.type, 64) +
                           " are not imported; Organization, Practitioner and PractitionerRole are.");
    }

    static Organization organization_from(const Resource& resource) {
        Organization organization;
        organization.name = text_of(resource.body, "name");
        organization.key = fnv1a(resource.own_key);
        organization.part_of = targets_of(member(resource.body, "partOf"), "Organization", resource.own_key);
        bool is_provider = false;
        for (const json::value* type : elements(member(resource.body, "type"))) {
            organization.is_department = organization.is_department || has_code(type, "dept");
            is_provider = is_provider || has_code(type, "prov");
        }
        // One that is called both is a hospital's own building: only what is a department alone is none.
        if (is_provider) organization.is_department = false;
        if (!organization.is_department && !is_provider && !organization.part_of.empty()) {
            organization.is_department = !implausible_name(organization.name, ConceptKind::Department);
        }
        return organization;
    }

    static Location location_from(const Resource& resource) {
        return {text_of(resource.body, "name"),
                targets_of(member(resource.body, "managingOrganization"), "Organization", resource.own_key),
                targets_of(member(resource.body, "partOf"), "Location", resource.own_key)};
    }

    Role role_from(const Resource& resource) const {
        Role role;
        role.key = fnv1a(resource.own_key);
        role.practitioner = targets_of(member(resource.body, "practitioner"), "Practitioner", resource.own_key);
        role.organization = targets_of(member(resource.body, "organization"), "Organization", resource.own_key);
        role.display = text_of(member(resource.body, "organization"), "display");
        for (const json::value* location : elements(member(resource.body, "location"))) {
            role.locations.push_back(targets_of(location, "Location", resource.own_key));
            if (role.display.empty()) role.display = text_of(location, "display");
        }
        for (const json::value* code : elements(member(resource.body, "code"))) {
            add_title(role.titles, concept_text(code));
            role.said += all_said(code) + "\n";
        }
        for (const json::value* specialty : elements(member(resource.body, "specialty"))) {
            if (std::string text = concept_text(specialty); !text.empty()) role.specialties.push_back(std::move(text));
        }
        role.is_active =
            is_active(resource.body) && !is_outside(member(resource.body, "period"), profile_.retrieved_on);
        return role;
    }

    /// Parts "林安 主任医师（教授）" into the name and the titles.
    static void split_titles(Practitioner& practitioner) {
        static const std::vector<std::string> titles = profession_words("title");
        const auto blank = std::min(practitioner.name.find(' '), practitioner.name.find("\u3000"));
        if (blank == std::string::npos || !has_han(practitioner.name.substr(0, blank))) return;
        std::string behind = tidied(practitioner.name.substr(blank));
        if (!holds_one(fold(behind), titles)) return;
        practitioner.name.resize(blank);
        for (const std::string_view bracket : {"（", "）", "(", ")", "，", ","}) {
            for (auto at = behind.find(bracket); at != std::string::npos; at = behind.find(bracket, at)) {
                behind.replace(at, bracket.size(), "、");
                at += std::string_view("、").size();
            }
        }
        for (std::string& title : listed(behind)) add_title(practitioner.titles, std::move(title));
    }

    Practitioner practitioner_from(const Resource& resource) const {
        Practitioner practitioner;
        practitioner.name = human_name(member(resource.body, "name"), profile_.retrieved_on);
        split_titles(practitioner);
        practitioner.key = fnv1a(resource.own_key);
        practitioner.is_active = is_active(resource.body);
        for (const json::value* qualification : elements(member(resource.body, "qualification"))) {
            add_title(practitioner.titles, concept_text(member(qualification, "code")));
            practitioner.said += all_said(member(qualification, "code")) + "\n";
        }
        return practitioner;
    }

    static void add_title(std::vector<std::string>& titles, std::string title) {
        constexpr std::array<std::string_view, 3> kEverybody = {"doctor", "practitioner", "physician"};
        const std::string folded = fold(title);
        const bool says_nothing = std::find(kEverybody.begin(), kEverybody.end(), folded) != kEverybody.end();
        constexpr std::size_t kMost = 64;  // nobody has as many; a resource that lists more is no list of titles
        if (title.empty() || says_nothing || titles.size() == kMost) return;
        if (std::find(titles.begin(), titles.end(), title) != titles.end()) return;
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
        for (std::uint32_t i = 0; i < roles_.size(); ++i) {
            const Role& role = roles_[i];
            const Index practitioner = practitioner_of_.find(role.practitioner);
            if (!practitioner) continue;
            practitioners_[*practitioner].has_role = true;
            if (is_other_profession(said_of(role, *practitioner))) continue;
            roles_at_work_[work_key(*practitioner, role, workplace_of(role))].push_back(i);
        }
        // Where somebody works today, what was there before says nothing; otherwise all of it is past.
        for (auto& [work, roles] : roles_at_work_) {
            const auto is_over = [this](std::uint32_t role) { return !roles_[role].is_active; };
            if (!std::all_of(roles.begin(), roles.end(), is_over)) std::erase_if(roles, is_over);
        }
    }

    std::string said_of(const Role& role, Index practitioner) const {
        return practitioner ? role.said + practitioners_[*practitioner].said : role.said;
    }

    /// The organization that a role names, or that its location belongs to.
    Workplace workplace_of(const Role& role) const {
        Workplace place;
        place.organization = organization_of_.find(role.organization);
        for (const auto& targets : role.locations) {
            Index at = location_of_.find(targets);
            if (at && !place.location) place.location = at;
            for (std::size_t step = 0; at && !place.organization && step < kMaxSteps; ++step) {
                place.organization = organization_of_.find(locations_[*at].managed_by);
                at = location_of_.find(locations_[*at].part_of);
            }
        }
        if (place.organization) place.hospital = hospital_of(*place.organization);
        return place;
    }

    /// What tells one job of a person from another: the hospital, or what the place is called.
    std::uint64_t work_key(std::uint32_t practitioner, const Role& role, const Workplace& place) const {
        return fnv1a(hex16(practitioners_[practitioner].key) +
                     (place.hospital ? hex16(organizations_[*place.hospital].key) : role.display));
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
        DistinctTexts departments;
        for (const std::uint32_t department : organization.departments)
            departments.add(organizations_[department].name);
        hospital.departments = std::move(departments).take();
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
        if (is_other_profession(practitioner.said)) {
            out.findings.push_back(no_doctor(row, "resource.qualification", practitioner.name));
            return;
        }
        Doctor doctor;
        doctor.name = practitioner.name;
        doctor.titles = practitioner.titles;
        Record record = record_of(RecordKind::Doctor, practitioner.key, practitioner.is_active);
        record.body = std::move(doctor);
        put(row, std::move(record), out);
    }

    static GateFinding no_doctor(const InputRow& row, std::string field, const std::string& name) {
        return finding(
            row, std::move(field), "unknown-record-shape",
            "\"" + name + "\" is a nurse, pharmacist or technician by what is said here; only doctors are imported.");
    }

    void convert_role(const InputRow& row, const Resource& resource, IntakePart& out) const {
        const json::value* who = member(resource.body, "practitioner");
        const Role& role = roles_[own_places_.at(fnv1a(resource.own_key))];
        const Index practitioner = practitioner_of_.find(role.practitioner);
        const Workplace place = workplace_of(role);
        Doctor doctor;
        doctor.name = practitioner ? practitioners_[*practitioner].name : text_of(who, "display");
        if (is_other_profession(said_of(role, practitioner))) {
            out.findings.push_back(no_doctor(row, "resource.code", doctor.name));
            return;
        }
        std::vector<const Role*> roles = {&role};
        std::uint64_t key = role.key;
        bool active = role.is_active;
        if (practitioner) {
            const Practitioner& known = practitioners_[*practitioner];
            const std::uint64_t work = work_key(*practitioner, role, place);
            roles = roles_of(work);
            if (roles.front() != &role) return;
            doctor.titles = known.titles;
            active = active && known.is_active;
            key =
                fnv1a(hex16(known.key) + (place.hospital ? hex16(organizations_[*place.hospital].key) : role.display));
        } else if (auto fault = gate_display(row, doctor.name)) {
            out.findings.push_back(std::move(*fault));
            return;
        }
        place_doctor(row, role, place, doctor, out);
        add_fields_of(roles, doctor);
        Record record = record_of(RecordKind::Doctor, key, active);
        record.body = std::move(doctor);
        put(row, std::move(record), out);
    }

    std::vector<const Role*> roles_of(std::uint64_t work) const {
        std::vector<const Role*> roles;
        for (const std::uint32_t role : roles_at_work_.at(work)) roles.push_back(&roles_[role]);
        return roles;
    }

    /// The titles, departments and specialties of all roles at one place.
    void add_fields_of(const std::vector<const Role*>& roles, Doctor& doctor) const {
        DistinctTexts titles(std::move(doctor.titles));
        DistinctTexts departments;
        DistinctTexts specialties;
        for (const Role* role : roles) {
            for (const std::string& title : role->titles) titles.add(title);
            std::string department = department_of(*role, doctor);
            for (const std::string& specialty : role->specialties) {
                if (specialty == department) continue;
                // A specialty that is called like a department is one, for a role that names none.
                if (department.empty() && !implausible_name(specialty, ConceptKind::Department)) {
                    department = specialty;
                } else {
                    specialties.add(specialty);
                }
            }
            departments.add(department);
        }
        std::vector<std::string> others = std::move(specialties).take();
        std::erase_if(others, [&](const std::string& specialty) { return departments.contains(specialty); });
        doctor.titles = std::move(titles).take();
        doctor.department = join(std::move(departments).take(), "、");
        doctor.specialty = join(others, "、");
    }

    /// The department that a role's organization, its display or its location is; "" when none of them is.
    std::string department_of(const Role& role, const Doctor& doctor) const {
        const Workplace place = workplace_of(role);
        if (place.organization && organizations_[*place.organization].is_department) {
            return organizations_[*place.organization].name;
        }
        if (!place.hospital && is_department_name(role.display)) return role.display;
        if (!place.location || !place.hospital) return {};
        std::string_view name = locations_[*place.location].name;
        if (name.starts_with(doctor.hospital_name)) name.remove_prefix(doctor.hospital_name.size());
        std::string department = tidied(name);
        return is_department_name(department) ? department : std::string();
    }

    static bool is_department_name(const std::string& name) {
        return !name.empty() && !implausible_name(name, ConceptKind::Department) &&
               name.find("医院") == std::string::npos;
    }

    static std::optional<GateFinding> gate_display(const InputRow& row, const std::string& name) {
        if (!name.empty()) return gate_name(row, "resource.practitioner.display", name, ConceptKind::Population);
        return finding(row, "resource.practitioner.reference", "unknown-record",
                       "This role's practitioner is not in this input, and the reference does not display a name. Add "
                       "the Practitioner, or correct the reference.");
    }

    void place_doctor(const InputRow& row, const Role& role, const Workplace& place, Doctor& doctor,
                      IntakePart& out) const {
        if (place.hospital) {
            const Organization& hospital = organizations_[*place.hospital];
            doctor.hospital_name = hospital.name;
            doctor.hospital_id = id_of(RecordKind::Hospital, hospital.key);
            if (hospital.is_contained) put_contained(row, hospital, out);
            return;
        }
        if (!role.display.empty() && !is_department_name(role.display)) doctor.hospital_name = role.display;
        if (role.organization.empty() || place.organization || !role.display.empty()) return;
        out.findings.push_back(finding(row, "resource.organization.reference", "unknown-record",
                                       "This role's organization is not in this input; the doctor is imported without "
                                       "it. Add the Organization, or correct the reference."));
    }

    /// A hospital that only roles contain is known by its name alone, so that each gives the same record.
    void put_contained(const InputRow& row, const Organization& organization, IntakePart& out) const {
        Hospital hospital;
        hospital.name = organization.name;
        Record record = record_of(RecordKind::Hospital, organization.key, true);
        record.body = std::move(hospital);
        put(row, std::move(record), out);
    }

    ImportProfile profile_;
    RowRegister resources_;
    std::unordered_map<std::uint64_t, std::uint32_t> own_places_;  ///< by own_key, in the table of the resource's type
    Targets organization_of_;
    Targets practitioner_of_;
    std::vector<Organization> organizations_;
    std::vector<Practitioner> practitioners_;
    Targets location_of_;
    std::vector<Location> locations_;
    std::vector<Role> roles_;
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>>
        roles_at_work_;  ///< by work_key(), in the input's order
    bool is_linked_ = false;
};

constexpr int kUses = 4;

/// How much a name is to be preferred by its use; below 0: never.
int rank_of_use(std::string_view use) {
    if (use == "official") return 3;
    if (use == "usual") return 2;
    if (use.empty()) return 1;
    return use == "temp" ? 0 : -1;
}

/// The text, or the parts in the order in which one writes them; in Chinese when either of the two is.
std::string written_name(const json::value* name) {
    const std::string text = text_of(name, "text");
    const std::string family = text_of(name, "family");
    std::string given;
    for (const json::value* part : elements(member(name, "given"))) {
        const std::string each = text_of(part);
        if (!given.empty() && !each.empty() && !has_han(given)) given += " ";
        given += each;
    }
    const bool is_chinese = has_han(family) || has_han(given);
    if (!text.empty() && (has_han(text) || !is_chinese)) return text;
    return is_chinese || given.empty() || family.empty() ? family + given : given + " " + family;
}

/// 2: written in Chinese characters; 1: nothing is known; 0: how it sounds (ISO 21090: SYL, ABC).
int rank_of_script(const json::value* name, std::string_view written) {
    for (const json::value* extension : elements(member(name, "extension"))) {
        if (!text_of(extension, "url").ends_with("EN-representation")) continue;
        const std::string script = text_of(extension, "valueCode");
        if (script == "IDE") return 2;
        if (script == "SYL" || script == "ABC") return 0;
    }
    return has_han(written) ? 2 : 1;
}

}  // namespace

std::string human_name(const json::value* names, Date day) {
    std::string best;
    int best_rank = -1;
    for (const json::value* name : elements(names)) {
        const int use = rank_of_use(text_of(name, "use"));
        if (use < 0 || is_outside(member(name, "period"), day)) continue;
        std::string written = written_name(name);
        if (written.empty()) continue;
        const int rank = use + kUses * rank_of_script(name, written);
        if (rank <= best_rank) continue;
        best = std::move(written);
        best_rank = rank;
    }
    return best;
}

Result<std::unique_ptr<Adapter>> make_fhir_entries_adapter(const ImportProfile& profile) {
    return std::unique_ptr<Adapter>(std::make_unique<FhirEntries>(profile));
}

}  // namespace xinglin
