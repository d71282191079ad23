// GetTemporaryGlueTableCredentials: credentials of the role registered for a table's data, good for
// that table only, for an engine that reads the data itself. Whoever holds only some columns or
// rows is refused unless the engine says that it leaves the others out, and the account trusts it
// to. Differs from AWS: credentials last at most six hours, whatever the model allows; S3Path must
// lie in the table's own location.

#include <algorithm>

#include "services/lakeformation/credentials.h"
#include "services/lakeformation/ops.h"
#include "services/lakeformation/places.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

namespace {

std::vector<std::string> PermissionsOf(const lf::GetTemporaryGlueTableCredentialsInput& input) {
  if (!input.permissions || input.permissions->empty()) return {"SELECT"};
  std::set<std::string> words(input.permissions->begin(), input.permissions->end());
  if (words.erase("ALL") != 0 || words.erase("SUPER_USER") != 0) {
    words.merge(std::set<std::string>(authz::AllPermissionsOn(authz::LakeKind::kTable)));
  }
  return {words.begin(), words.end()};
}

bool Writes(const std::vector<std::string>& permissions) {
  return std::any_of(permissions.begin(), permissions.end(),
                     [](const std::string& word) { return word == "INSERT" || word == "DELETE"; });
}

Result<std::string> PlaceFor(const CatalogObject& table, const std::optional<std::string>& asked) {
  FIRN_TRY(const std::string own, PlaceArn(table.location));
  if (!asked) return own;
  FIRN_TRY(std::string place, PlaceArn(*asked));
  if (place != own && !place.starts_with(own + "/")) return Denied("Access is not allowed.");
  return place;
}

}  // namespace

authz::Needs NeedsFor(const LakeFormation&, const api::Call& call,
                      const lf::GetTemporaryGlueTableCredentialsInput& input) {
  constexpr const char* kAction = "lakeformation:GetDataAccess";
  authz::Needs needs = {{kAction, "*", {}, {}}};
  const auto target = ReadTableArn(call, input.table_arn);
  if (!target) return needs;  // the operation refuses it
  for (auto& need : LookNeeds(call, *target)) needs.push_back(std::move(need));
  for (const std::string& word : PermissionsOf(input)) {
    authz::Need need{kAction, "*", {}, {}};
    need.lake = authz::LakeNeed{word, target->resource};
    // What of the table the engine must leave out is compared with what it can.
    need.lake->reader = authz::LakeReader::kCells;
    needs.push_back(std::move(need));
  }
  return needs;
}

Result<lf::GetTemporaryGlueTableCredentialsOutput> Handle(
    LakeFormation& lakeformation, const api::Call& call,
    const lf::GetTemporaryGlueTableCredentialsInput& input) {
  constexpr int32_t kDurationMax = 21'600;
  FIRN_TRY(const Target target, ReadTableArn(call, input.table_arn));
  if (input.duration_seconds.value_or(kDurationMax) > kDurationMax) {
    return lf::InvalidInputException("DurationSeconds must be between 900 and 21600");
  }
  FIRN_TRY(const authz::LakeReader reader,
           CheckEngine(lakeformation, call, target.owner,
                       input.supported_permission_types.value_or(std::vector<std::string>())));
  const auto permissions = PermissionsOf(input);
  FIRN_TRY(const auto rights,
           lakeformation.RightsOf(call.principal, target.resource, call.region.text()));
  const bool selects =
      std::find(permissions.begin(), permissions.end(), "SELECT") != permissions.end();
  if ((selects || rights.reads()) && !rights.reads_by(reader)) {
    return lf::PermissionTypeMismatchException(
        "The engine does not support the permission types that the table's permissions need");
  }
  FIRN_TRY(const auto table,
           lakeformation.catalogs.FindObject(call.region.text(), target.resource));
  if (!table) return lf::EntityNotFoundException("Table not found.");
  DataPlace place{target.owner, "", table->s3tables_arn};
  FIRN_TRY(place.place, PlaceFor(*table, input.s3_path));
  FIRN_TRY(const Vended vended,
           VendFor(lakeformation, call, place,
                   Writes(permissions) ? Scope::kReadWrite : Scope::kRead, input.duration_seconds));
  lf::GetTemporaryGlueTableCredentialsOutput output;
  output.access_key_id = vended.access_key_id;
  output.secret_access_key = vended.secret;
  output.session_token = vended.token;
  output.expiration = vended.expiry;
  output.vended_s3_path = {{"s3://" + place.place.substr(std::string("arn:aws:s3:::").size())}};
  return output;
}

}  // namespace firn::services::lakeformation
