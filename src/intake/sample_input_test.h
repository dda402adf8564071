#pragma once

#include <zlib.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/folder_for_tests.h"
#include "intake/rows.h"

namespace xinglin {

/// `text` as a gzip file has it.
inline std::string gzipped(std::string_view text) {
    z_stream stream{};
    deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY);
    std::string packed(deflateBound(&stream, static_cast<uLong>(text.size())) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

/// What a reader made of an input: rows as JSON, faults as "line rule", and at the end a failure's message.
struct RowsRead {
    std::vector<std::string> rows;
    std::vector<std::string> faults;
    std::vector<std::string> messages;
    std::vector<std::size_t> lines;
    std::string failure;
    std::size_t count = 0;
};

inline RowsRead read_all(RowReader& reader) {
    RowsRead read;
    for (auto step = reader.next(); step != RowReader::Step::End; step = reader.next()) {
        if (step == RowReader::Step::Row) {
            read.rows.push_back(boost::json::serialize(reader.row().fields));
            read.lines.push_back(reader.row().line);
        } else {
            read.faults.push_back(std::to_string(reader.fault().line) + " " + reader.fault().rule);
            read.messages.push_back(reader.fault().message);
        }
    }
    read.count = reader.rows();
    if (reader.failure()) read.failure = reader.failure()->message;
    return read;
}

/// Writes `bytes` to a file and reads it by the profile. A refused file has only a failure.
inline RowsRead read_rows(std::string_view bytes, const ImportProfile& profile) {
    const FolderForTests folder;
    folder.write("input", bytes);
    const auto reader = open_rows(folder.path() / "input", profile);
    if (!reader) return {{}, {}, {}, {}, reader.error().message, 0};
    return read_all(**reader);
}

inline ImportProfile profile_for(AdapterKind adapter) {
    ImportProfile profile;
    profile.adapter = adapter;
    profile.origin = "sample";
    return profile;
}

}  // namespace xinglin
