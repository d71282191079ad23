// The account's integration of S3 Tables with the Glue catalog, shared by every lake of the account and Region: made
// when missing, never removed. In Lake Formation mode also the role, the administrators and the registration that it
// needs. Settings are read, merged and written back, because PutDataLakeSettings replaces everything.

#include <algorithm>

#include "api/glue.h"
#include "api/lakeformation.h"
#include "converge/policies.h"
#include "converge/role_step.h"
#include "converge/steps.h"

namespace firn::converge {
namespace {

namespace glue = api::glue;
namespace lf = api::lakeformation;

constexpr const char* kCatalog = "s3tablescatalog";
constexpr const char* kEveryone = "IAM_ALLOWED_PRINCIPALS";
constexpr const char* kLakeRole = "S3TablesRoleForLakeFormation";
constexpr const char* kLakeRoleId = "integration/role";
constexpr const char* kAdminsId = "integration/admins";
constexpr const char* kRegistrationId = "integration/registration";
constexpr const char* kShared = "shared by every lake of this account and Region";

std::string EveryBucketArn(const Site& site) {
  return Arn::Of("s3tables", site.region, site.account, "bucket/*").text();
}

std::string LakeRoleName(const Site&) { return kLakeRole; }

class CatalogStep final : public Step {
 public:
  std::string id() const override { return kIntegrationId; }
  std::vector<std::string> after() const override { return {kRegistrationId}; }

  Result<Change> Compare(const Site& site) override {
    FIRN_TRY(const auto found, Find(site));
    if (!found || !found->catalog) return Create();
    const bool iam_mode = !found->catalog->create_table_default_permissions.value_or(Defaults{}).empty();
    const bool wants_iam = site.lake.access == AccessMode::kIam;
    if (iam_mode == wants_iam) return Unchanged();
    return Fail(Kind::kConflict,
                std::string("s3tablescatalog is in ") + (iam_mode ? "IAM" : "Lake Formation") +
                    " mode and the lake file says `access: " + (wants_iam ? "iam" : "lakeformation") +
                    "`; switching would change everybody's access at once, so set `access: " +
                    (iam_mode ? "iam" : "lakeformation") + "` or switch it deliberately with UpdateCatalog");
  }

  Result<void> Act(const Site& site, const Change&) override {
    glue::CreateCatalogInput input;
    input.name = kCatalog;
    glue::FederatedCatalog federated;
    federated.identifier = EveryBucketArn(site);
    federated.connection_name = "aws:s3tables";
    input.catalog_input.federated_catalog = std::move(federated);
    Defaults defaults;
    if (site.lake.access == AccessMode::kIam) {
      glue::PrincipalPermissions everyone;
      everyone.principal.emplace().data_lake_principal_identifier = kEveryone;
      everyone.permissions = {{"ALL"}};
      defaults.push_back(std::move(everyone));
    }
    input.catalog_input.create_database_default_permissions = defaults;
    input.catalog_input.create_table_default_permissions = defaults;
    input.catalog_input.allow_full_table_external_data_access = "True";
    FIRN_OK(site.aws.glue.CreateCatalog(site.call(), input));
    return {};
  }

  Result<bool> Settled(const Site& site) override {
    FIRN_TRY(const auto found, Find(site));
    return found.has_value();
  }

  Result<Change> CompareForRemoval(const Site& site) override {
    FIRN_TRY(const auto found, Find(site));
    return found ? Change{id(), Action::kKeep, kShared} : Unchanged();
  }
  Result<void> Remove(const Site&) override { return {}; }

 private:
  using Defaults = std::vector<glue::PrincipalPermissions>;

  static Result<std::optional<glue::GetCatalogOutput>> Find(const Site& site) {
    glue::GetCatalogInput input;
    input.catalog_id = site.account.text() + ":" + kCatalog;
    return Found(site.aws.glue.GetCatalog(site.call(), input));
  }
};

// Adds the caller and the lake file's administrators, and removes nobody.
class AdminsStep final : public Step {
 public:
  std::string id() const override { return kAdminsId; }
  std::vector<std::string> after() const override { return {}; }

