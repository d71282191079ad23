#include "services/s3tables/tags.h"

#include <algorithm>

#include "services/s3tables/limits.h"
#include "services/s3tables/settings.h"

namespace firn::services::s3tables {
namespace {

namespace api_tables = api::s3tables;

bool IsTable(const std::string& arn) { return arn.find(kTableMark) != std::string::npos; }

// Letters, digits, spaces and + - = . _ : / @; letters beyond ASCII come as bytes with the top bit
// set.
bool IsTagText(std::string_view text) {
  static constexpr std::string_view kSigns = " +-=._:/@";
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c & 0x80) != 0 || kSigns.find(c) != std::string_view::npos;
  });
}

bool IsReserved(std::string_view key) {
  constexpr std::string_view kReserved = "aws:";
  return key.size() >= kReserved.size() &&
         std::equal(kReserved.begin(), kReserved.end(), key.begin(), [](char wanted, char c) {
           return wanted == (c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
         });
}

}  // namespace

Result<void> CheckTags(const Tags& tags) {
  if (tags.size() > kTagsMax)
    return api_tables::BadRequestException("A resource can have no more than 50 tags.");
  for (const auto& [key, value] : tags) {
    if (IsReserved(key))
      return api_tables::BadRequestException("Tag keys that begin with aws: are reserved.");
    if (!IsTagText(key)) return api_tables::BadRequestException("The tag key is not valid: " + key);
    if (!IsTagText(value))
      return api_tables::BadRequestException("The tag value is not valid: " + value);
  }
  return {};
}

void AddRequestTags(authz::Need& need, const Tags& tags) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : tags) {
    need.context["aws:RequestTag/" + key] = {value};
    keys.push_back(key);
  }
  AddRequestTagKeys(need, keys);
}

void AddRequestTagKeys(authz::Need& need, const std::vector<std::string>& keys) {
  if (!keys.empty()) need.context["aws:TagKeys"] = keys;
}

void AddTagNeed(authz::Needs& needs, const std::string& resource, const std::optional<Tags>& tags) {
  if (!tags || tags->empty()) return;
  for (authz::Need& need : needs) AddRequestTags(need, *tags);
  authz::Need need = BucketNeed("s3tables:TagResource", resource);
  need.context = needs.front().context;
  needs.push_back(std::move(need));
}

Result<Tags> TagsOf(const S3Tables& s3tables, const api::Call& call, const state::Reader& reader,
                    const std::string& arn) {
  if (IsTable(arn)) {
    FIRN_TRY(auto table, TableByArn(s3tables, call, reader, arn));
    return std::move(table.record.tags);
  }
  FIRN_TRY(const Place place, PlaceOf(call, arn));
  FIRN_TRY(auto bucket, s3tables.FindBucket(reader, place));
  return std::move(bucket.tags);
}

Result<void> ChangeTags(S3Tables& s3tables, const api::Call& call, const std::string& arn,
                        const std::function<Result<void>(Tags&)>& change) {
  return s3tables.store.Write([&](state::Transaction& transaction) -> Result<void> {
    if (IsTable(arn)) {
      FIRN_TRY(auto table, TableByArn(s3tables, call, transaction, arn));
      FIRN_OK(change(table.record.tags));
      state::Save(transaction,
                  TableKey(table.place, table.record.namespace_name, table.record.name),
                  table.record);
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
