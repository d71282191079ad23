// DisassociateKmsKey: takes the key from a log group.

#include "services/logs/logs.h"
#include "services/logs/ops.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

namespace {

std::string GroupOf(const api_logs::DisassociateKmsKeyInput& input) {
  return GroupNameOf(input.log_group_name.value_or(input.resource_identifier.value_or("")));
}

}  // namespace

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::DisassociateKmsKeyInput& input) {
  return NeedOnGroup(call, "DisassociateKmsKey", GroupOf(input));
}

Result<api_logs::DisassociateKmsKeyOutput> Handle(Logs& logs, const api::Call& call,
                                                  const api_logs::DisassociateKmsKeyInput& input) {
  if (input.log_group_name.has_value() == input.resource_identifier.has_value()) {
    return api_logs::InvalidParameterException("Exactly one of logGroupName and resourceIdentifier must be given.");
  }
  const std::string name = GroupOf(input);
  FIRN_OK(logs.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(auto group, FindGroup(transaction, call, name));
    group.kms_key.reset();
    state::Save(transaction, GroupKey(call, name), group);
    return {};
  }));
  return api_logs::DisassociateKmsKeyOutput{};
}

}  // namespace firn::services::logs
