// PutDeliveryDestination: creates or replaces a name for where logs are delivered to.
// Differs from AWS: the resource behind it need not exist; nothing is delivered.

#include "services/logs/deliveries.h"
#include "services/logs/logs.h"
#include "services/logs/ops.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::PutDeliveryDestinationInput& input) {
  return NeedOnDelivery(call, "PutDeliveryDestination", kDestination, input.name);
}

Result<api_logs::PutDeliveryDestinationOutput> Handle(Logs& logs, const api::Call& call,
                                                      const api_logs::PutDeliveryDestinationInput& input) {
  if (!input.delivery_destination_configuration) {
    return api_logs::ValidationException("deliveryDestinationConfiguration must be given.");
  }
  api_logs::DeliveryDestination destination;
  destination.name = input.name;
  destination.arn = Arn::Of("logs", call.region, call.account, "delivery-destination:" + input.name).text();
  FIRN_TRY(destination.delivery_destination_type,
           DestinationTypeOf(input.delivery_destination_configuration->destination_resource_arn));
  if (input.delivery_destination_type &&
      *input.delivery_destination_type != *destination.delivery_destination_type) {
    return api_logs::ValidationException("deliveryDestinationType does not fit the destination resource.");
  }
  destination.delivery_destination_configuration = input.delivery_destination_configuration;
  destination.output_format = input.output_format;
  destination.tags = input.tags;
  FIRN_OK(logs.store.Write([&](state::Transaction& transaction) -> Result<void> {
    const std::string key = KindKey(call, kDestination, input.name);
    FIRN_TRY(const auto before, state::Load<api_logs::DeliveryDestination>(transaction, key));
    if (before && input.output_format && before->output_format != input.output_format) {
      return api_logs::ValidationException("Update to existing Delivery Destination with new Output Format is not allowed. "
                                           "Please create a new Delivery Destination instead.");
    }
    if (before && !destination.output_format) destination.output_format = before->output_format;
    if (before && !destination.tags) destination.tags = before->tags;
    state::Save(transaction, key, destination);
    return {};
  }));
  api_logs::PutDeliveryDestinationOutput output;
  output.delivery_destination = std::move(destination);
  return output;
}

}  // namespace firn::services::logs
