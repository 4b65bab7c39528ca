#include "media/input.h"

extern "C" {
#include <libavutil/avutil.h>
#include <libavutil/dict.h>
}

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "media/input_errors.h"

namespace beatsync::media {
namespace {

namespace fs = std::filesystem;

struct DictDeleter {
    void operator()(AVDictionary* p) const noexcept { av_dict_free(&p); }
};

/// avformat_open_input wants the probe to reach past a leading ID3 tag, or goes by the file's name. Tags with
/// cover art of several megabytes are common.
void reach_past_id3(AVFormatContext& format, std::size_t id3_bytes) {
    constexpr std::size_t kMostBytes = std::size_t{64} << 20;
    constexpr std::size_t kFramesBehind = std::size_t{256} << 10;
    const std::size_t needed = std::min(id3_bytes, kMostBytes) + kFramesBehind;
    if (id3_bytes > 0 && needed > std::size_t{1} << 20) format.format_probesize = static_cast<int>(needed);
}

/// Reads the parameters of the streams, decoding a little where it must, never a picture of absurd size.
int find_stream_info(AVFormatContext& format) {
    std::vector<AVDictionary*> options(format.nb_streams, nullptr);
    for (AVDictionary*& o : options)
        av_dict_set_int(&o, "max_pixels", kMaxPixels, 0);
    const int result = avformat_find_stream_info(&format, options.data());
    for (AVDictionary*& o : options)
        av_dict_free(&o);
    return result;
}

bool decodable(const AVStream& stream) {
    return avcodec_find_decoder(stream.codecpar->codec_id) != nullptr && !is_encrypted(stream);
}

bool is_candidate(const AVStream& stream, AVMediaType type) {
    constexpr int kPicturesOfASong = AV_DISPOSITION_ATTACHED_PIC | AV_DISPOSITION_TIMED_THUMBNAILS;
    return stream.codecpar->codec_type == type && (stream.disposition & kPicturesOfASong) == 0;
}

/// Which of two streams of one type a player would take. Phones put a second track of a few large pictures
/// beside the video ("top shots" of a motion photo), flagged default like it: moving pictures go first.
auto preference(const AVStream& stream) {
    constexpr int kForTheImpaired = AV_DISPOSITION_VISUAL_IMPAIRED | AV_DISPOSITION_HEARING_IMPAIRED;
    constexpr std::int64_t kFewFrames = 5;
    const bool moves = stream.nb_frames == 0 || stream.nb_frames >= kFewFrames;
    const std::int64_t area = std::int64_t{stream.codecpar->width} * stream.codecpar->height;
    return std::tuple(decodable(stream), (stream.disposition & kForTheImpaired) == 0, moves,
                      (stream.disposition & AV_DISPOSITION_DEFAULT) != 0, area, -stream.index);
}

int choose(const AVFormatContext& format, AVMediaType type) {
    const AVStream* best = nullptr;
    for (unsigned i = 0; i < format.nb_streams; ++i) {
        const AVStream* stream = format.streams[i];
        if (!is_candidate(*stream, type)) continue;
        if (best == nullptr || preference(*stream) > preference(*best)) best = stream;
    }
    return best != nullptr ? best->index : -1;
}

bool ends_with(std::string_view text, std::string_view end) {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

bool is_still(const AVFormatContext& format, const AVStream& stream) {
    const std::string_view name = format.iformat->name;
    // jpeg_pipe, png_pipe, webp_pipe …: the demuxers of single pictures that are found by content.
    if (ends_with(name, "_pipe")) return true;
    return (name == "gif" || name == "apng") && stream.nb_frames == 1;
}

Error nothing_usable(const fs::path& path, const AVFormatContext& format, Want want) {
    const AVMediaType type = want == Want::sound ? AVMEDIA_TYPE_AUDIO : AVMEDIA_TYPE_VIDEO;
    for (unsigned i = 0; i < format.nb_streams; ++i) {
        const AVStream& stream = *format.streams[i];
        const bool asked = want == Want::any ? stream.codecpar->codec_type <= AVMEDIA_TYPE_AUDIO
                                             : stream.codecpar->codec_type == type;
        if (asked && (stream.disposition & AV_DISPOSITION_ATTACHED_PIC) == 0 && !decodable(stream))
            return explain_stream(path, stream);
    }
    switch (want) {
        case Want::pictures:
            return {Errc::input, fmt::format("{}: no pictures in it, only sound", path.string()),
                    "give a video or a picture"};
        case Want::sound:
            return {Errc::input, fmt::format("{}: no sound in it", path.string()),
                    "give a file with an audio track"};
        case Want::any:
            break;
    }
    return {Errc::input, fmt::format("{}: neither pictures nor sound in it", path.string()), {}};
}

Result<void> choose_streams(Input& input, Want want) {
    AVFormatContext& format = *input.format;
    const auto usable = [&](int index) {
        return index >= 0 && decodable(*format.streams[index]) ? index : -1;
    };
    input.video = usable(choose(format, AVMEDIA_TYPE_VIDEO));
    input.audio = usable(choose(format, AVMEDIA_TYPE_AUDIO));
    const bool enough = want == Want::pictures ? input.video >= 0
                        : want == Want::sound  ? input.audio >= 0
                                               : input.video >= 0 || input.audio >= 0;
    if (!enough) return fail(nothing_usable(input.path, format, want));
    input.still = input.video >= 0 && is_still(format, input.video_stream());
    return {};
}

}  // namespace

Result<Input> open_input(const fs::path& path, Want want) {
    av::silence();
    BEATSYNC_TRY(const Sniffed sniffed, sniff(path));
    // VideoSource reads its pictures; there is nothing else in it.
    if (sniffed.animated_webp)
        return fail(Errc::input, fmt::format("{}: no sound in it", path.string()),
                    "give a file with an audio track");
    Input input;
    input.path = path;
    AVIOContext* io = nullptr;
    // The protocol is written out: a file may be called "concat:a|b" or "http:x".
    if (const int rc = avio_open2(&io, ("file:" + path.string()).c_str(), AVIO_FLAG_READ, nullptr, nullptr);
        rc < 0)
        return fail(Errc::input, fmt::format("{}: {}", path.string(), av::reason(rc)));
    input.io.reset(io);

    AVFormatContext* format = avformat_alloc_context();
    if (format == nullptr) return fail(Errc::media, "out of memory");
    format->pb = io;
    reach_past_id3(*format, sniffed.id3_bytes);
    // Without a name, no demuxer can go by the extension, follow a pattern like %d, or open other files.
    if (const int rc = avformat_open_input(&format, "", nullptr, nullptr); rc < 0)
        return fail(explain_open(path, sniffed, rc));
    input.format.reset(format);
    // A single picture would be decoded here at its full size, to learn what its decoder tells anyway.
    const bool one_picture = ends_with(format->iformat->name, "_pipe") && format->nb_streams == 1;
    if (!one_picture) {
        if (const int rc = find_stream_info(*format); rc < 0) return fail(explain_open(path, sniffed, rc));
    }
    input.plays = sniffed.plays;
    BEATSYNC_CHECK(choose_streams(input, want));
    for (unsigned i = 0; i < format->nb_streams; ++i) {
        const bool used = (static_cast<int>(i) == input.video && want != Want::sound) ||
                          (static_cast<int>(i) == input.audio && want != Want::pictures);
        format->streams[i]->discard = used ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
    }
    return input;
}

}  // namespace beatsync::media
