// AssociateKmsKey: names the key that a log group is to be encrypted under.
// Differs from AWS: the key need not exist, and events are not encrypted under it; query results cannot have one.

#include "services/logs/logs.h"
#include "services/logs/ops.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

namespace {

std::string GroupOf(const api_logs::AssociateKmsKeyInput& input) {
  return GroupNameOf(input.log_group_name.value_or(input.resource_identifier.value_or("")));
}

}  // namespace

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::AssociateKmsKeyInput& input) {
  return NeedOnGroup(call, "AssociateKmsKey", GroupOf(input));
}

Result<api_logs::AssociateKmsKeyOutput> Handle(Logs& logs, const api::Call& call,
                                               const api_logs::AssociateKmsKeyInput& input) {
  if (input.log_group_name.has_value() == input.resource_identifier.has_value()) {
    return api_logs::InvalidParameterException("Exactly one of logGroupName and resourceIdentifier must be given.");
  }
  const auto arn = Arn::Parse(input.kms_key_id);
  if (!arn || arn->service != "kms" || !arn->resource.starts_with("key/")) {
    return api_logs::InvalidParameterException("The specified KMS key is not valid: " + input.kms_key_id);
  }
  const std::string name = GroupOf(input);
  FIRN_OK(logs.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(auto group, FindGroup(transaction, call, name));
    group.kms_key = input.kms_key_id;
    state::Save(transaction, GroupKey(call, name), group);
    return {};
  }));
  return api_logs::AssociateKmsKeyOutput{};
}

}  // namespace firn::services::logs
