#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "objects/object.h"
#include "state/store.h"
#include "sys/disk.h"
#include "sys/random.h"
#include "wire/body.h"

namespace firn::objects {

class Files;

// Conditions on what is stored under the key when the change becomes visible. Unmet: kConflict with
// code PreconditionFailed; if_match on an absent object: kNotFound with code NoSuchKey.
struct Conditions {
  bool if_absent = false;               // If-None-Match: *
  std::optional<std::string> if_match;  // the ETag without quotes
};

struct PutOptions {
  Time now;  // becomes the time of modification
  Attributes attributes;
  Conditions conditions;
  std::vector<std::string> checksums;           // algorithms to compute and keep (checksum.h)
  std::map<std::string, std::string> expected;  // by algorithm, base64; computed and kept too
  std::optional<std::string> expected_md5;      // base64, as Content-MD5
};

// Bytes that lie durable at their final path and mean nothing until published. Dropping it
// unpublished removes the file. Threads: one at a time.
class Staged {
 public:
  ~Staged();
  Staged(Staged&&) noexcept;
  Staged& operator=(Staged&&) = delete;
  uint64_t size() const;
  const std::string& md5() const;  // raw
  const std::map<std::string, std::string>& checksums() const;
  const std::string& path() const;  // relative to the data directory

 private:
  friend class ObjectStore;
  struct State;
  explicit Staged(std::shared_ptr<State> state);
  std::shared_ptr<State> state_;
};

struct ListOptions {
  std::string prefix;
  std::string delimiter;    // empty: none
  std::string start_after;  // only keys, and common prefixes, greater than this
  size_t limit = 1000;      // keys and common prefixes together; cut to limits.h's maximum
};

struct Listing {
  std::vector<ObjectInfo> objects;
  std::vector<std::string> common_prefixes;
  bool truncated = false;
  std::string next;  // when truncated: the start_after that continues
};

// Which version to delete and how. Without a version id a versioned bucket keeps what was there
// and puts a delete marker on top.
struct RemoveOptions {
  Time now;
  std::optional<std::string> version_id;
  Conditions conditions;
  // Looks at a version that is about to be gone for good, under the transaction; for locks.
  std::function<Result<void>(const ObjectInfo& doomed)> check;
};

struct Removed {
  bool existed = false;
  bool delete_marker = false;  // made, or with a version id taken away
  std::string version_id;      // empty in buckets that never had versions
};

struct VersionListOptions {
  std::string prefix;
  std::string delimiter;
  std::string key_marker;
  std::string version_marker;  // with a key marker: only versions older than this one of that key
  size_t limit = 1000;
};

struct VersionListing {
  struct Entry {
    ObjectInfo info;
    bool latest = false;
  };
  std::vector<Entry> entries;  // versions and delete markers: by key, newest first
  std::vector<std::string> common_prefixes;
  bool truncated = false;
  std::string next_key;      // when truncated: the markers that continue
  std::string next_version;  // empty behind a common prefix
};

struct UploadOptions {
  Time now;
  Attributes attributes;
  std::string checksum_algorithm;
  std::string checksum_type;
  std::string initiator;
};

struct CompletedPart {
  int32_t number = 0;
  std::string etag;  // with or without quotes
};

struct CompleteOptions {
  Time now;
  Conditions conditions;
  // Looks at the parts that will form the object, in order, before anything is written; for rules
  // such as the least size.
  std::function<Result<void>(const std::vector<Part>& parts)> check;
  // Checksums of the whole object by algorithm, base64; BadDigest before anything is published.
  std::map<std::string, std::string> expected;
};

// The objects of the lake: bytes in plain files under <data>/objects/<bucket>/<key>, everything
// else in the state store.
//
// Errors carry S3's code where S3 has one: NoSuchBucket, NoSuchKey, NoSuchUpload,
// BucketAlreadyExists, BucketNotEmpty, KeyTooLongError, InvalidBucketName, BadDigest, InvalidPart,
// InvalidPartOrder, InvalidArgument, MalformedXML, PreconditionFailed, EntityTooLarge,
// NoSuchVersion. The HTTP status is the service's to set.
//
// Versions: the newest version of a key has the key's own record, so reads and listings know
// nothing of versions. Older ones and delete markers have records beside it. A key whose newest
// version is a delete marker has no record of its own.
//
// Crash story: bytes are written to <data>/tmp, synced, renamed to a path nothing uses, and the
// directory is synced; only then a state transaction publishes them. Dying before it leaves a file
// nobody knows, which the next Open removes. A replacement gets a path of its own; the old file is
// removed after the transaction, so a reader that has it open keeps its bytes and no reader sees
// new bytes under old metadata. A full disk is kUnavailable and leaves nothing behind.
//
// Threads: any.
class ObjectStore {
 public:
  // Empties <data>/tmp and removes files under <data>/objects and <data>/uploads that no record
  // names; without a single bucket in the state nothing is removed there, so that a lost state does
  // not take the objects along. The caller holds the directory's lock. All three references outlive
  // the object.
  static Result<std::unique_ptr<ObjectStore>> Open(sys::Disk& disk, state::Store& state,
                                                   sys::Random& random,
                                                   const std::string& data_directory);
  ~ObjectStore();
  ObjectStore(const ObjectStore&) = delete;
  ObjectStore& operator=(const ObjectStore&) = delete;

