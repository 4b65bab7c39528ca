#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <string>
#include <vector>

#include "support/pattern_clip.h"
#include "support/process.h"
#include "support/song_synth.h"

namespace beatsync::test {

/// Runs the real program in a folder of its own, with a cache and a configuration of its own.
class ProgramTest : public testing::Test {
protected:
    [[nodiscard]] std::filesystem::path at(const std::string& name) const { return folder_.path() / name; }

    void write(const std::string& name, const std::string& text) const {
        std::ofstream(at(name), std::ios::binary) << text;
    }
    [[nodiscard]] std::string read(const std::string& name) const {
        std::ifstream file(at(name), std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }

    /// A song of 120 bpm, its first beat at 0.5 s, as song.wav.
    void make_song(double seconds = 8) const {
        SongSpec spec;
        spec.seconds = seconds;
        const Song song = synthesise_song(spec);
        std::ofstream raw(at("song.f32"), std::ios::binary);
        for (const float sample : song.samples)
            raw.write(reinterpret_cast<const char*>(&sample), sizeof sample);
        raw.close();
        make("-f f32le -ar " + std::to_string(song.sample_rate) + " -ac 1 -i '" + at("song.f32").string() +
                 "'",
             "song.wav");
    }
    void make_clip(const std::string& name = "clip.mp4", int number = 1) const {
        PatternClip clip;
        clip.clip = number;
        clip.frames = 240;
        ASSERT_TRUE(test::make_clip(clip, at(name)));
    }
    /// Anything else that the ffmpeg program can make.
    void make(const std::string& arguments, const std::string& name) const {
        ASSERT_TRUE(run_command("ffmpeg -nostdin -v error -y " + arguments + " '" + at(name).string() + "'"));
    }

    [[nodiscard]] ProcessSpec spec(std::vector<std::string> arguments) const {
        ProcessSpec spec;
        spec.program = BEATSYNC_PROGRAM;
        spec.arguments = std::move(arguments);
        spec.folder = folder_.path();
        spec.environment = {{"XDG_CACHE_HOME", at("cache").string()},
                            {"XDG_CONFIG_HOME", at("config").string()},
                            {"HOME", folder_.path().string()}};
        return spec;
    }
    [[nodiscard]] ProcessResult run(std::vector<std::string> arguments) const {
        return run_process(spec(std::move(arguments)));
    }

    /// `sync` of song.wav and these clips into out.mp4, small and fast.
    [[nodiscard]] static std::vector<std::string> sync_arguments(std::vector<std::string> clips,
                                                                 std::vector<std::string> more = {}) {
        std::vector<std::string> arguments = {"sync",   "-m",     "song.wav",  "-o",    "out.mp4",
                                              "--size", "90x160", "--quality", "draft", "-q"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        arguments.insert(arguments.end(), clips.begin(), clips.end());
        return arguments;
    }

    /// No output, nothing half-written.
    void expect_nothing_left() const {
        for (const auto& file : std::filesystem::directory_iterator(folder_.path())) {
            const std::string name = file.path().filename().string();
            EXPECT_TRUE(name != "out.mp4" && name.find(".part") == std::string::npos) << name;
        }
    }

    TemporaryFolder folder_;
};

/// Failed with this code and exactly one line on stderr, `beatsync: …`.
inline void expect_failure(const ProcessResult& result, int exit_code, const std::string& words) {
    EXPECT_EQ(result.exit_code, exit_code) << result.err;
    EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1) << result.err;
    EXPECT_TRUE(result.err.starts_with("beatsync: ")) << result.err;
    EXPECT_NE(result.err.find(words), std::string::npos) << result.err;
    EXPECT_EQ(result.out, "");
}

}  // namespace beatsync::test
