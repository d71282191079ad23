#pragma once

#include <functional>
#include <map>
#include <string>

#include "services/cloudwatch/cloudwatch.h"

namespace firn::services::cloudwatch {

using Tags = std::map<std::string, std::string>;

// The tags of an alarm or a dashboard, by its ARN. Nothing when it is not there.
Result<std::optional<Tags>> FindTags(const state::Reader& reader, const api::Call& call, const std::string& arn);
// Changes them; ResourceNotFoundException when it is not there.
Result<void> ChangeTags(CloudWatch& cloudwatch, const api::Call& call, const std::string& arn,
                        const std::function<Result<void>(Tags&)>& change);

// Every resource with tags, for the tagging API.
Result<std::map<std::string, Tags>> AllTags(const state::Reader& reader, const api::Call& call);

}  // namespace firn::services::cloudwatch
