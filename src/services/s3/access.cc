#include "services/s3/access.h"

#include <algorithm>
#include <array>

#include "authz/policy.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {
namespace {

constexpr char kAllUsers[] = "http://acs.amazonaws.com/groups/global/AllUsers";
constexpr char kAuthenticatedUsers[] = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";
constexpr char kLogDelivery[] = "http://acs.amazonaws.com/groups/s3/LogDelivery";
constexpr size_t kPolicyBytesMax = 20 * 1024;
constexpr size_t kGrantsMax = 100;
constexpr std::string_view kArnBeginning = "arn:aws:s3:::";

bool IsGroup(std::string_view grantee) { return grantee.starts_with("http://"); }

bool IsPublic(const objects::Grant& grant) {
  return grant.grantee == kAllUsers || grant.grantee == kAuthenticatedUsers;
}

Result<std::vector<objects::Grant>> CannedGrants(const std::string& name,
                                                 const std::string& owner) {
  std::vector<objects::Grant> grants;
  if (name == "private" || name == "bucket-owner-read" || name == "bucket-owner-full-control")
    return grants;
  grants.push_back({owner, "FULL_CONTROL"});
  if (name == "public-read" || name == "public-read-write") grants.push_back({kAllUsers, "READ"});
  if (name == "public-read-write") grants.push_back({kAllUsers, "WRITE"});
  if (name == "authenticated-read") grants.push_back({kAuthenticatedUsers, "READ"});
  if (name == "log-delivery-write") {
    grants.push_back({kLogDelivery, "WRITE"});
    grants.push_back({kLogDelivery, "READ_ACP"});
  }
  if (grants.size() == 1) return NotImplementedHere("the canned access control list " + name);
  return grants;
}

Result<void> CheckGrantee(const std::string& grantee) {
  if (grantee == kAllUsers || grantee == kAuthenticatedUsers || grantee == kLogDelivery) return {};
  const bool id = grantee.size() == 64 && std::all_of(grantee.begin(), grantee.end(), [](char c) {
                    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
                  });
  if (id) return {};
  return InvalidArgument(IsGroup(grantee) ? "Invalid group uri" : "Invalid id");
}

// id="…", uri="…" of a grant header.
Result<void> AddHeaderGrants(std::string_view permission, std::string_view text,
                             std::vector<objects::Grant>& grants) {
  while (!text.empty()) {
    const size_t comma = std::min(text.find(','), text.size());
    std::string_view item = text.substr(0, comma);
    text.remove_prefix(std::min(comma + 1, text.size()));
    while (item.starts_with(' ')) item.remove_prefix(1);
    const size_t equals = item.find('=');
    if (equals == std::string_view::npos) return InvalidArgument("Argument format not recognized");
    const std::string_view kind = item.substr(0, equals);
    std::string grantee = Unquoted(item.substr(equals + 1));
    if (kind == "emailAddress") {
      return S3Error(Kind::kInvalid, "UnresolvableGrantByEmailAddress", 400,
                     "The e-mail address you provided does not match any account on record.");
    }
    if (kind != "id" && kind != "uri") return InvalidArgument("Argument format not recognized");
    FIRN_OK(CheckGrantee(grantee));
    grants.push_back({std::move(grantee), std::string(permission)});
  }
  return {};
}

Result<std::vector<objects::Grant>> DocumentGrants(const api::s3::AccessControlPolicy& document,
                                                   const std::string& owner) {
  if (!document.grants || !document.owner)
    return S3Error(Kind::kInvalid, "MalformedACLError", 400,
                   "The XML you provided was not well-formed or did not validate "
                   "against our published schema");
  if (document.owner->id.value_or(owner) != owner) return AccessDenied();
  std::vector<objects::Grant> grants;
  for (const auto& grant : *document.grants) {
    if (!grant.grantee || !grant.permission) return MalformedXml();
    if (grant.grantee->email_address) {
      return S3Error(Kind::kInvalid, "UnresolvableGrantByEmailAddress", 400,
                     "The e-mail address you provided does not match any account on record.");
    }
    const std::string grantee =
        grant.grantee->id ? *grant.grantee->id : grant.grantee->uri.value_or("");
    FIRN_OK(CheckGrantee(grantee));
    grants.push_back({grantee, *grant.permission});
  }
  return grants;
}

// Conditions that narrow a policy to known callers, when their values are fixed.
bool Narrows(const authz::Condition& condition) {
  constexpr std::array kKeys = {"aws:principalorgid",   "aws:principalorgpaths",
                                "aws:principalaccount", "aws:principalarn",
                                "aws:sourcearn",        "aws:sourcevpc",
                                "aws:sourcevpce",       "aws:sourceowner",
                                "aws:sourceaccount",    "aws:userid",
                                "aws:sourceip",         "s3:dataaccesspointarn",
                                "aws:principaltype",    "s3:dataaccesspointaccount"};
  std::string key = condition.key;
  std::transform(key.begin(), key.end(), key.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  if (condition.op.negated || condition.op.if_exists ||
      std::find(kKeys.begin(), kKeys.end(), key) == kKeys.end()) {
    return false;
  }
  return std::none_of(condition.values.begin(), condition.values.end(),
                      [](const std::string& value) {
                        return value.empty() || value == "*" || value.ends_with("/0") ||
                               value.find("${") != std::string::npos || value.starts_with('*');
                      });
}

std::string PolicyText(format::Json::Array statements) {
  format::Json policy{format::Json::Object{}};
  policy.Set("Version", "2012-10-17");
  policy.Set("Statement", std::move(statements));
  return policy.Text();
}

format::Json StatementFor(std::string_view effect, format::Json::Array actions,
                          format::Json::Array resources) {
  format::Json statement{format::Json::Object{}};
  statement.Set("Effect", effect);
  statement.Set("Principal", "*");
  statement.Set("Action", std::move(actions));
  statement.Set("Resource", std::move(resources));
  return statement;
}

// What S3 lets through of a public policy under RestrictPublicBuckets: the owner's account and AWS
// services.
authz::PolicyDocument Restriction(const objects::Bucket& bucket) {
  const std::string arn = Arn::S3(bucket.name).text();
  format::Json statement =
      StatementFor("Deny", {"s3:*"}, {format::Json(arn), format::Json(arn + "/*")});
  format::Json condition{format::Json::Object{}};
  condition.Set("StringNotEquals",
                format::Json::Object{{"aws:PrincipalAccount", bucket.account.text()}});
  condition.Set("BoolIfExists", format::Json::Object{{"aws:PrincipalIsAWSService", "false"}});
  statement.Set("Condition", std::move(condition));
  return {"RestrictPublicBuckets", PolicyText({std::move(statement)})};
}

// A list told as a policy. Grants to single accounts are kept and told, and open nothing.
std::optional<authz::PolicyDocument> AclAsPolicy(const std::vector<objects::Grant>& grants,
                                                 const std::string& arn, bool of_object) {
  format::Json::Array statements;
  for (const objects::Grant& grant : grants) {
    if (!IsPublic(grant)) continue;
    const bool full = grant.permission == "FULL_CONTROL";
    format::Json::Array actions, object_actions;
    const auto allow = [&](std::string_view permission, std::initializer_list<const char*> names) {
      if (full || grant.permission == permission)
        actions.insert(actions.end(), names.begin(), names.end());
    };
    if (of_object) {
      allow("READ", {"s3:GetObject", "s3:GetObjectVersion"});
      allow("READ_ACP", {"s3:GetObjectAcl", "s3:GetObjectVersionAcl"});
      allow("WRITE_ACP", {"s3:PutObjectAcl", "s3:PutObjectVersionAcl"});
    } else {
      allow("READ", {"s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"});
      allow("READ_ACP", {"s3:GetBucketAcl"});
      allow("WRITE_ACP", {"s3:PutBucketAcl"});
      if (full || grant.permission == "WRITE") object_actions = {"s3:PutObject", "s3:DeleteObject"};
    }
    const auto add = [&](format::Json::Array names, const std::string& resource) {
      if (names.empty()) return;
      format::Json statement = StatementFor("Allow", std::move(names), {format::Json(resource)});
      if (grant.grantee == kAuthenticatedUsers) {
        statement.Set(
            "Condition",
            format::Json::Object{
                {"Null", format::Json::Object{{"aws:PrincipalAccount", format::Json("false")}}}});
      }
      statements.push_back(std::move(statement));
    };
    add(std::move(actions), arn);
    add(std::move(object_actions), arn + "/*");
  }
  if (statements.empty()) return {};
  return authz::PolicyDocument{"AccessControlList", PolicyText(std::move(statements))};
}

Unexpected MalformedPolicy(std::string message) {
  return S3Error(Kind::kInvalid, "MalformedPolicy", 400, std::move(message));
}

}  // namespace

Result<PublicAccess> PublicAccessOf(const state::Reader& reader, std::string_view bucket) {
  FIRN_TRY(const auto kept, state::LoadShared<api::s3::PublicAccessBlockConfiguration>(
                                reader, SettingKey(bucket, kPublicAccess)));
  if (kept == nullptr) return PublicAccess();
  return PublicAccess{
      kept->block_public_acls.value_or(false), kept->ignore_public_acls.value_or(false),
      kept->block_public_policy.value_or(false), kept->restrict_public_buckets.value_or(false)};
}

Result<std::string> OwnershipOf(const state::Reader& reader, std::string_view bucket) {
  FIRN_TRY(const auto kept,
           state::LoadShared<api::s3::OwnershipControls>(reader, SettingKey(bucket, kOwnership)));
  if (kept == nullptr) return std::string(api::s3::ObjectOwnership::kBucketOwnerEnforced);
  if (kept->rules.empty()) return std::string(api::s3::ObjectOwnership::kObjectWriter);
  return kept->rules.front().object_ownership;
}

Result<std::vector<objects::Grant>> ParseAcl(const AclRequest& request, const std::string& owner) {
  if (request.canned && !request.headers.empty()) {
    return InvalidRequest("Specifying both Canned ACLs and Header Grants is not allowed");
  }
  if (request.document != nullptr && (request.canned || !request.headers.empty())) {
    return S3Error(Kind::kInvalid, "UnexpectedContent", 400,
                   "This request does not support content");
  }
  if (request.canned) return CannedGrants(*request.canned, owner);
  std::vector<objects::Grant> grants;
  if (request.document != nullptr) {
    FIRN_TRY(grants, DocumentGrants(*request.document, owner));
  }
  for (const auto& [permission, text] : request.headers)
    FIRN_OK(AddHeaderGrants(permission, text, grants));
  if (grants.size() > kGrantsMax)
    return InvalidRequest("An access control list may have at most 100 grants");
  return grants;
}

Result<std::vector<objects::Grant>> GrantsFor(const S3& s3, const objects::Bucket& bucket,
                                              const AclRequest& request) {
  if (request.empty()) return std::vector<objects::Grant>();
  const std::string owner = CanonicalId(bucket.account);
  FIRN_TRY(auto grants, ParseAcl(request, owner));
  const state::Snapshot snapshot = s3.store.Read();
  FIRN_TRY(const std::string ownership, OwnershipOf(snapshot, bucket.name));
  const bool only_owner =
      grants.empty() || grants == std::vector<objects::Grant>{{owner, "FULL_CONTROL"}};
  const bool harmless =
      request.canned ? *request.canned == "bucket-owner-full-control" : only_owner;
  if (ownership == api::s3::ObjectOwnership::kBucketOwnerEnforced && !harmless) {
    return S3Error(Kind::kInvalid, "AccessControlListNotSupported", 400,
                   "The bucket does not allow ACLs");
  }
  FIRN_TRY(const PublicAccess access, PublicAccessOf(snapshot, bucket.name));
  if (access.block_acls && std::any_of(grants.begin(), grants.end(), IsPublic))
    return AccessDenied();
  return grants;
}

std::vector<api::s3::Grant> ToldGrants(const std::vector<objects::Grant>& grants,
                                       const std::string& owner) {
  std::vector<objects::Grant> kept = grants;
  if (kept.empty()) kept.push_back({owner, "FULL_CONTROL"});
  std::vector<api::s3::Grant> told;
  for (const objects::Grant& grant : kept) {
    auto& entry = told.emplace_back();
    auto& grantee = entry.grantee.emplace();
    grantee.type = IsGroup(grant.grantee) ? "Group" : "CanonicalUser";
    (IsGroup(grant.grantee) ? grantee.uri : grantee.id) = grant.grantee;
    entry.permission = grant.permission;
  }
  return told;
}

Result<bool> IsPublicPolicy(std::string_view document) {
  FIRN_TRY(const auto policy, authz::ReadPolicy(document, authz::PolicyKind::kResource));
  return std::any_of(
      policy.statements.begin(), policy.statements.end(), [](const authz::Statement& statement) {
        return statement.effect == authz::Effect::kAllow &&
               (statement.principals.everyone || statement.except_principals) &&
               std::none_of(statement.conditions.begin(), statement.conditions.end(), Narrows);
      });
}

Result<void> CheckBucketPolicy(std::string_view document, std::string_view bucket) {
  if (document.size() > kPolicyBytesMax) {
    return S3Error(Kind::kInvalid, "PolicyTooLarge", 400,
                   "The policy exceeds the maximum allowed document size.");
  }
  const size_t begin = document.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos || document[begin] != '{') {
    return MalformedPolicy("Policies must be valid JSON and the first byte must be '{'");
  }
  const auto policy = authz::ParsePolicy(document, authz::PolicyKind::kResource);
  if (!policy) return MalformedPolicy(policy.error().message);
  const std::string arn = std::string(kArnBeginning) + std::string(bucket);
  for (const authz::Statement& statement : policy->statements) {
    for (const std::string& action : statement.actions) {
      const bool ours = action == "*" || (action.size() > 3 &&
                                          (action.starts_with("s3:") || action.starts_with("S3:")));
      if (!ours) return MalformedPolicy("Policy has invalid action");
    }
    for (const std::string& resource : statement.resources) {
      if (resource != arn && !resource.starts_with(arn + "/") && resource != arn + "*") {
        return MalformedPolicy("Policy has invalid resource");
      }
    }
  }
  return {};
}

