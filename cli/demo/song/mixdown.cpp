#include "cli/demo/song/drums.h"
#include "cli/demo/song/effects.h"
#include "cli/demo/song/instruments.h"
#include "cli/demo/song/song.h"

namespace beatsync::cli::song {
namespace {

constexpr float kCeiling = 0.88F;  // −1.1 dBFS: leaves room for peaks between the samples

void place(Stereo& line, const Notes& notes, const Hit& hit, float gain, float pan = 0) {
    for (const Note& note : notes) {
        const std::size_t begin = samples(seconds_of_step(note.step));
        const float g = gain * note.velocity;
        for (std::size_t i = 0; i < hit.size() && begin + i < line.size(); ++i)
            line.add(begin + i, g * (1.0F - pan) * hit[i], g * (1.0F + pan) * hit[i]);
    }
}

/// The lines that meet on the desk, and those that go on to the hall.
struct Desk {
    Stereo mix{song_frames()};
    Stereo hall_send{song_frames()};

    void add(const Stereo& line, float gain, float send) {
        mix.mix(line, gain);
        if (send > 0) hall_send.mix(line, gain * send);
    }
};

void mix_drums(Desk& desk, const DrumParts& parts) {
    const DrumKit kit = make_drum_kit();
    Stereo kick(song_frames());
    place(kick, parts.kick, kit.kick, 0.64F);
    desk.add(kick, 1.0F, 0.0F);
    Stereo dry(song_frames());
    place(dry, parts.closed_hat, kit.closed_hat, 0.55F, 0.18F);
    place(dry, parts.open_hat, kit.open_hat, 0.46F, -0.15F);
    place(dry, parts.shaker, kit.shaker, 0.36F, -0.4F);
    desk.add(dry, 1.0F, 0.05F);
    Stereo wet(song_frames());
    place(wet, parts.clap, kit.clap, 0.72F);
    place(wet, parts.snare, kit.snare, 0.42F);
    place(wet, parts.crash, kit.crash, 0.36F, 0.1F);
    desk.add(wet, 1.0F, 0.22F);
}

void mix_tones(Desk& desk, const Notes& kicks) {
    const auto add = [&](Stereo line, float lows_hz, float depth, float gain, float send) {
        cut_lows(line, lows_hz);
        duck(line, kicks, depth);
        desk.add(line, gain, send);
    };
    add(play_bass(bass_part()), 30, 0.8F, 1.9F, 0.0F);
    add(play_stabs(stab_part()), 160, 0.6F, 1.55F, 0.2F);
    add(play_pads(), 180, 0.75F, 0.7F, 0.3F);
    add(play_risers(), 28, 0.3F, 0.6F, 0.3F);

    const double dotted_eighth = seconds_of_step(3);
    const Stereo arpeggio = play_arpeggio(arpeggio_part());
    add(ping_pong_delay(arpeggio, dotted_eighth, 0.45F), 300, 0.5F, 1.0F, 0.25F);
    add(arpeggio, 220, 0.35F, 2.1F, 0.15F);
    const Stereo lead = play_lead(lead_part());
    add(ping_pong_delay(lead, dotted_eighth, 0.4F), 350, 0.5F, 0.45F, 0.3F);
    add(lead, 250, 0.3F, 1.05F, 0.22F);
}

}  // namespace

Result<Stereo> make_song(const RunContext& context) {
    const DrumParts drums = drum_parts();
    Desk desk;
    mix_drums(desk, drums);
    if (context.stopped()) return fail_cancelled();
    mix_tones(desk, drums.kick);
    if (context.stopped()) return fail_cancelled();
    Stereo hall = reverb(desk.hall_send, 2.2F);
    cut_lows(hall, 220);
    duck(hall, drums.kick, 0.4F);
    desk.mix.mix(hall, 0.9F);
    saturate(desk.mix, 0.52F);
    limit(desk.mix, kCeiling);
    fade_out(desk.mix, 1.2);
    return std::move(desk.mix);
}

std::vector<double> beats() {
    std::vector<double> times;
    for (int step = 0; step <= kBars * kStepsPerBar; step += kStepsPerBeat)
        times.push_back(seconds_of_step(step));
    return times;
}

}  // namespace beatsync::cli::song
