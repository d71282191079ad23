#include "services/athena/resource_tags.h"

#include "services/athena/work_groups.h"

namespace firn::services::athena {
namespace {

Unexpected Missing(const std::string& arn) {
  return api::athena::InvalidRequestException("Athena Resource, " + arn + " Does Not Exist");
}

// What an ARN names: a work group or a data catalog of the caller's.
struct Named {
  bool work_group = false;
  std::string name;
};

Result<Named> NameOf(const api::Call& call, const std::string& text) {
  constexpr std::string_view kGroup = "workgroup/";
  constexpr std::string_view kCatalog = "datacatalog/";
  const auto arn = Arn::Parse(text);
  if (!arn || arn->service != "athena" || arn->region != call.region.text() ||
      arn->account != call.account.text()) {
    return Missing(text);
  }
  if (arn->resource.starts_with(kGroup)) return Named{true, arn->resource.substr(kGroup.size())};
  if (arn->resource.starts_with(kCatalog))
    return Named{false, arn->resource.substr(kCatalog.size())};
  return Missing(text);
}

}  // namespace

Result<Tags> TagsOf(const state::Reader& reader, const api::Call& call, const std::string& arn) {
  FIRN_TRY(const Named named, NameOf(call, arn));
  if (named.work_group) {
    auto group = FindWorkGroup(reader, call, named.name);
    if (!group) return Missing(arn);
    return std::move(group->tags);
  }
  FIRN_TRY(auto record, state::Load<DataCatalogRecord>(reader, DataCatalogKey(call, named.name)));
  if (!record) return Missing(arn);
  return std::move(record->tags);
}

Result<void> ChangeTags(state::Transaction& transaction, const api::Call& call,
                        const std::string& arn, const std::function<Result<void>(Tags&)>& change) {
  FIRN_TRY(const Named named, NameOf(call, arn));
  if (named.work_group) {
    auto group = FindWorkGroup(transaction, call, named.name);
    if (!group) return Missing(arn);
    FIRN_OK(change(group->tags));
    state::Save(transaction, WorkGroupKey(call, named.name), *group);
    return {};
  }
  const std::string key = DataCatalogKey(call, named.name);
  FIRN_TRY(auto record, state::Load<DataCatalogRecord>(transaction, key));
  if (!record) return Missing(arn);
  FIRN_OK(change(record->tags));
  state::Save(transaction, key, *record);
  return {};
}

}  // namespace firn::services::athena
