#include "services/iam/kinds.h"

#include "api/iam.h"

namespace firn::services::iam {

using api::iam::EntityAlreadyExistsException;
using api::iam::NoSuchEntityException;

namespace {

Unexpected Missing(std::string_view before, std::string_view name, std::string_view after) {
  return NoSuchEntityException(std::string(before) + std::string(name) + std::string(after));
}

Unexpected Taken(std::string_view before, std::string_view name) {
  return EntityAlreadyExistsException(std::string(before) + std::string(name) + " already exists.");
}

}  // namespace

Unexpected KindOf<RoleRow>::Missing(std::string_view name) {
  return iam::Missing("The role with name ", name, " cannot be found.");
}
Unexpected KindOf<RoleRow>::Taken(std::string_view name) {
  return iam::Taken("Role with name ", name);
}
Unexpected KindOf<UserRow>::Missing(std::string_view name) {
  return iam::Missing("The user with name ", name, " cannot be found.");
}
Unexpected KindOf<UserRow>::Taken(std::string_view name) {
  return iam::Taken("User with name ", name);
}
Unexpected KindOf<GroupRow>::Missing(std::string_view name) {
  return iam::Missing("The group with name ", name, " cannot be found.");
}
Unexpected KindOf<GroupRow>::Taken(std::string_view name) {
  return iam::Taken("Group with name ", name);
}
Unexpected KindOf<PolicyRow>::Missing(std::string_view name) {
  return iam::Missing("Policy ", name, " was not found.");
}
Unexpected KindOf<PolicyRow>::Taken(std::string_view name) {
  return EntityAlreadyExistsException("A policy called " + std::string(name) +
                                      " already exists. Duplicate names are not allowed.");
}
Unexpected KindOf<ProfileRow>::Missing(std::string_view name) {
  return iam::Missing("Instance Profile ", name, " cannot be found.");
}
Unexpected KindOf<ProfileRow>::Taken(std::string_view name) {
  return iam::Taken("Instance Profile ", name);
}
Unexpected KindOf<CertificateRow>::Missing(std::string_view name) {
  return iam::Missing("The Server Certificate with name ", name, " cannot be found.");
}
Unexpected KindOf<CertificateRow>::Taken(std::string_view name) {
  return iam::Taken("The Server Certificate with name ", name);
}
Unexpected KindOf<MfaRow>::Missing(std::string_view name) {
  return iam::Missing("VirtualMFADevice with serial number ", name, " doesn't exist.");
}
Unexpected KindOf<MfaRow>::Taken(std::string_view) {
  return EntityAlreadyExistsException("MFADevice entity at the same path and name already exists.");
}
Unexpected KindOf<OidcRow>::Missing(std::string_view name) {
  return iam::Missing("OpenIDConnect Provider not found for arn ", name, "");
}
Unexpected KindOf<OidcRow>::Taken(std::string_view name) {
  const size_t slash = name.find('/');
  const std::string_view url = slash == std::string_view::npos ? name : name.substr(slash + 1);
  return iam::Taken("Provider with url https://", url);
}
Unexpected KindOf<SamlRow>::Missing(std::string_view name) {
  return iam::Missing("Manifest not found for arn ", name, "");
}
Unexpected KindOf<SamlRow>::Taken(std::string_view name) {
  return EntityAlreadyExistsException("SAMLProvider " + std::string(name) + " already exists");
}

}  // namespace firn::services::iam
