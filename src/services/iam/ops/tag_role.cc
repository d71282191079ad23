// TagRole: adds tags to a role or replaces their values.

#include "services/iam/answers.h"
#include "services/iam/iam.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::TagRoleInput;
using api::iam::TagRoleOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const TagRoleInput& input) {
  authz::Needs needs = OnRole(iam, call, "iam:TagRole", input.role_name);
  std::vector<std::string> keys;
  for (const api::iam::Tag& tag : input.tags) {
    keys.push_back(tag.key);
    needs.front().context["aws:RequestTag/" + tag.key] = {tag.value};
  }
  needs.front().context["aws:TagKeys"] = std::move(keys);
  return needs;
}

Result<TagRoleOutput> Handle(Iam& iam, const api::Call& call, const TagRoleInput& input) {
  FIRN_TRY(const auto tags, TagsOf(input.tags));
  FIRN_OK(iam.ChangeRole(call.account, input.role_name,
                         [&](RoleRow& row) { return MergeTags(row.entity.tags, tags); }));
  return TagRoleOutput{};
}

}  // namespace firn::services::iam
