#include "services/kms/aliases.h"

namespace firn::services::kms {

std::string AliasArn(const api::Call& call, std::string_view alias) {
  return Arn::Of("kms", call.region, call.account, alias).text();
}

Result<void> CheckAliasName(const std::string& alias) {
  constexpr std::string_view kPrefix = "alias/";
  if (!alias.starts_with(kPrefix) || alias.size() == kPrefix.size()) return Fail(Kind::kInvalid, "Invalid identifier");
  if (alias.starts_with("alias/aws/")) {
    return Fail(Error{Kind::kDenied, "", "NotAuthorizedException", 400, {}});
  }
  if (alias.find(':') != std::string::npos) {
    return Fail(Kind::kInvalid, alias + " contains invalid characters for an alias");
  }
  return {};
}

Result<KeyName> TargetOf(const Kms& kms, const api::Call& call, const std::string& target) {
  if (target.starts_with("alias/") || target.find(":alias/") != std::string::npos) {
    return Fail(Kind::kInvalid, "Aliases must refer to keys. Not aliases");
  }
  FIRN_TRY(KeyName name, kms.Resolve(call, target, Naming::kKeyOnly));
  if (name.account != call.account) {
    return api::kms::NotFoundException("Key '" + name.arn() + "' does not exist");
  }
  return name;
}

Result<AliasRecord> LoadAlias(const state::Reader& reader, const api::Call& call, std::string_view alias) {
  FIRN_TRY(auto record, state::Load<AliasRecord>(reader, AliasKey(call.account, call.region, alias)));
  if (!record) return api::kms::NotFoundException("Alias " + AliasArn(call, alias) + " is not found.");
  return *std::move(record);
}

}  // namespace firn::services::kms
