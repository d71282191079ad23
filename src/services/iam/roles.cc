#include "services/iam/roles.h"

#include <algorithm>
#include <array>

#include "services/iam/entity_policies.h"

namespace firn::services::iam {
namespace {

constexpr std::string_view kServicePath = "/aws-service-role/";

// What follows "AWSServiceRoleFor" where it is not the service's first word.
struct ServiceName {
  std::string_view service;
  std::string_view name;
};
constexpr std::array<ServiceName, 20> kServiceNames = {{
    {"autoscaling", "AutoScaling"},
    {"batch", "Batch"},
    {"cloudtrail", "CloudTrail"},
    {"config", "Config"},
    {"custom-resource.application-autoscaling", "ApplicationAutoScaling_CustomResource"},
    {"delivery.logs", "LogDelivery"},
    {"dynamodb.application-autoscaling", "ApplicationAutoScaling_DynamoDBTable"},
    {"ecs", "ECS"},
    {"eks", "AmazonEKS"},
    {"elasticache", "ElastiCache"},
    {"elasticbeanstalk", "ElasticBeanstalk"},
    {"elasticloadbalancing", "ElasticLoadBalancing"},
    {"es", "AmazonElasticsearchService"},
    {"guardduty", "AmazonGuardDuty"},
    {"inspector", "AmazonInspector"},
    {"lakeformation", "LakeFormationDataAccess"},
    {"opensearchservice", "AmazonOpenSearchService"},
    {"organizations", "Organizations"},
    {"rds", "RDS"},
    {"support", "Support"},
}};

std::string_view FirstPart(std::string_view service) {
  return service.substr(0, service.find(".amazonaws.com"));
}

}  // namespace

Result<void> SetTrust(const Iam& iam, RoleRow& row, const std::string& document) {
  FIRN_TRY(row.trusted_ids, iam.TrustedIds(document));
  if (CountedBytes(document) > kTrustPolicyBytesMax) {
    return api::iam::LimitExceededException("Cannot exceed quota for ACLSizePerRole: " +
                                            std::to_string(kTrustPolicyBytesMax));
  }
  row.trust = document;
  return {};
}

Result<RoleRow> TrustOnly(const Iam& iam, const std::string& document) {
  RoleRow row;
  FIRN_OK(SetTrust(iam, row, document));
  return row;
}

Iam::RowCheck<RoleRow> CheckUnusedRole(const api::Call& call) {
  return [account = call.account](const RoleRow& row, const state::Reader& reader) -> Result<void> {
    FIRN_OK(CheckModifiable(row.entity));
    FIRN_TRY(const auto profiles, Iam::AllIn<ProfileRow>(reader, account));
    const bool held = std::any_of(profiles.begin(), profiles.end(), [&](const auto& profile) {
      return profile->role == row.entity.name;
    });
    if (held) {
      return api::iam::DeleteConflictException(
          "Cannot delete entity, must remove roles from instance profile first.");
    }
    return CheckNoPolicies(row.entity);
  };
}

bool IsServiceLinked(const Entity& entity) { return entity.path.starts_with(kServicePath); }

Result<void> CheckModifiable(const Entity& entity) {
  if (!IsServiceLinked(entity)) return {};
  return api::iam::UnmodifiableEntityException(
      "Cannot perform the operation on the protected role '" + entity.name +
      "' - this role is only modifiable by AWS");
}

std::string ServiceLinkedName(std::string_view service, std::string_view suffix) {
  const std::string_view first = FirstPart(service);
  const auto known = std::find_if(kServiceNames.begin(), kServiceNames.end(),
                                  [&](const ServiceName& entry) { return entry.service == first; });
  std::string name = "AWSServiceRoleFor";
  name += known == kServiceNames.end() ? first.substr(0, first.find('.')) : known->name;
  if (!suffix.empty()) name += "_" + std::string(suffix);
  return name;
}

std::string ServiceLinkedArn(const api::Call& call, std::string_view service) {
  return ArnOf(call.account, "role", std::string(kServicePath) + std::string(service) + "/",
               ServiceLinkedName(service, ""));
}

Result<RoleRow> ServiceLinkedRole(const api::Call& call, const std::string& service,
                                  std::string_view suffix) {
  if (!service.ends_with(".amazonaws.com") || FirstPart(service).empty()) {
    return api::iam::InvalidInputException("Service principal " + service + " is not valid.");
  }
  RoleRow row;
  row.entity.name = ServiceLinkedName(service, suffix);
  row.entity.path = std::string(kServicePath) + service + "/";
  row.entity.created = call.now;
  row.trust =
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":[")" +
      service + R"("]},"Action":["sts:AssumeRole"]}]})";
  return row;
}

std::optional<std::string> RoleOfTask(std::string_view task) {
  if (!task.starts_with("task" + std::string(kServicePath))) return std::nullopt;
  const size_t last = task.rfind('/');
  const size_t before = task.rfind('/', last - 1);
  if (before < std::string_view("task/aws-service-role").size()) return std::nullopt;
  return std::string(task.substr(before + 1, last - before - 1));
}

}  // namespace firn::services::iam
