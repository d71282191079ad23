#include "services/logs/tags.h"

#include "services/logs/limits.h"

namespace firn::services::logs {
namespace {

Unexpected NoSuchResource() { return api::logs::ResourceNotFoundException("The specified resource does not exist."); }

// Calls `visit` with the record that an ARN names, and with its tags; `visit` saves when it has changed them.
template <class Visit>
Result<void> At(const state::Reader& reader, const api::Call& call, const std::string& text, const Visit& visit) {
  const auto arn = Arn::Parse(text);
  if (!arn || arn->service != "logs" || arn->account != call.account.text() || arn->region != call.region.text()) {
    return NoSuchResource();
  }
  const std::string& resource = arn->resource;
  const size_t colon = resource.find(':');
  if (colon == std::string::npos) return NoSuchResource();
  const std::string kind = resource.substr(0, colon), name = resource.substr(colon + 1);
  const auto in_shape = [&]<class Shape>(const Shape*) -> Result<void> {
    FIRN_TRY(auto record, state::Load<Shape>(reader, KindKey(call, kind, name)));
    if (!record) return NoSuchResource();
    Tags tags = record->tags.value_or(Tags{});
    FIRN_OK(visit(tags, [&](state::Transaction& transaction) {
      record->tags = tags;
      state::Save(transaction, KindKey(call, kind, name), *record);
    }));
    return {};
  };
  if (kind == "log-group") {
    const std::string group = GroupNameOf(text);
    FIRN_TRY(auto record, FindGroup(reader, call, group));
    return visit(record.tags,
                 [&](state::Transaction& transaction) { state::Save(transaction, GroupKey(call, group), record); });
  }
  if (kind == "destination") {
    FIRN_TRY(auto record, state::Load<DestinationRecord>(reader, KindKey(call, kind, name)));
    if (!record) return NoSuchResource();
    return visit(record->tags, [&](state::Transaction& transaction) {
      state::Save(transaction, KindKey(call, kind, name), *record);
    });
  }
  if (kind == "delivery") return in_shape(static_cast<const api::logs::Delivery*>(nullptr));
  if (kind == "delivery-source") return in_shape(static_cast<const api::logs::DeliverySource*>(nullptr));
  if (kind == "delivery-destination") return in_shape(static_cast<const api::logs::DeliveryDestination*>(nullptr));
  return NoSuchResource();
}

}  // namespace

Result<Tags> FindTags(const state::Reader& reader, const api::Call& call, const std::string& arn) {
  Tags found;
  FIRN_OK(At(reader, call, arn, [&](const Tags& tags, const auto&) -> Result<void> {
    found = tags;
    return {};
  }));
  return found;
}

Result<void> ChangeTags(Logs& logs, const api::Call& call, const std::string& arn,
                        const std::function<Result<void>(Tags&)>& change) {
  return logs.store.Write([&](state::Transaction& transaction) -> Result<void> {
    return At(transaction, call, arn, [&](Tags& tags, const auto& save) -> Result<void> {
      FIRN_OK(change(tags));
      save(transaction);
      return {};
    });
  });
}

Result<void> MergeTags(Tags& tags, const Tags& more) {
  for (const auto& [key, value] : more) {
    if (key.starts_with("aws:")) {
      return api::logs::InvalidParameterException("Tag keys that begin with aws: are reserved: " + key);
    }
    tags[key] = value;
  }
  if (tags.size() > kTagsMax) {
    return Fail(Error{Kind::kInvalid, "A resource can have no more than 50 tags.", "TooManyTagsException", 400, {}});
  }
  return {};
}

Result<std::map<std::string, Tags>> AllTags(const state::Reader& reader, const api::Call& call) {
  std::map<std::string, Tags> all;
  FIRN_TRY(const auto groups, state::List<GroupRecord>(reader, GroupPrefix(call), "", SIZE_MAX));
  for (const auto& item : groups.items) all[GroupArn(call, item.value->name).text()] = item.value->tags;
  FIRN_TRY(const auto destinations,
           state::List<DestinationRecord>(reader, KindPrefix(call, "destination"), "", SIZE_MAX));
  for (const auto& item : destinations.items) all[item.value->destination.arn.value_or("")] = item.value->tags;
  return all;
}

authz::Needs NeedToTag(const std::string& action, const std::string& arn, const Tags& tags) {
  authz::Need need{"logs:" + action, arn, {}, {}};
  for (const auto& [key, value] : tags) {
    need.context["aws:RequestTag/" + key] = {value};
    need.context["aws:TagKeys"].push_back(key);
  }
  return {std::move(need)};
}

}  // namespace firn::services::logs
