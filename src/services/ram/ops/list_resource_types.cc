// ListResourceTypes: the kinds of things that can be shared, in the order AWS gives them.
// Differs from AWS: knows the types of fewer services.

#include "services/ram/ops.h"
#include "services/ram/page.h"
#include "services/ram/ram.h"
#include "services/ram/types.h"

namespace firn::services::ram {

authz::Needs NeedsFor(const Ram&, const api::Call&, const api::ram::ListResourceTypesInput&) {
  return {{"ram:ListResourceTypes", "*", {}, {}}};
}

Result<api::ram::ListResourceTypesOutput> Handle(Ram&, const api::Call&,
                                                 const api::ram::ListResourceTypesInput& input) {
  FIRN_TRY(const auto scope, ReadScope(input.resource_region_scope));
  std::vector<Positioned<api::ram::ServiceNameAndResourceType>> found;
  for (const ResourceType& type : ResourceTypes()) {
    if (!scope.empty() && type.scope != scope) continue;
    api::ram::ServiceNameAndResourceType out;
    out.resource_type = std::string(type.name);
    out.service_name = std::string(type.service);
    out.resource_region_scope = std::string(type.scope);
    // Their places in the list, in figures that order as numbers do.
    found.push_back({std::to_string(1000 + found.size()), std::move(out)});
  }
  api::ram::ListResourceTypesOutput output;
  FIRN_TRY(output.resource_types,
           PageOf(std::move(found), input.next_token, input.max_results, output.next_token));
  return output;
}

}  // namespace firn::services::ram
