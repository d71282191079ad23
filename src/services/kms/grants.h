#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "services/kms/needs.h"

namespace firn::services::kms {

// What kms:CreateGrant's conditions ask about the new grant's constraints, and RetireGrant's about the grant.
ConditionKeys KeysOfConstraints(const std::optional<api::kms::GrantConstraints>& constraints);
ConditionKeys KeysOfGrant(const std::string& grant_id);

// The grant that a request asks for, with a fresh id and token.
Result<GrantRecord> GrantOf(const Kms& kms, const api::Call& call, const api::kms::CreateGrantInput& input);
// ValidationException for operations that the key cannot do.
Result<void> CheckOperations(const KeyRecord& record, const std::vector<std::string>& operations);
bool SameGrant(const GrantRecord& one, const GrantRecord& other);

struct GrantPage {
  const std::optional<std::string>& marker;
  size_t limit;
};
Result<api::kms::ListGrantsOutput> PageOfGrants(const std::vector<GrantRecord>& grants, const KeyName& place,
                                                const GrantPage& page,
                                                const std::function<bool(const GrantRecord&)>& wanted);

// The key and id of the grant that RetireGrant means.
Result<std::pair<KeyName, std::string>> GrantNamed(const Kms& kms, const api::Call& call,
                                                   const api::kms::RetireGrantInput& input);
Result<void> RemoveGrant(Kms& kms, const KeyName& name, const std::string& grant_id,
                         const std::optional<bool>& dry_run);

}  // namespace firn::services::kms
