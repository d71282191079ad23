// GetEffectivePermissionsForPath: who holds what on the databases and tables whose data lies at a
// path in S3 or below it, as far as the caller may see.
// Differs from AWS: reads the whole default catalog of the account.

#include "services/lakeformation/limits.h"
#include "services/lakeformation/ops.h"
#include "services/lakeformation/places.h"
#include "services/lakeformation/rows.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

authz::Needs NeedsFor(const LakeFormation&, const api::Call& call,
                      const lf::GetEffectivePermissionsForPathInput& input) {
  return {SettingsNeed(call, "lakeformation:GetEffectivePermissionsForPath", input.catalog_id)};
}

Result<lf::GetEffectivePermissionsForPathOutput> Handle(
    LakeFormation& lakeformation, const api::Call& call,
    const lf::GetEffectivePermissionsForPathInput& input) {
  FIRN_TRY(const AccountId account, AccountOf(call, input.catalog_id));
  FIRN_TRY(const std::string place, PlaceArn(input.resource_arn));
  FIRN_TRY(std::string after, PositionOf(input.next_token));
  FIRN_TRY(const Sight sight, Sight::Of(lakeformation, call, account));
  FIRN_TRY(const auto objects, ObjectsIn(lakeformation, call, account, place));
  const std::string& region = call.region.text();
  std::set<std::string> prefixes;
  for (const Placed& placed : objects) {
    prefixes.insert(ThingPrefix(region, placed.resource, Extent::kThing));
    if (placed.resource.table.empty()) continue;
    prefixes.insert(ThingPrefix(region, placed.resource, Extent::kAllTables));
  }
  const size_t limit = input.max_results ? static_cast<size_t>(*input.max_results) : kPageRows;
  RowPage page(after, after, limit);
  FIRN_OK(AddGrants(
      lakeformation, region, std::vector<std::string>(prefixes.begin(), prefixes.end()),
      [&](const GrantRecord& record) { return sight.Sees(record); }, page));
  lf::GetEffectivePermissionsForPathOutput output;
  output.next_token = page.next_token();
  output.permissions = std::move(page.rows);
  return output;
}

}  // namespace firn::services::lakeformation
