#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace beatsync::media {

/// One component of a decoded frame as it lies in memory: samples of one or two bytes (the machine's byte
/// order), `step` samples from one to the next in a row.
struct Component {
    const std::uint8_t* data = nullptr;
    std::ptrdiff_t stride = 0;  ///< bytes from a row to the next
    int width = 0;
    int height = 0;
    int step = 1;
    int sample_bytes = 1;
    int depth = 8;  ///< bits that count
    int shift = 0;  ///< bits below them
};

/// Shrinks components by averaging: each sample out is the mean of the box of samples that it covers. Means
/// come out on the scale of 10-bit video, and a table maps them to bytes.
class BoxAverager {
public:
    static constexpr std::size_t kLevels = 1024;
    using Table = std::vector<std::uint8_t>;  // of kLevels

    /// Source samples [begin, end) of a row that a sample out covers.
    struct Span {
        int begin = 0;
        int end = 0;
        [[nodiscard]] int size() const { return end - begin; }
    };

    /// Writes width × height bytes, without padding.
    void shrink(const Component& source, int width, int height, const Table& table, std::uint8_t* target);

private:
    template <class Sample, class Sum>
    void shrink_samples(const Component& source, int height, const Table& table, std::vector<Sum>& sums,
                        std::uint8_t* target);

    std::vector<Span> columns_;
    std::vector<std::uint32_t> begins_;  // of columns_, and the end of the last
    std::vector<float> scales_;          // 1 / their sizes
    std::vector<std::int32_t> boxes_;    // sums of the boxes of a row, then their means
    std::vector<std::uint16_t> narrow_;  // sums of columns over the rows of a box, 8-bit samples
    std::vector<std::uint32_t> wide_;    // the same of deeper ones
};

}  // namespace beatsync::media
