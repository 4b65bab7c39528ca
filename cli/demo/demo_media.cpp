#include "demo/demo_media.h"

namespace beatsync::cli {

Result<DemoMedia> make_demo_media(const std::filesystem::path& folder, const RunContext& context) {
    if (context.stopped()) return fail_cancelled();
    return DemoMedia{folder / "song-v1.wav", {}};
}

std::vector<double> demo_song_beats() {
    return {};
}

}  // namespace beatsync::cli
