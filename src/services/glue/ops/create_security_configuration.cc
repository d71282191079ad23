// CreateSecurityConfiguration: keeps how jobs and crawlers are to encrypt.

#include "services/glue/documents.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call&,
                      const api_glue::CreateSecurityConfigurationInput&) {
  return {{"glue:CreateSecurityConfiguration", "*", {}, {}}};
}

Result<api_glue::CreateSecurityConfigurationOutput> Handle(
    Glue& glue, const api::Call& call, const api_glue::CreateSecurityConfigurationInput& input) {
  api_glue::SecurityConfiguration configuration;
  configuration.name = input.name;
  configuration.created_time_stamp = call.now;
  configuration.encryption_configuration = input.encryption_configuration;
  FIRN_OK(AddDocument(glue, call, kSecurity, input.name, configuration, std::nullopt));
  api_glue::CreateSecurityConfigurationOutput output;
  output.name = input.name;
  output.created_timestamp = call.now;
  return output;
}

}  // namespace firn::services::glue
