#include "media/input_errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>

namespace beatsync::media {
namespace {

namespace fs = std::filesystem;

Sniffed classify(std::string_view head) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(head[i]); };
    Sniffed found;
    if (head.size() >= 10 && head.substr(0, 3) == "ID3") {
        // Seven bits a byte (ID3v2.4, section 3.1).
        for (std::size_t i = 6; i < 10; ++i)
            found.id3_bytes = found.id3_bytes << 7 | (byte(i) & 0x7FU);
        found.id3_bytes += 10;
    }
    if (head.size() >= 12 && head.substr(4, 4) == "ftyp") {
        found.iso_media = true;
        constexpr std::array<std::string_view, 6> kPictureBrands{"heic", "heix", "mif1",
                                                                 "msf1", "avif", "avis"};
        found.heif = std::find(kPictureBrands.begin(), kPictureBrands.end(), head.substr(8, 4)) !=
                     kPictureBrands.end();
    }
    constexpr unsigned kAnimationFlag = 0x02;  // WebP container specification, "Extended File Format"
    if (head.size() >= 21 && head.substr(0, 4) == "RIFF" && head.substr(8, 8) == "WEBPVP8X")
        found.animated_webp = (byte(20) & kAnimationFlag) != 0;
    if (head.substr(0, 3) == "GIF") {
        // The application extension that Netscape 2.0 brought: how often to repeat, 0 = without end.
        constexpr std::string_view kLoop("NETSCAPE2.0\x03\x01", 13);
        const std::size_t at = head.find(kLoop);
        if (at != std::string_view::npos && at + kLoop.size() + 2 <= head.size()) {
            const unsigned repeats = byte(at + kLoop.size()) | byte(at + kLoop.size() + 1) << 8;
            found.plays = repeats == 0 ? 0 : static_cast<int>(repeats) + 1;
        }
    }
    if (head.substr(1, 3) == "PNG") {
        // acTL: number of frames, number of plays (PNG specification, third edition, 11.3.6.1).
        const std::size_t at = head.find("acTL");
        if (at != std::string_view::npos && at + 12 <= head.size())
            found.plays = byte(at + 10) << 8 | byte(at + 11);
    }
    return found;
}

}  // namespace

Result<Sniffed> sniff(const fs::path& path) {
    std::error_code ec;
    const fs::file_status status = fs::status(path, ec);
    if (!fs::exists(status))
        return fail(Errc::input, fmt::format("{}: no such file", path.string()), "check the path");
    if (fs::is_directory(status)) return fail(Errc::input, fmt::format("{}: is a folder", path.string()));
    // A pipe or a device cannot be read twice, and may never end.
    if (!fs::is_regular_file(status))
        return fail(Errc::input, fmt::format("{}: not a plain file", path.string()));
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return fail(Errc::input, fmt::format("{}: {}", path.string(), std::strerror(errno)),
                    "check the file's permissions");
    std::array<char, 4096> head{};
    file.read(head.data(), head.size());
    if (file.gcount() == 0)
        return fail(Errc::input, fmt::format("{}: the file is empty", path.string()), "copy it again");
    return classify({head.data(), static_cast<std::size_t>(file.gcount())});
}

Error explain_open(const fs::path& path, const Sniffed& sniffed, int averror) {
    const std::string name = path.string();
    if (sniffed.heif)
        return {Errc::input, fmt::format("{}: HEIF and AVIF pictures cannot be read", name),
                "convert it to JPEG or PNG"};
    if (sniffed.iso_media)
        return {Errc::input,
                fmt::format("{}: an MP4 or MOV file whose index is missing, damaged or encrypted", name),
                "the recording or the copy broke off: copy it again, or repair it with the camera's tool"};
    if (averror == AVERROR_INVALIDDATA || averror == AVERROR_EOF)
        return {Errc::input, fmt::format("{}: not a video, picture or sound that can be read", name),
                "give a file such as MP4, MOV, MKV, WebM, JPEG, PNG, MP3, WAV, FLAC"};
    return {Errc::input, fmt::format("{}: {}", name, av::reason(averror)), {}};
}

bool is_encrypted(const AVStream& stream) {
    constexpr std::uint32_t kEncryptedVideo = MKTAG('e', 'n', 'c', 'v');
    constexpr std::uint32_t kEncryptedAudio = MKTAG('e', 'n', 'c', 'a');
    constexpr std::uint32_t kProtectedAac = MKTAG('d', 'r', 'm', 's');
    constexpr std::uint32_t kProtectedVideo = MKTAG('d', 'r', 'm', 'i');
    const std::uint32_t tag = stream.codecpar->codec_tag;
    return tag == kEncryptedVideo || tag == kEncryptedAudio || tag == kProtectedAac ||
           tag == kProtectedVideo ||
           av_stream_get_side_data(&stream, AV_PKT_DATA_ENCRYPTION_INIT_INFO, nullptr) != nullptr;
}

Error explain_stream(const fs::path& path, const AVStream& stream) {
    const std::string_view what = stream.codecpar->codec_type == AVMEDIA_TYPE_AUDIO ? "sound" : "video";
    if (is_encrypted(stream))
        return {Errc::input, fmt::format("{}: the {} is encrypted (DRM)", path.string(), what),
                "use a copy without copy protection"};
    std::string codec = avcodec_get_name(stream.codecpar->codec_id);
    if (stream.codecpar->codec_id == AV_CODEC_ID_NONE) {
        std::array<char, AV_FOURCC_MAX_STRING_SIZE> tag{};
        codec = av_fourcc_make_string(tag.data(), stream.codecpar->codec_tag);
    }
    return {Errc::input,
            fmt::format("{}: its {} codec '{}' has no decoder in this build of FFmpeg", path.string(), what,
                        codec),
            what == "sound" ? "convert it to AAC, MP3 or WAV" : "convert it to H.264"};
}

}  // namespace beatsync::media
