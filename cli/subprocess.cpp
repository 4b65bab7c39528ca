#include "cli/subprocess.h"

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
#include <utility>

namespace beatsync::cli {
namespace {

constexpr int kTickMs = 200;
constexpr std::size_t kMostOutput = 64U << 20U;  // a runaway's output is cut off, not the machine's memory
constexpr int kChannelFd = 3;
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
    explicit Command(const Subprocess& what)
        : program(what.program.string()), words(what.arguments), folder(what.folder.string()) {
        for (std::string& word : words)
            argv.push_back(word.data());
        argv.push_back(nullptr);
        const std::string prefix = what.channel_variable + "=";
        for (char** entry = environ; *entry != nullptr; ++entry)
            if (what.channel_variable.empty() || !std::string_view(*entry).starts_with(prefix))
                envp.push_back(*entry);
        if (!what.channel_variable.empty()) variable = prefix + fmt::format("{}", kChannelFd);
        if (!variable.empty()) envp.push_back(variable.data());
        envp.push_back(nullptr);
    }
    std::string program;
    std::vector<std::string> words;
    std::vector<char*> argv;
    std::vector<char*> envp;
    std::string variable;
    std::string folder;
};

[[noreturn]] void become(const Command& command, pid_t parent, int out, int err, int channel) {
    ::setpgid(0, 0);  // Ctrl-C is passed on once, not given by the terminal too
    // Who is killed takes those along that he started: nobody would wait for them.
    if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || ::getppid() != parent) ::_exit(127);
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    for (const int ignored : {SIGPIPE, SIGXFSZ})
        ::signal(ignored, SIG_DFL);
    const int null = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    const bool ready = null >= 0 && ::dup2(null, STDIN_FILENO) >= 0 && ::dup2(out, STDOUT_FILENO) >= 0 &&
                       ::dup2(err, STDERR_FILENO) >= 0 &&
                       (command.variable.empty() || ::dup2(channel, kChannelFd) >= 0) &&
                       (command.folder.empty() || ::chdir(command.folder.c_str()) == 0);
    if (ready) ::execve(command.program.c_str(), command.argv.data(), command.envp.data());
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

/// A started program until it has ended.
class Running {
public:
    Running(pid_t child, std::array<Pipe, 3>& pipes, Ended& ended) : child_(child), ended_(ended) {
        const std::array<std::string*, 3> texts{&ended.out, &ended.err, &ended.channel};
        for (std::size_t i = 0; i < pipes.size(); ++i) {
            pipes[i].close_writer();
            fds_[i] = {pipes[i].reader(), POLLIN, 0};
            texts_[i] = texts[i];
        }
    }

    /// Reads what it says until it has closed everything, or has ended and left that open to its own
    /// children.
    void attend(const std::stop_token& stop, const std::function<bool()>& tick) {
        bool passed_on = false;
        while (std::any_of(fds_.begin(), fds_.end(), [](const pollfd& p) { return p.fd >= 0; })) {
            const bool said = read_some();
            if (stop.stop_requested() && !std::exchange(passed_on, true)) ::kill(child_, SIGINT);
            if (!tick()) {
                ended_.abandoned = true;
                ::kill(-child_, SIGKILL);
                return;
            }
            if (!said && has_ended()) return;
        }
    }

    void collect() {
        if (!reaped_)
            while (::waitpid(child_, &status_, 0) < 0 && errno == EINTR) {
            }
        if (WIFEXITED(status_)) ended_.exit_code = WEXITSTATUS(status_);
        if (WIFSIGNALED(status_)) {
            ended_.signal = WTERMSIG(status_);
            ended_.exit_code = 128 + ended_.signal;
        }
    }

private:
    bool read_some() {
        if (::poll(fds_.data(), fds_.size(), kTickMs) <= 0) return false;
        for (std::size_t i = 0; i < fds_.size(); ++i)
            if (fds_[i].fd >= 0 && fds_[i].revents != 0 && !drain(fds_[i].fd, *texts_[i])) fds_[i].fd = -1;
        return true;
    }
    bool has_ended() {
        reaped_ = reaped_ || ::waitpid(child_, &status_, WNOHANG) == child_;
        return reaped_;
    }

    pid_t child_;
    Ended& ended_;
    std::array<pollfd, 3> fds_{};
    std::array<std::string*, 3> texts_{};
    int status_ = 0;
    bool reaped_ = false;
};

}  // namespace

Result<Ended> run_subprocess(const Subprocess& what, const std::stop_token& stop,
                             const std::function<bool()>& tick) {
    std::array<Pipe, 3> pipes;
    const auto failed = [&] {
        return fail(Errc::media,
                    fmt::format("cannot start {}: {}", what.arguments.front(),
                                std::generic_category().message(errno)),
                    "fewer --jobs need less of everything");
    };
    for (Pipe& pipe : pipes)
        if (!pipe.open()) return failed();
    const Command command(what);
    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child < 0) return failed();
    if (child == 0) become(command, parent, pipes[0].writer(), pipes[1].writer(), pipes[2].writer());
    ::setpgid(child, child);  // on this side too: whoever comes first, the group is there to be killed

    Ended ended;
    Running running(child, pipes, ended);
    running.attend(stop, tick);
    running.collect();
    return ended;
}

}  // namespace beatsync::cli
