// GetDataLakePrincipal: who the caller is in the eyes of Lake Formation: the role of a session.

#include "services/lakeformation/lakeformation.h"
#include "services/lakeformation/ops.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

authz::Needs NeedsFor(const LakeFormation&, const api::Call&,
                      const lf::GetDataLakePrincipalInput&) {
  return {{"lakeformation:GetDataLakePrincipal", "*", {}, {}}};
}

Result<lf::GetDataLakePrincipalOutput> Handle(LakeFormation&, const api::Call& call,
                                              const lf::GetDataLakePrincipalInput&) {
  return lf::GetDataLakePrincipalOutput{call.principal.identity_arn()};
}

}  // namespace firn::services::lakeformation
