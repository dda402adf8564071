#include "pack/line_reader.h"

#include <algorithm>

namespace xinglin {
namespace {

constexpr std::size_t kBlockBytes = std::size_t{64} << 10;

}  // namespace

LineReader::LineReader(const std::filesystem::path& path)
    : stream_(path, std::ios::binary), buffer_(kBlockBytes, '\0'), has_failed_(!stream_) {}

bool LineReader::fill() {
    if (has_failed_ || stream_.eof()) return false;
    stream_.read(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
    begin_ = 0;
    end_ = static_cast<std::size_t>(stream_.gcount());
    if (stream_.bad() || (stream_.fail() && !stream_.eof())) has_failed_ = true;
    return end_ > 0;
}

std::optional<LineReader::Line> LineReader::next() {
    line_.clear();
    bool is_too_long = false;
    bool has_begun = false;
    for (;;) {
        if (begin_ == end_ && !fill()) {
            if (!has_begun) return std::nullopt;
            break;
        }
        has_begun = true;
        const std::string_view block(buffer_.data() + begin_, end_ - begin_);
        const std::size_t length = std::min(block.find('\n'), block.size());
        const std::size_t room = kMaxLineBytes - line_.size();
        if (length > room) is_too_long = true;
        line_.append(block.substr(0, std::min(length, room)));
        begin_ += length;
        if (length == block.size()) continue;
        ++begin_;
        break;
    }
    if (line_.ends_with('\r')) line_.pop_back();
    return Line{++number_, line_, is_too_long};
}

}  // namespace xinglin
