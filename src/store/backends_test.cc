#include "store/backends_test.h"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

#include "database/database.h"
#include "store/store.h"

namespace xinglin {
namespace {

/// Whether the server accepts connections yet.
bool answers(const std::string& address) {
    try {
        open_database(address);
        return true;
    } catch (const DatabaseError&) {
        return false;
    }
}

/// The newest installed server's programs.
std::filesystem::path postgres_programs() {
    std::filesystem::path newest;
    double newest_version = 0;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator("/usr/lib/postgresql", error)) {
        const double version = std::strtod(entry.path().filename().c_str(), nullptr);
        if (version <= newest_version || !std::filesystem::exists(entry.path() / "bin/initdb")) continue;
        newest = entry.path() / "bin";
        newest_version = version;
    }
    if (newest.empty()) {
        throw std::runtime_error(
            "The store's tests need a PostgreSQL server: install postgresql, or set XINGLIN_TEST_POSTGRES.");
    }
    return newest;
}

/// Starts a program that dies with this process; as user postgres when we are root, since the server refuses root.
pid_t start(const std::vector<std::string>& command) {
    const passwd* user = ::geteuid() == 0 ? ::getpwnam("postgres") : nullptr;
    std::vector<char*> arguments;
    for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    const pid_t child = ::fork();
    if (child != 0) return child;
    if (user != nullptr &&
        (::setgroups(0, nullptr) != 0 || ::setgid(user->pw_gid) != 0 || ::setuid(user->pw_uid) != 0)) {
        ::_exit(126);
    }
    ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
    const int nowhere = ::open("/dev/null", O_WRONLY);
    if (nowhere < 0 || ::dup2(nowhere, STDOUT_FILENO) < 0) ::_exit(126);
    ::execv(arguments[0], arguments.data());
    ::_exit(127);
}

int wait_for(pid_t child) {
    int status = 0;
    ::waitpid(child, &status, 0);
    return status;
}

class PostgresServer {
  public:
    PostgresServer();
    ~PostgresServer();
    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;

    const std::string& address() const { return address_; }

  private:
    void start_private_server();

    TemporaryFolder folder_;
    std::string address_;
    pid_t server_ = 0;
};

PostgresServer::PostgresServer() {
    const char* given = std::getenv("XINGLIN_TEST_POSTGRES");
    if (given != nullptr && *given != '\0') {
        address_ = given;
    } else {
        start_private_server();
    }
}

void PostgresServer::start_private_server() {
    const auto programs = postgres_programs();
    if (const passwd* user = ::geteuid() == 0 ? ::getpwnam("postgres") : nullptr; user != nullptr) {
        if (::chown(folder_.path().c_str(), user->pw_uid, user->pw_gid) != 0) {
            throw std::runtime_error("The folder of the test server cannot be given to user postgres.");
        }
    }
    const std::string data = folder_.path() / "data";
    const pid_t setup = start({programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
                               "--locale=C.UTF-8", "--no-sync"});
    if (wait_for(setup) != 0) throw std::runtime_error("initdb failed in " + data + ".");
    server_ = start({programs / "postgres", "-D", data, "-k", folder_.path(), "-c", "listen_addresses=", "-c",
                     "fsync=off", "-c", "log_min_messages=panic"});
    address_ = "postgresql://postgres@/postgres?host=" + folder_.path().string();
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!answers(address_)) {
        if (std::chrono::steady_clock::now() > deadline) throw std::runtime_error("The test server does not start.");
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}

PostgresServer::~PostgresServer() {
    if (server_ == 0) return;
    ::kill(server_, SIGQUIT);
    wait_for(server_);
}

/// One server for all tests of a process: starting one takes a second.
const std::string& server_address() {
    static const PostgresServer server;
    return server.address();
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
    std::string name = std::filesystem::temp_directory_path() / "xinglin-test-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("No temporary folder can be made.");
    path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

void run_on_test_server(const std::string& sql) {
    open_database(server_address())->define(sql);
}

TestLocation::TestLocation(Backend backend) {
    if (backend == Backend::Sqlite) {
        location_ = folder_.path() / "store.sqlite";
        return;
    }
    schema_ = folder_.path().filename();
    run_on_test_server("CREATE SCHEMA \"" + schema_ + "\"");
    const std::string& server = server_address();
    location_ = server + (server.find('?') == std::string::npos ? "?" : "&");
    location_ += "options=-csearch_path%3D%22" + schema_ + "%22";
}

TestLocation::~TestLocation() {
    if (!schema_.empty()) run_on_test_server("DROP SCHEMA \"" + schema_ + "\" CASCADE");
}

}  // namespace xinglin
