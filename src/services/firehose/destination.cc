#include "services/firehose/destination.h"

#include <algorithm>
#include <set>

#include "api/glue.h"
#include "services/firehose/error_output.h"
#include "services/firehose/route.h"

namespace firn::services::firehose {

namespace api_firehose = api::firehose;

namespace {

constexpr std::string_view kService = "firehose.amazonaws.com";

Result<void> CheckTables(const api_firehose::IcebergDestinationConfiguration& destination) {
  FIRN_OK(Router::Of(destination));
  std::set<std::pair<std::string, std::string>> seen;
  for (const auto& table : destination.destination_table_configuration_list.value_or(
           std::vector<api_firehose::DestinationTableConfiguration>{})) {
    if (!seen.emplace(table.destination_database_name, table.destination_table_name).second) {
      return api_firehose::InvalidArgumentException(
          "DestinationTableConfigurationList names a table twice: " +
          table.destination_database_name + "." + table.destination_table_name);
    }
    if (table.partition_spec && table.partition_spec->identity &&
        !table.partition_spec->identity->empty()) {
      return NotImplementedHere("PartitionSpec");
    }
    if (destination.append_only.value_or(false) && table.unique_keys &&
        !table.unique_keys->empty()) {
      return api_firehose::InvalidArgumentException(
          "UniqueKeys cannot be specified when AppendOnly is true");
    }
    if (table.s3_error_output_prefix) FIRN_OK(CheckErrorPrefix(*table.s3_error_output_prefix));
  }
  return {};
}

Result<void> CheckErrorBucket(const api_firehose::S3DestinationConfiguration& s3) {
  FIRN_OK(CheckLogging(s3.cloud_watch_logging_options));
  if (s3.compression_format.value_or("UNCOMPRESSED") != "UNCOMPRESSED") {
    return NotImplementedHere("S3Configuration.CompressionFormat " + *s3.compression_format);
  }
  if (s3.encryption_configuration && s3.encryption_configuration->kms_encryption_config) {
    return NotImplementedHere("S3Configuration.EncryptionConfiguration.KMSEncryptionConfig");
  }
  if (s3.error_output_prefix) FIRN_OK(CheckErrorPrefix(*s3.error_output_prefix));
  return {};
}

}  // namespace

Result<void> CheckLogging(const std::optional<api_firehose::CloudWatchLoggingOptions>& options) {
  if (!options || !options->enabled.value_or(false)) return {};
  if (options->log_group_name.value_or("").empty() ||
      options->log_stream_name.value_or("").empty()) {
    return api_firehose::InvalidArgumentException(
        "CloudWatchLoggingOptions needs LogGroupName and LogStreamName when it is enabled");
  }
  return {};
}

Result<void> CheckHints(const std::optional<api_firehose::BufferingHints>& hints) {
  if (hints && hints->size_in_mbs.has_value() != hints->interval_in_seconds.has_value()) {
    return api_firehose::InvalidArgumentException(
        "BufferingHints must have both SizeInMBs and IntervalInSeconds, or neither");
  }
  return {};
}

Unexpected NotImplementedHere(std::string_view what) {
  return Fail(Error{
      Kind::kUnsupported, std::string(what) + " is not implemented", "NotImplemented", 501, {}});
}

Result<void> CheckDestination(const api_firehose::IcebergDestinationConfiguration& destination) {
  FIRN_OK(CheckLogging(destination.cloud_watch_logging_options));
  if (destination.s3_backup_mode.value_or("FailedDataOnly") != "FailedDataOnly") {
    return api_firehose::InvalidArgumentException(
        "S3BackupMode must be FailedDataOnly for an Iceberg destination");
  }
  if (destination.schema_evolution_configuration &&
      destination.schema_evolution_configuration->enabled) {
    return NotImplementedHere("SchemaEvolutionConfiguration");
  }
  if (destination.table_creation_configuration &&
      destination.table_creation_configuration->enabled) {
    return NotImplementedHere("TableCreationConfiguration");
  }
  if (!destination.catalog_configuration.warehouse_location.value_or("").empty()) {
    return NotImplementedHere("CatalogConfiguration.WarehouseLocation");
  }
  if (destination.catalog_configuration.catalog_arn.value_or("").empty()) {
    return api_firehose::InvalidArgumentException(
        "CatalogConfiguration.CatalogARN must be specified");
  }
  FIRN_OK(CheckTables(destination));
  return CheckErrorBucket(destination.s3_configuration);
}

Result<std::string> CatalogIdOf(const api::Call& call,
                                const api_firehose::IcebergDestinationConfiguration& destination) {
  const std::string text = destination.catalog_configuration.catalog_arn.value_or("");
  const auto arn = Arn::Parse(text);
  if (!arn || arn->service != "glue" || arn->account.empty() ||
      (arn->resource != "catalog" && !arn->resource.starts_with("catalog/"))) {
    return api_firehose::InvalidArgumentException("CatalogARN is not the ARN of a Glue catalog: " +
                                                  text);
  }
  if (arn->region != call.region.text()) {
    return NotImplementedHere("A catalog in another region than the stream's");
  }
  constexpr std::string_view kCatalog = "catalog/";
  if (arn->resource == "catalog") return arn->account;
  return arn->account + ":" + arn->resource.substr(kCatalog.size());
}

void AddPassRole(const std::string& role_arn, authz::Needs& needs) {
  const bool there = std::any_of(needs.begin(), needs.end(), [&](const authz::Need& need) {
    return need.action == "iam:PassRole" && need.resource == role_arn;
  });
  if (!there)
    needs.push_back(
        {"iam:PassRole", role_arn, {{"iam:PassedToService", {std::string(kService)}}}, {}});
}

std::vector<std::string> RolesOf(const StreamRecord& record) {
  std::vector<std::string> roles{RoleOf(record)};
  if (!record.s3 && record.iceberg.s3_configuration.role_arn != roles[0]) {
    roles.push_back(record.iceberg.s3_configuration.role_arn);
  }
  return roles;
}

Result<void> CheckReachable(const Firehose& firehose, const api::Call& call,
                            const StreamRecord& record) {
  const std::string arn = StreamArn(call.account, call.region, record.name).text();
  std::optional<authz::Principal> delivery;
  for (const std::string& role : RolesOf(record)) {
    auto principal = firehose.with.roles.AssumeForFirehose(call, role, arn);
    if (!principal) {
      return api_firehose::InvalidArgumentException("Firehose is unable to assume role " + role +
                                                    ". Please check the role provided.");
    }
    if (!delivery) delivery = *std::move(principal);
  }
  if (record.s3) return {};
  FIRN_TRY(const std::string catalog_id, CatalogIdOf(call, record.iceberg));
  for (const auto& table : record.iceberg.destination_table_configuration_list.value_or(
           std::vector<api_firehose::DestinationTableConfiguration>{})) {
    auto found = ResolveTable(firehose.with.glue, api::As(call, *delivery), catalog_id,
                              table.destination_database_name, table.destination_table_name);
    if (found) continue;
    if (found.error().kind == Kind::kUnsupported) return NotImplementedHere(found.error().message);
    return api_firehose::InvalidArgumentException(
        "Role " + record.iceberg.role_arn +
        " is not authorized to perform: glue:GetTable for the given table "
        "or the table does not exist.");
  }
  return {};
}

Result<ResolvedTable> ResolveTable(api::Glue& glue, const api::Call& role_call,
                                   const std::string& catalog_id, const std::string& database,
                                   const std::string& table) {
  api::glue::GetTableInput input;
  input.catalog_id = catalog_id;
  input.database_name = database;
  input.name = table;
  FIRN_TRY(const auto output, glue.GetTable(role_call, input));
  if (!output.table) return Fail(Kind::kNotFound, "Entity Not Found");
  const auto& found = *output.table;
  const auto unsupported = [&] {
    return Fail(Kind::kUnsupported, "Delivery to tables outside S3 Tables");
  };
  if (!found.federated_table || !found.federated_table->identifier) return unsupported();
  ResolvedTable resolved;
  resolved.table_arn = *found.federated_table->identifier;
  const std::string home = found.federated_table->database_identifier.value_or("");
  const size_t bar = home.find('|');
  const auto arn = Arn::Parse(home.substr(0, bar));
  if (bar == std::string::npos || !arn || arn->service != "s3tables") return unsupported();
  FIRN_TRY(resolved.owner, AccountId::Parse(arn->account));
  resolved.place = {home.substr(0, bar), home.substr(bar + 1), found.name};
  if (found.target_table && found.target_table->name)
    resolved.place.table = *found.target_table->name;
  // Seen through a table's link the id is the link's.
  resolved.catalog_id = found.catalog_id.value_or("");
  if (resolved.catalog_id.find('/') == std::string::npos) {
    resolved.catalog_id =
        arn->account + ":s3tablescatalog/" + arn->resource.substr(arn->resource.find('/') + 1);
  }
  resolved.database = resolved.place.namespace_name;
  resolved.lake_formation = found.is_registered_with_lake_formation.value_or(false);
  return resolved;
}

}  // namespace firn::services::firehose
