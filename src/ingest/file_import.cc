#include "ingest/file_import.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <utility>

#include "base/files.h"
#include "ingest/import_changes.h"
#include "intake/adapter.h"
#include "intake/rows.h"
#include "knowledge/codec.h"
#include "store/store.h"

namespace xinglin {
namespace {

/// Of the rows' text; with it goes what they turn into.
constexpr std::size_t kMaxPartBytes = std::size_t{8} << 20;

constexpr std::size_t kExamplesARule = 5;
constexpr std::size_t kExampleTextBytes = 600;
constexpr std::size_t kQuarantineTextBytes = 4096;

/// Counts distinct things of some sorts, in eight bytes each.
template <std::size_t sorts>
class DistinctCounts {
  public:
    void add(std::size_t sort, std::string_view id) {
        std::vector<std::uint64_t>& seen = seen_[sort];
        seen.push_back(fnv1a(id));
        if (seen.size() < limit_[sort]) return;
        shrink(seen);
        limit_[sort] = std::max(kFirstLimit, 2 * seen.size());
    }

    std::size_t count(std::size_t sort) {
        shrink(seen_[sort]);
        return seen_[sort].size();
    }

  private:
    static void shrink(std::vector<std::uint64_t>& seen) {
        std::sort(seen.begin(), seen.end());
        seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
    }

    static constexpr std::size_t kFirstLimit = 4096;

    std::array<std::vector<std::uint64_t>, sorts> seen_;
    std::array<std::size_t, sorts> limit_{};
};

/// What an import is told to compare with: the curated knowledge of the store, without what was withdrawn.
KnowledgeData curated_knowledge(Store& store) {
    KnowledgeData curated;
    for (const Origin& origin : store.origins()) {
        if (origin.trust != Trust::Curated) continue;
        KnowledgeData part = store.knowledge_of(origin.name);
        std::ranges::move(part.sources, std::back_inserter(curated.sources));
        std::ranges::move(part.concepts, std::back_inserter(curated.concepts));
        std::ranges::move(part.relations, std::back_inserter(curated.relations));
        std::ranges::move(part.red_flags, std::back_inserter(curated.red_flags));
        std::ranges::move(part.triage_rules, std::back_inserter(curated.triage_rules));
    }
    for (const Withdrawal& withdrawal : store.withdrawals()) {
        for (Source& source : curated.sources) {
            if (source.id == withdrawal.source) source.status = SourceStatus::Withdrawn;
        }
    }
    return curated;
}

std::uint64_t hash_of(const KnowledgeData& knowledge) {
    std::uint64_t hash = 0;
    const auto add = [&](const boost::json::object& entity) {
        hash = hash * 31 + fnv1a(boost::json::serialize(entity));
    };
    for (const Source& source : knowledge.sources) add(to_json(source));
    for (const Concept& each : knowledge.concepts) add(to_json(each));
    for (const Relation& relation : knowledge.relations) add(to_json(relation));
    return hash;
}

std::vector<std::string> steps_of(const ImportProfile& profile, const InputFacts& facts) {
    std::vector<std::string> steps;
    if (facts.is_gzip) steps.emplace_back("gunzip");
    if (profile.encoding == TextEncoding::Gb18030) steps.emplace_back("gb18030 to utf-8");
    steps.push_back(std::string(name_of(profile.adapter)) + " adapter " + std::to_string(kAdapterVersion));
    steps.push_back("gate " + std::to_string(kGateVersion));
    return steps;
}

/// What one import is made of.
struct Plan {
    std::filesystem::path file;
    ImportProfile profile;
    std::uint64_t profile_hash = 0;
    std::uint64_t curated_hash = 0;
    Knowledge curated;
    std::unique_ptr<Adapter> adapter;
    InputFacts facts;             ///< of the survey pass
    std::int64_t written_at = 0;  ///< when the file was last written, before that pass
    Origin origin;

    std::string fingerprint() const {
        // With the time: a run that was killed may have staged rows of a file that was changed meanwhile and then back.
        return hex16(facts.file_hash) + hex16(facts.file_bytes) + hex16(static_cast<std::uint64_t>(written_at)) +
               hex16(profile_hash) + hex16(curated_hash) + " " + join(origin.steps, ", ");
    }
};

class FileImport {
  public:
    FileImport(Store& store, Plan& plan, const FileImportOptions& options)
        : store_(store), plan_(plan), options_(options) {}

