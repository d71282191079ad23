// CreateCatalog: mounts the table buckets of the account as a federated catalog.
// Differs from AWS: other kinds of catalogs (Redshift, single buckets of other accounts) are refused.

#include "services/glue/catalog_input.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

namespace {

Result<void> Check(const api::Call& call, const api_glue::CreateCatalogInput& input) {
  const auto& federated = input.catalog_input.federated_catalog;
  if (input.catalog_input.target_redshift_catalog) {
    return api_glue::OperationNotSupportedException("Redshift catalogs are not implemented");
  }
  if (!federated) return api_glue::InvalidInputException("FederatedCatalog is required");
  if (federated->connection_name.value_or("") != "aws:s3tables") {
    return api_glue::InvalidInputException("Unsupported connection: " + federated->connection_name.value_or(""));
  }
  const std::string every = Arn::Of("s3tables", call.region, call.account, "bucket/*").text();
  if (federated->identifier.value_or("") != every) {
    return api_glue::OperationNotSupportedException("Only the mount of all table buckets is implemented: Identifier " +
                                                    every);
  }
  if (input.name != "s3tablescatalog") {
    return api_glue::InvalidInputException("The catalog of all table buckets must be named s3tablescatalog");
  }
  return {};
}

}  // namespace

authz::Needs NeedsFor(const Glue&, const api::Call& call, const api_glue::CreateCatalogInput& input) {
  CatalogRef mount;
  mount.account = call.account;
  mount.kind = CatalogRef::Kind::kMount;
  mount.mount = input.name;
  authz::Needs needs = NeedsOn(call, std::nullopt, "glue:CreateCatalog", "", "", "CREATE_CATALOG");
  needs.push_back({"glue:CreateCatalog", Arn::Of("glue", call.region, call.account, mount.resource()).text(), {}, {}});
  needs.push_back(
      {"glue:PassConnection", Arn::Of("glue", call.region, call.account, "connection/aws:s3tables").text(), {}, {}});
  return needs;
}

Result<api_glue::CreateCatalogOutput> Handle(Glue& glue, const api::Call& call, const api_glue::CreateCatalogInput& input) {
  FIRN_OK(Check(call, input));
  CatalogRef ref;
  ref.account = call.account;
  ref.kind = CatalogRef::Kind::kMount;
  ref.mount = input.name;
  const api_glue::CatalogInput& wanted = input.catalog_input;
  CatalogRecord record;
  record.catalog.catalog_id = ref.id();
  record.catalog.name = input.name;
  record.catalog.resource_arn = Arn::Of("glue", call.region, call.account, ref.resource()).text();
  record.catalog.create_time = record.catalog.update_time = call.now;
  FIRN_OK(Apply(wanted, record));
  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    const std::string key = CatalogKey(call.region, call.account, input.name);
    if (transaction.Has(key)) return api_glue::AlreadyExistsException("Catalog already exists.");
    state::Save(transaction, key, record);
    return {};
  }));
  return api_glue::CreateCatalogOutput{};
}

}  // namespace firn::services::glue
