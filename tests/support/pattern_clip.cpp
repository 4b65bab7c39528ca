#include "support/pattern_clip.h"

#include <stdlib.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <numbers>
#include <utility>

namespace beatsync::test {
namespace {

namespace fs = std::filesystem;

constexpr int kGrid = 6;
constexpr std::uint8_t kBlack = 16;
constexpr std::uint8_t kWhite = 235;
using Blocks = std::array<bool, kGrid * kGrid>;

/// CRC-8 with the polynomial x⁸ + x² + x + 1, begun at 1s so that all black is no pattern.
std::uint32_t checksum(std::uint32_t payload) {
    std::uint32_t crc = 0xFF;
    for (int bit = 23; bit >= 0; --bit) {
        const bool carry = ((crc >> 7 ^ payload >> bit) & 1U) != 0;
        crc = (crc << 1 & 0xFFU) ^ (carry ? 0x07U : 0U);
    }
    return crc;
}

constexpr bool is_corner(int i) {
    return i == 0 || i == kGrid - 1 || i == kGrid * (kGrid - 1) || i == kGrid * kGrid - 1;
}

/// The corners: white at the upper left, black at the others. Between them 32 bits.
Blocks blocks_of(const Mark& mark) {
    const auto payload = static_cast<std::uint32_t>(mark.clip) << 16 | static_cast<std::uint32_t>(mark.frame);
    const std::uint32_t bits = payload << 8 | checksum(payload);
    Blocks blocks{};
    int bit = 31;
    for (int i = 0; i < kGrid * kGrid; ++i)
        blocks[static_cast<std::size_t>(i)] = is_corner(i) ? i == 0 : (bits >> bit-- & 1U) != 0;
    return blocks;
}

std::optional<Mark> mark_of(const Blocks& blocks) {
    std::uint32_t bits = 0;
    for (int i = 0; i < kGrid * kGrid; ++i) {
        const bool white = blocks[static_cast<std::size_t>(i)];
        if (is_corner(i) && white != (i == 0)) return std::nullopt;
        if (!is_corner(i)) bits = bits << 1 | (white ? 1U : 0U);
    }
    const std::uint32_t payload = bits >> 8;
    if (checksum(payload) != (bits & 0xFFU)) return std::nullopt;
    return Mark{static_cast<int>(payload >> 16), static_cast<int>(payload & 0xFFFFU)};
}

/// The upright picture at a pixel: the pattern on a slope that moves, so that frames differ everywhere.
std::uint8_t upright_pixel(const PatternClip& clip, const Blocks& blocks, int frame, int x, int y) {
    const PatternArea area = pattern_area(clip.width, clip.height);
    const double column = (x + 0.5 - area.x) / area.side * kGrid;
    const double row = (y + 0.5 - area.y) / area.side * kGrid;
    if (column < 0 || row < 0 || column >= kGrid || row >= kGrid)
        return static_cast<std::uint8_t>(64 + (x + y + 2 * frame) % 128);
    const int i = static_cast<int>(row) * kGrid + static_cast<int>(column);
    return blocks[static_cast<std::size_t>(i)] ? kWhite : kBlack;
}

/// The upright pixel that is stored at (x, y): turned clockwise, then flipped left to right, it gets there.
std::pair<int, int> to_upright(const PatternClip& clip, int x, int y) {
    int ux = x;
    int uy = y;
    switch (clip.turn_degrees) {
        case 90:
            ux = clip.width - 1 - y, uy = x;
            break;
        case 180:
            ux = clip.width - 1 - x, uy = clip.height - 1 - y;
            break;
        case 270:
            ux = y, uy = clip.height - 1 - x;
            break;
        default:
            break;
    }
    return {clip.mirrored ? clip.width - 1 - ux : ux, uy};
}

std::string quoted(const fs::path& path) {
    return "'" + path.string() + "'";
}

struct PipeCloser {
    void operator()(std::FILE* pipe) const { ::pclose(pipe); }
};

}  // namespace

PatternArea pattern_area(int width, int height) {
    const double side = std::min(width, height) / 2.0;
    return {(width - side) / 2, (height - side) / 2, side};
}

bool make_clip(const PatternClip& clip, const fs::path& path) {
    const bool lies = clip.turn_degrees % 180 != 0;
    const int width = lies ? clip.height : clip.width;
    const int height = lies ? clip.width : clip.height;
    // An ffmpeg that stops early must not take the test program with it.
    std::signal(SIGPIPE, SIG_IGN);
    const std::string command = "ffmpeg -v error -nostdin -y " + clip.before +
                                " -f rawvideo -pix_fmt yuv420p -s " + std::to_string(width) + "x" +
                                std::to_string(height) + " -framerate " + clip.rate + " -i pipe:0 " +
                                clip.after + " " + quoted(path);
    std::unique_ptr<std::FILE, PipeCloser> pipe(::popen(command.c_str(), "w"));
    if (!pipe) return false;
    std::vector<std::uint8_t> luma(static_cast<std::size_t>(width * height));
    const std::vector<std::uint8_t> chroma(static_cast<std::size_t>((width + 1) / 2 * ((height + 1) / 2)) * 2,
                                           128);
    for (int f = 0; f < clip.frames; ++f) {
        const Blocks blocks = blocks_of({clip.clip, f});
        for (int y = 0; y < height; ++y) {
            for (int x = 0; x < width; ++x) {
                const auto [ux, uy] = to_upright(clip, x, y);
                luma[static_cast<std::size_t>(y * width + x)] = upright_pixel(clip, blocks, f, ux, uy);
            }
        }
        if (std::fwrite(luma.data(), 1, luma.size(), pipe.get()) != luma.size()) break;
        if (std::fwrite(chroma.data(), 1, chroma.size(), pipe.get()) != chroma.size()) break;
    }
    return ::pclose(pipe.release()) == 0;
}

std::optional<Mark> read_pattern(const PlaneView& luma) {
    return read_pattern(luma, pattern_area(luma.width, luma.height));
}

std::optional<Mark> read_pattern(const PlaneView& luma, const PatternArea& area) {
    const double block = area.side / kGrid;
    Blocks blocks{};
    for (int i = 0; i < kGrid * kGrid; ++i) {
        // The inner half of the block: its edges blur.
        const double left = area.x + (i % kGrid + 0.25) * block;
        const double top = area.y + (i / kGrid + 0.25) * block;
        const int x0 = static_cast<int>(left);
        const int y0 = static_cast<int>(top);
        const int x1 = std::max(static_cast<int>(left + block / 2), x0 + 1);
        const int y1 = std::max(static_cast<int>(top + block / 2), y0 + 1);
        if (x0 < 0 || y0 < 0 || x1 > luma.width || y1 > luma.height) return std::nullopt;
        int sum = 0;
        for (int y = y0; y < y1; ++y)
            for (int x = x0; x < x1; ++x)
                sum += luma.row(y)[x];
        const int mean = sum / ((x1 - x0) * (y1 - y0));
        if (mean > 90 && mean < 160) return std::nullopt;
        blocks[static_cast<std::size_t>(i)] = mean >= 128;
    }
    return mark_of(blocks);
}

bool patch_display_matrix(const fs::path& path, int turn_degrees, bool mirrored) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    const std::size_t header = bytes.find("tkhd");
    if (header == std::string::npos) return false;
    // ISO 14496-12, 8.3.2, version 0: the matrix follows 40 bytes of other fields.
    constexpr std::size_t kMatrixAt = 4 + 40;
    const double angle = turn_degrees * std::numbers::pi / 180;
    const double flip = mirrored ? -1 : 1;
    const std::array<double, 9> matrix{flip * std::cos(angle),  std::sin(angle), 0,  //
                                       flip * -std::sin(angle), std::cos(angle), 0, 0, 0, 16384};
    std::string packed;
    for (const double value : matrix) {
        const auto fixed = static_cast<std::uint32_t>(std::lround(value * 65536));
        for (const int shift : {24, 16, 8, 0})
            packed.push_back(static_cast<char>(fixed >> shift & 0xFFU));
    }
    file.clear();
    file.seekp(static_cast<std::streamoff>(header + kMatrixAt));
    file.write(packed.data(), static_cast<std::streamsize>(packed.size()));
    return file.good();
}

bool run_command(const std::string& command) {
    return std::system(command.c_str()) == 0;  // NOLINT(cert-env33-c): tests call programs
}

TemporaryFolder::TemporaryFolder() {
    std::string pattern = (fs::temp_directory_path() / "beatsync-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) != nullptr) path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
}

}  // namespace beatsync::test
