#pragma once

#include <optional>

#include "cloud_sim/service.h"

namespace beatsync::cloud_sim {

/// The fault of this call, if any. The lock must be held.
[[nodiscard]] std::optional<Fault> fault_of(const Script& script, const Call& call);

/// Carries out a fault that takes the answer's place: true when the request is not to be carried out.
[[nodiscard]] bool takes_place(Service& service, Call& call, const Fault& fault);

/// Changes the answer of a request that was carried out.
void spoil(Call& call, const Fault& fault);

}  // namespace beatsync::cloud_sim
