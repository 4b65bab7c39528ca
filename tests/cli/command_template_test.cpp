#include "cli/eval/command_template.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace beatsync::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kPath = "/nowhere:/usr/bin:/bin";

CommandTemplate parse(const std::string& text) {
    auto command = parse_command(text, kPath);
    EXPECT_TRUE(command) << text << ": " << (command ? "" : describe(command.error()));
    return command ? *std::move(command) : CommandTemplate();
}

std::string refusal(const std::string& text) {
    const auto command = parse_command(text, kPath);
    EXPECT_FALSE(command) << text;
    if (command) return {};
    EXPECT_EQ(command.error().code, Errc::usage);
    return describe(command.error());
}

TEST(CommandTemplate, NameAndWords) {
    const CommandTemplate named = parse("my-tracker_2.0=env  A=1 cat {audio}\t-o {out}");
    EXPECT_EQ(named.name, "my-tracker_2.0");
    EXPECT_THAT(named.words, ElementsAre("env", "A=1", "cat", "{audio}", "-o", "{out}"));
    EXPECT_TRUE(named.program.is_absolute());
    EXPECT_EQ(named.program.filename(), "env");
    EXPECT_TRUE(named.has_out);
    EXPECT_EQ(parse("/usr/bin/env cat {audio}").name, "env") << "the program's own";
    EXPECT_FALSE(parse("cat {audio}").has_out);
}

TEST(CommandTemplate, QuotesHoldWordsTogether) {
    EXPECT_THAT(parse(R"(cat 'a "b" \n' "c 'd' \" \\ \e" e\ f '' {audio})").words,
                ElementsAre("cat", R"(a "b" \n)", R"(c 'd' " \ \e)", "e f", "", "{audio}"));
    EXPECT_THAT(parse("cat --in={audio}' x'").words, ElementsAre("cat", "--in={audio} x"));
}

TEST(CommandTemplate, AFilesNameStaysOneArgument) {
    const CommandTemplate command = parse("cat --in={audio} {out} {audio}");
    const std::string hostile = "/a b/$(touch x);'\"`|{out}.wav";
    EXPECT_THAT(command.fill(hostile, "/tmp/o"), ElementsAre("cat", "--in=" + hostile, "/tmp/o", hostile));
}

TEST(CommandTemplate, RefusesWhatOnlyAShellDoes) {
    for (const char* text : {"cat {audio} > {out}", "cat {audio} >x", "cat {audio} | sort",
                             "true && cat {audio}", "cat {audio} 2>&1", "cat {audio} ; ls"})
        EXPECT_THAT(refusal(text), HasSubstr("no shell runs this")) << text;
    EXPECT_EQ(parse("cat '>' {audio}").words[1], ">") << "quoted, it is meant";
}

TEST(CommandTemplate, RefusesFileNamesAsCode) {
    for (const char* text :
         {"sh -c 'cat {audio}'", "/bin/bash -ec \"cat {audio}\"", "env sh -c 'x > {out}' {audio}"})
        EXPECT_THAT(refusal(text), HasSubstr("would become code")) << text;
    EXPECT_THAT(parse(R"(sh -c 'cat "$1" > "$2"' sh {audio} {out})").words,
                ElementsAre("sh", "-c", R"(cat "$1" > "$2")", "sh", "{audio}", "{out}"));
}

TEST(CommandTemplate, SaysWhatIsMissing) {
    EXPECT_THAT(refusal(""), HasSubstr("no program"));
    EXPECT_THAT(refusal("name="), HasSubstr("no program"));
    EXPECT_THAT(refusal("cat file"), HasSubstr("{audio} is missing"));
    EXPECT_THAT(refusal("cat '{audio}"), HasSubstr("not closed"));
    EXPECT_THAT(refusal("no-such-program {audio}"), HasSubstr("no program called no-such-program"));
    EXPECT_THAT(refusal("./no-such-program {audio}"), HasSubstr("no program called"));
    EXPECT_THAT(refusal("/etc/passwd {audio}"), HasSubstr("no program called")) << "not to be executed";
}

}  // namespace
}  // namespace beatsync::cli