    Result<GateReport> run() {
        if (const auto done = survey(); !done) return done.error();
        const auto rows = store_.begin_staging(plan_.origin, plan_.fingerprint());
        if (!rows) return rows.error();
        staged_rows_ = *rows;
        if (const auto done = convert(); !done) return done.error();
        const bool is_refused = options_.bad_lines == BadLines::Refuse && findings_ > 0;
        if (is_refused || nothing_was_usable()) {
            if (const auto done = store_.discard_staged(plan_.origin.name); !done) return done.error();
            return report({}, false);
        }
        if (options_.on_progress) {
            options_.on_progress(
                {ImportProgress::Phase::Publish, rows_, plan_.facts.file_bytes, plan_.facts.file_bytes});
        }
        if (options_.deletions == Deletions::Few) {
            if (auto refused = too_many_deletions()) {
                if (const auto done = store_.discard_staged(plan_.origin.name); !done) return done.error();
                return *refused;
            }
        }
        const auto written = store_.publish_staged(plan_.origin.name, {false, options_.is_trial});
        if (!written) return written.error();
        if (options_.is_trial) {
            if (const auto done = store_.discard_staged(plan_.origin.name); !done) return done.error();
        }
        return report(*written, true);
    }

  private:
    /// Not one row became anything: an origin that holds nothing would be left, or all of it deleted.
    bool nothing_was_usable() {
        std::size_t usable = 0;
        for (std::size_t kind = 0; kind < kConceptKindCount; ++kind) usable += concepts_.count(kind);
        for (std::size_t predicate = 0; predicate < kPredicateCount; ++predicate) usable += relations_.count(predicate);
        for (std::size_t kind = 0; kind < kRecordKindCount; ++kind) usable += records_.count(kind);
        return usable == 0;
    }

    /// Ends the import because the file is not the one that was surveyed. What was staged came of it and goes too: the
    /// file may be changed back, and then the next run would take those rows for its own.
    Result<Done> refuse_other_file(Error error) {
        if (const auto done = store_.discard_staged(plan_.origin.name); !done) return done.error();
        return error;
    }

    std::optional<Error> too_many_deletions() {
        constexpr std::size_t kTenth = 10;
        const auto would = store_.staged_deletions(plan_.origin.name);
        if (!would) return would.error();
        if (would->deleted * kTenth <= would->stored) return {};
        return Error{ErrorCode::Conflict,
                     "This import would delete " + std::to_string(would->deleted) + " of the " +
                         std::to_string(would->stored) + " things that \"" + plan_.origin.name +
                         "\" holds, and was refused; nothing was changed. If this is a part of the collection (a page, "
                         "a cut export), import the whole; if they are to go, add --allow-deletions.",
                     plan_.file.string()};
    }

    /// Reads the whole input; `on_step(reader, step)` is called for each row and fault, until it fails.
    template <typename OnStep>
    Result<InputFacts> each_row(ImportProgress::Phase phase, OnStep on_step) {
        const auto reader = open_rows(plan_.file, plan_.profile);
        if (!reader) return reader.error();
        RowReader& rows = **reader;
        for (auto step = rows.next(); step != RowReader::Step::End; step = rows.next()) {
            const Result<Done> done = on_step(rows, step);
            if (!done) return done.error();
            const Input& input = rows.input();
            if (options_.on_progress) {
                options_.on_progress({phase, rows.rows(), input.facts().file_bytes, input.size_bytes()});
            }
        }
        if (!rows.failure()) return rows.input().facts();
        Error failure = *rows.failure();
        if (failure.where.starts_with("line ")) failure.where = plan_.file.string() + ": " + failure.where;
        return failure;
    }

    Result<Done> survey() {
        std::error_code ignored;
        plan_.written_at = std::filesystem::last_write_time(plan_.file, ignored).time_since_epoch().count();
        const auto facts = each_row(ImportProgress::Phase::Survey, [&](RowReader& rows, RowReader::Step step) {
            if (step == RowReader::Step::Row) plan_.adapter->survey(rows.row());
            return Result<Done>(Done{});
        });
        if (!facts) return facts.error();
        plan_.facts = *facts;
        Origin& origin = plan_.origin;
        origin.input = {plan_.file.filename().string(), facts->file_bytes, facts->file_hash};
        origin.steps = steps_of(plan_.profile, *facts);
        return Done{};
    }