  // Where uploads may be spooled so that Stage renames instead of copying.
  const std::string& temporary_directory() const;

  // Buckets. The transaction forms join other changes; their snapshot forms read what is durable.
  Result<void> CreateBucket(const Bucket& bucket);  // kExists, code BucketAlreadyExists
  Result<void> CreateBucket(state::Transaction& transaction, const Bucket& bucket);
  Result<std::optional<Bucket>> FindBucket(std::string_view name) const;
  Result<std::optional<Bucket>> FindBucket(const state::Reader& reader,
                                           std::string_view name) const;
  Result<void> UpdateBucket(std::string_view name,
                            const std::function<Result<void>(Bucket&)>& change);
  // kConflict, code BucketNotEmpty, while it holds objects. Unfinished uploads go with it.
  Result<void> DeleteBucket(std::string_view name);
  Result<void> DeleteBucket(state::Transaction& transaction, std::string_view name);
  // The account's buckets of every kind in order of name.
  Result<std::vector<Bucket>> ListBuckets(const AccountId& account) const;

  // Objects.
  Result<ObjectInfo> Put(std::string_view bucket, std::string_view key, const wire::Body& body,
                         const PutOptions& options);
  // kNotFound, code NoSuchBucket, without the bucket.
  Result<std::optional<ObjectInfo>> Find(std::string_view bucket, std::string_view key) const;
  Result<std::optional<ObjectInfo>> Find(const state::Reader& reader, std::string_view bucket,
                                         std::string_view key) const;
  struct Opened {
    ObjectInfo info;
    wire::Body body;  // of the file; stays readable when the object is replaced or deleted
  };
  // The object and its bytes, belonging together whatever others do meanwhile.
  Result<std::optional<Opened>> Read(std::string_view bucket, std::string_view key) const;
  // The bytes of `info`; kConflict when the object has been replaced or deleted since.
  Result<wire::Body> OpenBody(std::string_view bucket, const ObjectInfo& info) const;
  // False when there was none. `conditions.if_absent` has no meaning here.
  Result<bool> Delete(std::string_view bucket, std::string_view key,
                      const Conditions& conditions = {});
  Result<bool> Delete(state::Transaction& transaction, std::string_view bucket,
                      std::string_view key, const Conditions& conditions = {});
  // Deletes as S3 does it: see RemoveOptions. Deleting what is not there is no failure.
  Result<Removed> Remove(std::string_view bucket, std::string_view key,
                         const RemoveOptions& options);
  // One version, "null" among them; delete markers too. Without an id the newest, which may be a
  // delete marker.
  Result<std::optional<ObjectInfo>> FindVersion(std::string_view bucket, std::string_view key,
                                                const std::optional<std::string>& version_id) const;
  Result<std::optional<Opened>> ReadVersion(std::string_view bucket, std::string_view key,
                                            const std::string& version_id) const;
  // Update of one version, or of the newest. kNotFound, code NoSuchKey or NoSuchVersion. The
  // closure sees delete markers and refuses them.
  Result<ObjectInfo> UpdateVersion(std::string_view bucket, std::string_view key,
                                   const std::optional<std::string>& version_id,
                                   const std::function<Result<void>(ObjectInfo&)>& change);
  Result<VersionListing> ListVersions(std::string_view bucket,
                                      const VersionListOptions& options) const;
  // Deletes what begins with the prefix, in one transaction; how many.
  Result<size_t> DeletePrefix(state::Transaction& transaction, std::string_view bucket,
                              std::string_view prefix);
  // Changes attributes in place; bytes, ETag and time stay unless the closure sets them. kNotFound,
  // code NoSuchKey.
  Result<ObjectInfo> Update(std::string_view bucket, std::string_view key,
                            const std::function<Result<void>(ObjectInfo&)>& change);
  Result<Listing> List(std::string_view bucket, const ListOptions& options) const;

