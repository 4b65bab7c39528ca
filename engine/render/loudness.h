#pragma once

#include <memory>
#include <span>

namespace beatsync::render {

/// Integrated loudness and true peak of a 48 kHz stereo stream (EBU R 128, ITU-R BS.1770-4; libebur128).
class LoudnessMeter {
public:
    enum class Peak : bool { ignored, measured };  ///< true peaks cost more than loudness
    explicit LoudnessMeter(Peak peak);
    LoudnessMeter(LoudnessMeter&&) noexcept;
    LoudnessMeter& operator=(LoudnessMeter&&) noexcept;
    ~LoudnessMeter();

    void add(std::span<const float> interleaved);
    [[nodiscard]] double integrated_lufs() const;  ///< −70 for silence and for less than 0.4 s
    [[nodiscard]] double true_peak_dbtp() const;   ///< −70 for silence

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace beatsync::render
