#include <fmt/format.h>

#include <cstdlib>
#include <cstring>
#include <string_view>
#include <system_error>
#include <utility>

#include "cli/eval/beats_file.h"
#include "cli/eval/command_template.h"
#include "cli/eval/contender.h"
#include "cli/subprocess.h"
#include "core/time.h"

namespace beatsync::cli {
namespace fs = std::filesystem;
namespace {

using Clock = std::chrono::steady_clock;
using evaluate::Answer;

constexpr std::size_t kMostDetail = 4000;  // of what it said on stderr: the end says why
constexpr std::string_view kOutName = "beats";

/// A folder of its own for a program's output, with all that is in it gone in the end.
class ScratchFolder {
public:
    static Result<ScratchFolder> make() {
        std::error_code ec;
        std::string name = (fs::temp_directory_path(ec) / "beatsync-eval-XXXXXX").string();
        if (ec || ::mkdtemp(name.data()) == nullptr)
            return fail(Errc::media, "cannot make a folder for temporary files",
                        "TMPDIR names a folder that can be written to");
        return ScratchFolder(name);
    }
    ScratchFolder(ScratchFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
    ScratchFolder& operator=(ScratchFolder&&) = delete;
    ~ScratchFolder() {
        std::error_code ec;
        if (!path_.empty()) fs::remove_all(path_, ec);
    }
    [[nodiscard]] const fs::path& path() const { return path_; }

private:
    explicit ScratchFolder(fs::path path) : path_(std::move(path)) {}
    fs::path path_;
};

/// The last line that says something.
std::string last_line(std::string_view text) {
    const auto end = text.find_last_not_of(" \t\r\n");
    if (end == std::string_view::npos) return {};
    text = text.substr(0, end + 1);
    return std::string(text.substr(text.find_last_of("\r\n") + 1));
}

std::string tail(const std::string& text) {
    return text.size() > kMostDetail ? text.substr(text.size() - kMostDetail) : text;
}

class Program final : public Contender {
public:
    Program(CommandTemplate command, std::string given, std::chrono::milliseconds limit)
        : Contender(command.name), command_(std::move(command)), given_(std::move(given)), limit_(limit) {}

    [[nodiscard]] std::string kind() const override { return "program"; }
    [[nodiscard]] std::string source() const override { return given_; }

    [[nodiscard]] Result<Answer> answer(const Subject& subject, const RunContext& context) const override {
        BEATSYNC_TRY(const ScratchFolder scratch, ScratchFolder::make());
        const fs::path out = scratch.path() / (std::string(kOutName) + ".txt");
        // Absolute, so that no file's name can pass for an option.
        const Subprocess what{
            command_.program, command_.fill(fs::absolute(subject.sound).string(), out.string()), {}, {}};
        const auto begin = Clock::now();
        bool late = false;
        const auto go_on = [&] {
            late = Clock::now() - begin > limit_;
            return !late && !context.stopped();
        };
        BEATSYNC_TRY(const Ended ended, run_subprocess(what, {}, go_on));
        if (context.stopped()) return fail_cancelled();
        Answer answer = read(ended, late, out);
        // The folder's name is another each time, and says nothing to anybody.
        for (std::string* text : {&answer.problem, &answer.detail})
            replace_all(*text, out.string(), "{out}");
        return answer;
    }

private:
    [[nodiscard]] std::string problem_of(const Ended& ended, bool late) const {
        if (late) return fmt::format("took longer than {}", format_time(Time::from_ms(limit_.count())));
        if (ended.exit_code == 0) return {};
        std::string how = ended.signal == 0 ? fmt::format("exit code {}", ended.exit_code)
                                            : fmt::format("ended by signal {} ({})", ended.signal,
                                                          ::sigdescr_np(ended.signal));
        const std::string why = last_line(ended.err);
        return why.empty() ? how : fmt::format("{}: {}", how, why);
    }

    /// From the file that it was to write, or what it printed.
    [[nodiscard]] Answer read(const Ended& ended, bool late, const fs::path& out) const {
        const auto failed = [&](std::string problem) {
            return Answer{Answer::Kind::failed, std::move(problem), tail(ended.err), {}, {}};
        };
        if (std::string problem = problem_of(ended, late); !problem.empty())
            return failed(std::move(problem));
        if (!command_.has_out) {
            auto annotation = interchange::read_annotation(ended.out);
            if (!annotation) return failed("what it printed: " + annotation.error().message);
            return {Answer::Kind::given, "", "", to_beats_file(*std::move(annotation)).beats, {}};
        }
        std::error_code ec;
        if (!fs::exists(out, ec)) return failed("it wrote nothing to {out}");
        auto file = read_beats_file(out, kOutName);
        if (!file) return failed(file.error().message);
        return {Answer::Kind::given, "", "", std::move(file->beats), {}};
    }

    CommandTemplate command_;
    std::string given_;
    std::chrono::milliseconds limit_;
};

}  // namespace

Result<std::unique_ptr<Contender>> make_program(const std::string& command,
                                                std::chrono::milliseconds time_limit) {
    const char* path = std::getenv("PATH");
    BEATSYNC_TRY(auto parsed, parse_command(command, path == nullptr ? "/usr/bin:/bin" : path));
    return std::make_unique<Program>(std::move(parsed), command, time_limit);
}

}  // namespace beatsync::cli
