// CreateCatalog: mounts the table buckets of the account, or one table bucket of whatever account,
// as a federated catalog. Differs from AWS: catalogs of Redshift and of other federated sources are
// refused.

#include "services/glue/catalog_input.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/tags.h"

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
    return api_glue::InvalidInputException("Unsupported connection: " +
                                           federated->connection_name.value_or(""));
  }
  const std::string identifier = federated->identifier.value_or("");
  const auto bucket = Arn::Parse(identifier);
  const bool well_formed =
      bucket && bucket->service == "s3tables" && bucket->region == call.region.text() &&
      AccountId::Parse(bucket->account) && bucket->resource.starts_with("bucket/") &&
      bucket->resource.find('/', 7) == std::string::npos && bucket->resource.size() > 7;
  if (!well_formed) {
    return api_glue::InvalidInputException(
        "Identifier must be the ARN of table buckets in this Region: " + identifier);
  }
  const bool every = bucket->resource == "bucket/*";
  if (every && bucket->account != call.account.text()) {
    return api_glue::InvalidInputException(
        "Only the table buckets of one's own account can be mounted together");
  }
  if (every != (input.name == "s3tablescatalog")) {
    return api_glue::InvalidInputException(
        "The catalog of all table buckets, and no other, must be named s3tablescatalog");
  }
  return {};
}

}  // namespace

authz::Needs NeedsFor(const Glue&, const api::Call& call,
                      const api_glue::CreateCatalogInput& input) {
  CatalogRef mount;
  mount.account = call.account;
  mount.kind = CatalogRef::Kind::kMount;
  mount.mount = input.name;
  const std::string arn = Arn::Of("glue", call.region, call.account, mount.resource()).text();
  authz::Needs needs = NeedsOn(call, std::nullopt, "glue:CreateCatalog", "", "", "CREATE_CATALOG");
  needs.push_back({"glue:CreateCatalog", arn, {}, {}});
  needs.push_back({"glue:PassConnection",
                   Arn::Of("glue", call.region, call.account, "connection/aws:s3tables").text(),
                   {},
                   {}});
  if (input.tags && !input.tags->empty()) needs.push_back({"glue:TagResource", arn, {}, {}});
  return needs;
}

Result<api_glue::CreateCatalogOutput> Handle(Glue& glue, const api::Call& call,
                                             const api_glue::CreateCatalogInput& input) {
  FIRN_OK(Check(call, input));
  FIRN_OK(CheckNewTags(input.tags));
  CatalogRef ref;
  ref.account = call.account;
  ref.kind = CatalogRef::Kind::kMount;
  ref.mount = input.name;
  CatalogRecord record;
  record.catalog.catalog_id = ref.id();
  record.catalog.name = input.name;
  record.catalog.resource_arn = Arn::Of("glue", call.region, call.account, ref.resource()).text();
  record.catalog.create_time = record.catalog.update_time = call.now;
  api_glue::FederatedCatalog federated = *input.catalog_input.federated_catalog;
  federated.connection_type = "aws:s3tables";
  record.catalog.federated_catalog = std::move(federated);
  FIRN_OK(Apply(input.catalog_input, record));
  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    const std::string key = CatalogKey(call.region, call.account, input.name);
    if (transaction.Has(key)) return api_glue::AlreadyExistsException("Catalog already exists.");
    state::Save(transaction, key, record);
    SaveNewTags(transaction, call, *record.catalog.resource_arn, input.tags);
    return {};
  }));
  return api_glue::CreateCatalogOutput{};
}

}  // namespace firn::services::glue
