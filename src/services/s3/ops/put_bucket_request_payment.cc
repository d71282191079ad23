// PutBucketRequestPayment: says who pays for requests.
// Differs from AWS: the choice is kept and told, and costs nobody anything

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&,
                      const api_s3::PutBucketRequestPaymentInput& input) {
  return {BucketNeed("s3:PutBucketRequestPayment", input.bucket)};
}

Result<api_s3::PutBucketRequestPaymentOutput> Handle(
    S3& s3, const api::Call&, const api_s3::PutBucketRequestPaymentInput& input) {
  FIRN_OK(PutSetting(s3, input, kRequestPayment, input.request_payment_configuration));
  return api_s3::PutBucketRequestPaymentOutput{};
}

}  // namespace firn::services::s3
