// GetTemporaryGluePartitionCredentials: credentials of the role registered for the data of one
// partition, good for that partition only, under the same conditions as those of its table.
// Differs from AWS: credentials last at most six hours, whatever the model allows.

#include "services/lakeformation/credentials.h"
#include "services/lakeformation/ops.h"
#include "services/lakeformation/places.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

authz::Needs NeedsFor(const LakeFormation&, const api::Call& call,
                      const lf::GetTemporaryGluePartitionCredentialsInput& input) {
  return TableDataNeeds(call, TableRequestOf(input));
}

Result<lf::GetTemporaryGluePartitionCredentialsOutput> Handle(
    LakeFormation& lakeformation, const api::Call& call,
    const lf::GetTemporaryGluePartitionCredentialsInput& input) {
  FIRN_TRY(const TableAccess access, CheckTableAccess(lakeformation, call, TableRequestOf(input)));
  FIRN_TRY(const auto location,
           lakeformation.catalogs.FindPartition(call.region.text(), access.target.resource,
                                                input.partition.values));
  if (!location) return lf::EntityNotFoundException("Partition not found.");
  DataPlace place{access.target.owner, "", ""};
  FIRN_TRY(place.place, PlaceArn(*location));
  FIRN_TRY(const Vended vended,
           VendFor(lakeformation, call, place, access.scope, input.duration_seconds));
  lf::GetTemporaryGluePartitionCredentialsOutput output;
  output.access_key_id = vended.access_key_id;
  output.secret_access_key = vended.secret;
  output.session_token = vended.token;
  output.expiration = vended.expiry;
  return output;
}

}  // namespace firn::services::lakeformation
