#include "services/athena/records.h"

#include <set>

#include "base/encoding.h"

namespace firn::services::athena {
namespace {

constexpr size_t kTagsMax = 50;

std::string KeyOf(const api::Call& call, std::string_view kind) {
  return state::Key("athena", kind, call.account, call.region);
}

std::string With(std::string key, std::string_view part) {
  state::AppendKeyPart(key, part);
  return key;
}

}  // namespace

std::string WorkGroupPrefix(const api::Call& call) { return KeyOf(call, "workgroup"); }

std::string WorkGroupKey(const api::Call& call, std::string_view name) {
  return With(WorkGroupPrefix(call), name);
}

std::string DataCatalogPrefix(const api::Call& call) { return KeyOf(call, "datacatalog"); }

std::string DataCatalogKey(const api::Call& call, std::string_view name) {
  return With(DataCatalogPrefix(call), name);
}

std::string NamedQueryPrefix(const api::Call& call, std::string_view work_group) {
  return With(KeyOf(call, "namedquery"), work_group);
}

std::string NamedQueryKey(const api::Call& call, std::string_view work_group, std::string_view id) {
  return With(NamedQueryPrefix(call, work_group), id);
}

std::string NamedQueryIdKey(const api::Call& call, std::string_view id) {
  return With(KeyOf(call, "namedqueryid"), id);
}

std::string PreparedStatementPrefix(const api::Call& call, std::string_view work_group) {
  return With(KeyOf(call, "prepared"), work_group);
}

std::string PreparedStatementKey(const api::Call& call, std::string_view work_group,
                                 std::string_view name) {
  return With(PreparedStatementPrefix(call, work_group), name);
}

std::string TokenKey(const api::Call& call, std::string_view operation, std::string_view token) {
  return With(With(KeyOf(call, "token"), operation), token);
}

Result<PageOf> PageFor(const std::optional<std::string>& token, const std::optional<int32_t>& limit,
                       size_t limit_default) {
  PageOf page;
  // Zero is allowed by some models and means nothing in particular.
  page.limit = limit && *limit > 0 ? static_cast<size_t>(*limit) : limit_default;
  if (!token) return page;
  auto position = Base64Decode(*token);
  if (!position || position->empty())
    return api::athena::InvalidRequestException("Invalid NextToken");
  page.after = *std::move(position);
  return page;
}

std::string PageToken(std::string_view position) { return Base64Encode(position); }

Result<void> MergeTags(const std::vector<api::athena::Tag>& added, Tags& tags) {
  std::set<std::string> seen;
  for (const auto& tag : added) {
    const std::string key = tag.key.value_or("");
    if (key.empty()) return api::athena::InvalidRequestException("A tag needs a key");
    if (key.starts_with("aws:")) {
      return api::athena::InvalidRequestException("Tag keys must not begin with aws:");
    }
    if (!seen.insert(key).second)
      return api::athena::InvalidRequestException("Duplicate tag key: " + key);
    tags[key] = tag.value.value_or("");
  }
  if (tags.size() > kTagsMax)
    return api::athena::InvalidRequestException("A resource can have at most 50 tags");
  return {};
}

}  // namespace firn::services::athena
