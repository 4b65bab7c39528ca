#include "cloud/intent_router.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace beatsync::cloud {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Phrase {
    Intent intent;
    std::string_view words;
};

constexpr auto kExport = Intent::export_video;
constexpr auto kCredits = Intent::credits;
constexpr auto kState = Intent::state;
constexpr auto kUpload = Intent::upload;
constexpr auto kMessage = Intent::message;

constexpr Phrase kPhrases[] = {
    // The contract's own words.
    {kExport, "export"},
    {kExport, "导出"},
    {kExport, "download"},
    {kExport, "send me the video"},
    {kCredits, "credits"},
    {kCredits, "积分"},
    {kCredits, "balance"},
    {kCredits, "余额"},
    {kState, "status"},
    {kState, "状态"},
    {kState, "show tracks"},
    {kUpload, "upload"},
    {kUpload, "上传"},
    {kUpload, "clip.mp4"},
    {kMessage, "add background music"},
    {kMessage, "加背景音乐"},
    {kMessage, ""},
    {kMessage, "   "},
    {kMessage, "?!"},

    // Export, as people say it.
    {kExport, "Export the video, please."},
    {kExport, "EXPORT!"},
    {kExport, "\"export\""},
    {kExport, "can you export it now?"},
    {kExport, "Hi! Could you please export the final video as an MP4?"},
    {kExport, "export 1080p MP4"},
    {kExport, "export in full hd"},
    {kExport, "export to out.mp4"},
    {kExport, "I'd like to download the finished video"},
    {kExport, "I’d like to download it"},
    {kExport, "Looks good, export it"},
    {kExport, "ok let's export this"},
    {kExport, "give me the mp4"},
    {kExport, "please send it to me as a file"},
    {kExport, "download link please"},
    {kExport, "export again"},
    {kExport, "  export\tmy   project \n"},
    {kExport, "export 🙏"},
    {kExport, "请帮我导出视频"},
    {kExport, "把视频导出"},
    {kExport, "导出为MP4"},
    {kExport, "导出1080p的视频吧"},
    {kExport, "可以导出吗？"},
    {kExport, "能不能把视频发给我"},
    {kExport, "给我视频"},
    {kExport, "下载成片"},
    {kExport, "麻烦导出一下，谢谢！"},
    {kExport, "匯出影片"},
    {kExport, "请导出 video"},
    {kExport, "导出到成片.mp4"},

    // The same words where something else is wanted.
    {kMessage, "make the title say 'Export Season'"},
    {kMessage, "make the title say \"download\""},
    {kMessage, "add the text “export”"},
    {kMessage, "加上标题“导出”"},
    {kMessage, "加上标题「下载」"},
    {kMessage, "title \"export"},
    {kMessage, "don't export yet, first add music"},
    {kMessage, "don’t export"},
    {kMessage, "do not export it"},
    {kMessage, "never export"},
    {kMessage, "export after you add music"},
    {kMessage, "add music and export"},
    {kMessage, "Add music. Export."},
    {kMessage, "cut the video and export it"},
    {kMessage, "export without the music"},
    {kMessage, "export only the first 10 seconds"},
    {kMessage, "the exported look"},
    {kMessage, "I want an export-ready look"},
    {kMessage, "exporté"},
    {kMessage, "exports"},
    {kMessage, "download theme"},
    {kMessage, "how do I export?"},
    {kMessage, "why did the export fail"},
    {kMessage, "add a download button graphic"},
    {kMessage, "make it look like a download screen"},
    {kMessage, "export and upload"},
    {kMessage, "give the video a warmer look"},
    {kMessage, "send me"},
    {kMessage, "I'll send you the video"},
    {kMessage, "let me send you the file"},
    {kMessage, "give me a video"},
    {kMessage, "export done?"},
    {kMessage, "download complete?"},
    {kMessage, "is the export ready?"},
    {kExport, "all done, export it"},
    {kExport, "download the finished video as an mp4"},
    {kExport, "send the result to me"},
    {kMessage, "send the logo to the back"},
    {kMessage, "download https://example.com/a.mp4"},
    {kMessage, "别导出"},
    {kMessage, "先不要导出"},
    {kMessage, "加完音乐再导出"},
    {kMessage, "导出之前先加音乐"},
    {kMessage, "导出风格的画面"},
    {kMessage, "给视频加字幕"},
    {kMessage, "给我加字幕"},
    {kMessage, "下雨的视频"},

    // Credits.
    {kCredits, "How many credits do I have left?"},
    {kCredits, "check my balance"},
    {kCredits, "what's my balance"},
    {kCredits, "show me my credits, please"},
    {kCredits, "what is my credit balance?"},
    {kCredits, "我还有多少积分？"},
    {kCredits, "查一下余额"},
    {kCredits, "请帮我查看账户余额"},
    {kCredits, "积分还剩多少"},
    {kMessage, "balance the colours"},
    {kMessage, "balance the audio"},
    {kMessage, "balance it"},
    {kMessage, "fix the white balance"},
    {kMessage, "add end credits"},
    {kMessage, "show the credits at the end"},
    {kMessage, "roll the credits over black"},
    {kMessage, "balanced"},
    {kMessage, "we need credits"},
    {kMessage, "I want the credits"},
    {kMessage, "平衡余额"},
    {kMessage, "片尾加积分字样"},
    {kMessage, "add the text \"credits\""},
    {kMessage, "credits \"Anna\""},

    // State.
    {kState, "what's the status?"},
    {kState, "show me the current status"},
    {kState, "project status please"},
    {kState, "list all tracks"},
    {kState, "show tracks in my project"},
    {kState, "can you show me the timeline"},
    {kState, "what tracks are there?"},
    {kState, "显示轨道"},
    {kState, "看看现在的状态"},
    {kState, "有哪些轨道"},
    {kState, "项目状态怎么样？"},
    {kMessage, "add a status bar overlay"},
    {kMessage, "show the status on the video"},
    {kMessage, "status bar"},
    {kMessage, "remove all tracks"},
    {kMessage, "mute the tracks"},
    {kMessage, "track the face"},
    {kMessage, "I need music tracks"},
    {kMessage, "tracks"},
    {kMessage, "add status"},
    {kMessage, "show the title"},
    {kMessage, "加一个状态栏"},
    {kMessage, "删除轨道"},
    {kMessage, "status and credits"},

    // Upload.
    {kUpload, "upload my video"},
    {kUpload, "I want to upload a file"},
    {kUpload, "can I upload some photos?"},
    {kUpload, "upload clip.mp4 and song.mp3"},
    {kUpload, "here is my clip: /home/u/clip.MOV"},
    {kUpload, "'my holiday.mp4'"},
    {kUpload, "upload \"my holiday.mp4\""},
    {kUpload, "https://example.com/a.mp4?sig=1"},
    {kUpload, "上传这个文件"},
    {kUpload, "请帮我上传clip.mp4"},
    {kUpload, "上传视频和音乐"},
    {kMessage, "upload date as a title"},
    {kMessage, "upload clip.mp4 and add it to the timeline"},
    {kMessage, "upload my video to youtube"},
    {kMessage, "add song.mp3 as the background music"},
    {kMessage, "don't upload clip.mp4"},
    {kMessage, "uploaded"},
    {kMessage, "did my upload work?"},
    {kMessage, "notes.txt"},
    {kMessage, "上传日期作为标题"},
    {kMessage, "上传以后剪成竖屏"},
    {kMessage, "用song.mp3做背景音乐"},
};

