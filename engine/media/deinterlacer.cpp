#include "media/deinterlacer.h"

extern "C" {
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
}

#include <fmt/format.h>

#include <memory>
#include <string>
#include <utility>

namespace beatsync::media {
namespace {

constexpr AVRational kMicroseconds{1, 1'000'000};

AVFilterContext* add(AVFilterGraph* graph, const char* filter, const std::string& arguments) {
    AVFilterContext* context = nullptr;
    const int rc = avfilter_graph_create_filter(&context, avfilter_get_by_name(filter), filter,
                                                arguments.c_str(), nullptr, graph);
    return rc < 0 ? nullptr : context;
}

}  // namespace

Result<Deinterlacer> Deinterlacer::create(const AVFrame& like, int threads) {
    Deinterlacer made;
    made.width_ = like.width;
    made.height_ = like.height;
    made.format_ = like.format;
    made.graph_.reset(avfilter_graph_alloc());
    if (!made.graph_) return fail(Errc::media, "out of memory");
    made.graph_->nb_threads = threads;
    made.source_ = add(made.graph_.get(), "buffer",
                       fmt::format("video_size={}x{}:pix_fmt={}:time_base={}/{}", like.width, like.height,
                                   like.format, kMicroseconds.num, kMicroseconds.den));
    AVFilterContext* bwdif = add(made.graph_.get(), "bwdif", "mode=send_frame:parity=auto:deint=interlaced");
    made.sink_ = add(made.graph_.get(), "buffersink", {});
    if (made.source_ == nullptr || bwdif == nullptr || made.sink_ == nullptr ||
        avfilter_link(made.source_, 0, bwdif, 0) < 0 || avfilter_link(bwdif, 0, made.sink_, 0) < 0 ||
        avfilter_graph_config(made.graph_.get(), nullptr) < 0)
        return fail(Errc::media, "cannot deinterlace");
    return made;
}

bool Deinterlacer::fits(const AVFrame& frame) const {
    return frame.width == width_ && frame.height == height_ && frame.format == format_;
}

Result<void> Deinterlacer::push(TimedPicture picture) {
    picture.picture->pts = picture.at.us;
    duration_ = picture.duration;
    if (const int rc = av_buffersrc_add_frame(source_, picture.picture.get()); rc < 0)
        return fail(Errc::media, "deinterlace: " + av::reason(rc));
    return {};
}

void Deinterlacer::finish() {
    // An error here only costs the last frame.
    [[maybe_unused]] const int rc = av_buffersrc_add_frame(source_, nullptr);
}

std::optional<TimedPicture> Deinterlacer::pull() {
    av::FramePtr frame(av_frame_alloc());
    if (!frame || av_buffersink_get_frame(sink_, frame.get()) < 0) return std::nullopt;
    const Time at = av::to_time(frame->pts, av_buffersink_get_time_base(sink_));
    return TimedPicture{std::move(frame), at, duration_};
}

}  // namespace beatsync::media
