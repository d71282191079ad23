#include "objects/store.h"

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>

#include "base/digest.h"
#include "base/encoding.h"
#include "objects/limits.h"
#include "objects/testing/fixture.h"
#include "state/key.h"
#include "sys/thread.h"

namespace firn::objects {
namespace {

using Names = std::vector<std::string>;

class ObjectStoreTest : public LakeTest {};

TEST_F(ObjectStoreTest, AnObjectIsAFileUnderItsKeyAndSurvivesReopening) {
  PutOptions options;
  options.now = FromEpochMicros(1'795'251'600'000'000);
  options.attributes.content_type = "text/plain";
  options.attributes.metadata = {{"owner", "caf\xe9"}};
  options.attributes.headers = {{"cache-control", "no-store"}};
  options.checksums = {"CRC32"};
  const auto put = lake_.Put("data/hello.txt", "hello", options);
  ASSERT_TRUE(put) << put.error().message;
  EXPECT_EQ(put->etag, "5d41402abc4b2a76b9719d911017c592");
  EXPECT_EQ(put->path, "objects/bucket/data/hello.txt");
  EXPECT_EQ(lake_.Files("objects"), Names{"bucket/data/hello.txt"});
  Expect(lake_.Open());
  const auto found = objects().Find("bucket", "data/hello.txt");
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->size, 5u);
  EXPECT_EQ((*found)->etag, put->etag);
  EXPECT_EQ((*found)->modified, options.now);
  EXPECT_EQ((*found)->attributes.content_type, "text/plain");
  EXPECT_EQ((*found)->attributes.metadata, options.attributes.metadata);
  EXPECT_EQ((*found)->attributes.headers, options.attributes.headers);
  EXPECT_EQ((*found)->checksums.at("CRC32"), "NhCmhg==");
  EXPECT_EQ((*found)->checksum_type, "FULL_OBJECT");
  EXPECT_EQ(lake_.Get("data/hello.txt"), "hello");
  EXPECT_EQ(objects().PathOf(**found), lake_.directory() + "/objects/bucket/data/hello.txt");
  EXPECT_TRUE(lake_.Files("tmp").empty());
}

TEST_F(ObjectStoreTest, AbsenceIsToldApart) {
  EXPECT_EQ(lake_.Get("absent"), "-");
  EXPECT_EQ(CodeOf(objects().Find("nowhere", "k")), "NoSuchBucket");
  EXPECT_EQ(CodeOf(objects().Put("nowhere", "k", wire::Body("x"), {})), "NoSuchBucket");
  EXPECT_EQ(CodeOf(objects().List("nowhere", {})), "NoSuchBucket");
  EXPECT_EQ(CodeOf(objects().Update("bucket", "k", [](ObjectInfo&) { return Result<void>(); })),
            "NoSuchKey");
  const auto deleted = objects().Delete("bucket", "absent");
  ASSERT_TRUE(deleted);
  EXPECT_FALSE(*deleted);
}

TEST_F(ObjectStoreTest, AwkwardKeysLiveSideBySide) {
  const Names keys = {"a",
                      "a/b",
                      "a/b/c",
                      "a/",
                      "/",
                      "//",
                      ".",
                      "..",
                      "../x",
                      "a%2Fb",
                      std::string("n\0l", 3),
                      "a.txt",
                      "a.txt/b",
                      std::string(900, 'x'),
                      std::string(901, 'x'),
                      std::string(kKeyBytesMax, '/')};
  for (const auto& order : {keys, Names(keys.rbegin(), keys.rend())}) {
    for (const auto& key : order) {
      const auto put = lake_.Put(key, "of " + key);
      ASSERT_TRUE(put) << key << ": " << put.error().message;
    }
    Expect(lake_.Open());
    for (const auto& key : keys) EXPECT_EQ(lake_.Get(key), "of " + key);
    EXPECT_EQ(lake_.Files("objects").size(), keys.size());
    EXPECT_EQ(lake_.Files("").size() - lake_.Files("objects").size(), 2u)
        << "only the state is elsewhere";
    for (const auto& key : keys) EXPECT_TRUE(*objects().Delete("bucket", key));
    EXPECT_TRUE(lake_.Files("objects").empty());
    Expect(lake_.Open());
  }
}

TEST_F(ObjectStoreTest, LimitsOfKeysAreS3s) {
  EXPECT_TRUE(lake_.Put(std::string(kKeyBytesMax, 'k'), "x"));
  EXPECT_EQ(CodeOf(lake_.Put(std::string(kKeyBytesMax + 1, 'k'), "x")), "KeyTooLongError");
  EXPECT_EQ(CodeOf(lake_.Put("", "x")), "InvalidArgument");
}

TEST_F(ObjectStoreTest, AReplacementTakesItsOwnFileAndOldReadersKeepTheirs) {
  ASSERT_TRUE(lake_.Put("k.txt", "old"));
  auto old = objects().Read("bucket", "k.txt");
  ASSERT_TRUE(old && *old);
  ASSERT_TRUE(lake_.Put("k.txt", "new bytes"));
  EXPECT_EQ(lake_.Get("k.txt"), "new bytes");
  EXPECT_EQ(*(*old)->body.Read(), "old");
  EXPECT_EQ(lake_.Files("objects"), Names{"bucket/k%v2.txt"});
  const auto stale = objects().OpenBody("bucket", (*old)->info);
  ASSERT_FALSE(stale);
  EXPECT_EQ(stale.error().kind, Kind::kConflict);
  ASSERT_TRUE(lake_.Put("k.txt", "third"));
  EXPECT_EQ(lake_.Files("objects"), Names{"bucket/k.txt"});
}

TEST_F(ObjectStoreTest, ConditionsDecideAtPublication) {
  PutOptions if_absent;
  if_absent.conditions.if_absent = true;
  const auto first = lake_.Put("k", "1", if_absent);
  ASSERT_TRUE(first);
  EXPECT_EQ(CodeOf(lake_.Put("k", "2", if_absent)), "PreconditionFailed");
  PutOptions if_match;
  if_match.conditions.if_match = first->etag;
  EXPECT_EQ(CodeOf(lake_.Put("absent", "2", if_match)), "NoSuchKey");
  // Both staged while the condition holds; one wins.
  auto one = objects().Stage("bucket", "k", wire::Body("one"), if_match);
  auto two = objects().Stage("bucket", "k", wire::Body("two"), if_match);
  ASSERT_TRUE(one && two);
  const auto publish = [&](Staged& staged) {
    return lake_.state().WriteReturning<ObjectInfo>(
        [&](state::Transaction& t) { return objects().Publish(t, staged, if_match); });
  };
  EXPECT_TRUE(publish(*two));
  EXPECT_EQ(CodeOf(publish(*one)), "PreconditionFailed");
  EXPECT_EQ(lake_.Get("k"), "two");
  { const Staged dropped = *std::move(one); }
  EXPECT_EQ(lake_.Files("objects").size(), 1u) << "what was not published is gone";
  Conditions stale;
  stale.if_match = first->etag;
  EXPECT_EQ(CodeOf(objects().Delete("bucket", "k", stale)), "PreconditionFailed");
  EXPECT_EQ(lake_.Get("k"), "two");
}

TEST_F(ObjectStoreTest, PromisedDigestsAreChecked) {
  PutOptions options;
  options.expected_md5 = "XUFAKrxLKna5cZ2REBfFkg==";
  options.expected = {{"CRC32", "NhCmhg=="}};
  EXPECT_TRUE(lake_.Put("k", "hello", options));
  EXPECT_EQ(CodeOf(lake_.Put("k", "hellx", options)), "BadDigest");
  options.expected_md5.reset();
  EXPECT_EQ(CodeOf(lake_.Put("k", "hellx", options)), "BadDigest");
  options.expected = {{"CRC31", "x"}};
  EXPECT_EQ(CodeOf(lake_.Put("k", "hello", options)), "InvalidRequest");
  EXPECT_EQ(lake_.Get("k"), "hello");
  EXPECT_EQ(lake_.Files("objects").size(), 1u);
}

TEST_F(ObjectStoreTest, SeveralObjectsAndOtherStateShareOneTransaction) {
  auto a = objects().Stage("bucket", "a", wire::Body("1"), {});
  auto b = objects().Stage("bucket", "b", wire::Body("2"), {});
  ASSERT_TRUE(a && b);
  EXPECT_EQ(lake_.Get("a"), "-");
  const auto refused = lake_.state().Write([&](state::Transaction& t) -> Result<void> {
    FIRN_TRY(const auto info, objects().Publish(t, *a, {}));
    return Fail(Kind::kConflict, "pointer moved");
  });
  EXPECT_FALSE(refused);
  EXPECT_EQ(lake_.Get("a"), "-");
  Expect(lake_.state().Write([&](state::Transaction& t) -> Result<void> {
    FIRN_TRY(const auto first, objects().Publish(t, *a, {}));
    FIRN_TRY(const auto second, objects().Publish(t, *b, {}));
    t.Put("pointer", first.path + " " + second.path);
    return {};
  }));
  EXPECT_EQ(lake_.Get("a") + lake_.Get("b"), "12");
  EXPECT_TRUE(lake_.state().Read().Has("pointer"));
  EXPECT_FALSE(lake_.state().Write([&](state::Transaction& t) -> Result<void> {
    FIRN_TRY(const auto again, objects().Publish(t, *a, {}));
    return {};
  })) << "published twice";
}

// A spooled upload: moved when it is one whole removable file, copied otherwise.
TEST_F(ObjectStoreTest, ASpooledFileIsMovedIntoPlace) {
  const std::string spooled = objects().temporary_directory() + "/upload-1";
  std::ofstream(spooled) << "0123456789";
  std::shared_ptr<const sys::File> file = *disk_.Open(spooled, sys::OpenMode::kRead);
  const auto part = objects().Put("bucket", "part", wire::Body::OfFile(file, 2, 3, spooled), {});
  ASSERT_TRUE(part) << part.error().message;
  EXPECT_EQ(lake_.Get("part"), "234");
  EXPECT_EQ(lake_.Files("tmp"), Names{"upload-1"}) << "a slice is copied";
  const auto whole = objects().Put("bucket", "whole", wire::Body::OfFile(file, 0, 10, spooled), {});
  ASSERT_TRUE(whole) << whole.error().message;
  EXPECT_EQ(whole->etag, "781e5e245d69b566979b86e28d23f2c7");
  EXPECT_EQ(lake_.Get("whole"), "0123456789");
  EXPECT_TRUE(lake_.Files("tmp").empty());
}

TEST_F(ObjectStoreTest, UpdateChangesAttributesAndNotTheFile) {
  ASSERT_TRUE(lake_.Put("k", "bytes"));
  const auto updated = objects().Update("bucket", "k", [](ObjectInfo& info) -> Result<void> {
    info.attributes.tags = {{"team", "ice"}};
    info.path = "elsewhere";
    return {};
  });
  ASSERT_TRUE(updated);
  EXPECT_EQ((*objects().Find("bucket", "k"))->attributes.tags.at("team"), "ice");
  EXPECT_EQ(lake_.Get("k"), "bytes");
}

TEST_F(ObjectStoreTest, DeletePrefixRemovesRecordsAndFiles) {
  for (const char* key : {"a/1", "a/2", "ab", "b"}) ASSERT_TRUE(lake_.Put(key, "x"));
  const auto deleted = lake_.state().WriteReturning<size_t>(
      [&](state::Transaction& t) { return objects().DeletePrefix(t, "bucket", "a/"); });
  ASSERT_TRUE(deleted);
  EXPECT_EQ(*deleted, 2u);
  EXPECT_EQ(lake_.Files("objects"), (Names{"bucket/ab", "bucket/b"}));
}

TEST_F(ObjectStoreTest, BucketsBelongToAccountsAndMustBeEmptyToGo) {
  EXPECT_EQ(CodeOf(lake_.AddBucket()), "BucketAlreadyExists");
  for (const char* name : {"", ".", "..", "a/b", "a b", ".hidden"})
    EXPECT_EQ(CodeOf(lake_.AddBucket(name)), "InvalidBucketName");
  Expect(lake_.AddBucket("another"));
  const auto buckets = objects().ListBuckets(*AccountId::Parse("123456789012"));
  ASSERT_TRUE(buckets);
  ASSERT_EQ(buckets->size(), 2u);
  EXPECT_EQ(buckets->front().name, "another");
  EXPECT_TRUE(objects().ListBuckets(*AccountId::Parse("210987654321"))->empty());
  Expect(objects().UpdateBucket("another", [](Bucket& bucket) -> Result<void> {
    bucket.tags = {{"a", "b"}};
    return {};
  }));
  EXPECT_EQ((*objects().FindBucket("another"))->tags.size(), 1u);
  ASSERT_TRUE(lake_.Put("k", "x"));
  EXPECT_EQ(CodeOf(objects().DeleteBucket("bucket")), "BucketNotEmpty");
  EXPECT_TRUE(*objects().Delete("bucket", "k"));
  Expect(objects().DeleteBucket("bucket"));
  EXPECT_EQ(CodeOf(objects().DeleteBucket("bucket")), "NoSuchBucket");
  EXPECT_EQ(*objects().FindBucket("bucket"), std::nullopt);
}

TEST_F(ObjectStoreTest, OpeningRemovesWhatACrashLeftAndNothingElse) {
  ASSERT_TRUE(lake_.Put("a/kept", "x"));
  lake_.Close();
  const std::string root = lake_.directory();
  std::filesystem::create_directories(root + "/objects/bucket/b/c");
  for (const char* orphan : {"/objects/bucket/a/orphan", "/objects/bucket/b/c/orphan",
                             "/tmp/staged-0", "/uploads/orphan"}) {
    std::ofstream(root + orphan) << "left";
  }
  Expect(lake_.Open());
  EXPECT_EQ(lake_.Files("objects"), Names{"bucket/a/kept"});
  EXPECT_TRUE(lake_.Files("tmp").empty());
  EXPECT_TRUE(lake_.Files("uploads").empty());
  EXPECT_FALSE(std::filesystem::exists(root + "/objects/bucket/b"));
  EXPECT_EQ(lake_.Get("a/kept"), "x");
}

TEST_F(ObjectStoreTest, ALostStateDoesNotTakeTheObjectsAlong) {
  ASSERT_TRUE(lake_.Put("a", "x"));
  lake_.Close();
  for (const auto& entry : std::filesystem::directory_iterator(lake_.directory())) {
    if (entry.is_regular_file()) std::filesystem::remove(entry.path());
  }
  Expect(lake_.Open());
  EXPECT_EQ(lake_.Files("objects"), Names{"bucket/a"});
}

TEST_F(ObjectStoreTest, AFileThatIsGoneOrCutIsCorrupt) {
  const auto put = lake_.Put("a", "bytes");
  ASSERT_TRUE(put);
  std::ofstream(objects().PathOf(*put), std::ios::trunc) << "byt";
  const auto cut = objects().Read("bucket", "a");
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().kind, Kind::kCorrupt);
  std::filesystem::remove(objects().PathOf(*put));
  const auto gone = objects().Read("bucket", "a");
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error().kind, Kind::kCorrupt);
}

