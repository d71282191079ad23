#include "services/s3tables/settings.h"

namespace firn::services::s3tables {
namespace {

namespace api_tables = api::s3tables;

std::string SettingsKey(const Place& place) {
  return state::Key("s3tables", place.account, place.region, "bucket-settings", place.bucket);
}

// By the table's id, so that a renamed table keeps them.
std::string SettingsKey(const Place& place, const TableRecord& table) {
  return state::Key("s3tables", place.account, place.region, "table-settings", place.bucket,
                    table.id);
}

Result<void> CheckReach(const api::Call& call, const Place& place, Reach reach) {
  if (reach == Reach::kAnyAccount || call.account == place.account) return {};
  return api_tables::ForbiddenException(
      "Only the account that owns the table bucket can perform this operation.");
}

Result<FoundTable> WithSettings(const state::Reader& reader, Place place, TableRecord record) {
  FIRN_TRY(auto settings, state::Load<TableSettings>(reader, SettingsKey(place, record)));
  return FoundTable{std::move(place), std::move(record),
                    std::move(settings).value_or(TableSettings{})};
}

}  // namespace

Result<FoundBucket> BucketOf(const S3Tables& s3tables, const api::Call& call,
                             const state::Reader& reader, std::string_view bucket_arn,
                             Reach reach) {
  FIRN_TRY(Place place, PlaceOf(call, bucket_arn));
  FIRN_OK(CheckReach(call, place, reach));
  FIRN_TRY(auto record, s3tables.FindBucket(reader, place));
  FIRN_TRY(auto settings, state::Load<BucketSettings>(reader, SettingsKey(place)));
  return FoundBucket{std::move(place), std::move(record),
                     std::move(settings).value_or(BucketSettings{})};
}

Result<FoundTable> TableByArn(const S3Tables& s3tables, const api::Call& call,
                              const state::Reader& reader, std::string_view table_arn) {
  const size_t mark = table_arn.find(kTableMark);
  if (mark == std::string_view::npos) {
    return api_tables::BadRequestException("The specified table ARN is not valid.");
  }
  FIRN_TRY(Place place, PlaceOf(call, table_arn.substr(0, mark)));
  FIRN_TRY(auto record, s3tables.FindTableByArn(reader, table_arn));
  return WithSettings(reader, std::move(place), std::move(record));
}

Result<FoundTable> TableByNames(const S3Tables& s3tables, const api::Call& call,
                                const state::Reader& reader, std::string_view bucket_arn,
                                std::string_view namespace_name, std::string_view name,
                                Reach reach) {
  FIRN_TRY(Place place, PlaceOf(call, bucket_arn));
  FIRN_OK(CheckReach(call, place, reach));
  FIRN_TRY(auto record, s3tables.FindTable(reader, place, namespace_name, name));
  return WithSettings(reader, std::move(place), std::move(record));
}

void SaveSettings(state::Transaction& transaction, const FoundBucket& bucket) {
  state::Save(transaction, SettingsKey(bucket.place), bucket.settings);
}

void SaveSettings(state::Transaction& transaction, const FoundTable& table) {
  state::Save(transaction, SettingsKey(table.place, table.record), table.settings);
}

void EraseSettings(state::Transaction& transaction, const Place& place) {
  transaction.Erase(SettingsKey(place));
}

void EraseSettings(state::Transaction& transaction, const Place& place, const TableRecord& table) {
  transaction.Erase(SettingsKey(place, table));
}

Result<void> ChangeBucket(S3Tables& s3tables, const api::Call& call, std::string_view bucket_arn,
                          Reach reach, const std::function<Result<void>(FoundBucket&)>& change) {
  return s3tables.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(FoundBucket bucket, BucketOf(s3tables, call, transaction, bucket_arn, reach));
    FIRN_OK(change(bucket));
    SaveSettings(transaction, bucket);
    return {};
  });
}

// What policies, owner and condition keys an ARN of S3 Tables brings along.
Result<std::optional<authz::ResourceRecord>> S3Tables::RecordOf(std::string_view arn) const {
  using Found = std::optional<authz::ResourceRecord>;
  const std::string_view bucket_arn = arn.substr(0, arn.find(kTableMark));
  const auto parsed = Arn::Parse(bucket_arn);
  if (!parsed || parsed->service != "s3tables") return Found();
  api::Call anywhere;
  const auto region = Region::Parse(parsed->region);
  if (!region) return Found();
  anywhere.region = *region;
  const auto place = PlaceOf(anywhere, bucket_arn);
  if (!place) return Found();
  authz::ResourceRecord answer;
  answer.owner = place->account;
  const state::Snapshot snapshot = store.Read();
  FIRN_TRY(const auto bucket, state::LoadShared<BucketRecord>(snapshot, BucketKey(*place)));
  if (bucket == nullptr) return Found(std::move(answer));
  const bool is_table = bucket_arn.size() != arn.size();
  for (const auto& [key, value] : bucket->tags) {
    answer.context["s3tables:TableBucketTag/" + key] = {value};
    if (!is_table) answer.context["aws:ResourceTag/" + key] = {value};
  }
  FIRN_TRY(const auto settings, state::LoadShared<BucketSettings>(snapshot, SettingsKey(*place)));
  if (settings != nullptr && settings->policy)
    answer.policies.push_back({place->arn, *settings->policy});
  const auto key = snapshot.Find(
      TableIdKey(*place, is_table ? arn.substr(bucket_arn.size() + kTableMark.size()) : ""));
  if (key == nullptr) return Found(std::move(answer));
  FIRN_TRY(const auto table, state::LoadShared<TableRecord>(snapshot, *key));
  if (table == nullptr) return Found(std::move(answer));
  for (const auto& [name, value] : table->tags) answer.context["aws:ResourceTag/" + name] = {value};
  answer.context["s3tables:namespace"] = {table->namespace_name};
  answer.context["s3tables:tableName"] = {table->name};
  FIRN_TRY(const auto own, state::LoadShared<TableSettings>(snapshot, SettingsKey(*place, *table)));
  if (own != nullptr && own->policy) answer.policies.push_back({table->arn, *own->policy});
  return Found(std::move(answer));
}

}  // namespace firn::services::s3tables
