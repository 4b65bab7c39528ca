#include "plan/titles.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <utility>

#include "draft/phrase.h"

namespace beatsync::plan {
namespace {

constexpr Time kLeastLength = Time::from_ms(3000);
constexpr Time kMostLength = Time::from_ms(8000);
/// Subtitles are made for readers of about this speed; each Han character is about two letters.
constexpr double kLettersASecond = 15;
constexpr Time kNotice = Time::from_ms(500);  // until one begins to read
constexpr Time kFadeIn = Time::from_ms(150);  // so short that it is still on the beat
constexpr Time kFadeOut = Time::from_ms(250);

/// A beat of the video.
struct Heard {
    std::int64_t frame = 0;
    std::int64_t beat = 0;  ///< index into the song's
    BarPlace place;
};

struct Title {
    const TitleRequest* request = nullptr;
    draft::FrameRange frames;
    std::optional<std::int64_t> beat;
};

std::string named(const TitleRequest& request) {
    return fmt::format("title \"{}\"", draft::tidy(request.text));
}

/// How long one looks at a text of this length.
Time reading_time(const std::string& text) {
    double letters = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xC0U) != 0x80U) letters += byte >= 0xE3 ? 2 : 1;  // from U+3000 on: Kana, Han, Hangul
    }
    return std::clamp(kNotice + Time::from_seconds(letters / kLettersASecond), kLeastLength, kMostLength);
}

class TitlePlanner {
public:
    explicit TitlePlanner(const TitleFacts& facts) : facts_(facts) {
        for (std::size_t i = 0; i < facts.beats.size(); ++i) {
            const std::int64_t frame = facts.clock.frame_of(facts.beats[i].at);
            const bool new_frame = heard_.empty() || heard_.back().frame < frame;
            if (frame >= 0 && frame < facts.end_frame && new_frame)
                heard_.push_back({frame, static_cast<std::int64_t>(i), facts.places[i]});
        }
        tolerance_ = std::max<std::int64_t>(1, usual_distance());
    }

    PlannedTitles plan(std::span<const TitleRequest> requests) {
        for (const TitleRequest& request : requests)
            if (const auto begin = begin_of(request)) add(request, *begin);
        std::stable_sort(titles_.begin(), titles_.end(),
                         [](const Title& a, const Title& b) { return a.frames.begin < b.frames.begin; });
        one_at_a_time();
        for (const Title& title : titles_)
            to_track(title);
        return std::move(planned_);
    }

private:
    /// Frames of the median beat.
    [[nodiscard]] std::int64_t usual_distance() const {
        std::vector<std::int64_t> distances;
        for (std::size_t i = 1; i < heard_.size(); ++i)
            distances.push_back(heard_[i].frame - heard_[i - 1].frame);
        if (distances.empty()) return 0;
        const auto middle = distances.begin() + static_cast<std::ptrdiff_t>(distances.size() / 2);
        std::nth_element(distances.begin(), middle, distances.end());
        return *middle;
    }

    [[nodiscard]] std::string clock_text(std::int64_t frame) const {
        return format_time(facts_.clock.fps.time_of(frame));
    }

    void leave_out(const TitleRequest& request, const std::string& why) {
        planned_.left_out.push_back(fmt::format("{} is left out: {}", named(request), why));
    }

    [[nodiscard]] std::optional<std::int64_t> begin_of(const TitleRequest& request) {
        switch (request.at) {
            case TitleAt::next:
                return after_the_last(request);
            case TitleAt::time:
                return at_time(request);
            case TitleAt::beat:
            case TitleAt::bar:
                return at_number(request);
        }
        return std::nullopt;
    }

    [[nodiscard]] std::optional<std::int64_t> after_the_last(const TitleRequest& request) {
        std::int64_t begin = 0;
        for (const Title& title : titles_)
            if (title.request->style.place == request.style.place) begin = title.frames.end;
        if (begin < facts_.end_frame) return begin;
        leave_out(request, "the one before it is shown to the end of the video");
        return std::nullopt;
    }

    [[nodiscard]] std::optional<std::int64_t> at_time(const TitleRequest& request) {
        const std::int64_t asked = facts_.clock.fps.nearest_index(request.time);
        if (asked >= facts_.end_frame) {
            leave_out(request, fmt::format("it would begin at {}, and the video ends at {}",
                                           format_time(request.time), clock_text(facts_.end_frame)));
            return std::nullopt;
        }
        const std::int64_t begin = near(asked, 0);
        if (begin != asked)
            planned_.notes.push_back(fmt::format("{} begins at {}, on the beat nearest to {}", named(request),
                                                 clock_text(begin), format_time(request.time)));
        return begin;
    }

