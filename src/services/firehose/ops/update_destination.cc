// UpdateDestination: merges changes into a stream's destination.
// Differs from AWS: AppendOnly cannot change, as its documentation says; a bucket does not become
// tables nor tables a bucket.

#include "services/firehose/destination.h"
#include "services/firehose/firehose.h"
#include "services/firehose/object_delivery.h"
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
    return api_firehose::InvalidArgumentException(
        "AppendOnly can be set only when the Firehose is created");
  }
  Take(update.destination_table_configuration_list,
       destination.destination_table_configuration_list);
  Take(update.schema_evolution_configuration, destination.schema_evolution_configuration);
  Take(update.table_creation_configuration, destination.table_creation_configuration);
  if (update.buffering_hints) {
    if (!destination.buffering_hints) destination.buffering_hints.emplace();
    Take(update.buffering_hints->size_in_mbs, destination.buffering_hints->size_in_mbs);
    Take(update.buffering_hints->interval_in_seconds,
         destination.buffering_hints->interval_in_seconds);
  }
  Take(update.cloud_watch_logging_options, destination.cloud_watch_logging_options);
  Take(update.processing_configuration, destination.processing_configuration);
  Take(update.s3_backup_mode, destination.s3_backup_mode);
  Take(update.retry_options, destination.retry_options);
  if (update.role_arn) destination.role_arn = *update.role_arn;
  if (update.catalog_configuration)
    destination.catalog_configuration = *update.catalog_configuration;
  if (update.s3_configuration) destination.s3_configuration = *update.s3_configuration;
  return {};
}

// Both kinds of update have the members that a plain bucket has.
template <class Update>
void MergePlain(const Update& update,
                api_firehose::ExtendedS3DestinationConfiguration& destination) {
  if (update.role_arn) destination.role_arn = *update.role_arn;
  if (update.bucket_arn) destination.bucket_arn = *update.bucket_arn;
  Take(update.prefix, destination.prefix);
  Take(update.error_output_prefix, destination.error_output_prefix);
  Take(update.buffering_hints, destination.buffering_hints);
  Take(update.compression_format, destination.compression_format);
  Take(update.encryption_configuration, destination.encryption_configuration);
  Take(update.cloud_watch_logging_options, destination.cloud_watch_logging_options);
}

void MergeExtended(const api_firehose::ExtendedS3DestinationUpdate& update,
                   api_firehose::ExtendedS3DestinationConfiguration& destination) {
  MergePlain(update, destination);
  Take(update.processing_configuration, destination.processing_configuration);
  Take(update.s3_backup_mode, destination.s3_backup_mode);
  Take(update.data_format_conversion_configuration,
       destination.data_format_conversion_configuration);
  Take(update.dynamic_partitioning_configuration, destination.dynamic_partitioning_configuration);
  Take(update.file_extension, destination.file_extension);
  Take(update.custom_time_zone, destination.custom_time_zone);
}

// The updates of the model by name, with whether the input has them.
std::vector<std::pair<std::string_view, bool>> UpdatesOf(
    const api_firehose::UpdateDestinationInput& input) {
  return {
      {"S3DestinationUpdate", input.s3_destination_update.has_value()},
      {"ExtendedS3DestinationUpdate", input.extended_s3_destination_update.has_value()},
      {"RedshiftDestinationUpdate", input.redshift_destination_update.has_value()},
      {"ElasticsearchDestinationUpdate", input.elasticsearch_destination_update.has_value()},
      {"AmazonopensearchserviceDestinationUpdate",
       input.amazonopensearchservice_destination_update.has_value()},
      {"SplunkDestinationUpdate", input.splunk_destination_update.has_value()},
      {"HttpEndpoint", input.http_endpoint_destination_update.has_value()},
      {"AmazonOpenSearchServerlessDestinationUpdate",
       input.amazon_open_search_serverless_destination_update.has_value()},
      {"SnowflakeDestinationUpdate", input.snowflake_destination_update.has_value()},
      {"IcebergDestinationUpdate", input.iceberg_destination_update.has_value()},
  };
}

