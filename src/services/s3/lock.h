#pragma once

#include <optional>
#include <string>

#include "services/s3/s3.h"

// Object lock: retention and legal holds of versions.
namespace firn::services::s3 {

struct LockRequest {
  std::optional<std::string> mode;
  std::optional<Time> until;
  std::optional<std::string> legal_hold;
};

template <class Input>
LockRequest LockRequestOf(const Input& input) {
  return {input.object_lock_mode, input.object_lock_retain_until_date,
          input.object_lock_legal_hold_status};
}

// The lock of a new version: what the request asks for, else the bucket's default retention.
Result<objects::Lock> LockFor(const S3& s3, const objects::Bucket& bucket,
                              const LockRequest& request, Time now);

// AccessDenied while a version may not be deleted for good.
enum class Governance { kObeyed, kBypassed };
Result<void> CheckUnlocked(const objects::ObjectInfo& info, Governance governance, Time now);

// Whether retention may become `wanted`: compliance only grows, governance shrinks for those who
// may bypass it.
Result<void> CheckRetentionChange(const objects::Lock& kept, const objects::Lock& wanted,
                                  Governance governance, Time now);

// InvalidRequest unless the bucket has object lock.
Result<void> NeedsObjectLock(const objects::Bucket& bucket);

Unexpected NoSuchLock();

}  // namespace firn::services::s3
