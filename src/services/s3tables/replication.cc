#include "services/s3tables/replication.h"

#include <set>

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Need PassRoleNeed(const std::string& role_arn) {
  authz::Need need{"iam:PassRole", role_arn, {}, {}};
  need.context["iam:PassedToService"] = {"replication.s3tables.amazonaws.com"};
  return need;
}

Result<void> CheckDestinations(
    const S3Tables& s3tables, const api::Call& call, const state::Reader& reader,
    const Place& source, const std::vector<api_tables::ReplicationDestination>& destinations) {
  std::set<std::string> seen;
  for (const auto& destination : destinations) {
    const std::string& arn = destination.destination_table_bucket_arn;
    if (arn == source.arn) {
      return api_tables::BadRequestException("A table bucket cannot be replicated to itself.");
    }
    if (!seen.insert(arn).second) {
      return api_tables::BadRequestException(
          "Every destination of a replication rule must be a different table bucket.");
    }
    FIRN_TRY(const Arn parsed, Arn::Parse(arn));
    api::Call there = call;
    FIRN_TRY(there.region, Region::Parse(parsed.region));
    FIRN_TRY(const Place place, PlaceOf(there, arn));
    // Another account's buckets are not told about.
    if (place.account == call.account) FIRN_OK(s3tables.FindBucket(reader, place));
  }
  return {};
}

Result<void> CheckVersion(const std::optional<std::string>& given, std::string_view current) {
  if (!given || *given == current) return {};
  return api_tables::ConflictException(
      "Provided version token does not match the replication configuration's.");
}

}  // namespace firn::services::s3tables
