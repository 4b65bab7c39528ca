#include <fstream>

#include "cloud_sim/service.h"

// Films: from the API host, from the other port, and through the proxy. Ranges (RFC 9110, 14) are the
// library's.
namespace beatsync::cloud_sim {
namespace {

constexpr std::size_t kBlock = std::size_t{64} << 10U;

/// The file of a job that is done.
[[nodiscard]] std::optional<std::filesystem::path> film_of(const Service& service, const std::string& id) {
    const auto lock = service.lock();
    const auto job = service.state.jobs.find(id);
    if (job == service.state.jobs.end() || job->second.seen.status != "completed") return std::nullopt;
    const auto& made = job->second.film.get();
    return made ? std::optional(*made) : std::nullopt;
}

void send_file(httplib::Response& out, const std::filesystem::path& path) {
    auto file = std::make_shared<std::ifstream>(path, std::ios::binary);
    std::error_code none;
    const std::size_t size = std::filesystem::file_size(path, none);
    out.set_header("Accept-Ranges", "bytes");
    out.set_content_provider(
        size, "video/mp4", [file](std::size_t offset, std::size_t length, httplib::DataSink& sink) {
            std::string block(std::min(length, kBlock), '\0');
            file->clear();
            file->seekg(static_cast<std::streamoff>(offset));
            file->read(block.data(), static_cast<std::streamsize>(block.size()));
            return file->gcount() > 0 && sink.write(block.data(), static_cast<std::size_t>(file->gcount()));
        });
}

void send_film(const Service& service, Call& call) {
    const auto film = film_of(service, call.in.matches[1]);
    if (!film) return answer_plain(call, {{"error", "no such file"}}, 404);
    send_file(call.out, *film);
}

}  // namespace

void add_downloads(Service& service) {
    const auto add = [&](WireServer& server, const char* path, const char* endpoint, Access access) {
        server.Get(path, [&service, endpoint, access](const httplib::Request& in, httplib::Response& out) {
            handle(service, endpoint, access, in, out, [&](Call& call) { send_film(service, call); });
        });
    };
    add(service.api, R"(/files/([^/]+)\.mp4)", "file", Access::token);
    add(service.api, "/api/render/proxy/([^/]+)/download", "proxy_file", Access::token);
    add(service.cdn, R"(/files/([^/]+)\.mp4)", "cdn", Access::open);
}

}  // namespace beatsync::cloud_sim
