// CreateNamespace: makes an empty namespace.

#include "services/s3tables/limits.h"
#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables&, const api::Call&,
                      const api_tables::CreateNamespaceInput& input) {
  return {NamespaceNeed("s3tables:CreateNamespace", input.table_bucket_arn,
                        input.namespace_.empty() ? "" : input.namespace_.front())};
}

Result<api_tables::CreateNamespaceOutput> Handle(S3Tables& s3tables, const api::Call& call,
                                                 const api_tables::CreateNamespaceInput& input) {
  FIRN_TRY(const Place place, PlaceOf(call, input.table_bucket_arn));
  if (input.namespace_.size() != 1) {
    return api_tables::BadRequestException("A namespace has exactly one level.");
  }
  const std::string& name = input.namespace_.front();
  FIRN_OK(CheckNamespaceName(name));
  NamespaceRecord space;
  space.name = name;
  space.id = s3tables.random.Uuid();
  space.created = call.now;
  space.created_by = call.account.text();
  FIRN_OK(s3tables.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_OK(s3tables.FindBucket(transaction, place));
    if (transaction.Has(NamespaceKey(place, name))) {
      return api_tables::ConflictException(
          "A namespace with an identical name already exists in the bucket.");
    }
    if (IsFull(transaction, NamespacePrefix(place), kNamespacesMax)) {
      return api_tables::BadRequestException(
          "You have attempted to create more namespaces than allowed.");
    }
    state::Save(transaction, NamespaceKey(place, name), space);
    return {};
  }));
  api_tables::CreateNamespaceOutput output;
  output.table_bucket_arn = place.arn;
  output.namespace_ = input.namespace_;
  return output;
}

}  // namespace firn::services::s3tables
