#include "cloud/secret.h"

#include <cstring>
#include <utility>

namespace beatsync::cloud {

Secret::Secret(std::string text) : text_(std::move(text)) {}

// A short string is copied by a move, and what it leaves behind stays readable: wipe it.
Secret::Secret(Secret&& other) noexcept {
    text_ = other.text_;
    other.wipe();
}

Secret& Secret::operator=(const Secret& other) {
    if (this != &other) {
        wipe();
        text_ = other.text_;
    }
    return *this;
}

Secret& Secret::operator=(Secret&& other) noexcept {
    if (this != &other) {
        *this = std::as_const(other);
        other.wipe();
    }
    return *this;
}

Secret::~Secret() {
    wipe();
}

void Secret::wipe() noexcept {
    explicit_bzero(text_.data(), text_.size());
    text_.clear();
}

}  // namespace beatsync::cloud
