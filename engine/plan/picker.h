#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/time.h"
#include "footage/clip_map.h"
#include "music/music_map.h"
#include "plan/beat_fit.h"
#include "plan/cadence.h"
#include "plan/clip_pool.h"
#include "plan/planner.h"
#include "plan/prng.h"
#include "plan/standing.h"

namespace beatsync::plan {

/// What had to be given up to fill a slot, in the order in which it is given up.
enum class Relaxed : std::uint8_t { nothing, same_clip, margin, blurred, frozen, spare, repeated };
inline constexpr std::size_t kRelaxations = 7;

/// Footage that is held but of none of the clips.
inline constexpr std::size_t kNoClip = static_cast<std::size_t>(-1);

/// The footage chosen for a slot.
struct Piece {
    std::size_t clip = 0;  ///< or kNoClip
    std::size_t shot = 0;
    Time in;
    Look look;
    double score = 0;
    double beat_fit = 0;       ///< what its movements on beats add to that
    Time lead_in;              ///< what is decoded of the clip before it and not shown
    double price = 0;          ///< of that; not in the score
    std::size_t compared = 0;  ///< how many places it was chosen from
    Relaxed relaxed = Relaxed::nothing;
    std::optional<std::size_t> pin;
    std::size_t on_beats = 0;  ///< how many of its movements are put on beats inside the slot
    std::optional<std::size_t> held;

    [[nodiscard]] double worth() const { return score - price; }
};

/// Chooses footage slot after slot: in rounds, in which every clip has one turn (or none, see Standing) while
/// it has footage that fits; within a clip the sharpest, best exposed piece whose motion suits the music,
/// begun so that its movements fall on beats, and of places that are about as good one near a keyframe. The
/// first and the last picture are chosen before all others, the most striking ones. Nothing is shown twice
/// while anything unused fits.
class Picker {
public:
    /// `decoding_price`: what counts against a piece that begins a second after a keyframe, in parts of that
    /// for less; longer ways from one count no more, or no clip with few of them would be shown.
    Picker(std::span<const footage::ClipMap> clips, std::span<const Standing> standings,
           const PlanOptions& options, const Clock& clock, std::span<const music::Beat> beats,
           double decoding_price = 0);

    /// One piece a slot; nullopt when some slot is longer than any stretch of footage.
    [[nodiscard]] std::optional<std::vector<Piece>> fill(std::span<const Slot> slots);

private:
    struct Stage {
        Relaxed relaxed;
        bool any_clip;
        bool tight;
        Cleanness level;
        bool spare = false;   ///< clips of weight 0 will do
        bool repeat = false;  ///< footage shown before will do
    };
    struct Neighbours {
        std::optional<Piece> before;
        Time before_end;
        std::optional<std::size_t> clip_after;
        bool outermost = false;  ///< the first or last picture: what is remembered
    };

    [[nodiscard]] std::vector<std::size_t> turns_to_choose(std::size_t slots) const;
    [[nodiscard]] Neighbours neighbours(std::span<const Slot> slots, std::size_t slot,
                                        std::span<const std::optional<Piece>> pieces) const;
    [[nodiscard]] Piece pinned(const Slot& slot) const;
    [[nodiscard]] Piece kept(const Slot& slot) const;
    [[nodiscard]] std::optional<Piece> given(const Slot& slot) const;
    [[nodiscard]] std::optional<Piece> choose(const Slot& slot, const Neighbours& around);
    [[nodiscard]] std::optional<Piece> try_stage(const Slot& slot, const Neighbours& around,
                                                 const Stage& stage);
    [[nodiscard]] std::optional<Piece> best_in(std::size_t clip, const Slot& slot, const Neighbours& around,
                                               const Stage& stage) const;
    [[nodiscard]] TimeRange in_order(std::span<const Candidate> places, std::size_t clip, Time length) const;
    [[nodiscard]] static std::optional<Piece> best_of(std::span<const Piece> pieces);
    [[nodiscard]] double score(const Piece& piece, Time end, const Slot& slot,
                               const Neighbours& around) const;
    [[nodiscard]] Piece judged(const Candidate& place, Time in, std::size_t clip, const Slot& slot,
                               const Neighbours& around) const;
    [[nodiscard]] double striking(const Look& look) const;
    [[nodiscard]] double taste(const Piece& piece) const;
    [[nodiscard]] double appeal(std::size_t clip, const Look& look, const Slot& slot) const;
    [[nodiscard]] std::vector<std::size_t> ranking(const Slot& slot) const;
    [[nodiscard]] bool release_older_half(std::int64_t now);
    void take(const Piece& piece, const Slot& slot);
    void mind_order(std::span<const Slot> slots, std::size_t slot,
                    std::span<const std::optional<Piece>> pieces);
    [[nodiscard]] bool fits(std::size_t clip, const Slot& slot) const;
    void count_chances(std::span<const Slot> slots);
    void find_urgent(const Slot& slot);
    [[nodiscard]] std::int64_t turn_of(std::size_t clip, const Slot& slot) const;

    const PlanOptions& options_;
    double decoding_price_;
    Clock clock_;
    std::vector<Time> beats_;          // of the song; none where movements are not to be put on them
    std::optional<BeatFit> beat_fit_;  // of the slot that is being filled
    std::span<const Standing> standings_;
    std::vector<ClipPool> pools_;
    std::vector<std::size_t> usable_;   // clips with pictures, without copies
    std::vector<double> motion_ranks_;  // of motion 0, 1/1000, …: the share of shots that move less
    std::vector<std::size_t> chances_;  // a clip: how many of the slots to come it can fill
    std::vector<bool> urgent_;          // a clip: now or perhaps never
    std::vector<std::int64_t> turns_;   // a clip
    std::vector<Time> last_end_;        // a clip: where what is shown of it before the slot ends
    std::vector<Time> next_in_;         // a clip: where what is given of it after the slot begins
    std::size_t passed_ = 0;            // so many slots are in last_end_
    std::vector<std::size_t> given_;    // slots that leave no choice
    std::vector<std::size_t> deal_;     // the round's order when shuffled
    Time least_for_still_;              // it waits for slots as long as this
    std::size_t taken_ = 0;
    Prng prng_;
};

}  // namespace beatsync::plan
