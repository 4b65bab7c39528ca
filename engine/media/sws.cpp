#include "media/sws.h"

extern "C" {
#include <libavutil/opt.h>
}

namespace beatsync::media {

Result<void> Sws::prepare(const Side& from, const Side& to, int flags) {
    if (context_ && from == from_ && to == to_ && flags == flags_) return {};
    context_.reset(sws_alloc_context());
    if (!context_) return fail(Errc::media, "scale: out of memory");
    SwsContext* c = context_.get();
    av_opt_set_int(c, "srcw", from.width, 0);
    av_opt_set_int(c, "srch", from.height, 0);
    av_opt_set_int(c, "src_format", from.format, 0);
    av_opt_set_int(c, "dstw", to.width, 0);
    av_opt_set_int(c, "dsth", to.height, 0);
    av_opt_set_int(c, "dst_format", to.format, 0);
    av_opt_set_int(c, "src_range", from.full_range ? 1 : 0, 0);
    av_opt_set_int(c, "dst_range", to.full_range ? 1 : 0, 0);
    av_opt_set_int(c, "sws_flags", flags, 0);
    const auto coefficients = [](const int* m) {
        return m != nullptr ? m : sws_getCoefficients(SWS_CS_ITU709);
    };
    constexpr int kOne = 1 << 16;
    // Before the context is initialised: afterwards a change of range would be ignored by some fast paths.
    sws_setColorspaceDetails(c, coefficients(from.matrix), from.full_range ? 1 : 0, coefficients(to.matrix),
                             to.full_range ? 1 : 0, 0, kOne, kOne);
    if (const int code = sws_init_context(c, nullptr, nullptr); code < 0) {
        context_.reset();
        return fail(Errc::media, "scale: " + av::reason(code));
    }
    from_ = from;
    to_ = to;
    flags_ = flags;
    return {};
}

Result<void> Sws::scale(const AVFrame& source, const Side& from, AVFrame& target, const Side& to, int flags) {
    BEATSYNC_CHECK(prepare(from, to, flags));
    const int code =
        sws_scale(context_.get(), source.data, source.linesize, 0, from.height, target.data, target.linesize);
    if (code < 0) return fail(Errc::media, "scale: " + av::reason(code));
    return {};
}

}  // namespace beatsync::media
