// ListPolicyVersions: lists the versions of a managed policy without their documents.

#include "services/iam/answers.h"
#include "services/iam/iam.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::ListPolicyVersionsInput;
using api::iam::ListPolicyVersionsOutput;

authz::Needs NeedsFor(const Iam&, const api::Call&, const ListPolicyVersionsInput& input) {
  return OnPolicy("iam:ListPolicyVersions", input.policy_arn);
}

Result<ListPolicyVersionsOutput> Handle(Iam& iam, const api::Call& call,
                                        const ListPolicyVersionsInput& input) {
  FIRN_TRY(const auto row, iam.Policy(call.account, input.policy_arn));
  std::vector<api::iam::PolicyVersion> versions;
  for (const auto& [id, kept] : row->versions) {
    api::iam::PolicyVersion version;
    version.version_id = id;
    version.is_default_version = id == row->default_version;
    version.create_date = kept.created;
    versions.push_back(std::move(version));
  }
  FIRN_TRY(auto page,
           PageOf(std::move(versions), input.marker, input.max_items,
                  [](const api::iam::PolicyVersion& version) { return *version.version_id; }));
  ListPolicyVersionsOutput output;
  output.versions = std::move(page.items);
  output.is_truncated = page.truncated;
  output.marker = page.marker;
  return output;
}

}  // namespace firn::services::iam
