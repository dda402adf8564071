#include "net/work_pool.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "net/guard.h"

namespace xinglin {

WorkPool::WorkPool(const Options& options) : options_(options) {
    for (unsigned i = 0; i < std::max(options_.threads, 1u); ++i) threads_.emplace_back([this] { work(); });
}

WorkPool::~WorkPool() {
    std::deque<std::function<void()>> dropped;
    {
        const std::lock_guard lock(mutex_);
        is_ending_ = true;
        dropped.swap(waiting_);
    }
    wake_.notify_all();
    for (std::thread& thread : threads_) thread.join();
}

bool WorkPool::submit(std::function<void()> job) {
    {
        const std::lock_guard lock(mutex_);
        if (is_ending_ || waiting_.size() >= options_.queue) return false;
        waiting_.push_back(std::move(job));
    }
    wake_.notify_one();
    return true;
}

std::size_t WorkPool::waiting() {
    const std::lock_guard lock(mutex_);
    return waiting_.size();
}

void WorkPool::work() {
    // Linux gives each thread a niceness of its own.
    const auto thread = static_cast<id_t>(::syscall(SYS_gettid));
    if (options_.niceness > 0) ::setpriority(PRIO_PROCESS, thread, ::getpriority(PRIO_PROCESS, 0) + options_.niceness);
    while (true) {
        std::function<void()> job;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [&] { return is_ending_ || !waiting_.empty(); });
            if (is_ending_) return;
            job = std::move(waiting_.front());
            waiting_.pop_front();
        }
        const Ended ended = run_guarded([&] { job(); });
        if (ended.how != Ended::How::Well) log(LogLevel::Error, "a job of the pool failed: " + ended.what);
    }
}

}  // namespace xinglin
