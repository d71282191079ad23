#include "services/glue/tags.h"

#include <algorithm>

#include "services/glue/documents.h"
#include "services/glue/limits.h"

namespace firn::services::glue {
namespace {

Unexpected Missing() { return api::glue::EntityNotFoundException("Entity Not Found"); }

}  // namespace

Result<void> CheckTaggable(const state::Reader& reader, const api::Call& call,
                           const std::string& arn) {
  const auto parsed = Arn::Parse(arn);
  const bool ours = parsed && parsed->service == "glue" && parsed->account == call.account.text() &&
                    parsed->region == call.region.text();
  if (!ours) return Missing();
  const size_t slash = parsed->resource.find('/');
  if (slash == std::string::npos) return Missing();
  const std::string kind = parsed->resource.substr(0, slash);
  const std::string name = parsed->resource.substr(slash + 1);
  CatalogRef own;
  own.account = call.account;
  if (kind == "database" && reader.Has(DatabaseKey(call, own, name))) return {};
  if (kind == "catalog" && reader.Has(CatalogKey(call.region, call.account, name))) return {};
  if (HasDocument(reader, call, kind, name)) return {};
  return Missing();
}

std::string TagsKey(const api::Call& call, std::string_view arn) {
  return state::Key("glue", call.account, call.region, "tags", arn);
}

Result<void> CheckNewTags(const std::optional<Tags>& tags) {
  if (!tags) return {};
  if (tags->size() > kTagsMax) {
    return api::glue::InvalidInputException("A resource can have no more than " +
                                            std::to_string(kTagsMax) + " tags.");
  }
  const bool reserved = std::any_of(tags->begin(), tags->end(), [](const auto& tag) {
    return Lowercase(tag.first).starts_with("aws:");
  });
  if (reserved) {
    return api::glue::InvalidInputException("Names of tags cannot begin with aws:");
  }
  return {};
}

void SaveNewTags(state::Transaction& transaction, const api::Call& call, std::string_view arn,
                 const std::optional<Tags>& tags) {
  if (tags && !tags->empty()) state::Save(transaction, TagsKey(call, arn), TagsRecord{*tags});
}

Result<bool> HasTags(const state::Reader& reader, const api::Call& call, std::string_view arn,
                     const std::optional<Tags>& wanted) {
  if (!wanted || wanted->empty()) return true;
  FIRN_TRY(const auto record, state::LoadShared<TagsRecord>(reader, TagsKey(call, arn)));
  return record && std::all_of(wanted->begin(), wanted->end(), [&](const auto& tag) {
           const auto found = record->tags.find(tag.first);
           return found != record->tags.end() && found->second == tag.second;
         });
}

}  // namespace firn::services::glue
