// PutResourcePolicy: creates or replaces a policy on the log groups of the account. It counts in every request on them.
// Differs from AWS: policies on single resources are refused.

#include "authz/policy.h"
#include "services/logs/limits.h"
#include "services/logs/logs.h"
#include "services/logs/ops.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call&, const api_logs::PutResourcePolicyInput&) {
  return {{"logs:PutResourcePolicy", "*", {}, {}}};
}

Result<api_logs::PutResourcePolicyOutput> Handle(Logs& logs, const api::Call& call,
                                                 const api_logs::PutResourcePolicyInput& input) {
  FIRN_OK(CheckAbsent(input.resource_arn.has_value(), "resourceArn"));
  FIRN_OK(CheckAbsent(input.expected_revision_id.has_value(), "expectedRevisionId"));
  if (!input.policy_name || input.policy_name->empty()) {
    return api_logs::InvalidParameterException("policyName must be given.");
  }
  if (!input.policy_document) return api_logs::InvalidParameterException("policyDocument must be given.");
  if (auto policy = authz::ParsePolicy(*input.policy_document, authz::PolicyKind::kResource); !policy) {
    return api_logs::InvalidParameterException(policy.error().message);
  }
  api_logs::ResourcePolicy policy;
  policy.policy_name = input.policy_name;
  policy.policy_document = input.policy_document;
  policy.last_updated_time = EpochMillis(call.now);
  policy.policy_scope = "ACCOUNT";
  FIRN_OK(logs.store.Write([&](state::Transaction& transaction) -> Result<void> {
    const std::string key = KindKey(call, "resource-policy", *input.policy_name);
    const std::string prefix = KindPrefix(call, "resource-policy");
    FIRN_TRY(const auto existing, state::List<api_logs::ResourcePolicy>(transaction, prefix, "", SIZE_MAX));
    if (!transaction.Has(key) && existing.items.size() >= kResourcePoliciesMax) {
      return api_logs::LimitExceededException("Resource limit exceeded.");
    }
    state::Save(transaction, key, policy);
    return {};
  }));
  api_logs::PutResourcePolicyOutput output;
  output.resource_policy = std::move(policy);
  return output;
}

}  // namespace firn::services::logs
