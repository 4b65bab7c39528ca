#include "render/fonts.h"

#include <fontconfig/fontconfig.h>
#include <glib.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>

namespace beatsync::render {
namespace {

struct Deleter {
    void operator()(FcPattern* p) const noexcept { FcPatternDestroy(p); }
    void operator()(FcObjectSet* p) const noexcept { FcObjectSetDestroy(p); }
    void operator()(FcFontSet* p) const noexcept { FcFontSetDestroy(p); }
    void operator()(FcCharSet* p) const noexcept { FcCharSetDestroy(p); }
};
template <class T>
using Ptr = std::unique_ptr<T, Deleter>;

constexpr const char* kLatinPackage = "fonts-dejavu-core";
constexpr const char* kHanPackage = "fonts-noto-cjk";
constexpr const char* kEmojiPackage = "fonts-noto-color-emoji";
constexpr const char* kSymbolPackage = "fonts-symbola";
constexpr const char* kOtherPackage = "fonts-noto-core";  // the living scripts but Han's

struct ScriptGroup {
    const char* name;
    std::u32string_view sample;  ///< a font for the group has all of these
    bool colour;
    const char* package;
};
constexpr std::array kGroups{
    ScriptGroup{"Latin, Greek, Cyrillic", U"Aéñőλж", false, kLatinPackage},
    ScriptGroup{"Chinese, Japanese, Korean", U"中国語あア한", false, kHanPackage},
    ScriptGroup{"Arabic", U"عربي", false, kOtherPackage},
    ScriptGroup{"Hebrew", U"עברית", false, kLatinPackage},
    ScriptGroup{"Devanagari", U"हिन्दी", false, kOtherPackage},
    ScriptGroup{"Thai", U"ไทย", false, kOtherPackage},
    ScriptGroup{"emoji in colour", U"😀🎉🚀", true, kEmojiPackage},
};

const FcChar8* bytes_of(const char* text) {
    return reinterpret_cast<const FcChar8*>(text);
}

/// The fonts that match, with family and weight; null when there is no memory or no configuration.
Ptr<FcFontSet> list_fonts(const FcPattern& pattern) {
    const Ptr<FcObjectSet> wanted(FcObjectSetBuild(FC_FAMILY, FC_WEIGHT, nullptr));
    if (!wanted) return nullptr;
    // The library's signature lacks the const; it only reads.
    return Ptr<FcFontSet>(FcFontList(nullptr, const_cast<FcPattern*>(&pattern), wanted.get()));
}

std::string family_with(const ScriptGroup& group) {
    const Ptr<FcPattern> pattern(FcPatternCreate());
    const Ptr<FcCharSet> characters(FcCharSetCreate());
    if (!pattern || !characters) return {};
    for (const char32_t c : group.sample)
        FcCharSetAddChar(characters.get(), c);
    FcPatternAddCharSet(pattern.get(), FC_CHARSET, characters.get());
    if (group.colour) FcPatternAddBool(pattern.get(), FC_COLOR, FcTrue);
    const auto fonts = list_fonts(*pattern);
    std::string first;  // by name: the library's order is that of the folders
    for (int i = 0; fonts && i < fonts->nfont; ++i) {
        FcChar8* family = nullptr;
        if (FcPatternGetString(fonts->fonts[i], FC_FAMILY, 0, &family) != FcResultMatch) continue;
        const std::string name = reinterpret_cast<const char*>(family);
        if (first.empty() || name < first) first = name;
    }
    return first;
}

bool is_emoji(char32_t c) {
    return (c >= 0x1F000 && c <= 0x1FAFF) || c == 0x20E3 || (c >= 0xE0020 && c <= 0xE007F);
}

bool is_generic(std::string name) {
    std::transform(name.begin(), name.end(), name.begin(), [](char c) { return g_ascii_tolower(c); });
    constexpr std::array<std::string_view, 7> kGeneric{"sans",      "sans-serif", "serif",    "mono",
                                                       "monospace", "cursive",    "system-ui"};
    return std::find(kGeneric.begin(), kGeneric.end(), name) != kGeneric.end();
}

}  // namespace

std::vector<ScriptFont> script_fonts() {
    std::vector<ScriptFont> fonts;
    fonts.reserve(kGroups.size());
    for (const ScriptGroup& group : kGroups)
        fonts.push_back({group.name, family_with(group), group.package});
    return fonts;
}

std::string font_package_for(char32_t character) {
    if (is_emoji(character)) return kEmojiPackage;
    switch (g_unichar_get_script(character)) {
        case G_UNICODE_SCRIPT_LATIN:
        case G_UNICODE_SCRIPT_GREEK:
        case G_UNICODE_SCRIPT_CYRILLIC:
        case G_UNICODE_SCRIPT_HEBREW:
            return kLatinPackage;
        case G_UNICODE_SCRIPT_HAN:
        case G_UNICODE_SCRIPT_HIRAGANA:
        case G_UNICODE_SCRIPT_KATAKANA:
        case G_UNICODE_SCRIPT_HANGUL:
        case G_UNICODE_SCRIPT_BOPOMOFO:
            return kHanPackage;
        case G_UNICODE_SCRIPT_COMMON:
        case G_UNICODE_SCRIPT_INHERITED:
            return character >= 0x3000 && character <= 0x33FF ? kHanPackage : kSymbolPackage;
        case G_UNICODE_SCRIPT_UNKNOWN:
        case G_UNICODE_SCRIPT_INVALID_CODE:
            return {};
        default:
            return kOtherPackage;
    }
}

bool has_fonts() {
    const Ptr<FcPattern> any(FcPatternCreate());
    if (!any) return false;
    const auto fonts = list_fonts(*any);
    return fonts && fonts->nfont > 0;
}

FontFamily find_family(const std::string& name) {
    if (is_generic(name)) return {true, true};
    const Ptr<FcPattern> pattern(FcPatternCreate());
    if (!pattern) return {};
    FcPatternAddString(pattern.get(), FC_FAMILY, bytes_of(name.c_str()));
    const auto fonts = list_fonts(*pattern);
    FontFamily family;
    for (int i = 0; fonts && i < fonts->nfont; ++i) {
        family.found = true;
        int weight = 0;
        if (FcPatternGetInteger(fonts->fonts[i], FC_WEIGHT, 0, &weight) == FcResultMatch)
            family.bold = family.bold || weight >= FC_WEIGHT_DEMIBOLD;
    }
    return family;
}

}  // namespace beatsync::render
