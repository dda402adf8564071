#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/enumeration.h"
#include "base/result.h"
#include "knowledge/audience.h"
#include "store/store.h"

namespace xinglin {

/// The parts of a saved read model. New ones are added at the end.
enum class ModelSection { Origins, Knowledge, Annotator, Records, Corpus, Speller, Items, Index, Suggester, Coder };

inline constexpr std::size_t kModelSections = count_of<ModelSection>;

/// Of what a model was made.
struct ModelStamp {
    std::uint64_t program = 0;  ///< program_identity()
    Revision revision = 0;
    std::int64_t mark = 0;  ///< Store::mark_of() the revision
    Audience audience = Audience::Readers;

    friend bool operator==(const ModelStamp&, const ModelStamp&) = default;
};

/// What a file is to the program that opens it.
enum class ModelState {
    Usable,
    Missing,
    Damaged,       ///< cut, changed, or no model at all
    OtherProgram,  ///< whole, but made by another build of the program
    Newer,         ///< of a newer format: a newer program uses it, so it is left alone
};

/// A saved read model, mapped. Immutable; threads may share one. docs/READMODEL.md draws the file.
class ModelFile {
  public:
    struct Opened {
        ModelState state = ModelState::Missing;
        std::string why;                        ///< what is wrong, for the log
        std::shared_ptr<const ModelFile> file;  ///< when it is usable
    };

    /// Opens the file and checks every byte that will be read. `program` is that of the stamp it must have.
    static Opened open(const std::filesystem::path& path, std::uint64_t program);

    ~ModelFile();
    ModelFile(const ModelFile&) = delete;
    ModelFile& operator=(const ModelFile&) = delete;

    const ModelStamp& stamp() const { return stamp_; }
    std::string_view section(ModelSection section) const { return sections_[static_cast<std::size_t>(section)]; }
    std::size_t size_bytes() const { return bytes_.size(); }

  private:
    ModelFile() = default;
    Opened checked(std::uint64_t program, std::shared_ptr<const ModelFile> itself);

    std::string_view bytes_;  // mapped
    ModelStamp stamp_;
    std::array<std::string_view, kModelSections> sections_;
};

using ModelSections = std::array<std::string, kModelSections>;

/// Writes a model in one step: whoever opens it sees all of it, or what was there before. Unavailable when the disk
/// refuses.
Result<Done> write_model(const std::filesystem::path& path, const ModelStamp& stamp, const ModelSections& sections);

/// Names this build of the program, and the model of everyday Chinese that it has: what is derived from one store by
/// equal programs is equal. 0 when the build has no name; then nothing can be saved.
std::uint64_t program_identity();

}  // namespace xinglin
