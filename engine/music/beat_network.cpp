#include "music/beat_network.h"

#include <Eigen/Dense>
#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstring>
#include <utility>

#include "music/beat_weights.h"
#include "music/onset_features.h"

namespace beatsync::music {
namespace {

using Matrix = Eigen::MatrixXf;
using Vector = Eigen::VectorXf;
using Columns = Eigen::Ref<const Matrix>;

constexpr Eigen::Index kBands = OnsetFeatures::kBands;
constexpr Eigen::Index kTaps = 5;     // of a dilated convolution
constexpr Eigen::Index kAnswers = 4;  // beat of two frames, downbeat of two frames
constexpr Eigen::Index kTempi = BeatActivations::kTempoClasses;
constexpr float kScale = 1 / OnsetFeatures::kStepsADecade;  // bytes to decades
constexpr Eigen::Index kTile = 128;       // steps (pairs of frames) that the front works on at a time
constexpr Eigen::Index kStretch = 16384;  // steps whose answers are worked out at a time: 5.5 minutes
constexpr float kLeast = 1e-4F;           // of a probability: its logarithm must be finite

/// Reads what export.py wrote: tensors of half-precision floats, one after the other.
class Tensors {
public:
    explicit Tensors(std::span<const std::byte> bytes) : bytes_(bytes) {}

    Matrix matrix(Eigen::Index rows, Eigen::Index columns) {
        Matrix result(rows, columns);
        for (Eigen::Index c = 0; c < columns; ++c)
            for (Eigen::Index r = 0; r < rows; ++r)
                result(r, c) = next();
        return result;
    }
    Vector vector(Eigen::Index rows) { return matrix(rows, 1); }
    Eigen::Index count() { return std::lround(next()); }
    [[nodiscard]] bool at_end() const { return bytes_.empty(); }

private:
    float next() {
        assert(bytes_.size() >= sizeof(Eigen::half));
        Eigen::half value;
        std::memcpy(&value, bytes_.data(), sizeof value);
        bytes_ = bytes_.subspan(sizeof value);
        return static_cast<float>(value);
    }

    std::span<const std::byte> bytes_;
};

struct Layer {
    Matrix weights;
    Vector bias;

    Layer(Tensors& tensors, Eigen::Index out, Eigen::Index in)
        : weights(tensors.matrix(out, in)), bias(tensors.vector(out)) {}
};

struct Block {
    Layer dilated;  // the taps side by side
    Layer mix;

    Block(Tensors& tensors, Eigen::Index channels)
        : dilated(tensors, channels, kTaps * channels), mix(tensors, channels, channels) {}
};

void rectify(Matrix& x) {
    x = x.cwiseMax(0.0F);
}

/// The largest of each three neighbouring columns.
void pool_threes(const Matrix& x, Matrix& out) {
    out.resize(x.rows(), x.cols() / 3);
    for (Eigen::Index c = 0; c < out.cols(); ++c)
        out.col(c) = x.col(3 * c).cwiseMax(x.col(3 * c + 1)).cwiseMax(x.col(3 * c + 2));
}

float sigmoid(float x) {
    return std::clamp(1.0F / (1.0F + std::exp(-x)), kLeast, 1 - kLeast);
}

}  // namespace

class BeatNetwork::Impl {
public:
    explicit Impl(std::span<const std::byte> bytes) : Impl(Tensors(bytes)) {}

