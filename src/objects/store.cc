#include "objects/store.h"

#include <algorithm>
#include <unordered_set>

#include "base/encoding.h"
#include "objects/files.h"
#include "objects/limits.h"
#include "objects/records.h"
#include "state/table.h"

namespace firn::objects {

Staged::Staged(std::shared_ptr<State> state) : state_(std::move(state)) {}
Staged::~Staged() = default;
Staged::Staged(Staged&&) noexcept = default;
uint64_t Staged::size() const { return state_->written.size; }
const std::string& Staged::md5() const { return state_->written.digests.md5; }
const std::map<std::string, std::string>& Staged::checksums() const {
  return state_->written.digests.checksums;
}
const std::string& Staged::path() const { return state_->written.path; }

ObjectStore::ObjectStore(state::Store& state, sys::Random& random, std::unique_ptr<Files> files)
    : state_(state), random_(random), files_(std::move(files)) {}
ObjectStore::~ObjectStore() = default;

Result<std::unique_ptr<ObjectStore>> ObjectStore::Open(sys::Disk& disk, state::Store& state,
                                                       sys::Random& random,
                                                       const std::string& data_directory) {
  auto files = std::make_unique<Files>(disk, random, data_directory);
  FIRN_OK(files->Prepare());
  std::unique_ptr<ObjectStore> store(new ObjectStore(state, random, std::move(files)));
  FIRN_OK(store->Sweep());
  return store;
}

// Removes files that a crash left between their renaming and their publication.
Result<void> ObjectStore::Sweep() {
  const state::Snapshot snapshot = state_.Read();
  bool has_buckets = false;
  snapshot.ForEachPrefix(state::Key("objects", "bucket"), {},
                         [&](std::string_view, std::string_view) {
                           has_buckets = true;
                           return false;
                         });
  if (!has_buckets) return {};
  // Hashes of paths instead of paths: a collision merely spares an orphan.
  std::unordered_set<size_t> known;
  Result<void> outcome;
  const auto collect = [&]<class T>(const std::string& prefix, T) {
    snapshot.ForEachPrefix(prefix, {}, [&](std::string_view key, std::string_view value) {
      auto record = state::Decode<T>(value);
      if (!record) {
        outcome = Within("record " + state::PrintableKey(key), std::move(record).error());
        return false;
      }
      known.insert(std::hash<std::string>()(record->path));
      return true;
    });
  };
  collect(state::Key("objects", "object"), ObjectInfo());
  if (outcome) collect(state::Key("objects", "version"), ObjectInfo());
  if (outcome) collect(state::Key("objects", "part"), Part());
  FIRN_OK(std::move(outcome));
  const auto is_known = [&](const std::string& path) {
    return known.contains(std::hash<std::string>()(path));
  };
  FIRN_OK(files_->Sweep("objects", is_known));
  return files_->Sweep(kUploadsDirectory, is_known);
}

const std::string& ObjectStore::temporary_directory() const {
  return files_->temporary_directory();
}

std::string ObjectStore::PathOf(const ObjectInfo& info) const {
  return files_->Absolute(info.path);
}

Result<ObjectInfo> ObjectStore::Put(std::string_view bucket, std::string_view key,
                                    const wire::Body& body, const PutOptions& options) {
  FIRN_TRY(Staged staged, Stage(bucket, key, body, options));
  return state_.WriteReturning<ObjectInfo>(
      [&](state::Transaction& transaction) { return Publish(transaction, staged, options); });
}

Result<Staged> ObjectStore::Stage(std::string_view bucket, std::string_view key,
                                  const wire::Body& body, const PutOptions& options) {
  FIRN_OK(CheckKey(key));
  if (body.size() > kObjectBytesMax) {
    return S3Failure(Kind::kInvalid, "EntityTooLarge",
                     "Your proposed upload exceeds the maximum allowed size");
  }
  FIRN_TRY(const auto current, Find(bucket, key));
  FIRN_OK(CheckConditions(options.conditions, current ? &*current : nullptr, key));
  FIRN_TRY(Files::Written written,
           files_->Write(ObjectsDirectory(bucket), key, body, AlgorithmsOf(options)));
  auto state = std::make_shared<Staged::State>(*files_, std::move(written));
  state->bucket = bucket;
  state->key = key;
  FIRN_OK(CheckDigests(state->written, options));
  return Staged(std::move(state));
}

Result<ObjectInfo> ObjectStore::Publish(state::Transaction& transaction, Staged& staged,
                                        const PutOptions& options) {
  const Staged::State& file = *staged.state_;
  if (file.published)
    return Fail(Kind::kInternal, "a staged file was published twice: " + file.written.path);
  ObjectInfo info;
  info.key = file.key;
  info.size = file.written.size;
  info.etag = HexEncode(file.written.digests.md5);
  info.modified = options.now;
  info.attributes = options.attributes;
  info.checksums = file.written.digests.checksums;
  if (!info.checksums.empty()) info.checksum_type = "FULL_OBJECT";
  info.path = file.written.path;
  FIRN_OK(SaveObject(transaction, file.bucket, info, options.conditions, *files_, random_));
  KeepAfter(transaction, staged.state_);
  return info;
}

Result<std::optional<ObjectInfo>> ObjectStore::Find(std::string_view bucket,
                                                    std::string_view key) const {
  return Find(state_.Read(), bucket, key);
}

Result<std::optional<ObjectInfo>> ObjectStore::Find(const state::Reader& reader,
                                                    std::string_view bucket,
                                                    std::string_view key) const {
  FIRN_OK(CheckBucketExists(reader, bucket));
  return LoadObject(reader, bucket, key);
}

// An entry is never changed, so finding the same one after opening the file proves that the file
// was its file.
Result<std::optional<ObjectStore::Opened>> ObjectStore::ReadLocated(const Locate& locate) const {
  for (int attempt = 0; attempt < kAttemptsMax; ++attempt) {
    FIRN_TRY(const state::EntryPointer entry, locate(state_.Read()));
    if (entry == nullptr) return std::optional<Opened>();
    FIRN_TRY(ObjectInfo info, state::Decode<ObjectInfo>(entry->value()));
    if (info.delete_marker) return std::optional<Opened>(Opened{std::move(info), {}});
    auto body = files_->Open(info.path, info.size);
    FIRN_TRY(const state::EntryPointer after, locate(state_.Read()));
    if (after != entry) continue;
    if (!body && body.error().kind == Kind::kNotFound) {
      return Fail(Kind::kCorrupt, "object has lost its file: " + info.path);
    }
    if (!body) return Fail(std::move(body).error());
    return std::optional<Opened>(Opened{std::move(info), *std::move(body)});
  }
  return Fail(Kind::kUnavailable, "object is being replaced too quickly to be read");
}

Result<std::optional<ObjectStore::Opened>> ObjectStore::Read(std::string_view bucket,
                                                             std::string_view key) const {
  return ReadLocated([&](const state::Reader& reader) -> Result<state::EntryPointer> {
    FIRN_OK(CheckBucketExists(reader, bucket));
    return reader.FindEntry(ObjectKey(bucket, key));
  });
}

Result<wire::Body> ObjectStore::OpenBody(std::string_view bucket, const ObjectInfo& info) const {
  FIRN_TRY(auto opened, Read(bucket, info.key));
  const bool same = opened && opened->info.path == info.path && opened->info.etag == info.etag &&
                    opened->info.modified == info.modified;
  if (!same) return Fail(Kind::kConflict, "object was replaced or deleted: " + info.key);
  return std::move(opened->body);
}

Result<bool> ObjectStore::Delete(std::string_view bucket, std::string_view key,
                                 const Conditions& conditions) {
  return state_.WriteReturning<bool>([&](state::Transaction& transaction) {
    return Delete(transaction, bucket, key, conditions);
  });
}

Result<bool> ObjectStore::Delete(state::Transaction& transaction, std::string_view bucket,
                                 std::string_view key, const Conditions& conditions) {
  RemoveOptions options;
  options.conditions = conditions;
  FIRN_TRY(const Removed removed,
           RemoveObject(transaction, bucket, key, options, *files_, random_));
  return removed.existed;
}

Result<size_t> ObjectStore::DeletePrefix(state::Transaction& transaction, std::string_view bucket,
                                         std::string_view prefix) {
  FIRN_OK(CheckBucketExists(transaction, bucket));
  std::vector<state::EntryPointer> entries;
  transaction.ForEachEntry(state::KeyBeginning(ObjectsKey(bucket), prefix), {},
                           [&](const state::EntryPointer& entry) {
                             entries.push_back(entry);
                             return true;
                           });
  for (const state::EntryPointer& entry : entries) {
    FIRN_TRY(ObjectInfo info, state::Decode<ObjectInfo>(entry->value()));
    transaction.Erase(entry->key());
    RemoveAfter(transaction, *files_, std::move(info.path));
  }
  return entries.size();
}

Result<ObjectInfo> ObjectStore::Update(std::string_view bucket, std::string_view key,
                                       const std::function<Result<void>(ObjectInfo&)>& change) {
  return UpdateVersion(bucket, key, {}, [&](ObjectInfo& info) -> Result<void> {
    if (info.delete_marker) return NoSuchKey(key);
    return change(info);
  });
}

}  // namespace firn::objects
