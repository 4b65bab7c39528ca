#include "music/same_beats.h"

#include <algorithm>
#include <cstddef>

namespace beatsync::music {

bool same_beats(const std::vector<int>& a, const std::vector<int>& b) {
    const auto covered = [](const std::vector<int>& these, const std::vector<int>& those) {
        std::size_t near = 0;
        for (const int frame : these) {
            const auto next = std::ranges::lower_bound(those, frame - 5);
            if (next != those.end() && *next <= frame + 5) ++near;
        }
        return 10 * near >= 9 * these.size();
    };
    return covered(a, b) && covered(b, a);
}

}  // namespace beatsync::music
