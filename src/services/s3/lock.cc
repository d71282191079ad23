#include "services/s3/lock.h"

#include "services/s3/settings.h"

namespace firn::services::s3 {
namespace {

constexpr std::string_view kCompliance = api::s3::ObjectLockMode::kCompliance;

Unexpected Locked() {
  return S3Error(Kind::kDenied, "AccessDenied", 403,
                 "Access Denied because object protected by object lock.");
}

}  // namespace

Result<void> NeedsObjectLock(const objects::Bucket& bucket) {
  if (bucket.object_lock) return {};
  return InvalidRequest("Bucket is missing Object Lock Configuration");
}

Result<objects::Lock> LockFor(const S3& s3, const objects::Bucket& bucket,
                              const LockRequest& request, Time now) {
  objects::Lock lock;
  if (request.mode || request.until || request.legal_hold) FIRN_OK(NeedsObjectLock(bucket));
  if (request.mode.has_value() != request.until.has_value()) {
    return InvalidArgument(
        "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied");
  }
  if (request.until && *request.until <= now)
    return InvalidArgument("The retain until date must be in the future!");
  lock.legal_hold = request.legal_hold == "ON";
  if (request.mode) {
    lock.mode = *request.mode;
    lock.until = request.until;
    return lock;
  }
  if (!bucket.object_lock) return lock;
  FIRN_TRY(const auto kept,
           FindSetting<api::s3::ObjectLockConfiguration>(s3, bucket.name, kObjectLock));
  if (!kept || !kept->rule || !kept->rule->default_retention) return lock;
  const auto& retention = *kept->rule->default_retention;
  lock.mode = retention.mode.value_or("");
  lock.until = now + std::chrono::hours(24) *
                         (retention.days.value_or(0) + 365 * retention.years.value_or(0));
  return lock;
}

Result<void> CheckUnlocked(const objects::ObjectInfo& info, Governance governance, Time now) {
  const objects::Lock& lock = info.attributes.lock;
  if (lock.legal_hold) return Locked();
  if (lock.mode.empty() || !lock.until || *lock.until <= now) return {};
  if (lock.mode != kCompliance && governance == Governance::kBypassed) return {};
  return Locked();
}

Result<void> CheckRetentionChange(const objects::Lock& kept, const objects::Lock& wanted,
                                  Governance governance, Time now) {
  if (kept.mode.empty() || !kept.until || *kept.until <= now) return {};
  const bool grows = wanted.until && *wanted.until >= *kept.until;
  if (kept.mode == kCompliance) {
    if (grows && wanted.mode == kCompliance) return {};
    return Locked();
  }
  if ((grows && !wanted.mode.empty()) || governance == Governance::kBypassed) return {};
  return Locked();
}

Unexpected NoSuchLock() {
  return S3Error(Kind::kNotFound, "NoSuchObjectLockConfiguration", 404,
                 "The specified object does not have a ObjectLock configuration");
}

}  // namespace firn::services::s3
