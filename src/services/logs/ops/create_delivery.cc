// CreateDelivery: joins a source with a destination.
// Differs from AWS: the delivery is stored and shown; nothing is delivered, and destinations of other accounts are unknown.

#include "services/logs/deliveries.h"
#include "services/logs/logs.h"
#include "services/logs/ops.h"
#include "services/logs/tags.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::CreateDeliveryInput& input) {
  authz::Needs needs = NeedOnDelivery(call, "CreateDelivery", kSource, input.delivery_source_name);
  needs.push_back({"logs:CreateDelivery", input.delivery_destination_arn, {}, {}});
  return needs;
}

Result<api_logs::CreateDeliveryOutput> Handle(Logs& logs, const api::Call& call,
                                              const api_logs::CreateDeliveryInput& input) {
  constexpr std::string_view kAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  constexpr size_t kIdCharacters = 16;
  const std::string prefix = Arn::Of("logs", call.region, call.account, "delivery-destination:").text();
  if (!input.delivery_destination_arn.starts_with(prefix)) {
    return api_logs::ResourceNotFoundException("Requested resource could not be found: " +
                                               input.delivery_destination_arn);
  }
  api_logs::Delivery delivery;
  delivery.id = logs.random.Text(kIdCharacters, kAlphabet);
  delivery.arn = Arn::Of("logs", call.region, call.account, "delivery:" + *delivery.id).text();
  delivery.delivery_source_name = input.delivery_source_name;
  delivery.delivery_destination_arn = input.delivery_destination_arn;
  delivery.record_fields = input.record_fields;
  delivery.field_delimiter = input.field_delimiter;
  delivery.s3_delivery_configuration = input.s3_delivery_configuration;
  delivery.tags = input.tags;
  FIRN_OK(logs.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_OK(FindDelivery<api_logs::DeliverySource>(transaction, call, kSource, input.delivery_source_name));
    FIRN_TRY(const auto destination,
             FindDelivery<api_logs::DeliveryDestination>(transaction, call, kDestination,
                                                         input.delivery_destination_arn.substr(prefix.size())));
    delivery.delivery_destination_type = destination.delivery_destination_type;
    FIRN_TRY(const auto all, state::List<api_logs::Delivery>(transaction, KindPrefix(call, kDelivery), "", SIZE_MAX));
    for (const auto& item : all.items) {
      if (item.value->delivery_source_name != delivery.delivery_source_name) continue;
      if (item.value->delivery_destination_arn == delivery.delivery_destination_arn) {
        return api_logs::ConflictException("Delivery already exists: " + item.value->id.value_or(""));
      }
    }
    state::Save(transaction, KindKey(call, kDelivery, *delivery.id), delivery);
    return {};
  }));
  api_logs::CreateDeliveryOutput output;
  output.delivery = std::move(delivery);
  return output;
}

}  // namespace firn::services::logs
