#pragma once

#include <string>
#include <vector>

#include "authz/gate.h"
#include "converge/step.h"

namespace firn::converge {

// One set of Lake Formation permissions that a lake wants somebody to hold.
struct WantedGrant {
  std::string principal;
  authz::LakeResource resource;
  std::vector<std::string> permissions;  // sorted
  bool operator==(const WantedGrant&) const = default;
};

// Everything the lake wants granted: the delivery role's rights, then the lake file's own grants.
std::vector<WantedGrant> WantedGrants(const Site& site);

// Brings Lake Formation grants to what the lake wants, and on destroy revokes only what this lake granted: the record
// of that is an object in the error bucket.
//
// Crash story: the record is written before granting, so a grant made just before a crash is still known as ours.
class GrantsStep final : public Step {
 public:
  std::string id() const override;
  std::vector<std::string> after() const override;
  Result<Change> Compare(const Site& site) override;
  Result<void> Act(const Site& site, const Change& change) override;
  Result<Change> CompareForRemoval(const Site& site) override;
  Result<void> Remove(const Site& site) override;
};

}  // namespace firn::converge
