#include "report/waveform.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "media/audio_reader.h"

namespace beatsync::report {
namespace {

constexpr int kSampleRate = 16000;  // an outline needs no more; decoding is what takes the time
constexpr std::size_t kBin = 64;    // samples: 4 ms, 0.12 MB a minute
constexpr std::size_t kBlock = kBin * 256;
constexpr int kMostColumns = 100'000;

void widen(Waveform::Column& column, float sample) {
    if (!std::isfinite(sample)) return;
    column.low = std::min(column.low, sample);
    column.high = std::max(column.high, sample);
}

/// Columns of `bins` that tile all of them.
std::vector<Waveform::Column> gather(std::span<const Waveform::Column> bins, std::size_t columns) {
    columns = std::min(columns, bins.size());
    std::vector<Waveform::Column> out(columns);
    for (std::size_t i = 0; i < columns; ++i) {
        const std::size_t begin = i * bins.size() / columns;
        const std::size_t end = (i + 1) * bins.size() / columns;
        for (const auto& bin : bins.subspan(begin, end - begin)) {
            widen(out[i], bin.low);
            widen(out[i], bin.high);
        }
    }
    return out;
}

}  // namespace

Result<Waveform> waveform_overview(const std::filesystem::path& path, int columns,
                                   const RunContext& context) {
    if (columns < 1 || columns > kMostColumns) return fail(Errc::usage, "a waveform has 1 to 100000 columns");
    BEATSYNC_TRY(auto reader, media::AudioReader::open(path, {kSampleRate, 1}));
    // How long it is, is known at the end only: fine bins are kept and gathered then.
    std::vector<Waveform::Column> bins;
    std::vector<float> block(kBlock);
    std::int64_t samples = 0;
    for (;;) {
        if (context.stopped()) return fail_cancelled();
        BEATSYNC_TRY(const std::size_t count, reader.read(block));
        if (count == 0) break;
        for (std::size_t i = 0; i < count; ++i, ++samples) {
            if (static_cast<std::size_t>(samples) % kBin == 0) bins.emplace_back();
            widen(bins.back(), block[i]);
        }
    }
    if (bins.empty()) return fail(Errc::input, "there is no sound in it");
    return Waveform{Rate{kSampleRate, 1}.time_of(samples), gather(bins, static_cast<std::size_t>(columns))};
}

}  // namespace beatsync::report
