#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/kms/kms.h"

// What KMS's operations ask to be allowed, with the condition keys that key policies and grants look at.
namespace firn::services::kms {

using ConditionKeys = std::map<std::string, std::vector<std::string>>;

// One action on the key that `key_id` names.
authz::Need NeedOnKey(const Kms& kms, const api::Call& call, std::string_view action, std::string_view key_id,
                      Naming naming, ConditionKeys more = {});
authz::Need NeedOnKey(const Kms& kms, const api::Call& call, std::string_view action, const KeyName& name,
                      ConditionKeys more = {});
// Actions that are no key's: CreateKey, ListKeys.
authz::Need NeedOnAll(std::string_view action, ConditionKeys more = {});
authz::Need NeedOnAlias(const api::Call& call, std::string_view action, std::string_view alias);

ConditionKeys KeysOf(const std::optional<EncryptionContext>& context);
ConditionKeys KeysOfTags(const std::optional<std::vector<api::kms::Tag>>& tags);

}  // namespace firn::services::kms
