#pragma once

#include <string>
#include <vector>

#include "api/call.h"
#include "authz/facts.h"
#include "services/kms/records.h"

namespace firn::services::kms {

// Condition keys of our own, by which the statements of grants are tied to requests.
inline constexpr std::string_view kGrantId = "firn:GrantId";
inline const std::string kContextKey = "firn:EncryptionContext:";  // and the key in hexadecimal
inline constexpr std::string_view kContextKeys = "firn:EncryptionContextKeys";
inline const std::string kConstraintKey = "firn:GrantConstraint:";
inline constexpr std::string_view kConstraintKeys = "firn:GrantConstraintKeys";
inline constexpr std::string_view kConstraintKind = "firn:GrantConstraintType";

// The policy of keys that are made without one: the account decides by its identities' policies.
std::string DefaultPolicy(const AccountId& account);
// The policy of a key that AWS manages: the account's callers, through the service only.
std::string ManagedPolicy(const AccountId& account, const Region& region, const std::string& service);

// MalformedPolicyDocumentException unless the text is a key policy, and, unless the caller waives it, one that lets the
// caller change it again.
enum class Lockout { kRefused, kAccepted };
Result<void> CheckKeyPolicy(const api::Call& call, const std::string& arn, const std::string& policy, Lockout lockout);

// Grants, at least one, as a policy document: each lets its grantee do its operations, under its constraints.
authz::PolicyDocument PolicyOfGrants(const std::vector<GrantRecord>& grants);

}  // namespace firn::services::kms
