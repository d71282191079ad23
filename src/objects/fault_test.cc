// Every disk operation fails once and for good; what was acknowledged stays, and nothing half is
// ever seen.
#include <gtest/gtest.h>

#include "objects/testing/fixture.h"

namespace firn::objects {
namespace {

using sys::testing::FaultyDisk;

// After a restart with a healthy disk: records and files agree, and nothing temporary is left.
void CheckWhole(Lake& lake) {
  size_t objects = 0;
  const auto listing = lake.objects().List("bucket", {});
  if (listing) {
    for (const auto& info : listing->objects) {
      EXPECT_EQ(lake.Get(info.key).size(), info.size) << info.key;
      ++objects;
    }
  }
  if (listing) {
    EXPECT_EQ(lake.Files("objects").size(), objects);
  }
  EXPECT_TRUE(lake.Files("tmp").empty());
}

TEST(ObjectFaultTest, PutsAreAllOrNothing) {
  const uint64_t runs =
      sys::testing::ForEachFault([](FaultyDisk& disk, const std::string& directory) {
        Lake lake(disk, directory);
        std::string acknowledged = "-";
        bool failed = false;
        const auto note = [&](const auto& result) {
          if (!result) {
            failed = true;
            EXPECT_EQ(result.error().kind, Kind::kUnavailable) << result.error().message;
          }
          return result.has_value();
        };
        if (note(lake.Open()) && note(lake.AddBucket())) {
          for (const char* bytes : {"first", "the second"}) {
            if (note(lake.Put("dir/key.txt", bytes))) acknowledged = bytes;
          }
          if (disk.failures() == 0) {
            EXPECT_FALSE(failed);
          }
        }
        lake.Close();
        disk.Heal();
        const auto reopened = lake.Open();
        ASSERT_TRUE(reopened) << reopened.error().message;
        const auto exists = lake.objects().FindBucket("bucket");
        ASSERT_TRUE(exists);
        if (*exists) {
          EXPECT_EQ(lake.Get("dir/key.txt"), acknowledged);
        }
        CheckWhole(lake);
      });
  EXPECT_GT(runs, 30u);
}

TEST(ObjectFaultTest, UploadsAreAllOrNothing) {
  sys::testing::ForEachFault([](FaultyDisk& disk, const std::string& directory) {
    Lake lake(disk, directory);
    std::string expected = "-";
    if (lake.Open() && lake.AddBucket()) {
      auto upload = lake.objects().CreateUpload("bucket", "k", {});
      if (upload) {
        const auto one =
            lake.objects().UploadPart("bucket", "k", upload->id, 1, wire::Body("one "), {});
        const auto two =
            lake.objects().UploadPart("bucket", "k", upload->id, 2, wire::Body("two"), {});
        if (one && two) {
          const auto done = lake.objects().CompleteUpload("bucket", "k", upload->id,
                                                          {{1, one->etag}, {2, two->etag}}, {});
          if (done) expected = "one two";
        }
      }
    }
    lake.Close();
    disk.Heal();
    const auto reopened = lake.Open();
    ASSERT_TRUE(reopened) << reopened.error().message;
    if (*lake.objects().FindBucket("bucket")) {
      EXPECT_EQ(lake.Get("k"), expected);
    }
    CheckWhole(lake);
  });
}

TEST(ObjectFaultTest, AFullDiskLeavesNothingBehindAndRecovers) {
  const sys::testing::TempDirectory directory;
  sys::SystemDisk system;
  FaultyDisk disk(system);
  Lake lake(disk, directory.path());
  ASSERT_TRUE(lake.Open());
  ASSERT_TRUE(lake.AddBucket());
  ASSERT_TRUE(lake.Put("k", "old"));
  for (uint64_t nth = 1; nth <= 10; ++nth) {
    disk.FillUp(nth, FaultyDisk::Lasting::kOnce);
    const auto full = lake.Put("k", "new");
    disk.Heal();
    if (full) {
      ASSERT_TRUE(lake.Put("k", "old"));  // the failure hit the removal of the old file
      continue;
    }
    EXPECT_EQ(full.error().kind, Kind::kUnavailable);
    EXPECT_EQ(lake.Get("k"), "old");
    EXPECT_TRUE(lake.Files("tmp").empty()) << nth;
    EXPECT_EQ(lake.Files("objects").size(), 1u) << nth;
  }
  EXPECT_TRUE(lake.Put("k", "new"));
  EXPECT_EQ(lake.Get("k"), "new");
}

// What a crash between the file and its record leaves: copies of the directory taken at both
// moments.
TEST(ObjectFaultTest, ACrashBetweenFileAndRecordIsSweptOrWhole) {
  const sys::testing::TempDirectory directory;
  sys::SystemDisk disk;
  Lake lake(disk, directory / "data");
  ASSERT_TRUE(lake.Open());
  ASSERT_TRUE(lake.AddBucket());
  ASSERT_TRUE(lake.Put("k", "old"));
  auto staged = lake.objects().Stage("bucket", "k", wire::Body("new"), {});
  ASSERT_TRUE(staged);
  std::filesystem::copy(directory / "data", directory / "before",
                        std::filesystem::copy_options::recursive);
  ASSERT_TRUE(lake.state().Write([&](state::Transaction& t) -> Result<void> {
    FIRN_TRY(const auto info, lake.objects().Publish(t, *staged, {}));
    return {};
  }));
  std::filesystem::copy(directory / "data", directory / "after",
                        std::filesystem::copy_options::recursive);
  for (const auto& [copy, bytes] : {std::pair("before", "old"), std::pair("after", "new")}) {
    Lake crashed(disk, directory / copy);
    const auto opened = crashed.Open();
    ASSERT_TRUE(opened) << opened.error().message;
    EXPECT_EQ(crashed.Get("k"), bytes);
    CheckWhole(crashed);
  }
}

}  // namespace
}  // namespace firn::objects
