// CreatePolicyVersion: adds a version to a managed policy, which may become its default.

#include "services/iam/ops.h"
#include "services/iam/policies.h"

namespace firn::services::iam {

using api::iam::CreatePolicyVersionInput;
using api::iam::CreatePolicyVersionOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const CreatePolicyVersionInput& input) {
  return On<PolicyRow>(iam, call, "iam:CreatePolicyVersion", input.policy_arn);
}

Result<CreatePolicyVersionOutput> Handle(Iam& iam, const api::Call& call,
                                         const CreatePolicyVersionInput& input) {
  FIRN_OK(CheckManagedDocument(input.policy_document));
  api::iam::PolicyVersion version;
  const auto add = [&](PolicyRow& row, const state::Reader&) -> Result<void> {
    if (row.versions.size() >= kPolicyVersionsMax) {
      return api::iam::LimitExceededException(
          "A managed policy can have up to 5 versions. Before you create a new version, you must "
          "delete an existing version.");
    }
    const std::string id = "v" + std::to_string(++row.versions_made);
    row.versions[id] = {input.policy_document, call.now};
    row.updated = call.now;
    if (input.set_as_default.value_or(false)) row.default_version = id;
    version = ApiVersion(row, id);
    return {};
  };
  FIRN_OK(iam.ChangePolicy(call.account, input.policy_arn, add));
  return CreatePolicyVersionOutput{std::move(version)};
}

}  // namespace firn::services::iam
