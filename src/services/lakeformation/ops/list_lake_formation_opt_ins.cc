// ListLakeFormationOptIns: who is opted in to what; administrators see all, others themselves.

#include "services/lakeformation/ops.h"
#include "services/lakeformation/opt_ins.h"
#include "services/lakeformation/page.h"
#include "services/lakeformation/rows.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

namespace {

lf::LakeFormationOptInsInfo InfoOf(const OptInRecord& record) {
  GrantRecord named;
  named.principal = record.principal;
  named.catalog = record.catalog;
  named.database = record.database;
  named.table = record.table;
  named.all_tables = record.all_tables;
  PermissionsRow row = RowOf(named, {});
  lf::LakeFormationOptInsInfo info;
  info.resource = std::move(row.resource);
  info.principal = std::move(row.principal);
  info.last_modified = record.updated;
  if (!record.updated_by.empty()) info.last_updated_by = record.updated_by;
  return info;
}

}  // namespace

authz::Needs NeedsFor(const LakeFormation&, const api::Call&,
                      const lf::ListLakeFormationOptInsInput&) {
  return {{"lakeformation:ListLakeFormationOptIns", "*", {}, {}}};
}

Result<lf::ListLakeFormationOptInsOutput> Handle(LakeFormation& lakeformation,
                                                 const api::Call& call,
                                                 const lf::ListLakeFormationOptInsInput& input) {
  const std::string& region = call.region.text();
  std::string prefix = OptInPrefix(call.account.text(), region);
  if (input.resource) {
    FIRN_TRY(const Target target, ReadTarget(call.account, *input.resource));
    prefix = OptInThingPrefix(region, target.resource, target.extent());
  }
  std::optional<std::string> wanted;
  if (input.principal) {
    FIRN_TRY(const Grantee grantee, ParseGrantee(input.principal->data_lake_principal_identifier));
    wanted = grantee.name;
  }
  FIRN_TRY(const Sight sight, Sight::Of(lakeformation, call, call.account));
  lf::ListLakeFormationOptInsOutput output;
  auto& list = output.lake_formation_opt_ins_info_list.emplace();
  const auto take = [&](const std::string&, const OptInRecord& record) -> Result<bool> {
    if (wanted && record.principal != *wanted) return false;
    GrantRecord seen;
    seen.principal = record.principal;
    if (!sight.Sees(seen)) return false;
    list.push_back(InfoOf(record));
    return true;
  };
  FIRN_TRY(output.next_token, PageOf<OptInRecord>(lakeformation.store.Read(), prefix,
                                                  input.next_token, input.max_results, take));
  return output;
}

}  // namespace firn::services::lakeformation
