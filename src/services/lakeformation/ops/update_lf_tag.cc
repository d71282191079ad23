// UpdateLFTag: adds values to an LF-tag and takes others away, all of it or nothing. A value that
// is assigned to something stays.

#include <algorithm>

#include "services/lakeformation/limits.h"
#include "services/lakeformation/ops.h"
#include "services/lakeformation/tags.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

namespace {

Result<void> CheckUnused(const state::Reader& reader, std::string_view account,
                         std::string_view region, const TagValues& tag) {
  FIRN_TRY(const auto page,
           state::List<AssignmentRecord>(reader, AssignmentPrefix(account, region), "", SIZE_MAX));
  for (const auto& item : page.items) {
    const auto assigned = item.value->tags.find(tag.key);
    if (assigned == item.value->tags.end()) continue;
    const auto& values = tag.values;
    if (std::find(values.begin(), values.end(), assigned->second) != values.end()) {
      return lf::InvalidInputException("Update not allowed");
    }
  }
  return {};
}

// The values after the update.
Result<std::vector<std::string>> Updated(std::vector<std::string> values, const TagValues& added,
                                         const TagValues& deleted) {
  for (const std::string& value : deleted.values) {
    if (std::erase(values, value) == 0) {
      return lf::EntityNotFoundException("Tag or tag value does not exist.");
    }
  }
  for (const std::string& value : added.values) {
    if (value == "*") return lf::InvalidInputException("Tag value cannot be *");
    if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
  }
  if (values.empty()) return lf::InvalidInputException("An LF-tag needs at least one value");
  if (values.size() > kTagValuesMax) {
    return lf::ResourceNumberLimitExceededException("Number of LF-tag values exceeds the limit");
  }
  return values;
}

}  // namespace

authz::Needs NeedsFor(const LakeFormation&, const api::Call& call,
                      const lf::UpdateLFTagInput& input) {
  return {
      TagNeed(call, "lakeformation:UpdateLFTag", input.catalog_id, input.tag_key, "*", "ALTER")};
}

Result<lf::UpdateLFTagOutput> Handle(LakeFormation& lakeformation, const api::Call& call,
                                     const lf::UpdateLFTagInput& input) {
  FIRN_TRY(const AccountId owner, AccountOf(call, input.catalog_id));
  const std::vector<std::string> none;
  FIRN_TRY(const TagValues added,
           ReadTagValues(input.tag_key, input.tag_values_to_add.value_or(none)));
  FIRN_TRY(const TagValues deleted,
           ReadTagValues(input.tag_key, input.tag_values_to_delete.value_or(none)));
  if (added.values.empty() && deleted.values.empty()) {
    return lf::InvalidInputException("Either TagValuesToAdd or TagValuesToDelete must be given");
  }
  const std::string& region = call.region.text();
  FIRN_OK(lakeformation.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(TagRecord tag, FindTag(transaction, owner.text(), region, input.tag_key));
    FIRN_OK(CheckUnused(transaction, owner.text(), region, deleted));
    FIRN_TRY(tag.values, Updated(std::move(tag.values), added, deleted));
    state::Save(transaction, TagKey(owner.text(), region, tag.key), tag);
    // What was granted on a value goes with it.
    FIRN_TRY(const auto grants,
             state::List<GrantRecord>(transaction, TagGrantPrefix(owner.text(), region, tag.key),
                                      "", SIZE_MAX));
    for (const auto& item : grants.items) {
      const auto& gone = deleted.values;
      if (std::find(gone.begin(), gone.end(), item.value->tag_value) != gone.end()) {
        transaction.Erase(item.key);
      }
    }
    return {};
  }));
  return lf::UpdateLFTagOutput{};
}

}  // namespace firn::services::lakeformation
