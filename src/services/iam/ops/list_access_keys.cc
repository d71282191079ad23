// ListAccessKeys: lists a user's keys without their secrets.

#include "services/iam/answers.h"
#include "services/iam/iam.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::ListAccessKeysInput;
using api::iam::ListAccessKeysOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const ListAccessKeysInput& input) {
  return OnUserOrCaller(iam, call, "iam:ListAccessKeys", input.user_name);
}

Result<ListAccessKeysOutput> Handle(Iam& iam, const api::Call& call,
                                    const ListAccessKeysInput& input) {
  FIRN_TRY(const std::string user, UserNameOf(call, input.user_name));
  FIRN_TRY(const auto row, iam.User(call.account, user));
  FIRN_TRY(auto page, PageOf(row->key_ids, input.marker, input.max_items,
                             [](const std::string& id) { return id; }));
  ListAccessKeysOutput output;
  for (const std::string& id : page.items) {
    FIRN_TRY(const auto key, iam.Key(call.account, user, id));
    api::iam::AccessKeyMetadata item;
    item.user_name = key->user;
    item.access_key_id = key->id;
    item.status = key->active ? "Active" : "Inactive";
    item.create_date = key->created;
    output.access_key_metadata.push_back(std::move(item));
  }
  output.is_truncated = page.truncated;
  output.marker = page.marker;
  return output;
}

}  // namespace firn::services::iam
