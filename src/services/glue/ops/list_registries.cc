// ListRegistries: the registries of the account, by name.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/registry.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call, const api_glue::ListRegistriesInput&) {
  return NeedsOnDocument(call, "glue:ListRegistries", kRegistry, "");
}

Result<api_glue::ListRegistriesOutput> Handle(Glue& glue, const api::Call& call,
                                              const api_glue::ListRegistriesInput& input) {
  const auto limit = static_cast<size_t>(input.max_results.value_or(25));
  FIRN_TRY(auto page, ListPage<RegistryRecord>(glue.store.Read(), DocumentPrefix(call, kRegistry),
                                               input.next_token, limit));
  api_glue::ListRegistriesOutput output;
  output.registries.emplace();
  for (const auto& record : page.items) {
    auto& item = output.registries->emplace_back();
    item.registry_name = record->name;
    item.registry_arn = RegistryArn(call, record->name);
    item.description = record->description;
    item.status = "AVAILABLE";
    item.created_time = FormatIso8601Millis(record->created);
    item.updated_time = FormatIso8601Millis(record->updated);
  }
  output.next_token = std::move(page.next_token);
  return output;
}

}  // namespace firn::services::glue