TEST(IntentRouter, SendsEachPhraseWhereItBelongs) {
    for (const Phrase& phrase : kPhrases)
        EXPECT_EQ(route_words(phrase.words).intent, phrase.intent) << phrase.words;
}

TEST(IntentRouter, CaseAndPunctuationMakeNoDifference) {
    for (const Phrase& phrase : kPhrases) {
        if (phrase.intent == kMessage) continue;
        std::string loud = "  " + std::string(phrase.words) + " !! ";
        const bool quoted = phrase.words[0] == '\'' || phrase.words[0] == '"';
        EXPECT_TRUE(quoted || route_words(loud).intent == phrase.intent) << loud;
        for (char& c : loud) {
            if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        }
        EXPECT_TRUE(quoted || route_words(loud).intent == phrase.intent) << loud;
    }
}

TEST(IntentRouter, AnEditBesideItMakesAnyRequestAMessage) {
    for (const Phrase& phrase : kPhrases) {
        const std::string both = std::string(phrase.words) + ", and crossfade the intro";
        EXPECT_EQ(route_words(both).intent, kMessage) << both;
        const std::string chinese = "淡入片头，" + std::string(phrase.words);
        EXPECT_EQ(route_words(chinese).intent, kMessage) << chinese;
    }
}

std::vector<std::string> files(std::string_view words) {
    return route_words(words).mentioned_files;
}