// Exactly one update, of a kind that the stream's destination can become.
Result<void> CheckKind(const StreamRecord& record,
                       const api_firehose::UpdateDestinationInput& input) {
  std::string_view chosen;
  int count = 0;
  for (const auto& [name, given] : UpdatesOf(input)) {
    if (!given) continue;
    chosen = name;
    ++count;
  }
  if (count != 1) {
    return api_firehose::InvalidArgumentException(
        "Exactly one destination configuration is supported for a Firehose");
  }
  if (input.http_endpoint_destination_update) {
    return api_firehose::InvalidArgumentException(
        "Changing the destination type to or from HttpEndpoint is not supported at this time.");
  }
  const bool to_bucket = input.s3_destination_update || input.extended_s3_destination_update;
  if (to_bucket != record.s3.has_value() || (!to_bucket && !input.iceberg_destination_update)) {
    return NotImplementedHere("Changing the destination of this stream by " + std::string(chosen));
  }
  return {};
}

Result<void> Apply(const api_firehose::UpdateDestinationInput& input, StreamRecord& record) {
  if (input.iceberg_destination_update)
    return Merge(*input.iceberg_destination_update, record.iceberg);
  if (!record.s3) return {};
  if (input.s3_destination_update) MergePlain(*input.s3_destination_update, *record.s3);
  if (input.extended_s3_destination_update) {
    MergeExtended(*input.extended_s3_destination_update, *record.s3);
    record.s3_extended = true;
  }
  return {};
}

// Whether the stream's roles would act somewhere else than before: then the caller must be allowed
// to pass them anew.
bool ChangesTarget(const api_firehose::UpdateDestinationInput& input) {
  const auto bucket = [](const auto& update) {
    return update && (update->role_arn || update->bucket_arn || update->prefix ||
                      update->error_output_prefix || update->encryption_configuration);
  };
  const auto& iceberg = input.iceberg_destination_update;
  return bucket(input.s3_destination_update) || bucket(input.extended_s3_destination_update) ||
         (iceberg &&
          (iceberg->role_arn || iceberg->s3_configuration || iceberg->catalog_configuration ||
           iceberg->destination_table_configuration_list || iceberg->processing_configuration));
}

Result<void> CheckVersion(const StreamRecord& record,
                          const api_firehose::UpdateDestinationInput& input) {
  if (record.status != api_firehose::DeliveryStreamStatus::kActive) {
    return api_firehose::ResourceInUseException("Firehose " + record.name +
                                                " is not in status ACTIVE");
  }
  const std::string version = std::to_string(record.version);
  if (input.current_delivery_stream_version_id == version) return {};
  return api_firehose::ConcurrentModificationException(
      "Cannot update firehose: " + record.name + " since the current version id: " + version +
      " and specified version id: " + input.current_delivery_stream_version_id + " do not match");
}

}  // namespace

authz::Needs NeedsFor(const Firehose& firehose, const api::Call& call,
                      const api_firehose::UpdateDestinationInput& input) {
  authz::Needs needs = StreamNeeds(call, "UpdateDestination", input.delivery_stream_name);
  if (!ChangesTarget(input)) return needs;
  auto record = firehose.Find(firehose.with.store.Read(), call, input.delivery_stream_name);
  if (!record || !CheckKind(*record, input) || !Apply(input, *record))
    return needs;  // Handle refuses it
  for (const std::string& role : RolesOf(*record)) AddPassRole(role, needs);
  return needs;
}

Result<api_firehose::UpdateDestinationOutput> Handle(
    Firehose& firehose, const api::Call& call, const api_firehose::UpdateDestinationInput& input) {
  FIRN_TRY(StreamRecord before,
           firehose.Find(firehose.with.store.Read(), call, input.delivery_stream_name));
  FIRN_OK(CheckKind(before, input));
  if (input.destination_id != kDestinationId) {
    return api_firehose::InvalidArgumentException("Destination Id " + input.destination_id +
                                                  " not found");
  }
  FIRN_OK(CheckVersion(before, input));
  FIRN_OK(Apply(input, before));
  FIRN_OK(before.s3 ? CheckBucketDestination(*before.s3) : CheckDestination(before.iceberg));
  FIRN_OK(CheckReachable(firehose, call, before));
  FIRN_OK(firehose.with.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(StreamRecord record, firehose.Find(transaction, call, input.delivery_stream_name));
    FIRN_OK(CheckVersion(record, input));
    record.iceberg = before.iceberg;
    record.s3 = before.s3;
    record.s3_extended = before.s3_extended;
    record.version += 1;
    record.updated = call.now;
    state::Save(transaction, StreamKey(call.account, call.region, record.name), record);
    return {};
  }));
  firehose.Wake();
  return api_firehose::UpdateDestinationOutput{};
}

}  // namespace firn::services::firehose
