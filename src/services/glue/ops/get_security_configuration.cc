// GetSecurityConfiguration: describes a security configuration.

#include "services/glue/documents.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call&,
                      const api_glue::GetSecurityConfigurationInput&) {
  return {{"glue:GetSecurityConfiguration", "*", {}, {}}};
}

Result<api_glue::GetSecurityConfigurationOutput> Handle(
    Glue& glue, const api::Call& call, const api_glue::GetSecurityConfigurationInput& input) {
  api_glue::GetSecurityConfigurationOutput output;
  FIRN_TRY(output.security_configuration, FindDocument<api_glue::SecurityConfiguration>(
                                              glue.store.Read(), call, kSecurity, input.name));
  return output;
}

}  // namespace firn::services::glue
