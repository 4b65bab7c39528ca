// Where a draft is rendered: every combination that decides it.

#include "cli/placement.h"

#include <gtest/gtest.h>

#include <string>

namespace beatsync::cli {
namespace {

PlacementFacts facts(double seconds) {
    PlacementFacts facts;
    facts.length = Time::from_seconds(seconds);
    facts.local_limit = Time::from_seconds(60);
    facts.may_use_cloud = true;
    return facts;
}

Placement place(const PlacementFacts& facts) {
    const auto placement = choose_place(facts);
    EXPECT_TRUE(placement) << describe(placement.error());
    return placement.value_or(Placement{});
}

TEST(Place, ShortIsHereAndLongIsInTheCloud) {
    EXPECT_FALSE(place(facts(1)).cloud);
    EXPECT_FALSE(place(facts(60)).cloud) << "up to the limit";
    EXPECT_TRUE(place(facts(60.1)).cloud);
    EXPECT_TRUE(place(facts(60.1)).may_fall_back);
    EXPECT_NE(place(facts(60.1)).why.find("60.1 s is longer than 60 s"), std::string::npos)
        << place(facts(60.1)).why;
}

TEST(Place, LongIsHereWhereTheCloudIsOutOfTheQuestion) {
    PlacementFacts long_one = facts(100);
    long_one.may_use_cloud = false;
    EXPECT_FALSE(place(long_one).cloud);
    EXPECT_NE(place(long_one).why.find("no token"), std::string::npos);
    long_one = facts(100);
    long_one.offline = true;
    EXPECT_FALSE(place(long_one).cloud);
    long_one = facts(100);
    long_one.cloud_obstacle = "song.flac is not taken";
    EXPECT_FALSE(place(long_one).cloud);
    EXPECT_NE(place(long_one).why.find("song.flac"), std::string::npos);
}

TEST(Place, WhatThisMachineCantDoIsInTheCloudHoweverShort) {
    PlacementFacts obstacle = facts(1);
    obstacle.local_obstacle = "there is no encoder";
    EXPECT_TRUE(place(obstacle).cloud);
    EXPECT_FALSE(place(obstacle).may_fall_back) << "there is nothing to fall back to";
    EXPECT_NE(place(obstacle).why.find("no encoder"), std::string::npos);
    obstacle.may_use_cloud = false;
    const auto nowhere = choose_place(obstacle);
    ASSERT_FALSE(nowhere);
    EXPECT_EQ(nowhere.error().code, Errc::media);
    EXPECT_NE(nowhere.error().message.find("no encoder"), std::string::npos);
    EXPECT_NE(nowhere.error().hint.find("doctor"), std::string::npos);
    obstacle.local_remedy = "free some space";
    EXPECT_EQ(choose_place(obstacle).error().hint, "free some space");
}

TEST(Place, WhatIsAskedForIsDoneOrRefused) {
    PlacementFacts asked = facts(1000);
    asked.asked = Where::local;
    EXPECT_FALSE(place(asked).cloud);
    EXPECT_EQ(place(asked).why, "") << "nothing was decided";
    asked = facts(1);
    asked.asked = Where::cloud;
    EXPECT_TRUE(place(asked).cloud);
    EXPECT_FALSE(place(asked).may_fall_back);
    asked.offline = true;
    const auto refused = choose_place(asked);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::usage);
}

}  // namespace
}  // namespace beatsync::cli
