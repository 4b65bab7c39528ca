#include "report/waveform.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "media/audio_reader.h"

namespace beatsync::report {
namespace {

constexpr int kSampleRate = 16000;  // an outline needs no more; decoding is what takes the time
constexpr std::size_t kBlock = 16384;
constexpr int kMostColumns = 100'000;
constexpr std::size_t kMostBins = 1U << 18U;  // 2 MB; half of them are more than kMostColumns

void widen(Waveform::Column& column, float sample) {
    if (!std::isfinite(sample)) return;
    column.low = std::min(column.low, sample);
    column.high = std::max(column.high, sample);
}

/// Equally long pieces of a sound whose length is not known yet: when there are too many, neighbours are
/// merged, so that memory does not grow with it.
class Bins {
public:
    void push(float sample) {
        if (in_last_ == 0) {
            if (bins_.size() == kMostBins) merge();
            bins_.emplace_back();
        }
        widen(bins_.back(), sample);
        in_last_ = (in_last_ + 1) % length_;
    }

    /// Columns that tile all of them.
    [[nodiscard]] std::vector<Waveform::Column> gather(std::size_t columns) const {
        columns = std::min(columns, bins_.size());
        std::vector<Waveform::Column> out(columns);
        for (std::size_t i = 0; i < columns; ++i)
            for (std::size_t k = i * bins_.size() / columns; k < (i + 1) * bins_.size() / columns; ++k) {
                widen(out[i], bins_[k].low);
                widen(out[i], bins_[k].high);
            }
        return out;
    }

private:
    void merge() {
        for (std::size_t i = 0; i < bins_.size() / 2; ++i) {
            Waveform::Column pair = bins_[2 * i];
            widen(pair, bins_[2 * i + 1].low);
            widen(pair, bins_[2 * i + 1].high);
            bins_[i] = pair;
        }
        bins_.resize(bins_.size() / 2);
        length_ *= 2;
    }

    std::vector<Waveform::Column> bins_;
    std::size_t length_ = 64;  // samples of a bin: 4 ms at first
    std::size_t in_last_ = 0;  // samples that the last one holds; 0 = it is full
};

}  // namespace

Result<Waveform> waveform_overview(const std::filesystem::path& path, int columns,
                                   const RunContext& context) {
    if (columns < 1 || columns > kMostColumns) return fail(Errc::usage, "a waveform has 1 to 100000 columns");
    BEATSYNC_TRY(auto reader, media::AudioReader::open(path, {kSampleRate, 1}));
    Bins bins;
    std::vector<float> block(kBlock);
    std::int64_t samples = 0;
    for (;;) {
        if (context.stopped()) return fail_cancelled();
        BEATSYNC_TRY(const std::size_t count, reader.read(block));
        if (count == 0) break;
        for (const float sample : std::span(block).first(count))
            bins.push(sample);
        samples += static_cast<std::int64_t>(count);
    }
    if (samples == 0) return fail(Errc::input, "there is no sound in it");
    return Waveform{Rate{kSampleRate, 1}.time_of(samples), bins.gather(static_cast<std::size_t>(columns))};
}

}  // namespace beatsync::report
