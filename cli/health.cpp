#include "cli/health.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <thread>

#include "core/file.h"
#include "media/av.h"
#include "media/mp4_writer.h"
#include "render/fonts.h"

namespace beatsync::cli {
namespace fs = std::filesystem;
namespace {

constexpr const char* kFullFfmpeg = "install an FFmpeg built with it; Debian's is: apt-get install ffmpeg";

std::string version_text(unsigned version) {
    return fmt::format("{}.{}.{}", AV_VERSION_MAJOR(version), AV_VERSION_MINOR(version),
                       AV_VERSION_MICRO(version));
}

HealthCheck libraries() {
    return {"FFmpeg libraries", true, true,
            fmt::format("libavformat {}, libavcodec {}, libavfilter {}, libswscale {}, libswresample {}",
                        version_text(avformat_version()), version_text(avcodec_version()),
                        version_text(avfilter_version()), version_text(swscale_version()),
                        version_text(swresample_version())),
            ""};
}

/// `any_of`: names of FFmpeg's decoders, one of which is enough.
HealthCheck decoder(const char* what, std::initializer_list<const char*> any_of, bool essential) {
    const auto found = std::find_if(any_of.begin(), any_of.end(), [](const char* name) {
        return avcodec_find_decoder_by_name(name) != nullptr;
    });
    const bool works = found != any_of.end();
    return {fmt::format("reads {}", what), works, essential, works ? *found : "no decoder", kFullFfmpeg};
}

/// One codec's encoders: those that work, and of the others why not.
HealthCheck video_encoder(const std::vector<media::EncoderState>& all, const char* what, const char* codec,
                          bool essential) {
    std::vector<std::string> usable;
    std::vector<std::string> other;
    for (const media::EncoderState& e : all) {
        if (e.codec != codec) continue;
        if (e.works) usable.push_back(e.ten_bits ? e.name + " (8, 10 bits)" : e.name);
        if (!e.works) other.push_back(e.name);
    }
    std::string detail = usable.empty() ? "no encoder" : fmt::format("{}", fmt::join(usable, ", "));
    if (!other.empty()) detail += fmt::format("; no device for {}", fmt::join(other, ", "));
    return {fmt::format("writes {}", what), !usable.empty(), essential, detail, kFullFfmpeg};
}

HealthCheck audio_encoder() {
    const bool works = avcodec_find_encoder_by_name("aac") != nullptr;
    return {"writes AAC", works, true, works ? "aac" : "no encoder", kFullFfmpeg};
}

HealthCheck filter(const char* name, const char* what, bool essential) {
    const bool works = avfilter_get_by_name(name) != nullptr;
    return {what, works, essential, works ? name : fmt::format("no filter {}", name), kFullFfmpeg};
}

HealthCheck cache(const fs::path& folder) {
    HealthCheck check{"keeps analysis", false, false, folder.string(),
                      "make the folder writable, or set XDG_CACHE_HOME; without it every run analyses again"};
    if (folder.empty()) {
        check.detail = "no home folder";
        return check;
    }
    std::error_code ec;
    fs::create_directories(folder, ec);
    const auto writable = check_writable(folder / "doctor");
    check.works = writable.has_value();
    if (!writable) check.detail = writable.error().message;
    return check;
}

/// What titles can be written in.
HealthCheck writing(const render::ScriptFont& script) {
    return {"titles: " + script.scripts, !script.font.empty(), false,
            script.font.empty() ? "no font" : script.font, "apt-get install " + script.package};
}

}  // namespace

std::vector<HealthCheck> check_health(const fs::path& cache_folder) {
    const auto encoders = media::encoder_states();
    std::vector<HealthCheck> checks{
        libraries(),
        decoder("H.264", {"h264"}, true),
        decoder("HEVC (phones)", {"hevc"}, false),
        decoder("AV1", {"libdav1d", "libaom-av1", "av1"}, false),
        decoder("VP9", {"vp9", "libvpx-vp9"}, false),
        decoder("AAC", {"aac"}, true),
        decoder("MP3", {"mp3float", "mp3"}, true),
        decoder("Opus", {"opus", "libopus"}, false),
        decoder("FLAC", {"flac"}, false),
        decoder("JPEG", {"mjpeg"}, false),
        decoder("PNG", {"png"}, false),
        decoder("WebP", {"webp"}, false),
        video_encoder(encoders, "H.264", "h264", true),
        video_encoder(encoders, "HEVC", "hevc", false),
        video_encoder(encoders, "AV1", "av1", false),
        video_encoder(encoders, "VP9", "vp9", false),
        audio_encoder(),
        filter("zscale", "shows HDR clips in the right colours", false),
        filter("bwdif", "deinterlaces", false),
        cache(cache_folder),
        {"processor cores", true, false, std::to_string(std::thread::hardware_concurrency()), ""}};
    for (const render::ScriptFont& script : render::script_fonts())
        checks.push_back(writing(script));
    return checks;
}

}  // namespace beatsync::cli
