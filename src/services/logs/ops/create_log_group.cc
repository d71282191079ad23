// CreateLogGroup: makes an empty log group.
// Differs from AWS: a key is stored and shown; it need not exist, and events are not encrypted under it.

#include "services/logs/logs.h"
#include "services/logs/ops.h"
#include "services/logs/tags.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::CreateLogGroupInput& input) {
  authz::Needs needs = NeedOnGroup(call, "CreateLogGroup", input.log_group_name);
  if (input.tags && !input.tags->empty()) {
    needs.push_back(NeedToTag("TagResource", GroupArn(call, input.log_group_name).text(), *input.tags).front());
  }
  return needs;
}

Result<api_logs::CreateLogGroupOutput> Handle(Logs& logs, const api::Call& call,
                                              const api_logs::CreateLogGroupInput& input) {
  FIRN_OK(logs.store.Write([&](state::Transaction& transaction) -> Result<void> {
    const std::string key = GroupKey(call, input.log_group_name);
    if (transaction.Has(key)) {
      return api_logs::ResourceAlreadyExistsException("The specified log group already exists");
    }
    GroupRecord group;
    group.name = input.log_group_name;
    group.created = call.now;
    group.log_class = input.log_group_class.value_or("STANDARD");
    group.kms_key = input.kms_key_id;
    group.deletion_protected = input.deletion_protection_enabled.value_or(false);
    FIRN_OK(MergeTags(group.tags, input.tags.value_or(Tags{})));
    state::Save(transaction, key, group);
    return {};
  }));
  return api_logs::CreateLogGroupOutput{};
}

}  // namespace firn::services::logs
