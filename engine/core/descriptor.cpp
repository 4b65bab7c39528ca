#include "core/descriptor.h"

#include <unistd.h>

#include <utility>

namespace beatsync {

Descriptor::~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
}

bool Descriptor::close() {
    return ::close(std::exchange(fd_, -1)) == 0;
}

}  // namespace beatsync
