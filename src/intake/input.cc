#include "intake/input.h"

#include <unicode/ucnv.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <utility>
#include <vector>

#include "text/utf8.h"

namespace xinglin {
namespace {

constexpr std::size_t kFileBlockBytes = std::size_t{64} << 10;
constexpr std::size_t kBlockBytes = std::size_t{256} << 10;

/// Text that people wrote never packs better than this; a file made to fill a disk does.
constexpr std::uint64_t kMaxUnpackRatio = 400;
constexpr std::uint64_t kUnpackBytesBeforeRatioCounts = std::uint64_t{64} << 20;

/// The byte that stands for bytes that the declared encoding does not know.
constexpr char kNoCharacter = '\xFF';

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// The parameters of 64-bit FNV-1a, as fnv1a() has them.
constexpr std::uint64_t kHashStart = 0xCBF29CE484222325ULL;
constexpr std::uint64_t kHashPrime = 0x100000001B3ULL;

/// The bytes of a file, and what was read of it.
class FileBytes {
  public:
    FileBytes(std::unique_ptr<std::istream> stream, std::string name, InputFacts& facts)
        : stream_(std::move(stream)), name_(std::move(name)), buffer_(kFileBlockBytes), facts_(facts) {
        facts_.file_hash = kHashStart;
        if (!*stream_) fail();
    }

    std::string_view next() {
        if (failure_ || stream_->eof()) return {};
        stream_->read(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
        const auto count = static_cast<std::size_t>(stream_->gcount());
        if (stream_->bad() || (stream_->fail() && !stream_->eof())) fail();
        for (std::size_t i = 0; i < count; ++i) {
            facts_.file_hash = (facts_.file_hash ^ static_cast<unsigned char>(buffer_[i])) * kHashPrime;
        }
        facts_.file_bytes += count;
        return {buffer_.data(), count};
    }

    const std::optional<Error>& failure() const { return failure_; }

  private:
    void fail() { failure_ = Error{ErrorCode::Unavailable, "This file cannot be read to its end.", name_}; }

    std::unique_ptr<std::istream> stream_;
    std::string name_;
    std::vector<char> buffer_;
    InputFacts& facts_;
    std::optional<Error> failure_;
};

/// The bytes of a file, unpacked when it is gzip.
class PlainBytes {
  public:
    PlainBytes(std::unique_ptr<std::istream> stream, const std::string& name, InputFacts& facts)
        : file_(std::move(stream), name, facts), name_(name), facts_(facts) {
        packed_ = file_.next();
        facts_.is_gzip = packed_.starts_with("\x1F\x8B");
        if (!facts_.is_gzip) return;
        unpacked_.resize(kBlockBytes);
        is_inflating_ = inflateInit2(&stream_, MAX_WBITS + 16) == Z_OK;
        if (!is_inflating_) failure_ = Error{ErrorCode::Unavailable, "There is no memory to unpack this file.", name_};
    }

    ~PlainBytes() {
        if (is_inflating_) inflateEnd(&stream_);
    }
    PlainBytes(const PlainBytes&) = delete;
    PlainBytes& operator=(const PlainBytes&) = delete;

    std::string_view read() {
        if (failure_) return {};
        if (facts_.is_gzip) return unpack();
        if (is_first_) {
            is_first_ = false;
            return packed_;
        }
        return file_.next();
    }

    const std::optional<Error>& failure() const { return failure_ ? failure_ : file_.failure(); }

  private:
    std::string_view unpack() {
        stream_.next_out = reinterpret_cast<Bytef*>(unpacked_.data());
        stream_.avail_out = static_cast<uInt>(unpacked_.size());
        while (!failure_ && stream_.avail_out > 0) {
            if (packed_.empty()) packed_ = file_.next();
            if (packed_.empty()) {
                if (!is_between_members_ && !file_.failure()) fail_cut();
                break;
            }
            step();
        }
        const std::size_t count = unpacked_.size() - stream_.avail_out;
        unpacked_bytes_ += count;
        if (unpacked_bytes_ > kUnpackBytesBeforeRatioCounts && unpacked_bytes_ / kMaxUnpackRatio > facts_.file_bytes) {
            failure_ = Error{ErrorCode::TooLarge,
                             "This file unpacks to more than " + std::to_string(kMaxUnpackRatio) +
                                 " times its size, which no text does; unpack it and look at it.",
                             name_};
            return {};
        }
        return {unpacked_.data(), count};
    }

