// DescribeDeliveries: the deliveries of the account in this Region.

#include "services/logs/deliveries.h"
#include "services/logs/logs.h"
#include "services/logs/ops.h"
#include "services/logs/pages.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::DescribeDeliveriesInput&) {
  return NeedOnDelivery(call, "DescribeDeliveries", kDelivery, "*");
}

Result<api_logs::DescribeDeliveriesOutput> Handle(Logs& logs, const api::Call& call,
                                                  const api_logs::DescribeDeliveriesInput& input) {
  FIRN_TRY(auto page, PageOf<api_logs::Delivery>(logs.store.Read(), KindPrefix(call, kDelivery), input.next_token,
                                                 input.limit, [](const auto&) { return true; }));
  api_logs::DescribeDeliveriesOutput output;
  output.deliveries = std::move(page.records);
  output.next_token = std::move(page.next_token);
  return output;
}

}  // namespace firn::services::logs
