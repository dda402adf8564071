#include "messages/messages.h"
#include "web/blocks.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/urls.h"
#include "web/words.h"

namespace xinglin {
namespace {

struct StatusWords {
    int status;
    MessageId<> title;
    MessageId<> mend;
};

constexpr StatusWords kStatusWords[] = {
    {400, "error.400", "error.400_mend"}, {403, "error.403", "error.403_mend"}, {404, "error.404", "error.404_mend"},
    {405, "error.405", "error.405_mend"}, {408, "error.408", "error.408_mend"}, {409, "error.409", "error.409_mend"},
    {410, "error.410", "error.410_mend"}, {413, "error.413", "error.413_mend"}, {414, "error.414", "error.414_mend"},
    {417, "error.417", "error.417_mend"}, {426, "error.426", "error.426_mend"}, {429, "error.429", "error.429_mend"},
    {431, "error.431", "error.431_mend"}, {501, "error.501", "error.501_mend"}, {503, "error.503", "error.503_mend"},
};

StatusWords words_for_status(int status) {
    for (const StatusWords& known : kStatusWords) {
        if (known.status == status) return known;
    }
    return {status, "error.other", "error.other_mend"};
}

std::string code_line(const Failure& failure, const Messages& say) {
    return failure.log_id.empty() ? say("error.code", failure.status)
                                  : say("error.code_and_id", failure.status, failure.log_id);
}

void write_similar(Html& html, const std::vector<Ref>& similar, const Messages& say) {
    if (similar.empty()) return;
    html.write("<h2>{}</h2><ul class='chips'>{}</ul>", say("error.similar"),
               each(similar, [](Html& out, const Ref& page) { out.write("<li>{}</li>", ref_link(page)); }));
}

}  // namespace

std::string error_page(const Failure& failure, const NavigationView& navigation) {
    const Messages& say = messages_in(navigation.locale);
    const StatusWords words = words_for_status(failure.status);
    // The sentences of the layers below are Chinese.
    const bool is_told = !failure.message.empty() && navigation.locale != Locale::En;
    Frame frame;
    frame.ground = Ground::Page;
    frame.is_translated = true;
    frame.title = say(words.title);
    frame.main = [&](Html& html) {
        html.write(
            "<h1>{}</h1><p class='lead'>{}</p><p class='where'>{}</p>{}<h2>{}</h2>"
            "<ul class='chips'><li><a href='/'>{}</a></li><li><a href='/departments'>{}</a></li>{}</ul>",
            say(words.title), is_told ? std::string_view(failure.message) : say(words.mend), code_line(failure, say),
            [&](Html& out) { write_similar(out, failure.similar, say); }, say("error.go_on"), say("frame.home"),
            say("frame.departments"), each(navigation.kinds, [&](Html& out, const auto& kind) {
                out.write("<li><a href='{}'>{}</a></li>", list_url(kind.first), words_for(kind.first, say));
            }));
    };
    return render_page(frame, navigation);
}

}  // namespace xinglin
