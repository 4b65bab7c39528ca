#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"

namespace beatsync::cli {

enum class FileKind : std::uint8_t { beats, sound };

/// The files of one kind in a folder and all that is below it, each under its path there without its endings:
/// "blues/00001" for blues/00001.wav, blues/00001.beats, blues/00001.beats.txt and blues/00001.wav.txt.
class FileIndex {
public:
    struct Entry {
        std::string key;
        std::filesystem::path file;
    };

    /// Errc::input when the folder can't be read. Nothing in it is no error.
    [[nodiscard]] static Result<FileIndex> make(const std::filesystem::path& folder, FileKind kind);

    /// In order of their keys. Of several files under one key only the one that says most is here.
    [[nodiscard]] std::span<const Entry> entries() const { return entries_; }
    /// The others.
    [[nodiscard]] std::span<const std::filesystem::path> passed_over() const { return passed_over_; }

    /// The file under this key, or else the only one whose key ends in the same name; null where there is
    /// none. Errc::input when there are several.
    [[nodiscard]] Result<const Entry*> find(std::string_view key) const;

private:
    std::filesystem::path folder_;
    std::vector<Entry> entries_;
    std::vector<std::filesystem::path> passed_over_;
};

/// "00001" of "blues/00001".
[[nodiscard]] std::string_view name_of(std::string_view key);

/// "a, b, c and 4 more".
[[nodiscard]] std::string listed(const std::vector<std::string>& names);

}  // namespace beatsync::cli
