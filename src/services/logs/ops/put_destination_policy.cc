// PutDestinationPolicy: says who may send events to a destination.
// Differs from AWS: the policy is stored and shown; nothing is sent.

#include "authz/policy.h"
#include "services/logs/logs.h"
#include "services/logs/ops.h"
#include "services/logs/tags.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::PutDestinationPolicyInput& input) {
  return NeedOn(call, "PutDestinationPolicy", "destination:" + input.destination_name);
}

Result<api_logs::PutDestinationPolicyOutput> Handle(Logs& logs, const api::Call& call,
                                                    const api_logs::PutDestinationPolicyInput& input) {
  if (auto policy = authz::ParsePolicy(input.access_policy, authz::PolicyKind::kResource); !policy) {
    return api_logs::InvalidParameterException(policy.error().message);
  }
  FIRN_OK(logs.store.Write([&](state::Transaction& transaction) -> Result<void> {
    const std::string key = KindKey(call, "destination", input.destination_name);
    FIRN_TRY(auto record, state::Load<DestinationRecord>(transaction, key));
    if (!record) return api_logs::ResourceNotFoundException("The specified destination does not exist.");
    record->destination.access_policy = input.access_policy;
    state::Save(transaction, key, *record);
    return {};
  }));
  return api_logs::PutDestinationPolicyOutput{};
}

}  // namespace firn::services::logs
