#include "render/renderer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>

#include "core/file.h"
#include "render/bounded_queue.h"
#include "render/cuts.h"
#include "render/output_format.h"
#include "render/picture_stream.h"
#include "render/smart_plan.h"
#include "render/soundtrack.h"
#include "render/sources.h"

namespace beatsync::render {
namespace {

namespace fs = std::filesystem;

// Pictures composed ahead of the encoder: enough to even out a seek, 3 MB each at 1080p.
constexpr std::size_t kPicturesAhead = 12;

/// Composes the pictures that are not copied on a thread of its own, ahead of the encoder.
class PictureThread {
public:
    PictureThread(PictureStream& stream, std::int64_t pictures)
        : thread_(
              [this, &stream, pictures](const std::stop_token& stop) { compose(stream, pictures, stop); }) {}
    PictureThread(const PictureThread&) = delete;
    PictureThread& operator=(const PictureThread&) = delete;
    ~PictureThread() {
        thread_.request_stop();
        queue_.close();
    }

    Result<Picture> next() {
        std::optional<Result<Picture>> picture = queue_.pop();
        if (!picture) return fail(Errc::internal, "no more pictures");
        return *std::move(picture);
    }

private:
    void compose(PictureStream& stream, std::int64_t pictures, const std::stop_token& stop) {
        for (std::int64_t n = 0; n < pictures && !stop.stop_requested(); ++n) {
            Result<Picture> picture = stream.next();
            const bool failed = !picture;
            if (!queue_.push(std::move(picture)) || failed) return;
        }
    }

