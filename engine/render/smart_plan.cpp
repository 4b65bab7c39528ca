#include "render/smart_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "media/copy_fit.h"
#include "media/encoders.h"
#include "media/stored_video.h"
#include "media/whole_pictures.h"
#include "render/layout.h"
#include "render/plain_stretches.h"
#include "render/smart_runs.h"
#include "render/timeline.h"

namespace beatsync::render {
namespace {

using media::StoredPicture;
using media::StoredVideo;
using KnownWhole = std::function<bool(const std::filesystem::path&)>;

/// Half a second: a keyframe costs what some five frames do, and each run needs one behind it.
std::int64_t shortest_run(Rate fps) {
    return std::max<std::int64_t>(8, fps.nearest_index(Time::from_ms(500)));
}

Time period_of(const VideoInfo& info) {
    return info.variable_rate || !info.rate.valid() ? Time{} : info.rate.time_of(1);
}

/// What of a source is looked at for a stretch, for its clock is not known yet.
TimeRange with_margin(Time begin, Time end, const VideoInfo& info) {
    const Time margin = Time::from_ms(100) + period_of(info) + period_of(info);
    return {std::max(begin - margin, Time{}), end + margin};
}

/// The clock of a segment as a layer sets it (layer.cpp), by the picture on screen when it begins.
Result<SourceClock> clock_of(const draft::Segment& segment, StoredVideo& file) {
    BEATSYNC_TRY(const std::vector<StoredPicture> pictures,
                 file.pictures(with_margin(segment.in, segment.in, file.info())));
    const Time period = period_of(file.info());
    const Time first = SourceClock::first_instant(segment.in, period);
    Time frame_at;
    bool found = false;
    for (const StoredPicture& p : pictures) {
        if (p.at > first || (found && p.at <= frame_at)) continue;
        frame_at = p.at;
        found = true;
    }
    return SourceClock(segment.in, frame_at, period);
}

class Planner {
public:
    Planner(const draft::Draft& draft, const std::filesystem::path& folder, const AVCodecContext& encoder,
            int threads, const KnownWhole& known_whole)
        : draft_(draft), folder_(folder), encoder_(encoder), threads_(threads), known_whole_(known_whole) {}

    Result<SmartPlan> plan(const RunContext& context) {
        const std::int64_t shortest = shortest_run(draft_.canvas.fps);
        const auto stretches = plain_stretches(draft_, shortest);
        if (stretches.empty())
            refuse(1, fmt::format("no piece shows {:.1f} s of a clip unchanged",
                                  draft_.canvas.fps.time_of(shortest).seconds()));
        for (const PlainStretch& stretch : stretches) {
            if (context.stopped()) return fail_cancelled();
            std::string why = copy_from(stretch);
            if (!why.empty()) refuse(stretch.frames.length(), stretch.segment->source + ": " + why);
        }
        BEATSYNC_CHECK(add_encoder());
        plan_.files = std::move(files_);
        return std::move(plan_);
    }

private:
    void refuse(std::int64_t frames, std::string why) {
        if (frames <= most_refused_) return;
        most_refused_ = frames;
        plan_.obstacle = std::move(why);
    }

    /// Adds its runs; gives why there are none.
    std::string copy_from(const PlainStretch& stretch) {
        const draft::Segment& segment = *stretch.segment;
        auto opened = files_.open(folder_ / segment.source);
        if (!opened) return opened.error().message;
        StoredVideo& file = **opened;
        if (auto why = media::misfit(file.info(), file.parameters(), encoder_); !why.empty()) return why;
        const Layout l = layout_of(segment.framing, 0, file.info().width, file.info().height, draft_.canvas);
        const bool whole = l.covers && l.crop.x == 0 && l.crop.y == 0 && l.crop.width == l.width &&
                           l.crop.height == l.height;
        if (!whole) return "its pictures are scaled";
        const Time in = segment.in - draft_.canvas.fps.time_of(segment.frames.begin);
        auto pictures =
            file.pictures(with_margin(in + draft_.canvas.fps.time_of(stretch.frames.begin),
                                      in + draft_.canvas.fps.time_of(stretch.frames.end), file.info()));
        if (!pictures) return pictures.error().message;
        const auto clock = known_clock_of(segment, file);
        if (!clock) return clock.error().message;
        return add_runs(stretch, *clock, file, *std::move(pictures));
    }

