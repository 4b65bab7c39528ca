#include "core/file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include "core/descriptor.h"

namespace beatsync {
namespace {

namespace fs = std::filesystem;

class FileTest : public testing::Test {
protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "beatsync-core-XXXXXX").string();
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        folder = pattern;
    }
    void TearDown() override { fs::remove_all(folder); }

    std::ptrdiff_t entries() const {
        return std::distance(fs::directory_iterator(folder), fs::directory_iterator{});
    }

    fs::path folder;
};

TEST_F(FileTest, WritesAndReadsBack) {
    const std::string bytes("a\0b\n", 4);
    ASSERT_TRUE(write_file(folder / "x", bytes));
    EXPECT_EQ(*read_file(folder / "x", 100), bytes);
    EXPECT_EQ(entries(), 1);
}

TEST_F(FileTest, ReadsUpToTheLimitAndNoFurther) {
    ASSERT_TRUE(write_file(folder / "x", "12345"));
    EXPECT_TRUE(read_file(folder / "x", 5));
    const auto over = read_file(folder / "x", 4);
    ASSERT_FALSE(over);
    EXPECT_EQ(over.error().code, Errc::input);
}

TEST_F(FileTest, WhatCannotBeReadIsAnInputError) {
    EXPECT_EQ(read_file(folder / "missing", 10).error().code, Errc::input);
    EXPECT_EQ(read_file(folder, 10).error().code, Errc::input);
    EXPECT_EQ(read_file("/dev/zero", 10).error().code, Errc::input);
    const fs::path pipe = folder / "pipe";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    EXPECT_EQ(read_file(pipe, 10).error().code, Errc::input) << "and it must not hang";
}

TEST_F(FileTest, AChangeIsNotedWhateverTheFileSaysOfItsTimes) {
    ASSERT_TRUE(write_file(folder / "x", "12345"));
    const auto before = changed_at(folder / "x");
    ASSERT_TRUE(before);
    EXPECT_EQ(*changed_at(folder / "x"), *before);
    const auto time = fs::last_write_time(folder / "x");
    // The clock of a file system may tick a hundred times a second only.
    for (int tries = 0; tries < 1'000'000 && *changed_at(folder / "x") == *before; ++tries)
        fs::last_write_time(folder / "x", time);
    EXPECT_GT(*changed_at(folder / "x"), *before);
    EXPECT_EQ(fs::last_write_time(folder / "x"), time);
    EXPECT_EQ(changed_at(folder / "y").error().code, Errc::input);
}

TEST_F(FileTest, NothingIsSeenBeforeCommitAndNothingLeftWithout) {
    {
        auto file = AtomicFile::create(folder / "out.mp4");
        ASSERT_TRUE(file);
        EXPECT_TRUE(fs::exists(file->temporary()));
        EXPECT_FALSE(fs::exists(folder / "out.mp4"));
        AtomicFile moved = std::move(*file);
        EXPECT_TRUE(fs::exists(moved.temporary()));
    }
    EXPECT_EQ(entries(), 0);
}

TEST_F(FileTest, AMarkedFileReplacesWhatAnEarlierTryLeft) {
    std::ofstream(folder / ".x.job.part") << "half of it";
    std::ofstream(folder / ".x.other.part") << "another's";
    auto file = AtomicFile::create(folder / "x", Existing::kept, "job");
    ASSERT_TRUE(file);
    EXPECT_EQ(fs::file_size(file->temporary()), 0U);
    ASSERT_TRUE(file->commit());
    EXPECT_EQ(*read_file(folder / ".x.other.part", 10), "another's");
    EXPECT_EQ(entries(), 2);
    fs::create_directory(folder / ".x.job.part");
    EXPECT_EQ(AtomicFile::create(folder / "x", Existing::replaced, "job").error().code, Errc::media)
        << "and it must not hang";
}

TEST_F(FileTest, AFailedWriteKeepsTheOldFile) {
    ASSERT_TRUE(write_file(folder / "x", "old"));
    { ASSERT_TRUE(AtomicFile::create(folder / "x")); }
    EXPECT_EQ(*read_file(folder / "x", 10), "old");
}

TEST_F(FileTest, ModeFollowsTheUmask) {
    ASSERT_TRUE(write_file(folder / "x", ""));
    const mode_t mask = ::umask(0);
    ::umask(mask);
    struct stat st {};
    ASSERT_EQ(::stat((folder / "x").c_str(), &st), 0);
    EXPECT_EQ(st.st_mode & 0777U, 0666U & ~mask);
}

