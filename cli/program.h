#pragma once

namespace beatsync::cli {

/// The whole program: parses, runs the verb, reports. Returns the exit code.
int run(int argc, char** argv);

}  // namespace beatsync::cli
