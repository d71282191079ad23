#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "services/firehose/testing/firehose_fixture.h"

namespace firn::services::firehose {
namespace {

namespace api_firehose = api::firehose;

TEST_F(FirehoseTest, DescribesWhatWasCreated) {
  auto input = Input();
  input.iceberg_destination_configuration->buffering_hints.reset();
  input.tags = {{{"team", "data"}}};
  Create(input);
  const auto output =
      service_->DescribeDeliveryStream(Root(), Of<api_firehose::DescribeDeliveryStreamInput>("s"));
  ASSERT_TRUE(output);
  const auto& stream = output->delivery_stream_description;
  EXPECT_EQ(stream.delivery_stream_arn, "arn:aws:firehose:us-east-1:111122223333:deliverystream/s");
  EXPECT_EQ(stream.delivery_stream_status, "ACTIVE");
  EXPECT_EQ(stream.version_id, "1");
  ASSERT_EQ(stream.destinations.size(), 1u);
  EXPECT_EQ(stream.destinations[0].destination_id, "destinationId-000000000001");
  const auto& iceberg = *stream.destinations[0].iceberg_destination_description;
  EXPECT_EQ(iceberg.buffering_hints->size_in_mbs, 5);
  EXPECT_EQ(iceberg.buffering_hints->interval_in_seconds, 300);
  EXPECT_EQ(iceberg.append_only, true);
  EXPECT_EQ(iceberg.s3_destination_description->compression_format, "UNCOMPRESSED");
  EXPECT_EQ(
      service_
          ->ListTagsForDeliveryStream(Root(), Of<api_firehose::ListTagsForDeliveryStreamInput>("s"))
          ->tags.size(),
      1u);
  EXPECT_EQ(service_->ListDeliveryStreams(Root(), {})->delivery_stream_names,
            std::vector<std::string>{"s"});
  EXPECT_EQ(service_->CreateDeliveryStream(Root(), input).error().code, "ResourceInUseException");
  const auto missing = service_->DescribeDeliveryStream(
      Root(), Of<api_firehose::DescribeDeliveryStreamInput>("none"));
  EXPECT_EQ(missing.error().message, "Firehose none under account 111122223333 not found.");
}

TEST_F(FirehoseTest, RefusesWhatItCannotCreate) {
  using Change = std::function<void(api_firehose::CreateDeliveryStreamInput&)>;
  struct Case {
    const char* what;
    const char* code;
    Change change;
  };
  const auto iceberg = [](auto change) {
    return Change([change](auto& input) { change(*input.iceberg_destination_configuration); });
  };
  const char* const kBad = "InvalidArgumentException";
  const char* const kNo = "NotImplemented";
  const char* const kModel = "ValidationException";
  const std::vector<Case> cases = {
      {"no destination", kBad, [](auto& i) { i.iceberg_destination_configuration.reset(); }},
      {"two destinations", kBad,
       [](auto& i) {
         auto& s3 = i.s3_destination_configuration.emplace();
         s3.role_arn = kRole;
         s3.bucket_arn = "arn:aws:s3:::b";
       }},
      {"another destination", kNo,
       [](auto& i) {
         i.iceberg_destination_configuration.reset();
         auto& snowflake = i.snowflake_destination_configuration.emplace();
         snowflake.role_arn = kRole;
         snowflake.account_url = "account.eu-west-1.snowflakecomputing.com";
         snowflake.database = snowflake.schema = snowflake.table = "t";
         snowflake.s3_configuration.role_arn = kRole;
         snowflake.s3_configuration.bucket_arn = "arn:aws:s3:::b";
       }},
      {"another source", kNo, [](auto& i) { i.delivery_stream_type = "KinesisStreamAsSource"; }},
      {"Kinesis without its type", kBad,
       [](auto& i) {
         auto& kinesis = i.kinesis_stream_source_configuration.emplace();
         kinesis.role_arn = kRole;
         kinesis.kinesis_stream_arn = "arn:aws:kinesis:us-east-1:111122223333:stream/s";
       }},
      {"key without ARN", kBad,
       [](auto& i) {
         i.delivery_stream_encryption_configuration_input.emplace().key_type =
             "CUSTOMER_MANAGED_CMK";
       }},
      {"ARN without key", kBad,
       [](auto& i) {
         auto& key = i.delivery_stream_encryption_configuration_input.emplace();
         key.key_type = "AWS_OWNED_CMK";
         key.key_arn = "arn:aws:kms:us-east-1:111122223333:key/k";
       }},
      {"unknown key type", kModel,
       [](auto& i) {
         i.delivery_stream_encryption_configuration_input.emplace().key_type = "MINE";
       }},
      {"reserved tag", kModel,
       [](auto& i) {
         i.tags = {{{"aws:x", "y"}}};
       }},
      {"repeated tag", kBad,
       [](auto& i) {
         i.tags = {{{"x", "y"}, {"x", "z"}}};
       }},
      {"no catalog", kBad, iceberg([](auto& d) { d.catalog_configuration.catalog_arn.reset(); })},
      {"catalog elsewhere", kNo, iceberg([](auto& d) {
         d.catalog_configuration.catalog_arn = "arn:aws:glue:eu-west-1:111122223333:catalog";
       })},
      {"warehouse", kNo,
       iceberg([](auto& d) { d.catalog_configuration.warehouse_location = "s3://b"; })},
      {"backup of all", kBad, iceberg([](auto& d) { d.s3_backup_mode = "AllData"; })},
      {"schema evolution", kNo,
       iceberg([](auto& d) { d.schema_evolution_configuration.emplace().enabled = true; })},
      {"table creation", kNo,
       iceberg([](auto& d) { d.table_creation_configuration.emplace().enabled = true; })},
      {"processor", kNo, iceberg([](auto& d) {
         auto& p = d.processing_configuration.emplace();
         p.enabled = true;
         p.processors.emplace().emplace_back().type = "Lambda";
       })},
      {"buffer too large", kModel, iceberg([](auto& d) { d.buffering_hints->size_in_mbs = 129; })},
      {"interval too long", kModel,
       iceberg([](auto& d) { d.buffering_hints->interval_in_seconds = 901; })},
      {"retries too long", kModel,
       iceberg([](auto& d) { d.retry_options->duration_in_seconds = 7201; })},
      {"logging without group", kBad, iceberg([](auto& d) {
         d.cloud_watch_logging_options = {true, {}, {}};
       })},
      {"no table", kNo, iceberg([](auto& d) { d.destination_table_configuration_list.reset(); })},
      {"table with hyphen", kModel, iceberg([](auto& d) {
         d.destination_table_configuration_list->front().destination_table_name = "a-b";
       })},
      {"database with hyphen", kModel, iceberg([](auto& d) {
         d.destination_table_configuration_list->front().destination_database_name = "a-b";
       })},
      {"unique keys", kBad, iceberg([](auto& d) {
         d.destination_table_configuration_list->front().unique_keys = {{"id"}};
       })},
      {"partition spec", kNo, iceberg([](auto& d) {
         d.destination_table_configuration_list->front()
             .partition_spec.emplace()
             .identity.emplace()
             .emplace_back();
         d.destination_table_configuration_list->front()
             .partition_spec->identity->front()
             .source_name = "id";
       })},
      {"table twice", kNo, iceberg([](auto& d) {
         auto& tables = *d.destination_table_configuration_list;
         tables.push_back(tables.front());
       })},
      {"missing table", kBad, iceberg([](auto& d) {
         d.destination_table_configuration_list->front().destination_table_name = "none";
       })},
      {"compression", kNo,
       iceberg([](auto& d) { d.s3_configuration.compression_format = "GZIP"; })},
      {"prefix without type", kBad,
       iceberg([](auto& d) { d.s3_configuration.error_output_prefix = "x/!{timestamp:yyyy}/"; })},
      {"unknown expression", kBad, iceberg([](auto& d) {
         d.s3_configuration.error_output_prefix = "!{partitionKeyFromQuery:a}";
       })},
      {"unclosed expression", kBad, iceberg([](auto& d) {
         d.s3_configuration.error_output_prefix = "!{firehose:error-output-type";
       })},
  };
  EXPECT_GE(cases.size(), 30u);
  for (const Case& one : cases) {
    auto input = Input();
    one.change(input);
    auto made = service_->CreateDeliveryStream(Root(), input);
    ASSERT_FALSE(made) << one.what;
    EXPECT_EQ(made.error().code, one.code) << one.what << ": " << made.error().message;
    EXPECT_EQ(Status(), "ResourceNotFoundException") << one.what;
  }
}

TEST_F(FirehoseTest, RefusesBucketsItCannotDeliverTo) {
  using Change = std::function<void(api_firehose::ExtendedS3DestinationConfiguration&)>;
  struct Case {
    const char* what;
    const char* code;
    Change change;
  };
  const char* const kBad = "InvalidArgumentException";
  const char* const kNo = "NotImplemented";
  const char* const kModel = "ValidationException";
  const std::vector<Case> cases = {
      {"no bucket", kModel, [](auto& d) { d.bucket_arn = "arn:aws:s3::objects"; }},
      {"no role", kModel, [](auto& d) { d.role_arn = "fh"; }},
      {"half of the hints", kBad,
       [](auto& d) {
         d.buffering_hints = {1, {}};
       }},
      {"buffer too large", kModel,
       [](auto& d) {
         d.buffering_hints = {129, 60};
       }},
      {"unknown compression", kModel, [](auto& d) { d.compression_format = "LZ4"; }},
      {"Snappy", kNo, [](auto& d) { d.compression_format = "Snappy"; }},
      {"KMS", kNo,
       [](auto& d) {
         d.encryption_configuration.emplace().kms_encryption_config.emplace().awskms_key_arn =
             "arn:aws:kms:us-east-1:111122223333:key/k";
       }},
      {"processor", kNo,
       [](auto& d) {
         auto& p = d.processing_configuration.emplace();
         p.enabled = true;
         p.processors.emplace().emplace_back().type = "Lambda";
       }},
      {"backup", kNo, [](auto& d) { d.s3_backup_mode = "Enabled"; }},
      {"conversion", kNo,
       [](auto& d) { d.data_format_conversion_configuration.emplace().enabled = true; }},
      {"partitioning", kNo,
       [](auto& d) { d.dynamic_partitioning_configuration.emplace().enabled = true; }},
      {"time zone", kNo, [](auto& d) { d.custom_time_zone = "Europe/Berlin"; }},
      {"extension", kModel, [](auto& d) { d.file_extension = "json"; }},
      {"error type in prefix", kBad, [](auto& d) { d.prefix = "!{firehose:error-output-type}/"; }},
      {"no error prefix", kBad, [](auto& d) { d.prefix = "!{timestamp:yyyy}/"; }},
      {"partition key", kBad,
       [](auto& d) {
         d.prefix = "!{partitionKeyFromQuery:a}/";
         d.error_output_prefix = "bad/";
       }},
      {"logging without group", kBad,
       [](auto& d) {
         d.cloud_watch_logging_options = {true, {}, {}};
       }},
  };
  for (const Case& one : cases) {
    auto input = BucketInput();
    one.change(*input.extended_s3_destination_configuration);
    auto made = service_->CreateDeliveryStream(Root(), input);
    ASSERT_FALSE(made) << one.what;
    EXPECT_EQ(made.error().code, one.code) << one.what << ": " << made.error().message;
    EXPECT_EQ(Status(), "ResourceNotFoundException") << one.what;
  }
}

TEST_F(FirehoseTest, AsksTheRoleBeforeItCreates) {
  roles_.untrusted = true;
  EXPECT_EQ(service_->CreateDeliveryStream(Root(), Input()).error().message,
            "Firehose is unable to assume role arn:aws:iam::111122223333:role/fh. Please check the "
            "role provided.");
  roles_.untrusted = false;
  gate_.denied = {"glue:GetTable"};
  EXPECT_EQ(service_->CreateDeliveryStream(Root(), Input()).error().message,
            "Role arn:aws:iam::111122223333:role/fh is not authorized to perform: glue:GetTable "
            "for the given table or "
            "the table does not exist.");
  gate_.denied = {"iam:PassRole"};
  EXPECT_EQ(service_->CreateDeliveryStream(Root(), Input()).error().kind, Kind::kDenied);
}

TEST_F(FirehoseTest, UpdatesMergeAndNeedTheCurrentVersion) {
  Create();
  api_firehose::UpdateDestinationInput input;
  input.delivery_stream_name = "s";
  input.current_delivery_stream_version_id = "1";
  input.destination_id = "destinationId-000000000001";
  input.iceberg_destination_update.emplace().buffering_hints = {{2, {}}};
  ASSERT_TRUE(service_->UpdateDestination(Root(), input));
  EXPECT_EQ(service_->UpdateDestination(Root(), input).error().code,
            "ConcurrentModificationException");
  const auto output =
      service_->DescribeDeliveryStream(Root(), Of<api_firehose::DescribeDeliveryStreamInput>("s"));
  const auto& stream = output->delivery_stream_description;
  EXPECT_EQ(stream.version_id, "2");
  EXPECT_EQ(stream.destinations[0].iceberg_destination_description->buffering_hints->size_in_mbs,
            2);
  EXPECT_EQ(
      stream.destinations[0].iceberg_destination_description->buffering_hints->interval_in_seconds,
      60);
  input.current_delivery_stream_version_id = "2";
  input.iceberg_destination_update->append_only = false;
  EXPECT_EQ(service_->UpdateDestination(Root(), input).error().code, "InvalidArgumentException");
}

// Whoever points a stream's role at something else must be allowed to pass it, and the role to
// reach it.
TEST_F(FirehoseTest, UpdatesPassTheRoleToNewTargets) {
  Create();
  MakeTable("others");
  auto input = Update(1);
  auto& tables =
      input.iceberg_destination_update.emplace().destination_table_configuration_list.emplace();
  tables.push_back(
      Input("others")
          .iceberg_destination_configuration->destination_table_configuration_list->front());
  gate_.denied = {std::string("iam:PassRole ") + kRole};
  EXPECT_EQ(service_->UpdateDestination(Root(), input).error().kind, Kind::kDenied);
  auto hints = Update(1);
  hints.iceberg_destination_update.emplace().buffering_hints = {{2, 30}};
  EXPECT_TRUE(service_->UpdateDestination(Root(), hints));
  gate_.denied = {"glue:GetTable"};
  input.current_delivery_stream_version_id = "2";
  EXPECT_EQ(service_->UpdateDestination(Root(), input).error().code, "InvalidArgumentException");
  gate_.denied.clear();
  tables[0].destination_table_name = "none";
  EXPECT_EQ(service_->UpdateDestination(Root(), input).error().code, "InvalidArgumentException");
  EXPECT_EQ(Described().version_id, "2");
  tables[0].destination_table_name = "others";
  ASSERT_TRUE(service_->UpdateDestination(Root(), input));
  Put(Record());
  ASSERT_TRUE(firehose_->Flush());
  EXPECT_EQ(Rows("others"), 1);
}

TEST_F(FirehoseTest, UpdatesKeepTheKindOfDestination) {
  Create(BucketInput());
  auto input = Update(1);
  EXPECT_EQ(service_->UpdateDestination(Root(), input).error().code, "InvalidArgumentException");
  input.http_endpoint_destination_update.emplace();
  EXPECT_EQ(service_->UpdateDestination(Root(), input).error().message,
            "Changing the destination type to or from HttpEndpoint is not supported at this time.");
  input.http_endpoint_destination_update.reset();
  input.iceberg_destination_update.emplace();
  EXPECT_EQ(service_->UpdateDestination(Root(), input).error().code, "NotImplemented");
  input.iceberg_destination_update.reset();
  input.s3_destination_update.emplace().prefix = "here/";
  ASSERT_TRUE(service_->UpdateDestination(Root(), input));
  const auto stream = Described();
  EXPECT_EQ(stream.version_id, "2");
  EXPECT_EQ(stream.destinations[0].s3_destination_description->prefix, "here/");
  EXPECT_EQ(stream.destinations[0].extended_s3_destination_description->prefix, "here/");
  EXPECT_EQ(stream.destinations[0]
                .extended_s3_destination_description->buffering_hints.interval_in_seconds,
            60);
}

TEST_F(FirehoseTest, KeepsTheStateOfItsEncryption) {
  Create();
  EXPECT_EQ(Described().delivery_stream_encryption_configuration->status, "DISABLED");
  auto start = Of<api_firehose::StartDeliveryStreamEncryptionInput>("s");
  ASSERT_TRUE(service_->StartDeliveryStreamEncryption(Root(), start));
  EXPECT_EQ(Described().delivery_stream_encryption_configuration->status, "ENABLED");
  EXPECT_EQ(Described().delivery_stream_encryption_configuration->key_type, "AWS_OWNED_CMK");
  auto& key = start.delivery_stream_encryption_configuration_input.emplace();
  key.key_type = "CUSTOMER_MANAGED_CMK";
  EXPECT_EQ(service_->StartDeliveryStreamEncryption(Root(), start).error().code,
            "InvalidArgumentException");
  key.key_arn = "arn:aws:kms:us-east-1:111122223333:key/k";
  gate_.denied = {"kms:CreateGrant"};
  EXPECT_EQ(service_->StartDeliveryStreamEncryption(Root(), start).error().kind, Kind::kDenied);
  gate_.denied.clear();
  ASSERT_TRUE(service_->StartDeliveryStreamEncryption(Root(), start));
  EXPECT_EQ(Described().delivery_stream_encryption_configuration->key_arn, key.key_arn);
  ASSERT_TRUE(service_->StopDeliveryStreamEncryption(
      Root(), Of<api_firehose::StopDeliveryStreamEncryptionInput>("s")));
  EXPECT_EQ(Described().delivery_stream_encryption_configuration->status, "DISABLED");
  EXPECT_EQ(service_
                ->StopDeliveryStreamEncryption(
                    Root(), Of<api_firehose::StopDeliveryStreamEncryptionInput>("none"))
                .error()
                .message,
            "Firehose none under account 111122223333 not found.");
}

TEST_F(FirehoseTest, RefusesPutsBeyondItsLimits) {
  Create();
  api_firehose::PutRecordInput one;
  one.delivery_stream_name = "s";
  one.record.data.assign(kRecordBytesMax + 1, 'x');
  EXPECT_EQ(service_->PutRecord(Root(), one).error().kind, Kind::kInvalid);
  api_firehose::PutRecordBatchInput batch;
  batch.delivery_stream_name = "s";
  batch.records.resize(kBatchRecordsMax + 1);
  EXPECT_EQ(service_->PutRecordBatch(Root(), batch).error().kind, Kind::kInvalid);
  batch.records.assign(5, {std::string(kRecordBytesMax, 'x')});
  EXPECT_EQ(service_->PutRecordBatch(Root(), batch).error().kind, Kind::kInvalid);
  batch.records.assign(4, {std::string(kRecordBytesMax, 'x')});
  const auto put = service_->PutRecordBatch(Root(), batch);
  ASSERT_TRUE(put) << put.error().message;
  EXPECT_EQ(put->failed_put_count, 0);
  std::set<std::string> ids;
  for (const auto& response : put->request_responses) ids.insert(*response.record_id);
  EXPECT_EQ(ids.size(), 4u);
  batch.delivery_stream_name = "none";
  EXPECT_EQ(service_->PutRecordBatch(Root(), batch).error().code, "ResourceNotFoundException");
}

}  // namespace
}  // namespace firn::services::firehose
