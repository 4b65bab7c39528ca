#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/run_context.h"
#include "draft/draft.h"
#include "render/limiter.h"
#include "render/loudness.h"
#include "render/mixer.h"
#include "render/voices.h"

namespace beatsync::render {

/// How near the mix comes to the draft's loudness: within 0.1 LU, or as near as one hearing of it tells,
/// which the limiter may make a little quieter.
enum class Loudness : std::uint8_t { met, measured_once };

/// The finished sound of a draft: mixed, brought to its loudness, peaks limited. Opening it listens to the
/// whole mix once (twice or more when peaks have to give way), block by block.
class Soundtrack {
public:
    [[nodiscard]] static Result<Soundtrack> open(const draft::Draft& draft, const std::vector<Voice>& voices,
                                                 const std::filesystem::path& folder, Loudness loudness,
                                                 const RunContext& context);

    /// The next samples, interleaved; silence after the draft's end.
    Result<void> read(std::span<float> interleaved);

    /// Of what was read so far.
    [[nodiscard]] double loudness_lufs() const { return meter_.integrated_lufs(); }
    [[nodiscard]] double true_peak_dbtp() const { return meter_.true_peak_dbtp(); }
    [[nodiscard]] std::vector<std::string> notes() const;

private:
    /// Mixer, gain and limiter in a row, the limiter's delay taken off.
    class Chain {
    public:
        Chain(const std::vector<Voice>& voices, const std::filesystem::path& folder, double gain_db,
              double ceiling_dbtp);
        Result<void> read(std::span<float> interleaved);
        [[nodiscard]] const std::vector<std::string>& notes() const { return mixer_.notes(); }

    private:
        Result<void> pull(std::span<float> interleaved);
        Mixer mixer_;
        Limiter limiter_;
        float gain_;
        bool primed_ = false;
    };

    Soundtrack(Chain chain, std::vector<std::string> notes);
    static Result<double> loudness_of(Chain chain, std::int64_t samples, const RunContext& context);

    Chain chain_;
    LoudnessMeter meter_{LoudnessMeter::Peak::measured};
    std::vector<std::string> notes_;
};

}  // namespace beatsync::render