    [[nodiscard]] std::optional<std::int64_t> at_number(const TitleRequest& request) {
        const bool bars = request.at == TitleAt::bar;
        std::int64_t count = 0;
        for (const Heard& heard : heard_)
            if (!bars || heard.place.beat == 0)
                if (++count == request.number) return heard.frame;
        leave_out(request, fmt::format("it would begin at {0} {1}, and the video has {2} {0}s",
                                       bars ? "bar" : "beat", request.number, count));
        return std::nullopt;
    }

    /// The beat nearest to a frame, the start or the end of the video, none before `least`; the frame itself
    /// where there is none within a beat.
    [[nodiscard]] std::int64_t near(std::int64_t frame, std::int64_t least) const {
        std::int64_t nearest = -1;
        const auto consider = [&](std::int64_t candidate) {
            if (candidate < least) return;
            if (nearest < 0 || std::abs(candidate - frame) < std::abs(nearest - frame)) nearest = candidate;
        };
        consider(0);
        for (const Heard& heard : heard_)
            consider(heard.frame);
        if (least > 0) consider(facts_.end_frame);
        const bool far = nearest < 0 || std::abs(nearest - frame) > tolerance_;
        return far ? std::clamp(frame, least, facts_.end_frame) : nearest;
    }

    /// A new section that begins when one has read, and before one is tired of it.
    [[nodiscard]] std::optional<std::int64_t> section_after(std::int64_t begin, std::int64_t length) const {
        for (const Heard& heard : heard_) {
            const std::int64_t since = heard.frame - begin;
            if (heard.place.opens_section && 4 * since >= 3 * length && 2 * since <= 3 * length)
                return heard.frame;
        }
        return std::nullopt;
    }

    [[nodiscard]] std::int64_t end_of(const TitleRequest& request, std::int64_t begin) const {
        const Rate fps = facts_.clock.fps;
        const Time length = request.length.value_or(reading_time(request.text));
        const std::int64_t aim = fps.nearest_index(fps.time_of(begin) + length);
        if (!request.length)
            if (const auto section = section_after(begin, aim - begin)) return *section;
        return std::min(near(aim, begin + 1), facts_.end_frame);
    }

    void add(const TitleRequest& request, std::int64_t begin) {
        Title title{&request, {begin, end_of(request, begin)}, std::nullopt};
        const auto on_beat = std::ranges::find(heard_, begin, &Heard::frame);
        if (on_beat != heard_.end()) title.beat = on_beat->beat;
        titles_.push_back(title);
    }

    /// titles_ are in order of their begins.
    void one_at_a_time() {
        std::vector<Title> kept;
        for (const Title& title : titles_) {
            const auto before = std::find_if(kept.rbegin(), kept.rend(), [&](const Title& t) {
                return t.request->style.place == title.request->style.place;
            });
            if (before != kept.rend() && before->frames.end > title.frames.begin) {
                if (before->frames.begin == title.frames.begin) {
                    leave_out(*title.request,
                              fmt::format("{} is at the same place and time", named(*before->request)));
                    continue;
                }
                before->frames.end = title.frames.begin;
                planned_.notes.push_back(fmt::format("{} ends at {}, where {} begins in its place",
                                                     named(*before->request), clock_text(title.frames.begin),
                                                     named(*title.request)));
            }
            kept.push_back(title);
        }
        titles_ = std::move(kept);
    }

    [[nodiscard]] draft::Segment to_segment(const Title& title) const {
        draft::Segment segment;
        segment.frames = title.frames;
        segment.text = title.request->text;
        segment.style = title.request->style;
        segment.beat = title.beat;
        const Time quarter{facts_.clock.length_of(title.frames).us / 4};
        segment.level.fade_in = std::min(kFadeIn, quarter);
        segment.level.fade_out = std::min(kFadeOut, quarter);
        return segment;
    }

    void to_track(const Title& title) {
        auto& tracks = planned_.tracks;
        auto track = std::find_if(tracks.begin(), tracks.end(), [&](const draft::Track& t) {
            return t.length_frames() <= title.frames.begin;
        });
        if (track == tracks.end()) {
            tracks.emplace_back().kind = draft::TrackKind::text;
            track = std::prev(tracks.end());
        }
        if (const std::int64_t end = track->length_frames(); end < title.frames.begin) {
            draft::Segment gap;
            gap.frames = {end, title.frames.begin};
            track->segments.push_back(gap);
        }
        track->segments.push_back(to_segment(title));
    }

    const TitleFacts& facts_;
    std::vector<Heard> heard_;
    std::int64_t tolerance_ = 1;  // frames
    std::vector<Title> titles_;
    PlannedTitles planned_;
};

}  // namespace

PlannedTitles plan_titles(std::span<const TitleRequest> requests, const TitleFacts& facts) {
    if (requests.empty()) return {};
    return TitlePlanner(facts).plan(requests);
}

}  // namespace beatsync::plan
