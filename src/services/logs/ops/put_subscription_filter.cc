// PutSubscriptionFilter: creates or replaces a filter that sends events on.
// Differs from AWS: the filter is stored and shown, and nothing is sent; Kinesis streams and Lambda functions, which do not
// exist here, are refused as AWS refuses those that it cannot reach.

#include "services/logs/filter_pattern.h"
#include "services/logs/limits.h"
#include "services/logs/logs.h"
#include "services/logs/ops.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

namespace {

Result<void> CheckDestination(const state::Reader& reader, const api::Call& call,
                              const api_logs::PutSubscriptionFilterInput& input) {
  const auto arn = Arn::Parse(input.destination_arn);
  if (!arn) return api_logs::InvalidParameterException("Invalid destinationArn: " + input.destination_arn);
  if (arn->service == "lambda") {
    return api_logs::InvalidParameterException("Could not execute the lambda function. Make sure you have given CloudWatch "
                                               "Logs permission to execute your function.");
  }
  if (arn->service == "firehose" || arn->service == "kinesis") {
    if (!input.role_arn) {
      return api_logs::InvalidParameterException("destinationArn for vendor " + arn->service +
                                                 " cannot be used without roleArn");
    }
    if (arn->service == "kinesis") {
      return api_logs::InvalidParameterException("Could not deliver test message to specified Kinesis stream. Check if the "
                                                 "given kinesis stream is in ACTIVE state.");
    }
    return {};
  }
  const std::string prefix = Arn::Of("logs", call.region, call.account, "destination:").text();
  if (!input.destination_arn.starts_with(prefix) ||
      !reader.Has(KindKey(call, "destination", input.destination_arn.substr(prefix.size())))) {
    return api_logs::InvalidParameterException("The specified destination does not exist: " + input.destination_arn);
  }
  return {};
}

}  // namespace

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::PutSubscriptionFilterInput& input) {
  authz::Needs needs = NeedOnGroup(call, "PutSubscriptionFilter", input.log_group_name);
  if (input.role_arn) {
    needs.push_back({"iam:PassRole", *input.role_arn, {{"iam:PassedToService", {"logs.amazonaws.com"}}}, {}});
  }
  return needs;
}

Result<api_logs::PutSubscriptionFilterOutput> Handle(Logs& logs, const api::Call& call,
                                                     const api_logs::PutSubscriptionFilterInput& input) {
  const auto pattern = FilterPattern::Parse(input.filter_pattern);
  if (!pattern) return api_logs::InvalidParameterException(pattern.error().message);
  FIRN_OK(logs.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(const auto group, FindGroup(transaction, call, input.log_group_name));
    if (group.log_class != "STANDARD") {
      return api_logs::InvalidOperationException("Subscription filters are not supported for this log group class.");
    }
    FIRN_OK(CheckDestination(transaction, call, input));
    const std::string key = InGroupKey(call, "subscription-filter", input.log_group_name, input.filter_name);
    const std::string prefix = InGroupPrefix(call, "subscription-filter", input.log_group_name);
    FIRN_TRY(const auto existing, state::List<api_logs::SubscriptionFilter>(transaction, prefix, "", SIZE_MAX));
    FIRN_TRY(const auto before, state::Load<api_logs::SubscriptionFilter>(transaction, key));
    if (!before && existing.items.size() >= kSubscriptionFiltersPerGroupMax) {
      return api_logs::LimitExceededException("Resource limit exceeded.");
    }
    api_logs::SubscriptionFilter filter;
    filter.filter_name = input.filter_name;
    filter.log_group_name = input.log_group_name;
    filter.filter_pattern = input.filter_pattern;
    filter.destination_arn = input.destination_arn;
    filter.role_arn = input.role_arn;
    filter.distribution = input.distribution.value_or("ByLogStream");
    filter.apply_on_transformed_logs = input.apply_on_transformed_logs.value_or(false);
    filter.creation_time = before ? before->creation_time : EpochMillis(call.now);
    filter.field_selection_criteria = input.field_selection_criteria;
    filter.emit_system_fields = input.emit_system_fields;
    state::Save(transaction, key, filter);
    return {};
  }));
  return api_logs::PutSubscriptionFilterOutput{};
}

}  // namespace firn::services::logs
