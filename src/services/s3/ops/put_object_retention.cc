// PutObjectRetention: keeps a version until a time; an empty retention ends one that may be ended.

#include "services/s3/change.h"
#include "services/s3/lock.h"
#include "services/s3/needs.h"
#include "services/s3/ops.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

namespace {

Result<objects::Lock> Wanted(const std::optional<api_s3::ObjectLockRetention>& asked, Time now) {
  objects::Lock lock;
  if (!asked || (!asked->mode && !asked->retain_until_date)) return lock;
  if (!asked->mode || !asked->retain_until_date) return MalformedXml();
  if (*asked->retain_until_date <= now)
    return InvalidArgument("The retain until date must be in the future!");
  lock.mode = *asked->mode;
  lock.until = asked->retain_until_date;
  return lock;
}

}  // namespace

authz::Needs NeedsFor(const S3& s3, const api::Call&,
                      const api_s3::PutObjectRetentionInput& input) {
  authz::Needs needs = {
      ObjectNeed(s3, "s3:PutObjectRetention", input.bucket, input.key, Access::kWrite)};
  if (input.bypass_governance_retention.value_or(false)) {
    needs.push_back(
        ObjectNeed(s3, "s3:BypassGovernanceRetention", input.bucket, input.key, Access::kWrite));
  }
  return needs;
}

Result<api_s3::PutObjectRetentionOutput> Handle(S3& s3, const api::Call& call,
                                                const api_s3::PutObjectRetentionInput& input) {
  FIRN_TRY(const auto bucket,
           OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  FIRN_OK(NeedsObjectLock(bucket));
  FIRN_TRY(const objects::Lock wanted, Wanted(input.retention, call.now));
  const bool bypass = input.bypass_governance_retention.value_or(false);
  FIRN_OK(ChangeAttributes(s3, input, [&](objects::Attributes& attributes) -> Result<void> {
    FIRN_OK(CheckRetentionChange(attributes.lock, wanted,
                                 bypass ? Governance::kBypassed : Governance::kObeyed, call.now));
    attributes.lock.mode = wanted.mode;
    attributes.lock.until = wanted.until;
    return {};
  }));
  return api_s3::PutObjectRetentionOutput{};
}

}  // namespace firn::services::s3
