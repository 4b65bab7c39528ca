#pragma once

#include "core/error.h"

// How a batch learns why one of its jobs failed, in parts and not as a line to be taken apart.
namespace beatsync::cli {

/// Names the descriptor that the error is to be written to; set for the programs that a batch starts.
inline constexpr const char* kFaultDescriptor = "BEATSYNC_FAULT_DESCRIPTOR";

/// Writes {"message", "hint"} there, if there is such a descriptor.
void report_fault(const Error& error);

}  // namespace beatsync::cli
