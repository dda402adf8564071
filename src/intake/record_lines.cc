#include "intake/record_lines.h"

#include <utility>

#include "base/strings.h"
#include "intake/row_gate.h"
#include "intake/row_register.h"
#include "intake/rows.h"
#include "pack/dump_line.h"

namespace xinglin {
namespace {

constexpr std::size_t kFindingTextBytes = 4096;

class RecordLines : public Adapter {
  public:
    explicit RecordLines(const ImportProfile& profile) : profile_(profile) {}

    void survey(const InputRow& row) override {
        const DumpLine line = read(row);
        if (!line.problem) things_.add(fnv1a(line.record.head.id), fnv1a(content_of(line.record)), row);
    }

    void convert(const InputRow& row, IntakePart& out) override {
        DumpLine line = read(row);
        if (line.problem) {
            out.findings.push_back(
                finding_of(row, line.problem->where, *line.problem, as_utf8(row.text, kFindingTextBytes)));
            return;
        }
        Record& record = line.record;
        const std::string content = content_of(record);
        const std::uint64_t key = fnv1a(record.head.id);
        const auto entry = things_.find(key, fnv1a(content), row);
        if (entry.standing == RowRegister::Standing::Repeated) {
            out.findings.push_back(duplicate_finding(row, entry, {}, name_of(record)));
            return;
        }
        if (things_.has_several(key)) record.head.id = content_id(name_of(record.kind()), profile_.origin, content);
        set_origin(record, profile_);
        if (Doctor* doctor = std::get_if<Doctor>(&record.body)) add_hospital(*doctor, out);
        out.records.push_back(std::move(record));
    }

  private:
    DumpLine read(const InputRow& row) const { return read_dump_line(row.fields, {}, profile_.origin); }

    /// The hospital is known by its name alone, so that every doctor's line gives the same record.
    void add_hospital(Doctor& doctor, IntakePart& out) const {
        Record record;
        set_origin(record, profile_);
        Hospital hospital;
        hospital.name = doctor.hospital_name;
        record.head.id = content_id(name_of(RecordKind::Hospital), profile_.origin, hospital.name);
        record.body = std::move(hospital);
        doctor.hospital_id = record.head.id;
        out.records.push_back(std::move(record));
    }

    ImportProfile profile_;
    RowRegister things_;
};

}  // namespace

std::unique_ptr<Adapter> make_record_lines_adapter(const ImportProfile& profile) {
    return std::make_unique<RecordLines>(profile);
}

}  // namespace xinglin
