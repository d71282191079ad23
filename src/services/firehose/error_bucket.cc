#include "services/firehose/error_bucket.h"

#include "api/s3.h"
#include "services/firehose/error_output.h"

namespace firn::services::firehose {

Result<void> ErrorBucket::Write(const std::vector<FailedRecord>& failed, std::string_view type,
                                std::string_view purpose) {
  if (failed.empty()) return {};
  const auto& s3 = flush_.record.iceberg.s3_configuration;
  FIRN_TRY(const api::Call call, CallAsRole(firehose_, flush_.stream, s3.role_arn));
  FIRN_TRY(const Arn bucket, Arn::Parse(s3.bucket_arn));
  ErrorObject object;
  object.prefix = table_.s3_error_output_prefix.value_or("");
  if (object.prefix.empty()) object.prefix = s3.error_output_prefix.value_or("");
  object.fallback = s3.prefix.value_or("");
  object.type = type;
  object.time = flush_.progress.begun_at;
  object.stream = flush_.stream.name;
  object.version = flush_.progress.stream_version;
  const Time ended = firehose_.with.clock.Now();
  const std::string seed =
      flush_.stream.arn + "#" + flush_.stream.id + "|" + std::to_string(flush_.progress.delivered) +
      "-" + std::to_string(flush_.progress.begun) + "|" + table_.destination_database_name + "." +
      table_.destination_table_name + "|" + std::string(purpose) + "-" +
      std::to_string(failed.front().record->sequence) + "|";
  size_t part = 0;
  size_t data_bytes =
      0;  // decides where a part ends: the lines themselves differ from one repetition to the next
  std::string lines;
  const auto store = [&]() -> Result<void> {
    object.seed = seed + std::to_string(part++);
    data_bytes = 0;
    api::s3::PutObjectInput input;
    input.bucket = bucket.resource;
    input.key = ErrorObjectKey(object);
    input.body = wire::Body(std::exchange(lines, {}));
    FIRN_OK(firehose_.with.s3.PutObject(call, input));
    return {};
  };
  std::map<std::string, std::string> reported;
  for (const FailedRecord& row : failed) {
    AppendErrorLine(
        {row.record->data, row.code, row.message, flush_.attempts, row.record->arrival, ended},
        lines);
    reported.emplace(row.code, row.message);
    data_bytes += row.record->data.size() + kErrorLineBytes;
    if (data_bytes >= kErrorObjectBytesMax) FIRN_OK(store());
  }
  if (!lines.empty()) FIRN_OK(store());
  for (const auto& [code, message] : reported) Report(code, message);
  return {};
}

void ErrorBucket::Report(const std::string& code, const std::string& message) const {
  ReportFailure(
      firehose_, flush_,
      {table_.destination_database_name + "." + table_.destination_table_name, code, message});
}

}  // namespace firn::services::firehose
