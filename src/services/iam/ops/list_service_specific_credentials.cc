// ListServiceSpecificCredentials: lists a user's passwords for services, without them.

#include "services/iam/credentials.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::ListServiceSpecificCredentialsInput;
using api::iam::ListServiceSpecificCredentialsOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const ListServiceSpecificCredentialsInput& input) {
  return OnUserOrCaller(iam, call, "iam:ListServiceSpecificCredentials", input.user_name);
}

Result<ListServiceSpecificCredentialsOutput> Handle(
    Iam& iam, const api::Call& call, const ListServiceSpecificCredentialsInput& input) {
  std::vector<Iam::RowPointer<UserRow>> users;
  if (input.all_users.value_or(false)) {
    FIRN_TRY(users, iam.All<UserRow>(call.account));
  } else {
    FIRN_TRY(const std::string user, UserNameOf(call, input.user_name));
    FIRN_TRY(auto row, iam.User(call.account, user));
    users.push_back(std::move(row));
  }
  std::vector<api::iam::ServiceSpecificCredentialMetadata> list;
  for (const auto& user : users) {
    for (const ServiceCredentialRow& kept : user->credentials) {
      if (input.service_name && kept.service != *input.service_name) continue;
      list.push_back({user->entity.name, StatusOf(kept.active), kept.service_user, std::nullopt,
                      kept.created, std::nullopt, kept.id, kept.service});
    }
  }
  return Answer(
      &ListServiceSpecificCredentialsOutput::service_specific_credentials, std::move(list), input,
      [](const auto& item) { return item.service_specific_credential_id; }, Itself());
}

}  // namespace firn::services::iam
