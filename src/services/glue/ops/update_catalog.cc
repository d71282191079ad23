// UpdateCatalog: changes the description, properties and default permissions of a mount: IAM or
// Lake Formation mode. With OverwriteChildResourcePermissionsWithDefault the rights on everything
// inside start afresh from the defaults.

#include "services/glue/catalog_input.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

namespace {

// Rights on databases, and on the tables in them, of every bucket below a mount.
Result<void> ResetRights(Glue& glue, const api::Call& call, const std::string& mount_id) {
  FIRN_TRY(const CatalogRef mount, glue.Resolve(call, mount_id));
  std::vector<CatalogRef> buckets;
  if (mount.kind == CatalogRef::Kind::kBucket) buckets.push_back(mount);
  if (mount.kind == CatalogRef::Kind::kMount) {
    FIRN_TRY(const auto catalogs, glue.BucketCatalogs(call, mount));
    for (const auto& catalog : catalogs) {
      FIRN_TRY(auto bucket, glue.Resolve(call, catalog.catalog_id));
      buckets.push_back(std::move(bucket));
    }
  }
  for (const CatalogRef& bucket : buckets) {
    api::s3tables::ListNamespacesInput input;
    input.table_bucket_arn = TableBucketArn(call, bucket);
    do {
      auto page = glue.tables.ListNamespaces(glue.AsOwner(call, bucket), input);
      if (!page) return FromFederation(std::move(page).error(), "Catalog not found");
      for (const auto& space : page->namespaces) {
        FIRN_OK(glue.TellRemoved(call, LakeResourceOf(bucket, space.namespace_.front(), "")));
      }
      input.continuation_token = std::move(page->continuation_token);
    } while (input.continuation_token);
  }
  return {};
}

}  // namespace

authz::Needs NeedsFor(const Glue&, const api::Call& call,
                      const api_glue::UpdateCatalogInput& input) {
  return NeedsOn(call, input.catalog_id, "glue:UpdateCatalog", "", "", "ALTER");
}

Result<api_glue::UpdateCatalogOutput> Handle(Glue& glue, const api::Call& call,
                                             const api_glue::UpdateCatalogInput& input) {
  FIRN_TRY(const CatalogRef ref, ParseCatalogId(call, input.catalog_id));
  if (ref.kind != CatalogRef::Kind::kMount) {
    return api_glue::InvalidInputException("Only a mount of table buckets can be updated");
  }
  const api_glue::CatalogInput& wanted = input.catalog_input;
  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(auto record, glue.MountOf(transaction, call.region, ref));
    if (!record) return api_glue::EntityNotFoundException("Catalog not found");
    const auto& present = record->catalog.federated_catalog;
    if (wanted.target_redshift_catalog ||
        (wanted.federated_catalog && present &&
         (wanted.federated_catalog->identifier != present->identifier ||
          wanted.federated_catalog->connection_name != present->connection_name))) {
      return api_glue::InvalidInputException("What a catalog is mounted on cannot be changed");
    }
    FIRN_OK(Apply(wanted, *record));
    record->catalog.update_time = call.now;
    state::Save(transaction, CatalogKey(call.region, ref.account, ref.mount), *record);
    return {};
  }));
  if (wanted.overwrite_child_resource_permissions_with_default.value_or("Deny") == "Accept") {
    FIRN_OK(ResetRights(glue, call, input.catalog_id));
  }
  return api_glue::UpdateCatalogOutput{};
}

}  // namespace firn::services::glue
