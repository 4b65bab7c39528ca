#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace beatsync::cli {

/// One stage's progress as text. Pure: the clock is the caller's.
struct ProgressState {
    std::string stage;
    double fraction = 0;                            ///< 0 to 1
    std::optional<std::chrono::seconds> remaining;  ///< none = not known yet
};

/// Time left, from what has passed; none while that would be a guess.
[[nodiscard]] std::optional<std::chrono::seconds> time_left(double fraction,
                                                            std::chrono::duration<double> elapsed);

/// "render  [#####-----]  50 %  0:12 left", at most `width` columns.
[[nodiscard]] std::string progress_bar(const ProgressState& state, int width);

/// "render 50 %, 0:12 left".
[[nodiscard]] std::string progress_line(const ProgressState& state);

}  // namespace beatsync::cli
