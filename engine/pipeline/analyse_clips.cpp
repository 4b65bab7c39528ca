#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <new>
#include <optional>
#include <thread>
#include <utility>

#include "core/file.h"
#include "footage/shot_analyser.h"
#include "media/analysis_reader.h"
#include "media/digest.h"
#include "pipeline/analysis_cache.h"
#include "pipeline/analysis_codec.h"
#include "pipeline/pipeline.h"

namespace beatsync::pipeline {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kStage = "analyse clips";
constexpr int kLongSide = 256;

/// Adds up how far all clips are, each by its share of the bytes, into one figure that never goes back.
class SharedProgress {
public:
    SharedProgress(std::span<const fs::path> clips, const RunContext& context) : context_(context) {
        for (const fs::path& clip : clips) {
            std::error_code ec;
            const auto bytes = fs::file_size(clip, ec);
            weights_.push_back(ec ? 1.0 : static_cast<double>(bytes) + 1.0);
            total_ += weights_.back();
        }
        done_.resize(weights_.size());
    }

    void update(std::size_t clip, double fraction) {
        const std::lock_guard lock(mutex_);  // also over the sink: two reports must not overtake each other
        const double forward = std::clamp(fraction, done_[clip], 1.0) - done_[clip];
        done_[clip] += forward;
        sum_ += forward * weights_[clip];
        context_.advance(kStage, std::min(1.0, sum_ / total_));
    }

private:
    const RunContext& context_;
    std::mutex mutex_;
    std::vector<double> weights_;
    std::vector<double> done_;
    double total_ = 0;
    double sum_ = 0;
};

/// One clip's part of it, as the reader sees it.
class ClipProgress : public ProgressSink {
public:
    ClipProgress(SharedProgress& shared, std::size_t clip) : shared_(shared), clip_(clip) {}
    void update(std::string_view, double fraction) override { shared_.update(clip_, fraction); }

private:
    SharedProgress& shared_;
    std::size_t clip_;
};

struct FileState {
    std::string digest;
    std::int64_t changed_at = 0;
};

Result<FileState> state_of(const fs::path& path) {
    FileState state;
    // First: what is changed from here on has another.
    BEATSYNC_TRY(state.changed_at, changed_at(path));
    BEATSYNC_TRY(state.digest, media::content_digest(path));
    return state;
}

std::string key_of(const FileState& file, bool fast, const std::string& scope) {
    std::string key =
        fmt::format("clip v{} side={}{} {}", kAnalysisVersion, kLongSide, fast ? " fast" : "", file.digest);
    if (!scope.empty()) key += " " + scope;
    return key;
}

std::optional<DecodedClip> find(const AnalysisCache& cache, const std::string& key) {
    const auto bytes = cache.load(key);
    return bytes ? decode_clip(*bytes) : std::nullopt;
}

Result<DecodedClip> decode_and_analyse(const fs::path& path, const media::AnalysisOptions& options,
                                       const FileState& file, const RunContext& context) {
    DecodedClip clip;
    footage::ShotAnalyser analyser;
    BEATSYNC_TRY(media::AnalysedMedia read,
                 media::read_for_analysis(path, options, context,
                                          [&](const PictureView& picture) { analyser.push(picture); }));
    clip.map = analyser.finish(std::move(read.info), read.end);
    clip.map.keyframes = std::move(read.keyframes);
    clip.truncated = read.truncated;
    clip.whole_at = read.whole ? file.changed_at : 0;
    return clip;
}

/// Strictly; what is damaged once more and as well as it goes, for a strict decoder gives up more of it.
Result<DecodedClip> decode_and_analyse(const fs::path& path, bool fast, const FileState& file,
                                       const RunContext& context) {
    media::AnalysisOptions options{kLongSide, 1, fast};
    if (!fast) {
        options.strict = true;
        auto clip = decode_and_analyse(path, options, file, context);
        if (clip || context.stopped()) return clip;
        options.strict = false;
    }
    return decode_and_analyse(path, options, file, context);
}

Result<DecodedClip> analyse_clip(const fs::path& path, const AnalysisSettings& settings,
                                 const AnalysisCache& cache, const RunContext& context) {
    BEATSYNC_TRY(const FileState file, state_of(path));
    const std::string key = key_of(file, settings.fast, settings.cache_scope);
    std::optional<DecodedClip> clip = find(cache, key);
    if (!clip) {
        BEATSYNC_TRY(clip, decode_and_analyse(path, settings.fast, file, context));
        cache.store(key, encode(*clip));
    }
    // The digest is of some of the bytes: the others of a copy may be damaged.
    if (clip->whole_at != file.changed_at) clip->whole_at = 0;
    clip->map.content = file.digest;
    clip->map.media.path = fs::absolute(path).lexically_normal().string();
    return *std::move(clip);
}

/// What is thrown is this clip's failure: on a thread of its own nobody else would catch it.
Result<DecodedClip> analyse_or_reject(const fs::path& path, const AnalysisSettings& settings,
                                      const AnalysisCache& cache, const RunContext& context) {
    try {
        return analyse_clip(path, settings, cache, context);
    } catch (const std::bad_alloc&) {
        return fail(Errc::media, fmt::format("{}: not enough memory to analyse it", path.string()),
                    "fewer clips at once need less: --threads 1");
    } catch (const std::exception& error) {
        return fail(Errc::internal, fmt::format("{}: internal error: {}", path.string(), error.what()),
                    "please report it with the command line");
    }
}

std::size_t worker_count(int asked, std::size_t clips) {
    const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
    return std::min(clips, asked > 0 ? static_cast<std::size_t>(asked) : std::size_t{cores});
}

/// Calls work(i) for each i < count on `workers` threads, first come first served.
template <class Work>
void for_each_parallel(std::size_t count, std::size_t workers, const Work& work) {
    std::atomic<std::size_t> next{0};
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < workers; ++i)
        threads.emplace_back([&] {
            for (std::size_t index = next++; index < count; index = next++)
                work(index);
        });
}

}  // namespace

