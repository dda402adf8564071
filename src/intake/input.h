#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "intake/profile.h"

namespace xinglin {

/// What was read of a file: for the origin's provenance and to tell whether it is still the same.
struct InputFacts {
    std::uint64_t file_bytes = 0;     ///< read of the file so far
    std::uint64_t file_hash = 0;      ///< fnv1a() of them
    std::uint64_t decoded_bytes = 0;  ///< UTF-8 that came out of them
    bool is_gzip = false;
};

/// A file as a stream of UTF-8, block by block, in memory that does not grow with it: unpacked when it is gzip (told by
/// its first bytes, whatever its name), decoded from its declared encoding, without byte order mark. Bytes that the
/// encoding does not know become the byte FF, which no UTF-8 holds; invalid bytes of a UTF-8 file come as they are. So
/// whoever cuts the stream into rows finds them in the row where they stand.
class Input {
  public:
    /// NotFound when there is no such regular file (a pipe cannot be read twice); InvalidInput when its beginning shows
    /// that it is in another encoding than the declared one, or no text at all.
    static Result<std::unique_ptr<Input>> open(const std::filesystem::path& file, TextEncoding encoding);

    /// The same over any stream of `size_bytes`; `name` is for errors.
    static Result<std::unique_ptr<Input>> over(std::unique_ptr<std::istream> stream, std::uint64_t size_bytes,
                                               TextEncoding encoding, const std::string& name);

    ~Input();
    Input(const Input&) = delete;
    Input& operator=(const Input&) = delete;

    /// The next block, valid until the next call; empty at the end and after a failure.
    std::string_view next();

    /// Why the stream ended before its end: a cut or damaged gzip file (InvalidInput), one that unpacks to absurdly
    /// more than it is (TooLarge), a failing disk (Unavailable).
    const std::optional<Error>& failure() const;

    const InputFacts& facts() const;
    std::uint64_t size_bytes() const;  ///< of the file when it was opened
    TextEncoding encoding() const;

  private:
    class Impl;
    explicit Input(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// Whether bytes that are not UTF-8 read as Chinese text in GB18030. `bytes` may be cut inside a character.
bool reads_as_gb18030(std::string_view bytes);

}  // namespace xinglin
