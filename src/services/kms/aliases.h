#pragma once

#include <string>
#include <string_view>

#include "services/kms/kms.h"

namespace firn::services::kms {

std::string AliasArn(const api::Call& call, std::string_view alias);
// ValidationException or NotAuthorizedException for names that no customer may give.
Result<void> CheckAliasName(const std::string& alias);
// The key an alias is to name: a key of the caller's account, not another alias.
Result<KeyName> TargetOf(const Kms& kms, const api::Call& call, const std::string& target);
Result<AliasRecord> LoadAlias(const state::Reader& reader, const api::Call& call, std::string_view alias);

}  // namespace firn::services::kms
