#include "catalog/saved_snapshot.h"

#include <utility>

#include "base/archive.h"
#include "corpus/saved_records.h"

namespace xinglin {
namespace {

template <typename Archive>
void fields(Archive& archive, IsOf<ImportInput> auto& input) {
    auto& [file, bytes, hash] = input;
    archive(file, bytes, hash);
}

template <typename Archive>
void fields(Archive& archive, IsOf<Origin> auto& origin) {
    auto& [name, version, title, licence, language, trust, fictitious, source, input, imported_on, steps, audience] =
        origin;
    archive(name, version, title, licence, language, trust, fictitious, source);
    fields(archive, input);
    archive(imported_on, steps, audience);
}

template <typename Save>
std::string saved(const Save& save) {
    ArchiveWriter archive;
    save(archive);
    return std::move(archive).take();
}

std::string saved_origins(const std::vector<Origin>& origins) {
    return saved([&](ArchiveWriter& archive) {
        archive(origins.size());
        for (const Origin& origin : origins) fields(archive, origin);
    });
}

std::vector<Origin> load_origins(ArchiveReader& archive) {
    std::uint64_t size = 0;
    archive(size);
    std::vector<Origin> origins;
    for (std::uint64_t i = 0; i < size && archive.ok(); ++i) fields(archive, origins.emplace_back());
    return origins;
}

std::string saved_records(const Snapshot& snapshot) {
    SavedRecordsWriter writer;
    for (const RecordHandle& record : snapshot.corpus->records()) writer.add(*record.read_once());
    for (const RecordHandle& record : snapshot.held) writer.add(*record.read_once());
    return std::move(writer).finish();
}

/// Reads a section to its end; null when it has another.
template <typename Load>
auto loaded(const ModelFile& file, ModelSection section, const Load& load)
    -> decltype(load(std::declval<ArchiveReader&>())) {
    ArchiveReader archive(file.section(section));
    auto part = load(archive);
    if (!archive.ok() || !archive.at_end()) return nullptr;
    return part;
}

}  // namespace

ModelSections sections_of(const Snapshot& snapshot) {
    ModelSections sections;
    const auto at = [&](ModelSection section) -> std::string& { return sections[static_cast<std::size_t>(section)]; };
    at(ModelSection::Origins) = saved_origins(snapshot.origins);
    at(ModelSection::Knowledge) = saved([&](ArchiveWriter& archive) { snapshot.knowledge().save(archive); });
    at(ModelSection::Annotator) = saved([&](ArchiveWriter& archive) { snapshot.annotator->save(archive); });
    at(ModelSection::Records) = saved_records(snapshot);
    at(ModelSection::Corpus) = saved([&](ArchiveWriter& archive) {
        archive(snapshot.corpus->records().size());
        snapshot.corpus->save(archive);
    });
    SearchParts<std::string> search = snapshot.search->save();
    at(ModelSection::Speller) = std::move(search.speller);
    at(ModelSection::Items) = std::move(search.items);
    at(ModelSection::Index) = std::move(search.index);
    at(ModelSection::Suggester) = std::move(search.suggester);
    at(ModelSection::Coder) = std::move(search.coder);
    return sections;
}

std::shared_ptr<const Snapshot> load_snapshot(const std::shared_ptr<const ModelFile>& file) {
    const auto origins = loaded(*file, ModelSection::Origins, [](ArchiveReader& archive) {
        return std::make_shared<std::vector<Origin>>(load_origins(archive));
    });
    const auto knowledge = loaded(*file, ModelSection::Knowledge, [](ArchiveReader& archive) {
        return std::make_shared<const Knowledge>(Knowledge::load(archive));
    });
    if (!origins || !knowledge) return nullptr;
    auto annotator = loaded(*file, ModelSection::Annotator,
                            [&](ArchiveReader& archive) { return Annotator::load(archive, knowledge); });
    const auto saved = SavedRecords::open(file->section(ModelSection::Records), file, knowledge->concepts().size());
    if (!annotator || !saved) return nullptr;
    std::vector<RecordHandle> held;
    auto corpus = loaded(*file, ModelSection::Corpus, [&](ArchiveReader& archive) -> std::shared_ptr<const Corpus> {
        std::uint64_t published = 0;
        archive(published);
        if (published > saved->size()) return nullptr;
        std::vector<RecordHandle> records;
        records.reserve(published);
        for (std::uint32_t i = 0; i < published; ++i) records.emplace_back(saved, i);
        for (auto i = static_cast<std::uint32_t>(published); i < saved->size(); ++i) held.emplace_back(saved, i);
        return Corpus::load(archive, annotator, std::move(records));
    });
    if (!corpus) return nullptr;
    const SearchParts<std::string_view> parts{
        file->section(ModelSection::Speller), file->section(ModelSection::Items), file->section(ModelSection::Index),
        file->section(ModelSection::Suggester), file->section(ModelSection::Coder)};
    auto search = std::make_shared<const Search>(corpus, parts, file);
    return std::make_shared<const Snapshot>(Snapshot{file->stamp().revision,
                                                     *origins,
                                                     std::move(annotator),
                                                     std::move(corpus),
                                                     {},
                                                     std::move(search),
                                                     std::move(held),
                                                     file->stamp().audience,
                                                     std::make_shared<const RuleSet>(knowledge)});
}

}  // namespace xinglin
