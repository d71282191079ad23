#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "api/s3.h"
#include "authz/gate.h"
#include "objects/store.h"

namespace firn::services::s3 {

// S3 over the object store. Buckets of tables ("…--table-s3") take part with the few operations S3 Tables allows there,
// decided by s3tables:GetTableData and s3tables:PutTableData on the table. Threads: any.
class S3 {
 public:
  explicit S3(objects::ObjectStore& objects) : objects(objects) {}
  objects::ObjectStore& objects;
};

// An error in S3's own terms.
Unexpected S3Error(Kind kind, std::string_view code, int http_status, std::string message);
Unexpected NotImplementedHere(std::string_view what);

// A Content-MD5 must be 16 bytes in base64; InvalidDigest otherwise.
Result<void> CheckContentMd5(const std::optional<std::string>& content_md5);

enum class Access { kRead, kWrite };

// What reading or writing an object needs: `action` on the object, or in a table's bucket the table's data action.
authz::Need ObjectNeed(const S3& s3, std::string_view action, std::string_view bucket, std::string_view key,
                       Access access);
authz::Need BucketNeed(std::string_view action, std::string_view bucket);

// The bucket when it exists and is the caller's. NoSuchBucket, or AccessDenied for somebody else's. `expected_owner` is
// checked as ExpectedBucketOwner. Tables' buckets pass only with kObjects, else MethodNotAllowed.
enum class Scope { kBucket, kObjects };
Result<objects::Bucket> OwnBucket(const S3& s3, const api::Call& call, std::string_view bucket,
                                  const std::optional<std::string>& expected_owner, Scope scope);

// x-amz-checksum-mode, which S3 reads without regard to case.
bool WantsChecksums(const std::optional<std::string>& mode);

std::string Quoted(std::string_view etag);
std::string Unquoted(std::string_view etag);

// Conditions of a GET or HEAD (RFC 9110 section 13): NotModified 304 or PreconditionFailed 412.
struct ReadConditions {
  std::optional<std::string> if_match;
  std::optional<std::string> if_none_match;
  std::optional<Time> if_modified_since;
  std::optional<Time> if_unmodified_since;
};
Result<void> CheckConditions(const ReadConditions& conditions, const objects::ObjectInfo& info);

// Conditions of a PUT; S3 knows only If-None-Match: * and If-Match: <etag>.
Result<objects::Conditions> WriteConditions(const std::optional<std::string>& if_match,
                                            const std::optional<std::string>& if_none_match);

// The bytes a Range header asks for. Nothing when the header is malformed, which S3 ignores; InvalidRange 416 when it lies
// outside the object.
struct ByteRange {
  uint64_t first = 0;
  uint64_t length = 0;
};
Result<std::optional<ByteRange>> ParseRange(std::string_view header, uint64_t size);

// "a=1&b=2" of x-amz-tagging.
Result<std::map<std::string, std::string>> ParseTagging(std::string_view text);

// Keys as a listing shows them when encoding-type=url.
std::string ListedKey(std::string_view key, const std::optional<std::string>& encoding_type);

// Members that carry checksums have the same names in every shape.
template <class Input>
Result<std::map<std::string, std::string>> GivenChecksums(const Input& input) {
  if (input.checksum_sha512 || input.checksum_md5 || input.checksum_xxhash64 || input.checksum_xxhash3 ||
      input.checksum_xxhash128) {
    return NotImplementedHere("this checksum algorithm");
  }
  std::map<std::string, std::string> given;
  if (input.checksum_crc32) given["CRC32"] = *input.checksum_crc32;
  if (input.checksum_crc32_c) given["CRC32C"] = *input.checksum_crc32_c;
  if (input.checksum_crc64_nvme) given["CRC64NVME"] = *input.checksum_crc64_nvme;
  if (input.checksum_sha1) given["SHA1"] = *input.checksum_sha1;
  if (input.checksum_sha256) given["SHA256"] = *input.checksum_sha256;
  return given;
}

template <class Output>
void TellChecksums(const std::map<std::string, std::string>& checksums, Output& output) {
  for (const auto& [name, value] : checksums) {
    if (name == "CRC32") output.checksum_crc32 = value;
    if (name == "CRC32C") output.checksum_crc32_c = value;
    if (name == "CRC64NVME") output.checksum_crc64_nvme = value;
    if (name == "SHA1") output.checksum_sha1 = value;
    if (name == "SHA256") output.checksum_sha256 = value;
  }
}

// Settings that change how bytes are kept and that this store does not have are refused, never ignored.
template <class Input>
Result<void> RefuseUnsupported(const Input& input) {
  if (input.sse_customer_algorithm || input.sse_customer_key) return NotImplementedHere("SSE-C");
  if (input.object_lock_mode || input.object_lock_legal_hold_status || input.object_lock_retain_until_date) {
    return NotImplementedHere("object lock");
  }
  if (input.server_side_encryption && *input.server_side_encryption != "AES256") {
    return NotImplementedHere("encryption with KMS keys");
  }
  return {};
}

// What PutObject, CreateMultipartUpload and CopyObject tell alike about an object.
template <class Input>
Result<objects::Attributes> AttributesOf(const Input& input) {
  objects::Attributes attributes;
  attributes.content_type = input.content_type.value_or("");
  const auto keep = [&](const char* name, const std::optional<std::string>& value) {
    if (value && !value->empty()) attributes.headers[name] = *value;
  };
  keep("cache-control", input.cache_control);
  keep("content-disposition", input.content_disposition);
  keep("content-encoding", input.content_encoding);
  keep("content-language", input.content_language);
  keep("expires", input.expires);
  keep("x-amz-website-redirect-location", input.website_redirect_location);
  if (input.metadata) attributes.metadata = *input.metadata;
  if (input.tagging) {
    FIRN_TRY(attributes.tags, ParseTagging(*input.tagging));
  }
  attributes.storage_class = input.storage_class.value_or("");
  return attributes;
}

// What GetObject and HeadObject tell alike about an object.
template <class Output>
void Tell(const objects::ObjectInfo& info, Output& output) {
  const auto header = [&](const char* name, std::optional<std::string>& member) {
    const auto found = info.attributes.headers.find(name);
    if (found != info.attributes.headers.end()) member = found->second;
  };
  output.accept_ranges = "bytes";
  output.last_modified = std::chrono::floor<std::chrono::seconds>(info.modified);
  output.content_length = static_cast<int64_t>(info.size);
  output.e_tag = Quoted(info.etag);
  output.content_type = info.attributes.content_type.empty() ? "binary/octet-stream" : info.attributes.content_type;
  header("cache-control", output.cache_control);
  header("content-disposition", output.content_disposition);
  header("content-encoding", output.content_encoding);
  header("content-language", output.content_language);
  header("expires", output.expires);
  header("x-amz-website-redirect-location", output.website_redirect_location);
  if (!info.attributes.metadata.empty()) output.metadata = info.attributes.metadata;
  if (!info.attributes.storage_class.empty() && info.attributes.storage_class != "STANDARD") {
    output.storage_class = info.attributes.storage_class;
  }
  if (!info.attributes.tags.empty()) output.tag_count = static_cast<int32_t>(info.attributes.tags.size());
  output.server_side_encryption = "AES256";
}

}  // namespace firn::services::s3
