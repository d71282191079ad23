// DescribeDeliverySources: the sources of deliveries.

#include "services/logs/deliveries.h"
#include "services/logs/logs.h"
#include "services/logs/ops.h"
#include "services/logs/pages.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::DescribeDeliverySourcesInput&) {
  return NeedOnDelivery(call, "DescribeDeliverySources", kSource, "*");
}

Result<api_logs::DescribeDeliverySourcesOutput> Handle(Logs& logs, const api::Call& call,
                                                       const api_logs::DescribeDeliverySourcesInput& input) {
  FIRN_TRY(auto page, PageOf<api_logs::DeliverySource>(logs.store.Read(), KindPrefix(call, kSource), input.next_token,
                                                       input.limit, [](const auto&) { return true; }));
  api_logs::DescribeDeliverySourcesOutput output;
  output.delivery_sources = std::move(page.records);
  output.next_token = std::move(page.next_token);
  return output;
}

}  // namespace firn::services::logs