    /// Gives the unpacker what is there of the packed bytes.
    void step() {
        if (is_between_members_ && packed_.front() != '\x1F') {
            if (packed_.find_first_not_of('\0') != std::string_view::npos) {
                fail("There is something behind the end of the packed data; pack the file anew.");
            }
            packed_ = {};  // Padding, as tapes have it.
            return;
        }
        is_between_members_ = false;
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed_.data()));
        stream_.avail_in = static_cast<uInt>(packed_.size());
        const int status = inflate(&stream_, Z_NO_FLUSH);
        packed_.remove_prefix(packed_.size() - stream_.avail_in);
        if (status == Z_STREAM_END) {
            is_between_members_ = true;
            inflateReset(&stream_);
        } else if (status != Z_OK && status != Z_BUF_ERROR) {
            fail("The packed data is damaged; get the file again.");
        }
    }

    void fail(std::string message) {
        failure_ = Error{ErrorCode::InvalidInput, std::move(message),
                         name_ + ": byte " + std::to_string(facts_.file_bytes - packed_.size())};
    }

    void fail_cut() { fail("The gzip file ends in the middle: it was cut off. Get it whole and import it again."); }

    FileBytes file_;
    std::string name_;
    InputFacts& facts_;
    std::string_view packed_;
    std::string unpacked_;
    std::uint64_t unpacked_bytes_ = 0;
    z_stream stream_{};
    bool is_inflating_ = false;
    bool is_between_members_ = false;
    bool is_first_ = true;
    std::optional<Error> failure_;
};

/// GB18030 to UTF-8, block by block.
class Gb18030Decoder {
  public:
    Gb18030Decoder() : units_(kFileBlockBytes) {
        UErrorCode status = U_ZERO_ERROR;
        converter_ = ucnv_open("gb18030", &status);
        CHECK(U_SUCCESS(status));
        ucnv_setToUCallBack(converter_, UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
        CHECK(U_SUCCESS(status));
    }

    ~Gb18030Decoder() { ucnv_close(converter_); }
    Gb18030Decoder(const Gb18030Decoder&) = delete;
    Gb18030Decoder& operator=(const Gb18030Decoder&) = delete;

    /// Appends what `bytes` says to `out`; `is_last`: no bytes follow. How many byte sequences said nothing.
    std::size_t decode(std::string_view bytes, bool is_last, std::string& out) {
        std::size_t faults = 0;
        const char* source = bytes.data();
        const char* const end = bytes.data() + bytes.size();
        for (;;) {
            UErrorCode status = U_ZERO_ERROR;
            UChar* target = units_.data();
            ucnv_toUnicode(converter_, &target, units_.data() + units_.size(), &source, end, nullptr,
                           static_cast<UBool>(is_last), &status);
            append({units_.data(), static_cast<std::size_t>(target - units_.data())}, out);
            if (status == U_BUFFER_OVERFLOW_ERROR) continue;
            if (U_SUCCESS(status)) return faults;
            out += kNoCharacter;
            ++faults;
            if (source == end && status == U_TRUNCATED_CHAR_FOUND) return faults;
        }
    }

  private:
    void append(std::u16string_view units, std::string& out) {
        for (const char16_t unit : units) {
            if (high_ != 0) {
                append_utf8(out, 0x10000 + ((char32_t{high_} - 0xD800) << 10U) + (char32_t{unit} - 0xDC00));
                high_ = 0;
            } else if (unit >= 0xD800 && unit < 0xDC00) {
                high_ = unit;
            } else {
                append_utf8(out, unit);
            }
        }
    }

    UConverter* converter_ = nullptr;
    std::vector<UChar> units_;
    char16_t high_ = 0;  ///< the first half of a pair whose second is in the next block
};

/// How far into the text a first look goes.
constexpr std::size_t kLookBytes = kFileBlockBytes;

/// Whether a beginning of a text is UTF-8, its last character perhaps cut.
bool begins_as_utf8(std::string_view bytes) {
    const auto fault = first_invalid_utf8(bytes);
    return !fault || bytes.size() - *fault < 4;
}

bool is_ascii(std::string_view bytes) {
    return std::ranges::all_of(bytes, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// What the beginning of a text shows to be wrong with what was declared.
std::optional<std::string> look_at(std::string_view bytes, TextEncoding declared) {
    if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
        return "This file is UTF-16; save it as UTF-8.";
    }
    if (bytes.starts_with("PK\x03\x04")) {
        return "This is a ZIP archive (a spreadsheet is one too), not text; unpack it, or save the table as CSV in "
               "UTF-8.";
    }
    if (bytes.starts_with("SQLite format 3") || bytes.starts_with("%PDF-")) return "This is no text file.";
    switch (declared) {
        case TextEncoding::Utf8:
            if (!begins_as_utf8(bytes) && reads_as_gb18030(bytes)) {
                return "This file is not UTF-8; it reads as GB18030: say encoding = \"gb18030\" in the profile.";
            }
            break;
        case TextEncoding::Gb18030:
            if (begins_as_utf8(bytes) && !is_ascii(bytes)) {
                return "This file is UTF-8: say encoding = \"utf-8\" in the profile.";
            }
            break;
    }
    return {};
}

}  // namespace

bool reads_as_gb18030(std::string_view bytes) {
    Gb18030Decoder decoder;
    std::string text;
    const std::string_view look = bytes.substr(0, kLookBytes);
    if (decoder.decode(look, false, text) > 0) return false;
    // Any bytes in pairs are some character; in Chinese text most are common ones (the 20,902 of Unicode 1.1) or
    // full-width punctuation, of which the first 3,755 begin with B0 to D7.
    std::size_t common = 0;
    std::size_t foreign = 0;
    for (std::size_t at = 0; at + 1 < look.size();) {
        const auto lead = static_cast<unsigned char>(look[at]);
        if (lead < 0x80) {
            ++at;
            continue;
        }
        const auto trail = static_cast<unsigned char>(look[at + 1]);
        const bool is_common = ((lead >= 0xB0 && lead <= 0xF7) || lead == 0xA1 || lead == 0xA3) && trail >= 0xA1;
        is_common ? ++common : ++foreign;
        at += 2;
    }
    return common > 0 && foreign * 4 <= common;
}

class Input::Impl {
  public:
    Impl(std::unique_ptr<std::istream> stream, const std::string& name, TextEncoding encoding, std::uint64_t size)
        : bytes_(std::move(stream), name, facts_), encoding_(encoding), size_(size) {
        if (encoding_ == TextEncoding::Gb18030) decoder_ = std::make_unique<Gb18030Decoder>();
        first_ = bytes_.read();
    }

