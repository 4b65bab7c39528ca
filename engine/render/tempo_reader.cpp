#include "render/tempo_reader.h"

#include <rubberband/RubberBandStretcher.h>

#include <algorithm>
#include <array>
#include <exception>
#include <optional>
#include <utility>
#include <vector>

#include "media/audio_reader.h"
#include "render/voices.h"

namespace beatsync::render {
namespace {

using RubberBand::RubberBandStretcher;

constexpr std::size_t kBlock = 1024;  // samples given to the stretcher at a time

// No threads of its own: the same bytes on every machine. Both channels together: the stereo image stays.
constexpr RubberBandStretcher::Options kOptions =
    RubberBandStretcher::OptionProcessRealTime | RubberBandStretcher::OptionEngineFiner |
    RubberBandStretcher::OptionThreadingNever | RubberBandStretcher::OptionChannelsTogether;

}  // namespace

class TempoReader::Impl {
public:
    Impl(media::AudioReader reader, double tempo) : reader_(std::move(reader)), tempo_(tempo) {
        if (tempo == 1) return;
        stretcher_.emplace(kSampleRate, kChannels, kOptions, 1 / tempo);
        stretcher_->setMaxProcessSize(kBlock);
        silence_ = stretcher_->getPreferredStartPad();
        discard_ = stretcher_->getStartDelay();
        for (auto& channel : channels_)
            channel.resize(kBlock);
    }

    Result<std::size_t> read(std::span<float> interleaved) {
        if (!stretcher_) return reader_.read(interleaved);
        const std::size_t wanted = interleaved.size() / kChannels;
        std::size_t got = 0;
        while (got < wanted) {
            const int available = stretcher_->available();
            if (available < 0) break;
            if (available > 0)
                got += take(interleaved.subspan(got * kChannels), static_cast<std::size_t>(available));
            else if (ended_)
                break;
            else
                BEATSYNC_CHECK(feed());
        }
        return got;
    }

private:
    /// What the file has makes so many samples of output, and the stretcher's tail is none of them.
    [[nodiscard]] std::size_t owed() const {
        const double whole = static_cast<double>(fed_) / tempo_;
        return static_cast<std::size_t>(whole + 0.5) -
               std::min(given_, static_cast<std::size_t>(whole + 0.5));
    }

    Result<void> feed() {
        std::size_t count = std::min(silence_, kBlock);
        if (count > 0) {
            silence_ -= count;
            for (auto& channel : channels_)
                std::fill(channel.begin(), channel.end(), 0.0F);
        } else {
            std::array<float, kBlock * kChannels> block{};
            BEATSYNC_TRY(count, reader_.read(block));
            for (std::size_t c = 0; c < kChannels; ++c)
                for (std::size_t i = 0; i < count; ++i)
                    channels_[c][i] = block[i * kChannels + c];
            fed_ += count;
            ended_ = count == 0;
        }
        const std::array<const float*, kChannels> input{channels_[0].data(), channels_[1].data()};
        stretcher_->process(input.data(), count, ended_);
        return {};
    }

    std::size_t take(std::span<float> interleaved, std::size_t available) {
        const bool early = discard_ > 0;
        std::size_t count = early ? discard_ : interleaved.size() / kChannels;
        count = std::min({count, available, kBlock});
        const std::array<float*, kChannels> output{channels_[0].data(), channels_[1].data()};
        count = stretcher_->retrieve(output.data(), count);
        if (early) {
            discard_ -= count;
            return 0;
        }
        if (ended_) count = std::min(count, owed());
        for (std::size_t i = 0; i < count; ++i)
            for (std::size_t c = 0; c < kChannels; ++c)
                interleaved[i * kChannels + c] = channels_[c][i];
        given_ += count;
        return count;
    }

    media::AudioReader reader_;
    double tempo_;
    std::optional<RubberBandStretcher> stretcher_;
    std::array<std::vector<float>, kChannels> channels_;
    std::size_t silence_ = 0;  // still to be given before the first sample
    std::size_t discard_ = 0;  // still to be thrown away before the first sample
    std::size_t fed_ = 0;
    std::size_t given_ = 0;
    bool ended_ = false;
};

Result<TempoReader> TempoReader::open(const std::filesystem::path& path, Time in, double tempo) {
    BEATSYNC_TRY(media::AudioReader reader, media::AudioReader::open(path, {kSampleRate, kChannels}));
    BEATSYNC_CHECK(reader.seek(in));
    try {
        return TempoReader(std::make_unique<Impl>(std::move(reader), tempo));
    } catch (const std::exception& e) {
        return fail(Errc::internal, std::string("rubberband: ") + e.what());
    }
}

TempoReader::TempoReader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TempoReader::TempoReader(TempoReader&&) noexcept = default;
TempoReader& TempoReader::operator=(TempoReader&&) noexcept = default;
TempoReader::~TempoReader() = default;

Result<std::size_t> TempoReader::read(std::span<float> interleaved) {
    return impl_->read(interleaved);
}

}  // namespace beatsync::render
