#pragma once

#include "services/lakeformation/lakeformation.h"

// An account's connection with IAM Identity Center.
namespace firn::services::lakeformation {

// Administrators alone look at it and change it.
authz::Need IdentityCenterNeed(const api::Call& call, std::string_view action,
                               const std::optional<std::string>& catalog_id);

// The ARN of Lake Formation's application in the instance. InvalidInputException unless the
// instance is named by its ARN.
Result<std::string> ApplicationArnFor(const AccountId& account,
                                      const std::optional<std::string>& instance_arn);

// The parts of a connection that may change. InvalidInputException for recipients that are neither
// accounts nor organizations, and for targets that are no ARNs.
Result<IdentityCenterRecord> ReadConnection(
    const std::optional<std::vector<api::lakeformation::DataLakePrincipal>>& recipients,
    const std::optional<api::lakeformation::ExternalFilteringConfiguration>& filtering,
    const std::optional<std::vector<api::lakeformation::ServiceIntegrationUnion>>& integrations);

// EntityNotFoundException when there is none.
Result<IdentityCenterRecord> FindConnection(const state::Reader& reader, const AccountId& account,
                                            const api::Call& call);

}  // namespace firn::services::lakeformation
