// The XML of a workbook: any sheet, any texts. It ends, within its bounds, in a table that reads back or in a sentence.
#include <zip.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "base/folder_for_tests.h"
#include "intake/spreadsheet.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const xinglin::FolderForTests folder;
    const auto file = folder.path() / "book";
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    // The first byte says which kind of workbook, or that the bytes are the archive itself.
    const char kind = text.empty() ? 'z' : text.front();
    if (kind == 'z') {
        std::ofstream(file, std::ios::binary | std::ios::trunc) << text.substr(text.empty() ? 0 : 1);
    } else {
        int code = 0;
        zip_t* zip = zip_open(file.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
        if (zip == nullptr) std::abort();
        const auto add = [&](const char* name, std::string_view content) {
            zip_file_add(zip, name, zip_source_buffer(zip, content.data(), content.size(), 0), ZIP_FL_OVERWRITE);
        };
        const std::string_view body = text.substr(1);
        if (kind == 'o') {
            add("content.xml", body);
        } else {
            add("xl/workbook.xml", "<workbook><sheets><sheet name=\"a\" id=\"1\"/></sheets></workbook>");
            add("xl/_rels/workbook.xml.rels", "<r><Relationship Id=\"1\" Target=\"s.xml\"/></r>");
            add("xl/s.xml", body);
        }
        if (zip_close(zip) != 0) zip_discard(zip);
    }
    const auto table = xinglin::read_spreadsheet(file);
    if (!table && table.error().message.empty()) std::abort();
    std::filesystem::remove(file);
    return 0;
}
