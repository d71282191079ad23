#include "authz/principal.h"

namespace firn::authz {

bool HasIdentity(const Principal& principal) {
  switch (principal.kind) {
    case Principal::Kind::kUser:
    case Principal::Kind::kRoleSession:
    case Principal::Kind::kFederatedUser: return true;
    case Principal::Kind::kAnonymous:
    case Principal::Kind::kRoot:
    case Principal::Kind::kService: return false;
  }
  return false;
}

Principal RootOf(const AccountId& account) {
  Principal root;
  root.kind = Principal::Kind::kRoot;
  root.account = account;
  root.arn = Arn::Global("iam", account, "root").text();
  root.id = account.text();
  return root;
}

Principal ServicePrincipal(const AccountId& account, std::string_view service) {
  Principal principal;
  principal.kind = Principal::Kind::kService;
  principal.account = account;
  principal.arn = std::string(service);
  principal.id = std::string(service);
  return principal;
}

}  // namespace firn::authz
