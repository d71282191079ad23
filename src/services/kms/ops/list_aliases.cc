// ListAliases: the aliases of the account in this Region, or of one key.
// Differs from AWS: AWS managed keys are listed once they are in use.

#include "services/kms/aliases.h"
#include "services/kms/kms.h"
#include "services/kms/needs.h"
#include "services/kms/ops.h"

namespace firn::services::kms {

authz::Needs NeedsFor(const Kms&, const api::Call&, const api::kms::ListAliasesInput&) {
  return {NeedOnAll("ListAliases")};
}

Result<api::kms::ListAliasesOutput> Handle(Kms& kms, const api::Call& call, const api::kms::ListAliasesInput& input) {
  std::optional<KeyName> name;
  if (input.key_id) {
    FIRN_TRY(const auto found, kms.Find(call, *input.key_id, Naming::kKeyOnly));
    name = found.first;
  }
  FIRN_TRY(const std::string after, PositionOf(input.marker));
  FIRN_TRY(const auto all, state::List<AliasRecord>(kms.store.Read(), AliasesPrefix(call.account, call.region), after,
                                                    SIZE_MAX));
  api::kms::ListAliasesOutput output;
  output.aliases.emplace();
  output.truncated = false;
  std::string last;
  for (const auto& item : all.items) {
    if (name && (name->account != call.account || item.value->key_id != name->id)) continue;
    if (output.aliases->size() == LimitOf(input.limit, 50)) {
      output.truncated = true;
      output.next_marker = MarkerOf(last);
      break;
    }
    last = item.key;
    api::kms::AliasListEntry entry;
    entry.alias_name = item.value->name;
    entry.alias_arn = AliasArn(call, item.value->name);
    entry.target_key_id = item.value->key_id;
    entry.creation_date = item.value->created;
    entry.last_updated_date = item.value->updated;
    output.aliases->push_back(std::move(entry));
  }
  return output;
}

}  // namespace firn::services::kms
