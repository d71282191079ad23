#include "services/s3/s3.h"

#include <algorithm>

#include "base/digest.h"
#include "base/encoding.h"

namespace firn::services::s3 {
namespace {

constexpr int32_t kPageMax = 1000;

Unexpected NoSuchVersion(std::string_view key, std::string_view version_id) {
  return WithField(WithField(S3Error(Kind::kNotFound, "NoSuchVersion", 404,
                                     "The specified version does not exist."),
                             "Key", std::string(key)),
                   "VersionId", std::string(version_id));
}

std::string IdOf(const objects::ObjectInfo& info) {
  return info.version_id.empty() ? objects::kNullVersion : info.version_id;
}

// What there is instead of an object: nothing, or a delete marker.
Unexpected Absent(std::string_view method, const std::string& key,
                  const std::optional<std::string>& version_id,
                  const std::optional<objects::ObjectInfo>& marker) {
  if (!marker) return version_id ? NoSuchVersion(key, *version_id) : NoSuchKey(key);
  if (version_id) return DeleteMarkerRefused(method, *marker);
  return WithField(WithField(NoSuchKey(key), "@x-amz-delete-marker", "true"), "@x-amz-version-id",
                   IdOf(*marker));
}

}  // namespace

Unexpected S3Error(Kind kind, std::string_view code, int http_status, std::string message) {
  return Fail(::firn::Error{kind, std::move(message), std::string(code), http_status, {}});
}

Unexpected NotImplementedHere(std::string_view what) {
  return S3Error(
      Kind::kUnsupported, "NotImplemented", 501,
      "A header you provided implies functionality that is not implemented: " + std::string(what));
}

Unexpected InvalidArgument(std::string message) {
  return S3Error(Kind::kInvalid, "InvalidArgument", 400, std::move(message));
}

Unexpected InvalidRequest(std::string message) {
  return S3Error(Kind::kInvalid, "InvalidRequest", 400, std::move(message));
}

Unexpected MalformedXml() {
  return S3Error(
      Kind::kInvalid, "MalformedXML", 400,
      "The XML you provided was not well-formed or did not validate against our published schema");
}

Unexpected AccessDenied() { return S3Error(Kind::kDenied, "AccessDenied", 403, "Access Denied"); }

Unexpected NoSuchKey(std::string_view key) {
  return WithField(S3Error(Kind::kNotFound, "NoSuchKey", 404, "The specified key does not exist."),
                   "Key", std::string(key));
}

Unexpected DeleteMarkerRefused(std::string_view method, const objects::ObjectInfo& marker) {
  auto failure = S3Error(Kind::kUnsupported, "MethodNotAllowed", 405,
                         "The specified method is not allowed against this resource.");
  failure.value().fields = {{"Method", std::string(method)},
                            {"ResourceType", "DeleteMarker"},
                            {"@Allow", "DELETE"},
                            {"@x-amz-delete-marker", "true"},
                            {"@x-amz-version-id", IdOf(marker)},
                            {"@Last-Modified", FormatHttpDate(marker.modified)}};
  return failure;
}

Unexpected WithField(Unexpected failure, std::string name, std::string value) {
  failure.value().fields.emplace_back(std::move(name), std::move(value));
  return failure;
}

Result<void> CheckContentMd5(const std::optional<std::string>& content_md5) {
  constexpr size_t kMd5Bytes = 16;
  if (!content_md5) return {};
  const auto digest = Base64Decode(*content_md5);
  if (digest && digest->size() == kMd5Bytes) return {};
  return S3Error(Kind::kInvalid, "InvalidDigest", 400,
                 "The Content-MD5 you specified was invalid.");
}

Result<objects::Bucket> OpenBucket(const S3& s3, std::string_view bucket,
                                   const std::optional<std::string>& expected_owner, Scope scope) {
  FIRN_TRY(auto found, s3.objects.FindBucket(bucket));
  if (!found) {
    return WithField(
        S3Error(Kind::kNotFound, "NoSuchBucket", 404, "The specified bucket does not exist"),
        "BucketName", std::string(bucket));
  }
  if (expected_owner && *expected_owner != found->account.text()) return AccessDenied();
  if (found->kind == objects::kWarehouse && scope == Scope::kBucket) {
    return S3Error(Kind::kUnsupported, "MethodNotAllowed", 405,
                   "The specified method is not allowed against this resource.");
  }
  return *std::move(found);
}

std::string CanonicalId(const AccountId& account) {
  return HexEncode(Sha256("canonical user of " + account.text()));
}

api::s3::Owner OwnerOf(const objects::Bucket& bucket) {
  api::s3::Owner owner;
  owner.id = CanonicalId(bucket.account);
  return owner;
}

Result<objects::ObjectInfo> FindObject(const S3& s3, std::string_view method,
                                       const std::string& bucket, const std::string& key,
                                       const std::optional<std::string>& version_id) {
  FIRN_TRY(auto info, s3.objects.FindVersion(bucket, key, version_id));
  if (!info || info->delete_marker) return Absent(method, key, version_id, info);
  return *std::move(info);
}

Result<objects::ObjectStore::Opened> ReadObject(const S3& s3, std::string_view method,
                                                const std::string& bucket, const std::string& key,
                                                const std::optional<std::string>& version_id) {
  std::optional<objects::ObjectStore::Opened> opened;
  if (version_id) {
    FIRN_TRY(opened, s3.objects.ReadVersion(bucket, key, *version_id));
  } else {
    FIRN_TRY(opened, s3.objects.Read(bucket, key));
  }
  if (opened && !opened->info.delete_marker) return *std::move(opened);
  if (opened) return Absent(method, key, version_id, opened->info);
  FIRN_TRY(const auto marker, s3.objects.FindVersion(bucket, key, version_id));
  return Absent(method, key, version_id, marker && marker->delete_marker ? marker : std::nullopt);
}

std::optional<std::string> ToldVersion(const objects::Bucket& bucket,
                                       const objects::ObjectInfo& info) {
  if (bucket.versioning.empty()) return {};
  return IdOf(info);
}

std::string Quoted(std::string_view etag) { return "\"" + std::string(etag) + "\""; }

std::string Unquoted(std::string_view etag) {
  if (etag.starts_with('"')) etag.remove_prefix(1);
  if (etag.ends_with('"')) etag.remove_suffix(1);
  return std::string(etag);
}

std::string StorageClassOf(const objects::Attributes& attributes) {
  return attributes.storage_class.empty() ? "STANDARD" : attributes.storage_class;
}

std::string ListedKey(std::string_view key, const std::optional<std::string>& encoding_type) {
  return encoding_type == "url" ? PercentEncode(key, "/") : std::string(key);
}

Result<int32_t> PageLimit(const std::optional<int32_t>& wanted, std::string_view argument) {
  const int32_t limit = wanted.value_or(kPageMax);
  if (limit < 0) {
    return InvalidArgument("Argument " + std::string(argument) +
                           " must be an integer between 0 and 2147483647");
  }
  return std::min(limit, kPageMax);
}

}  // namespace firn::services::s3
