#include "net/access_log.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <condition_variable>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <mutex>
#include <thread>
#include <utility>

#include "base/log.h"

namespace xinglin {
namespace {

constexpr std::size_t kMostWaitingBytes = 4 * 1024 * 1024;
constexpr std::size_t kMostAgentBytes = 256;

std::string time_text(std::chrono::system_clock::time_point now) {
    const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count();
    const std::time_t seconds = milliseconds / 1000;
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    std::array<char, 64> text{};
    const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &utc);
    std::snprintf(text.data() + length, text.size() - length, ".%03dZ", static_cast<int>(milliseconds % 1000));
    return text.data();
}

/// A string of JSON that is one line of ASCII and valid whatever bytes a client sent.
std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') out += '\\';
        if (byte >= 0x20 && byte < 0x7f) {
            out += c;
            continue;
        }
        std::array<char, 8> escaped{};
        std::snprintf(escaped.data(), escaped.size(), "%%%02X", byte);
        out += escaped.data();
    }
    return out + '"';
}

class FileLog final : public AccessLog {
  public:
    explicit FileLog(int file) : file_(file), writer_([this] { run(); }) {}
    ~FileLog() override {
        {
            const std::lock_guard lock(mutex_);
            is_ending_ = true;
        }
        wake_.notify_one();
        writer_.join();
        if (file_ != STDOUT_FILENO) ::close(file_);
    }
    FileLog(const FileLog&) = delete;
    FileLog& operator=(const FileLog&) = delete;

    void write(const Answered& answered) override {
        const std::string line = access_log_line(answered, std::chrono::system_clock::now());
        bool was_empty = false;
        {
            const std::lock_guard lock(mutex_);
            if (waiting_.size() + line.size() > kMostWaitingBytes) {
                ++dropped_;
                return;
            }
            was_empty = waiting_.empty();
            waiting_.append(line).append("\n");
        }
        if (was_empty) wake_.notify_one();
    }

  private:
    void run() {
        std::unique_lock lock(mutex_);
        while (true) {
            wake_.wait(lock, [&] { return is_ending_ || !waiting_.empty(); });
            if (waiting_.empty()) return;
            std::string lines;
            lines.swap(waiting_);
            if (dropped_ > 0) {
                lines += R"({"time":")" + time_text(std::chrono::system_clock::now()) + R"(","dropped":)" +
                         std::to_string(dropped_) + "}\n";
            }
            dropped_ = 0;
            lock.unlock();
            put(lines);
            lock.lock();
        }
    }

    void put(std::string_view lines) {
        while (!lines.empty()) {
            const ssize_t written = ::write(file_, lines.data(), lines.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) {
                if (!has_failed_)
                    log(LogLevel::Error, std::string("the access log cannot be written: ") + std::strerror(errno));
                has_failed_ = true;
                return;
            }
            lines.remove_prefix(static_cast<std::size_t>(written));
        }
        has_failed_ = false;
    }

    const int file_;
    bool has_failed_ = false;
    // A mutex beside Guarded's: the writer sleeps on it. Guards waiting_, dropped_ and is_ending_.
    std::mutex mutex_;
    std::condition_variable wake_;
    std::string waiting_;
    std::size_t dropped_ = 0;
    bool is_ending_ = false;
    std::thread writer_;
};

}  // namespace

Result<std::shared_ptr<AccessLog>> AccessLog::open(const std::string& path) {
    if (path == "-") return std::shared_ptr<AccessLog>(std::make_shared<FileLog>(STDOUT_FILENO));
    const int file = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640);
    if (file < 0) {
        return Error{ErrorCode::Unavailable,
                     std::string("The access log cannot be opened: ") + std::strerror(errno) +
                         ". Give a file in a folder that this user may write to, or - for standard output.",
                     path};
    }
    return std::shared_ptr<AccessLog>(std::make_shared<FileLog>(file));
}

std::string access_log_line(const Answered& answered, std::chrono::system_clock::time_point now) {
    const double milliseconds = static_cast<double>(answered.taken.count()) / 1000;
    std::array<char, 32> taken{};
    std::snprintf(taken.data(), taken.size(), "%.3f", milliseconds);
    std::string line = R"({"time":")" + time_text(now) + R"(","client":)" + quoted(answered.client);
    line.append(R"(,"method":)").append(quoted(name_of(answered.request.method)));
    line.append(R"(,"path":)").append(quoted(answered.request.path));
    line.append(R"(,"status":)").append(std::to_string(answered.status));
    line.append(R"(,"bytes":)").append(std::to_string(answered.bytes));
    line.append(R"(,"ms":)").append(taken.data());
    line.append(R"(,"agent":)").append(quoted(answered.request.header("user-agent").substr(0, kMostAgentBytes)));
    return line + "}";
}

Observer access_log_observer(std::shared_ptr<AccessLog> log) {
    return [log = std::move(log)](const Answered& answered) { log->write(answered); };
}

}  // namespace xinglin