  Result<Change> Compare(const Site& site) override {
    FIRN_TRY(const auto settings, site.aws.lake_formation.GetDataLakeSettings(site.call(), {}));
    const auto missing = Missing(site, settings);
    if (missing.empty()) return Unchanged();
    std::string names;
    for (const std::string& name : missing) names += (names.empty() ? "" : ", ") + name;
    return Update("not administrators yet: " + names);
  }

  Result<void> Act(const Site& site, const Change&) override {
    FIRN_TRY(const auto live, site.aws.lake_formation.GetDataLakeSettings(site.call(), {}));
    lf::PutDataLakeSettingsInput input;
    input.data_lake_settings = live.data_lake_settings.value_or(lf::DataLakeSettings{});
    auto& admins = input.data_lake_settings.data_lake_admins;
    if (!admins) admins.emplace();
    for (const std::string& name : Missing(site, live)) admins->emplace_back().data_lake_principal_identifier = name;
    FIRN_OK(site.aws.lake_formation.PutDataLakeSettings(site.call(), input));
    return {};
  }

  Result<Change> CompareForRemoval(const Site&) override { return Change{id(), Action::kKeep, kShared}; }
  Result<void> Remove(const Site&) override { return {}; }

 private:
  static std::vector<std::string> Missing(const Site& site, const lf::GetDataLakeSettingsOutput& live) {
    std::vector<std::string> wanted = site.lake.admins;
    if (site.caller_arn.find(":root") == std::string::npos) wanted.push_back(site.caller_arn);
    if (live.data_lake_settings && live.data_lake_settings->data_lake_admins) {
      for (const auto& admin : *live.data_lake_settings->data_lake_admins) {
        std::erase(wanted, admin.data_lake_principal_identifier.value_or(""));
      }
    }
    std::sort(wanted.begin(), wanted.end());
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    return wanted;
  }
};

class RegistrationStep final : public Step {
 public:
  std::string id() const override { return kRegistrationId; }
  std::vector<std::string> after() const override { return {kLakeRoleId, kAdminsId}; }

  Result<Change> Compare(const Site& site) override {
    FIRN_TRY(const auto found, Find(site));
    if (!found) return Create("table buckets are not registered with Lake Formation");
    if (!found->resource_info || !found->resource_info->with_federation.value_or(false)) {
      return Fail(Kind::kConflict, "bucket/* is registered with Lake Formation without federation; deregister it "
                                   "first (it serves every lake of this account)");
    }
    return Unchanged();
  }

  Result<void> Act(const Site& site, const Change&) override {
    lf::RegisterResourceInput input;
    input.resource_arn = EveryBucketArn(site);
    input.role_arn = Arn::Global("iam", site.account, std::string("role/") + kLakeRole).text();
    input.with_federation = true;
    input.with_privileged_access = true;
    FIRN_OK(site.aws.lake_formation.RegisterResource(site.call(), input));
    return {};
  }

  Result<Change> CompareForRemoval(const Site& site) override {
    FIRN_TRY(const auto found, Find(site));
    return found ? Change{id(), Action::kKeep, kShared} : Unchanged();
  }
  Result<void> Remove(const Site&) override { return {}; }

 private:
  static Result<std::optional<lf::DescribeResourceOutput>> Find(const Site& site) {
    lf::DescribeResourceInput input;
    input.resource_arn = EveryBucketArn(site);
    return Found(site.aws.lake_formation.DescribeResource(site.call(), input));
  }
};

}  // namespace

void AddIntegration(const LakeSpec& lake, Steps& steps) {
  if (lake.access == AccessMode::kLakeFormation) {
    RoleSpec role{kLakeRoleId, "S3TablesDataAccess", &LakeFormationTrust, &LakeFormationPolicy, kShared};
    steps.push_back(std::make_unique<RoleStep>(std::move(role), &LakeRoleName));
    steps.push_back(std::make_unique<AdminsStep>());
    steps.push_back(std::make_unique<RegistrationStep>());
  }
  steps.push_back(std::make_unique<CatalogStep>());
}

}  // namespace firn::converge
