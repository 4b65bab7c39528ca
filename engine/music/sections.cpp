#include "music/sections.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace beatsync::music {
namespace {

constexpr std::size_t kHalfKernel = 16;  // beats on each side that a change is judged by: four bars of 4/4
constexpr std::size_t kShortest = 8;     // beats
constexpr float kSameLabel = 0.12F;      // cosine distance of sections that sound alike
constexpr float kSameEnergy = 0.3F;

/// Mean K-weighted power of a stretch.
double mean_power(const Loudness& loudness, Time begin, Time end) {
    const auto& curve = loudness.curve;
    if (curve.empty()) return 0;
    const auto index = [&](Time t) {
        const double i = std::round(t.seconds() * Loudness::kCurveRate);
        return static_cast<std::size_t>(std::clamp(i, 0.0, static_cast<double>(curve.size())));
    };
    const std::size_t first = std::min(index(begin), curve.size() - 1);
    const std::size_t last = std::max(index(end), first + 1);
    double sum = 0;
    for (std::size_t i = first; i < last; ++i)
        sum += static_cast<double>(curve[i]);
    return sum / static_cast<double>(last - first);
}

/// Powers → loudness relative to the largest: 10 dB less sound half as loud (Stevens), so exponent log10(2).
std::vector<float> relative_loudness(const std::vector<double>& powers) {
    const double largest = powers.empty() ? 0 : *std::ranges::max_element(powers);
    std::vector<float> result;
    result.reserve(powers.size());
    for (const double power : powers)
        result.push_back(largest > 0 ? static_cast<float>(std::pow(power / largest, 0.30103)) : 0.0F);
    return result;
}

using Feature = std::vector<float>;

Feature feature_of(std::span<const HarmonyFrame> harmony, double loudness, Time begin, Time end) {
    const auto mean = mean_harmony(harmony, begin.seconds(), end.seconds());
    Feature feature(mean.chroma.begin(), mean.chroma.end());
    feature.insert(feature.end(), mean.colour.begin(), mean.colour.end());
    feature.push_back(static_cast<float>(1.5 * loudness));
    return feature;
}

/// Foote's checkerboard, Gaussian-tapered: alike within each side and unlike across.
float checkerboard(const std::vector<Feature>& features, std::size_t at) {
    const std::size_t half = std::min({kHalfKernel, at, features.size() - at});
    double score = 0;
    double weight_sum = 0;
    for (std::size_t i = 0; i < half; ++i) {
        for (std::size_t j = 0; j < half; ++j) {
            const double x = static_cast<double>(i) / static_cast<double>(kHalfKernel);
            const double y = static_cast<double>(j) / static_cast<double>(kHalfKernel);
            const double weight = std::exp(-2 * (x * x + y * y));
            const double across = cosine_distance(features[at - 1 - i], features[at + j]);
            const double left = cosine_distance(features[at - 1 - i], features[at - 1 - j]);
            const double right = cosine_distance(features[at + i], features[at + j]);
            score += weight * (across - 0.5 * (left + right));
            weight_sum += weight;
        }
    }
    return weight_sum > 0 ? static_cast<float>(score / weight_sum) : 0.0F;
}

/// Indices of beats where sections begin, the first beat excepted.
std::vector<std::size_t> boundaries(const std::vector<Feature>& features) {
    std::vector<float> novelty(features.size());
    double sum = 0;
    double square = 0;
    for (std::size_t b = kShortest; b + kShortest < features.size(); ++b) {
        novelty[b] = checkerboard(features, b);
        sum += novelty[b];
        square += static_cast<double>(novelty[b]) * novelty[b];
    }
    const double n = static_cast<double>(std::max<std::size_t>(novelty.size(), 1));
    const double mean = sum / n;
    const double threshold = std::max(0.02, mean + std::sqrt(std::max(0.0, square / n - mean * mean)));
    std::vector<std::size_t> peaks;
    for (std::size_t b = kShortest; b + kShortest < features.size(); ++b) {
        const auto begin = novelty.begin() + static_cast<std::ptrdiff_t>(b - kShortest);
        const bool largest = novelty[b] >= *std::max_element(begin, begin + 2 * kShortest + 1);
        if (largest && novelty[b] > threshold && (peaks.empty() || b - peaks.back() >= kShortest))
            peaks.push_back(b);
    }
    return peaks;
}

/// The nearest downbeat where bars are known and one is within half a bar, else the beat itself.
std::size_t snap_to_downbeat(const BeatGrid& grid, std::size_t beat) {
    for (std::size_t d = 0; d <= 3; ++d) {
        if (beat >= d && grid.beats[beat - d].position_in_bar == 1) return beat - d;
        if (beat + d < grid.beats.size() && grid.beats[beat + d].position_in_bar == 1) return beat + d;
    }
    return beat;
}

void set_energies(std::vector<Section>& sections, const Loudness& loudness) {
    std::vector<double> powers;
    powers.reserve(sections.size());
    for (const Section& section : sections)
        powers.push_back(mean_power(loudness, section.range.begin, section.range.end));
    const auto relative = relative_loudness(powers);
    for (std::size_t s = 0; s < sections.size(); ++s)
        sections[s].energy = relative[s];
}

struct Sound {
    Feature feature;
    float energy = 0;
};

bool alike(const Sound& a, const Sound& b) {
    return std::abs(a.energy - b.energy) < kSameEnergy && cosine_distance(a.feature, b.feature) < kSameLabel;
}

/// Each section takes the label of the first that it sounds like.
void label(std::vector<Section>& sections, std::span<const HarmonyFrame> harmony) {
    std::vector<Sound> known;
    for (Section& section : sections) {
        const Sound sound{
            feature_of(harmony, static_cast<double>(section.energy), section.range.begin, section.range.end),
            section.energy};
        const auto same = std::ranges::find_if(known, [&](const Sound& k) { return alike(k, sound); });
        section.label = static_cast<int>(same - known.begin());
        if (same == known.end()) known.push_back(sound);
    }
}

/// A boundary between stretches that sound alike is none.
std::vector<Section> merge_alike(const std::vector<Section>& sections) {
    std::vector<Section> merged;
    for (const Section& section : sections) {
        if (merged.empty() || merged.back().label != section.label)
            merged.push_back(section);
        else
            merged.back().range.end = section.range.end;
    }
    return merged;
}

/// Tiles the song; labelled and with their loudness.
std::vector<Section> sections_from(const std::vector<Time>& starts, Time duration,
                                   std::span<const HarmonyFrame> harmony, const Loudness& loudness) {
    std::vector<Section> sections;
    for (std::size_t s = 0; s < starts.size(); ++s)
        sections.push_back({.range = {starts[s], s + 1 < starts.size() ? starts[s + 1] : duration}});
    set_energies(sections, loudness);
    label(sections, harmony);
    sections = merge_alike(sections);
    set_energies(sections, loudness);
    return sections;
}

}  // namespace

