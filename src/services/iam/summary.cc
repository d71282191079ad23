#include "services/iam/summary.h"

#include <algorithm>
#include <functional>
#include <set>

#include "services/iam/entity_policies.h"
#include "services/iam/managed.h"

namespace firn::services::iam {
namespace {

using api::iam::GetAccountAuthorizationDetailsOutput;

constexpr std::string_view kReportHeader =
    "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,"
    "password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,"
    "access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,"
    "access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,"
    "access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,"
    "cert_1_last_rotated,cert_2_active,cert_2_last_rotated";

int32_t Size(size_t count) { return static_cast<int32_t>(count); }

std::string Flag(bool value) { return value ? "true" : "false"; }

// Reports write the offset out.
std::string When(Time time) {
  std::string text = FormatIso8601(time);
  return text.substr(0, text.size() - 1) + "+00:00";
}

std::string Joined(const std::vector<std::string>& fields) {
  std::string line;
  for (const std::string& field : fields) {
    if (!line.empty()) line += ',';
    line += field;
  }
  return line;
}

std::string RootLine(const api::Call& call) {
  const std::string arn = Arn::Global("iam", call.account, "root").text();
  std::vector<std::string> fields = {"<root_account>", arn,   "N/A", "not_supported",
                                     "no_information", "N/A", "N/A", "false"};
  for (int key = 0; key < 2; ++key) {
    fields.insert(fields.end(), {"false", "N/A", "N/A", "N/A", "N/A"});
  }
  for (int certificate = 0; certificate < 2; ++certificate) {
    fields.insert(fields.end(), {"false", "N/A"});
  }
  return Joined(fields);
}

Result<std::string> UserLine(const Iam& iam, const api::Call& call, const AccountRow& account,
                             const UserRow& user) {
  const Entity& entity = user.entity;
  std::vector<std::string> fields = {entity.name, entity.arn, When(entity.created)};
  fields.push_back(Flag(user.login.has_value()));
  fields.push_back(user.login ? "no_information" : "N/A");
  fields.push_back(user.login ? When(user.login->changed) : "N/A");
  const auto age =
      account.password_policy ? account.password_policy->max_password_age : std::nullopt;
  fields.push_back(user.login && age ? When(user.login->changed + std::chrono::hours(24 * *age))
                                     : "N/A");
  fields.push_back(Flag(!user.mfa.empty()));
  for (size_t i = 0; i < kAccessKeysMax; ++i) {
    if (i >= user.key_ids.size()) {
      fields.insert(fields.end(), {"false", "N/A", "N/A", "N/A", "N/A"});
      continue;
    }
    FIRN_TRY(const auto key, iam.Key(call.account, entity.name, user.key_ids[i]));
    fields.push_back(Flag(key->active));
    fields.push_back(When(key->created));
    fields.push_back(key->used ? When(*key->used) : "N/A");
    fields.push_back(key->used ? key->used_region : "N/A");
    fields.push_back(key->used ? key->used_service : "N/A");
  }
  for (size_t i = 0; i < kSigningCertificatesPerUserMax; ++i) {
    const bool there = i < user.certificates.size();
    fields.push_back(Flag(there && user.certificates[i].active));
    fields.push_back(there ? When(user.certificates[i].uploaded) : "N/A");
  }
  return Joined(fields);
}

std::vector<api::iam::PolicyDetail> InlineOf(const Entity& entity) {
  std::vector<api::iam::PolicyDetail> list;
  for (const auto& [name, document] : entity.policies) {
    list.push_back({name, EncodedDocument(document)});
  }
  return list;
}

// Collects what GetAccountAuthorizationDetails lists, ordered as its pages are.
class Details {
 public:
  Details(const Iam& iam, const api::Call& call) : iam_(iam), call_(call) {}

  // Something that will stand in the answer when its page comes.
  struct Item {
    std::string place;
    std::function<Result<void>(GetAccountAuthorizationDetailsOutput&)> show;
  };

  Result<void> AddUsers() {
    FIRN_TRY(const auto rows, iam_.All<UserRow>(call_.account));
    for (const auto& row : rows) {
      Add("user", row->entity.name, [this, row](auto& output) -> Result<void> {
        const Entity& entity = row->entity;
        FIRN_TRY(auto attached, AttachedTo(iam_, call_, entity, std::nullopt));
        output.user_detail_list->push_back(
            {entity.path, entity.name, entity.id, entity.arn, entity.created, InlineOf(entity),
             row->groups, std::move(attached), ApiBoundary(entity), ApiTagsOf(entity.tags)});
        return {};
      });
    }
    return {};
  }

