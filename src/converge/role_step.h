#pragma once

#include <string>

#include "converge/step.h"
#include "format/json.h"

namespace firn::converge {

// An IAM role with one inline policy: created when missing, its trust and policy brought to the wanted documents.
struct RoleSpec {
  std::string id;           // the step's
  std::string policy_name;
  format::Json (*trust)(const Site&);
  format::Json (*policy)(const Site&);
  std::string keep_reason;  // not empty: destroy keeps the role and says this
};

class RoleStep final : public Step {
 public:
  // `name_of` gives the role's name once the lake has names.
  RoleStep(RoleSpec spec, std::string (*name_of)(const Site&)) : spec_(std::move(spec)), name_of_(name_of) {}
  std::string id() const override { return spec_.id; }
  std::vector<std::string> after() const override { return {}; }
  Result<Change> Compare(const Site& site) override;
  Result<void> Act(const Site& site, const Change& change) override;
  Result<Change> CompareForRemoval(const Site& site) override;
  Result<void> Remove(const Site& site) override;

 private:
  RoleSpec spec_;
  std::string (*name_of_)(const Site&);
};

}  // namespace firn::converge
