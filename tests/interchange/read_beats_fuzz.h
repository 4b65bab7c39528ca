#pragma once

#include <cstddef>
#include <cstdint>

namespace beatsync::interchange {

/// Reads `data` as beats and aborts when what comes out breaks the contract.
void fuzz_read_beats(const std::uint8_t* data, std::size_t size);

}  // namespace beatsync::interchange
