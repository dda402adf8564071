#include "web/report_page.h"

#include "web/layout.h"

namespace xinglin {
namespace {

void write_form(Html& html, const ReportForm& form) {
    html.write(
        "<form class='report' method='post' action='/reports'>{}"
        "<p><label for='report-page'>页面地址</label><input id='report-page' name='page' value='{}' required></p>"
        "<p><label for='report-text'>哪里不对，应该怎样？</label>"
        "<textarea id='report-text' name='text' rows='6' maxlength='2000' required>{}</textarea></p>"
        "<p class='where'>请不要写姓名、电话或病历。需要看病请到医院；急症请拨打120。</p>"
        "<p><button type='submit'>提交</button></p></form>",
        when(!form.problem.empty(),
             [&](Html& out) { out.write("<p class='notice' role='alert'>{}</p>", form.problem); }),
        form.page, form.text);
}

}  // namespace

std::string report_form_page(const ReportForm& form, const NavigationView& navigation) {
    Frame frame;
    frame.title = "报告错误";
    frame.crumbs = {{"报告错误", ""}};
    frame.main = [&](Html& html) {
        html.write("<h1>报告错误</h1><p>编辑会连同页面和它现在的版本一起收到。不需要注册。</p>");
        if (form.is_accepted) {
            write_form(html, form);
        } else {
            html.write(
                "<p class='notice'>本站现在不能在线接收，请按<a href='/about/contact'>联系与纠错</a>页告诉我们。</p>");
        }
    };
    return render_page(frame, navigation);
}

std::string report_thanks_page(std::string_view page, const NavigationView& navigation) {
    Frame frame;
    frame.title = "已收到";
    frame.crumbs = {{"报告错误", ""}};
    frame.main = [&](Html& html) {
        html.write(
            "<h1>已收到，谢谢</h1><p>编辑会核对。核对后如果有误，页面会改正并更新审核日期。</p>"
            "<p><a href='{}'>回到刚才的页面</a></p>",
            page);
    };
    return render_page(frame, navigation);
}

}  // namespace xinglin
