#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cli/title_options.h"
#include "core/error.h"
#include "pipeline/sync.h"
#include "render/renderer.h"

namespace CLI {
class App;
}

// Options that several verbs share: as given, and as the engine wants them.
namespace beatsync::cli {

/// How files are analysed.
struct AnalysisArguments {
    int threads = 0;
    bool no_cache = false;
    bool fast = false;
    std::string tracker = "beatsync";

    void define_clip_options(CLI::App& command);  ///< --threads, --no-cache, --fast
    void define_song_options(CLI::App& command);  ///< --tracker
    [[nodiscard]] Result<pipeline::AnalysisSettings> settings() const;
};

/// Corrections to the tracker's beats.
struct GridArguments {
    std::string beats_file;
    std::string tempo_scale = "1";
    bool tapped = false;
    std::string shift = "0";
    int downbeat = 0;

    void define(CLI::App& command);
    [[nodiscard]] Result<pipeline::GridChanges> changes() const;
};

/// Effects besides cuts. An empty optional: as the style has it.
struct EffectArguments {
    std::string style = "clean";
    std::string transition;
    std::optional<double> transition_beats;
    std::optional<bool> punch;
    std::optional<bool> flash;
    std::optional<bool> ramp;
    std::optional<bool> freeze_end;

    void define(CLI::App& command);
    [[nodiscard]] Result<plan::EffectOptions> options() const;
};

/// Song, clips and what is to become of them: all that a plan needs.
struct PlanArguments {
    std::string song;
    std::vector<std::string> clips;
    AnalysisArguments analysis;
    GridArguments grid;
    EffectArguments effects;
    TitleArguments title;
    std::vector<std::string> only;
    std::vector<std::string> exclude;
    std::vector<std::string> pins;
    std::vector<std::string> weights;
    std::vector<std::string> avoid;
    std::string platform;  ///< whose shape and limits hold; "" = nobody's
    std::string aspect = "9:16";
    std::string size = "1080p";
    std::string fps = "source";
    std::string duration = "auto";
    std::string start = "auto";
    std::string pace = "auto";
    std::string fit = "crop";
    std::string order = "best";
    std::string motion = "beats";
    std::string clip_audio = "off";
    std::string music_volume = "100%";
    std::string loudness = "-14";
    std::uint64_t seed = 0;
    double lead_ms = 0;

    void define(CLI::App& command);
    void define_options(CLI::App& command);  ///< all but song and clips
    void forget_command();                   ///< it is gone: request() makes no recipe
    /// Finds the clips too, unless they are not wanted: Errc::input when one is missing.
    [[nodiscard]] Result<pipeline::PlanRequest> request(bool with_clips = true) const;

private:
    [[nodiscard]] bool given(const std::string& option) const;
    [[nodiscard]] Result<pipeline::CanvasRequest> canvas() const;

    CLI::App* command_ = nullptr;  // lives as long as the verb
    std::set<std::string> given_;  // when it is gone: which of the options that a platform sets it had
};

/// How a draft becomes a file. `threads` is AnalysisArguments's where a verb has both.
struct RenderArguments {
    std::string quality = "good";
    std::string encoder = "auto";
    bool smart = false;
    bool trust_clips = false;
    std::string bit_depth = "auto";
    std::string hdr = "sdr";

    void define(CLI::App& command);
    /// Of `platform` ("" = none) the most bits a second.
    [[nodiscard]] Result<render::RenderOptions> options(int threads, bool overwrite,
                                                        const std::string& platform = "") const;
};

/// --for, in `platform`.
void define_platform(CLI::App& command, std::string& platform);

void define_threads(CLI::App& command, int& threads);
void define_overwrite(CLI::App& command, bool& overwrite);

}  // namespace beatsync::cli
