#pragma once

#include "services/lakeformation/lakeformation.h"
#include "services/lakeformation/principals.h"
#include "services/lakeformation/target.h"

// Hybrid access: principals for whom Lake Formation decides about things left to IAM for others.
namespace firn::services::lakeformation {

struct OptIn {
  Grantee principal;
  Target target;
  std::string key;
};

// Only administrators opt in and out.
authz::Needs OptInNeeds(const api::Call& call, std::string_view action,
                        const api::lakeformation::Resource& resource);

// InvalidInputException unless it is a principal of IAM and a catalog, database or tables.
Result<OptIn> ReadOptIn(const api::Call& call,
                        const api::lakeformation::DataLakePrincipal& principal,
                        const api::lakeformation::Resource& resource,
                        const std::optional<api::lakeformation::Condition>& condition);

}  // namespace firn::services::lakeformation
