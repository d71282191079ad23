#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace firn::authz {

// Where a policy is attached decides which elements it must and must not have. kIdentity covers
// managed, inline and session policies and boundaries; kTrust is a role's trust policy, which names
// principals and no resources.
enum class PolicyKind { kIdentity, kResource, kTrust };

enum class Effect { kAllow, kDeny };

// The Principal element. Entries are kept as written: "*" and {"AWS": "*"} are both `everyone`.
struct PolicyPrincipals {
  bool everyone = false;
  std::vector<std::string> aws;  // account ids, ARNs and unique ids
  std::vector<std::string> service;
  std::vector<std::string> federated;
  std::vector<std::string> canonical_user;
};

struct ConditionOperator {
  enum class Comparison {
    kStringEquals,
    kStringEqualsIgnoreCase,
    kStringLike,
    kNumericEquals,
    kNumericLess,
    kNumericLessOrEqual,
    kNumericGreater,
    kNumericGreaterOrEqual,
    kDateEquals,
    kDateLess,
    kDateLessOrEqual,
    kDateGreater,
    kDateGreaterOrEqual,
    kBool,
    kBinaryEquals,
    kIpAddress,
    kArnLike,
    kNull,
    kUnknown,  // read from a document that AWS accepted but this program does not understand
  };
  enum class Quantifier { kNone, kForAllValues, kForAnyValue };
  Comparison comparison = Comparison::kUnknown;
  Quantifier quantifier = Quantifier::kNone;
  bool negated = false;
  bool if_exists = false;
};

struct Condition {
  ConditionOperator op;
  std::string key;
  std::vector<std::string> values;
};

struct Statement {
  std::string sid;
  Effect effect = Effect::kDeny;
  bool except_principals = false;  // NotPrincipal
  PolicyPrincipals principals;
  bool except_actions = false;  // NotAction
  std::vector<std::string> actions;
  bool except_resources = false;  // NotResource
  std::vector<std::string> resources;
  std::vector<Condition> conditions;
};

struct Policy {
  bool variables = false;  // version 2012-10-17
  std::string id;
  std::vector<Statement> statements;
};

// Parses a document as strictly as IAM does when it is stored. kInvalid with the text of AWS's
// MalformedPolicyDocument, such as "This policy contains invalid Json" or "Policy document should
// not specify a principal."; the code is empty because services spell it differently.
Result<Policy> ParsePolicy(std::string_view document, PolicyKind kind);

// Reads a document that is in force already, here or on AWS. Condition operators it does not know
// become kUnknown, which an Allow never satisfies and a Deny always does. kCorrupt when the
// document cannot be read at all.
Result<Policy> ReadPolicy(std::string_view document, PolicyKind kind);

// "ForAnyValue:StringLikeIfExists" and the like; empty when AWS has no such operator.
std::optional<ConditionOperator> ParseConditionOperator(std::string_view text);

}  // namespace firn::authz
