// CreateLakeFormationOptIn: makes Lake Formation decide about a thing for one principal, whatever
// is left to IAM for others. Differs from AWS: opting in to a database or catalog takes in what
// lies in it.

#include "services/lakeformation/ops.h"
#include "services/lakeformation/opt_ins.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

namespace {

Result<void> CheckThere(LakeFormation& lakeformation, const api::Call& call, const OptIn& read) {
  const auto& [kind, name, account] = read.principal;
  if (kind == Grantee::Kind::kUser || kind == Grantee::Kind::kRole) {
    FIRN_TRY(const bool exists, lakeformation.identities.Exists(name));
    if (!exists) return lf::InvalidInputException("Invalid principal");
  }
  const auto& thing = read.target.resource;
  if (thing.database.empty()) return {};
  FIRN_TRY(const auto object, lakeformation.catalogs.FindObject(call.region.text(), thing));
  if (object) return {};
  if (!thing.table.empty()) return lf::EntityNotFoundException("Table not found.");
  return lf::EntityNotFoundException("Database " + thing.database + " not found.");
}

}  // namespace

authz::Needs NeedsFor(const LakeFormation&, const api::Call& call,
                      const lf::CreateLakeFormationOptInInput& input) {
  return OptInNeeds(call, "lakeformation:CreateLakeFormationOptIn", input.resource);
}

Result<lf::CreateLakeFormationOptInOutput> Handle(LakeFormation& lakeformation,
                                                  const api::Call& call,
                                                  const lf::CreateLakeFormationOptInInput& input) {
  FIRN_TRY(const OptIn read, ReadOptIn(call, input.principal, input.resource, input.condition));
  FIRN_OK(CheckThere(lakeformation, call, read));
  OptInRecord record;
  record.principal = read.principal.name;
  record.catalog = read.target.resource.catalog;
  record.database = read.target.resource.database;
  record.table = read.target.resource.table;
  record.all_tables = read.target.extent() == Extent::kAllTables;
  record.updated = call.now;
  record.updated_by = call.principal.identity_arn();
  FIRN_OK(lakeformation.store.Write([&](state::Transaction& transaction) -> Result<void> {
    if (transaction.Has(read.key)) {
      return lf::InvalidInputException("Opt in already exists for this principal and resource");
    }
    state::Save(transaction, read.key, record);
    return {};
  }));
  return lf::CreateLakeFormationOptInOutput{};
}

}  // namespace firn::services::lakeformation
