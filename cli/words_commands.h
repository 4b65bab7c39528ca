#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/error.h"
#include "words/words.h"

// Wishes as command lines. Pure: no file is looked at.
namespace beatsync::cli {

/// The files that the words are about, sorted by what they are.
struct WordsSubject {
    std::string song;
    std::vector<std::string> clips;  ///< files; "clip 2" is the second of them
    std::string draft;
    double music_percent = 100;  ///< of the draft: what "a bit quieter" counts from
    std::uint64_t seed = 0;      ///< of the draft: "another version" takes the next
    std::vector<std::string>
        draft_clips;  ///< what the draft was planned from: "clip 2" is the second of them
};

/// Names for what is made, where the words give none.
struct WordsOutputs {
    std::string video;
    std::string draft;
    std::string interchange;  ///< without its suffix
};

struct CommandLine {
    std::string verb;
    std::vector<std::string> arguments;
    friend bool operator==(const CommandLine&, const CommandLine&) = default;
};

struct WordsCommands {
    std::vector<CommandLine> commands;  ///< to be run in this order
    std::vector<std::string> left_out;  ///< wishes that these files can't have, each a sentence for the user
};

/// Errc::usage when no command can be made of them: what is missing, and what to do.
[[nodiscard]] Result<WordsCommands> commands_for(const std::vector<words::Intent>& intents,
                                                 const WordsSubject& subject, const WordsOutputs& outputs);

/// What `edit` is to do to a draft: its options alone, for `edit --do`.
struct EditWords {
    std::vector<std::string> options;
    std::vector<std::string> left_out;
};
[[nodiscard]] EditWords edit_words(const std::vector<words::Intent>& intents, const WordsSubject& subject);

/// As one would type it in a shell.
[[nodiscard]] std::string shell_line(const CommandLine& command);

}  // namespace beatsync::cli
