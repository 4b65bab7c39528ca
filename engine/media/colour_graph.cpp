#include "media/colour_graph.h"

#include <fmt/format.h>

#include <algorithm>

extern "C" {
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
#include <libavutil/mastering_display_metadata.h>
#include <libavutil/pixdesc.h>
}

#include "media/transfer.h"

namespace beatsync::media {
namespace {

// Most HDR10 is graded to 1,000 nits, and HLG's nominal peak is 1,000 by definition (BT.2100).
constexpr double kUsualPeakNits = 1000;

Error filter_error(int code) {
    return {Errc::media, "colour conversion: " + av::reason(code), ""};
}

/// The brightest pixel that the clip says it has. Without one the tonemap filter would take PQ's 10,000 nits,
/// and the picture would come out dark.
double peak_nits(const AVFrame& frame, const Colour& colour) {
    if (colour.transfer != AVCOL_TRC_SMPTE2084) return kUsualPeakNits;
    const AVFrameSideData* side = av_frame_get_side_data(&frame, AV_FRAME_DATA_CONTENT_LIGHT_LEVEL);
    if (side == nullptr) return kUsualPeakNits;
    const auto* light = reinterpret_cast<const AVContentLightMetadata*>(side->data);
    const auto max_cll = static_cast<double>(light->MaxCLL);
    return max_cll > 0 ? std::clamp(max_cll, 2 * kReferenceWhiteNits, 4000.0) : kUsualPeakNits;
}

std::string chain_to_sdr(const Colour& colour, const std::string& size, double peak) {
    const std::string to_709 = "zscale=t=bt709:p=bt709:m=bt709:r=tv";
    if (colour.transfer == AVCOL_TRC_BT709) return fmt::format("zscale={},{}", size, to_709);
    return fmt::format(
        "zscale={}:t=linear:npl={},format=gbrpf32le,zscale=p=bt709,tonemap=mobius:desat=0:peak={:.4f},{}",
        size, kReferenceWhiteNits, peak / kReferenceWhiteNits, to_709);
}

/// In one step where the transfer stays; else by linear light, in which 1.0 is the reference white.
std::string chain_to_hdr(const Colour& colour, const std::string& size, const Colour& to) {
    const char* transfer = to.transfer == AVCOL_TRC_SMPTE2084 ? "smpte2084" : "arib-std-b67";
    if (colour.transfer == to.transfer)
        return fmt::format("zscale={},zscale=agamma=0:p=2020:m=2020_ncl:r=tv", size);
    return fmt::format(
        "zscale={}:t=linear:npl={}:agamma=0,format=gbrpf32le,zscale=agamma=0:p=2020:t={}:m=2020_ncl:r=tv:npl="
        "{}",
        size, kReferenceWhiteNits, transfer, kReferenceWhiteNits);
}

std::string chain_of(const Colour& colour, const PictureFormat& to, int width, int height, double peak) {
    const std::string size = fmt::format("w={}:h={}:filter=bicubic", width, height);
    const std::string chain = to.range == DynamicRange::sdr ? chain_to_sdr(colour, size, peak)
                                                            : chain_to_hdr(colour, size, colour_of(to));
    return chain + (to.bit_depth > 8 ? ",format=yuv420p10" : ",format=yuv420p");
}

/// A reference to the frame in which nothing is left for zimg to guess (it refuses to).
Result<av::FramePtr> spelt_out(const AVFrame& source, const Colour& colour) {
    av::FramePtr f(av_frame_clone(&source));
    if (!f) return fail(filter_error(AVERROR(ENOMEM)));
    f->format = plain_format(static_cast<AVPixelFormat>(source.format));
    f->colorspace = colour.matrix;
    f->color_primaries = colour.primaries;
    f->color_trc = colour.transfer;
    f->color_range = colour.full_range ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG;
    f->sample_aspect_ratio = {1, 1};
    f->pts = 0;
    return f;
}

}  // namespace

Result<void> ColourGraph::build(const Key& key, double peak) {
    graph_.reset(avfilter_graph_alloc());
    if (!graph_) return fail(filter_error(AVERROR(ENOMEM)));
    const std::string source = fmt::format("video_size={}x{}:pix_fmt={}:time_base=1/1:pixel_aspect=1/1",
                                           key.source_width, key.source_height, key.format);
    int code = avfilter_graph_create_filter(&in_, avfilter_get_by_name("buffer"), "in", source.c_str(),
                                            nullptr, graph_.get());
    if (code < 0) return fail(filter_error(code));
    code = avfilter_graph_create_filter(&out_, avfilter_get_by_name("buffersink"), "out", nullptr, nullptr,
                                        graph_.get());
    if (code < 0) return fail(filter_error(code));

    const auto end = [](const char* name, AVFilterContext* filter) {
        AVFilterInOut* p = avfilter_inout_alloc();
        if (p != nullptr) {
            p->name = av_strdup(name);
            p->filter_ctx = filter;
        }
        return p;
    };
    AVFilterInOut* outputs = end("in", in_);
    AVFilterInOut* inputs = end("out", out_);
    const std::string chain = chain_of(key.colour, key.to, key.width, key.height, peak);
    code = avfilter_graph_parse_ptr(graph_.get(), chain.c_str(), &inputs, &outputs, nullptr);
    // parse_ptr hands back what it did not use.
    const av::Ptr<AVFilterInOut> rest_in(inputs);
    const av::Ptr<AVFilterInOut> rest_out(outputs);
    if (code < 0) return fail(filter_error(code));
    code = avfilter_graph_config(graph_.get(), nullptr);
    if (code < 0) return fail(filter_error(code));
    key_ = key;
    return {};
}

Result<const AVFrame*> ColourGraph::convert(const AVFrame& source, const Colour& colour,
                                            const PictureFormat& to, int width, int height) {
    BEATSYNC_TRY(const av::FramePtr frame, spelt_out(source, colour));
    const Key key{frame->width, frame->height, frame->format, width, height, colour, to};
    if (!graph_ || !(key == key_)) BEATSYNC_CHECK(build(key, peak_nits(source, colour)));
    if (!picture_) picture_.reset(av_frame_alloc());
    if (!picture_) return fail(filter_error(AVERROR(ENOMEM)));
    av_frame_unref(picture_.get());
    int code = av_buffersrc_add_frame_flags(in_, frame.get(), AV_BUFFERSRC_FLAG_PUSH);
    if (code >= 0) code = av_buffersink_get_frame(out_, picture_.get());
    if (code < 0) {
        graph_.reset();  // a graph that failed once is not fed again
        return fail(filter_error(code));
    }
    return picture_.get();
}

}  // namespace beatsync::media