  // The two halves of Put, for changes that publish several objects or move a pointer in the same
  // transaction:
  //   FIRN_TRY(auto file, objects.Stage(bucket, key, body, options));
  //   FIRN_OK(state.Write([&](Transaction& t) -> Result<void> { FIRN_TRY(auto info,
  //   objects.Publish(t, file, options)); … }));
  // Stage does the I/O and checks digests and early conditions. Publish checks conditions for good
  // and does none. A staged file can be published once; after a transaction that failed it may be
  // tried again in another.
  Result<Staged> Stage(std::string_view bucket, std::string_view key, const wire::Body& body,
                       const PutOptions& options);
  Result<ObjectInfo> Publish(state::Transaction& transaction, Staged& staged,
                             const PutOptions& options);

  // Multipart uploads.
  Result<Upload> CreateUpload(std::string_view bucket, std::string_view key,
                              const UploadOptions& options);
  // kNotFound, code NoSuchUpload.
  Result<Upload> GetUpload(std::string_view bucket, std::string_view key,
                           std::string_view upload_id) const;
  // Replaces a part of the same number. Only `now`, `checksums`, `expected` and `expected_md5` of
  // the options count.
  Result<Part> UploadPart(std::string_view bucket, std::string_view key, std::string_view upload_id,
                          int32_t number, const wire::Body& body, const PutOptions& options);
  struct PartListing {
    std::vector<Part> parts;
    bool truncated = false;
  };
  Result<PartListing> ListParts(std::string_view bucket, std::string_view key,
                                std::string_view upload_id, int32_t after_number,
                                size_t limit) const;
  // Joins the parts in the order given, which must ascend. Completing again answers the object as
  // long as a version made by the upload is there, and NoSuchUpload after that.
  Result<ObjectInfo> CompleteUpload(std::string_view bucket, std::string_view key,
                                    std::string_view upload_id,
                                    const std::vector<CompletedPart>& parts,
                                    const CompleteOptions& options);
  Result<void> AbortUpload(std::string_view bucket, std::string_view key,
                           std::string_view upload_id);
  struct UploadListing {
    std::vector<Upload> uploads;  // by key, then id
    bool truncated = false;
  };
  // Uploads greater than (after_key, after_id); with an empty after_id all uploads of after_key are
  // passed over.
  Result<UploadListing> ListUploads(std::string_view bucket, std::string_view prefix,
                                    std::string_view after_key, std::string_view after_id,
                                    size_t limit) const;

  // The absolute path of an object's file, for readers such as the SQL engine. It must not be
  // written. After the object is replaced or deleted the path may be missing or hold a later
  // object; names that are never reused are safe.
  std::string PathOf(const ObjectInfo& info) const;

 private:
  ObjectStore(state::Store& state, sys::Random& random, std::unique_ptr<Files> files);
  Result<void> Sweep();
  using Locate = std::function<Result<state::EntryPointer>(const state::Reader& reader)>;
  Result<std::optional<Opened>> ReadLocated(const Locate& locate) const;

  state::Store& state_;
  sys::Random& random_;
  std::unique_ptr<Files> files_;
};

}  // namespace firn::objects
