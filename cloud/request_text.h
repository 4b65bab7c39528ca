#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace beatsync::cloud {

/// A stretch of a request: the user's own words, or something quoted.
struct RequestPart {
    std::string_view text;  ///< without the quotes
    bool quoted = false;
};

/// Takes "…" “…” „…“ 「…」 『…』 «…» `…` and, at the edges of words, '…' ‘…’ out of the rest; a double quote
/// that nobody closes goes to the end. The views are into `request`.
[[nodiscard]] std::vector<RequestPart> split_quotes(std::string_view request);

/// "a/b.MP4" has an extension that the service takes for uploads, and a name before it.
[[nodiscard]] bool names_media_file(std::string_view path);

/// A file's path or address within text, as bytes [begin, end).
struct FileMention {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool is_url = false;
};

/// The paths and http(s) addresses in text outside quotes, in order.
[[nodiscard]] std::vector<FileMention> find_files(std::string_view text);

}  // namespace beatsync::cloud
