// expat calls back for each tag and text while it reads a block; whole items wait in a queue until next() asks for
// them.
#include "intake/wxr.h"

#include <expat.h>

#include <algorithm>
#include <array>
#include <deque>
#include <type_traits>
#include <utility>

#include "base/strings.h"

namespace xinglin {
namespace {

namespace json = boost::json;

constexpr std::size_t kItemDepth = 3;
constexpr std::size_t kMaxDepth = 64;
/// A block of the input is parsed in pieces of this size, so that few items wait.
constexpr std::size_t kPieceBytes = std::size_t{16} << 10;

/// An element of an item and our field for it.
struct ItemField {
    std::string_view element;
    std::string_view field;
};

constexpr std::array<ItemField, 9> kItemFields = {{{"title", "title"},
                                                   {"link", "url"},
                                                   {"content:encoded", "body"},
                                                   {"excerpt:encoded", "excerpt"},
                                                   {"description", "description"},
                                                   {"wp:post_date", "published_on"},
                                                   {"wp:post_type", "type"},
                                                   {"wp:status", "status"},
                                                   {"wp:post_password", "password"}}};

struct Item {
    std::size_t line = 0;
    StringMap<std::string> texts;
    std::size_t bytes = 0;

    std::string_view text(std::string_view field) const {
        const auto found = texts.find(field);
        return found == texts.end() ? std::string_view() : trimmed(found->second);
    }

    /// Whether everybody could read it as a text.
    bool is_public_text() const {
        const std::string_view type = text("type");
        const std::string_view status = text("status");
        return (type.empty() || type == "post" || type == "page") && (status.empty() || status == "publish") &&
               text("password").empty();
    }
};

class WxrReader : public RowReader {
  public:
    WxrReader(std::unique_ptr<Input> input, std::string_view first)
        : RowReader(std::move(input)), block_(first), parser_(XML_ParserCreate("UTF-8")) {
        XML_SetUserData(parser_.get(), this);
        XML_SetElementHandler(parser_.get(), on_begin, on_end);
        XML_SetCharacterDataHandler(parser_.get(), on_text);
        XML_SetStartDoctypeDeclHandler(parser_.get(), on_doctype);
    }

    Step next() override {
        for (;;) {
            if (!items_.empty()) {
                const Item item = std::move(items_.front());
                items_.pop_front();
                if (!item.is_public_text()) continue;
                return row_of(item);
            }
            if (has_ended_ || failure()) return Step::End;
            read_on();
        }
    }

  private:
    struct FreeParser {
        void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
    };

    void read_on() {
        if (block_.empty()) block_ = source().next();
        if (source().failure()) return;
        const std::string_view piece = block_.substr(0, kPieceBytes);
        block_.remove_prefix(piece.size());
        has_ended_ = piece.empty();
        const auto status =
            XML_Parse(parser_.get(), piece.data(), static_cast<int>(piece.size()), has_ended_ ? XML_TRUE : XML_FALSE);
        if (status == XML_STATUS_OK) return;
        items_.clear();
        if (!refusal_.empty()) {
            fail({ErrorCode::InvalidInput, refusal_, "line " + std::to_string(line())});
            return;
        }
        fail({ErrorCode::InvalidInput,
              std::string("This is no well-formed XML (") + XML_ErrorString(XML_GetErrorCode(parser_.get())) +
                  "): it is damaged or was cut off. Export it again; nothing of it was taken.",
              "line " + std::to_string(line())});
    }

    std::size_t line() const { return static_cast<std::size_t>(XML_GetCurrentLineNumber(parser_.get())); }

    Step row_of(const Item& item) {
        if (item.bytes > kMaxRowBytes) {
            return faulty(item.line, "line-too-long",
                          "This item has more than " + std::to_string(kMaxRowBytes) + " bytes; no article should.",
                          item.text("title"));
        }
        json::object object;
        const auto put = [&](std::string_view field, std::string_view text) {
            if (!text.empty()) object.emplace(field, text);
        };
        put("title", item.text("title"));
        const std::string_view body = item.text("body");
        put("body", body.empty() ? item.text("description") : body);
        put("excerpt", item.text("excerpt"));
        put("url", item.text("url"));
        put("published_on", item.text("published_on"));
        put("source", trimmed(channel_title_));
        row_text_ = json::serialize(object);
        return json_row(row_text_, item.line);
    }

    void refuse(const char* message) {
        refusal_ = message;
        XML_StopParser(parser_.get(), XML_FALSE);
    }

    void begin(std::string_view element) {
        if (++depth_ > kMaxDepth) {
            refuse("Elements stand deeper inside of each other than in any export.");
            return;
        }
        text_ = nullptr;
        if (depth_ == kItemDepth && element == "item") {
            item_ = Item{};
            item_.line = line();
            is_in_item_ = true;
        } else if (depth_ == kItemDepth && element == "title") {
            text_ = &channel_title_;
        } else if (is_in_item_ && depth_ == kItemDepth + 1) {
            const auto field = std::ranges::find(kItemFields, element, &ItemField::element);
            if (field != kItemFields.end()) text_ = &item_.texts[std::string(field->field)];
        }
    }

    void end(std::string_view element) {
        text_ = nullptr;
        if (depth_-- != kItemDepth || element != "item") return;
        is_in_item_ = false;
        items_.push_back(std::move(item_));
    }

    void add(std::string_view text) {
        if (text_ == nullptr) return;
        if (is_in_item_) item_.bytes += text.size();
        const std::size_t room = kMaxRowBytes - std::min(kMaxRowBytes, text_->size());
        text_->append(text.substr(0, room));
    }

    static WxrReader& self(void* reader) { return *static_cast<WxrReader*>(reader); }
    static void XMLCALL on_begin(void* reader, const XML_Char* name, const XML_Char**) { self(reader).begin(name); }
    static void XMLCALL on_end(void* reader, const XML_Char* name) { self(reader).end(name); }
    static void XMLCALL on_text(void* reader, const XML_Char* text, int length) {
        self(reader).add({text, static_cast<std::size_t>(length)});
    }
    static void XMLCALL on_doctype(void* reader, const XML_Char*, const XML_Char*, const XML_Char*, int) {
        self(reader).refuse("This XML has a document type, which no export needs and which could define what to read.");
    }

    std::string_view block_;
    std::unique_ptr<std::remove_pointer_t<XML_Parser>, FreeParser> parser_;
    bool has_ended_ = false;
    std::string refusal_;
    std::size_t depth_ = 0;
    bool is_in_item_ = false;
    std::string* text_ = nullptr;  ///< where the text of the element that is open goes
    std::string channel_title_;
    Item item_;
    std::deque<Item> items_;
    std::string row_text_;
};

}  // namespace

bool begins_xml(std::string_view beginning) {
    beginning = trimmed(beginning);
    return beginning.starts_with("<?xml") || beginning.starts_with("<rss");
}

Result<std::unique_ptr<RowReader>> open_wxr(std::unique_ptr<Input> input, std::string_view first) {
    return std::unique_ptr<RowReader>(std::make_unique<WxrReader>(std::move(input), first));
}

}  // namespace xinglin
