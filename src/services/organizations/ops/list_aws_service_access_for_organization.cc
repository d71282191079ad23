// ListAWSServiceAccessForOrganization: lists the services that may work across the organization.

#include "services/organizations/ops.h"
#include "services/organizations/tree.h"

namespace firn::services::organizations {

using api::organizations::ListAWSServiceAccessForOrganizationInput;
using api::organizations::ListAWSServiceAccessForOrganizationOutput;

authz::Needs NeedsFor(const Organizations& organizations, const api::Call& call,
                      const ListAWSServiceAccessForOrganizationInput&) {
  return On(organizations, call, "ListAWSServiceAccessForOrganization");
}

Result<ListAWSServiceAccessForOrganizationOutput> Handle(
    Organizations& organizations, const api::Call& call,
    const ListAWSServiceAccessForOrganizationInput& input) {
  FIRN_TRY(const auto row, organizations.Managed(call));
  std::vector<api::organizations::EnabledServicePrincipal> services;
  for (const auto& [name, since] : row->services) services.push_back({name, since});
  return Paged(&ListAWSServiceAccessForOrganizationOutput::enabled_service_principals,
               std::move(services), input,
               [](const auto& service) { return *service.service_principal; });
}

}  // namespace firn::services::organizations
