// ListObjectsV2: the keys of a bucket in order, page by page.

#include "base/encoding.h"
#include "services/s3/listing.h"
#include "services/s3/ops.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&, const api_s3::ListObjectsV2Input& input) {
  return {ListNeed("s3:ListBucket", input)};
}

Result<api_s3::ListObjectsV2Output> Handle(S3& s3, const api::Call&,
                                           const api_s3::ListObjectsV2Input& input) {
  FIRN_TRY(const auto bucket,
           OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  std::string start_after = input.start_after.value_or("");
  if (input.continuation_token) {
    const auto decoded = Base64Decode(*input.continuation_token);
    if (!decoded || decoded->empty())
      return InvalidArgument("The continuation token provided is incorrect");
    start_after = *decoded;
  }
  std::optional<api_s3::Owner> owner;
  if (input.fetch_owner.value_or(false)) owner = OwnerOf(bucket);
  api_s3::ListObjectsV2Output output;
  FIRN_TRY(const auto listing, ListKeys(s3, input, start_after, owner, output));
  if (input.start_after) output.start_after = ListedKey(*input.start_after, input.encoding_type);
  output.key_count = static_cast<int32_t>(listing.objects.size() + listing.common_prefixes.size());
  output.continuation_token = input.continuation_token;
  if (listing.truncated) output.next_continuation_token = Base64Encode(listing.next);
  return output;
}

}  // namespace firn::services::s3
