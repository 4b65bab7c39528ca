#include "evaluate/error_case.h"

#include <array>
#include <cstddef>
#include <vector>

#include "evaluate/metrical_variants.h"

namespace beatsync::evaluate {

std::string_view error_case_name(ErrorCase error) {
    constexpr std::array<std::string_view, kErrorCases> kNames{"none",   "double", "half",    "off-beat",
                                                               "triple", "other",  "no beats"};
    return kNames[static_cast<std::size_t>(error)];
}

ErrorCase classify(Seconds reference, Seconds estimated) {
    if (estimated.empty()) return ErrorCase::no_beats;
    ErrorCase best = ErrorCase::none;
    double best_f = f_measure(reference, estimated);
    const auto consider = [&](ErrorCase error, const std::vector<double>& variant) {
        const double f = f_measure(variant, estimated);
        if (f <= best_f) return;
        best = error;
        best_f = f;
    };
    const std::vector<double> twice = subdivided(reference, 2);
    consider(ErrorCase::twice, twice);
    consider(ErrorCase::off_beat, every_nth(twice, 2, 1));
    consider(ErrorCase::triple, subdivided(reference, 3));
    for (std::size_t first = 0; first < 2; ++first)
        consider(ErrorCase::half, every_nth(reference, 2, first));
    for (std::size_t first = 0; first < 3; ++first)
        consider(ErrorCase::triple, every_nth(reference, 3, first));
    return best_f >= kExplains ? best : ErrorCase::other;
}

}  // namespace beatsync::evaluate
