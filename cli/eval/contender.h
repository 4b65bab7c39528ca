#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/run_context.h"
#include "evaluate/evaluation.h"
#include "music/analyser.h"

namespace beatsync::cli {

/// What a recording is called, and where it lies.
struct Subject {
    std::size_t set = 0;
    std::string key;              ///< FileIndex's
    std::filesystem::path sound;  ///< empty where there is none
};

/// One of those that are compared.
class Contender {
public:
    explicit Contender(std::string name) : name_(std::move(name)) {}
    Contender(const Contender&) = delete;
    Contender& operator=(const Contender&) = delete;
    virtual ~Contender() = default;

    [[nodiscard]] const std::string& name() const { return name_; }
    /// "built in", "predictions" or "program", and which.
    [[nodiscard]] virtual std::string kind() const = 0;
    [[nodiscard]] virtual std::string source() const = 0;
    [[nodiscard]] virtual bool needs_sound() const { return true; }
    /// Whether it has something of this name, so that it is a recording's.
    [[nodiscard]] virtual bool knows(std::size_t /*set*/, std::string_view /*key*/) const { return false; }
    /// From several threads at once. Only what ends everything is an error: Errc::cancelled, Errc::internal.
    [[nodiscard]] virtual Result<evaluate::Answer> answer(const Subject& subject,
                                                          const RunContext& context) const = 0;

private:
    std::string name_;
};
using Contenders = std::vector<std::unique_ptr<Contender>>;

/// Where what is built in keeps its analyses; an empty folder is nowhere. `scope` tells one build of the
/// program from another (pipeline::AnalysisSettings).
struct EvalCache {
    std::filesystem::path folder;
    std::string scope;
};
/// Of this very build: who works on the engine must not be shown what the one before it found. Nowhere where
/// the build can't be told.
[[nodiscard]] EvalCache cache_of_this_build();
[[nodiscard]] std::unique_ptr<Contender> make_built_in(std::string name, music::TrackerKind kind,
                                                       const EvalCache& cache);

/// Files that bear the names of the recordings, in the folder or in one below it that is called like the set.
/// Errc::input when it can't be read or holds nothing.
[[nodiscard]] Result<std::unique_ptr<Contender>> make_predictions(std::string name,
                                                                  const std::filesystem::path& folder,
                                                                  std::span<const std::string> sets);

/// See parse_command.
[[nodiscard]] Result<std::unique_ptr<Contender>> make_program(const std::string& command,
                                                              std::chrono::milliseconds time_limit);

}  // namespace beatsync::cli
