#include "catalog/model_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

#include "base/files.h"

namespace xinglin {
namespace {

constexpr std::string_view kMagic = "XLMODEL\n";
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kPage = 4096;

struct Place {
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
    std::uint64_t hash = 0;
};

// Little-endian, as the machines are that it is built for.
struct Header {
    std::array<char, 8> magic{};
    std::uint32_t version = kVersion;
    std::uint32_t section_count = kModelSections;
    std::uint64_t hash = 0;  // of the header with this field 0
    std::uint64_t file_size = 0;
    std::uint64_t program = 0;
    std::int64_t revision = 0;
    std::int64_t mark = 0;
    std::uint64_t audience = 0;
    std::array<Place, kModelSections> places{};
};

std::uint64_t hash_of(std::string_view bytes) {
    return XXH3_64bits(bytes.data(), bytes.size());
}

std::uint64_t hash_of(Header header) {
    header.hash = 0;
    return hash_of({reinterpret_cast<const char*>(&header), sizeof header});
}

std::size_t padded(std::size_t size) {
    return (size + kPage - 1) / kPage * kPage;
}

/// The whole file, mapped; empty with errno when it cannot be.
std::string_view map(const std::filesystem::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return {};
    struct stat facts {};
    void* begin = MAP_FAILED;
    if (::fstat(descriptor, &facts) == 0 && facts.st_size > 0) {
        begin = ::mmap(nullptr, static_cast<std::size_t>(facts.st_size), PROT_READ, MAP_SHARED, descriptor, 0);
    } else {
        errno = ENODATA;
    }
    const int why = errno;
    ::close(descriptor);
    errno = why;
    if (begin == MAP_FAILED) return {};
    return {static_cast<const char*>(begin), static_cast<std::size_t>(facts.st_size)};
}

}  // namespace

ModelFile::~ModelFile() {
    if (!bytes_.empty()) ::munmap(const_cast<char*>(bytes_.data()), bytes_.size());
}

ModelFile::Opened ModelFile::open(const std::filesystem::path& path, std::uint64_t program) {
    std::shared_ptr<ModelFile> file(new ModelFile());
    file->bytes_ = map(path);
    if (file->bytes_.empty()) {
        if (errno == ENOENT) return {ModelState::Missing, "there is none", nullptr};
        return {ModelState::Damaged, std::string("it cannot be read: ") + std::strerror(errno), nullptr};
    }
    return file->checked(program, file);
}

ModelFile::Opened ModelFile::checked(std::uint64_t program, std::shared_ptr<const ModelFile> itself) {
    constexpr std::size_t kVersionEnd = kMagic.size() + sizeof(std::uint32_t);
    if (bytes_.size() < kVersionEnd || !bytes_.starts_with(kMagic))
        return {ModelState::Damaged, "it is no model, or cut off", nullptr};
    std::uint32_t version = 0;
    std::memcpy(&version, bytes_.data() + kMagic.size(), sizeof version);
    if (version > kVersion)
        return {ModelState::Newer, "it is of format " + std::to_string(version) + ", which a newer Xinglin wrote",
                nullptr};
    Header header;
    if (bytes_.size() < sizeof header) return {ModelState::Damaged, "it is cut off", nullptr};
    std::memcpy(&header, bytes_.data(), sizeof header);
    if (version == 0 || header.section_count != kModelSections || header.program != program)
        return {ModelState::OtherProgram, "another build of Xinglin wrote it", nullptr};
    if (header.hash != hash_of(header)) return {ModelState::Damaged, "its header is changed", nullptr};
    if (header.file_size != bytes_.size()) return {ModelState::Damaged, "it is cut off", nullptr};
    if (header.audience >= count_of<Audience>) return {ModelState::Damaged, "its header makes no sense", nullptr};
    stamp_ = {header.program, header.revision, header.mark, static_cast<Audience>(header.audience)};
    for (std::size_t i = 0; i < kModelSections; ++i) {
        const Place& place = header.places[i];
        if (place.offset > bytes_.size() || place.size > bytes_.size() - place.offset)
            return {ModelState::Damaged, "a section lies outside of it", nullptr};
        sections_[i] = bytes_.substr(place.offset, place.size);
        if (hash_of(sections_[i]) != place.hash)
            return {ModelState::Damaged, "section " + std::to_string(i) + " is changed", nullptr};
    }
    return {ModelState::Usable, "", std::move(itself)};
}

Result<Done> write_model(const std::filesystem::path& path, const ModelStamp& stamp, const ModelSections& sections) {
    static constexpr std::array<char, kPage> kPadding{};
    Header header;
    std::ranges::copy(kMagic, header.magic.begin());
    header.program = stamp.program;
    header.revision = stamp.revision;
    header.mark = stamp.mark;
    header.audience = static_cast<std::uint64_t>(stamp.audience);
    std::vector<std::string_view> parts(1);
    std::size_t size = sizeof header;
    for (std::size_t i = 0; i < kModelSections; ++i) {
        parts.emplace_back(kPadding.data(), padded(size) - size);
        parts.push_back(sections[i]);
        header.places[i] = {padded(size), sections[i].size(), hash_of(sections[i])};
        size = padded(size) + sections[i].size();
    }
    header.file_size = size;
    header.hash = hash_of(header);
    parts[0] = {reinterpret_cast<const char*>(&header), sizeof header};
    return write_file(path, parts);
}

}  // namespace xinglin
