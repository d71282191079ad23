// EnablePolicyType: lets policies of a type be attached. Enabling service control policies attaches
// the one that allows everything everywhere.

#include "services/organizations/ops.h"
#include "services/organizations/tree.h"

namespace firn::services::organizations {

using api::organizations::EnablePolicyTypeInput;
using api::organizations::EnablePolicyTypeOutput;

authz::Needs NeedsFor(const Organizations& organizations, const api::Call& call,
                      const EnablePolicyTypeInput& input) {
  return On(organizations, call, "EnablePolicyType", input.root_id);
}

Result<EnablePolicyTypeOutput> Handle(Organizations& organizations, const api::Call& call,
                                      const EnablePolicyTypeInput& input) {
  EnablePolicyTypeOutput output;
  FIRN_OK(organizations.Change(call, [&](OrganizationRow& row) -> Result<void> {
    FIRN_OK(CheckRoot(row, input.root_id, input.policy_type));
    if (row.feature_set != "ALL") {
      return api::organizations::PolicyTypeNotAvailableForOrganizationException(
          "Policies need an organization with all features.");
    }
    if (!row.policy_types.insert(input.policy_type).second) {
      return api::organizations::PolicyTypeAlreadyEnabledException(
          "The specified policy type is already enabled.");
    }
    if (input.policy_type == kServiceControl) {
      row.root.policies.emplace(kFullAccessId);
      for (auto& [id, unit] : row.units) unit.policies.emplace(kFullAccessId);
      for (auto& [id, member] : row.members) member.node.policies.emplace(kFullAccessId);
    }
    output.root = ApiRoot(row);
    return {};
  }));
  return output;
}

}  // namespace firn::services::organizations
