// DeleteSecurityConfiguration: forgets a security configuration.

#include "services/glue/documents.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call&,
                      const api_glue::DeleteSecurityConfigurationInput&) {
  return {{"glue:DeleteSecurityConfiguration", "*", {}, {}}};
}

Result<api_glue::DeleteSecurityConfigurationOutput> Handle(
    Glue& glue, const api::Call& call, const api_glue::DeleteSecurityConfigurationInput& input) {
  FIRN_TRY(const bool dropped, DropDocument(glue, call, kSecurity, input.name));
  if (!dropped) return NoDocument(kSecurity, input.name);
  return api_glue::DeleteSecurityConfigurationOutput{};
}

}  // namespace firn::services::glue