// Readers see whole objects whose bytes fit their records, whatever writers do.
TEST_F(ObjectStoreTest, ReadersAndWritersOfOneKeyNeverMix) {
  const auto bytes_of = [](int n) {
    return std::string(1 + static_cast<size_t>(n % 50), static_cast<char>('a' + n % 26));
  };
  ASSERT_TRUE(lake_.Put("hot", bytes_of(0)));
  std::atomic<int> writers{2};
  std::vector<sys::Thread> threads;
  for (int writer = 0; writer < 2; ++writer) {
    threads.emplace_back("writer", [&, writer] {
      for (int n = writer; n < 60; n += 2) {
        EXPECT_TRUE(lake_.Put("hot", bytes_of(n)));
        if (n % 10 == writer) {
          EXPECT_TRUE(objects().Delete("bucket", "hot"));
        }
      }
      --writers;
    });
  }
  for (int reader = 0; reader < 2; ++reader) {
    threads.emplace_back("reader", [&] {
      while (writers > 0) {
        const auto opened = objects().Read("bucket", "hot");
        ASSERT_TRUE(opened) << opened.error().message;
        if (!*opened) continue;
        const auto bytes = (*opened)->body.Read();
        ASSERT_TRUE(bytes);
        EXPECT_EQ(HexEncode(Md5(*bytes)), (*opened)->info.etag);
      }
    });
  }
  for (auto& thread : threads) thread.Join();
  EXPECT_EQ(lake_.Files("objects").size(), lake_.Get("hot") == "-" ? 0u : 1u);
}

// Files and directories of one name, placed at once.
TEST_F(ObjectStoreTest, ConcurrentPlacementFindsEveryObjectAName) {
  std::vector<sys::Thread> threads;
  for (int writer = 0; writer < 4; ++writer) {
    threads.emplace_back("writer", [&, writer] {
      for (int n = 0; n < 15; ++n) {
        const std::string base = "n" + std::to_string(n);
        const std::string key = writer == 0 ? base : base + "/" + std::to_string(writer / 2);
        const auto put = lake_.Put(key, key);
        EXPECT_TRUE(put) << put.error().message;
      }
    });
  }
  for (auto& thread : threads) thread.Join();
  for (int n = 0; n < 15; ++n) {
    for (const char* suffix : {"", "/0", "/1"}) {
      const std::string key = "n" + std::to_string(n) + suffix;
      EXPECT_EQ(lake_.Get(key), key);
    }
  }
  EXPECT_EQ(lake_.Files("objects").size(), 45u);
}

}  // namespace
}  // namespace firn::objects
