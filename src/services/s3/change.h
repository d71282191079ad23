#pragma once

#include <functional>
#include <string>

#include "services/s3/s3.h"

namespace firn::services::s3 {

// Changes the attributes of an object or a version that a request names; a delete marker has none.
template <class Input>
Result<objects::ObjectInfo> ChangeAttributes(
    S3& s3, const Input& input, const std::function<Result<void>(objects::Attributes&)>& change) {
  return s3.objects.UpdateVersion(input.bucket, input.key, input.version_id,
                                  [&](objects::ObjectInfo& info) -> Result<void> {
                                    if (info.delete_marker) return DeleteMarkerRefused("PUT", info);
                                    return change(info.attributes);
                                  });
}

}  // namespace firn::services::s3
