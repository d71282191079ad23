// PutRetentionPolicy: sets how many days events are kept.
// Differs from AWS: the number is stored and shown; old events are not removed yet.

#include <algorithm>

#include "services/logs/logs.h"
#include "services/logs/ops.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::PutRetentionPolicyInput& input) {
  return {{"logs:PutRetentionPolicy", GroupArn(call, input.log_group_name).text() + ":*", {}, {}}};
}

Result<api_logs::PutRetentionPolicyOutput> Handle(Logs& logs, const api::Call& call,
                                                  const api_logs::PutRetentionPolicyInput& input) {
  constexpr int32_t kAllowed[] = {1,   3,   5,   7,   14,  30,   60,   90,   120,  150,  180, 365,
                                  400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653};
  if (std::find(std::begin(kAllowed), std::end(kAllowed), input.retention_in_days) == std::end(kAllowed)) {
    return api_logs::InvalidParameterException(
        "1 validation error detected: Value '" + std::to_string(input.retention_in_days) +
        "' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [1, 3, 5, 7, 14, 30, "
        "60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653]");
  }
  FIRN_OK(logs.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(auto group, FindGroup(transaction, call, input.log_group_name));
    group.retention_days = input.retention_in_days;
    state::Save(transaction, GroupKey(call, input.log_group_name), group);
    return {};
  }));
  return api_logs::PutRetentionPolicyOutput{};
}

}  // namespace firn::services::logs