    Result<Done> convert() {
        IntakePart out;
        const auto facts = each_row(ImportProgress::Phase::Convert, [&](RowReader& rows, RowReader::Step step) {
            if (step == RowReader::Step::Row) {
                plan_.adapter->convert(rows.row(), out);
                part_bytes_ += rows.row().text.size();
            } else {
                out.findings.push_back(rows.fault());
            }
            return take(out, rows.rows());
        });
        if (!facts) return has_failed_to_stage_ ? facts.error() : refuse_other_file(facts.error());
        if (facts->file_hash != plan_.facts.file_hash || facts->file_bytes != plan_.facts.file_bytes) {
            return refuse_other_file({ErrorCode::Conflict,
                                      "The file was changed while it was read; import it again when it is complete.",
                                      plan_.file.string()});
        }
        part_.knowledge.sources.push_back(plan_.profile.source());
        return stage(std::max<std::uint64_t>(rows_, staged_rows_));
    }

    /// Takes over what the row of this number turned into, unless an interrupted run has done so already.
    Result<Done> take(IntakePart& out, std::size_t row) {
        rows_ = row;
        for (Relation& relation : out.knowledge.relations) complete(relation);
        for (Record& record : out.records) complete(record);
        count(out);
        if (row > staged_rows_) {
            move_into_part(out);
            ++part_rows_;
        } else {
            part_bytes_ = 0;
        }
        clear(out);
        if (part_rows_ < options_.rows_a_part && part_bytes_ < kMaxPartBytes) return Done{};
        return stage(row);
    }

    /// A relation without a source does not exist, and nothing of an import rests on more than its collection.
    void complete(Relation& relation) const {
        if (relation.sources.empty()) relation.sources.push_back(plan_.origin.source);
        relation.trust = Trust::Imported;
    }

    void complete(Record& record) const {
        record.head.origin = plan_.origin.name;
        record.head.trust = Trust::Imported;
        if (record.head.sources.empty()) record.head.sources.push_back(plan_.origin.source);
    }

    void count(const IntakePart& out) {
        for (const Concept& each : out.knowledge.concepts) concepts_.add(static_cast<std::size_t>(each.kind), each.id);
        for (const Relation& relation : out.knowledge.relations) {
            relations_.add(static_cast<std::size_t>(relation.predicate), key_of(relation));
        }
        for (const Record& record : out.records) {
            records_.add(static_cast<std::size_t>(record.kind()), record.head.id);
        }
        for (const GateFinding& finding : out.findings) count(finding);
    }

    void count(const GateFinding& finding) {
        ++findings_;
        auto known = std::ranges::find(rules_, finding.rule, &RuleFindings::rule);
        if (known == rules_.end()) known = rules_.insert(known, RuleFindings{finding.rule, 0, {}});
        ++known->count;
        if (known->examples.size() == kExamplesARule) return;
        known->examples.push_back({place_of(finding), finding.message, as_utf8(finding.text, kExampleTextBytes)});
    }

    std::string place_of(const GateFinding& finding) const {
        std::string place = plan_.origin.input.file;
        if (finding.line != 0) place += ":" + std::to_string(finding.line);
        if (!finding.field.empty()) place += " (" + finding.field + ")";
        return as_utf8(place, kExampleTextBytes);
    }

    void move_into_part(IntakePart& out) {
        std::ranges::move(out.knowledge.sources, std::back_inserter(part_.knowledge.sources));
        std::ranges::move(out.knowledge.concepts, std::back_inserter(part_.knowledge.concepts));
        std::ranges::move(out.knowledge.relations, std::back_inserter(part_.knowledge.relations));
        std::ranges::move(out.knowledge.red_flags, std::back_inserter(part_.knowledge.red_flags));
        std::ranges::move(out.records, std::back_inserter(part_.records));
        for (const GateFinding& finding : out.findings) {
            part_.quarantine.push_back({plan_.origin.name, place_of(finding), finding.rule,
                                        as_utf8(finding.message, kQuarantineTextBytes),
                                        as_utf8(finding.text, kQuarantineTextBytes)});
        }
    }

    static void clear(IntakePart& out) {
        out.knowledge.sources.clear();
        out.knowledge.concepts.clear();
        out.knowledge.relations.clear();
        out.knowledge.red_flags.clear();
        out.records.clear();
        out.findings.clear();
    }

