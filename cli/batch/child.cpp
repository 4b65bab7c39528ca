#include "cli/batch/child.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <string_view>
#include <system_error>

#include "cli/fault_report.h"

namespace beatsync::cli {
namespace {

constexpr int kTickMs = 200;
constexpr std::size_t kMostOutput = 64U << 20U;  // a runaway's output is cut off, not the machine's memory
constexpr int kFaultFd = 3;
constexpr int kFirstFreeFd = 10;  // above those that the child gets

/// Both ends are closed on exec.
class Pipe {
public:
    Pipe() = default;
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    ~Pipe() {
        close(reader_);
        close(writer_);
    }
    [[nodiscard]] bool open() {
        std::array<int, 2> ends{-1, -1};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
        reader_ = lift(ends[0]);
        writer_ = lift(ends[1]);
        return reader_ >= 0 && writer_ >= 0;
    }
    [[nodiscard]] int reader() const { return reader_; }
    [[nodiscard]] int writer() const { return writer_; }
    void close_reader() { close(reader_); }
    void close_writer() { close(writer_); }

private:
    static int lift(int fd) {
        const int lifted = ::fcntl(fd, F_DUPFD_CLOEXEC, kFirstFreeFd);
        ::close(fd);
        return lifted;
    }
    static void close(int& fd) {
        if (fd >= 0) ::close(fd);
        fd = -1;
    }
    int reader_ = -1;
    int writer_ = -1;
};

/// All that the child needs, made before the fork: a child of a program with threads may not allocate.
struct Command {
    Command(const std::vector<std::string>& given, const std::filesystem::path& in) : folder(in.string()) {
        words.emplace_back("beatsync");
        words.insert(words.end(), given.begin(), given.end());
        for (std::string& word : words)
            argv.push_back(word.data());
        argv.push_back(nullptr);
        variable = fmt::format("{}={}", kFaultDescriptor, kFaultFd);
        for (char** entry = environ; *entry != nullptr; ++entry)
            if (!std::string_view(*entry).starts_with(kFaultDescriptor)) envp.push_back(*entry);
        envp.push_back(variable.data());
        envp.push_back(nullptr);
    }
    std::vector<std::string> words;
    std::vector<char*> argv;
    std::vector<char*> envp;
    std::string variable;
    std::string folder;
};

[[noreturn]] void become(const Command& command, pid_t parent, int out, int err, int fault) {
    ::setpgid(0, 0);  // Ctrl-C is passed on once, not given by the terminal too
    // A batch that is killed takes its jobs along: nobody would wait for them.
    if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || ::getppid() != parent) ::_exit(127);
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    for (const int ignored : {SIGPIPE, SIGXFSZ})
        ::signal(ignored, SIG_DFL);
    const int null = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    const bool ready = null >= 0 && ::dup2(null, STDIN_FILENO) >= 0 && ::dup2(out, STDOUT_FILENO) >= 0 &&
                       ::dup2(err, STDERR_FILENO) >= 0 && ::dup2(fault, kFaultFd) >= 0 &&
                       ::chdir(command.folder.c_str()) == 0;
    if (ready) ::execve("/proc/self/exe", command.argv.data(), command.envp.data());
    ::_exit(127);
}

/// Takes what is there; false at the end.
bool drain(int fd, std::string& into) {
    std::array<char, 65536> block{};
    const ssize_t n = ::read(fd, block.data(), block.size());
    if (n < 0) return errno == EINTR || errno == EAGAIN;
    const std::size_t room = kMostOutput - std::min(kMostOutput, into.size());
    into.append(block.data(), std::min(static_cast<std::size_t>(n), room));
    return n > 0;
}

}  // namespace

Result<ChildResult> run_self(const std::vector<std::string>& arguments, const std::filesystem::path& folder,
                             const std::stop_token& stop, const std::function<bool()>& tick) {
    std::array<Pipe, 3> pipes;
    const auto failed = [] {
        return fail(Errc::media,
                    fmt::format("cannot start the job: {}", std::generic_category().message(errno)),
                    "fewer --jobs need less of everything");
    };
    for (Pipe& pipe : pipes)
        if (!pipe.open()) return failed();
    const Command command(arguments, folder);
    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child < 0) return failed();
    if (child == 0) become(command, parent, pipes[0].writer(), pipes[1].writer(), pipes[2].writer());

    ChildResult result;
    std::array<std::string*, 3> texts{&result.out, &result.err, &result.fault};
    std::array<pollfd, 3> fds{};
    for (std::size_t i = 0; i < fds.size(); ++i) {
        pipes[i].close_writer();
        fds[i] = {pipes[i].reader(), POLLIN, 0};
    }
    bool passed_on = false;
    while (std::any_of(fds.begin(), fds.end(), [](const pollfd& p) { return p.fd >= 0; })) {
        if (::poll(fds.data(), fds.size(), kTickMs) > 0)
            for (std::size_t i = 0; i < fds.size(); ++i)
                if (fds[i].fd >= 0 && fds[i].revents != 0 && !drain(fds[i].fd, *texts[i])) fds[i].fd = -1;
        if (stop.stop_requested() && !std::exchange(passed_on, true)) ::kill(child, SIGINT);
        if (!result.abandoned && !tick()) {
            result.abandoned = true;
            ::kill(child, SIGKILL);
        }
    }
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (WIFEXITED(status)) result.exit_code = WEXITSTATUS(status);
    if (WIFSIGNALED(status)) {
        result.signal = WTERMSIG(status);
        result.exit_code = 128 + result.signal;
    }
    return result;
}

}  // namespace beatsync::cli
