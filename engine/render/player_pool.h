#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <future>
#include <list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/error.h"
#include "draft/draft.h"
#include "render/clip_player.h"

namespace beatsync::render {

/// The sources that are open. A player is opened when first shown, kept while a later segment shows the same
/// file, and closed after its last use. When more pixels are open than Limits::pixels (a decoder holds some
/// twenty frames), those not used for the longest time rest: without decoders, but with what was learned of
/// their files, which takes longer than decoding a few frames.
class PlayerPool {
public:
    struct Limits {
        std::int64_t pixels = 2LL * 1920 * 1080;  ///< two of 1080p: waking one costs no more than keeping it
        std::size_t resting = 64;                 ///< files
        std::int64_t resting_frames = 1'000'000;  ///< an index holds some 50 bytes for each
    };
    PlayerPool(const draft::Draft& draft, std::filesystem::path folder,
               const media::FrameReader::Options& decoding, const Limits& limits);
    PlayerPool(const draft::Draft& draft, std::filesystem::path folder,
               const media::FrameReader::Options& decoding)
        : PlayerPool(draft, std::move(folder), decoding, Limits()) {}

    /// One that plays `source`, another than `in_use`, which may play the same file at another place. Both
    /// are valid until the next call that does not name them as `in_use`, and until their source's last
    /// segment has passed. Errors name the source.
    Result<ClipPlayer*> player(const std::string& source, const ClipPlayer* in_use = nullptr);
    /// Makes ready the player that will be asked for next, while others play: opens `source` and calls
    /// `enter`, which is to seek, on a thread of its own. player() then waits for it. Those `in_use` stay as
    /// they are. One at a time: does nothing until the one before it was asked for.
    void prepare(const std::string& source, std::function<void(ClipPlayer&)> enter,
                 std::span<const ClipPlayer* const> in_use);
    /// To be called when the output has passed `frame`: closes what is not shown any more.
    void passed(std::int64_t frame);

    /// Decoded, whether shown or not.
    [[nodiscard]] std::int64_t frames_decoded() const;
    /// "a.mp4 ends at …; its last picture was held", one a source.
    [[nodiscard]] std::vector<std::string> notes() const;

private:
    struct Open {
        std::string source;
        ClipPlayer player;
        bool resting = false;
    };
    using Players = std::list<Open>;  // most recently used first

    /// One that is made ready. The thread works on it until `done`.
    struct Ahead {
        std::string source;
        std::int64_t pixels = 0;  // about
        std::optional<ClipPlayer> player;
        std::future<void> done;  // last: its destructor waits
    };

    Players::iterator find(const std::string& source, std::span<const ClipPlayer* const> in_use);
    void take_ahead();
    void make_room(std::span<const ClipPlayer* const> in_use);
    void close_oldest_resting();
    Players::iterator close(Players::iterator it);

    std::filesystem::path folder_;
    media::FrameReader::Options decoding_;
    Limits limits_;
    std::unordered_map<std::string, std::int64_t> last_use_;  // after which frame it is not shown any more
    Players players_;
    std::unique_ptr<Ahead> ahead_;
    std::int64_t frames_of_closed_ = 0;
    std::vector<std::string> notes_;  // of closed ones
};

}  // namespace beatsync::render
