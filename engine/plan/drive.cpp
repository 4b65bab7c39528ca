#include "plan/drive.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace beatsync::plan {
namespace {

/// About a bar to each side.
constexpr std::size_t kSmoothingBeats = 4;

/// Sums of the first n energies; an energy that is missing or not a number counts as middling.
std::vector<double> running_sums(const music::MusicMap& music) {
    std::vector<double> sums{0};
    for (std::size_t i = 0; i < music.grid.beats.size(); ++i) {
        const bool known = i < music.beat_energy.size() && std::isfinite(music.beat_energy[i]);
        sums.push_back(sums.back() + (known ? static_cast<double>(music.beat_energy[i]) : 0.5));
    }
    return sums;
}

std::vector<float> smoothed(const music::MusicMap& music) {
    const std::vector<double> sums = running_sums(music);
    const std::size_t count = sums.size() - 1;
    std::vector<float> result(count);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t begin = i - std::min(i, kSmoothingBeats);
        const std::size_t end = std::min(count, i + kSmoothingBeats + 1);
        result[i] = static_cast<float>((sums[end] - sums[begin]) / static_cast<double>(end - begin));
    }
    return result;
}

/// Share of the values below each one, with half of the equal ones: 0.5 for all when all are equal.
/// Differences under a thousandth are none: rounding must not rank a steady song.
std::vector<float> ranks(const std::vector<float>& values) {
    constexpr float kSame = 1e-3F;
    std::vector<float> sorted = values;
    std::sort(sorted.begin(), sorted.end());
    std::vector<float> result;
    result.reserve(values.size());
    for (const float value : values) {
        const auto low = std::lower_bound(sorted.begin(), sorted.end(), value - kSame);
        const auto high = std::upper_bound(sorted.begin(), sorted.end(), value + kSame);
        const auto position = static_cast<double>((low - sorted.begin()) + (high - sorted.begin())) / 2;
        result.push_back(static_cast<float>(position / static_cast<double>(sorted.size())));
    }
    return result;
}

}  // namespace

std::vector<float> drive_of(const music::MusicMap& music) {
    std::vector<float> drive = ranks(smoothed(music));
    std::size_t section = 0;
    for (std::size_t i = 0; i < drive.size(); ++i) {
        const Time at = music.grid.beats[i].at;
        while (section + 1 < music.sections.size() && music.sections[section + 1].range.begin <= at)
            ++section;
        const float energy = section < music.sections.size() ? music.sections[section].energy : 1.0F;
        drive[i] = 0.5F * drive[i] + 0.5F * (std::isfinite(energy) ? std::clamp(energy, 0.0F, 1.0F) : 0.5F);
    }
    return drive;
}

}  // namespace beatsync::plan
