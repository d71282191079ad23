// CreatePolicy: makes a managed policy with its first version.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::CreatePolicyInput;
using api::iam::CreatePolicyOutput;

authz::Needs NeedsFor(const Iam&, const api::Call& call, const CreatePolicyInput& input) {
  const std::string path = input.path.value_or("/");
  return ToCreate(call, "iam:CreatePolicy", "policy" + path + input.policy_name, "iam:TagPolicy",
                  input.tags);
}

Result<CreatePolicyOutput> Handle(Iam& iam, const api::Call& call, const CreatePolicyInput& input) {
  FIRN_OK(CheckManagedDocument(input.policy_document));
  PolicyRow row;
  FIRN_OK(Begin(row, call, input.policy_name, input.path, input.tags));
  row.updated = call.now;
  row.description = input.description;
  row.versions[row.default_version] = {input.policy_document, call.now};
  FIRN_TRY(const PolicyRow added, iam.Add(call.account, std::move(row)));
  return CreatePolicyOutput{ApiPolicy(added, {}, Detail::kCreated)};
}

}  // namespace firn::services::iam
