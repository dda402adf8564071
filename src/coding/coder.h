#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/knowledge.h"

namespace xinglin {

class ArchiveReader;
class ArchiveWriter;

/// A code that a clinical phrase may mean.
struct CodeCandidate {
    std::string system;  ///< "ICD-10"
    std::string code;    ///< "G51.300"
    std::string name;    ///< of the concept that has the code
    std::string id;      ///< of that concept
    double score = 0;    ///< how well it fits, (0, 1]
};

/// Finds the codes of one system for phrases as clinicians write them (左膝退变伴游离体). The names and aliases of the
/// knowledge's coded concepts are all it knows, so it codes with whatever table was imported.
/// Immutable, so any number of threads may share one.
class Coder {
  public:
    /// `knowledge` is only read here. O(names).
    Coder(const Knowledge& knowledge, std::string_view system);
    ~Coder();

    /// For a file that the same build of the program reads back (base/archive.h).
    void save(ArchiveWriter& archive) const;
    /// Of equal knowledge. Null, and the archive has failed, when it does not fit.
    static std::shared_ptr<const Coder> load(const Knowledge& knowledge, std::string_view system,
                                             ArchiveReader& archive);

    /// Best first, at most `limit`, each code once. Where the phrase names several things, the best of each part come
    /// before the second best of any. Empty when nothing fits. Total order: score, then code.
    std::vector<CodeCandidate> code(std::string_view text, std::size_t limit = 10) const;

    std::size_t memory_bytes() const;

  private:
    class Table;
    explicit Coder(std::unique_ptr<const Table> table);
    std::unique_ptr<const Table> table_;
};

}  // namespace xinglin
