// DeleteBucket: removes an empty bucket and its documents.

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&, const api_s3::DeleteBucketInput& input) {
  return {BucketNeed("s3:DeleteBucket", input.bucket)};
}

Result<api_s3::DeleteBucketOutput> Handle(S3& s3, const api::Call&,
                                          const api_s3::DeleteBucketInput& input) {
  FIRN_OK(OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  FIRN_OK(s3.store.Write([&](state::Transaction& transaction) -> Result<void> {
    if (auto deleted = s3.objects.DeleteBucket(transaction, input.bucket); !deleted) {
      return WithField(Fail(std::move(deleted).error()), "BucketName", input.bucket);
    }
    transaction.ErasePrefix(SettingsKey(input.bucket));
    return {};
  }));
  return api_s3::DeleteBucketOutput{};
}

}  // namespace firn::services::s3
