#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "services/s3/access.h"
#include "services/s3/lock.h"
#include "services/s3/s3.h"
#include "services/s3/tags.h"

// What requests and answers tell of an object: members of the same names in many generated shapes.
namespace firn::services::s3 {

// x-amz-checksum-mode, which S3 reads without regard to case.
bool WantsChecksums(const std::optional<std::string>& mode);
// NotImplemented for the algorithms of 2026 that are not computed here; InvalidRequest for no
// algorithm at all.
Result<void> CheckAlgorithm(const std::optional<std::string>& algorithm);
// A checksum must be base64 of as many bytes as its algorithm has.
Result<void> CheckChecksumText(const std::map<std::string, std::string>& given);
// InvalidStorageClass for those that do not exist or are of other kinds of storage.
Result<void> CheckStorageClass(const std::optional<std::string>& storage_class);
// Objects of the archived classes are to be restored before they can be read: InvalidObjectState.
bool IsArchived(const objects::Attributes& attributes, Time now);
Result<void> CheckReadable(const objects::Attributes& attributes, Time now);
std::string RestoreText(Time until);
// User metadata may be 2 KB.
Result<void> CheckMetadata(const std::optional<std::map<std::string, std::string>>& metadata);
Result<void> CheckRedirectLocation(const std::optional<std::string>& location);

// Members that carry checksums have the same names in every shape. One at most may be given.
template <class Input>
Result<std::map<std::string, std::string>> GivenChecksums(const Input& input) {
  if (input.checksum_sha512 || input.checksum_md5 || input.checksum_xxhash64 ||
      input.checksum_xxhash3 || input.checksum_xxhash128) {
    return NotImplementedHere("this checksum algorithm");
  }
  std::map<std::string, std::string> given;
  if (input.checksum_crc32) given["CRC32"] = *input.checksum_crc32;
  if (input.checksum_crc32_c) given["CRC32C"] = *input.checksum_crc32_c;
  if (input.checksum_crc64_nvme) given["CRC64NVME"] = *input.checksum_crc64_nvme;
  if (input.checksum_sha1) given["SHA1"] = *input.checksum_sha1;
  if (input.checksum_sha256) given["SHA256"] = *input.checksum_sha256;
  FIRN_OK(CheckChecksumText(given));
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

// Keys of the caller's own are refused, never ignored.
template <class Input>
Result<void> RefuseCustomerKeys(const Input& input) {
  if (input.sse_customer_algorithm || input.sse_customer_key) return NotImplementedHere("SSE-C");
  return {};
}

// Settings that change how bytes are kept and that this store does not have are refused too.
template <class Input>
Result<void> RefuseUnsupported(const Input& input) {
  FIRN_OK(RefuseCustomerKeys(input));
  if (input.server_side_encryption && *input.server_side_encryption != "AES256") {
    return NotImplementedHere("encryption with KMS keys");
  }
  return {};
}

// What PutObject, CreateMultipartUpload and CopyObject tell alike about an object.
template <class Input>
Result<objects::Attributes> AttributesOf(const S3& s3, const objects::Bucket& bucket,
                                         const Input& input, Time now) {
  FIRN_OK(RefuseUnsupported(input));
  FIRN_OK(CheckStorageClass(input.storage_class));
  FIRN_OK(CheckMetadata(input.metadata));
  FIRN_OK(CheckRedirectLocation(input.website_redirect_location));
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
  FIRN_TRY(attributes.lock, LockFor(s3, bucket, LockRequestOf(input), now));
  FIRN_TRY(attributes.grants, GrantsFor(s3, bucket, AclRequestOf(input)));
  return attributes;
}

// What GetObject and HeadObject tell alike about an object.
template <class Output>
void Tell(const objects::Bucket& bucket, const objects::ObjectInfo& info, Output& output) {
  const objects::Attributes& attributes = info.attributes;
  const auto header = [&](const char* name, std::optional<std::string>& member) {
    const auto found = attributes.headers.find(name);
    if (found != attributes.headers.end()) member = found->second;
  };
  output.accept_ranges = "bytes";
  output.last_modified = std::chrono::floor<std::chrono::seconds>(info.modified);
  output.content_length = static_cast<int64_t>(info.size);
  output.e_tag = Quoted(info.etag);
  output.content_type =
      attributes.content_type.empty() ? "binary/octet-stream" : attributes.content_type;
  header("cache-control", output.cache_control);
  header("content-disposition", output.content_disposition);
  header("content-encoding", output.content_encoding);
  header("content-language", output.content_language);
  header("expires", output.expires);
  header("x-amz-website-redirect-location", output.website_redirect_location);
  if (!attributes.metadata.empty()) output.metadata = attributes.metadata;
  if (StorageClassOf(attributes) != "STANDARD") output.storage_class = attributes.storage_class;
  if (!attributes.tags.empty()) output.tag_count = static_cast<int32_t>(attributes.tags.size());
  output.server_side_encryption = "AES256";
  output.version_id = ToldVersion(bucket, info);
  if (!attributes.lock.mode.empty()) {
    output.object_lock_mode = attributes.lock.mode;
    output.object_lock_retain_until_date = attributes.lock.until;
  }
  if (attributes.lock.legal_hold) output.object_lock_legal_hold_status = "ON";
  if (attributes.restored_until) output.restore = RestoreText(*attributes.restored_until);
}

// The headers by which a GET or HEAD asks for others than those stored.
template <class Input, class Output>
void Override(const Input& input, Output& output) {
  if (input.response_cache_control) output.cache_control = input.response_cache_control;
  if (input.response_content_disposition)
    output.content_disposition = input.response_content_disposition;
  if (input.response_content_encoding) output.content_encoding = input.response_content_encoding;
  if (input.response_content_language) output.content_language = input.response_content_language;
  if (input.response_content_type) output.content_type = input.response_content_type;
  if (input.response_expires) output.expires = FormatHttpDate(*input.response_expires);
}

}  // namespace firn::services::s3
