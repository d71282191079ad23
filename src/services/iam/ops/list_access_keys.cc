// ListAccessKeys: lists the keys of a user, the calling one when none is named, without their
// secrets.

#include "services/iam/answers.h"
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
  std::vector<Iam::RowPointer<KeyRow>> keys;
  for (const std::string& id : row->key_ids) {
    FIRN_TRY(auto key, iam.Key(call.account, user, id));
    keys.push_back(std::move(key));
  }
  return Answer(
      &ListAccessKeysOutput::access_key_metadata, std::move(keys), input,
      [](const auto& key) { return key->id; },
      [](const auto& key) {
        return api::iam::AccessKeyMetadata{key->user, key->id, StatusOf(key->active), key->created};
      });
}

}  // namespace firn::services::iam
