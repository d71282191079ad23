// ListRoleTags: lists the tags of a role in order of their keys.

#include "services/iam/answers.h"
#include "services/iam/iam.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::ListRoleTagsInput;
using api::iam::ListRoleTagsOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const ListRoleTagsInput& input) {
  return OnRole(iam, call, "iam:ListRoleTags", input.role_name);
}

Result<ListRoleTagsOutput> Handle(Iam& iam, const api::Call& call, const ListRoleTagsInput& input) {
  FIRN_TRY(const auto row, iam.Role(call.account, input.role_name));
  FIRN_TRY(auto page, PageOf(ApiTags(row->entity.tags), input.marker, input.max_items,
                             [](const api::iam::Tag& tag) { return tag.key; }));
  ListRoleTagsOutput output;
  output.tags = std::move(page.items);
  output.is_truncated = page.truncated;
  output.marker = page.marker;
  return output;
}

}  // namespace firn::services::iam