Result<FootageSet> analyse_clips(std::span<const fs::path> clips, const AnalysisSettings& settings,
                                 const RunContext& context) {
    if (clips.empty()) return fail(Errc::usage, "no clips", "name some video files, pictures or a folder");
    const AnalysisCache cache(settings.cache_folder, settings.cache_limit_bytes, context);
    SharedProgress progress(clips, context);
    std::vector<std::optional<Result<DecodedClip>>> results(clips.size());
    for_each_parallel(clips.size(), worker_count(settings.threads, clips.size()), [&](std::size_t i) {
        if (context.stopped()) return;
        ClipProgress sink(progress, i);
        results[i] =
            analyse_or_reject(clips[i], settings, cache, RunContext{context.log, &sink, context.stop});
        progress.update(i, 1);
    });
    cache.trim();
    if (context.stopped()) return fail_cancelled();

    FootageSet set;
    for (std::size_t i = 0; i < clips.size(); ++i) {
        Result<DecodedClip>& result = *results[i];
        if (!result) {
            set.rejected.push_back({clips[i], std::move(result).error()});
            continue;
        }
        if (result->truncated)
            set.damaged.push_back(fmt::format("{} breaks off at {}: only what comes before is used",
                                              clips[i].string(), format_time(result->map.media.duration)));
        if (result->whole_at != 0) set.whole[result->map.media.path] = result->whole_at;
        set.clips.push_back(std::move(result->map));
    }
    if (set.clips.empty()) return fail(std::move(set.rejected.front().error));
    return set;
}

bool is_whole(const WholeClips& clips, const fs::path& clip) {
    const auto found = clips.find(fs::absolute(clip).lexically_normal());
    if (found == clips.end()) return false;
    const auto now = changed_at(clip);
    return now && *now == found->second;
}

bool was_whole(const fs::path& clip, const AnalysisSettings& settings, const RunContext& context) {
    const auto file = state_of(clip);
    if (!file) return false;
    const AnalysisCache cache(settings.cache_folder, settings.cache_limit_bytes, context);
    const auto known = find(cache, key_of(*file, false, settings.cache_scope));
    return known && known->whole_at == file->changed_at;
}

}  // namespace beatsync::pipeline
