// CreateRegistry: makes a registry of schemas.

#include "services/glue/glue.h"
#include "services/glue/limits.h"
#include "services/glue/ops.h"
#include "services/glue/registry.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call,
                      const api_glue::CreateRegistryInput& input) {
  return NeedsOnRegistry(call, "glue:CreateRegistry",
                         api_glue::RegistryId{input.registry_name, std::nullopt});
}

Result<api_glue::CreateRegistryOutput> Handle(Glue& glue, const api::Call& call,
                                              const api_glue::CreateRegistryInput& input) {
  FIRN_OK(CheckRegistryName(input.registry_name, "registryName"));
  FIRN_OK(CheckDescription(input.description));
  FIRN_OK(CheckRegistryTags(input.tags));
  const RegistryRecord record{input.registry_name, input.description, call.now, call.now};
  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    const std::string key = DocumentKey(call, kRegistry, record.name);
    if (transaction.Has(key)) {
      return api_glue::AlreadyExistsException("Registry already exists. RegistryName: " +
                                              record.name);
    }
    FIRN_TRY(const auto all, state::List<RegistryRecord>(
                                 transaction, DocumentPrefix(call, kRegistry), "", kRegistriesMax));
    if (all.items.size() >= kRegistriesMax) {
      return api_glue::ResourceNumberLimitExceededException(
          "More registries cannot be created. The maximum limit has been reached.");
    }
    state::Save(transaction, key, record);
    SaveNewTags(transaction, call, RegistryArn(call, record.name), input.tags);
    return {};
  }));
  api_glue::CreateRegistryOutput output;
  output.registry_name = record.name;
  output.registry_arn = RegistryArn(call, record.name);
  output.description = record.description;
  output.tags = input.tags;
  return output;
}

}  // namespace firn::services::glue
