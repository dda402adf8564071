#include "intake/disease_row.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/strings.h"

namespace xinglin {
namespace {

namespace json = boost::json;

class Reader {
  public:
    Reader(const InputRow& row, std::vector<GateFinding>* findings) : row_(row), findings_(findings) {}

    DiseaseRow read() {
        DiseaseRow disease;
        if (const json::object* overview = object_in(row_.fields, "gaishu_info", "")) {
            read_overview(*overview, disease);
        }
        disease.causes = text_in(row_.fields, "cause_info", "");
        disease.prevention = text_in(row_.fields, "prevent_info", "");
        disease.nursing = text_in(row_.fields, "nursing_info", "");
        disease.lists[static_cast<int>(DiseaseList::Tests)] = items_in(row_.fields, "inspect_info", "", true);
        if (const json::object* symptoms = object_in(row_.fields, "symptom_data", "")) {
            disease.lists[static_cast<int>(DiseaseList::Symptoms)] =
                items_in(*symptoms, "symptoms", "symptom_data.", true);
            disease.symptoms = lines_in(*symptoms, "symptom_detail", "symptom_data.");
        }
        disease.has_food = row_.fields.contains("food_info");
        return disease;
    }

  private:
    void read_overview(const json::object& overview, DiseaseRow& disease) {
        constexpr std::string_view kWhere = "gaishu_info.";
        disease.name = text_in(overview, "name", kWhere).text;
        disease.description = text_in(overview, "desc", kWhere);
        disease.lists[static_cast<int>(DiseaseList::Complications)] =
            items_in(overview, "has_complication", kWhere, true);
        disease.lists[static_cast<int>(DiseaseList::Departments)] =
            items_in(overview, "belongs_to_department", kWhere, true);
        disease.lists[static_cast<int>(DiseaseList::Drugs)] = items_in(overview, "common_drug", kWhere, false);
        disease.has_ways_of_treatment = overview.contains("treat_way");
        for (const std::string_view name : {"disease_ratio", "cure_prob", "treat_cost", "treat_cycle"}) {
            RowItem number = number_in(overview, name, kWhere);
            if (!number.text.empty()) disease.numbers.push_back(std::move(number));
        }
    }

    void report(std::string field, std::string_view rule, std::string message, std::string text = {}) {
        if (findings_ == nullptr) return;
        findings_->push_back({row_.line, std::move(field), std::string(rule), std::move(message), std::move(text)});
    }

    void report_type(const std::string& field, std::string_view wanted, const json::value& value) {
        report(field, "unknown-record-shape", "Here stands no " + std::string(wanted) + "; the field was passed over.",
               std::string(json::to_string(value.kind())));
    }

    const json::value* find(const json::object& object, std::string_view name, const std::string& field,
                            bool required) {
        const json::value* found = object.if_contains(name);
        if (found != nullptr && !found->is_null()) return found;
        if (required) report(field, "missing-field", "This field is missing; what it would say is not taken over.");
        return nullptr;
    }

    const json::object* object_in(const json::object& object, std::string_view name, std::string_view where) {
        const std::string field = std::string(where) + std::string(name);
        const json::value* found = find(object, name, field, true);
        if (found == nullptr) return nullptr;
        if (!found->is_object()) report_type(field, "object", *found);
        return found->if_object();
    }

    RowItem text_in(const json::object& object, std::string_view name, std::string_view where) {
        RowItem item{std::string(where) + std::string(name), {}};
        const json::value* found = find(object, name, item.field, true);
        if (found == nullptr) return item;
        if (!found->is_string()) {
            report_type(item.field, "text", *found);
            return item;
        }
        item.text = trimmed(std::string_view(found->get_string()));
        return item;
    }

    /// A number may be written as text or as a number; either way nobody says who counted.
    RowItem number_in(const json::object& object, std::string_view name, std::string_view where) {
        RowItem item{std::string(where) + std::string(name), {}};
        const json::value* found = find(object, name, item.field, false);
        if (found == nullptr) return item;
        const std::string text = found->is_string() ? std::string(found->get_string()) : json::serialize(*found);
        if (text.find_first_of("0123456789") != std::string::npos) item.text = text;
        return item;
    }

    std::vector<RowItem> items_in(const json::object& object, std::string_view name, std::string_view where,
                                  bool required) {
        std::vector<RowItem> items;
        const std::string field = std::string(where) + std::string(name);
        const json::value* found = find(object, name, field, required);
        if (found == nullptr) return items;
        const json::array* array = found->if_array();
        if (array == nullptr) {
            report_type(field, "list", *found);
            return items;
        }
        for (std::size_t i = 0; i < array->size(); ++i) {
            const std::string place = field + "[" + std::to_string(i) + "]";
            if (const json::string* text = (*array)[i].if_string()) {
                items.push_back({place, std::string(trimmed(std::string_view(*text)))});
            } else {
                report_type(place, "text", (*array)[i]);
            }
        }
        return items;
    }

    /// A text that comes as a list of its lines.
    RowItem lines_in(const json::object& object, std::string_view name, std::string_view where) {
        RowItem whole{std::string(where) + std::string(name), {}};
        for (const RowItem& line : items_in(object, name, where, true)) {
            if (line.text.empty()) continue;
            if (!whole.text.empty()) whole.text += '\n';
            whole.text += line.text;
        }
        return whole;
    }

    const InputRow& row_;
    std::vector<GateFinding>* findings_;
};

}  // namespace

DiseaseRow read_disease_row(const InputRow& row, std::vector<GateFinding>* findings) {
    return Reader(row, findings).read();
}

}  // namespace xinglin
