#include "media/still_header.h"

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <fstream>
#include <optional>
#include <string>

namespace beatsync::media {
namespace {

/// Decoded as it is, a picture takes 1.5 to 8 bytes a pixel: at most 120 Mpixel, 480 MB of RGBA.
constexpr std::int64_t kMostPixels = 120'000'000;
/// What can be decoded smaller is: phones take photos of 108 and 200 Mpixel. libavutil takes no more than
/// 268.
constexpr std::int64_t kMostReducible = 250'000'000;
constexpr std::int64_t kEnough = 40'000'000;

unsigned byte_at(std::string_view bytes, std::size_t i) {
    return static_cast<unsigned char>(bytes[i]);
}

std::uint32_t big_endian(std::string_view bytes, std::size_t at, std::size_t count) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < count; ++i)
        value = value << 8 | byte_at(bytes, at + i);
    return value;
}

/// `count` bytes; empty when there are fewer.
std::string read(std::istream& in, std::size_t count) {
    std::string bytes(count, '\0');
    in.read(bytes.data(), static_cast<std::streamsize>(count));
    if (in.gcount() != static_cast<std::streamsize>(count)) bytes.clear();
    return bytes;
}

/// Markers and segments up to the frame header (ITU-T T.81, annex B).
StillHeader read_jpeg(std::istream& in) {
    constexpr int kMostSegments = 10'000;
    for (int i = 0; i < kMostSegments; ++i) {
        int c = in.get();
        while (in && c != 0xFF)
            c = in.get();
        while (in && c == 0xFF)  // fill bytes
            c = in.get();
        const bool alone = c == 0x01 || (c >= 0xD0 && c <= 0xD8);
        if (!in || c == 0xD9 || c == 0xDA) return {};
        if (alone) continue;
        const std::string head = read(in, 2);
        if (head.empty()) return {};
        const auto length = static_cast<std::int64_t>(big_endian(head, 0, 2));
        const bool frame = c >= 0xC0 && c <= 0xCF && c != 0xC4 && c != 0xC8 && c != 0xCC;
        if (frame) {
            const std::string size = read(in, 5);
            if (size.empty()) return {};
            StillHeader header;
            header.height = static_cast<int>(big_endian(size, 1, 2));
            header.width = static_cast<int>(big_endian(size, 3, 2));
            header.reducible = c <= 0xC1;
            return header;
        }
        in.seekg(length - 2, std::ios::cur);
    }
    return {};
}

/// Chunks up to the last (PNG specification, third edition, 11.3.4.5 "eXIf").
StillHeader read_png(std::istream& in) {
    StillHeader header;
    constexpr int kMostChunks = 100'000;
    constexpr std::uint32_t kMostExif = 1U << 20U;
    for (int i = 0; i < kMostChunks; ++i) {
        const std::string head = read(in, 8);
        if (head.empty()) break;
        const std::uint32_t length = big_endian(head, 0, 4);
        const std::string_view type = std::string_view(head).substr(4);
        if (length > 0x7FFFFFFFU || type == "IEND") break;
        std::int64_t left = std::int64_t{length} + 4;  // and a checksum
        if (type == "IHDR" && length >= 8) {
            const std::string size = read(in, 8);
            if (size.empty()) break;
            header.width = static_cast<int>(big_endian(size, 0, 4) & 0x7FFFFFFFU);
            header.height = static_cast<int>(big_endian(size, 4, 4) & 0x7FFFFFFFU);
            left -= 8;
        } else if (type == "eXIf" && length <= kMostExif) {
            header.orientation = orientation_of_tiff(read(in, length));
            left -= length;
        }
        in.seekg(left, std::ios::cur);
    }
    return header;
}

}  // namespace

Orientation orientation_of_tiff(std::string_view tiff) {
    if (tiff.size() < 8) return {};
    const bool big = tiff.substr(0, 2) == "MM";
    if (!big && tiff.substr(0, 2) != "II") return {};
    const auto number = [&](std::size_t at, std::size_t count) -> std::optional<std::uint32_t> {
        if (at > tiff.size() || tiff.size() - at < count) return std::nullopt;
        if (big) return big_endian(tiff, at, count);
        std::uint32_t value = 0;
        for (std::size_t i = count; i > 0; --i)
            value = value << 8 | byte_at(tiff, at + i - 1);
        return value;
    };
    const std::size_t directory = number(4, 4).value_or(0);
    const std::uint32_t entries = number(directory, 2).value_or(0);
    constexpr std::uint32_t kOrientation = 0x0112;
    constexpr std::size_t kEntry = 12;
    for (std::uint32_t i = 0; i < entries; ++i) {
        const std::size_t entry = directory + 2 + i * kEntry;
        const auto tag = number(entry, 2);
        if (!tag) break;
        if (*tag != kOrientation) continue;
        const std::uint32_t value = number(entry + 8, 2).value_or(0);
        return value <= 8 ? orientation_of_exif(std::to_string(value)) : Orientation{};
    }
    return {};
}

StillHeader read_still_header(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::array<char, 8> start{};
    in.read(start.data(), start.size());
    const std::string_view head(start.data(), static_cast<std::size_t>(in.gcount()));
    if (head == "\x89PNG\r\n\x1A\n") return read_png(in);
    if (head.substr(0, 3) != "\xFF\xD8\xFF") return {};
    in.seekg(2);
    return read_jpeg(in);
}

std::int64_t max_pixels_of(const StillHeader& header) {
    return header.reducible ? kMostReducible : kMostPixels;
}

Result<int> halvings_for(const StillHeader& header, const std::filesystem::path& path) {
    const std::int64_t pixels = std::int64_t{header.width} * header.height;
    const std::int64_t most = max_pixels_of(header);
    if (pixels > most)
        return fail(Errc::input,
                    fmt::format("{}: a picture of {}x{} is too large: at most {} megapixels", path.string(),
                                header.width, header.height, most / 1'000'000),
                    "make it smaller first");
    int halvings = 0;
    while (header.reducible && halvings < 3 && pixels >> (2 * halvings) > kEnough)
        ++halvings;
    return halvings;
}

}  // namespace beatsync::media
