#include "render/player_pool.h"

#include <algorithm>
#include <array>
#include <system_error>
#include <utility>

#include "draft/effects.h"

namespace beatsync::render {
namespace {

std::int64_t pixels_of(const VideoInfo& v) {
    return std::max<std::int64_t>(1, std::int64_t{v.coded_width} * v.coded_height);
}

}  // namespace

PlayerPool::PlayerPool(const draft::Draft& draft, std::filesystem::path folder,
                       const media::FrameReader::Options& decoding, const Limits& limits)
    : folder_(std::move(folder)), decoding_(decoding), limits_(limits) {
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

PlayerPool::Players::iterator PlayerPool::find(const std::string& source,
                                               std::span<const ClipPlayer* const> in_use) {
    return std::ranges::find_if(players_, [&](const Open& o) {
        return o.source == source && std::ranges::find(in_use, &o.player) == in_use.end();
    });
}

Result<ClipPlayer*> PlayerPool::player(const std::string& source, const ClipPlayer* in_use) {
    const std::array used{in_use};
    if (ahead_ && ahead_->source == source) take_ahead();
    if (const auto it = find(source, used); it != players_.end()) {
        players_.splice(players_.begin(), players_, it);
        players_.front().resting = false;
    } else {
        auto opened = ClipPlayer::open(folder_ / source, decoding_);
        if (!opened) return fail_in("decode " + source, std::move(opened).error());
        players_.push_front({source, *std::move(opened), false});
    }
    const std::array<const ClipPlayer*, 2> kept{in_use, &players_.front().player};
    make_room(kept);
    return &players_.front().player;
}

void PlayerPool::prepare(const std::string& source, std::function<void(ClipPlayer&)> enter,
                         std::span<const ClipPlayer* const> in_use) {
    if (ahead_) return;
    ahead_ = std::make_unique<Ahead>();
    ahead_->source = source;
    if (const auto it = find(source, in_use); it != players_.end()) {
        ahead_->player = std::move(it->player);
        players_.erase(it);
        ahead_->pixels = pixels_of(ahead_->player->video());
    } else if (!players_.empty()) {
        ahead_->pixels = pixels_of(players_.front().player.video());  // not known yet: as if all were alike
    }
    make_room(in_use);
    const auto work = [path = folder_ / source, decoding = decoding_, &ahead = *ahead_,
                       enter = std::move(enter)] {
        if (!ahead.player) {
            auto opened = ClipPlayer::open(path, decoding);
            if (!opened) return;  // player() will open it again, and say why that fails
            ahead.player = *std::move(opened);
        }
        enter(*ahead.player);
    };
    try {
        ahead_->done = std::async(std::launch::async, work);
    } catch (const std::system_error&) {
        // No more threads: it is opened when it is asked for.
    }
}

void PlayerPool::take_ahead() {
    if (ahead_->done.valid()) ahead_->done.get();
    if (ahead_->player) players_.push_front({ahead_->source, *std::move(ahead_->player), false});
    ahead_.reset();
}

/// Sends those not used for the longest time to rest, or closes them if they cannot, but none `in_use`.
void PlayerPool::make_room(std::span<const ClipPlayer* const> in_use) {
    std::int64_t pixels = ahead_ ? ahead_->pixels : 0;
    for (const Open& o : players_)
        if (!o.resting) pixels += pixels_of(o.player.video());
    for (auto it = players_.end(); it != players_.begin() && pixels > limits_.pixels;) {
        const auto candidate = --it;
        if (candidate->resting || std::ranges::find(in_use, &candidate->player) != in_use.end()) continue;
        pixels -= pixels_of(candidate->player.video());
        candidate->resting = candidate->player.rest();
        if (!candidate->resting) it = close(candidate);
    }
    close_oldest_resting();
}

void PlayerPool::close_oldest_resting() {
    std::size_t files = 0;
    std::int64_t frames = 0;
    for (auto it = players_.begin(); it != players_.end();) {
        const std::int64_t more = it->resting ? it->player.video().frames : 0;
        const bool kept =
            !it->resting || (files < limits_.resting && frames + more <= limits_.resting_frames);
        if (kept && it->resting) {
            ++files;
            frames += more;
        }
        it = kept ? std::next(it) : close(it);
    }
}

void PlayerPool::passed(std::int64_t frame) {
    for (auto it = players_.begin(); it != players_.end();)
        it = last_use_[it->source] <= frame ? close(it) : std::next(it);
}

PlayerPool::Players::iterator PlayerPool::close(Players::iterator it) {
    frames_of_closed_ += it->player.frames_decoded();
    if (it->player.trouble()) notes_.push_back(it->source + " " + *it->player.trouble());
    return players_.erase(it);
}

std::int64_t PlayerPool::frames_decoded() const {
    std::int64_t n = frames_of_closed_;
    for (const Open& o : players_)
        n += o.player.frames_decoded();
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
