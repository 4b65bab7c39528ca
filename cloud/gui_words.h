#pragma once

#include <array>
#include <string_view>

namespace beatsync::cloud {

// Words of take_gui_talk. English ones are compared with words in lower case, Chinese ones with bytes.

/// Stand before a verb that tells the reader to do something.
inline constexpr auto kLeadIns = std::to_array<std::string_view>({"please",
                                                                  "then",
                                                                  "now",
                                                                  "next",
                                                                  "first",
                                                                  "second",
                                                                  "third",
                                                                  "finally",
                                                                  "lastly",
                                                                  "also",
                                                                  "simply",
                                                                  "just",
                                                                  "and",
                                                                  "or",
                                                                  "but",
                                                                  "so",
                                                                  "you",
                                                                  "you'll",
                                                                  "you're",
                                                                  "can",
                                                                  "could",
                                                                  "may",
                                                                  "might",
                                                                  "should",
                                                                  "must",
                                                                  "will",
                                                                  "need to",
                                                                  "have to",
                                                                  "want to",
                                                                  "be able to",
                                                                  "feel free to",
                                                                  "try to",
                                                                  "go ahead and",
                                                                  "go ahead",
                                                                  "make sure to",
                                                                  "be sure to",
                                                                  "remember to",
                                                                  "don't forget to",
                                                                  "all you need to do is",
                                                                  "easily",
                                                                  "directly",
                                                                  "manually",
                                                                  "alternatively",
                                                                  "otherwise",
                                                                  "instead",
                                                                  "afterwards",
                                                                  "after that",
                                                                  "from there",
                                                                  "tip",
                                                                  "hint",
                                                                  "note",
                                                                  "next step",
                                                                  "next steps",
                                                                  "step",
                                                                  "here",
                                                                  "by",
                                                                  "would like to",
                                                                  "free to",
                                                                  "ready",
                                                                  "are ready to",
                                                                  "one",
                                                                  "two",
                                                                  "1",
                                                                  "2",
                                                                  "3",
                                                                  "4",
                                                                  "5",
                                                                  "6",
                                                                  "7",
                                                                  "8",
                                                                  "9"});

inline constexpr auto kNegations = std::to_array<std::string_view>(
    {"don't", "do not", "never", "no need to", "don't need to", "do not need to", "don't have to",
     "do not have to", "shouldn't", "needn't", "not"});

/// Instructions whatever follows; longer ones first where one begins another.
inline constexpr auto kDragVerbs = std::to_array<std::string_view>(
    {"drag and drop", "drag-and-drop", "drag-drop", "drag", "dragging and dropping", "dragging"});
inline constexpr auto kClickVerbs =
    std::to_array<std::string_view>({"click", "click on", "clicking", "clicking on", "tap", "tap on",
                                     "tapping", "double-click", "right-click"});
inline constexpr auto kTapVerbs = std::to_array<std::string_view>({"tap", "tap on", "tapping"});
/// Instructions with a part of a GUI.
inline constexpr auto kDropVerbs = std::to_array<std::string_view>({"drop", "dropping"});
inline constexpr auto kOpenVerbs = std::to_array<std::string_view>({"open", "opening", "reopen", "open up"});
inline constexpr auto kUseVerbs = std::to_array<std::string_view>(
    {"press",    "hit",     "select",    "choose",   "pick",   "hover",      "scroll",  "navigate",
     "go",       "head",    "visit",     "use",      "find",   "locate",     "look",    "see",
     "view",     "check",   "check out", "toggle",   "switch", "enable",     "disable", "adjust",
     "change",   "edit",    "preview",   "review",   "watch",  "play",       "export",  "download",
     "pressing", "hitting", "selecting", "choosing", "using",  "previewing", "manage",  "update",
     "access",   "save",    "trim"});

inline constexpr auto kGuiParts = std::to_array<std::string_view>({"button",
                                                                   "buttons",
                                                                   "menu",
                                                                   "panel",
                                                                   "panels",
                                                                   "tab",
                                                                   "icon",
                                                                   "toolbar",
                                                                   "sidebar",
                                                                   "dropdown",
                                                                   "drop-down",
                                                                   "dialog",
                                                                   "popup",
                                                                   "pop-up",
                                                                   "slider",
                                                                   "checkbox",
                                                                   "toggle",
                                                                   "timeline",
                                                                   "editor",
                                                                   "settings",
                                                                   "dashboard",
                                                                   "workspace",
                                                                   "inspector",
                                                                   "library",
                                                                   "page",
                                                                   "app",
                                                                   "website",
                                                                   "browser",
                                                                   "properties",
                                                                   "playhead",
                                                                   "top right",
                                                                   "top left",
                                                                   "top-right",
                                                                   "top-left",
                                                                   "bottom right",
                                                                   "bottom left",
                                                                   "right-hand corner",
                                                                   "preview window",
                                                                   "preview area",
                                                                   "export window",
                                                                   "settings window",
                                                                   "editor window",
                                                                   "project",
                                                                   "billing",
                                                                   "account"});
/// Where one drops something.
inline constexpr auto kDropTargets = std::to_array<std::string_view>(
    {"timeline", "track", "tracks", "canvas", "editor", "panel", "workspace", "library"});

/// Begin a clause that tells something, after an instruction and a comma.
inline constexpr auto kSubjects = std::to_array<std::string_view>(
    {"i",   "i've",       "i'm",  "i'll",  "i'd",   "we",     "we've",       "we'll",
     "it",  "it's",       "the",  "your",  "this",  "that",   "there",       "there's",
     "all", "everything", "they", "these", "those", "let me", "let me know", "tell me"});
/// The same after "and".
inline constexpr auto kTellers =
    std::to_array<std::string_view>({"i", "i've", "i'm", "i'll", "i'd", "we", "let me know"});
/// Begin a clause that says nothing without the instruction after it.
inline constexpr auto kSubordinates = std::to_array<std::string_view>(
    {"to",     "when",    "once",     "if",         "after",      "before",   "in the",
     "on the", "at the",  "from the", "under the",  "as soon as", "for more", "whenever",
     "should", "in case", "for",      "inside the", "within the", "need",     "want"});

inline constexpr auto kEditVerbs = std::to_array<std::string_view>(
    {"add", "remove", "delete", "generate", "apply", "create", "insert", "trim", "split", "replace", "cut",
     "set", "increase", "decrease", "mute", "crop", "rotate"});

inline constexpr auto kCreditWords = std::to_array<std::string_view>(
    {"billing", "account", "credits", "top up", "upgrade", "subscription", "pricing"});
inline constexpr auto kTrackWords = std::to_array<std::string_view>(
    {"timeline", "preview", "previewing", "previewed", "play", "playhead", "tracks"});

// Chinese.

/// A clause with one of these before the verb tells the reader to do it.
inline constexpr auto kChineseLeadIns = std::to_array<std::string_view>(
    {"请",   "您",     "你",   "可以", "可",     "只需",   "即可", "然后", "接着", "再", "最后", "首先",
     "先",   "现在",   "直接", "需要", "要",     "如果",   "如需", "若",   "想",   "在", "从",   "到",
     "通过", "用鼠标", "把",   "将",   "下一步", "接下来", "也",   "随时", "或",   "并", "能"});
inline constexpr auto kChineseNegations =
    std::to_array<std::string_view>({"不要", "无需", "不用", "不必", "请勿", "别", "不需要"});
inline constexpr auto kChineseSubordinates = std::to_array<std::string_view>(
    {"如果", "如需", "若", "要", "想", "当", "为了", "需要", "完成后", "准备好后", "在", "从"});
inline constexpr auto kChineseSubjects =
    std::to_array<std::string_view>({"我", "我们", "已", "它", "视频", "新"});
inline constexpr auto kChineseClicks =
    std::to_array<std::string_view>({"点击", "單擊", "单击", "双击", "点选", "按下", "轻点", "點擊"});
/// 点击率, 点击音效: no click of the reader's.
inline constexpr auto kNoChineseClick =
    std::to_array<std::string_view>({"率", "量", "声", "音效", "数", "的"});
inline constexpr auto kChineseDrags =
    std::to_array<std::string_view>({"拖拽", "拖动", "拖放", "拖到", "拖入", "拖至", "拖進", "拖进", "拖曳"});
inline constexpr auto kChineseParts = std::to_array<std::string_view>(
    {"面板", "菜单", "标签", "设置", "编辑器", "时间线", "时间轴", "项目", "页面", "窗口", "网页", "浏览器",
     "侧边栏", "工具栏", "素材库", "账户", "账单", "对话框", "選單"});
inline constexpr auto kChineseNavigation =
    std::to_array<std::string_view>({"前往", "进入", "转到", "选择", "查看", "访问", "检查", "切换到"});
inline constexpr auto kChineseCredits =
    std::to_array<std::string_view>({"账户", "账单", "充值", "计费", "帐户", "积分", "升级"});

}  // namespace beatsync::cloud
