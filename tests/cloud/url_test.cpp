#include "cloud/url.h"

#include <gtest/gtest.h>

namespace beatsync::cloud {
namespace {

TEST(Url, KnowsItsParts) {
    const auto url = parse_url("HTTPS://API.Example.com/a/b?c=d#e");
    ASSERT_TRUE(url) << describe(url.error());
    EXPECT_EQ(url->scheme, "https");
    EXPECT_EQ(url->host, "api.example.com");
    EXPECT_EQ(url->port, 443);
    EXPECT_EQ(url->text.find('#'), std::string::npos);
    EXPECT_NE(url->text.find("/a/b?c=d"), std::string::npos);
    EXPECT_EQ(url->place(), "api.example.com");
    EXPECT_EQ(parse_url("https://h:8443/")->place(), "h:8443");
}

TEST(Url, PlainHttpIsForLoopbackAlone) {
    for (const char* good : {"http://127.0.0.1:1/", "http://127.9.8.7/", "http://localhost/x",
                             "http://[::1]:80/", "http://[0:0:0:0:0:0:0:1]/", "http://LOCALHOST/"})
        EXPECT_TRUE(parse_url(good)) << good;
    for (const char* bad : {"http://example.com/", "http://128.0.0.1/", "http://127.0.0.1.example.com/",
                            "http://localhost.example.com/", "http://[::2]/", "http://10.0.0.1/"}) {
        const auto url = parse_url(bad);
        ASSERT_FALSE(url) << bad;
        EXPECT_EQ(url.error().code, Errc::usage);
    }
}

TEST(Url, RefusesWhatItMustNot) {
    for (const char* bad : {"", "x", "/a", "file:///etc/passwd", "ftp://h/", "https://",
                            "https://u:hunter2@h/", "https://hunter2@h/", "https://h/a b",
                            "https://h/\r\nX: y", "https://h:99999/", "javascript:alert(1)"}) {
        const auto url = parse_url(bad);
        ASSERT_FALSE(url) << bad;
        EXPECT_EQ(url.error().code, Errc::usage) << bad;
        EXPECT_EQ(describe(url.error()).find("hunter2"), std::string::npos) << "a password is repeated";
    }
}

TEST(Url, OriginIsSchemeHostAndPort) {
    const auto same = [](const char* a, const char* b) { return same_origin(*parse_url(a), *parse_url(b)); };
    EXPECT_TRUE(same("https://h/a", "https://H:443/b"));
    EXPECT_FALSE(same("https://h/", "https://i/"));
    EXPECT_FALSE(same("https://h/", "https://h:444/"));
    EXPECT_FALSE(same("https://localhost:80/", "http://localhost:80/"));
}

TEST(Url, ReferencesAreResolved) {
    const Url base = *parse_url("https://h/a/b?q=1");
    EXPECT_EQ(resolve_reference(base, "c")->text, "https://h/a/c");
    EXPECT_EQ(resolve_reference(base, "/c?d")->text, "https://h/c?d");
    EXPECT_EQ(resolve_reference(base, "//i/c")->text, "https://i/c");
    EXPECT_FALSE(resolve_reference(base, "http://i/c"));
    EXPECT_FALSE(resolve_reference(base, "file:///etc/passwd"));
    EXPECT_FALSE(resolve_reference(base, "https://u:p@h/"));
    EXPECT_FALSE(resolve_reference(base, ""));
}

TEST(Url, PathsAreJoinedBelowTheBase) {
    EXPECT_EQ(*join_url("https://h", "/api/x?y=z"), "https://h/api/x?y=z");
    EXPECT_EQ(*join_url("https://h/", "/api"), "https://h/api");
    EXPECT_EQ(*join_url("https://h/v1/", "api"), "https://h/v1/api");
    EXPECT_FALSE(join_url("https://h/?a=b", "/api"));
    EXPECT_FALSE(join_url("http://example.com", "/api"));
    EXPECT_FALSE(join_url("https://h", "/a b"));
}

}  // namespace
}  // namespace beatsync::cloud
