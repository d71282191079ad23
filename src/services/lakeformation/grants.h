#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/lakeformation.h"
#include "authz/gate.h"
#include "services/lakeformation/lakeformation.h"
#include "services/lakeformation/principals.h"
#include "services/lakeformation/target.h"

// Granting and revoking, one by one and in batches.
namespace firn::services::lakeformation {

// One grant or revocation.
struct Change {
  std::optional<std::string> catalog_id;
  std::optional<api::lakeformation::DataLakePrincipal> principal;
  std::optional<api::lakeformation::Resource> resource;
  std::optional<std::vector<std::string>> permissions;
  std::optional<std::vector<std::string>> grantable;
  std::optional<api::lakeformation::Condition> condition;
};

template <class Input>
Change ChangeOf(const std::optional<std::string>& catalog_id, const Input& input) {
  return {catalog_id,
          input.principal,
          input.resource,
          input.permissions,
          input.permissions_with_grant_option,
          input.condition};
}

// Adds to what the principal holds; adding it again changes nothing. The caller must be root, an
// administrator, or hold the grant option on all of it.
Result<void> Grant(LakeFormation& lakeformation, const api::Call& call, const Change& change);
// Takes away, all or nothing. InvalidInputException "No permissions revoked. …" when something is
// not held.
Result<void> Revoke(LakeFormation& lakeformation, const api::Call& call, const Change& change);

enum class BatchKind { kGrant, kRevoke };
authz::Needs BatchNeeds(
    const api::Call& call, BatchKind kind, const std::optional<std::string>& catalog_id,
    const std::vector<api::lakeformation::BatchPermissionsRequestEntry>& entries);
// Makes each change by itself; the failures, each beside its entry. A failure that is not the
// entry's own ends the batch.
Result<std::vector<api::lakeformation::BatchPermissionsFailureEntry>> RunBatch(
    LakeFormation& lakeformation, const api::Call& call, BatchKind kind,
    const std::optional<std::string>& catalog_id,
    const std::vector<api::lakeformation::BatchPermissionsRequestEntry>& entries);

// Both batches are one and the same but for their names.
template <class Output, class Input>
Result<Output> HandleBatch(LakeFormation& lakeformation, const api::Call& call, BatchKind kind,
                           const Input& input) {
  Output output;
  FIRN_TRY(output.failures, RunBatch(lakeformation, call, kind, input.catalog_id, input.entries));
  return output;
}

// Grants and revocations need the right to look at the thing beside their own action.
template <class Input>
authz::Needs ChangeNeeds(const api::Call& call, std::string_view action, const Input& input) {
  authz::Needs needs = {{std::string(action), "*", {}, {}}};
  for (auto& need : LookNeeds(call, input.catalog_id, input.resource))
    needs.push_back(std::move(need));
  return needs;
}

}  // namespace firn::services::lakeformation
