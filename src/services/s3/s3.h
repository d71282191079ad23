#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "api/s3.h"
#include "authz/gate.h"
#include "objects/store.h"
#include "state/store.h"

namespace firn::services::s3 {

// S3 over the object store: buckets and objects there, the documents of buckets (settings.h) in the
// state store. Buckets of tables ("…--table-s3") take part with the few operations S3 Tables allows
// there, decided by s3tables:GetTableData and s3tables:PutTableData on the table. The gate is for
// DeleteObjects alone, whose keys are each allowed or refused by themselves. Threads: any.
class S3 {
 public:
  S3(objects::ObjectStore& objects, state::Store& store, authz::Gate& gate)
      : objects(objects), store(store), gate(gate) {}
  objects::ObjectStore& objects;
  state::Store& store;
  authz::Gate& gate;
};

// An error in S3's own terms. A field whose name begins with '@' is a header of the answer.
Unexpected S3Error(Kind kind, std::string_view code, int http_status, std::string message);
Unexpected NotImplementedHere(std::string_view what);
Unexpected InvalidArgument(std::string message);
Unexpected InvalidRequest(std::string message);
Unexpected MalformedXml();
Unexpected AccessDenied();
Unexpected NoSuchKey(std::string_view key);
// What S3 says of a version that is a delete marker when the version itself was asked for.
Unexpected DeleteMarkerRefused(std::string_view method, const objects::ObjectInfo& marker);
Unexpected WithField(Unexpected failure, std::string name, std::string value);

// A Content-MD5 must be 16 bytes in base64; InvalidDigest otherwise.
Result<void> CheckContentMd5(const std::optional<std::string>& content_md5);

// The bucket when it exists. NoSuchBucket; AccessDenied when ExpectedBucketOwner names another
// account. Tables' buckets pass only with kObjects, else MethodNotAllowed. Whether the caller may
// use it was decided before.
enum class Scope { kBucket, kObjects };
Result<objects::Bucket> OpenBucket(const S3& s3, std::string_view bucket,
                                   const std::optional<std::string>& expected_owner, Scope scope);

// The 64 hex digits by which S3 calls an account.
std::string CanonicalId(const AccountId& account);
api::s3::Owner OwnerOf(const objects::Bucket& bucket);

// The object or version asked for, and never a delete marker: NoSuchKey, NoSuchVersion or
// MethodNotAllowed with the headers that go with each. `method` is the request's.
Result<objects::ObjectInfo> FindObject(const S3& s3, std::string_view method,
                                       const std::string& bucket, const std::string& key,
                                       const std::optional<std::string>& version_id);
Result<objects::ObjectStore::Opened> ReadObject(const S3& s3, std::string_view method,
                                                const std::string& bucket, const std::string& key,
                                                const std::optional<std::string>& version_id);

// The version id as answers tell it: nothing in a bucket that never had versions.
std::optional<std::string> ToldVersion(const objects::Bucket& bucket,
                                       const objects::ObjectInfo& info);

std::string Quoted(std::string_view etag);
std::string Unquoted(std::string_view etag);  // S3 forgives a missing quote at either end
std::string StorageClassOf(const objects::Attributes& attributes);

// Keys as a listing shows them when encoding-type=url.
std::string ListedKey(std::string_view key, const std::optional<std::string>& encoding_type);

// A limit as listings take it: at most a thousand, InvalidArgument below zero.
Result<int32_t> PageLimit(const std::optional<int32_t>& wanted, std::string_view argument);

}  // namespace firn::services::s3
