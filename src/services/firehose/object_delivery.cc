#include "services/firehose/object_delivery.h"

#include "api/s3.h"
#include "format/compress.h"
#include "services/firehose/destination.h"
#include "services/firehose/error_output.h"

namespace firn::services::firehose {
namespace {

namespace api_firehose = api::firehose;

constexpr std::string_view kDelimiterProcessor = "AppendDelimiterToRecord";

bool IsCompressed(const api_firehose::ExtendedS3DestinationConfiguration& destination) {
  return destination.compression_format.value_or("UNCOMPRESSED") == "GZIP";
}

// What follows each record: the configured delimiter, in which \n stands for a line's end; nothing
// without the processor.
std::string DelimiterOf(const api_firehose::ExtendedS3DestinationConfiguration& destination) {
  const auto& processing = destination.processing_configuration;
  if (!processing || !processing->enabled.value_or(false) || !processing->processors) return {};
  for (const auto& processor : *processing->processors) {
    if (processor.type != kDelimiterProcessor) continue;
    for (const auto& parameter :
         processor.parameters.value_or(std::vector<api_firehose::ProcessorParameter>{})) {
      if (parameter.parameter_name == "Delimiter" && parameter.parameter_value != "\\n") {
        return parameter.parameter_value;
      }
    }
    return "\n";
  }
  return {};
}

Result<void> CheckPrefixes(const api_firehose::ExtendedS3DestinationConfiguration& destination) {
  const std::string prefix = destination.prefix.value_or("");
  const std::string error_prefix = destination.error_output_prefix.value_or("");
  FIRN_OK(CheckDataPrefix(prefix));
  if (!error_prefix.empty()) FIRN_OK(CheckErrorPrefix(error_prefix));
  if (prefix.find("!{") != std::string::npos && error_prefix.empty()) {
    return api_firehose::InvalidArgumentException(
        "ErrorOutputPrefix can't be null when Prefix contains expressions");
  }
  return {};
}

}  // namespace

Result<void> CheckBucketDestination(
    const api_firehose::ExtendedS3DestinationConfiguration& destination) {
  FIRN_OK(CheckLogging(destination.cloud_watch_logging_options));
  FIRN_OK(CheckHints(destination.buffering_hints));
  const std::string compression = destination.compression_format.value_or("UNCOMPRESSED");
  if (compression != "UNCOMPRESSED" && compression != "GZIP")
    return NotImplementedHere("CompressionFormat " + compression);
  if (destination.encryption_configuration &&
      destination.encryption_configuration->kms_encryption_config) {
    return NotImplementedHere("EncryptionConfiguration.KMSEncryptionConfig");
  }
  const auto& processing = destination.processing_configuration;
  if (processing && processing->enabled.value_or(false) && processing->processors) {
    for (const auto& processor : *processing->processors) {
      if (processor.type == kDelimiterProcessor) continue;
      return NotImplementedHere("ProcessingConfiguration with processor " + processor.type);
    }
  }
  if (destination.s3_backup_mode.value_or("Disabled") != "Disabled")
    return NotImplementedHere("S3BackupMode Enabled");
  const auto& conversion = destination.data_format_conversion_configuration;
  if (conversion && conversion->enabled.value_or(true))
    return NotImplementedHere("DataFormatConversionConfiguration");
  const auto& partitioning = destination.dynamic_partitioning_configuration;
  if (partitioning && partitioning->enabled.value_or(false)) {
    return NotImplementedHere("DynamicPartitioningConfiguration");
  }
  const std::string zone = destination.custom_time_zone.value_or("");
  if (!zone.empty() && zone != "UTC") return NotImplementedHere("CustomTimeZone " + zone);
  return CheckPrefixes(destination);
}

api_firehose::ExtendedS3DestinationConfiguration ExtendedOf(
    const api_firehose::S3DestinationConfiguration& destination) {
  api_firehose::ExtendedS3DestinationConfiguration extended;
  extended.role_arn = destination.role_arn;
  extended.bucket_arn = destination.bucket_arn;
  extended.prefix = destination.prefix;
  extended.error_output_prefix = destination.error_output_prefix;
  extended.buffering_hints = destination.buffering_hints;
  extended.compression_format = destination.compression_format;
  extended.encryption_configuration = destination.encryption_configuration;
  extended.cloud_watch_logging_options = destination.cloud_watch_logging_options;
  return extended;
}

Result<void> PutObjectOf(Firehose& firehose, const FlushOf& flush,
                         const std::vector<LogRecord>& records, Attempt& attempt) {
  const auto& destination = *flush.record.s3;
  FIRN_TRY(const api::Call call, CallAsRole(firehose, flush.stream, destination.role_arn));
  FIRN_TRY(const Arn bucket, Arn::Parse(destination.bucket_arn));
  const std::string delimiter = DelimiterOf(destination);
  std::string body;
  size_t bytes = records.size() * delimiter.size();
  for (const LogRecord& record : records) bytes += record.data.size();
  body.reserve(bytes);
  for (const LogRecord& record : records) {
    body += record.data;
    body += delimiter;
  }
  attempt.rows = attempt.delivered = records.size();
  if (IsCompressed(destination)) body = format::GzipCompress(body);
  DataObject object;
  object.prefix = destination.prefix.value_or("");
  object.oldest = records.front().arrival;
  object.written = flush.progress.begun_at;
  object.stream = flush.stream.name;
  object.version = flush.progress.stream_version;
  object.extension = destination.file_extension.value_or("");
  if (object.extension.empty() && IsCompressed(destination)) object.extension = ".gz";
  object.seed = flush.stream.arn + "#" + flush.stream.id + "|" +
                std::to_string(flush.progress.delivered) + "-" +
                std::to_string(flush.progress.begun);
  api::s3::PutObjectInput input;
  input.bucket = bucket.resource;
  input.key = DataObjectKey(object);
  input.content_type = "application/octet-stream";
  attempt.bytes = body.size();
  input.body = wire::Body(std::move(body));
  auto stored = firehose.with.s3.PutObject(call, input);
  if (!stored) {
    Error error = std::move(stored).error();
    if (error.kind == Kind::kDenied) error.code = "S3.AccessDenied";
    if (error.code == "NoSuchBucket") error.code = "S3.NoSuchBucket";
    return Fail(std::move(error));
  }
  attempt.committed = true;
  return {};
}

}  // namespace firn::services::firehose
