#include "support/process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace beatsync::test {
namespace {

namespace fs = std::filesystem;

/// How often a running program is looked at; nothing is judged by it.
constexpr int kPollMs = 1;

struct Pipe {
    std::array<int, 2> ends{-1, -1};
    Pipe() {
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) std::abort();
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    ~Pipe() {
        for (const int end : ends)
            if (end >= 0) ::close(end);
    }
    void close_writer() {
        ::close(ends[1]);
        ends[1] = -1;
    }
};

/// What the new program is given, put together before the fork: a child of a program with threads may not
/// allocate.
struct Arguments {
    explicit Arguments(const ProcessSpec& spec) {
        argv.push_back(const_cast<char*>(spec.program.c_str()));
        for (const std::string& argument : spec.arguments)
            argv.push_back(const_cast<char*>(argument.c_str()));
        argv.push_back(nullptr);
        for (const auto& [name, value] : spec.environment)
            own.push_back(name + "=" + value);
        for (char** entry = environ; *entry != nullptr; ++entry)
            if (!is_set(*entry)) envp.push_back(*entry);
        for (std::string& entry : own)
            envp.push_back(entry.data());
        envp.push_back(nullptr);
    }
    [[nodiscard]] bool is_set(std::string_view entry) const {
        const std::string_view name = entry.substr(0, entry.find('=') + 1);
        return std::any_of(own.begin(), own.end(), [&](const std::string& o) { return o.starts_with(name); });
    }
    std::vector<std::string> own;
    std::vector<char*> argv;
    std::vector<char*> envp;
};

[[noreturn]] void become(const ProcessSpec& spec, const Arguments& arguments, const Pipe& in, const Pipe& out,
                         const Pipe& err) {
    ::dup2(in.ends[0], STDIN_FILENO);
    ::dup2(out.ends[1], STDOUT_FILENO);
    ::dup2(err.ends[1], STDERR_FILENO);
    if (!spec.folder.empty() && ::chdir(spec.folder.c_str()) != 0) _exit(127);
    if (spec.largest_file) {
        const rlimit limit{*spec.largest_file, *spec.largest_file};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ::execve(spec.program.c_str(), arguments.argv.data(), arguments.envp.data());
    _exit(127);
}

/// Appends what is there; false at the end.
bool drain(int fd, std::string& into) {
    std::array<char, 65536> block{};
    const ssize_t n = ::read(fd, block.data(), block.size());
    if (n > 0) into.append(block.data(), static_cast<std::size_t>(n));
    return n > 0;
}

bool appeared(const ProcessSpec& spec) {
    std::error_code ec;
    for (fs::directory_iterator it(spec.interrupt_folder, ec), end; !ec && it != end; it.increment(ec))
        if (it->path().filename().string().find(spec.interrupt_when) != std::string::npos) return true;
    return false;
}

}  // namespace

ProcessResult run_process(const ProcessSpec& spec) {
    Pipe in;
    Pipe out;
    Pipe err;
    if (::write(in.ends[1], spec.input.data(), spec.input.size()) < 0) std::abort();  // fits into the pipe
    const Arguments arguments(spec);
    const pid_t child = ::fork();
    if (child == 0) become(spec, arguments, in, out, err);
    in.close_writer();
    out.close_writer();
    err.close_writer();

    ProcessResult result;
    const auto start = std::chrono::steady_clock::now();
    const auto deadline = start + spec.timeout;
    bool killed = false;
    int interrupts = spec.interrupt_when.empty() ? 0 : spec.interrupts;
    bool begun = false;
    std::array<pollfd, 2> fds{{{out.ends[0], POLLIN, 0}, {err.ends[0], POLLIN, 0}}};
    while (fds[0].fd >= 0 || fds[1].fd >= 0) {
        ::poll(fds.data(), fds.size(), kPollMs);
        if (fds[0].revents != 0 && !drain(fds[0].fd, result.out)) fds[0].fd = -1;
        if (fds[1].revents != 0 && !drain(fds[1].fd, result.err)) fds[1].fd = -1;
        begun = begun || (interrupts > 0 && appeared(spec));
        if (begun && interrupts > 0) {
            ::kill(child, spec.interrupt_signal);
            --interrupts;
        }
        if (spec.kill_after && !killed && std::chrono::steady_clock::now() - start >= *spec.kill_after) {
            killed = true;
            ::kill(child, SIGKILL);
        }
        if (std::chrono::steady_clock::now() > deadline) {
            result.timed_out = true;
            ::kill(child, SIGKILL);
            break;
        }
    }
    int status = 0;
    rusage usage{};
    ::wait4(child, &status, 0, &usage);
    result.peak_kib = usage.ru_maxrss;
    if (WIFEXITED(status)) result.exit_code = WEXITSTATUS(status);
    if (WIFSIGNALED(status)) result.signal = WTERMSIG(status);
    return result;
}

std::string output_of(const std::string& command) {
    std::string text;
    FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) return text;
    std::vector<char> buffer(1U << 16U);
    while (const std::size_t n = fread(buffer.data(), 1, buffer.size(), pipe))
        text.append(buffer.data(), n);
    pclose(pipe);
    return text;
}

}  // namespace beatsync::test
