#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace beatsync::report {

/// Reads XML or HTML strictly enough to find unbalanced tags, unquoted attributes and stray `<` or `&`.
class MarkupChecker {
public:
    struct Element {
        std::string name;
        std::map<std::string, std::string> attributes;  ///< as written, entities and all
    };

    explicit MarkupChecker(std::string_view text) : text_(text) { parse(); }

    [[nodiscard]] const std::string& problem() const { return problem_; }  ///< empty = well-formed
    [[nodiscard]] const std::vector<Element>& elements() const { return elements_; }
    [[nodiscard]] std::size_t count(std::string_view name) const {
        std::size_t n = 0;
        for (const auto& e : elements_)
            if (e.name == name) ++n;
        return n;
    }

private:
    void parse() {
        while (problem_.empty() && at_ < text_.size()) {
            if (text_[at_] != '<')
                character();
            else if (starts("<!") || starts("<?"))
                skip_to(">");
            else if (starts("</"))
                close();
            else
                open();
        }
        if (problem_.empty() && !stack_.empty()) problem_ = "not closed: " + stack_.back();
    }
    [[nodiscard]] bool starts(std::string_view s) const { return text_.substr(at_, s.size()) == s; }
    void skip_to(std::string_view end) {
        const auto found = text_.find(end, at_);
        if (found == std::string_view::npos) return complain("no end");
        at_ = found + end.size();
    }
    void complain(const std::string& what) {
        problem_ = what + " at " + std::to_string(at_) + ": " + std::string(text_.substr(at_, 60));
    }
    void character() {
        if (text_[at_] == '>') return complain("stray >");
        if (text_[at_] == '&') {
            bool known = false;
            for (const char* entity : {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"})
                known = known || starts(entity);
            if (!known) return complain("bare &");
        }
        ++at_;
    }
    [[nodiscard]] static bool is_void(const std::string& name) { return name == "meta" || name == "br"; }
    std::string name() {
        const std::size_t begin = at_;
        while (at_ < text_.size() && text_.find_first_of(" \n/>=<\"'", at_) != at_)
            ++at_;
        return std::string(text_.substr(begin, at_ - begin));
    }
    void close() {
        at_ += 2;
        const std::string closed = name();
        if (stack_.empty() || stack_.back() != closed) return complain("closes " + closed);
        stack_.pop_back();
        if (!starts(">")) return complain("bad end tag");
        ++at_;
    }
    void open() {
        ++at_;
        Element element{name(), {}};
        if (element.name.empty()) return complain("stray <");
        for (;;) {
            while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n'))
                ++at_;
            if (starts("/>")) {
                at_ += 2;
                break;
            }
            if (starts(">")) {
                ++at_;
                if (!is_void(element.name)) stack_.push_back(element.name);
                break;
            }
            const std::string key = name();
            if (key.empty() || !starts("=\"")) return complain("attribute of " + element.name);
            at_ += 2;
            const std::size_t end = text_.find('"', at_);
            if (end == std::string_view::npos) return complain("no closing quote");
            if (!element.attributes.emplace(key, text_.substr(at_, end - at_)).second)
                return complain("twice " + key);
            at_ = end + 1;
        }
        const bool raw = element.name == "style" || element.name == "script";
        elements_.push_back(std::move(element));
        if (raw && problem_.empty()) {
            at_ = std::min(text_.find("</", at_), text_.size());  // not markup inside
        }
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::string problem_;
    std::vector<std::string> stack_;
    std::vector<Element> elements_;
};

}  // namespace beatsync::report
