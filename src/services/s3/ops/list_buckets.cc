// ListBuckets: the buckets of the caller's account.

#include "base/encoding.h"
#include "services/s3/ops.h"
#include "services/s3/s3.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&, const api_s3::ListBucketsInput&) {
  return {{"s3:ListAllMyBuckets", "*", {}, {}}};
}

Result<api_s3::ListBucketsOutput> Handle(S3& s3, const api::Call& call, const api_s3::ListBucketsInput& input) {
  FIRN_TRY(const auto buckets, s3.objects.ListBuckets(call.account));
  const std::string after = input.continuation_token ? Base64Decode(*input.continuation_token).value_or("") : "";
  const auto limit = static_cast<size_t>(input.max_buckets.value_or(10'000));
  api_s3::ListBucketsOutput output;
  output.owner.emplace().id = call.account.text();
  output.prefix = input.prefix;
  output.buckets.emplace();
  for (const auto& bucket : buckets) {
    if (bucket.kind != objects::kOrdinary || bucket.name <= after) continue;
    if (input.prefix && !bucket.name.starts_with(*input.prefix)) continue;
    if (input.bucket_region && bucket.region.text() != *input.bucket_region) continue;
    if (output.buckets->size() == limit) {
      output.continuation_token = Base64Encode(*output.buckets->back().name);
      break;
    }
    auto& listed = output.buckets->emplace_back();
    listed.name = bucket.name;
    listed.creation_date = std::chrono::floor<std::chrono::seconds>(bucket.created);
    listed.bucket_region = bucket.region.text();
  }
  return output;
}

}  // namespace firn::services::s3
