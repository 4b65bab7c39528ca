#pragma once

#include <iosfwd>
#include <string>

namespace beatsync::cloud {

/// A token. Can't be printed or formatted by mistake, and is overwritten when it goes.
class Secret {
public:
    Secret() = default;
    explicit Secret(std::string text);
    Secret(const Secret&) = default;
    Secret(Secret&& other) noexcept;
    Secret& operator=(const Secret& other);
    Secret& operator=(Secret&& other) noexcept;
    ~Secret();

    [[nodiscard]] bool empty() const { return text_.empty(); }
    /// The text itself: for the line that sends it and the line that stores it, and for no other.
    [[nodiscard]] const std::string& reveal() const { return text_; }
    friend bool operator==(const Secret&, const Secret&) = default;

private:
    void wipe() noexcept;
    std::string text_;
};

std::ostream& operator<<(std::ostream&, const Secret&) = delete;

}  // namespace beatsync::cloud
