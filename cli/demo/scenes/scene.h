#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "cli/demo/scenes/canvas.h"
#include "core/time.h"

namespace beatsync::cli::scenes {

/// A moving picture.
class Scene {
public:
    Scene() = default;
    Scene(const Scene&) = delete;
    Scene& operator=(const Scene&) = delete;
    virtual ~Scene() = default;
    /// Paints every pixel of `canvas` (of the size that the scene was made for) as at `t` seconds. Depends on
    /// nothing but `t`.
    virtual void paint(Canvas& canvas, double t) = 0;
};

/// A clip of the demo: which scene, and in what shape.
struct Clip {
    std::string_view name;  ///< of the file, without ending
    int width;
    int height;
    Rate fps;
    double seconds;
    std::unique_ptr<Scene> (*make)(int width, int height);

    [[nodiscard]] std::int64_t frames() const { return fps.nearest_index(Time::from_seconds(seconds)); }
};

[[nodiscard]] std::span<const Clip> clips();

// One file each. Those marked * have a hard cut halfway.
[[nodiscard]] std::unique_ptr<Scene> make_sunset(int width, int height);  // *
[[nodiscard]] std::unique_ptr<Scene> make_city(int width, int height);
[[nodiscard]] std::unique_ptr<Scene> make_neon_road(int width, int height);
[[nodiscard]] std::unique_ptr<Scene> make_rain(int width, int height);
[[nodiscard]] std::unique_ptr<Scene> make_mountains(int width, int height);  // *
[[nodiscard]] std::unique_ptr<Scene> make_meadow(int width, int height);
[[nodiscard]] std::unique_ptr<Scene> make_aurora(int width, int height);
[[nodiscard]] std::unique_ptr<Scene> make_train(int width, int height);  // *
[[nodiscard]] std::unique_ptr<Scene> make_liquid(int width, int height);
[[nodiscard]] std::unique_ptr<Scene> make_fireworks(int width, int height);

}  // namespace beatsync::cli::scenes