TEST(MentionedFiles, AreFoundAsTheyWereWritten) {
    EXPECT_THAT(files("add song.mp3 as music under Clip.MP4, please."), ElementsAre("song.mp3", "Clip.MP4"));
    EXPECT_THAT(files("use ~/a/b-c_d.webm (not ../x.jpg)!"), ElementsAre("~/a/b-c_d.webm", "../x.jpg"));
    EXPECT_THAT(files("a.mp4,b.mp3;c.wav"), ElementsAre("a.mp4", "b.mp3", "c.wav"));
    EXPECT_THAT(files("a.mp4 then a.mp4 again"), ElementsAre("a.mp4"));
    EXPECT_THAT(files("v1.0.final.mp4's sound"), ElementsAre("v1.0.final.mp4"));
    EXPECT_THAT(files("export to out.mp4"), ElementsAre("out.mp4"));
}

TEST(MentionedFiles, LoseTheirQuotesAndKeepTheirSpaces) {
    EXPECT_THAT(files("use \"my clip.mp4\" and 'b c.mp3' and `d.wav`"),
                ElementsAre("my clip.mp4", "b c.mp3", "d.wav"));
    EXPECT_THAT(files("用“我的 视频.mp4”和「歌.mp3」"), ElementsAre("我的 视频.mp4", "歌.mp3"));
    EXPECT_THAT(files("the dogs' clip a.mp4 and the cats' clip b.mp4"), ElementsAre("a.mp4", "b.mp4"));
    EXPECT_THAT(files("don't use Anna's a.mp4, it isn't hers"), ElementsAre("a.mp4"));
}

TEST(MentionedFiles, AddressesKeepTheirQuery) {
    EXPECT_THAT(files("take https://h.example/p/a.mp4?x=1&y=b.c#t, ok"),
                ElementsAre("https://h.example/p/a.mp4?x=1&y=b.c#t"));
    EXPECT_THAT(files("(http://h.example/a.jpg)"), ElementsAre("http://h.example/a.jpg"));
    EXPECT_THAT(files("上传https://h.example/a.mp4谢谢"), ElementsAre("https://h.example/a.mp4"));
    EXPECT_THAT(files("https://h.example/watch?v=a.mp4"), IsEmpty());
    EXPECT_THAT(files("https://mp4.example/ and ftp://h/a.mp4"), IsEmpty());
}

TEST(MentionedFiles, ChineseNeedsNoSpaces) {
    EXPECT_THAT(files("把clip.mp4加到开头"), ElementsAre("clip.mp4"));
    EXPECT_THAT(files("上传海边.mp4"), ElementsAre("海边.mp4"));
    EXPECT_THAT(files("请上传/视频/海边.mp4，谢谢"), ElementsAre("/视频/海边.mp4"));
    EXPECT_THAT(files("用户.mp4"), ElementsAre("用户.mp4"));
    EXPECT_THAT(files("海边.mp4、山.mov"), ElementsAre("海边.mp4", "山.mov"));
}

TEST(MentionedFiles, NeedANameAndAnExtensionThatTheServiceTakes) {
    EXPECT_THAT(files("make an mp4, or a .mp4, not a.txt nor b.mp4x nor c.mp4.zip"), IsEmpty());
    EXPECT_THAT(files("a title at 0.5 seconds"), IsEmpty());
    for (const char* extension :
         {"mp4", "mov", "avi", "webm", "mkv", "jpg", "png", "gif", "webp", "mp3", "wav", "m4a", "aac"})
        EXPECT_THAT(files(std::string("x.") + extension), ElementsAre(std::string("x.") + extension));
}

TEST(IntentRouter, TakesAnyBytes) {
    for (int first = 0; first < 256; ++first) {
        for (const char* rest : {"", "export", ".mp4", "\xe5", "\xe5\xaf", "\xf0\x9f", "'", "导出"}) {
            const std::string words =
                std::string(1, static_cast<char>(first)) + rest + static_cast<char>(first);
            (void)route_words(words);
        }
    }
    EXPECT_EQ(route_words(std::string_view("export\0", 7)).intent, kExport);
    EXPECT_EQ(route_words("export \xff").intent, kMessage);
}

TEST(IntentRouter, LongRequestsStayCheap) {
    std::string words;
    for (int i = 0; i < 100'000; ++i)
        words += i % 2 == 0 ? "please " : "'a.mp ";
    EXPECT_EQ(route_words(words).intent, kMessage);
    EXPECT_EQ(route_words(std::string(1'000'000, '\'')).intent, kMessage);
    EXPECT_EQ(route_words(std::string(1'000'000, '.')).intent, kMessage);
}

}  // namespace
}  // namespace beatsync::cloud
