// PutBucketInventoryConfiguration: adds or replaces one inventory configuration of a bucket.
// Differs from AWS: the document is kept and told, and nothing is done about it

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&,
                      const api_s3::PutBucketInventoryConfigurationInput& input) {
  return {BucketNeed("s3:PutInventoryConfiguration", input.bucket)};
}

Result<api_s3::PutBucketInventoryConfigurationOutput> Handle(
    S3& s3, const api::Call&, const api_s3::PutBucketInventoryConfigurationInput& input) {
  FIRN_OK(PutNumbered(s3, input, kInventory, input.inventory_configuration));
  return api_s3::PutBucketInventoryConfigurationOutput{};
}

}  // namespace firn::services::s3