TEST_F(FileTest, PrivateIsTheOwnersAlone) {
    ::umask(0);
    ASSERT_TRUE(write_private_file(folder / "secret", "x"));
    struct stat st {};
    ASSERT_EQ(::stat((folder / "secret").c_str(), &st), 0);
    EXPECT_EQ(st.st_mode & 0777U, 0600U);
    ASSERT_TRUE(write_private_file(folder / "secret", "y"));
    EXPECT_EQ(*read_file(folder / "secret", 10), "y");
    const auto kept = write_private_file(folder / "secret", "z", Existing::kept);
    ASSERT_FALSE(kept);
    EXPECT_EQ(kept.error().code, Errc::usage);
    EXPECT_EQ(*read_file(folder / "secret", 10), "y");
    ::umask(022);
}

TEST_F(FileTest, LinesAreAddedAndACutOneIsEnded) {
    const fs::path file = folder / "lines";
    EXPECT_EQ(*append_line(file, "one"), 4U);
    EXPECT_EQ(*append_line(file, "two"), 8U);
    EXPECT_EQ(*read_file(file, 100), "one\ntwo\n");
    ASSERT_TRUE(write_file(file, "one\ntw"));  // as a crash leaves it
    EXPECT_EQ(*append_line(file, "three"), 13U);
    EXPECT_EQ(*read_file(file, 100), "one\ntw\nthree\n");
    EXPECT_EQ(append_line(folder / "none" / "lines", "x").error().code, Errc::media);
}

TEST_F(FileTest, DevicesAndPipesAreNotReplaced) {
    const fs::path pipe = folder / "pipe";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    const auto result = write_file(pipe, "x");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::usage);
    EXPECT_TRUE(fs::is_fifo(pipe));
}

TEST_F(FileTest, ALinkStaysAndItsFileIsReplaced) {
    fs::create_directory(folder / "disk");
    ASSERT_TRUE(write_file(folder / "disk" / "real", "old"));
    fs::create_symlink("disk/real", folder / "link");
    ASSERT_TRUE(write_file(folder / "link", "new"));
    EXPECT_TRUE(fs::is_symlink(folder / "link"));
    EXPECT_EQ(*read_file(folder / "disk" / "real", 10), "new");
}

TEST_F(FileTest, AFileThatAppearedMeanwhileIsKeptWhenAsked) {
    auto file = AtomicFile::create(folder / "x", Existing::kept);
    ASSERT_TRUE(file);
    ASSERT_TRUE(write_file(folder / "x", "theirs"));
    const auto committed = file->commit();
    ASSERT_FALSE(committed);
    EXPECT_EQ(committed.error().code, Errc::usage);
    EXPECT_EQ(*read_file(folder / "x", 10), "theirs");
    EXPECT_EQ(entries(), 1);
}

TEST_F(FileTest, UnfinishedFilesCanBeDiscardedAtOnce) {
    const auto file = AtomicFile::create(folder / "x");
    ASSERT_TRUE(file);
    ASSERT_TRUE(write_file(folder / "whole", "stays"));
    discard_unfinished_files();
    EXPECT_EQ(entries(), 1);
    EXPECT_TRUE(fs::exists(folder / "whole"));
}

TEST_F(FileTest, WhetherOneCanWriteIsTriedWithoutATrace) {
    const Descriptor has_nameless(::open(folder.c_str(), O_TMPFILE | O_WRONLY, 0600));
    if (!has_nameless.valid()) GTEST_SKIP() << "this file system has no files without a name";
    const Descriptor events(::inotify_init1(IN_NONBLOCK));
    ASSERT_GE(::inotify_add_watch(events.get(), folder.c_str(), IN_CREATE), 0);
    ASSERT_TRUE(check_writable(folder / "x"));
    char event[4096];
    EXPECT_EQ(::read(events.get(), event, sizeof event), -1) << "a program killed here would leave a file";
    ASSERT_TRUE(write_file(folder / "x", "y"));
    EXPECT_GT(::read(events.get(), event, sizeof event), 0) << "nothing is seen by this test";
}

TEST_F(FileTest, WhatCannotBeWrittenIsFoundWithoutWriting) {
    const auto code = [](const fs::path& path) {
        const auto writable = check_writable(path);
        return writable ? std::optional<Errc>() : writable.error().code;
    };
    EXPECT_EQ(code(folder), Errc::usage);
    EXPECT_EQ(code("/dev/full"), Errc::usage);
    EXPECT_EQ(code(folder / "no" / "x"), Errc::media);
    EXPECT_EQ(code(folder / std::string(255, 'x')), Errc::media) << "no room for the temporary file's name";
    EXPECT_EQ(entries(), 0);
}

TEST_F(FileTest, AMissingFolderIsSaid) {
    const auto result = write_file(folder / "no" / "x", "y");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::media);
    EXPECT_EQ(result.error().hint, "create the folder first");
}

}  // namespace
}  // namespace beatsync
