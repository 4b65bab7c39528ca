#pragma once

#include <cstdint>
#include <filesystem>
#include <list>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/error.h"
#include "draft/draft.h"
#include "render/clip_player.h"

namespace beatsync::render {

/// The sources that are open. A player is opened when first shown, kept while a later segment shows the same
/// file, and closed after its last use, or when more pixels are open than kMaxOpenPixels (a decoder holds
/// some twenty frames).
class PlayerPool {
public:
    PlayerPool(const draft::Draft& draft, std::filesystem::path folder,
               const media::FrameReader::Options& decoding);

    /// One that plays `source`, another than `in_use`, which may play the same file at another place. Both
    /// are valid until the next call that does not name them as `in_use`, and until their source's last
    /// segment has passed. Errors name the source.
    Result<ClipPlayer*> player(const std::string& source, const ClipPlayer* in_use = nullptr);
    /// To be called when the output has passed `frame`: closes what is not shown any more.
    void passed(std::int64_t frame);

    [[nodiscard]] std::int64_t frames_read() const;
    /// "a.mp4 ends at …; its last picture was held", one a source.
    [[nodiscard]] std::vector<std::string> notes() const;

private:
    struct Open {
        std::string source;
        ClipPlayer player;
    };
    using Players = std::list<Open>;  // most recently used first

    void make_room(const ClipPlayer* in_use);
    Players::iterator close(Players::iterator it);

    std::filesystem::path folder_;
    media::FrameReader::Options decoding_;
    std::unordered_map<std::string, std::int64_t> last_use_;  // after which frame it is not shown any more
    Players players_;
    std::int64_t frames_of_closed_ = 0;
    std::vector<std::string> notes_;  // of closed ones
};

}  // namespace beatsync::render
