// GetNamespace: describes a namespace.

#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables&, const api::Call&,
                      const api_tables::GetNamespaceInput& input) {
  return {NamespaceNeed("s3tables:GetNamespace", input.table_bucket_arn, input.namespace_)};
}

Result<api_tables::GetNamespaceOutput> Handle(S3Tables& s3tables, const api::Call& call,
                                              const api_tables::GetNamespaceInput& input) {
  FIRN_TRY(const Place place, PlaceOf(call, input.table_bucket_arn));
  const state::Snapshot snapshot = s3tables.store.Read();
  FIRN_TRY(const auto space, s3tables.FindNamespace(snapshot, place, input.namespace_));
  FIRN_TRY(const auto bucket, s3tables.FindBucket(snapshot, place));
  api_tables::GetNamespaceOutput output;
  output.namespace_ = {space.name};
  output.created_at = space.created;
  output.created_by = space.created_by;
  output.owner_account_id = place.account.text();
  output.namespace_id = space.id;
  output.table_bucket_id = bucket.id;
  return output;
}

}  // namespace firn::services::s3tables
