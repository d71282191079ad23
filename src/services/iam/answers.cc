#include "services/iam/answers.h"

#include <algorithm>
#include <utility>

#include "authz/policy.h"
#include "base/encoding.h"
#include "format/json.h"

namespace firn::services::iam {
namespace {

char Fold(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool SameFolded(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return Fold(x) == Fold(y); });
}

}  // namespace

Unexpected ValidationError(std::string message) {
  return Fail(Error{Kind::kInvalid, std::move(message), "ValidationError", 400, {}});
}

std::optional<api::iam::AttachedPermissionsBoundary> ApiBoundary(const Entity& entity) {
  if (!entity.boundary) return std::nullopt;
  api::iam::AttachedPermissionsBoundary boundary;
  boundary.permissions_boundary_type = "Policy";
  boundary.permissions_boundary_arn = *entity.boundary;
  return boundary;
}

Result<std::map<std::string, std::string>> TagsOf(const std::optional<ApiTags>& tags) {
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

void EraseTags(std::map<std::string, std::string>& tags, const std::vector<std::string>& keys) {
  for (const std::string& key : keys) {
    std::erase_if(tags, [&](const auto& entry) { return SameFolded(entry.first, key); });
  }
}

Result<void> MergeTags(std::map<std::string, std::string>& tags,
                       const std::map<std::string, std::string>& more) {
  for (const auto& [key, value] : more) {
    EraseTags(tags, {key});
    tags[key] = value;
  }
  if (tags.size() > kTagsMax) {
    return api::iam::LimitExceededException("The number of tags has reached the maximum limit.");
  }
  return {};
}

ApiTags ApiTagsOf(const std::map<std::string, std::string>& tags) {
  ApiTags list;
  for (const auto& [key, value] : tags) list.push_back({key, value});
  return list;
}

std::optional<ApiTags> SomeTags(const std::map<std::string, std::string>& tags) {
  if (tags.empty()) return std::nullopt;
  return ApiTagsOf(tags);
}

Result<void> CheckDocument(std::string_view document) {
  auto policy = authz::ParsePolicy(document, authz::PolicyKind::kIdentity);
  if (!policy) return api::iam::MalformedPolicyDocumentException(policy.error().message);
  return {};
}

Result<void> CheckManagedDocument(std::string_view document) {
  // Managed policies came with the newer version; inline ones may still have the older.
  if (const auto json = format::ParseJson(document); json && json->is_object()) {
    const std::string_view version = (*json)["Version"].string_or("2008-10-17");
    if (version == "2008-10-17") {
      return api::iam::MalformedPolicyDocumentException(
          "Policy document must be version 2012-10-17 or greater.");
    }
  }
  FIRN_OK(CheckDocument(document));
  if (CountedBytes(document) > kManagedPolicyBytesMax) {
    return api::iam::LimitExceededException("Cannot exceed quota for PolicySize: " +
                                            std::to_string(kManagedPolicyBytesMax));
  }
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
  role.tags = SomeTags(entity.tags);
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
  user.tags = SomeTags(entity.tags);
  return user;
}

api::iam::Group ApiGroup(const GroupRow& row) {
  const Entity& entity = row.entity;
  return {entity.path, entity.name, entity.id, entity.arn, entity.created};
}

api::iam::Policy ApiPolicy(const PolicyRow& row, const Iam::Usages& usages, Detail detail) {
  const auto used = usages.find(row.arn);
  const Iam::Usage usage = used == usages.end() ? Iam::Usage() : used->second;
  api::iam::Policy policy;
  policy.policy_name = row.name;
  policy.policy_id = row.id;
  policy.arn = row.arn;
  policy.path = row.path;
  policy.default_version_id = row.default_version;
  policy.attachment_count = usage.attachments;
  policy.permissions_boundary_usage_count = usage.boundaries;
  policy.is_attachable = true;
  policy.create_date = row.created;
  policy.update_date = row.updated;
  // Lists tell neither description nor tags, and the answer to a creation no description.
  if (detail == Detail::kFull) {
    policy.description = row.description;
    policy.tags = ApiTagsOf(row.tags);
  } else if (detail == Detail::kCreated) {
    policy.tags = SomeTags(row.tags);
  }
  return policy;
}

Result<api::iam::InstanceProfile> ApiProfile(const Iam& iam, const api::Call& call,
                                             const ProfileRow& row, Detail detail) {
  api::iam::InstanceProfile profile;
  profile.path = row.path;
  profile.instance_profile_name = row.name;
  profile.instance_profile_id = row.id;
  profile.arn = row.arn;
  profile.create_date = row.created;
  if (row.role) {
    auto role = iam.Role(call.account, *row.role);
    if (role) {
      profile.roles.push_back(ApiRole(iam, **role, Detail::kListed));
      profile.roles.back().max_session_duration.reset();
    } else if (role.error().kind != Kind::kNotFound) {
      return Fail(std::move(role).error());
    }
  }
  if (detail == Detail::kFull) profile.tags = ApiTagsOf(row.tags);
  if (detail == Detail::kCreated) profile.tags = SomeTags(row.tags);
  return profile;
}

api::iam::ServerCertificateMetadata ApiCertificate(const CertificateRow& row) {
  return {row.path, row.name, row.id, row.arn, row.created, row.expires};
}

authz::Needs OnResource(std::string_view action, std::string_view resource,
                        const std::map<std::string, std::string>& tags) {
  authz::Need need;
  need.action = action;
  need.resource = resource;
  for (const auto& [key, value] : tags) {
    need.context["aws:ResourceTag/" + key] = {value};
    need.context["iam:ResourceTag/" + key] = {value};
  }
  return {std::move(need)};
}

authz::Needs WithTags(authz::Needs needs, const ApiTags& tags) {
  std::vector<std::string> keys;
  for (const api::iam::Tag& tag : tags) {
    keys.push_back(tag.key);
    needs.front().context["aws:RequestTag/" + tag.key] = {tag.value};
  }
  return WithTagKeys(std::move(needs), keys);
}

authz::Needs WithTagKeys(authz::Needs needs, const std::vector<std::string>& keys) {
  needs.front().context["aws:TagKeys"] = keys;
  return needs;
}

authz::Needs ToCreate(const api::Call& call, std::string_view action, std::string_view resource,
                      std::string_view tag_action, const std::optional<ApiTags>& tags,
                      const std::optional<std::string>& boundary) {
  authz::Needs needs = OnResource(action, Arn::Global("iam", call.account, resource).text(), {});
  if (boundary) needs.front().context["iam:PermissionsBoundary"] = {*boundary};
  if (!tags || tags->empty()) return needs;
  needs = WithTags(std::move(needs), *tags);
  authz::Need tagging = needs.front();
  tagging.action = tag_action;
  needs.push_back(std::move(tagging));
  return needs;
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
  return On<UserRow>(iam, call, action, *user);
}

Result<bool> IsActive(std::string_view status) {
  if (status == "Active") return true;
  if (status == "Inactive") return false;
  return api::iam::InvalidInputException("Status must be Active or Inactive.");
}

std::string MarkerFor(std::string_view name) { return Base64Encode(name); }

Result<std::string> NameOfMarker(const std::optional<std::string>& marker) {
  if (!marker) return std::string();
  auto name = Base64Decode(*marker);
  if (!name || name->empty()) return ValidationError("Invalid Marker.");
  return *std::move(name);
}

}  // namespace firn::services::iam
