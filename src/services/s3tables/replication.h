#pragma once

#include <string>
#include <vector>

#include "services/s3tables/settings.h"

// Replication as documents: kept, versioned and answered. Nothing is copied by this lake.
namespace firn::services::s3tables {

// Naming the role of a configuration needs iam:PassRole to the replication service.
authz::Need PassRoleNeed(const std::string& role_arn);

// The destinations must be valid, different from each other and from the source, and exist where
// this lake would know.
Result<void> CheckDestinations(
    const S3Tables& s3tables, const api::Call& call, const state::Reader& reader,
    const Place& source, const std::vector<api::s3tables::ReplicationDestination>& destinations);

// kConflict, ConflictException, unless `given` names the present version or nothing. `current` is
// empty when nothing is configured.
Result<void> CheckVersion(const std::optional<std::string>& given, std::string_view current);

}  // namespace firn::services::s3tables
