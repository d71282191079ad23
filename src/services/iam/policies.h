#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/iam/answers.h"

// Versions of managed policies, and who holds them.
namespace firn::services::iam {

// NoSuchEntity when the policy has no such version.
Result<void> CheckVersion(const PolicyRow& policy, const std::string& version);
// Without the document.
api::iam::PolicyVersion ApiVersion(const PolicyRow& policy, const std::string& version);

// What ListPolicies asks for.
Result<std::vector<Iam::RowPointer<PolicyRow>>> ListedPolicies(
    const Iam& iam, const api::Call& call, const api::iam::ListPoliciesInput& input);

// A user, group or role that holds a managed policy.
struct Holder {
  Bearer bearer = Bearer::kUser;
  std::string name;
  std::string id;
  std::string place;  // orders groups before roles before users
};
Result<std::vector<Holder>> HoldersOf(const Iam& iam, const api::Call& call,
                                      const api::iam::ListEntitiesForPolicyInput& input);

}  // namespace firn::services::iam
