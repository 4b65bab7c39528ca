#include "cloud/secret.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <ostream>
#include <string>
#include <type_traits>
#include <utility>

namespace beatsync::cloud {
namespace {

const std::string kShort = "nmv_usr_ab";  // within the string object itself
const std::string kLong = "nmv_usr_0123456789012345678901234567890123456789";

template <class T>
concept Printable = requires(std::ostream& out, const T& value) {
    out << value;
};

// By mistake it goes into no message.
static_assert(Printable<std::string> && !Printable<Secret>);
static_assert(fmt::is_formattable<std::string>::value && !fmt::is_formattable<Secret>::value);
static_assert(!std::is_convertible_v<Secret, std::string> && !std::is_convertible_v<std::string, Secret>);
static_assert(!std::is_convertible_v<Secret, const char*> && !std::is_convertible_v<Secret, bool>);
static_assert(std::is_nothrow_move_constructible_v<Secret> && std::is_nothrow_move_assignable_v<Secret>);

TEST(Secret, HoldsItsText) {
    EXPECT_TRUE(Secret().empty());
    EXPECT_TRUE(Secret("").empty());
    for (const std::string& text : {kShort, kLong}) {
        const Secret secret(text);
        EXPECT_FALSE(secret.empty());
        EXPECT_EQ(secret.reveal(), text);
        const Secret copy = secret;  // NOLINT(performance-unnecessary-copy-initialization)
        EXPECT_TRUE(copy == secret);
        EXPECT_EQ(copy.reveal(), text);
    }
    EXPECT_FALSE(Secret("a") == Secret("b"));
}

TEST(Secret, AssignsAlsoToItself) {
    Secret secret(kLong);
    const Secret other(kShort);
    Secret& itself = secret;
    secret = itself;
    EXPECT_EQ(secret.reveal(), kLong);
    secret = std::move(itself);
    EXPECT_EQ(secret.reveal(), kLong);
    secret = other;
    EXPECT_EQ(secret.reveal(), kShort);
    EXPECT_EQ(other.reveal(), kShort);
    secret = Secret(kLong);
    EXPECT_EQ(secret.reveal(), kLong);
}

/// Whether `size` bytes at `at`, which a string still owns, are all overwritten.
bool wiped(const char* at, std::size_t size) {
    return std::all_of(at, at + size, [](char c) { return c == '\0'; });
}

// What a moved-from or overwritten secret still owns has nothing of the old text.
TEST(Secret, LeavesNothingBehindWhereItMoves) {
    for (const std::string& text : {kShort, kLong}) {
        Secret from(text);
        const char* const bytes = from.reveal().data();
        const Secret to = std::move(from);
        EXPECT_EQ(to.reveal(), text);
        EXPECT_TRUE(from.empty());  // NOLINT(bugprone-use-after-move,clang-analyzer-cplusplus.Move)
        ASSERT_EQ(from.reveal().data(), bytes);  // NOLINT(clang-analyzer-cplusplus.Move)
        EXPECT_TRUE(wiped(bytes, text.size()));

        Secret again(text);
        const char* const left = again.reveal().data();
        Secret target;
        target = std::move(again);
        EXPECT_EQ(target.reveal(), text);
        EXPECT_TRUE(again.empty());  // NOLINT(bugprone-use-after-move,clang-analyzer-cplusplus.Move)
        ASSERT_EQ(again.reveal().data(), left);  // NOLINT(clang-analyzer-cplusplus.Move)
        EXPECT_TRUE(wiped(left, text.size()));
    }
}

TEST(Secret, LeavesNothingBehindAShorterOne) {
    Secret secret(kLong);
    const char* const bytes = secret.reveal().data();
    secret = Secret("x");
    ASSERT_EQ(secret.reveal().data(), bytes) << "the buffer was given back";
    EXPECT_TRUE(wiped(bytes + 1, kLong.size() - 1));
}

TEST(Secret, LeavesNothingBehindWhereItEnds) {
    alignas(Secret) std::array<std::byte, sizeof(Secret)> place{};
    auto* const secret = new (place.data()) Secret(kShort);
    std::destroy_at(secret);
    const volatile std::byte* const bytes = place.data();
    std::string left;
    for (std::size_t i = 0; i < place.size(); ++i)
        left += static_cast<char>(bytes[i]);
    EXPECT_EQ(left.find("usr_ab"), std::string::npos);
}

}  // namespace
}  // namespace beatsync::cloud
