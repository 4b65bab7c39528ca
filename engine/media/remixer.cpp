#include "media/remixer.h"

extern "C" {
#include <libavutil/channel_layout.h>
#include <libavutil/opt.h>
#include <libavutil/samplefmt.h>
}

#include <fmt/format.h>

#include <array>
#include <memory>
#include <utility>

namespace beatsync::media {
namespace {

constexpr int kMostChannels = 64;

struct LayoutOwner {
    AVChannelLayout layout{};
    LayoutOwner() = default;
    LayoutOwner(const LayoutOwner&) = delete;
    LayoutOwner& operator=(const LayoutOwner&) = delete;
    ~LayoutOwner() { av_channel_layout_uninit(&layout); }
};

/// The layout of a frame; the usual one of its number of channels where the file does not say.
bool layout_of(const AVFrame& frame, LayoutOwner& owner) {
    if (frame.ch_layout.order == AV_CHANNEL_ORDER_UNSPEC) {
        av_channel_layout_default(&owner.layout, frame.ch_layout.nb_channels);
        return true;
    }
    return av_channel_layout_copy(&owner.layout, &frame.ch_layout) >= 0;
}

}  // namespace

Result<Remixer> Remixer::create(const AVFrame& like, const Output& output) {
    const auto impossible = [&] {
        return fail(Errc::media, fmt::format("cannot remix {} channels at {} Hz", like.ch_layout.nb_channels,
                                             like.sample_rate));
    };
    Remixer made;
    made.output_ = output;
    made.like_.reset(av_frame_alloc());
    if (!made.like_) return fail(Errc::media, "out of memory");
    LayoutOwner in;
    LayoutOwner out;
    av_channel_layout_default(&out.layout, output.channels);
    const int channels = like.ch_layout.nb_channels;
    if (channels < 1 || channels > kMostChannels || like.sample_rate <= 0 || !layout_of(like, in) ||
        av_channel_layout_copy(&made.like_->ch_layout, &like.ch_layout) < 0)
        return impossible();
    made.like_->format = like.format;
    made.like_->sample_rate = like.sample_rate;

    SwrContext* swr = nullptr;
    const int rc =
        swr_alloc_set_opts2(&swr, &out.layout, AV_SAMPLE_FMT_FLT, output.sample_rate, &in.layout,
                            static_cast<AVSampleFormat>(like.format), like.sample_rate, 0, nullptr);
    made.swr_.reset(swr);
    if (rc < 0) return impossible();
    // Mixing down must not clip, nor make a mono song 3 dB quieter on two speakers, as libswresample does.
    av_opt_set_double(swr, "rematrix_maxval", 1.0, 0);
    if (channels == 1 && output.channels == 2) {
        constexpr std::array<double, 2> kBothSides{1, 1};
        if (swr_set_matrix(swr, kBothSides.data(), 1) < 0) return impossible();
    }
    if (swr_init(swr) < 0) return impossible();
    return made;
}

bool Remixer::fits(const AVFrame& frame) const {
    return frame.format == like_->format && frame.sample_rate == like_->sample_rate &&
           av_channel_layout_compare(&frame.ch_layout, &like_->ch_layout) == 0;
}

Result<void> Remixer::convert(const AVFrame& frame, int skip, std::vector<float>& out) {
    const auto format = static_cast<AVSampleFormat>(frame.format);
    const int channels = frame.ch_layout.nb_channels;
    const bool planar = av_sample_fmt_is_planar(format) != 0;
    const std::ptrdiff_t offset =
        std::ptrdiff_t{skip} * av_get_bytes_per_sample(format) * (planar ? 1 : channels);
    std::array<const std::uint8_t*, kMostChannels> planes{};
    for (int i = 0; i < (planar ? channels : 1); ++i)
        planes[static_cast<std::size_t>(i)] = frame.extended_data[i] + offset;
    return run(planes.data(), frame.nb_samples - skip, out);
}

Result<void> Remixer::silence(int samples, std::vector<float>& out) {
    av::FramePtr quiet(av_frame_alloc());
    if (!quiet || av_channel_layout_copy(&quiet->ch_layout, &like_->ch_layout) < 0)
        return fail(Errc::media, "out of memory");
    quiet->format = like_->format;
    quiet->sample_rate = like_->sample_rate;
    quiet->nb_samples = samples;
    const auto format = static_cast<AVSampleFormat>(quiet->format);
    if (av_frame_get_buffer(quiet.get(), 0) < 0 ||
        av_samples_set_silence(quiet->extended_data, 0, samples, quiet->ch_layout.nb_channels, format) < 0)
        return fail(Errc::media, "out of memory");
    return convert(*quiet, 0, out);
}

Result<void> Remixer::flush(std::vector<float>& out) {
    return run(nullptr, 0, out);
}

Result<void> Remixer::run(const std::uint8_t** planes, int samples, std::vector<float>& out) {
    const int most = swr_get_out_samples(swr_.get(), samples);
    if (most < 0) return fail(Errc::media, "resample: " + av::reason(most));
    const auto channels = static_cast<std::size_t>(output_.channels);
    const std::size_t before = out.size();
    out.resize(before + static_cast<std::size_t>(most) * channels);
    auto* target = reinterpret_cast<std::uint8_t*>(out.data() + before);
    const int made = swr_convert(swr_.get(), &target, most, planes, samples);
    if (made < 0) return fail(Errc::media, "resample: " + av::reason(made));
    out.resize(before + static_cast<std::size_t>(made) * channels);
    return {};
}

}  // namespace beatsync::media
