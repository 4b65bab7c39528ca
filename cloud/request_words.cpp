#include "cloud/request_words.h"

#include <span>

namespace beatsync::cloud {
namespace {

// Each list in English, then Chinese. A word may be in several.

/// Says nothing of what is wanted.
constexpr std::string_view kPolite[] = {"please",      "pls",
                                        "plz",         "kindly",
                                        "can",         "could",
                                        "would",       "will",
                                        "you",         "u",
                                        "i",           "we",
                                        "want to",     "need to",
                                        "to",          "i'd",
                                        "i'll",        "i'm",
                                        "let's",       "let",
                                        "us",          "me",
                                        "just",        "now",
                                        "right now",   "ok",
                                        "okay",        "hi",
                                        "hey",         "hello",
                                        "thanks",      "thank you",
                                        "thx",         "go ahead",
                                        "and",         "then",
                                        "so",          "well",
                                        "alright",     "great",
                                        "good",        "perfect",
                                        "nice",        "cool",
                                        "looks good",  "looks great",
                                        "that's it",   "that's all",
                                        "all done",    "finally",
                                        "simply",      "quickly",
                                        "asap",        "for me",
                                        "the",         "my",
                                        "our",         "yes",
                                        "yeah",        "请",
                                        "請",          "帮我",
                                        "帮忙",        "幫我",
                                        "麻烦",        "麻煩",
                                        "你",          "您",
                                        "我",          "我们",
                                        "我要",        "我想",
                                        "想",          "可以",
                                        "能",          "能不能",
                                        "可不可以",    "可否",
                                        "能否",        "吗",
                                        "嗎",          "吧",
                                        "呢",          "啊",
                                        "呀",          "一下",
                                        "好",          "好的",
                                        "好了",        "行",
                                        "谢谢",        "謝謝",
                                        "现在",        "現在",
                                        "马上",        "立即",
                                        "直接",        "就",
                                        "那",          "那就",
                                        "给我",        "把",
                                        "将",          "让我",
                                        "你好",        "would like to",
                                        "i'd like to", "all done",
                                        "i'm done",    "we're done",
                                        "i'm ready",   "ready to",
                                        "let me",      "wanna"};

/// "I want credits" wants a film's, "give me a video" a new one.
constexpr std::string_view kWanting[] = {"want", "need", "like", "想要", "要", "需要"};
constexpr std::string_view kArticle[] = {"a", "an"};

constexpr std::string_view kAskExport[] = {"export", "re-export", "download", "导出", "導出",
                                           "汇出",   "匯出",      "下载",     "下載"};
/// Asks for the export when a video is named with it.
constexpr std::string_view kHandOver[] = {
    "send me", "send us",  "send it to me", "send this to me", "to me", "give me", "get me", "hand me",
    "发给我",  "发送给我", "发我",          "传给我",          "给我",  "發給我",  "傳給我"};
constexpr std::string_view kVideo[] = {"video", "movie", "film", "clip", "file", "mp4",  "result", "it",
                                       "视频",  "視頻",  "影片", "成片", "片子", "文件", "作品",   "它"};
constexpr std::string_view kInExport[] = {"send",
                                          "give",
                                          "final cut",
                                          "the finished",
                                          "my finished",
                                          "the complete",
                                          "the completed",
                                          "the edited",
                                          "as a",
                                          "as an",
                                          "a copy",
                                          "a download",
                                          "this",
                                          "that",
                                          "final",
                                          "whole",
                                          "entire",
                                          "full",
                                          "project",
                                          "draft",
                                          "timeline",
                                          "version",
                                          "copy",
                                          "link",
                                          "as",
                                          "in",
                                          "at",
                                          "into",
                                          "with",
                                          "named",
                                          "called",
                                          "format",
                                          "quality",
                                          "resolution",
                                          "high",
                                          "highest",
                                          "best",
                                          "hd",
                                          "full hd",
                                          "uhd",
                                          "4k",
                                          "2k",
                                          "1080p",
                                          "720p",
                                          "1080",
                                          "h264",
                                          "h.264",
                                          "1080x1920",
                                          "again",
                                          "once more",
                                          "one more time",
                                          "back",
                                          "here",
                                          "locally",
                                          "computer",
                                          "desktop",
                                          "laptop",
                                          "phone",
                                          "disk",
                                          "这个",
                                          "這個",
                                          "这段",
                                          "最终",
                                          "最终的",
                                          "最后的",
                                          "完整",
                                          "完整的",
                                          "为",
                                          "成",
                                          "到",
                                          "的",
                                          "本地",
                                          "电脑",
                                          "高清",
                                          "超清",
                                          "格式",
                                          "画质",
                                          "高画质",
                                          "质量",
                                          "高质量",
                                          "最高",
                                          "分辨率",
                                          "出来",
                                          "链接",
                                          "做好的",
                                          "剪好的",
                                          "完成的",
                                          "我的",
                                          "项目",
                                          "再次",
                                          "重新",
                                          "再",
                                          "一次"};

constexpr std::string_view kAskCredits[] = {"credits", "credit", "balance", "积分", "積分", "余额", "餘額"};
constexpr std::string_view kInCredits[] = {
    "am",      "out",   "enough", "how many", "how much", "do",     "have",    "left",    "remaining",
    "remain",  "still", "show",   "check",    "see",      "view",   "get",     "tell",    "give me",
    "display", "what",  "what's", "is",       "are",      "there",  "account", "current", "available",
    "of",      "know",  "any",    "in",       "got",      "i've",   "还",      "還",      "有",
    "还有",    "還有",  "剩",     "剩余",     "剩余的",   "剩下",   "剩下的",  "多少",    "几",
    "查",      "查看",  "查询",   "看",       "看看",     "显示",   "告诉我",  "我的",    "账户",
    "账户的",  "帐户",  "账号",   "是",       "当前",     "当前的", "目前",    "可用",    "可用的",
    "现在的",  "了"};

constexpr std::string_view kAskState[] = {"status update", "status", "状态", "狀態"};
/// Asks for the state when tracks are named with it: "I need music tracks" does not.
constexpr std::string_view kShow[] = {"show", "展示",  "list",   "see",    "view", "display",
                                      "what", "which", "查看",   "看",     "看看", "显示",
                                      "顯示", "列出",  "有哪些", "有什么", "哪些"};
constexpr std::string_view kTracks[] = {"tracks", "timeline", "轨道", "軌道", "时间线"};
constexpr std::string_view kInState[] = {"check",
                                         "get",
                                         "tell",
                                         "give me",
                                         "what's",
                                         "is",
                                         "are",
                                         "there",
                                         "all",
                                         "current",
                                         "project",
                                         "session",
                                         "draft",
                                         "video",
                                         "audio",
                                         "music",
                                         "text",
                                         "of",
                                         "in my project",
                                         "in the project",
                                         "in my timeline",
                                         "in the timeline",
                                         "in my draft",
                                         "this",
                                         "do",
                                         "have",
                                         "know",
                                         "查",
                                         "查询",
                                         "检查",
                                         "告诉我",
                                         "当前",
                                         "当前的",
                                         "现在的",
                                         "目前",
                                         "目前的",
                                         "项目",
                                         "项目的",
                                         "视频",
                                         "视频的",
                                         "音频",
                                         "字幕",
                                         "会话",
                                         "草稿",
                                         "我的",
                                         "什么",
                                         "是",
                                         "是什么",
                                         "怎么样",
                                         "如何",
                                         "所有",
                                         "所有的",
                                         "全部",
                                         "有",
                                         "和"};

constexpr std::string_view kAskUpload[] = {"upload", "上传", "上傳", kFileMark};
constexpr std::string_view kInUpload[] = {
    "file",    "files",     "video",    "videos", "clip",   "clips",     "photo",   "photos",  "image",
    "images",  "picture",   "pictures", "song",   "songs",  "music",     "audio",   "footage", "media",
    "movie",   "this",      "these",    "that",   "it",     "here",      "here's",  "here is", "here are",
    "this is", "these are", "is",       "are",    "from",   "url",       "link",    "by",      "some",
    "more",    "another",   "other",    "new",    "one",    "something", "project", "session", "import",
    "attach",  "attached",  "视频",     "視頻",   "影片",   "文件",      "音乐",    "歌",      "歌曲",
    "图片",    "照片",      "素材",     "音频",   "片段",   "这个",      "這個",    "这些",    "这段",
    "这首",    "这张",      "这是",     "这里是", "我的",   "本地",      "本地的",  "一个",    "几个",
    "一些",    "新",        "新的",     "更多",   "更多的", "的",        "到",      "项目",    "项目里",
    "里",      "链接",      "从",       "是",     "和",     "以及",      "还有"};

constexpr std::uint8_t kAll = 0xF;

struct WordList {
    std::span<const std::string_view> words;
    RequestWord meaning;
};

constexpr WordList asks(Request request, std::span<const std::string_view> words) {
    return {words, {bit(request), bit(request)}};
}
constexpr WordList belongs(Request request, std::span<const std::string_view> words) {
    return {words, {bit(request)}};
}
constexpr WordList verbs(Request request, std::span<const std::string_view> words) {
    return {words, {bit(request), 0, bit(request), 0}};
}
constexpr WordList objects(Request request, std::span<const std::string_view> words) {
    return {words, {bit(request), 0, 0, bit(request)}};
}

constexpr std::string_view kTarget[] = {kTargetMark};

constexpr WordList kLists[] = {
    {kPolite, {kAll}},
    {kWanting, {kAll & ~bit(Request::credits)}},
    {kArticle, {kAll & ~bit(Request::export_video)}},
    asks(Request::export_video, kAskExport),
    verbs(Request::export_video, kHandOver),
    objects(Request::export_video, kVideo),
    belongs(Request::export_video, kInExport),
    belongs(Request::export_video, kTarget),
    asks(Request::credits, kAskCredits),
    belongs(Request::credits, kInCredits),
    asks(Request::state, kAskState),
    verbs(Request::state, kShow),
    objects(Request::state, kTracks),
    belongs(Request::state, kInState),
    asks(Request::upload, kAskUpload),
    belongs(Request::upload, kInUpload),
};

bool ends_in_ascii(std::string_view word) {
    return static_cast<unsigned char>(word.back()) < 0x80;
}

/// Chinese words may end anywhere, the others before a space.
bool stands_at(std::string_view normalised, std::size_t at, std::string_view word) {
    if (normalised.compare(at, word.size(), word) != 0) return false;
    return !ends_in_ascii(word) || normalised.substr(at + word.size(), 1) == " ";
}

}  // namespace

FoundWord longest_word_at(std::string_view normalised, std::size_t at) {
    FoundWord found;
    for (const WordList& list : kLists) {
        for (std::string_view word : list.words) {
            if (word.size() < found.length || !stands_at(normalised, at, word)) continue;
            if (word.size() > found.length) found = {word.size(), {}};
            found.word.belongs |= list.meaning.belongs;
            found.word.asks |= list.meaning.asks;
            found.word.verb |= list.meaning.verb;
            found.word.object |= list.meaning.object;
        }
    }
    return found;
}

}  // namespace beatsync::cloud
