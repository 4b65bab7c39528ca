#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace beatsync::cloud {

/// Where a request goes (the protocol's table "What the user says, and where it goes").
enum class Intent : std::uint8_t {
    export_video,
    credits,
    state,
    upload,
    message,  ///< through the message stream, as it is
};

struct RoutedWords {
    Intent intent = Intent::message;
    /// Words that look like a path of a file or an http(s) address with an extension that the service takes,
    /// as they were written but for quotes; each once, in order. Nobody looked whether such a file exists.
    std::vector<std::string> mentioned_files;
};

/// Routes one request of the user, in English or Chinese.
///
/// The rule: a request goes to export, credits, state or upload when it has that one's word (export,
/// download, send me … video; credits, balance; status, show … tracks; upload, or a file) and every other
/// word of the whole request is one that such a request is made of ("the final video", "as mp4 in 1080p",
/// "how many … do I have left"; the lists are in request_words.cpp). One word beyond them, and it is a
/// message: whether an edit is asked for too ("add a status bar", "export it after you add music"), or it is
/// not wanted ("don't export yet"), or the word means something else there ("balance the colours"). So no
/// list of edits or of negations is needed, and what is not understood is never acted upon.
///
/// Words are whole words: "exported" is not "export". Case, punctuation and politeness ("please", "can you",
/// "请", "帮我") don't count. Quoted text is what a title or a file is called: it is never a request's word,
/// and makes the request a message unless it is a file's name. Quotes around everything are ignored. A file
/// beside other wishes ("add song.mp3 as music") is a message: its file is in `mentioned_files` for the
/// caller to upload first. In an export a name after "as" or "to" is where it goes ("export to out.mp4").
[[nodiscard]] RoutedWords route_words(std::string_view words);

}  // namespace beatsync::cloud
