#include <gtest/gtest.h>

#include "base/digest.h"
#include "base/encoding.h"
#include "objects/limits.h"
#include "objects/testing/fixture.h"

namespace firn::objects {
namespace {

class UploadsTest : public LakeTest {
 protected:
  std::string Create(const std::string& key, UploadOptions options = {}) {
    const auto upload = objects().CreateUpload("bucket", key, options);
    EXPECT_TRUE(upload) << upload.error().message;
    return upload ? upload->id : "";
  }
  Result<Part> Send(const std::string& key, const std::string& id, int number,
                    const std::string& bytes, PutOptions options = {}) {
    return objects().UploadPart("bucket", key, id, number, wire::Body(bytes), options);
  }
  Result<ObjectInfo> Complete(const std::string& key, const std::string& id,
                              const std::vector<CompletedPart>& parts,
                              CompleteOptions options = {}) {
    return objects().CompleteUpload("bucket", key, id, parts, options);
  }
};

TEST_F(UploadsTest, PartsBecomeOneObject) {
  UploadOptions options;
  options.attributes.content_type = "text/plain";
  const std::string id = Create("big.bin", options);
  const auto first = Send("big.bin", id, 1, "first ");
  const auto third = Send("big.bin", id, 3, "third");
  ASSERT_TRUE(first && third);
  ASSERT_TRUE(Send("big.bin", id, 2, "unused"));
  EXPECT_EQ(lake_.Get("big.bin"), "-");
  Expect(lake_.Open());  // uploads survive restarts
  const auto done = Complete("big.bin", id, {{1, '"' + first->etag + '"'}, {3, third->etag}});
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(done->etag, HexEncode(Md5(Md5("first ") + Md5("third"))) + "-2");
  EXPECT_EQ(done->size, 11u);
  EXPECT_EQ(done->part_sizes, (std::vector<uint64_t>{6, 5}));
  EXPECT_EQ(done->attributes.content_type, "text/plain");
  EXPECT_EQ(lake_.Get("big.bin"), "first third");
  EXPECT_TRUE(lake_.Files("uploads").empty());
  EXPECT_TRUE(lake_.Files("tmp").empty());
  EXPECT_EQ(CodeOf(Complete("big.bin", "another", {{1, first->etag}})), "NoSuchUpload");
}

TEST_F(UploadsTest, ChecksumsOfPartsFormTheChecksumOfTheObject) {
  UploadOptions options;
  options.checksum_algorithm = "SHA256";
  const std::string id = Create("k", options);
  PutOptions part_options;
  part_options.checksums = {"SHA256"};
  const auto one = Send("k", id, 1, "a", part_options);
  const auto two = Send("k", id, 2, "b", part_options);
  ASSERT_TRUE(one && two);
  const auto done = Complete("k", id, {{1, one->etag}, {2, two->etag}});
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(done->checksum_type, "COMPOSITE");
  EXPECT_EQ(done->checksums.at("SHA256"), Base64Encode(Sha256(Sha256("a") + Sha256("b"))) + "-2");

  options.checksum_algorithm = "CRC64NVME";
  const std::string whole = Create("k", options);
  const auto part = Send("k", whole, 1, "123456789");
  ASSERT_TRUE(part);
  const auto full = Complete("k", whole, {{1, part->etag}});
  ASSERT_TRUE(full);
  EXPECT_EQ(full->checksum_type, "FULL_OBJECT");
  EXPECT_EQ(full->checksums.at("CRC64NVME"), "rosUhgp5mIg=");
}

TEST_F(UploadsTest, WrongPartsAreRefusedAndTheUploadStays) {
  const std::string id = Create("k");
  const auto one = Send("k", id, 1, "a");
  const auto two = Send("k", id, 2, "b");
  ASSERT_TRUE(one && two);
  EXPECT_EQ(CodeOf(Complete("k", id, {})), "MalformedXML");
  EXPECT_EQ(CodeOf(Complete("k", id, {{2, two->etag}, {1, one->etag}})), "InvalidPartOrder");
  EXPECT_EQ(CodeOf(Complete("k", id, {{1, one->etag}, {1, one->etag}})), "InvalidPartOrder");
  EXPECT_EQ(CodeOf(Complete("k", id, {{1, two->etag}})), "InvalidPart");
  EXPECT_EQ(CodeOf(Complete("k", id, {{7, one->etag}})), "InvalidPart");
  EXPECT_EQ(CodeOf(Complete("k", "unknown", {{1, one->etag}})), "NoSuchUpload");
  EXPECT_EQ(CodeOf(Complete("other", id, {{1, one->etag}})), "NoSuchUpload");
  CompleteOptions strict;
  strict.check = [](const std::vector<Part>& parts) -> Result<void> {
    return Fail(Kind::kInvalid, std::to_string(parts.size()) + " parts");
  };
  const auto checked = Complete("k", id, {{1, one->etag}, {2, two->etag}}, strict);
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().message, "2 parts");
  ASSERT_TRUE(lake_.Put("k", "there already"));
  CompleteOptions if_absent;
  if_absent.conditions.if_absent = true;
  EXPECT_EQ(CodeOf(Complete("k", id, {{1, one->etag}}, if_absent)), "PreconditionFailed");
  EXPECT_EQ(lake_.Get("k"), "there already");
  EXPECT_TRUE(Complete("k", id, {{1, one->etag}, {2, two->etag}}));
  EXPECT_EQ(lake_.Get("k"), "ab");
  EXPECT_EQ(lake_.Files("objects").size(), 1u);
}

TEST_F(UploadsTest, APartUploadedAgainReplacesTheOther) {
  const std::string id = Create("k");
  const auto old = Send("k", id, 1, "old");
  const auto fresh = Send("k", id, 1, "fresh");
  ASSERT_TRUE(old && fresh);
  EXPECT_EQ(lake_.Files("uploads").size(), 1u);
  EXPECT_EQ(CodeOf(Complete("k", id, {{1, old->etag}})), "InvalidPart");
  EXPECT_TRUE(Complete("k", id, {{1, fresh->etag}}));
  EXPECT_EQ(lake_.Get("k"), "fresh");
}

TEST_F(UploadsTest, PartNumbersAndDigestsAreChecked) {
  const std::string id = Create("k");
  EXPECT_TRUE(Send("k", id, kPartNumberMax, "x"));
  EXPECT_EQ(CodeOf(Send("k", id, kPartNumberMax + 1, "x")), "InvalidArgument");
  EXPECT_EQ(CodeOf(Send("k", id, 0, "x")), "InvalidArgument");
  PutOptions wrong;
  wrong.expected = {{"CRC32", "AAAAAA=="}};
  EXPECT_EQ(CodeOf(Send("k", id, 1, "x", wrong)), "BadDigest");
  EXPECT_EQ(CodeOf(Send("k", "unknown", 1, "x")), "NoSuchUpload");
  EXPECT_EQ(lake_.Files("uploads").size(), 1u);
  UploadOptions unknown;
  unknown.checksum_algorithm = "MD5";
  EXPECT_EQ(CodeOf(objects().CreateUpload("bucket", "k", unknown)), "InvalidRequest");
}

TEST_F(UploadsTest, AbortAndBucketDeletionRemoveEverything) {
  const std::string id = Create("k");
  ASSERT_TRUE(Send("k", id, 1, "x"));
  Expect(objects().AbortUpload("bucket", "k", id));
  EXPECT_EQ(CodeOf(objects().AbortUpload("bucket", "k", id)), "NoSuchUpload");
  EXPECT_TRUE(lake_.Files("uploads").empty());
  ASSERT_TRUE(Send("k", Create("k"), 1, "x"));
  Expect(objects().DeleteBucket("bucket"));
  EXPECT_TRUE(lake_.Files("uploads").empty());
  EXPECT_EQ(lake_.state().Read().size(), 0u);
}

TEST_F(UploadsTest, PartsAndUploadsAreListedInPages) {
  const std::string id = Create("b");
  for (int number : {10, 9, 1}) ASSERT_TRUE(Send("b", id, number, "x"));
  const auto first = objects().ListParts("bucket", "b", id, 0, 2);
  ASSERT_TRUE(first);
  ASSERT_EQ(first->parts.size(), 2u);
  EXPECT_EQ(first->parts[1].number, 9);
  EXPECT_TRUE(first->truncated);
  const auto rest = objects().ListParts("bucket", "b", id, 9, 2);
  ASSERT_TRUE(rest);
  ASSERT_EQ(rest->parts.size(), 1u);
  EXPECT_EQ(rest->parts[0].number, 10);
  EXPECT_FALSE(rest->truncated);

  Create("a");
  Create("b");
  Create("c/d");
  const auto keys = [&](std::string_view prefix, std::string_view key, std::string_view upload,
                        size_t limit) {
    std::string shown;
    const auto listing = objects().ListUploads("bucket", prefix, key, upload, limit);
    if (!listing) return listing.error().message;
    for (const auto& one : listing->uploads) shown += one.key + " ";
    return listing->truncated ? shown + "+" : shown;
  };
  EXPECT_EQ(keys("", "", "", 1000), "a b b c/d ");
  EXPECT_EQ(keys("", "", "", 2), "a b +");
  EXPECT_EQ(keys("", "b", "", 1000), "c/d ");
  EXPECT_EQ(keys("c", "", "", 1000), "c/d ");
  const auto two = objects().ListUploads("bucket", "", "", "", 2);
  EXPECT_EQ(keys("", "b", two->uploads[1].id, 1000), "b c/d ");
}

}  // namespace
}  // namespace firn::objects
