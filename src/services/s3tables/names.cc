#include <algorithm>

#include "base/encoding.h"
#include "services/s3tables/s3tables.h"

namespace firn::services::s3tables {
namespace {

namespace api_tables = api::s3tables;

bool IsAlphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

std::string Base(const Place& place, std::string_view kind) {
  return state::Key("s3tables", place.account, place.region, kind);
}

template <class... Parts>
std::string Extend(std::string key, const Parts&... parts) {
  (state::AppendKeyPart(key, parts), ...);
  return key;
}

Result<void> CheckIdentifier(std::string_view name, const char* message) {
  const bool good =
      !name.empty() && name.size() <= 255 && IsAlphanumeric(name.front()) &&
      std::all_of(name.begin(), name.end(), [](char c) { return IsAlphanumeric(c) || c == '_'; });
  if (good) return {};
  return api_tables::BadRequestException(message);
}

}  // namespace

Result<Place> PlaceOf(const api::Call& call, std::string_view bucket_arn) {
  constexpr std::string_view kBucket = "bucket/";
  const auto arn = Arn::Parse(bucket_arn);
  // One partition only: an ARN that reaches the same bucket by another text would escape policies
  // written for the first.
  if (!arn || arn->partition != "aws" || arn->service != "s3tables" ||
      !arn->resource.starts_with(kBucket) ||
      arn->resource.find('/', kBucket.size()) != std::string::npos) {
    return api_tables::BadRequestException("The specified bucket ARN is not valid.");
  }
  Place place;
  auto account = AccountId::Parse(arn->account);
  auto region = Region::Parse(arn->region);
  if (!account || !region)
    return api_tables::BadRequestException("The specified bucket ARN is not valid.");
  place.account = *account;
  place.region = *region;
  if (place.region != call.region) return api_tables::NotFoundException(kNoSuchBucket);
  place.bucket = arn->resource.substr(kBucket.size());
  place.arn = std::string(bucket_arn);
  return place;
}

Place PlaceOfOwnBucket(const api::Call& call, std::string_view bucket) {
  return {call.account, call.region, std::string(bucket),
          Arn::Of("s3tables", call.region, call.account, "bucket/" + std::string(bucket)).text()};
}

std::string BucketPrefix(const Place& place) { return Base(place, "bucket"); }
std::string BucketKey(const Place& place) { return Extend(BucketPrefix(place), place.bucket); }
std::string NamespacePrefix(const Place& place) {
  return Extend(Base(place, "namespace"), place.bucket);
}
std::string NamespaceKey(const Place& place, std::string_view name) {
  return Extend(NamespacePrefix(place), name);
}
std::string TablePrefix(const Place& place) { return Extend(Base(place, "table"), place.bucket); }
std::string TablePrefix(const Place& place, std::string_view namespace_name) {
  return Extend(TablePrefix(place), namespace_name);
}
std::string TableKey(const Place& place, std::string_view namespace_name, std::string_view name) {
  return Extend(TablePrefix(place), namespace_name, name);
}
std::string TableIdKey(const Place& place, std::string_view id) {
  return Extend(Base(place, "table-id"), place.bucket, id);
}

Result<void> CheckBucketName(std::string_view name) {
  bool good =
      name.size() >= 3 && name.size() <= 63 && IsAlphanumeric(name.front()) &&
      IsAlphanumeric(name.back()) &&
      std::all_of(name.begin(), name.end(), [](char c) { return IsAlphanumeric(c) || c == '-'; });
  for (const char* prefix : {"xn--", "sthree-", "amzn-s3-demo-", "aws"})
    good = good && !name.starts_with(prefix);
  for (const char* suffix : {"-s3alias", "--ol-s3", "--x-s3", "--table-s3"})
    good = good && !name.ends_with(suffix);
  if (good) return {};
  return api_tables::BadRequestException("The specified bucket name is not valid.");
}

Result<void> CheckNamespaceName(std::string_view name) {
  constexpr const char* kMessage = "The specified namespace name is not valid.";
  if (name.starts_with("aws")) return api_tables::BadRequestException(kMessage);
  return CheckIdentifier(name, kMessage);
}

Result<void> CheckTableName(std::string_view name) {
  return CheckIdentifier(name, "The specified table name is not valid.");
}

authz::Need BucketNeed(std::string_view action, std::string_view bucket_arn) {
  return {std::string(action), std::string(bucket_arn), {}, {}};
}

authz::Need NamespaceNeed(std::string_view action, std::string_view bucket_arn,
                          std::string_view namespace_name) {
  authz::Need need = BucketNeed(action, bucket_arn);
  need.context["s3tables:namespace"] = {std::string(namespace_name)};
  return need;
}

authz::Need TableNeed(const S3Tables& s3tables, const api::Call& call, std::string_view action,
                      std::string_view bucket_arn, std::string_view namespace_name,
                      std::string_view name) {
  authz::Need need{std::string(action), std::string(bucket_arn) + "/table/*", {}, {}};
  need.context["s3tables:namespace"] = {std::string(namespace_name)};
  need.context["s3tables:tableName"] = {std::string(name)};
  const auto place = PlaceOf(call, bucket_arn);
  if (!place) return need;
  const auto table = s3tables.FindTable(s3tables.store.Read(), *place, namespace_name, name);
  if (table) need.resource = table->arn;
  return need;
}

std::string TokenOf(std::string_view key) { return Base64Encode(key); }

Result<std::string> KeyOf(const std::optional<std::string>& token, std::string_view list) {
  if (!token || token->empty()) return std::string();
  auto key = Base64Decode(*token);
  if (!key || !key->starts_with(list)) {
    return api_tables::BadRequestException("The specified continuation token is not valid.");
  }
  return *std::move(key);
}

bool IsFull(const state::Reader& reader, std::string_view prefix, size_t max) {
  size_t count = 0;
  reader.ForEachPrefix(prefix, "",
                       [&](std::string_view, std::string_view) { return ++count < max; });
  return count >= max;
}

}  // namespace firn::services::s3tables
