#include "sys/testing/faulty_disk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sys/testing/temp_directory.h"

namespace firn::sys::testing {
namespace {

using ::testing::HasSubstr;

TEST(FaultyDisk, FailsOneOperationOnceOrForGood) {
  SystemDisk real;
  const TempDirectory directory;
  FaultyDisk disk(real);
  EXPECT_TRUE(disk.Exists(directory.path()));
  disk.FillUp(2, FaultyDisk::Lasting::kOnce);
  EXPECT_TRUE(disk.Exists(directory.path()));
  const auto failed = disk.Exists(directory.path());
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().kind, Kind::kUnavailable);
  EXPECT_THAT(failed.error().message, HasSubstr("no space left on device"));
  EXPECT_TRUE(disk.Exists(directory.path()));
  disk.Fail(1, FaultyDisk::Lasting::kForGood, Error{Kind::kCorrupt, "torn", {}, 0, {}});
  for (int i = 0; i < 3; ++i) {
    const auto still = disk.List(directory.path());
    ASSERT_FALSE(still);
    EXPECT_EQ(still.error().kind, Kind::kCorrupt);
  }
  disk.Heal();
  EXPECT_TRUE(disk.List(directory.path()));
  EXPECT_EQ(disk.operations(), 8u);
  EXPECT_EQ(disk.failures(), 4u);
}

TEST(FaultyDisk, AFailedAppendLeavesHalf) {
  SystemDisk real;
  const TempDirectory directory;
  FaultyDisk disk(real);
  auto file = disk.Open(directory / "a", OpenMode::kCreateNew);
  ASSERT_TRUE(file);
  disk.FillUp(1, FaultyDisk::Lasting::kOnce);
  EXPECT_FALSE((*file)->Append("abcdef"));
  EXPECT_EQ(*real.ReadAll(directory / "a"), "abc");
  EXPECT_EQ((*file)->Descriptor(), -1);
}

TEST(FaultyDisk, ChangesNothingWhenItFails) {
  SystemDisk real;
  const TempDirectory directory;
  FaultyDisk disk(real);
  disk.FillUp(1, FaultyDisk::Lasting::kForGood);
  EXPECT_FALSE(disk.Open(directory / "a", OpenMode::kCreateNew));
  EXPECT_FALSE(disk.CreateDirectories(directory / "d"));
  EXPECT_FALSE(disk.RemoveTree(directory.path()));
  EXPECT_FALSE(disk.SyncDirectory(directory.path()));
  EXPECT_TRUE(real.List(directory.path())->empty());
}

TEST(ForEachFault, ReachesEveryOperationOnceAndForGood) {
  std::vector<uint64_t> failures;
  const uint64_t runs = ForEachFault([&](FaultyDisk& disk, const std::string& directory) {
    for (int i = 0; i < 3; ++i) std::ignore = disk.Exists(directory);
    failures.push_back(disk.failures());
  });
  EXPECT_EQ(runs, failures.size());
  EXPECT_EQ(failures, (std::vector<uint64_t>{0, 1, 3, 1, 2, 1, 1, 0, 0}));
}

TEST(ForEachFault, AtomicWritesAreWholeOrAbsent) {
  ForEachFault([](FaultyDisk& disk, const std::string& directory) {
    SystemDisk real;
    ASSERT_TRUE(real.WriteAtomically(directory + "/a", "old"));
    const auto written = disk.WriteAtomically(directory + "/a", "new");
    const auto bytes = real.ReadAll(directory + "/a");
    ASSERT_TRUE(bytes);
    if (written) {
      EXPECT_EQ(*bytes, "new");
    } else {
      EXPECT_TRUE(*bytes == "old" || *bytes == "new") << *bytes;
    }
  });
}

TEST(TempDirectory, IsUniqueAndGoesAway) {
  SystemDisk real;
  std::string path;
  {
    const TempDirectory one, two;
    EXPECT_NE(one.path(), two.path());
    path = one.path();
    ASSERT_TRUE(real.WriteAtomically(one / "a", "x"));
  }
  EXPECT_FALSE(*real.Exists(path));
}

}  // namespace
}  // namespace firn::sys::testing
