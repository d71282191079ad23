// GetSecurityConfigurations: the security configurations of the account, by name.

#include "services/glue/documents.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call&,
                      const api_glue::GetSecurityConfigurationsInput&) {
  return {{"glue:GetSecurityConfigurations", "*", {}, {}}};
}

Result<api_glue::GetSecurityConfigurationsOutput> Handle(
    Glue& glue, const api::Call& call, const api_glue::GetSecurityConfigurationsInput& input) {
  FIRN_TRY(auto page, ListDocuments<api_glue::SecurityConfiguration>(
                          glue, call, kSecurity, input.next_token, input.max_results, std::nullopt,
                          [](const api_glue::SecurityConfiguration& configuration) {
                            return configuration.name.value_or("");
                          }));
  api_glue::GetSecurityConfigurationsOutput output;
  output.security_configurations.emplace();
  for (const auto& configuration : page.items)
    output.security_configurations->push_back(*configuration);
  output.next_token = std::move(page.next_token);
  return output;
}

}  // namespace firn::services::glue
