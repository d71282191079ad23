// PutDestination: creates or replaces a name for where other accounts may send events to.
// Differs from AWS: the destination is stored and shown; its target need not exist and nothing is sent there.

#include "services/logs/logs.h"
#include "services/logs/ops.h"
#include "services/logs/tags.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::PutDestinationInput& input) {
  authz::Needs needs = NeedOn(call, "PutDestination", "destination:" + input.destination_name);
  needs.push_back({"iam:PassRole", input.role_arn, {{"iam:PassedToService", {"logs.amazonaws.com"}}}, {}});
  return needs;
}

Result<api_logs::PutDestinationOutput> Handle(Logs& logs, const api::Call& call,
                                              const api_logs::PutDestinationInput& input) {
  const auto target = Arn::Parse(input.target_arn);
  if (!target || (target->service != "kinesis" && target->service != "firehose")) {
    return api_logs::InvalidParameterException("targetArn must name a Kinesis stream: " + input.target_arn);
  }
  const auto role = Arn::Parse(input.role_arn);
  if (!role || role->service != "iam") return api_logs::InvalidParameterException("roleArn must name a role.");
  DestinationRecord record;
  FIRN_OK(logs.store.Write([&](state::Transaction& transaction) -> Result<void> {
    const std::string key = KindKey(call, "destination", input.destination_name);
    FIRN_TRY(const auto before, state::Load<DestinationRecord>(transaction, key));
    if (before) record = *before;
    record.destination.destination_name = input.destination_name;
    record.destination.target_arn = input.target_arn;
    record.destination.role_arn = input.role_arn;
    record.destination.arn =
        Arn::Of("logs", call.region, call.account, "destination:" + input.destination_name).text();
    if (!before) {
      record.destination.creation_time = EpochMillis(call.now);
      FIRN_OK(MergeTags(record.tags, input.tags.value_or(Tags{})));
    }
    state::Save(transaction, key, record);
    return {};
  }));
  api_logs::PutDestinationOutput output;
  output.destination = std::move(record.destination);
  return output;
}

}  // namespace firn::services::logs
