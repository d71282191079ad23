// PutLogGroupDeletionProtection: keeps a log group from being deleted, or not.

#include "services/logs/logs.h"
#include "services/logs/ops.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::PutLogGroupDeletionProtectionInput& input) {
  return NeedOnGroup(call, "PutLogGroupDeletionProtection", GroupNameOf(input.log_group_identifier));
}

Result<api_logs::PutLogGroupDeletionProtectionOutput> Handle(Logs& logs, const api::Call& call,
                                                             const api_logs::PutLogGroupDeletionProtectionInput& input) {
  const std::string name = GroupNameOf(input.log_group_identifier);
  FIRN_OK(logs.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(auto group, FindGroup(transaction, call, name));
    group.deletion_protected = input.deletion_protection_enabled;
    state::Save(transaction, GroupKey(call, name), group);
    return {};
  }));
  return api_logs::PutLogGroupDeletionProtectionOutput{};
}

}  // namespace firn::services::logs
