#include "app/reports.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <system_error>
#include <utility>

#include "base/files.h"
#include "base/strings.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostPathBytes = 500;

bool is_page(std::string_view page) {
    return page.starts_with('/') && !page.starts_with("//") && page.size() <= kMostPathBytes &&
           page.find_first_of("\r\n \t") == std::string_view::npos;
}

Result<Done> check(const Report& report) {
    if (!is_page(report.page)) return Error{ErrorCode::InvalidInput, "页面地址须以“/”开头。", "page"};
    const std::size_t characters = count_characters(report.text);
    if (trimmed(report.text).empty()) return Error{ErrorCode::InvalidInput, "请写下哪里不对。", "text"};
    if (characters > ReportBox::kMostCharacters)
        return Error{ErrorCode::InvalidInput, "文字太长，请缩短到2000字以内。", "text"};
    return Done{};
}

Error not_kept(const std::filesystem::path& file) {
    return {ErrorCode::Unavailable, "现在不能保存，请稍后再试。", file.string()};
}

/// Appends the line and waits until the disk has it.
bool append_line(const std::filesystem::path& file, const std::string& line) {
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) return false;
    const bool is_written =
        ::write(descriptor, line.data(), line.size()) == static_cast<ssize_t>(line.size()) && ::fsync(descriptor) == 0;
    return ::close(descriptor) == 0 && is_written;
}

std::string string_at(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    const json::string* text = value ? value->if_string() : nullptr;
    return text ? std::string(*text) : std::string();
}

bool read_line(std::string_view line, Report& report) {
    boost::system::error_code failed;
    const json::value value = json::parse(line, failed);
    if (failed || !value.is_object()) return false;
    const json::object& object = value.get_object();
    report.page = string_at(object, "page");
    report.text = string_at(object, "text");
    if (const auto on = Date::parse(string_at(object, "on"))) report.on = *on;
    const json::value* revision = object.if_contains("revision");
    if (revision && revision->is_int64()) report.revision = revision->get_int64();
    return !report.page.empty();
}

}  // namespace

Result<Done> ReportBox::add(const Report& report) {
    if (const auto checked = check(report); !checked) return checked.error();
    const std::string line =
        json::serialize(json::object{
            {"page", report.page}, {"revision", report.revision}, {"on", report.on.iso()}, {"text", report.text}}) +
        "\n";
    return writing_.with([&](Done&) -> Result<Done> {
        std::error_code missing;
        const std::uintmax_t size = std::filesystem::file_size(file_, missing);
        if (!missing && size + line.size() > kMostBytes) return not_kept(file_);
        if (!append_line(file_, line)) return not_kept(file_);
        return Done{};
    });
}

Result<std::vector<Report>> ReportBox::read() const {
    std::vector<Report> reports;
    const auto text = read_file(file_);
    if (!text && text.error().code == ErrorCode::NotFound) return reports;
    if (!text) return text.error();
    std::string_view rest = *text;
    while (!rest.empty()) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(line.size() + 1, rest.size()));
        Report report;
        if (read_line(line, report)) reports.push_back(std::move(report));
    }
    return reports;
}

}  // namespace xinglin
