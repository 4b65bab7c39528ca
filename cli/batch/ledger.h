#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cli/batch/manifest.h"
#include "cli/json_document.h"
#include "core/error.h"

namespace beatsync::cli {

/// An output as it was when its job was done.
struct OutputMark {
    std::string name;
    std::uintmax_t bytes = 0;
    std::int64_t modified_ns = 0;
    std::string digest;  ///< media::content_digest

    /// Errc::input when it is not there.
    [[nodiscard]] static Result<OutputMark> of(const std::filesystem::path& path);
    /// Whether the file is still that one: a copy is, a file of another content is not.
    [[nodiscard]] bool matches(const std::filesystem::path& path) const;
};

/// What became of a job the last time that it was tried.
struct Record {
    std::string digest;  ///< the job's
    Json result;         ///< the line that was printed
    std::vector<OutputMark> outputs;

    [[nodiscard]] std::string status() const;
    /// Whether there is nothing left to do: the same job, done, and its outputs are as it left them.
    [[nodiscard]] bool settles(const Job& job) const;
    [[nodiscard]] const OutputMark* mark_of(const std::filesystem::path& output) const;
};

/// The state of a batch: a folder with a small file a job, which appears whole or not at all, and the claims
/// of the workers. Shared by all workers; however the jobs are divided among them, it says what is done.
class Ledger {
public:
    explicit Ledger(std::filesystem::path folder) : folder_(std::move(folder)) {}

    [[nodiscard]] std::optional<Record> load(const std::string& key) const;
    Result<void> store(const std::string& key, const Record& record) const;
    [[nodiscard]] std::filesystem::path claim(const std::string& key) const;

private:
    [[nodiscard]] std::filesystem::path file(const std::string& key, const char* suffix) const;
    std::filesystem::path folder_;
};

}  // namespace beatsync::cli
