#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "words/token.h"

// Rules: which meanings together make a wish. Internal to the room.
namespace beatsync::words {

/// The words of one wish.
class Phrase {
public:
    explicit Phrase(std::span<const Token> tokens) : tokens_(tokens) {}

    [[nodiscard]] std::span<const Token> tokens() const { return tokens_; }
    [[nodiscard]] const Token* find(const Concepts& concepts) const {
        for (const Token& token : tokens_)
            if (token.in(concepts)) return &token;
        return nullptr;
    }
    [[nodiscard]] const Token* find(Concept c) const { return find(Concepts{c}); }
    [[nodiscard]] bool has(Concept c) const { return find(c) != nullptr; }
    [[nodiscard]] bool has(const Concepts& concepts) const { return find(concepts) != nullptr; }
    /// All numbers in order: "pieces 2 and 5" has both.
    [[nodiscard]] std::vector<std::int64_t> numbers() const;

private:
    std::span<const Token> tokens_;
};

struct Wish {
    Topic topic;
    std::string value;
};
using Wishes = std::vector<Wish>;

/// How well wishes go side by side without "and": "a vertical 30 second video", but no "slow fade".
enum class Manner : std::uint8_t { attribute, whole };

/// A wish has one word of each of `needs`, and beside them none but those of `may`, verbs, "the video", and a
/// second one that means the same as the first.
struct Rule {
    std::vector<Concepts> needs;
    Concepts may;
    Manner manner = Manner::whole;
    /// Empty: not this after all.
    std::optional<Wishes> (*build)(const Phrase& phrase) = nullptr;
};

/// What the phrase asks for by this rule.
[[nodiscard]] std::optional<Wishes> apply(const Rule& rule, const Phrase& phrase);

[[nodiscard]] std::vector<Rule> picture_rules();
[[nodiscard]] std::vector<Rule> time_rules();
[[nodiscard]] std::vector<Rule> sound_rules();
[[nodiscard]] std::vector<Rule> title_rules();
[[nodiscard]] std::vector<Rule> job_rules();
[[nodiscard]] std::vector<Rule> edit_rules();
/// All of them.
[[nodiscard]] const std::vector<Rule>& rules();

/// "a vertical clip" is the video, "the vertical clips" are some of the footage.
[[nodiscard]] bool clips_in_plural(const Phrase& phrase);
/// "30s", "1.5s"
[[nodiscard]] std::string seconds_text(double seconds);
/// Whether it is a place in a song or video: "at 0:45", "at 3 seconds", "beat 5".
[[nodiscard]] std::optional<std::string> moment_of(const Token& token);

}  // namespace beatsync::words
