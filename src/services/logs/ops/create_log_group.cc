// CreateLogGroup: makes an empty log group.
// Differs from AWS: classes other than STANDARD, keys and deletion protection are refused.

#include "services/logs/logs.h"
#include "services/logs/ops.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::CreateLogGroupInput& input) {
  return {{"logs:CreateLogGroup", GroupArn(call, input.log_group_name).text() + ":*", {}, {}}};
}

Result<api_logs::CreateLogGroupOutput> Handle(Logs& logs, const api::Call& call,
                                              const api_logs::CreateLogGroupInput& input) {
  if (input.kms_key_id || input.log_group_class.value_or("STANDARD") != "STANDARD" ||
      input.deletion_protection_enabled.value_or(false)) {
    return Fail(Error{Kind::kUnsupported, "kmsKeyId, logGroupClass and deletionProtectionEnabled are not implemented",
                      "NotImplemented", 501, {}});
  }
  FIRN_OK(logs.store.Write([&](state::Transaction& transaction) -> Result<void> {
    const std::string key = GroupKey(call, input.log_group_name);
    if (transaction.Has(key)) {
      return api_logs::ResourceAlreadyExistsException("The specified log group already exists");
    }
    GroupRecord group;
    group.name = input.log_group_name;
    group.created = call.now;
    group.tags = input.tags.value_or(std::map<std::string, std::string>{});
    state::Save(transaction, key, group);
    return {};
  }));
  return api_logs::CreateLogGroupOutput{};
}

}  // namespace firn::services::logs
