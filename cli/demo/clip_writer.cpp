#include "cli/demo/clip_writer.h"

#include <vector>

#include "cli/demo/film.h"
#include "cli/demo/song/filter.h"
#include "cli/demo/song/oscillators.h"
#include "cli/demo/song/stereo.h"
#include "core/file.h"
#include "core/run_context.h"
#include "media/mp4_writer.h"
#include "media/scaler.h"

namespace beatsync::cli {
namespace {

/// The quiet rush of a place outdoors, so that the clips have sound as clips do.
class Ambience {
public:
    Ambience() {
        left_.set(420, 0.1F);
        right_.set(470, 0.1F);
    }

    /// The next samples up to sample `end`, interleaved.
    std::span<const float> until(std::int64_t end) {
        samples_.clear();
        for (; at_ < end; ++at_) {
            samples_.push_back(kGain * left_.low(noise_left_.next()));
            samples_.push_back(kGain * right_.low(noise_right_.next()));
        }
        return samples_;
    }

private:
    static constexpr float kGain = 0.06F;
    song::Noise noise_left_{5};
    song::Noise noise_right_{9};
    song::Filter left_;
    song::Filter right_;
    std::vector<float> samples_;
    std::int64_t at_ = 0;
};

/// When frame `index` begins, in samples.
std::int64_t sample_of(const Rate& fps, std::int64_t index) {
    return mul_div(index, static_cast<std::int64_t>(song::kSampleRate) * fps.den, fps.num);
}

}  // namespace

Result<void> write_clip(const scenes::Clip& clip, const std::filesystem::path& path,
                        const std::function<bool()>& keep_going) {
    BEATSYNC_TRY(auto file, AtomicFile::create(path));
    media::WriterOptions options;
    options.width = clip.width;
    options.height = clip.height;
    options.fps = clip.fps;
    options.threads = 1;  // clips are made side by side, and one thread gives the same bytes everywhere
    options.sample_rate = song::kSampleRate;
    BEATSYNC_TRY(auto writer, media::Mp4Writer::open(file.temporary(), options));
    const auto scene = clip.make(clip.width, clip.height);
    const Film film(clip.width, clip.height);
    scenes::Canvas picture(clip.width, clip.height);
    Ambience ambience;
    for (std::int64_t i = 0; i < clip.frames(); ++i) {
        scene->paint(picture, clip.fps.time_of(i).seconds());
        // A new frame each time: the encoder keeps those it was given for a while.
        BEATSYNC_TRY(const auto frame, media::make_canvas(clip.width, clip.height));
        film.develop(picture, i, *frame);
        BEATSYNC_CHECK(writer.write_video(*frame));
        BEATSYNC_CHECK(writer.write_audio(ambience.until(sample_of(clip.fps, i + 1))));
        if (!keep_going()) return fail_cancelled();
    }
    BEATSYNC_CHECK(writer.finish());
    return file.commit();
}

}  // namespace beatsync::cli