    BoundedQueue<Result<Picture>> queue_{kPicturesAhead};
    std::jthread thread_;  // last: it uses the queue
};

int even(double side) {
    return std::max(16, static_cast<int>(std::lround(side / 2)) * 2);
}

int decoder_threads(const RenderOptions& options) {
    const int cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    const int threads = options.threads > 0 ? options.threads : cores;
    // Most cores are the encoder's; a 4K source needs more than one.
    return std::clamp(threads / 4, 1, 4);
}

media::WriterOptions writer_options(const draft::Draft& draft, const fs::path& output,
                                    const RenderOptions& options, const OutputFormat& format) {
    media::WriterOptions w;
    w.width = draft.canvas.width;
    w.height = draft.canvas.height;
    w.fps = draft.canvas.fps;
    w.encoder = options.encoder;
    w.quality = options.quality;
    w.format = format.pictures;
    w.light = format.light;
    w.max_bit_rate = options.max_bit_rate;
    w.quicktime = output.extension() == ".mov" || output.extension() == ".MOV";
    w.threads = options.threads;
    w.sample_rate = kSampleRate;
    w.channels = kChannels;
    return w;
}

Result<void> check_output(const fs::path& output, const RenderOptions& options) {
    std::error_code error;
    if (fs::is_directory(output, error)) return fail(Errc::usage, "it is a folder");
    if (!options.overwrite && fs::exists(output, error))
        return fail(Errc::usage, "it exists already", "use --overwrite to replace it");
    return {};
}

/// An edited draft may have lost the pictures that its sound still goes with.
std::optional<std::string> what_stays_black(const draft::Draft& draft) {
    std::int64_t pictures_end = 0;
    bool any = false;
    for (const draft::Track& track : draft.tracks) {
        if (track.kind != draft::TrackKind::video) continue;
        pictures_end = std::max(pictures_end, track.length_frames());
        any = any || std::ranges::any_of(track.segments, [](const auto& s) { return !s.source.empty(); });
    }
    const Rate fps = draft.canvas.fps;
    if (!any) return "no clip in the draft: all of it is black";
    if (draft.length_frames() == pictures_end) return std::nullopt;
    return fmt::format("the pictures end at {}: black until {}, the end of the sound",
                       format_time(fps.time_of(pictures_end)),
                       format_time(fps.time_of(draft.length_frames())));
}

/// Picture after picture and its sound into the file, in step, so that the muxer holds little.
Result<void> write_all(media::Mp4Writer& writer, PictureThread& pictures, Soundtrack& sound,
                       const draft::Draft& draft, const media::SplicePlan& copied,
                       const RunContext& context) {
    const Rate fps = draft.canvas.fps;
    const std::int64_t frames = draft.length_frames();
    const std::vector<std::int64_t> cuts = cuts_of(draft);
    auto cut = cuts.begin();
    std::vector<float> block;
    for (std::int64_t f = 0; f < frames; ++f) {
        if (context.stopped()) return fail_cancelled();
        const bool is_cut = cut != cuts.end() && *cut == f;
        if (is_cut) ++cut;
        if (copied.copies(f)) {
            BEATSYNC_CHECK(writer.copy_video());
        } else {
            BEATSYNC_TRY(const Picture picture, pictures.next());
            BEATSYNC_CHECK(writer.write_video(*picture, is_cut || (f > 0 && copied.copies(f - 1))));
        }
        const std::int64_t samples = sample_of(fps, f + 1) - sample_of(fps, f);
        block.resize(static_cast<std::size_t>(samples) * kChannels);
        BEATSYNC_CHECK(sound.read(block));
        BEATSYNC_CHECK(writer.write_audio(block));
        context.advance("render", static_cast<double>(f + 1) / static_cast<double>(frames));
    }
    if (context.stopped()) return fail_cancelled();
    return writer.finish();
}

/// What is copied where that is asked for and possible; else says why it is not.
Result<std::optional<media::VideoSplice>> plan_copies(const draft::Draft& draft, const RenderOptions& options,
                                                      const media::WriterOptions& writing,
                                                      const RunContext& context) {
    if (!options.smart) return std::nullopt;
    BEATSYNC_TRY(SmartPlan plan,
                 plan_smart(draft, options.source_folder, writing, options.known_whole, context));
    if (!plan.splice.runs.empty()) return media::VideoSplice(std::move(plan.splice), std::move(plan.files));
    context.say(LogLevel::info, "nothing can be copied, all is encoded: " + plan.obstacle);
    return std::nullopt;
}

Result<RenderReport> write_file(const draft::Draft& draft, const fs::path& output,
                                const RenderOptions& options, const media::WriterOptions& writing,
                                const RunContext& context) {
    const bool preview = options.quality == media::Quality::draft;
    const media::SplicePlan copied = writing.splice != nullptr ? writing.splice->plan() : media::SplicePlan{};
    BEATSYNC_TRY(AtomicFile file,
                 AtomicFile::create(output, options.overwrite ? Existing::replaced : Existing::kept));
    BEATSYNC_TRY(media::Mp4Writer writer, media::Mp4Writer::open(file.temporary(), writing));
    media::FrameReader::Options decoding;
    decoding.threads = decoder_threads(options);
    decoding.rough = preview;
    PictureStream pictures(draft, options.source_folder, decoding, writing.format, copied);
    // The first pictures are made while the loudness of the sound is measured.
    std::optional<PictureThread> thread(std::in_place, pictures,
                                        draft.length_frames() - copied.frames_copied());
    BEATSYNC_TRY(const std::vector<Voice> voices, audible_voices(draft, options.source_folder));
    BEATSYNC_TRY(Soundtrack sound,
                 Soundtrack::open(draft, voices, options.source_folder,
                                  preview ? Loudness::measured_once : Loudness::met, context));
    BEATSYNC_CHECK(write_all(writer, *thread, sound, draft, copied, context));
    thread.reset();
    BEATSYNC_CHECK(file.commit());

    RenderReport report;
    report.canvas = draft.canvas;
    report.format = writing.format;
    report.frames = draft.length_frames();
    report.frames_decoded = pictures.frames_decoded();
    report.frames_copied = copied.frames_copied();
    report.loudness_lufs = sound.loudness_lufs();
    report.true_peak_dbtp = sound.true_peak_dbtp();
    report.notes = pictures.notes();
    for (std::string& note : sound.notes())
        report.notes.push_back(std::move(note));
    if (auto note = what_stays_black(draft)) report.notes.push_back(*std::move(note));
    return report;
}

Result<RenderReport> render_file(const draft::Draft& whole, const fs::path& output,
                                 const RenderOptions& options, const RunContext& context) {
    BEATSYNC_CHECK(draft::validate(whole));
    draft::Draft draft = whole;
    draft.canvas = rendered_canvas(whole.canvas, options.quality);
    if (draft.length_frames() == 0) return fail(Errc::input, "the draft is empty");
    BEATSYNC_CHECK(check_sources(draft, options.source_folder, output));
    BEATSYNC_CHECK(check_output(output, options));
    BEATSYNC_TRY(const OutputFormat format, choose_format(draft, options.source_folder, options));
    BEATSYNC_CHECK(media::check_container(output, options.encoder, format.pictures));
    media::WriterOptions writing = writer_options(draft, output, options, format);
    BEATSYNC_TRY(std::optional<media::VideoSplice> splice, plan_copies(draft, options, writing, context));
    if (splice) writing.splice = &*splice;
    auto report = write_file(draft, output, options, writing, context);
    if (report || !splice || !splice->failed()) return report;
    context.say(LogLevel::info, "copying failed, all is encoded: " + report.error().message);
    writing.splice = nullptr;
    return write_file(draft, output, options, writing, context);
}

}  // namespace

draft::Canvas rendered_canvas(const draft::Canvas& canvas, media::Quality quality) {
    const int side = std::min(canvas.width, canvas.height);
    if (quality != media::Quality::draft || side <= kPreviewSide) return canvas;
    const double scale = static_cast<double>(kPreviewSide) / side;
    return {even(canvas.width * scale), even(canvas.height * scale), canvas.fps};
}

Result<RenderReport> render(const draft::Draft& draft, const fs::path& output, const RenderOptions& options,
                            const RunContext& context) {
    auto report = render_file(draft, output, options, context);
    if (!report && report.error().code != Errc::cancelled)
        return fail_in("render " + output.string(), std::move(report).error());
    return report;
}

}  // namespace beatsync::render
