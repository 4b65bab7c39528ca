#include "render/player_pool.h"

#include <algorithm>
#include <utility>

#include "draft/effects.h"

namespace beatsync::render {
namespace {

// Eight of 1080p, two of 4K: some 600 MB of decoded frames at worst.
constexpr std::int64_t kMaxOpenPixels = 8LL * 1920 * 1080;

std::int64_t pixels_of(const VideoInfo& v) {
    return std::max<std::int64_t>(1, std::int64_t{v.coded_width} * v.coded_height);
}

}  // namespace

PlayerPool::PlayerPool(const draft::Draft& draft, std::filesystem::path folder,
                       const media::FrameReader::Options& decoding)
    : folder_(std::move(folder)), decoding_(decoding) {
    for (const draft::Track& track : draft.tracks) {
        if (track.kind != draft::TrackKind::video) continue;
        for (std::size_t i = 0; i < track.segments.size(); ++i) {
            const draft::Segment& s = track.segments[i];
            const bool last = i + 1 == track.segments.size();
            const std::int64_t run_on = last ? 0 : draft::run_on_frames(track.segments[i + 1].transition);
            std::int64_t& end = last_use_[s.source];
            end = std::max(end, s.frames.end + run_on);
        }
    }
}

Result<ClipPlayer*> PlayerPool::player(const std::string& source, const ClipPlayer* in_use) {
    const auto same = [&](const Open& o) { return o.source == source && &o.player != in_use; };
    if (const auto it = std::find_if(players_.begin(), players_.end(), same); it != players_.end()) {
        players_.splice(players_.begin(), players_, it);
        return &players_.front().player;
    }
    auto opened = ClipPlayer::open(folder_ / source, decoding_);
    if (!opened) return fail_in("decode " + source, std::move(opened).error());
    players_.push_front({source, *std::move(opened)});
    make_room(in_use);
    return &players_.front().player;
}

/// Closes those not used for the longest time, but neither the first, which was just opened, nor `in_use`.
void PlayerPool::make_room(const ClipPlayer* in_use) {
    std::int64_t pixels = 0;
    for (const Open& o : players_)
        pixels += pixels_of(o.player.video());
    for (auto it = std::prev(players_.end()); it != players_.begin() && pixels > kMaxOpenPixels;) {
        const auto candidate = it--;
        if (&candidate->player == in_use) continue;
        pixels -= pixels_of(candidate->player.video());
        close(candidate);
    }
}

void PlayerPool::passed(std::int64_t frame) {
    for (auto it = players_.begin(); it != players_.end();)
        it = last_use_[it->source] <= frame ? close(it) : std::next(it);
}

PlayerPool::Players::iterator PlayerPool::close(Players::iterator it) {
    frames_of_closed_ += it->player.frames_read();
    if (it->player.trouble()) notes_.push_back(it->source + " " + *it->player.trouble());
    return players_.erase(it);
}

std::int64_t PlayerPool::frames_read() const {
    std::int64_t n = frames_of_closed_;
    for (const Open& o : players_)
        n += o.player.frames_read();
    return n;
}

std::vector<std::string> PlayerPool::notes() const {
    std::vector<std::string> all = notes_;
    for (const Open& o : players_)
        if (o.player.trouble()) all.push_back(o.source + " " + *o.player.trouble());
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

}  // namespace beatsync::render
