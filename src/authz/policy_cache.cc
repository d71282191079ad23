#include "authz/policy_cache.h"

#include <utility>

#include "authz/limits.h"

namespace firn::authz {

Result<NamedPolicy> PolicyCache::Get(const PolicyDocument& document, PolicyKind kind) {
  std::pair<PolicyKind, std::string> key(kind, document.document);
  {
    sys::Lock lock(mutex_);
    if (auto found = parsed_.find(key); found != parsed_.end()) {
      return NamedPolicy{document.name, found->second};
    }
  }
  FIRN_TRY(Policy policy, ReadPolicy(document.document, kind));
  auto shared = std::make_shared<const Policy>(std::move(policy));
  sys::Lock lock(mutex_);
  if (parsed_.size() >= kParsedPoliciesMax) parsed_.clear();
  parsed_.emplace(std::move(key), shared);
  return NamedPolicy{document.name, std::move(shared)};
}

Result<AccessPolicies> PoliciesOf(const Principal& principal, const IdentityRecord& record,
                                  PolicyCache& cache) {
  AccessPolicies policies;
  for (const PolicyDocument& document : record.policies) {
    FIRN_TRY(NamedPolicy policy, cache.Get(document, PolicyKind::kIdentity));
    policies.identity.push_back(std::move(policy));
  }
  if (record.boundary) {
    FIRN_TRY(policies.boundary, cache.Get(*record.boundary, PolicyKind::kIdentity));
  }
  for (const std::string& text : principal.session_policies) {
    FIRN_TRY(NamedPolicy policy, cache.Get({"session", text}, PolicyKind::kIdentity));
    policies.session.push_back(std::move(policy));
  }
  return policies;
}

Result<void> AddOrganization(const OrganizationFacts& organizations, PolicyCache& cache,
                             AccessRequest& request, AccessPolicies& policies) {
  // A service acts for everybody: it is in no organization.
  const Principal::Kind kind = request.principal.kind;
  if (kind == Principal::Kind::kService || kind == Principal::Kind::kAnonymous) return {};
  FIRN_TRY(const auto record, organizations.OrganizationOf(request.principal.account));
  if (!record) return {};
  request.context.Set("aws:PrincipalOrgID", record->id);
  request.context.Set("aws:PrincipalOrgPaths", std::vector<std::string>{record->path});
  for (const auto& level : record->control_policies) {
    std::vector<NamedPolicy>& parsed = policies.organization.emplace_back();
    for (const PolicyDocument& document : level) {
      FIRN_TRY(NamedPolicy policy, cache.Get(document, PolicyKind::kIdentity));
      parsed.push_back(std::move(policy));
    }
  }
  return {};
}

}  // namespace firn::authz
