#include "plan/trace.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "plan/planner.h"
#include "plan/synthetic.h"

namespace beatsync::plan {
namespace {

std::string golden_path(const std::string& name) {
    return std::string(BEATSYNC_PLAN_GOLDENS) + "/" + name + ".txt";
}

/// Compares with tests/plan/goldens/NAME.txt. A plan that changes on purpose is written anew with
/// BEATSYNC_UPDATE_GOLDENS=1.
void expect_golden(const std::string& name, const music::MusicMap& song,
                   const std::vector<footage::ClipMap>& clips, const PlanOptions& options) {
    const auto plan = make_plan(song, clips, options);
    ASSERT_TRUE(plan) << describe(plan.error());
    const std::string text = trace(*plan);
    if (std::getenv("BEATSYNC_UPDATE_GOLDENS") != nullptr) {
        std::ofstream(golden_path(name)) << text;
        return;
    }
    std::stringstream golden;
    golden << std::ifstream(golden_path(name)).rdbuf();
    EXPECT_EQ(golden.str(), text)
        << "The plan changed. If it is better: BEATSYNC_UPDATE_GOLDENS=1 beatsync_plan_test "
           "--gtest_filter='PlanTrace.*', and look at the difference before you commit it.";
}

PlanOptions usual() {
    PlanOptions options;
    options.song_path = "music/song.wav";
    return options;
}

test::SongSpec varied() {
    test::SongSpec spec;
    spec.bpm = 110;
    spec.parts = {{2, 0.2F}, {4, 1.0F}, {2, 0.5F}};
    return spec;
}

TEST(PlanTrace, Usual) {
    auto clips = test::make_clips(4, 10);
    clips[1] = test::make_clip({"cut.mp4", 10, {30, 1}, {2.5, 6}, 0.9F, 0.9F, 0.9F});
    clips[2].flaws = {{{Time{}, Time::from_ms(4000)}, footage::Defect::black}};
    clips.push_back(test::make_still("photos/still.jpg"));
    expect_golden("usual", test::make_song(varied()), clips, usual());
}

TEST(PlanTrace, Scarce) {
    PlanOptions options = usual();
    options.length = Time::from_ms(14'000);
    options.order = Order::given;
    expect_golden("scarce", test::make_song(varied()), test::make_clips(2, 4, {25, 1}), options);
}

}  // namespace
}  // namespace beatsync::plan
