// ListTables: the tables of a bucket or of one namespace, by name.

#include "services/s3tables/limits.h"
#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables&, const api::Call&, const api_tables::ListTablesInput& input) {
  return {BucketNeed("s3tables:ListTables", input.table_bucket_arn)};
}

Result<api_tables::ListTablesOutput> Handle(S3Tables& s3tables, const api::Call& call,
                                            const api_tables::ListTablesInput& input) {
  FIRN_TRY(const Place place, PlaceOf(call, input.table_bucket_arn));
  const state::Snapshot snapshot = s3tables.store.Read();
  FIRN_OK(s3tables.FindBucket(snapshot, place));
  std::string prefix = TablePrefix(place);
  if (input.namespace_) {
    FIRN_OK(s3tables.FindNamespace(snapshot, place, *input.namespace_));
    prefix = TablePrefix(place, *input.namespace_);
    if (input.prefix) prefix = state::KeyBeginning(prefix, *input.prefix);
  } else if (input.prefix && !input.prefix->empty()) {
    return api_tables::BadRequestException("A prefix can be used only together with a namespace.");
  }
  FIRN_TRY(const std::string after, KeyOf(input.continuation_token, prefix));
  FIRN_TRY(const auto page,
           state::List<TableRecord>(snapshot, prefix, after,
                                    static_cast<size_t>(input.max_tables.value_or(kPageMax))));
  api_tables::ListTablesOutput output;
  for (const auto& item : page.items) {
    auto& table = output.tables.emplace_back();
    table.namespace_ = {item.value->namespace_name};
    table.name = item.value->name;
    table.type = api_tables::TableType::kCustomer;
    table.table_arn = item.value->arn;
    table.created_at = item.value->created;
    table.modified_at = item.value->modified;
    table.namespace_id = item.value->namespace_id;
    table.table_bucket_id = item.value->bucket_id;
  }
  if (page.more) output.continuation_token = TokenOf(page.items.back().key);
  return output;
}

}  // namespace firn::services::s3tables
