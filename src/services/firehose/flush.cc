#include "services/firehose/flush.h"

#include "api/logs.h"
#include "base/log.h"
#include "format/json.h"

namespace firn::services::firehose {

Result<api::Call> CallAsRole(const Firehose& firehose, const LiveStream& stream,
                             const std::string& role_arn) {
  const api::Call own = firehose.OwnCall(stream.account, stream.region);
  auto principal = firehose.with.roles.AssumeForFirehose(own, role_arn, stream.arn);
  if (!principal) {
    Error error = std::move(principal).error();
    error.message =
        "Firehose is unable to assume role " + role_arn + ". Please check the role provided.";
    error.code = "Glue.AccessDenied";
    return Fail(std::move(error));
  }
  return api::As(own, *principal);
}

void ReportFailure(const Firehose& firehose, const FlushOf& flush, const Failure& failure) {
  const auto& options = LoggingOf(flush.record);
  if (!options || !options->enabled.value_or(false)) return;
  auto call = CallAsRole(firehose, flush.stream, RoleOf(flush.record));
  if (!call) return;
  format::Json event(format::Json::Object{});
  event.Set("deliveryStreamARN", flush.stream.arn);
  event.Set("destination", failure.destination);
  event.Set("deliveryStreamVersionId", flush.progress.stream_version);
  event.Set("message", failure.message);
  event.Set("errorCode", failure.code);
  api::logs::PutLogEventsInput input;
  input.log_group_name = options->log_group_name.value_or("");
  input.log_stream_name = options->log_stream_name.value_or("");
  input.log_events.push_back({EpochMillis(call->now), event.Text()});
  auto put = firehose.with.logs.PutLogEvents(*call, input);
  if (!put) {
    Log(LogLevel::kWarning, "a delivery error could not be put into CloudWatch Logs",
        {{"stream", flush.stream.arn}, {"error", put.error().message}});
  }
}

}  // namespace firn::services::firehose
