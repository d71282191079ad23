#include "authz/fact_gate.h"

#include <utility>

#include "authz/policy_cache.h"

namespace firn::authz {

namespace {

// What GetSessionToken and GetFederationToken gave opens neither IAM (but to a user who showed a
// device) nor the rest of STS, whatever policies say.
bool ClosedToSession(const Principal& principal, const Need& need) {
  const bool federated = principal.kind == Principal::Kind::kFederatedUser;
  const bool own = principal.temporary && (principal.kind == Principal::Kind::kUser ||
                                           principal.kind == Principal::Kind::kRoot);
  if (need.action.starts_with("iam:")) return federated || (own && !principal.mfa);
  return (federated || own) && need.action.starts_with("sts:");
}

}  // namespace

FactGate::FactGate(FactSources sources)
    : sources_(std::move(sources)), cache_(std::make_unique<PolicyCache>()) {}

FactGate::~FactGate() = default;

Result<void> FactGate::Authorize(const Principal& principal, const Circumstances& circumstances,
                                 const Needs& needs) {
  for (const Need& need : needs) {
    if (ClosedToSession(principal, need)) {
      return Fail(Error{Kind::kUnauthenticated,
                        "The security token included in the request is invalid",
                        "InvalidClientTokenId",
                        403,
                        {}});
    }
    FIRN_TRY(Decision decision, Explain(principal, circumstances, need));
    if (!decision.allowed) return Fail(Kind::kDenied, std::move(decision.message));
  }
  // Lake Formation is asked once IAM has agreed to everything, as AWS does.
  for (const Need& need : needs) {
    if (!need.lake) continue;
    LakeNeed lake = *need.lake;
    if (lake.region.empty()) lake.region = circumstances.region;
    FIRN_OK(AuthorizeLake(principal, lake));
  }
  return {};
}

Result<Decision> FactGate::Explain(const Principal& principal, const Circumstances& circumstances,
                                   const Need& need) {
  IdentityRecord record;
  const bool identity = HasIdentity(principal);
  if (identity && sources_.identity != nullptr) {
    FIRN_TRY(record, sources_.identity->RecordOf(principal));
  }
  FIRN_TRY(AccessPolicies policies, PoliciesOf(principal, record, *cache_));
  AccessRequest request{principal, need.action, need.resource, {}, {}};
  request.context = ContextOf(principal, circumstances, record.tags);
  if (auto arn = Arn::Parse(need.resource)) {
    if (auto account = AccountId::Parse(arn->account)) request.resource_account = *account;
  }
  for (const ResourceFacts* facts : sources_.resources) {
    FIRN_TRY(auto found, facts->RecordOf(need.resource));
    if (!found) continue;
    if (!found->owner.empty()) request.resource_account = found->owner;
    policies.resource_first = policies.resource_first || found->first_authority;
    for (const auto& [key, values] : found->context) request.context.Set(key, values);
    for (const PolicyDocument& document : found->policies) {
      FIRN_TRY(NamedPolicy policy, cache_->Get(document, PolicyKind::kResource));
      policies.resource.push_back(std::move(policy));
    }
  }
  if (!request.resource_account.empty()) {
    request.context.Set("aws:ResourceAccount", request.resource_account.text());
  }
  FIRN_OK(AddOrganizations(request, policies));
  for (const auto& [key, values] : need.context) request.context.Set(key, values);
  return Decide(request, policies);
}

Result<void> FactGate::AddOrganizations(AccessRequest& request, AccessPolicies& policies) const {
  if (sources_.organizations == nullptr) return {};
  FIRN_OK(AddOrganization(*sources_.organizations, *cache_, request, policies));
  if (request.resource_account.empty()) return {};
  FIRN_TRY(const auto owner, sources_.organizations->OrganizationOf(request.resource_account));
  if (owner) request.context.Set("aws:ResourceOrgID", owner->id);
  return {};
}

Result<LakeFactsFor> FactGate::LakeFactsOf(const Principal& principal, const LakeResource& resource,
                                           const std::string& region) const {
  if (sources_.lake == nullptr) return LakeFactsFor();
  return sources_.lake->FactsFor(principal, resource, region);
}

Result<LakeRights> FactGate::RightsOn(const Principal& principal, const LakeResource& resource,
                                      const std::string& region) {
  FIRN_TRY(LakeFactsFor facts, LakeFactsOf(principal, resource, region));
  return authz::RightsOn(principal, resource, facts);
}

Result<void> FactGate::AuthorizeLake(const Principal& principal, const LakeNeed& need) {
  if (need.region.empty()) return Fail(Kind::kInternal, "a Lake Formation need names no region");
  FIRN_TRY(LakeFactsFor facts, LakeFactsOf(principal, need.resource, need.region));
  if (DecideLake(principal, need, facts).allowed) return {};
  return LakeRefusal(need);
}

}  // namespace firn::authz
