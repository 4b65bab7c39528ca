#include "cloud/reply_translation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "cloud/characters.h"

namespace beatsync::cloud {
namespace {

using ::testing::ElementsAre;

constexpr auto kState = ReplyAction::show_state;
constexpr auto kTracks = ReplyAction::show_tracks;
constexpr auto kExport = ReplyAction::export_video;
constexpr auto kCredits = ReplyAction::show_credits;
constexpr auto kSend = ReplyAction::send_as_message;

struct Case {
    std::string_view reply;
    std::string_view text;
    std::vector<ReplyAction> actions;
    std::string_view message = std::string_view();
};

const std::vector<Case>& instructions() {
    static const std::vector<Case> cases = {
        // The contract's rows.
        {"Click the Export button in the top right.", "", {kExport}},
        {"Open the Audio panel.", "", {kState}},
        {"Drag the clip onto the track.", "", {kSend}, "Move the clip onto the track."},
        {"Drop the clip onto the timeline.", "", {kSend}, "Move the clip onto the timeline."},
        {"Preview in timeline.", "", {kTracks}},
        {"Please check your account.", "", {kCredits}},
        {"Go to the billing page to top up.", "", {kCredits}},
        {"点击导出按钮。", "", {kExport}},
        {"请点击右上角的“导出”按钮。", "", {kExport}},
        {"打开音频面板。", "", {kState}},
        {"将片段拖拽到轨道上。", "", {kSend}, "将片段移动到轨道上。"},
        {"请导出视频。", "", {kExport}},
        {"您可以在时间线中预览。", "", {kTracks}},
        {"请查看您的账户。", "", {kCredits}},

        // Content before and after.
        {"Added background music. Click Export to download your video.",
         "Added background music.",
         {kExport}},
        {"Click Export when you're ready. I added two titles!", "I added two titles!", {kExport}},
        {"I added music. Click Play to preview. The title is 3s long.",
         "I added music. The title is 3s long.",
         {kTracks}},
        {"Your video is ready, click the Export button to download it.", "Your video is ready.", {kExport}},
        {"Everything is set and you can click **Export** now!", "Everything is set!", {kExport}},
        {"Your video is ready (click Export in the top right).", "Your video is ready.", {kExport}},
        {"To export, click the Export button in the top right corner.", "", {kExport}},
        {"When you're happy with it, hit \"Export\".", "", {kExport}},
        {"Open the timeline; the new clip is at 0:12.", "The new clip is at 0:12.", {kState}},
        {"Don't click Export yet, I'm still adding music.", "I'm still adding music.", {}},
        {"Click Export, choose MP4, and hit Download.", "", {kExport}},
        {"Open the File menu and choose Export.", "", {kState, kExport}},
        {"I trimmed the intro — drag the clip to the left if needed.",
         "I trimmed the intro.",
         {kSend},
         "Move the clip to the left if needed."},
        {"You can add music by dragging it onto the track.",
         "You can add music.",
         {kSend},
         "Move it onto the track."},
        {"Drag and drop the song to the audio track, then trim it to 5 s.",
         "",
         {kSend},
         "Move the song to the audio track, then trim it to 5 s."},
        {"Drag the volume slider to 50%.", "", {kSend}, "Set the volume to 50%."},
        {"You can simply tap the Text tab to add a bold title.", "", {kSend}, "Add a bold title."},
        {"Click the gear icon.", "", {kState}},
        {"Select the clip in the timeline.", "", {kTracks}},
        {"The Export button is in the top right corner.", "", {kExport}},
        {"You'll find the export button at the top.", "", {kExport}},
        {"Not enough credits. Please check billing to top up.", "Not enough credits.", {kCredits}},
        {"You can preview it in the timeline.", "", {kTracks}},
        {"The result can be previewed in the timeline.", "", {kTracks}},
        {"Navigate to Settings > Account.", "", {kCredits}},
        {"Adjust the volume in the Audio panel.", "", {kState}},
        {"👉 Click **Export**!", "", {kExport}},
        {"Tip: drag the title up.", "", {kSend}, "Move the title up."},
        {"Next step: click Export.", "", {kExport}},
        {"Click Export. Click Export again.", "", {kExport}},

        {"Great! To export, simply click the \"Export\" button.", "Great!", {kExport}},
        {"You can now export your video by clicking the Export button.",
         "You can now export your video.",
         {kExport}},
        {"Use the Export button (top right) to save the video.", "", {kExport}},
        {"View your timeline: 3 tracks, 10s.", "3 tracks, 10s.", {kTracks}},
        {"Simply drag your song into the media panel, and I'll sync the cuts.",
         "I'll sync the cuts.",
         {kSend},
         "Move your song into the media panel."},

        {"Ready! 🎬 Head to the top right corner and click **Export** to download it.", "Ready!", {kExport}},
        {"Preview it in the timeline and let me know what you think.",
         "Let me know what you think.",
         {kTracks}},
        {"I can't export directly; please click the Export button yourself.",
         "I can't export directly.",
         {kExport}},

        {"Go ahead and click Export, or tell me what to change.", "Tell me what to change.", {kExport}},
        {"Just drag and drop your files here to upload them.", "", {}},
        {"Click play.", "", {kTracks}},

        // Chinese, with content.
        {"视频已生成！您可以点击右上角「导出」按钮下载视频，或在时间线中预览效果。",
         "视频已生成！",
         {kExport, kTracks}},
        {"我已将音量调到35%，请在时间线面板中查看。", "我已将音量调到35%。", {kTracks}},
        {"已添加背景音乐。点击导出按钮即可下载。", "已添加背景音乐。", {kExport}},
        {"视频已完成，您可以点击右上角的导出按钮。", "视频已完成。", {kExport}},
        {"打开时间线面板，我已把标题放在0.5秒处。", "我已把标题放在0.5秒处。", {kState}},
        {"如果想调整音量，请打开音频面板。", "", {kState}},
        {"您可以把音乐拖到轨道上。", "", {kSend}, "把音乐移动到轨道上。"},
        {"拖动音量滑块到50%。", "", {kSend}, "调整音量到50%。"},
        {"在右侧面板中点击“音频”标签，然后拖动滑块调整音量。", "", {kState, kSend}, "调整音量。"},
        {"积分不足，请前往充值页面。", "积分不足。", {kCredits}},
        {"不要点击导出，我还在添加音乐。", "我还在添加音乐。", {}},

        // Lists, headings, paragraphs.
        {"Done:\n- Added music\n- Click Export\n- Title at 0:02",
         "Done:\n- Added music\n- Title at 0:02",
         {kExport}},
        {"To export your video:\n1. Click the Export button\n2. Choose the MP4 tab\n3. Click Download\n\n"
         "Enjoy your film!",
         "Enjoy your film!",
         {kExport, kState}},
        {"# Done\nAdded music.\n\n## Next steps\n1. Click Export.\n2. Open the Audio panel.\n\n## Notes\nAll "
         "good.",
         "# Done\nAdded music.\n\n## Notes\nAll good.",
         {kExport, kState}},
        {"1. Click Export. The file is 1080p.\n2. Enjoy.", "1. The file is 1080p.\n2. Enjoy.", {kExport}},
        {"Added music.\n\nClick Export.\n\nHave fun.", "Added music.\n\nHave fun.", {kExport}},
        {"完成：\n1. 添加了音乐\n2. 点击导出按钮\n", "完成：\n1. 添加了音乐", {kExport}},
        {"**下一步**\n- 点击导出\n- 打开设置面板", "", {kExport, kState}},
        {"- **Click Export** to download\n- *Music* is in", "- *Music* is in", {kExport}},
    };
    return cases;
}

constexpr std::string_view kProse[] = {
    "",
    "\n",
    "Hello",
    "The scene opens on a rainy street.",
    "The beat drop at 0:12 now meets the jump cut.",
    "A click track was added under the song.",
    "I used open sky shots for the intro.",
    "Open sky shots lead into the city.",
    "Drop at 0:12, build-up before it.",
    "I dragged nothing; the cut stays at 0.5 s.",
    "Opening with the drone shot works best.",
    "Your video was exported to clip.mp4. It is 12.5 s long.",
    "Added a title \"Click here to subscribe\" (0-3s).",
    "Added the title \"Subscribe. Click the bell. Thanks.\" at 2s.",
    "Changed the text to “Open the Audio panel”.",
    "Would you like me to export it?",
    "I can export it for you.",
    "Select moments were slowed down.",
    "The preview clip runs 3s.",
    "The account of the trip starts at 0:05.",
    "Use of the drop is subtle.",
    "I've opened the film with a title and dropped the volume to 35%.",
    "I added a download button graphic to the last shot.",
    "Done!\n\n- Video: city timelapse (0-10s)\n- BGM: Lo-fi (0-10s, 35%)\n",
    "Open this link to claim your video: https://nemovideo.com/workspace/claim?ct=clm_1",
    "Run this:\n```\nClick Export.\n- Open the Audio panel\n```\nBye",
    "Trailing spaces stay.  \n  Indented too. ",
    "e.g. a slow fade vs. a hard cut. Really?! Yes...",
    "Wait… what? \"Go!\" it says",
    "Clicking sounds were removed.",
    "Press coverage shots come first.",
    "Steps:\n1. Intro\n2. Drop",
    "## Summary\n",
    "What I did:",
    "I'll open the scene with the drone shot and drop the volume at 0:12.",
    "Choose a song you like, and send it to me.",
    "Select your favourite clip and I will place it on the timeline.",
    "Check the title at 0:03 — it now reads \"Open\".",
    "See the timeline below: Video, BGM, Title.",
    "Drop me a message if you need anything.",
    "Hit the beat harder at 0:10.",
    "I can trim the intro, drag the clip to 0:12, or change the music.",
    "I'll trim the clip and drag it onto the beat.",
    "The titles fade in and open the project with style.",
    "Tap your feet to the beat!",
    "- Open: wide shot of the sea",
    "- Drop: 0:12",
    "Click-free audio, pops removed.",
    "Now I will open the editor and export the video.",
    "我已经帮你把音乐拖到了0:12的位置。",
    "预览效果很好。",
    "Your account has 42 credits left.",
    "开场打开了一扇门，光线进入画面。",
    "我加了拖拽效果。",
    "画面从打开的窗户开始。",
    "添加了点击音效。",
    "视频已导出。",
    "添加了标题“点击关注”。",
    "标题是「打开音频面板」。",
    "加入了拖影效果，音乐在0.5秒进入。",
    "点击率会更高！",
    "导出成功，时长12.5秒。",
    "\xff\xfe broken \xe5 bytes. Still \xf0\x9f here.",
};

TEST(ReplyTranslation, TakesInstructionsOutAndSaysWhatTheyDo) {
    for (const Case& c : instructions()) {
        SCOPED_TRACE(c.reply);
        const TranslatedReply reply = translate_reply(c.reply);
        EXPECT_EQ(reply.text, c.text);
        EXPECT_EQ(reply.actions, c.actions);
        EXPECT_EQ(reply.message, c.message);
    }
}

TEST(ReplyTranslation, LeavesProseAlone) {
    for (std::string_view prose : kProse) {
        SCOPED_TRACE(prose);
        const TranslatedReply reply = translate_reply(prose);
        EXPECT_EQ(reply.text, prose);
        EXPECT_TRUE(reply.actions.empty());
        EXPECT_EQ(reply.message, "");
    }
}

TEST(ReplyTranslation, ProseAroundAnInstructionStaysWhole) {
    for (std::string_view prose : kProse) {
        if (prose.empty() || is_ascii_space(prose.back()) || prose.find("```") != std::string_view::npos)
            continue;
        if (prose.back() == ':') continue;  // an introduction of what follows
        SCOPED_TRACE(prose);
        const std::string both = std::string(prose) + "\n\nClick the Export button.\n\n" + std::string(prose);
        const TranslatedReply reply = translate_reply(both);
        EXPECT_EQ(reply.text, std::string(prose) + "\n\n" + std::string(prose));
        EXPECT_THAT(reply.actions, ElementsAre(kExport));
    }
}

struct Streamed {
    std::string text;
    std::vector<ReplyAction> actions;
    std::string message;
};

Streamed stream(std::string_view text, const std::vector<std::size_t>& cuts) {
    ReplyTranslator translator;
    Streamed result;
    std::size_t begin = 0;
    for (std::size_t cut : cuts) {
        result.text += translator.add(text.substr(begin, cut - begin));
        begin = cut;
    }
    result.text += translator.add(text.substr(begin));
    result.text += translator.finish();
    result.actions = translator.actions();
    result.message = translator.message();
    return result;
}

std::vector<std::string> all_replies() {
    std::vector<std::string> all;
    for (const Case& c : instructions())
        all.emplace_back(c.reply);
    all.insert(all.end(), std::begin(kProse), std::end(kProse));
    std::string everything;
    for (const std::string& one : all)
        everything += one + (everything.size() % 3 == 0 ? "\n\n" : " ");
    all.push_back(everything);
    return all;
}

void expect_same(const Streamed& streamed, const TranslatedReply& whole) {
    EXPECT_EQ(streamed.text, whole.text);
    EXPECT_EQ(streamed.actions, whole.actions);
    EXPECT_EQ(streamed.message, whole.message);
}

TEST(ReplyTranslator, IsTheSameForEverySplitIntoTwo) {
    for (const std::string& reply : all_replies()) {
        if (reply.size() > 1000) continue;
        SCOPED_TRACE(reply);
        const TranslatedReply whole = translate_reply(reply);
        for (std::size_t cut = 0; cut <= reply.size(); ++cut)
            expect_same(stream(reply, {cut}), whole);
    }
}

TEST(ReplyTranslator, IsTheSameByteByByteAndForRandomSplits) {
    std::mt19937 random(7);
    for (const std::string& reply : all_replies()) {
        SCOPED_TRACE(reply);
        const TranslatedReply whole = translate_reply(reply);
        for (int round = 0; round < 10; ++round) {
            std::vector<std::size_t> cuts;
            for (std::size_t i = 0; i <= reply.size(); ++i) {
                if (round == 0 || random() % static_cast<unsigned>(2 + 3 * round) == 0) cuts.push_back(i);
            }
            expect_same(stream(reply, cuts), whole);
        }
    }
}

TEST(ReplyTranslator, ReleasesASentenceWhenTheNextCharacterShowsThatItIsComplete) {
    ReplyTranslator translator;
    EXPECT_EQ(translator.add("Added a title at 0."), "");
    EXPECT_EQ(translator.add("5 s."), "");
    EXPECT_EQ(translator.add(" "), "Added a title at 0.5 s.");
    EXPECT_EQ(translator.add("Click Export"), "");
    EXPECT_EQ(translator.add(". "), "");
    EXPECT_THAT(translator.actions(), ElementsAre(kExport));
    EXPECT_EQ(translator.add("Bye。好"), " Bye。");
    EXPECT_EQ(translator.finish(), "好");
    EXPECT_EQ(translator.finish(), "");
}

TEST(ReplyTranslation, LongTextsStayCheap) {
    std::string long_line;
    std::string lists;
    for (int i = 0; i < 20'000; ++i) {
        long_line += "click, open and ( drag \" ";
        lists += "# a:\n- Click Export\n";
    }
    EXPECT_FALSE(translate_reply(long_line).text.size() > long_line.size());
    EXPECT_EQ(translate_reply(lists).actions.size(), 1U);
    ReplyTranslator translator;
    for (char c : lists)
        (void)translator.add(std::string_view(&c, 1));
    (void)translator.finish();
    const std::string quotes(200'000, '"');
    EXPECT_EQ(translate_reply(quotes).text, quotes);
    std::string drags;
    for (int i = 0; i < 10'000; ++i)
        drags += "Drag the clip onto the track. ";
    EXPECT_LE(translate_reply(drags).message.size(), 2000U);
}

}  // namespace
}  // namespace beatsync::cloud
