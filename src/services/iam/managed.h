#pragma once

#include <map>
#include <memory>
#include <string>

#include "services/iam/records.h"

namespace firn::services::iam {

// The managed policies of AWS that are offered here, by ARN. Every other ARN under
// arn:aws:iam::aws: does not exist.
const std::map<std::string, std::shared_ptr<const PolicyRow>, std::less<>>& AwsManagedPolicies();

}  // namespace firn::services::iam
