// ListResources: what is in the caller's own shares, or in those of others that it has accepted.

#include <algorithm>

#include "services/ram/ops.h"
#include "services/ram/page.h"
#include "services/ram/ram.h"
#include "services/ram/types.h"

namespace firn::services::ram {

namespace {

using Input = api::ram::ListResourcesInput;

bool Takes(const std::optional<std::vector<std::string>>& wanted, const std::string& name) {
  return !wanted || wanted->empty() ||
         std::find(wanted->begin(), wanted->end(), name) != wanted->end();
}

}  // namespace

authz::Needs NeedsFor(const Ram&, const api::Call&, const Input&) {
  return {{"ram:ListResources", "*", {}, {}}};
}

Result<api::ram::ListResourcesOutput> Handle(Ram& ram, const api::Call& call, const Input& input) {
  FIRN_TRY(const auto scope, ReadScope(input.resource_region_scope));
  if (input.resource_type && FindType(*input.resource_type) == nullptr) {
    return api::ram::InvalidResourceTypeException("Invalid resource type: " + *input.resource_type);
  }
  FIRN_TRY(const auto shares, SharesOf(ram.store.Read(), call, input.resource_owner));
  std::vector<Positioned<api::ram::Resource>> found;
  for (const auto& [share, principals] : shares) {
    if (!Takes(input.resource_share_arns, share.arn)) continue;
    if (input.principal && share.owner == call.account.text() &&
        !share.principals.contains(*input.principal)) {
      continue;
    }
    if (input.principal && share.owner != call.account.text() && share.owner != *input.principal) {
      continue;
    }
    for (const auto& [arn, association] : share.resources) {
      if (!Takes(input.resource_arns, arn)) continue;
      api::ram::Resource resource = ResourceOut(share, association);
      if (input.resource_type && resource.type != *input.resource_type) continue;
      if (!scope.empty() && resource.resource_region_scope != scope) continue;
      found.push_back({arn + " " + share.arn, std::move(resource)});
    }
  }
  api::ram::ListResourcesOutput output;
  FIRN_TRY(output.resources,
           PageOf(std::move(found), input.next_token, input.max_results, output.next_token));
  return output;
}

}  // namespace firn::services::ram
