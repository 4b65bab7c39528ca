#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "media/audio_reader.h"
#include "media/digest.h"
#include "media/probe.h"
#include "pipeline/analysis_cache.h"
#include "pipeline/analysis_codec.h"
#include "pipeline/pipeline.h"

namespace beatsync::pipeline {
namespace {

constexpr std::string_view kStage = "analyse song";
constexpr int kSampleRate = 44100;
constexpr int kChannels = 2;
constexpr std::size_t kBlockFrames = 16384;

Result<music::MusicMap> decode_and_analyse(const std::filesystem::path& song, music::TrackerKind tracker,
                                           const RunContext& context) {
    BEATSYNC_TRY(const auto info, media::probe(song));
    if (!info.audio) return fail(Errc::input, fmt::format("no sound in {}", song.string()), "give a song");
    BEATSYNC_TRY(auto reader, media::AudioReader::open(song, {kSampleRate, kChannels}));
    BEATSYNC_TRY(auto analyser, music::MusicAnalyser::create({kSampleRate, kChannels, tracker}));

    const double expected_frames = std::max(1.0, info.duration.seconds() * kSampleRate);
    std::vector<float> block(kBlockFrames * kChannels);
    for (double frames = 0;;) {
        if (context.stopped()) return fail_cancelled();
        BEATSYNC_TRY(const std::size_t read, reader.read(block));
        if (read == 0) break;
        analyser.push(std::span(block).first(read * kChannels));
        frames += static_cast<double>(read);
        context.advance(kStage, std::min(1.0, frames / expected_frames));
    }
    return analyser.finish();
}

}  // namespace

Result<music::MusicMap> analyse_song(const std::filesystem::path& song, const AnalysisSettings& settings,
                                     const RunContext& context) {
    const AnalysisCache cache(settings.cache_folder, settings.cache_limit_bytes, context);
    BEATSYNC_TRY(const std::string digest, media::content_digest(song));
    std::string key = fmt::format("song v{} tracker={} rate={} {}", kAnalysisVersion,
                                  static_cast<int>(settings.tracker), kSampleRate, digest);
    if (!settings.cache_scope.empty()) key += " " + settings.cache_scope;
    if (const auto bytes = cache.load(key)) {
        if (auto map = decode_music(*bytes)) {
            context.advance(kStage, 1);
            return *std::move(map);
        }
    }
    auto map = decode_and_analyse(song, settings.tracker, context);
    if (!map) {
        if (map.error().code == Errc::cancelled) return fail(std::move(map).error());
        return fail_in(fmt::format("song {}", song.filename().string()), std::move(map).error());
    }
    cache.store(key, encode(*map));
    cache.trim();
    context.advance(kStage, 1);
    return map;
}

}  // namespace beatsync::pipeline
