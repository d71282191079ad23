#pragma once

#include <memory>
#include <string>
#include <vector>

#include "authz/decision.h"
#include "authz/facts.h"
#include "authz/gate.h"

namespace firn::authz {

// Where a gate finds its facts. All outlive the gate; `lake` may be null, and then every Lake
// Formation need but the root's is refused. Without `organizations` every account stands alone.
struct FactSources {
  const IdentityFacts* identity = nullptr;
  std::vector<const ResourceFacts*> resources;
  const LakeFacts* lake = nullptr;
  const OrganizationFacts* organizations = nullptr;
};

// The gate of the embedded lake: collects the facts and asks the pure decisions. Facts that cannot
// be read refuse. Threads: any.
class FactGate final : public Gate {
 public:
  explicit FactGate(FactSources sources);
  ~FactGate() override;

  Result<void> Authorize(const Principal& principal, const Circumstances& circumstances,
                         const Needs& needs) override;
  // `need.region` must be filled in: there is no request to take it from.
  Result<void> AuthorizeLake(const Principal& principal, const LakeNeed& need) override;

  // The decision behind Authorize for one need, with its reasons, for explanations. Leaves Lake
  // Formation out.
  Result<Decision> Explain(const Principal& principal, const Circumstances& circumstances,
                           const Need& need);
  // What the principal holds on a resource in Lake Formation's eyes.
  Result<LakeRights> RightsOn(const Principal& principal, const LakeResource& resource,
                              const std::string& region);

 private:
  Result<LakeFactsFor> LakeFactsOf(const Principal& principal, const LakeResource& resource,
                                   const std::string& region) const;
  Result<void> AddOrganizations(AccessRequest& request, AccessPolicies& policies) const;

  FactSources sources_;
  std::unique_ptr<class PolicyCache> cache_;
};

}  // namespace firn::authz
