#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/error.h"
#include "core/run_context.h"
#include "draft/draft.h"
#include "draft/edit.h"
#include "pipeline/sync.h"

// Changes to a draft, those that plan again among them. Pieces are counted from 0, as in draft/edit.h.
namespace beatsync::pipeline {

struct SwapEdit {
    std::size_t a = 0;
    std::size_t b = 0;
};
struct DropEdit {
    std::vector<std::size_t> pieces;
    bool close = false;  ///< what follows moves up; else other footage takes their time
};
struct LockEdit {
    std::vector<std::size_t> pieces;
    bool locked = true;
};
struct LengthEdit {
    std::size_t piece = 0;
    std::int64_t beats = 0;  ///< negative: shorter
};
struct ReplaceEdit {
    std::size_t piece = 0;
    std::filesystem::path clip;
    std::optional<Time> at;  ///< none = the best place for it
};
/// One title of which nothing but the words is given takes the place of the draft's first in its looks and
/// time; all else takes the place of all titles. None = no titles.
struct TitleEdit {
    std::vector<plan::TitleRequest> titles;
};
struct MusicGainEdit {
    double gain_db = 0;
};
struct OwnSoundEdit {
    draft::OwnSound sound = draft::OwnSound::off;
};
struct LoudnessEdit {
    std::optional<double> lufs;
};
struct FitEdit {
    draft::Fit fit = draft::Fit::crop;
};
/// The canvas; nothing of what is not given changes.
struct CanvasEdit {
    std::optional<Aspect> aspect;
    std::optional<int> short_side;
    std::optional<PictureSize> size;
};
/// Plans everything again but what is locked.
struct ReplanEdit {
    bool new_start = false;  ///< the request's start, or its search for one, counts also beside locked pieces
    bool new_length = false;  ///< likewise its length
};
using Edit = std::variant<SwapEdit, DropEdit, LockEdit, LengthEdit, ReplaceEdit, TitleEdit, MusicGainEdit,
                          OwnSoundEdit, LoudnessEdit, FitEdit, CanvasEdit, ReplanEdit>;

/// A draft under edit. Song and clips are analysed (or found in the cache) when an edit first needs them.
class DraftEditor {
public:
    /// The draft's sources are absolute. `request` is what it was planned from, or is to be from now on;
    /// without clips nothing can be planned, without a song the draft's own music is listened to.
    DraftEditor(draft::Draft draft, PlanRequest request, const RunContext& context);

    /// All or nothing. Errc::usage for what this draft can't do, Errc::input for what is missing.
    Result<void> apply(const Edit& edit);

    [[nodiscard]] const draft::Draft& draft() const { return draft_; }
    /// What planning had to give up or relax, each a sentence for the user.
    [[nodiscard]] const std::vector<std::string>& notes() const { return notes_; }
    [[nodiscard]] const std::vector<std::string>& left_out() const { return left_out_; }
    /// Options that a later plan has to know of: "--avoid", "a.mp4@1-2".
    [[nodiscard]] const std::vector<std::string>& new_options() const { return new_options_; }

private:
    Result<draft::Draft> run(const SwapEdit& edit);
    Result<draft::Draft> run(const DropEdit& edit);
    Result<draft::Draft> run(const LockEdit& edit);
    Result<draft::Draft> run(const LengthEdit& edit);
    Result<draft::Draft> run(const ReplaceEdit& edit);
    Result<draft::Draft> run(const TitleEdit& edit);
    Result<draft::Draft> run(const MusicGainEdit& edit);
    Result<draft::Draft> run(const OwnSoundEdit& edit);
    Result<draft::Draft> run(const LoudnessEdit& edit);
    Result<draft::Draft> run(const FitEdit& edit);
    Result<draft::Draft> run(const CanvasEdit& edit);
    Result<draft::Draft> run(const ReplanEdit& edit);

    Result<const music::MusicMap*> song();
    Result<const std::vector<footage::ClipMap>*> clips();
    /// Null when the file can't be read.
    const footage::ClipMap* clip_of(const std::string& source);
    std::optional<draft::Footage> footage_of(const draft::Segment& piece);
    draft::Draft with_titles(const std::vector<plan::TitleRequest>& titles);
    draft::EditFacts facts_without_song();
    Result<draft::EditFacts> facts();
    Result<const draft::Segment*> music() const;
    Result<plan::Plan> plan_around(std::vector<plan::HeldPiece> held,
                                   const std::vector<footage::ClipMap>& clips,
                                   std::vector<AvoidRequest> avoid);
    Result<draft::Draft> refill(const std::vector<std::size_t>& pieces,
                                const std::vector<footage::ClipMap>& clips,
                                const std::vector<AvoidRequest>& avoid);
    Result<draft::Draft> plan_anew();
    AvoidRequest avoid(const draft::Segment& piece);
    void keep_notes(const plan::Plan& plan);

    draft::Draft draft_;
    PlanRequest request_;
    RunContext context_;
    std::optional<music::MusicMap> song_;
    std::optional<std::vector<footage::ClipMap>> clips_;
    std::map<std::string, std::optional<footage::ClipMap>> footage_;
    std::vector<std::string> notes_;
    std::vector<std::string> left_out_;
    std::vector<std::string> new_options_;
};

/// Pictures and music of `planned` in the place of the draft's own; its titles, other tracks, names and
/// unknown keys stay.
[[nodiscard]] draft::Draft with_new_plan(draft::Draft draft, const draft::Draft& planned);

}  // namespace beatsync::pipeline
