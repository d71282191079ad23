#include "services/logs/deliveries.h"

namespace firn::services::logs {

authz::Needs NeedOnDelivery(const api::Call& call, std::string_view action, std::string_view kind,
                            std::string_view name) {
  return NeedOn(call, action, std::string(kind) + ":" + std::string(name));
}

Result<void> CheckUnused(const state::Reader& reader, const api::Call& call, const std::string& source,
                         const std::string& destination_arn) {
  FIRN_TRY(const auto all, state::List<api::logs::Delivery>(reader, KindPrefix(call, kDelivery), "", SIZE_MAX));
  for (const auto& item : all.items) {
    if ((!source.empty() && item.value->delivery_source_name == source) ||
        (!destination_arn.empty() && item.value->delivery_destination_arn == destination_arn)) {
      return api::logs::ConflictException("A delivery is using this resource: " + item.value->id.value_or(""));
    }
  }
  return {};
}

Result<std::string> DestinationTypeOf(const std::string& text) {
  const auto arn = Arn::Parse(text);
  const std::string service = arn ? arn->service : "";
  if (service == "s3") return std::string("S3");
  if (service == "logs") return std::string("CWL");
  if (service == "firehose") return std::string("FH");
  if (service == "xray") return std::string("XRAY");
  return api::logs::ValidationException("The destination resource cannot receive logs: " + text);
}

}  // namespace firn::services::logs
