#include "sys/disk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <thread>

#include "sys/testing/temp_directory.h"

namespace firn::sys {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class DiskTest : public ::testing::Test {
 protected:
  void Put(const std::string& path, std::string_view bytes) {
    auto file = disk_.Open(path, OpenMode::kCreateOrTruncate);
    ASSERT_TRUE(file) << file.error().message;
    ASSERT_TRUE((*file)->Append(bytes));
  }

  template <class T>
  static Kind KindOf(const Result<T>& result) {
    EXPECT_FALSE(result);
    return result ? Kind::kInternal : result.error().kind;
  }

  testing::TempDirectory directory_;
  SystemDisk disk_;
};

TEST_F(DiskTest, AppendsReadsAndTruncates) {
  auto file = disk_.Open(directory_ / "a", OpenMode::kCreateNew);
  ASSERT_TRUE(file);
  ASSERT_TRUE((*file)->Append("hello "));
  ASSERT_TRUE((*file)->Append("world"));
  ASSERT_TRUE((*file)->Append(""));
  EXPECT_EQ(*(*file)->Size(), 11u);
  EXPECT_EQ(*(*file)->ReadAt(6, 5), "world");
  EXPECT_EQ(*(*file)->ReadAt(6, 500), "world");
  EXPECT_EQ(*(*file)->ReadAt(11, 1), "");
  EXPECT_EQ(*(*file)->ReadAt(1000, 1), "");
  EXPECT_EQ(*(*file)->ReadAt(0, 0), "");
  ASSERT_TRUE((*file)->Truncate(5));
  ASSERT_TRUE((*file)->Append("!"));
  ASSERT_TRUE((*file)->Sync());
  EXPECT_EQ(*disk_.ReadAll(directory_ / "a"), "hello!");
  EXPECT_GE((*file)->Descriptor(), 0);
}

TEST_F(DiskTest, ReadsMoreThanOneStep) {
  std::string bytes;
  for (int i = 0; i < 700'000; ++i) bytes += std::to_string(i % 100);
  Put(directory_ / "big", bytes);
  EXPECT_EQ(*disk_.ReadAll(directory_ / "big"), bytes);
}

TEST_F(DiskTest, OpensByMode) {
  const std::string path = directory_ / "a";
  EXPECT_EQ(KindOf(disk_.Open(path, OpenMode::kRead)), Kind::kNotFound);
  Put(path, "one");
  EXPECT_EQ(KindOf(disk_.Open(path, OpenMode::kCreateNew)), Kind::kExists);
  {
    auto file = disk_.Open(path, OpenMode::kAppend);
    ASSERT_TRUE(file);
    ASSERT_TRUE((*file)->Append("two"));
  }
  EXPECT_EQ(*disk_.ReadAll(path), "onetwo");
  Put(path, "three");
  EXPECT_EQ(*disk_.ReadAll(path), "three");
  auto reader = disk_.Open(path, OpenMode::kRead);
  ASSERT_TRUE(reader);
  EXPECT_FALSE((*reader)->Append("x"));
}

TEST_F(DiskTest, KeepsPrivateFilesToTheirOwner) {
  const std::string path = directory_ / "secret";
  ASSERT_TRUE(disk_.Open(path, OpenMode::kCreatePrivate));
  EXPECT_EQ(KindOf(disk_.Open(path, OpenMode::kCreatePrivate)), Kind::kExists);
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(path).permissions(), perms::owner_read | perms::owner_write);
}

TEST_F(DiskTest, NamesWhatIsInTheWay) {
  ASSERT_TRUE(disk_.CreateDirectories(directory_ / "d/e"));
  Put(directory_ / "f", "x");
  EXPECT_EQ(KindOf(disk_.Open(directory_ / "d", OpenMode::kAppend)), Kind::kConflict);
  EXPECT_EQ(KindOf(disk_.Rename(directory_ / "f", directory_ / "d")), Kind::kConflict);
  EXPECT_EQ(KindOf(disk_.RemoveEmptyDirectory(directory_ / "d")), Kind::kConflict);
  EXPECT_EQ(KindOf(disk_.ReadAll(directory_ / "f/g")), Kind::kNotFound);
  EXPECT_EQ(KindOf(disk_.Open(directory_ / std::string(300, 'n'), OpenMode::kAppend)),
            Kind::kInvalid);
}

TEST_F(DiskTest, TellsAFullDisk) {
  auto full = disk_.Open("/dev/full", OpenMode::kAppend);
  if (!full) GTEST_SKIP() << "no /dev/full here";
  const auto written = (*full)->Append("x");
  EXPECT_EQ(KindOf(written), Kind::kUnavailable);
  EXPECT_THAT(written.error().message, HasSubstr("no space left on device"));
}

TEST_F(DiskTest, RenamesOverWhatIsThere) {
  Put(directory_ / "a", "new");
  Put(directory_ / "b", "old");
  ASSERT_TRUE(disk_.Rename(directory_ / "a", directory_ / "b"));
  EXPECT_EQ(*disk_.ReadAll(directory_ / "b"), "new");
  EXPECT_FALSE(*disk_.Exists(directory_ / "a"));
  EXPECT_EQ(KindOf(disk_.Rename(directory_ / "a", directory_ / "b")), Kind::kNotFound);
  EXPECT_EQ(*disk_.ReadAll(directory_ / "b"), "new");
}

TEST_F(DiskTest, RemovesFilesTreesAndEmptyDirectories) {
  EXPECT_EQ(KindOf(disk_.Remove(directory_ / "a")), Kind::kNotFound);
  Put(directory_ / "a", "");
  ASSERT_TRUE(disk_.Remove(directory_ / "a"));
  ASSERT_TRUE(disk_.CreateDirectories(directory_ / "t/u/v"));
  ASSERT_TRUE(disk_.CreateDirectories(directory_ / "t/u/v"));
  Put(directory_ / "t/u/file", "x");
  ASSERT_TRUE(disk_.RemoveEmptyDirectory(directory_ / "t/u/v"));
  ASSERT_TRUE(disk_.RemoveTree(directory_ / "t"));
  ASSERT_TRUE(disk_.RemoveTree(directory_ / "t"));
  EXPECT_EQ(KindOf(disk_.RemoveEmptyDirectory(directory_ / "t")), Kind::kNotFound);
  EXPECT_THAT(*disk_.List(directory_.path()), IsEmpty());
}

TEST_F(DiskTest, ListsSortedNames) {
  Put(directory_ / "b", "");
  Put(directory_ / "a", "");
  Put(directory_ / ".hidden", "");
  ASSERT_TRUE(disk_.CreateDirectories(directory_ / "c"));
  EXPECT_THAT(*disk_.List(directory_.path()), ElementsAre(".hidden", "a", "b", "c"));
  EXPECT_EQ(KindOf(disk_.List(directory_ / "missing")), Kind::kNotFound);
}

TEST_F(DiskTest, TellsFilesFromDirectories) {
  Put(directory_ / "a", "");
  EXPECT_TRUE(*disk_.Exists(directory_ / "a"));
  EXPECT_FALSE(*disk_.IsDirectory(directory_ / "a"));
  EXPECT_TRUE(*disk_.Exists(directory_.path()));
  EXPECT_TRUE(*disk_.IsDirectory(directory_.path()));
  EXPECT_FALSE(*disk_.Exists(directory_ / "a/below"));
  EXPECT_FALSE(*disk_.IsDirectory(directory_ / "missing"));
  EXPECT_TRUE(disk_.SyncDirectory(directory_.path()));
  EXPECT_EQ(KindOf(disk_.SyncDirectory(directory_ / "missing")), Kind::kNotFound);
}

TEST_F(DiskTest, WritesAtomicallyWithoutLeavingAnythingBeside) {
  ASSERT_TRUE(disk_.WriteAtomically(directory_ / "a", "one"));
  ASSERT_TRUE(disk_.WriteAtomically(directory_ / "a", "two"));
  EXPECT_EQ(*disk_.ReadAll(directory_ / "a"), "two");
  ASSERT_TRUE(disk_.CreateDirectories(directory_ / "d"));
  EXPECT_EQ(KindOf(disk_.WriteAtomically(directory_ / "d", "x")), Kind::kConflict);
  EXPECT_EQ(KindOf(disk_.WriteAtomically(directory_ / "missing/x", "x")), Kind::kNotFound);
  EXPECT_THAT(*disk_.List(directory_.path()), ElementsAre("a", "d"));
}

TEST_F(DiskTest, SeveralWritersOfOneFileLeaveOneWhole) {
  const std::string path = directory_ / "a";
  std::vector<std::thread> threads;
  for (char c = 'a'; c < 'e'; ++c) {
    threads.emplace_back([&, c] {
      for (int i = 0; i < 10; ++i) EXPECT_TRUE(disk_.WriteAtomically(path, std::string(10'000, c)));
    });
  }
  for (auto& thread : threads) thread.join();
  const std::string bytes = *disk_.ReadAll(path);
  EXPECT_EQ(bytes, std::string(10'000, bytes[0]));
  EXPECT_THAT(*disk_.List(directory_.path()), ElementsAre("a"));
}

TEST_F(DiskTest, OneLockPerDirectory) {
  {
    auto first = DirectoryLock::Acquire(directory_.path());
    ASSERT_TRUE(first);
    const auto second = DirectoryLock::Acquire(directory_.path());
    EXPECT_EQ(KindOf(second), Kind::kConflict);
  }
  EXPECT_TRUE(DirectoryLock::Acquire(directory_.path()));
  EXPECT_EQ(KindOf(DirectoryLock::Acquire(directory_ / "missing")), Kind::kNotFound);
}

}  // namespace
}  // namespace firn::sys
