#include "media/h264_syntax.h"

#include <algorithm>
#include <array>

namespace beatsync::media::h264 {
namespace {

constexpr std::size_t kHeaderBits = 8;
constexpr std::uint32_t kMostSps = 31;
constexpr std::uint32_t kMostPps = 255;
constexpr std::uint32_t kMostMacroblocks = 1024;  // of a side: 16384 pixels

Number read_number(BitReader& in) {
    const std::size_t bit = in.position();
    return {in.ue(), bit};
}

bool has_chroma_format(int profile) {
    constexpr std::array kProfiles = {100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135};
    return std::find(kProfiles.begin(), kProfiles.end(), profile) != kProfiles.end();
}

void skip_scaling_list(BitReader& in, int size) {
    int last = 8;
    int next = 8;
    for (int i = 0; i < size && in.good(); ++i) {
        if (next != 0) next = (last + in.se() + 256) % 256;
        if (next != 0) last = next;
    }
}

void skip_scaling_matrix(BitReader& in, int chroma_format) {
    const int lists = chroma_format == 3 ? 12 : 8;
    for (int i = 0; i < lists; ++i)
        if (in.flag()) skip_scaling_list(in, i < 6 ? 16 : 64);
}

void read_high_profile(BitReader& in, Sps& sps) {
    sps.chroma_format = static_cast<int>(in.ue());
    if (sps.chroma_format == 3) sps.separate_planes = in.flag();
    const auto luma = in.ue();
    const auto chroma = in.ue();
    sps.bit_depth = luma == chroma && luma <= 6 ? static_cast<int>(luma) + 8 : 0;
    in.skip(1);  // lossless transform bypass
    if (in.flag()) skip_scaling_matrix(in, sps.chroma_format);
}

void skip_picture_order(BitReader& in) {
    const std::uint32_t type = in.ue();
    if (type == 0) {
        (void)in.ue();
    } else if (type == 1) {
        in.skip(1);
        in.se();
        in.se();
        const std::uint32_t cycle = in.ue();
        for (std::uint32_t i = 0; i < cycle && in.good(); ++i)
            in.se();
    }
}

bool read_size(BitReader& in, Sps& sps) {
    const std::uint32_t columns = in.ue() + 1;
    const std::uint32_t rows = in.ue() + 1;
    sps.progressive = in.flag();
    if (!sps.progressive) in.skip(1);  // macroblock-adaptive
    in.skip(1);                        // direct 8x8 inference
    if (columns > kMostMacroblocks || rows > kMostMacroblocks) return false;
    const int fields = sps.progressive ? 1 : 2;
    sps.width = static_cast<int>(columns) * 16;
    sps.height = static_cast<int>(rows) * 16 * fields;
    if (!in.flag()) return true;
    const int unit_x = sps.chroma_format == 1 || sps.chroma_format == 2 ? 2 : 1;
    const int unit_y = (sps.chroma_format == 1 ? 2 : 1) * fields;
    std::int64_t crop[4];
    for (auto& side : crop)
        side = in.ue();
    const std::int64_t width = sps.width - unit_x * (crop[0] + crop[1]);
    const std::int64_t height = sps.height - unit_y * (crop[2] + crop[3]);
    if (width <= 0 || height <= 0) return false;
    sps.width = static_cast<int>(width);
    sps.height = static_cast<int>(height);
    return true;
}

/// Table E-1.
void read_aspect(BitReader& in, Sps& sps) {
    constexpr std::array<std::array<int, 2>, 17> kRatios = {{{1, 1},
                                                             {1, 1},
                                                             {12, 11},
                                                             {10, 11},
                                                             {16, 11},
                                                             {40, 33},
                                                             {24, 11},
                                                             {20, 11},
                                                             {32, 11},
                                                             {80, 33},
                                                             {18, 11},
                                                             {15, 11},
                                                             {64, 33},
                                                             {160, 99},
                                                             {4, 3},
                                                             {3, 2},
                                                             {2, 1}}};
    constexpr std::uint32_t kExtended = 255;
    const std::uint32_t index = in.bits(8);
    if (index == kExtended) {
        sps.pixel_width = static_cast<int>(in.bits(16));
        sps.pixel_height = static_cast<int>(in.bits(16));
        // 0 means not said (E.2.1).
        if (sps.pixel_width == 0 || sps.pixel_height == 0) sps.pixel_width = sps.pixel_height = 1;
    } else if (index < kRatios.size()) {
        sps.pixel_width = kRatios[index][0];
        sps.pixel_height = kRatios[index][1];
    }
}

/// Annex E, as far as the colours.
void read_usability(BitReader& in, Sps& sps) {
    if (in.flag()) read_aspect(in, sps);
    if (in.flag()) in.skip(1);  // overscan
    if (!in.flag()) return;
    in.skip(3);  // format of the signal before it was digital
    sps.full_range = in.flag();
    if (!in.flag()) return;
    sps.primaries = static_cast<int>(in.bits(8));
    sps.transfer = static_cast<int>(in.bits(8));
    sps.matrix = static_cast<int>(in.bits(8));
}

}  // namespace

std::optional<Sps> parse_sps(ByteSpan unit) {
    BitReader in(unit, kHeaderBits);
    Sps sps;
    sps.profile = static_cast<int>(in.bits(8));
    sps.constraints = static_cast<std::uint8_t>(in.bits(8));
    sps.level = static_cast<int>(in.bits(8));
    sps.id = read_number(in);
    if (has_chroma_format(sps.profile)) read_high_profile(in, sps);
    sps.frame_number_bits = static_cast<int>(in.ue()) + 4;
    skip_picture_order(in);
    (void)in.ue();  // reference frames
    in.skip(1);     // gaps in frame numbers
    if (!read_size(in, sps)) return std::nullopt;
    if (in.flag()) read_usability(in, sps);
    const bool sane = in.good() && sps.id.value <= kMostSps && sps.frame_number_bits <= 16;
    return sane ? std::optional(sps) : std::nullopt;
}

std::optional<Pps> parse_pps(ByteSpan unit) {
    BitReader in(unit, kHeaderBits);
    Pps pps;
    pps.id = read_number(in);
    pps.sps = read_number(in);
    const bool sane = in.good() && pps.id.value <= kMostPps && pps.sps.value <= kMostSps;
    return sane ? std::optional(pps) : std::nullopt;
}

std::optional<SliceStart> parse_slice_start(ByteSpan unit) {
    BitReader in(unit, kHeaderBits);
    SliceStart start;
    start.first_macroblock = read_number(in);
    (void)in.ue();  // type
    start.pps = read_number(in);
    const bool sane = in.good() && start.pps.value <= kMostPps;
    return sane ? std::optional(start) : std::nullopt;
}

std::optional<Number> parse_idr_number(ByteSpan unit, const Sps& sps) {
    const auto start = parse_slice_start(unit);
    if (!start) return std::nullopt;
    BitReader in(unit, start->pps.bit);
    (void)in.ue();
    if (sps.separate_planes) in.skip(2);
    in.skip(static_cast<std::size_t>(sps.frame_number_bits));
    if (!sps.progressive && in.flag()) in.skip(1);  // which field
    const Number number = read_number(in);
    constexpr std::uint32_t kMost = 65535;
    const bool sane = in.good() && number.value <= kMost;
    return sane ? std::optional(number) : std::nullopt;
}

}  // namespace beatsync::media::h264
