// A workbook is a ZIP archive of XML files. Of .xlsx (ECMA-376 part 1, section 18) these are read:
//
//   xl/workbook.xml             the sheets' names, and whether days count from 1904
//   xl/_rels/workbook.xml.rels  which file each is
//   xl/sharedStrings.xml        texts, which cells name by number
//   xl/styles.xml               which formats are dates, or numbers with zeros in front
//   xl/worksheets/sheetN.xml    the cells
//
// and of .ods (OpenDocument 1.3 part 3, section 9) content.xml alone.
#include "intake/spreadsheet.h"

#include <expat.h>
#include <zip.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "base/strings.h"

namespace xinglin {
namespace {

constexpr std::uint64_t kMaxUnpackedBytes = std::uint64_t{512} << 20;
constexpr std::size_t kMaxColumns = 16384;
constexpr std::size_t kMaxRows = 1U << 20;
constexpr std::size_t kMaxCells = 8'000'000;
constexpr int kMaxDepth = 64;

using Attributes = StringMap<std::string>;
using Cells = std::vector<std::string>;

/// The local name of an element or attribute: what stands behind its prefix.
std::string_view local(std::string_view name) {
    const auto colon = name.rfind(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

/// Calls for each tag and text of an XML document. Names come without their prefixes.
struct XmlEvents {
    std::function<void(std::string_view name, const Attributes& attributes)> begin;
    std::function<void(std::string_view name)> end;
    std::function<void(std::string_view text)> text;
};

/// What is wrong with the document, "" for nothing. A document type, with which a small file could grow without end, is
/// wrong.
class XmlReading {
  public:
    explicit XmlReading(const XmlEvents& events) : events_(events), parser_(XML_ParserCreate("UTF-8")) {
        XML_SetUserData(parser_.get(), this);
        XML_SetElementHandler(parser_.get(), on_begin, on_end);
        XML_SetCharacterDataHandler(parser_.get(), on_text);
        XML_SetStartDoctypeDeclHandler(parser_.get(), on_doctype);
    }

    std::string read(std::string_view document) {
        constexpr std::size_t kPiece = std::size_t{1} << 20;
        while (problem_.empty()) {
            const std::string_view piece = document.substr(0, kPiece);
            document.remove_prefix(piece.size());
            const bool is_last = document.empty();
            const auto status = XML_Parse(parser_.get(), piece.data(), static_cast<int>(piece.size()), is_last ? 1 : 0);
            if (status != XML_STATUS_OK && problem_.empty())
                problem_ = XML_ErrorString(XML_GetErrorCode(parser_.get()));
            if (is_last) break;
        }
        return problem_;
    }

  private:
    struct FreeParser {
        void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
    };

    void stop(const char* problem) {
        problem_ = problem;
        XML_StopParser(parser_.get(), XML_FALSE);
    }

    static void on_begin(void* self, const XML_Char* name, const XML_Char** attributes) {
        auto& reading = *static_cast<XmlReading*>(self);
        if (++reading.depth_ > kMaxDepth) return reading.stop("elements stand too deep inside of each other");
        Attributes read;
        for (; *attributes != nullptr; attributes += 2) read.emplace(local(attributes[0]), attributes[1]);
        if (reading.events_.begin) reading.events_.begin(local(name), read);
    }
    static void on_end(void* self, const XML_Char* name) {
        auto& reading = *static_cast<XmlReading*>(self);
        --reading.depth_;
        if (reading.events_.end) reading.events_.end(local(name));
    }
    static void on_text(void* self, const XML_Char* text, int size) {
        auto& reading = *static_cast<XmlReading*>(self);
        if (reading.events_.text) reading.events_.text({text, static_cast<std::size_t>(size)});
    }
    static void on_doctype(void* self, const XML_Char*, const XML_Char*, const XML_Char*, int) {
        static_cast<XmlReading*>(self)->stop("it has a document type");
    }

    const XmlEvents& events_;
    std::unique_ptr<XML_ParserStruct, FreeParser> parser_;
    int depth_ = 0;
    std::string problem_;
};

std::string_view value_of(const Attributes& attributes, std::string_view name) {
    const auto found = attributes.find(name);
    return found == attributes.end() ? std::string_view() : std::string_view(found->second);
}

std::size_t number_of(std::string_view text, std::size_t otherwise) {
    std::size_t number = otherwise;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    return read.ec == std::errc() ? number : otherwise;
}

/// The files of a workbook.
class Archive {
  public:
    static Result<Archive> open(const std::filesystem::path& file) {
        int code = 0;
        zip_t* opened = zip_open(file.c_str(), ZIP_RDONLY, &code);
        if (opened == nullptr) {
            return Error{ErrorCode::InvalidInput,
                         "This workbook is damaged or was cut off; save it again in the program that made it.",
                         file.string()};
        }
        return Archive(opened, file.string());
    }

    bool has(const std::string& name) const { return zip_name_locate(zip_.get(), name.c_str(), 0) >= 0; }

    /// A whole file of the archive.
    Result<std::string> read(const std::string& name) {
        zip_stat_t facts;
        zip_stat_init(&facts);
        if (zip_stat(zip_.get(), name.c_str(), 0, &facts) != 0 || (facts.valid & ZIP_STAT_SIZE) == 0) {
            return damaged(name + " is not in it");
        }
        if (facts.size > kMaxUnpackedBytes - unpacked_) {
            return Error{ErrorCode::TooLarge, "This workbook unpacks to more than 512 MiB; save its sheet as CSV.",
                         file_};
        }
        unpacked_ += facts.size;
        std::string text(static_cast<std::size_t>(facts.size), '\0');
        zip_file_t* inside = zip_fopen(zip_.get(), name.c_str(), 0);
        if (inside == nullptr) return damaged(name + " cannot be read; is it protected by a password?");
        const zip_int64_t size = zip_fread(inside, text.data(), text.size());
        const bool is_whole = zip_fclose(inside) == 0 && std::cmp_equal(size, text.size());
        if (!is_whole) return damaged(name + " is cut off");
        return text;
    }

    Error damaged(const std::string& what) const {
        return {ErrorCode::InvalidInput, "This workbook cannot be read: " + what + ".", file_};
    }

  private:
    struct Discard {
        void operator()(zip_t* zip) const { zip_discard(zip); }
    };
    Archive(zip_t* zip, std::string file) : zip_(zip), file_(std::move(file)) {}

    std::unique_ptr<zip_t, Discard> zip_;
    std::string file_;
    std::uint64_t unpacked_ = 0;
};

Result<Done> read_xml(Archive& archive, const std::string& name, const XmlEvents& events) {
    const auto text = archive.read(name);
    if (!text) return text.error();
    const std::string problem = XmlReading(events).read(*text);
    if (!problem.empty()) return archive.damaged(name + ": " + problem);
    return Done{};
}

/// Rows of cells; what stands to the right of a row's last text is not kept.
class Sheet {
  public:
    /// False when no sheet has such a cell.
    bool put(std::size_t row, std::size_t column, std::string text) {
        if (row >= kMaxRows || column >= kMaxColumns) return text.empty();
        if (text.empty()) return true;
        if (rows_.size() <= row) rows_.resize(row + 1);
        if (rows_[row].size() <= column) {
            cells_ += column + 1 - rows_[row].size();
            if (cells_ > kMaxCells) return false;
            rows_[row].resize(column + 1);
        }
        rows_[row][column] = std::move(text);
        return true;
    }

    /// Cells below the first one of a merged block in its column say what it says.
    void merge_down(std::size_t first_row, std::size_t last_row, std::size_t column) {
        if (first_row >= rows_.size() || column >= rows_[first_row].size()) return;
        const std::string text = rows_[first_row][column];
        for (std::size_t row = first_row + 1; row <= std::min(last_row, rows_.size() - 1); ++row) {
            put(row, column, text);
        }
    }

    bool empty() const { return rows_.empty(); }

    /// As RFC 4180 writes it, every row as wide as the widest; rows without text stay, so that lines are the sheet's.
    std::string table() const {
        std::size_t width = 0;
        for (const Cells& row : rows_) width = std::max(width, row.size());
        std::string out;
        for (const Cells& row : rows_) {
            for (std::size_t i = 0; !row.empty() && i < width; ++i) {
                if (i > 0) out += ',';
                if (i < row.size()) append_field(out, row[i]);
            }
            out += '\n';
        }
        return out;
    }

  private:
    static void append_field(std::string& out, std::string_view text) {
        if (text.find_first_of("\",\r\n") == std::string_view::npos) {
            out += text;
            return;
        }
        out += '"';
        for (const char c : text) {
            if (c == '"') out += '"';
            out += c;
        }
        out += '"';
    }

    std::vector<Cells> rows_;
    std::size_t cells_ = 0;  ///< that have room, empty ones included
};

// --- .xlsx ---

/// How a cell's number is meant.
struct NumberFormat {
    bool is_date = false;
    std::size_t digits = 0;  ///< of a number that zeros are put in front of
};

/// What a format's own code says: letters of dates outside of quotes and brackets, or zeros alone.
NumberFormat format_of(std::string_view code) {
    NumberFormat format;
    if (!code.empty() && code.find_first_not_of('0') == std::string_view::npos && code.size() > 1) {
        format.digits = code.size();
        return format;
    }
    bool is_quoted = false;
    bool is_bracketed = false;
    for (std::size_t i = 0; i < code.size(); ++i) {
        const char c = code[i];
        if (c == '\\' || c == '_' || c == '*') {
            ++i;
        } else if (c == '"') {
            is_quoted = !is_quoted;
        } else if (c == '[' || c == ']') {
            is_bracketed = c == '[';
        } else if (!is_quoted && !is_bracketed && (c == 'y' || c == 'Y' || c == 'd' || c == 'D')) {
            format.is_date = true;
        }
    }
    return format;
}

/// Formats that every workbook has (section 18.8.30), the dates of East Asia among them.
bool is_builtin_date(std::size_t number) {
    return (number >= 14 && number <= 17) || number == 22 || (number >= 27 && number <= 31) || number == 36 ||
           (number >= 50 && number <= 54) || number == 57 || number == 58;
}

/// Days from civil, Howard Hinnant's algorithm turned round; day 0 is 1970-01-01.
std::string iso_day(long long days) {
    days += 719468;
    const long long era = (days >= 0 ? days : days - 146096) / 146097;
    const auto day_of_era = static_cast<unsigned long long>(days - era * 146097);
    const auto year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const auto day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const auto shifted_month = (5 * day_of_year + 2) / 153;
    const auto day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    const auto month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
    const long long year = static_cast<long long>(year_of_era) + era * 400 + (month <= 2 ? 1 : 0);
    std::array<char, 80> text{};
    std::snprintf(text.data(), text.size(), "%04lld-%02llu-%02llu", year, day == 0 ? 1ULL : month, day);
    return text.data();
}

/// Excel takes 1900 for a leap year, so its day 60 never was.
std::string date_text(double serial, bool counts_from_1904) {
    constexpr long long kDay0Of1900 = -25569;
    constexpr long long kDay0Of1904 = -24107;
    const auto day = static_cast<long long>(std::floor(serial));
    if (counts_from_1904) return iso_day(kDay0Of1904 + day);
    return iso_day(kDay0Of1900 + day + (day < 60 ? 1 : 0));
}

std::string number_text(std::string_view written, const NumberFormat& format, bool counts_from_1904) {
    double value = 0;
    const auto read = std::from_chars(written.data(), written.data() + written.size(), value);
    if (read.ec != std::errc() || !std::isfinite(value)) return std::string(written);
    constexpr double kLastDay = 2958465;  // 9999-12-31
    if (format.is_date && value >= 0 && value <= kLastDay) return date_text(value, counts_from_1904);
    // Fifteen digits are what a spreadsheet has; the rest is how its binary number was written.
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%.15g", value);
    std::string digits(text.data());
    const bool is_whole = digits.find_first_not_of("0123456789") == std::string::npos;
    if (is_whole && digits.size() < format.digits) digits.insert(0, format.digits - digits.size(), '0');
    return digits;
}

struct CellPlace {
    std::size_t row = 0;
    std::size_t column = 0;
};

/// "B12" counts from A1; nothing for what is no place.
std::optional<CellPlace> place_of(std::string_view reference) {
    std::size_t column = 0;
    std::size_t at = 0;
    for (; at < reference.size() && reference[at] >= 'A' && reference[at] <= 'Z' && at < 4; ++at) {
        column = column * 26 + static_cast<std::size_t>(reference[at] - 'A' + 1);
    }
    const std::size_t row = number_of(reference.substr(at), 0);
    if (column == 0 || row == 0) return {};
    return CellPlace{row - 1, column - 1};
}

class ExcelReader {
  public:
    explicit ExcelReader(Archive& archive) : archive_(archive) {}

    Result<std::string> read(std::string_view wanted) {
        for (const auto& step : {&ExcelReader::read_workbook, &ExcelReader::read_links, &ExcelReader::read_texts,
                                 &ExcelReader::read_styles}) {
            if (auto done = (this->*step)(); !done) return done.error();
        }
        for (const auto& [name, link, is_hidden] : sheets_) {
            if (wanted.empty() ? is_hidden : name != wanted) continue;
            const auto target = targets_.find(link);
            if (target == targets_.end()) continue;
            Sheet sheet;
            if (auto done = read_sheet(target->second, sheet); !done) return done.error();
            if (!sheet.empty() || !wanted.empty()) return sheet.table();
        }
        return archive_.damaged(wanted.empty() ? "no sheet holds anything"
                                               : "it has no sheet \"" + std::string(wanted) + "\"");
    }

  private:
    struct SheetLink {
        std::string name;
        std::string link;
        bool is_hidden = false;
    };

    Result<Done> read_workbook() {
        XmlEvents events;
        events.begin = [this](std::string_view name, const Attributes& attributes) {
            if (name == "workbookPr") {
                const std::string_view flag = value_of(attributes, "date1904");
                counts_from_1904_ = flag == "1" || flag == "true";
            }
            if (name != "sheet") return;
            const std::string_view state = value_of(attributes, "state");
            sheets_.push_back({std::string(value_of(attributes, "name")), std::string(value_of(attributes, "id")),
                               state == "hidden" || state == "veryHidden"});
        };
        return read_xml(archive_, "xl/workbook.xml", events);
    }

    Result<Done> read_links() {
        XmlEvents events;
        events.begin = [this](std::string_view name, const Attributes& attributes) {
            if (name != "Relationship") return;
            const std::string_view target = value_of(attributes, "Target");
            targets_.emplace(value_of(attributes, "Id"),
                             target.starts_with('/') ? std::string(target.substr(1)) : "xl/" + std::string(target));
        };
        return read_xml(archive_, "xl/_rels/workbook.xml.rels", events);
    }

    /// One text may be in runs of several styles; readings (rPh) are not part of it.
    Result<Done> read_texts() {
        if (!archive_.has("xl/sharedStrings.xml")) return Done{};
        bool is_text = false;
        int readings = 0;
        XmlEvents events;
        events.begin = [&](std::string_view name, const Attributes&) {
            if (name == "si") texts_.emplace_back();
            if (name == "rPh") ++readings;
            is_text = name == "t";
        };
        events.end = [&](std::string_view name) {
            if (name == "rPh") --readings;
            if (name == "t") is_text = false;
        };
        events.text = [&](std::string_view text) {
            if (is_text && readings == 0 && !texts_.empty()) texts_.back() += text;
        };
        return read_xml(archive_, "xl/sharedStrings.xml", events);
    }

    Result<Done> read_styles() {
        if (!archive_.has("xl/styles.xml")) return Done{};
        std::map<std::size_t, NumberFormat> codes;
        bool is_in_cell_formats = false;
        XmlEvents events;
        events.begin = [&](std::string_view name, const Attributes& attributes) {
            if (name == "numFmt") {
                codes[number_of(value_of(attributes, "numFmtId"), 0)] = format_of(value_of(attributes, "formatCode"));
            }
            if (name == "cellXfs") is_in_cell_formats = true;
            if (name != "xf" || !is_in_cell_formats) return;
            const std::size_t number = number_of(value_of(attributes, "numFmtId"), 0);
            const auto own = codes.find(number);
            formats_.push_back(own != codes.end() ? own->second : NumberFormat{is_builtin_date(number), 0});
        };
        events.end = [&](std::string_view name) {
            if (name == "cellXfs") is_in_cell_formats = false;
        };
        return read_xml(archive_, "xl/styles.xml", events);
    }

    struct Cell {
        CellPlace place;
        std::string type;
        std::size_t style = 0;
        std::string value;
    };

    Result<Done> read_sheet(const std::string& file, Sheet& sheet) {
        Cell cell;
        CellPlace next;
        bool is_value = false;
        int readings = 0;
        bool fits = true;
        std::vector<std::string> merged;
        XmlEvents events;
        events.begin = [&](std::string_view name, const Attributes& attributes) {
            if (name == "row") {
                const std::size_t row = number_of(value_of(attributes, "r"), next.row + 1);
                next = {row == 0 ? 0 : row - 1, 0};
            } else if (name == "c") {
                cell = {place_of(value_of(attributes, "r")).value_or(next), std::string(value_of(attributes, "t")),
                        number_of(value_of(attributes, "s"), 0), ""};
                next = {cell.place.row, cell.place.column + 1};
            } else if (name == "rPh") {
                ++readings;
            } else if (name == "mergeCell") {
                merged.emplace_back(value_of(attributes, "ref"));
            }
            is_value = name == "v" || name == "t";
        };
        events.end = [&](std::string_view name) {
            if (name == "c") fits = sheet.put(cell.place.row, cell.place.column, text_of(cell)) && fits;
            if (name == "row") next = {next.row + 1, 0};
            if (name == "rPh") --readings;
            is_value = false;
        };
        events.text = [&](std::string_view text) {
            if (is_value && readings == 0) cell.value += text;
        };
        if (auto done = read_xml(archive_, file, events); !done) return done;
        if (!fits) return archive_.damaged("a sheet has more cells than a sheet can have");
        for (const std::string& range : merged) merge(sheet, range);
        return Done{};
    }

    std::string text_of(const Cell& cell) const {
        if (cell.type == "s") {
            const std::size_t number = number_of(cell.value, texts_.size());
            return number < texts_.size() ? texts_[number] : std::string();
        }
        if (cell.type == "e") return {};  // #N/A and the like
        if (cell.type == "b") return cell.value == "1" ? "是" : "否";
        if (cell.type == "d") return cell.value.substr(0, std::string_view("2026-12-01").size());
        if (!cell.type.empty() && cell.type != "n") return cell.value;
        const NumberFormat format = cell.style < formats_.size() ? formats_[cell.style] : NumberFormat{};
        return number_text(cell.value, format, counts_from_1904_);
    }

    static void merge(Sheet& sheet, std::string_view range) {
        const auto colon = range.find(':');
        if (colon == std::string_view::npos) return;
        const auto first = place_of(range.substr(0, colon));
        const auto last = place_of(range.substr(colon + 1));
        if (first && last && last->row > first->row) sheet.merge_down(first->row, last->row, first->column);
    }

    Archive& archive_;
    std::vector<SheetLink> sheets_;
    StringMap<std::string> targets_;
    std::vector<std::string> texts_;
    std::vector<NumberFormat> formats_;
    bool counts_from_1904_ = false;
};

// --- .ods ---

class OpenDocumentReader {
  public:
    OpenDocumentReader(Archive& archive, std::string_view wanted) : archive_(archive), wanted_(wanted) {}

    Result<std::string> read() {
        XmlEvents events;
        events.begin = [this](std::string_view name, const Attributes& attributes) { begin(name, attributes); };
        events.end = [this](std::string_view name) { end(name); };
        events.text = [this](std::string_view text) {
            if (paragraphs_ > 0 && notes_ == 0) text_ += text;
        };
        if (auto done = read_xml(archive_, "content.xml", events); !done) return done.error();
        if (!fits_) return archive_.damaged("a sheet has more cells than a sheet can have");
        if (!found_) {
            return archive_.damaged(wanted_.empty() ? "no sheet holds anything"
                                                    : "it has no sheet \"" + std::string(wanted_) + "\"");
        }
        for (const Merged& each : merged_) sheet_.merge_down(each.first.row, each.last_row, each.first.column);
        return sheet_.table();
    }

  private:
    struct Merged {
        CellPlace first;
        std::size_t last_row = 0;
    };

    void begin(std::string_view name, const Attributes& attributes) {
        if (name == "table") {
            is_wanted_ = !found_ && (wanted_.empty() || value_of(attributes, "name") == wanted_);
            place_ = {};
        } else if (name == "table-row") {
            row_repeats_ = std::max<std::size_t>(number_of(value_of(attributes, "number-rows-repeated"), 1), 1);
            place_.column = 0;
        } else if (name == "table-cell" || name == "covered-table-cell") {
            text_.clear();
            cell_repeats_ = std::max<std::size_t>(number_of(value_of(attributes, "number-columns-repeated"), 1), 1);
            date_ = value_of(attributes, "value-type") == "date" ? std::string(value_of(attributes, "date-value")) : "";
            const std::size_t rows = number_of(value_of(attributes, "number-rows-spanned"), 1);
            if (is_wanted_ && rows > 1) merged_.push_back({place_, place_.row + rows - 1});
        } else if (name == "p") {
            if (!text_.empty() && notes_ == 0) text_ += '\n';
            ++paragraphs_;
        } else if (name == "annotation") {
            ++notes_;
        } else if (name == "s") {
            const std::size_t spaces = std::min<std::size_t>(number_of(value_of(attributes, "c"), 1), 1000);
            if (paragraphs_ > 0) text_.append(spaces, ' ');
        } else if (name == "line-break" && paragraphs_ > 0) {
            text_ += '\n';
        }
    }

    void end(std::string_view name) {
        if (name == "table-cell" || name == "covered-table-cell") {
            put_cell();
        } else if (name == "table-row") {
            place_.row += row_repeats_;
        } else if (name == "p") {
            --paragraphs_;
        } else if (name == "annotation") {
            --notes_;
        } else if (name == "table" && is_wanted_) {
            found_ = !sheet_.empty() || !wanted_.empty();
            is_wanted_ = false;
        }
    }

    /// A cell that stands for many others fills them; the empty ones at a row's end are thousands and say nothing.
    void put_cell() {
        const std::string text = date_.empty() ? text_ : date_.substr(0, std::string_view("2026-12-01").size());
        for (std::size_t row = 0; is_wanted_ && !text.empty() && row < row_repeats_ && fits_; ++row) {
            for (std::size_t column = 0; column < cell_repeats_ && fits_; ++column) {
                fits_ = sheet_.put(place_.row + row, place_.column + column, text);
            }
        }
        place_.column += cell_repeats_;
    }

    Archive& archive_;
    std::string_view wanted_;
    Sheet sheet_;
    CellPlace place_;
    std::vector<Merged> merged_;
    std::string text_;
    std::string date_;
    std::size_t row_repeats_ = 1;
    std::size_t cell_repeats_ = 1;
    int paragraphs_ = 0;
    int notes_ = 0;
    bool is_wanted_ = false;
    bool found_ = false;
    bool fits_ = true;
};

}  // namespace

bool begins_zip(std::string_view bytes) {
    return bytes.starts_with(std::string_view("PK\x03\x04", 4));
}

Result<std::string> read_spreadsheet(const std::filesystem::path& file, std::string_view sheet) {
    auto archive = Archive::open(file);
    if (!archive) return archive.error();
    if (archive->has("xl/workbook.xml")) return ExcelReader(*archive).read(sheet);
    if (archive->has("content.xml")) return OpenDocumentReader(*archive, sheet).read();
    return archive->damaged("it is an archive, and neither an .xlsx nor an .ods workbook");
}

}  // namespace xinglin
