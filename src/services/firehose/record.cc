#include "services/firehose/record.h"

#include "services/firehose/limits.h"

namespace firn::services::firehose {

Buffering BufferingOf(const StreamRecord& record) {
  const auto& hints = record.s3 ? record.s3->buffering_hints : record.iceberg.buffering_hints;
  const int megabytes =
      hints ? hints->size_in_mbs.value_or(kBufferMegabytesDefault) : kBufferMegabytesDefault;
  const int seconds =
      hints ? hints->interval_in_seconds.value_or(kBufferSecondsDefault) : kBufferSecondsDefault;
  return {static_cast<uint64_t>(megabytes) << 20, std::chrono::seconds(seconds)};
}

const std::optional<api::firehose::CloudWatchLoggingOptions>& LoggingOf(
    const StreamRecord& record) {
  return record.s3 ? record.s3->cloud_watch_logging_options
                   : record.iceberg.cloud_watch_logging_options;
}

const std::string& RoleOf(const StreamRecord& record) {
  return record.s3 ? record.s3->role_arn : record.iceberg.role_arn;
}

}  // namespace firn::services::firehose
