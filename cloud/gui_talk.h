#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace beatsync::cloud {

enum class ReplyAction : std::uint8_t {
    show_state,
    show_tracks,
    export_video,
    show_credits,
    send_as_message
};

struct GuiTalk {
    std::string kept;  ///< the sentence without its instructions; empty: it was nothing else
    std::vector<ReplyAction> actions;
    std::string message;  ///< the edit of a drag, in plain words; for send_as_message
    bool changed = false;
};

/// Takes the instructions to use a GUI out of one sentence, clause by clause. `sentence` has no line break,
/// no list marker.
///
/// A clause is an instruction when it tells the reader to do something ("click", "please open", "you can then
/// drag", "by dragging"; 请点击, 您可以打开) with a part of a GUI ("the Audio panel", "onto the track", the
/// "Export" button). The words alone are none: "the scene opens on…", "the beat drop at 0:12", "a click track
/// was added", "open sky shots" stay. Words in quotes are titles and labels, and never a verb.
///
/// Export or download: export_video. Account or billing: show_credits. Open: show_state. Timeline or preview:
/// show_tracks. Drag and drop: send_as_message. Other clicks: send_as_message when they say which edit they
/// are for ("click Text to add a title"), else show_state. "Don't click …" goes without an action.
[[nodiscard]] GuiTalk take_gui_talk(std::string_view sentence);

}  // namespace beatsync::cloud
