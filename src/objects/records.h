#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "objects/files.h"
#include "objects/object.h"
#include "objects/store.h"
#include "state/key.h"
#include "state/store.h"

// How the object store keys its records, and its errors. Private to the room.
namespace firn::objects {

inline std::string BucketKey(std::string_view name) {
  return state::Key("objects", "bucket", name);
}
inline std::string ObjectsKey(std::string_view bucket) {
  return state::Key("objects", "object", bucket);
}
inline std::string ObjectKey(std::string_view bucket, std::string_view key) {
  return state::Key("objects", "object", bucket, key);
}
inline std::string VersionsKey(std::string_view bucket) {
  return state::Key("objects", "version", bucket);
}
inline std::string VersionsKey(std::string_view bucket, std::string_view key) {
  return state::Key("objects", "version", bucket, key);
}
inline std::string VersionKey(std::string_view bucket, std::string_view key,
                              std::string_view order) {
  return state::Key("objects", "version", bucket, key, order);
}
inline std::string UploadsKey(std::string_view bucket) {
  return state::Key("objects", "upload", bucket);
}
inline std::string UploadKey(std::string_view bucket, std::string_view key, std::string_view id) {
  return state::Key("objects", "upload", bucket, key, id);
}
inline std::string PartsKey(std::string_view upload_id) {
  return state::Key("objects", "part", upload_id);
}
std::string PartKey(std::string_view upload_id, int32_t number);

inline constexpr char kUploadsDirectory[] = "uploads";
inline std::string ObjectsDirectory(std::string_view bucket) {
  return "objects/" + std::string(bucket);
}

// S3's errors in its words.
Unexpected NoSuchBucket(std::string_view bucket);
Unexpected NoSuchKey(std::string_view key);
Unexpected NoSuchVersion(std::string_view key, std::string_view version_id);
Unexpected NoSuchUpload(std::string_view upload_id);
Unexpected PreconditionFailed(std::string_view condition);
Unexpected S3Failure(Kind kind, std::string code, std::string message);

Result<void> CheckKey(std::string_view key);
Result<void> CheckBucketExists(const state::Reader& reader, std::string_view bucket);
// The object's record, decoded anew: a decoded form kept for each of very many objects would cost
// more than it saves.
Result<std::optional<ObjectInfo>> LoadObject(const state::Reader& reader, std::string_view bucket,
                                             std::string_view key);
// Whether what is stored now (null: nothing) allows the change.
Result<void> CheckConditions(const Conditions& conditions, const ObjectInfo* current,
                             std::string_view key);
// Whether the bytes are those the caller promised: code BadDigest.
Result<void> CheckDigests(const Files::Written& written, const PutOptions& options);
// The algorithms to compute for the options, each once.
std::vector<std::string> AlgorithmsOf(const PutOptions& options);
// Makes `info` the newest version of its key, giving it a version id when the bucket has versions.
// After the commit the file of what it replaced goes.
Result<void> SaveObject(state::Transaction& transaction, std::string_view bucket, ObjectInfo& info,
                        const Conditions& conditions, Files& files, sys::Random& random);
Result<Removed> RemoveObject(state::Transaction& transaction, std::string_view bucket,
                             std::string_view key, const RemoveOptions& options, Files& files,
                             sys::Random& random);
// The record of a version: under the key itself or beside it. Null when there is none.
Result<state::EntryPointer> LocateVersion(const state::Reader& reader, std::string_view bucket,
                                          std::string_view key, std::string_view version_id);

// A file that goes unless it was published. Shared between its owner and the callback of the
// transaction.
struct Staged::State {
  State(Files& files, Files::Written written) : files(files), written(std::move(written)) {}
  ~State() {
    if (!published) files.Remove(written.path);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  Files& files;
  Files::Written written;
  std::string bucket;
  std::string key;
  bool published = false;
};

// Keeps the staged file when the transaction takes place or may have.
template <class StatePointer>
void KeepAfter(state::Transaction& transaction, StatePointer staged) {
  transaction.AfterCommit([staged = std::move(staged)](const Result<void>& outcome) {
    if (outcome || outcome.error().kind == Kind::kUnknownOutcome) staged->published = true;
  });
}

// Removes a file after the transaction took place.
void RemoveAfter(state::Transaction& transaction, Files& files, std::string path);

}  // namespace firn::objects
