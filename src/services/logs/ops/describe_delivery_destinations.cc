// DescribeDeliveryDestinations: the destinations of deliveries.

#include "services/logs/deliveries.h"
#include "services/logs/logs.h"
#include "services/logs/ops.h"
#include "services/logs/pages.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::DescribeDeliveryDestinationsInput&) {
  return NeedOnDelivery(call, "DescribeDeliveryDestinations", kDestination, "*");
}

Result<api_logs::DescribeDeliveryDestinationsOutput> Handle(Logs& logs, const api::Call& call,
                                                            const api_logs::DescribeDeliveryDestinationsInput& input) {
  FIRN_TRY(auto page, PageOf<api_logs::DeliveryDestination>(logs.store.Read(), KindPrefix(call, kDestination),
                                                            input.next_token, input.limit,
                                                            [](const auto&) { return true; }));
  api_logs::DescribeDeliveryDestinationsOutput output;
  output.delivery_destinations = std::move(page.records);
  output.next_token = std::move(page.next_token);
  return output;
}

}  // namespace firn::services::logs
