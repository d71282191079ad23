// ListTableBuckets: the account's table buckets in this Region, by name.

#include "services/s3tables/limits.h"
#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables&, const api::Call&, const api_tables::ListTableBucketsInput&) {
  return {{"s3tables:ListTableBuckets", "*", {}, {}}};
}

Result<api_tables::ListTableBucketsOutput> Handle(S3Tables& s3tables, const api::Call& call,
                                                  const api_tables::ListTableBucketsInput& input) {
  const Place anywhere = PlaceOfOwnBucket(call, "");
  std::string prefix = BucketPrefix(anywhere);
  if (input.prefix) prefix = state::KeyBeginning(prefix, *input.prefix);
  FIRN_TRY(const std::string after, KeyOf(input.continuation_token, prefix));
  api_tables::ListTableBucketsOutput output;
  // Buckets of AWS's own services do not exist here.
  if (input.type.value_or("customer") != "customer") return output;
  FIRN_TRY(const auto page,
           state::List<BucketRecord>(s3tables.store.Read(), prefix, after,
                                     static_cast<size_t>(input.max_buckets.value_or(kPageMax))));
  for (const auto& item : page.items) {
    auto& bucket = output.table_buckets.emplace_back();
    bucket.arn = anywhere.arn + item.value->name;
    bucket.name = item.value->name;
    bucket.owner_account_id = call.account.text();
    bucket.created_at = item.value->created;
    bucket.table_bucket_id = item.value->id;
    bucket.type = api_tables::TableBucketType::kCustomer;
  }
  if (page.more) output.continuation_token = TokenOf(page.items.back().key);
  return output;
}

}  // namespace firn::services::s3tables
