// CreateLFTag: makes an LF-tag with the values it may have. Whoever is allowed to create tags
// without being an administrator gets every right on the new one, with the option to pass it on.
// Differs from AWS: a key that exists is InvalidInputException.

#include <algorithm>

#include "services/lakeformation/limits.h"
#include "services/lakeformation/ops.h"
#include "services/lakeformation/tags.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

authz::Needs NeedsFor(const LakeFormation&, const api::Call& call,
                      const lf::CreateLFTagInput& input) {
  return {CatalogNeed(call, "lakeformation:CreateLFTag", input.catalog_id, "CREATE_LF_TAG")};
}

Result<lf::CreateLFTagOutput> Handle(LakeFormation& lakeformation, const api::Call& call,
                                     const lf::CreateLFTagInput& input) {
  FIRN_TRY(const AccountId owner, AccountOf(call, input.catalog_id));
  FIRN_TRY(TagValues read, ReadTagValues(input.tag_key, input.tag_values));
  if (std::find(read.values.begin(), read.values.end(), "*") != read.values.end()) {
    return lf::InvalidInputException("Tag value cannot be *");
  }
  const std::string& region = call.region.text();
  const std::string& account = owner.text();
  FIRN_TRY(const auto settings, lakeformation.SettingsOf(owner, region));
  const bool rules = call.principal.kind == authz::Principal::Kind::kRoot ||
                     authz::IsAdmin(settings.admins, call.principal);
  FIRN_OK(lakeformation.store.Write([&](state::Transaction& transaction) -> Result<void> {
    const std::string key = TagKey(account, region, read.key);
    if (transaction.Has(key)) {
      return lf::InvalidInputException("LF-tag already exists: " + read.key);
    }
    FIRN_TRY(const auto tags,
             state::List<TagRecord>(transaction, TagPrefix(account, region), "", kTagsMax));
    if (tags.items.size() == kTagsMax) {
      return lf::ResourceNumberLimitExceededException("Number of LF-tags exceeds the limit");
    }
    state::Save(transaction, key, TagRecord{read.key, read.values});
    if (rules) return {};
    GrantRecord grant;
    grant.principal = call.principal.identity_arn();
    grant.catalog = account;
    grant.tag_key = read.key;
    grant.tag_value = "*";
    grant.permissions = grant.grantable = authz::AllPermissionsOn(authz::LakeKind::kTag);
    grant.updated = call.now;
    grant.updated_by = grant.principal;
    std::string grant_key = TagGrantPrefix(account, region, read.key);
    for (const std::string& part : {grant.principal, std::string("value"), grant.tag_value}) {
      state::AppendKeyPart(grant_key, part);
    }
    state::Save(transaction, grant_key, grant);
    return {};
  }));
  return lf::CreateLFTagOutput{};
}

}  // namespace firn::services::lakeformation
