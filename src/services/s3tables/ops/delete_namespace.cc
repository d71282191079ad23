// DeleteNamespace: removes an empty namespace.

#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables&, const api::Call&,
                      const api_tables::DeleteNamespaceInput& input) {
  return {NamespaceNeed("s3tables:DeleteNamespace", input.table_bucket_arn, input.namespace_)};
}

Result<api_tables::DeleteNamespaceOutput> Handle(S3Tables& s3tables, const api::Call& call,
                                                 const api_tables::DeleteNamespaceInput& input) {
  FIRN_TRY(const Place place, PlaceOf(call, input.table_bucket_arn));
  FIRN_OK(s3tables.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_OK(s3tables.FindNamespace(transaction, place, input.namespace_));
    bool empty = true;
    transaction.ForEachPrefix(TablePrefix(place, input.namespace_), "",
                              [&](std::string_view, std::string_view) {
                                empty = false;
                                return false;
                              });
    if (!empty)
      return api_tables::ConflictException("The namespace that you tried to delete is not empty.");
    transaction.Erase(NamespaceKey(place, input.namespace_));
    return {};
  }));
  FIRN_OK(s3tables.TellRemoved(place, input.namespace_, ""));
  return api_tables::DeleteNamespaceOutput{};
}

}  // namespace firn::services::s3tables
