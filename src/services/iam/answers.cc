#include "services/iam/answers.h"

#include <algorithm>
#include <utility>

#include "authz/policy.h"
#include "base/encoding.h"

namespace firn::services::iam {
namespace {

char Fold(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool SameFolded(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return Fold(x) == Fold(y); });
}

Unexpected ValidationError(std::string message) {
  return Fail(Error{Kind::kInvalid, std::move(message), "ValidationError", 400, {}});
}

void AddTagContext(authz::Need& need, const std::map<std::string, std::string>& tags) {
  for (const auto& [key, value] : tags) {
    need.context["aws:ResourceTag/" + key] = {value};
    need.context["iam:ResourceTag/" + key] = {value};
  }
}

std::optional<api::iam::AttachedPermissionsBoundary> ApiBoundary(const Entity& entity) {
  if (!entity.boundary) return std::nullopt;
  api::iam::AttachedPermissionsBoundary boundary;
  boundary.permissions_boundary_type = "Policy";
  boundary.permissions_boundary_arn = *entity.boundary;
  return boundary;
}

authz::Needs OnEntity(const Iam& iam, const api::Call& call, Bearer bearer, std::string_view action,
                      std::string_view name) {
  authz::Need need;
  need.action = action;
  if (auto entity = iam.EntityOf(bearer, call.account, name)) {
    need.resource = (*entity)->arn;
    AddTagContext(need, (*entity)->tags);
  } else {
    const std::string kind = bearer == Bearer::kRole ? "role/" : "user/";
    need.resource = Arn::Global("iam", call.account, kind + std::string(name)).text();
  }
  return {std::move(need)};
}

}  // namespace

