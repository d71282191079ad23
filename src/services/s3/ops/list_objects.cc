// ListObjects: the keys of a bucket, in the first version of the API.

#include "services/s3/listing.h"
#include "services/s3/ops.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&, const api_s3::ListObjectsInput& input) {
  return {ListNeed("s3:ListBucket", input)};
}

Result<api_s3::ListObjectsOutput> Handle(S3& s3, const api::Call&,
                                         const api_s3::ListObjectsInput& input) {
  FIRN_TRY(const auto bucket,
           OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  const std::string marker = input.marker.value_or("");
  api_s3::ListObjectsOutput output;
  FIRN_TRY(const auto listing, ListKeys(s3, input, marker, OwnerOf(bucket), output));
  output.marker = ListedKey(marker, input.encoding_type);
  if (listing.truncated && input.delimiter)
    output.next_marker = ListedKey(listing.next, input.encoding_type);
  return output;
}

}  // namespace firn::services::s3
