#include "cli/manual.h"

#include <fmt/format.h>

#include <vector>

#include "cli/command.h"
#include "core/version.h"

namespace beatsync::cli {
namespace {

/// Text for roff: a backslash and a hyphen mean something else there, a full stop or quote at a line's start
/// too.
std::string escaped(std::string_view text) {
    std::string out;
    bool line_start = true;
    for (const char c : text) {
        if (line_start && (c == '.' || c == '\'')) out += "\\&";
        if (c == '\\')
            out += "\\e";
        else if (c == '-')
            out += "\\-";
        else
            out += c;
        line_start = c == '\n';
    }
    return out;
}

std::string option_entry(const OptionDescription& option) {
    std::string names;
    for (const auto& name : option.names)
        names += fmt::format("{}\\fB{}\\fR", names.empty() ? "" : ", ", escaped(name));
    if (!option.value.empty()) names += fmt::format(" \\fI{}\\fR", escaped(option.value));
    const std::string standard =
        option.default_value.empty() ? "" : fmt::format(" Default: {}.", escaped(option.default_value));
    return fmt::format(".TP\n{}\n{}.{}\n", names, escaped(option.help), standard);
}

std::string verb_section(const Verb& verb) {
    Globals unused;
    std::string text = fmt::format(".SS {}\n{}.\n", verb.name, escaped(verb.summary));
    const auto options = Command(verb, unused).options();
    for (const auto& option : options)
        if (option.group != "Everywhere") text += option_entry(option);
    return text + fmt::format(".PP\nExamples:\n.PP\n.nf\n.RS\n{}.RE\n.fi\n", escaped(verb.examples));
}

constexpr std::string_view kExitCodes =
    ".SH EXIT STATUS\n"
    ".TP\n0\nDone.\n.TP\n1\nDone, but something asked for was left out (said on standard error).\n"
    ".TP\n2\nUsage.\n.TP\n3\nInput: missing, unreadable, not media, nothing usable in it.\n"
    ".TP\n4\nDecoding, encoding or writing failed.\n.TP\n5\nThe cloud can't be reached.\n"
    ".TP\n6\nThe cloud said no.\n.TP\n70\nA bug of beatsync.\n.TP\n130\nInterrupted.\n";

constexpr std::string_view kFiles =
    ".SH FILES\n"
    ".TP\n\\fI$XDG_CONFIG_HOME/beatsync/config.toml\\fR\n"
    "Options: long names as keys, for all verbs, or under [\\fIverb\\fR] for one.\n"
    ".TP\n\\fI$XDG_CACHE_HOME/beatsync/analysis/\\fR\nAnalysis of songs and clips; safe to delete.\n"
#ifdef BEATSYNC_WITH_CLOUD
    ".TP\n\\fI$XDG_STATE_HOME/beatsync/\\fR\nThe cloud's tokens, sessions, uploads and render jobs.\n"
    ".TP\n\\fI$XDG_CONFIG_HOME/nemovideo/client_id\\fR\nWho this machine is to the cloud.\n"
#endif
    ".SH ENVIRONMENT\n"
    "Each option \\fB\\-\\-NAME\\fR can be given as BEATSYNC_NAME. The command line wins over the "
    "environment, and\n"
    "that over the configuration file. NO_COLOR turns colours off.\n"
#ifdef BEATSYNC_WITH_CLOUD
    ".PP\nThe cloud: NEMO_TOKEN (a token instead of the kept one), NEMO_API_URL, NEMO_WEB_URL, "
    "NEMO_CLIENT_ID,\n"
    "SKILL_SOURCE, SSL_CERT_FILE (trusted certificates); BEATSYNC_WAIT_SCALE multiplies every wait.\n"
#endif
    ;

}  // namespace

std::string manual_page() {
    std::string text = fmt::format(
        ".TH BEATSYNC 1 \"\" \"beatsync {}\" \"User Commands\"\n"
        ".SH NAME\nbeatsync \\- cuts video to music\n"
        ".SH SYNOPSIS\n.B beatsync\n\\fIverb\\fR [\\fIoptions\\fR]\n"
        ".SH DESCRIPTION\nA song and clips in, a video cut to the beat out. Results go to standard output, "
        "talk and\n"
        "progress to standard error.\n"
        ".SH OPTIONS OF ALL VERBS\n",
        version());
    for (const auto& option : front_options())
        text += option_entry(option);
    text += ".SH VERBS\n";
    for (const Verb& verb : verbs())
        text += verb_section(verb);
    return text + std::string(kExitCodes) + std::string(kFiles);
}

}  // namespace beatsync::cli
