#include "cli/render_job.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <system_error>

#include "cli/cloud_render.h"
#include "cli/placement.h"
#include "cli/values.h"
#include "media/mp4_writer.h"

namespace beatsync::cli {
namespace fs = std::filesystem;
namespace {

constexpr const char* kPlace = "Cloud";

Result<Where> parse_where(const std::string& text) {
    return parse_choice<Where>(
        "--where", text, {{"auto", Where::automatic}, {"local", Where::local}, {"cloud", Where::cloud}});
}

Result<Time> parse_limit(const std::string& text) {
    if (text == "0") return Time{};  // never here, if it can be helped
    const auto duration = parse_duration(text);
    if (!duration || !duration->length)
        return fail(Errc::usage, fmt::format("--local-limit: '{}' is no length", text), "60s, 1:30");
    return *duration->length;
}

/// About as many bytes as the encoder will write.
double estimated_bytes(const draft::Draft& draft, media::Quality quality) {
    const double bits_per_pixel = quality == media::Quality::draft  ? 0.05
                                  : quality == media::Quality::good ? 0.1
                                                                    : 0.15;
    const auto& canvas = draft.canvas;
    return static_cast<double>(draft.length_frames()) * canvas.width * canvas.height * bits_per_pixel / 8;
}

void find_local_obstacle(const draft::Draft& draft, const fs::path& output,
                         const render::RenderOptions& options, PlacementFacts& facts) {
    if (!media::try_encoder(options.encoder, {options.bit_depth, {}})) {
        facts.local_obstacle = "there is no such encoder";
        return;
    }
    std::error_code error;
    const fs::path folder = fs::absolute(output).parent_path();
    const auto space = fs::space(folder, error);
    const double needed = estimated_bytes(draft, options.quality);
    if (error || static_cast<double>(space.available) >= needed) return;
    constexpr double kMega = 1e6;
    facts.local_obstacle =
        fmt::format("{} has room for {:.1f} MB, and the video needs about {:.1f} MB", folder.string(),
                    static_cast<double>(space.available) / kMega, needed / kMega);
    facts.local_remedy = "free some space, write to another disk, or name --where local to try it";
}

void decide(Rendered& rendered, const std::string& line, const Session& session) {
    if (line.empty()) return;
    session.console.say(line);
    rendered.decisions.push_back(line);
}

/// Whether another place may do what this one would not.
bool may_be_better_elsewhere(Errc code) {
    return code == Errc::network || code == Errc::refused || code == Errc::input || code == Errc::media;
}

}  // namespace

void CloudArguments::define(CLI::App& command) {
    command.add_option("--poll-interval", poll_interval_s, "Seconds between questions after a cloud render")
        ->type_name("SECONDS")
        ->check([](const std::string& text) {
            double seconds = 0;
            const bool number = CLI::detail::lexical_cast(text, seconds);
            return number && seconds >= 0.1 && seconds <= 3600 ? "" : "'" + text + "' is not 0.1 to 3600";
        })
        ->group(kPlace);
    command.add_option("--skill-source", skill_source, "What this program calls itself to the service")
        ->type_name("NAME")
        ->group(kPlace);
    define_offline(command);
}

void CloudArguments::define_offline(CLI::App& command) {
    command.add_flag("--offline", offline, "Open no connection, whatever else is asked")->group(kPlace);
}

void PlaceArguments::define(CLI::App& command) {
    command.add_option("--where", where, "Where it is rendered; auto = here, unless it is long or can't be")
        ->type_name("auto|local|cloud")
        ->group(kPlace);
    command.add_option("--local-limit", local_limit, "Up to this length auto renders here")
        ->type_name("TIME")
        ->group(kPlace);
    command
        .add_flag("--anonymous", anonymous, "Leave for auto to get an anonymous token when there is no token")
        ->group(kPlace);
    cloud.define(command);
}

Result<void> PlaceArguments::check() const {
    BEATSYNC_TRY(const Where asked, parse_where(where));
    BEATSYNC_CHECK(parse_limit(local_limit));
    if (asked == Where::cloud && !has_cloud())
        return fail(Errc::usage, "--where cloud: this program was built without the cloud", "use local");
    if (asked == Where::cloud && cloud.offline)
        return fail(Errc::usage, "--where cloud and --offline contradict each other", "leave one out");
    return {};
}

Result<Rendered> render_somewhere(const draft::Draft& draft, const fs::path& output,
                                  const render::RenderOptions& options, const PlaceArguments& place,
                                  const Session& session) {
    PlacementFacts facts;
    BEATSYNC_TRY(facts.asked, parse_where(place.where));
    BEATSYNC_TRY(facts.local_limit, parse_limit(place.local_limit));
    facts.offline = place.cloud.offline;
    if (facts.asked == Where::cloud && options.bit_depth > 8)
        return fail(Errc::usage, "--where cloud renders 8 bits of SDR, not 10 bits or HDR",
                    "use --where local");
    if (facts.asked == Where::cloud && options.smart)
        return fail(Errc::usage, "--where cloud encodes all: --smart is of this machine's renders",
                    "leave one out");
    facts.length = draft.canvas.fps.time_of(draft.length_frames());
    if (facts.asked == Where::automatic) {
        find_local_obstacle(draft, output, options, facts);
        const bool asks =
            !facts.offline && (!facts.local_obstacle.empty() || facts.length > facts.local_limit);
        facts.may_use_cloud = asks && may_use_cloud(place);
        if (options.bit_depth > 8)
            facts.cloud_obstacle = "it renders 8 bits of SDR";
        else if (facts.may_use_cloud)
            facts.cloud_obstacle = cloud_obstacle(draft, options.source_folder);
    }
    BEATSYNC_TRY(const Placement chosen, choose_place(facts));
    Rendered rendered;
    decide(rendered, chosen.why, session);
    if (chosen.cloud) {
        auto job = render_in_cloud(draft, output, options, place.cloud, chosen.may_fall_back, session);
        if (job) {
            rendered.cloud = true;
            rendered.job = *std::move(job);
            return rendered;
        }
        if (!chosen.may_fall_back || !may_be_better_elsewhere(job.error().code))
            return fail(std::move(job).error());
        decide(rendered, "rendering here after all: " + describe(job.error()), session);
    }
    BEATSYNC_TRY(rendered.report, render::render(draft, output, options, session.context));
    return rendered;
}

}  // namespace beatsync::cli
