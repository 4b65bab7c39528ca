#pragma once

#include "core/error.h"
#include "media/av.h"

namespace beatsync::media {

/// One swscale conversion, its context kept while formats and sizes stay the same. The matrix is left as it
/// is between Y'CbCr formats (swscale would go through 8-bit RGB); RGB sources get BT.709's.
class Sws {
public:
    struct Side {
        AVPixelFormat format = AV_PIX_FMT_NONE;  // no "J" formats: the range says it
        int width = 0;
        int height = 0;
        bool full_range = false;
        const int* matrix = nullptr;  ///< sws_getCoefficients; null = BT.709
        friend bool operator==(const Side&, const Side&) = default;
    };
    /// `source` and `target` carry planes and strides; their sizes and formats are those of the sides.
    Result<void> scale(const AVFrame& source, const Side& from, AVFrame& target, const Side& to, int flags);

private:
    Result<void> prepare(const Side& from, const Side& to, int flags);

    Side from_;
    Side to_;
    int flags_ = 0;
    av::SwsPtr context_;
};

}  // namespace beatsync::media