Result<std::map<std::string, std::string>> TagsOf(
    const std::optional<std::vector<api::iam::Tag>>& tags) {
  std::map<std::string, std::string> map;
  if (!tags) return map;
  for (const api::iam::Tag& tag : *tags) {
    const bool seen = std::any_of(map.begin(), map.end(), [&](const auto& entry) {
      return SameFolded(entry.first, tag.key);
    });
    if (seen) {
      return api::iam::InvalidInputException(
          "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
    }
    if (SameFolded(std::string_view(tag.key).substr(0, 4), "aws:")) {
      return api::iam::InvalidInputException("Tag keys must not begin with aws: " + tag.key);
    }
    map[tag.key] = tag.value;
  }
  return map;
}

bool EraseTag(std::map<std::string, std::string>& tags, std::string_view key) {
  return std::erase_if(tags, [&](const auto& entry) { return SameFolded(entry.first, key); }) > 0;
}

Result<void> MergeTags(std::map<std::string, std::string>& tags,
                       const std::map<std::string, std::string>& more) {
  for (const auto& [key, value] : more) {
    EraseTag(tags, key);
    tags[key] = value;
  }
  if (tags.size() > kTagsMax) {
    return api::iam::LimitExceededException("The number of tags has reached the maximum limit.");
  }
  return {};
}

std::vector<api::iam::Tag> ApiTags(const std::map<std::string, std::string>& tags) {
  std::vector<api::iam::Tag> list;
  for (const auto& [key, value] : tags) list.push_back({key, value});
  return list;
}

Result<void> CheckDocument(std::string_view document) {
  auto policy = authz::ParsePolicy(document, authz::PolicyKind::kIdentity);
  if (!policy) return api::iam::MalformedPolicyDocumentException(policy.error().message);
  return {};
}

Result<void> CheckBoundary(const Iam& iam, const api::Call& call,
                           const std::optional<std::string>& arn) {
  if (!arn) return {};
  auto policy = iam.Policy(call.account, *arn);
  if (!policy && policy.error().kind == Kind::kNotFound) {
    return api::iam::NoSuchEntityException("Scope ARN: " + *arn +
                                           " does not exist or is not attachable.");
  }
  FIRN_OK(policy);
  return {};
}

size_t CountedBytes(std::string_view document) {
  return static_cast<size_t>(std::count_if(document.begin(), document.end(), [](char c) {
    return c != ' ' && c != '\t' && c != '\r' && c != '\n';
  }));
}

std::string EncodedDocument(std::string_view document) { return PercentEncode(document); }

api::iam::Role ApiRole(const Iam& iam, const RoleRow& row, Detail detail) {
  const Entity& entity = row.entity;
  api::iam::Role role;
  role.path = entity.path;
  role.role_name = entity.name;
  role.role_id = entity.id;
  role.arn = entity.arn;
  role.create_date = entity.created;
  role.assume_role_policy_document = EncodedDocument(iam.TrustInForce(row));
  role.description = row.description;
  if (detail != Detail::kCreated || row.session_chosen) {
    role.max_session_duration = row.session_seconds_max;
  }
  if (detail == Detail::kListed) return role;
  role.permissions_boundary = ApiBoundary(entity);
  if (!entity.tags.empty()) role.tags = ApiTags(entity.tags);
  if (detail == Detail::kFull) role.role_last_used = api::iam::RoleLastUsed{};
  return role;
}

api::iam::User ApiUser(const UserRow& row, Detail detail) {
  const Entity& entity = row.entity;
  api::iam::User user;
  user.path = entity.path;
  user.user_name = entity.name;
  user.user_id = entity.id;
  user.arn = entity.arn;
  user.create_date = entity.created;
  if (detail == Detail::kListed) return user;
  user.permissions_boundary = ApiBoundary(entity);
  if (!entity.tags.empty()) user.tags = ApiTags(entity.tags);
  return user;
}

Result<api::iam::Policy> ApiPolicy(const Iam& iam, const AccountId& account, const PolicyRow& row) {
  FIRN_TRY(const Iam::Usage usage, iam.UsageOf(account, row.arn));
  api::iam::Policy policy;
  policy.policy_name = row.name;
  policy.policy_id = row.id;
  policy.arn = row.arn;
  policy.path = row.path;
  policy.default_version_id = row.default_version;
  policy.attachment_count = usage.attachments;
  policy.permissions_boundary_usage_count = usage.boundaries;
  policy.is_attachable = true;
  policy.description = row.description;
  policy.create_date = row.created;
  policy.update_date = row.updated;
  policy.tags = ApiTags(row.tags);
  return policy;
}

authz::Needs OnRole(const Iam& iam, const api::Call& call, std::string_view action,
                    std::string_view name) {
  return OnEntity(iam, call, Bearer::kRole, action, name);
}

authz::Needs OnUser(const Iam& iam, const api::Call& call, std::string_view action,
                    std::string_view name) {
  return OnEntity(iam, call, Bearer::kUser, action, name);
}

authz::Needs OnPolicy(std::string_view action, std::string_view arn) {
  return {{.action = std::string(action), .resource = std::string(arn)}};
}

authz::Needs ToCreate(const api::Call& call, std::string_view action, std::string_view resource,
                      std::string_view tag_action,
                      const std::optional<std::vector<api::iam::Tag>>& tags,
                      const std::optional<std::string>& boundary) {
  authz::Need need;
  need.action = action;
  need.resource = Arn::Global("iam", call.account, resource).text();
  if (boundary) need.context["iam:PermissionsBoundary"] = {*boundary};
  if (!tags || tags->empty()) return {std::move(need)};
  std::vector<std::string> keys;
  for (const api::iam::Tag& tag : *tags) {
    keys.push_back(tag.key);
    need.context["aws:RequestTag/" + tag.key] = {tag.value};
  }
  need.context["aws:TagKeys"] = std::move(keys);
  authz::Need tagging = need;
  tagging.action = tag_action;
  return {std::move(need), std::move(tagging)};
}

Result<std::string> UserNameOf(const api::Call& call, const std::optional<std::string>& name) {
  if (name) return *name;
  if (call.principal.kind == authz::Principal::Kind::kUser) {
    return call.principal.arn.substr(call.principal.arn.rfind('/') + 1);
  }
  return ValidationError("Must specify userName when calling with non-User credentials");
}

authz::Needs OnUserOrCaller(const Iam& iam, const api::Call& call, std::string_view action,
                            const std::optional<std::string>& name) {
  auto user = UserNameOf(call, name);
  if (!user) return {{.action = std::string(action), .resource = "*"}};
  return OnUser(iam, call, action, *user);
}

std::string MarkerFor(std::string_view name) { return Base64Encode(name); }

Result<std::string> NameOfMarker(const std::optional<std::string>& marker) {
  if (!marker) return std::string();
  auto name = Base64Decode(*marker);
  if (!name || name->empty()) return ValidationError("Invalid Marker.");
  return *std::move(name);
}

}  // namespace firn::services::iam
