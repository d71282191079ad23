// ListEngineVersions: the engine versions a work group may choose.
// Differs from AWS: version 3 alone, and no version of Spark; the list is never paged.

#include "services/athena/athena.h"
#include "services/athena/ops.h"

namespace firn::services::athena {

namespace api_athena = api::athena;

authz::Needs NeedsFor(const Athena&, const api::Call&, const api_athena::ListEngineVersionsInput&) {
  return {{"athena:ListEngineVersions", "*", {}, {}}};
}

Result<api_athena::ListEngineVersionsOutput> Handle(Athena&, const api::Call&,
                                                    const api_athena::ListEngineVersionsInput&) {
  api_athena::ListEngineVersionsOutput output;
  auto& versions = output.engine_versions.emplace();
  for (const std::string_view selected : {std::string_view("AUTO"), std::string_view(kEngineVersion)}) {
    auto& version = versions.emplace_back();
    version.selected_engine_version.emplace(selected);
    version.effective_engine_version.emplace(kEngineVersion);
  }
  return output;
}

}  // namespace firn::services::athena
