#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace xinglin {

/// Threads for handlers that take longer than a connection's thread may be away from its other connections. They yield
/// the processor to it (nice), and what waits for them is bounded.
class WorkPool {
  public:
    struct Options {
        unsigned threads = 1;
        std::size_t queue = 64;  ///< jobs that may wait
        int niceness = 5;        ///< added to that of the process
    };

    /// Starts the threads.
    explicit WorkPool(const Options& options);
    /// Drops what waits and joins the threads, which finish what they run.
    ~WorkPool();
    WorkPool(const WorkPool&) = delete;
    WorkPool& operator=(const WorkPool&) = delete;

    /// False when too much waits already; the job is dropped then. Jobs are begun in order and must not throw.
    bool submit(std::function<void()> job);

    /// Jobs that are not begun yet.
    std::size_t waiting();

  private:
    void work();

    const Options options_;
    // A mutex beside Guarded's: threads sleep on it. Guards waiting_ and is_ending_.
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> waiting_;
    bool is_ending_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace xinglin
