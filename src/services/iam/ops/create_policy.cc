// CreatePolicy: makes a managed policy with its first version.

#include "services/iam/answers.h"
#include "services/iam/iam.h"
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
  FIRN_OK(CheckDocument(input.policy_document));
  if (CountedBytes(input.policy_document) > kManagedPolicyBytesMax) {
    return api::iam::LimitExceededException("Cannot exceed quota for PolicySize: " +
                                            std::to_string(kManagedPolicyBytesMax));
  }
  PolicyRow row;
  row.name = input.policy_name;
  row.path = input.path.value_or("/");
  row.created = row.updated = call.now;
  row.description = input.description;
  FIRN_TRY(const auto tags, TagsOf(input.tags));
  FIRN_OK(MergeTags(row.tags, tags));
  row.versions[row.default_version] = {input.policy_document, call.now};
  FIRN_TRY(const PolicyRow added, iam.AddPolicy(call.account, std::move(row)));
  FIRN_TRY(api::iam::Policy policy, ApiPolicy(iam, call.account, added));
  policy.description.reset();  // AWS tells it in GetPolicy only
  if (added.tags.empty()) policy.tags.reset();
  return CreatePolicyOutput{policy};
}

}  // namespace firn::services::iam
