// PutDeliverySource: names an AWS resource that logs of its own.
// Differs from AWS: only CloudFront distributions are known as sources; nothing is delivered.

#include "services/logs/deliveries.h"
#include "services/logs/logs.h"
#include "services/logs/ops.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::PutDeliverySourceInput& input) {
  return NeedOnDelivery(call, "PutDeliverySource", kSource, input.name);
}

Result<api_logs::PutDeliverySourceOutput> Handle(Logs& logs, const api::Call& call,
                                                 const api_logs::PutDeliverySourceInput& input) {
  const auto arn = Arn::Parse(input.resource_arn);
  if (!arn || arn->service != "cloudfront" || arn->account != call.account.text()) {
    return api_logs::ResourceNotFoundException("Cannot access provided source resource: " + input.resource_arn);
  }
  if (input.log_type != "ACCESS_LOGS") {
    return api_logs::ValidationException("This service is not allowed for this LogSource: " + input.log_type);
  }
  FIRN_OK(CheckAbsent(input.delivery_source_configuration.has_value(), "deliverySourceConfiguration"));
  api_logs::DeliverySource source;
  source.name = input.name;
  source.arn = Arn::Of("logs", call.region, call.account, "delivery-source:" + input.name).text();
  source.resource_arns = std::vector<std::string>{input.resource_arn};
  source.service = arn->service;
  source.log_type = input.log_type;
  source.tags = input.tags;
  FIRN_OK(logs.store.Write([&](state::Transaction& transaction) -> Result<void> {
    const std::string key = KindKey(call, kSource, input.name);
    FIRN_TRY(const auto before, state::Load<api_logs::DeliverySource>(transaction, key));
    if (before && before->resource_arns != source.resource_arns) {
      return api_logs::ConflictException("Update to existing Delivery Source with new ResourceId is not allowed. Please "
                                         "create a new source.");
    }
    if (before && !source.tags) source.tags = before->tags;
    state::Save(transaction, key, source);
    return {};
  }));
  api_logs::PutDeliverySourceOutput output;
  output.delivery_source = std::move(source);
  return output;
}

}  // namespace firn::services::logs
