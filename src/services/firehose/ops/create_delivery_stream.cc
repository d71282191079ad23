// CreateDeliveryStream: makes a stream that delivers to Iceberg tables or to a bucket.
// Differs from AWS: only Direct PUT sources; only destinations in S3 Tables and S3; records at rest
// are not encrypted with the key that is named; the stream is ACTIVE at once.

#include "base/encoding.h"
#include "services/firehose/destination.h"
#include "services/firehose/encryption.h"
#include "services/firehose/firehose.h"
#include "services/firehose/object_delivery.h"
#include "services/firehose/ops.h"
#include "services/firehose/tags.h"

namespace firn::services::firehose {

namespace api_firehose = api::firehose;

namespace {

constexpr size_t kIdBytes = 8;

// The destinations of the model by name, with whether the input has them.
std::vector<std::pair<std::string_view, bool>> DestinationsOf(
    const api_firehose::CreateDeliveryStreamInput& input) {
  return {
      {"S3DestinationConfiguration", input.s3_destination_configuration.has_value()},
      {"ExtendedS3DestinationConfiguration",
       input.extended_s3_destination_configuration.has_value()},
      {"RedshiftDestinationConfiguration", input.redshift_destination_configuration.has_value()},
      {"ElasticsearchDestinationConfiguration",
       input.elasticsearch_destination_configuration.has_value()},
      {"AmazonopensearchserviceDestinationConfiguration",
       input.amazonopensearchservice_destination_configuration.has_value()},
      {"SplunkDestinationConfiguration", input.splunk_destination_configuration.has_value()},
      {"HttpEndpointDestinationConfiguration",
       input.http_endpoint_destination_configuration.has_value()},
      {"AmazonOpenSearchServerlessDestinationConfiguration",
       input.amazon_open_search_serverless_destination_configuration.has_value()},
      {"SnowflakeDestinationConfiguration", input.snowflake_destination_configuration.has_value()},
      {"IcebergDestinationConfiguration", input.iceberg_destination_configuration.has_value()},
  };
}

Result<void> CheckInput(const api_firehose::CreateDeliveryStreamInput& input) {
  std::string_view chosen;
  int count = 0;
  for (const auto& [name, given] : DestinationsOf(input)) {
    if (!given) continue;
    chosen = name;
    ++count;
  }
  if (count != 1) {
    return api_firehose::InvalidArgumentException(
        "Exactly one destination configuration is supported for a Firehose");
  }
  if (!input.iceberg_destination_configuration && !input.s3_destination_configuration &&
      !input.extended_s3_destination_configuration) {
    return NotImplementedHere(chosen);
  }
  const std::string type = input.delivery_stream_type.value_or("DirectPut");
  if (input.kinesis_stream_source_configuration && type != "KinesisStreamAsSource") {
    return api_firehose::InvalidArgumentException(
        "KinesisSourceStreamConfig is only applicable for KinesisStreamAsSource stream type");
  }
  if (type != "DirectPut") return NotImplementedHere("DeliveryStreamType " + type);
  if (input.msk_source_configuration || input.database_source_configuration) {
    return api_firehose::InvalidArgumentException(
        "A source configuration other than DirectPutSourceConfiguration is not allowed for "
        "DeliveryStreamType "
        "DirectPut");
  }
  return {};
}

void TakeDestination(const api_firehose::CreateDeliveryStreamInput& input, StreamRecord& record) {
  if (input.iceberg_destination_configuration) {
    record.iceberg = *input.iceberg_destination_configuration;
  } else if (input.extended_s3_destination_configuration) {
    record.s3 = *input.extended_s3_destination_configuration;
    record.s3_extended = true;
  } else if (input.s3_destination_configuration) {
    record.s3 = ExtendedOf(*input.s3_destination_configuration);
  }
}

}  // namespace

authz::Needs NeedsFor(const Firehose&, const api::Call& call,
                      const api_firehose::CreateDeliveryStreamInput& input) {
  authz::Needs needs = StreamNeeds(call, "CreateDeliveryStream", input.delivery_stream_name);
  if (input.tags && !input.tags->empty()) {
    needs.push_back(StreamNeeds(call, "TagDeliveryStream", input.delivery_stream_name).front());
  }
  if (input.iceberg_destination_configuration || input.s3_destination_configuration ||
      input.extended_s3_destination_configuration) {
    StreamRecord record;
    TakeDestination(input, record);
    for (const std::string& role : RolesOf(record)) AddPassRole(role, needs);
  }
  AddKeyNeeds(input.delivery_stream_encryption_configuration_input, needs);
  return needs;
}

Result<api_firehose::CreateDeliveryStreamOutput> Handle(
    Firehose& firehose, const api::Call& call,
    const api_firehose::CreateDeliveryStreamInput& input) {
  FIRN_OK(CheckInput(input));
  const std::string key = StreamKey(call.account, call.region, input.delivery_stream_name);
  const auto taken = [&] {
    return api_firehose::ResourceInUseException("Firehose " + input.delivery_stream_name +
                                                " under accountId " + call.account.text() +
                                                " already exists");
  };
  if (firehose.with.store.Read().Has(key)) return taken();
  StreamRecord record;
  record.name = input.delivery_stream_name;
  record.id = HexEncode(firehose.with.random.Bytes(kIdBytes));
  record.status = api_firehose::DeliveryStreamStatus::kActive;
  record.created = call.now;
  TakeDestination(input, record);
  FIRN_OK(record.s3 ? CheckBucketDestination(*record.s3) : CheckDestination(record.iceberg));
  if (input.delivery_stream_encryption_configuration_input) {
    FIRN_TRY(record.encryption,
             EncryptionOf(*input.delivery_stream_encryption_configuration_input));
  }
  if (input.tags) FIRN_OK(MergeTags(*input.tags, record.tags));
  if (input.direct_put_source_configuration) {
    record.throughput_hint_mb = input.direct_put_source_configuration->throughput_hint_in_mbs;
  }
  FIRN_OK(CheckReachable(firehose, call, record));
  FIRN_OK(firehose.with.store.Write([&](state::Transaction& transaction) -> Result<void> {
    if (transaction.Has(key)) return taken();
    size_t streams = 0;
    transaction.ForEachPrefix(
        StreamPrefix(call.account, call.region), "",
        [&](std::string_view, std::string_view) { return ++streams < kStreamsMax; });
    if (streams >= kStreamsMax) {
      return api_firehose::LimitExceededException(
          "You have already consumed your firehose quota of " + std::to_string(kStreamsMax) +
          " hoses.");
    }
    state::Save(transaction, key, record);
    return {};
  }));
  api_firehose::CreateDeliveryStreamOutput output;
  output.delivery_stream_arn = StreamArn(call.account, call.region, record.name).text();
  return output;
}

}  // namespace firn::services::firehose
