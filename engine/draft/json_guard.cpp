#include "draft/json_guard.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "draft/draft.h"

namespace beatsync::draft {
namespace {

using nlohmann::json;

/// Receives nlohmann's parser events, which come without recursion, and stops at what is not allowed.
class Guard final : public nlohmann::json_sax<json> {
public:
    explicit Guard(const JsonLimits& limits) : limits_(limits) {}

    bool null() override { return count(); }
    bool boolean(bool /*value*/) override { return count(); }
    bool number_integer(number_integer_t /*value*/) override { return count(); }
    bool number_unsigned(number_unsigned_t /*value*/) override { return count(); }
    bool number_float(number_float_t /*value*/, const string_t& /*text*/) override { return count(); }
    bool string(string_t& /*value*/) override { return count(); }
    bool binary(binary_t& /*value*/) override { return count(); }
    bool start_object(std::size_t /*elements*/) override { return open(); }
    bool end_object() override { return close(); }
    bool start_array(std::size_t /*elements*/) override { return open(); }
    bool end_array() override { return close(); }

    bool key(string_t& name) override {
        const auto [place, inserted] = open_.back().insert(std::move(name));
        return inserted || refuse(fmt::format("the key \"{}\" is there twice", *place));
    }

    bool parse_error(std::size_t position, const std::string& /*token*/,
                     const nlohmann::detail::exception& error) override {
        constexpr int kNumberOverflow = 406;  // nlohmann's out_of_range.406
        position_ = position;
        return refuse(error.id == kNumberOverflow ? "a number too large" : "not valid JSON");
    }

    [[nodiscard]] const std::string& refusal() const { return refusal_; }
    [[nodiscard]] std::size_t position() const { return position_; }  ///< 1-based; 0 = not known

private:
    bool refuse(std::string why) {
        refusal_ = std::move(why);
        return false;
    }
    bool count() {
        return ++values_ <= limits_.values || refuse(fmt::format("more than {} values", limits_.values));
    }
    bool open() {
        if (open_.size() >= limits_.depth)
            return refuse(fmt::format("nested more than {} deep", limits_.depth));
        open_.emplace_back();
        return count();
    }
    bool close() {
        open_.pop_back();
        return true;
    }

    JsonLimits limits_;
    std::vector<std::set<std::string>> open_;  // the keys so far; none for an array
    std::size_t values_ = 0;
    std::size_t position_ = 0;
    std::string refusal_;
};

std::string line_and_column(std::string_view text, std::size_t position) {
    const std::string_view before = text.substr(0, position - 1);
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const std::size_t last_break = before.rfind('\n');
    const std::size_t column = before.size() - (last_break == std::string_view::npos ? 0 : last_break + 1);
    return fmt::format("line {}, column {}", line, column + 1);
}

}  // namespace

JsonLimits draft_limits() {
    // A segment with every key set has 24 values; the rest is room for other programs' keys.
    return {kMaxJsonBytes, 32, 30 * kMaxSegments};
}

Result<void> check_json(std::string_view text, const JsonLimits& limits) {
    if (text.size() > limits.bytes)
        return fail(Errc::input, fmt::format("longer than {} MB", limits.bytes >> 20U));
    // nlohmann takes a zero byte for the end of the text, whatever follows it.
    if (const auto zero = text.find('\0'); zero != std::string_view::npos)
        return fail(Errc::input, fmt::format("{}: not valid JSON", line_and_column(text, zero + 1)));
    Guard guard(limits);
    if (json::sax_parse(text.begin(), text.end(), &guard)) return {};
    if (guard.position() == 0) return fail(Errc::input, guard.refusal());
    return fail(Errc::input, fmt::format("{}: {}", line_and_column(text, guard.position()), guard.refusal()));
}

}  // namespace beatsync::draft
