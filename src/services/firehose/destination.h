#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/firehose/firehose.h"

namespace firn::services::firehose {

// The rules of CreateDeliveryStream and UpdateDestination for an Iceberg destination that the
// service model does not state; InvalidArgumentException, or NotImplemented naming what this
// service does not do.
Result<void> CheckDestination(const api::firehose::IcebergDestinationConfiguration& destination);

// "A:s3tablescatalog/b" of "arn:aws:glue:R:A:catalog/s3tablescatalog/b"; "A" of "…:catalog".
// InvalidArgumentException when it is no catalog or lies in another region than the call's.
Result<std::string> CatalogIdOf(const api::Call& call,
                                const api::firehose::IcebergDestinationConfiguration& destination);

// The caller may hand the destination's roles to Firehose.
void AddPassRole(const std::string& role_arn, authz::Needs& needs);

// The roles that Firehose acts in for a stream.
std::vector<std::string> RolesOf(const StreamRecord& record);

// What Firehose looks at before it accepts a stream's destination: its roles can be assumed, and
// the delivery role may see every configured table. InvalidArgumentException in Firehose's words.
Result<void> CheckReachable(const Firehose& firehose, const api::Call& call,
                            const StreamRecord& record);

// A table as the delivery role sees it through Glue, links followed.
struct ResolvedTable {
  TablePlace place;
  AccountId owner;
  std::string table_arn;
  std::string catalog_id;  // the real ones, for Lake Formation
  std::string database;
  bool lake_formation = false;  // access to data is Lake Formation's to give
};

// Asks Glue as the call's principal. kUnsupported for tables that do not lie in S3 Tables.
Result<ResolvedTable> ResolveTable(api::Glue& glue, const api::Call& role_call,
                                   const std::string& catalog_id, const std::string& database,
                                   const std::string& table);

// Parts of every kind of destination.
Result<void> CheckLogging(const std::optional<api::firehose::CloudWatchLoggingOptions>& options);
Result<void> CheckHints(const std::optional<api::firehose::BufferingHints>& hints);

Unexpected NotImplementedHere(std::string_view what);

}  // namespace firn::services::firehose