    Result<Done> stage(std::uint64_t rows) {
        part_.rows = rows;
        const auto done = store_.stage(plan_.origin.name, part_);
        has_failed_to_stage_ = !done;
        part_ = {};
        part_rows_ = 0;
        part_bytes_ = 0;
        return done;
    }

    GateReport report(const WriteReport& written, bool stored) {
        GateReport report;
        report.source = plan_.profile.source();
        report.adapter = name_of(plan_.profile.adapter);
        report.file = as_utf8(plan_.origin.input.file, kExampleTextBytes);
        report.file_bytes = plan_.facts.file_bytes;
        report.file_hash = plan_.facts.file_hash;
        report.imported_on = options_.today;
        report.steps = plan_.origin.steps;
        report.rows = rows_;
        report.resumed_rows = static_cast<std::size_t>(staged_rows_);
        for (std::size_t kind = 0; kind < kConceptKindCount; ++kind) {
            add(report.concepts, report.import.concepts, name_of(static_cast<ConceptKind>(kind)),
                concepts_.count(kind));
        }
        for (std::size_t predicate = 0; predicate < kPredicateCount; ++predicate) {
            add(report.relations, report.import.relations, name_of(static_cast<Predicate>(predicate)),
                relations_.count(predicate));
        }
        for (std::size_t kind = 0; kind < kRecordKindCount; ++kind) {
            add(report.records, report.import.records, name_of(static_cast<RecordKind>(kind)), records_.count(kind));
        }
        std::ranges::sort(rules_, [](const RuleFindings& a, const RuleFindings& b) {
            return a.count != b.count ? a.count > b.count : a.rule < b.rule;
        });
        report.rules = std::move(rules_);
        ImportReport& import = report.import;
        import.origin = plan_.origin.name;
        import.stored = stored;
        import.quarantined = findings_;
        import.added = written.added;
        import.changed = written.changed;
        import.deleted = written.deleted;
        import.unchanged = written.unchanged;
        import.is_trial = options_.is_trial && stored;
        tell_changes(written.changes, import);
        return report;
    }

    static void add(std::vector<SortCount>& counts, std::size_t& total, std::string_view sort, std::size_t count) {
        if (count > 0) counts.push_back({std::string(sort), count});
        total += count;
    }

    Store& store_;
    Plan& plan_;
    const FileImportOptions& options_;
    StagedPart part_;
    std::uint64_t staged_rows_ = 0;
    std::size_t part_rows_ = 0;
    std::size_t part_bytes_ = 0;
    std::size_t rows_ = 0;
    std::size_t findings_ = 0;
    bool has_failed_to_stage_ = false;
    std::vector<RuleFindings> rules_;
    DistinctCounts<kConceptKindCount> concepts_;
    DistinctCounts<kPredicateCount> relations_;
    DistinctCounts<kRecordKindCount> records_;
};

}  // namespace

Result<GateReport> import_file(Store& store, const std::filesystem::path& file, const std::filesystem::path& profile,
                               const FileImportOptions& options) {
    auto read = read_profile(profile);
    if (!read) return read.error();
    const auto profile_text = read_file(profile);
    if (!profile_text) return profile_text.error();

    Plan plan;
    plan.file = file;
    plan.profile = std::move(*read);
    plan.profile_hash = fnv1a(*profile_text);
    KnowledgeData curated_data = curated_knowledge(store);
    plan.curated_hash = hash_of(curated_data);
    plan.curated = Knowledge(std::move(curated_data));
    plan.origin.name = plan.profile.origin;
    plan.origin.version = plan.profile.retrieved_on.iso();
    plan.origin.title = plan.profile.title;
    plan.origin.licence = plan.profile.licence;
    plan.origin.language = "zh-CN";
    plan.origin.trust = Trust::Imported;
    plan.origin.source = plan.profile.source().id;
    plan.origin.imported_on = options.today;
    plan.origin.audience = plan.profile.show;
    auto adapter = make_adapter(plan.profile, {&plan.curated});
    if (!adapter)
        return Error{adapter.error().code, adapter.error().message, profile.string() + ": " + adapter.error().where};
    plan.adapter = std::move(*adapter);
    return FileImport(store, plan, options).run();
}

}  // namespace xinglin
