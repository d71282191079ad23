#include "services/glue/policies.h"

#include "base/digest.h"
#include "base/encoding.h"

namespace firn::services::glue {

std::string PolicyPrefix(const AccountId& account, const Region& region) {
  return state::Key("glue", account, region, "policy");
}

std::string PolicyKey(const AccountId& account, const Region& region, std::string_view arn) {
  return state::Key("glue", account, region, "policy", arn);
}

std::string PolicyHash(std::string_view document) { return Base64Encode(Sha256(document)); }

std::string CatalogArn(const api::Call& call, const AccountId& account) {
  return Arn::Of("glue", call.region, account, "catalog").text();
}

Result<std::string> PolicyTarget(const api::Call& call, const std::optional<std::string>& arn) {
  if (!arn) return CatalogArn(call, call.account);
  const auto parsed = Arn::Parse(*arn);
  const bool ours = parsed && parsed->service == "glue" && parsed->region == call.region.text() &&
                    parsed->account == call.account.text() && !parsed->resource.empty();
  if (!ours) {
    return api::glue::InvalidInputException("Not an object of this account and Region: " + *arn);
  }
  return *arn;
}

Result<std::optional<authz::ResourceRecord>> ResourcePolicies::RecordOf(
    std::string_view arn) const {
  using Found = std::optional<authz::ResourceRecord>;
  const auto parsed = Arn::Parse(arn);
  if (!parsed || parsed->service != "glue") return Found();
  const auto account = AccountId::Parse(parsed->account);
  const auto region = Region::Parse(parsed->region);
  if (!account || !region) return Found();
  authz::ResourceRecord record;
  record.owner = *account;
  const auto snapshot = store_.Read();
  const std::string catalog = Arn::Of("glue", *region, *account, "catalog").text();
  const auto add = [&](std::string_view of) -> Result<void> {
    FIRN_TRY(const auto policy,
             state::LoadShared<PolicyRecord>(snapshot, PolicyKey(*account, *region, of)));
    if (policy) record.policies.push_back({policy->arn, policy->document});
    return {};
  };
  FIRN_OK(add(catalog));
  if (arn != catalog) FIRN_OK(add(arn));
  return Found(std::move(record));
}

}  // namespace firn::services::glue
