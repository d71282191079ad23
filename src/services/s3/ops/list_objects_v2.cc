// ListObjectsV2: the keys of a bucket in order, page by page.

#include <algorithm>

#include "base/encoding.h"
#include "services/s3/ops.h"
#include "services/s3/s3.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&, const api_s3::ListObjectsV2Input& input) {
  return {BucketNeed("s3:ListBucket", input.bucket)};
}

Result<api_s3::ListObjectsV2Output> Handle(S3& s3, const api::Call& call, const api_s3::ListObjectsV2Input& input) {
  FIRN_OK(OwnBucket(s3, call, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  objects::ListOptions options;
  options.prefix = input.prefix.value_or("");
  options.delimiter = input.delimiter.value_or("");
  options.start_after = input.start_after.value_or("");
  if (input.continuation_token) {
    const auto decoded = Base64Decode(*input.continuation_token);
    if (!decoded || decoded->empty()) {
      return S3Error(Kind::kInvalid, "InvalidArgument", 400, "The continuation token provided is incorrect");
    }
    options.start_after = *decoded;
  }
  const auto limit = input.max_keys.value_or(1000);
  if (limit < 0) {
    return S3Error(Kind::kInvalid, "InvalidArgument", 400, "Argument maxKeys must be an integer between 0 and 2147483647");
  }
  options.limit = static_cast<size_t>(std::min(limit, 1000));
  objects::Listing listing;
  if (options.limit > 0) {
    FIRN_TRY(listing, s3.objects.List(input.bucket, options));
  }
  api_s3::ListObjectsV2Output output;
  output.name = input.bucket;
  output.prefix = ListedKey(options.prefix, input.encoding_type);
  if (input.delimiter) output.delimiter = ListedKey(*input.delimiter, input.encoding_type);
  if (input.start_after) output.start_after = ListedKey(*input.start_after, input.encoding_type);
  output.encoding_type = input.encoding_type;
  output.max_keys = std::min(limit, 1000);
  output.key_count = static_cast<int32_t>(listing.objects.size() + listing.common_prefixes.size());
  output.is_truncated = listing.truncated;
  output.continuation_token = input.continuation_token;
  if (listing.truncated) output.next_continuation_token = Base64Encode(listing.next);
  for (const auto& info : listing.objects) {
    auto& object = output.contents ? output.contents->emplace_back() : output.contents.emplace().emplace_back();
    object.key = ListedKey(info.key, input.encoding_type);
    object.last_modified = info.modified;
    object.e_tag = Quoted(info.etag);
    object.size = static_cast<int64_t>(info.size);
    object.storage_class = info.attributes.storage_class.empty() ? "STANDARD" : info.attributes.storage_class;
    if (input.fetch_owner.value_or(false)) object.owner.emplace().id = call.account.text();
  }
  for (const auto& prefix : listing.common_prefixes) {
    if (!output.common_prefixes) output.common_prefixes.emplace();
    output.common_prefixes->emplace_back().prefix = ListedKey(prefix, input.encoding_type);
  }
  return output;
}

}  // namespace firn::services::s3