    [[nodiscard]] BeatActivations run(std::span<const std::uint8_t> spectrogram) const {
        const auto frames = static_cast<Eigen::Index>(spectrogram.size()) / kBands;
        const Eigen::Index steps = (frames + 1) / 2;
        BeatActivations result;
        result.beat.reserve(static_cast<std::size_t>(frames));
        result.downbeat.reserve(static_cast<std::size_t>(frames));
        Vector learned = Vector::Zero(channels_);
        for (Eigen::Index begin = 0; begin < steps; begin += kStretch) {
            // As far as the dilated convolutions see to each side: the same answers as in one piece.
            const Eigen::Index first = std::max<Eigen::Index>(0, begin - reach());
            const Eigen::Index end = std::min(steps, begin + kStretch);
            const Eigen::Index last = std::min(steps, end + reach());
            const Matrix logits = answer(spectrogram, first, last, begin - first, end - begin, learned);
            append(logits, frames, begin, result);
        }
        weigh_tempi(learned / static_cast<float>(std::max<Eigen::Index>(1, steps)), result);
        return result;
    }

private:
    explicit Impl(Tensors tensors)
        : filters_(tensors.count()),
          channels_(tensors.count()),
          block_count_(tensors.count()),
          onset_(tensors, filters_, 9),
          shape_(tensors, filters_, 9 * filters_),
          narrow_(tensors, channels_, filters_ * (kBands / 9)) {
        for (Eigen::Index b = 0; b < block_count_; ++b)
            blocks_.emplace_back(tensors, channels_);
        out_.emplace_back(tensors, kAnswers, channels_);
        out_.emplace_back(tensors, kTempi, channels_);
        assert(tensors.at_end());
    }

    /// Steps to each side that an answer depends on.
    [[nodiscard]] Eigen::Index reach() const { return 2 * ((Eigen::Index{1} << block_count_) - 1); }

    /// Frame `f` of the song as decades, with a column of silence before and after; silence beyond the ends.
    static void padded_frame(std::span<const std::uint8_t> spectrogram, Eigen::Index f,
                             Eigen::Ref<Vector> out) {
        const auto frames = static_cast<Eigen::Index>(spectrogram.size()) / kBands;
        out.setZero();
        if (f < 0 || f >= frames) return;
        const std::uint8_t* bytes = spectrogram.data() + f * kBands;
        for (Eigen::Index b = 0; b < kBands; ++b)
            out[b + 1] = kScale * static_cast<float>(bytes[b]);
    }

    /// What the two layers of 3×3 filters make of steps [first, last): a column a step.
    [[nodiscard]] Matrix front(std::span<const std::uint8_t> spectrogram, Eigen::Index first,
                               Eigen::Index last) const {
        Matrix result(channels_, last - first);
        for (Eigen::Index begin = first; begin < last; begin += kTile) {
            const Eigen::Index end = std::min(last, begin + kTile);
            result.middleCols(begin - first, end - begin) = tile(spectrogram, begin, end);
        }
        return result;
    }

    [[nodiscard]] Matrix tile(std::span<const std::uint8_t> spectrogram, Eigen::Index begin,
                              Eigen::Index end) const {
        // Step s needs the onset filters at frames 2s-1 to 2s+1, these the spectrogram one frame further.
        const Eigen::Index frames = 2 * (end - begin) + 1;
        const Eigen::Index first = 2 * begin - 1;
        Matrix decades(kBands + 2, frames + 2);
        for (Eigen::Index f = 0; f < frames + 2; ++f)
            padded_frame(spectrogram, first - 1 + f, decades.col(f));

        Matrix patches(9, kBands * frames);
        for (Eigen::Index f = 0; f < frames; ++f)
            for (Eigen::Index b = 0; b < kBands; ++b)
                for (Eigen::Index t = 0; t < 3; ++t)
                    patches.block<3, 1>(3 * t, f * kBands + b) = decades.block<3, 1>(b, f + t);
        Matrix onsets = onset_.weights * patches;
        Matrix pooled;
        pool_threes(onsets, pooled);
        pooled.colwise() += onset_.bias;
        rectify(pooled);

        constexpr Eigen::Index kPooled = kBands / 3;
        const auto song_frames = static_cast<Eigen::Index>(spectrogram.size()) / kBands;
        Matrix padded = Matrix::Zero(filters_, (kPooled + 2) * frames);  // a silent band to each side
        for (Eigen::Index f = 0; f < frames; ++f)
            if (first + f >= 0 && first + f < song_frames + song_frames % 2)
                padded.middleCols(f * (kPooled + 2) + 1, kPooled) = pooled.middleCols(f * kPooled, kPooled);
        const Eigen::Index steps = end - begin;
        Matrix shapes(filters_, kPooled * steps);
        for (Eigen::Index s = 0; s < steps; ++s) {
            auto out = shapes.middleCols(s * kPooled, kPooled);
            out.setZero();
            for (Eigen::Index t = 0; t < 3; ++t)
                for (Eigen::Index b = 0; b < 3; ++b)
                    out.noalias() += shape_.weights.middleCols((3 * t + b) * filters_, filters_) *
                                     padded.middleCols((2 * s + t) * (kPooled + 2) + b, kPooled);
        }
        pool_threes(shapes, pooled);
        pooled.colwise() += shape_.bias;
        rectify(pooled);

        const Eigen::Map<const Matrix> stacked(pooled.data(), filters_ * (kBands / 9), steps);
        Matrix narrow = narrow_.weights * stacked;
        narrow.colwise() += narrow_.bias;
        rectify(narrow);
        return narrow;
    }

