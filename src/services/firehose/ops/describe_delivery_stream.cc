// DescribeDeliveryStream: describes a stream and its destination.

#include "services/firehose/firehose.h"
#include "services/firehose/ops.h"

namespace firn::services::firehose {

namespace api_firehose = api::firehose;

namespace {

constexpr std::string_view kDestinationId = "destinationId-000000000001";

api_firehose::BufferingHints WithDefaults(
    const std::optional<api_firehose::BufferingHints>& given) {
  api_firehose::BufferingHints hints = given.value_or(api_firehose::BufferingHints{});
  if (!hints.size_in_mbs) hints.size_in_mbs = kBufferMegabytesDefault;
  if (!hints.interval_in_seconds) hints.interval_in_seconds = kBufferSecondsDefault;
  return hints;
}

api_firehose::CloudWatchLoggingOptions WithDefaults(
    const std::optional<api_firehose::CloudWatchLoggingOptions>& given) {
  api_firehose::CloudWatchLoggingOptions options =
      given.value_or(api_firehose::CloudWatchLoggingOptions{});
  if (!options.enabled) options.enabled = false;
  return options;
}

api_firehose::S3DestinationDescription ErrorBucketOf(
    const api_firehose::S3DestinationConfiguration& s3) {
  api_firehose::S3DestinationDescription description;
  description.role_arn = s3.role_arn;
  description.bucket_arn = s3.bucket_arn;
  description.prefix = s3.prefix;
  description.error_output_prefix = s3.error_output_prefix;
  description.buffering_hints = WithDefaults(s3.buffering_hints);
  description.compression_format = s3.compression_format.value_or("UNCOMPRESSED");
  description.encryption_configuration.no_encryption_config = "NoEncryption";
  description.cloud_watch_logging_options = WithDefaults(s3.cloud_watch_logging_options);
  return description;
}

// Plain buckets are described in the shorter form, extended ones in both.
void DescribeBucket(const StreamRecord& record, api_firehose::DestinationDescription& destination) {
  const auto& given = *record.s3;
  api_firehose::S3DestinationConfiguration plain;
  plain.role_arn = given.role_arn;
  plain.bucket_arn = given.bucket_arn;
  plain.prefix = given.prefix;
  plain.error_output_prefix = given.error_output_prefix;
  plain.buffering_hints = given.buffering_hints;
  plain.compression_format = given.compression_format;
  plain.cloud_watch_logging_options = given.cloud_watch_logging_options;
  const auto& shorter = destination.s3_destination_description.emplace(ErrorBucketOf(plain));
  if (!record.s3_extended) return;
  auto& extended = destination.extended_s3_destination_description.emplace();
  extended.role_arn = shorter.role_arn;
  extended.bucket_arn = shorter.bucket_arn;
  extended.prefix = shorter.prefix;
  extended.error_output_prefix = shorter.error_output_prefix;
  extended.buffering_hints = shorter.buffering_hints;
  extended.compression_format = shorter.compression_format;
  extended.encryption_configuration = shorter.encryption_configuration;
  extended.cloud_watch_logging_options = shorter.cloud_watch_logging_options;
  extended.processing_configuration = given.processing_configuration;
  if (!extended.processing_configuration)
    extended.processing_configuration.emplace().enabled = false;
  extended.s3_backup_mode = given.s3_backup_mode.value_or("Disabled");
  extended.data_format_conversion_configuration = given.data_format_conversion_configuration;
  extended.dynamic_partitioning_configuration = given.dynamic_partitioning_configuration;
  extended.file_extension = given.file_extension;
  extended.custom_time_zone = given.custom_time_zone;
}

api_firehose::DeliveryStreamEncryptionConfiguration EncryptionOf(const StreamRecord& record) {
  api_firehose::DeliveryStreamEncryptionConfiguration shown;
  shown.status = record.encryption && record.encryption->enabled ? "ENABLED" : "DISABLED";
  if (!record.encryption || !record.encryption->enabled) return shown;
  shown.key_type = record.encryption->key_type;
  if (!record.encryption->key_arn.empty()) shown.key_arn = record.encryption->key_arn;
  return shown;
}

api_firehose::IcebergDestinationDescription DestinationOf(
    const api_firehose::IcebergDestinationConfiguration& given) {
  api_firehose::IcebergDestinationDescription description;
  description.destination_table_configuration_list = given.destination_table_configuration_list;
  description.schema_evolution_configuration = given.schema_evolution_configuration;
  description.table_creation_configuration = given.table_creation_configuration;
  description.buffering_hints = WithDefaults(given.buffering_hints);
  description.cloud_watch_logging_options = WithDefaults(given.cloud_watch_logging_options);
  description.processing_configuration = given.processing_configuration;
  if (!description.processing_configuration)
    description.processing_configuration.emplace().enabled = false;
  description.s3_backup_mode = given.s3_backup_mode.value_or("FailedDataOnly");
  description.retry_options.emplace().duration_in_seconds =
      given.retry_options ? given.retry_options->duration_in_seconds.value_or(kRetrySecondsDefault)
                          : kRetrySecondsDefault;
  description.role_arn = given.role_arn;
  description.append_only = given.append_only.value_or(false);
  description.catalog_configuration = given.catalog_configuration;
  description.s3_destination_description = ErrorBucketOf(given.s3_configuration);
  return description;
}

}  // namespace

authz::Needs NeedsFor(const Firehose&, const api::Call& call,
                      const api_firehose::DescribeDeliveryStreamInput& input) {
  return StreamNeeds(call, "DescribeDeliveryStream", input.delivery_stream_name);
}

Result<api_firehose::DescribeDeliveryStreamOutput> Handle(
    Firehose& firehose, const api::Call& call,
    const api_firehose::DescribeDeliveryStreamInput& input) {
  FIRN_TRY(const StreamRecord record,
           firehose.Find(firehose.with.store.Read(), call, input.delivery_stream_name));
  api_firehose::DescribeDeliveryStreamOutput output;
  auto& stream = output.delivery_stream_description;
  stream.delivery_stream_name = record.name;
  stream.delivery_stream_arn = StreamArn(call.account, call.region, record.name).text();
  stream.delivery_stream_status = record.status;
  stream.delivery_stream_encryption_configuration = EncryptionOf(record);
  stream.delivery_stream_type = "DirectPut";
  stream.version_id = std::to_string(record.version);
  stream.create_timestamp = record.created;
  if (record.updated != Time()) stream.last_update_timestamp = record.updated;
  if (record.throughput_hint_mb) {
    stream.source.emplace().direct_put_source_description.emplace().throughput_hint_in_mbs =
        record.throughput_hint_mb;
  }
  if (input.exclusive_start_destination_id.value_or("") < kDestinationId) {
    auto& destination = stream.destinations.emplace_back();
    destination.destination_id = kDestinationId;
    if (record.s3) {
      DescribeBucket(record, destination);
    } else {
      destination.iceberg_destination_description = DestinationOf(record.iceberg);
    }
  }
  return output;
}

}  // namespace firn::services::firehose
