#include "services/kms/policy.h"

#include "authz/decision.h"
#include "base/encoding.h"
#include "format/json.h"
#include "services/kms/limits.h"

namespace firn::services::kms {
namespace {

using format::Json;

Json StringEquals(const std::string& key, Json values) {
  return Json::Object{{"StringEquals", Json::Object{{key, std::move(values)}}}};
}

Json Statement(const std::string& principal, Json::Array actions, Json condition) {
  Json statement = Json::Object{{"Effect", "Allow"},
                                {"Principal", Json::Object{{"AWS", principal}}},
                                {"Action", std::move(actions)},
                                {"Resource", "*"}};
  if (!condition.object().empty()) statement.Set("Condition", std::move(condition));
  return statement;
}

// The encryption context a grant asks for. Condition keys know no case and encryption contexts do, so the needs of
// requests carry each context key in hexadecimal as well (needs.h).
Json ConditionOf(const GrantRecord& grant) {
  Json::Object equals, keys;
  for (const auto* pairs : {&grant.context_subset, &grant.context_equals}) {
    for (const auto& [key, value] : *pairs) equals.emplace_back(kContextKey + HexEncode(key), value);
  }
  Json condition{Json::Object{}};
  if (!equals.empty()) condition.Set("StringEquals", std::move(equals));
  if (!grant.context_equals.empty()) {
    Json::Array allowed;
    for (const auto& [key, value] : grant.context_equals) allowed.emplace_back(HexEncode(key));
    condition.Set("ForAllValues:StringEquals", Json::Object{{std::string(kContextKeys), std::move(allowed)}});
  }
  return condition;
}

// Who may grant by a grant may pass on what it allows, under its own constraints or narrower ones.
Json DelegationOf(const GrantRecord& grant) {
  Json::Array delegable;
  for (const std::string& operation : grant.operations) delegable.emplace_back(operation);
  Json condition{Json::Object{}};
  Json::Object within{{"kms:GrantOperations", std::move(delegable)}};
  Json::Object equals;
  for (const auto* pairs : {&grant.context_subset, &grant.context_equals}) {
    for (const auto& [key, value] : *pairs) equals.emplace_back(kConstraintKey + HexEncode(key), value);
  }
  if (!grant.context_equals.empty()) {
    equals.emplace_back(kConstraintKind, "EncryptionContextEquals");
    Json::Array allowed;
    for (const auto& [key, value] : grant.context_equals) allowed.emplace_back(HexEncode(key));
    within.emplace_back(kConstraintKeys, std::move(allowed));
  }
  condition.Set("ForAllValues:StringEquals", std::move(within));
  condition.Set("Null", Json::Object{{"kms:GrantOperations", "false"}});
  if (!equals.empty()) condition.Set("StringEquals", std::move(equals));
  return Statement(grant.grantee, {"kms:CreateGrant"}, std::move(condition));
}

}  // namespace

std::string DefaultPolicy(const AccountId& account) {
  return R"({
  "Version" : "2012-10-17",
  "Id" : "key-default-1",
  "Statement" : [ {
    "Sid" : "Enable IAM User Permissions",
    "Effect" : "Allow",
    "Principal" : {
      "AWS" : "arn:aws:iam::)" + account.text() + R"(:root"
    },
    "Action" : "kms:*",
    "Resource" : "*"
  } ]
})";
}

std::string ManagedPolicy(const AccountId& account, const Region& region, const std::string& service) {
  Json through = Json::Object{{"Sid", "Allow access through " + service + " for all principals of the account"},
                              {"Effect", "Allow"},
                              {"Principal", Json::Object{{"AWS", "*"}}},
                              {"Action", Json::Array{"kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*",
                                                     "kms:GenerateDataKey*", "kms:CreateGrant", "kms:DescribeKey"}},
                              {"Resource", "*"}};
  through.Set("Condition",
              Json::Object{{"StringEquals", Json::Object{{"kms:CallerAccount", account.text()},
                                                         {"kms:ViaService", service + "." + region.text() +
                                                                                ".amazonaws.com"}}}});
  Json metadata = Statement("arn:aws:iam::" + account.text() + ":root",
                            {"kms:Describe*", "kms:Get*", "kms:List*", "kms:RevokeGrant"}, Json::Object{});
  return Json(Json::Object{{"Version", "2012-10-17"},
                           {"Id", "auto-" + service + "-2"},
                           {"Statement", Json::Array{std::move(through), std::move(metadata)}}})
      .Text();
}

Result<void> CheckKeyPolicy(const api::Call& call, const std::string& arn, const std::string& policy, Lockout lockout) {
  if (policy.size() > kPolicyBytesMax) {
    return api::kms::LimitExceededException("The key policy is longer than 32768 bytes");
  }
  auto parsed = authz::ParsePolicy(policy, authz::PolicyKind::kResource);
  if (!parsed) return api::kms::MalformedPolicyDocumentException(parsed.error().message);
  if (lockout == Lockout::kAccepted) return {};
  FIRN_TRY(const auto everything,
           authz::ReadPolicy(R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]})",
                             authz::PolicyKind::kIdentity));
  authz::AccessPolicies policies;
  policies.resource_first = true;
  policies.resource.push_back({"key policy", std::make_shared<const authz::Policy>(*std::move(parsed))});
  policies.identity.push_back({"everything", std::make_shared<const authz::Policy>(everything)});
  authz::AccessRequest request{call.principal, "kms:PutKeyPolicy", arn, call.account, {}};
  request.context = authz::ContextOf(call.principal, api::CircumstancesOf(call), {});
  request.context.Set("kms:CallerAccount", call.account.text());
  if (!authz::Decide(request, policies).allowed) {
    return api::kms::MalformedPolicyDocumentException(
        "The new key policy will not allow you to update the key policy in the future.");
  }
  return {};
}

authz::PolicyDocument PolicyOfGrants(const std::vector<GrantRecord>& grants) {
  Json::Array statements;
  for (const GrantRecord& grant : grants) {
    Json::Array actions;
    const auto retirement = [&](const std::string& principal) {
      statements.push_back(Statement(principal, {"kms:RetireGrant"}, StringEquals(std::string(kGrantId), grant.id)));
    };
    for (const std::string& operation : grant.operations) {
      if (operation == "CreateGrant") {
        statements.push_back(DelegationOf(grant));
      } else if (operation == "RetireGrant") {
        retirement(grant.grantee);
      } else {
        actions.emplace_back("kms:" + operation);
      }
    }
    if (!actions.empty()) statements.push_back(Statement(grant.grantee, std::move(actions), ConditionOf(grant)));
    if (!grant.retiring.empty()) retirement(grant.retiring);
  }
  // Of the older version: what looks like a variable in a grant is text.
  return {"grants", Json(Json::Object{{"Version", "2008-10-17"}, {"Statement", std::move(statements)}}).Text()};
}

}  // namespace firn::services::kms
