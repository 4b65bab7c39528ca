#include <fmt/format.h>
#include <pthread.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>

#include "cloud_sim/script.h"
#include "cloud_sim/simulator.h"
#include "core/file.h"

namespace {

using namespace beatsync;

constexpr int kUsage = 2;
constexpr std::size_t kMaxScript = std::size_t{16} << 20U;

/// Blocks them in every thread made from now on, so that they wait for sigwait().
sigset_t block_stopping_signals() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    return set;
}

int fail_with(const Error& error) {
    fmt::print(stderr, "beatsync-cloud-sim: {}\n", describe(error));
    return kUsage;
}

int run(cloud_sim::Options options, const std::string& script) {
    if (!script.empty()) {
        auto text = read_file(script, kMaxScript);
        if (!text) return fail_with(text.error());
        options.script = *std::move(text);
    }
    const sigset_t set = block_stopping_signals();
    const auto simulator = cloud_sim::Simulator::start(options);
    if (!simulator) return fail_with(simulator.error());
    fmt::print("{}\nCDN: {}\n", (*simulator)->url(), (*simulator)->cdn_url());
    if (!(*simulator)->ca_file().empty()) fmt::print("CA: {}\n", (*simulator)->ca_file().string());
    if (std::fflush(stdout) != 0) return 1;
    int signal = 0;
    sigwait(&set, &signal);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app(
        "The cloud service in small, on loopback: for tests and to try things by hand. Prints its URL on "
        "the first line and runs until it is interrupted. GET /sim/state tells what it saw.");
    cloud_sim::Options options;
    std::string script;
    app.add_option("--port", options.port, "0 = any free one")->capture_default_str();
    app.add_option("--host", options.host, "Address to listen on")->capture_default_str();
    app.add_option("--script", script, "What is unusual: a JSON file, see below");
    app.footer(cloud_sim::kScriptHelp);
    CLI11_PARSE(app, argc, argv);
    return run(std::move(options), script);
}
