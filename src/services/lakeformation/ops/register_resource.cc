// RegisterResource: makes Lake Formation hand out access to a location, with a role.
// Differs from AWS: the service-linked role is named but not made, so no credentials are handed out
// for its locations; WithPrivilegedAccess is kept and grants nothing by itself.

#include "services/lakeformation/lakeformation.h"
#include "services/lakeformation/locations.h"
#include "services/lakeformation/ops.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

namespace {

Result<void> CheckRole(const LakeFormation& lakeformation, const lf::RegisterResourceInput& input,
                       bool table_buckets) {
  const bool linked = input.use_service_linked_role.value_or(false);
  if (linked && (input.role_arn || table_buckets)) {
    return lf::InvalidInputException(
        "UseServiceLinkedRole cannot be used for this resource; give a RoleArn");
  }
  if (linked) return {};
  if (!input.role_arn)
    return lf::InvalidInputException("Either RoleArn or UseServiceLinkedRole must be given");
  return CheckLocationRole(lakeformation, *input.role_arn);
}

std::string ServiceLinkedRole(const api::Call& call) {
  return Arn::Global("iam", call.account,
                     "role/aws-service-role/lakeformation.amazonaws.com/"
                     "AWSServiceRoleForLakeFormationDataAccess")
      .text();
}

}  // namespace

authz::Needs NeedsFor(const LakeFormation&, const api::Call& call,
                      const lf::RegisterResourceInput& input) {
  authz::Needs needs = {{"lakeformation:RegisterResource", "*", {}, {}}};
  if (input.with_privileged_access.value_or(false)) {
    needs.push_back({"lakeformation:RegisterResourceWithPrivilegedAccess", "*", {}, {}});
  }
  if (input.role_arn) needs.push_back(PassRoleNeed(*input.role_arn));
  if (input.use_service_linked_role.value_or(false)) {
    needs.push_back({"iam:CreateServiceLinkedRole",
                     ServiceLinkedRole(call),
                     {{"iam:AWSServiceName", {"lakeformation.amazonaws.com"}}},
                     {}});
  }
  return needs;
}

Result<lf::RegisterResourceOutput> Handle(LakeFormation& lakeformation, const api::Call& call,
                                          const lf::RegisterResourceInput& input) {
  FIRN_TRY(const Arn arn, ParseLocation(call, input.resource_arn));
  FIRN_OK(CheckRole(lakeformation, input, arn.service == "s3tables"));
  if (input.expected_resource_owner_account && !arn.account.empty() &&
      arn.account != *input.expected_resource_owner_account) {
    return lf::InvalidInputException("The resource is not owned by account " +
                                     *input.expected_resource_owner_account);
  }
  LocationRecord record;
  record.info.resource_arn = input.resource_arn;
  record.info.role_arn = input.role_arn ? *input.role_arn : ServiceLinkedRole(call);
  record.info.last_modified = call.now;
  record.info.with_federation = input.with_federation.value_or(false);
  record.info.hybrid_access_enabled = input.hybrid_access_enabled.value_or(false);
  record.info.with_privileged_access = input.with_privileged_access.value_or(false);
  record.info.expected_resource_owner_account = input.expected_resource_owner_account;
  FIRN_OK(lakeformation.store.Write([&](state::Transaction& transaction) -> Result<void> {
    const std::string key = LocationKey(call.account, call.region.text(), input.resource_arn);
    if (transaction.Has(key)) {
      return lf::AlreadyExistsException("Resource is already registered: " + input.resource_arn);
    }
    state::Save(transaction, key, record);
    return {};
  }));
  return lf::RegisterResourceOutput{};
}

}  // namespace firn::services::lakeformation
