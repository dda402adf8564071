#include "intake/record_rows.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "intake/record_lines.h"
#include "intake/table_columns.h"

namespace xinglin {
namespace {

namespace json = boost::json;

enum class Cell {
    Text,    ///< tidied, without simple markup; a placeholder is nothing
    Markup,  ///< as it stands: HTML is read by what reads lines
    List,    ///< several in one cell
};

struct RowField {
    std::string_view name;
    Cell cell = Cell::Text;
    std::string_view inside = {};  ///< the object of the line that it is a field of
};

/// The fields of a kind of row; of a line they are told apart by, so all that are needed are there, empty or not.
struct RowShape {
    std::vector<std::string_view> needed;
    std::vector<RowField> fields;
};

RowShape shape_of(AdapterKind kind) {
    switch (kind) {
        case AdapterKind::Doctors:
            return {{"name", "hospital"},
                    {{"name"},
                     {"hospital"},
                     {"department"},
                     {"titles", Cell::List},
                     {"specialty"},
                     {"biography"},
                     {"url"}}};
        case AdapterKind::Articles:
            return {
                {"title", "body"},
                {{"title"}, {"body", Cell::Markup}, {"source"}, {"breadcrumb", Cell::List}, {"published_on"}, {"url"}}};
        case AdapterKind::Questions:
            return {{"question", "answer"},
                    {{"question"},
                     {"answer"},
                     {"doctor", Cell::Text, "answered_by"},
                     {"doctor_title", Cell::Text, "answered_by"},
                     {"doctor_hospital", Cell::Text, "answered_by"},
                     {"published_on"},
                     {"url"}}};
        case AdapterKind::Tests:
            return {{"name", "description"}, {{"name"}, {"description"}, {"url"}}};
        case AdapterKind::Diseases:
        case AdapterKind::Records:
        case AdapterKind::Drugs:
        case AdapterKind::Hospitals:
        case AdapterKind::Codes:
        case AdapterKind::DrugClasses:
        case AdapterKind::Terminology:
        case AdapterKind::Fhir:
            break;
    }
    return {};
}

/// "doctor_title" of answered_by is its "title", "doctor" its "name".
std::string_view name_inside(std::string_view field) {
    constexpr std::string_view kPrefix = "doctor_";
    return field.starts_with(kPrefix) ? field.substr(kPrefix.size()) : std::string_view("name");
}

class RecordRows : public Adapter {
  public:
    RecordRows(const ImportProfile& profile, RowShape shape, TableColumns columns)
        : shape_(std::move(shape)), columns_(std::move(columns)), lines_(make_record_lines_adapter(profile)) {}

    void survey(const InputRow& row) override { lines_->survey(line_of(row)); }
    void convert(const InputRow& row, IntakePart& out) override {
        const std::size_t before = out.findings.size();
        lines_->convert(line_of(row), out);
        for (std::size_t i = before; i < out.findings.size(); ++i) {
            out.findings[i].field = columns_.column(out.findings[i].field);
        }
    }

  private:
    json::value value_of(const InputRow& row, const RowField& field) const {
        switch (field.cell) {
            case Cell::Text:
                return json::string(columns_.text(row, field.name));
            case Cell::Markup:
                return json::string(columns_.raw(row, field.name));
            case Cell::List:
                break;
        }
        // A path through an old site (首页 > 内科 > 神经内科) is a list too.
        std::string text = columns_.text(row, field.name);
        std::replace(text.begin(), text.end(), '>', ';');
        json::array list;
        for (const std::string& each : listed(text)) list.emplace_back(each);
        return list;
    }

    InputRow line_of(const InputRow& row) const {
        InputRow line{row.number, row.line, row.text, {}};
        json::object inner;
        std::string_view inner_name;
        for (const RowField& field : shape_.fields) {
            json::value value = value_of(row, field);
            const bool is_empty = value.is_string() && value.get_string().empty();
            if (!field.inside.empty()) {
                inner_name = field.inside;
                if (!is_empty) inner.emplace(name_inside(field.name), std::move(value));
                continue;
            }
            // What an old portal calls its address and its day counts only when it is said.
            if (is_empty && (field.name == "url" || field.name == "published_on")) continue;
            line.fields.emplace(field.name, std::move(value));
        }
        if (!inner.empty()) line.fields.emplace(inner_name, std::move(inner));
        return line;
    }

    RowShape shape_;
    TableColumns columns_;
    std::unique_ptr<Adapter> lines_;
};

}  // namespace

Result<std::unique_ptr<Adapter>> make_record_rows_adapter(const ImportProfile& profile) {
    RowShape shape = shape_of(profile.adapter);
    std::vector<std::string_view> names;
    for (const RowField& field : shape.fields) {
        if (std::ranges::find(shape.needed, field.name) == shape.needed.end()) names.push_back(field.name);
    }
    auto columns = TableColumns::choose(profile, shape.needed, names);
    if (!columns) return columns.error();
    return std::unique_ptr<Adapter>(std::make_unique<RecordRows>(profile, std::move(shape), *std::move(columns)));
}

}  // namespace xinglin
