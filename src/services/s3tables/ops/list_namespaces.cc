// ListNamespaces: the namespaces of a table bucket, by name.

#include "services/s3tables/limits.h"
#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables&, const api::Call&,
                      const api_tables::ListNamespacesInput& input) {
  return {BucketNeed("s3tables:ListNamespaces", input.table_bucket_arn)};
}

Result<api_tables::ListNamespacesOutput> Handle(S3Tables& s3tables, const api::Call& call,
                                                const api_tables::ListNamespacesInput& input) {
  FIRN_TRY(const Place place, PlaceOf(call, input.table_bucket_arn));
  const state::Snapshot snapshot = s3tables.store.Read();
  FIRN_TRY(const auto bucket, s3tables.FindBucket(snapshot, place));
  std::string prefix = NamespacePrefix(place);
  if (input.prefix) prefix = state::KeyBeginning(prefix, *input.prefix);
  FIRN_TRY(const std::string after, KeyOf(input.continuation_token, prefix));
  FIRN_TRY(const auto page, state::List<NamespaceRecord>(
                                snapshot, prefix, after,
                                static_cast<size_t>(input.max_namespaces.value_or(kPageMax))));
  api_tables::ListNamespacesOutput output;
  for (const auto& item : page.items) {
    auto& space = output.namespaces.emplace_back();
    space.namespace_ = {item.value->name};
    space.created_at = item.value->created;
    space.created_by = item.value->created_by;
    space.owner_account_id = place.account.text();
    space.namespace_id = item.value->id;
    space.table_bucket_id = bucket.id;
  }
  if (page.more) output.continuation_token = TokenOf(page.items.back().key);
  return output;
}

}  // namespace firn::services::s3tables
