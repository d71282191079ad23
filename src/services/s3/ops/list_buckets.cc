// ListBuckets: the buckets of the caller's account, page by page when a limit is given.

#include "services/s3/ops.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

namespace {

constexpr int32_t kBucketsMax = 10'000;

}  // namespace

authz::Needs NeedsFor(const S3&, const api::Call&, const api_s3::ListBucketsInput&) {
  return {{"s3:ListAllMyBuckets", "*", {}, {}}};
}

Result<api_s3::ListBucketsOutput> Handle(S3& s3, const api::Call& call,
                                         const api_s3::ListBucketsInput& input) {
  FIRN_TRY(const std::string after, TokenId(input.continuation_token));
  const int32_t limit = input.max_buckets.value_or(kBucketsMax);
  if (limit < 1 || limit > kBucketsMax) {
    return InvalidArgument("Argument max-buckets must be an integer between 1 and 10000");
  }
  FIRN_TRY(const auto buckets, s3.objects.ListBuckets(call.account));
  api_s3::ListBucketsOutput output;
  output.owner.emplace().id = CanonicalId(call.account);
  output.prefix = input.prefix;
  output.buckets.emplace();
  for (const auto& bucket : buckets) {
    if (bucket.kind != objects::kOrdinary || bucket.name <= after) continue;
    if (input.prefix && !bucket.name.starts_with(*input.prefix)) continue;
    if (input.bucket_region && bucket.region.text() != *input.bucket_region) continue;
    if (output.buckets->size() == static_cast<size_t>(limit)) {
      output.continuation_token = IdToken(*output.buckets->back().name);
      break;
    }
    auto& listed = output.buckets->emplace_back();
    listed.name = bucket.name;
    listed.creation_date = std::chrono::floor<std::chrono::seconds>(bucket.created);
    listed.bucket_region = bucket.region.text();
    listed.bucket_arn = Arn::S3(bucket.name).text();
  }
  return output;
}

}  // namespace firn::services::s3
