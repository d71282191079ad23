#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/lakeformation.h"
#include "authz/gate.h"
#include "services/lakeformation/lakeformation.h"

// Registered locations.
namespace firn::services::lakeformation {

// A bucket or prefix in S3, one table bucket of any account, or "bucket/*" of the caller's, in the
// call's region. InvalidInputException otherwise.
Result<Arn> ParseLocation(const api::Call& call, const std::string& arn);

// InvalidInputException unless it is the ARN of a role that exists.
Result<void> CheckLocationRole(const LakeFormation& lakeformation, const std::string& role_arn);

// EntityNotFoundException when the location is not registered.
Result<LocationRecord> FindLocation(const state::Reader& reader, const api::Call& call,
                                    const std::string& arn);

authz::Need PassRoleNeed(const std::string& role_arn);

// Whether the location meets every condition. InvalidInputException for conditions that make no
// sense.
Result<bool> Matches(
    const api::lakeformation::ResourceInfo& info,
    const std::optional<std::vector<api::lakeformation::FilterCondition>>& conditions);

}  // namespace firn::services::lakeformation
