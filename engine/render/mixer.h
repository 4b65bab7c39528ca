#pragma once

#include <cstdint>
#include <filesystem>
#include <list>
#include <span>
#include <string>
#include <vector>

#include "core/error.h"
#include "render/ducking.h"
#include "render/tempo_reader.h"
#include "render/voices.h"

namespace beatsync::render {

/// One voice being played: opened when it begins, read a fade ahead, so that a file that ends before its
/// voice fades out as well.
class VoiceReader {
public:
    /// `folder` for relative sources. Errc::input when there is no sound in the file.
    [[nodiscard]] static Result<VoiceReader> open(const Voice& voice, const std::filesystem::path& folder);

    /// Adds output samples [at, at + mix.size()/2) to `mix`; blocks follow each other without holes. `duck`
    /// has a factor a sample, for voices that are ducked.
    void add_to(std::span<float> mix, std::int64_t at, std::span<const float> duck);

    [[nodiscard]] const Voice& voice() const { return voice_; }
    /// How it fell silent early ("ends at 0:30.000, the rest is silent"); empty when it did not.
    [[nodiscard]] const std::string& trouble() const { return trouble_; }

private:
    VoiceReader(Voice voice, TempoReader reader);
    void fill(std::int64_t until);
    [[nodiscard]] float fade(std::int64_t sample) const;

    Voice voice_;
    TempoReader reader_;
    std::vector<float> ahead_;   // read, not yet mixed
    std::int64_t position_ = 0;  // output sample of ahead_'s first
    std::int64_t end_ = 0;       // of the voice, or of what its file has
    bool exhausted_ = false;
    std::string trouble_;
};

/// All voices of a draft as one stream of 48 kHz stereo, block by block.
class Mixer {
public:
    Mixer(std::vector<Voice> voices, std::filesystem::path folder);

    /// Fills `mix` (interleaved) with the next samples. Errors name the source.
    Result<void> read(std::span<float> mix);

    /// What fell silent early, a sentence each.
    [[nodiscard]] const std::vector<std::string>& notes() const { return notes_; }

private:
    Result<void> start_voices(std::int64_t before);

    std::vector<Voice> voices_;  // by begin
    std::filesystem::path folder_;
    Ducking ducking_;
    std::vector<float> duck_;  // of the block being read
    std::list<VoiceReader> playing_;
    std::size_t next_ = 0;
    std::int64_t position_ = 0;
    std::vector<std::string> notes_;
};

}  // namespace beatsync::render
