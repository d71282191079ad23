#include "objects/records.h"

#include <algorithm>

#include "base/encoding.h"
#include "objects/limits.h"
#include "state/table.h"

namespace firn::objects {

std::string PartKey(std::string_view upload_id, int32_t number) {
  std::string digits = std::to_string(number);
  digits.insert(0, digits.size() < 5 ? 5 - digits.size() : 0, '0');
  return state::Key("objects", "part", upload_id, digits);
}

Unexpected S3Failure(Kind kind, std::string code, std::string message) {
  return Fail(Error{kind, std::move(message), std::move(code), 0, {}});
}

Unexpected NoSuchBucket(std::string_view bucket) {
  return Fail(Error{Kind::kNotFound,
                    "The specified bucket does not exist",
                    "NoSuchBucket",
                    0,
                    {{"BucketName", std::string(bucket)}}});
}

Unexpected NoSuchKey(std::string_view key) {
  return Fail(Error{Kind::kNotFound,
                    "The specified key does not exist.",
                    "NoSuchKey",
                    0,
                    {{"Key", std::string(key)}}});
}

Unexpected NoSuchVersion(std::string_view key, std::string_view version_id) {
  return Fail(Error{Kind::kNotFound,
                    "The specified version does not exist.",
                    "NoSuchVersion",
                    404,
                    {{"Key", std::string(key)}, {"VersionId", std::string(version_id)}}});
}

Unexpected NoSuchUpload(std::string_view upload_id) {
  return Fail(Error{Kind::kNotFound,
                    "The specified upload does not exist. The upload ID may be invalid, or the "
                    "upload may have been "
                    "aborted or completed.",
                    "NoSuchUpload",
                    0,
                    {{"UploadId", std::string(upload_id)}}});
}

Unexpected PreconditionFailed(std::string_view condition) {
  return Fail(Error{Kind::kConflict,
                    "At least one of the pre-conditions you specified did not hold",
                    "PreconditionFailed",
                    412,
                    {{"Condition", std::string(condition)}}});
}

Result<void> CheckKey(std::string_view key) {
  if (key.empty())
    return S3Failure(Kind::kInvalid, "InvalidArgument",
                     "An object key is at least one character long");
  if (key.size() > kKeyBytesMax)
    return S3Failure(Kind::kInvalid, "KeyTooLongError", "Your key is too long");
  return {};
}

Result<void> CheckBucketExists(const state::Reader& reader, std::string_view bucket) {
  if (!reader.Has(BucketKey(bucket))) return NoSuchBucket(bucket);
  return {};
}

Result<std::optional<ObjectInfo>> LoadObject(const state::Reader& reader, std::string_view bucket,
                                             std::string_view key) {
  const state::EntryPointer entry = reader.FindEntry(ObjectKey(bucket, key));
  if (entry == nullptr) return std::optional<ObjectInfo>();
  auto info = state::Decode<ObjectInfo>(entry->value());
  if (!info) {
    return Within("record " + state::PrintableKey(entry->key()), std::move(info).error());
  }
  return std::optional<ObjectInfo>(*std::move(info));
}

Result<void> CheckConditions(const Conditions& conditions, const ObjectInfo* current,
                             std::string_view key) {
  if (conditions.if_absent && current != nullptr) return PreconditionFailed("If-None-Match");
  if (!conditions.if_match) return {};
  if (current == nullptr) return NoSuchKey(key);
  if (*conditions.if_match != "*" && *conditions.if_match != current->etag)
    return PreconditionFailed("If-Match");
  return {};
}

std::vector<std::string> AlgorithmsOf(const PutOptions& options) {
  std::vector<std::string> algorithms = options.checksums;
  for (const auto& [name, value] : options.expected) algorithms.push_back(name);
  std::sort(algorithms.begin(), algorithms.end());
  algorithms.erase(std::unique(algorithms.begin(), algorithms.end()), algorithms.end());
  return algorithms;
}

Result<void> CheckDigests(const Files::Written& written, const PutOptions& options) {
  if (options.expected_md5 && *options.expected_md5 != Base64Encode(written.digests.md5)) {
    return S3Failure(Kind::kInvalid, "BadDigest",
                     "The Content-MD5 you specified did not match what we received.");
  }
  for (const auto& [name, value] : options.expected) {
    const auto computed = written.digests.checksums.find(name);
    if (computed == written.digests.checksums.end() || computed->second != value) {
      return S3Failure(Kind::kInvalid, "BadDigest",
                       "The " + name + " you specified did not match the calculated checksum.");
    }
  }
  return {};
}

void RemoveAfter(state::Transaction& transaction, Files& files, std::string path) {
  transaction.AfterCommit([&files, path = std::move(path)](const Result<void>& outcome) {
    if (outcome) files.Remove(path);
  });
}

}  // namespace firn::objects
