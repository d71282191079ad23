// SimulatePrincipalPolicy: what a user's, group's or role's policies would decide, with more
// policies if given, by the same engine that decides requests.

#include "services/iam/ops.h"
#include "services/iam/simulate.h"

namespace firn::services::iam {

using api::iam::SimulatePrincipalPolicyInput;
using api::iam::SimulatePrincipalPolicyOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const SimulatePrincipalPolicyInput& input) {
  return OnSource(iam, call, "iam:SimulatePrincipalPolicy", input.policy_source_arn);
}

Result<SimulatePrincipalPolicyOutput> Handle(Iam& iam, const api::Call& call,
                                             const SimulatePrincipalPolicyInput& input) {
  FIRN_TRY(Simulation simulation, PrincipalSimulation(iam, call, input));
  FIRN_TRY(auto answer, Simulate(simulation, input));
  return answer;
}

}  // namespace firn::services::iam
