#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cloud/gui_talk.h"

namespace beatsync::cloud {

/// What a clause tells the reader to do with a GUI.
struct Instruction {
    std::optional<ReplyAction> action;  ///< none: it says not to, or nothing that we could do for the reader
    std::string message;                ///< of send_as_message, without a full stop
};

/// How a clause joins the one before.
enum class Join : std::uint8_t { start, comma, word, bracket };

struct Clause {
    std::string text;       ///< as written, without the delimiter
    std::string delimiter;  ///< before it, as written: ", ", " and "
    std::string plain;      ///< without emphasis, end marks, and "and" or "then" in front
    Join join = Join::start;
    bool leads = false;  ///< "To export": nothing without the next clause
    bool tells = false;  ///< has a subject of its own: not a part of the instruction before it
    std::optional<Instruction> instruction;
};

/// The clauses of a sentence; texts and delimiters make the sentence.
[[nodiscard]] std::vector<Clause> split_clauses(std::string_view sentence);

/// See take_gui_talk. `clause` is the text of one.
[[nodiscard]] std::optional<Instruction> english_instruction(std::string_view clause);
[[nodiscard]] std::optional<Instruction> chinese_instruction(std::string_view clause);

}  // namespace beatsync::cloud
