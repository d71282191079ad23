#include "services/lakeformation/opt_ins.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

authz::Needs OptInNeeds(const api::Call& call, std::string_view action,
                        const lf::Resource& resource) {
  authz::Needs needs = {{std::string(action), "*", {}, {}}};
  const auto target = ReadTarget(call.account, resource);
  if (!target) return needs;  // the operation refuses it
  // Nobody holds ALL with the option as one word, but administrators may grant whatever there is.
  authz::LakeNeed need{"ALL", target->Asked()};
  need.hold = authz::LakeHold::kGrantable;
  needs.front().lake = std::move(need);
  return needs;
}

Result<OptIn> ReadOptIn(const api::Call& call, const lf::DataLakePrincipal& principal,
                        const lf::Resource& resource,
                        const std::optional<lf::Condition>& condition) {
  if (condition && condition->expression) {
    return Fail(
        Error{Kind::kUnsupported, "Condition is not implemented", "NotImplemented", 501, {}});
  }
  OptIn read;
  FIRN_TRY(read.principal, ParseGrantee(principal.data_lake_principal_identifier));
  switch (read.principal.kind) {
    case Grantee::Kind::kUser:
    case Grantee::Kind::kRole:
    case Grantee::Kind::kFederated:
    case Grantee::Kind::kAccountPrincipals: break;
    case Grantee::Kind::kAccount:
    case Grantee::Kind::kOrganization:
    case Grantee::Kind::kIamAllowed: return lf::InvalidInputException("Invalid principal");
  }
  FIRN_TRY(read.target, ReadTarget(call.account, resource));
  if (!read.target.catalog_object() || read.target.with_columns) {
    return lf::InvalidInputException(
        "Only a catalog, a database or tables can be opted in to Lake Formation permissions");
  }
  read.key = OptInThingPrefix(call.region.text(), read.target.resource, read.target.extent());
  state::AppendKeyPart(read.key, read.principal.name);
  return read;
}

}  // namespace firn::services::lakeformation