Result<std::optional<authz::ResourceRecord>> BucketFacts::RecordOf(std::string_view arn) const {
  if (!arn.starts_with(kArnBeginning)) return std::optional<authz::ResourceRecord>();
  const std::string_view name = arn.substr(kArnBeginning.size());
  const size_t slash = std::min(name.find('/'), name.size());
  const state::Snapshot snapshot = store_.Read();
  FIRN_TRY(const auto bucket, objects_.FindBucket(snapshot, name.substr(0, slash)));
  if (!bucket) return std::optional<authz::ResourceRecord>();
  authz::ResourceRecord record;
  record.owner = bucket->account;
  FIRN_TRY(const PublicAccess access, PublicAccessOf(snapshot, bucket->name));
  FIRN_TRY(const auto policy,
           state::LoadShared<BucketPolicy>(snapshot, SettingKey(bucket->name, kPolicy)));
  if (policy != nullptr) {
    record.policies.push_back({"BucketPolicy", policy->document});
    if (policy->open && access.restrict_buckets) record.policies.push_back(Restriction(*bucket));
  }
  FIRN_TRY(const std::string ownership, OwnershipOf(snapshot, bucket->name));
  const bool lists_count =
      ownership != api::s3::ObjectOwnership::kBucketOwnerEnforced && !access.ignore_acls;
  if (!lists_count) return std::optional(std::move(record));
  FIRN_TRY(const auto acl, state::LoadShared<BucketAcl>(snapshot, SettingKey(bucket->name, kAcl)));
  const auto add = [&](const std::optional<authz::PolicyDocument>& document) {
    if (document) record.policies.push_back(*document);
  };
  if (acl != nullptr) add(AclAsPolicy(acl->grants, Arn::S3(bucket->name).text(), false));
  if (slash < name.size()) {
    FIRN_TRY(const auto info, objects_.Find(snapshot, bucket->name, name.substr(slash + 1)));
    if (info) add(AclAsPolicy(info->attributes.grants, std::string(arn), true));
  }
  return std::optional(std::move(record));
}

}  // namespace firn::services::s3
