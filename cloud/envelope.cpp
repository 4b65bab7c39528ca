#include "cloud/envelope.h"

#include <charconv>
#include <cmath>

#include "cloud/json_reader.h"

namespace beatsync::cloud {

struct Envelope::Json {
    nlohmann::json root;

    [[nodiscard]] static const nlohmann::json* walk(const nlohmann::json* at, std::string_view path) {
        while (at->is_object()) {
            const std::size_t dot = path.find('.');
            const auto found = at->find(std::string(path.substr(0, dot)));
            if (found == at->end()) return nullptr;
            at = &*found;
            if (dot == std::string_view::npos) return at->is_null() ? nullptr : at;
            path.remove_prefix(dot + 1);
        }
        return nullptr;
    }

    [[nodiscard]] const nlohmann::json* find(std::string_view path) const {
        const auto data = root.find("data");
        if (data != root.end()) {
            const nlohmann::json* found = walk(&*data, path);
            if (found != nullptr) return found;
        }
        return walk(&root, path);
    }
};

namespace {

template <class Number>
std::optional<Number> from_text(const std::string& text) {
    Number number{};
    const char* const end = text.data() + text.size();
    const auto [at, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || at != end) return std::nullopt;
    return number;
}

std::optional<std::int64_t> whole(const nlohmann::json& json) {
    if (json.is_number_unsigned()) {
        const auto number = json.get<std::uint64_t>();
        if (number > static_cast<std::uint64_t>(INT64_MAX)) return std::nullopt;
        return static_cast<std::int64_t>(number);
    }
    if (json.is_number_integer()) return json.get<std::int64_t>();
    if (json.is_string()) return from_text<std::int64_t>(json.get_ref<const std::string&>());
    if (!json.is_number_float()) return std::nullopt;
    const double number = json.get<double>();
    if (std::trunc(number) != number || std::abs(number) > 9.0e15) return std::nullopt;
    return static_cast<std::int64_t>(number);
}

std::string what_came(std::string_view body) {
    if (body.starts_with("\xEF\xBB\xBF")) body.remove_prefix(3);
    const std::size_t first = body.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return "the service answered nothing";
    if (body[first] == '<') return "the service answered a web page instead of JSON";
    if (body[first] == '{') return "the service's answer is broken or cut JSON";
    return "the service's answer is no JSON object";
}

}  // namespace

Result<Envelope> Envelope::parse(std::string_view body) {
    if (body.size() > kMaxBytes) return fail(Errc::refused, "the service's answer is too large");
    auto json = read_json(body, kMaxDepth);
    if (!json || !json->is_object()) return fail(Errc::refused, what_came(body));
    return Envelope(std::make_shared<const Json>(Json{std::move(*json)}));
}

std::optional<std::int64_t> Envelope::code() const {
    const auto found = json_->root.find("code");
    if (found == json_->root.end() || found->is_null()) return 0;
    return whole(*found);
}

std::string Envelope::message() const {
    for (const char* name : {"message", "msg", "error", "detail"}) {
        for (const std::string& path : {std::string(name), name + std::string(".message")}) {
            const nlohmann::json* found = Json::walk(&json_->root, path);
            if (found == nullptr || !found->is_string()) continue;
            if (auto said = found->get<std::string>(); !said.empty()) return said;
        }
    }
    return {};
}

bool Envelope::has(std::string_view path) const {
    return json_->find(path) != nullptr;
}

std::optional<std::string> Envelope::text(std::string_view path) const {
    const auto* found = json_->find(path);
    if (found == nullptr || !found->is_string()) return std::nullopt;
    return found->get<std::string>();
}

std::optional<double> Envelope::number(std::string_view path) const {
    const auto* found = json_->find(path);
    if (found == nullptr) return std::nullopt;
    std::optional<double> number;
    if (found->is_number()) number = found->get<double>();
    if (found->is_string()) number = from_text<double>(found->get_ref<const std::string&>());
    if (number && !std::isfinite(*number)) return std::nullopt;
    return number;
}

std::optional<std::int64_t> Envelope::integer(std::string_view path) const {
    const auto* found = json_->find(path);
    return found == nullptr ? std::nullopt : whole(*found);
}

std::optional<bool> Envelope::boolean(std::string_view path) const {
    const auto* found = json_->find(path);
    if (found == nullptr || !found->is_boolean()) return std::nullopt;
    return found->get<bool>();
}

std::optional<std::string> Envelope::raw(std::string_view path) const {
    const auto* found = json_->find(path);
    if (found == nullptr) return std::nullopt;
    return write_json(*found);
}

std::string Envelope::json_text() const {
    return write_json(json_->root);
}

std::vector<std::string> Envelope::items(std::string_view path) const {
    std::vector<std::string> items;
    const auto* found = json_->find(path);
    if (found == nullptr || !found->is_array()) return items;
    for (const auto& item : *found)
        items.push_back(write_json(item));
    return items;
}

}  // namespace beatsync::cloud
