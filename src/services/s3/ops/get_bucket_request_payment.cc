// GetBucketRequestPayment: who pays for requests; the owner by default.

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&,
                      const api_s3::GetBucketRequestPaymentInput& input) {
  return {BucketNeed("s3:GetBucketRequestPayment", input.bucket)};
}

Result<api_s3::GetBucketRequestPaymentOutput> Handle(
    S3& s3, const api::Call&, const api_s3::GetBucketRequestPaymentInput& input) {
  FIRN_TRY(const auto document,
           GetSettingIfAny<api_s3::RequestPaymentConfiguration>(s3, input, kRequestPayment));
  api_s3::GetBucketRequestPaymentOutput output;
  output.payer = document ? document->payer : "BucketOwner";
  return output;
}

}  // namespace firn::services::s3
