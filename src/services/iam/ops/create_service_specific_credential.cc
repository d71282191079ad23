// CreateServiceSpecificCredential: makes a name and a password of a user for one service. The
// password is told once and not kept.
// Differs from AWS: no service here takes them.

#include "services/iam/credentials.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::CreateServiceSpecificCredentialInput;
using api::iam::CreateServiceSpecificCredentialOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const CreateServiceSpecificCredentialInput& input) {
  return On<UserRow>(iam, call, "iam:CreateServiceSpecificCredential", input.user_name);
}

Result<CreateServiceSpecificCredentialOutput> Handle(
    Iam& iam, const api::Call& call, const CreateServiceSpecificCredentialInput& input) {
  FIRN_TRY(const std::string service, CredentialService(input.service_name));
  ServiceCredentialRow kept;
  kept.id = iam.NewId("ACCA");
  kept.service = service;
  kept.created = call.now;
  const auto add = [&](UserRow& row, const state::Reader&) -> Result<void> {
    size_t same = 0;
    for (const ServiceCredentialRow& other : row.credentials) same += other.service == service;
    if (same >= kServiceCredentialsPerUserMax) {
      return api::iam::LimitExceededException(
          "Cannot exceed quota for ServiceSpecificCredentialsPerUser: " +
          std::to_string(kServiceCredentialsPerUserMax));
    }
    kept.service_user = row.entity.name + (same == 0 ? "" : "+1") + "-at-" + call.account.text();
    row.credentials.push_back(kept);
    return {};
  };
  FIRN_OK(iam.Change<UserRow>(call.account, input.user_name, add));
  return CreateServiceSpecificCredentialOutput{
      ApiCredential(input.user_name, kept, NewServicePassword(iam))};
}

}  // namespace firn::services::iam
