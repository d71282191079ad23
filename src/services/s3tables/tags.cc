#include "services/s3tables/tags.h"

namespace firn::services::s3tables {
namespace {

bool IsTable(const std::string& arn) { return arn.find("/table/") != std::string::npos; }

}  // namespace

Result<Tags> TagsOf(const S3Tables& s3tables, const api::Call& call, const state::Reader& reader,
                    const std::string& arn) {
  if (IsTable(arn)) {
    FIRN_TRY(auto table, s3tables.FindTableByArn(reader, arn));
    return std::move(table.tags);
  }
  FIRN_TRY(const Place place, PlaceOf(call, arn));
  FIRN_TRY(auto bucket, s3tables.FindBucket(reader, place));
  return std::move(bucket.tags);
}

Result<void> ChangeTags(S3Tables& s3tables, const api::Call& call, const std::string& arn,
                        const std::function<Result<void>(Tags&)>& change) {
  return s3tables.store.Write([&](state::Transaction& transaction) -> Result<void> {
    if (IsTable(arn)) {
      FIRN_TRY(auto table, s3tables.FindTableByArn(transaction, arn));
      FIRN_OK(change(table.tags));
      FIRN_TRY(const Place place, PlaceOf(call, arn.substr(0, arn.find("/table/"))));
      state::Save(transaction, TableKey(place, table.namespace_name, table.name), table);
      return {};
    }
    FIRN_TRY(const Place place, PlaceOf(call, arn));
    FIRN_TRY(auto bucket, s3tables.FindBucket(transaction, place));
    FIRN_OK(change(bucket.tags));
    state::Save(transaction, BucketKey(place), bucket);
    return {};
  });
}

}  // namespace firn::services::s3tables
