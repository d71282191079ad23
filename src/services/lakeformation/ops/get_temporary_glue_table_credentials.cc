// GetTemporaryGlueTableCredentials: credentials of the role registered for a table's data, good for
// that table only, for an engine that reads the data itself. Whoever holds only some columns or
// rows is refused unless the engine says that it leaves the others out, and the account trusts it
// to. Differs from AWS: credentials last at most six hours, whatever the model allows; S3Path must
// lie in the table's own location.

#include "services/lakeformation/credentials.h"
#include "services/lakeformation/ops.h"
#include "services/lakeformation/places.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

namespace {

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
  return TableDataNeeds(call, TableRequestOf(input));
}

Result<lf::GetTemporaryGlueTableCredentialsOutput> Handle(
    LakeFormation& lakeformation, const api::Call& call,
    const lf::GetTemporaryGlueTableCredentialsInput& input) {
  FIRN_TRY(const TableAccess access, CheckTableAccess(lakeformation, call, TableRequestOf(input)));
  DataPlace place{access.target.owner, "", access.table.s3tables_arn};
  FIRN_TRY(place.place, PlaceFor(access.table, input.s3_path));
  FIRN_TRY(const Vended vended,
           VendFor(lakeformation, call, place, access.scope, input.duration_seconds));
  lf::GetTemporaryGlueTableCredentialsOutput output;
  output.access_key_id = vended.access_key_id;
  output.secret_access_key = vended.secret;
  output.session_token = vended.token;
  output.expiration = vended.expiry;
  output.vended_s3_path = {{"s3://" + place.place.substr(std::string("arn:aws:s3:::").size())}};
  return output;
}

}  // namespace firn::services::lakeformation
