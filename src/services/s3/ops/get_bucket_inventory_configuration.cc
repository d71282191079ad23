// GetBucketInventoryConfiguration: one inventory configuration of a bucket.

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&,
                      const api_s3::GetBucketInventoryConfigurationInput& input) {
  return {BucketNeed("s3:GetInventoryConfiguration", input.bucket)};
}

Result<api_s3::GetBucketInventoryConfigurationOutput> Handle(
    S3& s3, const api::Call&, const api_s3::GetBucketInventoryConfigurationInput& input) {
  FIRN_TRY(auto document, GetNumbered<api_s3::InventoryConfiguration>(s3, input, kInventory));
  api_s3::GetBucketInventoryConfigurationOutput output;
  output.inventory_configuration = std::move(document);
  return output;
}

}  // namespace firn::services::s3
