// GetTemporaryDataLocationCredentials: credentials for one place in S3, for engines that take whole
// tables. The caller must be able to read, and for READWRITE to change, every row of every table in
// the place.
// Differs from AWS: one data location at a time; reads the account's whole default catalog.

#include "services/lakeformation/credentials.h"
#include "services/lakeformation/ops.h"
#include "services/lakeformation/places.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

namespace {

// The tables of which the place is the data, or part of it.
Result<std::vector<authz::LakeResource>> TablesAt(LakeFormation& lakeformation,
                                                  const api::Call& call, const std::string& place) {
  std::vector<authz::LakeResource> tables;
  for (std::string above = place;; above.erase(above.rfind('/'))) {
    FIRN_TRY(const auto objects, ObjectsIn(lakeformation, call, call.account, above));
    for (const Placed& placed : objects) {
      const bool holds = placed.place == above || above == place;
      if (holds && !placed.resource.table.empty()) tables.push_back(placed.resource);
    }
    if (!tables.empty() || above.find('/') == std::string::npos) return tables;
  }
}

}  // namespace

authz::Needs NeedsFor(const LakeFormation&, const api::Call&,
                      const lf::GetTemporaryDataLocationCredentialsInput&) {
  return {{"lakeformation:GetDataAccess", "*", {}, {}}};
}

Result<lf::GetTemporaryDataLocationCredentialsOutput> Handle(
    LakeFormation& lakeformation, const api::Call& call,
    const lf::GetTemporaryDataLocationCredentialsInput& input) {
  if (!input.data_locations || input.data_locations->size() != 1) {
    return lf::InvalidInputException("Exactly one data location must be given");
  }
  FIRN_TRY(const std::string place, PlaceArn(input.data_locations->front()));
  const bool writes = input.credentials_scope == lf::CredentialsScope::kReadwrite;
  FIRN_TRY(const authz::LakeReader reader, CheckEngine(lakeformation, call, call.account, {}));
  FIRN_TRY(const auto tables, TablesAt(lakeformation, call, place));
  if (tables.empty()) return lf::EntityNotFoundException("No table is at the data location");
  for (const authz::LakeResource& table : tables) {
    FIRN_TRY(const auto rights, lakeformation.RightsOf(call.principal, table, call.region.text()));
    const bool changes =
        rights.permissions.contains("INSERT") && rights.permissions.contains("DELETE");
    if (!rights.reads_by(reader) || (writes && !changes)) return Denied("Access is not allowed.");
  }
  FIRN_TRY(const Vended vended,
           VendFor(lakeformation, call, {call.account, place, ""},
                   writes ? Scope::kReadWrite : Scope::kRead, input.duration_seconds));
  lf::GetTemporaryDataLocationCredentialsOutput output;
  auto& credentials = output.credentials.emplace();
  credentials.access_key_id = vended.access_key_id;
  credentials.secret_access_key = vended.secret;
  credentials.session_token = vended.token;
  credentials.expiration = vended.expiry;
  output.accessible_data_locations = input.data_locations;
  output.credentials_scope =
      std::string(writes ? lf::CredentialsScope::kReadwrite : lf::CredentialsScope::kRead);
  return output;
}

}  // namespace firn::services::lakeformation
