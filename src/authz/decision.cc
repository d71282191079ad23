#include "authz/decision.h"

#include <algorithm>

#include "authz/condition.h"

namespace firn::authz {
namespace {

// What the policies of one sort say together.
struct Verdict {
  const NamedPolicy* deny = nullptr;
  bool allow = false;
  Named allowed_as =
      Named::kNo;  // the strongest way in which an allowing statement names the caller
};

using Sort = PolicySort;

std::string_view SortName(Sort sort) {
  switch (sort) {
    case Sort::kIdentity: return "identity-based policy";
    case Sort::kResource: return "resource-based policy";
    case Sort::kBoundary: return "permissions boundary";
    case Sort::kSession: return "session policy";
    case Sort::kTrust: return "role trust policy";
    case Sort::kOrganization: return "service control policy";
  }
  return "";
}

std::string_view Article(Sort sort) {
  switch (sort) {
    case Sort::kIdentity: return "an ";
    case Sort::kTrust: return "the ";
    case Sort::kResource:
    case Sort::kBoundary:
    case Sort::kSession:
    case Sort::kOrganization: return "a ";
  }
  return "";
}

bool ActionMatches(const Statement& statement, std::string_view action) {
  const bool listed =
      std::any_of(statement.actions.begin(), statement.actions.end(), [&](const auto& pattern) {
        return Matches(WildcardPattern(pattern), action, Case::kInsensitive);
      });
  return listed != statement.except_actions;
}

bool ResourceMatches(const Statement& statement, const AccessRequest& request,
                     Variables variables) {
  bool listed = false, unresolved = false;
  for (const std::string& text : statement.resources) {
    const auto pattern = Expand(text, request.context, variables, Wildcards::kActive);
    if (!pattern) {
      unresolved = true;
    } else if (Matches(*pattern, request.resource)) {
      listed = true;
    }
  }
  if (!statement.except_resources) return listed;
  // What NotResource would have excluded is unknown, so the statement is read against the caller.
  if (unresolved && !listed) return statement.effect == Effect::kDeny;
  return !listed;
}

// Whether NotPrincipal leaves the caller out. A Deny spares only a caller of which every form is
// listed: the account, the user or role, and the session, as AWS asks.
bool Excepted(const Statement& statement, const Principal& principal) {
  const PolicyPrincipals& listed = statement.principals;
  if (statement.effect == Effect::kAllow || listed.everyone) {
    return NamedBy(listed, principal) != Named::kNo;
  }
  if (principal.kind == Principal::Kind::kService ||
      principal.kind == Principal::Kind::kAnonymous) {
    return NamedBy(listed, principal) == Named::kExactly;
  }
  const auto has = [&](const std::string& text) {
    return std::find(listed.aws.begin(), listed.aws.end(), text) != listed.aws.end();
  };
  const bool account = has(principal.account.text()) || has(RootOf(principal.account).arn);
  return account && (principal.kind == Principal::Kind::kRoot || has(principal.arn)) &&
         (principal.role_arn.empty() || has(principal.role_arn));
}

std::string Describe(Sort sort, const NamedPolicy& policy, const Statement& statement,
                     size_t index) {
  std::string text(SortName(sort));
  text += " \"" + policy.name + "\", statement ";
  text += statement.sid.empty() ? std::to_string(index + 1) : statement.sid;
  text += statement.effect == Effect::kAllow ? ", allows" : ", denies";
  return text;
}

void Judge(const AccessRequest& request, Sort sort, const NamedPolicy& named, size_t place,
           Verdict& verdict, Decision& decision) {
  const Variables variables = named.policy->variables ? Variables::kExpanded : Variables::kLiteral;
  const bool names_principals = sort == Sort::kResource || sort == Sort::kTrust;
  for (size_t i = 0; i < named.policy->statements.size(); ++i) {
    const Statement& statement = named.policy->statements[i];
    Named as = Named::kExactly;
    if (names_principals) {
      if (statement.except_principals) {
        as = Excepted(statement, request.principal) ? Named::kNo : Named::kRole;
      } else {
        as = NamedBy(statement.principals, request.principal);
      }
    }
    if (as == Named::kNo || !ActionMatches(statement, request.action)) continue;
    if (sort != Sort::kTrust && !ResourceMatches(statement, request, variables)) continue;
    if (!ConditionsHold(statement, request.context, variables)) continue;
    decision.reasons.push_back(Describe(sort, named, statement, i));
    decision.matches.push_back({sort, place, i, statement.effect});
    if (statement.effect == Effect::kDeny) {
      if (verdict.deny == nullptr) verdict.deny = &named;
    } else {
      verdict.allow = true;
      verdict.allowed_as = std::max(verdict.allowed_as, as);
    }
  }
}

Verdict JudgeAll(const AccessRequest& request, Sort sort, const std::vector<NamedPolicy>& policies,
                 Decision& decision) {
  Verdict verdict;
  for (size_t i = 0; i < policies.size(); ++i) {
    Judge(request, sort, policies[i], i, verdict, decision);
  }
  if (verdict.deny == nullptr && !verdict.allow) {
    decision.reasons.push_back("no " + std::string(SortName(sort)) + " allows " + request.action);
  }
  return verdict;
}

std::string Sentence(const AccessRequest& request) {
  const bool anonymous = request.principal.kind == Principal::Kind::kAnonymous;
  // S3 alone puts the resource into quotation marks.
  const std::string quote = request.action.starts_with("s3:") ? "\"" : "";
  return "User: " + (anonymous ? "anonymous" : request.principal.arn) +
         " is not authorized to perform: " + request.action + " on resource: " + quote +
         request.resource + quote;
}

Decision Refused(Decision decision, std::string message) {
  decision.allowed = false;
  decision.message = std::move(message);
  return decision;
}

Decision RefusedFor(Decision decision, const AccessRequest& request, Sort sort) {
  return Refused(std::move(decision), Sentence(request) + " because no " +
                                          std::string(SortName(sort)) + " allows the " +
                                          request.action + " action");
}

Decision RefusedByDeny(Decision decision, const AccessRequest& request, Sort sort,
                       const NamedPolicy& policy) {
  std::string message = Sentence(request) + " with an explicit deny in ";
  message += Article(sort);
  message += SortName(sort);
  if (policy.name.starts_with("arn:")) message += ": " + policy.name;
  return Refused(std::move(decision), std::move(message));
}

bool Foreign(const AccessRequest& request) {
  return !request.resource_account.empty() && request.resource_account != request.principal.account;
}

// What each sort of policy says about one request.
struct Verdicts {
  Verdict identity, resource, boundary, session;
  bool bounded = false;
  bool scoped = false;  // there are session policies
  bool resource_first = false;
};

bool PassesLimits(const Verdicts& said) {
  return (!said.bounded || said.boundary.allow) && (!said.scoped || said.session.allow);
}

Decision Conclude(Decision decision, const AccessRequest& request, const Verdicts& said) {
  const bool foreign = Foreign(request);
  const bool root = request.principal.kind == Principal::Kind::kRoot;
  const bool identity = root || said.identity.allow;
  const Named as = said.resource.allow ? said.resource.allowed_as : Named::kNo;
  if (said.resource_first && as == Named::kNo && !foreign) {
    decision.reasons.push_back("the resource's own policies decide first and do not let the caller in");
    return RefusedFor(std::move(decision), request, Sort::kResource);
  }
  if (root && !foreign) {
    decision.reasons.push_back("the account's root needs no identity-based policy");
    decision.allowed = true;
    return decision;
  }
  if (!foreign) {
    // Naming the session or the user steps around boundary and session policies; naming the role
    // does not.
    if (as == Named::kExactly || (as == Named::kRole && PassesLimits(said))) {
      decision.allowed = true;
      return decision;
    }
    if (as != Named::kRole && !identity) {
      return RefusedFor(std::move(decision), request, Sort::kIdentity);
    }
  } else if (as == Named::kNo || !identity) {
    decision.reasons.push_back("across accounts both sides must allow");
    return Refused(std::move(decision), Sentence(request));
  }
  if (said.bounded && !said.boundary.allow) {
    return RefusedFor(std::move(decision), request, Sort::kBoundary);
  }
  if (said.scoped && !said.session.allow) {
    return RefusedFor(std::move(decision), request, Sort::kSession);
  }
  decision.allowed = true;
  return decision;
}

bool NamesAws(const PolicyPrincipals& principals, std::string_view name) {
  return !name.empty() &&
         std::find(principals.aws.begin(), principals.aws.end(), name) != principals.aws.end();
}

Verdicts Gather(const AccessRequest& request, const AccessPolicies& policies, Decision& decision) {
  Verdicts said;
  said.bounded = policies.boundary.has_value();
  said.resource_first = policies.resource_first;
  // A federated user has what its session policies give, and without any it has nothing.
  said.scoped =
      !policies.session.empty() || request.principal.kind == Principal::Kind::kFederatedUser;
  said.identity = JudgeAll(request, Sort::kIdentity, policies.identity, decision);
  if (!policies.resource.empty()) {
    said.resource = JudgeAll(request, Sort::kResource, policies.resource, decision);
  }
  if (said.bounded) {
    said.boundary = JudgeAll(request, Sort::kBoundary, {*policies.boundary}, decision);
    if (said.boundary.deny != nullptr) said.boundary.deny = &*policies.boundary;
  }
  if (said.scoped) said.session = JudgeAll(request, Sort::kSession, policies.session, decision);
  return said;
}

// Why the service control policies of the caller's account refuse, or nothing.
std::optional<Decision> RefusedByOrganization(const AccessRequest& request,
                                              const AccessPolicies& policies, Decision decision) {
  const bool linked =
      request.principal.role_arn.find(":role/aws-service-role/") != std::string::npos;
  if (linked) return std::nullopt;
  for (const auto& level : policies.organization) {
    const Verdict verdict = JudgeAll(request, Sort::kOrganization, level, decision);
    if (verdict.deny != nullptr) {
      return RefusedByDeny(std::move(decision), request, Sort::kOrganization, *verdict.deny);
    }
    if (!verdict.allow) return RefusedFor(std::move(decision), request, Sort::kOrganization);
  }
  return std::nullopt;
}

// The first explicit deny in the order in which AWS reports them, or nothing.
std::optional<std::pair<Sort, const NamedPolicy*>> DenyIn(const Verdicts& said) {
  if (said.identity.deny != nullptr) return {{Sort::kIdentity, said.identity.deny}};
  if (said.resource.deny != nullptr) return {{Sort::kResource, said.resource.deny}};
  if (said.boundary.deny != nullptr) return {{Sort::kBoundary, said.boundary.deny}};
  if (said.session.deny != nullptr) return {{Sort::kSession, said.session.deny}};
  return std::nullopt;
}

Decision DecideForService(Decision decision, const AccessRequest& request, const Verdict& verdict) {
  if (verdict.deny != nullptr) {
    return RefusedByDeny(std::move(decision), request, Sort::kResource, *verdict.deny);
  }
  // "*" opens a resource to the public, not to services, which must be named.
  const bool anonymous = request.principal.kind == Principal::Kind::kAnonymous;
  if (verdict.allow && (anonymous || verdict.allowed_as == Named::kExactly)) {
    decision.allowed = true;
    return decision;
  }
  return RefusedFor(std::move(decision), request, Sort::kResource);
}

}  // namespace

Named NamedBy(const PolicyPrincipals& principals, const Principal& principal) {
  const Named otherwise = principals.everyone ? Named::kRole : Named::kNo;
  if (principal.kind == Principal::Kind::kAnonymous) return otherwise;
  if (principal.kind == Principal::Kind::kService) {
    const auto& names = principals.service;
    const bool named = std::find(names.begin(), names.end(), principal.arn) != names.end();
    return named ? Named::kExactly : otherwise;
  }
  const bool root = principal.kind == Principal::Kind::kRoot;
  if (!root && (NamesAws(principals, principal.arn) || NamesAws(principals, principal.id))) {
    return Named::kExactly;
  }
  if (principal.kind == Principal::Kind::kRoleSession) {
    const std::string role_id = principal.id.substr(0, principal.id.find(':'));
    if (NamesAws(principals, principal.role_arn) || NamesAws(principals, role_id)) {
      return Named::kRole;
    }
  }
  // Session policies limit what a policy gives to the user behind a federated one.
  if (principal.kind == Principal::Kind::kFederatedUser &&
      (NamesAws(principals, principal.issuer_arn) || NamesAws(principals, principal.issuer_id))) {
    return Named::kRole;
  }
  if (principals.everyone) return Named::kRole;
  const bool account = NamesAws(principals, principal.account.text()) ||
                       NamesAws(principals, RootOf(principal.account).arn);
  return account ? Named::kAccount : Named::kNo;
}

Decision Decide(const AccessRequest& request, const AccessPolicies& policies) {
  Decision decision;
  const Principal::Kind kind = request.principal.kind;
  if (kind == Principal::Kind::kService || kind == Principal::Kind::kAnonymous) {
    const Verdict verdict = JudgeAll(request, Sort::kResource, policies.resource, decision);
    return DecideForService(std::move(decision), request, verdict);
  }
  if (auto refused = RefusedByOrganization(request, policies, decision)) return *std::move(refused);
  // Identity policies do not reach the root user; whatever is passed for it is ignored.
  AccessPolicies own;
  const bool root = kind == Principal::Kind::kRoot;
  if (root) {
    own.resource = policies.resource;
    own.resource_first = policies.resource_first;
  }
  const Verdicts said = Gather(request, root ? own : policies, decision);
  if (auto deny = DenyIn(said)) {
    return RefusedByDeny(std::move(decision), request, deny->first, *deny->second);
  }
  return Conclude(std::move(decision), request, said);
}

Decision DecideTrust(const AccessRequest& request, const NamedPolicy& trust,
                     const AccessPolicies& caller) {
  Decision decision;
  Verdict trusted;
  Judge(request, Sort::kTrust, trust, 0, trusted, decision);
  if (trusted.deny != nullptr || !trusted.allow) {
    if (!trusted.allow)
      decision.reasons.push_back("the role trust policy does not name the caller");
    return Refused(std::move(decision), Sentence(request));
  }
  const Principal::Kind kind = request.principal.kind;
  if (kind == Principal::Kind::kService && trusted.allowed_as == Named::kExactly) {
    decision.allowed = true;
    return decision;
  }
  if (kind == Principal::Kind::kService || kind == Principal::Kind::kAnonymous)
    return Refused(std::move(decision), Sentence(request));
  if (RefusedByOrganization(request, caller, decision)) {
    return Refused(std::move(decision), Sentence(request));
  }
  if (kind == Principal::Kind::kRoot) {
    decision.allowed = true;
    return decision;
  }
  AccessPolicies own = caller;
  own.resource.clear();
  const Verdicts said = Gather(request, own, decision);
  const bool suffices = !Foreign(request) && trusted.allowed_as != Named::kAccount;
  const bool limited = trusted.allowed_as != Named::kExactly || Foreign(request);
  const bool allowed =
      !DenyIn(said) && (suffices || said.identity.allow) && (!limited || PassesLimits(said));
  if (!allowed) return Refused(std::move(decision), Sentence(request));
  decision.allowed = true;
  return decision;
}

}  // namespace firn::authz
