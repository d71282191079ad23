// SimulateCustomPolicy: what the given policies would decide, by the same engine that decides
// requests.

#include "services/iam/ops.h"
#include "services/iam/simulate.h"

namespace firn::services::iam {

using api::iam::SimulateCustomPolicyInput;
using api::iam::SimulateCustomPolicyOutput;

authz::Needs NeedsFor(const Iam&, const api::Call&, const SimulateCustomPolicyInput&) {
  return OnAccount("iam:SimulateCustomPolicy");
}

Result<SimulateCustomPolicyOutput> Handle(Iam&, const api::Call&,
                                          const SimulateCustomPolicyInput& input) {
  FIRN_TRY(Simulation simulation, CustomSimulation(input));
  FIRN_TRY(auto answer, Simulate(simulation, input));
  return answer;
}

}  // namespace firn::services::iam
