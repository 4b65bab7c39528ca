#include <gtest/gtest.h>

#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

#include "plan/checks.h"
#include "plan/planner.h"
#include "plan/prng.h"
#include "plan/synthetic.h"
#include "plan/trace.h"

namespace beatsync::plan {
namespace {

/// A random but plausible job. The seed is in every message.
class Job {
public:
    explicit Job(std::uint64_t seed) : random_(seed) {
        make_song();
        const int count = 1 + static_cast<int>(random_.below(12));
        for (int i = 0; i < count; ++i)
            clips.push_back(random_clip(i));
        options.song_path = "song.wav";
        options.seed = random_.below(3);
        options.canvas.fps = pick<Rate>({{24, 1}, {30000, 1001}, {30, 1}, {60, 1}});
        options.order = pick<Order>({Order::best, Order::given, Order::shuffle});
        options.pace = pick<Pace>({Pace::automatic, Pace::automatic, Pace::slow, Pace::medium, Pace::fast});
        options.lead = Time::from_ms(pick<std::int64_t>({0, 0, 40}));
        if (random_.below(2) == 0) options.length = Time::from_seconds(2 + 40 * random_.unit());
    }

    music::MusicMap song;
    std::vector<footage::ClipMap> clips;
    PlanOptions options;

private:
    template <class T>
    T pick(const std::vector<T>& values) {
        return values[random_.below(values.size())];
    }

    void make_song() {
        test::SongSpec spec;
        spec.bpm = 60 + 130 * random_.unit();
        spec.beats_in_bar = pick<int>({3, 4, 4, 4});
        spec.first_beat = Time::from_seconds(random_.unit());
        spec.positions = random_.below(5) != 0;
        spec.confidence = pick<float>({0.9F, 0.6F, 0.1F});
        spec.parts.clear();
        for (std::size_t i = 1 + random_.below(6); i > 0; --i)
            spec.parts.push_back(
                {1 + static_cast<int>(random_.below(12)), static_cast<float>(random_.unit())});
        song = test::make_song(spec);
        for (std::size_t i = 0; i + 1 < song.grid.beats.size(); ++i)
            song.grid.beats[i].at += Time::from_ms(static_cast<std::int64_t>(random_.below(40)));
    }

    footage::ClipMap random_clip(int index) {
        if (random_.below(8) == 0) return test::make_still("still" + std::to_string(index) + ".jpg");
        test::ClipSpec spec;
        spec.path = "clip" + std::to_string(index) + ".mp4";
        spec.seconds = 0.2 + 15 * random_.unit() * random_.unit();
        spec.rate = pick<Rate>({{24000, 1001}, {25, 1}, {30, 1}, {60, 1}});
        spec.variable_rate = random_.below(6) == 0;
        spec.motion = static_cast<float>(random_.unit());
        spec.sharpness = static_cast<float>(random_.unit());
        for (double at = 3 * random_.unit(); at < spec.seconds - 0.2; at += 0.2 + 4 * random_.unit())
            if (at > 0.2) spec.cuts.push_back(at);
        footage::ClipMap clip = test::make_clip(spec);
        for (double at = 5 * random_.unit(); at < spec.seconds - 0.5; at += 2 + 5 * random_.unit()) {
            const Time begin = Time::from_seconds(at);
            clip.flaws.push_back({{begin, begin + Time::from_seconds(1.5 * random_.unit())},
                                  static_cast<footage::Defect>(random_.below(4))});
        }
        for (double at = random_.unit(); at < spec.seconds; at += 0.3 + 2 * random_.unit())
            clip.visual_beats.push_back({Time::from_seconds(at), static_cast<float>(random_.unit())});
        return clip;
    }

    Prng random_;
};

std::set<footage::Defect> never_shown(const Plan& plan) {
    std::set<footage::Defect> defects{footage::Defect::black, footage::Defect::blank};
    const bool anything = test::says(plan, "used what can be seen") || test::says(plan, "shown before");
    if (!anything && !test::says(plan, "out of focus") && !test::says(plan, "does not move"))
        defects.insert({footage::Defect::frozen, footage::Defect::blurred});
    return defects;
}

TEST(PlanProperties, HoldForRandomJobs) {
    int made = 0;
    for (std::uint64_t seed = 1; seed <= 400; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const Job job(seed);
        const auto result = make_plan(job.song, job.clips, job.options);
        if (!result) {
            EXPECT_EQ(result.error().code, Errc::input) << result.error().message;
            continue;
        }
        ++made;
        const Plan& plan = *result;
        const Rate fps = job.options.canvas.fps;
        test::expect_valid(plan);
        test::expect_on_beats(plan, job.song, job.options.lead);
        test::expect_clean(plan, job.clips, never_shown(plan));
        const std::int64_t least =
            std::min(plan.draft.length_frames(), fps.nearest_index(Time::from_ms(250)));
        const bool off_beat = test::says(plan, "on no beat");
        test::expect_lengths(plan, off_beat ? least / 2 : least, fps.nearest_index(Time::from_ms(6000)));
        const bool scarce = test::says(plan, "shown before") || test::says(plan, "right beside");
        EXPECT_TRUE(scarce || test::seconds_shown_twice(plan) == 0);
        const Time asked = job.options.length.value_or(Time{});
        const bool cut_off = !job.options.length || !plan.left_out.empty();
        EXPECT_TRUE(cut_off || plan.draft.length_frames() == fps.nearest_index(asked));
        EXPECT_EQ(test::clips_used(plan) == job.clips.size(), !test::says(plan, "Not in the video"));
        EXPECT_EQ(trace(*make_plan(job.song, job.clips, job.options)), trace(plan));
        if (HasFailure()) {
            ADD_FAILURE() << trace(plan);
            break;
        }
    }
    EXPECT_GT(made, 350);
}

TEST(PlanProperties, MovementsAreNearerToBeatsThanByChance) {
    std::vector<double> on_beats;
    std::vector<double> anywhere;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        Job job(seed);
        for (const bool wanted : {true, false}) {
            job.options.motion_on_beats = wanted;
            const auto plan = make_plan(job.song, job.clips, job.options);
            if (!plan) continue;
            const auto distances = test::movements_to_beats(*plan, job.clips, job.song, job.options.lead);
            auto& all = wanted ? on_beats : anywhere;
            all.insert(all.end(), distances.begin(), distances.end());
        }
    }
    const auto mean = [](const std::vector<double>& values) {
        return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
    };
    EXPECT_GE(on_beats.size() * 20, anywhere.size() * 19) << "movements were avoided";
    // Many of these clips have no room, and movements at random fit no beats: half is for real footage.
    EXPECT_LE(mean(on_beats), 0.65 * mean(anywhere));
}

}  // namespace
}  // namespace beatsync::plan
