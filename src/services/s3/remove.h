#pragma once

#include "services/s3/lock.h"
#include "services/s3/needs.h"
#include "services/s3/s3.h"

// What DeleteObject and DeleteObjects have in common.
namespace firn::services::s3 {

struct RemoveRequest {
  std::string key;
  std::optional<std::string> version_id;
  std::optional<std::string> if_match;
  std::optional<Time> if_modified;
  std::optional<int64_t> if_size;
  bool bypass_governance = false;
};

authz::Needs RemoveNeeds(const std::string& bucket, const RemoveRequest& request);
Result<objects::Removed> RemoveObject(S3& s3, const objects::Bucket& bucket,
                                      const RemoveRequest& request, Time now);

}  // namespace firn::services::s3
