// UpdateDestination: merges changes into a stream's destination.
// Differs from AWS: AppendOnly cannot change, as its documentation says.

#include "services/firehose/destination.h"
#include "services/firehose/firehose.h"
#include "services/firehose/ops.h"

namespace firn::services::firehose {

namespace api_firehose = api::firehose;

namespace {

constexpr std::string_view kDestinationId = "destinationId-000000000001";

template <class T>
void Take(const std::optional<T>& update, std::optional<T>& member) {
  if (update) member = update;
}

Result<void> Merge(const api_firehose::IcebergDestinationUpdate& update,
                   api_firehose::IcebergDestinationConfiguration& destination) {
  if (update.append_only && *update.append_only != destination.append_only.value_or(false)) {
    return api_firehose::InvalidArgumentException("AppendOnly can be set only when the Firehose is created");
  }
  Take(update.destination_table_configuration_list, destination.destination_table_configuration_list);
  Take(update.schema_evolution_configuration, destination.schema_evolution_configuration);
  Take(update.table_creation_configuration, destination.table_creation_configuration);
  if (update.buffering_hints) {
    if (!destination.buffering_hints) destination.buffering_hints.emplace();
    Take(update.buffering_hints->size_in_mbs, destination.buffering_hints->size_in_mbs);
    Take(update.buffering_hints->interval_in_seconds, destination.buffering_hints->interval_in_seconds);
  }
  Take(update.cloud_watch_logging_options, destination.cloud_watch_logging_options);
  Take(update.processing_configuration, destination.processing_configuration);
  Take(update.s3_backup_mode, destination.s3_backup_mode);
  Take(update.retry_options, destination.retry_options);
  if (update.role_arn) destination.role_arn = *update.role_arn;
  if (update.catalog_configuration) destination.catalog_configuration = *update.catalog_configuration;
  if (update.s3_configuration) destination.s3_configuration = *update.s3_configuration;
  return {};
}

bool HasOtherDestination(const api_firehose::UpdateDestinationInput& input) {
  return input.s3_destination_update || input.extended_s3_destination_update || input.redshift_destination_update ||
         input.elasticsearch_destination_update || input.amazonopensearchservice_destination_update ||
         input.splunk_destination_update || input.http_endpoint_destination_update ||
         input.amazon_open_search_serverless_destination_update || input.snowflake_destination_update;
}

Result<void> CheckVersion(const StreamRecord& record, const api_firehose::UpdateDestinationInput& input) {
  if (record.status != api_firehose::DeliveryStreamStatus::kActive) {
    return api_firehose::ResourceInUseException("Firehose " + record.name + " is not in status ACTIVE");
  }
  const std::string version = std::to_string(record.version);
  if (input.current_delivery_stream_version_id == version) return {};
  return api_firehose::ConcurrentModificationException(
      "Cannot update firehose: " + record.name + " since the current version id: " + version +
      " and specified version id: " + input.current_delivery_stream_version_id + " do not match");
}

}  // namespace

authz::Needs NeedsFor(const Firehose&, const api::Call& call, const api_firehose::UpdateDestinationInput& input) {
  authz::Needs needs = StreamNeeds(call, "UpdateDestination", input.delivery_stream_name);
  if (input.iceberg_destination_update) {
    if (input.iceberg_destination_update->role_arn) AddPassRole(*input.iceberg_destination_update->role_arn, needs);
    const auto& s3 = input.iceberg_destination_update->s3_configuration;
    if (s3) AddPassRole(s3->role_arn, needs);
  }
  return needs;
}

Result<api_firehose::UpdateDestinationOutput> Handle(Firehose& firehose, const api::Call& call,
                                                     const api_firehose::UpdateDestinationInput& input) {
  if (HasOtherDestination(input) || !input.iceberg_destination_update) {
    return api_firehose::InvalidArgumentException(
        "Exactly one destination configuration is supported for a Firehose, of the type it was created with");
  }
  FIRN_TRY(StreamRecord before, firehose.Find(firehose.with.store.Read(), call, input.delivery_stream_name));
  if (input.destination_id != kDestinationId) {
    return api_firehose::InvalidArgumentException("Destination Id " + input.destination_id + " not found");
  }
  FIRN_OK(CheckVersion(before, input));
  FIRN_OK(Merge(*input.iceberg_destination_update, before.iceberg));
  FIRN_OK(CheckDestination(before.iceberg));
  FIRN_OK(CheckReachable(firehose, call, before.name, before.iceberg));
  FIRN_OK(firehose.with.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(StreamRecord record, firehose.Find(transaction, call, input.delivery_stream_name));
    FIRN_OK(CheckVersion(record, input));
    record.iceberg = before.iceberg;
    record.version += 1;
    record.updated = call.now;
    state::Save(transaction, StreamKey(call.account, call.region, record.name), record);
    return {};
  }));
  firehose.Wake();
  return api_firehose::UpdateDestinationOutput{};
}

}  // namespace firn::services::firehose
