#include "cli/cores.h"

#include <sched.h>

#include <algorithm>
#include <thread>

namespace beatsync::cli {

int usable_cores() {
    cpu_set_t set;
    CPU_ZERO(&set);
    if (::sched_getaffinity(0, sizeof set, &set) == 0) return std::max(CPU_COUNT(&set), 1);
    return static_cast<int>(std::max(std::thread::hardware_concurrency(), 1U));
}

}  // namespace beatsync::cli
