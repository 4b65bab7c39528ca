// Real clips, each rendered by itself, against what the ffmpeg programs make of it: the same frames at the
// same times in the same shape and colours, and the sound beside them where it belongs.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "render/renderer.h"
#include "support/pattern_clip.h"
#include "support/process.h"

namespace beatsync::render {
namespace {

namespace fs = std::filesystem;
using test::output_of;

const fs::path kFootage = fs::path(BEATSYNC_SHARED_DATA) / "footage";
constexpr int kSide = 480;          // of the longer side
constexpr std::size_t kRead = 100;  // frames of a clip that are looked at
constexpr std::int64_t kShown = 24;
constexpr int kRate = 48000;

struct Pictures {
    int width = 0;
    int height = 0;
    std::vector<std::string> frames;  ///< planar 4:2:0, 8 bits
};

/// A whole Y4M stream.
Pictures parse_y4m(const std::string& text) {
    Pictures p;
    const std::size_t line = text.find('\n');
    if (line == std::string::npos) return p;
    std::istringstream header(text.substr(0, line));
    for (std::string word; header >> word;) {
        if (word[0] == 'W') p.width = std::stoi(word.substr(1));
        if (word[0] == 'H') p.height = std::stoi(word.substr(1));
    }
    const auto size = static_cast<std::size_t>(p.width * p.height * 3 / 2);
    for (std::size_t at = line + 1; at + 6 + size <= text.size(); at += 6 + size)
        p.frames.push_back(text.substr(at + 6, size));
    return p;
}

std::string quoted(const fs::path& path) {
    return "'" + path.string() + "'";
}

/// Mean SSIM (Wang et al. 2004) of a plane over 8×8 blocks, four samples apart.
double plane_ssim(const char* a, const char* b, int width, int height) {
    constexpr double c1 = 6.5025;
    constexpr double c2 = 58.5225;
    double total = 0;
    int blocks = 0;
    for (int y = 0; y + 8 <= height; y += 4) {
        for (int x = 0; x + 8 <= width; x += 4, ++blocks) {
            double sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;
            for (int r = 0; r < 8; ++r) {
                const auto at = static_cast<std::ptrdiff_t>(y + r) * width + x;
                for (int c = 0; c < 8; ++c) {
                    const double va = static_cast<unsigned char>(a[at + c]);
                    const double vb = static_cast<unsigned char>(b[at + c]);
                    sa += va, sb += vb, saa += va * va, sbb += vb * vb, sab += va * vb;
                }
            }
            const double ma = sa / 64, mb = sb / 64;
            const double va = saa / 64 - ma * ma, vb = sbb / 64 - mb * mb, cov = sab / 64 - ma * mb;
            total += (2 * ma * mb + c1) * (2 * cov + c2) / ((ma * ma + mb * mb + c1) * (va + vb + c2));
        }
    }
    return blocks > 0 ? total / blocks : 1;
}

double ssim(const Pictures& size, const std::string& a, const std::string& b) {
    const int w = size.width, h = size.height;
    const double y = plane_ssim(a.data(), b.data(), w, h);
    const auto luma = static_cast<std::ptrdiff_t>(w) * h;
    const double u = plane_ssim(a.data() + luma, b.data() + luma, w / 2, h / 2);
    const double v = plane_ssim(a.data() + luma * 5 / 4, b.data() + luma * 5 / 4, w / 2, h / 2);
    return (4 * y + u + v) / 6;  // as FFmpeg's filter weighs them
}

/// "key=value" lines of ffprobe.
std::string value_of(const std::string& text, const std::string& key) {
    const std::size_t at = text.find(key + "=");
    if (at == std::string::npos) return "";
    const std::size_t begin = at + key.size() + 1;
    return text.substr(begin, text.find('\n', begin) - begin);
}

double ratio(const std::string& text) {
    const std::size_t slash = text.find('/');
    const double den = slash == std::string::npos ? 1 : std::stod(text.substr(slash + 1));
    return den > 0 ? std::stod(text) / den : 0;
}

/// What ffprobe and ffmpeg tell of a clip.
struct Reference {
    bool hdr = false;
    std::optional<Rate> rate;   ///< constant
    double late = 0;            ///< a quarter of a frame of a nearly constant rate, seconds
    std::vector<double> times;  ///< of frames, seconds, in the file's own time
    Pictures pictures;          ///< the same frames, upright, with square pixels, BT.709 limited
    std::optional<double> sound_begin;
    std::vector<float> sound;  ///< stereo, 48 kHz, from sound_begin on
};

std::vector<double> numbers(const std::string& text) {
    std::vector<double> all;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        if (!line.empty() && (std::isdigit(static_cast<unsigned char>(line[0])) != 0 || line[0] == '-'))
            all.push_back(std::stod(line));
    return all;
}

/// Upright, with square pixels, by ffmpeg's own reckoning.
std::pair<int, int> shown_size(const fs::path& clip) {
    const Pictures one =
        parse_y4m(output_of("ffmpeg -nostdin -v quiet -i " + quoted(clip) +
                            " -map 0:v:0 -frames:v 1 -vf \"scale='round(iw*if(sar,sar,1))':ih,format="
                            "yuv420p\" -f yuv4mpegpipe -strict -1 -"));
    return {one.width, one.height};
}

/// About kSide on the longer side, even, and as near to the shape as such sizes come: no crop to speak of.
std::pair<int, int> small_size(int width, int height) {
    std::pair<int, int> best{kSide, kSide};
    double least = 1e9;
    for (int side = kSide * 3 / 4; side <= kSide * 5 / 4; side += 2) {
        const double exact = static_cast<double>(side) * std::min(width, height) / std::max(width, height);
        const int other = 2 * static_cast<int>(std::lround(exact / 2));
        if (std::abs(exact - other) < least - 1e-9) {
            least = std::abs(exact - other);
            best = width >= height ? std::pair{side, other} : std::pair{other, side};
        }
    }
    return best;
}

std::string reference_filter(const std::string& stream, bool hdr, int small_width, int small_height) {
    const bool known = value_of(stream, "color_space") != "unknown";
    const int width = std::stoi(value_of(stream, "width")), height = std::stoi(value_of(stream, "height"));
    const bool high = std::min(width, height) >= 720 || std::max(width, height) >= 1280;
    const std::string from = known ? "auto" : high ? "bt709" : "bt601";
    const std::string colours =
        hdr ? "" : ":in_color_matrix=" + from + ":out_color_matrix=bt709:out_range=tv";
    return "\"scale=" + std::to_string(small_width) + ":" + std::to_string(small_height) +
           ":flags=bicubic+accurate_rnd" + colours + ",format=yuv420p\"";
}

/// Whether frames come as regularly as stamps of a millisecond can say.
bool is_regular(const std::vector<double>& times, double rate) {
    for (std::size_t i = 0; i < times.size(); ++i)
        if (std::abs(times[i] - times[0] - static_cast<double>(i) / rate) > 0.0011) return false;
    return true;
}

Reference reference_of(const fs::path& clip) {
    Reference r;
    const std::string stream = output_of(
        "ffprobe -v error -select_streams v:0 -show_entries stream=width,height,color_space,color_transfer,"
        "r_frame_rate,avg_frame_rate -of default=nw=1 " +
        quoted(clip) + " 2>/dev/null");
    const std::string transfer = value_of(stream, "color_transfer");
    r.hdr = transfer == "smpte2084" || transfer == "arib-std-b67";
    const std::string frames = "'%+#" + std::to_string(kRead) + "'";
    r.times = numbers(output_of("ffprobe -v error -select_streams v:0 -read_intervals " + frames +
                                " -show_entries frame=best_effort_timestamp_time -of csv=p=0 " +
                                quoted(clip) + " 2>/dev/null"));
    const std::string rate = value_of(stream, "r_frame_rate");
    if (ratio(rate) >= 1 && ratio(rate) <= 60 && is_regular(r.times, ratio(rate)))
        r.rate = Rate{std::stoi(rate), std::stoi(rate.substr(rate.find('/') + 1))};
    const double average = ratio(value_of(stream, "avg_frame_rate"));
    if (average > 0 && std::abs(ratio(rate) / average - 1) < 0.01) r.late = 0.25 / average;
    const auto [width, height] = shown_size(clip);
    const auto [w, h] = small_size(width, height);
    r.pictures =
        parse_y4m(output_of("ffmpeg -nostdin -v quiet -i " + quoted(clip) + " -map 0:v:0 -frames:v " +
                            std::to_string(kRead) + " -vsync passthrough -vf " +
                            reference_filter(stream, r.hdr, w, h) + " -f yuv4mpegpipe -strict -1 -"));
    const auto sound =
        numbers(output_of("ffprobe -v error -select_streams a:0 -read_intervals '%+#3' -show_entries "
                          "frame=pts_time -of csv=p=0 " +
                          quoted(clip) + " 2>/dev/null"));
    if (sound.empty()) return r;
    r.sound_begin = sound.front();
    const std::string raw =
        output_of("ffmpeg -nostdin -v quiet -i " + quoted(clip) +
                  " -map 0:a:0 -t 12 -af aresample=48000:async=1:min_hard_comp=0.02 -ac 2 -f f32le -");
    r.sound.resize(raw.size() / sizeof(float));
    std::memcpy(r.sound.data(), raw.data(), r.sound.size() * sizeof(float));
    return r;
}

/// One segment from `in` on at its own speed, with its own sound.
draft::Draft draft_of(const fs::path& clip, const Reference& r, Time in) {
    draft::Draft d;
    d.canvas = {r.pictures.width, r.pictures.height, r.rate.value_or(Rate{30, 1})};
    draft::Segment s;
    s.frames = {0, kShown};
    s.source = clip.string();
    s.in = in;
    s.sound = true;
    d.tracks.resize(1);
    d.tracks[0].segments.push_back(s);
    return d;
}

/// The source frames that may be on screen at an output frame: of a regular clip one, else the last that has
/// begun, by stamps that may be a millisecond off. A segment may be late by a quarter of a source frame where
/// the clip is nearly regular (render/timeline.h says why), and by a hair where it is not.
std::vector<std::size_t> on_screen(const Reference& r, std::size_t first, std::int64_t k, Rate fps) {
    if (r.rate) return {first + static_cast<std::size_t>(k)};
    const double t = r.times[first] + fps.time_of(k).seconds();
    std::vector<std::size_t> found;
    for (const double at : {t - 0.001, t + 0.002 + r.late}) {
        const auto after = std::upper_bound(r.times.begin(), r.times.end(), at);
        const auto index =
            after == r.times.begin() ? 0 : static_cast<std::size_t>(after - r.times.begin() - 1);
        if (found.empty() || found.back() != index) found.push_back(index);
    }
    return found;
}

struct Judged {
    double least = 1;
    double mean = 0;
    int others = 0;     ///< frames that look more like a neighbour of the one that they should be
    std::string story;  ///< which those are: output frame, source frame, and whether the one before or after
};

Judged judge_frames(const Reference& r, const Pictures& got, const draft::Draft& d, std::size_t first) {
    Judged j;
    const std::size_t last = std::min(r.times.size(), r.pictures.frames.size()) - 1;
    for (std::size_t k = 0; k < got.frames.size(); ++k) {
        const auto wanted = on_screen(r, first, static_cast<std::int64_t>(k), d.canvas.fps);
        if (wanted.back() + 1 > last) break;  // beyond what was read
        const auto like = [&](std::size_t i) {
            return ssim(r.pictures, got.frames[k], r.pictures.frames[i]);
        };
        double best = 0;
        for (const std::size_t want : wanted)
            best = std::max(best, like(want));
        j.least = std::min(j.least, best);
        j.mean += (best - j.mean) / static_cast<double>(k + 1);
        constexpr double kTie = 0.003;
        const std::size_t before = wanted.front() > 0 ? wanted.front() - 1 : 0;
        if (like(before) <= best + kTie && like(wanted.back() + 1) <= best + kTie) continue;
        ++j.others;
        j.story += " " + std::to_string(k) + ":" + std::to_string(wanted.front()) +
                   (like(before) > best + kTie ? "-" : "+");
    }
    return j;
}

/// How many samples later than the reference the sound is, where it is most alike within ±50 ms; none where
/// there is next to nothing to hear. `alike`: the correlation there.
std::optional<int> lag_of(const std::vector<float>& got, const std::vector<float>& want, std::int64_t offset,
                          double& alike) {
    constexpr int kReach = 2400;
    constexpr std::int64_t kMargin = 4800;  // edges are faded
    const std::int64_t n = static_cast<std::int64_t>(got.size() / 2) - kMargin;
    const auto sample = [](const std::vector<float>& s, std::int64_t i) {
        const auto at = static_cast<std::size_t>(2 * i);
        return i < 0 || at + 1 >= s.size() ? 0.0 : double{s[at]} + s[at + 1];
    };
    double energy = 0;
    for (std::int64_t i = kMargin; i < n; ++i)
        energy += sample(got, i) * sample(got, i);
    if (n <= 2 * kMargin || energy / static_cast<double>(n) < 1e-6) return std::nullopt;
    int best = 0;
    alike = -1;
    for (int lag = -kReach; lag <= kReach; ++lag) {
        double cross = 0, power = 0;
        for (std::int64_t i = kMargin; i < n; i += 3) {
            const double w = sample(want, i + offset - lag);
            cross += sample(got, i) * w;
            power += w * w;
        }
        const double c = power > 0 ? cross / std::sqrt(power * energy / 3) : -1;
        if (c > alike) {
            alike = c;
            best = lag;
        }
    }
    return best;
}

/// All but what is damaged, of which two decoders may show different things, and what does not move.
std::vector<fs::path> clips() {
    std::vector<fs::path> all;
    if (!fs::exists(kFootage)) return all;
    for (const auto& entry : fs::directory_iterator(kFootage)) {
        const std::string name = entry.path().filename().string();
        const std::string kind = entry.path().extension().string();
        const bool moves = kind != ".md" && kind != ".jpg" && kind != ".heic";
        if (moves && !name.starts_with("broken_") && !name.starts_with("wrong_ext_jpg"))
            all.push_back(entry.path());
    }
    std::sort(all.begin(), all.end());
    return all;
}

void check_clip(const fs::path& clip, const fs::path& folder) {
    SCOPED_TRACE(clip.filename().string());
    const Reference r = reference_of(clip);
    ASSERT_GT(r.times.size(), 4U);
    ASSERT_GT(r.pictures.frames.size(), 4U);
    const std::size_t middle = std::min<std::size_t>(r.times.size() / 2, 40);
    for (const std::size_t first : {std::size_t{0}, middle}) {
        const double in = r.times[first] - r.times.front();
        const draft::Draft d = draft_of(clip, r, Time::from_seconds(in));
        RenderOptions o;
        o.quality = media::Quality::high;
        o.hdr = r.hdr ? Hdr::keep : Hdr::to_sdr;
        o.threads = 2;
        o.overwrite = true;
        const fs::path out = folder / "out.mp4";
        const auto report = render(d, out, o, {});
        ASSERT_TRUE(report) << report.error().message;
        const Pictures got = parse_y4m(output_of("ffmpeg -nostdin -v quiet -i " + out.string() +
                                                 " -map 0:v -pix_fmt yuv420p -f yuv4mpegpipe -strict -1 -"));
        ASSERT_EQ(got.frames.size(), static_cast<std::size_t>(kShown));
        ASSERT_EQ(got.width, r.pictures.width);
        ASSERT_EQ(got.height, r.pictures.height);
        const Judged j = judge_frames(r, got, d, first);
        EXPECT_GE(j.mean, 0.97) << "from frame " << first;
        EXPECT_GE(j.least, 0.96) << "from frame " << first;
        EXPECT_EQ(j.others, 0) << "from frame " << first << j.story;

        std::string lag_text = "no sound";
        if (r.sound_begin) {
            const std::string raw = output_of("ffmpeg -nostdin -v quiet -i " + out.string() +
                                              " -map 0:a -ar 48000 -ac 2 -f f32le -");
            std::vector<float> heard(raw.size() / sizeof(float));
            std::memcpy(heard.data(), raw.data(), heard.size() * sizeof(float));
            const auto offset =
                static_cast<std::int64_t>(std::llround((r.times.front() + in - *r.sound_begin) * kRate));
            double alike = 0;
            const auto lag = lag_of(heard, r.sound, offset, alike);
            lag_text = "silence";
            if (lag) {
                EXPECT_LE(std::abs(*lag), kRate / 1000) << "samples, correlation " << alike;
                EXPECT_GE(alike, 0.9);
                lag_text = "sound " + std::to_string(*lag) + " samples late, alike " + std::to_string(alike);
            }
        }
        std::printf("%-38s from %3zu  SSIM %.4f, least %.4f  %s\n", clip.filename().c_str(), first, j.mean,
                    j.least, lag_text.c_str());
    }
}

class AwkwardMedia : public ::testing::TestWithParam<fs::path> {};

TEST_P(AwkwardMedia, IsAsFfmpegShowsIt) {
    if (GetParam().empty()) GTEST_SKIP() << kFootage << " is not here";
    const test::TemporaryFolder folder;
    check_clip(GetParam(), folder.path());
}

/// Where there is no footage, one test that says so.
std::vector<fs::path> clips_or_none() {
    std::vector<fs::path> all = clips();
    if (all.empty()) all.emplace_back();
    return all;
}

INSTANTIATE_TEST_SUITE_P(Footage, AwkwardMedia, ::testing::ValuesIn(clips_or_none()), [](const auto& test) {
    std::string name = test.param.empty() ? "None" : test.param.filename().string();
    for (char& c : name)
        if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
    return name;
});

}  // namespace
}  // namespace beatsync::render
