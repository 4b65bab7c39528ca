#include "music/aubio_tracker.h"

#include <aubio/aubio.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "music/fft.h"
#include "music/grid.h"

namespace beatsync::music {
namespace {

struct AubioDeleter {
    void operator()(aubio_tempo_t* tempo) const { del_aubio_tempo(tempo); }
    void operator()(fvec_t* vector) const { del_fvec(vector); }
};
using AubioTempo = std::unique_ptr<aubio_tempo_t, AubioDeleter>;
using AubioVector = std::unique_ptr<fvec_t, AubioDeleter>;

class AubioTracker final : public BeatTracker {
public:
    AubioTracker(AubioTempo tempo, AubioVector in, AubioVector out, int sample_rate)
        : tempo_(std::move(tempo)), in_(std::move(in)), out_(std::move(out)), sample_rate_(sample_rate) {}

    void push(std::span<const float> mono) override {
        pushed_ += static_cast<std::int64_t>(mono.size());
        for (const float sample : mono) {
            in_->data[filled_++] = sample;
            if (filled_ == in_->length) process();
        }
    }

    Result<BeatGrid> finish(std::span<const HarmonyFrame> /*harmony*/) override {
        if (filled_ > 0) {
            std::fill(in_->data + filled_, in_->data + in_->length, 0.0F);
            process();
        }
        const double mean = beats_.empty() ? 0 : confidence_ / static_cast<double>(beats_.size());
        BeatGrid grid;
        grid.duration = Time::from_seconds(static_cast<double>(pushed_) / sample_rate_);
        grid.confidence = static_cast<float>(std::clamp(mean, 0.0, 1.0));
        for (const double at : beats_)
            append_beat(grid, Time::from_seconds(at), 1.0F);
        grid.tempo_bpm = median_tempo_bpm(grid.beats);
        return grid;
    }

private:
    void process() {
        aubio_tempo_do(tempo_.get(), in_.get(), out_.get());
        filled_ = 0;
        // aubio_tempo_do puts the beat's *fractional* position in the hop into out[0], 0 for one that falls
        // on the hop: only a change of the last beat's position tells every beat.
        const auto last = aubio_tempo_get_last(tempo_.get());
        if (last == last_) return;
        last_ = last;
        beats_.push_back(static_cast<double>(last) / sample_rate_);
        confidence_ += static_cast<double>(aubio_tempo_get_confidence(tempo_.get()));
    }

    AubioTempo tempo_;
    AubioVector in_;
    AubioVector out_;
    int sample_rate_;
    std::int64_t pushed_ = 0;
    uint_t filled_ = 0;
    uint_t last_ = 0;
    double confidence_ = 0;
    std::vector<double> beats_;
};

}  // namespace

Result<std::unique_ptr<BeatTracker>> make_aubio_tracker(int sample_rate) {
    // 512 samples at 44.1 kHz, the power of two nearest to 11.6 ms elsewhere (aubio's FFT may want one).
    const double samples = 512.0 / 44100 * sample_rate;
    const auto hop = static_cast<uint_t>(std::exp2(std::round(std::log2(samples))));
    share_fft_planner();  // aubio plans with FFTW too
    AubioTempo tempo(new_aubio_tempo("default", 2 * hop, hop, static_cast<uint_t>(sample_rate)));
    AubioVector in(new_fvec(hop));
    AubioVector out(new_fvec(2));
    if (!tempo || !in || !out) return fail(Errc::internal, "aubio refuses the sample rate");
    return std::make_unique<AubioTracker>(std::move(tempo), std::move(in), std::move(out), sample_rate);
}

}  // namespace beatsync::music
