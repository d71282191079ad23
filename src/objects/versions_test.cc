#include "objects/testing/fixture.h"

namespace firn::objects {
namespace {

class VersionsTest : public LakeTest {
 protected:
  VersionsTest() { Expect(SetVersioning(kVersioned)); }

  Result<void> SetVersioning(const char* versioning) {
    return objects().UpdateBucket("bucket", [&](Bucket& bucket) -> Result<void> {
      bucket.versioning = versioning;
      return {};
    });
  }
  std::string PutVersion(const std::string& bytes) {
    const auto info = lake_.Put("k", bytes);
    EXPECT_TRUE(info) << info.error().message;
    return info->version_id;
  }
  // The bytes of a version; "-" when there is none and "marker" for a delete marker.
  std::string BytesOf(const std::string& id) {
    auto opened = objects().ReadVersion("bucket", "k", id);
    if (!opened || !*opened) return "-";
    return (*opened)->info.delete_marker ? "marker" : *(*opened)->body.Read();
  }
  Removed Remove(const std::optional<std::string>& id) {
    RemoveOptions options;
    options.version_id = id;
    const auto removed = objects().Remove("bucket", "k", options);
    EXPECT_TRUE(removed) << removed.error().message;
    return *removed;
  }
  // Ids of all versions in the order they are listed, page by page.
  std::vector<std::string> Listed(size_t limit) {
    std::vector<std::string> ids;
    VersionListOptions options;
    options.limit = limit;
    while (true) {
      const auto page = objects().ListVersions("bucket", options);
      EXPECT_TRUE(page);
      for (const auto& entry : page->entries) ids.push_back(entry.info.version_id);
      if (!page->truncated) return ids;
      options.key_marker = page->next_key;
      options.version_marker = page->next_version;
    }
  }
};

TEST_F(VersionsTest, KeepsEveryVersionAndItsFile) {
  const auto one = PutVersion("one"), two = PutVersion("two");
  EXPECT_NE(one, two);
  EXPECT_EQ(BytesOf(one), "one");
  EXPECT_EQ(BytesOf(two), "two");
  EXPECT_EQ(lake_.Get("k"), "two");
  EXPECT_EQ(lake_.Files("objects").size(), 2u);
  EXPECT_EQ(Listed(1), (std::vector<std::string>{two, one}));
}

TEST_F(VersionsTest, DeleteMarkerHidesUntilItIsRemoved) {
  const auto one = PutVersion("one");
  const Removed marker = Remove({});
  EXPECT_TRUE(marker.delete_marker);
  EXPECT_EQ(lake_.Get("k"), "-");
  EXPECT_EQ(BytesOf(marker.version_id), "marker");
  EXPECT_EQ(CodeOf(objects().DeleteBucket("bucket")), "BucketNotEmpty");
  EXPECT_TRUE(Remove(marker.version_id).delete_marker);
  EXPECT_EQ(lake_.Get("k"), "one");
  EXPECT_FALSE(Remove(one).delete_marker);
  EXPECT_TRUE(lake_.Files("objects").empty());
  Expect(objects().DeleteBucket("bucket"));
}

TEST_F(VersionsTest, RemovingAMarkerBelowAnotherShowsNothing) {
  PutVersion("one");
  const Removed below = Remove({});
  const Removed above = Remove({});
  Remove(below.version_id);
  EXPECT_EQ(lake_.Get("k"), "-");
  Remove(above.version_id);
  EXPECT_EQ(lake_.Get("k"), "one");
}

TEST_F(VersionsTest, SuspendedBucketsReplaceTheNullVersionAlone) {
  const auto one = PutVersion("one");
  Expect(SetVersioning(kVersioningSuspended));
  EXPECT_EQ(PutVersion("two"), "");
  EXPECT_EQ(PutVersion("three"), "");
  EXPECT_EQ(BytesOf(kNullVersion), "three");
  EXPECT_EQ(BytesOf(one), "one");
  EXPECT_EQ(lake_.Files("objects").size(), 2u);
  EXPECT_EQ(Remove({}).version_id, kNullVersion);
  EXPECT_EQ(BytesOf(kNullVersion), "marker");
  EXPECT_EQ(lake_.Files("objects").size(), 1u);
  Expect(SetVersioning(kVersioned));
  const auto four = PutVersion("four");
  EXPECT_EQ(Listed(10), (std::vector<std::string>{four, "", one}));
}

TEST_F(VersionsTest, ALockedVersionIsNotRemoved) {
  const auto one = PutVersion("one");
  RemoveOptions options;
  options.version_id = one;
  options.check = [](const ObjectInfo&) -> Result<void> { return Fail(Kind::kDenied, "locked"); };
  EXPECT_FALSE(objects().Remove("bucket", "k", options));
  EXPECT_EQ(BytesOf(one), "one");
  options.version_id.reset();
  EXPECT_TRUE(objects().Remove("bucket", "k", options)) << "a delete marker removes nothing";
}

TEST_F(VersionsTest, OpeningAgainKeepsTheFilesOfOlderVersions) {
  const auto one = PutVersion("one"), two = PutVersion("two");
  Remove({});
  Expect(lake_.Open());
  EXPECT_EQ(BytesOf(one), "one");
  EXPECT_EQ(BytesOf(two), "two");
}

TEST_F(VersionsTest, VersionsOfOneKeyBeyondTheCountedNames) {
  std::vector<std::string> ids;
  for (int i = 0; i < 30; ++i) ids.push_back(PutVersion(std::to_string(i)));
  for (int i = 0; i < 30; ++i) EXPECT_EQ(BytesOf(ids[static_cast<size_t>(i)]), std::to_string(i));
  std::reverse(ids.begin(), ids.end());
  EXPECT_EQ(Listed(7), ids);
}

TEST_F(VersionsTest, UpdatesReachTheVersionNamed) {
  const auto one = PutVersion("one");
  PutVersion("two");
  const auto tag = [](ObjectInfo& info) -> Result<void> {
    info.attributes.tags["a"] = "1";
    return {};
  };
  ASSERT_TRUE(objects().UpdateVersion("bucket", "k", one, tag));
  EXPECT_EQ((*objects().FindVersion("bucket", "k", one))->attributes.tags.size(), 1u);
  EXPECT_TRUE((*objects().Find("bucket", "k"))->attributes.tags.empty());
  EXPECT_EQ(CodeOf(objects().UpdateVersion("bucket", "k", "none", tag)), "NoSuchVersion");
  EXPECT_EQ(CodeOf(objects().UpdateVersion("bucket", "none", {}, tag)), "NoSuchKey");
}

}  // namespace
}  // namespace firn::objects
