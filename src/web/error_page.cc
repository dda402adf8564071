#include "web/blocks.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/urls.h"
#include "web/words.h"

namespace xinglin {
namespace {

struct StatusWords {
    int status;
    std::string_view title;
    std::string_view mend;
};

constexpr StatusWords kStatusWords[] = {
    {400, "请求有误", "地址或参数不对。请检查地址，或从下面的入口重新查找。"},
    {403, "不能查看", "这个页面不对外开放。"},
    {404, "没有找到这个页面", "它可能已下线，或地址有误。请检查地址，或从下面的入口查找。"},
    {405, "不支持这种操作", "这个地址只能查看，不能提交内容。"},
    {408, "请求超时", "网络太慢，请求没有传完。请重试。"},
    {413, "内容太大", "提交的内容超过了上限，请缩短后重试。"},
    {414, "地址太长", "请缩短地址或要搜索的文字后重试。"},
    {417, "请求有误", "服务器不能满足请求里的 Expect。"},
    {426, "请求有误", "这个地址只接受 WebSocket 连接。"},
    {429, "请求太频繁", "您所在的网络短时间内请求太多。请稍等片刻再试。"},
    {431, "请求头太大", "请清除本站的浏览器数据后重试。"},
    {501, "请求有误", "服务器不支持这种传输编码。"},
    {503, "暂时不能服务", "服务器暂时忙或正在维护，请过几分钟再试。"},
};

StatusWords words_for_status(int status) {
    for (const StatusWords& known : kStatusWords) {
        if (known.status == status) return known;
    }
    return {status, "出错了", "服务器没能完成这个请求，请稍后再试。"};
}

}  // namespace

std::string error_page(const Failure& failure, const NavigationView& navigation) {
    const StatusWords words = words_for_status(failure.status);
    Frame frame;
    frame.ground = Ground::Page;
    frame.title = words.title;
    frame.main = [&](Html& html) {
        html.write(
            "<h1>{}</h1><p class='lead'>{}</p><p class='where'>错误代码 {}{}</p><h2>可以从这里继续</h2>"
            "<ul class='chips'><li><a href='/'>首页</a></li><li><a href='/departments'>科室</a></li>{}</ul>",
            words.title, failure.message.empty() ? words.mend : std::string_view(failure.message), failure.status,
            when(!failure.log_id.empty(), [&](Html& out) { out.text("，编号 " + failure.log_id); }),
            each(navigation.kinds, [](Html& out, const auto& kind) {
                out.write("<li><a href='{}'>{}</a></li>", list_url(kind.first), words_for(kind.first));
            }));
    };
    return render_page(frame, navigation);
}

}  // namespace xinglin
