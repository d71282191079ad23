#include "services/iam/simulate.h"

#include <algorithm>
#include <set>

#include "authz/policy.h"
#include "services/iam/managed.h"

namespace firn::services::iam {
namespace {

using api::iam::InvalidInputException;
using Texts = std::vector<std::string>;

constexpr std::string_view kCustomType = "IAM Policy";

// Adds the keys of the variables in a text.
void AddVariables(std::string_view text, std::set<std::string>& keys) {
  for (size_t begin = text.find("${"); begin != std::string_view::npos;
       begin = text.find("${", begin + 2)) {
    const size_t end = text.find('}', begin);
    if (end == std::string_view::npos) return;
    std::string_view key = text.substr(begin + 2, end - begin - 2);
    key = key.substr(0, key.find(','));
    while (key.starts_with(' ')) key.remove_prefix(1);
    while (key.ends_with(' ')) key.remove_suffix(1);
    if (key.find(':') != std::string_view::npos) keys.emplace(key);
  }
}

void AddKeys(const authz::Policy& policy, std::set<std::string>& keys) {
  for (const authz::Statement& statement : policy.statements) {
    for (const authz::Condition& condition : statement.conditions) {
      keys.insert(condition.key);
      for (const std::string& value : condition.values) {
        if (policy.variables) AddVariables(value, keys);
      }
    }
    for (const std::string& resource : statement.resources) {
      if (policy.variables) AddVariables(resource, keys);
    }
  }
}

// Reads a policy into the simulation, in both of its forms.
Result<void> AddPolicy(SourcePolicy source, authz::PolicyKind kind, Simulation& simulation,
                       std::vector<Simulation::Named>& named,
                       std::vector<authz::NamedPolicy>& policies) {
  auto policy = authz::ParsePolicy(source.document, kind);
  if (!policy)
    return InvalidInputException("Invalid policy " + source.id + ": " + policy.error().message);
  std::set<std::string> keys(simulation.asked_keys.begin(), simulation.asked_keys.end());
  AddKeys(*policy, keys);
  simulation.asked_keys.assign(keys.begin(), keys.end());
  policies.push_back({source.id, std::make_shared<const authz::Policy>(*std::move(policy))});
  auto positions = StatementPositions(source.document);
  named.push_back({std::move(source), std::move(positions)});
  return {};
}

// What both operations put in besides the identity's own policies.
template <class Input>
Result<void> AddGiven(const Input& input, const std::optional<SourcePolicy>& own_boundary,
                      Simulation& simulation) {
  const Texts boundaries = input.permissions_boundary_policy_input_list.value_or(Texts());
  if (boundaries.size() > 1) {
    return InvalidInputException("Only one permissions boundary policy can be simulated.");
  }
  std::optional<SourcePolicy> boundary = own_boundary;
  if (!boundaries.empty()) {
    boundary = {"PermissionsBoundaryPolicyInputList.1", std::string(kCustomType), boundaries[0]};
  }
  if (boundary) {
    std::vector<authz::NamedPolicy> read;
    FIRN_OK(AddPolicy(*std::move(boundary), authz::PolicyKind::kIdentity, simulation,
                      simulation.boundary, read));
    simulation.policies.boundary = read.front();
  }
  if (input.resource_policy) {
    if (!simulation.known_caller) {
      return InvalidInputException("CallerArn is required when a resource policy is simulated.");
    }
    FIRN_OK(AddPolicy({"ResourcePolicy", "resource", *input.resource_policy},
                      authz::PolicyKind::kResource, simulation, simulation.resource,
                      simulation.policies.resource));
  }
  return {};
}

Result<void> SetCaller(const std::optional<std::string>& arn, Simulation& simulation) {
  simulation.caller.kind = authz::Principal::Kind::kUser;
  if (!arn) return {};
  const auto parsed = Arn::Parse(*arn);
  const auto account = parsed ? AccountId::Parse(parsed->account) : Result<AccountId>(AccountId());
  const bool user = parsed && account && !account->empty() && parsed->service == "iam" &&
                    parsed->resource.starts_with("user/");
  if (!user) return InvalidInputException("CallerArn must be the ARN of an IAM user: " + *arn);
  simulation.caller.arn = *arn;
  simulation.caller.account = *account;
  simulation.known_caller = true;
  return {};
}

// The keys of the caller that need not be given.
authz::Context CallerContext(const Simulation& simulation) {
  authz::Context context;
  if (!simulation.known_caller) return context;
  const authz::Principal& caller = simulation.caller;
  context.Set("aws:PrincipalArn", caller.arn);
  context.Set("aws:PrincipalAccount", caller.account.text());
  context.Set("aws:PrincipalType", std::string("User"));
  context.Set("aws:username", caller.arn.substr(caller.arn.rfind('/') + 1));
  return context;
}

Result<void> AddEntries(const std::vector<api::iam::ContextEntry>& entries,
                        authz::Context& context) {
  for (const api::iam::ContextEntry& entry : entries) {
    const Texts values = entry.context_key_values.value_or(Texts());
    if (!entry.context_key_name || values.empty() || !entry.context_key_type) {
      return InvalidInputException("A context entry needs its name, type and values.");
    }
    if (values.size() > 1 && !entry.context_key_type->ends_with("List")) {
      return InvalidInputException("Context key " + *entry.context_key_name + " of type " +
                                   *entry.context_key_type + " takes one value.");
    }
    context.Set(*entry.context_key_name, values);
  }
  return {};
}

Result<AccountId> OwnerOf(const Simulation& simulation, const Questions& questions,
                          const std::string& resource) {
  if (!simulation.known_caller) return AccountId();
  std::string text = questions.resource_owner.value_or("");
  if (auto owner = Arn::Parse(text)) text = owner->account;
  if (auto arn = Arn::Parse(resource); arn && !arn->account.empty()) text = arn->account;
  if (text.empty()) return AccountId();
  auto account = AccountId::Parse(text);
  if (!account) return InvalidInputException("Invalid account of a resource: " + text);
  return *account;
}

std::vector<api::iam::Statement> MatchedStatements(const Simulation& simulation,
                                                   const authz::Decision& decision,
                                                   authz::Effect effect) {
  std::vector<api::iam::Statement> matched;
  for (const authz::StatementMatch& match : decision.matches) {
    if (match.effect != effect) continue;
    const bool boundary = match.sort == authz::PolicySort::kBoundary;
    if (boundary && effect == authz::Effect::kAllow) continue;
    const auto& group = match.sort == authz::PolicySort::kResource ? simulation.resource
                        : boundary                                 ? simulation.boundary
                                                                   : simulation.identity;
    const Simulation::Named& named = group.at(match.policy);
    api::iam::Statement shape;
    shape.source_policy_id = named.source.id;
    shape.source_policy_type = named.source.type;
    if (match.statement < named.positions.size()) {
      const StatementPosition& position = named.positions[match.statement];
      shape.start_position = {position.start_line, position.start_column};
      shape.end_position = {position.end_line, position.end_column};
    }
    matched.push_back(std::move(shape));
  }
  return matched;
}

// What the policies of one sort say alone.
std::string SaidBy(const authz::Decision& decision, authz::PolicySort sort) {
  bool allowed = false;
  for (const authz::StatementMatch& match : decision.matches) {
    if (match.sort != sort) continue;
    if (match.effect == authz::Effect::kDeny) return "explicitDeny";
    allowed = true;
  }
  return allowed ? "allowed" : "implicitDeny";
}

api::iam::EvaluationResult ResultOf(const Simulation& simulation,
                                    const authz::AccessRequest& request,
                                    const authz::Decision& decision) {
  api::iam::EvaluationResult result;
  result.eval_action_name = request.action;
  result.eval_resource_name = request.resource;
  const bool denied =
      std::any_of(decision.matches.begin(), decision.matches.end(),
                  [](const auto& match) { return match.effect == authz::Effect::kDeny; });
  result.eval_decision = decision.allowed ? "allowed" : denied ? "explicitDeny" : "implicitDeny";
  result.matched_statements.emplace();
  if (decision.allowed) {
    result.matched_statements = MatchedStatements(simulation, decision, authz::Effect::kAllow);
  } else if (denied) {
    result.matched_statements = MatchedStatements(simulation, decision, authz::Effect::kDeny);
  }
  result.missing_context_values.emplace();
  for (const std::string& key : simulation.asked_keys) {
    if (request.context.Find(key) == nullptr) result.missing_context_values->push_back(key);
  }
  if (simulation.policies.boundary) {
    result.permissions_boundary_decision_detail = api::iam::PermissionsBoundaryDecisionDetail{
        SaidBy(decision, authz::PolicySort::kBoundary) == "allowed"};
  }
  if (!request.resource_account.empty() && request.resource_account != request.principal.account) {
    result.eval_decision_details = {
        {"IAM Policy", SaidBy(decision, authz::PolicySort::kIdentity)},
        {"Resource Policy", SaidBy(decision, authz::PolicySort::kResource)}};
  }
  return result;
}

// The policies of one entity, by what they hang on.
Result<void> AddSources(const Iam& iam, const api::Call& call, const Entity& entity,
                        std::string_view type, PolicySources& sources) {
  for (const auto& [name, document] : entity.policies) {
    sources.policies.push_back({name, std::string(type), document});
  }
  for (const std::string& arn : entity.attached) {
    FIRN_TRY(const auto policy, iam.Policy(call.account, arn));
    const bool aws = AwsManagedPolicies().contains(arn);
    sources.policies.push_back({policy->name, aws ? "aws-managed" : "user-managed",
                                policy->versions.at(policy->default_version).document});
  }
  if (!entity.boundary) return {};
  FIRN_TRY(const auto boundary, iam.Policy(call.account, *entity.boundary));
  sources.boundary = {boundary->name, "user-managed",
                      boundary->versions.at(boundary->default_version).document};
  return {};
}

}  // namespace

Result<PolicySources> SourcesOf(const Iam& iam, const api::Call& call, std::string_view text) {
  const auto arn = Arn::Parse(text);
  const std::string resource = arn ? arn->resource : "";
  const std::string kind = resource.substr(0, resource.find('/'));
  const std::string name = resource.substr(resource.rfind('/') + 1);
  if (!arn || arn->service != "iam" || (kind != "user" && kind != "group" && kind != "role")) {
    return InvalidInputException("Invalid policy source ARN: " + std::string(text));
  }
  const Bearer bearer = kind == "user"    ? Bearer::kUser
                        : kind == "group" ? Bearer::kGroup
                                          : Bearer::kRole;
  FIRN_TRY(const auto entity, iam.EntityOf(bearer, call.account, name));
  if (entity->arn != text) {
    return api::iam::NoSuchEntityException("Principal " + std::string(text) + " cannot be found.");
  }
  PolicySources sources;
  FIRN_OK(AddSources(iam, call, *entity, kind, sources));
  if (bearer != Bearer::kUser) return sources;
  sources.user_arn = entity->arn;
  FIRN_TRY(const auto user, iam.User(call.account, name));
  for (const std::string& group_name : user->groups) {
    FIRN_TRY(const auto group, iam.Get<GroupRow>(call.account, group_name));
    FIRN_OK(AddSources(iam, call, group->entity, "group", sources));
  }
  return sources;
}

authz::Needs OnSource(const Iam& iam, const api::Call& call, std::string_view action,
                      const std::string& arn) {
  const auto parsed = Arn::Parse(arn);
  const std::string resource = parsed ? parsed->resource : "";
  const std::string name = resource.substr(resource.rfind('/') + 1);
  if (resource.starts_with("user/")) return On<UserRow>(iam, call, action, name);
  if (resource.starts_with("group/")) return On<GroupRow>(iam, call, action, name);
  if (resource.starts_with("role/")) return On<RoleRow>(iam, call, action, name);
  return OnResource(action, arn, {});
}

Result<Simulation> CustomSimulation(const api::iam::SimulateCustomPolicyInput& input) {
  Simulation simulation;
  FIRN_OK(SetCaller(input.caller_arn, simulation));
  for (size_t i = 0; i < input.policy_input_list.size(); ++i) {
    FIRN_OK(AddPolicy({"PolicyInputList." + std::to_string(i + 1), std::string(kCustomType),
                       input.policy_input_list[i]},
                      authz::PolicyKind::kIdentity, simulation, simulation.identity,
                      simulation.policies.identity));
  }
  FIRN_OK(AddGiven(input, std::nullopt, simulation));
  return simulation;
}

Result<Simulation> PrincipalSimulation(const Iam& iam, const api::Call& call,
                                       const api::iam::SimulatePrincipalPolicyInput& input) {
  Simulation simulation;
  FIRN_TRY(PolicySources sources, SourcesOf(iam, call, input.policy_source_arn));
  FIRN_OK(SetCaller(input.caller_arn ? input.caller_arn : sources.user_arn, simulation));
  const Texts more = input.policy_input_list.value_or(Texts());
  for (size_t i = 0; i < more.size(); ++i) {
    sources.policies.push_back(
        {"PolicyInputList." + std::to_string(i + 1), std::string(kCustomType), more[i]});
  }
  for (SourcePolicy& source : sources.policies) {
    FIRN_OK(AddPolicy(std::move(source), authz::PolicyKind::kIdentity, simulation,
                      simulation.identity, simulation.policies.identity));
  }
  FIRN_OK(AddGiven(input, sources.boundary, simulation));
  return simulation;
}

Result<std::vector<api::iam::EvaluationResult>> Ask(const Simulation& simulation,
                                                    const Questions& questions) {
  authz::Context context = CallerContext(simulation);
  FIRN_OK(AddEntries(questions.context, context));
  std::vector<api::iam::EvaluationResult> results;
  for (const std::string& action : questions.actions) {
    const size_t colon = action.find(':');
    if (colon == std::string::npos || colon == 0 || colon + 1 == action.size()) {
      return InvalidInputException("Invalid Action: " + action);
    }
    for (const std::string& resource : questions.resources) {
      if (resource != "*" && !Arn::Parse(resource)) {
        return InvalidInputException("Invalid Resource ARN: " + resource);
      }
      FIRN_TRY(const AccountId owner, OwnerOf(simulation, questions, resource));
      const authz::AccessRequest request{simulation.caller, action, resource, owner, context};
      results.push_back(ResultOf(simulation, request, authz::Decide(request, simulation.policies)));
    }
  }
  return results;
}

Result<std::vector<std::string>> ContextKeysOf(const std::vector<std::string>& documents) {
  std::set<std::string> keys;
  for (const std::string& document : documents) {
    auto policy = authz::ParsePolicy(document, authz::PolicyKind::kIdentity);
    if (!policy) return InvalidInputException("Invalid policy: " + policy.error().message);
    AddKeys(*policy, keys);
  }
  return Texts(keys.begin(), keys.end());
}

}  // namespace firn::services::iam
