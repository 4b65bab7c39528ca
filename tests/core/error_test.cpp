#include "core/error.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace beatsync {
namespace {

TEST(Result, HasAValueOrAnError) {
    const Result<int> good = 3;
    EXPECT_EQ(*good, 3);
    EXPECT_DEBUG_DEATH((void)good.error(), "has_value");
    EXPECT_DEBUG_DEATH((void)Result<void>().error(), "has_value");
    Result<int> bad = fail(Errc::media, "cannot decode a.mp4");
    EXPECT_FALSE(bad);
    EXPECT_EQ(bad.error().code, Errc::media);
    EXPECT_EQ(std::move(bad).error().message, "cannot decode a.mp4");
}

}  // namespace
}  // namespace beatsync
