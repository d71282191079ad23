#pragma once

#include <optional>
#include <string>

#include "services/s3/attributes.h"
#include "services/s3/conditions.h"
#include "services/s3/needs.h"
#include "services/s3/s3.h"

namespace firn::services::s3 {

// "/bucket/key?versionId=v", percent-encoded: what x-amz-copy-source names. Also the ARN of an
// object behind an access point is refused. Empty names when it cannot be read.
struct CopySource {
  std::string bucket;
  std::string key;
  std::optional<std::string> version_id;
};
CopySource ParseCopySource(const std::string& header);

// The rights on the source; the caller adds those on the destination.
authz::Needs CopySourceNeeds(const S3& s3, const CopySource& source);

// The source's bytes, when its owner is the one expected and its conditions hold.
template <class Input>
Result<objects::ObjectStore::Opened> OpenCopySource(const S3& s3, const Input& input, Time now) {
  const CopySource source = ParseCopySource(input.copy_source);
  if (source.bucket.empty() || source.key.empty()) {
    return InvalidArgument(
        "Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
  }
  if (source.version_id && source.version_id->empty())
    return InvalidArgument("Version id cannot be the empty string");
  if (input.copy_source_sse_customer_algorithm || input.copy_source_sse_customer_key)
    return NotImplementedHere("SSE-C");
  FIRN_OK(OpenBucket(s3, source.bucket, input.expected_source_bucket_owner, Scope::kBucket));
  auto opened = ReadObject(s3, "GET", source.bucket, source.key, source.version_id);
  if (!opened && opened.error().code == "MethodNotAllowed") {
    return InvalidRequest(
        "The source of a copy request may not specifically refer to a delete marker by version "
        "id.");
  }
  if (!opened) return opened;
  if (IsArchived(opened->info.attributes, now)) {
    return S3Error(Kind::kDenied, "ObjectNotInActiveTierError", 403,
                   "The source object of the COPY operation is not in the active tier and is only "
                   "stored in Amazon Glacier.");
  }
  FIRN_OK(CheckSourceConditions(
      {input.copy_source_if_match, input.copy_source_if_none_match,
       input.copy_source_if_modified_since, input.copy_source_if_unmodified_since},
      opened->info));
  return opened;
}

}  // namespace firn::services::s3
