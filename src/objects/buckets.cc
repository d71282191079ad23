#include <algorithm>

#include "objects/records.h"
#include "state/table.h"

namespace firn::objects {
namespace {

// Whether the name is safe as a directory. What S3 allows further is its service's business.
Result<void> CheckBucketName(std::string_view name) {
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_';
  };
  if (name.empty() || name.size() > 200 || name.front() == '.' ||
      !std::all_of(name.begin(), name.end(), is_plain)) {
    return S3Failure(Kind::kInvalid, "InvalidBucketName", "The specified bucket is not valid.");
  }
  return {};
}

}  // namespace

Result<void> ObjectStore::CreateBucket(const Bucket& bucket) {
  return state_.Write(
      [&](state::Transaction& transaction) { return CreateBucket(transaction, bucket); });
}

Result<void> ObjectStore::CreateBucket(state::Transaction& transaction, const Bucket& bucket) {
  FIRN_OK(CheckBucketName(bucket.name));
  const std::string key = BucketKey(bucket.name);
  if (transaction.Has(key)) {
    return S3Failure(Kind::kExists, "BucketAlreadyExists",
                     "The requested bucket name is not available. The bucket namespace is shared "
                     "by all users of the "
                     "system. Please select a different name and try again.");
  }
  state::Save(transaction, key, bucket);
  return {};
}

Result<std::optional<Bucket>> ObjectStore::FindBucket(std::string_view name) const {
  return FindBucket(state_.Read(), name);
}

Result<std::optional<Bucket>> ObjectStore::FindBucket(const state::Reader& reader,
                                                      std::string_view name) const {
  return state::Load<Bucket>(reader, BucketKey(name));
}

Result<void> ObjectStore::UpdateBucket(std::string_view name,
                                       const std::function<Result<void>(Bucket&)>& change) {
  return state_.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(auto bucket, FindBucket(transaction, name));
    if (!bucket) return NoSuchBucket(name);
    FIRN_OK(change(*bucket));
    bucket->name = name;
    state::Save(transaction, BucketKey(name), *bucket);
    return {};
  });
}

Result<void> ObjectStore::DeleteBucket(std::string_view name) {
  return state_.Write(
      [&](state::Transaction& transaction) { return DeleteBucket(transaction, name); });
}

Result<void> ObjectStore::DeleteBucket(state::Transaction& transaction, std::string_view name) {
  FIRN_OK(CheckBucketExists(transaction, name));
  bool empty = true;
  transaction.ForEachPrefix(ObjectsKey(name), {},
                            [&](std::string_view, std::string_view) { return empty = false; });
  if (!empty) {
    return S3Failure(Kind::kConflict, "BucketNotEmpty",
                     "The bucket you tried to delete is not empty");
  }
  transaction.ForEachPrefix(VersionsKey(name), {},
                            [&](std::string_view, std::string_view) { return empty = false; });
  if (!empty) {
    return S3Failure(Kind::kConflict, "BucketNotEmpty",
                     "The bucket you tried to delete is not empty. You must delete all versions in "
                     "the bucket.");
  }
  FIRN_TRY(const auto uploads, state::List<Upload>(transaction, UploadsKey(name), {}, SIZE_MAX));
  for (const auto& upload : uploads.items) {
    FIRN_TRY(const auto parts,
             state::List<Part>(transaction, PartsKey(upload.value->id), {}, SIZE_MAX));
    for (const auto& part : parts.items) RemoveAfter(transaction, *files_, part.value->path);
    transaction.ErasePrefix(PartsKey(upload.value->id));
    transaction.Erase(upload.key);
  }
  transaction.Erase(BucketKey(name));
  return {};
}

Result<std::vector<Bucket>> ObjectStore::ListBuckets(const AccountId& account) const {
  FIRN_TRY(const auto all,
           state::List<Bucket>(state_.Read(), state::Key("objects", "bucket"), {}, SIZE_MAX));
  std::vector<Bucket> buckets;
  for (const auto& item : all.items) {
    if (item.value->account == account) buckets.push_back(*item.value);
  }
  return buckets;
}

}  // namespace firn::objects
