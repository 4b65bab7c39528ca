#include "cloud/gui_clauses.h"

#include <algorithm>
#include <array>

#include "cloud/characters.h"
#include "cloud/clause_words.h"
#include "cloud/gui_words.h"

namespace beatsync::cloud {
namespace {

constexpr auto npos = std::string_view::npos;

struct Delimiter {
    std::size_t length = 0;  // 0: none
    Join join = Join::comma;
};

constexpr std::array<std::string_view, 12> kHard = {", ", "; ", ": ", " - ", " – ",  " — ",
                                                    "—",  "，", "；", "：",  ", - ", "、请"};
constexpr std::array<std::string_view, 5> kSoft = {" and ", " then ", " or ", " so ", " but "};
constexpr std::array<std::string_view, 9> kGerunds = {
    "clicking", "tapping", "dragging", "dropping", "opening", "pressing", "hitting", "using", "selecting"};

bool starts_with(std::string_view text, std::string_view prefix) {
    return text.substr(0, prefix.size()) == prefix;
}

/// Cuts at commas and the like, "and" and the like, and around brackets, outside quotes.
class ClauseSplitter {
public:
    explicit ClauseSplitter(std::string_view sentence) : text_(sentence), quoted_(quoted_bytes(sentence)) {}

    std::vector<Clause> split() {
        std::size_t at = 0;
        while (at < text_.size()) {
            if (quoted_[at]) {
                ++at;
                continue;
            }
            if (const std::size_t close = bracket_end(at); close != npos) {
                cut(at, at, Join::bracket);
                cut(close, close, Join::start);
                at = close;
                continue;
            }
            const auto [length, join] = delimiter_at(at);
            if (length > 0) cut(at, at + length, join);
            at += std::max<std::size_t>(length, 1);
        }
        cut(text_.size(), text_.size(), Join::start);
        return std::move(clauses_);
    }

private:
    [[nodiscard]] Delimiter delimiter_at(std::size_t at) const {
        const std::string_view rest = text_.substr(at);
        for (std::string_view hard : kHard) {
            if (starts_with(rest, hard)) return {hard.size(), Join::comma};
        }
        for (std::string_view soft : kSoft) {
            if (starts_with(rest, soft) && !is_drag_and_drop(at)) return {soft.size(), Join::word};
        }
        constexpr std::string_view kBy = " by ";
        const auto gerund = [&](std::string_view word) { return starts_with(rest.substr(kBy.size()), word); };
        if (starts_with(rest, kBy) && std::any_of(kGerunds.begin(), kGerunds.end(), gerund))
            return {kBy.size(), Join::word};
        return {};
    }

    [[nodiscard]] bool is_drag_and_drop(std::size_t at) const {
        constexpr std::string_view kAndDrop = " and drop";
        return starts_with(text_.substr(at), kAndDrop) && at >= 4 &&
               (text_.substr(at - 3, 3) == "rag" || text_.substr(at - 4, 4) == "ging");
    }

    /// After the bracket that closes the one at `at`; npos: there is none.
    std::size_t bracket_end(std::size_t at) {
        for (auto [open, close] : {std::pair<std::string_view, std::string_view>{"(", ")"}, {"（", "）"}}) {
            if (!starts_with(text_.substr(at), open) || never_closes_) continue;
            const std::size_t end = text_.find(close, at);
            never_closes_ = end == npos;
            return end == npos ? npos : end + close.size();
        }
        return npos;
    }

    /// Ends the open clause at `end`; the next begins at `next` and joins it so.
    void cut(std::size_t end, std::size_t next, Join join) {
        if (end > begin_) {
            Clause clause;
            clause.text = std::string(text_.substr(begin_, end - begin_));
            clause.delimiter = std::string(text_.substr(delimiter_, begin_ - delimiter_));
            clause.join = clauses_.empty() ? Join::start : join_;
            clauses_.push_back(std::move(clause));
            delimiter_ = end;
        }
        begin_ = next;
        join_ = join;
    }

    std::string_view text_;
    std::vector<bool> quoted_;
    std::vector<Clause> clauses_;
    std::size_t delimiter_ = 0;  // where the delimiter before the open clause begins
    std::size_t begin_ = 0;      // where the open clause begins
    Join join_ = Join::start;
    bool never_closes_ = false;
};

template <class List>
bool starts_with_any(std::string_view text, const List& list) {
    return std::any_of(list.begin(), list.end(), [&](auto prefix) { return starts_with(text, prefix); });
}

void read_english(Clause& clause) {
    const ClauseWords words(clause.text);
    const std::size_t lead = words.lead_in_end(0);
    clause.leads = words.length_of_any(0, kSubordinates) > 0 || lead == words.size();
    const std::size_t start =
        words.is(0, "and") || words.is(0, "but") || words.is(0, "so") || words.is(0, "or") ? 1 : 0;
    clause.tells = clause.join == Join::word ? words.length_of_any(start, kTellers) > 0
                                             : words.length_of_any(start, kSubjects) > 0;
    clause.instruction = english_instruction(clause.text);
}

void read_chinese(Clause& clause) {
    clause.leads = starts_with_any(clause.plain, kChineseSubordinates);
    clause.tells = starts_with_any(clause.plain, kChineseSubjects);
    clause.instruction = chinese_instruction(clause.text);
}

/// "I can cut and drag": the verb is not the reader's.
bool is_ours(std::string_view sentence) {
    static constexpr auto kOurs = std::to_array<std::string_view>(
        {"i can", "i'll", "i will", "i could", "i'd", "should i", "shall i", "do you want me to",
         "would you like me to", "want me to", "let me", "we can", "we'll"});
    return ClauseWords(sentence).length_of_any(0, kOurs) > 0;
}

bool addresses_reader(std::string_view clause) {
    const ClauseWords words(clause);
    const std::size_t end = words.lead_in_end(0);
    for (std::size_t i = 0; i < end; ++i) {
        if (words.is(i, "you") || words.is(i, "please") || words.is(i, "by")) return true;
    }
    const bool gerund =
        std::any_of(kGerunds.begin(), kGerunds.end(), [&](auto g) { return words.is(end, g); });
    return gerund;
}

/// "Go ahead" of "go ahead and click".
bool is_lead_in(const Clause& clause) {
    const ClauseWords words(clause.text);
    return words.size() > 0 && words.lead_in_end(0) == words.size();
}

}  // namespace

std::vector<Clause> split_clauses(std::string_view sentence) {
    std::vector<Clause> clauses = ClauseSplitter(sentence).split();
    bool after_instruction = false;
    bool ours = false;
    for (std::size_t i = 0; i < clauses.size(); ++i) {
        Clause& clause = clauses[i];
        clause.plain = plain_text(clause.text);
        if (has_chinese(clause.text)) {
            read_chinese(clause);
        } else {
            read_english(clause);
            ours = ours || is_ours(clause.text);
            const bool needs_reader = (clause.join == Join::word && !after_instruction) || ours;
            if (needs_reader && !addresses_reader(clause.text)) clause.instruction.reset();
        }
        if (clause.join != Join::bracket)
            after_instruction =
                clause.instruction || is_lead_in(clause) || (after_instruction && !clause.tells);
    }
    return clauses;
}

}  // namespace beatsync::cloud
