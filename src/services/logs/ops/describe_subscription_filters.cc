// DescribeSubscriptionFilters: the subscription filters of a group.

#include "services/logs/logs.h"
#include "services/logs/ops.h"
#include "services/logs/pages.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::DescribeSubscriptionFiltersInput& input) {
  return NeedOnGroup(call, "DescribeSubscriptionFilters", input.log_group_name);
}

Result<api_logs::DescribeSubscriptionFiltersOutput> Handle(Logs& logs, const api::Call& call,
                                                           const api_logs::DescribeSubscriptionFiltersInput& input) {
  const state::Snapshot snapshot = logs.store.Read();
  FIRN_OK(FindGroup(snapshot, call, input.log_group_name));
  const std::string prefix = InGroupPrefix(call, "subscription-filter", input.log_group_name);
  FIRN_TRY(auto page, PageOf<api_logs::SubscriptionFilter>(
                          snapshot, prefix, input.next_token, input.limit, [&](const auto& filter) {
                            return filter.filter_name->starts_with(input.filter_name_prefix.value_or(""));
                          }));
  api_logs::DescribeSubscriptionFiltersOutput output;
  output.subscription_filters = std::move(page.records);
  output.next_token = std::move(page.next_token);
  return output;
}

}  // namespace firn::services::logs
