#include "cli/demo/demo_media.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>

#include "cli/demo/clip_writer.h"
#include "cli/demo/song/song.h"
#include "core/file.h"

namespace beatsync::cli {
namespace {

/// Part of every name: a file of another version is not taken for a finished one of this.
constexpr int kVersion = 1;
constexpr std::int64_t kSongWork = 120;  // about as long as so many frames of a clip

bool is_there(const std::filesystem::path& path) {
    std::error_code ec;
    return std::filesystem::is_regular_file(path, ec);
}

/// The files still to be made, shared out among threads; the first failure stops all of them.
class Workshop {
public:
    Workshop(const DemoMedia& media, const RunContext& context) : media_(media), context_(context) {
        if (is_there(media.song)) {
            song_taken_ = true;
        } else {
            total_ += kSongWork;
        }
        for (std::size_t i = 0; i < media.clips.size(); ++i) {
            if (is_there(media.clips[i])) continue;
            missing_.push_back(i);
            total_ += scenes::clips()[i].frames();
        }
    }

    Result<void> run() {
        const std::size_t jobs = missing_.size() + (song_taken_ ? 0 : 1);
        const std::size_t threads =
            std::min<std::size_t>(std::max(1U, std::thread::hardware_concurrency()), jobs);
        {
            std::vector<std::jthread> helpers;
            for (std::size_t i = 0; i < threads; ++i)
                helpers.emplace_back([this] { work(); });
        }
        if (error_) return fail(std::move(*error_));
        context_.advance(kStage, 1.0);
        return {};
    }

private:
    static constexpr std::string_view kStage = "make demo media";

    void work() {
        if (!song_taken_.exchange(true)) note(make_song());
        while (keep_going()) {
            const std::size_t job = next_++;
            if (job >= missing_.size()) return;
            const std::size_t clip = missing_[job];
            note(write_clip(scenes::clips()[clip], media_.clips[clip], [this] {
                advance(1);
                return keep_going();
            }));
        }
        if (context_.stopped()) note(fail_cancelled());
    }

    Result<void> make_song() {
        BEATSYNC_TRY(const auto sound, song::make_song(context_));
        BEATSYNC_CHECK(write_file(media_.song, song::wav_bytes(sound)));
        advance(kSongWork);
        return {};
    }

    [[nodiscard]] bool keep_going() const { return !failed_ && !context_.stopped(); }

    void advance(std::int64_t work) {
        const std::lock_guard lock(mutex_);  // also keeps the reports in order
        done_ += work;
        context_.advance(kStage, static_cast<double>(done_) / static_cast<double>(total_));
    }

    void note(const Result<void>& result) {
        if (result) return;
        const std::lock_guard lock(mutex_);
        failed_ = true;
        // Those that stopped because another failed must not hide why.
        if (!error_) error_ = result.error();
    }

    const DemoMedia& media_;
    const RunContext& context_;
    std::vector<std::size_t> missing_;
    std::atomic<std::size_t> next_{0};
    std::atomic<bool> song_taken_{false};
    std::atomic<bool> failed_{false};
    std::mutex mutex_;
    std::int64_t done_ = 0;
    std::int64_t total_ = 0;
    std::optional<Error> error_;
};

}  // namespace

Result<DemoMedia> make_demo_media(const std::filesystem::path& folder, const RunContext& context) {
    if (context.stopped()) return fail_cancelled();
    std::error_code ec;
    std::filesystem::create_directories(folder, ec);
    if (ec)
        return fail(Errc::media, fmt::format("cannot make the folder {}: {}", folder.string(), ec.message()),
                    "choose a folder you may write to");
    DemoMedia media;
    media.song = folder / fmt::format("song-v{}.wav", kVersion);
    for (const auto& clip : scenes::clips())
        media.clips.push_back(folder / fmt::format("{}-v{}.mp4", clip.name, kVersion));
    Workshop workshop(media, context);
    if (auto made = workshop.run(); !made) return fail_in("demo", std::move(made).error());
    return media;
}

std::vector<double> demo_song_beats() {
    return song::beats();
}

}  // namespace beatsync::cli
