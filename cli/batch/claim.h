#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/error.h"

namespace beatsync::cli {

/// A job that this worker alone does, among all that share a file system.
///
/// Claims are files, NAME.1, NAME.2, …, each made with O_CREAT|O_EXCL (in one step on NFS since version 3).
/// The highest number is the owner. None is ever removed: who finds that the owner of NAME.n is dead makes
/// NAME.n+1, and of several who find it at once only one can. (Removing a dead claim instead would race with
/// one who has just taken it over.) An owner on this machine is dead when its process is; elsewhere when it
/// has not touched its file for as long as the lease, by the clock of the storage. One that was only frozen
/// finds a higher number and lets go.
class Claim {
public:
    using Seconds = std::chrono::seconds;

    /// What there is to know about an attempt that came to no end.
    struct Predecessor {
        bool broken_off = false;         ///< died at it
        std::vector<std::string> fresh;  ///< outputs that were not there when it began
    };

    /// std::nullopt when another worker has it; its name goes to `holder`. Errc::media.
    [[nodiscard]] static Result<std::optional<Claim>> try_take(const std::filesystem::path& name,
                                                               Seconds lease, std::string& holder);
    Claim(Claim&&) noexcept = default;
    Claim& operator=(Claim&&) noexcept = default;

    [[nodiscard]] const Predecessor& predecessor() const { return predecessor_; }
    /// Writes down which outputs are not there yet, for whoever has to go on after us.
    Result<void> note_fresh(const std::vector<std::string>& outputs);
    /// Says that we are alive. False when another has taken over.
    [[nodiscard]] bool touch() const;
    /// Lets others have it at once.
    void release();

private:
    Claim(std::filesystem::path name, int number) : name_(std::move(name)), number_(number) {}
    [[nodiscard]] std::filesystem::path file(int number) const;
    [[nodiscard]] Result<void> write(bool released) const;

    std::filesystem::path name_;
    int number_ = 0;
    std::vector<std::string> fresh_;
    Predecessor predecessor_;
};

}  // namespace beatsync::cli
