#include "cloud_sim/film.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/file.h"
#include "core/run_context.h"
#include "draft/draft_json.h"
#include "render/renderer.h"

namespace beatsync::cloud_sim {
namespace {

using nlohmann::json;

constexpr int kMadeUpFrames = 30;

[[nodiscard]] std::string last_name(const std::string& path) {
    return std::filesystem::path(path).filename().string();
}

[[nodiscard]] const Upload* named_by(const std::string& text, const std::vector<Upload>& uploads) {
    for (const Upload& upload : uploads)
        if (text == upload.id || last_name(text) == upload.id) return &upload;
    for (const Upload& upload : uploads)
        if (!upload.name.empty() && last_name(text) == upload.name) return &upload;
    return nullptr;
}

/// The upload that any text in `m` names, however deep.
[[nodiscard]] const Upload* upload_in(const json& meta, const std::vector<Upload>& uploads) {
    if (meta.is_string()) return named_by(meta.get<std::string>(), uploads);
    if (!meta.is_structured()) return nullptr;
    for (const json& inside : meta)
        if (const Upload* found = upload_in(inside, uploads)) return found;
    return nullptr;
}

/// False when it names a file that was not uploaded.
[[nodiscard]] bool resolve(json& segment, const std::vector<Upload>& uploads) {
    const auto meta = segment.find("m");
    if (meta == segment.end() || !meta->is_object()) return true;
    const Upload* upload = upload_in(*meta, uploads);
    if (upload == nullptr) return !meta->contains("source") && !meta->contains("source_hex");
    if (upload->path.empty()) return false;  // by URL: never fetched
    meta->erase("source_hex");
    (*meta)["source"] = upload->path.string();
    return true;
}

[[nodiscard]] bool resolve_all(json& draft, const std::vector<Upload>& uploads) {
    if (!draft.is_object() || !draft.contains("t") || !draft["t"].is_array()) return false;
    for (json& track : draft["t"]) {
        if (!track.is_object() || !track.contains("sg") || !track["sg"].is_array()) continue;
        if (track.value("tt", 0) == static_cast<int>(draft::TrackKind::text)) continue;
        for (json& segment : track["sg"])
            if (segment.is_object() && !resolve(segment, uploads)) return false;
    }
    return true;
}

void make_small(draft::Canvas& canvas, int short_side) {
    const int side = std::min(canvas.width, canvas.height);
    if (short_side <= 0 || side <= short_side) return;
    const auto scaled = [&](int length) { return std::max(length * short_side / side / 2 * 2, 16); };
    canvas.width = scaled(canvas.width);
    canvas.height = scaled(canvas.height);
}

/// A plain picture, as an uncompressed file that needs no encoder (netpbm, PPM).
[[nodiscard]] Result<std::filesystem::path> paint(const std::filesystem::path& path, int shade) {
    constexpr int kWidth = 180;
    constexpr int kHeight = 320;
    std::string bytes = "P6\n180 320\n255\n";
    for (int y = 0; y < kHeight; ++y)
        for (int x = 0; x < kWidth; ++x)
            for (const int value : {shade, x, y / 2})
                bytes += static_cast<char>(static_cast<unsigned char>(value));
    BEATSYNC_CHECK(write_file(path, bytes));
    return path;
}

[[nodiscard]] Result<draft::Draft> made_up(const std::filesystem::path& beside) {
    draft::Draft film;
    film.canvas = {180, 320, {30, 1}};
    film.tracks.resize(1);
    for (int i = 0; i < 2; ++i) {
        constexpr int kShade = 120;
        BEATSYNC_TRY(const auto picture, paint(beside.string() + std::to_string(i) + ".ppm", kShade * i));
        draft::Segment segment;
        segment.frames = {i * kMadeUpFrames, (i + 1) * kMadeUpFrames};
        segment.source = picture.string();
        segment.still = true;
        film.tracks[0].segments.push_back(segment);
    }
    return film;
}

[[nodiscard]] Result<draft::Draft> film_of(const FilmOrder& order) {
    json draft = json::parse(order.draft, nullptr, false);
    if (!resolve_all(draft, order.uploads)) return made_up(order.output);
    auto read = draft::from_json(draft.dump());
    if (!read || read->length_frames() == 0) return made_up(order.output);
    return read;
}

}  // namespace

Result<std::filesystem::path> make_film(const FilmOrder& order, std::stop_token stop) {
    BEATSYNC_TRY(draft::Draft film, film_of(order));
    make_small(film.canvas, order.short_side);
    render::RenderOptions options;
    options.quality = media::Quality::draft;
    options.overwrite = true;
    options.threads = 2;
    BEATSYNC_TRY([[maybe_unused]] const auto report,
                 render::render(film, order.output, options, RunContext{nullptr, nullptr, std::move(stop)}));
    return order.output;
}

}  // namespace beatsync::cloud_sim
