#pragma once

#include <functional>
#include <string>

#include "services/athena/records.h"

namespace firn::services::athena {

// The tags of the work group or data catalog with this ARN; InvalidRequestException when there is
// none in the caller's account and region.
Result<Tags> TagsOf(const state::Reader& reader, const api::Call& call, const std::string& arn);
Result<void> ChangeTags(state::Transaction& transaction, const api::Call& call,
                        const std::string& arn, const std::function<Result<void>(Tags&)>& change);

}  // namespace firn::services::athena
