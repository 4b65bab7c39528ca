#pragma once

#include <filesystem>
#include <vector>

#include "core/error.h"
#include "core/run_context.h"
#include "core/time.h"

namespace beatsync::report {

/// The outline of a sound: of each of equally long columns that tile [0, duration) the lowest and the highest
/// sample of the mono mix, full scale ±1.
struct Waveform {
    struct Column {
        float low = 0;
        float high = 0;
    };
    Time duration;
    std::vector<Column> columns;
};

/// Decodes the file once; memory does not grow with its length. `columns` from 1 to 100,000; fewer come back
/// for a sound that is too short for so many.
/// Errc::input when there is no sound, Errc::cancelled when stopped.
[[nodiscard]] Result<Waveform> waveform_overview(const std::filesystem::path& path, int columns,
                                                 const RunContext& context);

}  // namespace beatsync::report