std::vector<float> beat_energies(const BeatGrid& grid, const Loudness& loudness) {
    std::vector<double> powers;
    for (std::size_t b = 0; b < grid.beats.size(); ++b) {
        const Time end = b + 1 < grid.beats.size() ? grid.beats[b + 1].at : grid.duration;
        powers.push_back(mean_power(loudness, grid.beats[b].at, end));
    }
    return relative_loudness(powers);
}

std::vector<Section> find_sections(const BeatGrid& grid, std::span<const HarmonyFrame> harmony,
                                   const Loudness& loudness) {
    const auto energies = beat_energies(grid, loudness);
    std::vector<Feature> features;
    for (std::size_t b = 0; b < grid.beats.size(); ++b) {
        const Time end = b + 1 < grid.beats.size() ? grid.beats[b + 1].at : grid.duration;
        features.push_back(feature_of(harmony, static_cast<double>(energies[b]), grid.beats[b].at, end));
    }
    std::vector<Time> starts{Time{}};
    for (const std::size_t beat : boundaries(features)) {
        const Time at = grid.beats[snap_to_downbeat(grid, beat)].at;
        if (at > starts.back()) starts.push_back(at);
    }
    return sections_from(starts, grid.duration, harmony, loudness);
}

}  // namespace beatsync::music