  Result<void> AddGroups() {
    FIRN_TRY(const auto rows, iam_.All<GroupRow>(call_.account));
    for (const auto& row : rows) {
      Add("group", row->entity.name, [this, row](auto& output) -> Result<void> {
        const Entity& entity = row->entity;
        FIRN_TRY(auto attached, AttachedTo(iam_, call_, entity, std::nullopt));
        output.group_detail_list->push_back({entity.path, entity.name, entity.id, entity.arn,
                                             entity.created, InlineOf(entity),
                                             std::move(attached)});
        return {};
      });
    }
    return {};
  }

  Result<void> AddRoles() {
    FIRN_TRY(const auto rows, iam_.All<RoleRow>(call_.account));
    FIRN_TRY(profiles_, iam_.All<ProfileRow>(call_.account));
    for (const auto& row : rows) {
      Add("role", row->entity.name, [this, row](auto& output) { return ShowRole(*row, output); });
    }
    return {};
  }

  Result<void> AddPolicies(bool local, bool aws) {
    FIRN_TRY(usages_, iam_.UsagesIn(call_.account));
    std::vector<Iam::RowPointer<PolicyRow>> rows;
    if (local) {
      FIRN_TRY(rows, iam_.All<PolicyRow>(call_.account));
    }
    for (const auto& [arn, row] : AwsManagedPolicies()) {
      if (aws && usages_.contains(arn)) rows.push_back(row);
    }
    for (const auto& row : rows) {
      Add("policy", row->arn, [this, row](auto& output) { return ShowPolicy(*row, output); });
    }
    return {};
  }

  std::vector<Item> Take() { return std::move(items_); }

 private:
  template <class Show>
  void Add(std::string_view kind, const std::string& name, Show show) {
    items_.push_back({std::string(kind) + "/" + name, std::move(show)});
  }

  Result<void> ShowRole(const RoleRow& row, GetAccountAuthorizationDetailsOutput& output) const {
    const Entity& entity = row.entity;
    const api::iam::Role shape = ApiRole(iam_, row, Detail::kListed);
    FIRN_TRY(auto attached, AttachedTo(iam_, call_, entity, std::nullopt));
    std::vector<api::iam::InstanceProfile> held;
    for (const auto& profile : profiles_) {
      if (profile->role != entity.name) continue;
      FIRN_TRY(auto profile_shape, ApiProfile(iam_, call_, *profile, Detail::kListed));
      held.push_back(std::move(profile_shape));
    }
    output.role_detail_list->push_back(
        {entity.path, entity.name, entity.id, entity.arn, entity.created,
         shape.assume_role_policy_document, std::move(held), InlineOf(entity), std::move(attached),
         ApiBoundary(entity), ApiTagsOf(entity.tags), api::iam::RoleLastUsed{}});
    return {};
  }

  Result<void> ShowPolicy(const PolicyRow& row,
                          GetAccountAuthorizationDetailsOutput& output) const {
    const api::iam::Policy shape = ApiPolicy(row, usages_, Detail::kFull);
    api::iam::ManagedPolicyDetail detail;
    detail.policy_name = shape.policy_name;
    detail.policy_id = shape.policy_id;
    detail.arn = shape.arn;
    detail.path = shape.path;
    detail.default_version_id = shape.default_version_id;
    detail.attachment_count = shape.attachment_count;
    detail.permissions_boundary_usage_count = shape.permissions_boundary_usage_count;
    detail.is_attachable = shape.is_attachable;
    detail.description = shape.description;
    detail.create_date = shape.create_date;
    detail.update_date = shape.update_date;
    detail.policy_version_list.emplace();
    for (const auto& [id, version] : row.versions) {
      detail.policy_version_list->push_back(
          {EncodedDocument(version.document), id, id == row.default_version, version.created});
    }
    output.policies->push_back(std::move(detail));
    return {};
  }

