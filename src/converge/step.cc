#include "converge/step.h"

#include "converge/steps.h"

namespace firn::converge {

std::string_view ActionName(Action action) {
  switch (action) {
    case Action::kNone: return "none";
    case Action::kCreate: return "create";
    case Action::kUpdate: return "update";
    case Action::kReplace: return "replace";
    case Action::kDelete: return "delete";
    case Action::kKeep: return "keep";
    case Action::kDiffer: return "differ";
  }
  return "none";
}

Result<bool> Step::Settled(const Site&) { return true; }

std::vector<std::unique_ptr<Step>> StepsFor(const LakeSpec& lake) {
  Steps steps;
  AddIntegration(lake, steps);
  AddStorage(lake, steps);
  AddDelivery(lake, steps);
  return steps;
}

}  // namespace firn::converge