    /// It is read once, however many stretches the segment has.
    Result<SourceClock> known_clock_of(const draft::Segment& segment, StoredVideo& file) {
        if (clocked_ != &segment) {
            BEATSYNC_TRY(clock_, clock_of(segment, file));
            clocked_ = &segment;
        }
        return clock_;
    }

    std::string add_runs(const PlainStretch& stretch, const SourceClock& clock, StoredVideo& file,
                         std::vector<StoredPicture> pictures) {
        const Rate fps = draft_.canvas.fps;
        std::vector<Time> instants;
        for (std::int64_t f = stretch.frames.begin; f < stretch.frames.end; ++f)
            instants.push_back(clock.at(fps.time_of(f) - fps.time_of(stretch.segment->frames.begin)));
        const Time margin{period_of(file.info()).us / 8};
        const auto shown = pictures_shown(pictures, instants, margin);
        const auto shortest = static_cast<std::size_t>(shortest_run(fps));
        auto runs = find_runs(pictures, shown, shortest);
        if (runs.empty()) return why_no_run(file.info(), pictures);
        for (const Run& run : runs)
            if (auto why = misfit_of(file.sets(pictures[run.first_picture].sets)); !why.empty()) return why;
        if (!is_known_whole(stretch.segment->source) && leave_out_damage(file, pictures, runs))
            runs = find_runs(pictures, shown, shortest);
        if (runs.empty()) return "it is damaged";
        for (const Run& run : runs)
            if (!add_run(stretch, file, pictures, run))
                return "too many sources are coded in ways of their own";
        return "";
    }

    [[nodiscard]] bool is_known_whole(const std::string& source) {
        if (!known_whole_) return false;
        const auto [known, is_new] = whole_.try_emplace(source, false);
        if (is_new) known->second = known_whole_(folder_ / source);
        return known->second;
    }

    /// Whether pictures of the runs are damaged: groups with any such are not usable then.
    [[nodiscard]] bool leave_out_damage(StoredVideo& file, std::vector<StoredPicture>& pictures,
                                        const std::vector<Run>& runs) const {
        bool any = false;
        for (const Run& run : runs) {
            const auto first = pictures.begin() + static_cast<std::ptrdiff_t>(run.first_picture);
            const auto last = first + static_cast<std::ptrdiff_t>(run.shown.size());
            const auto whole = media::whole_pictures(file, stamps_of(pictures, run), threads_);
            for (auto group = first; group != last;) {
                const auto next = std::find_if(group + 1, last, [](const auto& p) { return p.idr; });
                const auto is_whole = [&](const StoredPicture& p) {
                    return whole && (*whole)[static_cast<std::size_t>(&p - &*first)];
                };
                if (!std::all_of(group, next, is_whole)) {
                    any = true;
                    std::for_each(group, next, [](StoredPicture& p) { p.usable = p.idr = false; });
                }
                group = next;
            }
        }
        return any;
    }

    [[nodiscard]] static std::vector<std::int64_t> stamps_of(const std::vector<StoredPicture>& pictures,
                                                             const Run& run) {
        std::vector<std::int64_t> stamps;
        for (std::size_t i = 0; i < run.shown.size(); ++i)
            stamps.push_back(pictures[run.first_picture + i].stamp);
        return stamps;
    }

    [[nodiscard]] bool add_run(const PlainStretch& stretch, const StoredVideo& file,
                               const std::vector<StoredPicture>& pictures, const Run& run) {
        auto renaming = table_.add(file.sets(pictures[run.first_picture].sets));
        if (!renaming) return false;
        media::CopiedRun copied;
        copied.path = folder_ / stretch.segment->source;
        copied.begin = stretch.frames.begin + static_cast<std::int64_t>(run.first_frame);
        copied.stamps = stamps_of(pictures, run);
        copied.shown = run.shown;
        copied.length_bytes = file.length_bytes();
        copied.renaming = *std::move(renaming);
        plan_.splice.runs.push_back(std::move(copied));
        return true;
    }

