#include "cli/options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <cmath>
#include <system_error>
#include <utility>

#include "cli/paths.h"
#include "cli/recipe.h"
#include "cli/tracker_names.h"
#include "cli/values.h"
#include "media/mp4_writer.h"

namespace beatsync::cli {
namespace {

constexpr double kMaxLeadMs = 60'000;
constexpr const char* kCorrections = "Corrections";
constexpr const char* kEffects = "Effects";

Result<Time> milliseconds(std::string_view option, double ms) {
    if (!std::isfinite(ms) || std::abs(ms) > kMaxLeadMs)
        return fail(Errc::usage, fmt::format("{}: {} ms is out of range", option, ms), "-60000 to 60000");
    return Time::from_seconds(ms / 1000);
}

/// CLI11 would take -1 and 1e30 for the largest number there is.
bool is_seed(const std::string& text) {
    std::uint64_t value = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
    return ec == std::errc{} && end == text.data() + text.size();
}

std::vector<std::filesystem::path> to_paths(const std::vector<std::string>& names) {
    return {names.begin(), names.end()};
}

Result<plan::PlanOptions> plan_options(const PlanArguments& given) {
    plan::PlanOptions options;
    BEATSYNC_TRY(const Duration duration, parse_duration(given.duration));
    options.length_rule = duration.rule;
    options.length = duration.length;
    options.start_part = plan::song_part(given.start);
    if (!options.start_part) {
        BEATSYNC_TRY(options.start, parse_start(given.start));
    }
    BEATSYNC_TRY(PaceChoices pace, parse_paces(given.pace));
    options.pace = pace.pace.pace;
    options.pace_beats = pace.pace.beats;
    options.part_paces = std::move(pace.parts);
    BEATSYNC_TRY(options.order, parse_choice<plan::Order>("--order", given.order,
                                                          {{"best", plan::Order::best},
                                                           {"given", plan::Order::given},
                                                           {"shuffle", plan::Order::shuffle}}));
    BEATSYNC_TRY(options.motion_on_beats,
                 parse_choice<bool>("--motion", given.motion, {{"beats", true}, {"free", false}}));
    BEATSYNC_TRY(options.fit,
                 parse_choice<draft::Fit>(
                     "--fit", given.fit,
                     {{"crop", draft::Fit::crop}, {"pad", draft::Fit::pad}, {"blur", draft::Fit::blur}}));
    BEATSYNC_TRY(options.clip_audio, parse_choice<plan::ClipAudio>("--clip-audio", given.clip_audio,
                                                                   {{"off", plan::ClipAudio::off},
                                                                    {"mix", plan::ClipAudio::mix},
                                                                    {"duck", plan::ClipAudio::duck}}));
    BEATSYNC_TRY(options.music_gain_db, parse_volume(given.music_volume));
    BEATSYNC_TRY(options.loudness_lufs, parse_loudness(given.loudness));
    BEATSYNC_TRY(options.lead, milliseconds("--lead", given.lead_ms));
    options.seed = given.seed;
    BEATSYNC_TRY(options.effects, given.effects.options());
    BEATSYNC_TRY(options.titles, given.title.titles());
    return options;
}

}  // namespace

void define_platform(CLI::App& command, std::string& platform) {
    command
        .add_option("--for", platform,
                    "Shape, size and limits of a service; what is said otherwise holds, and is told")
        ->type_name("tiktok|reels|shorts|youtube|x")
        ->group("Output");
}

void define_threads(CLI::App& command, int& threads) {
    command.add_option("--threads", threads, "Threads to use; 0 = as many as there are cores")
        ->type_name("N")
        ->check(CLI::Range(0, 1024).description(""));
}

void define_overwrite(CLI::App& command, bool& overwrite) {
    command.add_flag("--overwrite", overwrite, "Replace files that exist");
}

void AnalysisArguments::define_clip_options(CLI::App& command) {
    define_threads(command, threads);
    command.add_flag("--no-cache", no_cache, "Analyse again, and keep no analysis on the disk");
    command.add_flag("--fast", fast,
                     "Look at clips less closely: about 1.5 times as fast, nearly all shots the same");
}

void AnalysisArguments::define_song_options(CLI::App& command) {
    command.add_option("--tracker", tracker, "What finds the beats")->type_name(tracker_choices());
}

Result<pipeline::AnalysisSettings> AnalysisArguments::settings() const {
    pipeline::AnalysisSettings settings;
    settings.threads = threads;
    settings.fast = fast;
    if (!no_cache) settings.cache_folder = analysis_cache_folder();
    BEATSYNC_TRY(settings.tracker, parse_tracker("--tracker", tracker));
    return settings;
}

void GridArguments::define(CLI::App& command) {
    command
        .add_option("--beats", beats_file, "Beats from a file instead of the tracker's (.beats, CSV, labels)")
        ->type_name("FILE")
        ->group(kCorrections);
    command.add_option("--tempo-scale", tempo_scale, "Beats taken half or twice as often: 1/2, 2")
        ->type_name("RATIO")
        ->group(kCorrections);
    command
        .add_flag("--tapped", tapped,
                  "The beats of --beats were tapped by hand: even them out, fill in missed ones")
        ->group(kCorrections);
    command.add_option("--shift", shift, "Move all beats, by milliseconds or by beats: 20, -15ms, 0.5b, -1b")
        ->type_name("MS|BEATSb")
        ->group(kCorrections);
    command
        .add_option("--downbeat", downbeat,
                    "Beat N, counted from 1 in the beats as corrected, is the first of a bar")
        ->type_name("N")
        ->group(kCorrections)
        ->check(CLI::Range(0, 1'000'000).description(""));
}

Result<pipeline::GridChanges> GridArguments::changes() const {
    pipeline::GridChanges changes;
    changes.beats_file = beats_file;
    BEATSYNC_TRY(const auto scale, parse_tempo_scale(tempo_scale));
    changes.correction.scale_num = scale.first;
    changes.correction.scale_den = scale.second;
    changes.tapped = tapped;
    BEATSYNC_TRY(const Shift moved, parse_shift(shift));
    changes.correction.shift = moved.time;
    changes.correction.shift_beats = moved.beats;
    changes.correction.downbeat = downbeat;
    return changes;
}

void EffectArguments::define(CLI::App& command) {
    const auto add_switch = [&](const char* names, std::optional<bool>& value, const char* description) {
        command
            .add_flag_function(
                names, [&value](std::int64_t count) { value = count > 0; }, description)
            ->group(kEffects);
    };
    command
        .add_option("--style", style,
                    "punchy = punch, flash, ramp, freeze-end; smooth = cross-fades and gentle ramps")
        ->type_name("clean|punchy|smooth")
        ->group(kEffects);
    command.add_option("--transition", transition, "From picture to picture, centred on the beat")
        ->type_name("none|fade|dip|dip-white")
        ->group(kEffects);
    command.add_option("--transition-for", transition_beats, "How long a transition is; default 1")
        ->type_name("BEATS")
        ->group(kEffects)
        ->check(CLI::Range(0.05, 64.0).description(""));
    add_switch("--punch,!--no-punch", punch, "The picture jumps closer on strong beats");
    add_switch("--flash,!--no-flash", flash, "White flashes on the strongest beats, at most three a second");
    add_switch("--ramp,!--no-ramp", ramp, "Speed ramps that land a clip's motion peak on a beat");
    add_switch("--freeze-end,!--no-freeze-end", freeze_end, "The last picture stands from the last beat on");
}

Result<plan::EffectOptions> EffectArguments::options() const {
    using draft::TransitionKind;
    plan::EffectOptions options;
    BEATSYNC_TRY(options.style, parse_choice<plan::Style>("--style", style,
                                                          {{"clean", plan::Style::clean},
                                                           {"punchy", plan::Style::punchy},
                                                           {"smooth", plan::Style::smooth}}));
    if (!transition.empty()) {
        BEATSYNC_TRY(options.transition,
                     parse_choice<TransitionKind>("--transition", transition,
                                                  {{"none", TransitionKind::cut},
                                                   {"fade", TransitionKind::fade},
                                                   {"dip", TransitionKind::dip_black},
                                                   {"dip-white", TransitionKind::dip_white}}));
    }
    options.transition_beats = transition_beats;
    options.punch = punch;
    options.flash = flash;
    options.ramp = ramp;
    options.freeze_end = freeze_end;
    return options;
}

void PlanArguments::define(CLI::App& command) {
    command.add_option("-m,--music", song, "The song")->type_name("SONG")->required();
    command.add_option("CLIP", clips, "Video files, pictures, or folders that are searched")->required();
    define_options(command);
}

void PlanArguments::define_options(CLI::App& command) {
    command_ = &command;
    define_platform(command, platform);
    command
        .add_option("--duration", duration,
                    "Length of the video; auto = what song and clips carry, at most 60 s")
        ->type_name("TIME|auto|song|clips")
        ->group("Time");
    command.add_option("--start", start, "Where in the song it begins; auto = the part worth hearing")
        ->type_name("TIME|auto|drop|chorus|verse|bridge|intro|outro")
        ->group("Time");
    command
        .add_option("--pace", pace,
                    "How often it cuts; N = beats a cut; PART=…: of a part of the song, as in verse=slow; "
                    "may be repeated")
        ->type_name("auto|slow|medium|fast|N")
        ->delimiter(',')
        ->multi_option_policy(CLI::MultiOptionPolicy::Join)
        ->group("Time");
    command.add_option("--lead", lead_ms, "Cut so many milliseconds before the beat")
        ->type_name("MS")
        ->group("Time");

    command.add_option("--aspect", aspect, "Shape of the picture; source = the first clip's")
        ->type_name("9:16|16:9|1:1|4:5|source")
        ->group("Picture");
    command.add_option("--size", size, "Its short side, or both sides; source = both as most footage has")
        ->type_name("1080p|720p|WxH|source")
        ->group("Picture");
    command.add_option("--fps", fps, "Frames a second; source = what most clips have")
        ->type_name("source|24|25|30|60|RATE")
        ->group("Picture");
    command.add_option("--fit", fit, "How clips of another shape fill it")
        ->type_name("crop|pad|blur")
        ->group("Picture");

    command.add_option("--order", order, "Which footage comes when")
        ->type_name("best|given|shuffle")
        ->group("Choice");
    command.add_option("--motion", motion, "Begin pieces where their movements fall on beats, or anywhere")
        ->type_name("beats|free")
        ->group("Choice");
    command.add_option("--only", only, "Use only clips of this name; may hold * and ?, may be repeated")
        ->type_name("NAME")
        ->allow_extra_args(false)
        ->group("Choice");
    command.add_option("--exclude", exclude, "Leave out clips of this name")
        ->type_name("NAME")
        ->allow_extra_args(false)
        ->group("Choice");
    command.add_option("--pin", pins, "Show a place of a clip from a beat on; may be repeated")
        ->type_name("CLIP@TIME=BEAT")
        ->allow_extra_args(false)
        ->group("Choice");
    command
        .add_option("--weight", weights,
                    "How often these clips have a turn beside the others; 0 = only if nothing else will do; "
                    "may be repeated")
        ->type_name("CLIP=N")
        ->allow_extra_args(false)
        ->group("Choice");
    command.add_option("--avoid", avoid, "Never show this part of a clip; may be repeated")
        ->type_name("CLIP@FROM-TO")
        ->allow_extra_args(false)
        ->group("Choice");
    command.add_option("--seed", seed, "Another number, another choice")
        ->type_name("N")
        ->check([](const std::string& text) {
            return is_seed(text) ? "" : "'" + text + "' is no whole number from 0 to 2^64-1";
        })
        ->group("Choice");

    command.add_option("--music-volume", music_volume, "Level of the song")
        ->type_name("PERCENT")
        ->group("Sound");
    command.add_option("--clip-audio", clip_audio, "The clips' own sound; duck = the song gives way to it")
        ->type_name("off|mix|duck")
        ->group("Sound");
    command.add_option("--loudness", loudness, "Loudness of the whole, EBU R 128; off = as it is")
        ->type_name("LUFS|off")
        ->group("Sound");

    effects.define(command);
    title.define(command);
    grid.define(command);
    analysis.define_song_options(command);
    analysis.define_clip_options(command);
}

bool PlanArguments::given(const std::string& option) const {
    return command_ != nullptr ? command_->count(option) > 0 : given_.count(option) > 0;
}

void PlanArguments::forget_command() {
    for (const char* option : {"--aspect", "--size"})
        if (given(option)) given_.insert(option);
    command_ = nullptr;
}

Result<pipeline::CanvasRequest> PlanArguments::canvas() const {
    pipeline::CanvasRequest canvas;
    BEATSYNC_TRY(canvas.aspect, pipeline::parse_aspect(aspect));
    BEATSYNC_CHECK(pipeline::parse_size(size, canvas));
    const bool says_shape = given("--aspect") || aspect != PlanArguments().aspect;
    const bool another = canvas.size ? !pipeline::has_shape(*canvas.size, canvas.aspect)
                                     : canvas.size_of_source && canvas.aspect != pipeline::Aspect::source;
    if (says_shape && another)
        return fail(Errc::usage, fmt::format("--size {} and --aspect {} both say the shape", size, aspect),
                    "leave one out");
    BEATSYNC_TRY(canvas.fps, parse_fps(fps));
    BEATSYNC_TRY(const pipeline::Platform* service, parse_platform(platform));
    if (service == nullptr) return canvas;
    if (!given("--aspect")) canvas.aspect = service->aspect;
    if (!given("--size")) canvas.short_side = service->short_side;
    return canvas;
}

Result<pipeline::PlanRequest> PlanArguments::request(bool with_clips) const {
    pipeline::PlanRequest request;
    request.song = song;
    BEATSYNC_TRY(request.analysis, analysis.settings());
    BEATSYNC_TRY(request.grid, grid.changes());
    BEATSYNC_TRY(request.canvas, canvas());
    BEATSYNC_TRY(request.options, plan_options(*this));
    BEATSYNC_TRY(const pipeline::Platform* service, parse_platform(platform));
    if (service != nullptr) {
        request.options.longest = service->longest;
        if (request.options.length) BEATSYNC_CHECK(pipeline::check_length(*service, *request.options.length));
    }
    for (const std::string& pin : pins) {
        BEATSYNC_TRY(auto parsed, parse_pin(pin));
        request.pins.push_back(std::move(parsed));
    }
    for (const std::string& weight : weights) {
        BEATSYNC_TRY(auto parsed, parse_weight(weight));
        request.weights.push_back(std::move(parsed));
    }
    for (const std::string& range : avoid) {
        BEATSYNC_TRY(auto parsed, parse_avoid(range));
        request.avoid.push_back(std::move(parsed));
    }
    if (!with_clips) return request;
    BEATSYNC_TRY(auto found, pipeline::find_clips(to_paths(clips)));
    if (command_ != nullptr) request.recipe = make_recipe(song, found, plan_options_given(*command_));
    BEATSYNC_TRY(request.clips, pipeline::select_clips(std::move(found), only, exclude));
    return request;
}

void RenderArguments::define(CLI::App& command) {
    command.add_option("--quality", quality, "Speed and size against looks")
        ->type_name("draft|good|high")
        ->group("Output");
    command.add_option("--encoder", encoder, "Video encoder, by FFmpeg's name")
        ->type_name("auto|NAME")
        ->group("Output");
    command.add_option("--bit-depth", bit_depth, "Bits of a sample; auto = 8, and 10 with --hdr keep")
        ->type_name("auto|8|10")
        ->group("Output");
    command
        .add_option("--hdr", hdr, "HDR clips are tone-mapped to SDR, or kept: then all of the video is HDR")
        ->type_name("sdr|keep")
        ->group("Output");
    auto* copying =
        command
            .add_flag("--smart", smart,
                      "Copy what a clip has just as the video is to be (see --size source), encode the rest")
            ->group("Output");
    command
        .add_flag("--trust-clips", trust_clips,
                  "With --smart: copy without looking for damage, several times as fast")
        ->needs(copying)
        ->group("Output");
}

Result<render::RenderOptions> RenderArguments::options(int threads, bool overwrite,
                                                       const std::string& platform) const {
    render::RenderOptions options;
    BEATSYNC_TRY(options.quality, parse_choice<media::Quality>("--quality", quality,
                                                               {{"draft", media::Quality::draft},
                                                                {"good", media::Quality::good},
                                                                {"high", media::Quality::high}}));
    BEATSYNC_TRY(options.hdr, parse_choice<render::Hdr>(
                                  "--hdr", hdr, {{"sdr", render::Hdr::to_sdr}, {"keep", render::Hdr::keep}}));
    const bool keep = options.hdr == render::Hdr::keep;
    BEATSYNC_TRY(options.bit_depth, parse_choice<int>("--bit-depth", bit_depth,
                                                      {{"auto", keep ? 10 : 8}, {"8", 8}, {"10", 10}}));
    if (keep && options.bit_depth != 10)
        return fail(Errc::usage, "--hdr keep and --bit-depth 8 contradict each other: HDR takes 10 bits",
                    "leave one out");
    BEATSYNC_TRY(const pipeline::Platform* service, parse_platform(platform));
    if (service != nullptr) options.max_bit_rate = service->max_bit_rate;
    // Only the one asked for is tried: the others have their own ways to fail, or to hang, where memory is
    // short.
    const media::PictureFormat format{options.bit_depth, keep ? DynamicRange::pq : DynamicRange::sdr};
    if (encoder != "auto" || format.bit_depth > 8) {
        const auto works = media::try_encoder(encoder, format);
        if (!works && works.error().code == Errc::usage)
            return fail(Errc::usage, "--encoder: " + works.error().message, works.error().hint);
        if (!works)
            return fail(
                Errc::usage,
                fmt::format("--encoder: '{}' does not work here ({})", encoder, works.error().message),
                "use auto, or one that `beatsync doctor` lists");
    }
    options.encoder = encoder;
    options.threads = threads;
    options.overwrite = overwrite;
    options.smart = smart;
    if (trust_clips) options.known_whole = [](const std::filesystem::path&) { return true; };
    return options;
}

}  // namespace beatsync::cli