    /// Logits of steps [skip, skip + count) of [first, last); adds what these say of the tempo to `learned`.
    [[nodiscard]] Matrix answer(std::span<const std::uint8_t> spectrogram, Eigen::Index first,
                                Eigen::Index last, Eigen::Index skip, Eigen::Index count,
                                Vector& learned) const {
        Matrix x = front(spectrogram, first, last);
        Matrix sum = Matrix::Zero(channels_, count);
        Matrix y(channels_, x.cols());
        for (Eigen::Index b = 0; b < block_count_; ++b) {
            const Block& block = blocks_[static_cast<std::size_t>(b)];
            convolve(block.dilated, x, Eigen::Index{1} << b, y);
            y.colwise() += block.dilated.bias;
            rectify(y);
            Matrix step = block.mix.weights * y;
            step.colwise() += block.mix.bias;
            x += step;
            sum += step.middleCols(skip, count);
        }
        learned += sum.cwiseMax(0.0F).rowwise().sum();
        Matrix logits = out_[0].weights * x.middleCols(skip, count).cwiseMax(0.0F);
        logits.colwise() += out_[0].bias;
        return logits;
    }

    void convolve(const Layer& layer, const Matrix& x, Eigen::Index dilation, Matrix& y) const {
        y.setZero();
        for (Eigen::Index tap = 0; tap < kTaps; ++tap) {
            const Eigen::Index shift = (tap - kTaps / 2) * dilation;
            const Eigen::Index count = x.cols() - std::abs(shift);
            if (count <= 0) continue;
            y.middleCols(std::max<Eigen::Index>(0, -shift), count).noalias() +=
                layer.weights.middleCols(tap * channels_, channels_) *
                x.middleCols(std::max<Eigen::Index>(0, shift), count);
        }
    }

    static void append(const Matrix& logits, Eigen::Index frames, Eigen::Index begin,
                       BeatActivations& result) {
        for (Eigen::Index s = 0; s < logits.cols(); ++s)
            for (Eigen::Index half = 0; half < 2 && 2 * (begin + s) + half < frames; ++half) {
                result.beat.push_back(sigmoid(logits(half, s)));
                result.downbeat.push_back(sigmoid(logits(2 + half, s)));
            }
    }

    void weigh_tempi(const Vector& learned, BeatActivations& result) const {
        const Vector logits = out_[1].weights * learned + out_[1].bias;
        const Eigen::ArrayXf weights = (logits.array() - logits.maxCoeff()).exp();
        for (Eigen::Index c = 0; c < kTempi; ++c)
            result.tempo[static_cast<std::size_t>(c)] = weights[c] / weights.sum();
    }

    Eigen::Index filters_;
    Eigen::Index channels_;
    Eigen::Index block_count_;
    Layer onset_;
    Layer shape_;
    Layer narrow_;
    std::vector<Block> blocks_;
    std::vector<Layer> out_;  // answers, tempi
};

BeatNetwork::BeatNetwork(std::span<const std::byte> weights) : impl_(std::make_unique<Impl>(weights)) {}
BeatNetwork::BeatNetwork() : BeatNetwork(beat_weights()) {}
BeatNetwork::BeatNetwork(BeatNetwork&&) noexcept = default;
BeatNetwork& BeatNetwork::operator=(BeatNetwork&&) noexcept = default;
BeatNetwork::~BeatNetwork() = default;

BeatActivations BeatNetwork::operator()(std::span<const std::uint8_t> spectrogram) const {
    return impl_->run(spectrogram);
}

}  // namespace beatsync::music