    [[nodiscard]] std::string misfit_of(const media::h264::ActiveSets& sets) const {
        for (const auto& [id, unit] : sets.sps) {
            const auto sps = media::h264::parse_sps(media::unescaped(unit));
            if (!sps) return "its header makes no sense";
            if (auto why = media::misfit(*sps, encoder_); !why.empty()) return why;
        }
        return "";
    }

    [[nodiscard]] std::string why_no_run(const VideoInfo& info,
                                         const std::vector<StoredPicture>& pictures) const {
        const double fps = draft_.canvas.fps.value();
        constexpr double kSame = 0.002;  // of 24 and 24000/1001 most frames are shown once
        if (pictures.empty()) return "it does not say when its pictures are shown";
        if (info.variable_rate) return fmt::format("it has no constant rate of {:.5g} a second", fps);
        if (std::abs(info.rate.value() / fps - 1) > kSame)
            return fmt::format("it has {:.5g} frames a second, not {:.5g}", info.rate.value(), fps);
        if (std::none_of(pictures.begin(), pictures.end(), [](const auto& p) { return p.idr; }))
            return "no closed group of pictures (IDR) begins in the piece";
        return "no closed group of pictures (IDR) begins early enough in the piece";
    }

    Result<void> add_encoder() {
        media::h264::ActiveSets sets;
        const auto size = static_cast<std::size_t>(std::max(0, encoder_.extradata_size));
        sets.take_header({encoder_.extradata, size});
        const auto renaming = table_.add(sets);
        media::SplicePlan& splice = plan_.splice;
        if (!renaming || renaming->empty()) {
            splice.runs.clear();
            plan_.obstacle = "the encoder does not say how it codes";
            return {};
        }
        splice.encoder = *renaming;
        splice.header = table_.avcc();
        splice.reordering = encoder_.has_b_frames;
        for (const media::CopiedRun& run : splice.runs)
            splice.reordering = std::max(splice.reordering, media::reordering_of(run));
        return {};
    }

    const draft::Draft& draft_;
    const std::filesystem::path& folder_;
    const AVCodecContext& encoder_;
    int threads_;
    const KnownWhole& known_whole_;
    std::map<std::string, bool> whole_;        // of the sources asked about
    const draft::Segment* clocked_ = nullptr;  // the last one, which
    SourceClock clock_;                        // this is of
    media::StoredVideos files_;
    media::h264::ParameterTable table_;
    std::int64_t most_refused_ = 0;
    SmartPlan plan_;
};

/// Why no clip can be copied into such a file, whatever it is; "" when some may.
std::string obstacle_to_all(const media::WriterOptions& writer) {
    // Its streams are known to begin with a closed group where they are told to, and to be as they say.
    constexpr std::string_view kKnown = "libx264";
    const media::EncoderRow* row = media::find_encoder_row(writer.encoder, writer.format);
    if (row != nullptr && row->name != kKnown)
        return fmt::format("it works with the encoder {}, not with {}", kKnown, row->name);
    if (writer.max_bit_rate > 0) return "the bit rate of the video is limited, that of clips is as it is";
    return "";
}

}  // namespace

Result<SmartPlan> plan_smart(const draft::Draft& draft, const std::filesystem::path& folder,
                             const media::WriterOptions& writer,
                             const std::function<bool(const std::filesystem::path&)>& known_whole,
                             const RunContext& context) {
    media::av::silence();
    SmartPlan none;
    none.obstacle = obstacle_to_all(writer);
    if (!none.obstacle.empty()) return none;
    BEATSYNC_TRY(const media::VideoEncoder encoder, media::open_video_encoder(writer));
    return Planner(draft, folder, *encoder.context, writer.threads, known_whole).plan(context);
}

}  // namespace beatsync::render
