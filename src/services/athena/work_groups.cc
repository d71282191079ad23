#include "services/athena/work_groups.h"

namespace firn::services::athena {
namespace {

namespace api_athena = api::athena;

constexpr std::string_view kAuto = "AUTO";

Result<void> CheckEngine(api_athena::WorkGroupConfiguration& configuration) {
  const std::string selected =
      configuration.engine_version
          ? configuration.engine_version->selected_engine_version.value_or(std::string(kAuto))
          : std::string(kAuto);
  if (selected != kAuto && selected != kEngineVersion) {
    return api_athena::InvalidRequestException("Engine version " + selected + " is not supported");
  }
  auto& version = configuration.engine_version.emplace();
  version.selected_engine_version = selected;
  version.effective_engine_version = std::string(kEngineVersion);
  return {};
}

// What belongs to Spark, to Identity Center or to keys would be kept without doing anything.
Result<void> CheckEffective(const api_athena::WorkGroupConfiguration& configuration) {
  const auto refuse = [](bool given, std::string_view name) -> Result<void> {
    if (given) return NotImplementedHere(name);
    return {};
  };
  FIRN_OK(refuse(configuration.additional_configuration.has_value(), "AdditionalConfiguration"));
  FIRN_OK(refuse(configuration.execution_role.has_value(), "ExecutionRole"));
  FIRN_OK(refuse(configuration.monitoring_configuration.has_value(), "MonitoringConfiguration"));
  FIRN_OK(refuse(configuration.engine_configuration.has_value(), "EngineConfiguration"));
  FIRN_OK(refuse(configuration.customer_content_encryption_configuration.has_value(),
                 "CustomerContentEncryptionConfiguration"));
  FIRN_OK(refuse(configuration.enable_minimum_encryption_configuration.value_or(false),
                 "EnableMinimumEncryptionConfiguration"));
  FIRN_OK(refuse(configuration.identity_center_configuration.has_value(),
                 "IdentityCenterConfiguration"));
  FIRN_OK(refuse(configuration.query_results_s3_access_grants_configuration.has_value(),
                 "QueryResultsS3AccessGrantsConfiguration"));
  const auto& managed = configuration.managed_query_results_configuration;
  FIRN_OK(refuse(managed && managed->encryption_configuration.has_value(),
                 "ManagedQueryResultsConfiguration.EncryptionConfiguration"));
  if (managed && managed->enabled && configuration.result_configuration &&
      configuration.result_configuration->output_location) {
    return api_athena::InvalidRequestException(
        "OutputLocation cannot be specified when ManagedQueryResultsConfiguration is enabled");
  }
  return {};
}

WorkGroupRecord NewPrimary() {
  WorkGroupRecord group;
  group.name = std::string(kPrimary);
  group.state = "ENABLED";
  group.configuration.result_configuration.emplace();
  group.configuration.enforce_work_group_configuration = false;
  // The defaults contradict nothing.
  (void)CompleteConfiguration(group.configuration);
  return group;
}

template <class T>
void Take(const std::optional<T>& update, std::optional<T>& member) {
  if (update) member = update;
}

// A member that an update sets, or removes; both at once is refused.
template <class T>
Result<void> TakeOrRemove(const std::optional<T>& update, const std::optional<bool>& remove,
                          std::optional<T>& member, std::string_view name) {
  if (remove.value_or(false)) {
    if (update) {
      return api_athena::InvalidRequestException(std::string(name) +
                                                 " cannot be set and removed at once");
    }
    member.reset();
  }
  Take(update, member);
  return {};
}

}  // namespace

Unexpected NotImplementedHere(std::string_view what) {
  return Fail(Error{
      Kind::kUnsupported, std::string(what) + " is not implemented", "NotImplemented", 501, {}});
}

std::string WorkGroupArn(const api::Call& call, const std::optional<std::string>& name) {
  return Arn::Of("athena", call.region, call.account,
                 "workgroup/" + name.value_or(std::string(kPrimary)))
      .text();
}

Result<WorkGroupRecord> FindWorkGroup(const state::Reader& reader, const api::Call& call,
                                      std::string_view name) {
  FIRN_TRY(auto record, state::Load<WorkGroupRecord>(reader, WorkGroupKey(call, name)));
  if (record) return *std::move(record);
  if (name == kPrimary) return NewPrimary();
  return api_athena::InvalidRequestException("WorkGroup " + std::string(name) + " is not found.");
}

Result<void> CheckResultConfiguration(const api_athena::ResultConfiguration& configuration) {
  const std::string location = configuration.output_location.value_or("s3://bucket");
  constexpr std::string_view kScheme = "s3://";
  if (!location.starts_with(kScheme) || location.size() == kScheme.size() ||
      location[kScheme.size()] == '/') {
    return api_athena::InvalidRequestException("outputLocation is not a valid S3 path.");
  }
  const auto& encryption = configuration.encryption_configuration;
  if (!encryption) return {};
  if (encryption->encryption_option == "CSE_KMS")
    return NotImplementedHere("EncryptionOption CSE_KMS");
  if (encryption->encryption_option == "SSE_KMS" && encryption->kms_key.value_or("").empty()) {
    return api_athena::InvalidRequestException(
        "KmsKey must be specified for EncryptionOption SSE_KMS");
  }
  return {};
}

Result<void> CompleteConfiguration(api_athena::WorkGroupConfiguration& configuration) {
  FIRN_OK(CheckEffective(configuration));
  if (configuration.result_configuration)
    FIRN_OK(CheckResultConfiguration(*configuration.result_configuration));
  FIRN_OK(CheckEngine(configuration));
  const auto complete = [](std::optional<bool>& member, bool value) {
    if (!member) member = value;
  };
  complete(configuration.enforce_work_group_configuration, true);
  complete(configuration.publish_cloud_watch_metrics_enabled, false);
  complete(configuration.requester_pays_enabled, false);
  complete(configuration.enable_minimum_encryption_configuration, false);
  return {};
}

Result<void> UpdateConfiguration(const api_athena::WorkGroupConfigurationUpdates& updates,
                                 api_athena::WorkGroupConfiguration& configuration) {
  Take(updates.enforce_work_group_configuration, configuration.enforce_work_group_configuration);
  Take(updates.publish_cloud_watch_metrics_enabled,
       configuration.publish_cloud_watch_metrics_enabled);
  Take(updates.requester_pays_enabled, configuration.requester_pays_enabled);
  Take(updates.engine_version, configuration.engine_version);
  Take(updates.additional_configuration, configuration.additional_configuration);
  Take(updates.execution_role, configuration.execution_role);
  Take(updates.enable_minimum_encryption_configuration,
       configuration.enable_minimum_encryption_configuration);
  Take(updates.query_results_s3_access_grants_configuration,
       configuration.query_results_s3_access_grants_configuration);
  Take(updates.monitoring_configuration, configuration.monitoring_configuration);
  Take(updates.engine_configuration, configuration.engine_configuration);
  FIRN_OK(TakeOrRemove(updates.bytes_scanned_cutoff_per_query,
                       updates.remove_bytes_scanned_cutoff_per_query,
                       configuration.bytes_scanned_cutoff_per_query, "BytesScannedCutoffPerQuery"));
  FIRN_OK(TakeOrRemove(updates.customer_content_encryption_configuration,
                       updates.remove_customer_content_encryption_configuration,
                       configuration.customer_content_encryption_configuration,
                       "CustomerContentEncryptionConfiguration"));
  if (const auto& result = updates.result_configuration_updates) {
    auto& kept = configuration.result_configuration;
    if (!kept) kept.emplace();
    FIRN_OK(TakeOrRemove(result->output_location, result->remove_output_location,
                         kept->output_location, "OutputLocation"));
    FIRN_OK(TakeOrRemove(result->encryption_configuration, result->remove_encryption_configuration,
                         kept->encryption_configuration, "EncryptionConfiguration"));
    FIRN_OK(TakeOrRemove(result->expected_bucket_owner, result->remove_expected_bucket_owner,
                         kept->expected_bucket_owner, "ExpectedBucketOwner"));
    FIRN_OK(TakeOrRemove(result->acl_configuration, result->remove_acl_configuration,
                         kept->acl_configuration, "AclConfiguration"));
  }
  if (const auto& managed = updates.managed_query_results_configuration_updates) {
    auto& kept = configuration.managed_query_results_configuration;
    if (!kept) kept.emplace();
    if (managed->enabled) kept->enabled = *managed->enabled;
    FIRN_OK(TakeOrRemove(managed->encryption_configuration,
                         managed->remove_encryption_configuration, kept->encryption_configuration,
                         "EncryptionConfiguration"));
  }
  return CompleteConfiguration(configuration);
}

Result<ResultPlace> ResultPlaceOf(const WorkGroupRecord& group,
                                  const std::optional<api_athena::ResultConfiguration>& asked) {
  const auto& configuration = group.configuration;
  const auto& managed = configuration.managed_query_results_configuration;
  const bool enforced = configuration.enforce_work_group_configuration.value_or(true);
  ResultPlace place;
  if (asked) FIRN_OK(CheckResultConfiguration(*asked));
  // A work group that keeps results itself gives way to a location of the client's, unless its
  // settings are enforced.
  if (managed && managed->enabled && (enforced || !asked || !asked->output_location)) {
    place.kept_by_service = true;
    return place;
  }
  const auto own = configuration.result_configuration.value_or(api_athena::ResultConfiguration{});
  if (enforced) {
    place.configuration = own;
  } else {
    place.configuration = asked.value_or(api_athena::ResultConfiguration{});
    if (!place.configuration.output_location)
      place.configuration.output_location = own.output_location;
    if (!place.configuration.encryption_configuration) {
      place.configuration.encryption_configuration = own.encryption_configuration;
    }
    if (!place.configuration.expected_bucket_owner)
      place.configuration.expected_bucket_owner = own.expected_bucket_owner;
    if (!place.configuration.acl_configuration)
      place.configuration.acl_configuration = own.acl_configuration;
  }
  if (!place.configuration.output_location) {
    // The primary work group keeps results itself until it is told otherwise: a lake needs no
    // bucket for them.
    if (group.name == kPrimary && !managed && !enforced) {
      place.kept_by_service = true;
      return place;
    }
    return api_athena::InvalidRequestException(
        "No output location provided. An output location is required either through the Workgroup "
        "result configuration "
        "setting or as an API input.");
  }
  return place;
}

}  // namespace firn::services::athena