  const Iam& iam_;
  const api::Call& call_;
  std::vector<Iam::RowPointer<ProfileRow>> profiles_;
  Iam::Usages usages_;
  std::vector<Item> items_;
};

}  // namespace

Result<std::map<std::string, int32_t>> SummaryOf(const Iam& iam, const api::Call& call) {
  const AccountId& account = call.account;
  FIRN_TRY(const auto users, iam.All<UserRow>(account));
  FIRN_TRY(const auto groups, iam.All<GroupRow>(account));
  FIRN_TRY(const auto roles, iam.All<RoleRow>(account));
  FIRN_TRY(const auto policies, iam.All<PolicyRow>(account));
  FIRN_TRY(const auto profiles, iam.All<ProfileRow>(account));
  FIRN_TRY(const auto devices, iam.All<MfaRow>(account));
  FIRN_TRY(const auto certificates, iam.All<CertificateRow>(account));
  FIRN_TRY(const auto oidc, iam.All<OidcRow>(account));
  FIRN_TRY(const auto saml, iam.All<SamlRow>(account));
  FIRN_TRY(const AccountRow row, iam.Account(account));
  size_t versions = 0;
  for (const auto& policy : policies) versions += policy->versions.size();
  const auto in_use = std::count_if(devices.begin(), devices.end(),
                                    [](const auto& device) { return device->user.has_value(); });
  return std::map<std::string, int32_t>{
      {"Users", Size(users.size())},
      {"UsersQuota", Size(kUsersMax)},
      {"Groups", Size(groups.size())},
      {"GroupsQuota", Size(kGroupsMax)},
      {"Roles", Size(roles.size())},
      {"RolesQuota", Size(kRolesMax)},
      {"Policies", Size(policies.size())},
      {"PoliciesQuota", Size(kPoliciesMax)},
      {"PolicyVersionsInUse", Size(versions)},
      {"PolicyVersionsInUseQuota", Size(kPolicyVersionsInUseMax)},
      {"InstanceProfiles", Size(profiles.size())},
      {"InstanceProfilesQuota", Size(kProfilesMax)},
      {"ServerCertificates", Size(certificates.size())},
      {"ServerCertificatesQuota", Size(kServerCertificatesMax)},
      {"MFADevices", Size(devices.size())},
      {"MFADevicesInUse", static_cast<int32_t>(in_use)},
      {"Providers", Size(oidc.size() + saml.size())},
      {"AccountMFAEnabled", 0},
      {"AccountAccessKeysPresent", 0},
      {"AccountPasswordPresent", 0},
      {"AccountSigningCertificatesPresent", 0},
      {"AccessKeysPerUserQuota", Size(kAccessKeysMax)},
      {"SigningCertificatesPerUserQuota", Size(kSigningCertificatesPerUserMax)},
      {"GroupsPerUserQuota", Size(kGroupsPerUserMax)},
      {"AttachedPoliciesPerGroupQuota", Size(kAttachedPoliciesMax)},
      {"AttachedPoliciesPerRoleQuota", Size(kAttachedPoliciesMax)},
      {"AttachedPoliciesPerUserQuota", Size(kAttachedPoliciesMax)},
      {"PolicySizeQuota", Size(kManagedPolicyBytesMax)},
      {"UserPolicySizeQuota", Size(kUserPoliciesBytesMax)},
      {"GroupPolicySizeQuota", Size(kGroupPoliciesBytesMax)},
      {"RolePolicySizeQuota", Size(kRolePoliciesBytesMax)},
      {"AssumeRolePolicySizeQuota", Size(kTrustPolicyBytesMax)},
      {"VersionsPerPolicyQuota", Size(kPolicyVersionsMax)},
      {"GlobalEndpointTokenVersion", row.token_version == "v2Token" ? 2 : 1},
  };
}

Result<GetAccountAuthorizationDetailsOutput> AuthorizationDetails(
    const Iam& iam, const api::Call& call,
    const api::iam::GetAccountAuthorizationDetailsInput& input) {
  const std::set<std::string> filter =
      input.filter ? std::set(input.filter->begin(), input.filter->end()) : std::set<std::string>();
  const auto wanted = [&](const char* kind) { return filter.empty() || filter.contains(kind); };
  Details details(iam, call);
  if (wanted("User")) FIRN_OK(details.AddUsers());
  if (wanted("Group")) FIRN_OK(details.AddGroups());
  if (wanted("Role")) FIRN_OK(details.AddRoles());
  const bool local = wanted("LocalManagedPolicy"), aws = wanted("AWSManagedPolicy");
  if (local || aws) FIRN_OK(details.AddPolicies(local, aws));
  FIRN_TRY(const auto page, PageOf(details.Take(), input.marker, input.max_items,
                                   [](const Details::Item& item) { return item.place; }));
  GetAccountAuthorizationDetailsOutput output;
  output.user_detail_list.emplace(), output.group_detail_list.emplace();
  output.role_detail_list.emplace(), output.policies.emplace();
  for (const Details::Item& item : page.items) FIRN_OK(item.show(output));
  output.is_truncated = page.truncated;
  output.marker = page.marker;
  return output;
}

Result<std::string> CredentialReport(const Iam& iam, const api::Call& call) {
  FIRN_TRY(const AccountRow account, iam.Account(call.account));
  FIRN_TRY(const auto users, iam.All<UserRow>(call.account));
  std::string report(kReportHeader);
  report += "\n" + RootLine(call);
  for (const auto& user : users) {
    FIRN_TRY(const std::string line, UserLine(iam, call, account, *user));
    report += "\n" + line;
  }
  return report;
}

}  // namespace firn::services::iam
