// ListBucketInventoryConfigurations: the inventory configurations of a bucket, page by page.

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&,
                      const api_s3::ListBucketInventoryConfigurationsInput& input) {
  return {BucketNeed("s3:GetInventoryConfiguration", input.bucket)};
}

Result<api_s3::ListBucketInventoryConfigurationsOutput> Handle(
    S3& s3, const api::Call&, const api_s3::ListBucketInventoryConfigurationsInput& input) {
  api_s3::ListBucketInventoryConfigurationsOutput output;
  FIRN_TRY(auto documents,
           ListNumbered<api_s3::InventoryConfiguration>(s3, input, kInventory, output));
  if (!documents.empty()) output.inventory_configuration_list = std::move(documents);
  return output;
}

}  // namespace firn::services::s3