    std::string_view first() const { return first_; }

    std::string_view next() {
        std::string_view block = decoded();
        if (is_at_start_ && !block.empty()) {
            is_at_start_ = false;
            if (block.starts_with(kByteOrderMark)) block.remove_prefix(kByteOrderMark.size());
            if (block.empty()) block = decoded();
        }
        facts_.decoded_bytes += block.size();
        return block;
    }

    const std::optional<Error>& failure() const { return bytes_.failure(); }
    const InputFacts& facts() const { return facts_; }
    std::uint64_t size_bytes() const { return size_; }
    TextEncoding encoding() const { return encoding_; }

  private:
    std::string_view raw() {
        if (has_looked_) return bytes_.read();
        has_looked_ = true;
        return first_;
    }

    std::string_view decoded() {
        if (!decoder_) return raw();
        text_.clear();
        while (text_.empty() && !has_ended_) {
            const std::string_view block = raw();
            has_ended_ = block.empty();
            decoder_->decode(block, has_ended_, text_);
        }
        return text_;
    }

    InputFacts facts_;
    PlainBytes bytes_;
    TextEncoding encoding_;
    std::uint64_t size_;
    std::string_view first_;
    std::unique_ptr<Gb18030Decoder> decoder_;
    std::string text_;
    bool has_looked_ = false;
    bool has_ended_ = false;
    bool is_at_start_ = true;
};

Input::Input(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Input::~Input() = default;

Result<std::unique_ptr<Input>> Input::open(const std::filesystem::path& file, TextEncoding encoding) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error)) {
        return Error{ErrorCode::NotFound, "This is not a file that can be read; an import reads a regular file, twice.",
                     file.string()};
    }
    const auto size = std::filesystem::file_size(file, error);
    return over(std::make_unique<std::ifstream>(file, std::ios::binary), error ? 0 : size, encoding, file.string());
}

Result<std::unique_ptr<Input>> Input::over(std::unique_ptr<std::istream> stream, std::uint64_t size_bytes,
                                           TextEncoding encoding, const std::string& name) {
    auto impl = std::make_unique<Impl>(std::move(stream), name, encoding, size_bytes);
    if (impl->failure()) return *impl->failure();
    if (const auto wrong = look_at(impl->first(), encoding)) return Error{ErrorCode::InvalidInput, *wrong, name};
    return std::unique_ptr<Input>(new Input(std::move(impl)));
}

std::string_view Input::next() {
    return impl_->next();
}
const std::optional<Error>& Input::failure() const {
    return impl_->failure();
}
const InputFacts& Input::facts() const {
    return impl_->facts();
}
std::uint64_t Input::size_bytes() const {
    return impl_->size_bytes();
}
TextEncoding Input::encoding() const {
    return impl_->encoding();
}

}  // namespace xinglin
