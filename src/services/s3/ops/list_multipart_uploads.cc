// ListMultipartUploads: uploads that are neither completed nor aborted.
// Differs from AWS: a delimiter is refused.

#include <algorithm>

#include "services/s3/ops.h"
#include "services/s3/s3.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&, const api_s3::ListMultipartUploadsInput& input) {
  return {BucketNeed("s3:ListBucketMultipartUploads", input.bucket)};
}

Result<api_s3::ListMultipartUploadsOutput> Handle(S3& s3, const api::Call& call, const api_s3::ListMultipartUploadsInput& input) {
  FIRN_OK(OwnBucket(s3, call, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  if (input.delimiter && !input.delimiter->empty()) return NotImplementedHere("a delimiter in ListMultipartUploads");
  const int32_t limit = std::clamp(input.max_uploads.value_or(1000), 1, 1000);
  FIRN_TRY(const auto listing,
           s3.objects.ListUploads(input.bucket, input.prefix.value_or(""), input.key_marker.value_or(""),
                                  input.upload_id_marker.value_or(""), static_cast<size_t>(limit)));
  api_s3::ListMultipartUploadsOutput output;
  output.bucket = input.bucket;
  output.key_marker = input.key_marker.value_or("");
  output.upload_id_marker = input.upload_id_marker.value_or("");
  output.prefix = input.prefix;
  output.max_uploads = limit;
  output.is_truncated = listing.truncated;
  for (const auto& kept : listing.uploads) {
    auto& upload = output.uploads ? output.uploads->emplace_back() : output.uploads.emplace().emplace_back();
    upload.upload_id = kept.id;
    upload.key = ListedKey(kept.key, input.encoding_type);
    upload.initiated = kept.initiated;
    upload.storage_class = kept.attributes.storage_class.empty() ? "STANDARD" : kept.attributes.storage_class;
    upload.initiator.emplace().id = kept.initiator;
    upload.owner.emplace().id = call.account.text();
    output.next_key_marker = upload.key;
    output.next_upload_id_marker = kept.id;
  }
  return output;
}

}  // namespace firn::services::s3
